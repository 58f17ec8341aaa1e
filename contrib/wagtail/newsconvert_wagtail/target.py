"""Wagtail as a target of imports: pages below one parent, found again by guid."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.utils import timezone
from wagtail.models import Page

from convert.article import Article, Status
from convert.batch.importing import Stored, Values
from convert.diagnostics import Diagnostic, MachineError, diagnostic
from convert.pipeline import Outcome
from newsconvert_wagtail.models import ArticlePage
from newsconvert_wagtail.page_values import page_values, slug
from newsconvert_wagtail.times import instant

_PLAIN: Final = (
    "title",
    "standfirst",
    "byline",
    "dateline",
    "published_stated",
    "modified_stated",
    "language",
)
_STREAMS: Final = ("authors", "body")


class WagtailTarget:
    """Articles become pages below `parent`. See `convert.batch.importing.Target`.

    `draft`: new articles wait for an editor. Withheld ones always do; embargoed ones are scheduled.
    """

    def __init__(self, parent: Page, *, draft: bool = False) -> None:
        self._parent = parent
        self._draft = draft

    def values(self, outcome: Outcome, article: Article) -> Values:
        """See Target."""
        return page_values(article)

    def stored(self, guids: Sequence[str]) -> Mapping[str, Stored]:
        """See Target. The place is the key of the page."""
        rows = ArticlePage.objects.filter(guid__in=guids).values_list("guid", "pk", "version", "digest")
        return {guid: Stored(key, version or 0, digest) for guid, key, version, digest in rows}

    @contextmanager
    def group(self) -> Iterator[None]:
        """See Target. One transaction: a kill loses the group, whole, and the tree of pages stays sound."""
        try:
            with transaction.atomic():
                # Pages may have been added by others since: the next place below the parent is read anew.
                self._parent = Page.objects.select_for_update().get(pk=self._parent.pk)
                yield
        except Page.DoesNotExist as error:
            raise MachineError(diagnostic("machine.not-writable", "the parent page is gone")) from error
        except DatabaseError as error:
            raise MachineError(diagnostic("target.unreachable", f"the database: {error}")) from error

    def create(self, article: Article, values: Values, digest: str) -> Diagnostic | None:
        """See Target."""
        page = ArticlePage(slug=slug(article), guid=article.identity.guid, live=False)
        _fill(page, article, values, digest)
        now = timezone.now()
        waits = self._waits(article)
        if not waits:
            page.live, page.first_published_at, page.last_published_at = True, now, now

        def add() -> None:
            page.full_clean(exclude=["path", "depth"])
            self._parent.add_child(instance=page)
            if waits:
                _as_draft(page, article, schedule=not self._draft)

        return _tried(add)

    def update(self, stored: Stored, article: Article, values: Values, digest: str) -> Diagnostic | None:
        """See Target. The page keeps its address; what stood in it before is in its history."""

        def change() -> None:
            page = ArticlePage.objects.get(pk=stored.place)
            if not page.latest_revision_id:
                page.save_revision(clean=False, changed=False)
            _fill(page, article, values, digest)
            page.go_live_at = None
            page.full_clean()
            _remember(page)
            if self._waits(article) and not (self._draft and page.live):
                _withdraw(page)
                _as_draft(page, article, schedule=not self._draft)
            else:
                page.save_revision(log_action=True).publish()

        return _tried(change)

    def withdraw(self, stored: Stored, article: Article, digest: str) -> Diagnostic | None:
        """See Target. The page is unpublished."""

        def unpublish() -> None:
            page = ArticlePage.objects.get(pk=stored.place)
            page.version, page.digest = article.identity.version, digest
            _remember(page)
            _withdraw(page)

        return _tried(unpublish)

    def _waits(self, article: Article) -> bool:
        embargoed = article.embargoed is not None and article.embargoed > timezone.now()
        return self._draft or embargoed or article.status is Status.WITHHELD


def _fill(page: ArticlePage, article: Article, values: Values, digest: str) -> None:
    for name in _PLAIN:
        setattr(page, name, values[name])
    page.draft_title = page.title
    for name in _STREAMS:
        blocks = [_identified(one, f"{digest} {name} {number}") for number, one in enumerate(values[name])]
        setattr(page, name, page._meta.get_field(name).to_python(blocks))
    page.published, page.modified = instant(values["published_stated"]), instant(values["modified_stated"])
    page.version, page.digest = article.identity.version, digest


def _identified(block: dict[str, Any], place: str) -> dict[str, Any]:
    """Give a block, and the items of a list, ids that are made of their place: the same article gives the same page."""
    value = block["value"]
    if isinstance(value, list):
        value = [_identified({"type": "item", "value": item}, f"{place} {number}") for number, item in enumerate(value)]
    return block | {"value": value, "id": str(uuid.uuid5(uuid.NAMESPACE_OID, place))}


def _remember(page: ArticlePage) -> None:
    """Note which version was imported, whether or not it is in public view."""
    ArticlePage.objects.filter(pk=page.pk).update(version=page.version, digest=page.digest)


def _withdraw(page: ArticlePage) -> None:
    if page.live:
        page.unpublish(log_action=True)


def _as_draft(page: ArticlePage, article: Article, *, schedule: bool) -> None:
    """Keep the page for an editor; an embargoed one is published by Wagtail's `publish_scheduled` in its time."""
    embargo = article.embargoed if article.status is Status.USABLE and schedule else None
    page.go_live_at = embargo
    revision = page.save_revision(log_action=True)
    if embargo is not None and embargo > timezone.now():
        revision.publish()


def _tried(store: Any) -> Diagnostic | None:
    """Store one article, or leave all as it was and say why."""
    try:
        with transaction.atomic():
            store()
    except ValidationError as error:
        return _refusal(error)
    except OperationalError:
        raise
    except ArticlePage.DoesNotExist:
        return diagnostic("target.rejected", "the page was deleted meanwhile")
    except (IntegrityError, DatabaseError) as error:
        return diagnostic("target.rejected", str(error))
    return None


def _refusal(error: ValidationError) -> Diagnostic:
    """Say in our terms what Wagtail has against an article: the field, its reason, its code."""
    if not hasattr(error, "error_dict"):
        return diagnostic("target.rejected", "; ".join(error.messages))
    field, errors = next(iter(error.error_dict.items()))
    first = errors[0]
    reason = " ".join(str(message) for message in first.messages) or "not valid"
    code = f" ({first.code})" if getattr(first, "code", None) else ""
    return diagnostic("target.rejected", f"{field}: {reason}{code}", path=field)
