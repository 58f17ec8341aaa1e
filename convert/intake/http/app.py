"""The addresses of the service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import orjson
from fastapi import FastAPI, Path, Request, Response
from starlette.exceptions import HTTPException

from convert.diagnostics import CODES
from convert.intake.http import described, metrics
from convert.intake.http.assets import Asset, assets
from convert.intake.http.body import Answer
from convert.intake.http.calls import JSON, Kind, Reply
from convert.intake.http.guard import Guard
from convert.intake.http.problem import MEDIA, refusal
from convert.intake.http.service import Service
from convert.intake.http.settings import Settings
from convert.intake.http.shapes import Converted, Health, Judged, Lines, Meaning, Problem
from convert.pipeline import package_version
from convert.validate.rulebook import rules

_NOT_FOUND = 404


class _Described(FastAPI):
    """Says in its OpenAPI document which addresses need the token, and drops what the framework adds unasked."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        super().__init__(**options)
        self._settings = settings

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document."""
        document = super().openapi()
        for operations in document["paths"].values():
            for operation in operations.values():
                _tidy(operation)
        if self._settings.token is not None:
            schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
            schemes["token"] = {"type": "http", "scheme": "bearer"}
            for path in ("/convert", "/segment", "/validate", "/metrics"):
                for operation in document["paths"][path].values():
                    operation["security"] = [{"token": []}]
        return document


def made(settings: Settings) -> FastAPI:
    """Make the application. Its workers start and end with it."""
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        try:
            await service.workers.start()
            yield
        finally:
            await service.workers.stop()

    app = _Described(
        settings,
        title="newsconvert",
        version=package_version(),
        summary="Raw news text in, valid and importable NewsML-G2 and schema.org JSON-LD out.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        responses={},
    )
    app.add_middleware(Guard, settings=settings)
    app.add_exception_handler(HTTPException, _misplaced)
    for add in (_add_convert, _add_segment, _add_validate, _add_health, _add_facts):
        add(app, service)
    for asset in assets():
        _add_asset(app, asset)
    return app


def _add_convert(app: FastAPI, service: Service) -> None:
    @app.post(
        "/convert",
        summary="Convert an article",
        response_class=Response,
        responses={
            200: {"model": Converted, "description": "Converted.", "content": described.document_answers()},
            **described.problems(),
        },
        openapi_extra={
            "requestBody": described.article_body(),
            "parameters": [described.to_parameter(), described.from_parameter(is_document=False)],
        },
    )
    async def convert(request: Request) -> Response:
        """Answer with the one document that `to` or Accept names, or with a JSON object of several and the account."""
        return await service.answer(Kind.CONVERT, request)


def _add_segment(app: FastAPI, service: Service) -> None:
    @app.post(
        "/segment",
        summary="Label the lines of an article",
        response_class=Response,
        responses={200: {"model": Lines, "description": "The labelled lines."}, **described.problems()},
        openapi_extra={
            "requestBody": described.article_body(),
            "parameters": [described.from_parameter(is_document=False)],
        },
    )
    async def segment(request: Request) -> Response:
        """Answer with every line and its label; labels that the request gives stand."""
        return await service.answer(Kind.SEGMENT, request)


def _add_validate(app: FastAPI, service: Service) -> None:
    @app.post(
        "/validate",
        summary="Judge a document",
        response_class=Response,
        responses={200: {"model": Judged, "description": "What was found."}, **described.problems()},
        openapi_extra={
            "requestBody": described.document_body(),
            "parameters": [described.from_parameter(is_document=True), described.least_parameter()],
        },
    )
    async def validate(request: Request) -> Response:
        """Answer with what validation found in NewsML-G2, JSON-LD, ninjs, or the JSON-LD of a page."""
        return await service.answer(Kind.VALIDATE, request)


def _add_health(app: FastAPI, service: Service) -> None:
    @app.get(
        "/health",
        summary="Whether the service can work",
        response_class=Response,
        responses={
            200: {"model": Health, "description": "It can."},
            503: {"model": Health, "description": "It cannot.", "content": {JSON: {}}},
        },
    )
    async def health() -> Response:
        """Answer 200 while every worker lives."""
        alive = service.workers.are_alive
        state = {
            "status": "ok" if alive else "failing",
            "version": package_version(),
            "workers": service.settings.workers,
        }
        return Answer(Reply(200 if alive else 503, JSON, orjson.dumps(state), ""))


def _add_facts(app: FastAPI, service: Service) -> None:
    """Add the addresses that tell what was done, and what the codes mean."""

    @app.get("/metrics", summary="Counters for Prometheus", response_class=Response, responses=_counters())
    async def counters() -> Response:
        """Answer with requests, durations, outcomes by code, and what is in hand."""
        return Answer(Reply(200, metrics.MEDIA, service.metrics.page(), ""))

    @app.get(
        "/problems/{code}",
        summary="What a code means",
        response_class=Response,
        responses={
            200: {"model": Meaning, "description": "What it means."},
            404: {"model": Problem, "description": "There is no such code.", "content": {MEDIA: {}}},
        },
    )
    async def meaning(code: Annotated[str, Path(examples=["read.empty"])]) -> Response:
        """Answer with the meaning of a code and its remedy."""
        told = _meaning(code)
        if told is None:
            return Answer(refusal("http.not-found", f"no code {code[:80]!r}"))
        return Answer(Reply(200, JSON, orjson.dumps(told), ""))


def _meaning(code: str) -> dict[str, str] | None:
    """Tell what a code of the pipeline means, or of a rule of validation."""
    row = CODES.get(code)
    if row is not None:
        return {"code": code, "severity": row.severity, "meaning": row.meaning, "remedy": row.remedy}
    rule = rules().get(code)
    if rule is None:
        return None
    return {"code": code, "severity": rule.severity, "meaning": rule.title, "remedy": rule.mend or ""}


def _counters() -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The counters.", "content": {"text/plain": {"schema": {"type": "string"}}}}}


def _add_asset(app: FastAPI, asset: Asset) -> None:
    async def given() -> Response:
        return Answer(Reply(200, asset.media, asset.data, ""))

    app.add_api_route(asset.path, given, methods=["GET", "HEAD"], include_in_schema=False)


async def _misplaced(request: Request, error: Exception) -> Response:
    """Answer a request for an address or a method that there is not."""
    if isinstance(error, HTTPException) and error.status_code != _NOT_FOUND:
        return Answer(refusal("http.method", request.method[:20], dict(error.headers or {})))
    return Answer(refusal("http.not-found", repr(request.url.path[:80])))


def _tidy(operation: dict[str, Any]) -> None:
    """Keep what problems are under their own media type alone."""
    for response in operation["responses"].values():
        content = response.get("content", {})
        if MEDIA in content and JSON in content:
            content[MEDIA] = content.pop(JSON)
