"""The JSON Schema of the export: what a program that reads it can rely on."""

from __future__ import annotations

import types
import typing
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import fields as struct_fields

from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.model import (
    Assignment,
    Holder,
    Interaction,
    Level,
    Link,
    Matrix,
    Participation,
    Proficiency,
    Responsibility,
    Role,
    Scale,
    Section,
    Skill,
    SkillLevel,
)
from sphinx_roles.publishing.catalog_schema import DIALECT, SITE
from sphinx_roles.publishing.descriptions import FIELDS
from sphinx_roles.publishing.facts import FORMAT
from sphinx_roles.publishing.shapes import Schema, refer

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NAMES: Schema = {"type": "array", "items": _TEXT}

_COMPUTED: Mapping[str, str] = {
    "when": "The condition; without one, always.",
    "until": "The last day on which it holds.",
    "note": "Why, or how. Markup.",
    "unread": "The text of a cell that could not be understood; it has no letters then.",
    "letters": "Those that decide come first, then in the order of the scheme.",
    "role": "The id of a role.",
    "skill": "The id of a skill.",
    "step": "A step of the skill's scale.",
    "steps": "Lowest first.",
    "criteria": "What the step means for the skill. Markup.",
}


def facts_schema() -> Schema:
    """Return the schema of the export."""
    return {
        "$schema": DIALECT,
        "$id": f"{SITE}export.schema.json",
        "title": "Roles and responsibilities, with what follows from them",
        "description": "The export of sphinx-role-cards: `sphinx-roles export`, or roles.json of a website.",
        **_object(
            {
                "format": {"const": FORMAT, "description": "Raised when something is taken out or changes."},
                "catalogs": _many(refer("catalog"), "The main one first."),
            }
        ),
        "$defs": {**_catalog(), **_records(), **_found()},
    }


def _object(properties: Schema, optional: Collection[str] = ()) -> Schema:
    # Further keys may come without a new format.
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _many(one: Schema, message: str) -> Schema:
    return {"type": "array", "items": one, "description": message}


def _catalog() -> Schema:
    shared = _object({"roles": {**_NAMES, "minItems": 2, "maxItems": 2}, "responsibilities": _COUNT})
    return {
        "catalog": _object(
            {
                "name": {**_TEXT, "description": "As conf.py names it; empty for the only one."},
                "counts": refer("counts"),
                "roles": _many(refer("role"), "In the order of the data, as everything."),
                "responsibilities": _many(refer("responsibility"), "All rows."),
                "sections": _many(refer("section"), "Of all matrices."),
                "matrices": _many(refer("matrix"), "The one without a name has an empty id."),
                "schemes": _many(refer("scheme"), "Those that a matrix uses."),
                "skills": _many(refer("skill"), "All that are defined or used."),
                "scales": _many(refer("scale"), "All of them."),
                "shared": _many(shared, "Pairs of roles that decide or do the same rows, most rows first."),
                "findings": _many(refer("finding"), "What the audit tells, the worst first."),
                "accepted": _many(refer("accepted"), "What the team lives with, without the reason."),
            }
        ),
        "counts": _object(
            {
                "roles": _COUNT,
                "responsibilities": _COUNT,
                "letters": refer("letterCounts"),
                "findings": _object({str(severity): _COUNT for severity in Severity}),
            }
        ),
        "letterCounts": _many(
            _object({"scheme": _TEXT, "letter": _TEXT, "name": _TEXT, "count": _COUNT}),
            "Rows in which a role has the letter, for each letter that is held.",
        ),
    }


