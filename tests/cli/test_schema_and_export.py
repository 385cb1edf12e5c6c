"""``schema`` and ``export``: what they print and write, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

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


def test_the_same_bytes_whatever_the_terminal_is(project: Path) -> None:
    import os
    import subprocess
    import sys

    (project / "roles.yaml").write_text("roles: {sre: {name: Ingénieur}}\n", "utf-8")
    outputs: list[Any] = []
    for encoding in ("utf-8", "ascii", "cp1252"):
        command = [sys.executable, "-m", "sphinx_roles", "export", "roles.yaml"]
        environ = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONHASHSEED": str(len(outputs))}
        outputs.append(subprocess.run(command, env=environ, capture_output=True, check=True).stdout)
    assert len(set(outputs)) == 1
    assert "Ingénieur".encode() in outputs[0]
