"""IPTC's NewsCodes that rules judge by: which codes a vocabulary has, and which property takes which vocabulary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from convert import resources

CODES_AT: Final = "http://cv.iptc.org/newscodes/"

QCODES: Final = frozenset(
    "accesstype audiochannels audiocodec authoritystatus colourindicator colourspace confirmationstatus creator "
    "durationunit encoding format hashtype heightunit how idformat interactiontype jobtitle layoutorientation market "
    "marketlabelsrc mode part qcode radunit ratertype ratingtype rel rendition renditionref reposrole representation "
    "residrefformat role scaleunit scope severity symbolsrc target tech timeunit type valcalctype valueunit videocodec "
    "videodefinition videoscaling why widthunit aspect concepttype derivedfrom environment pubconstraint".split()
)
"""Attributes whose value is a QCode or a list of them (types QCodeType and QCodeListType of the XML Schema)."""

PLAIN: Final = frozenset({("timestamp", "role"), ("a", "rel"), ("a", "type")})
"""Elements on which such an attribute is plain text."""

ITEM_CLASSES: Final = {
    "newsItem": "ninature",
    "packageItem": "ninature",
    "conceptItem": "cinature",
    "knowledgeItem": "cinature",
    "catalogItem": "catinature",
    "planningItem": "plinature",
}
"""The vocabulary of itemClass in each kind of item (documentation of itemClass in the XML Schema)."""

VOCABULARIES: Final[dict[tuple[str, str], frozenset[str]]] = {
    ("pubStatus", "qcode"): frozenset({"pubstatusg2"}),
    ("signal", "qcode"): frozenset({"signal", "newsmsgsignal"}),
    ("remoteContent", "rendition"): frozenset({"rendition"}),
    ("inlineXML", "rendition"): frozenset({"rendition"}),
    ("inlineData", "rendition"): frozenset({"rendition"}),
    ("description", "role"): frozenset({"descriptionrole"}),
    ("group", "mode"): frozenset({"pkggroupmode"}),
    ("link", "rel"): frozenset({"itemrelation"}),
    ("genre", "qcode"): frozenset({"genre", "prodgenre"}),
    ("digitalSourceType", "qcode"): frozenset({"digitalsourcetype"}),
    ("edNote", "role"): frozenset({"ednoterole"}),
}
"""The IPTC vocabularies of a property. A vocabulary of the provider's own is not judged here, another of IPTC's is."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Codes of one scheme. `closed`: any other code is wrong; `form`: every code matches it."""

    closed: bool
    codes: frozenset[str]
    retired: frozenset[str]
    form: re.Pattern[str] | None


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """Return the vocabularies by the URI of their scheme."""
    rows = [
        line.split("\t")
        for line in resources.schema("newscodes.tsv").read_text(encoding="utf-8").split("\n")
        if line and not line.startswith("#")
    ][1:]
    return {f"{CODES_AT}{name}/": _vocabulary([row for row in rows if row[0] == name]) for name, *_rest in rows}


def _vocabulary(rows: list[list[str]]) -> Vocabulary:
    kind = rows[0][1]
    if kind == "form":
        return Vocabulary(False, frozenset(), frozenset(), re.compile(rows[0][2]))
    current = frozenset(code for _, _, code, state in rows if state == "current")
    return Vocabulary(
        kind == "closed", current, frozenset(code for _, _, code, state in rows if state == "retired"), None
    )


def scheme_name(uri: str) -> str | None:
    """Return the name of an IPTC vocabulary from its scheme's URI, None for a scheme of anybody else."""
    if not uri.startswith(CODES_AT):
        return None
    return uri[len(CODES_AT) :].strip("/").split("/")[0]
