"""Values of NewsML-G2 to values of the article: times, parties, codes. None is what cannot be used."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from lxml import etree

from convert.article import Author, AuthorKind, Party
from convert.readers.newsml_g2.words import after_scheme, lines_of, text_of

_GUID: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_TAG: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NUMBER: Final = re.compile(r"0*([1-9][0-9]{0,17})")  # what 64 bits hold
_QCODE: Final = re.compile(r"[^\s:]+:\S+")
_DAY: Final = re.compile(r"(\d{4}-\d\d-\d\d|\d{8})(Z|[+-]\d\d:?\d\d)?")
_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\d|\d{8})[Tt ](\d\d.*)")
_MIDNIGHT: Final = re.compile(r"\A24(:?00){0,2}(\.0+)?(?=Z|[+-]|\Z)")
_TRUNCATED: Final = re.compile(r"(\d{4}(?:-\d\d)?)(?:Z|[+-]\d\d:\d\d)?")
_ADDRESS: Final = re.compile(r"(?!javascript:|vbscript:)[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)
_NAMESPACE: Final = UUID("0e3f6d7a-5b1c-5e0f-8d42-7a9c1b2e4f60")
"""The namespace of the guids made of identifiers that are no URIs. Fixed for good, as the guids are."""
_PLUS: Final = "http://ns.useplus.org/ldf/vocab/"


def guid(text: str) -> str:
    """Return an identifier as it stands if it is a URI, else the version 5 UUID of it."""
    text = text.strip()
    return text if _GUID.fullmatch(text) else f"urn:uuid:{uuid5(_NAMESPACE, text)}"


def address(text: str | None) -> str | None:
    """Return an absolute address of any scheme but those of scripts; None for anything else."""
    text = (text or "").strip()
    return text if _ADDRESS.fullmatch(text) else None


def number(text: str | None) -> int | None:
    """Return a whole number from 1 on, of at most 18 digits; None for anything else."""
    found = _NUMBER.fullmatch((text or "").strip())
    return int(found[1]) if found else None


def tag(text: str | None) -> str | None:
    """Return a language tag; None for what has not its form and for `und`."""
    text = (text or "").strip()
    return text if _TAG.fullmatch(text) and text.lower() != "und" else None


def when(text: str | None) -> datetime | date | None:
    """Return a day, or an instant with the zone that is stated, or with none; None for anything else.

    Also in the forms that feeds have in spite of the schema: `20010502T101500+0200`, with blanks around. The hour 24 is
    midnight of the day after.
    """
    text = (text or "").strip()
    try:
        if day := _DAY.fullmatch(text):
            return date.fromisoformat(day[1])
        found = _INSTANT.fullmatch(text)
        if found is None:
            return None
        time, is_midnight = _MIDNIGHT.subn("00:00:00", found[2].upper(), count=1)
        instant = datetime.fromisoformat(f"{date.fromisoformat(found[1])}T{time}")
        return instant + timedelta(days=1) if is_midnight else instant
    except (ValueError, OverflowError):
        return None


def truncated(text: str | None) -> str | None:
    """Return the year, or the year and month, of a time that says no more; None for anything else."""
    found = _TRUNCATED.fullmatch((text or "").strip())
    return found[1] if found else None


def instant(text: str | None) -> datetime | None:
    """Return an instant with its zone, UTC where none is stated; None for anything else."""
    found = when(text)
    if not isinstance(found, datetime):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def name_of(element: etree._Element) -> str | None:
    """Return the name of a concept, else its literal."""
    return text_of(element.find("{*}name")) or _literal(element)


def party(element: etree._Element | None) -> Party | None:
    """Return a provider or rights holder; None where nothing is known of it."""
    if element is None:
        return None
    qcode, uri = (element.get("qcode") or "").strip(), (element.get("uri") or "").strip()
    same = element.find("{*}sameAs")
    if qcode and same is not None:
        uri = (same.get("uri") or "").strip() or uri
    name = text_of(element.find("{*}name"))
    if name is None and (literal := _literal(element)) != "unset":
        name = literal
    found = Party(name=name, uri=uri or None, qcode=qcode if _QCODE.fullmatch(qcode) else None)
    return None if found == Party() else found


def author(element: etree._Element) -> Author | None:
    """Return the author that a creator names; None for one that has no name."""
    name = name_of(element)
    if name is None:
        return None
    details = element.find("{*}organisationDetails")
    kind = AuthorKind.PERSON if details is None else AuthorKind.ORGANISATION
    declared = after_scheme(element.get("type") or element.get("typeuri") or "").lower()
    if declared in ("organisation", "org", "organization"):
        kind = AuthorKind.ORGANISATION
    if details is None:
        details = element.find("{*}personDetails")
    affiliation = None if details is None else details.find("{*}affiliation")
    return Author(
        name=name,
        kind=kind,
        role=lines_of(element.find("{*}definition")) or _job_title(element),
        organisation=None if affiliation is None else name_of(affiliation),
        email=None if details is None else text_of(details.find("{*}contactInfo/{*}email")),
    )


def licence(terms: etree._Element) -> str | None:
    """Return the address that terms of use refer to."""
    return (terms.get("href") or "").strip() or None


def data_mining(element: etree._Element | None) -> str | None:
    """Return the URI of a constraint on data mining: of the PLUS vocabulary where it is a code of that."""
    if element is None:
        return None
    uri, qcode = (element.get("uri") or "").strip(), (element.get("qcode") or "").strip()
    return uri or (_PLUS + qcode.removeprefix("plus:") if qcode.startswith("plus:") else None)


def _literal(element: etree._Element) -> str | None:
    return (element.get("literal") or "").strip() or None


def _job_title(element: etree._Element) -> str | None:
    titles = (found for found in element.findall("{*}related") if "jobtitle" in (found.get("rel") or "").lower())
    return next((title for found in titles if (title := text_of(found.find("{*}name")))), None)
