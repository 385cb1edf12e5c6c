"""What people say who filled in the same matrix by themselves, read from their sheets.

A person has answered a row by a letter for anybody in it; a cell without one says "no part" then. Rows
without any letter, and cells that cannot be read, are missing values. An answer is the letters of a cell
under their conditions: "A/R" and "A" are two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

from msgspec import Struct, field

from sphinx_roles.analysis.assigned import Part
from sphinx_roles.analysis.matrix import Cell
from sphinx_roles.analysis.report import Sheet
from sphinx_roles.model import (
    Assignment,
    Catalog,
    Matrix,
    Responsibility,
    Text,
    fold,
    hide_addresses,
    person_name,
)
from sphinx_roles.problems import Code, Location, Problem, closest

_LISTED = 5

Answer: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""What a cell says, as (condition without case, letters); empty: no part."""
Key: TypeAlias = tuple[str, str, str]


class Answers(Struct):
    """What each person says of each row, read from sheets; ``problems`` is what is wrong with those.

    ``given`` has the answers by row, person and role: None for a cell that could not be read, nothing for a
    role that was not asked about. ``cells`` is how each answer is shown.
    """

    people: list[Text] = field(default_factory=list)
    given: dict[Key, dict[int, dict[str, Answer | None]]] = field(default_factory=dict)
    cells: dict[Answer, Cell] = field(default_factory=lambda: {(): Cell()})
    problems: list[Problem] = field(default_factory=list)

    def said(self, key: Key, person: int, role: str) -> Answer | None:
        """Return what a person says of a role in a row that they answered."""
        return self.given[key][person].get(role)


def answers_of(catalog: Catalog, sheets: Iterable[Sheet], matrix: str = "") -> Answers:
    """Read sheets as answers to the rows of a catalog; ``matrix`` goes first among equal names."""
    return _Reading(catalog, fold(matrix)).read(sheets)


