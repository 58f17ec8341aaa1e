"""Write convert/fields/data/calendar.json: names of months, weekdays and half-days of many languages, from CLDR.

Run by hand when CLDR is renewed: `pip install babel && python tools/make_calendar.py`. Babel carries the CLDR data
and is needed for this alone; the product reads the file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import babel
from babel import Locale

LOCALES: Final = (
    "af am ar as az be bg bn bs ca ckb cs cy da de el en eo es et eu fa fi fil fo fr fy ga gl gu he hi hr hsb hu "
    "hy id is it ja ka kk km kn ko ku ky lb lo lt lv mk ml mn mr ms mt my nb ne nl nn or pa pl ps pt ro ru sd si "
    "sk sl so sq sr sr_Latn sv sw ta te tg th ti tk tr tt uk ur uz vi xh yi yo zh zu"
).split()
"""The languages of the calendar, as CLDR names them."""

VARIANTS: Final = {"ar": ("ar_LB", "ar_MA", "ar_DZ"), "de": ("de_AT",), "pt": ("pt_PT",), "es": ("es_MX",)}
"""Regions whose names of months differ from those of the language's main region."""

NOTICE: Final = (
    "Names of months, weekdays and half-days from the Unicode Common Locale Data Repository (CLDR), by way of Babel "
    f"{babel.__version__}. Copyright (c) 1991-2025 Unicode, Inc. Distributed under the Unicode License V3 "
    "(https://www.unicode.org/license.txt; SPDX Unicode-3.0): permission is granted, free of charge, to any person "
    "obtaining a copy of the data files to deal in them without restriction, provided that this copyright and "
    "permission notice appears with all copies or in the associated documentation. THE DATA FILES ARE PROVIDED "
    '"AS IS", WITHOUT WARRANTY OF ANY KIND.'
)


def names(locale: Locale, kind: str, count: int) -> list[list[str]]:
    """Collect the names of each month or weekday: inflected and stand-alone, in full and short."""
    table = locale.months if kind == "months" else locale.days
    found: list[list[str]] = [[] for _ in range(count)]
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for key, name in table[context][width].items():
                index = key - 1 if kind == "months" else key
                if any(letter.isalpha() for letter in name) and name not in found[index]:
                    found[index].append(name)
    return found


def merge(into: list[list[str]], more: list[list[str]]) -> None:
    """Add what a regional variant calls each of them."""
    for known, extra in zip(into, more, strict=True):
        known.extend(name for name in extra if name not in known)


def half_days(locale: Locale) -> dict[str, list[str]]:
    """Collect the words for before and after noon."""
    periods = locale.day_periods
    found: dict[str, list[str]] = {"am": [], "pm": []}
    for context in ("format", "stand-alone"):
        for width in periods.get(context, {}).values():
            for half in ("am", "pm"):
                word = width.get(half)
                if word and len(word) > 1 and word not in found[half]:
                    found[half].append(word)
    return found


def entry(name: str) -> dict[str, object]:
    """Make the entry of one language."""
    locale = Locale.parse(name)
    months, weekdays = names(locale, "months", 12), names(locale, "days", 7)
    for variant in VARIANTS.get(name, ()):
        merge(months, names(Locale.parse(variant), "months", 12))
        merge(weekdays, names(Locale.parse(variant), "days", 7))
    return {"months": months, "weekdays": weekdays, **half_days(locale)}


def main() -> None:
    """Write the file, one language a line."""
    languages = {name.replace("_", "-"): entry(name) for name in LOCALES}
    rows = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in languages.items()
    )
    path = Path(__file__).parent.parent / "convert" / "fields" / "data" / "calendar.json"
    path.write_text(
        f'{{"notice": {json.dumps(NOTICE)},\n"languages": {{\n{rows}\n}}}}\n', encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
