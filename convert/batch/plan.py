"""Which inputs a run has, and what their outputs are called.

The plan lies on the disk, in a database that goes when the run ends: an archive of any number of files takes the same
memory. No input is read and no output is written here.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from convert.batch.walk import Walk, matches, split
from convert.batch.whence import Lying, told
from convert.containers import Place, Remote, place
from convert.diagnostics import MachineError, UsageError, diagnostic

SIDECAR: Final = ".json"

_SCHEMA: Final = """
create table inputs (
    key text not null, path blob primary key, stem blob not null, folded text not null, is_json integer not null,
    sidecar blob
) without rowid;
create table claims (folded text primary key, key text not null, sha256 text) without rowid;
create table given (key text primary key, number integer not null) without rowid;
create table opened (key text primary key) without rowid;
"""
_AGAIN: Final = "*"
"""What stands between a key that was given before and its number; no file of Windows and no id of a record has it."""

_PAGE: Final = 512

_OURS: Final = "a name that the run's own files have"
_CLAIMED: Final = "select 1 from claims where claims.folded = inputs.folded and claims.key != ?"


class Input(NamedTuple):
    """One file to convert.

    `key` is its stable name in guid and ledger: the path relative to the INPUT it was found under, with "/". `stem` is
    the same path without its last suffix, as the file system has it: what the outputs are called. `place` and `beside`
    are the paths of the file and of its sidecar.
    """

    place: str
    key: str
    stem: str
    beside: str | None = None

    @property
    def path(self) -> Place:
        """Where the file is."""
        return place(self.place)

    @property
    def sidecar(self) -> Place | None:
        """Where its sidecar is, None where it has none."""
        return None if self.beside is None else place(self.beside)


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose an output name is: the key of an input, and the digest of a member of a container."""

    key: str
    sha256: str | None = None


