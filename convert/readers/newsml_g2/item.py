"""One text item to the fields of an article, and what is to be said about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from lxml import etree

from convert.article import Caption, Dateline, Publication, Signal, Status
from convert.diagnostics import Diagnostic, diagnostic
from convert.readers.newsml_g2 import values
from convert.readers.newsml_g2.stream import line_of, local
from convert.readers.newsml_g2.words import after_scheme, all_lines, code_of, lines_of, text_of

OWN_GENERATOR: Final = "newsconvert"

_SIGNALS: Final = {signal.value: signal for signal in Signal}
_STATUSES: Final = {**{status.value: status for status in Status}, "cancelled": Status.CANCELED}
_MAIN_HEADLINE: Final = frozenset(("", "title", "main", "headline"))
_SUB_HEADLINE: Final = frozenset(("subtitle", "sub", "subheadline"))
_OTHER_HEADLINE: Final = "alternative"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"

# Properties that hold a text, in which there may be markup of any kind.
_TEXTS: Final = frozenset(
    "headline dateline by creditline description slugline keyword edNote name definition note copyrightNotice "
    "usageTerms".split()
)
_MOST_NAMED: Final = 40
_ESCAPED: Final = re.compile(r"</?(?:p|br|div|b|i|em|strong|span|a|u)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_EDGES: Final = frozenset(("p", "br", "di", "p "))
_NO_ELEMENT: Final = etree.Element("none")

# The parts that are read below; any other one is reported.
_ITEM: Final = frozenset("catalogRef catalog rightsInfo itemMeta contentMeta partMeta contentSet".split())
_MANAGEMENT: Final = frozenset(
    "itemClass provider versionCreated firstCreated embargoed pubStatus generator profile edNote signal link".split()
)
_RIGHTS: Final = frozenset("copyrightHolder copyrightNotice usageTerms dataMining".split())
_READ: Final = frozenset(
    "urgency contentCreated contentModified digitalSourceType located creator infoSource language genre keyword "
    "slugline headline dateline by creditline description subject".split()
)


class Fields:
    """The fields of one article as they are found, and the remarks on those that could not be used."""

    def __init__(self, item: etree._Element) -> None:
        self.item = item
        self.values: dict[str, Any] = {}
        self.findings: list[Diagnostic] = []
        self._left_out: Counter[str] = Counter()

    def put(self, name: str, value: Any) -> None:
        """Set a field, unless there is nothing to set it to."""
        if value is not None and value != ():
            self.values[name] = value

    def unusable(self, element: etree._Element, why: str) -> None:
        """Report a value that cannot be used."""
        detail = f"{local(element)} {why}"
        self.findings.append(diagnostic("read.value", detail, line=line_of(element), path=local(element)))

    def leave_out(self, name: str) -> None:
        """Count something that an article has no field for."""
        self._left_out[name] += 1

    def all_findings(self) -> tuple[Diagnostic, ...]:
        """Return the remarks, what was left out in one of them."""
        if not self._left_out:
            return tuple(self.findings)
        found = [f"{name} ({count})" if count > 1 else name for name, count in sorted(self._left_out.items())]
        names = ", ".join(found[:_MOST_NAMED]) + (f" and {more} more" if (more := len(found) - _MOST_NAMED) > 0 else "")
        return (*self.findings, diagnostic("read.not-carried", names, line=line_of(self.item)))


def fields_of(item: etree._Element) -> Fields:
    """Read everything of a text item but its identity, its body and its pictures."""
    fields = Fields(item)
    _drop_foreign(fields)
    management = _part(item, "itemMeta")
    meta = _part(item, "contentMeta")
    _read_management(fields, management)
    _read_rights(fields, item, meta, management)
    _read_times(fields, meta, management)
    _read_makers(fields, meta)
    _read_labels(fields, item, meta)
    _read_headlines(fields, meta)
    for part, read in ((item, _ITEM), (management, _MANAGEMENT), (_part(item, "rightsInfo"), _RIGHTS), (meta, _READ)):
        for child in part.iterchildren(etree.Element):
            if local(child) not in read:
                fields.leave_out(local(child))
    if made_by(item)[0] != OWN_GENERATOR:
        for name in ("headline", "standfirst", "byline", "slugline"):
            if name in fields.values:
                fields.values[name] = without_markup(fields.values[name]) or fields.values[name]
    return fields


def without_markup(text: str) -> str:
    """Return a text without HTML that was put into it as characters; a paragraph or a line break becomes a blank."""
    if "<" not in text or not _ESCAPED.search(text):
        return text
    return " ".join(
        _ESCAPED.sub(lambda found: " " if found[0].strip("</>").lower()[:2] in _EDGES else "", text).split()
    )


def _drop_foreign(fields: Fields) -> None:
    """Remove what other vocabularies say in the metadata, so that a name stands for the standard's own property."""
    own = _vocabulary(fields.item)
    for part in list(fields.item.iterchildren(etree.Element)):
        if local(part) == "contentSet":
            continue
        for element in [found for found in part.iter(etree.Element) if _vocabulary(found) != own]:
            parent = element.getparent()
            if parent is None or _vocabulary(parent) != own or local(parent) in _TEXTS:
                continue
            fields.leave_out(local(element))
            parent.remove(element)


