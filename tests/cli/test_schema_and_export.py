"""``schema`` and ``export``: what they print and write, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sphinx_roles.cli import main
from sphinx_roles.export.schemas import catalog_schema, facts_schema

ROLES = """\
roles: {sre: {name: Engineer, holders: [{name: Ana, email: ana@example.com}], cost: "4", other: x}}
responsibilities:
  deploys: {name: Deployments, assign: {sre: A/R}}
"""
CONF = 'roles_catalog = {"today": "roles.yaml", "old": ["old.yaml"]}\nroles_fields = {"cost": "Cost"}\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "roles.yaml").write_text(ROLES)
    (tmp_path / "old.yaml").write_text(
        "roles: {dev: {}}\nmatrices: {a: {}, b: {}}\n"
        "responsibilities: {x: {matrix: a, assign: {dev: A/R}}, y: {matrix: b, assign: {dev: R}}}\n"
    )
    return tmp_path


Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("of", ["catalog", "role", "export"])
def test_schema_prints_one(run: Run, of: str) -> None:
    code, out, err = run("schema", "--of", of)
    assert (code, err) == (0, "")
    Draft202012Validator.check_schema(json.loads(out))
    assert json.loads(out)["$id"].endswith(f"/{of}.schema.json")
    assert out.endswith("}\n")


def test_schema_writes_a_file(run: Run, project: Path) -> None:
    assert run("schema", "--output", "editor/roles.schema.json") == (
        0,
        "",
        "Wrote editor/roles.schema.json.\n",
    )
    assert json.loads((project / "editor/roles.schema.json").read_text("utf-8")) == catalog_schema()
    code, _, err = run("schema", "--output", "editor")
    assert (code, err) == (2, "sphinx-roles: editor is a folder; a file is expected\n")


def test_export_prints_json(run: Run, project: Path) -> None:
    code, out, err = run("export")
    assert (code, err) == (0, "")
    document = json.loads(out)
    Draft202012Validator(facts_schema()).validate(document)
    assert [catalog["name"] for catalog in document["catalogs"]] == ["today", "old"]
    assert document["catalogs"][0]["roles"][0]["own"] == {"cost": {"label": "Cost", "value": "4"}}
    assert "ana@" not in out
    assert '"x"' not in out.split('"old"')[0]


def test_export_of_one_catalog(run: Run, project: Path) -> None:
    code, out, _ = run("export", ".", "--catalog", "old", "--format", "csv")
    assert code == 0
    assert out.splitlines()[1:] == ["a,,x,dev,A/R,,,,x,dev", "b,,y,dev,R,,,,y,dev"]
    code, out, err = run("export", "--catalog", "odl")
    assert (code, out, err) == (2, "", "sphinx-roles: no catalog is called 'odl'; did you mean 'old'?\n")


def test_export_of_a_matrix(run: Run, project: Path) -> None:
    assert run("export", "--format", "matrix")[:2] == (0, "Responsibility,Engineer\nDeployments,A/R\n")
    old = ("export", "--catalog", "old", "--format", "matrix")
    assert run(*old)[2] == "sphinx-roles: there are several matrices; name one of them with --matrix: a, b\n"
    assert run(*old, "--matrix", "b")[1] == "Responsibility,dev\ny,R\n"
    assert run(*old, "--matrix", "c")[2] == "sphinx-roles: no matrix is called 'c'; there is a, b\n"
    assert run("export", "--matrix", "a")[2] == "sphinx-roles: --matrix goes with --format matrix\n"


def test_export_writes_a_file_and_never_its_source(run: Run, project: Path) -> None:
    assert run("export", "--format", "markdown", "--output", "who.md") == (
        0,
        "",
        "Only the first catalog is in it; --catalog names another one: old\nWrote who.md.\n",
    )
    assert (project / "who.md").read_bytes().startswith(b"# Roles and responsibilities: today\n\n## Roles\n")
    code, _, err = run("export", "--output", "./roles.yaml")
    assert (code, err) == (
        2,
        "sphinx-roles: ./roles.yaml is one of the files that were read; name another one\n",
    )
    assert (project / "roles.yaml").read_text() == ROLES


def test_export_reports_what_could_not_be_read(run: Run, project: Path) -> None:
    (project / "roles.yaml").write_text(ROLES + "  x: {assign: {nobody: R}}\n")
    code, out, err = run("export")
    assert code == 1
    assert "roles.yaml:4:16: no role answers to 'nobody'" in err
    assert json.loads(out)["catalogs"][0]["counts"]["responsibilities"] == 2


@pytest.mark.parametrize("form", ["codeowners", "owners"])
def test_an_owners_file_without_a_rule_is_reported(run: Run, project: Path, form: str) -> None:
    code, out, err = run("export", "old.yaml", "--format", form)
    assert (code, err) == (1, f"no responsibility has `covers`, so the file for {form} has no rule\n")
    assert out.startswith("# Written by")


@pytest.mark.parametrize("form", ["codeowners", "owners", "backstage"])
def test_an_owners_file_that_was_written_by_hand_is_kept(run: Run, project: Path, form: str) -> None:
    words = ("export", "--catalog", "today", "--format", form, "--output", "out")
    (project / "out").write_text("* @ana\n")
    code, _, err = run(*words)
    assert (code, err) == (2, "sphinx-roles: out was not written by this command; --force overwrites it\n")
    assert (project / "out").read_text() == "* @ana\n"
    # What the command wrote itself, it writes again.
    for more in (["--force"], []):
        assert run(*words, *more)[0] < 2
        assert "@ana" not in (project / "out").read_text()


def test_without_anything_to_export(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run("export")
    assert (code, out) == (2, "")
    assert err.startswith("sphinx-roles: no catalog in .")


def test_the_same_bytes_whatever_the_terminal_is(project: Path) -> None:
    import os
    import subprocess
    import sys

    (project / "roles.yaml").write_text("roles: {sre: {name: Ingénieur}}\n", "utf-8")
    outputs: list[Any] = []
    for encoding in ("utf-8", "ascii", "cp1252"):
        command = [sys.executable, "-m", "sphinx_roles.cli", "export", "roles.yaml"]
        environ = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONHASHSEED": str(len(outputs))}
        outputs.append(subprocess.run(command, env=environ, capture_output=True, check=True).stdout)
    assert len(set(outputs)) == 1
    assert "Ingénieur".encode() in outputs[0]


def test_a_format_of_one_catalog_says_that_there_are_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("conf.py").write_text(
        "extensions = ['sphinx_roles']\nroles_catalog = {'one': 'a.yaml', 'two': 'b.yaml'}\n"
    )
    for name in ("a", "b"):
        Path(f"{name}.yaml").write_text(
            f"roles: {{{name}: {{}}}}\nresponsibilities: {{x: {{assign: {{{name}: A/R}}}}}}\n"
        )
    for form, reported in (("csv", True), ("matrix", True), ("markdown", True), ("json", False)):
        assert main(["export", "--format", form]) == 0
        assert ("--catalog names another one: two" in capsys.readouterr().err) == reported
    assert main(["export", "--format", "csv", "--catalog", "two"]) == 0
    assert capsys.readouterr().err == ""
