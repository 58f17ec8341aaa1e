"""Profiles: what is read, what is refused and how it is said, the template, the explanation, facts in paths."""

from __future__ import annotations

import tomllib
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert import pathpattern, profile, profile_text
from convert.diagnostics import UsageError


def refusal(text: str) -> str:
    with pytest.raises(UsageError) as caught:
        profile.parse(text, "house.toml")
    assert caught.value.code == "profile.invalid"
    return str(caught.value)


def test_the_empty_profile_is_the_default_and_says_what_is_unset():
    assert profile.parse("") == profile.DEFAULT
    assert "provider.name" in profile.DEFAULT.unset()


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("[provider]\nnmae = 'X'", "provider.nmae", "did you mean name?"),
        ("[colour]\nx = 1", "colour", "the keys here are provider, rights"),
        ("[text]\nzone = 'Berlin'", "text.zone", "write it like Europe/Berlin"),
        ("[text]\nlanguage = 'English'", "text.language", "write it like en, pt-BR"),
        ("[text]\nencoding = 'utf-nine'", "text.encoding", "no encoding that Python knows"),
        ("[text]\nlanguage = 'German language'", "text.language", "Language of every text, as a BCP 47 tag"),
        ("[text]\ndate_order = 'backwards'", "text.date_order", "'day-month' or 'month-day'"),
        ("[defaults]\nurgency = 12", "defaults.urgency", "less than or equal to 9"),
        ("[provider]\nname = 5", "provider.name", "should be a valid string"),
        ("[guid]\nscheme = 'tag'", "guid.scheme", "set provider.domain"),
        ("[guid]\nscheme = 'urn:newsml'", "guid.scheme", "set provider.domain"),
        ("[provider]\ndomain = 'example.com'", "guid.year", 'guid.scheme = "urn:uuid"'),
        ("[path]\npattern = '{when}.txt'", "path.pattern", "use one of date, published"),
        ("[path]\npattern = '{date:%Y/%q}'", "path.pattern", "may use %Y, %m"),
        ("[path]\npattern = '{date:%Y}'", "path.pattern", "year, month and day"),
        ("[path]\npattern = 'all.txt'", "path.pattern", "{date:%Y/%m/%d}/{slug}.txt"),
        ("[path]\npattern = '{slug}/{slug}'", "path.pattern", "stands twice"),
        ("[path]\npattern = '{slug'", "path.pattern", "write it like"),
        ("[fields]\ntitle = 'heading'", "fields", "use one of"),
        ("[provider\nname = 1", "house.toml", "is not TOML"),
    ],
)
def test_a_refusal_names_the_key_and_the_remedy(text, key, said):
    message = refusal(text)
    assert key in message
    assert said in message


def test_a_profile_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "latin.toml").write_bytes(b"[provider]\nname = '\xe9'")
    for name in ("absent.toml", "latin.toml"):
        with pytest.raises(UsageError):
            profile.load(tmp_path / name)


def test_two_files_that_say_the_same_have_one_fingerprint():
    one = profile.parse("[provider]\nname = 'X'\n[limits]\nmax_bytes = 10_000_000")
    assert one.fingerprint() == profile.parse("# comment\nprovider = {name = 'X'}").fingerprint()
    assert one.fingerprint() != profile.DEFAULT.fingerprint()


def test_the_template_documents_every_key_and_means_nothing():
    template = profile_text.template()
    assert profile.parse(template) == profile.DEFAULT
    for name in profile_text.names():
        table, _, key = name.rpartition(".")
        assert f"[{table or key}]" in template
    assert "None" not in template


def test_each_value_of_the_template_is_valid():
    lines = [line.removeprefix("#") if line.startswith("#") and " = " in line else line for line in _rows()]
    made = profile.parse("\n".join(lines))
    assert made.provider.domain == "example.com"
    assert set(tomllib.loads("\n".join(lines))) == set(profile.Profile.model_fields)


def _rows() -> list[str]:
    rows = profile_text.template().split("\n")
    return [row for row in rows if not row.startswith("# ") or row.startswith('#"')]


def test_the_explanation_says_what_is_set_and_what_follows_from_the_rest():
    said = profile_text.explain(profile.parse("[provider]\nname = 'Harbour Gazette'"))
    assert 'provider.name = "Harbour Gazette"' in said
    assert "provider.domain: guids are urn:uuid" in said
    assert "provider.name:" not in said
    assert "it is the profile that is used where none is named" in profile_text.explain(profile.DEFAULT)


def test_paths_state_facts():
    made = profile.parse("[path]\npattern = '{date:%Y/%m/%d}/{section}/{slug}.txt'")
    known = made.from_path("archive/2024/03/09/harbour/terminal-closes.txt")
    assert (known.published, known.section, known.slugline) == (date(2024, 3, 9), "harbour", "terminal-closes")
    assert made.from_path("2024/13/09/harbour/terminal.txt") == profile.DEFAULT.from_path("x")
    assert made.from_path("elsewhere.txt").slugline is None


def test_times_and_parts_that_are_skipped():
    made = profile.parse("[path]\npattern = '{published:%Y%m%d-%H%M}_{}_{id}.xml'")
    known = made.from_path("20240309-1405_x_A17.xml")
    assert (known.published, known.id) == (datetime(2024, 3, 9, 14, 5), "A17")  # noqa: DTZ001 - no zone is stated


@given(st.text(max_size=60))
def test_any_pattern_is_read_or_refused_with_a_reason(pattern):
    try:
        pathpattern.compiled(pattern)
    except ValueError:
        with pytest.raises(ValueError, match=r"\w"):
            pathpattern.compiled(pattern)
    else:
        pathpattern.read(pattern, "a/b.txt")


def test_a_hostile_path_ends():
    assert pathpattern.read("{slug}-{id}-{section}.txt", "-" * 5000) == {}
    assert pathpattern.read("{slug}-{id}/{section}.txt", "-/" * 5000) == {}


@pytest.mark.parametrize("pattern", ["{slug}{id}.txt", "{}{slug}", "{slug}-{id}-{section}-{genre}"])
def test_a_pattern_that_could_match_in_too_many_ways_is_refused(pattern):
    with pytest.raises(ValueError, match="fields"):
        pathpattern.compiled(pattern)
