"""Articles for property tests: in the trade's shape, and in every shape that the model permits."""
# ruff: noqa: DTZ001 - hypothesis takes the bounds of instants without a zone

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

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

_SCRIPTS = (
    "abcdefghijklmnopqrstuvwxyzABCXYZ0123456789",
    "äöüßéèêçñøåłžčğİıœÆ",
    "абвгдежзЯЮЫЇґљњ",
    "αβγδεΩΨή",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويپچگ",
    "अआइईकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह",
    "กขคงจฉชซญดตถทธนบปผพฟมยรลวศษสหอฮ",
    "的一是不了人我在有他这中大来上国",
    "あいうえおカキクケコ日本語東京",
    "가나다라마바사아자차카타파하",
    "አበገደሀወዘ",
    "🎉👩‍🚀🇺🇳",
    "e\u0301n\u0303\u200d\u200f\u2066",
    "&<>\"'()[]{}]]>%#/\\;:,.!?–—…“”„«»",
)


_POOL = tuple(
    dict.fromkeys(
        alphabet[start : start + length]
        for alphabet in _SCRIPTS
        for length in (1, 2, 5, 9)
        for start in range(0, len(alphabet), length + 2)
    )
)

words = st.sampled_from(_POOL)
"""Words in all scripts, with the characters that markup escapes; drawn from a pool, because that is quick."""

lines = st.builds(
    lambda blank, found: blank.join(found),
    st.sampled_from([" ", " ", "  ", "\u00a0"]),
    st.lists(words, min_size=1, max_size=6),
)
"""One line: no line break, no tab, no blank at either end."""

several_lines = st.lists(lines, min_size=1, max_size=3).map("\n".join)
"""One line or several, none of them blank or indented."""

anything = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r", exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=30,
)
"""Whatever the model calls a text: blanks alone, tabs, carriage returns, private characters."""

languages = st.sampled_from(["en", "en-GB", "de", "de-CH-1901", "ar", "he", "zh-Hant-TW", "ja", "sr-Latn", "es-419"])

_zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_instants = st.datetimes(datetime(1900, 1, 2), datetime(2100, 1, 1), timezones=_zones)
_days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
times = st.one_of(_days, _instants, st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))
"""Days, instants with a zone, instants without one."""

