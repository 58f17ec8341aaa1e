"""Rules on languages: tags that exist, that agree with each other, and with the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.metadata import shortest
from convert.validate.g2.model import XML_LANG, Item, text_of
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found, clip
from convert.validate.values.tongues import foreign_script, foreign_words, preferred, registered, same_language

if TYPE_CHECKING:
    from lxml.etree import _Element

_BCP: Final = "BCP 47 (RFC 5646); NewsML-G2 XML Schema, language@tag: valid BCP 47 tags"


@rule(
    "G2401",
    WARNING,
    "The language tag is not registered",
    on=("*language", "language"),
    why="The schema accepts any short word. Readers choose fonts, dictionaries and desks by the registered tag only.",
    source=_BCP,
    mend="Write the registered tag: en, de, pt-BR.",
    bad={"language": '<language tag="english"/>', "lang": 'xml:lang="english"'},
    good={"language": '<language tag="en-GB"/>', "lang": 'xml:lang="en-GB"'},
    fix=True,
)
def unregistered(item: Item, element: _Element, attribute: str = "tag", value: str | None = None) -> Iterator[Found]:
    tag = element.get("tag", "") if value is None else value
    if tag and not registered(tag):
        short = shortest(tag)
        edits = ((attribute, short),) if short and registered(short) else ()
        yield Found(f"{clip(tag)} is no registered language tag", element, attribute, edits)


@rule(
    "G2402",
    INFO,
    "The language tag is deprecated",
    on=("*language", "language"),
    why="The registry has a newer tag for the same language, and receivers match by it.",
    source=_BCP,
    mend="Write the tag that the message names.",
    bad={"language": '<language tag="in"/>', "lang": 'xml:lang="in"'},
    good={"language": '<language tag="id"/>', "lang": 'xml:lang="id"'},
    fix=True,
)
def deprecated(item: Item, element: _Element, attribute: str = "tag", value: str | None = None) -> Iterator[Found]:
    tag = element.get("tag", "") if value is None else value
    better = preferred(tag)
    if better:
        yield Found(
            f"{clip(tag)} is deprecated; the registry prefers {better}", element, attribute, ((attribute, better),)
        )


@rule(
    "G2403",
    WARNING,
    "language and xml:lang disagree",
    on="*item",
    why="Some importers read contentMeta/language, others xml:lang: the article lands on different desks.",
    source="Superdesk: language@tag; pyconverters-newsml: newsItem@xml:lang",
    mend="Write the same language in both.",
    bad={"language": '<language tag="de"/>'},
    good={"language": '<language tag="en-GB"/>'},
)
def languages_disagree(item: Item, element: _Element) -> Iterator[Found]:
    tags = item.of_content("language")
    lang = element.get(XML_LANG)
    if lang and len(tags) == 1 and not same_language(tags[0].get("tag", ""), lang):
        yield Found(f"language is {clip(tags[0].get('tag', ''))}, xml:lang of the item is {clip(lang)}", tags[0], "tag")


@rule(
    "G2404",
    WARNING,
    "The content states another language than the item",
    on=("*xhtml", "*nitf"),
    why="A reader of the rendition and a reader of the metadata take the text for different languages.",
    source="HTML, lang; XML 1.0, xml:lang",
    mend="Write the same language in both.",
    bad={
        "xhtml": '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml" lang="fr">'
        "<head><title>Ferry to the islands is back</title></head><body>"
        "<p>The ferry to the outer islands runs again after nine days of storm.</p>"
        "<p>The first boat took forty passengers and the mail.</p></body></html></inlineXML>"
    },
    good={},
)
def content_language(item: Item, root: _Element) -> Iterator[Found]:
    for attribute in (XML_LANG, "lang"):
        stated = root.get(attribute)
        if stated and item.language and not same_language(stated, item.language):
            yield Found(f"The content says {clip(stated)}, the item {clip(item.language)}", root, attribute)


@rule(
    "G2405",
    WARNING,
    "The text is in a script that the stated language is not written in",
    on="*item",
    why="The language is wrong, or the text is: dictionaries, search and voices fail on it.",
    source="Unicode, scripts of the letters; BCP 47",
    mend="State the language of the text.",
    bad={
        "headline": "<headline>Паром на острова снова ходит после девяти дней шторма</headline>",
    },
    good={
        "headline": "<headline>Паром на острова снова ходит после девяти дней шторма</headline>",
        "language": '<language tag="ru"/>',
        "lang": 'xml:lang="ru"',
        "xhtml": "",
        "nitf": '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
        "<body.content><block><p>Первый катер взял сорок пассажиров и почту.</p></block></body.content></body></nitf>"
        "</inlineXML>",
    },
)
def script(item: Item, element: _Element) -> Iterator[Found]:
    if not item.language:
        return
    headlines = [
        h for h in item.of_content("headline") if same_language(h.get(XML_LANG) or item.language, item.language)
    ]
    texts = [(h, text_of(h)) for h in headlines[:1]] + [(root, item.words_of(root).text) for _, root in item.bodies[:1]]
    for node, text in texts:
        other = foreign_script(item.language, text)
        if other:
            yield Found(f"The text is in {other} script, the language stated is {clip(item.language)}", node)
            return


@rule(
    "G2406",
    WARNING,
    "The text is in another language than the one stated",
    on="*item",
    why="It lands on the wrong desk, and dictionaries, search and voices fail on it.",
    source="NewsML-G2 XML Schema, language: of the content; told by the commonest words of the two languages",
    mend="State the language of the text.",
    bad={
        "xhtml": "",
        "nitf": '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
        "<body.content><block><p>Die Fähre zu den Inseln fährt wieder, nachdem der Sturm in der Nacht abnahm. "
        "Auf dem ersten Schiff waren vierzig Gäste und die Post für das Dorf. Die Reederei rechnet für den Rest "
        "der Woche mit ruhiger See und will am Dienstag drei weitere Schiffe auf die Strecke schicken.</p></block>"
        "</body.content></body></nitf></inlineXML>",
    },
    good={
        "xhtml": "",
        "language": '<language tag="de"/>',
        "lang": 'xml:lang="de"',
        "nitf": '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
        "<body.content><block><p>Die Fähre zu den Inseln fährt wieder, nachdem der Sturm in der Nacht abnahm. "
        "Auf dem ersten Schiff waren vierzig Gäste und die Post für das Dorf. Die Reederei rechnet für den Rest "
        "der Woche mit ruhiger See und will am Dienstag drei weitere Schiffe auf die Strecke schicken.</p></block>"
        "</body.content></body></nitf></inlineXML>",
    },
)
def other_language(item: Item, element: _Element) -> Iterator[Found]:
    for _, root in item.bodies[:1] if item.language else ():
        other = foreign_words(item.language or "", item.words_of(root).text)
        if other:
            yield Found(f"The text is in {clip(other)}, the language stated is {clip(item.language or '')}", root)
