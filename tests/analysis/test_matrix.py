"""The matrix: selection, order, cells, and what its digest sees."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from catalogs import assign, catalog, delivery, role, row
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from sphinx_roles.analysis.matrix import MatrixQuery, MatrixReport
from sphinx_roles.analysis.report import digest, walk
from sphinx_roles.model import Catalog, Matrix, Prose, Text
from sphinx_roles.problems import Location


def cells(report: MatrixReport) -> dict[tuple[str, str], tuple[str, ...]]:
    """Every non-empty cell by row and role."""
    return {
        (found.id, column.role): report.cells[number].letters
        for found in report.rows
        for column, number in zip(report.columns, found.cells, strict=True)
        if number
    }


def rows(report: MatrixReport) -> list[str]:
    return [found.id for found in report.rows]


def columns(report: MatrixReport) -> list[str]:
    return [column.role for column in report.columns]


def test_cells_are_the_assignments() -> None:
    report = MatrixQuery().report(delivery())
    assert cells(report) == {
        ("deploys", "devops"): ("A", "R"),
        ("deploys", "platform"): ("R",),
        ("alerts", "sre"): ("A", "R"),
        ("alerts", "devops"): ("C",),
        ("capacity", "sre"): ("R",),
        ("capacity", "platform"): ("A",),
    }
    assert [band.name for band in report.bands] == ["Run", "Watch"]
    assert [letter.letter for letter in report.legend] == ["A", "R", "C"]


def test_a_row_below_a_section_is_in_a_band_of_its_own() -> None:
    loose = catalog(row("plans"), row("alerts", section="run"), row("costs", section="run"))
    assert [(band.name, band.title) for band in MatrixQuery().report(loose).bands] == [
        (None, None),
        ("Run", None),
    ]
    loose = catalog(row("alerts", section="run"), row("plans"))
    assert [(band.name, band.title) for band in MatrixQuery().report(loose).bands] == [
        ("Run", None),
        (None, ""),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (MatrixQuery(rows=("Capacity", "deploys")), ["capacity", "deploys"]),
        (MatrixQuery(sections=("Watch",)), ["alerts", "capacity"]),
        (MatrixQuery(tags=("daily",)), ["deploys"]),
        (MatrixQuery(kinds=("Decision",)), ["capacity"]),
        (MatrixQuery(letters=("C",)), ["alerts"]),
        (MatrixQuery(letters=("A",), roles=("platform",)), ["capacity"]),
        (MatrixQuery(role="platform"), ["deploys", "capacity"]),
        (MatrixQuery(matrix="nowhere"), []),
    ],
)
def test_selection_of_rows(query: MatrixQuery, expected: list[str]) -> None:
    report = query.report(delivery())
    assert rows(report) == expected
    assert report.unknown == (("nowhere",) if query.matrix else ())


@pytest.mark.parametrize(
    ("name", "expected", "unknown"),
    [
        ("tests", [("m1", "run"), ("m1", "watch")], ()),
        ("Watch/tests", [("m1", "watch")], ()),
        ("m2/CI/CD", [("m2", "run")], ()),
        ("CI/CD", [("m2", "run")], ()),
        ("m1/CI/CD", [], ("m1/CI/CD",)),
        ("nowhere/tests", [], ("nowhere/tests",)),
    ],
)
def test_a_row_is_named_by_its_place_as_well(
    name: str, expected: list[tuple[str, str]], unknown: tuple[str, ...]
) -> None:
    """A place that has no such row was passed over, and a name with a slash was none."""
    data = catalog(
        row("tests", matrix="m1", section="run"), row("tests", matrix="m1", section="watch"),
        structs.replace(row("pipelines", matrix="m2", section="run"), name=Text("CI/CD")),
    )  # fmt: skip
    report = MatrixQuery(rows=(name,)).report(data)
    found = [(band.matrix, band.section) for band in report.bands for _ in band.rows]
    assert (found, report.unknown) == (expected, unknown)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (MatrixQuery(), ["devops", "platform", "sre"]),
        (MatrixQuery(roles=("SRE", "DevOps")), ["sre", "devops"]),
        (MatrixQuery(without=("platform",)), ["devops", "sre"]),
        (MatrixQuery(role="platform"), ["platform", "devops", "sre"]),
        (MatrixQuery(roles=("sre", "nobody")), ["sre"]),
    ],
)
def test_selection_of_roles(query: MatrixQuery, expected: list[str]) -> None:
    report = query.report(delivery())
    assert columns(report) == expected
    assert report.unknown == (("nobody",) if "nobody" in query.roles else ())


def test_a_matrix_names_the_order_of_its_columns() -> None:
    data = catalog(row("deploys", {"devops": "R", "sre": "A"}))
    data = structs.replace(data, matrices={"": Matrix("", Text(), "RACI", ("sre", "devops"))})
    assert columns(MatrixQuery().report(data)) == ["sre", "devops"]


def test_one_of_several_matrices_names_no_order_for_all() -> None:
    """A table of two roles, added to a handbook, brought its columns before those of all others."""
    named = row("plans", {"director": "A", "devops": "R"})
    data = catalog(named, row("shifts", {"sre": "R"}, matrix="table"))
    table = Matrix("table", Text("Table"), "RACI", ("sre", "devops"))
    data = structs.replace(data, matrices={**data.matrices, "table": table})
    assert columns(MatrixQuery().report(data)) == ["director", "devops", "sre"]
    assert columns(MatrixQuery(matrix="table").report(data)) == ["sre", "devops"]


def test_rows_of_another_scheme_are_left_to_another_matrix() -> None:
    data = catalog(row("deploys", {"devops": "R"}), row("choose", {"devops": "D"}, matrix="decisions"))
    matrices = {**data.matrices, "decisions": Matrix("decisions", Text("Decisions"), "DACI")}
    data = structs.replace(data, matrices=matrices)
    assert rows(MatrixQuery().report(data)) == ["deploys"]
    assert rows(MatrixQuery(matrix="Decisions").report(data)) == ["choose"]


def test_conditions_share_a_cell_and_can_be_asked_for() -> None:
    sre = (assign("sre", "A", when="production"), assign("sre", "C", when="staging"))
    data = catalog(row("alerts", (*sre, assign("ops", "R"))))
    report = MatrixQuery().report(data)
    parts = report.cells[next(iter(report.rows)).cells[0]].parts
    assert [(part.letters, part.when) for part in parts] == [(("A",), "production"), (("C",), "staging")]
    production = MatrixQuery(when="Production").report(data)
    assert cells(production) == {("alerts", "sre"): ("A",), ("alerts", "ops"): ("R",)}


def test_a_letter_with_and_one_without_a_condition_both_stand() -> None:
    data = catalog(row("alerts", (assign("sre", "R"), assign("sre", "A", when="production"))))
    assert cells(MatrixQuery().report(data)) == {("alerts", "sre"): ("R", "A")}


def test_totals_count_each_letter() -> None:
    data = catalog(row("a", {"x": "A/R", "y": "R"}), row("b", {"x": "R"}))
    report = MatrixQuery(totals=True).report(data)
    letters = [letter.letter for letter in report.legend]
    assert [dict(zip(letters, column, strict=True)) for column in report.totals] == [
        {"R": 2, "A": 1},
        {"R": 1, "A": 0},
    ]


def test_what_is_told_of_a_row_can_be_left_out() -> None:
    note = Prose("until the move")
    data = catalog(row("a", (assign("x", "R", note=note),), summary=Prose("Why")))
    reported = next(iter(MatrixQuery().report(data).rows))
    assert reported.has_details
    assert [remark.text for remark in reported.remarks] == [note]
    assert not next(iter(MatrixQuery(details=False).report(data).rows)).has_details


def _moved(data: Catalog) -> Catalog:
    location = Location("other.yaml", 90, 5)
    moved = tuple(
        structs.replace(
            found,
            location=location,
            name=Text(found.name, location),
            assign=tuple(structs.replace(a, at=7, file="other.yaml") for a in found.assign),
        )
        for found in data.rows
    )
    return structs.replace(data, rows=moved, files=("other.yaml",))


def test_the_digest_sees_facts_and_no_places() -> None:
    data, query = delivery(), MatrixQuery()
    before = digest(query.report(data))
    assert digest(query.report(_moved(data))) == before
    # Where an edit link is drawn, the line is a fact.
    edit = MatrixQuery(edit=True)
    assert digest(edit.report(_moved(data))) != digest(edit.report(data))


@pytest.mark.parametrize(
    "change",
    [
        lambda r: structs.replace(r, name=Text("Other")),
        lambda r: structs.replace(r, assign=r.assign[:-1]),
        lambda r: structs.replace(r, summary=Prose("Why")),
        lambda r: structs.replace(r, status=Text("draft")),
        lambda r: structs.replace(r, assign=(structs.replace(r.assign[0], when="night"), *r.assign[1:])),
        lambda r: structs.replace(
            r, assign=(structs.replace(r.assign[0], until=datetime.date(2027, 1, 1)), *r.assign[1:])
        ),
    ],
)
def test_the_digest_sees_every_fact(change: Callable[..., Any]) -> None:
    data = delivery()
    changed = structs.replace(data, rows=(change(data.rows[0]), *data.rows[1:]))
    assert digest(MatrixQuery().report(changed)) != digest(MatrixQuery().report(data))


def test_walking_finds_every_text() -> None:
    found = {thing for thing in walk(MatrixQuery().report(delivery())) if isinstance(thing, Text)}
    assert {"Deploys", "Alerts", "DEVOPS", "Run", "Watch", "Responsible"} <= found


_LETTERS = st.sampled_from(["R", "A", "C", "I", "A/R"])
_ROWS = st.lists(st.dictionaries(st.sampled_from("uvwxyz"), _LETTERS, max_size=6), max_size=8)


@given(_ROWS)
def test_no_letter_is_lost_or_made_up(assigned: list[dict[str, str]]) -> None:
    data = catalog(*(row(f"row{number}", given) for number, given in enumerate(assigned)))
    expected = {
        (f"row{number}", name): tuple(letters.split("/"))
        for number, given in enumerate(assigned)
        for name, letters in given.items()
    }
    assert cells(MatrixQuery().report(data)) == expected


@given(_ROWS, st.sampled_from("uvwxyz"))
def test_the_view_of_one_role_has_exactly_its_rows(assigned: list[dict[str, str]], name: str) -> None:
    everyone = tuple(role(letter) for letter in "uvwxyz")
    data = catalog(*(row(f"row{n}", given) for n, given in enumerate(assigned)), roles=everyone)
    expected = [f"row{number}" for number, given in enumerate(assigned) if name in given]
    assert rows(MatrixQuery(role=name).report(data)) == expected
