"""Faults of inputs, of libraries and of the machine: each costs what it must, and no more."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
import zipfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from convert.batch.interrupt import Stop
from convert.batch.pool import Pool
from convert.batch.unit import Item, Task, Unit
from convert.commands.conversion import Wanted
from convert.diagnostics import MachineError
from tests.batch.running import TIMESTAMP, article, command, convert, left, made, outcomes, report, tree
from tests.evil import EVIL, installed


@pytest.fixture(scope="module")
def plugin(tmp_path_factory) -> dict[str, str]:
    """An environment in which a reader of somebody else's is installed, and it is a bad one."""
    return installed(tmp_path_factory.mktemp("site"))


@pytest.mark.parametrize("more", [(), ("--jobs", 2, "--pack", "zip")], ids=["loose", "packed"])
def test_inputs_that_kill_or_hang_cost_themselves_alone(tmp_path, plugin, more):
    source = tree(tmp_path / "in", 70)
    for name in EVIL:
        (source / f"3/{name}.txt").write_text(f"EVIL: this one {name}")
    done = convert(source, tmp_path / "out", "--max-seconds", 3, *more, env=plugin)
    assert done.returncode == 1, done.stderr
    found = report(tmp_path / "out")
    assert {name: found[f"3/{name}.txt"]["diagnostics"][0]["code"] for name in EVIL} == EVIL
    assert sum(row["outcome"] in ("converted", "warned") for row in found.values()) == 70
    assert len(found) == 74
    again = convert(source, tmp_path / "out", "--max-seconds", 3, *more, env=plugin)
    assert again.returncode == 1
    assert "70 skipped" in again.stderr
    assert "2 rejected, 2 poison" in again.stderr


def test_a_single_input_that_kills_is_poison_too(tmp_path, plugin):
    path = tmp_path / "a.txt"
    path.write_text("EVIL: this one dies")
    done = convert(path, tmp_path / "out", env=plugin)
    assert done.returncode == 1
    assert outcomes(tmp_path / "out") == {"poison": 1}


