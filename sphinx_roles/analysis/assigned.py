"""What a role has in the rows: its letters, and the rows in which it holds them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from sphinx_roles.analysis.selection import counted
from sphinx_roles.model import Assignment, Catalog, Participation, Responsibility, Text, hide_addresses

_RANKS = ("decides", "does", "advises", "informed", "other")


class Letter(Struct, frozen=True, gc=False):
    """What a legend says of a letter. ``means`` is what colours it, unless it has a colour of its own."""

    letter: str
    name: Text
    meaning: Text
    shape: str
    means: str
    color: str = ""


def letter_of(p: Participation, *, meaning: bool = True) -> Letter:
    """Return what a legend says of a participation, with or without what it means."""
    means = ("decides", "does", "advises", "informed")
    meant = next((name for name in means if getattr(p, name)), "other")
    return Letter(p.letter, p.name, p.meaning if meaning else Text(), p.shape, meant, p.color or "")


class Part(Struct, frozen=True, gc=False):
    """Letters under one condition; ``unread`` is a text that could not be understood."""

    letters: tuple[str, ...]
    when: str = ""
    until: date | None = None
    unread: str = ""


class RowRef(Struct, frozen=True, gc=False):
    """A row. ``key`` is "matrix, section, id" on three lines; ``part`` is what the role has in it."""

    key: str
    name: Text
    part: Part = Part(())
    status: Text | None = None
    matrix: Text | None = None
    """Its matrix, where the catalog has several with names."""


class Owned(Struct, frozen=True):
    """The rows in which the role holds just these letters; none: what it holds was not understood."""

    letters: tuple[Letter, ...]
    rows: tuple[RowRef, ...]


def _rank(letter: Letter) -> int:
    return _RANKS.index(letter.means)


class RowIndex:
    """Answers which rows a role has, and who works on them."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.owned: dict[str, list[int]] = {}
        """By role, the rows that it does or answers for."""
        self.owners: list[tuple[str, ...]] = []
        """By the place of a row, the roles that do it or answer for it."""
        self.covered: dict[str, list[str]] = {}
        """By role, those that it stands in for."""
        self._rows: dict[str, list[Responsibility]] = {}
        self._places = {role: place for place, role in enumerate(catalog.roles)}
        self._several = sum(bool(matrix.name) for matrix in catalog.matrices.values()) > 1
        self._counting = {key: counted((), scheme) for key, scheme in catalog.schemes.items()}
        for number, row in enumerate(catalog.rows):
            counting = self._counting[catalog.matrices[row.matrix].scheme]
            owners = dict.fromkeys(one.role for one in row.assign if not counting.isdisjoint(one.letters))
            self.owners.append(tuple(owners))
            for role in owners:
                self.owned.setdefault(role, []).append(number)
            for role in dict.fromkeys(one.role for one in row.assign):
                self._rows.setdefault(role, []).append(row)
        for one in catalog.roles.values():
            if one.covered_by:
                self.covered.setdefault(one.covered_by, []).append(one.id)

    @classmethod
    def of(cls, catalog: Catalog) -> RowIndex:
        """Return the index of a catalog, which keeps it: every page of a role asks for it."""
        return catalog.derived(cls)

    def rows(self, role: str) -> Iterable[Responsibility]:
        """Return the rows in which a role takes part."""
        return self._rows.get(role, ())

    def owned_by(self, role: str, *, working: bool = False) -> tuple[Owned, ...]:
        """Return the rows of a role by the letters that it holds in them, what decides first.

        With ``working``, only those that it does or answers for.
        """
        groups: dict[tuple[str, tuple[str, ...]], list[RowRef]] = {}
        for row in self.rows(role):
            for one in row.assign:
                scheme = self.catalog.matrices[row.matrix].scheme
                if one.role != role or (working and self._counting[scheme].isdisjoint(one.letters)):
                    continue
                if one.letters or one.unread:
                    key = scheme, one.letters
                    groups.setdefault(key, []).append(self.ref(row, one))
        owned = [Owned(self._letters(*key), tuple(rows)) for key, rows in groups.items()]
        return tuple(sorted(owned, key=lambda one: [*map(_rank, one.letters)] or [len(_RANKS)]))

    def _letters(self, scheme: str, letters: Iterable[str]) -> tuple[Letter, ...]:
        """Return letters as they are shown, what decides first."""
        found = (letter_of(self.catalog.schemes[scheme][letter], meaning=False) for letter in letters)
        return tuple(sorted(found, key=_rank))

    def place(self, role: str) -> int:
        """Return the place of a role in the data."""
        return self._places[role]

    def means(self, row: Responsibility, role: str) -> frozenset[str]:
        """Return what the letters of a role in a row mean, under whichever condition."""
        scheme = self.catalog.scheme_of(row)
        return frozenset(
            word
            for one in row.assign
            if one.role == role
            for letter in one.letters
            for word in _RANKS[:-1]
            if getattr(scheme[letter], word)
        )

    def ref(self, row: Responsibility, one: Assignment | None = None) -> RowRef:
        """Return a row as it is shown, with what an assignment says."""
        matrix = self.catalog.matrices[row.matrix].name if self._several else None
        part = Part(())
        if one is not None:
            when = Text(hide_addresses(one.when), one.location) if one.when else ""
            part = Part((), when, one.until, one.unread)
        return RowRef("\n".join(row.key), row.name, part, row.status, matrix or None)
