"""Files that are being converted: taken out of the inbox, so that nobody is in their way."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from convert.batch.known import mark
from convert.batch.ledger import FOLDER, Ledger, Row
from convert.batch.plan import portable
from convert.intake.watch.inbox import Arrival
from convert.intake.watch.names import articles_by_stem, is_sidecar, stem

_NAME: Final = "taken"


class Taken:
    """The folder of what is taken, in the inbox itself: a move on one file system is a rename."""

    def __init__(self, inbox: Path) -> None:
        self._inbox = inbox
        self.folder = inbox / FOLDER / _NAME
        self.folder.mkdir(parents=True, exist_ok=True)

    def paths(self) -> list[str]:
        """Return what is taken, sidecars included, by path."""
        return sorted(self._walked())

    def _walked(self) -> Iterator[str]:
        start = len(os.path.join(self.folder, ""))  # noqa: PTH118 - strings, as paths in the inbox are
        for folder, _, names in os.walk(self.folder):
            for name in names:
                yield os.path.join(folder, name)[start:]  # noqa: PTH118 - as above

    def take(self, arrival: Arrival) -> str | None:
        """Take a file with its metadata; return why that cannot be done now, None when it is done.

        The metadata goes first: a kill between the two leaves it without its article, and it is put back. The marker
        goes last: one that outlived its article would call the next of that name whole.
        """
        pair = [path for path in (arrival.sidecar, arrival.path) if path is not None]
        if any(os.path.lexists(self.folder / path) for path in pair):
            return "one of its name is being converted"
        moved: list[str] = []
        try:
            (self.folder / arrival.path).parent.mkdir(parents=True, exist_ok=True)
            for path in pair:
                (self._inbox / path).rename(self.folder / path)
                moved.append(path)
        except OSError as error:
            for path in moved:
                self.put_back(path)
            return error.strerror or str(error)
        if arrival.marker is not None:
            (self._inbox / arrival.marker).unlink(missing_ok=True)
        return None

    def is_there(self, path: str) -> bool:
        """Tell whether a file has not been moved on."""
        return os.path.lexists(self.folder / path)

    def put_back(self, path: str) -> bool:
        """Give a file back to the inbox, unless one of its name is there."""
        place = self._inbox / path
        if os.path.lexists(place):
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).rename(place)
        return True

    def has_changed(self, path: str, sidecar: str | None, before: str | None) -> bool:
        """Tell whether a file looks otherwise than it did when it was read."""
        beside = None if sidecar is None else self.folder / sidecar
        return before is not None and mark(self.folder / path, beside) != before

    def recover(self, ledger: Ledger, marker: str | None) -> list[tuple[str, Row]]:
        """Set right what a kill left half done; return the metadata whose article has been moved on, with its row."""
        paths = self.paths()
        articles = articles_by_stem(paths)
        left: list[tuple[str, Row]] = []
        for path in paths:
            if is_sidecar(path) and stem(path) not in articles:
                row = self._used(path, ledger)
                if row is not None:
                    left.append((path, row))
                else:
                    self._return(path)
            elif marker is not None and not os.path.lexists(self._inbox / path):
                for name in (path + marker, stem(path) + marker):
                    (self._inbox / name).unlink(missing_ok=True)
        return left

    def _used(self, path: str, ledger: Ledger) -> Row | None:
        """Return the row of the article that was judged with this metadata, if there is one."""
        looks = mark(self.folder / path)
        rows = ledger.beside(portable(stem(path)))
        return next((row for row in rows if row.mark and row.mark.endswith(f":{looks}")), None)

    def _return(self, path: str) -> None:
        """Put metadata back to the article that it was to be taken with, if that is there."""
        folder = (self._inbox / path).parent
        names = [entry.name for entry in os.scandir(folder)] if folder.is_dir() else []
        if Path(stem(path)).name in articles_by_stem(names):
            self.put_back(path)
