"""The segmenter's figures for the docs: cross-validation by publisher, other shapes, confidence, the worst lines.

    python -m benchmarks.segmenter_quality GOLD.jsonl --more SILVER.jsonl --corrections CORRECTIONS.jsonl

Every article is labelled by a model that has seen nothing of its publisher's. Trains anew (`--save FOLDER` keeps the
models of the folds, `--models FOLDER` takes them from there; `--opening FILE` keeps what all folds teach of openings).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from convert.article import Label, Segmentation
from convert.fields.characters import Cleaner, same
from convert.fields.headings import by_label, headline
from convert.segment.augment import clean, no_blanks, pieces_of, rewrap
from convert.segment.confidence import LOW
from convert.segment.corrections import read_corrected
from convert.segment.evaluate import groups, intervals, language_group, render
from convert.segment.folds import label_held_out, models_of_folds
from convert.segment.gold import Gold, read_gold
from convert.segment.lines import layout
from convert.segment.measures import compare, summary
from convert.segment.model import Model, load, save
from convert.segment.pieces import Pieces

KNOTS: Final = (0.0, 0.45, 0.55, 0.65, 0.75, 0.85, 0.92, 0.96, 0.985, 0.995, 1.0001)
WORST: Final = 50
PARAGRAPH: Final = 40
SENTENCE_ENDS: Final = tuple(".!?…\"”»“'’।。！？」』)؟")
_KEYS: Final = ("headline exact", "standfirst exact", "byline exact", "dateline exact", "body char F1", "body loss")
_RANDOM: Final = np.random.default_rng(0)
_SHAPES: Final[dict[str, Callable[[Pieces], Pieces]]] = {
    "all blank lines removed": lambda pieces: no_blanks(pieces, _RANDOM),
    "wrapped at 72 columns": lambda pieces: rewrap(pieces, 72),
    "wrapped at 72 columns, no blank line": lambda pieces: rewrap(no_blanks(pieces, _RANDOM), 72),
}


def text_of(pieces: Pieces) -> str:
    """Put the pieces of a text together."""
    rows = ["\n" * (piece.above + (n > 0)) + " " * piece.indent + piece.text for n, piece in enumerate(pieces)]
    return "".join(rows)


def lines_of(gold: Gold) -> list[str]:
    """Return the lines of a text."""
    return [gold.text[start:end] for start, end in layout(gold.text).spans]


def reshaped(gold: Gold, change: Callable[[Pieces], Pieces]) -> Gold:
    """Return the article in another shape."""
    pieces = change(pieces_of(gold))
    return replace(gold, text=text_of(pieces), labels=tuple(piece.label for piece in pieces))


def row(name: str, golds: Sequence[Gold], done: Sequence[Segmentation]) -> str:
    """Return the figures of one shape as a line."""
    compared = [
        compare(gold.labels, [line.label for line in found.lines], [line.text for line in found.lines])
        for gold, found in zip(golds, done, strict=True)
    ]
    figures = summary(compared)
    means = figures["articles"]
    cells = " ".join(f"{key} {means[key][0]:.3f}" for key in _KEYS if key in means)
    return f"{name:48} macro-F1 {figures['macro_f1']:.3f}  {cells}"


def shapes(golds: Sequence[Gold], models: Sequence[Model]) -> None:
    """Print the figures of other shapes of the same articles, of scripts and of clean text."""
    for rendition in ("extract", "page"):
        own = [gold for gold in golds if gold.rendition == rendition]
        print(row(rendition, own, label_held_out(own, models)))
        for name, change in _SHAPES.items():
            other = [reshaped(gold, change) for gold in own]
            print(row(f"{rendition}: {name}", other, label_held_out(other, models)))
    own = [gold for gold in golds if gold.rendition == "extract"]
    foreign = [gold for gold in own if language_group(gold, lines_of(gold)) == "non-Latin"]
    if foreign:
        done = dict(zip((g.key for g in own), label_held_out(own, models), strict=True))
        print(row(f"other scripts ({len(foreign)})", foreign, [done[gold.key] for gold in foreign]))
    plain = [reshaped(gold, clean) for gold in own]
    done_plain = label_held_out(plain, models)
    print(row("clean text", plain, done_plain))
    _lost(plain, done_plain)


def _lost(golds: Sequence[Gold], done: Sequence[Segmentation]) -> None:
    """Print in how many clean texts every paragraph stays body, and what becomes of those that do not."""
    whole = without_heads = sentences = 0
    became: dict[str, int] = {}
    long = 0
    for gold, found in zip(golds, done, strict=True):
        lost = [
            line
            for want, line in zip(gold.labels, found.lines, strict=True)
            if want is Label.BODY and line.label is not Label.BODY
        ]
        whole += not lost
        without_heads += all(line.label is Label.CROSSHEAD for line in lost)
        sentences += not any(len(line.text) > PARAGRAPH and line.text.endswith(SENTENCE_ENDS) for line in lost)
        long += sum(len(line.text) > 100 for line in lost)
        for line in lost:
            became[line.label.value] = became.get(line.label.value, 0) + 1
    print(f"  clean: every body line kept in {whole} of {len(golds)}; but for crossheads in {without_heads}")
    print(f"  clean: every line of more than {PARAGRAPH} letters that ends as a sentence does in {sentences}")
    print(f"  lost: {became}, {long} of them above 100 characters")


def confidence(golds: Sequence[Gold], done: Sequence[Segmentation]) -> None:
    """Print the calibration of the lines, and how many wrong headlines the least sure articles hold."""
    said, right = [], []
    for gold, found in zip(golds, done, strict=True):
        for want, line in zip(gold.labels, found.lines, strict=True):
            if want is not None and gold.rendition == "extract":
                said.append(line.confidence)
                right.append(want is line.label)
    sure, good = np.array(said), np.array(right)
    for low, high in pairwise(KNOTS):
        here = (sure >= low) & (sure < high)
        if here.any():
            print(f"  {low:.3f} {here.sum():6} mean {sure[here].mean():.4f} right {good[here].mean():.4f}")
    for rendition in ("extract", "page"):
        pairs = [pair for pair in zip(golds, done, strict=True) if pair[0].rendition == rendition]
        pairs.sort(key=lambda pair: pair[1].confidence)
        tenth, doubtful = pairs[: round(len(pairs) / 10)], [pair for pair in pairs if pair[1].confidence < LOW]
        for name, wrong in (("headline other than the labels give", _other), ("line wrongly headline or not", _wrong)):
            caught, below, total = (sum(wrong(*pair) for pair in some) for some in (tenth, doubtful, pairs))
            print(
                f"  {rendition}, {name}: {total} articles, {caught} of them in the least sure tenth; "
                f"{below} below {LOW}, where {len(doubtful)} of {len(pairs)} articles are"
            )


def _other(gold: Gold, found: Segmentation) -> bool:
    """Tell whether the headline that comes out is not that of the reviewed labels, case and marks apart."""
    lines = [number for number, want in enumerate(gold.labels) if want is Label.HEADLINE]
    return bool(lines) and _headline(found, lines) != _headline(found, by_label(found)[Label.HEADLINE])


def _headline(found: Segmentation, lines: Sequence[int]) -> str | None:
    text = headline(found, lines, Cleaner(found.text))
    return None if text is None else same(text.text)


def _wrong(gold: Gold, found: Segmentation) -> bool:
    pairs = zip(gold.labels, found.lines, strict=True)
    return any(want is not None and (want is Label.HEADLINE) != (line.label is Label.HEADLINE) for want, line in pairs)


def worst(golds: Sequence[Gold], done: Sequence[Segmentation]) -> None:
    """Print the lines that the models were surest of and wrong about, at most three an article."""
    rows = []
    for gold, found in zip(golds, done, strict=True):
        if gold.rendition == "extract":
            for number, (want, line) in enumerate(zip(gold.labels, found.lines, strict=True)):
                if want is not None and want is not line.label:
                    rows.append((line.confidence, gold.key, number, want.value, line.label.value, line.text[:80]))
    counts: dict[str, int] = {}
    shown = 0
    for item in sorted(rows, key=lambda item: (-item[0], item[1:])):
        counts[item[1]] = counts.get(item[1], 0) + 1
        if counts[item[1]] <= 3 and shown < WORST:
            shown += 1
            print(" | ".join(map(str, item)))


def main() -> None:
    """Train or load the models of the folds and print all figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--more", type=Path, action="append", default=[])
    parser.add_argument("--corrections", type=Path)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--opening", type=Path)
    options = parser.parse_args()
    golds = read_gold([options.gold])
    if options.models:
        models: Sequence[Model] = [load(path) for path in sorted(options.models.glob("fold*.npz"))]
    else:
        folds = models_of_folds(golds, read_corrected(options.more, options.corrections))
        models = folds.models
        if options.opening:
            options.opening.write_text(json.dumps(folds.opening, indent=1) + "\n", encoding="utf-8")
    if options.save:
        for number, model in enumerate(models):
            save(model, options.save / f"fold{number}.npz")
    done = label_held_out(golds, models)
    found = groups(
        golds,
        {(g.key, g.rendition): [line.label for line in item.lines] for g, item in zip(golds, done, strict=True)},
    )
    print(render(found))
    for rendition in ("extract", "page"):
        for name, (low, high) in intervals(found[rendition]).items():
            print(f"  {rendition:8} {name:38} {low:.3f} - {high:.3f}")
    shapes(golds, models)
    confidence(golds, done)
    worst(golds, done)


if __name__ == "__main__":
    main()
