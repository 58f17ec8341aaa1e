"""Rules on dates: their zones and their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import Item, Message, local
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found, clip
from convert.validate.values.dates import later, later_part, zoneless

if TYPE_CHECKING:
    from lxml.etree import _Element

_ORDER: Final = "NewsML-G2 XML Schema, documentation of the two properties"


@rule(
    "G2301",
    WARNING,
    "A time without a zone",
    on=("versionCreated", "firstCreated", "embargoed", "scheduled"),
    why="The schema lets it pass, and each reader adds its own zone: an embargo ends hours early or late.",
    source="W3C XML Schema, dateTime; NewsML-G2 Guidelines: give the time zone",
    mend="Write the zone, such as +02:00 or Z.",
    bad={"versionCreated": "<versionCreated>2024-05-02T08:30:00</versionCreated>"},
    good={"versionCreated": "<versionCreated>2024-05-02T06:30:00Z</versionCreated>"},
)
def no_zone(item: Item, element: _Element) -> Iterator[Found]:
    if zoneless(element.text):
        yield Found(f"{local(element)} {clip(element.text or '')} states no zone", element)


@rule(
    "G2309",
    INFO,
    "A time of the content without a zone",
    on=("contentCreated", "contentModified"),
    why="Where the text states none, none is right; a reader that needs one will add its own.",
    source="W3C XML Schema, dateTime; NewsML-G2 XML Schema: contentCreated may be truncated to what is known",
    mend="Write the zone, if it is known.",
    bad={"contentCreated": "<contentCreated>2024-05-01T08:30:00</contentCreated>"},
    good={"contentCreated": "<contentCreated>2024-05-01</contentCreated>"},
)
def content_no_zone(item: Item, element: _Element) -> Iterator[Found]:
    if zoneless(element.text):
        yield Found(f"{local(element)} {clip(element.text or '')} states no zone", element)


def _text(elements: list[_Element]) -> str | None:
    return elements[0].text if elements else None


@rule(
    "G2302",
    WARNING,
    "First created after this version",
    on="*item",
    why="No version is older than the item itself: one of the two dates is wrong, and importers sort by them.",
    source=_ORDER,
    mend="Correct one of the two.",
    bad={"firstCreated": "<firstCreated>2024-05-02T08:31:00+02:00</firstCreated>"},
    good={"firstCreated": "<firstCreated>2024-05-02T08:30:00+02:00</firstCreated>"},
)
def first_after_version(item: Item, element: _Element) -> Iterator[Found]:
    first, version = item.of_meta("firstCreated"), item.of_meta("versionCreated")
    if first and later(first[0].text, _text(version)):
        yield Found(f"firstCreated {clip(first[0].text or '')} is later than versionCreated", first[0])


@rule(
    "G2303",
    WARNING,
    "Content modified before it was created",
    on="*item",
    why="One of the two dates is wrong.",
    source=_ORDER,
    mend="Correct one of the two.",
    bad={
        "contentCreated": "<contentCreated>2024-05-02T08:00:00+02:00</contentCreated>",
        "contentModified": "<contentModified>2024-05-01T08:00:00+02:00</contentModified>",
    },
    good={
        "contentCreated": "<contentCreated>2024-05-01</contentCreated>",
        "contentModified": "<contentModified>2024-05-02T08:00:00+02:00</contentModified>",
    },
)
def modified_before_created(item: Item, element: _Element) -> Iterator[Found]:
    created, modified = item.of_content("contentCreated"), item.of_content("contentModified")
    if modified and later(_text(created), modified[0].text):
        yield Found(f"contentModified {clip(modified[0].text or '')} is earlier than contentCreated", modified[0])


@rule(
    "G2304",
    WARNING,
    "The embargo ended before the version was made",
    on="*item",
    why="An embargo that is over holds nothing back; mostly day and month, or the zone, are wrong.",
    source=_ORDER,
    mend="Correct the date, or take the embargo out.",
    bad={
        "embargoed": "<embargoed>2024-05-01T00:00:00+02:00</embargoed>",
        "pubStatus": '<pubStatus qcode="stat:withheld"/>',
    },
    good={
        "embargoed": "<embargoed>2024-05-03T00:00:00+02:00</embargoed>",
        "pubStatus": '<pubStatus qcode="stat:withheld"/>',
    },
)
def embargo_over(item: Item, element: _Element) -> Iterator[Found]:
    embargo = item.of_meta("embargoed")
    if embargo and later(_text(item.of_meta("versionCreated")), embargo[0].text):
        yield Found(f"embargoed {clip(embargo[0].text or '')} is earlier than versionCreated", embargo[0])


@rule(
    "G2305",
    INFO,
    "The content is younger than the version that carries it",
    on="*item",
    why="A version cannot hold a text that was written after it.",
    source=_ORDER,
    mend="Correct one of the two dates.",
    bad={"contentCreated": "<contentCreated>2024-05-04T08:00:00+02:00</contentCreated>"},
    good={"contentCreated": "<contentCreated>2024-05-02T08:00:00+02:00</contentCreated>"},
)
def content_after_version(item: Item, element: _Element) -> Iterator[Found]:
    version = _text(item.of_meta("versionCreated"))
    for name in ("contentModified", "contentCreated"):
        found = item.of_content(name)
        if found and later(found[0].text, version):
            yield Found(f"{name} {clip(found[0].text or '')} is later than versionCreated", found[0])
            return


@rule(
    "G2306",
    WARNING,
    "The message states no zone for the time of sending",
    on="*message",
    why="Receivers measure delay and order messages by it.",
    source="W3C XML Schema, dateTime; NewsML-G2 Guidelines: give the time zone",
    mend="Write the zone, such as +02:00 or Z.",
    bad={"sent": "<sent>2024-05-02T09:00:00</sent>"},
    good={"sent": "<sent>2024-05-02T09:00:00+02:00</sent>"},
)
def sent_no_zone(message: Message) -> Iterator[Found]:
    for sent in message.element.iterfind(f"{NAR}header/{NAR}sent"):
        if zoneless(sent.text):
            yield Found(f"sent {clip(sent.text or '')} states no zone", sent)


@rule(
    "G2307",
    INFO,
    "The message was sent before the item was made",
    on="*item",
    why="One of the two clocks is wrong.",
    source=_ORDER,
    mend="Correct one of the two dates.",
    bad={"sent": "<sent>2024-05-01T09:00:00+02:00</sent>"},
    good={"sent": "<sent>2024-05-02T08:30:00+02:00</sent>"},
)
def sent_before_version(item: Item, element: _Element) -> Iterator[Found]:
    version = item.of_meta("versionCreated")
    if item.message is None or not version:
        return
    sent = item.message.element.findtext(f"{NAR}header/{NAR}sent")
    if later(version[0].text, sent):
        yield Found(f"versionCreated {clip(version[0].text or '')} is later than header/sent", version[0])


@rule(
    "G2308",
    WARNING,
    "Something ends before it begins",
    on=(
        *("dates", "personDetails", "organisationDetails", "POIDetails"),
        *("catalog", "name", "note", "definition", "scheme", "accessStatus"),
    ),
    why="An event, a life, or the time in which a value holds, has its end before its beginning.",
    source=_ORDER,
    mend="Correct one of the two dates.",
    bad={"creator": '<creator><name validfrom="2024-05-02" validto="2023-05-01">Ann Example</name></creator>'},
    good={"creator": '<creator><name validfrom="2023-05-01" validto="2024-05-02">Ann Example</name></creator>'},
)
def ends_first(item: Item, element: _Element) -> Iterator[Found]:
    name = local(element)
    if name in _SPANS:
        first, last = _SPANS[name]
        start, end = element.findtext(NAR + first), element.findtext(NAR + last)
    else:
        start, end = element.get("validfrom"), element.get("validto")
    if start and end and (later(start, end) or later_part(start, end)):
        yield Found(f"{name} begins {clip(start)} and ends {clip(end)}", element)


_SPANS: Final = {
    "dates": ("start", "end"),
    "personDetails": ("born", "died"),
    "organisationDetails": ("founded", "dissolved"),
    "POIDetails": ("created", "ceasedToExist"),
}
"""What begins and ends with elements of its own; other things have validfrom and validto."""
