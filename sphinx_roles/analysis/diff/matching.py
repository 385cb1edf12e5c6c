"""Which thing of the old catalog is which of the new one: by id, by name, by alias, then by likeness.

An alias is a name, and may be what the id was. Things that have none of these in common are
compared by two numbers from 0 to 1. The *names* are compared by their pairs of neighbouring
characters (Dice's coefficient: "Deployments" and "Deployment" have 0.87). What they *hold* is
compared by the Jaccard index: of a row its roles with their letters, of a role its rows with its
letters, of a section or matrix its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from sphinx_roles.model import Catalog, Responsibility, fold, role_names

T = TypeVar("T", bound=Hashable)
K = TypeVar("K", bound=Hashable)
SectionKey: TypeAlias = tuple[str, str]
"""A matrix and a section."""
RowKey: TypeAlias = tuple[str, str, str]
Looks: TypeAlias = tuple[str, frozenset[object]]
"""The name of a thing, and what it holds."""

LIKE = 0.6
"""From this mean of both numbers on, two things are taken for one."""
_NAMES = 0.4
"""Rows need names that are so much alike: many rows have the same roles and letters."""
_SAME = 0.8
"""Roles, sections and matrices are also one where they hold so much the same, whatever they are called."""
_SEVERAL = 3
"""So many things must both hold for that."""


class Matches:
    """The things that both catalogs have: each mapping leads from an old key to the new one.

    A row is first looked for where it was, then anywhere, by its id and by its name.
    """

    def __init__(self, old: Catalog, new: Catalog) -> None:
        self.old, self.new = old, new
        self.old_rows = {row.key: row for row in old.rows}
        self.new_rows = {row.key: row for row in new.rows}

    # Matrices and sections

    @cached_property
    def matrices(self) -> dict[str, str]:
        """Old matrices by id → new ones. Those without a name of their own are one."""
        old, new = self.old.matrices, self.new.matrices
        found = _by_key_and_name(old, new)
        was = partial(_of_rows, self.old.rows, attrgetter("matrix"), lambda key: old[key].name or key)
        now = partial(_of_rows, self.new.rows, attrgetter("matrix"), lambda key: new[key].name or key)
        _by_likeness(found, old, new, was, now)
        return found

    @cached_property
    def sections(self) -> dict[SectionKey, SectionKey]:
        """Old sections → new ones."""
        old, new, matrices = self.old.sections, self.new.sections, self.matrices
        here = {key: (matrices.get(key[0], key[0]), key[1]) for key in old}
        found = {key: there for key, there in here.items() if there in new}
        # A name is looked for in the same matrix first, then anywhere.
        _by_name(
            found, old, new, lambda k: [f"{here[k][0]}\n{old[k].name}"], lambda k: [f"{k[0]}\n{new[k].name}"]
        )
        _by_name(found, old, new, lambda k: [old[k].name], lambda k: [new[k].name])
        place = attrgetter("matrix", "section")
        was = partial(_of_rows, self.old.rows, place, lambda key: old[key].name)
        now = partial(_of_rows, self.new.rows, place, lambda key: new[key].name)
        _by_likeness(found, old, new, was, now)
        return found

    def place(self, old: SectionKey) -> SectionKey:
        """Return where the rows of an old section are, if they have not moved."""
        return self.sections.get(old, (self.matrices.get(old[0], old[0]), old[1]))

    # Rows, roles and skills

    @cached_property
    def _sure_rows(self) -> dict[RowKey, RowKey]:
        """Old rows → new ones, as far as ids, names and aliases show."""
        old, new = self.old_rows, self.new_rows
        there = {key: (*self.place(key[:2]), key[2]) for key in old}
        found = {key: place for key, place in there.items() if place in new}
        _by_name(
            found,
            old,
            new,
            lambda k: _in_place(there[k], [old[k].name]),
            lambda k: _in_place(k, [new[k].name]),
        )
        _by_name(found, old, new, lambda k: [k[2]], lambda k: [k[2]])
        _by_name(found, old, new, lambda k: [old[k].name], lambda k: [new[k].name])
        was, now = (
            {key: (row.id, row.name, *row.aliases) for key, row in rows.items()} for rows in (old, new)
        )
        _by_name(found, old, new, lambda k: _in_place(there[k], was[k]), lambda k: _in_place(k, now[k]))
        _by_name(found, old, new, was.__getitem__, now.__getitem__)
        return found

    @cached_property
    def roles(self) -> dict[str, str]:
        """Old roles by id → new ones."""
        old, new = self.old.roles, self.new.roles
        found = {key: key for key in old if key in new}
        _by_name(found, old, new, lambda k: role_names(old[k]), lambda k: role_names(new[k]))
        # An alias may be the old id.
        _by_name(found, old, new, lambda k: (k, *role_names(old[k])), lambda k: (k, *role_names(new[k])))
        sure = {there: key for key, there in self._sure_rows.items()}
        was = partial(_of_roles, self.old, lambda row: row.key)
        now = partial(_of_roles, self.new, lambda row: sure.get(row.key, row.key))
        _by_likeness(found, old, new, was, now)
        return found

    @cached_property
    def rows(self) -> dict[RowKey, RowKey]:
        """Old rows → new ones."""
        old, new, roles = self.old_rows, self.new_rows, self.roles
        found = dict(self._sure_rows)

        def was(keys: Iterable[RowKey]) -> dict[RowKey, Looks]:
            # A role that is only in the old catalog is none of the new one, even under the same id.
            return {key: _looks(old[key], lambda role: roles.get(role, f"\n{role}")) for key in keys}

        def now(keys: Iterable[RowKey]) -> dict[RowKey, Looks]:
            return {key: _looks(new[key], lambda role: role) for key in keys}

        _by_likeness(found, old, new, was, now, names=True)
        return found

    @cached_property
    def same_roles(self) -> bool:
        """True where every role of the old catalog has kept its id."""
        return all(old == new for old, new in self.roles.items()) and len(self.roles) == len(self.old.roles)

    @cached_property
    def skills(self) -> dict[str, str]:
        """Old skills by id → new ones."""
        return _by_key_and_name(self.old.skills, self.new.skills)


def _in_place(key: RowKey, names: Iterable[str]) -> list[str]:
    return [f"{key[0]}\n{key[1]}\n{name}" for name in names]


def _by_key_and_name(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    found = {key: key for key in old if key in new}
    _by_name(found, old, new, lambda k: [old[k].name], lambda k: [new[k].name])
    return found


def _free(found: Mapping[K, K], old: Iterable[K], new: Iterable[K]) -> tuple[list[K], list[K]]:
    """Return what is not matched yet; nothing where one side has nothing left."""
    taken = set(found.values())
    gone, come = [key for key in old if key not in found], [key for key in new if key not in taken]
    return (gone, come) if gone and come else ([], [])


def _by_name(
    found: dict[K, K],
    old: Iterable[K],
    new: Iterable[K],
    was: Callable[[K], Iterable[str]],
    now: Callable[[K], Iterable[str]],
) -> None:
    """Match what has a name in common which nothing else on either side has."""
    gone, come = _free(found, old, new)
    before, after = _named(gone, was), _named(come, now)
    taken: set[K] = set()
    for name, keys in before.items():
        others = after.get(name, ())
        # A role has several names, and is matched once.
        if len(keys) == len(others) == 1 and keys[0] not in found and others[0] not in taken:
            taken.add(others[0])
            found[keys[0]] = others[0]


def _named(keys: Iterable[K], names: Callable[[K], Iterable[str]]) -> dict[str, list[K]]:
    found: dict[str, list[K]] = {}
    for key in keys:
        for name in filter(None, dict.fromkeys(map(fold, names(key)))):
            found.setdefault(name, []).append(key)
    return found


def _by_likeness(
    found: dict[K, K],
    old: Iterable[K],
    new: Iterable[K],
    was: Callable[[list[K]], Mapping[K, Looks]],
    now: Callable[[list[K]], Mapping[K, Looks]],
    *,
    names: bool = False,
) -> None:
    """Match what is alike, the most alike first.

    With ``names``, the names must be alike; else, what two things hold can decide alone.
    """
    gone, come = _free(found, old, new)
    numbers: dict[str, int] = {}
    things: dict[object, int] = {}
    before, after = (
        [(key, _bits(_pairs(name), numbers), _bits(held, things)) for key, (name, held) in looks.items()]
        for looks in ((was(gone), now(come)) if gone else ({}, {}))
    )
    alike: list[tuple[float, int, int, K, K]] = []
    for at, (key, name, held) in enumerate(before):
        for place, (other, its_name, its_held) in enumerate(after):
            names_alike = _dice(name, its_name)
            # Of thousands of pairs, nearly all are out by their names.
            if names and names_alike < _NAMES:
                continue
            shared, either = (held & its_held).bit_count(), (held | its_held).bit_count()
            index = shared / either if either else 0.0
            mean = (names_alike + index) / 2
            if mean >= LIKE or (not names and index >= _SAME and shared >= _SEVERAL):
                alike.append((-mean, at, place, key, other))
    taken: set[K] = set()
    for *_, key, other in sorted(alike, key=lambda one: one[:3]):
        if key not in found and other not in taken:
            taken.add(other)
            found[key] = other


def _of_rows(
    rows: Iterable[Responsibility],
    place: Callable[[Responsibility], K],
    name: Callable[[K], str],
    keys: Iterable[K],
) -> dict[K, Looks]:
    held: dict[K, set[object]] = {}
    for row in rows:
        held.setdefault(place(row), set()).add(row.id)
    return {key: (name(key), frozenset(held.get(key, ()))) for key in keys}


def _of_roles(
    catalog: Catalog, key: Callable[[Responsibility], object], roles: Iterable[str]
) -> dict[str, Looks]:
    held: dict[str, set[object]] = {role: set() for role in roles}
    for row in catalog.rows:
        for a in row.assign:
            if a.role in held:
                held[a.role].update((key(row), letter) for letter in a.letters)
    return {role: (catalog.roles[role].name, frozenset(things)) for role, things in held.items()}


def _looks(row: Responsibility, role: Callable[[str], str]) -> Looks:
    return row.name, frozenset((role(a.role), letter) for a in row.assign for letter in a.letters)


def dice(one: str, other: str) -> float:
    """Return how alike two names are, without regard to case, punctuation and spacing."""
    numbers: dict[str, int] = {}
    return _dice(_bits(_pairs(one), numbers), _bits(_pairs(other), numbers))


def _dice(one: int, other: int) -> float:
    both = one.bit_count() + other.bit_count()
    return 2 * (one & other).bit_count() / both if both else 0.0


def _pairs(name: str) -> list[str]:
    plain = f" {fold(name)} "
    return [plain[at : at + 2] for at in range(len(plain) - 1)]


def _bits(things: Iterable[T], numbers: dict[T, int]) -> int:
    """Return things as the bits of a number; ``numbers`` grows with what is new."""
    bits = 0
    for thing in things:
        bits |= 1 << numbers.setdefault(thing, len(numbers))
    return bits
