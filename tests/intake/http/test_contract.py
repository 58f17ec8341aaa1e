"""The OpenAPI document: it is one, its examples are true, and no generated request gets an answer it does not name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.intake.http.serving import PLAIN, serving

CONFIG = Path(__file__).with_name("schemathesis.toml")


@pytest.fixture
def document(client):
    return client.get("/openapi.json").json()


def test_it_is_openapi_3_1(document):
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {"/convert", "/segment", "/validate", "/health", "/metrics", "/problems/{code}"}


def test_its_examples_are_answered_as_it_says(client, document):
    asked = 0
    for path in ("/convert", "/segment", "/validate"):
        operation = document["paths"][path]["post"]
        content = operation["requestBody"]["content"]
        answers = operation["responses"]["200"]["content"]["application/json"]["schema"]
        schema = {**answers, "components": document["components"]}
        for example in content.get("application/json", {}).get("schema", {}).get("examples", []):
            response = client.post(path, json=example)
            assert response.status_code == 200, response.text
            jsonschema.validate(response.json(), schema)
            asked += 1
        for media, described in content.items():
            if "example" in described:
                response = client.post(path, content=described["example"], headers={"Content-Type": media})
                assert response.status_code == 200, response.text
                jsonschema.validate(response.json(), schema)
                asked += 1
    assert asked >= 10


def test_problems_are_as_it_says(client, document):
    schema = {"$ref": "#/components/schemas/Problem", "components": document["components"]}
    for content, headers in ((b"", PLAIN), (b"x", {"Content-Type": "image/png"}), (b"x", {**PLAIN, "Accept": "a/b"})):
        response = client.post("/convert", content=content, headers=headers)
        jsonschema.validate(response.json(), schema)
        described = document["paths"]["/convert"]["post"]["responses"][str(response.status_code)]
        assert list(described["content"]) == ["application/problem+json"]


def test_generated_requests_are_answered_as_it_says(tmp_path):
    """Schemathesis makes requests of the document, right ones and wrong ones, and checks every answer against it."""
    with serving("--max-seconds", 20) as running:
        done = subprocess.run(
            [
                str(_beside("schemathesis")), "--config-file", str(CONFIG), "run", f"{running.url}/openapi.json",
                "--max-examples", "15", "--phases", "examples,coverage,fuzzing", "--generation-deterministic",
                "--request-timeout", "30", "--max-failures", "5", "--no-color",
            ],
            capture_output=True, text=True, check=False, timeout=500, cwd=tmp_path,
        )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def _beside(name):
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        pytest.skip(f"{name} is not installed: it is in the extra test")
    return path
