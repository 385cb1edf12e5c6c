"""What people say of the same rows: the figure, the order of the rows, and what is agreed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from catalogs import assign, catalog, row
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from sphinx_roles.analysis.agreement import AgreementQuery, AgreementReport, agreed, krippendorff
from sphinx_roles.analysis.report import Sheet, digest
from sphinx_roles.model import Assignment, Catalog, Matrix, Responsibility, Text

PUBLISHED = ("1233214 12...", "1233224 125.3", ".333234 2251.", "1233244 1251.")
"""Krippendorff (2011), section C: four observers, twelve units, a dot for a missing value."""


def units(observers: Sequence[str]) -> list[list[str]]:
    columns = zip(*(line.replace(" ", "") for line in observers), strict=True)
    return [[value for value in column if value != "."] for column in columns]


def test_the_figure_is_that_of_the_published_example() -> None:
    assert float(krippendorff(units(PUBLISHED)) or 0) == pytest.approx(0.743, abs=0.0005)


@pytest.mark.parametrize(
    ("observers", "alpha"),
    [
        # As the package krippendorff 0.9.0 has them, for nominal data.
        (PUBLISHED, 0.743421052631579),
        (("ab", "ab"), 1.0), (("ab", "ba"), -0.5), (("aab", "aba"), -0.25),
        (("aa", "aa"), None), (("a.", ".b"), None), ((), None),
    ],
)  # fmt: skip
def test_the_figure_of_small_data(observers: Sequence[str], alpha: float | None) -> None:
    found = krippendorff(units(observers))
    assert (found if found is None else float(found)) == (alpha if alpha is None else pytest.approx(alpha))


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=5), max_size=8))
def test_the_figure_is_one_less_observed_by_expected_disagreement(values: list[list[str]]) -> None:
    paired = [unit for unit in values if len(unit) > 1]
    size = sum(map(len, paired))
    every = [value for unit in paired for value in unit]
    observed = sum(sum(a != b for a, b in permutations(unit, 2)) / (len(unit) - 1) for unit in paired)
    expected = sum(a != b for a, b in permutations(every, 2))
    found = krippendorff(values)
    if not expected:
        assert found is None
    else:
        assert float(found or 0) == pytest.approx(1 - (observed / size) / (expected / (size * (size - 1))))


BASE = catalog(
    row("alerts", section="run"), row("costs", section="run"), row("deploys", {"sre": "A", "dev": "R", "ops": "C"})
)  # fmt: skip


def filled(name: str, **given: Any) -> Sheet:
    """What a person says of each row."""
    rows: list[Responsibility] = []
    for base in BASE.rows:
        said = given.get(base.id, {})
        rows.append(row(base.id, said, matrix=name, section=base.section))
    matrices = {name: Matrix(name, Text(name), "RACI", ("sre", "dev", "ops")), "": Matrix("", Text(), "RACI")}
    return Sheet(f"{name}.csv", structs.replace(catalog(*rows), matrices=matrices))


ANA = filled("Ana", alerts={"sre": "A"}, costs={"ops": "A"}, deploys={"sre": "A", "dev": "R"})
BO = filled("Bo", alerts={"sre": "A"}, costs={"ops": "A", "dev": "R"}, deploys={"dev": "A/R"})
CY = filled("Cy", costs={"ops": "A"}, deploys={"dev": "A/R", "ops": "C"})
SHEETS = (ANA, BO, CY)


def ask(*sheets: Sheet, base: Catalog = BASE, **options: Any) -> AgreementReport:
    report, problems = AgreementQuery(**options).agreement(base, sheets)
    assert problems == ()
    return report


def test_the_worst_row_comes_first() -> None:
    report = ask(*SHEETS)
    assert [(str(found.name), found.percent, found.answered) for found in report.rows] == [
        ("Deploys", 33, 3), ("Costs", 66, 3), ("Alerts", 100, 2),
    ]  # fmt: skip
    assert (report.people, report.compared, report.agreed, report.unanswered) == (3, 3, 1, 0)
    assert [str(found.name) for found in ask(*SHEETS, order="rows").rows] == ["Alerts", "Costs", "Deploys"]
    only = ask(*SHEETS, only_differences=True, most=1)
    assert ([str(found.name) for found in only.rows], only.left_out) == (["Deploys"], 2)
    assert only.alpha == report.alpha == ask(*SHEETS, order="rows").alpha


def test_a_list_has_the_roles_with_a_letter() -> None:
    report = ask(*SHEETS, order="rows", most=1, listed=True)
    assert [column.role for column in report.columns] == ["sre"]
    assert [len(found.cells) for found in report.rows] == [1]
    roles = {role: BASE.roles[role] for role in reversed([*BASE.roles])}
    other = ask(*SHEETS, base=structs.replace(BASE, roles=roles), order="rows", most=1, listed=True)
    assert digest(other) == digest(report)


def test_a_cell_has_each_answer_with_its_people() -> None:
    report = ask(*SHEETS, names=True)
    deploys = dict(zip((column.role for column in report.columns), report.rows[0].cells, strict=True))
    said = {
        role: [("/".join(one.cell.letters), [str(report.names[n]) for n in one.people]) for one in opinions]
        for role, opinions in deploys.items()
    }
    assert said == {
        "sre": [("", ["Bo", "Cy"]), ("A", ["Ana"])],
        "dev": [("A/R", ["Bo", "Cy"]), ("R", ["Ana"])],
        "ops": [("", ["Ana", "Bo"]), ("C", ["Cy"])],
    }


@pytest.mark.parametrize("seed", range(6))
def test_hidden_names_leave_no_trace(seed: int) -> None:
    sheets = [*SHEETS]
    random.Random(seed).shuffle(sheets)
    names = random.Random(seed).sample(["Zoe", "Yan", "Xu"], 3)
    renamed = [
        Sheet(f"{name}.csv", structs.replace(sheet.catalog, matrices={**sheet.catalog.matrices, key: Matrix(key, Text(name), "RACI", ("sre", "dev", "ops"))}))
        for sheet, name in zip(sheets, names, strict=True)
        for key in [sheet.catalog.rows[0].matrix]
    ]  # fmt: skip
    assert digest(ask(*renamed)) == digest(ask(*SHEETS))


def test_a_sheet_finds_its_rows_by_section_and_name() -> None:
    base = catalog(row("a", section="x", matrix="m"), row("a", section="y", matrix="m"), row("a", matrix="n"))
    sheet = Sheet("ana.csv", catalog(row("a", {"sre": "A"}, section="y", matrix="Ana")))
    base = structs.replace(base, roles=sheet.catalog.roles)
    query = AgreementQuery(matrix="m")
    report, (problem,) = query.agreement(base, [sheet])
    assert [found.key for found in report.rows] == ["m\ny\na"]
    assert problem.text == "the sheet lacks rows of the catalog: 'A'"


def test_a_condition_makes_another_answer_and_its_case_does_not() -> None:
    def sheet(name: str, when: str) -> Sheet:
        said = (assign("sre", "A", when=when),)
        found = filled(name, costs={"ops": "A"}, alerts={"sre": "A"})
        rows = [
            structs.replace(one, assign=said) if one.id == "deploys" else one for one in found.catalog.rows
        ]
        return Sheet(found.file, structs.replace(found.catalog, rows=tuple(rows)))

    percent = {str(one.name): one.percent for one in ask(sheet("Ana", "Prod"), sheet("Bo", "prod")).rows}
    assert percent["Deploys"] == 100
    percent = {str(one.name): one.percent for one in ask(sheet("Ana", "prod"), sheet("Bo", "")).rows}
    assert percent["Deploys"] == 0


@pytest.mark.parametrize(
    ("rule", "deploys", "left"),
    [
        ("majority", {"dev": ("A", "R")}, []),
        ("all", {}, [("Costs", "dev"), ("Deploys", "sre"), ("Deploys", "dev"), ("Deploys", "ops")]),
    ],
)
def test_what_is_agreed_takes_the_place_of_the_letters(
    rule: str, deploys: dict[str, tuple[str, ...]], left: list[tuple[str, str]]
) -> None:
    result = agreed(BASE, SHEETS, rule)
    rows = {
        found.id: {one.role: tuple(sorted(one.letters)) for one in found.assign}
        for found in result.catalog.rows
    }
    assert rows == {"alerts": {"sre": ("A",)}, "costs": {"ops": ("A",)}, "deploys": deploys}
    assert sorted((str(found.name), role) for found, role in result.open) == sorted(left)


def test_what_one_person_says_is_not_agreed_and_a_note_stays() -> None:
    noted = Assignment("sre", ("A",), note=None, until=None, at=5, file="roles.yaml")
    base = structs.replace(BASE, rows=(structs.replace(BASE.rows[0], assign=(noted,)), *BASE.rows[1:]))
    alone = agreed(base, [ANA])
    assert (alone.catalog.rows, len(alone.kept), alone.open) == (base.rows, 3, ())
    assert agreed(base, [ANA, BO]).catalog.rows[0].assign == (noted,)


def test_a_role_that_was_not_asked_about_stays_as_it_is() -> None:
    base = structs.replace(
        BASE, rows=(row("alerts", {"sre": "C", "boss": "I"}, section="run"), *BASE.rows[1:])
    )
    base = structs.replace(base, roles=catalog(*base.rows).roles)
    result = agreed(base, [ANA, BO])
    assert {one.role: one.letters for one in result.catalog.rows[0].assign} == {"sre": ("A",), "boss": ("I",)}
    assert "boss" not in {role for _, role in result.open}
