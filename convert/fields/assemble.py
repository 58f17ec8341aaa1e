"""Labelled lines and metadata into an article, with the origin of every value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Final

from convert.article import (
    Article,
    Block,
    Dateline,
    Label,
    Origin,
    OriginSource,
    Party,
    Publication,
    Segmentation,
    Signal,
)
from convert.diagnostics import Diagnostic, diagnostic
from convert.fields import (
    body,
    byline,
    captions,
    headings,
    identity,
    joining,
    language,
    merge,
    moments,
    notices,
    placeline,
    supplied,
    times,
    words,
)
from convert.fields.characters import Cleaner
from convert.fields.dates import Context
from convert.fields.headings import Found
from convert.fields.joining import Wrap
from convert.fields.language import Language
from convert.fields.merge import FromText, Values
from convert.fields.placeline import Opening
from convert.fields.times import Stated, Times
from convert.metadata import NONE, Metadata, Source
from convert.profile import DEFAULT, Profile

_CLEAR: Final = 0.8
"""How sure the text's own language must be to contradict a stated one."""

_NEAR: Final = 3
"""Lines between bylines of one place: a page puts a portrait's alternative text or a button between two authors."""

_LENGTH: Final = 200
"""Characters of body from which a text is long enough to contradict a stated language."""


@dataclass(frozen=True, slots=True)
class Built:
    """The article, None exactly when the text has no body line, and what was noticed on the way."""

    article: Article | None
    diagnostics: tuple[Diagnostic, ...]


def build(
    segmentation: Segmentation,
    source: Source,
    profile: Profile = DEFAULT,
    metadata: Metadata = NONE,
    reference: datetime | None = None,
) -> Built:
    """Make the article of a text's labelled lines.

    `reference` is the moment that relative times (`5 hours ago`) are counted from; without it they stay text. No
    clock is read: `issued` is set only where metadata, modified or published date the item.
    """
    metadata = supplied.zoned(metadata, profile.text.zone)
    clean = Cleaner(segmentation.text)
    lines = headings.by_label(segmentation)
    wrap = joining.judge(segmentation, lines[Label.BODY])
    inside = headings.inside(lines) if lines[Label.BODY] else []
    blocks = body.blocks(segmentation, inside, clean, wrap)
    if not blocks:
        return Built(None, (diagnostic("segment.no-body"),))
    values = Values(metadata, profile.from_path(source.key))
    _language(values, blocks, profile)
    context = Context(
        language.primary(values.values.get("language")), values.values.get("language"), profile.text.date_order
    )
    if metadata.authors:
        values.metadata = metadata.model_copy(update={"authors": supplied.bare(metadata.authors, context)})
    work = _Work(segmentation, lines, blocks, wrap, clean, values, profile, context)
    _headings(work)
    _body(work)
    _byline(work)
    filed = _dateline(work)
    _times(work, reference, filed)
    _captions(work)
    values.rest(profile)
    _corrections(work)
    _issued(values, profile)
    values.put("identity", identity.identify(source, profile, metadata), merge.DERIVED)
    _publication(values, profile)
    if clean.left_out:
        values.diagnostics.append(diagnostic("fields.forbidden-characters", str(clean.left_out)))
    origins = dict(sorted(values.origins.items()))
    return Built(Article(**values.values, origins=origins), tuple(values.diagnostics))


@dataclass(frozen=True, slots=True)
class _Work:
    """What the fields of one article are made of, and the values made so far."""

    seg: Segmentation
    lines: dict[Label, list[int]]
    blocks: tuple[Block, ...]
    wrap: Wrap
    clean: Cleaner
    values: Values
    profile: Profile
    context: Context

    def origin(self, lines: Sequence[int]) -> Origin:
        """Return the origin of what the text says on some lines."""
        sure = round(min(max(headings.least_confidence(self.seg, lines), 0.0), 1.0), 3)
        return Origin(source=OriginSource.TEXT, lines=tuple(lines), confidence=sure)


def _from(found: Found | None, seg: Segmentation) -> FromText | None:
    if found is None:
        return None
    return FromText(found.text, found.lines, headings.least_confidence(seg, found.lines))


def _language(values: Values, blocks: Sequence[Block], profile: Profile) -> None:
    """Metadata and profile state the language; else the body tells it."""
    sample = "\n".join(block.text for block in blocks[:12])
    stated, origin = values.metadata.language, merge.GIVEN
    if stated is None:
        stated, origin = profile.text.language, merge.BY_PROFILE
    if stated is None:
        read = language.identify(sample)
        if read.tag is not None:
            values.put("language", read.tag, FromText(read.tag, (), read.sure, source=OriginSource.DERIVED).origin())
        elif values.path.language:
            values.put("language", values.path.language, merge.BY_PATH)
        return
    values.put("language", stated, origin)
    read = language.confirm(sample) if len(sample) >= _LENGTH else language.UNKNOWN
    if _contradicts(read, stated):
        values.conflict("language", stated, read.tag)


