"""The document that the examples of JSON-LD rules are put into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SLOTS: Final[dict[str, str]] = {
    "context": '"@context": "https://schema.org"',
    "type": '"@type": "NewsArticle"',
    "headline": '"headline": "Ferry to the islands is back"',
    "datePublished": '"datePublished": "2024-05-02T08:30:00+02:00"',
    "dateModified": '"dateModified": "2024-05-02T09:00:00+02:00"',
    "author": '"author": {"@type": "Person", "name": "Ann Example", "url": "https://example.com/ann"}',
    "publisher": '"publisher": {"@type": "NewsMediaOrganization", "name": "Example Press"}',
    "image": '"image": "https://example.com/ferry.jpg"',
    "inLanguage": '"inLanguage": "en"',
    "articleBody": '"articleBody": "The ferry to the outer islands runs again after nine days of storm."',
    "wordCount": '"wordCount": 13',
    "more": "",
}


def document(slots: Mapping[str, str]) -> bytes:
    """Return the base document with some members replaced; an empty one is left out, `document` replaces it whole."""
    values = {**SLOTS, **slots}
    if "document" in values:
        return values["document"].encode()
    return ("{\n  " + ",\n  ".join(part for part in values.values() if part) + "\n}\n").encode()
