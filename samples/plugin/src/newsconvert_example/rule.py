"""A rule of the house: the headline of an item has no more than 60 characters, which is what the apps show."""

from collections.abc import Iterator
from typing import Any

from convert.diagnostics import Severity
from convert.validate.rule import Found, Rule

api = 1

format = "json-ld"  # noqa: A001 - the contract's own word

MOST = 60

rules = (
    Rule(
        "HOUSE-1",
        Severity.WARNING,
        f"A headline has no more than {MOST} characters",
        "The apps cut a longer one off.",
        "Style book, page 4",
        "Shorten it.",
    ),
)


def check(document: Any) -> Iterator[Found]:
    """Judge one document: for JSON-LD the parsed object; `node` is the JSON Pointer of what is wrong."""
    headline = document.get("headline") if isinstance(document, dict) else None
    if isinstance(headline, str) and len(headline) > MOST:
        yield Found(f"The headline has {len(headline)} characters", "/headline", code="HOUSE-1")
