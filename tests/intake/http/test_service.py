"""What the service answers: equal to the command line, by what is asked for, and with a reason where it refuses."""

from __future__ import annotations

import base64
import json
import re
import time

import httpx
import pytest

from convert import read, validate
from convert.intake.http.described import TEXT
from convert.intake.http.service import _content_type
from tests.batch.running import article, convert, made
from tests.intake.http.serving import EPOCH, PLAIN

G2 = "application/vnd.iptc.g2.newsmessage+xml"


def post(
    client: httpx.Client, path: str, content: bytes | str, headers: dict[str, str] | None = None
) -> httpx.Response:
    return client.post(path, content=content, headers={**PLAIN, **(headers or {})})


def refused(response: httpx.Response, status: int, code: str) -> dict:
    assert (response.status_code, response.json().get("code")) == (status, code), response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["diagnostics"][0]["code"]
    assert problem["detail"]
    return problem


def test_outputs_equal_those_of_a_run(client, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH["SOURCE_DATE_EPOCH"])
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    records = [{"id": f"a{number}", "text": article(number), "section": "Local"} for number in range(5)]
    (source / "r.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert convert(source, out).returncode == 0
    files = made(out)
    for record in records:
        one = client.post("/convert", json=record).json()
        stem = f"r.jsonl/{record['id']}"
        assert one["id"] == record["id"]
        # the stamps of a run with --timestamp and of one with the environment are the same instant, told differently
        assert one["outputs"]["newsml-g2"].encode() == files[f"{stem}.newsml.xml"]
        assert one["outputs"]["json-ld"].encode() == files[f"{stem}.jsonld"]
        assert one["segments"]["lines"] == json.loads(files[f"{stem}.segments.json"])["lines"]


@pytest.mark.parametrize(
    ("to", "accept", "media"),
    [
        ("json-ld", None, "application/ld+json"),
        ("newsml-g2", "*/*", G2),
        ("newsml-g2:superdesk", "application/xml;q=0.5, */*;q=0.1", G2),
        ("ninjs", "*/*", "application/json"),
        ("html", None, "text/html; charset=utf-8"),
        (None, "application/ld+json", "application/ld+json"),
        (None, "application/xml", G2),
        (None, "text/html,application/xhtml+xml;q=0.9", "text/html; charset=utf-8"),
        (None, "application/ld+json;q=0.5, application/vnd.iptc.g2.newsmessage+xml", G2),
    ],
)
def test_one_format_is_answered_as_that_document(client, to, accept, media):
    query = f"?to={to}" if to else ""
    response = post(client, f"/convert{query}", article(2), {"Accept": accept} if accept else {})
    assert response.status_code == 200
    assert response.headers["content-type"] == media
    assert response.headers["newsconvert-status"] == "converted"
    if media == G2:
        assert validate(response.content, "newsml-g2").ok
        assert read(response.content, "newsml-g2").headline == "Council of district 2 approves bridge repair"


@pytest.mark.parametrize(
    ("to", "accept", "formats"),
    [
        (None, "*/*", ["newsml-g2", "json-ld"]),
        (None, "application/json", ["newsml-g2", "json-ld"]),
        (None, "application/*", ["newsml-g2", "json-ld"]),
        ("json-ld", "application/json", ["json-ld"]),
        ("ninjs", "application/json", ["ninjs"]),
        ("html,json-ld:graph", "*/*", ["html", "json-ld:graph"]),
    ],
)
def test_several_or_json_are_answered_as_an_object(client, to, accept, formats):
    query = f"?to={to}" if to else ""
    response = post(client, f"/convert{query}", article(2), {"Accept": accept})
    assert response.headers["content-type"] == "application/json"
    assert list(response.json()["outputs"]) == formats
    assert response.json()["segments"]["format"] == "newsconvert-segments/1"


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "iso-8859-1", "windows-1252", "koi8-r", "shift_jis", None])
def test_any_charset_is_read(client, charset):
    text = {
        "koi8-r": "Мост открыт\n\nСтарый мост через реку открыли во вторник.\n",
        "shift_jis": "橋が開通\n\n古い橋が火曜日に開通した。\n",
    }
    sent = text.get(charset or "", "Brücke öffnet\n\nDie Brücke über den Fluß ist seit Dienstag für Fußgänger offen.\n")
    kind = {"Content-Type": f"text/plain; charset={charset}" if charset else "text/plain"}
    response = post(client, "/segment", sent.encode(charset or "latin-1"), kind)
    assert "".join(line["before"] + line["text"] for line in response.json()["lines"]) == sent.strip()


