"""Rules on articles, authors, pictures and publishers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from convert.validate.jsonsource import escape
from convert.validate.ld.model import Document, Node, kinds, values
from convert.validate.ld.table import rule
from convert.validate.rule import INFO, WARNING, Found, clip
from convert.validate.values.speech import several_keywords

_GOOGLE: Final = "Google, Article structured data"


@rule(
    "LD201",
    INFO,
    "Google recommends more",
    on="Article",
    why="Search shows articles with headline, picture, dates and authors in more places.",
    source=_GOOGLE + ", recommended properties",
    mend="Add what the message names, where it is known.",
    bad={"image": "", "dateModified": ""},
    good={},
)
def recommended(document: Document, node: Node) -> Iterator[Found]:
    if node.is_reference or node.role is not None:
        return
    names = ("headline", "image", "datePublished", "dateModified", "author")
    missing = [name for name in names if name not in node.value]
    if missing:
        yield Found(f"The article has no {', no '.join(missing)}", node.pointer)


@rule(
    "LD202",
    INFO,
    "A long headline",
    on="@headline",
    why="Search cuts it; a headline of this length is mostly a sentence of the text.",
    source=_GOOGLE + ": concise; 110 characters in earlier editions",
    mend="Write a shorter headline.",
    bad={"headline": f'"headline": "{"Ferry to the islands is back after nine days of storm, " * 3}"'},
    good={"headline": '"headline": "Ferry is back"'},
)
def headline_long(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, str) and len(value) > _LONG:
        yield Found(f"headline has {len(value)} characters", pointer)


_LONG: Final = 110

_MORE_THAN_A_NAME: Final = re.compile(
    r"^(?:by|von|par|por|di|door|av|text|words|story|written by|reporting by)\s+(?=\S)|\s[|•·–—/]\s|@\w+\.\w|https?://|;|\n",
    re.IGNORECASE,
)


@rule(
    "LD203",
    WARNING,
    "More than a name in an author's name",
    on="@author",
    why="Readers match authors by name: 'By Ann Example, Reporter' is nobody.",
    source=_GOOGLE + ": only the name; jobTitle, publisher and honorifics have properties of their own",
    mend="Keep the bare name; put job, organisation and address into their properties; each author a node of its own.",
    bad={"author": '"author": {"@type": "Person", "name": "By Ann Example", "url": "https://example.com/ann"}'},
    good={
        "author": '"author": {"@type": "Person", "name": "Ann Example", "jobTitle": "Reporter", "url": "https://example.com/ann"}'
    },
)
def author_name(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    name = value.get("name") if isinstance(value, dict) else None
    if not isinstance(name, str):
        return
    person = "Person" in kinds(_types(value))
    if _MORE_THAN_A_NAME.search(name) or (person and _several(name)):
        yield Found(f"The author's name is {clip(name)}", f"{pointer}/name")


def _types(value: dict[str, Any]) -> tuple[str, ...]:
    from convert.validate.ld.model import types_of

    return types_of(value)


def _several(name: str) -> bool:
    return bool(re.search(r"\s(?:and|und|et|&)\s", name)) or name.count(",") > 1


@rule(
    "LD204",
    WARNING,
    "A picture without an address",
    on="ImageObject",
    why="There is no picture to show: readers reject the node, caption and all.",
    source=_GOOGLE + ", image; schema.org, contentUrl",
    mend="Write url or contentUrl; a caption without a picture belongs into a node that is no ImageObject.",
    bad={"image": '"image": {"@type": "ImageObject", "caption": "The ferry"}'},
    good={"image": '"image": {"@type": "ImageObject", "url": "https://example.com/1.jpg", "caption": "The ferry"}'},
)
def image_address(document: Document, node: Node) -> Iterator[Found]:
    if not node.is_reference and not any(node.value.get(name) for name in ("url", "contentUrl", "@id", "embedUrl")):
        yield Found("The ImageObject has neither url nor contentUrl", node.pointer)


@rule(
    "LD205",
    WARNING,
    "An author or publisher without a name",
    on=("Person", "Organization"),
    why="There is nothing to print.",
    source=_GOOGLE + ": author.name, publisher.name",
    mend="Write name.",
    bad={"publisher": '"publisher": {"@type": "Organization", "url": "https://example.com"}'},
    good={"publisher": '"publisher": {"@type": "Organization", "@id": "https://example.com", "name": "Example Press"}'},
)
def nameless(document: Document, node: Node) -> Iterator[Found]:
    if node.role in ("author", "publisher", "creator", "contributor", "editor") and not node.is_reference:
        names = ("name", "givenName", "familyName", "legalName", "alternateName")
        if not any(key in node.value for key in names) and node.identifier is None:
            yield Found(f"The {node.role} has no name", node.pointer)


@rule(
    "LD206",
    INFO,
    "An author without an address",
    on="@author",
    why="Two authors may share a name: url or sameAs tells them apart.",
    source=_GOOGLE + ": author.url or sameAs",
    mend="Write url or sameAs, where there is a page.",
    bad={"author": '"author": {"@type": "Person", "name": "Ann Example"}'},
    good={"author": '"author": {"@type": "Person", "name": "Ann Example", "sameAs": "https://example.com/ann"}'},
)
def author_address(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    if isinstance(value, dict) and value.get("name") and not any(value.get(k) for k in ("url", "sameAs", "@id")):
        yield Found(f"The author {clip(str(value['name']))} has neither url nor sameAs", pointer)


@rule(
    "LD207",
    WARNING,
    "Several headlines",
    on="Article",
    why="Two headlines in one article: a reader takes either.",
    source="schema.org, headline: of the article, one",
    mend="Keep one headline; a second belongs into alternativeHeadline.",
    bad={"headline": '"headline": ["Ferry to the islands is back", "Nine days of storm over"]'},
    good={"headline": '"headline": "Ferry to the islands is back", "alternativeHeadline": "Nine days of storm over"'},
)
def several_headlines(document: Document, node: Node) -> Iterator[Found]:
    found = list(values(node, "headline"))
    if len(found) > 1:
        yield Found(f"The article has {len(found)} headlines", f"{node.pointer}/headline")


@rule(
    "LD208",
    INFO,
    "A list has one value twice",
    on="*node",
    why="Readers that count, index or print it have it twice: two tags of one name, two bylines of one author.",
    source="This validator",
    mend="Keep one of the two.",
    bad={"more": '"keywords": ["ferry", "storm", "ferry"]'},
    good={"more": '"keywords": ["ferry", "storm"]'},
)
def value_twice(document: Document, node: Node) -> Iterator[Found]:
    for key, value in node.value.items():
        if value.__class__ is list and len(value) > 1 and key[:1] != "@":
            yield from _repeated(f"{node.pointer}/{escape(key)}", key, value)


def _repeated(pointer: str, key: str, value: list[Any]) -> Iterator[Found]:
    seen: set[str] = set()
    for number, one in enumerate(value):
        said = one if isinstance(one, str) else _name_alone(one)
        if said and said in seen:
            yield Found(f"{key} has {clip(said)} twice", f"{pointer}/{number}")
        seen.add(said)


def _name_alone(value: Any) -> str:
    """Return the name of a node that says nothing but type and name."""
    name = value.get("name") if isinstance(value, dict) and len(value) == _TYPE_AND_NAME and "@type" in value else None
    return name if isinstance(name, str) else ""


_TYPE_AND_NAME: Final = 2


@rule(
    "LD209",
    INFO,
    "Several keywords in one",
    on="Article",
    why="An array has a keyword an entry; an entry that is a list is indexed as one word, which nobody will look for.",
    source="schema.org, keywords: several entries are typically delimited by commas, or the property is repeated",
    mend="Write each keyword as an entry of its own.",
    bad={"more": '"keywords": ["ferry, islands, storm, mail", "harbour"]'},
    good={"more": '"keywords": "ferry, islands, storm, mail"'},
)
def keyword_list(document: Document, node: Node) -> Iterator[Found]:
    found = node.value.get("keywords")
    for number, one in enumerate(found) if isinstance(found, list) and len(found) > 1 else ():
        if isinstance(one, str) and several_keywords(one):
            yield Found(f"keywords has the entry {clip(one)}", f"{node.pointer}/keywords/{number}")


@rule(
    "LD210",
    INFO,
    "The article is not free, and no part of it is marked",
    on="Article",
    why="Search takes text that its crawler sees and a reader does not for deceit, unless the page says which part.",
    source="Google, Subscription and paywalled content: hasPart with isAccessibleForFree and cssSelector",
    mend="Name the paywalled part in hasPart, with isAccessibleForFree false and its cssSelector.",
    bad={"more": '"isAccessibleForFree": false'},
    good={
        "more": '"isAccessibleForFree": false, "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": false, '
        '"cssSelector": ".paid"}'
    },
)
def paywall_unmarked(document: Document, node: Node) -> Iterator[Found]:
    if node.value.get("isAccessibleForFree") is False and node.role is None:
        parts = [part for _, part in values(node, "hasPart") if isinstance(part, dict)]
        if not any({"cssSelector", "isAccessibleForFree", "@id"} & part.keys() for part in parts):
            yield Found(
                "isAccessibleForFree is false, and no hasPart says of which part", f"{node.pointer}/isAccessibleForFree"
            )
