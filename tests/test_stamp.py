"""The stamp of an item: where it comes from, in which order, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import convert
from convert import stamp
from convert.article import Origin, OriginSource
from convert.diagnostics import UsageError

TEXT = "A headline of some words\n\nThe council of the town voted on Tuesday to repair the old bridge over the river.\n"
OPTION = stamp.Stamp(datetime(2026, 1, 1, tzinfo=UTC), OriginSource.OPTION)
INPUT = stamp.Stamp(datetime(2020, 1, 1, tzinfo=UTC), OriginSource.INPUT)
CLOCK = stamp.Stamp(datetime(2030, 1, 1, tzinfo=UTC), OriginSource.CLOCK)


@pytest.fixture
def article():
    return convert.to_article(TEXT, metadata={"issued": "2025-05-05T00:00:00Z"}).model_copy(update={"issued": None})


def test_the_first_candidate_there_is_stamps_the_item(article):
    assert stamp.issue(article, OPTION, INPUT, CLOCK)[0].issued == OPTION.time
    assert stamp.issue(article, None, INPUT, CLOCK)[0].issued == INPUT.time
    assert stamp.issue(article)[0].issued is None


def test_an_article_that_is_dated_keeps_its_stamp():
    dated = convert.to_article(TEXT, metadata={"modified": "2025-05-05T10:00:00+02:00"})
    assert stamp.issue(dated, OPTION)[0] is dated
    assert dated.issued.isoformat() == "2025-05-05T10:00:00+02:00"


def test_the_clock_is_said(article):
    issued, found = stamp.issue(article, None, None, CLOCK)
    assert [one.code for one in found] == ["fields.stamp-clock"]
    assert issued.origins["issued"].source is OriginSource.CLOCK


def test_the_stamp_never_becomes_a_date_of_the_content(article):
    issued, _ = stamp.issue(article, OPTION)
    assert (issued.published, issued.modified) == (None, None)
    assert "2026" not in convert.write(issued, "json-ld").decode()


def test_source_date_epoch_stands_for_the_clock():
    found = stamp.of_run({"SOURCE_DATE_EPOCH": "86400"})
    assert found == stamp.Stamp(datetime(1970, 1, 2, tzinfo=UTC), OriginSource.OPTION)
    assert stamp.of_run({}).source is OriginSource.CLOCK


@pytest.mark.parametrize("value", ["", "soon", "1e9", "9" * 30])
def test_a_source_date_epoch_that_is_no_number_is_misuse(value):
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        stamp.of_run({"SOURCE_DATE_EPOCH": value})


@pytest.mark.parametrize("value", ["yesterday", "2026-01-01", "2026-01-01T00:00:00"])
def test_a_timestamp_without_a_zone_is_misuse(value):
    with pytest.raises(UsageError, match="--timestamp"):
        stamp.of_option(value)


@pytest.mark.parametrize(
    ("until", "kept"),
    [(datetime(2019, 12, 31, tzinfo=UTC), False), (INPUT.time, True), (datetime(2020, 1, 2, tzinfo=UTC), True)],
)
def test_an_embargo_that_was_over_is_left_out_and_said(article, until, kept):
    origins = {**article.origins, "embargoed": Origin(source=OriginSource.METADATA)}
    made, found = stamp.issue(article.model_copy(update={"embargoed": until, "origins": origins}), INPUT)
    assert made.embargoed == (until if kept else None)
    assert ("embargoed" in made.origins) is kept
    assert [one.code for one in found] == ([] if kept else ["fields.embargo-over"])


def test_what_is_left_of_an_embargo_that_is_over_passes_our_own_rules():
    made = convert.to_article(TEXT, metadata={"embargoed": "2019-12-31T00:00:00Z", "published": "2024-03-03T10:00:00Z"})
    report = convert.validate(convert.write(made, "newsml-g2"), "newsml-g2")
    assert not [one for one in report.findings if one.severity == "warning"]
