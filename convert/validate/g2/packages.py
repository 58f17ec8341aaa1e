"""Rules on packages: that references lead somewhere, and that what they say of an item is what the item says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from convert.validate.g2.base import item as example
from convert.validate.g2.catalogs import NAR
from convert.validate.g2.model import KINDS, Item, local
from convert.validate.g2.table import rule
from convert.validate.rule import INFO, WARNING, Found, clip

if TYPE_CHECKING:
    from lxml.etree import _Element

_GUIDE: Final = "NewsML-G2 Guidelines, Packages; XML Schema: idref is an xs:IDREF, which libxml2 does not check"
_REF: Final = (
    '<itemRef residref="tag:example.com,2024:ferry-17" version="1" contenttype="application/vnd.iptc.g2.newsitem+xml">'
    '<itemClass qcode="ninat:text"/></itemRef>'
)
_ROLES: Final = '<catalog><scheme alias="part" uri="http://example.com/parts/"/></catalog>'


def _package(groups: str, root: str = "g1", item_class: str = "ninat:composite") -> dict[str, str]:
    inside = f'<contentMeta><headline>Ferry news</headline></contentMeta><groupSet root="{root}">{groups}</groupSet>'
    text = example("packageItem", inside, item_class, "tag:example.com,2024:package-1")
    return {"more": text.replace("<itemMeta>", _ROLES + "<itemMeta>", 1)}


def _group(inside: str, name: str = "g1", role: str = ' role="part:main"') -> str:
    return f'<group id="{name}"{role}>{inside}</group>'


@rule(
    "G2751",
    WARNING,
    "The root group does not exist",
    on="groupSet",
    why="Readers start at the root group. Where it does not exist the package is empty for them.",
    source=_GUIDE,
    mend="Name the id of a group of this groupSet.",
    bad=_package(_group(_REF), root="main"),
    good=_package(_group(_REF)),
)
def root_missing(item: Item, element: _Element) -> Iterator[Found]:
    names = {group.get("id") for group in element.iterchildren(NAR + "group")}
    if element.get("root") is not None and element.get("root") not in names:
        yield Found(f"root names the group {clip(element.get('root', ''))}, which does not exist", element, "root")


@rule(
    "G2752",
    WARNING,
    "A groupRef leads nowhere",
    on="groupRef",
    why="That part of the package is not found.",
    source=_GUIDE,
    mend="Name the id of a group of this groupSet.",
    bad=_package(_group(_REF + '<groupRef idref="g2"/>')),
    good=_package(_group('<groupRef idref="g2"/>') + _group(_REF, "g2")),
)
def group_ref_missing(item: Item, element: _Element) -> Iterator[Found]:
    parent = element.getparent()
    group_set = None if parent is None else parent.getparent()
    if group_set is not None and element.get("idref") not in _names(item, group_set):
        yield Found(
            f"groupRef names the group {clip(element.get('idref', ''))}, which does not exist", element, "idref"
        )


def _edges(group_set: _Element) -> dict[str, list[str]]:
    return {
        group.get("id", ""): [ref.get("idref", "") for ref in group.iterchildren(NAR + "groupRef")]
        for group in group_set.iterchildren(NAR + "group")
    }


def _names(item: Item, group_set: _Element) -> frozenset[str | None]:
    if group_set not in item.groups:
        item.groups[group_set] = frozenset(group.get("id") for group in group_set.iterchildren(NAR + "group"))
    return item.groups[group_set]


@rule(
    "G2753",
    WARNING,
    "Groups refer to each other in a circle",
    on="groupSet",
    why="A reader that follows the references never ends.",
    source=_GUIDE,
    mend="Take one of the references out.",
    bad=_package(_group(_REF + '<groupRef idref="g2"/>') + _group('<groupRef idref="g1"/>', "g2")),
    good=_package(_group('<groupRef idref="g2"/>') + _group(_REF, "g2")),
)
def circle(item: Item, element: _Element) -> Iterator[Found]:
    edges = _edges(element)
    done: set[str] = set()
    for start in edges:
        path: list[tuple[str, Iterator[str]]] = [(start, iter(edges[start]))]
        open_: set[str] = {start}
        while path and start not in done:
            name, rest = path[-1]
            following = next((n for n in rest if n in edges and n not in done), None)
            if following is None:
                done.add(name)
                open_.discard(name)
                path.pop()
            elif following in open_:
                yield Found(f"The group {clip(following)} leads back to itself", element)
                return
            else:
                open_.add(following)
                path.append((following, iter(edges[following])))


@rule(
    "G2754",
    WARNING,
    "A group that the root does not lead to",
    on="groupSet",
    why="Readers start at the root: what it does not lead to is lost.",
    source=_GUIDE,
    mend="Refer to it by a groupRef, or take it out.",
    bad=_package(_group(_REF) + _group(_REF, "g2")),
    good=_package(_group('<groupRef idref="g2"/>') + _group(_REF, "g2")),
)
def orphan(item: Item, element: _Element) -> Iterator[Found]:
    edges = _edges(element)
    reached, waiting = set[str](), [element.get("root", "")]
    while waiting:
        name = waiting.pop()
        if name in edges and name not in reached:
            reached.add(name)
            waiting += edges[name]
    for group in element.iterchildren(NAR + "group") if reached else ():
        if group.get("id") is not None and group.get("id", "") not in reached:
            yield Found(f"The root does not lead to the group {clip(group.get('id', ''))}", group)


@rule(
    "G2755",
    WARNING,
    "A group does not say its part",
    on="group",
    why="Main text, side story, picture: importers choose by the role of the group, and skip one that has none.",
    source="NewsML-G2 XML Schema, group: role or roleuri has to be used; Superdesk: role",
    mend="Write role or roleuri.",
    bad=_package(_group(_REF, role="")),
    good=_package(_group(_REF)),
)
def group_roleless(item: Item, element: _Element) -> Iterator[Found]:
    if not (element.get("role") or element.get("roleuri")):
        yield Found(f"The group {clip(element.get('id', ''))} has neither role nor roleuri", element)


@rule(
    "G2756",
    INFO,
    "A group is empty",
    on="group",
    why="There is nothing in it to show.",
    source=_GUIDE,
    mend="Fill it, or take it out.",
    bad=_package(_group(_REF + '<groupRef idref="g2"/>') + _group("", "g2")),
    good=_package(_group(_REF + '<groupRef idref="g2"/>') + _group(_REF, "g2")),
)
def group_empty(item: Item, element: _Element) -> Iterator[Found]:
    if not any(local(child) in ("itemRef", "groupRef", "conceptRef") for child in element):
        yield Found(f"The group {clip(element.get('id', ''))} is empty", element)


@rule(
    "G2757",
    WARNING,
    "An itemRef names no item",
    on="itemRef",
    why="There is nothing to look up.",
    source="NewsML-G2 XML Schema, itemRef: residref or href",
    mend="Write residref, the guid of the item.",
    bad=_package(_group(_REF.replace('residref="tag:example.com,2024:ferry-17" ', ""))),
    good=_package(_group(_REF)),
)
def item_ref_empty(item: Item, element: _Element) -> Iterator[Found]:
    if not any((element.get(name) or "").strip() for name in ("residref", "href", "persistidref")):
        yield Found("itemRef has neither residref nor href", element)


@rule(
    "G2758",
    INFO,
    "An itemRef leads out of the message",
    on="itemRef",
    why="Importers that resolve references inside the message drop it; those that ask a store find it.",
    source="NewsML-G2 Guidelines, Packages; Superdesk, Rewpert-G2",
    mend="Send the item in the same message, if it was meant to be there.",
    bad=_package(_group(_REF.replace("ferry-17", "ferry-99"))),
    good=_package(_group(_REF)),
)
def item_ref_outside(item: Item, element: _Element) -> Iterator[Found]:
    residref = (element.get("residref") or "").strip()
    if item.message is not None and residref and residref not in _items(item):
        yield Found(f"No item of the message has the guid {clip(residref)}", element, "residref")


def _items(item: Item) -> dict[str, _Element]:
    """Return the items of the message by guid. A message that is read item by item has none at hand."""
    if item.message is None:
        return {}
    if item.message.items is None:
        nodes = [n for kind in KINDS for n in item.message.element.iterfind(f"{NAR}itemSet/{NAR}{kind}")]
        item.message.items = {node.get("guid", ""): node for node in nodes}
    return item.message.items


@rule(
    "G2759",
    INFO,
    "An itemRef does not name the version",
    on="itemRef",
    why="The package then means whatever version the receiver has.",
    source="NewsML-G2 XML Schema, itemRef@version",
    mend="Write the version, if it matters.",
    bad=_package(_group(_REF.replace('version="1" ', ""))),
    good=_package(_group(_REF)),
)
def item_ref_version(item: Item, element: _Element) -> Iterator[Found]:
    if element.get("residref") and element.get("version") is None and item.kind == "packageItem":
        yield Found("itemRef has no version", element)


@rule(
    "G2760",
    WARNING,
    "An itemRef does not say what it refers to",
    on="itemRef",
    why="Importers decide by itemClass and contenttype whether it is the text or a picture, and refuse the package "
    "without them.",
    source="Superdesk: itemRef@contenttype and itemRef/itemClass; Rewpert-G2: itemClass",
    mend="Write itemClass and contenttype.",
    bad=_package(_group(_REF.replace('<itemClass qcode="ninat:text"/>', ""))),
    good=_package(_group(_REF)),
)
def item_ref_kind(item: Item, element: _Element) -> Iterator[Found]:
    if item.kind != "packageItem" or not element.get("residref"):
        return
    missing = [] if element.find(NAR + "itemClass") is not None else ["itemClass"]
    missing += [] if element.get("contenttype") else ["contenttype"]
    if missing:
        yield Found(f"itemRef has no {' and no '.join(missing)}", element)


@rule(
    "G2761",
    WARNING,
    "An itemRef says other things than the item",
    on="itemRef",
    why="Version or class in the reference are not those of the item in the same message: one of the two is outdated.",
    source=_GUIDE,
    mend="Correct the reference.",
    bad=_package(_group(_REF.replace('version="1"', 'version="3"'))),
    good=_package(_group(_REF)),
)
def item_ref_disagrees(item: Item, element: _Element) -> Iterator[Found]:
    target = _items(item).get((element.get("residref") or "").strip())
    if target is None:
        return
    version = element.get("version")
    if version is not None and version != target.get("version", "1"):
        yield Found(
            f"itemRef says version {clip(version)}, the item {clip(target.get('version', '1'))}", element, "version"
        )
    said = element.find(NAR + "itemClass")
    there = target.find(f"{NAR}itemMeta/{NAR}itemClass")
    codes = [node.get("qcode") for node in (said, there) if node is not None]
    if len(codes) == 2 and None not in codes and codes[0] != codes[1]:  # noqa: PLR2004 - a pair
        yield Found(f"itemRef says {clip(codes[0] or '')}, the item {clip(codes[1] or '')}", element)


@rule(
    "G2762",
    INFO,
    "The package is of another class than composite",
    on="*item",
    why="Receivers tell packages by itemClass ninat:composite.",
    source="IPTC NewsCodes, ninature",
    mend="Write ninat:composite.",
    bad=_package(_group(_REF), item_class="ninat:text"),
    good=_package(_group(_REF)),
)
def not_composite(item: Item, element: _Element) -> Iterator[Found]:
    if item.kind == "packageItem" and item.nature not in (None, "composite"):
        yield Found(f"The packageItem has the class {item.nature}", item.of_meta("itemClass")[0])


@rule(
    "G2763",
    INFO,
    "The package lacks a part that importers ask for",
    on="*item",
    why="Importers end with an exception at a package without contentMeta, and find nothing in one without groupSet.",
    source="Superdesk: contentMeta of a packageItem",
    mend="Write contentMeta with a headline, and groupSet.",
    bad={
        "more": _package(_group(_REF))["more"].replace("<contentMeta><headline>Ferry news</headline></contentMeta>", "")
    },
    good=_package(_group(_REF)),
)
def package_parts(item: Item, element: _Element) -> Iterator[Found]:
    for name in ("contentMeta", "groupSet") if item.kind == "packageItem" else ():
        if item.child(name) is None:
            yield Found(f"The packageItem has no {name}", element)
