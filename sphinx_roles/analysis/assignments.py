"""Which rows a role has today, with which letters, and who works on them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

from msgspec import Struct

from sphinx_roles.analysis.selection import MEANINGS, Letter, Part, counted, letter_of, part_of
from sphinx_roles.model import Assignment, Catalog, Responsibility, Text


class ListedRow(Struct, frozen=True, gc=False):
    """A row in a list of rows. ``key`` is "matrix, section, id" on three lines.

    ``part`` is what a role has in it.
    """

    key: str
    name: Text
    part: Part = Part(())
    status: Text | None = None
    matrix: Text | None = None
    """Its matrix, where the catalog has several with names."""


class Owned(Struct, frozen=True):
    """The rows in which the role holds just these letters; none: what it holds was not understood."""

    letters: tuple[Letter, ...]
    rows: tuple[ListedRow, ...]


class Similarity(Struct, frozen=True, gc=False):
    """What two roles have in common, and what only one of them has.

    ``left`` and ``right`` are ids; a pair is compared once, in the order of the roles.
    """

    left: str
    right: str
    shared: int
    only_left: int
    only_right: int

    @property
    def index(self) -> float:
        """The Jaccard index: the shared part of all that either has, from 0 to 1; 0 where neither has any."""
        either = self.shared + self.only_left + self.only_right
        return self.shared / either if either else 0.0


def _rank(letter: Letter) -> int:
    return MEANINGS.index(letter.means)


class AssignmentIndex:
    """Answers which rows a role has today, and who works on them."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog = catalog.current
        self.owned: dict[str, list[int]] = {}
        """By role, the rows that it does or answers for."""
        self.owners: list[tuple[str, ...]] = []
        """By the place of a row, the roles that do it or answer for it."""
        self.referring: dict[tuple[str, str], dict[str, None]] = {}
        """By a field and a role, those that name it there: whom it stands in for, who reports to it."""
        self.places = {role: place for place, role in enumerate(catalog.roles)}
        """By role, its place in the data."""
        self._several = sum(bool(matrix.name) for matrix in catalog.matrices.values()) > 1
        self._counting = {key: counted((), scheme) for key, scheme in catalog.schemes.items()}
        # Rows are many, and the letters of most are the same few.
        self._letters, self._meant = cache(self._find_letters), cache(self._find_meant)
        for number, row in enumerate(catalog.rows):
            counting = self._counting[catalog.matrices[row.matrix].scheme]
            owners = dict.fromkeys(one.role for one in row.assign if not counting.isdisjoint(one.letters))
            self.owners.append(tuple(owners))
            for role in owners:
                self.owned.setdefault(role, []).append(number)
        for one in catalog.roles.values():
            named = [(field, getattr(one, field)) for field in ("covered_by", "reports_to", "part_of")]
            named += [("interactions", contact.role) for contact in one.interactions]
            for key in named:
                self.referring.setdefault(key, {})[one.id] = None

    @cached_property
    def _held(self) -> dict[str, list[tuple[Responsibility, Assignment]]]:
        found: dict[str, list[tuple[Responsibility, Assignment]]] = {}
        for row in self.catalog.rows:
            for one in row.assign:
                found.setdefault(one.role, []).append((row, one))
        return found

    def held(self, role: str) -> Sequence[tuple[Responsibility, Assignment]]:
        """Return all assignments of a role, each with its row."""
        return self._held.get(role, ())

    def owned_by(self, role: str, *, working: bool = False) -> tuple[Owned, ...]:
        """Return the rows of a role by the letters that it holds in them, what decides first.

        With ``working``, only those that it does or answers for.
        """
        groups: dict[tuple[str, tuple[str, ...]], list[ListedRow]] = {}
        for row, one in self.held(role):
            scheme = self.catalog.matrices[row.matrix].scheme
            if working and self._counting[scheme].isdisjoint(one.letters):
                continue
            if one.letters or one.unread:
                groups.setdefault((scheme, one.letters), []).append(self.listed(row, one))
        owned = [Owned(self._letters(*key), tuple(rows)) for key, rows in groups.items()]
        return tuple(sorted(owned, key=lambda one: [*map(_rank, one.letters)] or [len(MEANINGS)]))

    def _find_letters(self, scheme: str, letters: tuple[str, ...]) -> tuple[Letter, ...]:
        """Return letters as they are shown, what decides first."""
        found = (letter_of(self.catalog.schemes[scheme][letter], meaning=False) for letter in letters)
        return tuple(sorted(found, key=_rank))

    def means(self, row: Responsibility, role: str) -> frozenset[str]:
        """Return what the letters of a role in a row mean, under whichever condition."""
        scheme = self.catalog.matrices[row.matrix].scheme
        meant = (self._meant(scheme, one.letters) for one in row.assign if one.role == role)
        return frozenset[str]().union(*meant)

    def _find_meant(self, scheme: str, letters: tuple[str, ...]) -> frozenset[str]:
        found = [self.catalog.schemes[scheme][letter] for letter in letters]
        return frozenset(word for word in MEANINGS[:-1] if any(getattr(one, word) for one in found))

    def listed(self, row: Responsibility, one: Assignment | None = None) -> ListedRow:
        """Return a row as it is shown, with what an assignment says."""
        matrix = self.catalog.matrices[row.matrix].name if self._several else None
        part = part_of(one) if one is not None else Part(())
        return ListedRow(row.target, row.name, part, row.status, matrix or None)
