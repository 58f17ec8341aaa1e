"""`python -m convert.fields GOLD.jsonl [--predictions LABELS.jsonl] [--rendition page]`: the figures of the fields."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from convert.fields.evaluate import evaluate, report


def main() -> None:
    """Print the figures of the fields on a gold file; from its own labels, or from those of a labeller."""
    parser = argparse.ArgumentParser(prog="python -m convert.fields", description=main.__doc__)
    parser.add_argument("gold", type=Path, help="JSON Lines with raw_text, lines and gold")
    parser.add_argument("--predictions", type=Path, help="JSON Lines with id, rendition and labels")
    parser.add_argument("--rendition", choices=("extract", "page"), default="extract")
    wanted = parser.parse_args()
    sys.stdout.write(report(evaluate(wanted.gold, wanted.predictions, wanted.rendition)))


if __name__ == "__main__":
    main()
