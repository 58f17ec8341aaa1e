"""The recipes in `docs/integrations/`: each begins with a command, names only options that exist, and its code runs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from convert.intake.sinks.webhook import signed
from tests.batch.running import article

PAGES = sorted((Path(__file__).parent.parent / "docs/integrations").glob("*.md"))
OURS = {"pipe", "hot-folder", "webhook", "cron", "airflow", "queue", "container"}


def blocks(name, language):
    page = next(page for page in PAGES if page.stem == name)
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def code(name, **given):
    """Run the Python of a page; return what it defines."""
    space = {**given}
    exec(compile("\n".join(blocks(name, "python")), f"{name}.md", "exec"), space)  # noqa: S102 - our own page
    return SimpleNamespace(**{key: value for key, value in space.items() if not key.startswith("__")})


@cache
def help_of(command):
    done = subprocess.run(
        [sys.executable, "-m", "convert", *command.split(), "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={"COLUMNS": "200", "PATH": "/usr/bin:/bin"},
    )
    return done.stdout


def test_each_recipe_has_a_page():
    assert {page.stem for page in PAGES} >= OURS


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_begins_with_a_command(page):
    text = page.read_text(encoding="utf-8")
    assert re.match(r"# [^\n]+\n\n(```(sh|console)\n|    )\w", text), text[:200]


@pytest.mark.parametrize("name", sorted(OURS))
def test_commands_have_the_options_that_are_used(name):
    text = next(page for page in PAGES if page.stem == name).read_text(encoding="utf-8")
    fenced = "\n".join(re.findall(r"```(?:sh|ini|crontab)\n(.*?)```", text, re.DOTALL))
    for command, rest in re.findall(
        r"\bnewsconvert (convert|watch|status|deliver|schemas install)\b([^\n|<]*)", fenced
    ):
        for option in re.findall(r"(?<=\s)--[a-z-]+", rest):
            assert option in help_of(command), f"{name}: newsconvert {command} {option}"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_takes_the_unit(tmp_path):
    (unit,) = blocks("hot-folder", "ini")
    path = tmp_path / "newsconvert.service"
    path.write_text(unit)
    done = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True, check=False)
    assert path.name not in done.stderr, done.stderr


def test_the_pipe_answers(monkeypatch):
    answers = code("pipe").converted(
        ({"id": str(number), "text": article(number)} for number in range(3)), (sys.executable, "-m", "convert")
    )
    assert [(one["id"], one["status"]) for one in answers] == [(str(n), "converted") for n in range(3)]


def test_a_receiver_knows_a_genuine_request_from_a_forged_and_an_old_one():
    is_genuine = code("webhook").is_genuine
    now = int(time.time())
    assert is_genuine(signed(b"{}", b"key", now), b"{}", b"key")
    assert not is_genuine(signed(b"{}", b"other", now), b"{}", b"key")
    assert not is_genuine(signed(b"{}", b"key", now), b"{ }", b"key")
    assert not is_genuine(signed(b"{}", b"key", now - 3600), b"{}", b"key")
    assert not is_genuine({}, b"{}", b"key")


def test_the_consumer_stores_what_is_good_and_keeps_what_is_not():
    stored, dead, done = {}, [], []
    good = json.dumps({"id": "a", "text": article(1), "issued": "2026-01-01T00:00:00Z", "section": "Local"}).encode()
    messages = [good, b"nonsense", b'{"id": "b"}', b'{"id": "c", "text": ""}', b"[]", good]
    numbered = [(body, lambda n=number: done.append(n)) for number, body in enumerate(messages)]
    code("queue").consume(numbered, stored.__setitem__, lambda body, why: dead.append((body, why["code"])))
    assert done == list(range(len(messages)))
    assert [(body, why) for body, why in dead] == [
        (b"nonsense", "message"),
        (b'{"id": "b"}', "message"),
        (b'{"id": "c", "text": ""}', "segment.no-body"),
        (b"[]", "message"),
    ]
    ((key, documents),) = stored.items()
    assert key.endswith(":1")
    assert set(documents) == {"newsml-g2", "json-ld"}
    assert b"Local" in documents["json-ld"]


@pytest.mark.parametrize(("left", "ends"), [(0, 0), (1, 1), (2, "AirflowFailException"), (3, "RuntimeError")])
def test_the_task_is_retried_only_where_that_helps(monkeypatch, left, ends):
    tasks = {}

    class AirflowFailException(Exception):  # noqa: N818 - as Airflow calls it
        pass

    def task(**options):
        return lambda function: tasks.setdefault("convert", function) and (lambda day: None)

    modules = {
        "airflow": {},
        "airflow.sdk": {"dag": lambda **options: lambda function: function, "task": task},
        "airflow.exceptions": {"AirflowFailException": AirflowFailException},
    }
    for name, values in modules.items():
        module = ModuleType(name)
        vars(module).update(values)
        monkeypatch.setitem(sys.modules, name, module)
    code("airflow")
    monkeypatch.setattr(subprocess, "run", lambda *command, check: SimpleNamespace(returncode=left))
    try:
        ended = tasks["convert"]("2026-01-01")
    except Exception as error:  # noqa: BLE001 - its type is what is asked
        ended = type(error).__name__
    assert ended == ends


def test_the_image_installs_extras_that_exist_and_runs_a_command_that_exists(root):
    (text,) = blocks("container", "dockerfile")
    extras = re.search(r"/source\[(.*?)\]", text)[1].split(",")
    stated = re.search(
        r"\[project\.optional-dependencies\](.*?)\n\[project", (root / "pyproject.toml").read_text(), re.DOTALL
    )
    assert all(re.search(rf"^{extra} = \[", stated[1], re.MULTILINE) for extra in extras)
    command = json.loads(re.search(r"^CMD (\[.*\])$", text, re.MULTILINE)[1])
    assert all(option in help_of(command[0]) for option in command if option.startswith("--"))
