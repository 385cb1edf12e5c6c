"""One thing that changed: a sentence with the things that it names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct

from sphinx_roles.analysis.audit import finding
from sphinx_roles.analysis.audit.finding import LetterRef, Message, RoleRef, RowRef, SectionRef, Value, fill
from sphinx_roles.analysis.changes.words import SENTENCES
from sphinx_roles.model import Text


class Holding(Struct, frozen=True, tag=True):
    """A role with its letters in a row, and their condition."""

    role: RoleRef
    letters: tuple[LetterRef, ...]
    when: str = ""


Part: TypeAlias = RowRef | RoleRef | SectionRef | LetterRef | Holding | Message | Text | str


class Thing(Struct, frozen=True):
    """What stands in one slot of a sentence: things that are joined by "and"."""

    key: str
    parts: tuple[Part, ...]


class Change(Struct, frozen=True, kw_only=True):
    """A change. ``kind`` is a key of `SENTENCES`, ``field`` the model's name of what changed, if it has one.

    Texts that are too long for a sentence are ``old`` and ``new``.
    """

    kind: str
    things: tuple[Thing, ...]
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


def one(key: str, part: Part) -> Thing:
    """Return a thing of one part."""
    return Thing(key, (part,))


def many(key: str, parts: Iterable[Part]) -> Thing:
    """Return a thing of several parts."""
    return Thing(key, tuple(parts))


def change(
    kind: str, *things: Thing, field: str = "", old: Text | None = None, new: Text | None = None
) -> Change:
    """Return a change of a kind."""
    return Change(kind=kind, things=things, field=field, old=old, new=new)


def sentence(reported: Change) -> str:
    """Return a change as plain English, as the command line tells it."""
    values = [Value(thing.key, (_joined(thing),)) for thing in reported.things]
    return "".join(fill(reported.text, values, str, lambda value: str(value.parts[0])))


def _joined(thing: Thing) -> str:
    parts = [plain(part) for part in thing.parts]
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def plain(part: Part) -> str:
    """Return a part as plain English: letters by their names alone, the rest as the audit has it."""
    match part:
        case Holding(role=role, letters=letters, when=when):
            held = [lowered(letter.name) for letter in letters] + ([when] if when else [])
            return f"{role.name} ({', '.join(held)})"
        case LetterRef(name=name):
            return lowered(name)
        case _:
            return finding.plain(part)


def lowered(name: str) -> str:
    """Return the name of a letter as it stands inside a sentence: "Accountable", but not "QA"."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