def _contradicts(read: Language, stated: str) -> bool:
    return read.tag is not None and read.sure >= _CLEAR and merge.languages_differ(stated, read.tag)


def _headings(work: _Work) -> None:
    seg, lines, clean, values = work.seg, work.lines, work.clean, work.values
    values.choose("headline", _from(headings.headline(seg, lines[Label.HEADLINE], clean), seg), merge.texts_differ)
    standfirst = headings.standfirst(seg, lines[Label.STANDFIRST], clean)
    values.choose("standfirst", _from(standfirst, seg), merge.texts_differ)
    if "headline" not in values.values:
        values.diagnostics.append(diagnostic("fields.no-headline"))


def _body(work: _Work) -> None:
    seg, values, outside = work.seg, work.values, work.lines[Label.BOILERPLATE]
    values.put("body", work.blocks, work.origin(headings.inside(work.lines)))
    if outside:
        values.put("boilerplate", tuple([seg.lines[number] for number in outside]), work.origin(outside))


def _byline(work: _Work) -> None:
    """Keep the literal byline, and read its authors and agencies."""
    values = work.values
    found = headings.byline(work.seg, work.lines[Label.BYLINE], work.clean)
    values.choose("byline", _from(found, work.seg), merge.texts_differ)
    if found is None:
        values.choose("authors", _beside_times(work), merge.authors_differ)
        return
    texts = dict(zip(found.lines, found.text.split("\n"), strict=True))
    groups = [[texts[number] for number in run] for run in times.runs(found.lines, _NEAR)]
    read = byline.parse_apart(groups, work.context)
    sure = headings.least_confidence(work.seg, found.lines) * (0.5 + read.sure / 2)
    authors = FromText(read.authors, found.lines, sure) if read.authors else None
    values.choose("authors", authors, merge.authors_differ)
    if read.agencies:
        values.put("agencies", read.agencies, FromText(read.agencies, found.lines, sure).origin())


def _beside_times(work: _Work) -> FromText | None:
    """Read the authors whom a line of times announces: `Published 3 March 2024 by Ana Costa`."""
    for number in work.lines[Label.DATELINE]:
        line = work.seg.lines[number]
        read = byline.announced(work.clean.line(line.text), work.context)
        if read.authors:
            return FromText(read.authors, (number,), line.confidence * (0.5 + read.sure / 2))
    return None


def _opening(work: _Work) -> tuple[Opening | None, tuple[int, ...]]:
    """Find the place-and-date line: a line of its own, else the opening of the first paragraph."""
    for number in work.lines[Label.DATELINE]:
        text = work.clean.line(work.seg.lines[number].text)
        found = placeline.own_line(text, work.context)
        if found is not None:
            return found, (number,)
    first = work.blocks[0]
    return placeline.opening(first.text, work.context), first.lines


def _dateline(work: _Work) -> tuple[int, ...]:
    """Set the place-and-date line and its agency; return its lines where they say when the story was filed, no more.

    A story is filed on one day and published on the same or another: the date of such a line is no publication, but
    for one with a time of day, as a site's own line has it.
    """
    found, lines = _opening(work)
    if found is None:
        return ()
    values, moment = work.values, found.moment
    value = moment.value(work.profile.text.zone) if moment else None
    dateline = Dateline(text=found.text, place=found.place, date=value, agency=found.agency)
    origin = work.origin(lines)
    values.put("dateline", dateline, origin)
    known = values.values.get("agencies", ())
    if found.agency and found.agency not in known:
        values.put("agencies", (*known, found.agency), origin)
    return () if moment is not None and moment.time is not None else lines


def _read_times(work: _Work, filed: Sequence[int]) -> Times:
    """Read the lines of times, but for those `filed`; where they give nothing, the times glued to the byline.

    Lines above the body come first, then the byline, then lines below: there stand the times of other articles.
    """
    given = work.values.metadata.published or work.values.metadata.modified or work.values.metadata.issued
    year, zone = given.year if given else None, work.profile.text.zone
    stated = [number for number in work.lines[Label.DATELINE] if number not in filed]
    above = [number for number in stated if number < work.lines[Label.BODY][0]]
    read = Times()
    for numbers in (above, work.lines[Label.BYLINE], stated):
        read = times.read(work.seg.lines, numbers, work.context, zone, year)
        if read.published or read.modified or read.ambiguous:
            break
    return read


