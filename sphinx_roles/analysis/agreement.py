"""Where people disagree who filled in the same matrix by themselves: their answers, and a figure.

The figure is Krippendorff's alpha for nominal data over the cells of all rows shown. Source: K. Krippendorff,
"Computing Krippendorff's Alpha-Reliability" (2011), section C.

A person has answered a row by a letter for anybody in it; a cell without one says "no part" then. Rows
without any letter, and cells that cannot be read, are missing values. An answer is the letters of a cell
under their conditions: "A/R" and "A" are two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from math import comb
from typing import TypeAlias

from msgspec import Struct, field, structs

from sphinx_roles.addresses import person_name
from sphinx_roles.analysis.matrix import Cell, Column, MatrixQuery, MatrixReport
from sphinx_roles.analysis.report import Report, Sheet
from sphinx_roles.analysis.selection import Letter, Part, RowSelection, condition
from sphinx_roles.model import Assignment, Catalog, Matrix, Responsibility, Text, fold
from sphinx_roles.problems import NO_ANSWER, Code, Location, Problem, closest


class Opinion(Struct, frozen=True):
    """What some people say of a role in a row; they are numbers from 0 on."""

    cell: Cell
    people: tuple[int, ...]


class AgreementRow(Struct, frozen=True, kw_only=True):
    """A row with the opinions on each role, the most frequent one first.

    ``answered`` counts who answered it. ``percent`` is how many of a hundred pairs of people gave a role the
    same letters, over the roles to which anybody gave one; None where fewer than two people answered.
    """

    key: str
    """"matrix, section, id" on three lines."""
    name: Text
    section: Text | None
    cells: tuple[tuple[Opinion, ...], ...]
    answered: int
    percent: int | None


class AgreementReport(Report, frozen=True, kw_only=True):
    """The rows that anybody answered, the worst first; ``people`` counts who answered anything.

    ``names`` are theirs, if they are shown. ``alpha`` is empty where it is not defined: with one person,
    or where all answers are the same. ``agreed`` of the ``compared`` rows have the same answers from all,
    ``unanswered`` have none, and ``left_out`` are not among ``rows``. ``broken``: something is wrong with a
    file.
    """

    columns: tuple[Column, ...] = ()
    legend: tuple[Letter, ...] = ()
    rows: tuple[AgreementRow, ...] = ()
    people: int = 0
    names: tuple[Text, ...] = ()
    alpha: str = ""
    agreed: int = 0
    compared: int = 0
    unanswered: int = 0
    left_out: int = 0
    elsewhere: tuple[str, ...] = ()
    """Matrices that people have answered, too, in letters of another scheme."""
    broken: bool = False

    CONTENTS = ("compared",)


def krippendorff(units: Iterable[Sequence[Hashable]]) -> Fraction | None:
    """Return Krippendorff's alpha for nominal data; each unit has the values that it was given, in any order.

    None where fewer than two different values can be paired: no disagreement could be expected.
    """
    totals: Counter[Hashable] = Counter()
    # Pairs of different values, by how many values their unit has.
    observed: Counter[int] = Counter()
    for values in units:
        if len(values) > 1:
            counts = Counter(values)
            totals.update(counts)
            observed[len(values)] += len(values) ** 2 - sum(n * n for n in counts.values())
    size = totals.total()
    expected = size * size - sum(n * n for n in totals.values())
    if not expected:
        return None
    disagreement = sum((Fraction(pairs, size - 1) for size, pairs in observed.items()), Fraction())
    return 1 - (size - 1) * disagreement / expected


class AgreementQuery(RowSelection, frozen=True, kw_only=True):
    """Which rows and roles of a catalog; every selection left empty selects all."""

    roles: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    names: bool = False
    """The names of those who answered are shown; else numbers, whose order shows nothing but the answers."""
    only_differences: bool = False
    order: str = "worst"
    """``worst`` (the row with the least agreement first), or ``rows`` (as in the catalog)."""
    most: int | None = None
    """So many rows are shown."""
    listed: bool = False
    """Of the roles, only those with a letter in a row are shown."""

    def report(self, catalog: Catalog) -> AgreementReport:
        """Answer without any sheet: nobody has said anything."""
        return self.agreement(catalog, ())[0]

    def schemes(self, catalog: Catalog) -> tuple[str, ...]:
        """Return the schemes whose letters the sheets may have, whichever matrix is shown of them."""
        matrices = dict.fromkeys(row.matrix for row in catalog.rows)
        return tuple(dict.fromkeys(catalog.matrices[name].scheme for name in matrices))

    def agreement(
        self, catalog: Catalog, sheets: Iterable[Sheet]
    ) -> tuple[AgreementReport, tuple[Problem, ...]]:
        """Return what the people of the sheets say, and what is wrong with those beside the catalog."""
        sheets = tuple(sheets)
        answers = answers_of(catalog, sheets, self.matrix)
        # The matrices that somebody has answered rows of, by id or else by name, with their schemes.
        found = (catalog.matrices[row.matrix] for row in catalog.rows if answers.given.get(row.key))
        answered = {str(one.id or one.name): one.scheme for one in found}
        # Letters have a meaning only inside one scheme. What has no name cannot be asked for, and goes first.
        chosen = "" if self.matrix else answered.get("") or next(iter(answered.values()), "")
        matrix = self._matrix(catalog, answers, chosen)
        order = range(len(answers.people)) if self.names else _by_answers(answers, catalog)
        number = {person: place for place, person in enumerate(order)}
        rows = [*_rows(matrix, answers, number)]
        selected = len(matrix.rows)
        units = [
            [one for person in given if (one := answers.said(key, person, column.role)) is not None]
            for key, _ in rows
            for given in [answers.given[key]]
            for column in matrix.columns
        ]
        alpha = krippendorff(units)
        shown = [row for _, row in rows if not self.only_differences or row.percent != _ALL]
        if self.order == "worst":
            # What one person alone answered is no disagreement.
            shown.sort(key=lambda row: _ALL + 1 if row.percent is None else row.percent)
        shown = shown[: self.most]
        columns = matrix.columns
        if self.listed:
            columns, shown = _with_letters(columns, shown)
        report = AgreementReport(
            columns=columns,
            legend=matrix.legend,
            rows=tuple(shown),
            people=len(answers.people),
            names=tuple(answers.people) if self.names else (),
            alpha="" if alpha is None else f"{float(alpha):.2f}".replace("-0.00", "0.00"),
            agreed=sum(row.percent == _ALL for _, row in rows),
            compared=len(rows),
            unanswered=selected - len(rows),
            left_out=len(rows) - len(shown),
            broken=bool(answers.problems) or any(sheet.catalog.problems for sheet in sheets),
            elsewhere=tuple(name for name, scheme in answered.items() if chosen not in ("", scheme)),
            unknown=matrix.unknown,
        )
        return report, tuple(answers.problems)

    def _matrix(self, catalog: Catalog, answers: Answers, scheme: str) -> MatrixReport:
        """Return the matrix of all answers together: who holds a letter in anybody's eyes."""
        together = []
        for row in catalog.rows:
            if scheme and catalog.matrices[row.matrix].scheme != scheme:
                continue
            of_row = answers.given.get(row.key, {})
            said = dict.fromkeys((role, one) for given in of_row.values() for role, one in given.items())
            assign = [
                Assignment(role, letters, when)
                for role, answer in said
                for when, letters in answer or (("", ()),)
            ]
            together.append(structs.replace(row, assign=tuple(assign)))
        query = MatrixQuery.of(self, roles=self.roles, without=self.without, details=False, abbr=False)
        return query.report(structs.replace(catalog, rows=tuple(together)))


