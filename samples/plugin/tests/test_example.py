"""What a plugin's own tests look like: each part alone, as newsconvert calls it."""

import convert
from convert.intake.sinks import Delivery, Verdict
from convert.metadata import NONE
from convert.profile import DEFAULT
from convert.readers import Hint, Raw
from newsconvert_example import reader, rule, sink, writer

TEXT = b"%SLUG council-bridge\nCouncil approves the bridge\n\nThe council voted on Tuesday to repair the old bridge.\n"


def test_the_reader_takes_the_slug_from_the_first_line():
    assert reader.sniff(TEXT, Hint("a.txt")) == 1.0
    assert reader.sniff(b"Council", Hint("a.txt")) == 0.0
    (record,) = reader.read(Raw("a.txt", TEXT, NONE), DEFAULT)
    assert record.metadata.slugline == "council-bridge"
    assert record.content.text.startswith("Council approves")


def test_the_writer_writes_the_headline_first():
    article = convert.to_article(TEXT.partition(b"\n")[2].decode())
    assert writer.write(article, None).startswith((article.headline or article.body[0].text).encode())


def test_the_rule_finds_a_long_headline_and_no_other():
    assert not list(rule.check({"headline": "Short"}))
    assert [found.node for found in rule.check({"headline": "Long " * 20})] == ["/headline"]


def test_the_sink_appends_a_line(tmp_path):
    opened = sink.open(f"lines:{tmp_path}/out.jsonl", None)
    assert opened.send(Delivery("urn:x", 1, b"{}")).verdict is Verdict.TAKEN
    opened.close()
    assert (tmp_path / "out.jsonl").read_bytes() == b"{}\n"
