"""What OpenAPI says of the requests: their bodies, parameters and answers, with examples that tests send."""

from __future__ import annotations

from typing import Any, Final

from convert import readers, writers
from convert.article import Label
from convert.diagnostics import Severity
from convert.intake.http.problem import MEDIA
from convert.intake.http.service import DOCUMENTS
from convert.intake.http.shapes import Problem
from convert.validate.sniffing import FORMATS

TEXT: Final = (
    "Old bridge reopens after two years of work\n\nBy Mary Miller\n\n"
    "The old bridge over the river reopened on Tuesday, two years after it was closed for repairs.\n\n"
    "The town council paid 3 million for the work, the mayor said.\n"
)
_LABELS: Final = ["headline", "byline", "body", None]
_JSON_LD: Final = '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Old bridge reopens"}\n'

_ARTICLE: Final[dict[str, Any]] = {
    "type": "object",
    "description": "An article, or segments.json with the labels that it has now. Other keys are metadata.",
    "anyOf": [{"required": ["text"]}, {"required": ["bytes"]}, {"required": ["format", "key", "lines", "after"]}],
    "properties": {
        "text": {"type": "string", "description": "The article."},
        "bytes": {"type": "string", "format": "byte", "description": "The article in base64, in any encoding."},
        "id": {"type": "string", "description": "The stable name of the article: its guid comes from it."},
        "labels": {
            "type": "array",
            "items": {"anyOf": [{"type": "string", "enum": list(Label)}, {"type": "null"}]},
            "description": "Corrected labels: one for each line that is not blank, null where the model's shall stand.",
        },
        "metadata": {"type": "object", "description": "More metadata, under their names."},
    },
    "examples": [
        {"id": "bridge-7", "text": TEXT, "section": "Local"},
        {"id": "bridge-7", "text": TEXT, "labels": _LABELS},
    ],
}

_FORM: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["file"],
    "properties": {
        "file": {"type": "string", "contentMediaType": "application/octet-stream", "description": "The article."},
        "metadata": {"type": "object", "description": "What is known of it, a JSON object."},
    },
    "examples": [{"file": TEXT, "metadata": {"id": "bridge-7"}}],
}

_RAW: Final[dict[str, Any]] = {"schema": {"description": "The text."}, "example": TEXT}

_STATUSES: Final = {
    400: "The request is not understood, or its charset is wrong.",
    401: "The token is absent or wrong.",
    403: "The request comes from another site's page.",
    406: "No answer is of a type that is accepted.",
    408: "The body did not come in time.",
    413: "The body is too large.",
    415: "This type of content is not taken.",
    421: "The request names another host.",
    422: "The article is rejected; the diagnostics say why.",
    429: "As many requests are in hand as may be; Retry-After says when to repeat.",
    500: "The article ended its worker, or our own output was not valid: bugs of ours.",
    503: "The service is ending.",
    504: "The work took too long.",
}


def problems(*but: int) -> dict[int | str, dict[str, Any]]:
    """Return the answers that say what is wrong, without some."""
    return {
        status: {"description": text, "model": Problem, "content": {MEDIA: {}}}
        for status, text in _STATUSES.items()
        if status not in but
    }


def article_body() -> dict[str, Any]:
    """Describe the body of a request that brings an article."""
    return {
        "required": True,
        "content": {
            "text/plain": _RAW,
            "application/json": {"schema": _ARTICLE},
            "multipart/form-data": {"schema": _FORM, "encoding": {"metadata": {"contentType": "application/json"}}},
        },
    }


def document_body() -> dict[str, Any]:
    """Describe the body of a request that brings a document."""
    return {
        "required": True,
        "content": {media: {"schema": {"description": "The document."}, "example": _JSON_LD} for media in DOCUMENTS},
    }


def parameter(name: str, text: str, schema: dict[str, Any], example: str) -> dict[str, Any]:
    """Describe a parameter of the query."""
    return {"name": name, "in": "query", "description": text, "schema": schema, "example": example}


def to_parameter() -> dict[str, Any]:
    """Describe `to`."""
    name = "(" + "|".join(sorted({name.partition(":")[0] for name in writers.names()})) + ")(:[a-z+]+)?"
    return parameter(
        "to",
        f"Formats, with commas: {', '.join(writers.names())}. Without it, Accept decides.",
        {"type": "string", "pattern": f"^{name}(,{name})*$"},
        "json-ld",
    )


def from_parameter(*, is_document: bool) -> dict[str, Any]:
    """Describe `from`."""
    names = list(FORMATS if is_document else readers.names())
    return parameter("from", "The format of the body; else it is recognised.", {"enum": names}, names[0])


def least_parameter() -> dict[str, Any]:
    """Describe `least`."""
    return parameter("least", "Tell findings from this severity up.", {"enum": list(Severity)}, "warning")


def document_answers() -> dict[str, Any]:
    """Describe the answers that are documents."""
    names = [name for name in writers.names() if ":" not in name]
    return {
        media: {"schema": {"type": "object" if media.endswith("json") else "string"}}
        for media in dict.fromkeys(writers.writer(name).media_type for name in names)
        if media != "application/json"
    }
