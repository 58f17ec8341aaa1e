"""The Python API, as its users call it."""

from __future__ import annotations

import subprocess
import sys

import pytest

import convert

TEXT = (
    "Council approves bridge repair\n\nBy Jane Example\n\n"
    "The town council voted on Tuesday to repair the old bridge.\n\n"
    "Work on the bridge begins in May and will last until the autumn, the mayor told the meeting.\n"
)


def test_importing_it_is_light():
    code = "import convert, sys; print([m for m in ('numpy', 'lxml', 'pydantic', 'typer') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_every_public_name_is_there():
    for name in convert.__all__:
        assert getattr(convert, name) is not None
    assert set(convert.__all__) <= set(dir(convert))
    with pytest.raises(AttributeError, match="nonsense"):
        convert.nonsense  # noqa: B018 - the access is the test


def test_the_packages_that_are_called_by_their_name_answer_in_any_order_of_import():
    code = (
        "import convert; import convert.segment.tagger, convert.validate.formats;"
        "assert convert.segment('a').lines[0].text == 'a';"
        "assert not convert.validate(b'<x/>', 'newsml-g2').ok;"
        "from convert import segment; assert segment('').lines == ()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_text_becomes_an_article():
    article = convert.to_article(TEXT)
    assert article.headline == "Council approves bridge repair"
    assert [author.name for author in article.authors] == ["Jane Example"]
    assert [block.text for block in article.body] == [line for line in TEXT.split("\n") if line][2:]


def test_a_corrected_segmentation_is_taken_as_it_is():
    segmentation = convert.segment(TEXT)
    lines = tuple(
        convert.Line(line.text, line.start, line.end, convert.Label.BOILERPLATE if number == 1 else line.label, 1.0)
        for number, line in enumerate(segmentation.lines)
    )
    article = convert.to_article(convert.Segmentation(TEXT, lines))
    assert article.authors == ()
    assert [line.text for line in article.boilerplate] == ["By Jane Example"]


@pytest.mark.parametrize("as_path", [False, True])
def test_a_profile_may_be_a_table_a_path_or_a_profile(tmp_path, as_path):
    table = {"provider": {"name": "Zyx", "domain": "zyx.example"}, "guid": {"year": 2020}}
    path = tmp_path / "p.toml"
    path.write_text('[provider]\nname = "Zyx"\ndomain = "zyx.example"\n[guid]\nyear = 2020\n')
    article = convert.to_article(TEXT, profile=str(path) if as_path else table, metadata={"id": "a b"})
    assert article.identity.guid == "tag:zyx.example,2020:a%20b"
    assert article == convert.to_article(
        TEXT, profile=convert.Profile.model_validate(table), metadata={"id": "a b"}
    ).model_copy(update={"issued": article.issued})


def test_wrong_metadata_is_misuse():
    with pytest.raises(convert.ConvertError) as caught:
        convert.to_article(TEXT, metadata={"published": "soon"})
    assert caught.value.exit_code == 2


def test_what_was_written_is_read_back():
    article = convert.to_article(TEXT, metadata={"issued": "2026-01-01T00:00:00Z"})
    back = convert.read(convert.write(article, "newsml-g2"), "newsml-g2")
    assert (back.headline, back.authors, back.issued) == (article.headline, article.authors, article.issued)
    assert [block.text for block in back.body] == [block.text for block in article.body]


def test_a_document_with_none_or_several_articles_is_not_one():
    with pytest.raises(convert.Rejected):
        convert.read(b"<newsMessage/>", "newsml-g2")
    assert next(convert.read_many(TEXT.encode(), "text")).headline == "Council approves bridge repair"


def test_an_unknown_format_is_misuse_and_names_the_known():
    article = convert.to_article(TEXT)
    with pytest.raises(convert.ConvertError, match="newsml-g2") as caught:
        convert.write(article, "newsml-g3")
    assert caught.value.code == "usage.unknown-format"
    with pytest.raises(convert.ConvertError):
        convert.validate(b"", "nonsense")


def test_an_article_without_a_stamp_is_not_written_as_newsml():
    article = convert.to_article(TEXT).model_copy(update={"issued": None})
    with pytest.raises(convert.ConvertError) as caught:
        convert.write(article, "newsml-g2")
    assert caught.value.code == "write.no-stamp"
