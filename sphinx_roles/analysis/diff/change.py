"""One thing that changed: a sentence with the things that it names, and where in a report it belongs."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache, partial
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType, NoneType
from typing import Any, TypeAlias, TypeVar, get_args

from msgspec import Struct

from sphinx_roles.addresses import hide_addresses
from sphinx_roles.analysis.diff.matching import LIKE, Matches, SectionKey, dice
from sphinx_roles.analysis.selection import letter_of
from sphinx_roles.analysis.sentence import (
    DayRef,
    LetterRef,
    Message,
    Part,
    RoleRef,
    SectionRef,
    Value,
    fill,
    plain,
    plain_value,
    value,
)
from sphinx_roles.fields import FIELDS, noun
from sphinx_roles.model import (
    IN_THE_DATA,
    Catalog,
    Holder,
    Link,
    Prose,
    Responsibility,
    Role,
    Scheme,
    Text,
    fold,
)


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


T = TypeVar("T", bound=Hashable)

_REFERENCES = {
    *(key for fields in FIELDS.values() for key, field in fields.items() if field.refers),
    *("covered_by", "roles"),
}
"""Fields that hold ids of roles, or free texts."""
_PERIOD = frozenset({"since", "until"})
"""Fields that are texts, and may be days, which each language writes in its own way."""
_PRIVATE = frozenset({"email"})
"""Fields of which it is only said that they changed: nobody's e-mail leaves the data unasked."""
_PLACES = frozenset({"location", "at", "file"})
"""Where a record is in the data, which is no change."""


class Naming:
    """Names the things of one side (``matches.old`` or ``matches.new``): what both have by its new name."""

    def __init__(self, matches: Matches, catalog: Catalog) -> None:
        self.matches, self.catalog = matches, catalog
        self.is_old = catalog is matches.old

    def role_id(self, role: str) -> str:
        """Return the id of a role in the new catalog; one that is only in the old keeps its own."""
        return self.matches.roles.get(role, role) if self.is_old else role

    def role(self, role: str) -> RoleRef:
        """Name a role by its id."""
        ident = self.role_id(role)
        found = self.matches.new.roles.get(ident) or self.catalog.roles.get(role)
        return RoleRef(ident, found.name if found is not None else Text(role))

    def skill(self, skill: str) -> Text:
        """Name a skill by its id."""
        ident = self.matches.skills.get(skill, skill) if self.is_old else skill
        found = self.matches.new.skills.get(ident) or self.catalog.skills.get(skill)
        return found.name if found is not None else Text(skill, IN_THE_DATA)

    def place(self, key: SectionKey) -> ChangePart:
        """Name the section that rows are in, else their matrix."""
        section = self.catalog.sections.get(key)
        if section is not None:
            return SectionRef(*key, section.name)
        return self.matrix(key[0]) if key[0] else Message("no section")

    def matrix(self, ident: str) -> ChangePart:
        """Name a matrix, or the rows that are in none."""
        return self.catalog.matrices[ident].name or Text(ident) if ident else Message("Responsibilities")


def in_scheme(letters: Iterable[str], scheme: Scheme) -> list[str]:
    """Sort letters as every view shows them: those that decide first, then as the scheme has them."""
    order = {one.letter: place for place, one in enumerate(scheme.shown)}
    return sorted(letters, key=lambda letter: order.get(letter, len(order)))


def letter_refs(letters: Iterable[str], scheme: Scheme) -> tuple[LetterRef, ...]:
    """Name letters as their scheme does, in its order; one that it does not have is in its own words."""
    legend = (letter_of(p, meaning=False) for p in scheme.participations)
    known = {p.letter: LetterRef(p.letter, p.name, p.means, p.shape, p.color) for p in legend}
    ordered = in_scheme(letters, scheme)
    shown = map(hide_addresses, ordered)
    return tuple(known.get(letter) or LetterRef(letter, Text(letter)) for letter in shown)


class Sides:
    """The two catalogs of a comparison, how their things are named, and which custom fields are compared.

    ``label`` gives the label of a custom field; None for one that is not reported.
    """

    def __init__(self, matches: Matches, label: Callable[[str], Text | None]) -> None:
        self.matches, self.label = matches, label
        self.old, self.new = matches.old, matches.new
        self.was, self.now = Naming(matches, matches.old), Naming(matches, matches.new)

    def side(self, how: str) -> Naming:
        """Return the side that names what was "added" or "removed"."""
        return self.was if how == "removed" else self.now


