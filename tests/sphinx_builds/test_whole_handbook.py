"""The handbook that the documentation makes of a catalog: 100 roles with 5 levels each, 120 skills, 60 people."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bench.data import Book
from conftest import Maker

PAGE = (Path(__file__).parents[2] / "docs/how-to/whole-handbook.md").read_text("utf-8")
BOOK = Book()
ROLES, LEVELS, SKILLS, PEOPLE = BOOK.roles, BOOK.levels, BOOK.skills, BOOK.people
MARKUPS = {
    "md": {"extensions": ["myst_parser", "sphinx_roles"], "myst_enable_extensions": ["colon_fence"]},
    "rst": {"extensions": ["sphinx_roles"]},
}


def block(language: str) -> str:
    """The first example in a language on the page."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture(scope="module", params=MARKUPS)
def handbook(request: pytest.FixtureRequest, shared_project: Maker) -> Any:
    """What the page of the documentation says, with nothing else."""
    conf: dict[str, Any] = {}
    exec(block("python"), conf)
    assert len(block("python").strip().splitlines()) < 10
    settings = {name: value for name, value in conf.items() if not name.startswith("__")}
    text = block("markdown" if request.param == "md" else "rst")
    files = {f"index.{request.param}": text, "roles.json": json.dumps(BOOK.catalog())}
    suffixes = (
        {".rst": "restructuredtext", ".md": "markdown"}
        if request.param == "md"
        else {".rst": "restructuredtext"}
    )
    # The catalog is JSON here, which is faster to write.
    more = {"roles_catalog": "roles.json", "source_suffix": suffixes, "html_sidebars": {"**": []}}
    return shared_project(files, **{**settings, **MARKUPS[request.param], **more})


def test_a_few_lines_make_a_website(handbook: Any) -> None:
    built = handbook.build(strict=True)
    pages = {name for name in built.files(".html") if "/" in name}
    counts = {
        kind: sum(name.startswith(f"{kind}/") for name in pages) for kind in ("roles", "people", "skills")
    }
    assert counts == {"roles": ROLES + 1, "people": PEOPLE + 1, "skills": SKILLS + 1}
    role = built.page("roles/role7.html")
    for link in ("../people/person-7.html", "../skills/skill21.html", "role8.html", "role6.html"):
        assert f'href="{link}#' in role, link
    assert all(f"Step {step}" in role for step in range(LEVELS))
    # Each is in the contents once, and can be searched for.
    assert len(re.findall(r'class="toctree-l1"', built.page("skills/index.html"))) == SKILLS
    assert "Role number 7" in built.page("searchindex.js")
    assert handbook.build(strict=True).read == []


@pytest.mark.parametrize("handbook", ["rst"], indirect=True)
def test_they_make_a_book(handbook: Any) -> None:
    built = handbook.build("latex", strict=True)
    (book,) = built.files(".tex").values()
    text = book.decode()
    assert text.count("\\chapter{") == 3
    assert text.count("\\section{Role number") == ROLES
    assert text.count("\\section{Skill number") == SKILLS
    assert text.count("\\section{Person") == PEOPLE
