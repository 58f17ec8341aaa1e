"""Articles for property tests of the JSON formats and of HTML: those of every writer, and with traps in them."""

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
from tests import strategies

traps = st.sampled_from(
    [
        " ",
        "</script><script>alert(1)</script>",
        "<!-- & ]]> \u2028 \u2029",
        "a\r\nb",
        '"quoted" \\ back',
        "/relative/path",
        "\x85\x9f",
        "<b>bold</b> &amp; 'so on'",
    ]
)
_genres = st.sampled_from(["Opinion", "analysis", "Reportage", "Interview"])
_logos = st.sampled_from(["https://example.org/l.png", "l.png"])


@st.composite
def _trapped(draw: st.DrawFn) -> Article:
    """Any article, with traps in some fields, a genre or a logo that means something, and perhaps no stamp."""
    article = draw(st.one_of(strategies.articles(), strategies.odd_articles()))
    names = draw(st.lists(st.sampled_from(["headline", "standfirst", "byline", "section", "slugline"]), max_size=2))
    changes: dict[str, object] = {name: draw(traps) for name in names}
    if draw(st.booleans()):
        changes["body"] = (*article.body, Block(kind=draw(st.sampled_from(BlockKind)), text=draw(traps)))
        changes["genre"] = draw(_genres)
        changes["issued"] = None
    if article.publication.provider is not None and draw(st.booleans()):
        provider = article.publication.provider.model_copy(update={"logo": draw(_logos)})
        changes["publication"] = article.publication.model_copy(update={"provider": provider})
    return article.evolve(**changes)


articles = _trapped()


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
        data_mining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-AIMLTRAINING",
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
    alternative_headline="Nine days of storm over",
    based_on=("https://example.org/source?a=1", "urn:newsml:example.org:20240501:wire-7"),
    digital_source_type="trainedAlgorithmicMedia",
    embargoed=datetime(2024, 5, 5, 6, 0, tzinfo=UTC),
)
"""An article of which everything is known."""
