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
    legal,
)
from convert.diagnostics import Diagnostic, diagnostic
from convert.fields import body, byline, captions, headings, identity, language, merge, moments, placeline, times, words
from convert.fields.characters import Cleaner
from convert.fields.dates import Context
from convert.fields.headings import Found
from convert.fields.language import Language
from convert.fields.merge import FromText, Values
from convert.fields.placeline import Opening
from convert.fields.times import Stated
from convert.metadata import NONE, Metadata, Source
from convert.profile import DEFAULT, Profile

_CLEAR: Final = 0.8
"""How sure the text's own language must be to contradict a stated one."""

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
    clean = Cleaner()
    blocks = body.blocks(segmentation, clean)
    if not blocks:
        return Built(None, (diagnostic("segment.no-body"),))
    values = Values(metadata, profile.from_path(source.key))
    _language(values, segmentation, blocks, profile)
    context = Context(
        language.primary(values.values.get("language")), values.values.get("language"), profile.text.date_order
    )
    _headings(values, segmentation, clean)
    _body(values, segmentation, blocks)
    _byline(values, segmentation, clean, context)
    opening = _dateline(values, segmentation, blocks, context, profile)
    _times(values, segmentation, context, profile, reference, opening)
    _captions(values, segmentation, clean)
    values.rest(profile)
    _issued(values, profile)
    values.put("identity", identity.identify(source, profile, metadata), Origin(source=OriginSource.DERIVED))
    _publication(values, profile)
    if clean.left_out:
        values.diagnostics.append(diagnostic("fields.forbidden-characters", str(clean.left_out)))
    origins = dict(sorted(values.origins.items()))
    return Built(Article(**values.values, origins=origins), tuple(values.diagnostics))


def _from(found: Found | None, seg: Segmentation) -> FromText | None:
    if found is None:
        return None
    return FromText(found.text, found.lines, headings.mean_confidence(seg, found.lines))


def _language(values: Values, seg: Segmentation, blocks: Sequence[Block], profile: Profile) -> None:
    """Metadata and profile state the language; else the body tells it."""
    sample = "\n".join(block.text for block in blocks[:12])
    stated, source = values.metadata.language, OriginSource.METADATA
    if stated is None:
        stated, source = profile.text.language, OriginSource.PROFILE
    if stated is None:
        read = language.identify(sample)
        if read.tag is not None:
            values.put("language", read.tag, FromText(read.tag, (), read.sure, source=OriginSource.DERIVED).origin())
        elif values.path.language:
            values.put("language", values.path.language, Origin(source=OriginSource.INPUT, note="path"))
        return
    values.put("language", stated, Origin(source=source))
    read = language.confirm(sample) if len(sample) >= _LENGTH else language.UNKNOWN
    if _contradicts(read, stated):
        values.conflict("language", stated, read.tag)


def _contradicts(read: Language, stated: str) -> bool:
    return read.tag is not None and read.sure >= _CLEAR and merge.languages_differ(stated, read.tag)


def _headings(values: Values, seg: Segmentation, clean: Cleaner) -> None:
    values.choose("headline", _from(headings.headline(seg, clean), seg), merge.texts_differ)
    values.choose("standfirst", _from(headings.standfirst(seg, clean), seg), merge.texts_differ)
    if "headline" not in values.values:
        values.diagnostics.append(diagnostic("fields.no-headline"))


def _body(values: Values, seg: Segmentation, blocks: tuple[Block, ...]) -> None:
    lines = [number for block in blocks for number in block.lines]
    values.put("body", blocks, FromText(blocks, lines, headings.mean_confidence(seg, lines)).origin())
    outside = headings.numbered(seg, Label.BOILERPLATE)
    if outside:
        kept = tuple(seg.lines[number] for number in outside)
        sure = headings.mean_confidence(seg, outside)
        values.put("boilerplate", kept, FromText(kept, outside, sure).origin())


def _byline(values: Values, seg: Segmentation, clean: Cleaner, context: Context) -> None:
    """Keep the literal byline, and read its authors and agencies."""
    found = headings.byline(seg, clean)
    values.choose("byline", _from(found, seg), merge.texts_differ)
    if found is None:
        values.choose("authors", None, merge.authors_differ)
        return
    read = byline.parse(found.text.split("\n"), context)
    sure = headings.mean_confidence(seg, found.lines) * (0.5 + read.sure / 2)
    authors = FromText(read.authors, found.lines, sure) if read.authors else None
    values.choose("authors", authors, merge.authors_differ)
    if read.agencies:
        values.put("agencies", read.agencies, FromText(read.agencies, found.lines, sure).origin())


