"""What workers are forked from has made what each of them needs."""

from __future__ import annotations

import subprocess
import sys

_CONVERTS = """
import sys
import convert.batch.preload
{warm}
from pathlib import Path
from convert.batch.unit import Item, Task, Unit
from convert.batch.work import process
from convert.commands.conversion import Wanted
from convert.plugins import found

before = set(sys.modules)
assert found.cache_info().currsize == 0, "a plugin was imported"
source, out = map(Path, sys.argv[1:])
task = Task(Wanted(timestamp="2026-01-01T00:00:00Z").job("newsml-g2,json-ld"), out)
(ended,) = process(Unit((Item(source.name, source.stem, str(source)),), {{}}, task))
assert ended.parts, ended.diagnostics
print(*sorted(name for name in set(sys.modules) - before if name.startswith("convert.")))
"""


def imported(seed, out, *, warm: bool) -> list[str]:
    code = _CONVERTS.format(warm="import convert.batch.warm" if warm else "")
    done = subprocess.run([sys.executable, "-c", code, seed, out], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_a_worker_has_everything_at_its_first_article(root, tmp_path):
    (seed,) = (root / "seeds").glob("*.txt")
    cold = imported(seed, tmp_path, warm=False)
    assert "convert.validate.g2.engine" in cold
    assert "convert.writers.json_ld" in cold
    assert imported(seed, tmp_path, warm=True) == []
