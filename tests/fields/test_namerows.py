"""Names in a row with nothing between them."""

from __future__ import annotations

import pytest

from convert.fields.namerows import parted


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Birgit Wagner Anna Giulia Roth Jan Michael Berger",
            ["Birgit Wagner", "Anna Giulia Roth", "Jan Michael Berger"],
        ),
        ("Sarah Wagner Matthew Fink", ["Sarah Wagner", "Matthew Fink"]),
        ("Anna Fink", ["Anna Fink"]),
        ("Anna Giulia Roth", ["Anna Giulia Roth"]),
        ("Ana Torres Martín Gómez", ["Ana Torres Martín Gómez"]),
        ("Sarah Wagner Political Editor", ["Sarah Wagner Political Editor"]),
        ("Sarah Wagner in Rome", ["Sarah Wagner in Rome"]),
        ("SARAH WAGNER MATTHEW FINK", ["SARAH WAGNER MATTHEW FINK"]),
        ("", [""]),
    ],
)
def test_a_name_begins_where_a_given_name_follows_a_family_name(text: str, names: list[str]):
    assert parted(text) == names