def _records() -> Schema:
    own = {
        "description": "Fields of the team's own that conf.py declares.",
        "type": "object",
        "additionalProperties": _object({"label": _TEXT, "value": {"anyOf": [_TEXT, _NAMES]}}),
    }
    counts = _object(
        {"responsibilities": _COUNT, "decides": _COUNT, "does": _COUNT, "letters": refer("letterCounts")}
    )
    role = _record(Role, ("id", "name", "kind"))
    role["properties"] |= {"own": own, "counts": {**counts, "description": "In how many rows."}}
    role["required"].append("counts")
    row = _record(Responsibility, ("id", "name", "matrix", "section", "assign"), leaving=("partial",))
    computed = {
        "scheme": {**_TEXT, "description": "The scheme of its letters."},
        "decides": {**_NAMES, "description": "The roles with a letter that decides, by id."},
        "does": {**_NAMES, "description": "The roles with a letter that does the work, by id."},
    }
    row["properties"] |= {"own": own, **computed}
    row["required"] += computed
    letters = _many(refer("letter"), "In the order of the scheme.")
    return {
        "role": role,
        "responsibility": row,
        "assignment": _record(Assignment, ("role", "letters"), leaving=("at", "file")),
        "section": _record(Section, ("id", "name", "matrix")),
        "matrix": _record(Matrix, ("id", "scheme")),
        "scheme": _object({"id": _TEXT, "name": _TEXT, "letters": letters}),
        "letter": _record(Participation, ("letter", "name", "min"), leaving=("words", "color", "shape")),
        "skill": _record(Skill, ("id", "name")),
        "skillLevel": _record(SkillLevel, ("step",)),
        "scale": _record(Scale, ("id", "steps")),
        "level": _record(Level, ("id", "name")),
        "holder": _record(Holder, ("name",), leaving=("email",)),
        "link": _record(Link, ("text", "url")),
        "interaction": _record(Interaction, ()),
        "proficiency": _record(Proficiency, ("skill",)),
    }


def _record(record: type[Struct], required: Iterable[str], leaving: Collection[str] = ()) -> Schema:
    """Return the shape of a record as `given` writes it: from its annotations."""
    properties = {}
    for field in struct_fields(record):
        if field.name not in ("location", "own") and field.name not in leaving:
            name = "as" if (record, field.name) == (Holder, "capacity") else field.name
            message = FIELDS.get(record, _COMPUTED).get(name)
            properties[name] = _of(field.type) | ({"description": message} if message else {})
    return {"type": "object", "properties": properties, "required": list(required)}


_DEFINED = {
    Assignment: "assignment",
    Holder: "holder",
    Interaction: "interaction",
    Level: "level",
    Link: "link",
    Proficiency: "proficiency",
    SkillLevel: "skillLevel",
}
_SINGLE: Mapping[Any, Schema] = {
    bool: {"const": True},
    int: _COUNT,
    date: {"type": "string", "format": "date"},
}


def _of(annotation: Any) -> Schema:
    """Return the shape of an annotation: ``Text | None``, ``tuple[Link, ...]``, ``bool``."""
    if isinstance(annotation, types.UnionType):
        return _of(next(one for one in typing.get_args(annotation) if one is not types.NoneType))
    if typing.get_origin(annotation) is tuple:
        return {"type": "array", "items": _of(typing.get_args(annotation)[0])}
    if annotation in _DEFINED:
        return refer(_DEFINED[annotation])
    return _SINGLE.get(annotation) or _TEXT


def _found() -> Schema:
    """Return the shapes of findings. A bool that is false is not written, so it is true where it stands."""
    subject = _object(
        {"kind": {**_TEXT, "description": "row, section, matrix, role, roles, person, problem …"}}
    )
    subject["additionalProperties"] = {"anyOf": [_TEXT, _NAMES]}
    finding = {
        "rule": _TEXT,
        "severity": {"enum": [str(severity) for severity in Severity]},
        "subject": {**subject, "description": "What it is about: a kind, and the ids that it needs."},
        "sentence": {**_TEXT, "description": "In plain English."},
        "roles": {**_NAMES, "description": "The roles that it names, by id."},
        "items": _many(refer("finding"), "What it stands for, where many are told as one."),
    }
    until = {"type": "string", "format": "date", "description": "The last day on which it is accepted."}
    return {
        "finding": _object(finding, ("items",)),
        "accepted": _object({**finding, "until": until}, ("items", "until")),
    }
