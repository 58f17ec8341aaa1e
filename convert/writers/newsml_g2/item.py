"""What every item has, be it text, picture or package: identity, catalogs, rights, management."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from convert.article import Article, Party, Publication, Signal
from convert.diagnostics import UsageError, diagnostic
from convert.writers.newsml_g2 import names
from convert.writers.newsml_g2.markup import Nodes, branch, empty, known, leaf
from convert.writers.newsml_g2.values import line, lines
from convert.writers.parts import guid_of_part
from convert.writers.times import moment
from convert.writers.values import addresses, iri

# Schemes of IPTC's catalog whose codes are parties; a code of any other would not resolve.
_PARTY_SCHEMES: Final = ("nprov:", "prov:")


def item(name: str, article: Article, part: str, content: Nodes, namespace: str | None = None) -> Nodes:
    """Return an item around its content, which begins after the catalogs.

    `part` distinguishes the guids of the items that one article becomes: empty for the text. `namespace` is given
    where nothing stands around the item.
    """
    attributes = {"xmlns": namespace} if namespace else {}
    attributes |= {
        "guid": guid_of_part(article.identity.guid, part),
        "version": str(article.identity.version),
        "standard": "NewsML-G2",
        "standardversion": names.STANDARD_VERSION,
        "conformance": "power",
        "xml:lang": language(article) or names.UNDETERMINED,
    }
    return branch(name, [empty("catalogRef", href=names.CATALOG), *content], **attributes)


def scheme(alias: str, uri: str) -> Nodes:
    """Return an inline catalog of one scheme of our own."""
    return branch("catalog", [empty("scheme", alias=alias, uri=uri)])


def stamp(article: Article) -> datetime:
    """Return the article's time stamp. Raises UsageError (`write.no-stamp`) where it has none."""
    if article.issued is None:
        raise UsageError(diagnostic("write.no-stamp", path="issued"))
    return article.issued


def language(article: Article) -> str | None:
    """Return the tag of the article's language; None where it is unknown."""
    tag = article.language
    return None if tag is None or tag.lower() == names.UNDETERMINED else tag


def rights(terms: Publication) -> Nodes:
    """Return the rightsInfo; nothing where no rights are known."""
    children = party("copyrightHolder", terms.copyright_holder)
    children += known("copyrightNotice", lines(terms.copyright_notice))
    if licence := iri(terms.licence):
        children.append(leaf("usageTerms", lines(terms.usage_terms) or "", href=licence))
    else:
        children += known("usageTerms", lines(terms.usage_terms))
    if mining := iri(terms.data_mining):
        children.append(empty("dataMining", uri=mining))
    return branch("rightsInfo", children) if children else []


def management(article: Article, item_class: str, more: Nodes | None = None) -> Nodes:
    """Return the itemMeta of an item; `more` is what only a text has."""
    issued, published = stamp(article), article.published
    children: Nodes = [empty("itemClass", qcode=item_class)]
    children += party("provider", article.publication.provider) or [empty("provider", literal="unset")]
    children.append(leaf("versionCreated", moment(issued)))
    if isinstance(published, datetime) and published.tzinfo is not None and published <= issued:
        children.append(leaf("firstCreated", moment(published)))
    if article.embargoed is not None:
        children.append(leaf("embargoed", moment(article.embargoed)))
    children.append(empty("pubStatus", qcode=f"stat:{article.status.value}"))
    children.append(leaf("generator", names.GENERATOR))
    return branch("itemMeta", [*children, *(more or [])])


def text_management(article: Article, profile: str | None) -> Nodes:
    """Return the itemMeta of the text: with the profile it conforms to, the notes and the signals."""
    more = known("profile", profile)
    for note in article.notes:
        more += known("edNote", lines(note))
    more += [empty("signal", qcode=f"sig:{signal.value}") for signal in _signals(article)]
    more += [_source(address) for address in addresses(article.based_on)]
    return management(article, "ninat:text", more)


def _source(address: str) -> str:
    """Return the link to a work that the article is based on: its web address, or the guid of its item."""
    target = "href" if address.lower().startswith(("http://", "https://")) else "residref"
    return empty("link", rel="irel:derivedFrom", **{target: address})


def party(name: str, known_party: Party | None) -> Nodes:
    """Return a party by code, address or literal, with its name; nothing where nothing is known of it."""
    if known_party is None:
        return []
    label, code, address = line(known_party.name), known_party.qcode, iri(known_party.uri)
    children, attributes = known("name", label), {}
    if code and code.startswith(_PARTY_SCHEMES):
        # Beside a code the attribute uri would have to be the code's own, spelt out.
        attributes["qcode"] = code
        children += [empty("sameAs", uri=address)] if address else []
    else:
        attributes |= {"literal": code} if code else {}
        attributes |= {"uri": address} if address else {}
    if not attributes and label:
        attributes["literal"] = label
    return branch(name, children, **attributes) if attributes else []


def _signals(article: Article) -> tuple[Signal, ...]:
    """Every later version is a correction or, if nobody says so, an update of the one before."""
    signals = tuple(dict.fromkeys(article.signals))
    if article.identity.version == 1 or {Signal.CORRECTION, Signal.UPDATE} & set(signals):
        return signals
    return (Signal.UPDATE, *signals)