def _times(work: _Work, reference: datetime | None, filed: Sequence[int]) -> None:
    """Set publication and update from what the text states, or counts back from the caller's reference."""
    read, values = _read_times(work, filed), work.values
    published, modified = _stated(read.published, work.seg), _stated(read.modified, work.seg)
    if published is None and reference is not None:
        published = _resolved(work, reference)
    if read.ambiguous is not None and published is None and not values.metadata.published:
        line = read.ambiguous.lines[0] + 1
        values.diagnostics.append(diagnostic("fields.ambiguous-date", repr(read.ambiguous.text), line=line))
    values.choose("published", published, merge.times_differ)
    values.choose("modified", modified, merge.times_differ)
    _ordered(values)


def _ordered(values: Values) -> None:
    """Leave out an update that is earlier than the publication: one of the two is wrong, and nothing says which."""
    published, modified = values.values.get("published"), values.values.get("modified")
    if published is None or modified is None or not times.earlier(modified, published):
        return
    del values.values["modified"], values.origins["modified"]
    detail = f"published {published.isoformat()}, modified {modified.isoformat()}"
    values.diagnostics.append(diagnostic("fields.times-contradict", detail, path="modified"))


def _stated(read: Stated | None, seg: Segmentation) -> FromText | None:
    return FromText(read.value, read.lines, headings.least_confidence(seg, read.lines)) if read else None


def _resolved(work: _Work, reference: datetime) -> FromText | None:
    """Resolve `5 hours ago` against the caller's reference."""
    for number in work.lines[Label.DATELINE]:
        line = work.seg.lines[number]
        updated = moments.cue_pattern(moments.Event.MODIFIED).search(words.fold_text(line.text[:80]))
        value = None if updated else moments.resolve(line.text, reference)
        if value is not None:
            note = "counted from the reference time"
            return FromText(value, (number,), line.confidence, note, OriginSource.DERIVED)
    return None


def _captions(work: _Work) -> None:
    found, lines = captions.captions(work.seg, work.lines[Label.CAPTION], work.clean, work.wrap)
    if found:
        work.values.put("captions", found, work.origin(lines))


def _corrections(work: _Work) -> None:
    """Make notices of correction the item's notes, unless the metadata has some, and signal that it is corrected.

    A notice that stands in the body stays there too. Other signals stay as they are.
    """
    values = work.values
    found = notices.corrections(work.seg, work.blocks, work.lines[Label.BOILERPLATE], work.clean, work.wrap)
    if not found:
        return
    origin = work.origin([number for notice in found for number in notice.lines])
    if "notes" not in values.values:
        values.put("notes", tuple(notice.text for notice in found), origin)
    signals: tuple[Signal, ...] = values.values.get("signals", ())
    if Signal.CORRECTION not in signals:
        values.put("signals", (*signals, Signal.CORRECTION), origin)


def _issued(values: Values, profile: Profile) -> None:
    """Set the item's stamp from what dates it: modified, published, metadata; what is missing of it is padded."""
    for name in ("modified", "published"):
        value = values.values.get(name)
        if value is None:
            continue
        full = isinstance(value, datetime)
        stamp = value if isinstance(value, datetime) else datetime.combine(value, time())
        padded = not full or stamp.tzinfo is None
        if stamp.tzinfo is None:
            stamp = moments.fixed(stamp, profile.text.zone) if profile.text.zone else stamp.replace(tzinfo=UTC)
        note = f"{name}, padded" if padded else name
        values.put("issued", stamp, Origin(source=OriginSource.DERIVED, note=note))
        if padded:
            values.diagnostics.append(diagnostic("fields.stamp-padded", f"{name} is {value.isoformat()}"))
        return
    if values.metadata.issued is not None:
        values.put("issued", values.metadata.issued, merge.GIVEN)


def _publication(values: Values, profile: Profile) -> None:
    """Copy what the profile says of provider and rights."""
    provider, rights = profile.provider, profile.rights
    facts: dict[str, Any] = {
        "provider": _party(provider.name, provider.uri, provider.qcode, provider.logo),
        "copyright_holder": _party(rights.holder, rights.holder_uri, None),
        "copyright_notice": rights.notice,
        "usage_terms": rights.usage_terms,
        "creditline": rights.creditline,
        "data_mining": rights.data_mining,
        "licence": rights.licence,
    }
    if any(facts.values()):
        values.put("publication", Publication(**facts), merge.BY_PROFILE)


def _party(name: str | None, uri: str | None, qcode: str | None, logo: str | None = None) -> Party | None:
    return Party(name=name, uri=uri, qcode=qcode, logo=logo) if name or uri or qcode or logo else None
