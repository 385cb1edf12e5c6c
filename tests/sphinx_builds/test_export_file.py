"""`roles_export`: a website has the bytes that the command writes, and other outputs have none."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Maker

from sphinx_roles.cli import main

FILES = {
    "index.rst": "Roles\n=====\n\n.. responsibility-matrix::\n",
    "roles.yaml": "roles: {sre: {name: Engineer é, holders: [{name: Ana, email: a@example.com}], cost: '4', b: c}}\n"
    "responsibilities: {deploys: {assign: {sre: A/R}}}\naccepted: [{rule: no-backup, on: deploys, reason: alone}]\n",
    "old.yaml": "roles: {dev: {}}\n",
}
CONF = {"roles_catalog": {"today": "roles.yaml", "old": "old.yaml"}, "roles_fields": {"cost": "Cost"}}


def of_the_command(source: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    assert main(["export", str(source), "--output", str(output)]) == 0
    return output.read_bytes()


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_the_same_bytes_as_the_command(
    project: Maker, builder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    made = project(FILES, **CONF, roles_export=True)
    built = made.build(builder)
    assert built.warnings == []
    assert (built.out / "objects.inv").is_file()
    assert (built.out / "roles.json").read_bytes() == of_the_command(
        made.source, tmp_path / "x.json", monkeypatch
    )


@pytest.mark.parametrize("builder", ["epub", "text", "latex"])
def test_no_other_output_has_it(project: Maker, builder: str) -> None:
    built = project(FILES, **CONF, roles_export=True).build(builder)
    assert not list(built.out.rglob("roles.json*"))


def test_only_where_it_is_asked_for(project: Maker) -> None:
    assert not (project(FILES, **CONF).build("html").out / "roles.json").exists()


def test_it_follows_the_data(project: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = project(FILES, **CONF, roles_export=True)
    path = made.build("html").out / "roles.json"
    before = path.read_bytes(), path.stat().st_mtime_ns
    # Nothing has changed: it is left alone. It was spoilt, or the data has changed: it is written again.
    made.build("html")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    path.write_text("{}")
    made.build("html")
    assert path.read_bytes() == before[0]
    made.write("old.yaml", "roles: {dev: {name: Developer}}\n")
    made.build("html")
    assert b'"Developer"' in path.read_bytes()
    assert path.read_bytes() == of_the_command(made.source, tmp_path / "x.json", monkeypatch)


def test_limits_of_conf_py_hold_in_the_build(project: Maker) -> None:
    built = project(FILES, **CONF, roles_limits={"size": 20, "dept": 5}).build("html")
    assert any(
        "roles_limits: 'dept' is no limit; did you mean 'depth'? [roles.config]" in one
        for one in built.warnings
    )
    assert any("roles.yaml:1:1: WARNING: the file has more than 20 bytes" in one for one in built.warnings)
