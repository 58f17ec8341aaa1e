"""Rules on ninjs: what its JSON Schema cannot express."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from convert.validate.jsonsource import DEEPEST, escape
from convert.validate.rule import INFO, WARNING, Found, Table, clip
from convert.validate.values.dates import later, zoneless
from convert.validate.values.numbers import near
from convert.validate.values.speech import broken, escaped, spaced
from convert.validate.values.tongues import foreign_script, foreign_words, registered

TABLE: Final = Table()
rule = TABLE.rule

SLOTS: Final[dict[str, str]] = {
    "uri": '"uri": "tag:example.com,2024:ferry-17"',
    "type": '"type": "text"',
    "standard": '"standard": {"name": "ninjs", "version": "3.1", '
    '"schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}',
    "version": '"version": "1"',
    "versionCreated": '"versionCreated": "2024-05-02T08:30:00+02:00"',
    "firstCreated": '"firstCreated": "2024-05-02T08:00:00+02:00"',
    "language": '"language": "en"',
    "headlines": '"headlines": [{"value": "Ferry to the islands is back", "contentType": "text/plain"}]',
    "bodies": '"bodies": [{"value": "The ferry runs again after nine days of storm.", "contentType": "text/plain"}]',
}


def document(slots: dict[str, str]) -> bytes:
    """Return the base document of the examples with some members replaced; an empty one is left out."""
    values = {**SLOTS, **slots}
    return ("{\n  " + ",\n  ".join(part for part in values.values() if part) + "\n}\n").encode()


def _texts(value: Any, pointer: str = "", depth: int = 0) -> Iterator[tuple[str, str, str]]:
    """Yield key, text and pointer of every text in a value."""
    if depth > DEEPEST:
        return
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        at = f"{pointer}/{escape(str(key))}"
        if isinstance(inner, str):
            yield str(key), inner, at
        else:
            yield from _texts(inner, at, depth + 1)


@rule(
    "NJ001",
    WARNING,
    "The uri is no URI",
    on="*item",
    why="It identifies the item over all its versions, as the guid of NewsML-G2 does.",
    source="IPTC, ninjs 3.1: uri",
    mend="Write a tag: or urn:newsml: URI, or an address.",
    bad={"uri": '"uri": "ferry"'},
    good={"uri": '"uri": "urn:newsml:example.com:20240502:ferry-17"'},
)
def uri(item: dict[str, Any]) -> Iterator[Found]:
    """Judge the identifier."""
    value = item.get("uri")
    if isinstance(value, str) and (":" not in value or any(char.isspace() for char in value)):
        yield Found(f"uri is {clip(value)}", "/uri")


@rule(
    "NJ002",
    WARNING,
    "A time without a zone",
    on="*item",
    why="Each reader adds its own zone: an embargo ends hours early or late.",
    source="RFC 3339; IPTC, ninjs 3.1: date-time",
    mend="Write the zone, such as +02:00 or Z.",
    bad={"firstCreated": '"contentCreated": "2024-05-02T08:00:00"'},
    good={"firstCreated": '"contentCreated": "2024-05-02T08:00:00Z"'},
)
def zone(item: dict[str, Any]) -> Iterator[Found]:
    """Judge every date of the item."""
    for key, text, at in _texts({k: v for k, v in item.items() if isinstance(v, str)}):
        if key.lower().endswith(_MOMENTS) and zoneless(text):
            yield Found(f"{key} {clip(text)} states no zone", at)


_MOMENTS: Final = ("created", "modified", "embargoed", "embargoeduntil", "updated", "expires")
"""How the names of properties end that hold a moment, in ninjs 1 to 3."""


@rule(
    "NJ003",
    WARNING,
    "First created after this version",
    on="*item",
    why="No version is older than the item itself: one of the two dates is wrong.",
    source="IPTC, ninjs 3.1: firstCreated, versionCreated",
    mend="Correct one of the two.",
    bad={"firstCreated": '"firstCreated": "2024-05-03T08:00:00+02:00"'},
    good={"firstCreated": '"firstCreated": "2024-05-02T08:30:00+02:00"'},
)
def order(item: dict[str, Any]) -> Iterator[Found]:
    """Judge the order of the two dates."""
    for early, late in (("firstCreated", "versionCreated"), ("firstcreated", "versioncreated")):
        first, second = item.get(early), item.get(late)
        if isinstance(first, str) and isinstance(second, str) and later(first, second):
            yield Found(f"{early} {clip(first)} is later than {late}", f"/{early}")


@rule(
    "NJ004",
    WARNING,
    "The language tag is not registered",
    on="*item",
    why="Receivers choose fonts, dictionaries and desks by the registered tag only.",
    source="BCP 47 (RFC 5646)",
    mend="Write the registered tag: en, de, pt-BR.",
    bad={"language": '"language": "english"'},
    good={"language": '"language": "en-GB"'},
)
def language(item: dict[str, Any]) -> Iterator[Found]:
    """Judge the language."""
    value = item.get("language")
    if isinstance(value, str) and not registered(value):
        yield Found(f"language {clip(value)} is no registered language tag", "/language")


@rule(
    "NJ005",
    INFO,
    "The text was decoded wrongly, or escaped twice",
    on="*item",
    why="Readers see Ã© or &amp;nbsp; as they stand.",
    source="Unicode, FAQ on UTF-8",
    mend="Decode the source again with the right encoding; escape once.",
    bad={"headlines": '"headlines": [{"value": "Le bac est de retour, dit le cafÃ©", "contentType": "text/plain"}]'},
    good={"headlines": '"headlines": [{"value": "Le bac est de retour, dit le café", "contentType": "text/plain"}]'},
)
def wrong_characters(item: dict[str, Any]) -> Iterator[Found]:
    """Judge every text; markup is right where the text says that it is XHTML."""
    for _, text, at in _texts(item):
        found = broken(text) or (None if "<" in text else escaped(text))
        if found:
            yield Found(f"The text holds {clip(found)}", at)


@rule(
    "NJ006",
    INFO,
    "A text item without a headline or a body",
    on="*item",
    why="Importers make title and page from them.",
    source="IPTC, ninjs 3.1: headlines, bodies",
    mend="Write them where the text has them.",
    bad={"headlines": ""},
    good={"headlines": '"headlines": [{"value": "Ferry is back", "contentType": "text/plain"}]'},
)
def parts(item: dict[str, Any]) -> Iterator[Found]:
    """Judge what a text item has to show."""
    if item.get("type", item.get("representationtype")) != "text":
        return
    for names in (("headlines", "headline"), ("bodies", "body_text", "body_html", "body_xhtml")):
        if not any(item.get(name) for name in names):
            yield Found(f"The text item has no {names[0]}", "")


@rule(
    "NJ007",
    WARNING,
    "The embargo ended before the version was made",
    on="*item",
    why="An embargo that is over holds nothing back; mostly day and month, or the zone, are wrong.",
    source="IPTC, ninjs 3.1: embargoedUntil, versionCreated",
    mend="Correct the date, or take the embargo out.",
    bad={"firstCreated": '"embargoedUntil": "2024-05-01T08:00:00+02:00"'},
    good={"firstCreated": '"embargoedUntil": "2024-05-03T08:00:00+02:00"'},
)
def embargo(item: dict[str, Any]) -> Iterator[Found]:
    """Judge the end of the embargo."""
    for until, made in (("embargoedUntil", "versionCreated"), ("embargoed", "versioncreated")):
        last, version = item.get(until), item.get(made)
        if isinstance(last, str) and isinstance(version, str) and later(version, last):
            yield Found(f"{until} {clip(last)} is earlier than {made}", f"/{until}")


@rule(
    "NJ008",
    INFO,
    "The declared number of words is not that of the body",
    on="*item",
    why="Desks plan space by it; a wrong count mostly means that part of the text was lost on the way.",
    source="IPTC, ninjs 3.1: bodies, wordCount",
    mend="Count the words of this body, or leave wordCount out.",
    bad={"bodies": '"bodies": [{"value": "The ferry runs again.", "contentType": "text/plain", "wordCount": 240}]'},
    good={"bodies": '"bodies": [{"value": "The ferry runs again.", "contentType": "text/plain", "wordCount": 4}]'},
)
def word_count(item: dict[str, Any]) -> Iterator[Found]:
    """Judge the count of every body in plain text."""
    bodies = item.get("bodies")
    for number, body in enumerate(bodies) if isinstance(bodies, list) else ():
        if isinstance(body, dict) and body.get("contentType") == "text/plain":
            stated, text = body.get("wordCount"), body.get("value")
            if type(stated) is int and isinstance(text, str) and spaced(text) and not near(stated, len(text.split())):
                yield Found(
                    f"wordCount says {stated}, the body has {len(text.split())} words", f"/bodies/{number}/wordCount"
                )


@rule(
    "NJ009",
    INFO,
    "The text is not in the language that is stated",
    on="*item",
    why="The language is wrong, or the text is: dictionaries, search and voices fail on it.",
    source="Unicode, scripts of the letters; BCP 47",
    mend="State the language of the text.",
    bad={"language": '"language": "ru"'},
    good={"language": '"language": "en-GB"'},
)
def foreign(item: dict[str, Any]) -> Iterator[Found]:
    """Judge the language by the first body in plain text, else by the first headline."""
    tag, text = item.get("language"), _plain(item, "bodies") or _plain(item, "headlines")
    if isinstance(tag, str) and text:
        script, other = foreign_script(tag, text), foreign_words(tag, text)
        if script or other:
            told = f"in {script} script" if script else f"in {other}"
            yield Found(f"The text is {told}, language is {clip(tag)}", "/language")


def _plain(item: dict[str, Any], name: str) -> str | None:
    entries = item.get(name)
    for one in entries if isinstance(entries, list) else ():
        if isinstance(one, dict) and one.get("contentType") == "text/plain" and isinstance(one.get("value"), str):
            return str(one["value"])
    return None


@rule(
    "NJ010",
    INFO,
    "A relative address",
    on="*item",
    why="An item travels alone: a relative address leads nowhere unless both sides agreed on what it is relative to.",
    source="RFC 3986, section 4.2; IPTC, ninjs 3.1: renditions, href",
    mend="Write the whole address.",
    bad={"firstCreated": '"renditions": [{"name": "web", "href": "images/1.jpg"}]'},
    good={"firstCreated": '"renditions": [{"name": "web", "href": "https://example.com/images/1.jpg"}]'},
)
def relative(item: dict[str, Any]) -> Iterator[Found]:
    """Judge every address of a file or page."""
    for key, text, at in _texts(item):
        if key == "href" and text.strip() and ":" not in text.split("/", 1)[0]:
            yield Found(f"href {clip(text)} is relative", at)
