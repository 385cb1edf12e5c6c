"""``survey`` and ``agreement``: sheets there and back, the figure, and the agreed catalog."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml

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
    assert "Roadmap: 0 %" in out
    assert "X (1)" in out
    code, out, err = run("agreement", "--of", "roles.yaml", *sheets, "--matrix", "Run it")
    assert (code, err) == (0, "")
    assert "Roadmap" not in out
    assert "Roadmap: 0 %" in run("agreement", "--of", "roles.yaml", *sheets[2:])[1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--for", "Ana", "--matrix", "Rum it"), "no matrix is called 'Rum it'; did you mean 'Run it'?"),
        (("--for", "Ana", "--for", "ana!"), "has the same file as another name: ana-run.csv"),
        (("--for", "!?"), "--for '!?' makes no name of a file; expected a name with letters"),
        (("--for", "Ana", "--catalog", "x"), "no catalog is called 'x'"),
    ],
)
def test_what_cannot_be_asked_is_reported(words: Sequence[str], expected: str, run: Run) -> None:
    code, _, err = run("survey", "roles.yaml", *words)
    assert code == 2
    assert expected in err


@pytest.mark.parametrize(
    ("data", "missing"),
    [("roles: {sre: {}}\n", "responsibilities"), ("responsibilities: {x: {}}\n", "roles")],
)
def test_there_is_nothing_to_ask_about(run: Run, tmp_path: Path, data: str, missing: str) -> None:
    (tmp_path / "half.yaml").write_text(data)
    code, _, err = run("survey", "half.yaml", "--for", "Ana")
    assert (code, err) == (2, f"sphinx-roles: the catalog has no {missing} to ask about\n")


def test_a_sheet_that_is_there_stays(run: Run, tmp_path: Path) -> None:
    run("survey", "roles.yaml", "--for", "Ana", "--matrix", "plan")
    (tmp_path / "ana.csv").write_text("filled in")
    code, _, err = run("survey", "roles.yaml", "--for", "Ana", "--matrix", "plan")
    assert (code, (tmp_path / "ana.csv").read_text()) == (2, "filled in")
    assert "--force overwrites it" in err


def test_openpyxl_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sphinx_roles.cli.survey.find_spec", lambda name: None)
    code, _, err = run("survey", "roles.yaml", "--for", "Ana", "--format", "xlsx")
    assert (code, "needs openpyxl" in err) == (2, True)


ANSWERS = {
    "ana": [("A", "R"), ("A/R", ""), ("R", "A")],
    "bo": [("A", "R"), ("A/R", "C"), ("", "")],
    "cy": [("", "A/R"), ("A/R", ""), ("", "")],
}


@pytest.fixture
def asked(run: Run, tmp_path: Path) -> Run:
    """A survey of one matrix that has come back from three people."""
    run(
        "survey",
        "roles.yaml",
        *(word for name in ANSWERS for word in ("--for", name.title())),
        "--matrix",
        "run",
    )
    for name, answers in ANSWERS.items():
        fill(tmp_path / f"{name}.csv", answers)
    return run


SHEETS = [f"{name}.csv" for name in ANSWERS]


def test_the_worst_row_is_reported_first_and_what_is_agreed_is_written(asked: Run, tmp_path: Path) -> None:
    code, out, err = asked("agreement", *SHEETS, "--of", "roles.yaml", "--write", "agreed.yaml")
    assert (code, err) == (1, "")
    assert out.startswith("Krippendorff's alpha: 0.")
    assert "\n3 people, 3 rows, 0 with the same answers from all\n" in out
    order = [line for line in out.splitlines() if "%" in line or "one answer" in line]
    assert order == [
        "=Deploy, or *not*: 33 %",
        "Alerts (Ops): 66 %",
        "Costs (Ops): one answer, answered by 1 of 3",
    ]
    assert "  Dev, *really*: R (1, 2); A/R (3)" in out or "  Dev, *really*: R (2, 3); A/R (1)" in out
    data = yaml.safe_load((tmp_path / "agreed.yaml").read_text())
    rows = data["responsibilities"]
    assert rows["deploys"]["assign"] == {"sre": "A", "dev": "R"}
    assert rows["Ops"]["rows"]["alerts"]["assign"] == {"sre": {"letters": "A/R", "note": "at night"}}
    assert "As it was, as fewer than two people answered:\n  Costs" in out


def test_one_of_a_kind_is_no_plural(asked: Run) -> None:
    out = asked("agreement", "bo.csv", "--of", "roles.yaml", "--matrix", "run", "--most", "1")[1]
    assert "\n1 person, 2 rows, " in out
    assert "\n1 row that nobody has answered\n" in out
    assert out.endswith("\nand 1 more row; --most shows it\n")


def test_all_must_agree_where_that_is_asked(asked: Run, tmp_path: Path) -> None:
    code, out, _ = asked(
        "agreement", *SHEETS, "--of", "roles.yaml", "--write", "a.json", "--agreed", "all", "--names"
    )
    assert code == 1
    assert "Left open, as they do not agree:\n  =Deploy, or *not*, Reliability\n" in out
    assert "A (Ana, Bo); no part (Cy)" in out
    assert (tmp_path / "a.json").is_file()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("nope.csv",), "nope.csv is not there"),
        (("ana.csv", "--write", "agreed.csv"), "'agreed.csv' is in no format that holds a catalog"),
        (("ana.csv", "--write", "roles.yaml"), "roles.yaml is already there; --force overwrites it"),
        (("ana.csv", "--matrix", "plan"), "nobody has answered a responsibility of the catalog"),
        (("ana.csv", "--most", "-1"), "--most is -1; expected 0 or more"),
    ],
)
def test_what_cannot_be_compared_is_reported(words: Sequence[str], expected: str, asked: Run) -> None:
    code, _, err = asked("agreement", *words, "--of", "roles.yaml")
    assert code == 2
    assert expected in err


def test_a_sheet_that_nobody_has_filled_in_is_named(run: Run, asked: Run) -> None:
    run("survey", "roles.yaml", "--for", "Zoe", "--matrix", "run")
    code, _, err = asked("agreement", "zoe.csv", "ana.csv", "--of", "roles.yaml")
    assert code == 1
    assert err == "zoe.csv:1:1: no row of the sheet is answered by a letter [roles.sheet]\n"
