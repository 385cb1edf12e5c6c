"""The shapes of single values as JSON Schema: for each reader of a field, what it takes.

They ask for the tidy form: words of a fixed set in lower case, a value rather than a list of one.
The readers take a little more; the tests name what.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from sphinx_roles.catalog.values import (
    WORDS,
    Reader,
    color,
    first_day,
    last_day,
    prose,
    text,
    truth,
    whole_number,
)

Schema: TypeAlias = dict[str, Any]

# A text stays as written, so a number or a truth value may stand where one is expected.
_SCALARS = ["string", "number", "boolean"]

TEXT: Schema = {"type": [*_SCALARS, "null"]}
TEXTS: Schema = {"type": [*_SCALARS, "null", "array"], "items": TEXT}
FILLED: Schema = {"type": _SCALARS, "pattern": r"\S"}
"""A text that says something."""
TRUTH: Schema = {"type": ["boolean", "null"]}
COUNT: Schema = {"type": ["integer", "null"], "minimum": 0, "maximum": 999_999_999}
_CLOCK = "(?:[T ][0-9:.+Zz-]*)?"
DAY: Schema = {
    "type": ["string", "null"],
    "pattern": rf"^\s*(?!0000)[0-9]{{4}}-(0?[1-9]|1[0-2])(-(0?[1-9]|[12][0-9]|3[01]){_CLOCK})?\s*$",
}
_HEX = "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"
_COLOR: Schema = {"anyOf": [{"enum": [*sorted(WORDS), None]}, {"type": "string", "pattern": _HEX}]}

SHAPES: Mapping[Reader, Schema] = {
    text: TEXT,
    prose: TEXT,
    truth: TRUTH,
    whole_number: COUNT,
    last_day: DAY,
    first_day: DAY,
    color: _COLOR,
}
"""What each reader of a single value takes."""


def words(*known: str) -> Schema:
    """Return the shape of one of some words."""
    return {"enum": [*known, None]}


def refer(name: str) -> Schema:
    """Return a reference to a definition of the same file."""
    return {"$ref": f"#/$defs/{name}"}


def listed(one: Schema) -> Schema:
    """Return the shape of a list in which one value stands for a list of one."""
    if isinstance(one.get("type"), list):
        return {"type": [*one["type"], "array"], "items": one}
    return {"anyOf": [one, {"type": "array", "items": one}]}
