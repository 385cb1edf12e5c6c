"""The JSON Schema of a catalog file: what an editor needs to complete and check it.

Records are made from the tables of the readers (`readers_of`, `TOP_KEYS`) and of the audit's rules, the
rest is in catalog_schema.yaml. A test gives each field the same values as the readers get, and compares
the two. The schema asks for the tidy form (words of a fixed set in lower case, a value rather than a list
of one); the tests name what else the readers take.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import yaml
from msgspec import Struct
from msgspec.json import schema

from sphinx_roles import model
from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.analysis.audit.rule import Rule, load_rules
from sphinx_roles.catalog import nodes
from sphinx_roles.catalog.records import ALIASES, SHAPES, known_keys, readers_of
from sphinx_roles.catalog.schema import EDITOR_KEY, FORMAT, SCHEME_KEYS, TOP_KEYS
from sphinx_roles.export.facts import Export
from sphinx_roles.fields import FIELDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SITE = "https://sphinx-role-cards.readthedocs.io/en/latest/"
"""Where the documentation has the schemas, each under a name that stays."""

Schema: TypeAlias = dict[str, Any]


@cache
def _data(name: str) -> Any:
    return yaml.safe_load(files(__package__).joinpath(f"{name}.yaml").read_text("utf-8"))


def descriptions() -> Mapping[str, Mapping[str, str]]:
    """Return what editors say of each field, by record, then by key; ``top`` has the top-level keys."""
    found: dict[str, Mapping[str, str]] = _data("descriptions")
    tables = {kind.__name__: {key: one.help for key, one in table.items()} for kind, table in FIELDS.items()}
    return {**found, **tables}


def catalog_schema() -> Schema:
    """Return the schema of a file with any of the top-level keys."""
    accepted = {"type": "object", **_refer("accepted")}
    tops = {
        "roles": _entries("role", known_keys(model.Role, ["assign"])),
        "responsibilities": _refer("responsibilities"),
        "matrices": _entries("matrix", known_keys(model.Matrix)),
        "schemes": _entries("scheme", SCHEME_KEYS, short=False),
        "skills": _entries("skill", known_keys(model.Skill)),
        "scales": {"type": ["object", "null"], "additionalProperties": _refer("scale")},
        "rules": _refer("rules"),
        "accepted": {**accepted, "type": ["object", "array", "null"], "items": accepted},
        "format": {"enum": [int(FORMAT), None]},
    }
    return {
        "$schema": DIALECT,
        "$id": f"{SITE}catalog.schema.json",
        "title": "Roles and responsibilities",
        "description": "A catalog file of sphinx-role-cards.",
        "type": "object",
        "properties": {
            EDITOR_KEY: {"type": "string", "description": "Where this schema is, for editors."},
            **{key: {"description": descriptions()["top"][key], **tops[key]} for key in TOP_KEYS},
        },
        "additionalProperties": False,
        "$defs": _definitions(),
    }


def role_schema() -> Schema:
    """Return the schema of a file that is one role: ``sre.role.yaml``."""
    return {
        "$schema": DIALECT,
        "$id": f"{SITE}role.schema.json",
        "title": "A role",
        "description": "A file that holds the fields of one role, such as sre.role.yaml.",
        "type": "object",
        **_refer("role"),
        "$defs": _definitions(),
    }


def _definitions() -> Schema:
    row = _record(model.Responsibility)
    # Sections do not nest, and without this one would pass for a row with a field of its own.
    row["properties"]["rows"] = False
    row_keys = [*row["properties"], "rows"]
    lists = (model.Holder, model.Link, model.Interaction)
    return {
        "role": _record(model.Role, ["assign"]),
        "row": row,
        "section": _record(model.Section, ["rows"]),
        "responsibilities": _entries("rowOrSection", row_keys),
        "rows": _entries("row", row_keys),
        "holder": _record(model.Holder),
        "link": _record(model.Link, required=["url"]),
        "interaction": _record(model.Interaction),
        "level": _record(model.Level),
        "levels": _entries("level", known_keys(model.Level)),
        "matrix": _record(model.Matrix),
        "letter": _record(model.Participation),
        "skill": _record(model.Skill),
        "accepted": _record(model.Acceptance, required=["rule", "on"]),
        "rules": {
            "type": ["object", "null"],
            **_fields({name: _rule(rule) for name, rule in load_rules().items()}),
        },
        **{f"keysOf{kind.__name__}": {"enum": known_keys(kind)} for kind in lists},
        **_data("catalog_schema")["definitions"],
    }


def _refer(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _record(kind: type[Struct], also: Iterable[str] = (), required: Iterable[str] = ()) -> Schema:
    """Return the shape of a record's fields. ``also`` are keys that are read beside them."""
    helps = descriptions()[kind.__name__]
    properties = {key: {"description": helps[key], **_shape(kind, key)} for key in known_keys(kind, also)}
    return _fields(properties, own=kind in (model.Role, model.Responsibility), required=required)


