"""What the lines that recur in an archive tell the segmenter, measured where a site has several articles.

    python -m benchmarks.evidence GOLD.jsonl --more SILVER.jsonl --corrections CORRECTIONS.jsonl --models FOLDER

Every article of GOLD is labelled by a model that has seen nothing of its publisher's (FOLDER is what
`benchmarks.segmenter_quality --save` wrote), without evidence and with that of all articles of its site, the way
`convert --evidence learn` counts it.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from convert.article import Segmentation
from convert.batch.learning import learn
from convert.segment.corrections import read_corrected
from convert.segment.folds import fold_of, label_held_out
from convert.segment.gold import Gold, read_gold
from convert.segment.model import Model, load
from convert.segment.tagger import segment_many

FEWEST: Final = 3
"""Articles of a site without which nothing is learnt of it."""


def with_evidence(golds: Sequence[Gold], known: Sequence[Gold], models: Sequence[Model]) -> dict[int, Segmentation]:
    """Label the golds whose site has enough articles, with what these have in common; by their places."""
    texts: dict[str, list[str]] = defaultdict(list)
    for one in known:
        texts[one.site].append(one.text)
    fold = fold_of(golds, len(models))
    places: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, gold in enumerate(golds):
        if len(texts[gold.site]) >= FEWEST:
            places[gold.site, fold[gold.publisher]].append(place)
    found: dict[int, Segmentation] = {}
    for (site, number), own in sorted(places.items()):
        evidence = learn(texts[site])
        done = segment_many([golds[place].text for place in own], model=models[number], evidence=evidence)
        found |= dict(zip(own, done, strict=True))
    return found


def row(name: str, golds: Sequence[Gold], plain: Sequence[Segmentation], told: dict[int, Segmentation]) -> str:
    """Return how many lines are wrong without evidence and with it."""
    counts: Counter[str] = Counter()
    for place, found in told.items():
        counts["articles"] += 1
        for want, before, after in zip(golds[place].labels, plain[place].lines, found.lines, strict=True):
            if want is None:
                continue
            counts["lines"] += 1
            counts["without"] += before.label is not want
            counts["with"] += after.label is not want
            counts["mended"] += before.label is not want and after.label is want
            counts["spoilt"] += before.label is want and after.label is not want
    sites = len({golds[place].site for place in told})
    return (
        f"{name:8} {counts['articles']} articles of {sites} sites, {counts['lines']} lines: wrong without "
        f"{counts['without']}, with {counts['with']}; mended {counts['mended']}, spoilt {counts['spoilt']}"
    )


def main() -> None:
    """Measure both renditions."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="labelled articles that the models were validated on")
    parser.add_argument(
        "--more", type=Path, action="append", default=[], help="more articles of the sites; may be repeated"
    )
    parser.add_argument("--corrections", type=Path, help="corrected labels of --more")
    parser.add_argument("--models", type=Path, required=True, help="the folder of the models of all folds")
    options = parser.parse_args()
    golds = read_gold([options.gold])
    more = read_corrected(options.more, options.corrections) if options.more else []
    models = [load(path) for path in sorted(options.models.glob("fold*.npz"))]
    plain = label_held_out(golds, models)
    for rendition in ("page", "extract"):
        known = [gold for gold in (*golds, *more) if gold.rendition == rendition]
        told = with_evidence(golds, known, models)
        told = {place: found for place, found in told.items() if golds[place].rendition == rendition}
        print(row(rendition, golds, plain, told))


if __name__ == "__main__":
    main()
