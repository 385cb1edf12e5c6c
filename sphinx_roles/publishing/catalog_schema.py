"""The JSON Schema of a catalog file: what an editor needs to complete and check it.

It is made from the tables of the readers (`readers_of`, `TOP_KEYS`) and of the audit's rules; a test
gives each field the same values as the readers get, and compares what the two say.
"""

from __future__ import annotations

from collections.abc import Mapping

from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.analysis.audit.rule import Rule
from sphinx_roles.analysis.audit.rules import RULES
from sphinx_roles.catalog.records import known_keys
from sphinx_roles.catalog.schema import EDITOR_KEY, FORMAT, TOP_KEYS
from sphinx_roles.model import (
    Acceptance,
    Holder,
    Interaction,
    Level,
    Link,
    Matrix,
    Participation,
    Responsibility,
    Role,
    Section,
    Skill,
)
from sphinx_roles.publishing.descriptions import TOP
from sphinx_roles.publishing.entries import entries, fields
from sphinx_roles.publishing.records import record
from sphinx_roles.publishing.shapes import DAY, FILLED, TEXT, TEXTS, Schema, listed, refer

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SITE = "https://sphinx-role-cards.readthedocs.io/en/latest/"
"""Where the documentation has the schemas, each under a name that stays."""

_LETTERS = ["R", "A", "A/R", "C", "I"]


