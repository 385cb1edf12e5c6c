"""A page whose tables `convert --in-place` has changed is built as what it reported says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).parents[1].joinpath("convert", "in_place.yaml").read_text("utf-8")
)
TABLE = "| Task | Host | Trainer |\n|---|---|---|\n| Book a room | A | R |\n| Choose | **A/R** | - |\n"
CHANGED = {name: case for name, case in CASES.items() if case.get("changed")}
PAGES = {
    f"page{number}": (name, "rst" if case.get("form") == "rst" else "md", case)
    for number, (name, case) in enumerate(CHANGED.items())
}


@pytest.fixture(scope="module")
def built(shared_project: Callable[..., Any]) -> Any:
    """A handbook of all pages that the cases of `tests/convert/in_place.yaml` change."""
    pages = {
        f"{page}.{suffix}": case["page"].replace("@", TABLE) for page, (_, suffix, case) in PAGES.items()
    }
    index = "Pages\n=====\n\n.. toctree::\n   :glob:\n\n   page*\n"
    made = shared_project(
        {"index.rst": index, **pages},
        extensions=["myst_parser", "sphinx_roles"], myst_enable_extensions=["colon_fence"],
        source_suffix={".rst": "restructuredtext", ".md": "markdown"},
    )  # fmt: skip
    return made.build()


@pytest.mark.parametrize("page", PAGES, ids=[name for name, _, _ in PAGES.values()])
def test_each_changed_table_is_a_matrix(built: Any, page: str) -> None:
    _, suffix, case = PAGES[page]
    warnings = [one for one in built.warnings if f"{page}.{suffix}" in one and "[roles." in one]
    assert warnings == []
    assert built.page(f"{page}.html").count('class="ro ro-matrix') == len(case["changed"])
