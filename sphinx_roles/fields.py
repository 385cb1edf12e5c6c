"""The fields of roles and responsibilities: what is known of each beside its type, in the table fields.json.

The annotation in `model` says how a field is read, compared, exported and translated; a record there says the
rest. The schema, cards, comparisons, the sentences of a diff and the export read it from here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path

from msgspec import Struct, json

from sphinx_roles.model import Responsibility, Role


class FieldInfo(Struct, frozen=True, forbid_unknown_fields=True):
    """One key of a record as a user writes it."""

    help: str
    """What editors say of it while it is written."""
    label: str = ""
    """The head of the field on a card and in a comparison, translated with the other labels."""
    noun: str = ""
    """What a sentence about a change calls it; empty: the key."""
    card: bool = False
    """A card can show it, and a comparison."""
    shown: bool = False
    """A card shows it where nothing else is asked for."""
    compared: bool = False
    """A comparison shows it where nothing else is asked for."""
    inherited: bool = True
    """A role takes it over from the one that it extends."""
    refers: bool = False
    """Its texts name roles where a role answers to them."""
    apart: bool = False
    """It has a place of its own on a card, outside the list of fields."""


class _Tables(Struct, frozen=True):
    """What the file holds, by the names of records; words are by the key that they are for."""

    fields: dict[str, dict[str, FieldInfo]]
    profile: dict[str, tuple[str, ...]]
    foreign: dict[str, dict[str, tuple[str, ...]]]
    meant: dict[str, dict[str, tuple[str, ...]]]


_TABLES = json.decode(Path(__file__).with_suffix(".json").read_bytes(), type=_Tables)


def _keys_by_word(
    words: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> Mapping[type[Struct], Mapping[str, str]]:
    return {
        kind: {word: key for key, several in words[kind.__name__].items() for word in several}
        for kind in (Role, Responsibility)
    }


FIELDS: Mapping[type[Struct], Mapping[str, FieldInfo]] = {
    kind: _TABLES.fields[kind.__name__] for kind in (Role, Responsibility)
}
"""By record, then by key, in the order in which they are documented."""
_OF_SECTIONS = {"assign", "levels", "handles", *chain(*_TABLES.profile.values())}
"""What the sections of a profile show, as rows, ladders or fields, and what is for programs."""
PROFILE: Mapping[str, tuple[str, ...]] = {
    **_TABLES.profile,
    "glance": (
        *_TABLES.profile["glance"],
        *(key for key, field in FIELDS[Role].items() if field.card and key not in _OF_SECTIONS),
    ),
}
"""The sections of a role's profile in their order, each with the fields that it begins with.

A field that no section names is in the first one.
"""
FOREIGN = _keys_by_word(_TABLES.foreign)
"""Words of other formats that are read as a key, where that is not given itself and they are not declared."""
MEANT = _keys_by_word(_TABLES.meant)
"""Words that may be meant for a key, or be fields of a team's own: they are reported with the key."""
SHORT = ("tagline", "summary", "holders", "open")
"""What the word `short` is for in a list of fields; `full` is for all of them."""


def row_fields() -> tuple[str, ...]:
    """Return the keys of a responsibility that a matrix can show beside the letters."""
    return tuple(key for key, field in FIELDS[Responsibility].items() if field.label)


def card_fields() -> tuple[str, ...]:
    """Return the keys of a role that a card can show."""
    return tuple(key for key, field in FIELDS[Role].items() if field.card)


_NOUNS: Mapping[str, str] = {
    **{key: field.noun for fields in FIELDS.values() for key, field in fields.items() if field.noun},
    # Of records whose fields are not in the table
    "advises": "“is asked”",
    "after": "level before",
    "decides": "“decides”",
    "does": "“does the work”",
    "email": "e-mail",
    "informed": "“is told”",
    "max": "maximum",
    "min": "minimum",
    "omitted": "“is left out”",
    "org": "organisation",
    "roles": "columns",
    "since": "first day",
    "step": "proficiency",
    "together": "letters that go together",
    "until": "last day",
}
"""What a sentence calls a field, where that is not its key."""


def noun(name: str) -> str:
    """Return what a sentence calls a field."""
    return _NOUNS.get(name, name.replace("_", " "))


_HEADS = {
    noun(key): field.label
    for kind in (Responsibility, Role)
    for key, field in FIELDS[kind].items()
    if field.label
}
"""By what a sentence calls a field in English: its head in English."""


def in_words(called: str, translate: Callable[[str], str]) -> str:
    """Return what a sentence calls a field: in a language that has only its head, the head in quotes."""
    head = _HEADS.get(called, "")
    said = translate(head) if head else ""
    return called if said == head else translate("“{words}”").format(words=said)
