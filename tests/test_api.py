"""The Python API as its page shows it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sphinx_roles import load_catalog
from sphinx_roles.problems import Code

PAGE = Path(__file__).parents[1] / "docs/api.md"
DATA = "roles: {dev: {name: Developer}, ops: {}}\nresponsibilities: {deploys: {assign: {dev: A/R, sre: C}}}\n"


def test_the_example_of_the_page_runs(tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text(DATA, "utf-8")
    code = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    run = subprocess.run([sys.executable, "-c", code[0]], cwd=tmp_path, capture_output=True, text=True)
    assert run.stderr == ""
    assert run.stdout.splitlines()[0].startswith("roles.yaml:2:")
    assert {"['Developer', 'ops']", "['Developer']"} & set(run.stdout.splitlines())


@pytest.mark.parametrize(
    "source", ["x.yaml", ["x.yaml"], {"today": "x.yaml", "then": "y.yaml"}, {"path": "x.yaml"}]
)
def test_a_source_is_what_the_setting_takes(source: object, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(DATA, "utf-8")
    catalog, problems = load_catalog(source, tmp_path)
    assert [*catalog.roles] == ["dev", "ops"]
    assert Code.UNKNOWN_ROLE in {problem.code for problem in problems}


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    catalog, problems = load_catalog("nosuch.yaml", tmp_path)
    assert (catalog.roles, [problem.code for problem in problems]) == ({}, [Code.MISSING_FILE])
    assert load_catalog(None, tmp_path)[1] == ()


def test_importing_the_package_imports_little() -> None:
    script = (
        "import sys, sphinx_roles; print([n for n in ('sphinx', 'docutils', 'msgspec') if n in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "[]"
