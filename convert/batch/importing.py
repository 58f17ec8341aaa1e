"""Storing articles in another system, each version once: a CMS, a database.

The system itself is the ledger. It keeps guid, version and digest beside each article, so that an import can be
killed and run again, from anywhere, and does only what is new.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Protocol

import orjson

from convert.article import Article, Status
from convert.diagnostics import Diagnostic, Severity, diagnostic
from convert.pipeline import Outcome

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

Values = Mapping[str, Any]
"""What a target keeps of an article, by its own names: values that JSON can hold."""

GROUP: Final = 50
"""Articles that are looked up, and stored, together: what a kill can cost to do again."""


class Action(StrEnum):
    """What an import does with one article."""

    CREATED = "created"
    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Stored:
    """What the target has of an article: where (its own key), and the version and digest that it was imported with."""

    place: Any
    version: int
    digest: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one input. It is stored, where it is, when this is handed out."""

    key: str
    guid: str | None
    action: Action
    diagnostics: tuple[Diagnostic, ...] = ()


class Target(Protocol):
    """A system that stores articles. Each of the three that store returns why it refused, None when it did not.

    They raise MachineError when the system cannot go on at all.
    """

    def values(self, outcome: Outcome, article: Article) -> Values:
        """Return what the target would keep of an article; equal values are equal articles. Pure."""

    def stored(self, guids: Sequence[str]) -> Mapping[str, Stored]:
        """Return what is there of some articles."""

    def group(self) -> AbstractContextManager[None]:
        """Hold a group of articles together: when it is left, all that was stored in it is safe."""

    def create(self, article: Article, values: Values, digest: str) -> Diagnostic | None:
        """Store a new article."""

    def update(self, stored: Stored, article: Article, values: Values, digest: str) -> Diagnostic | None:
        """Store a new version."""

    def withdraw(self, stored: Stored, article: Article, digest: str) -> Diagnostic | None:
        """Take an article out of public view, and keep it."""


def import_articles(
    outcomes: Iterable[Outcome], target: Target, *, dry_run: bool = False, stopped: Callable[[], bool] = lambda: False
) -> Iterator[Imported]:
    """Store what was converted; yield what became of each input, in order, group by group.

    `dry_run` says what would be done; `stopped` is asked before each article, and ends the import after the group.
    """
    waiting = iter(outcomes)
    seen: dict[bytes, str] = {}
    while not stopped() and (some := list(islice(waiting, GROUP))):
        guids = [one.guid for one in some if one.guid is not None]
        group = _Group(target, dict(target.stored(guids)), seen, dry_run=dry_run)
        done: list[Imported] = []
        with target.group():
            for outcome in some:
                if stopped():
                    break
                done.append(group.take(outcome))
        yield from done


def digest(values: Values) -> str:
    """Return the SHA-256 of values: equal when nothing that the target keeps has changed."""
    return hashlib.sha256(orjson.dumps(values, option=orjson.OPT_SORT_KEYS)).hexdigest()


def wanted(article: Article, digest: str, stored: Stored | None) -> Action | None:
    """Return what has to be done with an article, None where the target holds a newer version.

    A version that is canceled before it was ever stored changes nothing.
    """
    canceled = article.status is Status.CANCELED
    if stored is None:
        return Action.UNCHANGED if canceled else Action.CREATED
    if article.identity.version < stored.version:
        return None
    if (article.identity.version, digest) == (stored.version, stored.digest):
        return Action.UNCHANGED
    return Action.WITHDRAWN if canceled else Action.UPDATED


@dataclass(slots=True)
class _Group:
    """Some articles, with what the target had of them before. `seen`: the digest of each version in this import."""

    target: Target
    known: dict[str, Stored]
    seen: dict[bytes, str]
    dry_run: bool
    changed: set[str] = field(default_factory=set)

    def take(self, outcome: Outcome) -> Imported:
        article = outcome.article
        if article is None:
            return Imported(outcome.key, None, Action.REJECTED, outcome.diagnostics)
        action, why = self._stored(outcome, article)
        found = outcome.diagnostics if why is None else (why, *outcome.diagnostics)
        return Imported(outcome.key, article.identity.guid, action, found)

    def _stored(self, outcome: Outcome, article: Article) -> tuple[Action, Diagnostic | None]:
        values = self.target.values(outcome, article)
        made, guid = digest(values), article.identity.guid
        version = hashlib.sha256(f"{article.identity.version} {guid}".encode()).digest()
        if self.seen.setdefault(version, made) != made:
            return Action.REJECTED, diagnostic("target.duplicate", f"{guid} version {article.identity.version}")
        stored = self._known(guid)
        action = wanted(article, made, stored)
        if action is None:
            return Action.UNCHANGED, diagnostic("target.older", f"this one is {article.identity.version}")
        why = None if self.dry_run or action is Action.UNCHANGED else self._put(action, stored, article, values, made)
        if why is not None and why.severity is Severity.ERROR:
            return Action.REJECTED, why
        if action is not Action.UNCHANGED and not self.dry_run:
            self.changed.add(guid)
        return action, why

    def _known(self, guid: str) -> Stored | None:
        """Look up what this group stored itself anew: another version of the same article may follow."""
        if guid in self.changed:
            self.known |= self.target.stored([guid])
        return self.known.get(guid)

    def _put(
        self, action: Action, stored: Stored | None, article: Article, values: Values, made: str
    ) -> Diagnostic | None:
        try:
            if stored is None:
                return self.target.create(article, values, made)
            if action is Action.WITHDRAWN:
                return self.target.withdraw(stored, article, made)
            return self.target.update(stored, article, values, made)
        except OverflowError as error:
            # Times at either end of the calendar are none in another zone; one such article must not end an import.
            return diagnostic("target.rejected", str(error))
