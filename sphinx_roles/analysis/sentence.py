"""Sentences with slots. What fills a slot is a reference that a page can link, or a plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct

from sphinx_roles.addresses import hide_addresses
from sphinx_roles.fields import in_words
from sphinx_roles.model import Participation, Responsibility, Role, Section, Text
from sphinx_roles.problems import Phrase

T = TypeVar("T")

_SLOT = re.compile(r"\{(\w+)\}")


class RowRef(Struct, frozen=True, gc=False, tag=True):
    """A row, and the conditions that a sentence about it is limited to."""

    matrix: str
    section: str
    row: str
    name: Text
    when: tuple[Text, ...] = ()

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
    """A letter, with its name in the scheme; where it can be drawn, as a legend has it."""

    letter: str
    name: Text
    means: str = ""
    shape: str = ""
    color: str = ""


class DayRef(Struct, frozen=True, gc=False, tag=True):
    """A day, as ISO 8601 has it."""

    day: str


class OwnerRef(Struct, frozen=True, gc=False, tag=True):
    """An owner of files, with the roles and people behind it."""

    owner: str
    roles: tuple[RoleRef, ...]
    people: tuple[Text, ...]


class Message(Struct, frozen=True, gc=False, tag=True):
    """Words of this package, which are translated."""

    text: str


Part: TypeAlias = (
    RowRef | RoleRef | SectionRef | LetterRef | DayRef | OwnerRef | Message | Phrase | Text | str
)


class Value(Struct, frozen=True, gc=False):
    """What fills the slot ``key``: parts that are joined by "and", or by "or"."""

    key: str
    parts: tuple[Any, ...]
    """Each a `Part`; a view may have more kinds of parts."""
    either: bool = False
    more: int = 0
    """How many things are left out."""


class AnyOf(tuple[Any, ...]):
    """Things that a sentence joins by "or"."""

    __slots__ = ()


_REFERENCES: Mapping[type, Callable[[Any], Part]] = {
    Role: lambda role: RoleRef(role.id, role.name),
    Participation: lambda p: LetterRef(p.letter, p.name),
    Section: lambda section: SectionRef(section.matrix, section.id, section.name),
    int: str,
    date: lambda day: DayRef(str(day)),
}


_SEVERAL = frozenset({list, tuple, AnyOf})


def value(key: str, given: Any, most: int | None = None) -> Value:
    """Return the value of a slot: of one thing, or of several of one kind, of which ``most`` are listed.

    Records of the catalog become references; a number is the same in every language.
    """
    kind = type(given)
    if kind not in _SEVERAL:
        refer = _REFERENCES.get(kind)
        return Value(key, (given if refer is None else refer(given),))
    things = given[:most]
    refer = _REFERENCES.get(type(things[0])) if things else None
    parts = tuple(things if refer is None else map(refer, things))
    return Value(key, parts, kind is AnyOf, len(given) - len(parts))


def row_ref(row: Responsibility, when: Iterable[str] = ()) -> RowRef:
    """Return a reference to a row, under some conditions; an empty one is none."""
    # Hardly any sentence has conditions.
    limited = tuple(Text(hide_addresses(one)) for one in when if one) if when else ()
    return RowRef(row.matrix, row.section, row.id, row.name, limited)


def slots(template: str) -> list[str]:
    """Return the names of the slots of a sentence."""
    return _SLOT.findall(template)


def fill(
    template: str, values: Iterable[Value], literal: Callable[[str], T], draw: Callable[[Value], T]
) -> list[T]:
    """Cut a sentence at its slots: the words between them go to ``literal``, values to ``draw``."""
    known = {value.key: value for value in values}
    made: list[T] = []
    for place, piece in enumerate(_SLOT.split(template)):
        if place % 2:
            made.append(draw(known[piece]))
        elif piece:
            made.append(literal(piece))
    return made


def plain_value(value: Value, part: Callable[[Any], str], translate: Callable[[str], str] = str) -> str:
    """Return what fills a slot as plain text; ``part`` writes each of its parts."""
    parts = [part(one) for one in value.parts]
    if value.more:
        names = translate(", ").join(parts)
        return translate("{names} and {count} more").format(names=names, count=value.more)
    last = translate(" or " if value.either else " and ")
    return last.join(filter(None, (translate(", ").join(parts[:-1]), parts[-1]))) if parts else ""


def plain(part: Part, translate: Callable[[str], str] = str) -> str:
    """Return a part as plain text."""
    if type(part) is str:
        return part
    match part:
        case LetterRef(letter=letter, name=name):
            return f"{letter} ({translate(str(name))})"
        case DayRef(day=day):
            return day
        case RowRef(name=name, when=when):
            return f"{name} ({', '.join(when)})" if when else str(name)
        case RoleRef(name=name) | SectionRef(name=name):
            return str(name)
        case OwnerRef(owner=owner, roles=roles, people=people):
            behind = ": ".join(filter(None, (", ".join(map(plain, roles)), ", ".join(people))))
            return f"{owner} ({behind})" if behind else owner
        case Message(text=text):
            said = translate(text)
            return in_words(text, translate) if said == text else said
        case Phrase():
            return hide_addresses(part.filled(translate))
        case _:
            return str(part)
