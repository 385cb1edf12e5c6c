"""Where people disagree who filled in the same matrix by themselves: their answers, and a figure.

The figure is Krippendorff's alpha for nominal data over the cells of all rows shown. Source: K. Krippendorff,
"Computing Krippendorff's Alpha-Reliability" (2011), section C.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from fractions import Fraction
from math import comb

from msgspec import Struct, structs

from sphinx_roles.analysis.answers import Answer, Answers, Key, answers_of
from sphinx_roles.analysis.assigned import Letter, Part
from sphinx_roles.analysis.matrix import Cell, Column, MatrixQuery, MatrixReport
from sphinx_roles.analysis.report import Report, Sheet
from sphinx_roles.model import (
    Assignment,
    Catalog,
    Responsibility,
    Text,
    fold,
)
from sphinx_roles.problems import Problem


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

    @property
    def shows_nothing(self) -> bool:
        """True where nobody answered a selected row."""
        return not self.compared


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


class AgreementQuery(Struct, frozen=True, kw_only=True):
    """Which rows and roles of a catalog; every selection left empty selects all."""

    matrix: str = ""
    rows: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    names: bool = False
    """The names of those who answered are shown; else numbers, whose order shows nothing but the answers."""
    only_differences: bool = False
    order: str = "worst"
    """``worst`` (the row with the least agreement first), or ``rows`` (as in the catalog)."""
    most: int | None = None
    """So many rows are shown."""

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
        chosen = self._scheme(catalog, answers)
        matrix = self._matrix(catalog, answers, chosen)
        order = range(len(answers.people)) if self.names else _by_answers(answers, catalog)
        number = {person: place for place, person in enumerate(order)}
        rows = [*_rows(matrix, answers, number)]
        selected = sum(1 for _ in matrix.rows)
        units = [
            [one for person in given if (one := answers.said(key, person, column.role)) is not None]
            for key, given in ((_key(row), answers.given[_key(row)]) for row in rows)
            for column in matrix.columns
        ]
        alpha = krippendorff(units)
        shown = [row for row in rows if not self.only_differences or row.percent != _ALL]
        if self.order == "worst":
            # What one person alone answered is no disagreement.
            shown.sort(key=lambda row: _ALL + 1 if row.percent is None else row.percent)
        shown = shown[: self.most]
        report = AgreementReport(
            columns=matrix.columns,
            legend=matrix.legend,
            rows=tuple(shown),
            people=len(answers.people),
            names=tuple(answers.people) if self.names else (),
            alpha="" if alpha is None else f"{float(alpha):.2f}".replace("-0.00", "0.00"),
            agreed=sum(row.percent == _ALL for row in rows),
            compared=len(rows),
            unanswered=selected - len(rows),
            left_out=len(rows) - len(shown),
            broken=bool(answers.problems) or any(sheet.catalog.problems for sheet in sheets),
            elsewhere=tuple(
                name for name, scheme in _answered(catalog, answers).items() if chosen not in ("", scheme)
            ),
            unknown=matrix.unknown,
        )
        return report, tuple(answers.problems)

    def _scheme(self, catalog: Catalog, answers: Answers) -> str:
        """Return the scheme of what is shown; empty: the matrix has been named, or nobody has answered.

        Letters have a meaning only inside one scheme. What has no name cannot be asked for, and goes first.
        """
        answered = {} if self.matrix else _answered(catalog, answers)
        return answered.get("") or next(iter(answered.values()), "")

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
        query = MatrixQuery(
            matrix=self.matrix,
            rows=self.rows,
            sections=self.sections,
            tags=self.tags,
            roles=self.roles,
            without=self.without,
            details=False,
        )
        return query.report(structs.replace(catalog, rows=tuple(together)))


_ALL = 100


def _key(row: AgreementRow) -> Key:
    matrix, section, ident = row.key.split("\n")
    return matrix, section, ident


def _answered(catalog: Catalog, answers: Answers) -> dict[str, str]:
    """Return the matrices that somebody has answered rows of, by id or else by name, with their schemes."""
    found = (catalog.matrices[row.matrix] for row in catalog.rows if answers.given.get(row.key))
    return {str(one.id or one.name): one.scheme for one in found}


def _by_answers(answers: Answers, catalog: Catalog) -> list[int]:
    """Return the people in an order that depends on nothing but what they said."""

    def said(person: int) -> list[str]:
        given = (answers.given.get(row.key, {}).get(person) for row in catalog.rows)
        return [repr(sorted((role, one or ()) for role, one in (of_row or {}).items())) for of_row in given]

    return sorted(range(len(answers.people)), key=said)


def _rows(matrix: MatrixReport, answers: Answers, number: dict[int, int]) -> Iterator[AgreementRow]:
    roles = [column.role for column in matrix.columns]
    for band in matrix.bands:
        for row in band.rows:
            key = band.matrix, band.section, row.id
            people = sorted(answers.given.get(key, {}), key=number.__getitem__)
            if not people:
                continue
            said = [[(person, answers.said(key, person, role)) for person in people] for role in roles]
            yield AgreementRow(
                key="\n".join(key),
                name=row.name,
                section=band.name,
                cells=tuple(_opinions(cell, answers, number) for cell in said),
                answered=len(people),
                percent=_percent([[answer for _, answer in cell] for cell in said]),
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
            parts = answers.cells[answer].parts
            new = [Assignment(role, _ordered(part, row, catalog), str(part.when)) for part in parts]
            assign += before if same else new
        rows.append(structs.replace(row, assign=tuple(assign)))
    return Agreed(structs.replace(catalog, rows=tuple(rows)), tuple(left), tuple(kept))


def _ordered(part: Part, row: Responsibility, catalog: Catalog) -> tuple[str, ...]:
    return tuple(letter for letter in catalog.scheme_of(row).letters if letter in part.letters)
