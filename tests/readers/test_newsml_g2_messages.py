"""Messages as feeds send them: several versions of an item, packages of all kinds, items that are none of ours."""

from __future__ import annotations

import time

import pytest

from convert.article import Article, Caption
from convert.diagnostics import Severity
from convert.readers import Record
from convert.readers.newsml_g2 import articles as read
from convert.writers.newsml_g2 import bundle
from tests.readers.newsml import G2, article, both, codes, item, message, page, records, story
from tests.writers.newsml_examples import FULL


def text(guid: str = "urn:x:1", version: str = "1", words: str = "Text", meta: str = "") -> str:
    return item(page(f"<p>{words}</p>"), meta).replace("urn:x:1", guid).replace('version="3"', f'version="{version}"')


def picture(guid: str, version: int = 1, words: str = "") -> str:
    remote = f'<remoteContent href="https://p.example/{words or guid}.jpg" contenttype="image/jpeg"/>'
    meta = f"<description role='drol:caption'>{words or guid}</description>"
    whole = item(remote, meta, item_class="picture").replace("urn:x:1", guid)
    return whole.replace('version="3"', f'version="{version}"')


def package(*groups: str, guid: str = "urn:x:p") -> str:
    return f'<packageItem {G2} guid="{guid}"><itemMeta/><groupSet>{"".join(groups)}</groupSet></packageItem>'


def group(*references: str, name: str = "g") -> str:
    return f'<group id="{name}">{"".join(references)}</group>'


def reference(guid: str, kind: str = "", version: int | None = None, attributes: str = "") -> str:
    stated = f' version="{version}"' if version else ""
    return f'<itemRef residref="{guid}"{stated} {attributes}>{kind}</itemRef>'


TEXT = '<itemClass qcode="ninat:text"/>'
PICTURE = '<itemClass qcode="ninat:picture"/>'


def words(one: Article) -> list[str | None]:
    return [caption.text for caption in one.captions]


def test_each_version_has_its_own_pictures() -> None:
    versions = [
        FULL.evolve(
            identity=FULL.identity.model_copy(update={"version": number}),
            captions=(Caption(text=f"Words {number}", url=f"https://p.example/{number}.jpg"),),
        )
        for number in (1, 2, 3)
    ]
    for order in (versions, versions[::-1]):
        back = [one for one in read(b"".join(bundle(order))) if isinstance(one, Article)]
        assert [(one.identity.version, words(one)) for one in back] == [
            (one.identity.version, [f"Words {one.identity.version}"]) for one in order
        ]


def test_versions_of_one_item_are_told_apart_by_their_keys() -> None:
    data = message(text(version="2", words="Two"), text(version="1", words="One"), text("urn:x:2"))
    found = records(data)
    assert [one.key for one in found] == [f"in/feed.xml!{name}" for name in ("urn:x:1@2", "urn:x:1", "urn:x:2")]
    assert all(isinstance(one, Record) for one in found)


def test_a_package_that_names_no_version_is_for_all_of_them() -> None:
    whole = package(group(reference("urn:x:1", TEXT), reference("urn:x:i", PICTURE)))
    found, _ = both(message(text(), text(version="2"), picture("urn:x:i"), picture("urn:x:i", 2, "Newer"), whole))
    assert [words(one) for one in found] == [["Newer"], ["Newer"]]


def test_a_package_of_another_version_is_better_than_none() -> None:
    whole = package(group(reference("urn:x:1", TEXT, 7), reference("urn:x:i", PICTURE, 7)))
    found, said = both(message(text(version="8"), picture("urn:x:i", 8), whole))
    assert words(found[0]) == ["urn:x:i"]
    assert said == []


