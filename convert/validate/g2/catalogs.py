"""QCode aliases: IPTC's catalogs, an item's own inline ones, and what an alias resolves to.

IPTC's catalogs come with the package `newsmlg2`, which is not imported: only its data files are read, once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

NAR: Final = "{http://iptc.org/std/nar/2006-10-01/}"

_IPTC: Final = re.compile(r"https?://(?:www\.)?iptc\.org/std/catalog/catalog\.IPTC-G2-Standards_(\d{1,3})\.xml")
_FILE: Final = re.compile(r"catalog\.IPTC-G2-Standards_(\d+)\.xml")


@dataclass(frozen=True, slots=True)
class Scheme:
    """A vocabulary: its URI, and the date on which IPTC retired it, or None."""

    uri: str
    retired: str | None = None


@cache
def bundled() -> dict[int, Path]:
    """Return IPTC's catalogs that are at hand, by version."""
    spec = find_spec("NewsMLG2")
    if spec is None or not spec.submodule_search_locations:
        return {}
    folder = Path(next(iter(spec.submodule_search_locations))) / "catalogs"
    found = {int(match.group(1)): path for path in folder.iterdir() if (match := _FILE.fullmatch(path.name))}
    return dict(sorted(found.items()))


@cache
def iptc(version: int) -> dict[str, Scheme]:
    """Return alias to scheme of one of IPTC's catalogs. Raises KeyError for one that is not bundled."""
    root = etree.parse(str(bundled()[version])).getroot()
    return schemes_of(root)


@cache
def newest() -> int:
    """Return the version of the newest catalog at hand, 0 if there is none."""
    return max(bundled(), default=0)


@cache
def retired_schemes() -> dict[str, str]:
    """Return the scheme URIs that IPTC retired, with the date (YYYY-MM-DD)."""
    table = iptc(newest()) if newest() else {}
    return {scheme.uri: scheme.retired[:10] for scheme in table.values() if scheme.retired}


def schemes_of(catalog: _Element) -> dict[str, Scheme]:
    """Return alias to scheme of a catalog element; of an alias that stands twice, the first."""
    table: dict[str, Scheme] = {}
    for scheme in catalog.iterchildren(NAR + "scheme"):
        alias = scheme.get("alias", "")
        table.setdefault(alias, Scheme(scheme.get("uri", ""), scheme.get("schemeretired")))
    return table


def iptc_version(href: str) -> int | None:
    """Return the version of the IPTC catalog that an address names, or None for any other address."""
    match = _IPTC.fullmatch(href.strip())
    return int(match.group(1)) if match else None


@dataclass(frozen=True, slots=True)
class Catalogs:
    """What an item declares. `complete`: every catalog that it refers to is at hand: a missing alias is wrong."""

    aliases: dict[str, Scheme]
    complete: bool
    declared: bool
    key: object

    def resolve(self, qcode: str) -> str | None:
        """Return the URI of a QCode, or None where its alias is not known."""
        alias, _, code = qcode.partition(":")
        scheme = self.aliases.get(alias)
        return None if scheme is None else scheme.uri + code


@lru_cache(maxsize=256)
def _referred(hrefs: tuple[str, ...]) -> Catalogs:
    aliases: dict[str, Scheme] = {}
    complete = True
    for href in hrefs:
        version = iptc_version(href)
        if version is None or not bundled():
            complete = False
            continue
        if version not in bundled():
            complete = False
            version = newest()
        for alias, scheme in iptc(version).items():
            aliases.setdefault(alias, scheme)
    return Catalogs(aliases, complete, bool(hrefs), hrefs)


def catalogs(references: list[_Element], inline: list[_Element]) -> Catalogs:
    """Return what the catalogRef and catalog elements in an item's scope declare together."""
    base = _referred(tuple(ref.get("href", "") for ref in references))
    if not inline:
        return base
    own = {alias: scheme for catalog in inline for alias, scheme in schemes_of(catalog).items()}
    aliases = base.aliases | own
    key = (base.key, tuple(sorted((alias, scheme.uri) for alias, scheme in own.items())))
    return Catalogs(aliases, base.complete, True, key)
