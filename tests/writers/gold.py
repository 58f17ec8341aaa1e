"""Articles of the labelled corpus, made from its gold labels by the product's own fields."""

import hashlib
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from convert import fields
from convert.article import Article, Label, Line, Segmentation
from convert.metadata import Metadata, Source
from convert.profile import DEFAULT, Profile, from_table

FULL_PROFILE = from_table(
    {
        "provider": {
            "name": "Example Post",
            "uri": "https://news.example/#us",
            "qcode": "nprov:EXAMPLE",
            "domain": "news.example",
            "logo": "https://news.example/logo.png",
        },
        "rights": {
            "holder": "Example Post Ltd",
            "holder_uri": "https://news.example/#owner",
            "notice": "© 2024 Example Post Ltd",
            "usage_terms": "For subscribers; no resale.",
            "licence": "https://news.example/licence",
            "creditline": "Example Post",
        },
        "guid": {"year": 2024},
        "text": {"zone": "Europe/Vienna"},
        "defaults": {"section": "News", "genre": "Analysis", "urgency": 4, "keywords": ["one", "two"]},
    }
)
PROFILES = {"default": DEFAULT, "full": FULL_PROFILE}


def articles(shared: Path, profile: Profile, most: int = 500) -> Iterator[Article]:
    """Yield the first articles of the corpus that have a body; an ambiguous line counts as boilerplate."""
    return (article for article, _ in articles_and_texts(shared, profile, most))


def articles_and_texts(shared: Path, profile: Profile, most: int = 500) -> Iterator[tuple[Article, str]]:
    """Yield each article with the text that it was made from."""
    for record in islice(_records(shared), most):
        text = record["raw_text"]
        key = f"{record['id']}-{record['rendition']}.txt"
        source = Source(key, hashlib.sha256(text.encode()).hexdigest())
        built = fields.build(_segmentation(text, record["lines"]), source, profile, Metadata())
        if built.article is not None:
            yield built.article, text


def _records(shared: Path) -> Iterator[dict]:
    for name in ("dev.jsonl", "silver.jsonl"):
        with (shared / "corpus" / name).open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def _segmentation(text: str, rows: list[dict]) -> Segmentation:
    position, lines = 0, []
    for row in rows:
        start = text.index(row["text"], position)
        position = start + len(row["text"])
        label = Label.BOILERPLATE if row["label"] == "ambiguous" else Label(row["label"])
        lines.append(Line(row["text"], start, position, label, 1.0))
    return Segmentation(text, tuple(lines))
