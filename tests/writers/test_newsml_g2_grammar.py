"""Our grammar is stricter than the standard's schemas: no damaged output passes it that they reject."""
# ruff: noqa: S311, T201 - mutations need no secrets, and the table is what the test has to show

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

from convert.writers.newsml_g2 import bundle
from tests.writers.newsml import NS, VARIANTS, faults_by_grammar, faults_by_standard, tree
from tests.writers.newsml_examples import BARE, FULL

MUTANTS = 6000
VALUES = (
    "", " ", " x", "x ", "a\nb", "a\tb", "0", "-1", "1", "10", "+2", " 4 ", "1.0", "2001", "2001-02", "2001-02-30",
    "2001-02-03", "2001-02-03Z", "2001-02-03T04:05:06", "2001-02-03T24:00:00Z", "2001-02-03T04:05:06+0100",
    "2001-02-03T04:05:06.5+14:00", "2001-02-03T04:05:06+15:00", "en", "english language", "und", "x:y", "a b:c", ":c",
    "nprov:", "nprov:a b", "stat:usable", " stat:usable", "http://[", "http://a b/", "%zz", "#a#b", "é:ü", "2.35",
)  # fmt: skip


def _elements(root: etree._Element) -> list[etree._Element]:
    return list(root.iter("*"))


def drop(root: etree._Element, choose: random.Random) -> None:
    element = choose.choice(_elements(root)[1:])
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def drop_attribute(root: etree._Element, choose: random.Random) -> None:
    element = choose.choice([found for found in _elements(root) if found.attrib])
    del element.attrib[choose.choice(sorted(element.attrib))]


def duplicate(root: etree._Element, choose: random.Random) -> None:
    element = choose.choice(_elements(root)[1:])
    element.addnext(deepcopy(element))


def swap(root: etree._Element, choose: random.Random) -> None:
    parent = choose.choice([found for found in _elements(root) if len(found) > 1])
    first, second = choose.sample(range(len(parent)), 2)
    children = list(parent)
    children[first], children[second] = children[second], children[first]
    parent[:] = children


def move(root: etree._Element, choose: random.Random) -> None:
    element = choose.choice(_elements(root)[1:])
    inside = set(element.iter())
    target = choose.choice([found for found in _elements(root) if found not in inside])
    target.insert(choose.randint(0, len(target)), element)


def rename(root: etree._Element, choose: random.Random) -> None:
    element, other = choose.choice(_elements(root)), choose.choice(_elements(root))
    element.tag = other.tag


def rename_attribute(root: etree._Element, choose: random.Random) -> None:
    element = choose.choice([found for found in _elements(root) if found.attrib])
    other = choose.choice([found for found in _elements(root) if found.attrib])
    name = choose.choice(sorted(element.attrib))
    element.set(choose.choice(sorted(other.attrib)), element.attrib.pop(name))


def add_attribute(root: etree._Element, choose: random.Random) -> None:
    element = choose.choice(_elements(root))
    other = choose.choice([found for found in _elements(root) if found.attrib])
    name = choose.choice(sorted(other.attrib))
    element.set(name, other.attrib[name])


def change_attribute(root: etree._Element, choose: random.Random) -> None:
    element = choose.choice([found for found in _elements(root) if found.attrib])
    element.set(choose.choice(sorted(element.attrib)), choose.choice(VALUES))


def change_text(root: etree._Element, choose: random.Random) -> None:
    choose.choice(_elements(root)).text = choose.choice(VALUES)


def change_tail(root: etree._Element, choose: random.Random) -> None:
    choose.choice(_elements(root)[1:]).tail = choose.choice(VALUES)


def change_namespace(root: etree._Element, choose: random.Random) -> None:
    element = choose.choice(_elements(root))
    element.tag = f"{{{choose.choice(sorted(NS.values()))}}}{etree.QName(element).localname}"


MUTATIONS: tuple[Callable[[etree._Element, random.Random], None], ...] = (
    drop, drop_attribute, duplicate, swap, move, rename, rename_attribute, add_attribute, change_attribute,
    change_text, change_tail, change_namespace,
)  # fmt: skip


def _originals() -> list[etree._Element]:
    documents = [tree(article, variant) for article in (FULL, BARE) for variant in VARIANTS]
    return [*documents, etree.fromstring(b"".join(bundle([FULL, BARE])))]


@pytest.mark.corpus
def test_what_our_grammar_accepts_the_official_schemas_accept(shared: Path) -> None:
    choose = random.Random(20260102)
    originals = _originals()
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    passed_wrongly = []
    for number in range(MUTANTS):
        mutate = MUTATIONS[number % len(MUTATIONS)]
        mutant = deepcopy(choose.choice(originals))
        mutate(mutant, choose)
        mutant = etree.fromstring(etree.tostring(mutant))
        rejected_by_us, rejected_by_them = bool(faults_by_grammar(mutant)), faults_by_standard(mutant, shared)
        ours[mutate.__name__] += rejected_by_us
        theirs[mutate.__name__] += bool(rejected_by_them)
        if rejected_by_them and not rejected_by_us:
            passed_wrongly.append((mutate.__name__, rejected_by_them[0]))
    each = MUTANTS // len(MUTATIONS)
    print(f"\n{'rejected of ' + str(each):24}{'our grammar':>14}{'official':>10}")
    for mutate in MUTATIONS:
        print(f"{mutate.__name__:24}{ours[mutate.__name__]:>14}{theirs[mutate.__name__]:>10}")
    print(f"{'all ' + str(MUTANTS):24}{ours.total():>14}{theirs.total():>10}")
    assert passed_wrongly == []
    assert ours.total() > theirs.total() > MUTANTS // 4


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_undamaged_pass(variant: str | None) -> None:
    assert faults_by_grammar(tree(FULL, variant)) + faults_by_grammar(tree(BARE, variant)) == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_element_takes_an_unknown_attribute_or_child(variant: str | None) -> None:
    original = tree(FULL, variant)
    for number in range(len(_elements(original))):
        with_attribute, with_child = deepcopy(original), deepcopy(original)
        _elements(with_attribute)[number].set("unknown", "1")
        etree.SubElement(_elements(with_child)[number], "unknown")
        assert faults_by_grammar(with_attribute), _elements(original)[number].tag
        assert faults_by_grammar(with_child), _elements(original)[number].tag
