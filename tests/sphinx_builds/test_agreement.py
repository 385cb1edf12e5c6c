"""`responsibility-agreement` under every builder, what it reads again, and mistakes told once."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Maker
from handbooks import files_of
from pages import directive, title

HANDBOOK = "agreement"
FILES = {name: text for name, text in files_of(HANDBOOK).items() if name != "index.rst"}
VIEWS: tuple[dict[str, str], ...] = (
    {}, {"names": "", "caption": "Two <people>"}, {"layout": "list", "only-differences": "", "most": "1"},
)  # fmt: skip


def page(
    suffix: str = "rst", argument: str = "answers/*.csv", views: tuple[dict[str, str], ...] = VIEWS
) -> dict[str, str]:
    shown = "".join(directive("responsibility-agreement", argument, view, suffix) for view in views)
    return {f"index.{suffix}": title("Answers", suffix) + shown}


def test_names_are_shown_only_where_they_are_asked_for(project: Maker) -> None:
    built = project({**page(views=({},)), **FILES}, html_copy_source=False).build(strict=True)
    assert [name for name, data in built.files().items() if b"Ana" in data or b"ana.csv" in data] == []
    html = project({**page(views=({"names": ""},)), **FILES}).build(strict=True).page()
    assert "Ana &amp; Lo" in html


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