def catalog_schema() -> Schema:
    """Return the schema of a file with any of the top-level keys."""
    return {
        "$schema": DIALECT,
        "$id": f"{SITE}catalog.schema.json",
        "title": "Roles and responsibilities",
        "description": "A catalog file of sphinx-role-cards.",
        "type": "object",
        "properties": {
            EDITOR_KEY: {"type": "string", "description": "Where this schema is, for editors."},
            **{key: {"description": TOP[key], **_top(key)} for key in TOP_KEYS},
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
        **refer("role"),
        "$defs": _definitions(),
    }


def _top(key: str) -> Schema:
    shapes: Mapping[str, Schema] = {
        "roles": entries(refer("role"), known_keys(Role, ["assign"])),
        "responsibilities": refer("responsibilities"),
        "matrices": entries(refer("matrix"), known_keys(Matrix)),
        "schemes": entries(refer("scheme"), ("id", "name", "letters", "together"), short=False),
        "skills": entries(refer("skill"), known_keys(Skill)),
        "scales": {"type": ["object", "null"], "additionalProperties": refer("scale")},
        "rules": refer("rules"),
        "accepted": listed_records("accepted"),
        "format": {"enum": [int(FORMAT), None]},
    }
    return shapes[key]


def listed_records(name: str) -> Schema:
    """Return the shape of a list of mappings, of which one alone may stand for a list of one."""
    one = {"type": "object", **refer(name)}
    return {"type": ["object", "array", "null"], **refer(name), "items": one}


def _definitions() -> Schema:
    role = record(Role, ["assign"])
    row = record(Responsibility)
    # Sections do not nest, and without this one would pass for a row with a field of its own.
    row["properties"]["rows"] = False
    return {
        "role": role,
        "row": row,
        "section": record(Section, ["rows"]),
        "rowOrSection": {
            # Named here, too, for editors: they offer what the entry could become.
            "properties": {"rows": {"description": "The rows of a section; what has them is one."}},
            "if": {"required": ["rows"]},
            "then": refer("section"),
            "else": refer("row"),
        },
        "responsibilities": entries(refer("rowOrSection"), [*row["properties"], "rows"]),
        "rows": entries(refer("row"), [*row["properties"], "rows"]),
        "assign": {"type": ["object", "null"], "additionalProperties": refer("cell")},
        **_cells(),
        **_people(),
        **_lists_of_a_role(),
        "matrix": record(Matrix),
        **_scheme(),
        "skill": record(Skill),
        "scale": {
            "anyOf": [TEXTS, {"type": "object", "properties": {"steps": TEXTS}, "required": ["steps"]}]
        },
        "rules": fields({rule.id: _rule(rule) for rule in RULES}) | {"type": ["object", "null"]},
        "accepted": record(Acceptance),
    }


def _cells() -> Schema:
    letters = {
        **TEXT,
        "description": "Letters of the scheme, such as A/R or C (staging).",
        "examples": _LETTERS,
    }
    mapping = fields(
        {
            "letters": {**TEXTS, "description": "Letters of the scheme, such as A/R.", "examples": _LETTERS},
            "when": {**TEXT, "description": "The condition; without one, always."},
            "until": {**DAY, "description": "The last day on which it holds."},
            "note": {**TEXT, "description": "Why, or how. Markup."},
        },
        required=["letters"],
    )
    one = {"anyOf": [letters, {"type": "object", **mapping}]}
    return {"cell": {"anyOf": [*one["anyOf"], {"type": "array", "items": one}]}}


def _people() -> Schema:
    holder = record(Holder)
    known = {"propertyNames": {"enum": known_keys(Holder)}}
    named = [{"properties": {key: FILLED}, "required": [key]} for key in ("name", "handle")]
    one = {"type": "object", **refer("holder"), "anyOf": named}
    by_name = {
        "type": "object",
        "not": known,
        "additionalProperties": {"type": ["object", *TEXT["type"]], **refer("holder")},
    }
    items = {"anyOf": [TEXT, one]}
    return {
        "holder": holder,
        "holders": {"anyOf": [TEXT, one, by_name, {"type": "array", "items": items}]},
    }


def _lists_of_a_role() -> Schema:
    """The lists with more than one way to be written: links, skills, interactions, levels."""
    link = {"type": "object", **record(Link), "required": ["url"]}
    link["properties"]["url"] |= FILLED
    titled = {
        "type": "object",
        "propertyNames": {"not": {"enum": known_keys(Link)}},
        "additionalProperties": TEXT,
    }
    one_titled = {**titled, "minProperties": 1, "maxProperties": 1}
    steps = {"type": "object", "propertyNames": {"pattern": r"\S"}, "additionalProperties": TEXT}
    partner = {
        "type": "object",
        **record(Interaction),
        "anyOf": [{"required": ["role"]}, {"required": ["text"]}],
    }
    partners = {
        "type": "object",
        "propertyNames": {"not": {"enum": known_keys(Interaction)}},
        "additionalProperties": TEXT,
    }
    return {
        "links": {
            "anyOf": [TEXT, link, titled, {"type": "array", "items": {"anyOf": [TEXT, link, one_titled]}}]
        },
        "skillsOfARole": {"anyOf": [TEXT, steps, {"type": "array", "items": {"anyOf": [TEXT, steps]}}]},
        "interactions": listed({"anyOf": [TEXT, partner, partners]}),
        "level": record(Level),
        "levels": entries(refer("level"), known_keys(Level)),
    }


def _scheme() -> Schema:
    letter = record(Participation)
    letters = {"type": ["object", *TEXT["type"]], **refer("letter")}
    named = {"type": "object", **refer("letter"), "properties": {"letter": FILLED}, "required": ["letter"]}
    pair = {"type": "array", "items": FILLED, "minItems": 2, "maxItems": 2}
    # On its own, a list of two is a pair only if they are letters.
    lone = {**pair, "items": {"type": "string", "pattern": r"^\S$"}}
    slash = {"type": "string", "pattern": r"^[^/]*[^/\s][^/]*/[^/]*[^/\s][^/]*$"}
    scheme = fields(
        {
            "id": {**TEXT, "description": "The id; that of a built-in scheme changes what it names there."},
            "name": {**TEXT, "description": "What it is called."},
            "letters": {
                "description": "Letters to their names, or to their fields.",
                "type": ["object", "array", *TEXT["type"]],
                "additionalProperties": letters,
                "items": {"anyOf": [TEXT, named]},
            },
            "together": {
                "description": "Pairs of letters that may share a cell, such as A/R.",
                "anyOf": [
                    slash,
                    lone,
                    {"type": "array", "items": {"anyOf": [slash, pair]}},
                    {"type": "null"},
                ],
            },
        }
    )
    return {"letter": letter, "scheme": scheme}


def _rule(rule: Rule) -> Schema:
    severity = {"enum": [*map(str, Severity), "off", True, False, None]}
    limit = {"type": ["number", "null"], "minimum": 0}
    limits = {name: {**limit, "default": value} for name, value in rule.thresholds.items()}
    if limits:
        limits["threshold"] = limit
    if rule.words:
        limits["words"] = {"type": ["array", *TEXT["type"]], "description": "Words beside those of the list."}
    mapping = {"type": "object", **fields({"severity": severity, **limits})}
    return {"description": f"{rule.title} By default: {rule.severity}.", "anyOf": [severity, mapping]}