def _vocabulary(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[0]


def made_by(item: etree._Element) -> tuple[str | None, str | None]:
    """Return what made an item and which profile it conforms to, as far as it says."""
    management = _part(item, "itemMeta")
    return text_of(management.find("{*}generator")), text_of(management.find("{*}profile"))


def item_class(item: etree._Element) -> str | None:
    """Return the class of an item's content, such as `text`; None where it states none."""
    code = code_of(_part(item, "itemMeta").find("{*}itemClass"))
    return code.lower() if code else None


def language_of(item: etree._Element) -> str | None:
    """Return the tag of an item's language: that of its content, else that of its metadata."""
    language = _part(item, "contentMeta").find("{*}language")
    stated = (None if language is None else language.get("tag"), item.get(_XML_LANG))
    return next(filter(None, map(values.tag, stated)), None)


def part_captions(item: etree._Element) -> list[tuple[int | None, Caption]]:
    """Return the captions that stand with the text, each with its place among all captions where that is stated."""
    found: list[tuple[int | None, Caption]] = []
    for part in item.findall("{*}partMeta"):
        link = part.find("{*}link")
        caption = caption_of(part, values.address(None if link is None else link.get("href")))
        if caption != Caption():
            found.append((values.number(part.get("seq")), caption))
    return found


def caption_of(meta: etree._Element, url: str | None) -> Caption:
    """Return the words of a picture from a contentMeta or partMeta, with its address."""
    texts: dict[str, str] = {}
    for description in meta.findall("{*}description"):
        if (text := lines_of(description)) is not None:
            texts.setdefault(after_scheme(description.get("role") or ""), text)
    named = (values.name_of(creator) for creator in meta.findall("{*}creator"))
    credit = text_of(meta.find("{*}creditline")) or all_lines(meta.findall("{*}by")) or next(filter(None, named), None)
    alternative = texts.pop("altText", None)
    text = texts.get("caption") or texts.get("") or next(iter(texts.values()), None)
    return Caption(text=text, alt=alternative, credit=credit, url=url)


def _part(item: etree._Element, name: str) -> etree._Element:
    found = item.find(f"{{*}}{name}")
    return _NO_ELEMENT if found is None else found


def _read_management(fields: Fields, management: etree._Element) -> None:
    status = management.find("{*}pubStatus")
    if status is not None:
        fields.put("status", _STATUSES.get((code_of(status) or "").lower()))
        if "status" not in fields.values:
            fields.unusable(status, f"has no code that is known: {code_of(status)!r}")
    signals = []
    for signal in management.findall("{*}signal"):
        known = _SIGNALS.get(code_of(signal) or "")
        if known is None:
            fields.leave_out("signal")
        elif known not in signals:
            signals.append(known)
    fields.put("signals", tuple(signals))
    fields.put("notes", tuple(filter(None, map(lines_of, management.findall("{*}edNote")))))
    _read_sources(fields, management.findall("{*}link"))


def _read_sources(fields: Fields, links: Iterable[etree._Element]) -> None:
    """Read the addresses or guids of what the item was derived from; an article has no other links."""
    found: list[str] = []
    for link in links:
        address = (link.get("href") or link.get("residref") or "").strip()
        if after_scheme(link.get("rel") or "") != "derivedFrom" or not _ADDRESS.fullmatch(address):
            fields.leave_out("link")
        elif address not in found:
            found.append(address)
    fields.put("based_on", tuple(found))


_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def _read_rights(fields: Fields, item: etree._Element, meta: etree._Element, management: etree._Element) -> None:
    rights = _part(item, "rightsInfo")
    terms = rights.findall("{*}usageTerms")
    publication = Publication(
        provider=values.party(management.find("{*}provider")),
        copyright_holder=values.party(rights.find("{*}copyrightHolder")),
        copyright_notice=all_lines(rights.findall("{*}copyrightNotice")),
        usage_terms=all_lines(terms),
        creditline=text_of(meta.find("{*}creditline")),
        data_mining=values.data_mining(rights.find("{*}dataMining")),
        licence=next(filter(None, map(values.licence, terms)), None),
    )
    fields.values["publication"] = publication


def _read_times(fields: Fields, meta: etree._Element, management: etree._Element) -> None:
    issued = management.find("{*}versionCreated")
    if issued is not None:
        fields.put("issued", values.instant(issued.text))
        if "issued" not in fields.values:
            fields.unusable(issued, f"is no time: {issued.text!r}")
    embargoed = management.find("{*}embargoed")
    if embargoed is not None:
        fields.put("embargoed", values.instant(embargoed.text))
        if "embargoed" not in fields.values:
            fields.unusable(embargoed, "states no time: until further notice")
    _read_when(fields, "published", (meta.find("{*}contentCreated"), management.find("{*}firstCreated")))
    _read_when(fields, "modified", (meta.find("{*}contentModified"),))


def _read_when(fields: Fields, name: str, sources: Iterable[etree._Element | None]) -> None:
    """Set a time from the first source that states a day. One that states a year is not overruled, only refined."""
    stated = ""
    for source in sources:
        if source is None or name in fields.values:
            continue
        text = (source.text or "").strip()
        found = values.when(text)
        if found is not None:
            fields.put(name, found if found.isoformat().startswith(stated) else None)
        elif part := values.truncated(text):
            stated = part
            fields.leave_out(f"{local(source)} {part}")
        else:
            fields.unusable(source, f"is no day and no instant: {source.text!r}")


def _read_makers(fields: Fields, meta: etree._Element) -> None:
    authors = []
    for creator in meta.findall("{*}creator"):
        author = values.author(creator)
        if author is None:
            fields.unusable(creator, "has no name")
        else:
            authors.append(author)
    fields.put("authors", tuple(authors))
    fields.put("agencies", tuple(_names(meta.findall("{*}infoSource"))))


def _read_labels(fields: Fields, item: etree._Element, meta: etree._Element) -> None:
    fields.put("language", language_of(item))
    urgency = meta.find("{*}urgency")
    if urgency is not None:
        text = (urgency.text or "").strip()
        fields.put("urgency", int(text) if text in tuple("123456789") else None)
        if "urgency" not in fields.values:
            fields.unusable(urgency, f"is not 1 to 9: {text!r}")
    fields.put("digital_source_type", _source_type(meta.find("{*}digitalSourceType")))
    fields.put("genre", next(iter(_names(meta.findall("{*}genre"))), None))
    fields.put("keywords", tuple(filter(None, map(text_of, meta.findall("{*}keyword")))))
    fields.put("slugline", text_of(meta.find("{*}slugline")))
    for subject in meta.findall("{*}subject"):
        if not _is_section(subject) or "section" in fields.values:
            fields.leave_out("subject")
        else:
            fields.put("section", values.name_of(subject))
    places = _names(meta.findall("{*}located"))
    dateline = lines_of(meta.find("{*}dateline")) or next(iter(places), None)
    if dateline is not None:
        fields.put("dateline", Dateline(text=dateline, place=next(iter(places), None)))
    fields.put("byline", all_lines(meta.findall("{*}by")))


def _is_section(subject: etree._Element) -> bool:
    """Tell a subject without a code, but with a name: what we write as the section of the paper."""
    named = subject.get("literal") and subject.find("{*}name") is not None
    return bool(named and subject.get("type") == "cpnat:abstract" and not (subject.get("qcode") or subject.get("uri")))


def _source_type(element: etree._Element | None) -> str | None:
    code = code_of(element)
    return code if code and code.isascii() and code.isalpha() else None


def _read_headlines(fields: Fields, meta: etree._Element) -> None:
    headlines = [(after_scheme(found.get("role") or ""), text_of(found)) for found in meta.findall("{*}headline")]
    headlines = [pair for pair in headlines if pair[1]]
    first = next((pair for pair in headlines if pair[0] != _OTHER_HEADLINE), None)
    main = next((pair for pair in headlines if pair[0] in _MAIN_HEADLINE), first)
    if main is not None:
        headlines.remove(main)
        fields.put("headline", main[1])
    summaries = [(after_scheme(found.get("role") or ""), found) for found in meta.findall("{*}description")]
    for wanted in ("summary", "", "teaser", "caption"):
        for role, description in summaries:
            if role == wanted and "standfirst" not in fields.values:
                fields.put("standfirst", lines_of(description))
    if "standfirst" not in fields.values:
        fields.put("standfirst", next((text for role, text in headlines if role in _SUB_HEADLINE), None))
    standfirst = fields.values.get("standfirst")
    others = [text for role, text in headlines if role == _OTHER_HEADLINE or text != standfirst]
    fields.put("alternative_headline", next(iter(others), None))
    for _ in others[1:]:
        fields.leave_out("headline")
    for _, description in summaries:
        if lines_of(description) not in (fields.values.get("standfirst"), None):
            fields.leave_out("description")


def _names(elements: Iterable[etree._Element]) -> list[str]:
    """Return the names of concepts; of one that has neither name nor literal the code."""
    found = (values.name_of(element) or code_of(element) for element in elements)
    return list(filter(None, found))
