"""The Python API as its page shows it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import sphinx_roles.analysis
from sphinx_roles import load_catalog
from sphinx_roles.analysis.audit.engine import findings_of
from sphinx_roles.cli import main
from sphinx_roles.problems import Code

PAGE = Path(__file__).parents[1] / "docs/api.md"
REFERENCE = PAGE.with_name("api-reference.md")
DATA = "roles: {dev: {name: Developer}, ops: {}}\nresponsibilities: {deploys: {assign: {dev: A/R, sre: C}}}\n"


OUTPUT = [
    "roles.yaml:2:49: no role answers to 'sre'; there is dev, ops, Developer [roles.unknown-role]",
    "['Developer', 'ops']",
    "['Developer']",
    "[]",
    "Developer role",
    "[('only', 1)]",
    "(0, 1) 0",
    "(0,) 1",
    "(1,) 0",
    "['Developer']",
    "['unknown-role']",
    "unknown-role no role answers to 'sre'; there is dev, ops, Developer",
    "['deploys: Developer became responsible']",
    "None ['deploys']",
    "['Developer', 'ops']",
    "[]",
]


def test_the_examples_of_the_page_run(tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text(DATA, "utf-8")
    (tmp_path / "roles-old.yaml").write_text(DATA.replace("A/R", "A"), "utf-8")
    code = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    run = subprocess.run(
        [sys.executable, "-c", "\n".join(code)], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.stderr == ""
    assert run.stdout.splitlines() == OUTPUT


def test_every_query_and_report_is_in_the_reference() -> None:
    listed = set(re.findall(r"autoclass:: sphinx_roles\.([\w.]+)", REFERENCE.read_text("utf-8")))
    analysis = Path(sphinx_roles.analysis.__file__).parent
    made = {
        f"analysis.{path.relative_to(analysis).with_suffix('').as_posix().replace('/', '.')}.{name}"
        for path in analysis.rglob("*.py")
        for name in re.findall(r"^class (\w+(?:Query|Report))\(\w+, frozen", path.read_text("utf-8"), re.M)
    }
    assert made - listed == {"analysis.who.NameQuery"}


def test_the_findings_are_those_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = "roles: {dev: {review_by: 2020-01-01}}\naccepted: [{rule: unknown-role, on: sre}]\n"
    (tmp_path / "roles.yaml").write_text(f"{data}{DATA.splitlines()[1]}\nrules: {{nosuch: off}}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    main(["check", "--format", "json"])
    catalog, problems = load_catalog()
    rules = {*(str(problem.code) for problem in problems), *(one.rule for one in findings_of(catalog))}
    assert rules == {one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert {"stale", "unknown-key"} <= rules
    assert "unknown-role" not in rules
    assert "stale" not in {one.rule for one in findings_of(load_catalog(rules={"stale": "off"})[0])}


@pytest.mark.parametrize(
    "source", ["x.yaml", ["x.yaml"], {"today": "x.yaml", "then": "y.yaml"}, {"path": "x.yaml"}]
)
def test_a_source_is_what_the_setting_takes(source: object, tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(DATA, "utf-8")
    catalog, problems = load_catalog(source, tmp_path)
    assert [*catalog.roles] == ["dev", "ops"]
    assert Code.UNKNOWN_ROLE in {problem.code for problem in problems}


def test_owners_are_what_the_setting_takes(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(DATA, "utf-8")
    (tmp_path / "CODEOWNERS").write_text("* @zoe\n", "utf-8")
    catalog, _ = load_catalog("x.yaml", tmp_path, owners="CODEOWNERS")
    assert "unknown-owner" in {one.rule for one in findings_of(catalog)}


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    catalog, problems = load_catalog("nosuch.yaml", tmp_path)
    assert (catalog.roles, [problem.code for problem in problems]) == ({}, [Code.MISSING_FILE])
    assert load_catalog(None, tmp_path)[1] == ()


def test_importing_the_package_imports_little() -> None:
    script = (
        "import sys, sphinx_roles; print([n for n in ('sphinx', 'docutils', 'msgspec') if n in sys.modules])"
    )
    assert subprocess.check_output([sys.executable, "-c", script], text=True).strip() == "[]"