_ALL = 100


def _with_letters(
    columns: tuple[Column, ...], rows: list[AgreementRow]
) -> tuple[tuple[Column, ...], list[AgreementRow]]:
    """Leave out the roles that nobody gives a letter in any of the rows."""
    kept = [
        place
        for place in range(len(columns))
        if any(one.cell.parts for row in rows for one in row.cells[place])
    ]
    rows = [structs.replace(row, cells=tuple(row.cells[place] for place in kept)) for row in rows]
    return tuple(columns[place] for place in kept), rows


def _by_answers(answers: Answers, catalog: Catalog) -> list[int]:
    """Return the people in an order that depends on nothing but what they said."""

    def said(person: int) -> list[str]:
        given = (answers.given.get(row.key, {}).get(person) for row in catalog.rows)
        return [repr(sorted((role, one or ()) for role, one in (of_row or {}).items())) for of_row in given]

    return sorted(range(len(answers.people)), key=said)


def _rows(
    matrix: MatrixReport, answers: Answers, number: dict[int, int]
) -> Iterator[tuple[Key, AgreementRow]]:
    roles = [column.role for column in matrix.columns]
    for band in matrix.bands:
        for row in band.rows:
            key = band.matrix, band.section, row.id
            people = sorted(answers.given.get(key, {}), key=number.__getitem__)
            if not people:
                continue
            said = [[(person, answers.said(key, person, role)) for person in people] for role in roles]
            yield (
                key,
                AgreementRow(
                    key="\n".join(key),
                    name=row.name,
                    section=band.name,
                    cells=tuple(_opinions(cell, answers, number) for cell in said),
                    answered=len(people),
                    percent=_percent([[answer for _, answer in cell] for cell in said]),
                ),
            )


