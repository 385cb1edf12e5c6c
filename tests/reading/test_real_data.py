"""Data of other people: what is a matrix is read whole, what is not is told and never raises."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from reading.cases import cases

from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import find_sources

DATA = Path(__file__).parents[3] / "shared" / "data"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")


def test_the_matrix_of_a_course() -> None:
    sources, _ = find_sources("github-octoacme-raci/role-responsibility-matrix-template.md", DATA)
    catalog, problems = read_catalog(sources[""])
    assert not problems
    assert len(catalog.roles) == 10
    assert len(catalog.rows) == 35
    assert len(catalog.sections) == 8
    assert {key: one.name for key, one in catalog.matrices.items() if key} == {
        "project-lifecycle-activities": "Project Lifecycle Activities"
    }
    letters = Counter(letter for row in catalog.rows for one in row.assign for letter in one.letters)
    held = [(row.name, one) for row in catalog.rows for one in row.assign]
    both = {name: str(catalog.roles[one.role].name) for name, one in held if one.letters == ("R", "A")}
    assert both == {
        **dict.fromkeys(
            ("Feature development", "Code reviews", "Unit testing", "Defect triage"), "Developers"
        ),
        **dict.fromkeys(("Incident response", "User feedback collection"), "Support/Operations Lead"),
        "Production monitoring": "Support/Operations Lead",
        "Test execution": "QA Lead",
    }
    assert sum(letters.values()) - len(both) == 350
    assert not any(one.unread for row in catalog.rows for one in row.assign)
    row = catalog.find_row("Feature development")
    assert row is not None
    assert row.section == "execution-phase"


@pytest.mark.parametrize(("path", "code"), cases("real_data", "a file of another shape is one problem"))
def test_a_file_of_another_shape_is_one_problem(path: str, code: str) -> None:
    sources, missing = find_sources(path, DATA)
    catalog, problems = read_catalog(sources[""])
    assert not missing
    assert [one.code for one in problems] == [code]
    assert not catalog.roles
    assert not catalog.rows


def test_everything_at_once_by_glob() -> None:
    sources, problems = find_sources("**/*", DATA)
    catalog, reported = read_catalog(sources[""])
    assert not problems
    assert not reported
    assert not catalog.rows
