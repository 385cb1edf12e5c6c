"""Packages outside add output formats of `check` and rules by entry points; a broken one is one message."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tables import tables

import sphinx_roles

TABLES = tables(__file__)

ACME = """
from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.analysis.audit.rule import Rule, all_roles, finder

def count(checked, least):
    return f"{len(checked.issues)} in all, fails: {checked.fails(least)}"

def broken(checked, least):
    raise KeyError("boat")

def silent(checked, least):
    return None

def rule(name, function, **more):
    record = {"kind": "role", "severity": Severity.ERROR, "title": "A hero.", "about": "Share the work."}
    texts = {"folded": "{count} of {total} are heroes", "bad": "roles: {}", "message": "x", "good": "roles: {}"}
    return Rule(id=name, **{**record, **texts, **more}), finder(name, totals=all_roles)(function)

def heroes(index, rule):
    return [rule.finding(role, "{role} is a hero") for role in index.own if role.name == "Hero"]

HERO = rule("no-hero", heroes)
UNFILLED = rule("unfilled", lambda index, rule: [rule.finding(role, "{who}") for role in index.own])
UNMERGED = rule("unmerged", lambda index, rule: [rule.finding(role, "x") for role in index.own], merged="{who}")
FOREIGN = rule("foreign", lambda index, rule: heroes(index, UNUSED))
RAISES = rule("raises", lambda index, rule: 1 / 0)
KIND = rule("kind", heroes, kind="boat")
"""


def run(folder: Path, entry_points: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command where a package with these entry points is installed."""
    metadata = folder / "site" / "acme-1.0.dist-info"
    metadata.mkdir(parents=True)
    (folder / "site" / "acme_roles.py").write_text(ACME)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(entry_points)
    (folder / "roles.yaml").write_text("roles: {sre: {name: Hero}}\n")
    path = os.pathsep.join([str(folder / "site"), str(Path(sphinx_roles.__file__).parents[1])])
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "sphinx_roles", *words]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(("entry", "code", "out", "error"), TABLES["an output format of check"])
def test_an_output_format_of_check(tmp_path: Path, entry: str, code: int, out: str, error: str) -> None:
    found = run(tmp_path, f"[sphinx_roles.check_formats]\nacme = {entry}\n", "check", "--format", "acme")
    assert (found.returncode, found.stdout) == (code, out), found.stderr
    assert error in found.stderr
    assert len(found.stderr.splitlines()) == bool(error)


def test_a_built_in_name_is_not_taken_over(tmp_path: Path) -> None:
    points = "[sphinx_roles.check_formats]\njson = acme_roles:count\n[sphinx_roles.rules]\nstale = acme_roles:HERO\n"
    found = run(tmp_path, points, "check", "--format", "json")
    assert json.loads(found.stdout)["findings"] == []


@pytest.mark.parametrize(("name", "entry", "message"), TABLES["a rule"])
def test_a_rule(tmp_path: Path, name: str, entry: str, message: str) -> None:
    points = f"[sphinx_roles.rules]\n{name} = {entry}\n"
    found = run(tmp_path, points, "check", "--format", "json")
    assert (found.returncode, found.stderr) == (1, "")
    (issue,) = json.loads(found.stdout)["findings"]
    assert (issue["rule"], issue["severity"]) == (name, "error")
    assert message in issue["message"]


def test_a_rule_is_explained_and_can_be_off(tmp_path: Path) -> None:
    points = "[sphinx_roles.rules]\nno-hero = acme_roles:HERO\n"
    assert run(tmp_path, points, "check", "--explain", "no-hero").stdout.startswith(
        "no-hero (error): A hero."
    )
    other = tmp_path / "other"
    other.mkdir()
    (other / "conf.py").write_text("roles_rules = {'no-hero': 'off'}\nroles_catalog = 'roles.yaml'\n")
    assert run(other, points, "check").stdout == "no findings (1 file read)\n"
