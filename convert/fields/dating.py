"""What dates an article: its place-and-date line, publication and update, and the stamp of the item."""

from __future__ import annotations

from datetime import UTC, datetime, time

from convert.article import Dateline, Label, OriginSource
from convert.diagnostics import diagnostic
from convert.fields import merge, moments, placeline, times, words
from convert.fields.characters import Cleaner
from convert.fields.merge import FromText, Values
from convert.fields.placeline import Opening
from convert.fields.times import Stated, Times
from convert.fields.work import Work


def _opening(work: Work) -> tuple[Opening | None, tuple[int, ...]]:
    """Find the place-and-date line: a line of its own, else the opening of the first paragraph.

    One that signs too is a byline: `LONDON, March 3 (AP)`. There all three must be read: names are in capitals as well.
    """
    for number in work.lines[Label.DATELINE]:
        found = placeline.own_line(work.clean.line(work.seg.lines[number].text), work.context)
        if found is not None:
            return found, (number,)
    for number in work.lines[Label.BYLINE]:
        text = work.seg.lines[number].text
        if not moments.has_digit(text):
            continue
        text = Cleaner().line(text)  # what is left out was counted for the byline
        found = placeline.own_line(text, work.context)
        if found is not None and found.place and found.moment and found.agency:
            return found, (number,)
    first = work.blocks[0]
    return placeline.opening(first.text, work.context), first.lines


def dateline(work: Work) -> None:
    """Set the place-and-date line and its agency, and note its lines where they say when the story was filed, no more.

    A story is filed on one day and published on the same or another: the date of such a line is no publication, but
    for one with a time of day, as a site's own line has it.
    """
    found, lines = _opening(work)
    if found is None:
        return
    values, moment = work.values, found.moment
    value = moment.value(work.profile.text.zone) if moment else None
    stated = Dateline(text=found.text, place=found.place, date=value, agency=found.agency)
    origin = work.origin(lines)
    values.put("dateline", stated, origin)
    known = values.values.get("agencies", ())
    if found.agency and found.agency not in known:
        values.put("agencies", (*known, found.agency), origin)
    if moment is None or moment.time is None:
        work.filed = lines


def _read_times(work: Work) -> Times:
    """Read the lines of times, but for those of a filed story; where they give nothing, the times glued to the byline.

    Lines above the body come first, then the byline, then lines below: there stand the times of other articles. An
    update alone does not end the search: a publication beside the byline, or announced below the text, that is not
    later goes with it.
    """
    given = work.values.metadata.published or work.values.metadata.modified or work.values.metadata.issued
    year, zone = given.year if given else None, work.profile.text.zone
    stated = [number for number in work.lines[Label.DATELINE] if number not in work.filed]
    above = [number for number in stated if number < work.lines[Label.BODY][0]]
    signed = [number for number in work.lines[Label.BYLINE] if number not in work.filed]
    read = Times()
    for numbers, trusted in ((above, True), (signed, True), (stated, False)):
        if not numbers:
            continue
        found = times.read(work.seg.lines, numbers, work.context, zone, year)
        if read.modified is None:
            read = found
        elif (
            found.published
            and (trusted or found.announced)
            and not times.earlier(read.modified.value, found.published.value)
        ):
            read = read._replace(published=found.published)
        if read.published or read.ambiguous:
            break
    return read


def times_of(work: Work) -> None:
    """Set publication and update from what the text states, or counts back from the caller's reference."""
    read, values, reference = _read_times(work), work.values, work.labelled.reference
    published, modified = _stated(read.published, work), _stated(read.modified, work)
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


def _stated(read: Stated | None, work: Work) -> FromText | None:
    return FromText(read.value, read.lines, work.least(read.lines)) if read else None


def _resolved(work: Work, reference: datetime) -> FromText | None:
    """Resolve `5 hours ago` against the caller's reference."""
    for number in work.lines[Label.DATELINE]:
        line = work.seg.lines[number]
        updated = moments.cue_pattern(moments.Event.MODIFIED).search(words.fold_text(line.text[:80]))
        value = None if updated else moments.resolve(line.text, reference)
        if value is not None:
            note = "counted from the reference time"
            return FromText(value, (number,), line.confidence, note, OriginSource.DERIVED)
    return None


def issued(work: Work) -> None:
    """Set the item's stamp from what dates it: modified, published, metadata; what is missing of it is padded."""
    values, zone = work.values, work.profile.text.zone
    for name in ("modified", "published"):
        value = values.values.get(name)
        if value is None:
            continue
        full = isinstance(value, datetime)
        stamp = value if isinstance(value, datetime) else datetime.combine(value, time())
        padded = not full or stamp.tzinfo is None
        if stamp.tzinfo is None:
            stamp = moments.fixed(stamp, zone) if zone else stamp.replace(tzinfo=UTC)
        note = f"{name}, padded" if padded else name
        values.put("issued", stamp, {"source": OriginSource.DERIVED, "note": note})
        if padded:
            values.diagnostics.append(diagnostic("fields.stamp-padded", f"{name} is {value.isoformat()}"))
        return
    if values.metadata.issued is not None:
        values.put("issued", values.metadata.issued, merge.GIVEN)
