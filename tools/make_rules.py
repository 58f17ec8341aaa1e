"""Make docs/rules/ from the rules themselves.

    python -m tools.make_rules docs/rules

A test compares the pages with what this makes: a rule cannot be changed without its page.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from convert.validate import rules
from convert.validate.rule import Rule

GROUPS = {
    "DOC": ("documents", "Documents", "What the bytes of any format have to be, and what is seen across files."),
    "XSD": ("schemas", "Schemas", "What IPTC's official schemas say, and which of them judges."),
    "OWN": ("schemas", "Schemas", "What IPTC's official schemas say, and which of them judges."),
    "G20": ("newsml-g2-identity", "NewsML-G2: identity", "guid, version, standard."),
    "G21": (
        "newsml-g2-codes",
        "NewsML-G2: QCodes and catalogs",
        "A code can be resolved, exists, and belongs where it is.",
    ),
    "G22": ("newsml-g2-item", "NewsML-G2: item metadata", "itemMeta, links, signals."),
    "G23": ("newsml-g2-dates", "NewsML-G2: dates", "Zones and order."),
    "G24": ("newsml-g2-languages", "NewsML-G2: languages", "Tags that exist, and agree with each other and the text."),
    "G25": ("newsml-g2-words", "NewsML-G2: words", "Headlines, empty properties, broken characters, counts."),
    "G26": ("newsml-g2-content", "NewsML-G2: content", "XHTML, NITF, files and renditions."),
    "G27": (
        "newsml-g2-import",
        "NewsML-G2: importers and packages",
        "What importers lose, and references in packages.",
    ),
    "G28": ("newsml-g2-things", "NewsML-G2: messages, references, concepts, plans", "What refers to what."),
    "G29": ("newsml-g2-rights", "NewsML-G2: rights and provenance", "Holders, terms, data mining, digital sources."),
    "LD0": ("json-ld-nodes", "JSON-LD: nodes", "Context, types, properties, references."),
    "LD1": ("json-ld-values", "JSON-LD: values", "Dates, addresses, languages, numbers."),
    "LD2": ("json-ld-articles", "JSON-LD: articles", "Headlines, authors, pictures; what Google recommends."),
    "LD3": ("json-ld-words", "JSON-LD: words", "Counts, markup, broken characters."),
    "NJ0": ("ninjs", "ninjs", "What IPTC's JSON Schema does not say."),
}
"""Page, title and sentence of each group of codes, by the first three characters."""

MADE = "<!-- Made by tools/make_rules.py: change the rule, not this page. -->\n"


def pages() -> dict[str, str]:
    """Return the text of each page by its file name."""
    table = rules()
    made = {"README.md": index(table)}
    for name, title, sentence in dict.fromkeys(GROUPS.values()):
        rows = [row for row in table if GROUPS[row.code[:3]][0] == name]
        parts = [MADE, f"# {title}\n\n{sentence}\n", *map(section, rows)]
        made[f"{name}.md"] = "\n".join(parts)
    return made


def index(table: Iterable[Rule]) -> str:
    """Return the page that lists every rule."""
    lines = [MADE, "# Rules", "", "What `newsconvert validate` looks for. `newsconvert rules CODE` says the same."]
    lines += [
        "Severities: error, the schema rejects it or no reader can interpret it; warning, it breaks a rule of the"
    ]
    lines += ["standard or an importer loses words or the item; info, everything else.", ""]
    lines += ["| code | severity | rule | mended by `--fix` |", "| --- | --- | --- | --- |"]
    for row in table:
        page = f"{GROUPS[row.code[:3]][0]}.md#{row.code.lower()}"
        lines.append(f"| [{row.code}]({page}) | {row.severity} | {cell(row.title)} | {'yes' if row.fix else ''} |")
    return "\n".join(lines) + "\n"


def cell(text: str) -> str:
    """Return a text for a cell of a table."""
    return text.replace("|", "\\|")


def section(row: Rule) -> str:
    """Return all about one rule."""
    lines = [f'<a id="{row.code.lower()}"></a>', f"## {row.code} {row.title}", "", f"Severity: {row.severity}.", ""]
    lines += [row.why, "", f"Mend: {row.mend}", "", f"Source: {row.source}.", ""]
    if row.bad:
        lines += ["Bad:", "", *example(row.bad, row.code)]
    if row.good:
        lines += ["Good:", "", *example(row.good, row.code)]
    return "\n".join(lines)


def example(slots: Mapping[str, str], code: str) -> list[str]:
    """Return the parts of a document that an example changes, as one block of code."""
    if "" in slots:
        return [f"{slots['']}.", ""]
    shown_as_json = code.startswith(("LD", "NJ")) or code in ("XSD003", "DOC006", "DOC007", "DOC008")
    language = "json" if shown_as_json else "xml"
    shown = [f"{text}" if text else absent(slot, code) for slot, text in slots.items()]
    return [f"```{language}", *"\n".join(shown).split("\n"), "```", ""]


def absent(slot: str, code: str) -> str:
    """Return the line that says what the document of an example lacks."""
    return f"<!-- no {slot} -->" if code.startswith("G2") else f"// no {slot}"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        old.unlink()
    for file, text in pages().items():
        (folder / file).write_text(text, encoding="utf-8")
