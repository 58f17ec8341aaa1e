"""`--post` and `deliver`: results sent on."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from convert.batch.interrupt import Stop, stoppable
from convert.batch.ledger import Ledger, opened
from convert.batch.lock import locked
from convert.batch.options import Options
from convert.commands.conversion import DEFAULT_FORMATS, Run, Wanted, convert_files
from convert.containers import Place
from convert.diagnostics import UsageError, diagnostic
from convert.intake import sinks
from convert.intake.lines import woken_by_signals
from convert.intake.sinks.courier import Courier
from convert.intake.sinks.deliveries import noted
from convert.intake.sinks.outbox import ATTEMPTS, UNDELIVERED, Outbox
from convert.intake.watch.waiting import Polling
from convert.terminal import Talker, talker

SECRET: Final = "NEWSCONVERT_WEBHOOK_SECRET"  # noqa: S105 - the name of the variable that holds it


@dataclass(frozen=True, slots=True)
class Post:
    """Where results are sent, what signs them, and how often each is tried."""

    address: str
    secret: Path | None = None
    attempts: int = ATTEMPTS

    def sink(self) -> sinks.Sink:
        """Open the sink. Raises UsageError or MachineError."""
        return sinks.opened(self.address, _secret(self.secret))


def _secret(file: Path | None) -> bytes | None:
    """Read the secret from its file, else from the environment; None where there is none."""
    if file is None:
        return os.environ.get(SECRET, "").encode() or None
    try:
        secret = file.read_bytes().strip()
    except OSError as error:
        raise UsageError(diagnostic("usage.invalid", f"--secret-file {file}: {error.strerror}")) from error
    if not secret:
        raise UsageError(diagnostic("usage.invalid", f"--secret-file {file} is empty"))
    return secret


@contextmanager
def outbox(
    post: Post, out: Path, ledger: Ledger, formats: tuple[str, ...] | None, stop: Stop, talk: Talker
) -> Iterator[Outbox]:
    """Give the outbox of a run: everything in the ledger that was not sent to this address waits in it."""

    def gave_up(key: str, reason: str) -> None:
        talk.tell("undelivered", {"key": key, "reason": reason}, f"{key}: not delivered: {reason}")

    courier = Courier(post.sink)
    try:
        with noted(out, sinks.target(post.address)) as deliveries:
            how: dict[str, Any] = {"attempts": post.attempts, "asked": lambda: stop.asked, "gave_up": gave_up}
            box = Outbox(out, ledger, deliveries, courier, formats, **how)
            box.offer_all()
            try:
                yield box
            finally:
                box.close()
    finally:
        courier.close()


def send(out: Path, post: Post, formats: tuple[str, ...] | None, talk: Talker) -> int:
    """Send what waits in an output folder, until all of it is taken or given up; return how much was given up.

    Raises KeyboardInterrupt after a signal: the next run goes on.
    """
    with locked(out), opened(out, create=False) as ledger, stoppable() as stop, woken_by_signals() as wake:
        with outbox(post, out, ledger, formats, stop, talk) as box:
            wait = Polling(1.0, stop, wake)
            while (due := box.send()) is not None and not stop.asked:
                wait.for_seconds(due)
        rest = f", {box.dead} not: see {out}/{UNDELIVERED}" if box.dead else ""
        talk.tell("delivered", {"sent": box.sent, "undelivered": box.dead}, f"{box.sent} delivered{rest}")
        if stop.asked:
            raise KeyboardInterrupt
        return box.dead


def deliver(out: Path, post: Post, talk: Talker) -> int:
    """Send what was given up and what was never sent; return the exit code: 1 when something was not taken."""
    post.sink().close()
    with opened(out, create=False), noted(out, sinks.target(post.address)) as deliveries:
        deliveries.revive()
    return 1 if send(out, post, None, talk) else 0


def convert_and_post(paths: Sequence[Place], out: Path, wanted: Wanted, options: Options, how: Run, post: Post) -> int:
    """Convert, then send what was not sent; return the exit code: 1 too when something was not taken.

    Raises UsageError, before anything is done, where it cannot be sent.
    """
    if how.pack is not None or options.dry_run:
        raise UsageError(diagnostic("usage.invalid", "--post sends loose files: leave out --pack, --bundle, --dry-run"))
    post.sink().close()
    code = convert_files(paths, out, wanted, options, how)
    talk = talker(how.log, quiet=how.quiet)
    undelivered = send(out, post, wanted.job(default=DEFAULT_FORMATS).formats, talk)
    return 1 if undelivered else code
