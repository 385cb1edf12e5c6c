"""Which thing of the old catalog is which of the new one: by id, by name, then by what it is like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from sphinx_roles.analysis.changes.likeness import Looks, alike, by_name
from sphinx_roles.model import Catalog, Responsibility, Role, role_names

RowKey = tuple[str, str, str]
SectionKey = tuple[str, str]
K = TypeVar("K")


class Pairs:
    """The things that both catalogs have: each mapping leads from an old key to the new one.

    A row is first looked for where it was, then anywhere, by its id and by its name.
    """

    def __init__(self, old: Catalog, new: Catalog) -> None:
        self.old, self.new = old, new
        self.old_rows = {row.key: row for row in old.rows}
        self.new_rows = {row.key: row for row in new.rows}

    # Where rows stand

    @cached_property
    def matrices(self) -> dict[str, str]:
        """Old matrices by id → new ones. Those without a name of their own are one."""
        old, new = self.old.matrices, self.new.matrices
        found = {key: key for key in old if key in new}
        _grow(found, old, new, lambda a, b: by_name(a, b, lambda k: [old[k].name], lambda k: [new[k].name]))

        def like(a: list[str], b: list[str]) -> Iterator[tuple[str, str]]:
            held = _looks(a, lambda key: str(old[key].name or key), self.old.rows, lambda row: row.matrix)
            holds = _looks(b, lambda key: str(new[key].name or key), self.new.rows, lambda row: row.matrix)
            return alike(held, holds, by_content=True)

        _grow(found, old, new, like)
        return found

    @cached_property
    def sections(self) -> dict[SectionKey, SectionKey]:
        """Old sections → new ones."""
        old, new, matrices = self.old.sections, self.new.sections, self.matrices
        here = {key: (matrices.get(key[0], key[0]), key[1]) for key in old}
        found = {key: there for key, there in here.items() if there in new}
        # A name is looked for in the same matrix first, then anywhere.
        for location in (lambda matrix: f"{matrix}\n", lambda matrix: ""):
            _grow(
                found,
                old,
                new,
                lambda a, b, location=location: by_name(  # type: ignore[misc]
                    a,
                    b,
                    lambda k: [location(matrices.get(k[0], k[0])) + old[k].name],
                    lambda k: [location(k[0]) + new[k].name],
                ),
            )

        def like(a: list[SectionKey], b: list[SectionKey]) -> Iterator[tuple[SectionKey, SectionKey]]:
            held = _looks(a, lambda key: str(old[key].name), self.old.rows, lambda row: row.key[:2])
            holds = _looks(b, lambda key: str(new[key].name), self.new.rows, lambda row: row.key[:2])
            return alike(held, holds, by_content=True)

        _grow(found, old, new, like)
        return found

    # Rows and roles

    @cached_property
    def sure_rows(self) -> dict[RowKey, RowKey]:
        """Old rows → new ones, as far as ids and names tell."""
        old, new = self.old_rows, self.new_rows
        there = {key: (*self.location(key[:2]), key[2]) for key in old}
        found = {key: location for key, location in there.items() if location in new}

        def of_id(key: RowKey) -> list[str]:
            return [key[2]]

        def placed(key: RowKey) -> list[str]:
            return ["\n".join((*self.location(key[:2]), str(old[key].name)))]

        _grow(
            found,
            old,
            new,
            lambda a, b: by_name(a, b, placed, lambda k: ["\n".join((*k[:2], str(new[k].name)))]),
        )
        _grow(found, old, new, lambda a, b: by_name(a, b, of_id, of_id))
        _grow(found, old, new, lambda a, b: by_name(a, b, lambda k: [old[k].name], lambda k: [new[k].name]))
        return found

    @cached_property
    def roles(self) -> dict[str, str]:
        """Old roles by id → new ones."""
        old, new = self.old.roles, self.new.roles
        found = {key: key for key in old if key in new}
        _grow(found, old, new, lambda a, b: by_name(a, b, lambda k: _names(old[k]), lambda k: _names(new[k])))

        def like(a: list[str], b: list[str]) -> Iterator[tuple[str, str]]:
            rows = {there: key for key, there in self.sure_rows.items()}
            held = _held(self.old.rows, lambda row: row.key, [old[key] for key in a])
            holds = _held(self.new.rows, lambda row: rows.get(row.key, row.key), [new[key] for key in b])
            return alike(held, holds, by_content=True)

        _grow(found, old, new, like)
        return found

    @cached_property
    def rows(self) -> dict[RowKey, RowKey]:
        """Old rows → new ones."""
        old, new, roles = self.old_rows, self.new_rows, self.roles
        found = dict(self.sure_rows)

        def like(a: list[RowKey], b: list[RowKey]) -> Iterator[tuple[RowKey, RowKey]]:
            held = {key: _row_looks(old[key], lambda role: roles.get(role, f"\n{role}")) for key in a}
            return alike(held, {key: _row_looks(new[key], lambda role: role) for key in b})

        _grow(found, old, new, like)
        return found

    @cached_property
    def same_roles(self) -> bool:
        """True where every role of the old catalog has kept its id."""
        return all(old == new for old, new in self.roles.items()) and len(self.roles) == len(self.old.roles)

    @cached_property
    def skills(self) -> dict[str, str]:
        """Old skills by id → new ones."""
        old, new = self.old.skills, self.new.skills
        found = {key: key for key in old if key in new}
        _grow(found, old, new, lambda a, b: by_name(a, b, lambda k: [old[k].name], lambda k: [new[k].name]))
        return found

    def location(self, old: SectionKey) -> SectionKey:
        """Return where the rows of an old section stand, if they have not moved."""
        matrix = self.matrices.get(old[0], old[0])
        return self.sections.get(old, (matrix, old[1]))


def _grow(
    found: dict[K, K],
    old: Iterable[K],
    new: Iterable[K],
    more: Callable[[list[K], list[K]], Iterator[tuple[K, K]]],
) -> None:
    """Look for pairs among what has none yet."""
    taken = set(found.values())
    lonely = [key for key in old if key not in found]
    free = [key for key in new if key not in taken]
    if lonely and free:
        found.update(more(lonely, free))


def _names(role: Role) -> list[str]:
    return list(role_names(role))


def _looks(
    keys: Iterable[K],
    name: Callable[[K], str],
    rows: Iterable[Responsibility],
    location: Callable[[Responsibility], object],
) -> dict[K, Looks]:
    held: dict[object, set[object]] = {}
    for row in rows:
        held.setdefault(location(row), set()).add(row.id)
    return {key: (name(key), frozenset(held.get(key, ()))) for key in keys}


def _held(
    rows: Iterable[Responsibility], key: Callable[[Responsibility], object], roles: Iterable[Role]
) -> dict[str, Looks]:
    names = {role.id: str(role.name) for role in roles}
    held: dict[str, set[object]] = {ident: set() for ident in names}
    for row in rows:
        for one in row.assign:
            if one.role in held:
                held[one.role].update((key(row), letter) for letter in one.letters)
    return {ident: (name, frozenset(held[ident])) for ident, name in names.items()}


def _row_looks(row: Responsibility, role: Callable[[str], str]) -> Looks:
    return str(row.name), frozenset((role(one.role), letter) for one in row.assign for letter in one.letters)
