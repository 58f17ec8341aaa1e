"""The profile in words: a template to start from, what a profile says, and what it leaves open.

All of it is made from the model itself, so a key that is added is documented by its description.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from pydantic.fields import FieldInfo

from convert.profile import Profile, Section

_HEAD: Final = """\
# A profile: what a publisher knows of its texts that the texts do not say.
# Every key is optional. Take the # off a line and change its value; an unknown key is an error.
# newsconvert profile check FILE finds mistakes, newsconvert profile explain FILE says what a profile means.
"""

_EXAMPLES: Final[dict[str, Any]] = {
    "provider.name": "Harbour Gazette",
    "provider.uri": "https://www.example.com/about",
    "provider.qcode": "nprov:AFP",
    "provider.domain": "example.com",
    "provider.logo": "https://www.example.com/logo.png",
    "rights.holder": "Harbour Gazette Ltd",
    "rights.holder_uri": "https://www.example.com/",
    "rights.notice": "(c) 2026 Harbour Gazette Ltd. All rights reserved.",
    "rights.usage_terms": "For editorial use only.",
    "rights.licence": "https://www.example.com/licence",
    "rights.creditline": "Harbour Gazette",
    "rights.data_mining": "http://ns.useplus.org/LDF/ldf-XMPSpecification#DMI-PROHIBITED",
    "text.encoding": "windows-1252",
    "text.language": "en-GB",
    "text.zone": "Europe/London",
    "text.date_order": "day-month",
    "guid.scheme": "auto",
    "guid.year": 2026,
    "guid.date": "20260101",
    "defaults.section": "News",
    "defaults.genre": "Current",
    "defaults.urgency": 4,
    "defaults.keywords": ["archive"],
    "words.boilerplate": ["Subscribe to our newsletter"],
    "words.bylines": ["From our own correspondent"],
    "path.pattern": "{date:%Y/%m/%d}/{slug}.txt",
    "fields": {"title": "headline", "internal_id": ""},
    "variants": {"newsml-g2": "superdesk"},
    "limits.max_bytes": 10_000_000,
    "limits.max_lines": 200_000,
}
"""A value of each key that a reader of the template can copy. A test keeps it complete and valid."""

_OPEN: Final = {
    "provider.name": "outputs say `unset`, and JSON-LD has no publisher",
    "provider.domain": "guids are urn:uuid",
    "rights.holder": "outputs name no copyright holder",
    "rights.notice": "outputs carry no copyright notice",
    "text.zone": "times without a zone stay without one",
}
"""What follows where a key that receivers ask for is not set."""


def _keys(model: type[Section], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    """Iterate over the keys of a profile as dotted names, in the order of the model."""
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, Section):
            yield from _keys(kind, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field


def names() -> tuple[str, ...]:
    """Return every key of a profile as a dotted name."""
    return tuple(name for name, _ in _keys(Profile))


def _toml(value: Any) -> str:
    """Write a value as TOML does; its strings and lists are those of JSON."""
    return json.dumps(value, ensure_ascii=False)


def _rows(name: str, value: Any) -> list[str]:
    """Return the commented lines of a key in the template; a table has one a line."""
    if isinstance(value, dict):
        return [f"#{_toml(key)} = {_toml(item)}" for key, item in value.items()]
    return [f"#{name.rpartition('.')[2]} = {_toml(value)}"]


def template() -> str:
    """Return a profile with every key in it, documented and commented out: it means what no profile means."""
    lines, table = [_HEAD], ""
    for name, field in _keys(Profile):
        head = name.partition(".")[0]
        if head != table:
            lines.append(f"\n[{head}]")
            table = head
        default = field.get_default(call_default_factory=True)
        shown = f" Default: {_toml(default)}." if default not in (None, (), {}) else ""
        lines.append(f"# {field.description}{shown}")
        lines.extend(_rows(name, _EXAMPLES.get(name)))
    return "\n".join(lines).replace("\n\n\n", "\n\n") + "\n"


def _value(profile: Profile, name: str) -> Any:
    value: Any = profile
    for part in name.split("."):
        value = getattr(value, part)
    return value


def explain(profile: Profile) -> str:
    """Say in words what a profile sets, and what follows from what it leaves open."""
    stated, open_keys = ["What the profile says:"], ["What it leaves open:"]
    for name, field in _keys(Profile):
        value = _value(profile, name)
        if value == field.get_default(call_default_factory=True):
            if name in _OPEN:
                open_keys.append(f"  {name}: {_OPEN[name]}.")
            continue
        stated.append(f"  {name} = {_toml(value)}")
        stated.append(f"      {field.description}")
    if len(stated) == 1:
        stated.append("  nothing: it is the profile that is used where none is named.")
    if len(open_keys) == 1:
        open_keys.append("  nothing that receivers ask for.")
    return "\n".join([*stated, *open_keys]) + "\n"
