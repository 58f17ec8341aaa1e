"""What a worker does with calls: it understands their bodies, does what is asked, and makes the responses."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

import orjson

from convert import readers, writers
from convert.account import segments
from convert.article import Segmentation
from convert.batch.limits import OutOfTimeError, within
from convert.batch.unit import CONTAINER, Ended, Item, Task, Unit
from convert.batch.work import process
from convert.diagnostics import ConvertError, Diagnostic, Severity, diagnostic, worst_first
from convert.intake.answer import answer
from convert.intake.http.calls import JSON, Call, Kind, Reply
from convert.intake.http.problem import problem
from convert.intake.http.understand import understood
from convert.intake.request import Request
from convert.pipeline import Job, crash, segment_records
from convert.profile import Profile
from convert.readers import Raw, Record, Refusal
from convert.validate.formats import examine
from convert.validate.sniffing import sniff

_OK: Final = 200


def answered(calls: Sequence[Call], profile: Profile, seconds: float) -> list[Reply]:
    """Answer calls, in their order; those that ask for the same are converted together. `seconds`: for one of them."""
    replies: dict[int, Reply] = {}
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, call in enumerate(calls):
        if call.kind is Kind.CONVERT:
            alike.setdefault((call.formats, call.source, call.run), []).append(number)
        else:
            replies[number] = _in_time(call, profile, seconds)
    for numbers in alike.values():
        together = [calls[number] for number in numbers]
        replies |= zip(numbers, _converted(together, _task(together[0], profile, seconds)), strict=True)
    return [replies[number] for number in range(len(calls))]


def _task(call: Call, profile: Profile, seconds: float) -> Task:
    return Task(Job(call.formats, profile, None, call.run), Path(), call.source, returned=True, seconds=seconds)


def _converted(calls: Sequence[Call], task: Task) -> list[Reply]:
    requests = [_understood(call, task.job.profile) for call in calls]
    items = [request.item for request in requests if isinstance(request.item, Item)]
    ended = iter(process(Unit(tuple(items), {}, task)))
    return [
        problem(request.item) if isinstance(request.item, Diagnostic) else _conversion(call, request, next(ended))
        for call, request in zip(calls, requests, strict=True)
    ]


def _understood(call: Call, profile: Profile) -> Request:
    try:
        return understood(call, profile)
    except Exception as error:  # noqa: BLE001 - a bug on one body must not cost the others
        return Request(1, None, crash(error))


def _conversion(call: Call, request: Request, ended: Ended) -> Reply:
    if ended.status == CONTAINER:
        return problem(diagnostic("read.not-one", "the body holds several"))
    reason = next((found for found in ended.diagnostics if found.severity is Severity.ERROR), None)
    if reason is not None:
        return problem(reason, ended.diagnostics)
    if not call.alone:
        described = answer(request, ended, call.formats)
        del described["line"]
        return Reply(_OK, JSON, orjson.dumps(described), ended.status)
    codes = ", ".join(dict.fromkeys(found.code for found in ended.diagnostics if found.severity is Severity.WARNING))
    headers = {"Newsconvert-Status": ended.status} | ({"Newsconvert-Warnings": codes} if codes else {})
    media = writers.writer(call.formats[0]).media_type
    return Reply(_OK, _with_charset(media), ended.outputs[0].data, ended.status, headers)


def _with_charset(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


def _in_time(call: Call, profile: Profile, seconds: float) -> Reply:
    try:
        with within(seconds):
            return _segmented(call, profile) if call.kind is Kind.SEGMENT else _validated(call)
    except OutOfTimeError:
        return problem(diagnostic("batch.timeout", f"more than {seconds:g} seconds"))
    except ConvertError as error:
        return problem(error.diagnostic)
    except Exception as error:  # noqa: BLE001 - a bug on one body must not end the worker
        return problem(crash(error))


def _segmented(call: Call, profile: Profile) -> Reply:
    request = understood(call, profile)
    if isinstance(request.item, Diagnostic):
        return problem(request.item)
    record = _record(request.item, call, profile)
    if isinstance(record, Refusal):
        return problem(_worst(record.diagnostics), record.diagnostics)
    found = segment_records([record], Job((), profile))[0]
    if isinstance(found, Diagnostic):
        return problem(found, (found, *record.diagnostics))
    return Reply(_OK, JSON, _described(request, record, found), "segmented")


def _described(request: Request, record: Record, found: Segmentation | None) -> bytes:
    head = orjson.dumps({"id": request.id})
    return head[:-1] + b"," + segments(record, found, worst_first(record.diagnostics)).replace(b"\n", b"")[1:]


def _worst(found: Sequence[Diagnostic]) -> Diagnostic:
    return worst_first(found)[0]


def _record(item: Item, call: Call, profile: Profile) -> Record | Refusal:
    """Read the one article of an input."""
    if item.member is None:
        raise TypeError("a request is a member")
    raw = Raw(item.key, item.member.data, item.member.metadata)
    found = list(islice(readers.read(raw, profile, call.source), 2))
    if len(found) != 1:
        digest = hashlib.sha256(raw.data).hexdigest()
        return Refusal(item.key, digest, (diagnostic("read.not-one", f"{len(found) or 'no'} articles, or more"),))
    record = found[0]
    if isinstance(record, Refusal):
        return record
    return replace(record, diagnostics=(*record.diagnostics, *item.member.diagnostics))


def _validated(call: Call) -> Reply:
    name = call.source or sniff(call.body)
    examined = examine(call.body, call.source, call.least)
    findings = [found for found in examined.findings if found.severity.reaches(call.least)]
    ok = not any(found.severity is Severity.ERROR for found in findings)
    report: dict[str, Any] = {"ok": ok, "format": name, "findings": [found.as_dict() for found in findings]}
    return Reply(_OK, JSON, orjson.dumps(report), "valid" if ok else "invalid")
