"""Tables on a page become the bodies of directives; the rest stays byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import structs

from sphinx_roles.catalog.merge import merge
from sphinx_roles.convert import in_place
from sphinx_roles.convert.in_place import Page, changed_page

TABLE = "| Task | Host | Trainer |\n|---|---|---|\n| Book a room | A | R |\n| Choose | **A/R** | - |\n"


CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("in_place.yaml").read_text("utf-8")
)


def markdown(text: str) -> Page:
    return changed_page(text, "page.md", "markdown")


@pytest.mark.parametrize("name", CASES)
def test_what_a_page_becomes(name: str) -> None:
    case = CASES[name]
    form, transpose = case.get("form", "markdown"), case.get("transpose", False)
    shown = "page.rst" if form == "rst" else "page.md"
    before, after = (case[key].replace("@", TABLE) for key in ("text", "page" if "page" in case else "text"))
    page = changed_page(before, shown, form, transpose=transpose)
    assert (page.text, page.changed, page.kept) == (after, case.get("changed", []), case.get("kept", []))
    again = changed_page(after, shown, form, transpose=transpose)
    assert (again.text, again.changed) == (after, [])


CELLS = (
    "| Task | Host | Note | # |\n|---|---|---|---|\n| Book a room | A (spring), R | early & often | 1.2 |\n"
    "| Choose | {} | **x** | 3 |\n"
)


@pytest.mark.parametrize("cell", ["A/R", "-", "n/a", "", "Zed", "`R`", "a, c"])
def test_cells_that_are_read_in_another_form_are_read(cell: str) -> None:
    page = markdown(CELLS.format(cell))
    assert page.changed == ["page.md:1: the table is a responsibility-matrix"]
    assert page.kept == []


def test_each_cell_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(*given: Any) -> object:
        catalog, found = real(*given)
        rows = [structs.replace(row, assign=row.assign[1:]) for row in catalog.rows]
        return structs.replace(catalog, rows=tuple(rows)), found

    real = merge
    monkeypatch.setattr(in_place, "merge", forgetful)
    monkeypatch.setattr(in_place, "read_body", lambda *given, **more: pytest.fail("it is refused before"))
    page = markdown(TABLE)
    assert page.text == TABLE
    (sentence,) = page.kept
    assert sentence.startswith("page.md:1: left as it is: 'A', 'A/R' would not be shown")
