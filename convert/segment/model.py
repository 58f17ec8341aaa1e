"""A trained model: weights, cue table and what it was trained on, in one `.npz` without pickle."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from convert import resources
from convert.article import Label
from convert.diagnostics import MachineError, diagnostic
from convert.segment.chain import Transitions
from convert.segment.cues import CATEGORIES, Cues
from convert.segment.features import VERSION, names
from convert.segment.grammar import transitions
from convert.segment.network import WEIGHT_STEP, Weights, stack

FORMAT: Final = "newsconvert-segmenter/3"
_FAMILY: Final = FORMAT.rpartition("/")[0]

_DAMAGE: Final = (
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    EOFError,
    MemoryError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading raises where a file is cut off, damaged or no model: numpy, zipfile and zlib have each their own, and an
array may claim any size or kind."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights on the grid, the cue table, and `card`: what it was trained on and how, without any text.

    `members`: several networks trained alike from different starts; their scores are averaged.
    """

    members: tuple[Weights, ...]
    cues: Cues
    card: dict[str, Any] = field(default_factory=dict)
    stacked: Weights = field(init=False, repr=False, compare=False)
    chain: Transitions = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Stack the members and average their transition scores, once."""
        object.__setattr__(self, "stacked", stack(self.members))
        object.__setattr__(self, "chain", transitions(*self.members))


def save(model: Model, path: Path) -> None:
    """Write a model. The same model gives the same bytes."""
    arrays: dict[str, NDArray[Any]] = {}
    for member, weights in enumerate(model.members):
        for name, value in weights.items():
            arrays[f"weight {member} {name}"] = np.rint(value * WEIGHT_STEP).astype(np.int16)
    for number, (hashes, bits) in enumerate(zip(model.cues.hashes, model.cues.bits, strict=True), 1):
        arrays[f"cue hashes {number}"] = hashes
        arrays[f"cue bits {number}"] = bits
    head = {"format": FORMAT, "features": VERSION, "feature_names": names(), "labels": list(Label), "cues": CATEGORIES}
    text = orjson.dumps({**head, "card": model.card}, option=orjson.OPT_SORT_KEYS)
    arrays["head"] = np.frombuffer(text, np.uint8)
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def load(path: Path) -> Model:
    """Read a model. Raises MachineError for a file that is none, or damaged, or made for other features or labels."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = dict(file.items())
        head = orjson.loads(arrays.pop("head").tobytes())
        unfit = _unfit(head)
        if unfit is None:
            return _model(head, arrays)
    except _DAMAGE as error:
        # What the libraries say of damage is of no use to a reader, and numpy's advice for it is unsafe.
        why = f"{path.name}: {getattr(error, 'strerror', None) or 'damaged, or no model'}"
        raise MachineError(diagnostic("machine.model", why)) from error
    raise MachineError(diagnostic("machine.model", f"{path.name}: {unfit}"))


def _unfit(head: dict[str, Any]) -> str | None:
    """Say why a model cannot be used by this build, None where it can."""
    given = str(head.get("format"))
    family, _, number = given.rpartition("/")
    if family == _FAMILY and given != FORMAT and number.isdecimal():
        if int(number) < int(FORMAT.rpartition("/")[2]):
            return f"made by an older build, in format {number}; train it again from its labelled articles"
        return f"made by a newer build, in format {number}; install that, or train it again"
    wanted = {"format": FORMAT, "features": VERSION, "labels": list(Label), "cues": list(CATEGORIES)}
    other = next((key for key, value in wanted.items() if head.get(key) != value), None)
    return None if other is None else f"made for other {other}; train it again from its labelled articles"


def _model(head: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Model:
    members: dict[str, Weights] = {}
    for name, value in arrays.items():
        if name.startswith("weight "):
            _, member, own = name.split(" ", 2)
            members.setdefault(member, {})[own] = (value / np.float32(WEIGHT_STEP)).astype(np.float32)
    sizes = sum(name.startswith("cue hashes") for name in arrays)
    cues = Cues(
        tuple(arrays[f"cue hashes {number}"] for number in range(1, sizes + 1)),
        tuple(arrays[f"cue bits {number}"] for number in range(1, sizes + 1)),
    )
    return Model(tuple(members[key] for key in sorted(members)), cues, head["card"])


@lru_cache(maxsize=1)
def default() -> Model:
    """Return the shipped model, read once. Raises MachineError when the installation lacks it."""
    try:
        path = resources.model()
    except FileNotFoundError as error:
        raise MachineError(diagnostic("machine.model", "default.npz is not installed")) from error
    return load(path)
