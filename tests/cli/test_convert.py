"""``sphinx-roles convert`` as its user runs it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Source
from sphinx_roles.cli import main
from sphinx_roles.model import Catalog

DATA = Path(__file__).parents[3] / "shared" / "data"
DOCS = Path(__file__).parents[2] / "docs"
shared = pytest.mark.skipif(not DATA.is_dir(), reason="the shared data is not here")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raci.csv").write_text("Task,Dev,Lead\nBuild,R,A\n", "utf-8")
    return tmp_path


def run(*words: str | Path) -> int:
    return main(["convert", *map(str, words)])


def made(path: str = "roles.yaml") -> Catalog:
    """Return the catalog of a file that was written, of which nothing is reported."""
    catalog, problems = read_catalog([Source(Path(path), path)])
    assert problems == ()
    return catalog


def test_a_map_is_only_proposed_where_one_would_help(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "latin.csv").write_bytes("Task,Dév\nBuild,R\n".encode("latin-1"))
    (folder / "none.csv").write_text("Build,R\nShip,A\n", "utf-8")
    (folder / "latin.map").write_bytes("name=Tätigkeit".encode("latin-1"))
    assert run("none.csv", "roles.yaml", "--map", "@latin.map") == 2
    assert "latin.map is no UTF-8 at byte 6; save it" in capsys.readouterr().err
    for name in ("latin.csv", "none.csv"):
        assert run(name, "roles.yaml") == 2
        assert "field map" not in capsys.readouterr().err


def test_a_pipe_is_not_waited_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(folder / "pipe.csv")
    assert run("pipe.csv", "-") == 2
    assert capsys.readouterr().err == "sphinx-roles: pipe.csv is no ordinary file\n"


def test_a_page_that_cannot_be_read_keeps_none_from_being_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "latin.md").write_bytes("Tätigkeit".encode("latin-1"))
    (folder / "page.md").write_text("| Task | Dev |\n|---|---|\n| Build | A |\n", "utf-8")
    others = [f"{name}.md" for name in "abcd"]
    for name in others:
        (folder / name).write_text("Nothing\n", "utf-8")
    assert run("--in-place", *others, "latin.md", "page.md") == 1
    assert capsys.readouterr().out == (
        "latin.md is no UTF-8 at byte 1; save it as UTF-8\n"
        "page.md:1: the table is a responsibility-matrix\n"
        "4 pages without a responsibility table\n"
    )
    # What is named wrongly is no page: nothing is changed.
    (folder / "page.md").write_text("| Task | Dev |\n|---|---|\n| Build | A |\n", "utf-8")
    assert run("--in-place", "page.md", "gone.md") == 2
    assert (folder / "page.md").read_text("utf-8").startswith("| Task")


# Data of other people


def table(text: str) -> dict[tuple[str, str, str], set[str]]:
    """Read the matrix of the course by hand: (section, activity, role) → letters."""
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"
    ]
    head, section, found = lines[0], "", {}
    for line in lines[2:]:
        if len(line) == 1:
            section = line[0].strip("*")
            continue
        for role, cell in zip(head[1:], line[1:], strict=True):
            found[section, line[0], role] = set(cell.split("/"))
    return found


@shared
def test_the_matrix_of_a_course_is_a_handbook(folder: Path, project: Callable[..., Any]) -> None:
    source = DATA / "github-octoacme-raci" / "role-responsibility-matrix-template.md"
    assert run(source, "roles.yaml") == 0
    catalog = made()
    assert (len(catalog.roles), len(catalog.rows), len(catalog.sections)) == (10, 35, 8)
    held = {
        (
            str(catalog.sections[row.matrix, row.section].name),
            str(row.name),
            str(catalog.roles[one.role].name),
        ): set(one.letters)
        for row in catalog.rows
        for one in row.assign
    }
    assert held == table(source.read_text("utf-8"))
    page = "Who\n===\n\n.. responsibility-matrix::\n\n.. responsibility-audit::\n"
    built = project({"index.rst": page, "roles.yaml": (folder / "roles.yaml").read_text("utf-8")}).build(
        strict=True
    )
    html = built.page()
    assert 'class="ro ro-matrix"' in html
    assert "Define project vision" in html
    assert "ro-audit" in html


def maps() -> list[str]:
    """Return the field maps that the documentation shows."""
    return re.findall(
        r"^```text\n(# .*?)^```", (DOCS / "how-to" / "convert.md").read_text("utf-8"), re.M | re.S
    )


def test_a_table_of_who_has_which_role(folder: Path) -> None:
    (folder / "team.map").write_text(maps()[2], "utf-8")
    table = "| Role | Name | Responsibilities |\n|---|---|---|\n| Lead | Ana | Architecture |\n"
    (folder / "team.md").write_text(table, "utf-8")
    assert run(folder / "team.md", "roles.yaml", "--map", "@team.map") == 0
    (role,) = made().roles.values()
    assert (role.name, role.duties, [one.name for one in role.holders or ()]) == (
        "Lead", ("Architecture",), ["Ana"],
    )  # fmt: skip


@shared
def test_the_groups_of_kubernetes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "sigs.map").write_text(maps()[0], "utf-8")
    assert run(DATA / "kubernetes-sigs" / "sigs.yaml", "roles.yaml", "--map", "@sigs.map") == 0
    catalog = made()
    assert len(catalog.roles) == 35
    holders = [one for role in catalog.roles.values() for one in role.holders or ()]
    past = [one for role in catalog.roles.values() for one in role.past_holders]
    assert (len(holders), len(past)) == (166, 120)
    assert {one.capacity for one in holders} == {"chairs", "tech_leads"}
    assert not any(one.email for one in holders)
    first = catalog.roles["sig-api-machinery"]
    assert first.holders is not None
    assert (first.name, first.kind, first.holders[0].name) == ("API Machinery", "team", "David Eads")
    assert "166 holders, and 120 in the past" in capsys.readouterr().out


@shared
def test_the_framework_of_a_newspaper(folder: Path) -> None:
    (folder / "ladder.map").write_text(maps()[1], "utf-8")
    assert (
        run(DATA / "ft-engineering-progression" / "engineering.yml", "roles.yaml", "--map", "@ladder.map")
        == 0
    )
    catalog = made()
    (role,) = catalog.roles.values()
    assert [len(level.skills) for level in role.levels] == [9] * 8
    assert sum(len(level.duties) for level in role.levels) == 72
    assert len(catalog.skills) == 9
    assert len(catalog.scales["proficiency"].steps) == 5
    technical = {one.skill: one.step for one in role.levels[-1].skills}["technical"]
    assert technical == "Expert"
    assert role.levels[4].name == "Senior Engineer 2 (People Manager)"
