"""The nodes around an article in schema.org's terms: authors, parties, places, pictures, terms of use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from convert.article import AuthorKind
from convert.writers.values import email, iri, line, stated, text, web_address

if TYPE_CHECKING:
    from convert.article import Author, Caption, Party

_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")

# The codes of IPTC's digital source types that schema.org 30 has members for.
_DIGITAL_SOURCES: Final = frozenset(
    (
        "algorithmicMedia",
        "algorithmicallyEnhanced",
        "composite",
        "compositeCapture",
        "compositeSynthetic",
        "compositeWithTrainedAlgorithmicMedia",
        "dataDrivenMedia",
        "digitalArt",
        "digitalCapture",
        "minorHumanEdits",
        "multiFrameComputationalCapture",
        "negativeFilm",
        "positiveFilm",
        "print",
        "screenCapture",
        "trainedAlgorithmicMedia",
        "virtualRecording",
    )
)


def author(who: Author) -> dict[str, Any] | None:
    """Return a Person or an Organization; the name is the bare name, all else stands beside it."""
    name, role = line(who.name), line(who.role)
    house, address = organisation(who.organisation), email(who.email)
    if name is None:
        return None
    if who.kind is AuthorKind.PERSON:
        return stated({"@type": "Person", "name": name, "jobTitle": role, "affiliation": house, "email": address})
    return stated(
        {"@type": "Organization", "name": name, "description": role, "parentOrganization": house, "email": address}
    )


def organisation(name: str | None) -> dict[str, Any] | None:
    """Return an Organization that is known by its name only."""
    found = line(name)
    return {"@type": "Organization", "name": found} if found else None


def place(name: str | None) -> dict[str, Any] | None:
    """Return a Place that is known by its name only."""
    found = line(name)
    return {"@type": "Place", "name": found} if found else None


def party(known: Party | None, kind: str = "Organization") -> dict[str, Any] | None:
    """Return a party of the profile, None when it has no name. A code such as `nprov:AFP` is its identifier."""
    name = line(known.name) if known else None
    if known is None or name is None:
        return None
    return stated({"@type": kind, "@id": iri(known.uri), "name": name, "identifier": known.qcode})


def publisher(provider: Party | None) -> dict[str, Any] | None:
    """Return the publisher with its logo, None when the provider has no name."""
    node = party(provider, "NewsMediaOrganization")
    logo = web_address(provider.logo) if provider else None
    return {**node, "logo": {"@type": "ImageObject", "contentUrl": logo}} if node and logo else node


def image(caption: Caption) -> dict[str, Any] | None:
    """Return the ImageObject of a picture, None where its address is not known."""
    address = web_address(caption.url)
    if address is None:
        return None
    words, alternative = text(caption.text), text(caption.alt)
    return stated(
        {
            "@type": "ImageObject",
            "contentUrl": address,
            "caption": words,
            "description": alternative if alternative != words else None,
            "creditText": line(caption.credit),
        }
    )


def picture_words(caption: Caption) -> dict[str, Any] | None:
    """Return the words of a picture whose address is not known as a part of the article, else None."""
    if web_address(caption.url) is not None:
        return None
    spoken = "\n".join(dict.fromkeys(filter(None, (text(caption.text), text(caption.alt)))))
    node = stated({"description": spoken or None, "creditText": line(caption.credit)})
    return {"@type": "CreativeWork", **node} if node else None


def terms(value: str | None) -> str | dict[str, Any] | None:
    """Return terms as the address they have, else as a CreativeWork with their words."""
    words = text(value)
    if words is None:
        return None
    return web_address(words) or {"@type": "CreativeWork", "text": words}


def copyright_year(notice: str | None) -> int | None:
    """Return the year that a copyright notice states; None when it states none, or a span."""
    years = set(_YEAR.findall(notice)) if notice else set()
    return int(years.pop()) if len(years) == 1 else None


def digital_source(code: str | None) -> str | None:
    """Return the member of schema.org's enumeration for a code of IPTC's, None where it has none."""
    return f"https://schema.org/{code[0].upper()}{code[1:]}DigitalSource" if code in _DIGITAL_SOURCES and code else None
