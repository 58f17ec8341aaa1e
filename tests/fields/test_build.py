"""Lines and metadata into an article: the seed's contract, precedence, origins, and the promises on any input."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convert.article import Article, Author, AuthorKind, Label, Line, Origin, OriginSource, Segmentation, legal
from convert.fields import Labelled, build, build_many
from convert.fields.evaluate import lines_of as labelled
from convert.metadata import NONE, Metadata
from convert.profile import Defaults, Guid, GuidScheme, Profile, Provider, Rights, TextFacts, from_table
from tests.fields.making import SOURCE, article, codes, diagnostics, seg
from tests.texts import articles

BODY = (
    "\nb|The harbour board voted on Tuesday to close the old terminal, and it said that it would open again in spring."
)

SEED_LABELS = ["headline", "standfirst", "byline", *["caption"] * 3, *["body"] * 14, "boilerplate"]


def test_the_seed(root):
    text = (root / "seeds" / "000_5ce6d16c4ea659ed.txt").read_text(encoding="utf-8")
    built = build(labelled(text, SEED_LABELS), SOURCE)
    made = built.article
    assert made.headline == "Netanyahu and Putin discuss Syria ceasefire"
    assert made.standfirst.startswith("Netanyahu tells Russian President")
    assert made.byline == "Elad Benari,"
    assert made.authors == (Author(name="Elad Benari", kind=AuthorKind.PERSON),)
    assert [(one.text, one.alt, one.credit) for one in made.captions] == [
        ("Netanyahu and Putin", None, "Haim Zach/GPO")
    ]
    assert len(made.body) == 14
    assert made.language == "en"
    assert (made.published, made.modified, made.dateline, made.issued) == (None, None, None, None)
    assert [line.text for line in made.boilerplate] == ["More Arutz Sheva videos:"]
    assert built.diagnostics == ()


def test_without_a_body_there_is_no_article():
    built = build(seg("h|Only a headline\nx|And a crosshead"), SOURCE)
    assert built.article is None
    assert [found.code for found in built.diagnostics] == ["segment.no-body"]


def test_without_a_headline_there_is_a_warning():
    assert "fields.no-headline" in codes(BODY)
    assert "fields.no-headline" not in codes(BODY, metadata=Metadata(headline="Terminal to close"))


def test_headlines_that_stand_together_are_one_and_repeats_add_nothing():
    assert article("h|Terminal to close\nh|for the winter" + BODY).headline == "Terminal to close for the winter"
    assert article("h|Terminal to close\nh|TERMINAL TO CLOSE" + BODY).headline == "Terminal to close"
    assert article("h|First\no|Share\nh|Second" + BODY).headline == "First"


def test_the_points_of_a_standfirst_stay_apart():
    assert article("s|• Piers unsafe\ns|• Repair too dear" + BODY).standfirst == "• Piers unsafe\n• Repair too dear"


def test_metadata_wins_and_a_difference_is_reported():
    marked = "h|Terminal to close\ny|By Ana Costa\nd|3 March 2024" + BODY
    known = Metadata(headline="Terminal closes", authors=(Author(name="Tom Oakes", kind=AuthorKind.PERSON),))
    made = article(marked, metadata=known)
    assert (made.headline, made.authors[0].name, made.byline) == ("Terminal closes", "Tom Oakes", "By Ana Costa")
    paths = {one.path for one in diagnostics(marked, metadata=known) if one.code == "fields.metadata-conflict"}
    assert paths == {"headline", "authors"}
    assert made.origins["headline"].source is OriginSource.METADATA


def test_case_quotes_and_blanks_are_no_difference():
    known = Metadata(headline="terminal to CLOSE")
    assert "fields.metadata-conflict" not in codes("h|“Terminal to close”" + BODY, metadata=known)


def test_times_in_two_zones_are_no_difference():
    known = Metadata(published=datetime(2024, 3, 2, 23, 30, tzinfo=UTC))
    assert "fields.metadata-conflict" not in codes("d|3 March 2024, 0:30" + BODY, metadata=known)
    far = Metadata(published=date(2024, 5, 1))
    assert "fields.metadata-conflict" in codes("d|3 March 2024" + BODY, metadata=far)


def test_the_path_stands_behind_the_text_and_before_the_defaults():
    by_path = from_table(
        {"path": {"pattern": "{section}/{slug}.txt"}, "defaults": {"section": "Harbour", "genre": "news"}}
    )
    made = article("h|Terminal" + BODY, by_path)
    assert (made.section, made.slugline, made.genre) == ("2024", "story", "news")
    assert made.origins["slugline"] == Origin(source=OriginSource.INPUT, note="path")
    assert made.origins["genre"].source is OriginSource.PROFILE
    assert article("h|Terminal" + BODY, by_path, Metadata(section="Town")).section == "Town"


def test_a_stated_language_wins_and_a_clear_difference_is_reported():
    german = Profile(text=TextFacts(language="de-AT"))
    english = "\n".join(
        ["b|The harbour board voted on Tuesday to close the old terminal and it said that it would open."] * 4
    )
    assert article(english, german).language == "de-AT"
    assert "fields.metadata-conflict" in codes(english, german)
    assert "fields.metadata-conflict" not in codes(english, Profile(text=TextFacts(language="en-GB")))


def test_the_stamp_is_the_best_date_and_says_when_it_was_padded():
    exact = article("d|Published 3 March 2024 14:05 GMT" + BODY)
    assert exact.issued == datetime(2024, 3, 3, 14, 5, tzinfo=UTC)
    assert "padded" not in exact.origins["issued"].note
    padded = article("d|3 March 2024" + BODY)
    assert padded.issued == datetime(2024, 3, 3, tzinfo=UTC)
    assert "padded" in padded.origins["issued"].note
    assert "fields.stamp-padded" in codes("d|3 March 2024" + BODY)
    updated = article("d|3 March 2024 10:00 GMT Updated 4 March 2024 11:00 GMT" + BODY)
    assert updated.issued == datetime(2024, 3, 4, 11, tzinfo=UTC)
    given_stamp = datetime(2024, 5, 1, 12, tzinfo=UTC)
    assert article(BODY, metadata=Metadata(issued=given_stamp)).issued == given_stamp
    assert article(BODY).issued is None


def test_the_profile_gives_provider_and_rights():
    profile = Profile(provider=Provider(name="Harbour Gazette"), rights=Rights(notice="(c) Harbour Gazette"))
    made = article(BODY, profile)
    assert made.publication.provider.name == "Harbour Gazette"
    assert made.publication.copyright_notice == "(c) Harbour Gazette"
    assert made.origins["publication"].source is OriginSource.PROFILE
    assert "publication" not in article(BODY).origins


def test_an_agency_is_named_in_byline_or_opening():
    made = article("y|By Ana Costa, Reuters\nb|LONDON (AFP) — The harbour board voted on Tuesday to close it.")
    assert made.agencies == ("Reuters", "AFP")
    assert (made.dateline.place, made.dateline.agency, made.dateline.text) == ("LONDON", "AFP", "LONDON (AFP) —")
    assert made.body[0].text.startswith("LONDON (AFP) — The harbour")


def test_forbidden_characters_are_left_out_and_counted():
    marked = "h|Ter\x07minal\ud800 closes\ny|By Ana\x00 Costa" + BODY.replace("harbour", "har\ufffebour")
    made = build(seg(marked), SOURCE)
    assert made.article.headline == "Terminal closes"
    assert made.article.authors[0].name == "Ana Costa"
    found = next(one for one in made.diagnostics if one.code == "fields.forbidden-characters")
    assert found.message.endswith(": 4")


def test_labels_set_by_hand_are_taken_as_they_are():
    made = article("b|By Ana Costa\ny|The harbour board voted on Tuesday.\nh|Share this")
    assert made.body[0].text == "By Ana Costa"
    assert made.headline == "Share this"


GUID_KEYS = ["2024/story.txt", "a b%c#d?e", "überfüllt/東京.txt", "x" * 300, "a:b;c", "line\nbreak", "\ud800"]


@pytest.mark.parametrize("key", GUID_KEYS)
@pytest.mark.parametrize("scheme", list(GuidScheme))
def test_guids_are_uris_and_tell_keys_apart(key, scheme):
    profile = Profile(provider=Provider(domain="gazette.example"), guid=Guid(scheme=scheme, year=2019, date="20190101"))
    text = BODY.strip("\n")
    guids = [build(seg(text), SOURCE.__class__(k, "0" * 64), profile).article.identity.guid for k in (key, key + "x")]
    assert guids[0] != guids[1]
    assert guids[0].isascii()
    assert not set(guids[0]) & set(' <>"{}|\\^`\n')
    start = {"tag": "tag:gazette.example,2019:", "auto": "tag:", "urn:newsml": "urn:newsml:gazette.example:20190101:"}
    assert guids[0].startswith(start.get(scheme.value, "urn:uuid:"))


def test_the_guid_is_the_metadatas_id_and_stays_for_good():
    assert article(BODY).identity.guid == "urn:uuid:33b43940-c9d5-50ba-ac63-aea728254110"
    first = article(BODY, metadata=Metadata(id="A-17", version=3)).identity
    assert (first.source_key, first.version) == ("A-17", 3)
    assert first.guid == article("h|Other" + BODY, metadata=Metadata(id="A-17")).identity.guid


def has_value(made: Article, name: str) -> bool:
    value = getattr(made, name)
    default = Article.model_fields[name].default
    return value is not None and value != () and (name == "status" or value != default)


@settings(deadline=None, max_examples=200)
@given(articles, st.lists(st.sampled_from(list(Label)), min_size=1, max_size=60), st.booleans())
def test_on_any_labels_the_promises_hold(text, labels, known):
    made_of = labelled(text, [labels[n % len(labels)] for n in range(text.count("\n") + 1)])
    metadata = Metadata(headline="Given", published=date(2024, 3, 3)) if known else NONE
    built = build(made_of, SOURCE, metadata=metadata)
    inside = [n for n, line in enumerate(made_of.lines) if line.label in (Label.BODY, Label.CROSSHEAD)]
    bodied = any(made_of.lines[n].label is Label.BODY for n in inside)
    if built.article is None:
        assert not bodied or not any(legal(made_of.lines[n].text)[0].strip() for n in inside)
        assert [found.code for found in built.diagnostics] == ["segment.no-body"]
        return
    made = built.article
    assert bodied
    for name in Article.model_fields:
        if name not in ("format", "origins"):
            assert (name in made.origins) == has_value(made, name), name
    said = "".join(made_of.text.split()) + "Given"
    for value in (made.headline, made.standfirst, made.byline, *(author.name for author in made.authors)):
        for word in (value or "").split():
            assert _legal(word) in _legal(said)
    assert build(made_of, SOURCE, metadata=metadata) == built


def _legal(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(articles, st.lists(st.sampled_from(list(Label)), min_size=1, max_size=60)), max_size=4))
def test_an_article_is_the_same_alone_and_in_company(drawn):
    given_facts = Metadata(headline="Given", published=date(2024, 3, 3))
    texts = [
        Labelled(labelled(text, [labels[n % len(labels)] for n in range(text.count("\n") + 1)]), SOURCE, metadata=facts)
        for text, labels in drawn
        for facts in (NONE, given_facts)
    ]
    assert build_many(texts) == [build(one.segmentation, SOURCE, metadata=one.metadata) for one in texts]


def test_a_confidence_reaches_the_origins():
    line = Line("The harbour board voted.", 0, 24, Label.BODY, 0.5)
    made = build(Segmentation(line.text, (line,)), SOURCE).article
    assert made.origins["body"].confidence == 0.5


def test_defaults_of_the_profile():
    made = article(BODY, Profile(defaults=Defaults(urgency=4, keywords=("harbour",))))
    assert (made.urgency, made.keywords) == (4, ("harbour",))


def test_a_line_of_times_gives_the_authors_that_it_announces():
    made = article("h|The bridge\nd|Published 3 March 2024 by Tom Oakes\nb|The body of the story.")
    assert [author.name for author in made.authors] == ["Tom Oakes"]
    assert made.origins["authors"].lines == (1,)
    assert made.byline is None


def test_a_line_of_times_without_a_by_names_nobody():
    made = article("h|The bridge\nd|Porto Novo, 3 March 2024\nb|The body of the story.")
    assert made.authors == ()


def test_who_signed_a_line_of_times_is_its_author():
    signed = "h|The bridge\nd|Stefan Wagner, 3 March 2024, 10:00\nb|The body of the story."
    assert [author.name for author in article(signed).authors] == ["Stefan Wagner"]
    assert article(signed.replace(", 10:00", "")).authors == ()
    assert article(signed.replace("Stefan Wagner", "Porto Novo")).authors == ()


def test_announced_authors_of_a_line_of_times_stand_behind_those_of_a_byline():
    marked = "h|The bridge\ny|Ana Castle\nd|Posted by Tom Oakes on 3 March 2024\nb|The body of the story."
    assert [author.name for author in article(marked).authors] == ["Ana Castle"]