def _opinions(
    cell: list[tuple[int, Answer | None]], answers: Answers, number: dict[int, int]
) -> tuple[Opinion, ...]:
    groups: dict[Answer, list[int]] = {}
    for person, answer in cell:
        if answer is not None:
            groups.setdefault(answer, []).append(number[person])
    ordered = sorted(groups.items(), key=lambda one: (-len(one[1]), not one[0], one[1]))
    return tuple(Opinion(answers.cells[answer], tuple(people)) for answer, people in ordered)


def _percent(cells: list[list[Answer | None]]) -> int | None:
    """Return the share of pairs that agree, rounded down, so that 100 is all of them."""
    agreeing = pairs = 0
    for cell in cells:
        if any(cell):
            counts = Counter(answer for answer in cell if answer is not None)
            pairs += comb(counts.total(), 2)
            agreeing += sum(comb(n, 2) for n in counts.values())
    return agreeing * _ALL // pairs if pairs else None


RULES = ("majority", "all")
"""When letters are agreed: more than half of those who answered the row say so, or all of them."""


class Agreed(Struct, frozen=True):
    """A catalog with the letters that are agreed, and the cells that are left open, as (row, role)."""

    catalog: Catalog
    open: tuple[tuple[Responsibility, str], ...]
    kept: tuple[Responsibility, ...]
    """Rows that fewer than two people answered: they are as they were."""


def agreed(catalog: Catalog, sheets: Iterable[Sheet], rule: str = "majority", matrix: str = "") -> Agreed:
    """Put what people agree on in the place of the letters of each row that two or more of them answered.

    A cell on which they do not agree is left open: nobody holds a letter there.
    """
    answers = answers_of(catalog, sheets, matrix)
    rows, left, kept = [], [], []
    asked = {key[0] for key in answers.given}
    for row in catalog.rows:
        given = answers.given.get(row.key, {})
        if len(given) < 2:
            rows.append(row)
            kept += [row] if row.matrix in asked else []
            continue
        assign: list[Assignment] = []
        for role in catalog.roles:
            said = [one for person in given if (one := answers.said(row.key, person, role)) is not None]
            before = [one for one in row.assign if one.role == role]
            if not said:
                # Nobody was asked about it.
                assign += before
                continue
            answer, count = Counter(said).most_common(1)[0]
            if 2 * count <= len(said) or (rule == "all" and count < len(said)):
                left.append((row, role))
                continue
            same = tuple(sorted((fold(one.when), one.letters) for one in before)) == answer
            parts, every = answers.cells[answer].parts, catalog.scheme_of(row).letters
            new = [
                Assignment(role, tuple(one for one in every if one in part.letters), str(part.when))
                for part in parts
            ]
            assign += before if same else new
        rows.append(structs.replace(row, assign=tuple(assign)))
    return Agreed(structs.replace(catalog, rows=tuple(rows)), tuple(left), tuple(kept))


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
    """Reads sheets, row by row, beside the rows of a catalog."""

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
                self._report(Code.SHEET, NO_ANSWER, Location(sheet.file))
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
            parts = (Part(scheme.deciding_first(one.letters), condition(one)) for one in some)
            self.answers.cells.setdefault(answer, Cell(tuple(parts)))
            found[name] = answer
        return found

    def _missing(self, sheet: Sheet, found: list[Responsibility]) -> None:
        """Report the rows of the matrix that a sheet has not: they came later, or were deleted in it."""
        keys, matrices = {row.key for row in found}, {row.matrix for row in found}
        lost = [row.name for row in self.catalog.rows if row.matrix in matrices and row.key not in keys]
        if lost:
            message = "the sheet lacks rows of the catalog: {rows!r}"
            message += "; and {more} more" if len(lost) > _LISTED else ""
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