class _Reading:
    def __init__(self, catalog: Catalog, matrix: str) -> None:
        self.catalog, self.matrix = catalog, matrix
        self.answers = Answers()
        self.names = {fold(str(name)) for one in catalog.matrices.values() for name in (one.id, one.name)}
        self.rows: dict[str, list[Responsibility]] = {}
        for row in catalog.rows:
            for name in {fold(row.name), fold(row.id)}:
                self.rows.setdefault(name, []).append(row)

    def read(self, sheets: Iterable[Sheet]) -> Answers:
        for sheet in sheets:
            tables: dict[str, list[Responsibility]] = {}
            for row in sheet.catalog.rows:
                tables.setdefault(row.matrix, []).append(row)
            self._roles(sheet)
            for matrix, rows in tables.items():
                self._table(sheet, sheet.catalog.matrices[matrix], rows)
        return self.answers

    def _table(self, sheet: Sheet, table: Matrix, rows: list[Responsibility]) -> None:
        """Read the answers of one person: a table is called by the name, or by what it is about."""
        stem = sheet.file.rpartition("/")[2].partition(".")[0]
        about = fold(table.name) in self.names
        name = Text(stem, Location(sheet.file)) if about else person_name(table.name)
        heads = [role.id for head in table.roles if (role := self.catalog.find_role(head))]
        found = self._found(sheet, rows)
        every = ((row, ours, self._given(row, ours, heads or [*self.catalog.roles])) for row, ours in found)
        answered = [one for one in every if one[2]]
        # Where rows or roles go by other names, what is lacking only follows from that.
        strange = any(one.location.file.startswith(sheet.file) for one in self.answers.problems)
        if not answered:
            if found and not strange:
                message = "no row of the sheet is answered by a letter"
                self._report(Code.SHEET, message, Location(sheet.file))
            return
        person = self._person(name)
        here: set[Key] = set()
        twice = False
        for row, ours, given in answered:
            of_row = self.answers.given.setdefault(ours.key, {})
            # A row that is twice in one table has been reported where that was read.
            if person in of_row and ours.key not in here and not twice:
                twice = True
                message = "{person!r} answers {row!r} twice; the first answer is used"
                self._report(Code.SHEET, message, row.location, person=name, row=row.name)
            here.add(ours.key)
            of_row.setdefault(person, given)
        if not strange:
            self._missing(sheet, [ours for _, ours in found])

    def _person(self, name: Text) -> int:
        known = [fold(one) for one in self.answers.people]
        if fold(name) in known:
            return known.index(fold(name))
        self.answers.people.append(name)
        return len(known)

    def _found(self, sheet: Sheet, rows: list[Responsibility]) -> list[tuple[Responsibility, Responsibility]]:
        """Return each row with that of the catalog; report those that it has not."""
        sections, catalog = sheet.catalog.sections, self.catalog
        possible: list[tuple[Responsibility, list[Responsibility]]] = []
        for row in rows:
            section = sections.get((row.matrix, row.section))
            names = {"", fold(row.section), fold(section.name) if section else ""}
            same = self.rows.get(fold(row.name), [])
            placed = [one for one in same if self._section(one) <= names]
            if not same:
                near = closest(row.name, (str(one.name) for one in catalog.rows))
                message = "the sheet has the row {row!r}, which the catalog has not; it is left out"
                self._report(Code.UNKNOWN_RESPONSIBILITY, message, row.location, row=row.name, nearest=near)
            else:
                possible.append((row, placed or same))
        # A name may be in several matrices: a sheet is about the one of which it has the most rows.
        often = Counter(matrix for _, some in possible for matrix in {one.matrix for one in some})
        for one in self.catalog.matrices.values() if self.matrix else ():
            often[one.id] += len(rows) if self.matrix in (fold(one.id), fold(one.name)) else 0
        return [(row, max(some, key=lambda one: often[one.matrix])) for row, some in possible]

    def _section(self, row: Responsibility) -> set[str]:
        section = self.catalog.sections.get((row.matrix, row.section))
        return {fold(section.name)} if section else {fold(row.section)}

    def _given(self, row: Responsibility, ours: Responsibility, heads: list[str]) -> dict[str, Answer | None]:
        """Return what a row says of each role under the heads; nothing where it has no letter at all."""
        scheme = self.catalog.scheme_of(ours)
        held: dict[str, list[Assignment]] = {}
        for one in row.assign:
            role = self.catalog.find_role(one.role)
            if role is not None:
                held.setdefault(role.id, []).append(one)
        found: dict[str, Answer | None] = dict.fromkeys(heads if held else (), ())
        for name, some in held.items():
            # A letter of another scheme can be read, but is none of our matrix.
            if any(one.unread or not set(one.letters) <= set(scheme.letters) for one in some):
                found[name] = None
                continue
            some.sort(key=lambda one: (fold(one.when), one.letters))
            answer = tuple((fold(one.when), one.letters) for one in some)
            deciding = scheme.deciding
            parts = (
                Part(
                    tuple(sorted(one.letters, key=lambda letter: letter not in deciding)),
                    Text(hide_addresses(one.when), one.location) if one.when else "",
                )
                for one in some
            )
            self.answers.cells.setdefault(answer, Cell(tuple(parts)))
            found[name] = answer
        return found

    def _missing(self, sheet: Sheet, found: list[Responsibility]) -> None:
        """Report the rows of the matrix that a sheet has not: they came later, or were deleted in it."""
        keys, matrices = {row.key for row in found}, {row.matrix for row in found}
        lost = [row.name for row in self.catalog.rows if row.matrix in matrices and row.key not in keys]
        if lost:
            message = "the sheet lacks rows of the catalog: {rows!r}"
            message += ", and {more} more" if len(lost) > _LISTED else ""
            more = len(lost) - _LISTED
            self._report(Code.SHEET, message, Location(sheet.file), rows=lost[:_LISTED], more=more)

    def _roles(self, sheet: Sheet) -> None:
        for role in sheet.catalog.roles.values():
            if self.catalog.find_role(role.id) is None and role.location.file.startswith(sheet.file):
                near = closest(role.name, self.catalog.role_names())
                message = "the sheet has the role {role!r}, which the catalog has not; it is left out"
                self._report(Code.UNKNOWN_ROLE, message, role.location, role=role.name, nearest=near)

    def _report(self, code: Code, message: str, location: Location, **values: str | int | list[Text]) -> None:
        self.answers.problems.append(Problem.of(code, message, location, **values))
