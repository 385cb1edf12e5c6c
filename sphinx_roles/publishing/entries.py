"""The shapes of entries: mappings of ids to fields, or lists of them, as `entries_of` reads them."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_roles.publishing.shapes import FILLED, TEXT, Schema

_KEY: Schema = {"pattern": r"\S"}


def fields(properties: Schema, *, own: bool = False, required: Iterable[str] = ()) -> Schema:
    """Return the shape of a mapping of fields; ``own`` says that it keeps fields of the team's own."""
    shape: Schema = {"properties": properties}
    if not own:
        shape["additionalProperties"] = False
    if required := list(required):
        shape["required"] = required
    return shape


def entries(entry: Schema, keys: Iterable[str], *, short: bool = True) -> Schema:
    """Return the shape of many entries: by id, or as a list in which each names itself.

    ``entry`` is the shape of one, ``keys`` are its fields. ``short`` says that under its id, a text
    stands for an entry that has only a name.
    """
    types = ["object", "null", *(("string", "number", "boolean") if short else ())]
    return {
        "type": ["object", "array", *TEXT["type"]],
        "propertyNames": _KEY,
        "additionalProperties": {**entry, "type": types},
        "items": {"anyOf": [TEXT, _named(entry), _keyed(entry, keys)]},
    }


def _named(entry: Schema) -> Schema:
    """An entry of a list, with an id or a name."""
    named = [{"properties": {key: FILLED}, "required": [key]} for key in ("id", "name")]
    return {"allOf": [{**entry, "type": "object"}, {"anyOf": named}]}


def _keyed(entry: Schema, keys: Iterable[str]) -> Schema:
    """An entry of a list under its key, as in ``- sre: {name: …}``."""
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "propertyNames": {**_KEY, "not": {"enum": sorted(keys)}},
        "additionalProperties": {**entry, "type": ["object", "null"]},
    }
