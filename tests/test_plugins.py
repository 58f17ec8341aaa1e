"""What others add: the example package at work, and plugins that fail in every way."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

TEXT = (
    "%SLUG council-bridge\n"
    "Council of the district approves the repair of the old bridge over the river\n\nBy Mary Miller\n\n"
    "The town council voted on Tuesday to repair the old bridge over the river.\n\n"
    "Work on the bridge begins in May and will last until the autumn, the mayor told the meeting of the council.\n"
)
STAMP = ("--timestamp", "2026-01-01T00:00:00Z")


def run(env, *arguments, **how):
    done = subprocess.run(
        [sys.executable, "-m", "convert", *map(str, arguments)],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **how,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture(scope="module")
def example(tmp_path_factory, root):
    """The environment in which the example package is installed."""
    target = tmp_path_factory.mktemp("added")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--target", str(target)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(root / "samples/plugin")], check=True)
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(target), str(root)])}


@pytest.fixture
def plugged(tmp_path, root):
    """Install modules as plugins: `{"readers": {"name": source}}`."""

    def install(**groups):
        folder = tmp_path / "plugged"
        info = folder / "strange-2.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: strange\nVersion: 2.0\n")
        points = ""
        for group, modules in groups.items():
            points += f"[newsconvert.{group}]\n"
            for name, (target, source) in modules.items():
                (folder / f"{target.partition(':')[0]}.py").write_text(source)
                points += f"{name} = {target}\n"
        (info / "entry_points.txt").write_text(points)
        return {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(root)])}

    return install


def test_the_example_is_used_in_every_part(example, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text(TEXT)
    listed = json.loads(run(example, "plugins", "--format", "json").stdout)
    assert listed["api"] == 1
    assert [(one["kind"], one["name"], one["state"]) for one in listed["plugins"]] == [
        ("reader", "slugged", "ready"),
        ("writer", "plain", "ready"),
        ("rule", "house", "ready"),
        ("sink", "lines", "ready"),
    ]
    sent = tmp_path / "sent.jsonl"
    out = tmp_path / "out"
    done = run(
        example,
        *(
            "convert",
            tmp_path / "in",
            "--out",
            out,
            "--to",
            "plain:shouted,newsml-g2,json-ld",
            "--post",
            f"lines:{sent}",
            *STAMP,
        ),
    )
    assert done.returncode == 0, done.stderr
    assert (out / "a.plain.txt").read_text().startswith("COUNCIL OF THE DISTRICT")
    account = json.loads((out / "a.segments.json").read_text())
    assert account["validated_by"]["plain:shouted"] == []
    (body,) = map(json.loads, sent.read_text().splitlines())
    assert body["outputs"]["plain"] == (out / "a.plain.txt").read_text()
    assert "council-bridge" in (out / "a.newsml.xml").read_text()
    found = run(example, "validate", out / "a.jsonld", "--format", "json", "--fail-on", "warning")
    assert found.returncode == 1
    assert "HOUSE-1" in found.stdout
    assert "Style book" in run(example, "rules", "HOUSE-1").stdout


def test_the_example_passes_its_own_tests(example, root):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=root / "samples/plugin",
        env=example,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()


READER = "api = 1\ndef sniff(head, hint): return 1.0 if head.startswith(b'MINE') else 0.0\n"


def converted(env, tmp_path, *more):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(TEXT.partition("\n")[2])
    (folder / "mine.txt").write_text("MINE\n" + TEXT)
    done = run(env, "convert", folder, "--out", tmp_path / "out", *STAMP, *more)
    lines = map(json.loads, (tmp_path / "out/report.jsonl").read_text().splitlines())
    return done, {one["key"]: one for one in lines}


@pytest.mark.parametrize(
    "read",
    [
        "def read(raw, profile): raise KeyError('a bug')",
        "def read(raw, profile):\n    yield 'no record'",
        "def read(raw, profile): return None",
        "def read(raw, profile): return 1 / 0",
    ],
)
def test_a_reader_that_fails_costs_its_input_and_is_named(plugged, tmp_path, read):
    env = plugged(readers={"mine": ("mine", READER + read)})
    done, account = converted(env, tmp_path, "--to", "json-ld")
    assert done.returncode == 1
    assert account["good.txt"]["outcome"] == "converted"
    (found,) = account["mine.txt"]["diagnostics"]
    assert found["code"] == "plugin.failed"
    assert "mine of strange 2.0" in found["message"]


def test_a_reader_that_fails_to_look_is_passed_over_and_that_is_said(plugged, tmp_path):
    source = "api = 1\ndef sniff(head, hint): raise ValueError('no')\ndef read(raw, profile): return []"
    done, account = converted(plugged(readers={"mine": ("mine", source)}), tmp_path, "--to", "json-ld")
    assert done.returncode == 0
    codes = [found["code"] for found in account["good.txt"]["diagnostics"]]
    assert "plugin.passed-over" in codes


@pytest.mark.parametrize("body", ["raise KeyError('a bug')", "return 'no bytes'"])
def test_a_writer_that_fails_rejects_and_is_named(plugged, tmp_path, body):
    source = (
        "from convert.writers import Writer\n"
        "FORMAT = Writer('mine', '.mine', 'text/plain', 'mine:write', api=1)\n"
        f"def write(article, variant): {body}\n"
    )
    done, account = converted(plugged(writers={"mine": ("mine:FORMAT", source)}), tmp_path, "--to", "mine")
    assert done.returncode == 1
    assert {one["diagnostics"][0]["code"] for one in account.values()} == {"plugin.failed"}
    assert not (tmp_path / "out/good.mine").exists()


@pytest.mark.parametrize(
    ("name", "source", "state"),
    [
        ("mine", "raise RuntimeError('cannot start')", "broken"),
        ("mine", "import nothing_of_this_name", "broken"),
        ("mine", "raise SystemExit(0)", "broken"),
        ("mine", "def __getattr__(name): raise RuntimeError(name)", "broken"),
        ("mine", "api = 1\ndef sniff(head, hint): return 0.0", "broken"),
        ("mine", "def sniff(head, hint): return 1.0\ndef read(raw, profile): yield", "version"),
        ("mine", "api = 99\ndef sniff(head, hint): return 1.0\ndef read(raw, profile): yield", "version"),
        ("text", READER + "def read(raw, profile): raise KeyError", "shadowed"),
    ],
)
def test_what_cannot_be_used_is_listed_with_its_reason_and_the_rest_works(plugged, tmp_path, name, source, state):
    env = plugged(readers={name: ("mine", source)})
    (one,) = json.loads(run(env, "plugins", "--format", "json").stdout)["plugins"]
    assert (one["state"], one["distribution"], bool(one["reason"])) == (state, "strange", True)
    assert f"plugin.{state}" in run(env, "plugins").stderr
    done, account = converted(env, tmp_path, "--to", "json-ld")
    assert done.returncode == 0, done.stderr
    assert account["good.txt"]["outcome"] == "converted"
    if state != "shadowed":
        asked = run(env, "convert", tmp_path / "in", "--out", tmp_path / "other", "--from", name)
        assert asked.returncode == 2
        assert one["reason"] in asked.stderr


def test_what_an_import_prints_stands_in_no_output(plugged):
    source = READER + "def read(raw, profile): return []\nprint('loaded')"
    done = run(plugged(readers={"mine": ("mine", source)}), "convert", "-", "--to", "json-ld", *STAMP, input=TEXT)
    assert json.loads(done.stdout)["@type"] == "NewsArticle"
    assert "loaded" in done.stderr


@pytest.mark.parametrize("source", ["def read(raw, profile): sys.exit(0)", "def read(raw, profile): yield sys.exit(0)"])
def test_a_plugin_that_ends_the_process_at_work_costs_its_input_alone(plugged, tmp_path, source):
    env = plugged(readers={"mine": ("mine", "import sys\n" + READER + source)})
    done, account = converted(env, tmp_path, "--to", "json-ld")
    assert done.returncode == 1
    assert account["mine.txt"]["diagnostics"][0]["code"] == "plugin.failed"
    assert account["good.txt"]["outcome"] == "converted"


def test_what_a_plugin_prints_at_work_stands_in_no_output(plugged):
    source = READER + "def read(raw, profile):\n  print('working')\n  raise ValueError\n  yield"
    lines = [json.dumps({"id": "1", "text": "MINE"}), json.dumps({"id": "2", "text": TEXT})]
    env = plugged(readers={"mine": ("mine", source)})
    done = run(env, "convert", "-", "--stream", "--to", "json-ld", *STAMP, input="\n".join(lines))
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["1", "2"]
    assert "working" in done.stderr


RULES = """
from convert.diagnostics import Severity
from convert.validate.rule import Found, Rule
api = 1
format = "newsml-g2"
rules = (Rule("MINE-1", Severity.ERROR, "No item", "why", "source", "mend"),)
def check(document):
"""


def test_rules_find_and_fail_beside_ours(plugged, tmp_path):
    finding = "    yield Found('an item', next(document.iter('{*}newsItem')), code='MINE-1')\n"
    env = plugged(
        rules={"finds": ("finds", RULES + finding), "fails": ("fails", RULES.replace("MINE", "LESS") + "    1 / 0\n")}
    )
    done, _ = converted(env, tmp_path, "--to", "newsml-g2")
    assert done.returncode == 0, "the rules of others judge in validate alone"
    judged = run(env, "validate", tmp_path / "out/good.newsml.xml", "--format", "json")
    assert judged.returncode == 1
    told = json.loads(judged.stdout)
    found = {one["code"]: one for one in _findings(told)}
    assert found["MINE-1"]["line"] > 1
    assert "fails of strange 2.0" in found["plugin.rule"]["message"]


def _findings(told):
    """Every object with a code in it, however the report nests them."""
    if isinstance(told, dict):
        if "code" in told and "message" in told:
            yield told
        for value in told.values():
            yield from _findings(value)
    elif isinstance(told, list):
        for value in told:
            yield from _findings(value)


@pytest.mark.parametrize(
    "body", ["raise KeyError('a bug')", "return 'no reply'"], ids=["raises", "returns what is no reply"]
)
def test_a_sink_that_fails_leaves_what_it_did_not_take(plugged, tmp_path, body):
    source = (
        f"api = 1\nclass S:\n    def send(self, d): {body}\n    def close(self): 1 / 0\ndef open(a, s): return S()\n"
    )
    env = plugged(sinks={"mine": ("mine", source)})
    done, _ = converted(env, tmp_path, "--to", "json-ld", "--post", "mine:x", "--post-attempts", "1")
    assert done.returncode == 1
    kept = json.loads((tmp_path / "out/undelivered/good.txt.json").read_text())
    assert "mine of strange 2.0" in kept["reason"]


def test_a_sink_that_cannot_be_opened_is_said_before_anything_is_done(plugged, tmp_path):
    env = plugged(sinks={"mine": ("mine", "api = 1\ndef open(a, s): raise OSError('no')\n")})
    (tmp_path / "a.txt").write_text("x")
    done = run(env, "convert", tmp_path / "a.txt", "--out", tmp_path / "out", "--post", "mine:x")
    assert done.returncode == 3
    assert "mine of strange 2.0" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_switch_turns_all_of_them_off(plugged):
    env = plugged(readers={"mine": ("mine", READER + "def read(raw, profile): yield")})
    done = run({**env, "NEWSCONVERT_PLUGINS": "off"}, "plugins")
    assert done.stdout == "no plugins are installed\n"