def test_an_import_loses_the_input_that_kills_and_no_other(tmp_path, plugin):
    source = tree(tmp_path / "in", 70)
    (source / "3/evil.txt").write_text("EVIL: this one dies")
    script = (
        "import sys; from pathlib import Path\n"
        "from convert.batch.outcomes import outcomes; from convert.pipeline import Job\n"
        "for one in outcomes([Path(sys.argv[1])], Job(())): print(one.key, one.article is None, one.diagnostics[:1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, source], env=plugin, capture_output=True, text=True, check=True, timeout=120
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 71
    (lost,) = [line for line in lines if " True " in line]
    assert lost.startswith("3/evil.txt")
    assert "batch.poison" in lost


class Unstartable(Pool):
    """Workers that end before they do anything, as where an installation changes under a run."""

    def _made(self):
        context = multiprocessing.get_context("fork")
        return ProcessPoolExecutor(1, context, initializer=os._exit, initargs=(1,))


def test_workers_that_cannot_start_end_the_run_and_poison_nothing(tmp_path):
    task = Task(Wanted().job("json-ld"), tmp_path / "out")
    unit = Unit((Item("a.txt", "a", str(tmp_path / "a.txt")), Item("b.txt", "b", str(tmp_path / "b.txt"))), {}, task)
    with pytest.raises(MachineError, match=r"machine\.worker"), Unstartable(1, 4_000_000_000, Stop()) as pool:
        list(pool.run([unit]))


def test_what_has_ended_while_the_disk_was_slow_is_taken_together_in_its_order(tmp_path):
    """Or else each unit waits for the disk alone, however many processes there are."""
    task = Task(Wanted(timestamp=TIMESTAMP).job("json-ld"), tmp_path / "out")
    names = [f"{number}.txt" for number in range(9)]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(article(number))
    units = [Unit((Item(name, name[0], str(tmp_path / name)),), {}, task) for name in names]
    sizes, order = [], []
    with Pool(1, 4_000_000_000, Stop()) as pool:
        for landed in pool.together(units):
            until = time.monotonic() + 60
            while not all(future.done() for _, future in pool._flying[0]) and time.monotonic() < until:
                time.sleep(0.01)
            sizes.append(len(landed))
            order += [ended.row.key for _, some in landed for ended in some]
    assert order == names
    assert max(sizes) > 1


def test_members_that_kill_are_found(tmp_path, plugin):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(100):
            archive.writestr(f"{number}.txt", article(number))
        archive.writestr("evil.txt", "EVIL: this one dies")
    done = convert(tmp_path / "a.zip", tmp_path / "out", env=plugin)
    assert done.returncode == 1
    assert report(tmp_path / "out")["a.zip!evil.txt"]["outcome"] == "poison"
    assert len(report(tmp_path / "out")) == 101


def limited(size: int):
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def long_article(paragraphs: int) -> str:
    chance = random.Random(1)  # noqa: S311 - prose, and the same each time
    words = (
        "the mayor of a small town said that it would build new bridge over river because old one was closed".split()
    )
    told = (" ".join(chance.choices(words, k=30)).capitalize() for _ in range(paragraphs))
    return article(1) + "".join(f"\n{paragraph}.\n" for paragraph in told)


@pytest.mark.parametrize("more", [(), ("--pack", "tar")], ids=["loose", "packed"])
def test_a_full_disk_ends_the_run_and_the_next_one_goes_on(tmp_path, more):
    source = tree(tmp_path / "in", 100)
    (source / "large.txt").write_text(long_article(4000))
    done = convert(source, tmp_path / "out", *more, preexec_fn=limited(500_000))
    assert done.returncode == 3, done.stderr
    assert "[machine.not-writable]" in done.stderr
    assert not [name for name in left(tmp_path / "out") if name.endswith(".part")]
    assert convert(source, tmp_path / "out", *more).returncode == 0
    assert sum(outcomes(tmp_path / "out").values()) == 101
    convert(source, tmp_path / "other", *more)
    assert left(tmp_path / "out") == left(tmp_path / "other")


def test_a_disk_that_holds_no_ledger(tmp_path):
    done = convert(tree(tmp_path / "in", 3), tmp_path / "out", preexec_fn=limited(3000))
    assert done.returncode == 3, done.stderr
    assert "[machine.not-writable]" in done.stderr


def test_no_room_for_temporary_files_is_not_the_archives_damage(tmp_path):
    """A zip in a tar is copied before it is read: a large one to the disk."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("story.txt", article(1))
        archive.writestr("noise.bin", random.Random(1).randbytes(17_000_000))  # noqa: S311 - bytes that fill it
    source = tmp_path / "in"
    source.mkdir()
    with tarfile.open(source / "all.tar", "w") as archive:
        info = tarfile.TarInfo("inner.zip")
        info.size = len(inner.getvalue())
        inner.seek(0)
        archive.addfile(info, inner)
    done = convert(source, tmp_path / "out", preexec_fn=limited(10_000_000))
    assert done.returncode == 3, done.stderr
    assert "[machine.temporary]" in done.stderr
    assert convert(source, tmp_path / "out").returncode == 1
    assert outcomes(tmp_path / "out") == {"converted": 1, "rejected": 1}
    assert report(tmp_path / "out")["all.tar!inner.zip!noise.bin"]["diagnostics"][0]["code"] == "read.too-large"


def test_a_read_only_folder(tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = convert(tree(tmp_path / "in", 3), tmp_path / "file" / "out")
    assert (done.returncode, "[machine.not-writable]" in done.stderr) == (3, True)
    done = convert(tmp_path / "in", Path("/proc/out"))
    assert (done.returncode, "[machine.not-writable]" in done.stderr) == (3, True)


def test_the_output_folder_as_input_is_misuse(tmp_path):
    done = convert(tree(tmp_path / "in", 3), tmp_path / "in")
    assert done.returncode == 2
    assert list((tmp_path / "in").glob("*.html")) == []


def started(source: Path, out: Path, *more: object, **how) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(source, out, *more),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        **how,
    )


def wait_for_rows(out: Path, number: int) -> None:
    path = out / ".newsconvert" / "ledger.sqlite"
    for _ in range(600):
        time.sleep(0.05)
        if path.exists():
            connection = sqlite3.connect(path)
            try:
                if connection.execute("select count(*) from documents").fetchone()[0] >= number:
                    return
            except sqlite3.OperationalError:
                continue
            finally:
                connection.close()
    raise AssertionError("the run did not begin")


def nobody_works_on(out: Path) -> bool:
    """No process of the run is left: its workers have its command line's module and folder no more."""
    needle = str(out).encode()
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and needle in (entry / "cmdline").read_bytes():
                found.append(entry.name)
        except OSError:
            continue
    return not found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("group", [False, True], ids=["process", "group"])
def test_a_signal_ends_the_run_and_it_is_resumed(tmp_path, number, group):
    source, out = tree(tmp_path / "in", 900), tmp_path / "out"
    running = started(source, out)
    wait_for_rows(out, 64)
    (os.killpg if group else os.kill)(running.pid, number)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130, errors
    assert "Traceback" not in errors
    before = outcomes(out)
    assert 64 <= sum(before.values()) < 900
    done = convert(source, out)
    assert done.returncode == 0
    assert outcomes(out) == {"converted": 900}
    assert f"{sum(before.values())} skipped" in done.stderr


def test_a_second_interrupt_ends_it_at_once(tmp_path, plugin):
    source, out = tree(tmp_path / "in", 100), tmp_path / "out"
    (source / "9.txt").write_text("EVIL: this one hangs in C")
    running = started(source, out, "--max-seconds", 100, env=plugin)
    wait_for_rows(out, 64)
    os.kill(running.pid, signal.SIGINT)
    time.sleep(1)
    assert running.poll() is None
    os.kill(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=15)
    assert running.returncode == 130, errors
    assert "Traceback" not in errors
    assert nobody_works_on(out)


def test_a_second_run_at_the_same_time_is_refused(tmp_path):
    source, out = tree(tmp_path / "in", 600), tmp_path / "out"
    running = started(source, out)
    wait_for_rows(out, 1)
    os.killpg(running.pid, signal.SIGSTOP)  # it may be done before the second has begun
    second = convert(source, out)
    assert (second.returncode, "[machine.busy]" in second.stderr) == (3, True)
    status = subprocess.run(
        [sys.executable, "-m", "convert", "status", str(out), "--format", "json"], capture_output=True, check=True
    )
    assert json.loads(status.stdout)["inputs"] > 0
    os.killpg(running.pid, signal.SIGCONT)
    running.communicate(timeout=120)
    assert running.returncode == 0
    assert outcomes(out) == {"converted": 600}


@pytest.mark.parametrize(
    "spoil",
    [lambda data: data[:3000], lambda data: b"no database" * 500, lambda data: data[:100] + bytes(len(data) - 100)],
)
def test_a_corrupt_ledger_is_said_and_nothing_is_touched(tmp_path, spoil):
    source, out = tree(tmp_path / "in", 30), tmp_path / "out"
    convert(source, out)
    path = out / ".newsconvert" / "ledger.sqlite"
    path.write_bytes(spoil(path.read_bytes()))
    before = made(out)
    done = convert(source, out)
    assert (done.returncode, "[machine.ledger]" in done.stderr) == (3, True), done.stderr
    assert made(out) == before
    status = subprocess.run(
        [sys.executable, "-m", "convert", "status", str(out)], capture_output=True, text=True, check=False
    )
    assert status.returncode == 3, status.stdout
    assert "Traceback" not in status.stderr


def test_a_ledger_of_a_newer_version(tmp_path):
    source, out = tree(tmp_path / "in", 3), tmp_path / "out"
    convert(source, out)
    connection = sqlite3.connect(out / ".newsconvert" / "ledger.sqlite")
    connection.execute("pragma user_version = 99")
    connection.close()
    done = convert(source, out)
    assert done.returncode == 3
    assert "newer version" in done.stderr


def test_workers_end_with_a_run_that_is_killed(tmp_path):
    source, out = tree(tmp_path / "in", 900), tmp_path / "out"
    running = started(source, out, "--jobs", 2)
    wait_for_rows(out, 64)
    group = os.getpgid(running.pid)
    running.kill()
    running.communicate(timeout=30)
    for _ in range(100):
        time.sleep(0.05)
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
    raise AssertionError("somebody of the run's group is alive")


def test_a_folder_that_is_closed_is_named(tmp_path):
    from tests.test_cli_hostile import _without_privileges

    before = _without_privileges()
    source = tree(tmp_path / "in", 5)
    (source / "shut").mkdir(mode=0)
    done = subprocess.run(
        [*before, *command(source, tmp_path / "out")],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1, done.stderr
    assert "shut/: " in done.stderr
    assert outcomes(tmp_path / "out") == {"converted": 5, "rejected": 1}
