"""The examples in the README, the guide and `docs/commands/` are tests: each command is run, and its output compared.

A block begins with ```console. A line `$ …` is a command, run by a shell in a folder that holds `seeds/`, `samples/`
and whatever commands before it in the same page made. The lines below it are what it prints, stdout and stderr
together; a line `...` stands for any number of lines, and `=> N` for an exit code that is not 0.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "docs/guide.md", *sorted((ROOT / "docs/commands").glob("*.md"))]


def examples(page: Path) -> list[tuple[str, list[str], int]]:
    """Return (command, expected lines, exit code) of all blocks of a page."""
    found: list[tuple[str, list[str], int]] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.rstrip("\n").split("\n"):
            if line.startswith("$ "):
                found.append((line[2:], [], 0))
            elif line.startswith("=> "):
                found[-1] = (found[-1][0], found[-1][1], int(line[3:]))
            else:
                found[-1][1].append(line)
    return found


def matches(expected: list[str], lines: list[str]) -> bool:
    """Compare line by line, where `...` stands for any number of lines."""
    if not expected:
        return not lines
    if expected[0] == "...":
        return any(matches(expected[1:], lines[start:]) for start in range(len(lines) + 1))
    return bool(lines) and expected[0].rstrip() == lines[0].rstrip() and matches(expected[1:], lines[1:])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_are_true(page, root, tmp_path):
    for name in ("seeds", "samples"):
        shutil.copytree(root / name, tmp_path / name, ignore=shutil.ignore_patterns("outputs"))
    launcher = tmp_path / "bin" / "newsconvert"
    launcher.parent.mkdir()
    launcher.write_text(f'#!/bin/sh\nexec {sys.executable} -m convert "$@"\n')
    launcher.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": os.pathsep.join([str(launcher.parent), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(root),
        "NO_COLOR": "1",
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
    }
    for command, expected, code in examples(page):
        done = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, check=False, capture_output=True, timeout=120
        )
        printed = (done.stdout + done.stderr).decode()
        lines = printed.rstrip("\n").split("\n") if printed.strip() else []
        assert done.returncode == code, f"$ {command}\n{printed}"
        assert matches(expected, lines), f"$ {command}\nprints\n{printed}\ninstead of\n" + "\n".join(expected)


def test_there_are_pages():
    assert len(PAGES) >= 5


def test_the_python_of_the_readme_runs():
    (program,) = re.findall(r"```python\n(.*?)```", PAGES[0].read_text(encoding="utf-8"), re.DOTALL)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Islands left without ferry after bow door fault (Author(name='Moira Tallis'")
    assert lines[1] == "True"


def test_what_a_page_links_is_there():
    """Links between the pages: to a file, and to a heading in it."""
    dead = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "contrib").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            path, _, heading = link.partition("#")
            if ":" in link:
                continue
            target = (page.parent / path) if path else page
            if not target.exists() or (heading and heading not in anchors(target)):
                dead.append(f"{page.relative_to(ROOT)}: {link}")
    assert dead == []


def anchors(page: Path) -> set[str]:
    """The anchors of a page: those that headings get (small letters, hyphens for blanks), and those that are set."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    named = {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    return named | set(re.findall(r'<a id="([^"]+)">', text))
