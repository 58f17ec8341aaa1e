"""Bytes to characters: every method, and nothing replaced."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convert.readers.decode import Method, decode

ENGLISH = "The council’s vote – 7 to 2 – came late.\nIt was “expected”, she said.\n"

PARAGRAPHS = {
    "cp1252": "Größere Änderungen erwartet die Behörde in München – so „sagte“ es der Minister am Dienstag.",
    "iso8859-15": "L’été dernier, la forêt brûlait près de la côte; les élus ont réclamé des moyens.".replace("’", "'"),
    "cp1250": "Příliš mnoho řidičů nedodržuje předpisy, řekl starosta města. Výstavba začne už příští měsíc.",
    "cp1251": "Правительство объявило вчера о новом плане строительства дорог, который охватывает и юг страны.",
    "koi8-r": "Правительство объявило вчера о новом плане строительства дорог, который охватывает и юг страны.",
    "cp1253": "Η κυβέρνηση ανακοίνωσε χθες νέο σχέδιο για την κατασκευή δρόμων στις νότιες περιοχές.",
    "cp1254": "Hükümet dün güney bölgelerini de kapsayan yeni yol yapım planını açıkladı; ışıklar yenilenecek.",
    "cp1255": "הממשלה הודיעה אתמול על תוכנית חדשה לבניית כבישים, הכוללת גם את אזורי הדרום.",
    "cp1256": "أعلنت الحكومة أمس خطة جديدة لبناء الطرق تشمل أيضا المناطق الجنوبية من البلاد، بحسب بيان رسمي.",
    "shift_jis": "政府は昨日、南部地域も含む新しい道路建設計画を発表した。工事は来月に始まる見通しだ。",
    "euc_jp": "政府は昨日、南部地域も含む新しい道路建設計画を発表した。工事は来月に始まる見通しだ。",
    "gb18030": "政府昨天宣布了新的道路建设计划，其中也包括该国南部地区。部长表示，工程将于下个月开工。",
    "big5": "政府昨天宣布了新的道路建設計畫，其中也包括該國南部地區。部長表示，工程將於下個月開工。",
    "euc_kr": "정부는 어제 남부 지역을 포함하는 새로운 도로 건설 계획을 발표했다.",
}


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides_and_is_no_character(mark, encoding):
    decoded = decode(mark + ENGLISH.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.method) == (ENGLISH, encoding, Method.BOM)


@given(st.text())
def test_strict_utf8_comes_back_as_it_was(text):
    data = text.encode("utf-8", "ignore")
    decoded = decode(data)
    if decoded.method is Method.UTF_8:
        assert decoded.text.encode() == data
        assert decoded.confidence == 1.0


@pytest.mark.parametrize("encoding", PARAGRAPHS)
def test_a_legacy_encoding_is_recognised_from_a_paragraph(encoding):
    text = PARAGRAPHS[encoding]
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.method is Method.DETECTED
    assert decoded.diagnostics, "a guess is always said"


def test_what_metadata_declare_outranks_the_profile():
    data = "Straße".encode("cp1252")
    assert decode(data, declared="iso-8859-1", preferred="cp1251").text == "Straße"
    assert decode(data, preferred="cp1252").method is Method.PROFILE


def test_a_declared_encoding_is_read_as_the_superset_that_programs_wrote():
    assert decode("“quoted”".encode("cp1252"), declared="iso-8859-1").text == "“quoted”"
    assert decode("①記事".encode("cp932"), declared="shift_jis").text == "①記事"


def test_a_declared_encoding_that_does_not_read_the_bytes_is_not_taken():
    assert decode("Grüße aus Köln".encode("cp1252"), declared="utf-16").method is not Method.DECLARED


def test_an_unknown_declared_encoding_is_not_taken():
    assert decode("Grüße".encode("cp1252"), declared="klingon", preferred="cp1252").method is Method.PROFILE


def test_escapes_of_iso_2022_are_seen_though_they_are_ascii():
    data = "東京で会議が開かれた。".encode("iso2022_jp")
    assert decode(data).method is Method.ESCAPES
    assert decode(data).text == "東京で会議が開かれた。"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_seen_by_its_nuls(encoding):
    decoded = decode(ENGLISH.encode(encoding))
    assert (decoded.text, decoded.encoding) == (ENGLISH, encoding)


def test_stray_lines_of_another_encoding_are_read_and_said():
    good = "„Das ist gut“, sagte die Bürgermeisterin am Freitag in der Sitzung.\n" * 4
    data = good.encode() + "Die Straße bleibt gesperrt – „bis Montag“.\n".encode("cp1252")
    decoded = decode(data)
    assert decoded.text == good + "Die Straße bleibt gesperrt – „bis Montag“.\n"
    assert decoded.method is Method.MIXED
    (found,) = decoded.diagnostics
    assert (found.code, found.line) == ("read.encoding-uncertain", 5)


@given(st.binary(max_size=400))
def test_any_bytes_are_decoded_or_refused_and_never_replaced(data):
    decoded = decode(data)
    if decoded is not None:
        assert "�" not in decoded.text or b"\xef\xbf\xbd" in data or decoded.method is not Method.UTF_8
