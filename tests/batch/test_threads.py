"""Workers share the processors: each computes in one thread."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_WORKER = """
import os
from convert.batch.interrupt import Stop
from convert.batch.pool import Pool
from convert.segment.tagger import segment_many
if __name__ == "__main__":
    with Pool(1, 8_000_000_000, Stop()) as pool:
        pool._pool.submit(segment_many, ["A headline\\n\\nA line of a text, she said.\\n" * 40] * 64).result()
        print(*pool._pool.submit(os.listdir, "/proc/self/task").result())
"""
_COMMAND = """
import os, sys
from convert.cli import main
assert "numpy" not in sys.modules
sys.argv = ["newsconvert", "schemas", "list"]
try:
    main()
finally:
    print(os.environ["OPENBLAS_NUM_THREADS"], file=sys.stderr)
"""


def run(tmp_path, code: str, **more: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "program.py").write_text(code)
    environment = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    return subprocess.run(
        [sys.executable, tmp_path / "program.py"],
        env=environment | more,
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.skipif(sys.platform != "linux" or os.cpu_count() == 1, reason="threads are counted in /proc, beyond one")
def test_a_worker_has_no_thread_but_its_own_and_the_one_that_watches_its_parent(tmp_path):
    assert len(run(tmp_path, _WORKER).stdout.split()) == 2


def test_a_command_computes_in_one_thread_unless_the_environment_says_otherwise(tmp_path):
    assert run(tmp_path, _COMMAND).stderr.split() == ["1"]
    assert run(tmp_path, _COMMAND, OPENBLAS_NUM_THREADS="3").stderr.split() == ["3"]
