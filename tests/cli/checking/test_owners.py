"""``check`` and a build beside an owners file: findings at its lines, with the other place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.cli import main

ROLES = """\
roles:
  platform: {name: Platform, holders: [Ana]}
  devops: {name: DevOps, holders: [{name: Bo, email: bo@example.com}]}
responsibilities:
  deploys: {name: Deployments, covers: deploy/**, assign: {platform: A/R}}
"""
OWNERS = "* @ana\n/deploy/ bo@example.com\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "conf.py": 'extensions = ["sphinx_roles"]\nroles_owners = "CODEOWNERS"\n',
        "roles.yaml": ROLES,
        "CODEOWNERS": OWNERS,
        "deploy/a.yaml": "",
        "deploy/b.yaml": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_sarif_has_the_line_of_the_owners_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", ".", "--format", "sarif"])
    out = capsys.readouterr().out
    found = [one for one in json.loads(out)["runs"][0]["results"] if one["ruleId"] == "owner-differs"]
    (location,) = found[0]["locations"]
    (related,) = found[0]["relatedLocations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "CODEOWNERS"
    assert location["physicalLocation"]["region"]["startLine"] == 2
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "roles.yaml"
    assert "example.com" not in out


def test_the_audit_of_a_page_says_it_and_is_read_again_for_it(project: Callable[..., Any]) -> None:
    files = {
        "index.rst": "Title\n=====\n\n.. toctree::\n\n   other\n\n.. responsibility-audit::\n",
        "other.rst": "Other\n=====\n\n.. responsibility-matrix::\n",
        "roles.yaml": ROLES,
        "CODEOWNERS": OWNERS,
        "deploy/a.yaml": "",
        "deploy/b.yaml": "",
    }
    made = project(files, roles_owners="CODEOWNERS")
    built = made.build(strict=True)
    assert "deploy/ (2)" in built.page()
    assert "example.com" not in built.page()
    made.write("CODEOWNERS", f"# moved\n{OWNERS}")
    assert made.build(strict=True).read == []
    made.write("CODEOWNERS", f"# moved\n{OWNERS}".replace("/deploy/ bo@example.com", "/deploy/ @ana"))
    again = made.build(strict=True)
    assert again.read == ["index"]
    assert "deploy/ (2)" not in again.page()
    made.write("deploy/c.yaml", "")
    assert made.build(strict=True).read == []
    # How often an owner is named is counted, but not said.
    made.write("CODEOWNERS", "* @ana @gone\n")
    assert made.build(strict=True).read == ["index"]
    made.write("CODEOWNERS", "* @ana @gone\n/deploy/ @ana @gone\n")
    assert made.build(strict=True).read == []
