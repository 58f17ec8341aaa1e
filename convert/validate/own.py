"""Our own outputs: as what they are judged, and by whom. The account of a conversion names the judges."""

from __future__ import annotations

from functools import cache
from typing import Final

from convert.validate.schemas import official

_NEWSML: Final = ("2.35", "newsml-g2"), ("3.6", "nitf")


def own(name: str) -> str:
    """Return the format as which the output of a writer is judged: our strict JSON Schemas apply too."""
    base = name.partition(":")[0]
    return f"{base}:own" if base in ("json-ld", "ninjs", "html") else name


@cache
def judges(name: str) -> tuple[str, ...]:
    """Name the schemas and rule sets that judge a writer's output on this machine, as it is installed now.

    Nobody judges a format that a plugin writes.
    """
    base = name.partition(":")[0]
    if base == "newsml-g2":
        installed = [f"{standard} {version}" for version, standard in _NEWSML if official.find(standard, version)]
        return (*installed, "newsml-g2-article.rng", "rules")
    if base == "ninjs":
        return (*(["ninjs 3.1"] if official.find("ninjs", "3.1") else []), "ninjs-article.schema.json", "rules")
    return ("json-ld-article.schema.json", "rules") if base in ("json-ld", "html") else ()
