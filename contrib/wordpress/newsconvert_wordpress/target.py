"""WordPress as a target of imports: posts, found again by guid."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from typing import Any, Final

from convert.article import Article, Status, When
from convert.batch.importing import Stored, Values
from convert.diagnostics import Diagnostic, UsageError, diagnostic
from convert.pipeline import Outcome
from convert.writers.html import title
from newsconvert_wordpress.authors import Authors
from newsconvert_wordpress.client import RefusedError, WordPress, unreachable
from newsconvert_wordpress.content import content, literal

FORMATS: Final = ("json-ld:nobody",)
"""What is written of each article beside the post: the page carries the text already."""

_POSTS: Final = "/wp/v2/posts"
_KNOWN: Final = "/newsconvert/v1/known"
_PREFIX: Final = "_newsconvert_"
_SLUG: Final = 80
_DIGEST: Final = 10
_EXISTS: Final = "newsconvert_exists"
_NO_ROUTE: Final = "rest_no_route"
_FACTS: Final = ("language", "byline", "dateline", "published", "modified", "json_ld")


class WordPressTarget:
    """Articles become posts. See `convert.batch.importing.Target`.

    `draft`: new articles wait for an editor. Withheld ones always do; embargoed ones are scheduled.
    """

    def __init__(self, site: WordPress, authors: Authors | None = None, *, draft: bool = False) -> None:
        self._site = site
        self._authors = authors or Authors()
        self._draft = draft

    def check(self) -> None:
        """See that the site is there, lets us in, has the plugin and the authors. Raises UsageError, MachineError."""
        try:
            self.stored([])
            logins = self._authors.logins()
            found = [self._site.get("/wp/v2/users", slug=login, context="edit") for login in logins]
        except RefusedError as error:
            if error.code == _NO_ROUTE:
                raise UsageError(diagnostic("usage.invalid", "--site: the plugin newsconvert is not active")) from error
            raise UsageError(diagnostic("target.denied", str(error))) from error
        numbers = {login: int(users[0]["id"]) for login, users in zip(logins, found, strict=True) if users}
        self._authors.resolve(numbers)

    def values(self, outcome: Outcome, article: Article) -> Values:
        """See Target."""
        account = self._authors.account(article.authors)
        names = ", ".join(author.name for author in article.authors)
        return {
            "title": literal(title(article)),
            "content": content(article),
            "excerpt": literal(article.standfirst or ""),
            "author": account,
            "status": article.status.value,
            "embargoed": _stated(article.embargoed),
            "language": article.language or "",
            "byline": "" if account is not None else article.byline or names,
            "dateline": article.dateline.text if article.dateline else "",
            "published": _stated(article.published),
            "modified": _stated(article.modified),
            "json_ld": outcome.outputs[0].data.decode(),
        }

    def stored(self, guids: Sequence[str]) -> Mapping[str, Stored]:
        """See Target. The place is the number of the post and its status."""
        answer = self._site.post(_KNOWN, {"guids": list(guids)})
        try:
            return {
                one["guid"]: Stored((int(one["id"]), str(one["status"])), int(one["version"]), str(one["digest"]))
                for one in answer["articles"]
            }
        except (LookupError, TypeError, ValueError) as error:
            raise unreachable("the plugin of the site does not answer as this version's") from error

    def group(self) -> AbstractContextManager[None]:
        """See Target. Each article is safe by itself."""
        return nullcontext()

    def create(self, article: Article, values: Values, digest: str) -> Diagnostic | None:
        """See Target. An answer that was lost costs nothing: the site refuses the second post of a guid."""
        post = self._post(article, values, digest) | {"slug": slug(article)}
        try:
            self._site.post(_POSTS, post)
        except RefusedError as error:
            return None if self._is_ours(error, article, digest) else refusal(error)
        return None

    def update(self, stored: Stored, article: Article, values: Values, digest: str) -> Diagnostic | None:
        """See Target. The post keeps its address; one that an editor threw away stays there."""
        number, status = stored.place
        post = self._post(article, values, digest)
        if status == "trash":
            del post["status"]
        return self._sent(f"{_POSTS}/{number}", post)

    def withdraw(self, stored: Stored, article: Article, digest: str) -> Diagnostic | None:
        """See Target. The post becomes a draft."""
        number, status = stored.place
        post: dict[str, Any] = {"meta": _identity(article, digest)}
        if status != "trash":
            post["status"] = "draft"
        return self._sent(f"{_POSTS}/{number}", post)

    def _sent(self, route: str, post: dict[str, Any]) -> Diagnostic | None:
        try:
            self._site.post(route, post)
        except RefusedError as error:
            return refusal(error)
        return None

    def _is_ours(self, error: RefusedError, article: Article, digest: str) -> bool:
        if error.code != _EXISTS:
            return False
        there = self.stored([article.identity.guid]).get(article.identity.guid)
        return there is not None and (there.version, there.digest) == (article.identity.version, digest)

    def _post(self, article: Article, values: Values, digest: str) -> dict[str, Any]:
        meta = _identity(article, digest) | {_PREFIX + name: values[name] for name in _FACTS}
        post = {"title": values["title"], "content": values["content"], "excerpt": values["excerpt"], "meta": meta}
        if values["author"] is not None:
            post["author"] = values["author"]
        return post | _date(article.published) | self._publicity(article)

    def _publicity(self, article: Article) -> dict[str, str]:
        if self._draft or article.status is Status.WITHHELD:
            return {"status": "draft"}
        if article.embargoed is not None and article.embargoed > datetime.now(UTC):
            return {"status": "future"} | _date(article.embargoed)
        return {"status": "publish"}


def slug(article: Article) -> str:
    """Return the slug of a new post: words of its title, and a digest of its guid that no other article has."""
    plain = unicodedata.normalize("NFKD", title(article)).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain)[:_SLUG].strip("-")
    mark = hashlib.sha256(article.identity.guid.encode()).hexdigest()[:_DIGEST]
    return "-".join(filter(None, (words, mark)))


def refusal(error: RefusedError) -> Diagnostic:
    """Say in our terms what WordPress has against an article: the field, its reason, its code."""
    params = error.data.get("params")
    if isinstance(params, dict) and params:
        field, reason = next(iter(params.items()))
        return diagnostic("target.rejected", f"{field}: {reason} ({error.code})", path=str(field))
    return diagnostic("target.rejected", f"{error} ({error.code})")


def _identity(article: Article, digest: str) -> dict[str, Any]:
    return {
        f"{_PREFIX}guid": article.identity.guid,
        f"{_PREFIX}version": article.identity.version,
        f"{_PREFIX}digest": digest,
    }


def _stated(when: When | None) -> str:
    return "" if when is None else when.isoformat()


def _date(when: When | None) -> dict[str, str]:
    """Return the date of a post, in the site's zone where none is stated; without one WordPress takes the present."""
    if when is None:
        return {}
    if not isinstance(when, datetime):
        return {"date": f"{when.isoformat()}T00:00:00"}
    bare = when.replace(microsecond=0)
    if bare.tzinfo is None:
        return {"date": bare.isoformat()}
    return {"date_gmt": bare.astimezone(UTC).replace(tzinfo=None).isoformat()}
