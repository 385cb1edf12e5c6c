"""One thing that changed: a sentence with the things that it names, and where in a report it belongs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from msgspec import Struct

from sphinx_roles.analysis.sentence import LetterRef, Part, RoleRef, Value, fill, plain, plain_value, value
from sphinx_roles.model import Responsibility, Role, Text, fold

SectionKey: TypeAlias = tuple[str, str]
"""A matrix and a section."""


class Sentence(Struct, frozen=True):
    """A sentence with slots, what it is about, and the sign before it."""

    topic: str
    sign: str
    text: str


def _sentences() -> Mapping[str, Sentence]:
    topics = json.loads(Path(__file__).with_name("sentences.json").read_text("utf-8"))
    found = {kind: Sentence(topic, *pair) for topic, kinds in topics.items() for kind, pair in kinds.items()}
    return MappingProxyType(found)


SENTENCES = _sentences()
"""Every kind of change. They are data, by topic, each with its sign."""


class Holding(Struct, frozen=True, tag=True):
    """A role with its letters in a row, and their condition."""

    role: RoleRef
    letters: tuple[LetterRef, ...]
    when: str = ""


ChangePart: TypeAlias = Part | Holding


class Change(Struct, frozen=True, kw_only=True):
    """A change. ``kind`` is a key of `SENTENCES`, ``field`` the model's name of what changed, if it has one.

    Texts that are too long for a sentence are ``old`` and ``new``.
    """

    kind: str
    things: tuple[Value, ...]
    field: str = ""
    old: Text | None = None
    new: Text | None = None

    @property
    def text(self) -> str:
        """The sentence with slots for the things."""
        return SENTENCES[self.kind].text

    @property
    def sign(self) -> str:
        """``added``, ``removed``, ``moved`` or ``changed``."""
        return SENTENCES[self.kind].sign


class Group(Struct, frozen=True, kw_only=True):
    """Changes under one head: ``rows`` of a section, ``roles``, ``people``, ``skills`` or ``schemes``.

    Rows have the names of their matrix and section, where those have any.
    """

    kind: str
    changes: tuple[Change, ...]
    matrix: Text | None = None
    section: Text | None = None


class Located(Struct, frozen=True):
    """A change, the group it belongs to, and the tags of what it is about, by which it is selected."""

    change: Change
    group: str = "rows"
    place: SectionKey = ("", "")
    """Of rows: the matrix and section in the new catalog, or in the old one where it is gone."""
    tags: frozenset[str] = frozenset()


def located(
    found: Iterable[Change], group: str, *tagged: Role | Responsibility, place: SectionKey = ("", "")
) -> list[Located]:
    """Put changes of one thing into a group. ``tagged`` is the thing, in one catalog or both."""
    changes = list(found)
    # Most things of a large catalog have not changed.
    tags = frozenset(fold(tag) for thing in tagged for tag in thing.tags) if changes else frozenset()
    return [Located(one, group, place, tags) for one in changes]


def change(
    kind: str, field: str = "", old: Text | None = None, new: Text | None = None, /, **things: Any
) -> Change:
    """Return a change of a kind. ``things`` fill its slots, ``old`` and ``new`` are texts beside it."""
    values = tuple([value(key, thing) for key, thing in things.items()])
    return Change(kind=kind, things=values, field=field, old=old, new=new)


def sentence(found: Change) -> str:
    """Return a change as plain English, as the command line writes it."""
    return "".join(fill(found.text, found.things, str, lambda one: plain_value(one, _plain)))


def _plain(part: ChangePart) -> str:
    """Return a part as plain English: letters by their names alone, the rest as the audit has it."""
    match part:
        case Holding(role=role, letters=letters, when=when):
            held = [*map(_plain, letters), *([when] if when else [])]
            return f"{role.name} ({', '.join(held)})"
        case LetterRef(name=name):
            return lowered(name)
        case _:
            return plain(part)


def lowered(name: str) -> str:
    """Return the name of a letter as it is written inside a sentence: "Accountable", but not "QA"."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
