"""``responsibility-audit`` in whole builds, and findings as Sphinx warnings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Maker

DATA = yaml.safe_load((Path(__file__).parent / "cases/audit.yaml").read_text("utf-8"))["files"]["roles.yaml"]
VIEWS = """
.. responsibility-audit::

.. responsibility-matrix::
"""
DAY = "1795392000"  # 2026-11-23


@pytest.fixture(autouse=True)
def a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)


@pytest.fixture
def handbook(project: Maker) -> Maker:
    """A project of one page with an audit."""

    def make(data: str = DATA, views: str = VIEWS, files: dict[str, str] | None = None, **conf: Any) -> Any:
        return project({"index.rst": f"Page\n====\n{views}\n", "roles.yaml": data, **(files or {})}, **conf)

    return make


def test_what_goes_beyond_the_first_screen_is_folded(handbook: Maker) -> None:
    rows = "".join(f"  row{n}: {{assign: {{sre: {'R' if n % 2 else 'A/R'}}}}}\n" for n in range(26))
    view = "\n.. responsibility-audit::\n   :rules: no-accountable\n"
    html = handbook(f"responsibilities:\n{rows}", view).build(strict=True).page()
    first, rest = html.split("<summary>More findings: 3</summary>")
    # They say the same of each row, so that is said once.
    assert (first.count("<li>row"), rest.count("<li>row")) == (10, 3)
    for part, count in ((first, "10/13"), (rest, "3/13")):
        head = f"Nobody holds A (Accountable) · {count}<"
        assert part.count(head) == part.count('<li class="ro-is-error">') == 1
    text = handbook(f"responsibilities:\n{rows}", view).build("text").page("index.txt")
    # Paper does not fold.
    assert (text.count("· 13"), text.count("* row")) == (1, 13)
    shorter = handbook(f"responsibilities:\n{rows}", f"{view}   :most: 3\n")
    assert "More findings: 10" in shorter.build(strict=True).page()


@pytest.mark.parametrize("builder", ["html", "text"])
def test_rows_of_one_name_are_told_apart_by_their_matrix(handbook: Maker, builder: str) -> None:
    rows = (
        f"  {key}{n}: {{name: Review {n}, matrix: {key}, assign: {{sre: R}}}}\n"
        for key in "ps"
        for n in range(3)
    )
    data = "matrices: {p: {name: Planning}, s: {name: Shipping}}\nresponsibilities:\n" + "".join(rows)
    view = "\n.. responsibility-audit::\n   :rules: no-accountable\n"
    built = handbook(data, view).build(builder)
    # Three of one name in one matrix are also a mistake of the data.
    assert all(one.endswith("[roles.duplicate-responsibility]") for one in built.warnings)
    page = built.page() if builder == "html" else b"".join(built.files(".txt").values()).decode()
    shown = " ".join(re.sub(r"<[^>]*>", "", page).split())
    assert "nobody holds A (Accountable) in 6 of 6 rows" in shown
    for matrix in ("Planning", "Shipping"):
        assert shown.count(f"{matrix}: Review 1: nobody holds A") == 1


@pytest.mark.parametrize("builder", ["html", "text", "latex", "man"])
def test_findings_of_a_rule_are_together(handbook: Maker, builder: str) -> None:
    letters = ["A/R, ops: A", "A/R, dev: A", "R", "R", *["A/R"] * 5]
    rows = "".join(f"  row{n}: {{assign: {{sre: {held}}}}}\n" for n, held in enumerate(letters))
    view = "\n.. responsibility-audit::\n   :rules: no-accountable, several-accountable\n"
    data = f"roles: {{sre: {{}}, ops: {{}}, dev: {{}}}}\nresponsibilities:\n{rows}"
    built = handbook(data, view, man_pages=[("index", "page", "Page", [], 1)]).build(builder, strict=True)
    suffix = {"html": ".html", "text": ".txt", "latex": ".tex", "man": ".1"}[builder]
    page = b"".join(built.files(suffix).values()).decode()
    text = " ".join(re.sub(r"<[^>]*>|[{}\\]|^\..*$", " ", page, flags=re.MULTILINE).split())
    # Where only the row differs, the sentence is there once; else what the rule finds, and the sentences below it.
    assert len(re.findall(r"Nobody holds A \(Accountable\) (·|textperiodcentered) 2", text)) == 1
    assert len(re.findall(r"than its scheme allows (·|textperiodcentered) 2", text)) == 1
    assert text.count("hold A (Accountable), where 1 may") == 2
    assert text.count("nobody holds A") == 0
