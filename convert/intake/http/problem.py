"""What went wrong, as RFC 9457 has it: problem details, with our code and diagnostics in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

from convert.diagnostics import CODES, Diagnostic, diagnostic
from convert.intake.http.calls import Reply

MEDIA: Final = "application/problem+json"

_REJECTED: Final = 422

_STATUSES: Final = {
    "http.address": 421,
    "http.busy": 429,
    "http.charset": 400,
    "http.coding": 415,
    "http.length": 400,
    "http.media-type": 415,
    "http.method": 405,
    "http.not-acceptable": 406,
    "http.not-found": 404,
    "http.origin": 403,
    "http.slow": 408,
    "http.stopping": 503,
    "http.token": 401,
    "read.request": 400,
    "read.too-large": 413,
    "read.too-many-lines": 413,
    "read.undecodable": 400,
    "usage.invalid": 400,
    "usage.unknown-format": 400,
    "batch.crash": 500,
    "batch.poison": 500,
    "batch.timeout": 504,
    "plugin.failed": 500,
    "write.invalid": 500,
}
"""The status of a reason; any other reason is one of the article: 422."""


def problem(reason: Diagnostic, found: Sequence[Diagnostic] = (), headers: Mapping[str, str] | None = None) -> Reply:
    """Return the response that says why there is no other; `found` is all that is known of the input."""
    status = _STATUSES.get(reason.code, _REJECTED)
    body: dict[str, Any] = {
        "type": f"/problems/{reason.code}",
        "title": CODES[reason.code].meaning,
        "status": status,
        "detail": reason.message,
        "code": reason.code,
        "diagnostics": [one.as_dict() for one in (found or (reason,))],
    }
    return Reply(status, MEDIA, orjson.dumps(body), reason.code, dict(headers or {}))


def refusal(code: str, detail: str = "", headers: Mapping[str, str] | None = None) -> Reply:
    """Return the response to a request that is refused for what it is, whatever is in it."""
    return problem(diagnostic(code, detail), headers=headers)
