"""Publication and update: cues, zones, ambiguity, years that are not there, relative times."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.fields import build, moments
from convert.fields.days import Context
from convert.metadata import Metadata, parse
from convert.profile import DEFAULT, DateOrder, Profile, TextFacts
from tests.fields.making import SOURCE, article, codes, seg

BODY = (
    "\nb|The harbour board voted on Tuesday to close the old terminal, and it said that it would open again in spring."
)


def test_the_zone_is_the_stated_one_or_the_profiles_or_none():
    line = "d|3 March 2024, 14:05"
    assert article(line + BODY).published == datetime(2024, 3, 3, 14, 5)  # noqa: DTZ001 - no zone is stated
    berlin = Profile(text=TextFacts(zone="Europe/Berlin"))
    assert article(line + BODY, berlin).published == datetime(2024, 3, 3, 14, 5, tzinfo=timezone(timedelta(hours=1)))
    assert article(line + " GMT" + BODY, berlin).published == datetime(2024, 3, 3, 14, 5, tzinfo=UTC)


def test_a_shared_abbreviation_needs_the_profile():
    line = "d|3 March 2024, 14:05 IST" + BODY
    assert article(line).published == datetime(2024, 3, 3, 14, 5)  # noqa: DTZ001 - no zone is stated
    kolkata = Profile(text=TextFacts(zone="Asia/Kolkata"))
    assert article(line, kolkata).published.utcoffset() == timedelta(hours=5, minutes=30)


def test_an_ambiguous_date_is_unknown_and_reported_until_the_profile_tells():
    line = "d|05/02/2021" + BODY
    assert article(line).published is None
    assert "fields.ambiguous-date" in codes(line)
    american = Profile(text=TextFacts(date_order=DateOrder.MONTH_DAY))
    assert article(line, american).published == date(2021, 5, 2)
    assert "fields.ambiguous-date" not in codes(line, american)
    assert article("d|Friday 05/02/2021" + BODY).published == date(2021, 2, 5)


def test_a_missing_year_comes_from_the_metadata_or_stays_unknown():
    line = "d|Updated 5 March, 14:05" + BODY
    assert article(line).modified is None
    assert article(line, metadata=Metadata(published=date(2024, 3, 3))).modified == datetime(2024, 3, 5, 14, 5)  # noqa: DTZ001 - no zone is stated


def test_an_update_is_no_publication():
    made = article("d|Updated 3 March 2024" + BODY)
    assert (made.published, made.modified) == (None, date(2024, 3, 3))


def test_cue_and_time_may_stand_on_two_lines():
    assert article("d|Published\nd|3 March 2024" + BODY).published == date(2024, 3, 3)


def test_a_time_glued_to_the_byline_counts_where_no_line_has_one():
    assert article("y|By Ana Costa 3 March 2024" + BODY).published == date(2024, 3, 3)
    assert article("d|4 March 2024\ny|By Ana Costa 3 March 2024" + BODY).published == date(2024, 3, 4)


def test_an_update_above_does_not_hide_the_publication_beside_the_byline_or_announced_below():
    updated = "d|Updated: 5 March 2024\n"
    beside = article(updated + "y|By Ana Costa Published: 3 March 2024" + BODY)
    assert (beside.published, beside.modified) == (date(2024, 3, 3), date(2024, 3, 5))
    assert article(f"{updated}{BODY}\nd|First published on 3 March 2024").published == date(2024, 3, 3)


def test_a_later_date_or_one_that_nothing_announces_below_an_update_is_no_publication():
    updated = "d|Updated: 5 March 2024\n"
    assert article(f"{updated}{BODY}\nd|3 March 2024").published is None
    assert article(f"{updated}{BODY}\nd|First published on 13 March 2024").published is None


def test_a_filing_date_is_no_publication():
    made = article("d|LYON, 14 February 2025 (AFP)" + BODY)
    assert made.published is None
    assert made.dateline is not None
    assert made.dateline.date == date(2025, 2, 14)


def test_relative_times_stay_text_without_a_reference():
    line = "d|5 hours ago" + BODY
    assert article(line).published is None
    reference = datetime(2024, 3, 3, 14, 5, tzinfo=UTC)
    resolved = build(seg(line), SOURCE, reference=reference).article
    assert resolved.published == reference - timedelta(hours=5)
    assert resolved.origins["published"].note == "counted from the reference time"
    updated = build(seg("d|Updated 5 hours ago" + BODY), SOURCE, reference=reference).article
    assert updated.published is None


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("5 hours ago", 5, "hour"),
        ("vor 3 Stunden", 3, "hour"),
        ("il y a 2 jours", 2, "day"),
        ("hace 10 minutos", 10, "minute"),
        ("3時間前", 3, "hour"),
        ("2시간 전", 2, "hour"),
        ("منذ 3 ساعات", 3, "hour"),
        ("yesterday", 1, "day"),
        ("heute", 0, "day"),
    ],
)
def test_relative_times_in_many_languages(text, count, unit):
    assert moments.relative(text) == (count, unit)


def test_a_month_ago_is_no_date():
    assert moments.resolve("2 months ago", datetime(2024, 3, 3, tzinfo=UTC)) is None


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(["en", "de", "fr", "ru", "ja", "el", "ar"]))
def test_written_dates_are_read_back(day, language):
    from convert.fields import calendar

    month = next(name for name, number in calendar.of(language).wide if number == day.month)
    text = f"{day.year}年{day.month}月{day.day}日" if language == "ja" else f"{day.day} {month} {day.year}"
    found = moments.find(text, Context(language, language))
    assert [moment.value() for moment in found] == [day]


@given(st.text(max_size=500))
def test_any_text_is_read_without_fault_and_no_date_is_impossible(text):
    for moment in moments.find(text, Context("en", "en")):
        moment.value("Europe/Berlin")
        assert moment.day.exists()
        assert 0 <= moment.start < moment.end <= len(text)


@pytest.mark.parametrize(
    "text", ["3. März 2024, 24 Uhr", "3 mars 2024, 24h", "2024年3月3日24時", "3. März 2024, 24:00 Uhr"]
)
def test_an_hour_that_no_clock_shows_leaves_the_date_alone(text):
    (moment,) = moments.find(text, Context("de", "de"))
    assert moment.value("Europe/Berlin") == date(2024, 3, 3)


@pytest.mark.parametrize("said", ["14:05 +99:00", "14:05 +45", "14:05 -24:00", "14:05 +14:30"])
def test_an_offset_that_no_zone_has_is_none(said):
    (moment,) = moments.find(f"3 March 2024 {said}", Context("en", "en"))
    assert moment.value() == datetime(2024, 3, 3, 14, 5)  # noqa: DTZ001 - no zone is stated
    (moment,) = moments.find("3 March 2024 14:05 UTC+99", Context("en", "en"))
    assert moment.value() == datetime(2024, 3, 3, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize("text", ["1" * 400, "1." * 200, "1:" * 200, "March " * 80, "日" * 400, "12/" * 150])
def test_hostile_lines_end(text):
    assert not moments.find(text, Context("en", "en")) or text.startswith(("12/", "1."))


@pytest.mark.parametrize(
    ("published", "modified", "kept"),
    [
        ("2024-03-03T10:00:00Z", "2024-03-03T09:00:00Z", False),
        ("2024-03-03T10:00:00+02:00", "2024-03-03T08:30:00Z", True),
        ("2024-03-03T10:00:00Z", "2024-03-03T10:00:00Z", True),
        ("2024-03-03", "2024-03-02T23:00:00Z", True),
        ("2024-03-03", "2024-03-01", False),
        ("2024-03-03T10:00:00Z", "2024-03-04", True),
    ],
)
def test_an_update_before_the_publication_is_left_out_and_said(published, modified, kept):
    known, _ = parse({"published": published, "modified": modified})
    built = build(seg("h|One\nb|The board voted on Monday to close the bridge."), SOURCE, DEFAULT, known)
    codes = [one.code for one in built.diagnostics]
    assert (built.article.modified is not None) is kept
    assert ("modified" in built.article.origins) is kept
    assert ("fields.times-contradict" in codes) is not kept
