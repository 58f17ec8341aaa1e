"""Articles for property tests: anything the model allows, and values that look like traps."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import strategies as st

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

_FORBIDDEN = {"exclude_categories": ("Cs",), "exclude_characters": "\ufffe\uffff"}
_LEGAL = st.characters(min_codepoint=0x20, **_FORBIDDEN) | st.sampled_from("\t\n\r")
_TRAPS = st.sampled_from(
    [
        " ",
        "\n",
        "</script><script>alert(1)</script>",
        "<!-- & ]]> \u2028 \u2029",
        "东京 ニュース",
        "عنوان الخبر",
        "By Jane Doe",
        "a\r\nb",
        '"quoted" \\ back',
        "/relative/path",
        "\x85\x9f",
    ]
)
text = st.text(_LEGAL, min_size=1, max_size=60) | _TRAPS
some_text = st.none() | text
address = st.sampled_from(
    [
        "https://example.org/a.jpg",
        "http://example.org:8080/a b.png?x=1#y",
        "/relative.jpg",
        "javascript:alert(1)",
        "https://user:secret@example.org/a.jpg",
        "urn:example:a",
        "https://пример.рф/ä.jpg",
    ]
)
_zones = st.none() | st.sampled_from(
    [UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=3)), timezone(timedelta(seconds=1172))]
)
instants = st.datetimes(timezones=_zones)
stamps = st.datetimes(timezones=_zones.filter(lambda zone: zone is not None))
whens = st.dates() | instants

authors = st.builds(
    Author,
    name=text,
    kind=st.sampled_from(AuthorKind),
    role=some_text,
    organisation=some_text,
    email=some_text | st.sampled_from(["jane@example.org"]),
)
blocks = st.builds(Block, kind=st.sampled_from(BlockKind), text=text)
captions = st.builds(Caption, text=some_text, alt=some_text, credit=some_text, url=st.none() | address)
parties = st.builds(
    Party,
    name=some_text,
    uri=st.none() | address,
    qcode=st.none() | st.sampled_from(["nprov:AFP", "nprov:dpa"]),
    logo=st.none() | address,
)
publications = st.builds(
    Publication,
    provider=st.none() | parties,
    copyright_holder=st.none() | parties,
    copyright_notice=some_text | st.sampled_from(["© 2024 Example", "© 1999-2024 Example"]),
    usage_terms=some_text,
    creditline=some_text,
    licence=some_text | address,
)
identities = st.builds(
    Identity,
    guid=st.sampled_from(
        [
            "tag:example.org,2024:a/b.txt",
            "urn:uuid:6fa459ea-ee8a-5ca4-894e-db77e160355e",
            "urn:newsml:e.org:20240101:é<1>",
        ]
    ),
    version=st.integers(1, 99),
    source_key=st.just("a/b.txt"),
    source_sha256=st.just("0" * 64),
)
articles = st.builds(
    Article,
    identity=identities,
    issued=st.none() | stamps,
    language=st.none() | st.sampled_from(["en", "de-AT", "ar", "ja", "zh-Hant-TW"]),
    headline=some_text,
    standfirst=some_text,
    byline=some_text,
    authors=st.lists(authors, max_size=3).map(tuple),
    dateline=st.none() | st.builds(Dateline, text=text, place=some_text, date=st.none() | whens, agency=some_text),
    published=st.none() | whens,
    modified=st.none() | whens,
    body=st.lists(blocks, min_size=1, max_size=5).map(tuple),
    captions=st.lists(captions, max_size=3).map(tuple),
    agencies=st.lists(text, max_size=2).map(tuple),
    publication=publications,
    slugline=some_text,
    keywords=st.lists(text, max_size=3).map(tuple),
    section=some_text,
    genre=some_text | st.sampled_from(["Opinion", "analysis", "Reportage", "Interview"]),
    urgency=st.none() | st.integers(1, 9),
    notes=st.lists(text, max_size=2).map(tuple),
    signals=st.lists(st.sampled_from(Signal), max_size=3).map(tuple),
    status=st.sampled_from(Status),
    digital_source_type=st.none() | st.sampled_from(["trainedAlgorithmicMedia", "noSuchCode"]),
    embargoed=st.none() | stamps,
)


def paragraph(words: str) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=words)


def minimal(**known: object) -> Article:
    """The least that an article may be."""
    identity = Identity(guid="tag:example.org,2024:a", source_key="a", source_sha256="0" * 64)
    return Article(**{"identity": identity, "body": (paragraph("One sentence."),), **known})


FULL = minimal(
    issued=datetime(2024, 5, 4, 9, 30, tzinfo=UTC),
    language="en",
    headline="Storm hits coast",
    standfirst="Thousands without power.\nRoads closed.",
    byline="By Jane Doe, Chief Reporter, and the newsroom",
    authors=(
        Author(
            name="Jane Doe",
            kind=AuthorKind.PERSON,
            role="Chief Reporter",
            organisation="Example Post",
            email="jane@example.org",
        ),
        Author(name="Newsroom", kind=AuthorKind.ORGANISATION),
    ),
    dateline=Dateline(text="HAMBURG, 3 May (dpa)", place="HAMBURG", date=date(2024, 5, 3), agency="dpa"),
    published=datetime(2024, 5, 3, 17, 47, tzinfo=timezone(timedelta(hours=2))),
    modified=datetime(2024, 5, 4, 9, 0, tzinfo=UTC),
    body=(
        paragraph("The storm hit the coast at dawn."),
        Block(kind=BlockKind.CROSSHEAD, text="What is closed"),
        Block(kind=BlockKind.LIST, text="the harbour\nthe bridge"),
        Block(kind=BlockKind.QUOTE, text="“We wait,” she said."),
    ),
    captions=(
        Caption(text="A wave breaks", credit="A. Sample/dpa"),
        Caption(text="The bridge", alt="A closed bridge", credit="Newsroom", url="https://example.org/bridge.jpg"),
    ),
    agencies=("dpa",),
    publication=Publication(
        provider=Party(
            name="Example Post", uri="https://example.org/#us", qcode="nprov:EX", logo="https://example.org/logo.png"
        ),
        copyright_holder=Party(name="Example Post Ltd", uri="https://example.org/#owner"),
        copyright_notice="© 2024 Example Post Ltd",
        usage_terms="No resale.",
        creditline="Example Post/dpa",
        licence="https://example.org/licence",
    ),
    slugline="STORM-COAST",
    keywords=("storm", "coast"),
    section="Weather",
    genre="Reportage",
    urgency=3,
    notes=("Corrects the name of the bridge.",),
    signals=(Signal.CORRECTION,),
    status=Status.WITHHELD,
    digital_source_type="trainedAlgorithmicMedia",
    embargoed=datetime(2024, 5, 5, 6, 0, tzinfo=UTC),
)
"""An article of which everything is known."""
