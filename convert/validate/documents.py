"""Rules on the bytes themselves and on schemas: what goes before any rule of a format."""

from __future__ import annotations

from typing import Final

from convert.validate.rule import ERROR, INFO, WARNING, Rule, Table

TABLE: Final = Table()


def _nitf(paragraph: str) -> str:
    return (
        '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
        f"<body.content><block>{paragraph}</block></body.content></body></nitf></inlineXML>"
    )


_ROWS: Final = (
    Rule(
        "DOC001",
        ERROR,
        "The file cannot be read",
        "A folder, a device, a pipe or a file without permission holds no document to judge.",
        "This validator",
        "Name a regular file that may be read.",
        bad={"": "a pipe, a folder or a device under the name feed.xml"},
        good={"": "a regular file that may be read"},
    ),
    Rule(
        "DOC002",
        ERROR,
        "The document is larger than the limit",
        "A limit keeps one wrong file from filling the memory of a job that has thousands to do.",
        "This validator",
        "Split the document, or raise max-bytes in the configuration.",
        bad={"": "a file of 1 GB, where the limit is 256 MB"},
        good={"": "a file within the limit"},
    ),
    Rule(
        "DOC003",
        ERROR,
        "The XML is not well-formed",
        "No XML reader goes past this place: the document is lost as a whole.",
        "XML 1.0, section 2.1",
        "Correct the place that is named; mostly it is a tag not closed, or & for &amp;.",
        bad={"document": "<newsItem><itemMeta></newsItem>"},
        good={},
    ),
    Rule(
        "DOC004",
        ERROR,
        "The document has a DOCTYPE",
        "None of the formats has one. It can hold entity bombs and make readers fetch files: it is not read.",
        "XML 1.0, section 2.8; OWASP, XML External Entity Prevention",
        "Take the DOCTYPE out and write characters in place of entities.",
        bad={"document": '<!DOCTYPE newsItem [<!ENTITY name "value">]><newsItem>&name;</newsItem>'},
        good={},
    ),
    Rule(
        "DOC005",
        ERROR,
        "The bytes are not in the encoding that holds for them",
        "The text cannot be read as it was meant. XML declares its encoding or is UTF-8, JSON is always UTF-8.",
        "XML 1.0, section 4.3.3; RFC 8259, section 8.1",
        "Write the file in the encoding that it declares: UTF-8.",
        bad={"document": '<?xml version="1.0" encoding="us-ascii"?><newsItem>é</newsItem>'},
        good={},
    ),
    Rule(
        "DOC006",
        ERROR,
        "The JSON is not well-formed",
        "No JSON reader takes the document.",
        "RFC 8259",
        "Correct the place that is named; mostly it is a comma too many, or a quote not escaped.",
        bad={"document": '{"@context": "https://schema.org", "@type": "NewsArticle",}'},
        good={},
    ),
    Rule(
        "DOC007",
        ERROR,
        "An object has a key twice",
        "Readers keep the first value, the last or none: the document means different things to different readers.",
        "RFC 8259, section 4; RFC 7493, section 2.3",
        "Keep one of the two, or make their values an array.",
        bad={
            "document": '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry",\n'
            ' "headline": "Ferry is back", "image": "https://example.com/1.jpg", "datePublished": "2024-05-02",\n'
            ' "dateModified": "2024-05-02", "author": {"@id": "https://example.com/ann"}}'
        },
        good={},
    ),
    Rule(
        "DOC008",
        ERROR,
        "The document is nested too deep",
        "Readers set a limit to nesting, and no article comes near it.",
        "This validator; libxml2's limit is 256",
        "Look at what wrote the document: something nests without end.",
        bad={"document": "[" * 300 + "]" * 300},
        good={},
    ),
    Rule(
        "DOC009",
        ERROR,
        "The document is of no format that is known",
        "It is neither NewsML-G2, nor JSON-LD, nor ninjs, nor HTML with JSON-LD in it.",
        "This validator",
        "Name the format, if it is one of these.",
        bad={"document": "Ferry to the islands is back"},
        good={},
    ),
    Rule(
        "DOC010",
        ERROR,
        "The document is empty",
        "There is nothing to judge and nothing to import.",
        "This validator",
        "Look at what should have filled it.",
        bad={"document": " "},
        good={},
    ),
    Rule(
        "DOC011",
        WARNING,
        "Two files have an item with the same guid and version",
        "A receiver takes the second for the first, and drops it or overwrites the one it has.",
        "NewsML-G2 XML Schema: guid with version identifies one state of an item",
        "Count the version up, or give the other item a guid of its own.",
        bad={"": "a.xml and b.xml, both with guid tag:example.com,2024:ferry-17 and version 1"},
        good={"": "b.xml with version 2"},
    ),
    Rule(
        "DOC012",
        ERROR,
        "The validator failed on this document",
        "This is a bug of ours: no document may make it fail. The other documents are judged all the same.",
        "This validator",
        "Report it, with the document.",
        bad={"": "none is known"},
        good={"": "any document"},
    ),
    Rule(
        "DOC013",
        INFO,
        "There are more findings than are shown",
        "The worst ten thousand findings of a document are kept; what else is wrong with it says nothing new.",
        "This validator",
        "Mend what is shown, then judge the document again.",
        bad={"": "a document with fifty thousand keys that no vocabulary has"},
        good={"": "a document with fewer findings"},
    ),
    Rule(
        "DOC014",
        WARNING,
        "An archive has two members of one name",
        "Who unpacks it gets one of the two: the other is overwritten, and never read.",
        "PKWARE, ZIP file format; unzip, Python's zipfile",
        "Give each document a name of its own.",
        bad={"": "feed.zip with two members called story.xml"},
        good={"": "feed.zip with story-1.xml and story-2.xml"},
    ),
    Rule(
        "XSD001",
        ERROR,
        "The official schema of NewsML-G2 rejects the item",
        "Receivers that check against IPTC's schema refuse the document as a whole.",
        "IPTC, NewsML-G2 XML Schema of the version that judges",
        "Correct what the message names.",
        bad={"header": "<sendr>example.com</sendr>"},
        good={"header": "<sender>example.com</sender>"},
    ),
    Rule(
        "XSD002",
        ERROR,
        "The official schema of NITF 3.6 rejects the content",
        "A reader of NITF can drop the content or part of it.",
        "IPTC, NITF 3.6 XML Schema",
        "Correct what the message names.",
        bad={
            "xhtml": "",
            "nitf": _nitf("<para>The ferry to the outer islands runs again after nine days of storm.</para>"),
        },
        good={"xhtml": "", "nitf": _nitf("<p>The ferry to the outer islands runs again after nine days of storm.</p>")},
    ),
    Rule(
        "XSD003",
        ERROR,
        "The official schema of ninjs rejects the item",
        "Receivers that check against IPTC's schema refuse the document as a whole.",
        "IPTC, ninjs 3.1 JSON Schema",
        "Correct what the message names.",
        bad={"headlines": '"headlines": "Ferry to the islands is back"'},
        good={},
    ),
    Rule(
        "XSD004",
        INFO,
        "The schema of another version judges the item",
        "The version that the item names is not installed, unknown or not stated: the newest one installed is used.",
        "This validator",
        "Install it: newsconvert schemas install --all.",
        bad={"standard": 'standard="NewsML-G2" standardversion="2.34" conformance="power"'},
        good={},
    ),
    Rule(
        "OWN001",
        ERROR,
        "Our own grammar rejects NewsML-G2 that says newsconvert wrote it",
        "Our writer keeps to a stricter grammar than the official schema. What departs was changed, or is a bug.",
        "This project, schemas/newsml-g2-article.rng",
        "Report it, with the input, if nobody changed the file.",
        bad={"title": "<generator>newsconvert</generator>"},
        good={"title": "<generator>another program</generator>"},
    ),
    Rule(
        "OWN002",
        ERROR,
        "Our own JSON Schema rejects JSON-LD that newsconvert wrote",
        "Our writer keeps to a stricter schema than the vocabulary asks for.",
        "This project, schemas/json-ld-article.schema.json",
        "Report it, with the input, if nobody changed the file.",
        bad={"": 'JSON-LD of newsconvert, with "keywords": [] put in'},
        good={"": "JSON-LD as newsconvert wrote it"},
    ),
)

for _row in _ROWS:
    TABLE.add(_row)
