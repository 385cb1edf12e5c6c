"""`responsibility-agreement` under every builder, what it reads again, and mistakes told once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Maker
from pages import IN_EACH_BUILDER, directive, title

DATA = """\
roles: {sre: {name: Reliability & co}, dev: {name: Developer}, ops: {}}
responsibilities:
  deploys: {name: Deployments, assign: {dev: A}}
  Run: {rows: {alerts: {name: Alerts}, costs: {name: Costs & more}}}
"""
ANA = "Ana & Lo\nSection,Task,Reliability & co,Developer\n,Deployments,,A/R\nRun,Alerts,A (night),R\nRun,Costs & more,A,\n"
BO = "Bo\nSection,Task,sre,dev\n,Deployments,,A/R\nRun,Alerts,R,A\nRun,Costs & more,,\n"
FILES = {"roles.yaml": DATA, "answers/ana.csv": ANA, "answers/bo.csv": BO}
VIEWS: tuple[dict[str, str], ...] = (
    {}, {"names": "", "caption": "Two <people>"}, {"layout": "list", "only-differences": "", "most": "1"},
)  # fmt: skip
SETTINGS: dict[str, Any] = {"project": "Handbook", "copyright": "us", "version": "1"}


def page(
    suffix: str = "rst", argument: str = "answers/*.csv", views: tuple[dict[str, str], ...] = VIEWS
) -> dict[str, str]:
    shown = "".join(directive("responsibility-agreement", argument, view, suffix) for view in views)
    return {f"index.{suffix}": title("Answers", suffix) + shown}


@IN_EACH_BUILDER
def test_every_builder_shows_who_says_what(builder: str, suffix: str, project: Maker) -> None:
    made = project(
        {**page(suffix), **FILES}, extensions=["myst_parser", "sphinx_roles"],
        source_suffix={".rst": "restructuredtext", ".md": "markdown"}, **SETTINGS,
    )  # fmt: skip
    text = b"".join(made.build(builder, strict=True).files().values()).decode("utf-8", "ignore")
    for word in ("Deployments", "Alerts", "night", "Developer"):
        assert word in text


def test_names_are_shown_only_where_they_are_asked_for(project: Maker) -> None:
    built = project({**page(views=({},)), **FILES}, html_copy_source=False).build(strict=True)
    assert [name for name, data in built.files().items() if b"Ana" in data or b"ana.csv" in data] == []
    html = project({**page(views=({"names": ""},)), **FILES}).build(strict=True).page()
    assert "Ana &amp; Lo" in html


def test_a_glob_finds_a_sheet_that_comes_later(project: Maker) -> None:
    made = project({**page(), **FILES, "other.rst": ":orphan:\n\nOther\n=====\n"})
    made.build()
    assert made.build().read == []
    made.write("answers/cy.csv", "Cy\nTask,sre,dev\nDeployments,A,\nAlerts,A,\nCosts & more,A,\n")
    built = made.build(strict=True)
    assert built.read == ["index"]
    assert "People: 3." in built.page()
    (made.source / "answers" / "bo.csv").unlink()
    assert made.build(strict=True).read == ["index"]


def test_more_than_five_roles_are_a_list(project: Maker) -> None:
    for count, tables in ((5, 1), (6, 0)):
        ids = [f"r{number}" for number in range(count)]
        data = (
            f"roles: {{{', '.join(f'{one}: {{}}' for one in ids)}}}\nresponsibilities: {{x: {{name: X}}}}\n"
        )
        sheet = f"Task,{','.join(ids)}\nX,{','.join('R' * count)}\n"
        made = project({**page(argument="a.csv", views=({},)), "roles.yaml": data, "a.csv": sheet})
        html = made.build(strict=True).page()
        assert (html.count("<table"), html.count('<b class="ro-whose">')) == (tables, tables * count)
        assert html.count('<div class="ro-opinion">') == count


MISTAKES = [
    ("answers/nope.csv answers/ana.csv", {}, "index.rst:4:4: WARNING: the file 'answers/nope.csv' is not there"),
    ("answers/*.xlsx", {}, "index.rst:4:4: WARNING: no file matches 'answers/*.xlsx'"),
    ("", {}, "index.rst:4:4: WARNING: responsibility-agreement: expected files that people have filled in"),
    ("answers/ana.csv", {"answers/ana.csv": "Task,sre,dev\nDeployments,,\nAlerts,,\nCosts & more,,\n"},
     "answers/ana.csv:1:1: WARNING: no row of the sheet is answered by a letter"),
    ("answers/ana.csv", {"answers/ana.csv": ANA.replace("Alerts", "Alarms")},
     "answers/ana.csv:4:5: WARNING: the sheet has the row 'Alarms', which the catalog has not; it is left out; did you mean 'Alerts'?"),
    ("answers/ana.csv", {"answers/ana.csv": ANA.replace("Developer", "Developper")},
     "answers/ana.csv:2:31: WARNING: the sheet has the role 'Developper', which the catalog has not; it is left out; did you mean 'Developer'?"),
    ("answers/ana.csv", {"answers/ana.csv": ANA.replace("A,\n", "Q,\n")},
     "answers/ana.csv:5:18: WARNING: 'Q' is no letter of RACI, which has R, A, C, I"),
    ("answers/ana.csv", {"answers/ana.csv": ANA.replace("Run,Alerts,A (night),R\n", "")},
     "answers/ana.csv:1:1: WARNING: the sheet lacks rows of the catalog: 'Alerts'"),
    ("answers/ana.csv answers/two.csv", {"answers/two.csv": ANA},
     "answers/two.csv:3:2: WARNING: 'Ana & Lo' answers 'Deployments' twice; the first answer is used"),
    ("answers/ana.csv", {"answers/ana.yaml": "x", "answers/ana.csv": "responsibilities: {"}, "answers/ana.csv:1:1: WARNING:"),
    ("answers/ana.yaml", {"answers/ana.yaml": "responsibilities: {deploys: {name: Deployments}, alerts: {section: Run, name: Alerts}}\n"},
     "answers/ana.yaml:1:1: WARNING: no row of the sheet is answered by a letter"),
    ("answers/ana.xlsx", {"answers/ana.xlsx": "no workbook"}, "answers/ana.xlsx:1:1: WARNING: this is no workbook that can be read"),
]  # fmt: skip


@pytest.mark.parametrize(("argument", "files", "expected"), MISTAKES, ids=[one[2][:60] for one in MISTAKES])
def test_a_mistake_is_told_once(argument: str, files: dict[str, str], expected: str, project: Maker) -> None:
    built = project({**page(argument=argument, views=({},)), **FILES, **files}).build()
    (warning,) = built.warnings
    assert warning.startswith(expected)
    assert project({**page(argument=argument, views=({},)), **FILES, **files}).build("text").warnings == [
        warning
    ]


def test_a_workbook_is_read_as_a_table_is(project: Maker, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in (
        ["Ana & Lo"],
        ["Section", "Task", "sre", "dev"],
        [None, "Deployments", None, "A/R"],
        ["Run", "Alerts", "A (night)", "R"],
        ["Run", "Costs & more", "A"],
    ):
        book.active.append(line)
    book.save(tmp_path / "ana.xlsx")
    plain = project({**page(argument="answers/ana.csv answers/bo.csv"), **FILES}).build(strict=True)
    files = {**FILES, "answers/ana.xlsx": (tmp_path / "ana.xlsx").read_bytes()}
    made = project({**page(argument="answers/ana.xlsx answers/bo.csv"), **files})
    assert made.build(strict=True).page() == plain.page()
    book.active["C4"].comment = openpyxl.comments.Comment("Is it?", "Ana")
    book.save(made.source / "answers" / "ana.xlsx")
    assert made.build().warnings == [
        "answers/ana.xlsx:1:1: WARNING: 1 comment on cells of the sheet 'Sheet' is left out [roles.table]"
    ]


def test_letters_of_another_scheme_are_told_and_shown_by_name(project: Maker) -> None:
    data = DATA.replace(
        "responsibilities:\n", "matrices: {m: {name: Map, scheme: DACI}}\nresponsibilities:\n"
    )
    data += "  map: {name: Routes, matrix: m}\n"
    files = {**FILES, "roles.yaml": data, "answers/ana2.csv": "Ana & Lo\nTask,sre,dev\nRoutes,D,I\n"}
    warnings = project({**page(views=({},)), **files}).build().warnings
    assert warnings == [
        "index.rst:4:4: WARNING: responsibility-agreement: answers about 'm' are in letters of another scheme, "
        "and not shown; 'matrix' names one [roles.sheet]"
    ]
    html = project({**page(views=({"matrix": "Map"},)), **files}).build(strict=True).page()
    assert "Driver" in html
    html = project({**page(argument="answers/ana2.csv", views=({},)), **files}).build(strict=True).page()
    assert "Driver" in html