@pytest.mark.parametrize(
    "kind",
    [
        PICTURE,
        '<itemClass uri="http://cv.iptc.org/newscodes/ninature/picture"/>',
        '<itemClass qcode="ninat:Picture"/>',
        "",
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_the_class_of_a_reference_in_any_form_or_none(kind: str, *, is_named: bool) -> None:
    whole = package(group(reference("urn:x:1", TEXT if is_named else ""), reference("urn:x:i", kind)))
    for parts in ((text(), picture("urn:x:i"), whole), (whole, text(), picture("urn:x:i"))):
        other = text("urn:x:2", words="Other")
        found, said = both(message(*parts, other))
        assert [words(one) for one in found] == [["urn:x:i"], []]
        assert said == []


def test_a_reference_by_the_media_type_of_the_picture() -> None:
    whole = package(
        group(reference("urn:x:1", TEXT), reference("urn:x:i", "", None, "contenttype='image/jpeg'")),
        group(reference("urn:x:2", TEXT), name="h"),
    )
    found, _ = both(message(text(), text("urn:x:2"), picture("urn:x:i"), whole))
    assert [words(one) for one in found] == [["urn:x:i"], []]


def test_all_pictures_of_a_package_with_one_text_are_that_texts() -> None:
    whole = package(
        group(reference("urn:x:1", TEXT), reference("urn:x:i", PICTURE), name="main"),
        group(reference("urn:x:j", PICTURE), name="sidebar"),
    )
    found, said = both(message(whole, text(), text("urn:x:2"), picture("urn:x:j"), picture("urn:x:i")))
    assert [words(one) for one in found] == [["urn:x:i", "urn:x:j"], []]
    assert said == []


def test_a_group_that_is_referred_to_belongs_to_the_text() -> None:
    whole = package(
        group(reference("urn:x:1", TEXT), reference("urn:x:i", PICTURE), '<groupRef idref="b"/>', name="a"),
        group(reference("urn:x:j", PICTURE), name="b"),
        group(reference("urn:x:2", TEXT), name="c"),
    )
    found, _ = both(message(whole, text(), text("urn:x:2"), picture("urn:x:j"), picture("urn:x:i")))
    assert [words(one) for one in found] == [["urn:x:i", "urn:x:j"], []]


@pytest.mark.parametrize(
    ("stated", "version"), [("1000000000", 10**9), ("007", 7), ("999999999999999999", 10**18 - 1), (" 4 ", 4)]
)
def test_versions(stated: str, version: int) -> None:
    found, said = both(text(version=stated))
    assert found[0].identity.version == version
    assert said == []


@pytest.mark.parametrize("stated", ["0", "1.2", "x", "1000000000000000000", ""])
def test_a_version_that_is_none_is_reported(stated: str) -> None:
    found, said = both(text(version=stated))
    assert found[0].identity.version == 1
    assert [(one.code, one.severity) for one in said] == [("read.value", Severity.WARNING)]


@pytest.mark.parametrize(
    "url", ["ftp://p.example/a.jpg", "urn:x:a", "data:image/gif;base64,R0lGODlh", "https://p.example/a"]
)
def test_addresses_of_any_scheme_come_back(url: str) -> None:
    whole = FULL.evolve(captions=(Caption(text="Words", url=url),))
    for data in (b"".join(bundle([whole])),):
        (back,) = [one for one in read(data) if isinstance(one, Article)]
        assert back.captions == whole.captions


def test_scripts_are_no_pictures() -> None:
    remote = "<remoteContent href='javascript:alert(1)' contenttype='image/jpeg'/>"
    assert article(item(page("<p>Text</p><img src='javascript:x()'/>") + remote)).captions == ()


@pytest.mark.parametrize(
    ("attributes", "is_picture"),
    [
        ("href='https://p.example/a.mp4'", False),
        ("href='https://p.example/a.mp4?x=.jpg'", False),
        ("href='https://p.example/a'", False),
        ("href='https://p.example/a' rendition='rnd:web'", True),
        ("href='https://p.example/a.JPEG?w=9'", True),
        ("href='https://p.example/a.jpg' contenttype='video/mp4'", False),
        ("href='https://p.example/a.pdf'", False),
    ],
)
def test_what_stands_beside_a_text_without_a_media_type(attributes: str, *, is_picture: bool) -> None:
    assert bool(article(item(page("<p>Text</p>") + f"<remoteContent {attributes}/>")).captions) is is_picture


def test_the_picture_in_the_language_of_the_item() -> None:
    remotes = "".join(
        f"<remoteContent href='https://p.example/{tag}.jpg' rendition='rnd:{name}' language='{tag}'/>"
        for tag, name in (("fr", "web"), ("en", "thumbnail"), ("de", "highRes"))
    )
    whole = item(remotes, "<language tag='en'/>", item_class="picture").replace("urn:x:1", "urn:x:2")
    assert [one.url for one in article(message(text(), whole)).captions] == ["https://p.example/en.jpg"]


@pytest.mark.parametrize(
    ("created", "first", "published"),
    [
        ("2001", "2024-05-02T10:00:00Z", None),
        ("2001-05", "2024-05-02T10:00:00Z", None),
        ("2024", "2024-05-02T10:00:00Z", "2024-05-02T10:00:00+00:00"),
        ("2024-05", "2024-05-02T10:00:00Z", "2024-05-02T10:00:00+00:00"),
        ("2024-05-02T24:00:00", "", "2024-05-03T00:00:00"),
        ("2024-12-31T24:00:00.000Z", "", "2025-01-01T00:00:00+00:00"),
        ("20240502", "", "2024-05-02"),
        ("2024-05-02+02:00", "", "2024-05-02"),
        ("2024-W01", "", None),
        ("9999-12-31T24:00:00", "", None),
        ("2024-05-02T10:15:24.240", "", "2024-05-02T10:15:24.240000"),
    ],
)
def test_times_as_far_as_they_are_known(created: str, first: str, published: str | None) -> None:
    management = f"<firstCreated>{first}</firstCreated>" if first else ""
    found = article(item(page("<p>Text</p>"), f"<contentCreated>{created}</contentCreated>", management))
    assert (found.published.isoformat() if found.published else None) == published


def test_a_year_alone_is_reported() -> None:
    _, said = both(item(page("<p>Text</p>"), "<contentCreated>2001</contentCreated>"))
    assert [(one.code, one.message.partition(": ")[2]) for one in said] == [("read.not-carried", "contentCreated 2001")]


def test_items_of_another_namespace_are_reported() -> None:
    foreign = text("urn:x:9").replace("http://iptc.org/std/nar/2006-10-01/", "urn:other")
    found, said = both(message(text(), foreign))
    assert len(found) == 1
    assert [one.code for one in said] == ["read.item-class"]
    assert codes(foreign) == ["read.no-item"]
    assert codes(message(text()).replace(b"http://iptc.org/std/nar/2006-10-01/", b"urn:other")) == ["read.no-item"]


def test_what_is_called_an_item_inside_a_text_is_content() -> None:
    for namespace in ("urn:other", "", "http://iptc.org/std/nar/2006-10-01/"):
        inner = f'<newsItem xmlns="{namespace}"><p>in</p></newsItem>'
        found = article(item(f"<inlineXML><div>{inner}<p>after</p></div></inlineXML>"))
        assert [block.text for block in found.body] == ["in", "after"]


def test_properties_of_other_vocabularies_are_not_ours() -> None:
    meta = "<x:headline xmlns:x='urn:x'>Not ours</x:headline><headline>One <x:b xmlns:x='urn:x'>two</x:b></headline>"
    found, said = both(item(page("<p>Text</p>"), meta))
    assert found[0].headline == "One two"
    assert [one.message.partition(": ")[2] for one in said] == ["headline"]


def test_remarks_are_bounded() -> None:
    others = "".join(item("", item_class="video") for _ in range(300))
    (record,) = records(message(others, text()))
    assert isinstance(record, Record)
    assert len(record.diagnostics) == 101
    assert "and 200 more" in record.diagnostics[-1].message


def test_names_of_what_is_not_carried_are_bounded() -> None:
    meta = "".join(f"<x{number}/>" for number in range(5000))
    _, said = both(item(page("<p>Text</p>"), meta))
    assert len(said[0].message) < 600


def hostile(size: int) -> list[bytes]:
    """Messages that once took time with the square of their size."""
    references = [reference("urn:x:i", PICTURE)] * size + [reference("urn:x:none", PICTURE)]
    parts = "".join(f'<partMeta seq="{n}"><creditline>c</creditline></partMeta>' for n in range(size, 0, -1))
    spread = "".join(f'<partMeta seq="{n * 1000}"><creditline>c</creditline></partMeta>' for n in range(size, 0, -1))
    return [
        message(text(), package(group(*references)), *[picture("urn:x:i")] * size),
        message(*[item("", item_class="video")] * size, text()),
        text().replace("<contentSet>", parts + "<contentSet>").encode(),
        text().replace("<contentSet>", spread + "<contentSet>").encode(),
        message(*(text(f"urn:x:{n}") for n in range(size // 4))),
        item(story("<p>Text</p>", "<note>n</note>" * size)).encode(),
    ]


@pytest.mark.parametrize("number", range(6))
def test_the_time_is_linear(number: int) -> None:
    def seconds(size: int) -> float:
        data = hostile(size)[number]
        best = float("inf")
        for _ in range(2):
            start = time.process_time()
            assert any(isinstance(one, Article) for one in read(data))
            best = min(best, time.process_time() - start)
        return best

    assert seconds(8_000) < 20 * seconds(1_000)


def test_the_body_adds_to_what_a_picture_says_of_itself() -> None:
    shown = (
        "<figure><img src='https://p.example/urn:x:i.jpg' alt='Alt'/><figcaption>{}</figcaption></figure><p>Text</p>"
    )
    for caption, expected in (("urn:x:i", []), ("Other words", ["read.not-carried"])):
        body = item(page(shown.format(caption))).replace('version="3"', 'version="1"')
        found, said = both(message(body, picture("urn:x:i")))
        assert found[0].captions == (Caption(text="urn:x:i", alt="Alt", url="https://p.example/urn:x:i.jpg"),)
        assert [one.code for one in said] == expected


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("<![CDATA[<p>One</p><p>two</p>]]>", "One two"),
        ("One&lt;br/>two &lt;b class='x'>three&lt;/b>", "One two three"),
        ("a &lt; b > c", "a < b > c"),
        ("&lt;we are glad>", "<we are glad>"),
        ("&lt;p>", "<p>"),
    ],
)
def test_markup_that_was_escaped(stated: str, expected: str) -> None:
    found = article(item(page("<p>Text</p>"), f"<headline>{stated}</headline>"))
    assert found.headline == expected


def test_the_rest_of_the_metadata_is_reported() -> None:
    data = text().replace("<itemMeta>", "<hopHistory/><rightsInfo><link/></rightsInfo><itemMeta>", 1)
    _, said = both(data.replace("</itemMeta>", "<memberOf qcode='a:b'/></itemMeta>"))
    assert [one.message.partition(": ")[2] for one in said] == ["hopHistory, link, memberOf"]
