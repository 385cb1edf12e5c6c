"""``survey`` and ``agreement``: sheets there and back, the figure, and the agreed catalog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from sphinx_roles.catalog.load import read_catalog, read_sheet
from sphinx_roles.catalog.sources import Settings, Source

ROLES = """\
roles: {sre: {name: Reliability, abbr: SRE}, dev: {name: "Dev, *really*"}, =ops: {}}
schemes: {own: {letters: {X: {name: Expert, meaning: "knows, and says"}, Y: {name: Yes}}}}
matrices: {run: {name: Run it}, plan: {name: Plan, scheme: own}}
responsibilities:
  deploys: {name: "=Deploy, or *not*", matrix: run, assign: {dev: A}}
  Ops:
    rows:
      alerts: {name: Alerts, matrix: run, assign: {sre: {letters: A/R, note: at night}}}
      costs: {name: Costs, matrix: run}
  roadmap: {name: Roadmap, matrix: plan}
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roles.yaml").write_text(ROLES)
    return run


def fill(path: Path, answers: Sequence[Sequence[str]]) -> None:
    """Put letters under the heads of a sheet, row by row."""
    if path.suffix == ".xlsx":
        book = pytest.importorskip("openpyxl").load_workbook(path)
        for number, row in enumerate(answers, 3):
            for column, letters in enumerate(row, 3):
                book.active.cell(number, column, letters or None)
        book.save(path)
        return
    lines = path.read_text("utf-8").splitlines()
    for number, row in enumerate(answers, 2):
        lines[number] = lines[number].rstrip(",") + "," + ",".join(row)
    path.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_sheet_comes_back_as_it_was_asked(form: str, run: Run, tmp_path: Path) -> None:
    code, out, err = run(
        "survey", "roles.yaml", "--for", "Ana Lo <ana@x.org>", "--format", form, "-o", "sheets"
    )
    assert (code, err) == (0, "")
    assert out == f"Wrote sheets/ana-lo-run.{form}.\nWrote sheets/ana-lo-plan.{form}.\n"
    base, _ = read_catalog([Source(tmp_path / "roles.yaml", "roles.yaml")])
    path = tmp_path / "sheets" / f"ana-lo-run.{form}"
    fill(path, [("A/R", "C"), ("", "A (night)"), ("R", "")])
    found, problems = read_sheet(Source(path, "ana.csv", scheme="RACI"), Settings(), base)
    assert problems == ()
    read = {
        str(row.name).replace("*", ""): [(one.role, "/".join(one.letters), one.when) for one in row.assign]
        for row in found.rows
    }
    assert [*read.items()] == [
        ("=Deploy, or not", [("sre", "R/A", ""), ("dev", "C", "")]),
        ("Alerts", [("dev", "A", "night")]),
        ("Costs", [("sre", "R", "")]),
    ]  # fmt: skip
    assert {str(found.matrices[row.matrix].name) for row in found.rows} == {"Ana Lo"}


def test_a_workbook_offers_the_letters_and_holds_no_formula(run: Run, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    run("survey", "roles.yaml", "--for", "=Ana", "--format", "xlsx", "--matrix", "Plan")
    page = pytest.importorskip("openpyxl").load_workbook(tmp_path / "ana.xlsx").active
    assert page["A1"].data_type == page["E2"].data_type == "s"
    assert [one.formula1 for one in page.data_validations.dataValidation] == ['"X,Y"']
    assert [row[0] for row in page.iter_rows(values_only=True)] == [
        "=Ana",
        "Section",
        None,
        None,
        "X = Expert: knows, and says",
        "Y = Yes:",
    ]


def test_sheets_of_matrices_with_other_letters_come_back(run: Run, tmp_path: Path) -> None:
    for person, letters in (("ana", ["X", "Y"]), ("bo", ["Y", ""])):
        run("survey", "roles.yaml", "--for", person)
        fill(tmp_path / f"{person}-run.csv", [("A/R", "C"), ("", "A"), ("R", "")])
        fill(tmp_path / f"{person}-plan.csv", [letters])
    sheets = [f"{person}-{matrix}.csv" for matrix in ("run", "plan") for person in ("ana", "bo")]
    code, out, err = run("agreement", "--of", "roles.yaml", *sheets, "--write", "agreed.yaml")
    assert (code, err) == (1, "")
    assert "2 people, 3 rows, 3 with the same answers from all\n\nPlan\n" in out
    assert "Roadmap: 0%" in out
    assert "X (1)" in out
    code, out, err = run("agreement", "--of", "roles.yaml", *sheets, "--matrix", "Run it")
    assert (code, err) == (0, "")
    assert "Roadmap" not in out
    assert "Roadmap: 0%" in run("agreement", "--of", "roles.yaml", *sheets[2:])[1]


def test_openpyxl_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sphinx_roles.cli.survey.find_spec", lambda name: None)
    code, _, err = run("survey", "roles.yaml", "--for", "Ana", "--format", "xlsx")
    assert (code, "needs openpyxl" in err) == (2, True)
