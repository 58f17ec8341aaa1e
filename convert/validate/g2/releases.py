"""Rules on releases: corrections, updates and embargoes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from convert.validate.g2.model import Item
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, Found

if TYPE_CHECKING:
    from lxml.etree import _Element


def _signals(item: Item) -> set[str]:
    return {(s.get("qcode") or s.get("uri") or "").replace("/", ":").rsplit(":", 1)[-1] for s in item.of_meta("signal")}


@rule(
    "G2213",
    INFO,
    "A correction or update that is the first version",
    on="*item",
    why="A correction has the guid of what it corrects and a higher version; as version 1 it stands beside it "
    "and does not replace it.",
    source="NewsML-G2 Guidelines, Correcting items",
    mend="Send it under the guid of the first release, with the version counted up.",
    bad={"signal": '<signal qcode="sig:correction"/>', "edNote": "<edNote>Corrects the number of passengers</edNote>"},
    good={
        "signal": '<signal qcode="sig:correction"/>',
        "edNote": "<edNote>Corrects the number of passengers</edNote>",
        "identity": 'guid="tag:example.com,2024:ferry-17" version="2"',
    },
)
def correction_first(item: Item, element: _Element) -> Iterator[Found]:
    signals = _signals(item) & {"correction", "update"}
    if signals and element.get("version") == "1":
        yield Found(f"The signal {min(signals)} stands on version 1", item.of_meta("signal")[0])


@rule(
    "G2214",
    INFO,
    "A correction does not say what it corrects",
    on="*item",
    why="An editor at the receiver has to find the difference between two versions unaided.",
    source="NewsML-G2 Guidelines, Correcting items: edNote",
    mend="Say it in an edNote.",
    bad={
        "signal": '<signal qcode="sig:correction"/>',
        "identity": 'guid="tag:example.com,2024:ferry-17" version="2"',
    },
    good={
        "signal": '<signal qcode="sig:correction"/>',
        "edNote": "<edNote>Corrects the number of passengers</edNote>",
        "identity": 'guid="tag:example.com,2024:ferry-17" version="2"',
    },
)
def correction_mute(item: Item, element: _Element) -> Iterator[Found]:
    if "correction" in _signals(item) and not any((note.text or "").strip() for note in item.of_meta("edNote")):
        yield Found("The item signals a correction and has no edNote", item.of_meta("signal")[0])


@rule(
    "G2215",
    INFO,
    "One item signals an update and a correction",
    on="*item",
    why="An update adds news, a correction mends a mistake: a receiver treats them differently.",
    source="IPTC NewsCodes, signal",
    mend="Keep the one that holds; a correction goes first.",
    bad={
        "signal": '<signal qcode="sig:correction"/><signal qcode="sig:update"/>',
        "edNote": "<edNote>Corrects the number of passengers</edNote>",
        "identity": 'guid="tag:example.com,2024:ferry-17" version="2"',
    },
    good={
        "signal": '<signal qcode="sig:update"/>',
        "edNote": "<edNote>Adds the number of passengers</edNote>",
        "identity": 'guid="tag:example.com,2024:ferry-17" version="2"',
    },
)
def correction_and_update(item: Item, element: _Element) -> Iterator[Found]:
    if {"correction", "update"} <= _signals(item):
        yield Found("The item signals both an update and a correction", item.of_meta("signal")[0])


@rule(
    "G2216",
    INFO,
    "An embargoed item is marked usable",
    on="*item",
    why="Receivers that look at pubStatus alone publish at once.",
    source="NewsML-G2 Guidelines, Embargo; IPTC NewsCodes, pubstatusg2",
    mend="Set pubStatus to stat:withheld until the embargo ends.",
    bad={"embargoed": "<embargoed>2024-05-03T00:00:00+02:00</embargoed>"},
    good={
        "embargoed": "<embargoed>2024-05-03T00:00:00+02:00</embargoed>",
        "pubStatus": '<pubStatus qcode="stat:withheld"/>',
    },
)
def embargo_usable(item: Item, element: _Element) -> Iterator[Found]:
    if item.of_meta("embargoed") and item.of_meta("pubStatus") and item.status == "usable":
        yield Found("The item has an embargo and the status usable", item.of_meta("embargoed")[0])