def _dateline(
    values: Values, seg: Segmentation, blocks: Sequence[Block], context: Context, profile: Profile
) -> FromText | None:
    """Read the place-and-date line: a line of its own, else the opening of the first paragraph."""
    found: Opening | None = None
    lines: tuple[int, ...] = ()
    for number in headings.numbered(seg, Label.DATELINE):
        text = legal(seg.lines[number].text)[0]
        found, lines = placeline.read(text, context) or placeline.opening(text + " .", context), (number,)
        if found is not None:
            break
    if found is None:
        found, lines = placeline.opening(blocks[0].text, context), blocks[0].lines
    if found is None:
        return None
    moment = found.moment.value(profile.text.zone) if found.moment else None
    dateline = Dateline(text=found.text, place=found.place, date=moment, agency=found.agency)
    read = FromText(dateline, lines, headings.mean_confidence(seg, lines))
    values.put("dateline", dateline, read.origin())
    if found.agency and found.agency not in values.values.get("agencies", ()):
        known = (*values.values.get("agencies", ()), found.agency)
        values.put("agencies", known, read.origin())
    return read if moment is not None and found.moment is not None and found.moment.day.year is not None else None


def _times(
    values: Values,
    seg: Segmentation,
    context: Context,
    profile: Profile,
    reference: datetime | None,
    opening: FromText | None,
) -> None:
    """Read publication and update; the date of a place-and-date line stands in where nothing else gives one."""
    given = values.metadata.published or values.metadata.modified or values.metadata.issued
    year = given.year if given else None
    for label in (Label.DATELINE, Label.BYLINE):
        numbers = headings.numbered(seg, label)
        read = times.read(seg.lines, numbers, context, profile.text.zone, year)
        if read.published or read.modified or read.ambiguous:
            break
    published, modified = _stated(read.published, seg), _stated(read.modified, seg)
    if published is None and reference is not None:
        published = _resolved(seg, reference)
    if published is None and opening is not None and not read.ambiguous:
        note = "the date of the place-and-date line"
        published = FromText(opening.value.date, opening.lines, opening.confidence / 2, note)
    if read.ambiguous is not None and published is None and not values.metadata.published:
        line = read.ambiguous.lines[0] + 1
        values.diagnostics.append(diagnostic("fields.ambiguous-date", repr(read.ambiguous.text), line=line))
    values.choose("published", published, merge.times_differ)
    values.choose("modified", modified, merge.times_differ)


def _stated(read: Stated | None, seg: Segmentation) -> FromText | None:
    return FromText(read.value, read.lines, headings.mean_confidence(seg, read.lines)) if read else None


def _resolved(seg: Segmentation, reference: datetime) -> FromText | None:
    """Resolve `5 hours ago` against the caller's reference."""
    for number in headings.numbered(seg, Label.DATELINE):
        text = seg.lines[number].text
        updated = moments.cue_pattern(moments.Event.MODIFIED).search(words.fold_text(text[:80]))
        value = None if updated else moments.resolve(text, reference)
        if value is not None:
            sure = seg.lines[number].confidence
            return FromText(value, (number,), sure, "counted from the reference time", OriginSource.DERIVED)
    return None


def _captions(values: Values, seg: Segmentation, clean: Cleaner) -> None:
    found, lines = captions.captions(seg, clean)
    if found:
        values.put("captions", found, FromText(found, lines, headings.mean_confidence(seg, lines)).origin())


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
        values.put("issued", values.metadata.issued, Origin(source=OriginSource.METADATA))


def _publication(values: Values, profile: Profile) -> None:
    """Copy what the profile says of provider and rights."""
    provider, rights = profile.provider, profile.rights
    publication = Publication(
        provider=_party(provider.name, provider.uri, provider.qcode, provider.logo),
        copyright_holder=_party(rights.holder, rights.holder_uri, None),
        copyright_notice=rights.notice,
        usage_terms=rights.usage_terms,
        creditline=rights.creditline,
        data_mining=rights.data_mining,
        licence=rights.licence,
    )
    if publication != Publication():
        values.put("publication", publication, Origin(source=OriginSource.PROFILE))


def _party(name: str | None, uri: str | None, qcode: str | None, logo: str | None = None) -> Party | None:
    facts: dict[str, Any] = {"name": name, "uri": uri, "qcode": qcode, "logo": logo}
    return Party(**facts) if any(facts.values()) else None
