"""Make the table of schema.org's vocabulary that the rules of JSON-LD judge by.

    python -m tools.make_schemaorg schemaorg-current-https.jsonld > schemas/schemaorg-30.json

The release file comes from https://schema.org/docs/developers.html. Its licence, CC BY-SA 3.0, holds for the table and
is named in it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

NOTICE = (
    "Types and properties of schema.org, release 30.0, from https://schema.org/version/30.0/schemaorg-current-https.jsonld;"
    " changed: reduced to names, parents, domains, ranges and successors. Licensed by the sponsors of schema.org under"
    " Creative Commons Attribution-ShareAlike 3.0, https://creativecommons.org/licenses/by-sa/3.0/; so is this table."
)


def names(value: Any) -> list[str]:
    """Return the schema.org names of one reference or several, sorted; references to elsewhere are left out."""
    found = value if isinstance(value, list) else [value] if value else []
    return sorted(one["@id"].removeprefix("schema:") for one in found if one["@id"].startswith("schema:"))


def table(graph: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the table of a release's nodes: one row a type, a property and a member of an enumeration."""
    types, properties, members = {}, {}, {}
    for node in graph:
        name = node["@id"].removeprefix("schema:")
        kinds = node["@type"] if isinstance(node["@type"], list) else [node["@type"]]
        successor = names(node.get("schema:supersededBy"))
        if "rdfs:Class" in kinds:
            types[name] = [names(node.get("rdfs:subClassOf")), *([successor[0]] if successor else [])]
        elif "rdf:Property" in kinds:
            row = [names(node.get("schema:domainIncludes")), names(node.get("schema:rangeIncludes"))]
            properties[name] = row + ([successor[0]] if successor else [])
        elif node["@id"].startswith("schema:"):
            members[name] = sorted(kind.removeprefix("schema:") for kind in kinds)
    return {"notice": NOTICE, "version": "30.0", "types": types, "properties": properties, "members": members}


def render(release: dict[str, Any]) -> str:
    """Return the table of a release as the file's text: one name a line, sorted."""
    made = table(release["@graph"])
    parts = [f'"notice": {json.dumps(made["notice"])}', f'"version": {json.dumps(made["version"])}']
    for key in ("types", "properties", "members"):
        rows = ",\n".join(
            f"{json.dumps(n)}: {json.dumps(v, separators=(',', ':'))}" for n, v in sorted(made[key].items())
        )
        parts.append(f'"{key}": {{\n{rows}\n}}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    sys.stdout.write(render(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