class Plan:
    """The inputs of a run, and the output names that they claim. Close it when the run has ended.

    `links` names what was not followed, `unreadable` the folders that could not be looked into, with the reason;
    `hidden` counts the hidden files and folders that were left out.
    """

    def __init__(self, place: Path | None = None) -> None:
        self.links: list[str] = []
        self.unreadable: list[tuple[str, str]] = []
        self.hidden = 0
        self._reserved: tuple[str, ...] = ()
        self._connection = sqlite3.connect(place or "")  # "": a temporary database that SQLite removes by itself
        self._connection.execute("pragma journal_mode = off")
        self._connection.executescript(_SCHEMA)

    def close(self) -> None:
        """Forget the plan."""
        self._connection.close()

    def add(
        self,
        paths: Sequence[Place],
        out: Path,
        is_container: Callable[[Place], bool] = lambda path: False,
        ignore: Sequence[str] = (),
        reserved: Sequence[str] = (),
    ) -> None:
        """List what lies under the paths, without `out`, hidden files and what `ignore` matches. Call it once.

        A path that is not there may be a glob. Links to folders are noted, not followed. `is_container` is asked of
        files that share an output name: the outputs of a container lie in a folder of their own, so it is not in the
        way. `reserved` are output names that are ours: a folder with a slash after it. Raises UsageError, and
        MachineError for a store that does not answer.
        """
        self._reserved = tuple(folded(name) for name in reserved)
        walk = Walk(out.resolve(), ignore)
        for path in paths:
            rows = (_row(*found) for found in _found(path, walk))
            self._connection.executemany("insert or ignore into inputs values (?, ?, ?, ?, ?, null)", rows)
        self.links = sorted(portable(link) for link in walk.links)
        self.hidden = walk.hidden
        self._attach_sidecars(is_container)
        self._connection.execute("create index by_key on inputs (key)")
        self._connection.execute("create index by_folded on inputs (folded)")
        self._set_containers_apart(is_container)
        self._number_keys()
        self.unreadable = [(self.own_key(portable(place)), why) for place, why in sorted(walk.unreadable)]
        self._connection.executemany(
            "insert into claims values (?, ?, null)", ((name, _OURS) for name in self._reserved)
        )
        for name in self._reserved:
            if name.endswith("/"):
                query = (
                    "insert or ignore into claims select folded, ?, null from inputs where folded >= ? and folded < ?"
                )
                self._connection.execute(query, (_OURS, name, name[:-1] + "0"))  # "0" follows "/"
        self._connection.execute(
            "insert or ignore into claims select folded, min(key), null from inputs group by folded having count(*) = 1"
        )

    def _attach_sidecars(self, is_container: Callable[[Place], bool]) -> None:
        """`a.json` is metadata where a text `a.*` lies beside it, and an input where none does, or only a container."""
        if self._connection.execute("select 1 from inputs where is_json limit 1").fetchone() is None:
            return
        self._connection.execute("create index by_stem on inputs (stem)")
        pairs = (
            "select j.path, o.path from inputs j join inputs o on o.stem = j.stem and o.path != j.path "
            "where j.is_json and not o.is_json"
        )
        beside = [
            (sidecar, path)
            for sidecar, path in self._connection.execute(pairs)
            if os.path.dirname(sidecar) == os.path.dirname(path)  # noqa: PTH120 - bytes, as the file system has them
        ]
        beside = [pair for pair in beside if _is_named_as_text(pair[1]) or not is_container(place(_decoded(pair[1])))]
        self._connection.executemany("update inputs set sidecar = ? where path = ?", beside)
        self._connection.executemany("delete from inputs where path = ?", {(sidecar,) for sidecar, _ in beside})

    def _set_containers_apart(self, is_container: Callable[[Place], bool]) -> None:
        query = (
            "select path from inputs where folded in (select folded from inputs group by folded having count(*) > 1)"
        )
        paths = [path for (path,) in self._connection.execute(query) if is_container(place(os.fsdecode(path)))]
        self._connection.executemany(
            "update inputs set folded = '!' || key where path = ?", [(path,) for path in paths]
        )

    def _number_keys(self) -> None:
        """Give inputs of one key each their own: they share an output name and are refused, each by itself."""
        query = "select path, key from inputs where key in (select key from inputs group by key having count(*) > 1)"
        for _, same in groupby(self._connection.execute(f"{query} order by key, path").fetchall(), itemgetter(1)):
            numbered = [(self.own_key(key), path) for path, key in islice(same, 1, None)]
            self._connection.executemany("update inputs set key = ? where path = ?", numbered)

    def __len__(self) -> int:
        return int(self._connection.execute("select count(*) from inputs").fetchone()[0])

    def input(self, key: str) -> Input:
        """Return the input of a key. Raises KeyError."""
        for path, stem, sidecar in self._connection.execute(
            "select path, stem, sidecar from inputs where key = ?", (key,)
        ):
            return _input(path, key, stem, sidecar)
        raise KeyError(key)

    def inputs(self) -> Iterator[Input]:
        """Iterate over the inputs that have an output name of their own, by key."""
        return self._select(f"exists ({_CLAIMED})")

    def collisions(self) -> Iterator[tuple[Input, str]]:
        """Iterate over the inputs that share an output name, by key, each with what shares it: neither can be right.

        Names are compared as the least careful file system does: without case, composed.
        """
        query = (
            "select key, path, stem from inputs where folded = (select folded from inputs where path = ?1) "
            "order by path != ?1, key limit 5"
        )
        for one in self._select(f"not exists ({_CLAIMED})"):
            this, *others = (_lying(*row) for row in self._connection.execute(query, (_encoded(one.place),)))
            yield one, told(this, others) if others else _OURS

    def own_key(self, key: str) -> str:
        """Return a key that nothing else in the run has: this one, or where it is taken, with a number behind it."""
        own = key
        while not self._take(own):
            query = "insert into given values (?, 2) on conflict (key) do update set number = number + 1"
            self._connection.execute(query, (key,))
            number = self._connection.execute("select number from given where key = ?", (key,)).fetchone()[0]
            own = f"{key}{_AGAIN}{number}"
        return own

    def _take(self, key: str) -> bool:
        query = "insert or ignore into given select ?, 1 where not exists (select 1 from inputs where key = ?)"
        return self._connection.execute(query, (key, key)).rowcount > 0

    def give(self, key: str) -> None:
        """Note that a container gave itself, as its one input or as damage."""
        self._connection.execute("insert or ignore into given values (?, 1)", (key,))

    def open(self, key: str) -> None:
        """Note that a member of a container turned out to hold inputs and to be none."""
        self._connection.execute("insert or ignore into opened values (?)", (key,))

    def is_given(self, key: str) -> bool:
        """Tell whether a container gave an input of this key."""
        query = "select 1 from given where key = ?1 and not exists (select 1 from opened where key = ?1)"
        return self._connection.execute(query, (key,)).fetchone() is not None

    def keys_between(self, first: str, end: str) -> set[str]:
        """Return the keys of inputs from one text to another, that one left out."""
        query = "select key from inputs where key >= ? and key < ?"
        return {key for (key,) in self._connection.execute(query, (first, end))}

    def claim(self, stem: str, key: str, sha256: str | None = None) -> Claim | None:
        """Claim an output name for a member of a container; return whose it is already, None if it was free."""
        name = folded(stem)
        if any(name.startswith(ours) if ours.endswith("/") else name == ours for ours in self._reserved):
            return Claim(_OURS)
        cursor = self._connection.execute("insert or ignore into claims values (?, ?, ?)", (name, key, sha256))
        if cursor.rowcount:
            return None
        return Claim(*self._connection.execute("select key, sha256 from claims where folded = ?", (name,)).fetchone())

    def _select(self, condition: str) -> Iterator[Input]:
        """Read page by page, so that other statements may run between."""
        last: tuple[str, bytes] = ("", b"")
        query = (
            f"select path, key, stem, sidecar from inputs where {condition} and (inputs.key, path) > (?, ?) "
            f"order by inputs.key, path limit {_PAGE}"
        )
        while rows := self._connection.execute(query, (_OURS, *last)).fetchall():
            for path, key, stem, sidecar in rows:
                yield _input(path, key, stem, sidecar)
            last = (rows[-1][1], rows[-1][0])


