"""Where each field of the article stands in each format: the one table, from which the page of the docs is made.

A path names nested properties; `[role=main]` picks the members of a list that have this value. A NewsML-G2 path starts
anywhere in the message, and its elements are in the G2 namespace unless it says `html:`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Row:
    """One field: its paths in the three formats (none: the format does not carry it) and what a reader must know."""

    field: str
    newsml_g2: tuple[str, ...] = ()
    json_ld: tuple[str, ...] = ()
    ninjs: tuple[str, ...] = ()
    note: str = ""


_ACCOUNT: Final = "stands in the account of the conversion"

ROWS: Final = (
    Row("identity.guid", ("newsItem/@guid",), ("@id", "identifier"), ("uri",), "`@id` where it is a valid IRI"),
    Row("identity.version", ("newsItem/@version",), ("version",), ("version",)),
    Row("issued", ("header/sent", "itemMeta/versionCreated"), (), ("versionCreated",), "no date of the content"),
    Row("language", ("newsItem/@xml:lang", "contentMeta/language/@tag"), ("inLanguage",), ("language",)),
    Row("headline", ("contentMeta/headline",), ("headline",), ("headlines[role=main].value",)),
    Row(
        "alternative_headline",
        ("contentMeta/headline[@role='newsconvertheadline:alternative']",),
        ("alternativeHeadline",),
        ("headlines[role=alternative].value",),
        "from metadata; in NewsML-G2 beside a headline only, its role from an inline catalog",
    ),
    Row(
        "standfirst",
        ("contentMeta/description[@role='drol:summary']",),
        ("description",),
        ("descriptions[role=summary].value",),
    ),
    Row("byline", ("contentMeta/by",), (), ("by",), "the literal line; JSON-LD has the authors"),
    Row(
        "authors.name",
        ("contentMeta/creator/name",),
        ("author.name",),
        ("people[rel=creator].name", "organisations[rel=creator].name"),
    ),
    Row("authors.kind", ("contentMeta/creator/@type",), ("author.@type",), ("people", "organisations")),
    Row(
        "authors.role",
        ("contentMeta/creator/definition",),
        ("author.jobTitle",),
        (),
        "`description` of an organisation; ninjs has it in the literal byline only",
    ),
    Row(
        "authors.organisation",
        ("contentMeta/creator/personDetails/affiliation/name",),
        ("author.affiliation.name",),
        ("organisations[rel=affiliation].name",),
        "`parentOrganization` of an organisation",
    ),
    Row(
        "authors.email",
        ("contentMeta/creator/personDetails/contactInfo/email",),
        ("author.email",),
        ("people.contactInfo[type=email].value",),
    ),
    Row("dateline.text", ("contentMeta/dateline",), ("dateline",), ("descriptions[role=dateline].value",)),
    Row("dateline.place", ("contentMeta/located/name",), ("locationCreated.name",), ("located", "places.name")),
    Row("dateline.date", (), ("dateCreated",), (), "as precise as it is known"),
    Row("dateline.agency", (), (), (), "is among the agencies"),
    Row(
        "published",
        ("itemMeta/firstCreated", "contentMeta/contentCreated"),
        ("datePublished",),
        ("firstCreated", "contentCreated"),
        "firstCreated and both of ninjs only with a time and a zone",
    ),
    Row("modified", ("contentMeta/contentModified",), ("dateModified",), (), "as precise as it is known"),
    Row(
        "body",
        ("contentSet/inlineXML",),
        ("articleBody",),
        ("bodies[contentType=text/plain].value", "bodies[contentType=text/html].value"),
        "plain text has no crossheads; XHTML, NITF and HTML have every block",
    ),
    Row(
        "body, counted",
        ("contentSet/inlineXML/@wordcount",),
        ("wordCount",),
        ("bodies.wordCount", "bodies.charCount"),
        "words of the running text, the same number in each",
    ),
    Row(
        "captions.text",
        ("partMeta/description[@role='drol:caption']",),
        ("image.caption", "hasPart.description"),
        ("associations.descriptions[role=caption].value",),
        "`image` where the picture's address is known, else `hasPart`",
    ),
    Row(
        "captions.alt",
        ("contentMeta/description[@role='drol:altText']",),
        ("image.description", "hasPart.description"),
        ("associations.descriptions[role=altText].value",),
    ),
    Row(
        "captions.credit",
        ("partMeta/creditline",),
        ("image.creditText", "hasPart.creditText"),
        ("associations.by",),
    ),
    Row(
        "captions.url",
        ("contentSet/remoteContent/@href",),
        ("image.contentUrl",),
        ("associations.renditions.href",),
        "absolute addresses only; in NewsML-G2 the picture is then an item of its own",
    ),
    Row(
        "agencies",
        ("contentMeta/infoSource/name",),
        ("sourceOrganization.name",),
        ("infoSources[role=source].name",),
    ),
    Row(
        "publication.provider.name",
        ("header/sender", "itemMeta/provider/name"),
        ("publisher.name",),
        ("infoSources[role=provider].name",),
        "unset: literal `unset`, and no publisher",
    ),
    Row(
        "publication.provider.uri",
        ("itemMeta/provider/sameAs/@uri",),
        ("publisher.@id",),
        ("infoSources[role=provider].uri",),
        "in NewsML-G2 `@uri` of the provider itself where there is no qcode",
    ),
    Row(
        "publication.provider.qcode",
        ("itemMeta/provider/@qcode",),
        ("publisher.identifier",),
        ("infoSources[role=provider].literal",),
    ),
    Row("publication.provider.logo", (), ("publisher.logo.contentUrl",), ()),
    Row(
        "publication.copyright_holder",
        ("rightsInfo/copyrightHolder/name",),
        ("copyrightHolder.name", "copyrightHolder.@id"),
        ("copyrightHolder",),
    ),
    Row(
        "publication.copyright_notice",
        ("rightsInfo/copyrightNotice",),
        ("copyrightNotice", "copyrightYear"),
        ("copyrightNotice",),
        "the year only where the notice states exactly one",
    ),
    Row("publication.usage_terms", ("rightsInfo/usageTerms",), ("usageInfo.text",), ("usageTerms",)),
    Row("publication.licence", ("rightsInfo/usageTerms/@href",), ("license",), ("rightsInfo.linkedRights",)),
    Row(
        "publication.creditline",
        ("contentMeta/creditline",),
        ("creditText",),
        ("infoSources[role=creditline].name",),
    ),
    Row("publication.data_mining", ("rightsInfo/dataMining/@uri",), (), (), "schema.org and ninjs have no term"),
    Row("slugline", ("contentMeta/slugline",), (), ("slugline",), "schema.org has no term"),
    Row("keywords", ("contentMeta/keyword",), ("keywords",), ("subjects[rel=keyword].name",)),
    Row("section", ("contentMeta/subject/name",), ("articleSection",), ("subjects[rel=section].name",)),
    Row("genre", ("contentMeta/genre/name",), ("genre", "@type"), ("genres.name",), "`@type`: see the JSON-LD page"),
    Row("urgency", ("contentMeta/urgency",), (), ("urgency",), "schema.org has no term"),
    Row("notes", ("itemMeta/edNote",), ("correction",), ("edNote",), "`correction` with that signal only"),
    Row("signals", ("itemMeta/signal/@qcode",), ("correction",), (), "ninjs has no term"),
    Row("status", ("itemMeta/pubStatus/@qcode",), ("creativeWorkStatus",), ("pubStatus",), "JSON-LD: unless usable"),
    Row(
        "digital_source_type",
        ("contentMeta/digitalSourceType/@qcode",),
        ("digitalSourceType",),
        ("digitalSourceType.uri",),
    ),
    Row("embargoed", ("itemMeta/embargoed",), (), ("embargoedUntil",), "schema.org has no term"),
    Row(
        "based_on",
        ("itemMeta/link[@rel='irel:derivedFrom']",),
        ("isBasedOn",),
        ("associations[rel=derivedFrom].uri",),
        "in NewsML-G2 `@href` for a web address, `@residref` for the guid of another item",
    ),
    Row("boilerplate", note=_ACCOUNT),
    Row("origins", note=_ACCOUNT),
    Row("identity.source_key", note=f"{_ACCOUNT}; the guid is made from it"),
    Row("identity.source_sha256", note=_ACCOUNT),
    Row("format", note="the version of the model; no format carries it"),
)

_HEAD: Final = """# Where each field stands

<!-- Made from convert/writers/mapping.py; a test writes it anew with --update-golden. -->

One article, three formats. A dash: the format has no place for the field, or no use. Paths of NewsML-G2 start anywhere
in the message. `[role=main]` picks the members of a list that have this value.

| field of the article | NewsML-G2 | JSON-LD | ninjs | note |
|---|---|---|---|---|
"""


def page() -> str:
    """Return the page of the docs: the table in Markdown."""
    return _HEAD + "".join(_line(row) for row in ROWS)


def _line(row: Row) -> str:
    paths = (_cell(row.newsml_g2), _cell(row.json_ld), _cell(row.ninjs))
    return f"| `{row.field}` | {' | '.join(paths)} | {row.note} |\n"


def _cell(paths: tuple[str, ...]) -> str:
    return ", ".join(f"`{path}`" for path in paths) or "–"
