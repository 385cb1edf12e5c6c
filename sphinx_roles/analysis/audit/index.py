"""A catalog as the rules look at it: one pass over the assignments, which notes who holds which letter.

What could not be read, and an assignment whose time is over, counts as neither present nor
absent: no finding follows from it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from sphinx_roles.analysis.who import absent
from sphinx_roles.model import (
    Acceptance,
    Assignment,
    Catalog,
    Participation,
    Responsibility,
    Role,
    Scheme,
    fold,
)
from sphinx_roles.problems import Code, Location, Problem

DECIDES, DOES, ADVISES, INFORMED, OTHER, OMITTED = (1 << n for n in range(6))
ACTIVE = DECIDES | DOES
PASSIVE = ADVISES | INFORMED


class SchemeFlags:
    """What the letters of a matrix mean to the rules, and who holds them."""

    def __init__(self, scheme: Scheme) -> None:
        parts = self.participations = scheme.participations
        self.scheme = scheme.id
        self.parts = {p.letter: p for p in parts}
        self.deciding = tuple(p for p in parts if p.decides)
        self.doing = tuple(p for p in parts if p.does)
        self.advising = tuple(p for p in parts if p.advises)
        self.informed = tuple(p for p in parts if p.informed)
        self.active = tuple(p for p in parts if p.decides or p.does)
        self.passive = tuple(p for p in parts if p.advises or p.informed)
        self.needs_decider = any(p.min for p in self.deciding)
        self.needs_doer = any(p.min for p in self.doing)
        self.together = {frozenset(pair) for pair in scheme.together}
        self.flags = {p.letter: _flags(p) for p in parts}
        self.holders: dict[str, set[str]] = {}
        """By letter, the roles that hold it in any row of the matrix."""

    def flag(self, letters: Iterable[str]) -> int:
        """Return what letters mean, taken together."""
        flags = 0
        for letter in letters:
            flags |= self.flags[letter]
        return flags


def _flags(p: Participation) -> int:
    flags = DECIDES * p.decides | DOES * p.does | ADVISES * p.advises | INFORMED * p.informed
    return flags or (OMITTED if p.omitted else OTHER)


class RowIndex(Struct, gc=False):
    """A row: who holds which letter, under each condition.

    A letter without a condition counts under each. A row without conditions has one, the empty one.
    """

    row: Responsibility
    scheme: SchemeFlags
    held: dict[str, dict[str, list[str]]]
    """Condition → letter → roles."""
    taking: dict[str, None]
    """The roles that take part."""
    complete: bool = True
    """Nothing is unreadable or over, so what is missing is missing."""

    @property
    def subject(self) -> tuple[str, ...]:
        """The row as the subject of a finding."""
        return ("row", *self.row.key)

    @property
    def is_active(self) -> bool:
        """Whether anybody decides or does it, under any condition."""
        return any(self.flags(condition) & ACTIVE for condition in self.held)

    def flags(self, condition: str) -> int:
        """Return what is done under a condition, by anybody."""
        return self.scheme.flag(self.held[condition])

    def above(self, p: Participation) -> dict[str, int]:
        """Return the conditions under which more roles hold a letter than may, with how many."""
        if p.max is None:
            return {}
        return {c: n for c, held in self.held.items() if (n := len(held.get(p.letter, ()))) > p.max}

    def below(self, p: Participation) -> dict[str, int]:
        """Return the conditions under which fewer roles hold a letter than must, with how many."""
        return {c: n for c, held in self.held.items() if (n := len(held.get(p.letter, ()))) < p.min}

    def holding(self, parts: Iterable[Participation], condition: str | None = None) -> list[str]:
        """Return the roles with any of some letters, under one condition or any of them."""
        found: dict[str, None] = {}
        for held in self.held.values() if condition is None else (self.held[condition],):
            for p in parts:
                found.update(dict.fromkeys(held.get(p.letter, ())))
        return list(found)

    def location_of(self, role: str, parts: Iterable[Participation]) -> Location:
        """Return the place where a role has one of some letters, else that of the row."""
        wanted = {p.letter for p in parts}
        found = (a.location for a in self.row.assign if a.role == role and wanted & set(a.letters))
        return next(found, self.row.location)


class CatalogIndex:
    """All that the rules ask of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.today: date | None = catalog.today
        self.problems: dict[str, list[Problem]] = {}
        """What reading the data has reported, by code."""
        for problem in catalog.problems:
            self.problems.setdefault(str(problem.code), []).append(problem)
        # Letters of an unknown scheme are read under another one: what seems to be missing may not be.
        self.unknown_scheme = str(Code.UNKNOWN_SCHEME) in self.problems
        self.incomplete = self.unknown_scheme or catalog.incomplete
        # A file beside the catalog may name its roles: what is wrong with those is reported there.
        files = catalog.files
        self.own = [role for role in catalog.roles.values() if not files or role.location.file in files]
        self.judged = [role for role in self.own if role.kind == "role"]
        """Rules about roles pass over teams, people and others outside: what they do is meant."""
        self.rows: list[RowIndex] = []
        self.over: list[tuple[RowIndex, Assignment]] = []
        """Assignments whose time has passed."""
        self.unsure_roles: set[str] = set()
        self.flags: dict[str, int] = dict.fromkeys(catalog.roles, 0)
        self.decides: defaultdict[str, list[int]] = defaultdict(list)
        self.does: defaultdict[str, list[int]] = defaultdict(list)
        """By role, the rows by their place in ``rows``."""
        self.unmatched: list[tuple[Acceptance, str]] = []
        """Acceptances that match nothing, and why, once that is known."""
        self.schemes = {key: SchemeFlags(catalog.schemes[m.scheme]) for key, m in catalog.matrices.items()}
        for row in catalog.rows:
            self._add(row, self.schemes[row.matrix])
        # What a role does anywhere follows from the letters that it holds; there are few of those.
        for scheme in self.schemes.values():
            for letter, holders in scheme.holders.items():
                for role in holders:
                    self.flags[role] |= scheme.flags[letter]
        self.partial = self.incomplete or any(row.partial for row in catalog.rows)
        """A role that seems to have no letter may have one that could not be read."""

    def _add(self, row: Responsibility, scheme: SchemeFlags) -> None:
        entry = RowIndex(row, scheme, {}, {}, not (row.partial or self.unknown_scheme))
        counting = self._counting(entry)
        if len({a.role for a in counting}) == len(counting) and not [a for a in counting if a.when]:
            held: dict[str, list[str]] = {}
            for a in counting:
                for letter in a.letters:
                    if letter in held:
                        held[letter].append(a.role)
                    else:
                        held[letter] = [a.role]
            entry.held = {"": held}
        else:
            entry.held = _by_condition(counting)
        self._note(entry)
        self.rows.append(entry)

    def _counting(self, entry: RowIndex) -> Sequence[Assignment]:
        """Return the assignments that count: those that could be read, and are not over."""
        assign = entry.row.assign
        # In a list, as a generator takes longer, and there are tens of thousands.
        if not [a for a in assign if a.until is not None or not a.letters]:
            return assign
        counting = []
        for a in assign:
            if a.letters and not self.is_over(a):
                counting.append(a)
                continue
            entry.complete = False
            self.unsure_roles.add(a.role)
            if a.letters:
                self.over.append((entry, a))
        return counting

    def is_over(self, a: Assignment) -> bool:
        """Return True where the last day of an assignment has passed."""
        return a.until is not None and self.today is not None and a.until < self.today

    def _note(self, entry: RowIndex) -> None:
        """Note what the roles of a row do in it."""
        number, flags = len(self.rows), entry.scheme.flags
        kinds = ((DECIDES, self.decides), (DOES, self.does))
        for held in entry.held.values():
            for letter, roles in held.items():
                flag = flags[letter]
                entry.scheme.holders.setdefault(letter, set()).update(roles)
                if flag != OMITTED:
                    entry.taking.update(dict.fromkeys(roles))
                for mask, lists in kinds:
                    if flag & mask:
                        for role in roles:
                            rows = lists[role]
                            # Two letters, or two conditions, are one row.
                            if not rows or rows[-1] != number:
                                rows.append(number)

    # What several rules ask

    @cached_property
    def row_counts(self) -> Mapping[str | None, int]:
        """How many rows each matrix has."""
        return Counter(row.matrix for row in self.catalog.rows)

    @cached_property
    def taking_part(self) -> Mapping[str, dict[str, None]]:
        """The roles of each matrix: its columns; else those with a letter, and in an only matrix all."""
        found: dict[str, dict[str, None]] = {}
        for entry in self.rows:
            found.setdefault(entry.row.matrix, {}).update(entry.taking)
        for key, roles in found.items():
            columns = self.catalog.matrices[key].roles
            if columns:
                roles.update(dict.fromkeys(columns))
            elif len(found) == 1:
                roles.update(dict.fromkeys(self.catalog.roles))
        return found

    @cached_property
    def persons(self) -> Mapping[str, list[Role]]:
        """The roles of each person, by the person's folded name."""
        found: dict[str, list[Role]] = {}
        for role in self.catalog.roles.values():
            for name in {fold(holder.name) for holder in role.holders or ()}:
                found.setdefault(name, []).append(role)
        return found

    def away(self, role: Role) -> str:
        """Return why a role is not there to decide: its status, or "vacant"; ``""`` where it is there."""
        if absent(role.status):
            return str(role.status)
        return "vacant" if role.holders == () else ""

    def covered(self, role: Role) -> bool:
        """Return True where somebody who is there stands in, in however many steps."""
        seen = {role.id}
        cover = self.catalog.roles.get(role.covered_by or "")
        while cover is not None and cover.id not in seen:
            if not self.away(cover):
                return True
            seen.add(cover.id)
            cover = self.catalog.roles.get(cover.covered_by or "")
        return False

    def named(self, ids: Iterable[str]) -> list[Role]:
        """Return the records of roles."""
        return [self.catalog.roles[role] for role in ids]

    def in_order(self, ids: Collection[str]) -> list[Role]:
        """Return the records of roles, once each, in the order of the catalog."""
        return [role for role in self.catalog.roles.values() if role.id in ids]


def _by_condition(counting: Sequence[Assignment]) -> dict[str, dict[str, list[str]]]:
    conditions: dict[str, str] = {}
    for a in counting:
        if a.when:
            conditions.setdefault(fold(a.when), a.when)
    held: dict[str, dict[str, list[str]]] = {}
    for key, shown in (conditions or {"": ""}).items():
        letters = held[shown] = {}
        for a in counting:
            if not a.when or fold(a.when) == key:
                for letter in a.letters:
                    if a.role not in letters.setdefault(letter, []):
                        letters[letter].append(a.role)
    return held