_WORDS = {(model.Role, "kind"): model.KINDS, (model.Participation, "shape"): SHAPES}
_SHAPES = {
    nodes.text: "text",
    nodes.prose: "prose",
    nodes.truth: "truth",
    nodes.whole_number: "whole_number",
    nodes.last_day: "last_day",
    nodes.first_day: "first_day",
    nodes.TEXTS: "texts",
    nodes.PROSES: "texts",
}
"""The shape that each reader takes, by its name in the data file."""


def _shape(kind: type[Struct], key: str) -> Schema:
    shapes: Schema = _data("catalog_schema")["values"]
    special: Schema = _data("catalog_schema")["fields"].get(kind.__name__, {})
    if key in special:
        return dict(special[key])
    if (kind, key) in _WORDS:
        return {"enum": [*_WORDS[kind, key], None]}
    name = ALIASES.get(kind, {}).get(key, key)
    reader = nodes.text if name == "id" else readers_of(kind)[name]
    if reader is nodes.color:
        return {
            "anyOf": [
                {"enum": [*sorted(nodes.COLORS), None]},
                {"type": "string", "pattern": f"^{nodes.HEX}$"},
            ]
        }
    return dict(shapes[_SHAPES.get(reader, "text")])


def _fields(properties: Schema, *, own: bool = False, required: Iterable[str] = ()) -> Schema:
    """Return the shape of a mapping of fields; ``own`` allows fields of the team's own."""
    shape: Schema = {"properties": properties}
    if not own:
        shape["additionalProperties"] = False
    return {**shape, "required": list(required)} if required else shape


def _entries(name: str, keys: Iterable[str], *, short: bool = True) -> Schema:
    """Return the shape of many entries: by id, or as a list in which each names itself.

    ``name`` is the definition of one, ``keys`` are its fields. ``short`` allows a text under an id for
    an entry that has only a name.
    """
    text, filled = (_data("catalog_schema")["values"][one] for one in ("text", "filled"))
    named = [{"properties": {key: filled}, "required": [key]} for key in ("id", "name")]
    by_key = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": {"pattern": r"\S", "not": {"enum": sorted(keys)}},
        "additionalProperties": {**_refer(name), "type": ["object", "null"]},
    }
    return {
        "type": ["object", "array", *text["type"]],
        "propertyNames": {"pattern": r"\S"},
        "additionalProperties": {
            **_refer(name),
            "type": ["object", "null", *(filled["type"] if short else ())],
        },
        "items": {"anyOf": [text, {"allOf": [{**_refer(name), "type": "object"}, {"anyOf": named}]}, by_key]},
    }


def _rule(rule: Rule) -> Schema:
    severity = {"enum": [*map(str, Severity), "off", True, False, None]}
    limit = {"type": ["number", "null"], "minimum": 0}
    limits = {name: {**limit, "default": value} for name, value in rule.thresholds.items()}
    if limits:
        limits["threshold"] = limit
    if rule.words:
        words = "Words beside those of the list."
        limits["words"] = {"type": ["array", "string", "number", "boolean", "null"], "description": words}
    if rule.fields:
        names: Schema = {"type": ["array", "string", "null"], "items": {"type": "string"}}
        by_kind = {
            "type": "object",
            "properties": dict.fromkeys(model.KINDS, names),
            "additionalProperties": False,
        }
        limits["roles"] = {"description": "Fields that roles must have.", "anyOf": [names, by_kind]}
        kinds = {"type": ["array", "string", "null"], "items": {"enum": [*model.KINDS]}}
        limits["kinds"] = {"description": "The kinds of roles that must have them.", **kinds}
        limits["rows"] = {"description": "Fields that responsibilities must have.", **names}
    mapping = {"type": "object", **_fields({"severity": severity, **limits})}
    return {"description": f"{rule.title} By default: {rule.severity}.", "anyOf": [severity, mapping]}


def facts_schema() -> dict[str, Any]:
    """Return the schema of the export. Further keys may come without a new format."""
    made = schema(Export)
    for name, record in made["$defs"].items():
        helps = {**descriptions()["computed"], **descriptions().get(name, {})}
        for key, shape in record.get("properties", {}).items():
            if key in helps:
                shape["description"] = helps[key]
    return {
        "$schema": DIALECT,
        "$id": f"{SITE}export.schema.json",
        "title": "Roles and responsibilities, with what follows from them",
        "description": "The export of sphinx-role-cards: `sphinx-roles export`, or roles.json of a website.",
        **made,
    }
