"""The JSON Schema of the export: what a program that reads it can rely on."""

from __future__ import annotations

from typing import Any

from msgspec.json import schema

from sphinx_roles.export.catalog_schema import DIALECT, SITE, descriptions
from sphinx_roles.export.facts import Export


def facts_schema() -> dict[str, Any]:
    """Return the schema of the export. Further keys may come without a new format."""
    made = schema(Export)
    for name, record in made["$defs"].items():
        message = {**descriptions()["computed"], **descriptions().get(name, {})}
        for key, shape in record.get("properties", {}).items():
            if key in message:
                shape["description"] = message[key]
    return {
        "$schema": DIALECT,
        "$id": f"{SITE}export.schema.json",
        "title": "Roles and responsibilities, with what follows from them",
        "description": "The export of sphinx-role-cards: `sphinx-roles export`, or roles.json of a website.",
        **made,
    }
