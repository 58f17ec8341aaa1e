"""What became of one article, as a JSON object: the outputs, or why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from convert.batch.unit import Ended
from convert.diagnostics import Diagnostic
from convert.intake.request import Request
from convert.pipeline import Status


def answer(request: Request, ended: Ended, formats: Sequence[str]) -> dict[str, Any]:
    """Describe how one request ended. `outputs` maps each format to its document, and `segments` is the account."""
    described = _head(request, ended.status)
    if ended.outputs:
        *documents, account = ended.outputs
        described |= {
            "guid": ended.row.guid,
            "version": ended.row.version,
            "confidence": ended.row.confidence,
            "outputs": {name: output.data.decode() for name, output in zip(formats, documents, strict=True)},
            "segments": orjson.Fragment(account.data.replace(b"\n", b"")),
        }
    return described | {"diagnostics": [found.as_dict() for found in ended.diagnostics]}


def refusal(request: Request, found: Diagnostic) -> dict[str, Any]:
    """Describe a request that could not be understood."""
    return _head(request, Status.REJECTED) | {"diagnostics": [found.as_dict()]}


def _head(request: Request, status: str) -> dict[str, Any]:
    return {"line": request.number, "id": request.id, "status": str(status)}
