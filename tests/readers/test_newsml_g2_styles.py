"""Documents in the styles that agencies have: wrappers, packages by groups, NITF alone, HTML as data, no namespace."""

from __future__ import annotations

from convert.article import AuthorKind, Caption
from tests.readers.newsml import G2, XHTML, article, both, message

HEAD = "<?xml version='1.0' encoding='utf-8'?>\n<?xml-stylesheet href='x.xsl'?>\n<!-- made by hand -->\n"


def newsitem(management: str, meta: str, content: str, attributes: str = "guid='urn:x:1' version='1'") -> str:
    return (
        f"<newsItem {G2} {attributes}><catalog><scheme alias='own' uri='http://cv.example/own/'/></catalog><itemMeta>"
        f"<itemClass qcode='ninat:text'/>{management}</itemMeta><contentMeta>{meta}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def xhtml(body: str) -> str:
    return (
        f"<inlineXML contenttype='application/xhtml+xml'><html {XHTML}><head><title/></head>{body}</html></inlineXML>"
    )


def test_a_text_with_a_hop_history_and_its_own_catalog() -> None:
    text = newsitem(
        "<provider uri='http://agency.example'><name>Agency</name></provider>"
        "<versionCreated>2024-05-02T10:15:24+00:00</versionCreated><edNote role='own:x'>Adds a quote</edNote>",
        "<located qcode='own:1'><name>Paris</name><broader qcode='own:2'><name>France</name></broader></located>"
        "<creator uri='urn:x:ab'><name>A. Sample</name></creator><language tag='fr'/>"
        "<headline>Le vote <i>continue</i></headline><dateline>Paris, 2 mai 2024 (AGC) -</dateline>",
        xhtml(
            "<body>\n<p>Le conseil\n  a voté, <a href='x'>dit-on</a>.</p>\n<!-- p -->\n"
            "<p>Suite<br/>&#8211; fin.</p></body>"
        ),
    )
    hops = "<hopHistory><hop seq='1'><party qcode='nprov:AFP'/></hop></hopHistory><itemMeta>"
    found = article(HEAD + text.replace("<itemMeta>", hops, 1))
    assert (found.headline, found.notes) == ("Le vote continue", ("Adds a quote",))
    assert found.dateline is not None
    assert (found.dateline.text, found.dateline.place) == ("Paris, 2 mai 2024 (AGC) -", "Paris")
    assert [block.text for block in found.body] == ["Le conseil a voté, dit-on.", "Suite – fin."]


def test_two_headlines_by_rank_and_a_body_in_sections() -> None:
    body = (
        "<body><header><h1>Hauptzeile</h1><p class='byline'>Von A und B</p></header><section class='main'>"
        "<p><span class='dateline'>Berlin - </span>Der <strong>erste</strong> Absatz.</p><h2>Zwischentitel</h2>"
        "<section><ul><li>eins</li><li>zwei</li></ul></section></section>"
        "<section><h2>Service</h2><address>Tel. 030</address></section></body>"
    )
    meta = (
        "<headline rank='1'>Hauptzeile</headline><headline rank='3'>Dachzeile</headline><by>Von A und B</by>"
        "<creator><name>A</name><organisationDetails/></creator>"
        "<description role='drol:teaser'>Teaser</description><description role='drol:summary'>Kurz.</description>"
    )
    found = article(message(newsitem("", meta, xhtml(body))))
    assert (found.headline, found.standfirst, found.byline) == ("Hauptzeile", "Kurz.", "Von A und B")
    assert found.authors[0].kind is AuthorKind.ORGANISATION
    assert [(block.kind.value, block.text) for block in found.body] == [
        ("paragraph", "Berlin - Der erste Absatz."),
        ("crosshead", "Zwischentitel"),
        ("list", "eins\nzwei"),
        ("crosshead", "Service"),
        ("paragraph", "Tel. 030"),
    ]


def test_a_package_of_groups_with_pictures_in_renditions() -> None:
    def referred(guid: str, kind: str) -> str:
        return f"<itemRef residref='{guid}' version='1'><itemClass qcode='icls:{kind}'/></itemRef>"

    renditions = "".join(
        f"<remoteContent residref='tag:x' href='https://p.example/{name}' rendition='rend:{name}'"
        " contenttype='image/jpeg'/>"
        for name in ("thumbnail", "viewImage", "baseImage")
    )
    package = (
        f"<packageItem {G2} guid='tag:x:p' version='1'><itemMeta><itemClass qcode='icls:composite'/></itemMeta>"
        "<groupSet root='root'><group id='root'><groupRef idref='main'/><groupRef idref='side'/></group>"
        f"<group id='main'>{referred('tag:x:t', 'text')}</group>"
        f"<group id='side'>{referred('tag:x:i', 'picture')}</group></groupSet></packageItem>"
    )
    text = newsitem("", "<headline>Vote</headline>", xhtml("<body><p>Text.</p></body>"), "guid='tag:x:t' version='1'")
    picture = (
        f"<newsItem {G2} guid='tag:x:i' version='1'><itemMeta><itemClass qcode='icls:picture'/></itemMeta><contentMeta>"
        "<by>J. Photo</by><creditline>AGENCY</creditline><description role='descRole:caption'>A voter.</description>"
        f"</contentMeta><contentSet>{renditions}</contentSet></newsItem>"
    )
    other = text.replace("tag:x:t", "tag:x:u")
    found, said = both(message(package, text, picture, other))
    wanted = Caption(text="A voter.", credit="AGENCY", url="https://p.example/baseImage")
    assert [one.captions for one in found] == [(wanted,), ()]
    assert said == []


def test_without_a_namespace_and_with_classes_for_everything() -> None:
    body = (
        "<body><div class='dat'>Stockholm</div><h1>Rubrik</h1><h4>Ingress</h4><div class='text'><p>Text.</p>"
        "<p>– Citat</p></div><figure><img src='https://p.example/i.jpg'/><figcaption>Bild</figcaption></figure>"
        "<table><thead><tr><th>Lag</th><th>P</th></tr></thead><tbody><tr><td>A</td><td>3</td></tr></tbody></table></body>"
    )
    meta = "<headline>Rubrik</headline><description role='drol:caption'>Ingress</description>"
    found, said = both(message(newsitem("", meta, xhtml(body))).replace(G2.encode(), b""))
    assert (found[0].headline, found[0].standfirst) == ("Rubrik", "Ingress")
    assert [block.text for block in found[0].body] == ["Stockholm", "Text.", "– Citat", "Lag\tP", "A\t3"]
    assert found[0].captions == (Caption(text="Bild", url="https://p.example/i.jpg"),)
    assert said == []


def test_html_as_character_data_with_open_tags() -> None:
    data = (
        "<inlineData contenttype='text/html; charset=utf-8'><![CDATA[<h2>Mellem</h2><p>Tekst &aring; <b>fed</b></p>"
        "<ul><li>a<li>b</ul><!-- c --><script>x()</script><table><tr><td>x<td>y</table>tail]]></inlineData>"
    )
    meta = (
        "<headline><![CDATA[Et & to]]></headline>"
        "<description role='drol:summary'><![CDATA[<p>Under</p>]]></description>"
    )
    found, said = both(newsitem("", meta, data, "guid='tag:x:1' standardversion='2.9'"))
    assert (found[0].headline, found[0].standfirst) == ("Et & to", "Under")
    assert [block.text for block in found[0].body] == ["Mellem", "Tekst å fed", "a\nb", "x\ty", "tail"]
    assert said == []


def test_nitf_without_a_namespace_is_all_there_is() -> None:
    nitf = (
        "<inlineXML contenttype='application/nitf+xml'><nitf xmlns=''><head><title>VOTE</title></head><body><body.head>"
        "<hedline><hl1>MPs vote</hl1></hedline><byline>By <person>A Reporter</person>,<byttl>Staff</byttl></byline>"
        "<dateline><location>London</location></dateline><abstract><p>Summary.</p></abstract></body.head><body.content>"
        "<p>First.</p><hl2>Cross</hl2><p>Second.</p><media media-type='image'><media-reference"
        " source='ftp://p.example/a.jpg' mime-type='image/jpeg'/><media-caption>Cap</media-caption></media>"
        "</body.content><body.end><tagline>end</tagline></body.end></body></nitf></inlineXML>"
    )
    found, said = both(newsitem("<provider literal='PA'/>", "", nitf))
    assert (found[0].headline, found[0].byline, found[0].standfirst) == ("MPs vote", "By A Reporter, Staff", "Summary.")
    assert [block.text for block in found[0].body] == ["First.", "Cross", "Second.", "end"]
    assert found[0].captions == (Caption(text="Cap", url="ftp://p.example/a.jpg"),)
    assert said == []


def test_a_body_of_loose_text() -> None:
    body = "<body>No paragraph<br/><br/>Another one <em>here</em><br/>goes on</body>"
    found = article(newsitem("", "<by>A</by><by>B</by>", xhtml(body)))
    assert found.byline == "A\nB"
    assert [block.text for block in found.body] == ["No paragraph", "Another one here goes on"]