def test_json_with_bytes_and_a_form_with_a_file(client):
    data = article(4).encode("utf-16")
    by_json = client.post("/convert", json={"id": "x", "bytes": base64.b64encode(data).decode()}).json()
    by_form = client.post(
        "/convert", files={"file": ("a.txt", data, "text/plain; charset=utf-16")}, data={"metadata": '{"id": "x"}'}
    ).json()
    by_fields = client.post("/convert", files={"file": ("a.txt", data)}, data={"id": "x"}).json()
    assert by_json["outputs"] == by_form["outputs"] == by_fields["outputs"]
    assert by_json["id"] == by_form["id"] == "x"


def test_corrected_labels_are_converted_anew(client):
    lines = client.post("/segment", json={"id": "x", "text": TEXT}).json()["lines"]
    assert [line["label"] for line in lines][:2] == ["headline", "byline"]
    labels = ["boilerplate", *[None] * (len(lines) - 1)]
    given = client.post("/segment", json={"id": "x", "text": TEXT, "labels": labels}).json()["lines"]
    assert (given[0]["label"], given[0]["confidence"]) == ("boilerplate", 1)
    assert given[1:] == lines[1:]
    before = client.post("/convert?to=json-ld", json={"id": "x", "text": TEXT}).json()
    after = client.post("/convert?to=json-ld", json={"id": "x", "text": TEXT, "labels": labels}).json()
    assert before["headline"].startswith("Old bridge")
    assert "headline" not in after
    assert before["identifier"] == after["identifier"]


def test_an_account_with_new_labels_is_converted_anew(client):
    account = client.post("/convert", json={"text": TEXT}).json()["segments"]
    account["lines"][0]["label"] = "standfirst"
    response = client.post("/convert", json=account)
    again = response.json()
    assert again["segments"]["lines"][0]["label"] == "standfirst"
    assert again["guid"] == account["guid"]
    assert json.loads(again["outputs"]["json-ld"])["description"].startswith("Old bridge")


def test_documents_are_judged(client):
    document = post(client, "/convert?to=newsml-g2", article(5)).content
    report = post(client, "/validate", document, {"Content-Type": G2}).json()
    assert (report["ok"], report["format"]) == (True, "newsml-g2")
    bad = document.replace(b"<pubStatus", b"<pubStatu")
    report = post(client, "/validate?least=error", bad, {"Content-Type": "application/xml"}).json()
    assert not report["ok"]
    assert {found["severity"] for found in report["findings"]} == {"error"}
    worst = next(found for found in validate(bad, "newsml-g2").findings if found.severity == "error")
    assert report["findings"][0]["code"] == worst.code


@pytest.mark.parametrize(
    ("path", "content", "headers", "status", "code"),
    [
        ("/convert", b"", {}, 422, "read.empty"),
        ("/convert", b"\x89PNG\r\n\x1a\n" + bytes(50), {}, 422, "read.binary"),
        ("/convert/", b"x", {}, 404, "http.not-found"),
        ("/convert", b"x", {"Content-Type": "image/png"}, 415, "http.media-type"),
        ("/convert", b"x", {"Content-Type": ""}, 415, "http.media-type"),
        ("/convert", b"a=b", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "http.media-type"),
        ("/convert", b"x", {"Content-Encoding": "gzip"}, 415, "http.coding"),
        ("/convert", b"x", {"Accept": "image/png"}, 406, "http.not-acceptable"),
        ("/convert?to=json-ld", b"x", {"Accept": "text/html"}, 406, "http.not-acceptable"),
        ("/convert?to=json-ld,html", b"x", {"Accept": "text/html"}, 406, "http.not-acceptable"),
        ("/convert", b"x", {"Accept": "*/*;q=0"}, 406, "http.not-acceptable"),
        ("/segment", b"x", {"Accept": "text/html"}, 406, "http.not-acceptable"),
        ("/convert?to=nonsense", b"x", {}, 400, "usage.unknown-format"),
        ("/convert?to=", b"x", {}, 400, "usage.invalid"),
        ("/convert?to=json-ld,json-ld:graph", b"x", {}, 400, "usage.invalid"),
        ("/convert?from=nonsense", b"x", {}, 400, "usage.unknown-format"),
        ("/validate?from=nonsense", b"{}", {}, 400, "usage.unknown-format"),
        ("/validate?least=nonsense", b"{}", {}, 400, "usage.invalid"),
        ("/convert", "ü".encode(), {"Content-Type": "text/plain; charset=ascii"}, 400, "http.charset"),
        ("/convert", b"\xff", {"Content-Type": "text/plain; charset=utf-8"}, 400, "http.charset"),
        ("/convert", b"x", {"Content-Type": "text/plain; charset=nonsense"}, 400, "http.charset"),
        ("/convert", b"x", {"Content-Type": "text/plain; charset=base64"}, 400, "http.charset"),
        ("/convert", b"x" * 5000, {"Content-Type": "text/plain; charset=idna"}, 400, "http.charset"),
        ("/convert", b"x", {"Content-Type": "text/x; charset*0=a; charset*b=1"}, 415, "http.media-type"),
        ("/convert", b"{", {"Content-Type": "application/json"}, 400, "read.request"),
        ("/convert", b"[]", {"Content-Type": "application/json"}, 400, "read.request"),
        ("/convert", b"{}", {"Content-Type": "application/json"}, 400, "read.request"),
        ("/convert", b'{"text": "\xff"}', {"Content-Type": "application/json"}, 400, "read.request"),
        ("/convert", b'{"bytes": "!"}', {"Content-Type": "application/json"}, 400, "read.request"),
        (
            "/convert",
            b'{"format": "newsconvert-segments/1"}',
            {"Content-Type": "application/json"},
            400,
            "read.request",
        ),
        ("/convert", b"x", {"Content-Type": "multipart/form-data"}, 400, "read.request"),
        ("/convert", b"x", {"Content-Type": "multipart/form-data; boundary=b"}, 400, "read.request"),
        ("/convert", b'{"text": "a", "labels": ["x"]}', {"Content-Type": "application/json"}, 422, "segment.labels"),
        (
            "/convert",
            b'{"text": "a", "labels": ["body", "body"]}',
            {"Content-Type": "application/json"},
            422,
            "segment.labels",
        ),
        (
            "/convert",
            b'{"text": "a", "labels": ["byline"]}',
            {"Content-Type": "application/json"},
            422,
            "segment.no-body",
        ),
        ("/convert", b"x", {"Host": "evil.example"}, 421, "http.address"),
        ("/convert", b"x", {"Host": "localhost.evil.example"}, 421, "http.address"),
        ("/convert", b"x", {"Sec-Fetch-Site": "cross-site"}, 403, "http.origin"),
        ("/convert", b"x" * 300_001, {}, 413, "read.too-large"),
        ("/nothing", b"x", {}, 404, "http.not-found"),
    ],
)
def test_what_is_wrong_gets_the_right_status(client, path, content, headers, status, code):
    response = post(client, path, content, headers)
    problem = refused(response, status, code)
    meaning = client.get(problem["type"]).json()
    assert meaning["code"] == code
    assert problem["title"] == meaning["meaning"]


