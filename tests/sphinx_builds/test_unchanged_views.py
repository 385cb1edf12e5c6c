"""A change that a view does not show leaves its page as it is."""

from __future__ import annotations

import pytest
from conftest import Maker

DATA = """\
roles: {a: {name: A, status: active}, b: B}
matrices: {m: {name: Old, summary: Old words}}
responsibilities: {r: {matrix: m, assign: {a: A/R, b: C}}}
"""


@pytest.mark.parametrize(
    ("view", "old", "new"),
    [
        ("role-comparison", "summary: Old words", "summary: New words"),
        ("role-comparison", "name: Old", "name: New"),
        ("role-overlap", "status: active", "status: draft"),
        ("role-overlap", "summary: Old words", "summary: New words"),
        ("role-index", "status: active", "status: active, covered_by: b"),
    ],
)
def test_the_page_is_not_read_again(view: str, old: str, new: str, project: Maker) -> None:
    made = project({"index.rst": f"T\n=\n\n.. {view}:: a, b\n", "roles.yaml": DATA})
    before = made.build("html").page("index.html")
    (made.source / "roles.yaml").write_text(DATA.replace(old, new), "utf-8")
    again = made.build("html")
    assert (again.read, again.page("index.html") == before) == ([], True)
