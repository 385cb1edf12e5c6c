"""Owners files that are written from a catalog: who is in them, what is left out, and what reading them gives."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import yaml
from msgspec import structs
from owners.random_owners import random_path

from sphinx_roles.analysis.audit.engine import findings_of
from sphinx_roles.analysis.owner import Coverage
from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.owners import read_codeowners
from sphinx_roles.cli import main
from sphinx_roles.export.owners import backstage, codeowners, kubernetes
from sphinx_roles.model import Catalog
from sphinx_roles.owners import Ownership
from sphinx_roles.problems import Location, Problem

ROLES = """\
roles:
  platform:
    name: Platform Engineer
    handles: ["@acme/platform", group:default/plat-form]
    summary: "Builds *tools*\\nfor me@example.com"
    holders: [{name: Ana, handle: "@ana", email: ana@example.com}]
  team: {name: "The\\nTeam", kind: team}
  devops: {name: DevOps, part_of: team, holders: [{name: Bo, handle: bo}, {name: Cy <cy@example.com>}]}
  sre: {name: SRE, status: vacant, covered_by: devops}
  qa: {name: Tester, holders: [{name: Di, handle: "@di@example.social"}]}
responsibilities:
  values: {name: Values, covers: [/deploy/helm/], assign: {devops: A/R}}
  deploys: {name: Deployments, covers: [deploy/**, "*.tf", "a b/", "#x", component:api], assign: {platform: A, devops: R}}
  alerts: {covers: /alerts/, assign: {sre: A/R}}
  tests: {name: Tests, covers: tests/, assign: {qa: A/R}}
  nobody: {covers: nobody/, assign: {qa: C}}
"""
HEAD = "# Written by `sphinx-roles export --format {}` from the handbook's data: change it there.\n"


LEFT_OUT = "Cy of DevOps is left out: there is no handle for it"


@pytest.fixture
def catalog() -> Catalog:
    found, problems = read_body(ROLES, Location("roles.yaml"), format="yaml")
    assert problems == ()
    return found


def test_codeowners_has_a_line_for_each_glob_the_most_general_first(catalog: Catalog) -> None:
    text, left_out = codeowners(catalog)
    assert text == HEAD.format("codeowners") + (
        "\n# Deployments: Platform Engineer\n*.tf @acme/platform\n"
        "\n# Deployments: Platform Engineer\na\\ b/ @acme/platform\n"
        "\n# Deployments: Platform Engineer\n**/#x @acme/platform\n"
        "\n# Deployments: Platform Engineer\n/deploy/ @acme/platform\n"
        "\n# alerts: DevOps\n/alerts/ @bo\n"
        "\n# Values: DevOps\n/deploy/helm/ @bo\n"
    )
    assert left_out == [
        "tests/ of Tests is left out: Tester has no handle for it",
        "nobody/ of nobody is left out: nobody decides",
        LEFT_OUT,
    ]


def _read(text: str, kind: str = "github") -> Ownership:
    problems: list[Problem] = []
    assert kind in ("github", "gitlab")
    rules = read_codeowners(text, "CODEOWNERS", "github" if kind == "github" else "gitlab", problems)
    assert problems == []
    return Ownership(kind="github" if kind == "github" else "gitlab", rules=tuple(rules))


def test_what_is_written_agrees_with_the_data(catalog: Catalog) -> None:
    random = Random(3)
    files = tuple(
        sorted({random_path(random) for _ in range(200)} | {"deploy/helm/x", "deploy/y", "alerts/z"})
    )
    owned = structs.replace(_read(codeowners(catalog)[0]), files=files)
    beside = structs.replace(catalog, owners=(owned,))
    assert [one for one in findings_of(beside) if one.rule in ("owner-differs", "unknown-owner")] == []


@pytest.mark.parametrize("kind", ["github", "gitlab"])
@pytest.mark.parametrize("seed", range(30))
def test_each_file_has_the_owner_that_answers_for_it(seed: int, kind: str) -> None:
    random = Random(seed)
    globs = ["/docs/", "docs/**", "docs/src/*", "*.js", "/src/**/x.js", "api/", "/docs/src/api/", "*"]
    globs += ["**/api/**", "src/*/**", "docs/**/x.js", "src/*.js"]
    rows = {
        f"row{number}": {"covers": [glob], "assign": {f"r{number}": "A/R"}}
        for number, glob in enumerate(random.sample(globs, 5))
    }
    roles = {f"r{number}": {"handles": [f"@r{number}"]} for number in range(5)}
    text = yaml.safe_dump({"roles": roles, "responsibilities": rows})
    catalog, _ = read_body(text, Location("roles.yaml"), format="yaml")
    owned, coverage = _read(codeowners(catalog)[0], kind), catalog.derived(Coverage)
    for path in (random_path(random) for _ in range(60)):
        if kind == "gitlab" and ".js/" in path:
            # There, a glob means a folder only with a slash at its end.
            continue
        answering = {f"@{a.role}" for row in coverage.rows_of(path) for a in row.assign}
        written = {owner.name for rule in owned.rules_of(path) for owner in rule.owners}
        # Of globs that begin with as much, a file can have but one.
        assert written <= answering, path
        assert bool(written) == bool(answering), path


def test_owners_has_people_for_each_glob(catalog: Catalog) -> None:
    text, left_out = kubernetes(catalog)
    filters = yaml.safe_load(text)["filters"]
    assert text.startswith(HEAD.format("owners"))
    assert filters["^deploy/helm/.+$"] == {"approvers": ["bo"]}
    (deploy,) = [one["approvers"] for pattern, one in filters.items() if re.search(pattern, "deploy/x")]
    assert deploy == ["ana"]
    assert len(left_out) == 3
    assert LEFT_OUT in left_out


def test_backstage_has_groups_and_users_and_no_address(catalog: Catalog) -> None:
    text, left_out = backstage(catalog)
    documents = [*yaml.safe_load_all(text)]
    found = {(one["kind"], one["metadata"]["name"]): one for one in documents}
    assert found["Group", "plat-form"]["spec"] == {
        "type": "role",
        "profile": {"displayName": "Platform Engineer"},
        "children": [],
        "members": ["ana"],
    }
    assert found["Group", "plat-form"]["metadata"]["description"] == "Builds tools for [e-mail]"
    assert found["Group", "team"]["spec"]["children"] == ["devops"]
    assert found["Group", "devops"]["spec"]["parent"] == "team"
    assert found["User", "cy"]["spec"] == {"profile": {"displayName": "Cy"}, "memberOf": ["devops"]}
    assert all(one["apiVersion"] == "backstage.io/v1alpha1" for one in documents)
    assert "example.com" not in text
    assert left_out == []


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        code = main(words)
        return (code, *capfd.readouterr())

    return run


def test_check_fails_with_the_differences(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kept = (
        ROLES.replace("  tests: ", "#")
        .replace("  nobody: ", "#")
        .replace(", {name: Cy <cy@example.com>}", "")
    )
    Path("roles.yaml").write_text(kept)
    words = ("export", ".", "--format", "codeowners", "--output", "CODEOWNERS")
    assert run(*words, "--check")[0] == 1
    assert not Path("CODEOWNERS").exists()
    assert run(*words)[0] == 0
    assert run(*words, "--check") == (0, "", "")
    Path("roles.yaml").write_text(kept.replace("covers: /alerts/", "covers: /alarms/"))
    code, out, err = run(*words, "--check")
    assert (code, err) == (1, "")
    assert "--- CODEOWNERS\n+++ what the data says\n" in out
    assert "-/alerts/ @bo\n+/alarms/ @bo\n" in out
    assert "/alerts/" in Path("CODEOWNERS").read_text()


def test_what_is_left_out_is_told_and_ends_with_1(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("roles.yaml").write_text(ROLES)
    code, out, err = run("export", ".", "--format", "codeowners")
    assert (code, out.count("@")) == (1, 6)
    assert err.splitlines()[0] == "tests/ of Tests is left out: Tester has no handle for it"


def test_check_needs_a_file_to_compare_with(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("roles.yaml").write_text(ROLES)
    assert run("export", ".", "--check")[::2] == (
        2,
        "sphinx-roles: --check goes with --output, the file to compare with\n",
    )
