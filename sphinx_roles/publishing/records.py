"""The shapes of records: each field as its reader takes it, with what it is for."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import fields as struct_fields

from sphinx_roles.catalog.records import KINDS, known_keys, readers_of
from sphinx_roles.catalog.records import SHAPES as BADGES
from sphinx_roles.model import Acceptance, Level, Participation, Responsibility, Role, Section, Skill
from sphinx_roles.publishing.descriptions import EXAMPLES, FIELDS
from sphinx_roles.publishing.entries import fields
from sphinx_roles.publishing.shapes import FILLED, SHAPES, TEXT, TEXTS, Schema, listed, refer, words

STATUSES = ("active", "vacant", "absent", "acting", "draft", "deprecated")
"""The words for the state of a role that have a meaning; any other text is shown as it is."""
_ROW_KINDS = ("task", "decision", "deliverable")

# The fields whose shape is more than their reader's, or has a definition of its own.
_SPECIAL: Mapping[tuple[type, str], Schema] = {
    (Role, "kind"): words(*KINDS),
    (Role, "skills"): refer("skillsOfARole"),
    (Role, "interactions"): refer("interactions"),
    (Role, "levels"): refer("levels"),
    (Role, "holders"): refer("holders"),
    (Role, "past_holders"): refer("holders"),
    (Role, "links"): refer("links"),
    (Role, "status"): {"anyOf": [words(*STATUSES), TEXT]},
    (Role, "assign"): words("inherit"),
    (Participation, "shape"): words(*BADGES),
    (Level, "skills"): refer("skillsOfARole"),
    (Responsibility, "kind"): {"anyOf": [words(*_ROW_KINDS), TEXT]},
    (Responsibility, "links"): refer("links"),
    (Responsibility, "assign"): refer("assign"),
    (Section, "rows"): refer("rows"),
    (Skill, "levels"): {"type": ["object", "null"], "additionalProperties": TEXTS},
}
_OWN = (Role, Responsibility)
_REQUIRED: Mapping[type, tuple[str, ...]] = {Acceptance: ("rule", "on")}


def record(kind: type[Struct], also: Iterable[str] = ()) -> Schema:
    """Return the shape of a record's fields. ``also`` are keys that are read beside them."""
    required = _REQUIRED.get(kind, ())
    properties = {}
    for key in known_keys(kind, also):
        shape = _shape(kind, key)
        if key in required:
            shape = FILLED
        properties[key] = _described(kind, key, shape)
    return fields(properties, own=kind in _OWN, required=required)


def _described(kind: type, key: str, shape: Schema) -> Schema:
    shape = {"description": FIELDS[kind][key], **shape}
    examples = EXAMPLES.get((kind, key))
    return {**shape, "examples": examples} if examples else shape


# Keys that mean another field, and the model's name for what is written ``as``.
_MEANS = {"purpose": "summary", "responsibilities": "duties", "as": "capacity"}


def _shape(kind: type[Struct], key: str) -> Schema:
    special = _SPECIAL.get((kind, key))
    if special is not None:
        return special
    name = _MEANS.get(key, key)
    annotations: Mapping[str, Any] = {field.name: field.type for field in struct_fields(kind)}
    if name == "id":
        return TEXT
    reader = readers_of(kind)[name]
    if reader in SHAPES:
        return SHAPES[reader]
    if (kind, name) == (Role, "open"):
        return TEXT
    return _of_annotation(annotations[name])


def _of_annotation(annotation: Any) -> Schema:
    """Return the shape of a list of texts; a field of any other sort is special, or has a plain reader."""
    if isinstance(annotation, types.UnionType):
        annotation = next(one for one in typing.get_args(annotation) if one is not types.NoneType)
    if typing.get_origin(annotation) is not tuple or not issubclass(typing.get_args(annotation)[0], str):
        raise TypeError(f"no shape is known for {annotation}")
    return listed(TEXT)
