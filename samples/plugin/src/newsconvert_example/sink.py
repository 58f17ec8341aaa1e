"""Appends each result as a line to a file: `--post lines:/var/spool/news.jsonl`."""

from pathlib import Path
from urllib.parse import urlsplit

from convert.diagnostics import UsageError, diagnostic
from convert.intake.sinks import Delivery, Reply, Verdict

api = 1


class Lines:
    """One open address."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab")

    def send(self, delivery: Delivery) -> Reply:
        """Take one result. It may come again, under the same `idempotency_key`."""
        self._file.write(delivery.body + b"\n")
        self._file.flush()
        return Reply(Verdict.TAKEN)

    def close(self) -> None:
        """Let go what is held."""
        self._file.close()


def open(address: str, secret: bytes | None) -> Lines:  # noqa: A001 - the contract's own word
    """Open the sink of an address, whose scheme is the name that it is registered under."""
    path = urlsplit(address).path
    if not path:
        raise UsageError(diagnostic("usage.invalid", "write lines:/path/of/the/file"))
    return Lines(Path(path))
