"""Rules on QCodes and catalogs: a code can be resolved, exists, and is of the vocabulary that its place asks for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from convert.validate.g2.base import IPTC, declaring
from convert.validate.g2.catalogs import NAR, bundled, iptc_version, newest, retired_schemes
from convert.validate.g2.model import Item, Message, is_plain, local
from convert.validate.g2.table import rule
from convert.validate.g2.vocabularies import ITEM_CLASSES, VOCABULARIES, scheme_name, vocabularies
from convert.validate.rule import INFO, WARNING, Found, clip, similar

if TYPE_CHECKING:
    from lxml.etree import _Element

_GUIDE = "NewsML-G2 Guidelines, Basics: QCodes and catalogs"
_NEWSCODES = "IPTC NewsCodes, https://cv.iptc.org/newscodes/"


@rule(
    "G2101",
    WARNING,
    "The alias of a QCode is declared by no catalog of the item",
    on="*qcode",
    why="Without the catalog entry nobody can tell what the code means: it cannot be resolved to a concept.",
    source=_GUIDE,
    mend="Correct the alias, or declare it in a catalog or by a catalogRef of the item.",
    bad={"genre": '<genre qcode="gnre:Background"/>'},
    good={"genre": '<genre qcode="genre:Background"/>'},
)
def alias_unknown(item: Item, element: _Element, attribute: str, value: str) -> Iterator[Found]:
    if not item.catalogs.declared or not item.catalogs.complete:
        return
    for qcode in value.split():
        alias = qcode.partition(":")[0]
        if ":" in qcode and alias not in item.catalogs.aliases and alias not in item.undeclared:
            item.undeclared.add(alias)
            hint = partial(similar, alias, frozenset(item.catalogs.aliases))
            message = f"No catalog of the item declares the alias {clip(alias)} of {clip(qcode)}"
            yield Found(message, element, attribute, hint=hint)


@rule(
    "G2102",
    WARNING,
    "The item has QCodes and no catalog",
    on="*item",
    why="Aliases are local to an item: without catalogRef or catalog no QCode in it means anything.",
    source=_GUIDE,
    mend="Add a catalogRef to IPTC's catalog, and one or an inline catalog for other aliases.",
    bad={"catalogs": ""},
    good={"catalogs": IPTC},
)
def no_catalog(item: Item, element: _Element) -> Iterator[Found]:
    if item.qcodes and not item.catalogs.declared:
        yield Found(
            f"The item has {len(item.qcodes)} attributes with QCodes and neither catalogRef nor catalog", element
        )


@rule(
    "G2103",
    WARNING,
    "A retired vocabulary is used",
    on="*qcode",
    why="IPTC keeps a retired scheme in its catalog for old items only; receivers drop its codes.",
    source="IPTC catalog, schemeretired of the scheme",
    mend="Take a code of the vocabulary that followed, or leave the property's role out.",
    bad={"infoSource": '<infoSource role="isrol:originfo"><name>AgenceX</name></infoSource>'},
    good={"infoSource": '<infoSource role="cpprole:originfo"><name>AgenceX</name></infoSource>'},
)
def scheme_retired(item: Item, element: _Element, attribute: str, value: str) -> Iterator[Found]:
    for qcode in value.split():
        scheme = item.catalogs.aliases.get(qcode.partition(":")[0])
        date = retired_schemes().get(scheme.uri) if scheme else None
        if date:
            yield Found(f"The vocabulary of {clip(qcode)} was retired on {date}", element, attribute)


def _lookup(item: Item, qcode: str) -> tuple[str, str] | None:
    """Return the scheme URI and the code of a QCode that can be resolved."""
    alias, colon, code = qcode.partition(":")
    scheme = item.catalogs.aliases.get(alias)
    return (scheme.uri, code) if scheme is not None and colon else None


@rule(
    "G2104",
    WARNING,
    "The code is not in its closed vocabulary",
    on="*qcode",
    why="Receivers compare these codes one by one: a status, item class or package mode they do not know is dropped, "
    "or read as the default.",
    source=_NEWSCODES,
    mend="Take one of the vocabulary's codes; mind capitals and the one l of canceled.",
    bad={"pubStatus": '<pubStatus qcode="stat:cancelled"/>'},
    good={"pubStatus": '<pubStatus qcode="stat:canceled"/>'},
    fix=True,
)
def closed_code(item: Item, element: _Element, attribute: str, value: str) -> Iterator[Found]:
    for qcode in value.split():
        found = _lookup(item, qcode)
        vocabulary = vocabularies().get(found[0]) if found else None
        if found is None or vocabulary is None or not vocabulary.closed or found[1] in vocabulary.codes:
            continue
        near = _near(found[1], vocabulary.codes)
        alias = qcode.partition(":")[0]
        edits = ((attribute, f"{alias}:{near}"),) if near and value == qcode else ()
        listed = ", ".join(sorted(vocabulary.codes))
        yield Found(f"{clip(qcode)} is no code of its vocabulary, which has {listed}", element, attribute, edits)


_SPELLINGS = {"cancelled": "canceled", "photo": "picture", "image": "picture", "graphics": "graphic", "sequence": "seq"}


def _near(code: str, codes: frozenset[str]) -> str | None:
    """Return the code that is certainly meant: the same but for capitals, or a known other spelling."""
    folded = code.casefold()
    same = [known for known in sorted(codes) if known.casefold() == folded]
    other = _SPELLINGS.get(folded)
    return same[0] if same else other if other in codes else None


@rule(
    "G2105",
    INFO,
    "The code is not among those known of its vocabulary",
    on="*qcode",
    why="IPTC extends these vocabularies; still, a code that nobody knows is mostly a slip.",
    source=_NEWSCODES,
    mend="Look the code up at cv.iptc.org.",
    bad={"signal": '<signal qcode="sig:corection"/>'},
    good={"signal": '<signal qcode="sig:cwarn"/>'},
)
def open_code(item: Item, element: _Element, attribute: str, value: str) -> Iterator[Found]:
    for qcode in value.split():
        found = _lookup(item, qcode)
        vocabulary = vocabularies().get(found[0]) if found else None
        if found is None or vocabulary is None or vocabulary.closed:
            continue
        if vocabulary.form is not None:
            if not vocabulary.form.fullmatch(found[1]):
                yield Found(f"{clip(qcode)} does not have the form of its vocabulary's codes", element, attribute)
        elif found[1] not in vocabulary.codes | vocabulary.retired:
            hint = partial(similar, found[1], vocabulary.codes)
            yield Found(f"{clip(qcode)} is not among the codes known of its vocabulary", element, attribute, hint=hint)


@rule(
    "G2106",
    WARNING,
    "A retired code is used",
    on="*qcode",
    why="IPTC withdrew the code: its meaning was split or given up, and receivers stop reading it.",
    source=_NEWSCODES,
    mend="Take the code that replaced it: humanEdits for minorHumanEdits, digitalCreation for the other two.",
    bad={"digitalSourceType": '<digitalSourceType qcode="digsrctype:digitalArt"/>'},
    good={"digitalSourceType": '<digitalSourceType qcode="digsrctype:digitalCreation"/>'},
)
def code_retired(item: Item, element: _Element, attribute: str, value: str) -> Iterator[Found]:
    for qcode in value.split():
        found = _lookup(item, qcode)
        vocabulary = vocabularies().get(found[0]) if found else None
        if found and vocabulary and found[1] in vocabulary.retired:
            yield Found(f"The code {clip(qcode)} is retired", element, attribute)


@rule(
    "G2107",
    WARNING,
    "The code is of a vocabulary that the property does not take",
    on="*qcode",
    why="Receivers look for one vocabulary in this place. A code of another one is not understood, or misunderstood.",
    source="NewsML-G2 XML Schema, documentation of the property",
    mend="Take a code of the vocabulary that the message names.",
    bad={"itemClass": '<itemClass qcode="genre:Background"/>'},
    good={"itemClass": '<itemClass qcode="ninat:text"/>'},
)
def wrong_vocabulary(item: Item, element: _Element, attribute: str, value: str) -> Iterator[Found]:
    name = local(element)
    if name == "itemClass" and attribute == "qcode" and element.getparent() is item.meta:
        wanted = frozenset({ITEM_CLASSES.get(item.kind, "ninature")})
        any_foreign = False
    elif (name, attribute) in VOCABULARIES:
        wanted = VOCABULARIES[name, attribute]
        any_foreign = name != "pubStatus"
    else:
        return
    for qcode in value.split():
        found = _lookup(item, qcode)
        if found is None:
            continue
        scheme = scheme_name(found[0])
        if scheme not in wanted and not (scheme is None and any_foreign):
            yield Found(
                f"{clip(qcode)} is of {found[0]}; {name}@{attribute} takes {' or '.join(sorted(wanted))}",
                element,
                attribute,
            )


@rule(
    "G2108",
    WARNING,
    "QCode and URI of one property name different concepts",
    on="*qcode",
    why="They are two spellings of one identifier. Where they differ, one reader sees one thing and the next another.",
    source="NewsML-G2 XML Schema: qcode and uri of a property identify one concept",
    mend="Correct one of the two, or leave the URI out.",
    bad={"subject": '<subject qcode="medtop:20000350" uri="http://cv.iptc.org/newscodes/mediatopic/20000379"/>'},
    good={"subject": '<subject qcode="medtop:20000350" uri="http://cv.iptc.org/newscodes/mediatopic/20000350"/>'},
)
def disagreement(item: Item, element: _Element, attribute: str, value: str) -> Iterator[Found]:
    other = "uri" if attribute == "qcode" else f"{attribute}uri"
    uri = element.get(other)
    meant = item.catalogs.resolve(value) if uri else None
    if uri and meant and _comparable(uri) != _comparable(meant):
        yield Found(f"{clip(value)} means {clip(meant, 90)}, {other} says {clip(uri, 90)}", element, other)


def _comparable(uri: str) -> str:
    return uri.removeprefix("https:").removeprefix("http:").rstrip("/")


@rule(
    "G2109",
    WARNING,
    "One alias stands for two vocabularies",
    on="catalog",
    why="A reader that takes the first entry and one that takes the last resolve the same QCode to different concepts.",
    source=_GUIDE,
    mend="Give one of the two another alias.",
    bad={"catalogs": declaring(("desk", "http://example.com/desk/"), ("desk", "http://example.com/room/"))},
    good={"catalogs": declaring(("desk", "http://example.com/desk/"), ("room", "http://example.com/room/"))},
)
def alias_twice(item: Item, element: _Element) -> Iterator[Found]:
    seen: dict[str, str] = {}
    in_scope = element.getparent() is item.element
    for scheme in element.iterchildren(NAR + "scheme"):
        alias, uri = scheme.get("alias", ""), scheme.get("uri", "")
        earlier = seen.setdefault(alias, uri)
        if earlier == uri and in_scope:
            earlier = _referred_uri(item, alias) or uri
        if earlier != uri:
            yield Found(f"The alias {clip(alias)} stands for {clip(earlier)} and for {clip(uri)}", scheme, "alias")


def _referred_uri(item: Item, alias: str) -> str | None:
    from convert.validate.g2.catalogs import catalogs

    scheme = catalogs(item.element.findall(NAR + "catalogRef"), []).aliases.get(alias)
    return scheme.uri if scheme else None


@rule(
    "G2110",
    WARNING,
    "The address of a catalog is not absolute",
    on="catalogRef",
    why="An item travels: a relative address leads nowhere at the receiver, and its aliases cannot be resolved.",
    source="NewsML-G2 Guidelines, Basics: catalogRef",
    mend="Write the whole address, http:// or https:// first.",
    bad={"catalogs": '<catalogRef href="catalog.IPTC-G2-Standards_41.xml"/>'},
    good={"catalogs": IPTC},
)
def catalog_relative(item: Item, element: _Element) -> Iterator[Found]:
    href = (element.get("href") or "").strip()
    if not href.startswith(("http://", "https://", "urn:", "file:///")):
        yield Found(f"catalogRef has the address {clip(href)}, which is not absolute", element, "href")


@rule(
    "G2111",
    INFO,
    "A catalog is not at hand",
    on="catalogRef",
    why="Validation reads from no network: what a foreign catalog declares is not known, so aliases that IPTC's "
    "catalogs lack are let pass.",
    source="This validator",
    mend="Nothing has to be done; an inline catalog of the aliases in use makes the item self-contained.",
    bad={"catalogs": IPTC + '<catalogRef href="http://example.com/catalog-7.xml"/>'},
    good={"catalogs": declaring(("desk", "http://example.com/desk/"))},
)
def catalog_absent(item: Item, element: _Element) -> Iterator[Found]:
    href = (element.get("href") or "").strip()
    version = iptc_version(href)
    if version is not None and version not in bundled():
        yield Found(f"IPTC's catalog {version} is not at hand; {newest()} judges in its place", element, "href")
    elif version is None and "://" in href:
        yield Found(
            f"The catalog {clip(href, 90)} is not at hand: aliases it may declare are not judged", element, "href"
        )


@rule(
    "G2112",
    WARNING,
    "The URI of a scheme is no absolute URI",
    on="scheme",
    why="The URI is what makes an alias mean the same to everybody.",
    source="NewsML-G2 XML Schema, scheme@uri",
    mend="Write the URI that identifies the vocabulary, up to where the code begins.",
    bad={"catalogs": declaring(("desk", "desk/"))},
    good={"catalogs": declaring(("desk", "http://example.com/desk/"))},
)
def scheme_relative(item: Item, element: _Element) -> Iterator[Found]:
    uri = element.get("uri")
    if uri is not None and ":" not in uri:
        yield Found(f"The scheme {clip(element.get('alias', ''))} has the URI {clip(uri)}", element, "uri")


_CUSTOMARY = {
    ("itemClass", "http://cv.iptc.org/newscodes/ninature/"): "ninat",
    ("pubStatus", "http://cv.iptc.org/newscodes/pubstatusg2/"): "stat",
}


@rule(
    "G2113",
    WARNING,
    "IPTC's vocabulary under an alias that importers do not know",
    on=("itemClass", "pubStatus"),
    why="The alias is free by the standard, and still importers compare with ninat:text and stat:canceled letter by "
    "letter: under another alias the item is refused, or a withdrawn one is published.",
    source="pyconverters-newsml: ninat:; Rewpert-G2: stat:withheld, stat:canceled; APA's plugin: ninat:text",
    mend="Declare the alias ninat or stat, and use it.",
    bad={
        "catalogs": declaring(("icls", "http://cv.iptc.org/newscodes/ninature/")),
        "itemClass": '<itemClass qcode="icls:text"/>',
    },
    good={"itemClass": '<itemClass qcode="ninat:text"/>'},
)
def alias_uncommon(item: Item, element: _Element) -> Iterator[Found]:
    qcode = element.get("qcode", "")
    scheme = item.catalogs.aliases.get(qcode.partition(":")[0])
    wanted = _CUSTOMARY.get((local(element), scheme.uri)) if scheme else None
    if wanted and not qcode.startswith(f"{wanted}:"):
        yield Found(f"{clip(qcode)} is IPTC's vocabulary; importers know it as {wanted}:", element, "qcode")


@rule(
    "G2115",
    INFO,
    "The header has QCodes and no catalog",
    on="*message",
    why="Aliases are local: the catalogs of the items do not reach the header, so its codes mean nothing.",
    source="NewsML-G2 XML Schema, header: catalogRef and catalog; " + _GUIDE,
    mend="Add a catalogRef or catalog to the header, behind sent.",
    bad={"header": '<sender>example.com</sender><signal qcode="sig:update"/>'},
    good={"header": IPTC + '<sender>example.com</sender><signal qcode="sig:update"/>'},
)
def no_catalog_in_header(message: Message) -> Iterator[Found]:
    for element in message.element.iterchildren(NAR + "header"):
        header = Item(element)
        if any(not is_plain(node, name) for node, name, _ in header.qcodes) and not header.catalogs.declared:
            yield Found("The header has QCodes and neither catalogRef nor catalog", element)
