"""Rules on the words: body, counts, characters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from convert.validate.ld.model import Document, Node
from convert.validate.ld.table import rule
from convert.validate.ld.vocabulary import bare
from convert.validate.rule import INFO, Found, clip
from convert.validate.values.numbers import near
from convert.validate.values.speech import broken, escaped, spaced, unfilled
from convert.validate.values.tongues import foreign_script, foreign_words

_PROSE: Final = ("@headline", "@articleBody", "@description", "@alternativeHeadline", "@name", "@caption", "@text")


@rule(
    "LD301",
    INFO,
    "The declared number of words is not that of the body",
    on="Article",
    why="A wrong count mostly means that part of the text was lost on the way.",
    source="schema.org, wordCount: the number of words in the text of the article",
    mend="Count the words of articleBody.",
    bad={"wordCount": '"wordCount": 240'},
    good={"wordCount": '"wordCount": 13'},
)
def word_count(document: Document, node: Node) -> Iterator[Found]:
    stated, body = node.value.get("wordCount"), node.value.get("articleBody")
    if not isinstance(stated, int) or isinstance(stated, bool) or not isinstance(body, str) or not spaced(body):
        return
    real = len(body.split())
    if not near(stated, real):
        yield Found(f"wordCount says {stated}, articleBody has {real} words", f"{node.pointer}/wordCount")


@rule(
    "LD302",
    INFO,
    "Markup in a text",
    on=_PROSE,
    why="These properties are plain text: readers print the tags and character references as they stand.",
    source="schema.org, Text",
    mend="Take the markup out.",
    bad={"articleBody": '"articleBody": "<p>The ferry to the outer islands runs again after nine days of storm.</p>"'},
    good={"articleBody": '"articleBody": "The ferry to the outer islands runs again after nine days of storm."'},
)
def markup(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    found = escaped(value) if isinstance(value, str) else None
    if found:
        yield Found(f"{bare(key)} holds {clip(found)} as text", pointer)


@rule(
    "LD303",
    INFO,
    "The text was decoded wrongly",
    on=_PROSE,
    why="Sequences such as Ã© or â€™ are UTF-8 that was read as another encoding: readers see them as they stand.",
    source="Unicode, FAQ on UTF-8",
    mend="Decode the source again with the right encoding.",
    bad={"headline": '"headline": "Le bac est de retour, dit le cafÃ©"'},
    good={"headline": '"headline": "Le bac est de retour, dit le café"'},
)
def mojibake(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    found = broken(value) if isinstance(value, str) else None
    if found:
        yield Found(f"{bare(key)} holds {clip(found)}", pointer)


@rule(
    "LD304",
    INFO,
    "The body is the headline",
    on="Article",
    why="The article has no text of its own: mostly the wrong field was exported.",
    source="This validator",
    mend="Look at what should have filled articleBody.",
    bad={"articleBody": '"articleBody": "Ferry to the islands is back"', "wordCount": '"wordCount": 6'},
    good={},
)
def body_is_headline(document: Document, node: Node) -> Iterator[Found]:
    body, headline = node.value.get("articleBody"), node.value.get("headline")
    if isinstance(body, str) and isinstance(headline, str) and body.strip() and body.strip() == headline.strip():
        yield Found("articleBody says what headline says, and no more", f"{node.pointer}/articleBody")


@rule(
    "LD305",
    INFO,
    "The text is not in the language that is stated",
    on="Article",
    why="The language is wrong, or the text is: dictionaries, search and voices fail on it.",
    source="Unicode, scripts of the letters; BCP 47",
    mend="State the language of the text.",
    bad={"inLanguage": '"inLanguage": "ru"'},
    good={"inLanguage": '"inLanguage": "en"'},
)
def script(document: Document, node: Node) -> Iterator[Found]:
    language = node.value.get("inLanguage")
    text = node.value.get("articleBody") or node.value.get("headline")
    if isinstance(language, str) and isinstance(text, str):
        script_ = foreign_script(language, text)
        other = foreign_words(language, text)
        if script_ or other:
            told = f"in {script_} script" if script_ else f"in {other}"
            yield Found(f"The text is {told}, inLanguage is {clip(language)}", f"{node.pointer}/inLanguage")


@rule(
    "LD306",
    INFO,
    "The description is the headline",
    on="Article",
    why="A teaser that repeats the headline says nothing; pages and search show both.",
    source="schema.org, description",
    mend="Write a sentence of its own, or leave description out.",
    bad={"more": '"description": "Ferry to the islands is back"'},
    good={"more": '"description": "Nine days of storm are over on the outer islands."'},
)
def description_is_headline(document: Document, node: Node) -> Iterator[Found]:
    said, headline = node.value.get("description"), node.value.get("headline")
    if isinstance(said, str) and isinstance(headline, str) and said.strip() and said.strip() == headline.strip():
        yield Found("description says what headline says", f"{node.pointer}/description")


@rule(
    "LD307",
    INFO,
    "The body is shorter than the description",
    on="Article",
    why="The two were swapped, or the body was cut: a description sums up a longer text.",
    source="schema.org, description: a short description; articleBody: the actual body",
    mend="Write the whole text into articleBody, or leave it out.",
    bad={
        "more": '"description": "The ferry to the outer islands runs again after nine days of storm; the first boat '
        'took forty passengers and all the mail that had been waiting."'
    },
    good={"more": '"description": "The ferry runs again."'},
)
def body_short(document: Document, node: Node) -> Iterator[Found]:
    said, body = node.value.get("description"), node.value.get("articleBody")
    if isinstance(said, str) and isinstance(body, str) and 0 < len(body.strip()) < len(said.strip()):
        yield Found(
            f"articleBody has {len(body.strip())} characters, description {len(said.strip())}",
            f"{node.pointer}/articleBody",
        )


@rule(
    "LD308",
    INFO,
    "A template was not filled",
    on=("@headline", "@description", "@alternativeHeadline", "@name", "@caption", "@articleSection"),
    why="A program wrote its own word for no value, or left the gap as it is: readers see it.",
    source="This validator",
    mend="Fill the gap, or leave the property out.",
    bad={"headline": '"headline": "undefined"'},
    good={"headline": '"headline": "Ferry to the islands is back"'},
)
def template_unfilled(node: Node, key: str, value: Any, pointer: str) -> Iterator[Found]:
    found = unfilled(value) if isinstance(value, str) else None
    if found:
        yield Found(f"{bare(key)} holds {clip(found)}", pointer)
