"""Articles written for the tests of NewsML-G2: one with everything in it, one with next to nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from convert.article import (
    Article,
    Author,
    AuthorKind,
    Block,
    BlockKind,
    Caption,
    Dateline,
    Identity,
    Party,
    Publication,
    Signal,
    Status,
)

FULL = Article(
    identity=Identity(
        guid="tag:news.example,2001:archive/a.txt", version=2, source_key="archive/a.txt", source_sha256="0" * 64
    ),
    issued=datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2))),
    language="en-GB",
    headline='Council "votes" on bridge & tunnel',
    standfirst="A long debate ends.\nThe mayor is content.",
    byline="By Jane Example, Political Editor\nand Sam Sample",
    authors=(
        Author(
            name="Jane Example",
            kind=AuthorKind.PERSON,
            role="Political Editor",
            organisation="Example Times",
            email="jane@news.example",
        ),
        Author(name="City desk", kind=AuthorKind.ORGANISATION, organisation="Example Times"),
        Author(name="Sam Sample", kind=AuthorKind.PERSON),
    ),
    dateline=Dateline(text="EXAMPLETON, May 2 (ENA) -", place="EXAMPLETON"),
    published=datetime(2025, 12, 31, 22, 0, tzinfo=UTC),
    modified=date(2026, 1, 1),
    body=(
        Block(kind=BlockKind.PARAGRAPH, text="The council voted on Tuesday,  said the mayor."),
        Block(kind=BlockKind.CROSSHEAD, text="What comes next"),
        Block(kind=BlockKind.LIST, text="a bridge\na tunnel"),
        Block(kind=BlockKind.QUOTE, text="“We are <very> glad.”"),
        Block(kind=BlockKind.PARAGRAPH, text="Work begins in March."),
    ),
    captions=(
        Caption(text="The river in winter", credit="A. Sample/ENA"),
        Caption(text="The mayor", alt="A man waves", credit="B. Sample", url="https://pictures.example/mayor.JPG?w=9"),
        Caption(alt="A map"),
        Caption(url="https://pictures.example/plan"),
    ),
    agencies=("ENA", "Other Agency"),
    publication=Publication(
        provider=Party(name="Example Times", uri="https://news.example/", qcode="nprov:AFP"),
        copyright_holder=Party(name="Example Group"),
        copyright_notice="© 2026 Example Group",
        usage_terms="No resale.",
        creditline="Example Times",
        data_mining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING",
        licence="https://news.example/licence",
    ),
    slugline="COUNCIL-BRIDGE",
    keywords=("bridge", "council"),
    section="City",
    genre="Report",
    urgency=4,
    notes=("Corrects the date in paragraph 5.", "Adds a quote."),
    signals=(Signal.CORRECTION,),
    status=Status.USABLE,
    alternative_headline="Nine days of storm over",
    based_on=("https://example.org/source?a=1", "urn:newsml:example.org:20240501:wire-7"),
    digital_source_type="digitalCapture",
    embargoed=datetime(2026, 1, 3, tzinfo=UTC),
)

BARE = Article(
    identity=Identity(guid="urn:uuid:6d2e2f5c-8a0b-5d0e-9f4c-3b7a1c5e9d42", source_key="b", source_sha256="0" * 64),
    issued=datetime(2026, 1, 2, tzinfo=UTC),
    body=(Block(kind=BlockKind.PARAGRAPH, text="One paragraph is all there is."),),
)
