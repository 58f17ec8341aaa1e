"""Which variant of a format a run writes: named, by profile, or by --embed."""

import json
import subprocess
import sys

import pytest

from convert.commands.conversion import Wanted
from convert.diagnostics import UsageError

_TEXT = "Storm hits coast\n\nBy Jane Doe\n\nThe storm hit the coast at dawn, and thousands were without power.\n"


@pytest.fixture
def profile(tmp_path):
    file = tmp_path / "profile.toml"
    file.write_text('[provider]\nname = "Post"\nuri = "https://post.example/#us"\n[variants]\njson-ld = "graph"\n')
    return file


def formats(to, profile=None, embed=None):
    return Wanted(to=to, profile=profile, embed=embed).job().formats


def test_a_profile_chooses_for_a_format_without_a_variant(profile):
    assert formats("newsml-g2,json-ld", profile) == ("newsml-g2", "json-ld:graph")
    assert formats("json-ld:nobody", profile) == ("json-ld:nobody",)


def test_embedding_keeps_the_variant(profile):
    assert formats("json-ld,ninjs", embed="html") == ("json-ld:html", "ninjs")
    assert formats("json-ld:nobody", embed="html") == ("json-ld:html+nobody",)
    assert formats("json-ld", profile, "html") == ("json-ld:graph+html",)
    assert formats("json-ld:html", embed="html") == ("json-ld:html",)


@pytest.mark.parametrize(("to", "embed"), [("ninjs", "html"), ("json-ld", "pdf"), ("json-ld:nosuch", None)])
def test_what_cannot_be(to, embed):
    with pytest.raises(UsageError):
        formats(to, embed=embed)


def test_a_profile_with_a_variant_that_does_not_exist(tmp_path):
    file = tmp_path / "profile.toml"
    file.write_text('[variants]\njson-ld = "nosuch"\n')
    with pytest.raises(UsageError, match="json-ld:nosuch"):
        formats("json-ld", file)


def test_the_command_line(profile):
    command = [sys.executable, "-m", "convert", "convert", "-", "--to", "json-ld", "--embed", "html"]
    done = subprocess.run([*command, "--profile", profile], input=_TEXT, capture_output=True, text=True, check=True)
    inner = done.stdout.removeprefix('<script type="application/ld+json">').removesuffix("</script>\n")
    article, party = json.loads(inner)["@graph"]
    assert article["headline"] == "Storm hits coast"
    assert party["name"] == "Post"
