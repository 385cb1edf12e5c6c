"""What the audit finds: a sentence with the things that it names, and where to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeAlias, TypeVar

from msgspec import Struct

from sphinx_roles.model import Participation, Responsibility, Role, Section, Text
from sphinx_roles.problems import Location

T = TypeVar("T")

_SLOT = re.compile(r"\{(\w+)\}")
_LISTED = 8
"""So many things stand in a sentence; of more, it counts those that it leaves out."""


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return list(Severity).index(self)


class RowRef(Struct, frozen=True, gc=False, tag=True):
    """A row, and the conditions under which something is said of it."""

    matrix: str
    section: str
    row: str
    name: Text
    when: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The key of the row as a target."""
        return f"{self.matrix}\n{self.section}\n{self.row}"


class RoleRef(Struct, frozen=True, gc=False, tag=True):
    """A role."""

    role: str
    name: Text


class SectionRef(Struct, frozen=True, gc=False, tag=True):
    """A section of a matrix."""

    matrix: str
    section: str
    name: Text


class LetterRef(Struct, frozen=True, gc=False, tag=True):
    """A letter, in the words of its scheme."""

    letter: str
    name: Text


class Message(Struct, frozen=True, gc=False, tag=True):
    """Words of ours, which are translated."""

    text: str


Part: TypeAlias = RowRef | RoleRef | SectionRef | LetterRef | Message | Text | str
Subject: TypeAlias = tuple[str, ...]
"""What a finding is about: its kind, then what identifies it."""


class Value(Struct, frozen=True, gc=False):
    """What stands in a slot of the sentence: things that are joined by "and", or by "or"."""

    key: str
    parts: tuple[Part, ...]
    either: bool = False
    more: int = 0
    """How many things are left out."""


class Finding(Struct, frozen=True, gc=False, kw_only=True):
    """Something that is wrong, or looks so.

    ``group`` is what it shares with findings that have the same cause. ``names`` are further names
    under which it can be accepted. A folded finding has those that it stands for as ``items``,
    and is about ``where``.
    """

    rule: str
    severity: Severity
    text: str
    values: tuple[Value, ...] = ()
    subject: Subject = ()
    location: Location | None = None
    group: str = ""
    names: tuple[str, ...] = ()
    items: tuple[Finding, ...] = ()
    where: Text | None = None
    lapsed: date | None = None
    """Until when it was accepted, if that day has passed."""

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """The rows that it names, by (matrix, section, id)."""
        return tuple(dict.fromkeys((p.matrix, p.section, p.row) for p in self._all(RowRef)))

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that it names, by id."""
        return tuple(dict.fromkeys(part.role for part in self._all(RoleRef)))

    @property
    def reported(self) -> bool:
        """Whether reading has told all of it, as problems."""
        return all(one.subject[:1] == ("problem",) for one in self.items or (self,))

    def _all(self, kind: type[T]) -> Iterable[T]:
        for finding in (self, *self.items):
            for value in finding.values:
                yield from (part for part in value.parts if isinstance(part, kind))


def row(found: Responsibility, when: tuple[str, ...] = ()) -> Value:
    """Return the value of the slot ``{row}``."""
    return Value("row", (RowRef(*found.key, found.name, tuple(w for w in when if w)),))


def roles(key: str, found: Sequence[Role]) -> Value:
    """Return a value that names roles."""
    listed = found if len(found) <= _LISTED else found[:_LISTED]
    return Value(key, tuple(RoleRef(role.id, role.name) for role in listed), more=len(found) - len(listed))


def section(found: Section) -> Value:
    """Return the value of the slot ``{section}``."""
    return Value("section", (SectionRef(found.matrix, found.id, found.name),))


def letters(found: Iterable[Participation], *, either: bool = False) -> Value:
    """Return the value of the slot ``{letter}``."""
    return Value("letter", tuple(LetterRef(p.letter, p.name) for p in found), either)


def number(key: str, value: object) -> Value:
    """Return a value that is the same in every language: a number, a day."""
    return Value(key, (str(value),))


def one(key: str, part: Part) -> Value:
    """Return a value of one part."""
    return Value(key, (part,))


def fill(
    template: str, values: Iterable[Value], literal: Callable[[str], T], draw: Callable[[Value], T]
) -> list[T]:
    """Cut a sentence at its slots: what stands between them goes to ``literal``, values to ``draw``."""
    known = {value.key: value for value in values}
    made: list[T] = []
    for location, piece in enumerate(_SLOT.split(template)):
        if location % 2:
            made.append(draw(known[piece]))
        elif piece:
            made.append(literal(piece))
    return made


def sentence(finding: Finding) -> str:
    """Return a finding as plain English, as warnings and the command line tell it."""
    reported = "".join(fill(finding.text, finding.values, str, _plain_value))
    reported = f"{finding.where}: {reported}" if finding.where else reported
    return f"{reported} (accepted until {finding.lapsed})" if finding.lapsed else reported


def _plain_value(value: Value) -> str:
    reported = [plain(part) for part in value.parts]
    if value.more:
        return f"{', '.join(reported)} and {value.more} more"
    last = " or " if value.either else " and "
    return last.join(filter(None, (", ".join(reported[:-1]), reported[-1]))) if reported else ""


def plain(part: Part) -> str:
    """Return a part as plain English."""
    match part:
        case LetterRef(letter=letter, name=name):
            return f"{letter} ({name})"
        case RowRef(name=name, when=when):
            return f"{name} ({', '.join(when)})" if when else str(name)
        case RoleRef(name=name) | SectionRef(name=name):
            return str(name)
        case Message(text=text):
            return text
        case _:
            return str(part)
