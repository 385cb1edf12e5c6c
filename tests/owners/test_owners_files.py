"""Owners files on a disk: OWNERS of Kubernetes, entities of Backstage, and the mistakes of all of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tables import tables

from sphinx_roles.catalog.owners import check_owners, read_owners
from sphinx_roles.catalog.sources import Limits
from sphinx_roles.owners import Ownership
from sphinx_roles.problems import CONF

TABLES = tables(__file__)

KUBERNETES = {
    "OWNERS": "approvers: [Alice, '@bob']\nreviewers: [carol, sig-foo]\nlabels: [x]\n",
    "OWNERS_ALIASES": "aliases:\n  SIG-Foo: [david, erin]\n",
    "pkg/OWNERS": "approvers: [sig-foo]\n",
    "pkg/deep/OWNERS": "options: {no_parent_owners: true}\napprovers: [frank]\n",
    "api/OWNERS": 'filters:\n  ".*": {approvers: [gina]}\n  "\\\\.go$": {approvers: [hugo]}\n',
    "empty/OWNERS": "# nobody here\n",
    "pkg/a.go": "",
}


def tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "docs").mkdir(exist_ok=True)
    return folder / "docs"


def read(folder: Path, files: dict[str, str], value: Any) -> tuple[Ownership | None, list[str]]:
    found = read_owners(value, tree(folder, files), Limits())
    return (found.owners[0] if found.owners else None), list(map(str, found.problems))


CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("mistakes.yaml").read_text("utf-8")
)


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_reported_and_the_rest_is_read(tmp_path: Path, name: str) -> None:
    case = CASES[name]
    found, problems = read(tmp_path, case["files"], case["value"])
    rules = [one.pattern or one.entity or f"{one.folder}/" for one in found.rules] if found else []
    assert (problems, rules) == (case["told"], case["rules"])


def named(found: Ownership | None, path: str) -> list[str]:
    assert found is not None
    return [owner.name for rule in found.rules_of(path) for owner in rule.owners]


@pytest.mark.parametrize(("path", "expected"), TABLES["owners are those of all folders above"])
def test_owners_are_those_of_all_folders_above(tmp_path: Path, path: str, expected: list[str]) -> None:
    found, problems = read(tmp_path, KUBERNETES, "../OWNERS")
    assert named(found, path) == expected
    assert problems == []


def test_an_alias_has_its_members_and_reviewers_are_apart(tmp_path: Path) -> None:
    found, _ = read(tmp_path, KUBERNETES, "../OWNERS")
    assert found is not None
    (top,) = [rule for rule in found.rules if not rule.folder]
    assert [(owner.name, owner.members) for owner in top.reviewers] == [
        ("carol", ()),
        ("sig-foo", ("david", "erin")),
    ]
    assert str(top.owners[1].location) == "../OWNERS:1:20"


BACKSTAGE = """\
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: api}
spec: {type: service, owner: group:default/platform}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: Orders}
spec:
  owner: ana
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: Platform}
spec: {type: team, children: [], members: [bo]}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: cy}
spec: {memberOf: [platform]}
"""


def test_a_file_belongs_to_the_entities_nearest_above_it(tmp_path: Path) -> None:
    files = {"catalog-info.yaml": BACKSTAGE.replace("api}", "top}"), "svc/catalog-info.yaml": BACKSTAGE}
    found, problems = read(tmp_path, files, "../**/catalog-info.yaml")
    assert problems == []
    assert found is not None
    assert [rule.entity for rule in found.rules_of("svc/src/x.py")] == ["component:api", "api:Orders"]
    assert [rule.entity for rule in found.rules_of("x.py")] == ["component:top", "api:Orders"]
    (rule,) = found.rules_of_entity("Component:API")
    assert [(owner.name, owner.members) for owner in rule.owners] == [
        ("group:default/platform", ("bo", "cy"))
    ]
    assert str(rule.location) == "../svc/catalog-info.yaml:4:30"
    assert [one.entity for one in found.rules_of_entity("api:*")] == ["api:Orders"] * 2


@pytest.mark.parametrize(("value", "problem"), TABLES["a wrong setting is reported once"])
def test_a_wrong_setting_is_reported_once(tmp_path: Path, value: Any, problem: str) -> None:
    (found,) = check_owners(value, CONF)
    assert found.text.startswith(problem)
    assert read_owners(value, tmp_path, Limits()).owners == ()


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    assert read(tmp_path, {"CODEOWNERS": "* @a\n"}, "../CODEOWNER")[1] == [
        "../CODEOWNER:1:1: the file '../CODEOWNER' is not there; did you mean 'CODEOWNERS'? [roles.missing-file]"
    ] or read(tmp_path, {}, "../CODEOWNER")[1][0].startswith(
        "conf.py:1:1: the file '../CODEOWNER' is not there"
    )


@pytest.mark.parametrize("folder", ["", ".github/", "docs/"])
def test_patterns_begin_at_the_top_of_the_repository(tmp_path: Path, folder: str) -> None:
    found, _ = read(tmp_path, {f"{folder}CODEOWNERS": "/src/ @a\n", "src/x.py": ""}, f"../{folder}CODEOWNERS")
    assert named(found, "src/x.py") == ["@a"]
    assert found is not None
    assert "src/x.py" in found.files
