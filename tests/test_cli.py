"""The command line as a whole: help, version, completion, and what it leaves unimported."""

from __future__ import annotations

import subprocess
import sys

import pytest
import typer

from convert.cli import app

COMMANDS = sorted(
    name for name, command in typer.main.get_command(app).commands.items() if not hasattr(command, "commands")
)


def newsconvert(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "convert", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_every_command_of_the_contract_is_there():
    assert {"convert", "segment", "validate", "rules", "status", "evaluate", "train"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_it_does_and_shows_examples(command):
    done = newsconvert(command, "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout, done.stdout
    assert f"newsconvert {command}" in done.stdout


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['newsconvert', '--help']\n"
        "from convert.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([m for m in ('numpy', 'lxml', 'pydantic', 'orjson', 'jsonschema', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_the_version_is_that_of_the_package():
    done = newsconvert("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("newsconvert ")


def test_without_arguments_it_shows_help_and_is_misused():
    done = newsconvert()
    assert done.returncode == 2
    assert "Commands" in done.stdout + done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_can_be_shown(shell):
    done = newsconvert("--show-completion", shell)
    assert done.returncode == 0, done.stderr
    assert "_COMPLETE" in done.stdout


def test_options_have_help():
    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        for parameter in command.params:
            if parameter.param_type_name == "option":
                assert parameter.help, f"{name} {parameter.name}"


def test_what_is_piped_away_is_no_error(tmp_path):
    text = tmp_path / "a.txt"
    text.write_text("A headline\n\n" + "The council of the town voted on Tuesday to repair the bridge.\n" * 5000)
    command = f"{sys.executable} -m convert segment {text} | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
