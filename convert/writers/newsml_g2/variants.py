"""The variants of NewsML-G2, as data: who reads what decides what is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from convert.diagnostics import UsageError, diagnostic


class Package(Enum):
    """When a packageItem binds the text to its pictures, and where in the message it stands."""

    LAST_IF_PICTURES = "last"
    FIRST_ALWAYS = "first"


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write an article.

    `message`: a newsMessage is around the items; without one there is the text alone, and no package. `profile` stands
    in itemMeta, so that a reader knows that the body repeats (`repeats`) what the metadata says. `plain`: every block
    of the XHTML is a paragraph or a crosshead.
    """

    message: bool = True
    package: Package = Package.LAST_IF_PICTURES
    repeats: bool = False
    plain: bool = False
    profile: str | None = None


DEFAULT: Final = Variant()

VARIANTS: Final = {
    "superdesk": Variant(repeats=True, plain=True, profile="newsconvert-superdesk"),
    "newsitem": Variant(message=False),
    "package": Variant(package=Package.FIRST_ALWAYS),
}


def named(name: str | None) -> Variant:
    """Return a variant by its name, the default one for None. Raises UsageError (`usage.unknown-format`)."""
    if name is None:
        return DEFAULT
    try:
        return VARIANTS[name]
    except KeyError:
        message = f"NewsML-G2 has no variant {name!r}; known: {', '.join(VARIANTS)}"
        raise UsageError(diagnostic("usage.unknown-format", message)) from None
