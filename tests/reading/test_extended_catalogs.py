"""A catalog that extends another one: fields replaced, lists added to or cut, rows changed and left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, find_sources
from sphinx_roles.catalogs import CatalogRegistry
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code

COMPANY = """\
roles:
  sre: {name: SRE, summary: Keeps it up., skills: [slo, oncall], holders: [Ana], cost: 1}
  dev: {name: Developer}
  qa: {name: Tester, reports_to: dev}
responsibilities:
  Delivery:
    rows:
      deploys: {name: Deployments, summary: To production., assign: {dev: A/R, sre: C, qa: I}}
      tests: {name: Tests, assign: {qa: A/R}}
rules: {no-backup: hint}
"""
OURS = {"path": "ours.yaml", "extends": "company"}


def read(folder: Path, ours: str, value: Any = OURS, company: str = COMPANY) -> tuple[Catalog, list[str]]:
    (folder / "company.yaml").write_text(company)
    (folder / "ours.yaml").write_text(ours)
    named, found = find_sources({"ours": value, "company": "company.yaml"}, folder)
    catalog, problems = read_catalog(named["ours"], Settings(), found)
    return catalog, [str(problem) for problem in problems]


def letters(catalog: Catalog, row: str) -> dict[str, str]:
    return {
        one.role: "/".join(one.letters) for found in catalog.rows if found.id == row for one in found.assign
    }


def test_fields_are_replaced_and_lists_added_to_or_cut(tmp_path: Path) -> None:
    catalog, problems = read(
        tmp_path, 'roles: {sre: {summary: Ours., skills: ["+ kafka", "- oncall"], holders: [Bo], desk: Core}}'
    )
    sre = catalog.roles["sre"]
    assert problems == []
    assert (str(sre.name), str(sre.summary)) == ("SRE", "Ours.")
    assert [one.skill for one in sre.skills] == ["slo", "kafka"]
    assert [str(one.name) for one in sre.holders or ()] == ["Bo"]
    assert sre.own == {"cost": "1", "desk": "Core"}
    assert list(catalog.roles) == ["sre", "dev", "qa"]
    # It is edited where it was said last.
    assert sre.location is not None
    assert sre.location.file == "ours.yaml"


@pytest.mark.parametrize(
    "ours",
    [
        'responsibilities: {deploys: {assign: {sre: A/R, qa: "-"}}}',
        'responsibilities: {Delivery: {rows: {deploys: {assign: {sre: A/R, qa: "-"}}}}}',
        "responsibilities: {deploys: {assign: {sre: A/R, qa: null}}}",
    ],
)
def test_a_row_is_changed_role_by_role(tmp_path: Path, ours: str) -> None:
    catalog, problems = read(tmp_path, ours)
    assert problems == []
    assert letters(catalog, "deploys") == {"dev": "R/A", "sre": "R/A"}
    assert [row.id for row in catalog.rows] == ["deploys", "tests"]
    assert str(catalog.rows[0].summary) == "To production."
    assert catalog.rows[0].section == "Delivery"


def test_a_table_changes_the_roles_in_its_heads(tmp_path: Path) -> None:
    company = COMPANY.replace("  Delivery:", "  Delivery:\n    matrix: work").replace(
        "name: Deployments", "name: deploys"
    )
    (tmp_path / "ours.csv").write_text("Responsibility,SRE,Tester\ndeploys,A,\n")
    value = {"path": "ours.csv", "extends": "company", "matrix": "work"}
    catalog, problems = read(tmp_path, "", value, company + "matrices: {work: Work}\n")
    assert problems == []
    assert letters(catalog, "deploys") == {"dev": "R/A", "sre": "A"}


def test_what_is_left_out(tmp_path: Path) -> None:
    catalog, problems = read(tmp_path, "roles: {data: Data}", {**OURS, "without": ["Tests", "Tester"]})
    assert problems == []
    assert [row.id for row in catalog.rows] == ["deploys"]
    assert list(catalog.roles) == ["sre", "dev", "data"]
    assert letters(catalog, "deploys") == {"dev": "R/A", "sre": "C"}


@pytest.mark.parametrize(
    ("without", "reported"),
    [
        ("testz", "'testz' is to be left out, and is no role and no responsibility that is extended; did you mean 'tests'?"),
        ("data", "'data' is to be left out, and is no role and no responsibility that is extended"),
        ("dev", "the role 'dev' is to be left out, but is named by qa"),
    ],
)  # fmt: skip
def test_what_cannot_be_left_out(tmp_path: Path, without: str, reported: str) -> None:
    catalog, problems = read(tmp_path, "roles: {data: Data}", {**OURS, "without": without})
    assert len(problems) == 1
    assert reported in problems[0]
    assert len(catalog.roles) == 4


def test_the_same_twice_in_one_layer_is_still_reported(tmp_path: Path) -> None:
    (tmp_path / "more.yaml").write_text("roles: {sre: {summary: More.}}")
    catalog, problems = read(
        tmp_path, "roles: {sre: {summary: Ours.}}", {"path": ["ours.yaml", "more.yaml"], "extends": "company"}
    )
    assert str(catalog.roles["sre"].summary) == "Ours."
    assert problems == [
        "more.yaml:1:9: the role 'sre' is defined here and at ours.yaml:1:9, with another summary; "
        "the first one is used [roles.duplicate-role]"
    ]


def test_catalogs_extend_each_other_in_a_row(tmp_path: Path) -> None:
    (tmp_path / "team.yaml").write_text("roles: {sre: {summary: The team's.}}\nrules: {no-backup: error}")
    catalog, problems = read(
        tmp_path, "roles: {sre: {summary: Ours., name: Sre}}", {"path": "team.yaml", "extends": OURS}
    )
    assert problems == []
    assert (str(catalog.roles["sre"].name), str(catalog.roles["sre"].summary)) == ("Sre", "The team's.")
    assert catalog.rules == {"no-backup": "error"}


@pytest.mark.parametrize(
    ("value", "reported"),
    [
        ({"path": "ours.yaml", "extends": "ours"}, "roles_catalog: extends leads in a circle: ours → ours"),
        ({"path": "ours.yaml", "extends": "compny.yaml"}, "the file 'compny.yaml' is not there; did you mean 'company.yaml'?"),
        ({"path": "ours.yaml", "extends": 3}, "the option 'extends' of a source in roles_catalog takes the name of a catalog, or a path, not 3"),
        ({**OURS, "without": 3}, "the option 'without' of a source in roles_catalog takes a list of roles and responsibilities, not 3"),
        ({"path": "ours.yaml", "package": "no_such_handbook"}, "no package 'no_such_handbook' is installed here"),
        ({"path": "ours.yaml", "package": "../up"}, "no package '../up' is installed here"),
    ],
)  # fmt: skip
def test_what_cannot_be_extended_is_one_warning(tmp_path: Path, value: Any, reported: str) -> None:
    _, problems = read(tmp_path, "roles: {data: Data}", value)
    assert len(problems) == 1
    assert reported in problems[0]


def test_a_circle_is_one_warning(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("roles: {sre: {}}")
    around = {"a": "b", "b": "c", "c": "a", "d": "a"}
    value = {name: {"path": "a.yaml", "extends": other} for name, other in around.items()}
    named, problems = find_sources(value, tmp_path)
    assert [str(one) for one in problems] == [
        "conf.py:1:1: roles_catalog: extends leads in a circle: a → b → c → a [roles.config]"
    ]
    assert all(named.values())


def test_a_package_holds_the_catalog_of_a_company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site" / "acme_handbook"
    package.mkdir(parents=True)
    # Its code is not run for that.
    (package / "__init__.py").write_text("raise RuntimeError")
    (package / "roles.yaml").write_text(COMPANY.replace("name: SRE", "name: Reliability"))
    monkeypatch.syspath_prepend(str(package.parent))
    (tmp_path / "ours.yaml").write_text("roles: {sre: {summary: Ours.}}")
    value = {"path": "ours.yaml", "extends": {"package": "acme_handbook", "path": "roles.yaml"}}
    named, found = find_sources(value, tmp_path)
    catalog, problems = read_catalog(named[""], Settings(), found)
    assert problems == ()
    assert str(catalog.roles["sre"].name) == "Reliability"
    # No path of a machine is in what is shown of it.
    assert catalog.files == ("acme_handbook/roles.yaml", "ours.yaml")


def test_what_one_catalog_lacks_is_no_gap_in_another(tmp_path: Path) -> None:
    (tmp_path / "roles.yaml").write_text("roles: {sre: {name: SRE, extends: nobody}}", "utf-8")
    company = {"package": "no_such_handbook", "path": "roles.yaml"}
    for value in ({"ours": "roles.yaml", "company": company}, {"company": company, "ours": "roles.yaml"}):
        registry, problems = CatalogRegistry.load(value, tmp_path, Settings())
        assert {problem.code for problem in problems} == {Code.MISSING_FILE, Code.UNKNOWN_ROLE}
        assert not registry.catalogs["ours"].incomplete
        assert registry.catalogs["company"].incomplete
