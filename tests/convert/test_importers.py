"""Importers are entry points: ours, and those of packages outside."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sphinx_roles.catalog.sources import importers
from sphinx_roles.cli import main

ACME = """
from sphinx_roles.catalog.field_maps import Mapped, scalars_at
from sphinx_roles.catalog.nodes import MappingNode, ScalarNode

def read(documents, context):
    names = [one for document in documents for one in scalars_at(document, "crew.name")]
    if not names and not context.named:
        return None
    at = documents[0].at
    roles = MappingNode([(one, MappingNode([(ScalarNode("kin", one.at), one)], one.at)) for one in names], at)
    return Mapped(MappingNode([(ScalarNode("roles", at), roles)], at), ["the boat"])

def broken(documents, context):
    raise KeyError("boat")
"""
CREW = '{"boat": 7,\n "crew": [{"name": "cook"}]}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that has an installed package with an importer, and some data of its tool."""
    site = tmp_path / "site"
    metadata = site / "acme-1.0.dist-info"
    metadata.mkdir(parents=True)
    (site / "acme_roles.py").write_text(ACME)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[sphinx_roles.importers]\nacme = acme_roles:read\n")
    (tmp_path / "crew.json").write_text(CREW)
    monkeypatch.syspath_prepend(site)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("named", [[], ["--from", "acme"]])
def test_a_package_outside_adds_one(
    named: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", "crew.json", "roles.yaml", *named]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Wrote roles.yaml.",
        "  1 role: cook",
        "Doubtful:",
        "  crew.json:2:20: 'kin' is no key of a role; did you mean 'kind'? "
        "(declare your own fields in roles_fields) [roles.unknown-key]",
        "Left out:",
        "  the boat",
    ]


def test_one_that_fails_is_told_and_the_others_go_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "site" / "acme-1.0.dist-info" / "entry_points.txt").write_text(
        "[sphinx_roles.importers]\ngone = acme_missing:read\nbroken = acme_roles:broken\nacme = acme_roles:read\n"
    )
    assert main(["convert", "crew.json", "roles.yaml"]) == 1
    out = capsys.readouterr().out
    assert "the importer 'broken' (acme_roles:broken) failed: KeyError: 'boat'" in out
    assert "the importer 'gone' (acme_missing:read) failed: ModuleNotFoundError" in out
    assert "1 role: cook" in out
    main(["convert", "crew.json", "again.yaml", "--from", "broken"])
    assert "the importer 'broken' (acme_roles:broken) failed: KeyError: 'boat'" in "".join(
        capsys.readouterr()
    )


def test_ours_are_found_without_an_installation_and_are_those_of_the_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [])
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    assert {one.name: one.value for one in importers().values()} == project["entry-points"][
        "sphinx_roles.importers"
    ]
    assert all(callable(one.load()) for one in importers().values())
