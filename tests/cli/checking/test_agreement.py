"""The command and the documentation build find the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.cli.check import check

MISTAKES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[3] / "docs/_ext/mistakes.yaml").read_text("utf-8")
)
# These speak of what a page draws or asks; no page is read here.
OF_PAGES = {"option", "unknown-catalog", "empty-view", "nobody", "markup", "image", "ref"}
DATA = {name: mistake for name, mistake in MISTAKES.items() if name not in OF_PAGES and "files" in mistake}


def found(project: Any, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], list[str]]:
    """Return what the build reports of a project, and what the command does."""
    built = project.build("dummy")
    monkeypatch.chdir(project.source)
    issues = check([])
    reported = [f"{one.path}:{one.line}:{one.column}: {one.text} [roles.{one.rule}]" for one in issues.issues]
    lines = (line.replace("WARNING: ", "", 1) for line in built.warnings if "[roles." in line)
    return sorted([*lines, *built.notes]), sorted(reported)


@pytest.mark.parametrize("name", DATA)
def test_every_mistake_is_reported_alike(
    name: str, project: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"index.rst": "Page\n====\n", **DATA[name].get("files", {})}
    if not any(file in files for file in ("roles.yaml", "conf.py")):
        files["roles.yaml"] = "roles: {}\n"
    conf = {"roles_findings_warn_from": "hint", **DATA[name].get("conf", {})}
    built, reported = found(project(files, **conf), monkeypatch)
    assert built == reported


def test_the_name_that_may_be_meant_accepts_nothing(
    project: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = """\
roles: {sre: {}}
responsibilities: {deploys: {assign: {sre: A/R, srr: C}}}
accepted: [{rule: unknown-role, on: sre}]
"""
    built, reported = found(project({"index.rst": "Page\n====\n", "roles.yaml": data}), monkeypatch)
    assert "no role answers to 'srr'; did you mean 'sre'? [roles.unknown-role]" in built[0]
    assert [line for line in reported if "unknown-role" in line] == built


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_every_rule_is_reported_alike(
    rule: Any, project: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    files = {"index.rst": "Page\n====\n", "roles.yaml": rule.bad}
    settings: dict[str, Any] = {"roles_findings_warn_from": "hint"}
    if rule.owners:
        files |= {**dict.fromkeys(rule.files, ""), "CODEOWNERS": rule.owners}
        settings["roles_owners"] = "CODEOWNERS"
        settings["exclude_patterns"] = ["docs"]
    built, reported = found(project(files, **settings), monkeypatch)
    assert built == reported
    assert any(line.endswith(f"[roles.{rule.id}]") for line in reported)
