"""Pictures of a text: bound by a package, in the body, or beside it."""

from __future__ import annotations

import pytest

from convert.article import Caption
from convert.readers.newsml_g2 import desk
from tests.readers.newsml import G2, article, both, item, message, page


def picture(guid: str, words: str, url: str = "https://p.example/a.jpg") -> str:
    remote = f'<remoteContent href="{url}" rendition="rnd:web" contenttype="image/jpeg"/>'
    return item(remote, words, item_class="picture").replace("urn:x:1", guid)


def package(*references: tuple[str, str]) -> str:
    inside = "".join(
        f'<itemRef residref="{guid}"><itemClass qcode="ninat:{kind}"/></itemRef>' for guid, kind in references
    )
    group_set = f'<groupSet root="g"><group id="g">{inside}</group></groupSet>'
    return f'<packageItem {G2} guid="urn:x:p"><itemMeta/>{group_set}</packageItem>'


CAPTION = "<creditline>Credit</creditline><description role='drol:caption'>Words</description>"
WANTED = (Caption(text="Words", credit="Credit", url="https://p.example/a.jpg"),)


@pytest.mark.parametrize("order", ["tip", "pti", "ipt", "pit", "itp", "tpi"])
def test_a_package_binds_pictures_wherever_it_stands(order: str) -> None:
    parts = {
        "t": item(page("<p>Text</p>")),
        "i": picture("urn:x:2", CAPTION),
        "p": package(("urn:x:1", "text"), ("urn:x:2", "picture")),
    }
    assert article(message(*(parts[letter] for letter in order))).captions == WANTED


def test_the_pictures_of_an_only_text_are_its_own() -> None:
    assert article(message(picture("urn:x:2", CAPTION), item(page("<p>Text</p>")))).captions == WANTED


def test_pictures_of_no_text_are_reported() -> None:
    texts = [item(page("<p>Text</p>")).replace("urn:x:1", f"urn:x:t{n}") for n in range(2)]
    found, said = both(message(*texts, picture("urn:x:2", CAPTION)))
    assert [one.captions for one in found] == [(), ()]
    assert [one.code for one in said] == ["read.picture-alone"]


def test_a_picture_in_the_body_and_in_the_package_is_one() -> None:
    body = '<p>Text</p><figure><img src="https://p.example/a.jpg"/><figcaption>Other words</figcaption></figure>'
    data = message(item(page(body)), picture("urn:x:2", CAPTION), package(("urn:x:1", "text"), ("urn:x:2", "picture")))
    assert article(data).captions == WANTED


def test_figures_are_captions_not_body() -> None:
    body = '<figure><img src="https://p.example/b.png" alt="Alt"/><figcaption>Words</figcaption></figure><p>Text</p>'
    found = article(item(page(body)))
    assert found.captions == (Caption(text="Words", alt="Alt", url="https://p.example/b.png"),)
    assert [block.text for block in found.body] == ["Text"]


def test_a_remote_picture_beside_the_text() -> None:
    remote = '<remoteContent href="https://p.example/c.jpg" contenttype="image/jpeg"/>'
    assert article(item(page("<p>Text</p>") + remote)).captions == (Caption(url="https://p.example/c.jpg"),)


def test_the_web_rendition_is_the_picture() -> None:
    remotes = "".join(
        f'<remoteContent href="https://p.example/{name}.jpg" rendition="rnd:{name}" contenttype="image/jpeg"/>'
        for name in ("thumbnail", "web", "highRes")
    )
    data = message(
        item(page("<p>Text</p>")), item(remotes, CAPTION, item_class="picture").replace("urn:x:1", "urn:x:2")
    )
    assert [caption.url for caption in article(data).captions] == ["https://p.example/web.jpg"]


def test_of_too_many_pictures_the_oldest_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "MOST_KNOWN", 2)
    pictures = [picture(f"urn:x:i{n}", CAPTION) for n in range(4)]
    packages = [package((f"urn:x:t{n}", "text"), ("urn:x:i3", "picture")) for n in range(4)]
    texts = [item(page("<p>Text</p>")).replace("urn:x:1", f"urn:x:t{n}") for n in (0, 3)]
    found, said = both(message(*pictures, *packages, *texts))
    assert [one.captions for one in found] == [(), WANTED]
    assert [one.message.rpartition(": ")[2] for one in said] == ["3 of them"]


def test_texts_without_a_package_wait_for_a_bounded_number() -> None:
    texts = [item(page("<p>T</p>")).replace("urn:x:1", f"urn:x:t{n}") for n in range(200)]
    data = message(*texts, picture("urn:x:2", CAPTION), package(("urn:x:t199", "text"), ("urn:x:2", "picture")))
    found, _ = both(data)
    assert [one.identity.guid for one in found] == [f"urn:x:t{n}" for n in range(200)]
    assert found[-1].captions == WANTED