class FieldChanges:
    """Collects what changed in the fields of a thing, or of a part of it: a level, a letter, a person.

    ``things`` fill the first slots: ``thing`` and maybe ``part``, or ``role`` and ``person``.
    """

    def __init__(self, sides: Sides, **things: Any) -> None:
        self.sides, self.things = sides, things
        self.found: list[Change] = []

    def compare(self, old: Struct, new: Struct, *apart: str) -> list[Change]:
        """Compare all fields of two records but those that are compared ``apart``; return what is found."""
        names, values = compared(type(new), apart)
        # Most records of a large catalog have not changed. The same id may still be that of another role.
        if not _REFERENCES.isdisjoint(names) or values(old) != values(new):
            for name in names:
                self.field(name, getattr(old, name), getattr(new, name))
        return self.found

    def field(self, name: str, old: Any, new: Any) -> None:
        """Compare a field in the way that its values ask for."""
        was, now = _shown(name, old, self.sides.was), _shown(name, new, self.sides.now)
        both = *_listed(was), *_listed(now)
        if name in _PRIVATE or not all(isinstance(one, _PARTS) for one in both):
            if was != now:
                self._add("text", name, was, now)
        elif isinstance(was, tuple) and isinstance(now, tuple):
            (self.texts if any(isinstance(one, Prose) for one in both) else self.items)(name, was, now)
        elif any(isinstance(one, Prose) for one in both):
            self.text(name, was, now)
        else:
            self.value(name, was or None, now or None)

    def value(self, name: str, old: Any, new: Any) -> None:
        """Compare what fits into a sentence: a word, a number, a day, yes or no, or a reference."""
        if old != new:
            sides = (("old", old), ("new", new))
            self._add("value", name, old, new, **{key: one for key, one in sides if one is not None})

    def text(self, name: str, old: Text | None, new: Text | None, label: Text | None = None) -> None:
        """Compare running texts, which are shown below the sentence."""
        if old != new:
            self._add("text", name, old, new, (old, new), label)

    def texts(self, name: str, old: Iterable[Text], new: Iterable[Text], label: Text | None = None) -> None:
        """Compare lists of running texts; one that was reworded is one change."""
        old, new = tuple(old), tuple(new)
        come = _without(new, old)
        for text in _without(old, new):
            like = max(come, key=partial(dice, text), default=None)
            if like is not None and dice(text, like) < LIKE:
                like = None
            if like is not None:
                come.remove(like)
            self.text(name, text, like, label)
        for text in come:
            self.text(name, None, text, label)
        self.order(name, old, new)

    def items(self, name: str, old: Iterable[Any], new: Iterable[Any]) -> list[Change]:
        """Compare lists of names and words; return what is found."""
        old, new = tuple(old), tuple(new)
        gone, come = _without(old, new), _without(new, old)
        if gone:
            self._add("value", name, gone, None, old=gone)
        if come:
            self._add("value", name, None, come, new=come)
        self.order(name, old, new)
        return self.found

    def order(self, name: str, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        """Report where what both lists have is in another order."""
        if not in_order(old, new):
            self._add("items", name, old, new)

    def custom(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        """Compare the custom fields of two records."""
        for key in dict.fromkeys((*new, *old)):
            label = self.sides.label(key)
            if label is not None:
                self.texts(key, _listed(old.get(key)), _listed(new.get(key)), label)

    def _add(
        self,
        what: str,
        name: str,
        old: Any,
        new: Any,
        /,
        texts: tuple[Text | None, Text | None] = (None, None),
        label: Text | None = None,
        **values: Any,
    ) -> None:
        how = "added" if _is_absent(old) else "removed" if _is_absent(new) else "changed"
        kind = "items-order" if what == "items" else f"{what}-{how}"
        if "person" in self.things:
            kind = _OF_A_PERSON.get(kind, "person-silent")
        elif "part" in self.things:
            kind = f"part-{kind.removeprefix('value-')}"
        field = label if label is not None else Message(noun(name))
        self.found.append(change(kind, name, *texts, **self.things, field=field, **values))


Values: TypeAlias = Callable[[Any], object]


@cache
def compared(record: type[Struct], apart: tuple[str, ...] = ()) -> tuple[list[str], Values]:
    """Return the fields that are compared, and what gives the values of all of them."""
    names = [name for name in record.__struct_fields__ if name not in _PLACES and name not in apart]
    return names, attrgetter(*names) if names else lambda _: ()


_OF_A_PERSON = {
    "value-changed": "person-changed",
    "value-added": "person-gained",
    "value-removed": "person-lost",
}
_PARTS = (*get_args(Part), NoneType)


def _listed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _is_absent(value: Any) -> bool:
    return value is None or value in ((), {})


def _shown(name: str, value: Any, naming: Naming) -> Any:
    """Return a value, or each of several, as a sentence shows it; what none can show stays as it is."""
    if isinstance(value, tuple):
        return tuple([_part(name, one, naming) for one in value])
    return _part(name, value, naming)


def _part(name: str, value: Any, naming: Naming) -> Any:
    match value:
        case str() if name in _REFERENCES:
            return naming.role(value) if value in naming.catalog.roles else Text(value, IN_THE_DATA)
        case str() if name in _PERIOD:
            return DayRef(value)
        case bool():
            return Message("yes" if value else "no")
        case int():
            return str(value)
        case datetime.date():
            return DayRef(str(value))
        case Link() | Holder():
            first, *others = (
                getattr(value, name) for name in compared(type(value))[0] if name not in _PRIVATE
            )
            about = ", ".join(other for other in others if other and isinstance(other, str))
            return f"{first} ({about})" if about else str(first)
        case (str(), str()):
            return "/".join(value)
        case _:
            return value


def in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
    """Return whether what both lists have is in the same order in both."""
    gone, come = _without(old, new), _without(new, old)
    return _without(old, gone) == _without(new, come)


def _without(some: Iterable[T], others: Iterable[T]) -> list[T]:
    """Return what is left when each of the others is taken out once."""
    left = list(some)
    for other in others:
        if other in left:
            left.remove(other)
    return left
