"""``check`` and a build beside an owners file: findings at its lines, with the other place."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
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


SENTENCE = (
    "Deployments: Platform (Ana) decides on deploy/ (2), which CODEOWNERS gives to [e-mail] (DevOps: Bo)"
)


def test_the_report_has_both_places(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", ".", "--fail-on", "error"]) == 0
    out = capsys.readouterr().out
    assert f"CODEOWNERS:2:1: warning: {SENTENCE} [owner-differs]" in out
    assert "    2 | /deploy/ bo@example.com" in out
    assert "      = also at roles.yaml:5" in out
    assert main(["check", "."]) == 1


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


def test_the_rule_is_set_as_all_are(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "roles.yaml").write_text(ROLES + "rules: {owner-differs: off}\n")
    main(["check", "."])
    assert "owner-differs" not in capsys.readouterr().out
    (folder / "roles.yaml").write_text(
        ROLES + "accepted: [{rule: owner-differs, on: deploys, reason: until May, until: 2999-05-31}]\n"
    )
    main(["check", "."])
    assert "1 accepted" in capsys.readouterr().out


def test_files_alone_are_not_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "roles.yaml"])
    assert "owner-differs" not in capsys.readouterr().out


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


def test_what_was_there_at_a_revision_is_not_new(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    (folder / "CODEOWNERS").write_text("/deploy/ @ana @gone\n")
    git = ["git", "-c", "user.name=Ana", "-c", "user.email=ana@example.com", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "All"], check=True)
    assert main(["check", "."]) == 1
    assert {"covered-by-nobody", "unknown-owner"} <= {*re.findall(r"\[([a-z-]+)\]", capsys.readouterr().out)}
    assert main(["check", ".", "--since", "HEAD"]) == 0
    (folder / "new").mkdir()
    (folder / "new/file").write_text("")
    subprocess.run([*git, "add", "."], check=True)
    capsys.readouterr()
    assert main(["check", ".", "--since", "HEAD"]) == 1
    assert "new/: no responsibility and no owner covers 1 of 1 files" in capsys.readouterr().out
