"""A catalog that extends another one; further cases are in `merged.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, find_sources
from sphinx_roles.catalogs import CatalogRegistry
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


def test_fields_are_replaced_and_lists_added_to_or_cut(read: Any) -> None:
    ours = 'roles: {sre: {summary: Ours., skills: ["+ kafka", "- oncall"], holders: [Bo], desk: Core}}'
    value = {"ours": {"path": "ours.yaml", "extends": "company"}, "company": "company.yaml"}
    catalog, problems = read({"company.yaml": COMPANY, "ours.yaml": ours}, value)
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
