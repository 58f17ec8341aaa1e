"""`segment`, `evaluate` and `train`: the segmenter shown, measured and taught."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from convert.cli.options import ProfileOption

commands = typer.Typer()


class Shape(StrEnum):
    """How `segment` shows an article."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


@commands.command(
    epilog="""\b
Examples:
  newsconvert segment story.txt
  newsconvert segment story.txt --explain
  newsconvert segment - --format html < story.txt > story.html
"""
)
def segment(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text, or - for stdin.")],
    shape: Annotated[Shape, typer.Option("--format", help="text, json or html.")] = Shape.TEXT,
    explain: Annotated[bool, typer.Option("--explain", help="Say which evidence gave each line its label.")] = False,
    profile: ProfileOption = None,
) -> None:
    """Label every line of one text, and show it."""
    from convert.commands import segmentation

    typer.echo(segmentation.segment(file, shape.value, profile, explain=explain), nl=False)


@commands.command(
    epilog="""\b
Examples:
  newsconvert evaluate gold.jsonl
  newsconvert evaluate gold.jsonl --model mine.npz --json
  newsconvert evaluate gold.jsonl --folds 5 --more silver.jsonl
"""
)
def evaluate(
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="Labelled articles: JSONL, or a folder of houses.", exists=True)
    ],
    model: Annotated[Path | None, typer.Option("--model", help="Another model than the shipped one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    folds: Annotated[
        int | None, typer.Option("--folds", min=2, help="Cross-validate by publisher, with intervals; trains anew.")
    ] = None,
    more: Annotated[
        list[Path] | None, typer.Option("--more", help="With --folds: labelled articles to train on besides.")
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", help="With --more: corrected labels of one of its files.")
    ] = None,
) -> None:
    """Measure the segmenter on labelled articles."""
    from convert.commands import evaluation

    figures = evaluation.evaluate(gold, model, as_json=as_json, folds=folds, more=more or (), corrections=corrections)
    typer.echo(figures, nl=False)


@commands.command(
    epilog="""\b
Examples:
  newsconvert train gold.jsonl --out mine.npz
  newsconvert train corrected.segments.json --base default --out mine.npz
"""
)
def train(
    gold: Annotated[
        list[Path],
        typer.Argument(
            metavar="GOLD...", help="Labelled articles: JSONL, segments.json, a folder of houses.", exists=True
        ),
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The model file to write.")],
    base: Annotated[str | None, typer.Option("--base", help="Adapt this model (default: the shipped one).")] = None,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", help="Corrected labels of one of the files.")
    ] = None,
) -> None:
    """Train the segmenter, or teach the shipped one your archive."""
    from convert.commands import evaluation

    evaluation.train(gold, out, base, corrections)