odd_instants = st.datetimes(
    datetime(1, 1, 1),
    datetime(9999, 12, 31),
    timezones=st.sampled_from(
        [UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata"), timezone(timedelta(hours=23, seconds=7))]
    ),
)

urls = st.builds(
    "{}://{}/{}{}".format,
    st.sampled_from(["https", "https", "http", "ftp"]),
    st.sampled_from(["pictures.example", "bücher.example", "xn--bcher-kva.example:8443", "[2001:db8::1]"]),
    st.sampled_from(["a.jpg", "B.PNG", "p%C3%A4.webp", "東京.jpeg", "no-ending", "a/b;c=d/e.gif"]),
    st.sampled_from(["", "?w=1&h=2", "#top", "?a='b'"]),
)

guids = st.one_of(
    st.uuids().map(lambda found: f"urn:uuid:{found}"),
    st.integers(1, 10**6).map(lambda number: f"tag:news.example,2001:archive/{number}.txt"),
    st.integers(1, 10**6).map(lambda number: f"urn:newsml:news.example:20010502:{number}"),
)

_optional = st.none


def _identities(version: st.SearchStrategy[int]) -> st.SearchStrategy[Identity]:
    return st.builds(Identity, guid=guids, version=version, source_key=lines, source_sha256=st.just("0" * 64))


def _blocks(text: st.SearchStrategy[str], entries: st.SearchStrategy[str]) -> st.SearchStrategy[Block]:
    single = st.sampled_from([BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.CROSSHEAD, BlockKind.QUOTE])
    return st.one_of(
        st.builds(Block, kind=single, text=text), st.builds(Block, kind=st.just(BlockKind.LIST), text=entries)
    )


def _captions(text: st.SearchStrategy[str], url: st.SearchStrategy[str]) -> st.SearchStrategy[Caption]:
    maybe = st.one_of(_optional(), text)
    return st.builds(Caption, text=maybe, alt=maybe, credit=maybe, url=st.one_of(_optional(), url))


def _authors(text: st.SearchStrategy[str]) -> st.SearchStrategy[Author]:
    maybe = st.one_of(_optional(), text)
    return st.builds(Author, name=text, kind=st.sampled_from(AuthorKind), role=maybe, organisation=maybe, email=maybe)


def _parties(text: st.SearchStrategy[str], uri: st.SearchStrategy[str], qcode: str) -> st.SearchStrategy[Party]:
    return st.builds(
        Party,
        name=st.one_of(_optional(), text),
        uri=st.one_of(_optional(), uri),
        qcode=st.one_of(_optional(), st.just(qcode)),
    )


def _publications(
    text: st.SearchStrategy[str], block: st.SearchStrategy[str], uri: st.SearchStrategy[str], qcode: str
) -> st.SearchStrategy[Publication]:
    def maybe(found: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
        return st.one_of(_optional(), found)

    parties = _parties(text, uri, qcode)
    return st.builds(
        Publication,
        provider=st.one_of(_optional(), parties),
        copyright_holder=st.one_of(_optional(), parties),
        copyright_notice=maybe(block),
        usage_terms=maybe(block),
        creditline=maybe(text),
        data_mining=maybe(uri),
        licence=maybe(uri),
    )


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Draw an article in the trade's shape: no text has outer blanks, one-line fields have one line."""

    def maybe(found: st.SearchStrategy[object]) -> object:
        return draw(st.one_of(_optional(), found))

    def some(found: st.SearchStrategy[object], most: int = 3) -> tuple[object, ...]:
        return tuple(draw(st.lists(found, max_size=most)))

    version = draw(st.integers(1, 3))
    signals = draw(st.lists(st.sampled_from(Signal), unique=True, max_size=3))
    place = draw(st.one_of(_optional(), lines))
    headline = draw(st.one_of(_optional(), lines))
    return Article(
        identity=draw(_identities(st.just(version))),
        issued=draw(_instants),
        language=maybe(languages),
        headline=headline,
        alternative_headline=maybe(lines) if headline else None,
        standfirst=maybe(several_lines),
        byline=maybe(several_lines),
        authors=some(_authors(lines)),
        dateline=draw(st.one_of(_optional(), st.builds(Dateline, text=lines, place=st.just(place)))),
        published=maybe(times),
        modified=maybe(times),
        body=tuple(draw(st.lists(_blocks(lines, several_lines), min_size=1, max_size=8))),
        captions=some(_captions(lines, urls).filter(lambda caption: caption != Caption())),
        agencies=some(lines, 2),
        publication=draw(_publications(lines, several_lines, urls, "nprov:AFP")),
        slugline=maybe(lines),
        keywords=some(lines),
        section=maybe(lines),
        genre=maybe(lines),
        urgency=maybe(st.integers(1, 9)),
        notes=some(several_lines, 2),
        signals=tuple(signals),
        status=draw(st.sampled_from(Status)),
        digital_source_type=maybe(st.just("trainedAlgorithmicMedia")),
        based_on=tuple(
            draw(
                st.lists(st.sampled_from(["https://example.com/a%20b?c#d", "urn:newsml:e.com:20240101:a"]), unique=True)
            )
        ),
        embargoed=maybe(_instants),
    )


@st.composite
def odd_articles(draw: st.DrawFn) -> Article:
    """Draw any stamped article the model permits: texts of blanks alone, tabs, addresses that are none."""

    def maybe(found: st.SearchStrategy[object]) -> object:
        return draw(st.one_of(_optional(), found))

    def some(found: st.SearchStrategy[object]) -> tuple[object, ...]:
        return tuple(draw(st.lists(found, max_size=2)))

    text = st.one_of(anything, lines)
    uri = st.one_of(urls, anything, st.sampled_from(["http://[", "a:%zz", "http://a b/", "x:y#z#", "/relative", "a:"]))
    when = st.one_of(_days, odd_instants)
    guid = st.one_of(guids, words.map(lambda word: f"x:{word}"), st.just("urn:uuid:none")).filter(
        lambda found: not any(map(str.isspace, found))
    )
    return Article(
        identity=draw(
            st.builds(
                Identity, guid=guid, version=st.integers(1, 10**9), source_key=text, source_sha256=st.just("0" * 64)
            )
        ),
        issued=draw(odd_instants),
        language=maybe(st.one_of(languages, st.sampled_from(["und", "UND", "xx-a-b-c", "abcdefgh-12345678"]))),
        headline=maybe(text),
        standfirst=maybe(text),
        byline=maybe(text),
        authors=some(_authors(text)),
        dateline=maybe(st.builds(Dateline, text=text, place=st.one_of(_optional(), text))),
        published=maybe(when),
        modified=maybe(when),
        body=tuple(draw(st.lists(_blocks(text, text), min_size=1, max_size=4))),
        captions=some(_captions(text, uri)),
        agencies=some(text),
        publication=draw(_publications(text, text, uri, draw(st.sampled_from(["nprov:AFP", "own:x", "a:b:c"])))),
        slugline=maybe(text),
        keywords=some(text),
        section=maybe(text),
        genre=maybe(text),
        urgency=maybe(st.integers(1, 9)),
        notes=some(text),
        signals=some(st.sampled_from(Signal)),
        status=draw(st.sampled_from(Status)),
        digital_source_type=maybe(st.sampled_from(["digitalCapture", "x"])),
        alternative_headline=maybe(text),
        based_on=some(
            st.sampled_from(["http://[", "a:%zz", "x:y#z#", "https://a.com/[1]%#b#c", "tag:a,2024:ü", "a::"])
        ),
        embargoed=maybe(odd_instants),
    )
