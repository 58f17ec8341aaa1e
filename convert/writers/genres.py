"""Which subtype of schema.org's NewsArticle a genre names.

The genre is what the text or its metadata states; only a word that means the same as one of the subtypes decides, and
every other genre leaves the plain NewsArticle. The words are those of IPTC's genre scheme and of newsrooms.
"""

from __future__ import annotations

from typing import Final

NEWS_ARTICLE: Final = "NewsArticle"

_WORDS: Final = {
    "OpinionNewsArticle": (
        "opinion",
        "opinion piece",
        "op-ed",
        "comment",
        "commentary",
        "column",
        "editorial",
        "leader",
        "meinung",
        "kommentar",
        "leitartikel",
        "kolumne",
        "opinión",
        "columna",
        "tribune",
        "éditorial",
        "opinione",
        "editoriale",
        "opinião",
    ),
    "AnalysisNewsArticle": ("analysis", "news analysis", "analyse", "análisis", "analisi", "análise"),
    "ReviewNewsArticle": ("review", "rezension", "kritik", "reseña", "crítica", "critique", "recensione", "recensie"),
    "BackgroundNewsArticle": (
        "background",
        "backgrounder",
        "explainer",
        "hintergrund",
        "contexte",
        "trasfondo",
        "achtergrond",
    ),
    "ReportageNewsArticle": ("reportage", "reportaje", "reportagem"),
}

_TYPE_OF: Final = {word: kind for kind, words in _WORDS.items() for word in words}

TYPES: Final = (NEWS_ARTICLE, *_WORDS)
"""Every type an article may have, the plain one first."""


def article_type(genre: str | None) -> str:
    """Return the schema.org type that a genre states, NewsArticle when it states none of the subtypes."""
    return _TYPE_OF.get(genre.strip().casefold(), NEWS_ARTICLE) if genre else NEWS_ARTICLE
