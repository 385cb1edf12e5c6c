"""A catalog as the rules look at it: one pass over the assignments, and sets in their place.

What could not be read, and an assignment whose time is over, counts as neither present nor
absent: no finding follows from it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from sphinx_roles.analysis.audit.terms import DECIDES, DOES, OMITTED, Terms
from sphinx_roles.analysis.who import absent
from sphinx_roles.model import Acceptance, Assignment, Catalog, Participation, Responsibility, Role, fold
from sphinx_roles.problems import Code, Problem

_UNREAD_FILES = frozenset(
    {
        Code.MISSING_FILE,
        Code.UNREADABLE_FILE,
        Code.UNKNOWN_FORMAT,
        Code.ENCODING,
        Code.SYNTAX,
        Code.TOO_LARGE,
        Code.TABLE,
        Code.FORMAT,
    }
)
"""Problems that leave out what another finding would miss."""


class RowFacts(Struct, gc=False):
    """A row: who holds which letter, under each condition.

    A letter without a condition counts under each. A row without conditions has one, the empty one.
    """

    row: Responsibility
    terms: Terms
    held: dict[str, dict[str, list[str]]]
    """Condition → letter → roles."""
    taking: dict[str, None]
    """The roles that take part."""
    sure: bool = True
    """Nothing is unreadable or over, so what is missing is missing."""

    @property
    def empty(self) -> bool:
        """Nobody has a letter."""
        return not any(self.held.values())

    @property
    def subject(self) -> tuple[str, ...]:
        """The row as the subject of a finding."""
        return ("row", *self.row.key)

    def flags(self, condition: str) -> int:
        """Return what is done under a condition, by anybody."""
        return self.terms.flag(self.held[condition])

    def holding(self, parts: Iterable[Participation], condition: str | None = None) -> list[str]:
        """Return the roles with any of some letters, under one condition or any of them."""
        found: dict[str, None] = {}
        helds = self.held.values() if condition is None else (self.held[condition],)
        for held in helds:
            for p in parts:
                found.update(dict.fromkeys(held.get(p.letter, ())))
        return list(found)

    def assignment(self, role: str, parts: Iterable[Participation] = ()) -> Assignment | None:
        """Return the assignment of a role, with one of the letters where any are given."""
        wanted = {p.letter for p in parts}
        fitting = (a for a in self.row.assign if a.role == role and (not wanted or wanted & set(a.letters)))
        return next(fitting, None)


class Facts:
    """All that the rules ask of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.today: date | None = catalog.today
        self.unsure = any(problem.code == Code.UNKNOWN_SCHEME for problem in catalog.problems)
        """Letters of an unknown scheme are read under another one: what seems to be missing may not be."""
        self.incomplete = self.unsure or any(problem.code in _UNREAD_FILES for problem in catalog.problems)
        self.own = [role for role in catalog.roles.values() if self._is_own(role)]
        self.judged = [role for role in self.own if role.kind == "role"]
        """Rules about roles pass over teams, people and others outside: what they do is meant."""
        self.rows: list[RowFacts] = []
        self.over: list[tuple[RowFacts, Assignment]] = []
        """Assignments whose time has passed."""
        self.unsure_roles: set[str] = set()
        self.flags: dict[str, int] = dict.fromkeys(catalog.roles, 0)
        self.decides: defaultdict[str, list[int]] = defaultdict(list)
        self.does: defaultdict[str, list[int]] = defaultdict(list)
        """By role, the rows by their place in ``rows``."""
        self.unmatched: list[tuple[Acceptance, str]] = []
        """Acceptances that match nothing, and why, once that is known."""
        self.terms = {key: Terms(catalog.schemes[m.scheme]) for key, m in catalog.matrices.items()}
        for row in catalog.rows:
            self._add(row, self.terms[row.matrix])
        # What a role does anywhere follows from the letters that it holds; there are few of those.
        for terms in self.terms.values():
            for letter, holders in terms.holders.items():
                for role in holders:
                    self.flags[role] |= terms.flags[letter]
        self.partial = self.incomplete or any(row.partial for row in catalog.rows)
        """A role that seems to have no letter may have one that could not be read."""

    def _is_own(self, role: Role) -> bool:
        """A file beside the catalog may name its roles: what is wrong with those is told there."""
        return not self.catalog.files or role.location.file in self.catalog.files

    def _add(self, row: Responsibility, terms: Terms) -> None:
        found = RowFacts(row, terms, {}, {}, not (row.partial or self.unsure))
        standing = self._standing(found)
        if len({one.role for one in standing}) == len(standing) and not [one for one in standing if one.when]:
            held: dict[str, list[str]] = {}
            for one in standing:
                for letter in one.letters:
                    if letter in held:
                        held[letter].append(one.role)
                    else:
                        held[letter] = [one.role]
            found.held = {"": held}
        else:
            found.held = _by_condition(standing)
        self._note(found)
        self.rows.append(found)

    def _standing(self, found: RowFacts) -> Sequence[Assignment]:
        """Return the assignments that count: those that could be read, and are not over."""
        assign = found.row.assign
        # In a list, as a generator takes longer, and there are tens of thousands.
        if not [one for one in assign if one.until is not None or not one.letters]:
            return assign
        standing = []
        for one in assign:
            if one.letters and not self.is_over(one):
                standing.append(one)
                continue
            found.sure = False
            self.unsure_roles.add(one.role)
            if one.letters:
                self.over.append((found, one))
        return standing

    def is_over(self, one: Assignment) -> bool:
        """Return True where the last day of an assignment has passed."""
        return one.until is not None and self.today is not None and one.until < self.today

    def _note(self, found: RowFacts) -> None:
        """Note what the roles of a row do in it."""
        number, flags = len(self.rows), found.terms.flags
        kinds = ((DECIDES, self.decides), (DOES, self.does))
        for held in found.held.values():
            for letter, roles in held.items():
                flag = flags[letter]
                found.terms.holders.setdefault(letter, set()).update(roles)
                if flag != OMITTED:
                    found.taking.update(dict.fromkeys(roles))
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
        for one in self.rows:
            found.setdefault(one.row.matrix, {}).update(one.taking)
        for key, roles in found.items():
            columns = self.catalog.matrices[key].roles
            if columns:
                roles.update(dict.fromkeys(columns))
            elif len(found) == 1:
                roles.update(dict.fromkeys(self.catalog.roles))
        return found

    @cached_property
    def problems(self) -> Mapping[Code, list[Problem]]:
        """What reading has told, by code."""
        found: dict[Code, list[Problem]] = {}
        for problem in self.catalog.problems:
            found.setdefault(problem.code, []).append(problem)
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

    @cached_property
    def _locations(self) -> Mapping[str, int]:
        return {role: number for number, role in enumerate(self.catalog.roles)}

    def order(self, role: Role) -> int:
        """Return where a role stands among all, to sort by."""
        return self._locations[role.id]

    def named(self, ids: Iterable[str]) -> list[Role]:
        """Return the records of roles."""
        return [self.catalog.roles[role] for role in ids]


def _by_condition(standing: Sequence[Assignment]) -> dict[str, dict[str, list[str]]]:
    conditions: dict[str, str] = {}
    for one in standing:
        if one.when:
            conditions.setdefault(fold(one.when), one.when)
    held: dict[str, dict[str, list[str]]] = {}
    for key, shown in (conditions or {"": ""}).items():
        letters = held[shown] = {}
        for one in standing:
            if not one.when or fold(one.when) == key:
                for letter in one.letters:
                    if one.role not in letters.setdefault(letter, []):
                        letters[letter].append(one.role)
    return held
