"""What inputs have to do with each other: the same guid and version, or the same story told twice.

Found at the end of a run, from the ledger alone and in a database on the disk, so that it takes four bytes of memory
an input beside a fixed share, and the same inputs give the same answer in whatever order they were converted.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from operator import itemgetter
from typing import Final

import numpy as np
import numpy.typing as npt

from convert.batch.ledger import Row
from convert.batch.likeness import Recurring, bands, similarities

DUPLICATE: Final = 0.9
"""Share of words in common from which two articles are one text, give or take a word."""

VERSION: Final = 0.6
"""Share from which they are versions of one story: an update keeps most of what was there. Of 552,826 pairs of
different articles in the corpus none has 0.15 in common."""

_SCHEMA: Final = """
create table articles (number integer primary key, key text not null, guid text, version integer, sketch blob);
create table bands (band integer not null, number integer not null);
create table kin (number integer primary key, story integer, similarity real, twin integer);
"""
_BUCKETS: Final = """
select b.number, m.first from bands b
join (select band, min(number) as first from bands group by band having count(*) > 1) m on m.band = b.band
where b.number != m.first group by b.number, m.first order by b.number, m.first
"""
_SKETCHES: Final = "select number, sketch from articles where sketch is not null order by number"
_TWINS: Final = """
insert into kin (number, twin)
select a.number, g.first from articles a
join (
    select guid, version, min(number) as first from articles
    where guid is not null group by guid, version having count(*) > 1
) g on g.guid = a.guid and g.version is a.version where a.number != g.first
on conflict (number) do update set twin = excluded.twin
"""
_KIN: Final = """
select a.key, s.key, k.similarity, t.key, a.guid from kin k join articles a on a.number = k.number
left join articles s on s.number = k.story left join articles t on t.number = k.twin
"""


_REMEMBERED: Final = 16384
"""Articles whose sketch is remembered, 0.4 kB each: the first of a group is asked for by each of the others."""

_PAGE: Final = 512
"""Articles that are entered together."""


@dataclass(frozen=True, slots=True)
class Kin:
    """What an input has to do with others.

    `story` is the first that tells the same, `twin` the first of its guid and version.
    """

    key: str
    story: str | None = None
    similarity: float | None = None
    twin: str | None = None
    guid: str | None = None

    @property
    def is_duplicate(self) -> bool:
        """Tell one text from two versions of a story."""
        return self.similarity is not None and self.similarity >= DUPLICATE


class Kinship:
    """The relations among the rows of a ledger, given in the order of their keys. Close it after use."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._connection = sqlite3.connect("")  # a temporary database on the disk, which SQLite removes by itself
        self._connection.execute("pragma journal_mode = off")
        self._connection.executescript(_SCHEMA)
        converted = ((number, row) for number, row in enumerate(rows) if row.is_converted)
        self._next = 0
        while some := list(islice(converted, _PAGE)):
            self._add(some)
            self._next = some[-1][0] + 1
        self._add_bands()
        self._connection.execute("create index by_band on bands (band, number)")
        self._connection.execute("create index by_guid on articles (guid, version)")
        self._find_stories()
        self._connection.execute(_TWINS)

    def close(self) -> None:
        """Forget them."""
        self._connection.close()

    def _add(self, rows: Sequence[tuple[int, Row]]) -> None:
        articles = ((number, row.key, row.guid, row.version, row.sketch) for number, row in rows)
        self._connection.executemany("insert into articles values (?, ?, ?, ?, ?)", articles)

    def _add_bands(self) -> None:
        """Enter the groups that several sketches may have; most stand alone, and to sort them all takes long."""
        query = "select count(*) from articles where sketch is not null"
        recurring = Recurring(int(self._connection.execute(query).fetchone()[0]))
        for _, found in self._bands():
            recurring.see(found)
        for numbers, found in self._bands():
            at, which = np.nonzero(recurring.among(found))
            pairs = zip(found[at, which].tolist(), numbers[at].tolist(), strict=True)
            self._connection.executemany("insert into bands values (?, ?)", pairs)

    def _bands(self) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
        """Read the articles that have a sketch, page by page: their numbers, and the groups of each."""
        rows = self._connection.cursor().execute(_SKETCHES)
        while some := rows.fetchmany(_PAGE):
            numbers, sketches = zip(*some, strict=True)
            yield np.array(numbers, np.int64), bands(sketches)

    def _find_stories(self) -> None:
        """Join each article to the first one that is like it."""
        joined = self._joined()
        while some := list(islice(joined, _PAGE)):
            self._connection.executemany("insert into kin (number, story, similarity) values (?, ?, ?)", some)

    def _joined(self) -> Iterator[tuple[int, int, float]]:
        """Yield each article that tells what an earlier one does: its number, that one's, and how like they are.

        What an article is joined to comes before it and is joined to none itself.
        """
        candidates = self._connection.cursor().execute(_BUCKETS)
        sketches = self._connection.cursor().execute(_SKETCHES)
        sketch_of = lru_cache(_REMEMBERED)(self._sketch)
        stories = array("I", range(self._next))
        for number, pairs in groupby(candidates, itemgetter(0)):  # both by number: the sketches are read once, in step
            own = next(sketch for other, sketch in sketches if other == number)
            firsts = sorted({stories[first] for _, first in pairs})
            like = similarities(own, [sketch_of(first) for first in firsts])
            best = max(like)
            if best >= VERSION:
                stories[number] = firsts[like.index(best)]
                yield number, stories[number], best

    def _sketch(self, number: int) -> bytes:
        query = "select sketch from articles where number = ?"
        return bytes(self._connection.execute(query, (number,)).fetchone()[0])

    def of(self, key_order: Iterable[Row]) -> Iterator[tuple[Row, Kin | None]]:
        """Pair rows, in the order in which they were given at first, with what they have to do with others."""
        kin = self._connection.execute(f"{_KIN} order by k.number")
        following = next(kin, None)
        for row in key_order:
            found = None
            if following is not None and following[0] == row.key:
                found = Kin(*following)
                following = next(kin, None)
            yield row, found

    def stories_by_key(self) -> Iterator[list[str]]:
        """Iterate over all stories: the keys of the inputs that tell one, of most a single one."""
        query = (
            "select coalesce(k.story, a.number) as story, a.key from articles a "
            "left join kin k on k.number = a.number order by story, a.number"
        )
        for _, rows in groupby(self._connection.execute(query), lambda row: row[0]):
            yield [key for _, key in rows]

    def stories(self, most: int) -> list[Kin]:
        """Return inputs that tell what another one tells, the most alike first."""
        query = f"{_KIN} where k.story is not null order by k.similarity desc, k.number limit ?"
        return [Kin(*row) for row in self._connection.execute(query, (most,))]

    def twins(self, most: int) -> list[Kin]:
        """Return inputs that have the guid and version of another one, by key."""
        query = f"{_KIN} where k.twin is not null order by k.number limit ?"
        return [Kin(*row) for row in self._connection.execute(query, (most,))]

    def counts(self) -> tuple[int, int, int]:
        """Return how many inputs are duplicates, versions, and twins of another one."""
        query = "select count(*) filter (where similarity >= ?), count(similarity), count(twin) from kin"
        duplicates, stories, twins = self._connection.execute(query, (DUPLICATE,)).fetchone()
        return int(duplicates), int(stories) - int(duplicates), int(twins)
