"""The rules about owners files: who is compared with whom, what is counted, and what is nobody's fault."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from audits import read, reported
from msgspec import structs

from sphinx_roles.analysis.audit.engine import findings_of
from sphinx_roles.analysis.audit.finding import sentence
from sphinx_roles.catalog.owners import read_codeowners
from sphinx_roles.owners import Kind, Owner, OwnerRule, Ownership
from sphinx_roles.problems import Location

ROLES = """
roles:
  platform: {name: Platform, handles: ["@acme/platform"], holders: [{name: Ana, handle: ana, email: ana@x.org}]}
  devops: {name: DevOps, holders: [Bo], past_holders: [{name: Zoe, handle: zoe}]}
  sre: {name: SRE, status: vacant, covered_by: devops}
"""
RULES = {"owner-differs", "covered-by-nobody", "covered-twice", "unknown-owner", "gone-owner"}


@pytest.fixture
def told() -> Callable[..., list[str]]:
    """Return what the rules say of rows beside a CODEOWNERS: ``rule line: sentence``."""

    def make(rows: str, owners: str, files: str, kind: Kind = "github", more: str = "") -> list[str]:
        rules = tuple(read_codeowners(owners, "CODEOWNERS", kind, []))
        owned = Ownership(kind=kind, rules=rules, files=tuple(sorted(files.split())))
        catalog = structs.replace(read(f"{ROLES}responsibilities:\n{rows}\n{more}"), owners=(owned,))
        return [
            f"{one.rule} {one.location.line if one.location else 0}: {sentence(one)}"
            for one in findings_of(catalog)
            if one.rule in RULES
        ]

    return make


def row(name: str, covers: str, assign: str) -> str:
    return f"  {name}: {{covers: [{covers}], assign: {{{assign}}}}}"


@pytest.mark.parametrize(
    ("owner", "assign", "expected"),
    [
        ("@acme/platform", "platform: A/R", ""),
        ("@ACME/Platform", "platform: A/R", ""),
        ("@ana", "platform: A/R", ""),
        ("ana@x.org", "platform: A/R", ""),
        ("@other/platform", "platform: A/R", ""),
        ("@ana @bo", "platform: A/R", ""),
        # Who stands in decides, too.
        ("@bo", "sre: A/R", ""),
        # Nobody is named, nobody is known, or nobody decides: other findings, or none.
        ("", "platform: A/R", ""),
        ("@bo @who", "platform: A/R", "unknown-owner 1: @who is no role, holder or handle"),
        ("@bo", "platform: C", ""),
        ("@bo", "platform: 'A?'", ""),
        (
            "@bo",
            "platform: A/R",
            "owner-differs 1: x: Platform (Ana) decides on src/a, which CODEOWNERS gives to @bo (DevOps: Bo)",
        ),
        (
            "@devops @sre",
            "platform: A, devops: R",
            "owner-differs 1: x: Platform (Ana) decides on src/a, which CODEOWNERS gives to @devops (DevOps: Bo) "
            "and @sre (SRE)",
        ),
        (
            "ana@x.org",
            "devops: A/R",
            "owner-differs 1: x: DevOps (Bo) decides on src/a, which CODEOWNERS gives to [e-mail] (Platform: Ana)",
        ),
        ("@zoe", "platform: A/R", "gone-owner 1: Zoe owns files, and has left; formerly DevOps"),
    ],
)
def test_owners_are_compared_with_who_decides(
    told: Callable[..., list[str]], owner: str, assign: str, expected: str
) -> None:
    assert told(row("x", "src/**", assign), f"* {owner}", "src/a") == ([expected] if expected else [])


def test_files_of_one_line_are_one_finding(told: Callable[..., list[str]]) -> None:
    rows = row("x", "/src/", "platform: A/R")
    found = told(rows, "* @bo\n/src/b/ @devops\n", "src/a src/c/d src/b/x src/b/y")
    assert found == [
        "owner-differs 1: x: Platform (Ana) decides on src/ (2), which CODEOWNERS gives to @bo (DevOps: Bo)",
        "owner-differs 2: x: Platform (Ana) decides on src/b/ (2), which CODEOWNERS gives to @devops (DevOps: Bo)",
    ]


def test_on_gitlab_one_section_that_agrees_is_enough(told: Callable[..., list[str]]) -> None:
    rows = row("x", "/src/", "platform: A/R")
    assert told(rows, "* @bo\n[Code]\n* @ana\n", "src/a", "gitlab") == []


def test_entities_are_compared_too() -> None:
    at = Location("catalog-info.yaml", 4, 9)
    rule = OwnerRule(location=at, owners=(Owner("group:default/devops", at),), entity="component:api")
    owned = Ownership(kind="backstage", rules=(rule,))
    text = f"{ROLES}responsibilities:\n{row('x', 'component:API', 'platform: A/R')}\n"
    catalog = structs.replace(read(text), owners=(owned,))
    found = [one for one in findings_of(catalog) if one.rule == "owner-differs"]
    assert [sentence(one) for one in found] == [
        "x: Platform (Ana) decides on component:api, which catalog-info.yaml gives to group:default/devops "
        "(DevOps: Bo)"
    ]
    assert (found[0].location, found[0].also) == (at, catalog.rows[0].location)


def test_the_folder_with_the_most_files_comes_first(told: Callable[..., list[str]]) -> None:
    files = "a/1 b/1 b/2 b/c/3 d/1 d/e/1 d/e/2 top src/x src/y c/1 e/1 f/1"
    found = told(row("x", "/src/, d/1, /c/, /e/, f/", "platform: A/R"), "/a/ @ana\n", files)
    assert found == [
        "covered-by-nobody 1: b/: no responsibility and no owner covers 3 of 3 files",
        "covered-by-nobody 1: d/e/: no responsibility and no owner covers 2 of 2 files",
        "covered-by-nobody 1: /: no responsibility and no owner covers 1 of 13 files",
    ]


def test_a_few_files_can_be_let_be(told: Callable[..., list[str]]) -> None:
    assert (
        told(row("x", "/a/", "platform: A/R"), "", "a/1 b/1", more="rules: {covered-by-nobody: {files: 2}}")
        == []
    )


def test_a_finding_is_accepted_by_its_folder_and_owner(told: Callable[..., list[str]]) -> None:
    more = (
        "accepted:\n  - {rule: covered-by-nobody, on: vendor/, reason: theirs}\n"
        '  - {rule: unknown-owner, on: "@who", reason: a bot}\n'
        "  - {rule: owner-differs, on: x, reason: soon}\n"
    )
    rows, owners = row("x", "/src/", "platform: A/R"), "/src/ @bo\n/docs/ @who\n"
    assert told(rows, owners, "src/a vendor/b docs/c", more=more) == []
    assert len(told(rows, owners, "src/a vendor/b docs/c")) == 3


def test_without_an_owners_file_there_is_nothing_to_compare_with() -> None:
    text = f"{ROLES}responsibilities:\n{row('x', '/src/', 'platform: A/R')}\n{row('y', '/src/', 'devops: A/R')}\n"
    assert [one for one in reported(text) if one.split(":")[0] in RULES] == []


def test_roles_of_a_project_are_no_names_of_ours(told: Callable[..., list[str]]) -> None:
    assert told(row("x", "/a/", "platform: A/R"), "* @@maintainer\n", "a/1", "gitlab") == []