def test_other_methods_are_refused_by_name(client):
    response = client.put("/convert", content=b"x")
    refused(response, 405, "http.method")
    assert response.headers["allow"] == "POST"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]", "LOCALHOST:8080"])
def test_the_names_of_this_machine_are_answered(client, host):
    assert client.get("/health", headers={"Host": host}).json()["status"] == "ok"


@pytest.mark.parametrize("path", ["/", "/health", "/metrics", "/openapi.json", "/nothing"])
def test_every_answer_is_closed_to_other_sites(client, path):
    headers = client.get(path, headers={"Origin": "https://other.example"}).headers
    assert "access-control-allow-origin" not in headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]


def test_all_is_counted(client):
    def count(line: str) -> float:
        found = re.search(rf"^{re.escape(line)} (\S+)$", client.get("/metrics").text, re.MULTILINE)
        return float(found[1]) if found else 0

    lines = [
        'newsconvert_requests_total{path="/convert",status="422"}',
        'newsconvert_outcomes_total{outcome="read.empty",path="/convert"}',
        'newsconvert_request_seconds_count{path="/convert"}',
    ]
    before = [count(line) for line in lines]
    post(client, "/convert", b"")
    assert [count(line) for line in lines] == [number + 1 for number in before]
    assert count("newsconvert_in_hand") == 0
    assert "process_resident_memory_bytes" in client.get("/metrics").text


def test_a_feed_of_several_articles_is_refused(client):
    one = post(client, "/convert?to=newsml-g2", article(1)).content.decode()
    head, item, tail = re.fullmatch(r"(.*?)(<newsItem .*</newsItem>)(.*)", one, re.DOTALL).groups()
    two = item.replace('guid="', 'guid="x')
    refused(post(client, "/convert", f"{head}{item}{two}{tail}", {"Content-Type": G2}), 422, "read.not-one")
    refused(post(client, "/segment", f"{head}{item}{two}{tail}", {"Content-Type": G2}), 422, "read.not-one")


def test_a_rule_of_validation_is_explained_too(client):
    assert "rights" in client.get("/problems/G2903").json()["meaning"]
    assert client.get("/problems/nonsense").status_code == 404


def test_a_hostile_content_type_holds_up_nobody():
    start = time.process_time()
    assert _content_type('text/plain; charset="' + ";" * 60_000) == ("text/plain", {})
    assert time.process_time() - start < 0.5
    assert _content_type("text/plain; a*=b; a*0=c; a*d=1; a*1*=%ff")[0] == "text/plain"
    assert _content_type("Text/Plain; Charset=utf-8") == ("text/plain", {"charset": "utf-8"})
