"""Rules on numbers that measure: places on the globe, spans of a film, moments of a clock, steps of a history."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from convert.validate.g2.base import IPTC
from convert.validate.g2.base import item as example
from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import Item, local
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found, clip
from convert.validate.values.dates import later, unset_clock
from convert.validate.values.numbers import off_the_globe

if TYPE_CHECKING:
    from lxml.etree import _Element

_CLOCK: Final = "POSIX: the epoch; this validator"


@rule(
    "G2310",
    INFO,
    "The date of a clock that was never set",
    on=("versionCreated", "firstCreated", "contentModified", "embargoed"),
    why="The first second of 1970 or of the year 1 is what programs write for no date at all; the item sorts last.",
    source=_CLOCK,
    mend="Write the date, or leave the property out where it may be.",
    bad={"firstCreated": "<firstCreated>1970-01-01T00:00:00Z</firstCreated>"},
    good={"firstCreated": "<firstCreated>2024-05-01T00:00:00Z</firstCreated>"},
)
def clock_unset(item: Item, element: _Element) -> Iterator[Found]:
    if unset_clock(element.text):
        yield Found(f"{local(element)} is {clip(element.text or '')}", element)


def _hops(*hops: tuple[int, str]) -> dict[str, str]:
    history = "".join(f'<hop seq="{number}" timestamp="{when}"/>' for number, when in hops)
    return {"catalogs": f"{IPTC}<hopHistory>{history}</hopHistory>"}


@rule(
    "G2311",
    WARNING,
    "The steps of the history are not in the order of their times",
    on="hopHistory",
    why="The history says who changed what before whom; it contradicts itself, and proves nothing.",
    source="NewsML-G2 XML Schema, hop/@seq: the sequence starts with the lowest value",
    mend="Number the hops in the order of their times.",
    bad=_hops((1, "2024-05-02T08:00:00Z"), (2, "2024-05-01T08:00:00Z")),
    good=_hops((1, "2024-05-01T08:00:00Z"), (2, "2024-05-02T08:00:00Z")),
)
def hops_out_of_order(item: Item, element: _Element) -> Iterator[Found]:
    hops = [hop for hop in element.iterchildren(NAR + "hop") if _number(hop.get("seq")) is not None]
    hops.sort(key=lambda hop: _number(hop.get("seq")) or 0)
    for before, after in pairwise(hops):
        if later(before.get("timestamp"), after.get("timestamp")):
            yield Found(f"Hop {after.get('seq')} is earlier than hop {before.get('seq')}", after, "timestamp")


def _number(text: str | None) -> int | None:
    stripped = (text or "").strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < _DIGITS else None


_DIGITS: Final = 15


def _span(attributes: str) -> dict[str, str]:
    return {
        "itemClass": '<itemClass qcode="ninat:video"/>',
        "partMeta": f"<partMeta><timeDelim {attributes}/></partMeta>",
        "contentSet": '<contentSet><remoteContent rendition="rnd:web" contenttype="video/mp4" '
        'href="https://example.com/1.mp4"/></contentSet>',
    }


@rule(
    "G2659",
    WARNING,
    "A part of a film ends before it begins",
    on="timeDelim",
    why="No player shows it.",
    source="NewsML-G2 XML Schema, timeDelim/@start and @end",
    mend="Correct one of the two.",
    bad=_span('start="420" end="120" timeunit="timeunit:seconds"'),
    good=_span('start="120" end="420" timeunit="timeunit:seconds"'),
)
def span_backwards(item: Item, element: _Element) -> Iterator[Found]:
    start, end = _number(element.get("start")), _number(element.get("end"))
    if start is not None and end is not None and start > end:
        yield Found(f"The part starts at {start} and ends at {end}", element, "end")


@rule(
    "G2660",
    WARNING,
    "Times of a film without a unit",
    on="timeDelim",
    why="120 may be seconds or frames: the part is somewhere else in the film.",
    source="NewsML-G2 XML Schema, timeDelim: timeunit or timeunituri must be used",
    mend='Write timeunit, such as "timeunit:seconds".',
    bad=_span('start="120" end="420"'),
    good=_span('start="120" end="420" timeunit="timeunit:seconds"'),
)
def span_without_unit(item: Item, element: _Element) -> Iterator[Found]:
    if not (element.get("timeunit") or element.get("timeunituri")):
        yield Found("timeDelim has neither timeunit nor timeunituri", element)


def _place(latitude: str, longitude: str) -> dict[str, str]:
    concept = (
        '<concept><conceptId uri="http://example.com/places/borkum"/><name>Borkum</name><POIDetails>'
        f'<position latitude="{latitude}" longitude="{longitude}"/></POIDetails></concept>'
    )
    return {"more": example("conceptItem", concept, "cinat:concept")}


@rule(
    "G2860",
    WARNING,
    "A position that is not on the globe",
    on="position",
    why="Maps put the place at the edge, or end with an error; mostly latitude and longitude are swapped.",
    source="NewsML-G2 XML Schema, position: decimal degrees; WGS 84",
    mend="Latitude is -90 to 90, longitude -180 to 180.",
    bad=_place("153.02", "-27.47"),
    good=_place("-27.47", "153.02"),
)
def position_off_the_globe(item: Item, element: _Element) -> Iterator[Found]:
    for name in ("latitude", "longitude"):
        value = element.get(name, "")
        if off_the_globe(name, value):
            yield Found(f"{name} is {clip(value)}", element, name)