def is_again(key: str, first: str) -> bool:
    """Tell whether a key is that of another one, given again."""
    return key.rpartition(_AGAIN)[0] == first


def _found(path: Place, walk: Walk) -> Iterator[tuple[str, str]]:
    """Yield the files that an INPUT stands for. Raises UsageError where there is none."""
    if isinstance(path, Remote):
        return _listed(path, walk)
    if path.is_dir():
        if path.resolve() == walk.out:
            detail = f"{path} is INPUT and --out: outputs would be taken for inputs; choose another --out"
            raise UsageError(diagnostic("usage.invalid", detail, path=str(path)))
        return walk.under(os.fspath(path))
    if os.path.lexists(path):
        return iter([(os.fspath(path), path.name)])
    glob = split(os.fspath(path))
    if glob is None or not os.path.isdir(glob[0]):  # noqa: PTH112 - the string may be empty
        raise UsageError(diagnostic("usage.invalid", f"{path} does not exist", path=str(path)))
    fits = matches(glob[1])
    return (found for found in walk.under(glob[0]) if fits(found[1]))


def _listed(remote: Remote, walk: Walk) -> Iterator[tuple[str, str]]:
    """Yield the files under an address. Raises UsageError where there is none, MachineError where nobody answers."""
    try:
        yield from walk.kept(remote.files(lambda place, why: walk.unreadable.append((place, why))))
    except OSError as error:
        said = f"{remote}: {error.strerror or error}"
        if error.errno in _OF_THE_ADDRESS:
            raise UsageError(diagnostic("usage.invalid", said, path=str(remote))) from error
        raise MachineError(diagnostic("machine.store", said, path=str(remote))) from error


_OF_THE_ADDRESS: Final = {errno.ENOENT, errno.EINVAL}
"""Nothing is there, or nobody knows what the address means; anything else is the store's fault, or the way's to it."""


def _input(path: bytes, key: str, stem: bytes, sidecar: bytes | None) -> Input:
    return Input(_decoded(path), key, _decoded(stem), None if sidecar is None else _decoded(sidecar))


def _lying(key: str, path: bytes, stem: bytes) -> Lying:
    """Say where an input lies, without what may be secret in an address."""
    whole = str(place(_decoded(path)))
    suffix = os.path.splitext(whole.partition("?")[0])[1]  # noqa: PTH122 - of an address too
    return Lying(key, portable(_decoded(stem)) + suffix, portable(whole))


def _row(path: str, relative: str) -> tuple[str, bytes, bytes, str, bool]:
    stem, suffix = os.path.splitext(relative)  # noqa: PTH122 - strings: this runs once a file
    return portable(relative), _encoded(path), _encoded(stem), folded(stem), suffix == SIDECAR


_ENCODING: Final = sys.getfilesystemencoding()
_ERRORS: Final = sys.getfilesystemencodeerrors()


def _encoded(name: str) -> bytes:
    """Do what `os.fsencode` does in a third of the time: it is done three times for each of a million files."""
    return name.encode(_ENCODING, _ERRORS)


def _decoded(name: bytes) -> str:
    return name.decode(_ENCODING, _ERRORS)


_TEXTS: Final = (b".txt", b".text", b".md", b".html", b".htm", b".xml")
"""Suffixes of files that are not opened to learn whether a sidecar is theirs: there may be a million of them."""


def _is_named_as_text(path: bytes) -> bool:
    return path.lower().endswith(_TEXTS)


def portable(relative: str) -> str:
    """Write a path with "/"; bytes of a name that are no characters become their hexadecimal value."""
    plain = relative.replace(os.sep, "/")
    return plain if plain.isascii() else os.fsencode(plain).decode("utf-8", "backslashreplace")


def folded(stem: str) -> str:
    """Return a name as the least careful file system sees it: two that are equal so must not both be written."""
    if stem.isascii():
        return stem.lower().replace(os.sep, "/")
    return portable(unicodedata.normalize("NFC", stem).casefold())
