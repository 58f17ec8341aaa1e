"""Rules on values: addresses, languages, numbers, empty ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from convert.validate.ld.model import Document, Node
from convert.validate.ld.table import rule
from convert.validate.ld.vocabulary import bare, vocabulary
from convert.validate.rule import ERROR, INFO, WARNING, Found, clip
from convert.validate.values.addresses import at_home
from convert.validate.values.addresses import malformed as is_malformed
from convert.validate.values.numbers import off_the_globe
from convert.validate.values.tongues import registered

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def _takes_addresses_only(key: str) -> bool:
    ranges = vocabulary().properties[bare(key)].ranges
    return "URL" in ranges and "Text" not in ranges


@rule(
    "LD104",
    WARNING,
    "A relative address",
    on="*url",
    why="Taken out of its page the document has nothing that the address is relative to.",
    source="RFC 3986, section 5.1; JSON-LD 1.1, base IRI",
    mend="Write the whole address.",
    bad={"image": '"image": "/images/ferry.jpg"'},
    good={"image": '"image": "https://example.com/images/ferry.jpg"'},
)
def relative(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, str) and value.strip() and _takes_addresses_only(key):
        text = value.strip()
        if not _SCHEME.match(text) and not re.search(r"\s", text) and not _enumeration(text):
            yield Found(f"{bare(key)} {clip(value)} is relative", pointer)


def _enumeration(text: str) -> bool:
    return bare(text) in vocabulary().members


@rule(
    "LD105",
    ERROR,
    "The address is malformed",
    on="*url",
    why="No reader can follow it.",
    source="RFC 3986",
    mend="Write the address, blanks and other characters escaped.",
    bad={"image": '"image": "https://example.com/the ferry.jpg"'},
    good={"image": '"image": "https://example.com/the%20ferry.jpg"'},
)
def malformed(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if not isinstance(value, str) or not value.strip() or not _takes_addresses_only(key):
        return
    text = value.strip()
    if is_malformed(text) or (not _SCHEME.match(text) and re.search(r"\s", text)):
        yield Found(f"{bare(key)} {clip(value)} is no address", pointer)


@rule(
    "LD106",
    WARNING,
    "An empty value",
    on="*value",
    why="It says that there is a value and does not give it; expansion drops it, and some readers report the page.",
    source="JSON-LD 1.1, expansion; Google, Rich Results Test",
    mend="Fill it, or leave the property out.",
    bad={"more": '"alternativeHeadline": ""'},
    good={"more": '"alternativeHeadline": "Nine days of storm over"'},
)
def empty(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if (
        value is None
        or (isinstance(value, str) and not value.strip())
        or (not value and isinstance(value, list | dict))
    ):
        yield Found(f"{bare(key)} is {'null' if value is None else 'empty'}", pointer)


@rule(
    "LD107",
    WARNING,
    "The language tag is not registered",
    on="@inLanguage",
    why="Readers choose dictionaries and voices by the registered tag only.",
    source="BCP 47 (RFC 5646); schema.org, inLanguage",
    mend="Write the registered tag: en, de, pt-BR.",
    bad={"inLanguage": '"inLanguage": "English"'},
    good={"inLanguage": '"inLanguage": "en-GB"'},
)
def language(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, str) and value.strip() and not registered(value.strip().replace("_", "-")):
        yield Found(f"inLanguage {clip(value)} is no registered language tag", pointer)
    elif isinstance(value, str) and "_" in value:
        yield Found(f"inLanguage {clip(value)} has _ for -", pointer)


@rule(
    "LD108",
    WARNING,
    "No number where a number is asked for",
    on=("@wordCount", "@copyrightYear", "@commentCount", "@width", "@height"),
    why="Readers that count or compare find text.",
    source="schema.org, rangeIncludes of the property",
    mend="Write the number, without quotes and units.",
    bad={"wordCount": '"wordCount": "thirteen"'},
    good={"wordCount": '"wordCount": 13'},
)
def number(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, str) and value.strip() and not re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?(?: ?px)?", value.strip()):
        yield Found(f"{bare(key)} {clip(value)} is no number", pointer)


@rule(
    "LD109",
    INFO,
    "A truth value as text",
    on=("@isAccessibleForFree", "@isFamilyFriendly"),
    why="Strict readers take any text for true.",
    source="schema.org, Boolean; Google, Subscription and paywalled content",
    mend="Write true or false without quotes.",
    bad={"more": '"isAccessibleForFree": "True"'},
    good={"more": '"isAccessibleForFree": true'},
    fix=True,
)
def truth(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, str) and value.strip():
        meant = {"true": "true", "false": "false"}.get(value.strip().lower())
        yield Found(f"{bare(key)} is the text {clip(value)}", pointer, edits=((None, meant),) if meant else ())


@rule(
    "LD112",
    WARNING,
    "A position that is not on the globe",
    on=("@latitude", "@longitude"),
    why="Maps put the place at the edge, or end with an error; mostly latitude and longitude are swapped.",
    source="schema.org, latitude and longitude: WGS 84",
    mend="Latitude is -90 to 90, longitude -180 to 180.",
    bad={
        "more": '"contentLocation": {"@type": "Place", "name": "Brisbane", '
        '"geo": {"@type": "GeoCoordinates", "latitude": 153.02, "longitude": -27.47}}'
    },
    good={
        "more": '"contentLocation": {"@type": "Place", "name": "Brisbane", '
        '"geo": {"@type": "GeoCoordinates", "latitude": -27.47, "longitude": 153.02}}'
    },
)
def position(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if off_the_globe(bare(key), value):
        yield Found(f"{bare(key)} is {clip(str(value))}", pointer)


@rule(
    "LD113",
    INFO,
    "The copyright is of a year to come",
    on="CreativeWork",
    why="Nothing is published in a year that has not begun: the year comes from a template or from another page.",
    source="schema.org, copyrightYear: the year in which it was first asserted",
    mend="Write the year of first publication.",
    bad={"more": '"copyrightYear": 2027'},
    good={"more": '"copyrightYear": 2024'},
)
def copyright_to_come(document: Document, node: Node) -> Iterator[Found]:
    year, published = node.value.get("copyrightYear"), node.value.get("datePublished")
    if year is None or not isinstance(published, str) or not re.match(r"\d{4}-\d\d", published):
        return
    stated = int(year) if isinstance(year, str) and re.fullmatch(r"[12]\d{3}", year) else year
    last = int(published[:4]) + (published[5:7] == "12")
    if isinstance(stated, int) and stated > last:
        yield Found(f"copyrightYear is {stated}, datePublished {clip(published)}", f"{node.pointer}/copyrightYear")


@rule(
    "LD114",
    WARNING,
    "A number that cannot be",
    on=("@wordCount", "@commentCount", "@width", "@height", "@copyrightYear"),
    why="No text has less than no words, no picture no width: readers that count or lay out pages fail.",
    source="schema.org, the property",
    mend="Write the number, or leave the property out.",
    bad={"more": '"commentCount": -1'},
    good={"more": '"commentCount": 0'},
)
def number_impossible(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, int | float) and not isinstance(value, bool) and not _LEAST[bare(key)] <= value < _MUCH:
        yield Found(f"{bare(key)} is {clip(str(value))}", pointer)


_LEAST: Final = {"wordCount": 0, "commentCount": 0, "width": 1, "height": 1, "copyrightYear": 1000}
_MUCH: Final = 10**9


@rule(
    "LD115",
    INFO,
    "An address that nobody else can open",
    on="*url",
    why="It leads to the machine of whoever opens it: the file stayed where it was made.",
    source="RFC 6761, localhost; RFC 8089, file",
    mend="Write the address at which readers reach it.",
    bad={"image": '"image": "http://localhost:8000/ferry.jpg"'},
    good={"image": '"image": "https://example.com/ferry.jpg"'},
)
def address_at_home(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, str) and at_home(value):
        yield Found(f"{bare(key)} is {clip(value)}", pointer)
