"""From a request to a call, and from its reply to a response; how many may be in hand; what is counted."""

from __future__ import annotations

import time
from dataclasses import replace
from email.message import Message

from starlette.requests import Request
from starlette.responses import Response

from convert import readers, stamp
from convert.diagnostics import Diagnostic, Severity, UsageError, diagnostic
from convert.intake.http.accept import takes_json, wanted
from convert.intake.http.body import Answer, GoneError, Refusal, whole
from convert.intake.http.calls import JSON, Call, Kind, Reply
from convert.intake.http.form import FORM
from convert.intake.http.metrics import Metrics
from convert.intake.http.problem import problem, refusal
from convert.intake.http.settings import Settings
from convert.intake.http.workers import Workers
from convert.validate.sniffing import FORMATS

_LONGEST_TYPE = 1000
"""Characters of a content type whose parameters are read: the time for it grows with the square, and nobody else's
request is answered meanwhile."""

PLAIN = "text/plain"
BYTES = "application/octet-stream"
ARTICLES = (PLAIN, JSON, FORM, BYTES, "application/xml", "text/xml", "application/vnd.iptc.g2.newsmessage+xml")
DOCUMENTS = {
    "application/vnd.iptc.g2.newsmessage+xml": "newsml-g2",
    "application/vnd.iptc.g2.newsitem+xml": "newsml-g2",
    "application/xml": None,
    "text/xml": None,
    "application/ld+json": "json-ld",
    "application/json": None,
    "text/html": "html",
    "text/plain": None,
    BYTES: None,
}
"""The media types of documents that are judged, and the format that each of them names."""


class Service:
    """One service: its workers, its counters and its bounds."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.workers = Workers(settings, self.metrics.deaths.inc)
        self._in_hand = 0

    async def answer(self, kind: Kind, request: Request) -> Response:
        """Answer one request, whatever it is; count it."""
        start = time.perf_counter()
        self._in_hand += 1
        self.metrics.in_hand.set(self._in_hand)
        try:
            response, outcome = await self._answered(kind, request)
        finally:
            self._in_hand -= 1
            self.metrics.in_hand.set(self._in_hand)
        path = f"/{kind}"
        self.metrics.seconds.labels(path).observe(time.perf_counter() - start)
        self.metrics.requests.labels(path, str(response.status_code)).inc()
        self.metrics.outcomes.labels(path, outcome).inc()
        return response

    async def _answered(self, kind: Kind, request: Request) -> tuple[Response, str]:
        refused, call = self._head(kind, request)
        if call is None or refused is not None:
            reply = refused or refusal("usage.invalid")
            return Refusal(reply), reply.outcome
        try:
            body = await whole(request, self.settings.max_bytes, self.settings.seconds)
        except GoneError:
            return Response(status_code=499), "gone"
        if isinstance(body, Diagnostic):
            reply = problem(body)
            return Refusal(reply), reply.outcome
        if not body:
            reply = refusal("read.empty")
            return Answer(reply), reply.outcome
        reply = await self.workers.ask(replace(call, body=body))
        return Answer(reply), reply.outcome

    def _head(self, kind: Kind, request: Request) -> tuple[Reply | None, Call | None]:
        """Understand the head of a request: either why it is refused, or the call without its body."""
        if self._in_hand > self.settings.concurrency:
            return refusal("http.busy", f"{self.settings.concurrency} requests", {"Retry-After": "1"}), None
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            return refusal("http.coding", headers={"Accept-Encoding": "identity"}), None
        try:
            made = self._call(kind, request)
        except UsageError as error:
            return problem(error.diagnostic), None
        return (problem(made), None) if isinstance(made, Diagnostic) else (None, made)

    def _call(self, kind: Kind, request: Request) -> Call | Diagnostic:
        media, parameters = _content_type(request.headers.get("content-type", BYTES))
        known = DOCUMENTS if kind is Kind.VALIDATE else ARTICLES
        if media not in known:
            return diagnostic("http.media-type", f"{media[:80]!r}; taken are {', '.join(known)}")
        accept = request.headers.get("accept", "")
        query = request.query_params
        call = Call(kind, b"", media, parameters, query.get("from"), run=stamp.of_run())
        if kind is Kind.CONVERT:
            return self._conversion(call, query.get("to"), accept)
        if not takes_json(accept):
            return diagnostic("http.not-acceptable", JSON)
        return _judgement(call, query.get("least")) if kind is Kind.VALIDATE else _known(call)

    def _conversion(self, call: Call, to: str | None, accept: str) -> Call | Diagnostic:
        chosen = wanted(to, accept, self.settings.profile.variants)
        if isinstance(chosen, Diagnostic):
            return chosen
        return _known(replace(call, formats=chosen.formats, alone=chosen.alone))


def _known(call: Call) -> Call:
    if call.source is not None:
        readers.reader(call.source)
    return call


def _judgement(call: Call, least: str | None) -> Call:
    if least is not None and least not in list(Severity):
        raise UsageError(diagnostic("usage.invalid", f"least={least[:40]!r} is none of {', '.join(Severity)}"))
    source = call.source or DOCUMENTS[call.media]
    if source is not None and source.partition(":")[0] not in FORMATS:
        raise UsageError(diagnostic("usage.unknown-format", f"{source[:40]!r}; there are {', '.join(FORMATS)}"))
    return replace(call, source=source, least=Severity(least or Severity.INFO))


def _content_type(header: str) -> tuple[str, dict[str, str]]:
    """Take a content type apart: the type in small letters, and its parameters."""
    media = header.partition(";")[0].strip().lower()
    message = Message()
    message["content-type"] = header if len(header) <= _LONGEST_TYPE else media
    try:
        parameters = {name.lower(): str(value) for name, value in (message.get_params() or [])[1:]}
    except (TypeError, ValueError):  # the library's, over parameters in numbered parts that do not fit
        parameters = {}
    return media, parameters
