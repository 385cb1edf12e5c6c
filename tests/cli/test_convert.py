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


def test_a_table_becomes_a_catalog(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("raci.csv", "roles.yaml") == 0
    assert capsys.readouterr().out.splitlines() == [
        "Wrote roles.yaml.",
        "  2 roles: Dev, Lead",
        "  1 responsibility, of raci",
        "  letters of RACI: 1 R, 1 A",
    ]
    assert len(made().rows) == 1


def test_it_overwrites_nothing_unasked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "roles.yaml").write_text("mine", "utf-8")
    assert run("raci.csv", "roles.yaml") == 2
    assert capsys.readouterr().err == "sphinx-roles: roles.yaml is already there; --force overwrites it\n"
    assert (folder / "roles.yaml").read_text("utf-8") == "mine"
    assert run("raci.csv", "roles.yaml", "--force") == 0


def test_the_data_goes_down_a_pipe(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("raci.csv", "-", "--to", "json") == 0
    message = capsys.readouterr()
    assert message.out.startswith('{\n  "format": 1,\n')
    assert message.err.splitlines()[0] == "  2 roles: Dev, Lead"


def test_doubts_are_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "raci.csv").write_text("Task,Dev\nBuild,R\nShip,Q\n", "utf-8")
    assert run("raci.csv", "roles.yaml") == 1
    assert "Doubtful:\n  raci.csv:3:6: 'Q' is no letter of RACI" in capsys.readouterr().out
    assert "# 'Q' is no letter of RACI" in (folder / "roles.yaml").read_text("utf-8")


def test_what_a_format_cannot_carry_is_a_finding(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "roles.yaml").write_text("roles: {dev: {name: Dev, summary: x}}", "utf-8")
    assert run("roles.yaml", "raci.csv", "out.csv") == 1
    assert "CSV cannot carry:\n  Dev: purpose removed" in capsys.readouterr().out


def test_one_of_several_matrices(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "page.md").write_text(
        "# A\n\n| Task | Dev |\n|---|---|\n| Build | A |\n\n# B\n\n| Task | Ops |\n|---|---|\n| Run | A |\n",
        "utf-8",
    )
    assert run("page.md", "b.csv", "--matrix", "b") == 0
    assert (folder / "b.csv").read_text("utf-8") == "B\nResponsibility,Ops\nRun,A\n"
    assert run("page.md", "c.csv", "--matrix", "C") == 2
    assert run("page.md", "c.yaml", "--matrix", "B") == 2
    assert "hold one matrix" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["raci.csv"], "name what to read and, last"),
        (
            ["raci.csv", "y.toml"],
            "'y.toml' is in a format that is only read; --to names one: yaml, json, csv",
        ),
        (["raci.csv", "roles.yaml", "--from", "ymal"], "no format is called 'ymal'; did you mean 'yaml'?"),
        (["raci.csv", "out.txt"], "'out.txt' is in no format that is written; --to names one"),
        (["raci.cvs", "roles.yaml"], "raci.cvs is not there; did you mean 'raci.csv'?"),
        ([".", "roles.yaml"], ". is a folder"),
        (["raci.csv", "no/roles.yaml"], "the folder no is not there"),
        (["other.yaml", "roles.yaml"], "needs a field map"),
        (["other.yaml", "roles.yaml", "--map", "x"], "a map is ours=theirs"),
        (["other.yaml", "roles.yaml", "--map", "@bad.map"], "bad.map:2: a map is ours=theirs, such as"),
        (["other.yaml", "roles.yaml", "--map", "@latin.map"], "latin.map is no UTF-8 at byte 6; save it"),
        (["raci.csv", "roles.yaml", "--scheme", "DACY"], "no scheme is called 'DACY'; did you mean 'DACI'?"),
        (["other.yaml", "roles.yaml", "--map", "roles=nobody"], "the map 'roles=nobody' finds nothing"),
        (["--in-place", "raci.csv"], "is no page"),
        (["--in-place", "page.md", "--to", "csv"], "--to has no place beside --in-place"),
    ],
)
def test_what_cannot_run(
    words: list[str], message: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "other.yaml").write_text("people: [ana]", "utf-8")
    (folder / "bad.map").write_text("roles=people\nroles.name", "utf-8")
    (folder / "latin.map").write_bytes("name=Tätigkeit".encode("latin-1"))
    before = sorted(folder.iterdir())
    assert run(*words) == 2
    assert message in capsys.readouterr().err
    assert sorted(folder.iterdir()) == before


def test_a_map_is_only_proposed_where_one_would_help(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "latin.csv").write_bytes("Task,Dév\nBuild,R\n".encode("latin-1"))
    (folder / "none.csv").write_text("Build,R\nShip,A\n", "utf-8")
    for name in ("latin.csv", "none.csv"):
        assert run(name, "roles.yaml") == 2
        assert "field map" not in capsys.readouterr().err


def test_what_columns_are_is_said_with_map(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "raci.csv").write_text("Role Level;Cost;Dev\nBuild;120;R\nShip;95;A\n", "utf-8")
    assert run("raci.csv", "roles.yaml", "--map", "name=Rolle Level", "--map", "nam=Dev") == 1
    reported = capsys.readouterr().out
    assert "--map names 'Rolle Level', but no head of a table does; did you mean 'Role Level'?" in reported
    assert "--map says 'nam' for 'Dev', expected name, section" in reported
    assert run("raci.csv", "roles.yaml", "--force", "--map", "name=Role Level") == 1
    assert "say with `--map` what it is" in capsys.readouterr().out


def test_a_pipe_is_not_waited_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    os.mkfifo(folder / "pipe.csv")
    assert run("pipe.csv", "-") == 2
    assert capsys.readouterr().err == "sphinx-roles: pipe.csv is no ordinary file\n"


def test_pages_are_changed_where_they_lie(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "page.md").write_text("| Task | Dev |\n|---|---|\n| Build | A |\n", "utf-8")
    (folder / "none.rst").write_bytes(b"Nothing\r\nhere")
    assert run("--in-place", "page.md", "none.rst") == 0
    assert (folder / "page.md").read_text("utf-8").startswith("```{responsibility-matrix}\n|")
    assert (folder / "none.rst").read_bytes() == b"Nothing\r\nhere"
    assert capsys.readouterr().out == (
        "page.md:1: the table is a responsibility-matrix\nnone.rst: no responsibility table\n"
    )


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


@pytest.mark.parametrize(
    "words",
    [
        ("a.csv", "--scheme", "DACI", "b.csv", "o.yaml"),
        ("--scheme", "DACI", "a.csv", "b.csv", "o.yaml"),
        ("a.csv", "b.csv", "--scheme", "DACI", "o.yaml", "--force"),
        ("a.csv", "b.csv", "o.yaml", "--scheme", "DACI"),
    ],
)
def test_options_are_anywhere(words: tuple[str, ...], folder: Path) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.csv").write_text(f"Task,Dev,Lead\n{name},D,A\n", "utf-8")
    assert run(*words) == 0
    assert [str(row.name) for row in made("o.yaml").rows] == ["a", "b"]


def test_an_unknown_option_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("raci.csv", "--shceme", "DACI", "o.yaml")
    assert "unrecognized arguments: --shceme" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["csv", "tsv"])
@pytest.mark.parametrize("data", ["roles: {a: {}, b: {}}", "responsibilities: {a: {}}"])
def test_no_table_is_written_that_could_not_be_read(
    data: str, form: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "x.yaml").write_text(data, "utf-8")
    assert run("x.yaml", f"o.{form}") == 2
    assert not (folder / f"o.{form}").exists()
    assert f"{form.upper()} holds a matrix, and x.yaml gives no role a letter" in capsys.readouterr().err


def test_the_summary_counts_what_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "## One\n\n| Task | Dev |\n|---|---|\n| a | A/R |\n\n## Two\n\n| Task | Ops |\n|---|---|\n| b | R |\n| c | A |\n"
    (folder / "x.md").write_text(text, "utf-8")
    assert run("x.md", "o.csv") == 1
    out = capsys.readouterr().out
    assert "  1 role: Dev\n  1 responsibility, of One\n  letters of RACI: 1 R, 1 A\n" in out
    assert "CSV cannot carry:" in out


def test_a_refusal_lists_all_tables(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = "| {} | Dev |\n|---|---|\n| x | foo |\n\n"
    (folder / "x.md").write_text("".join(map(table.format, ("One", "Two", "Three"))), "utf-8")
    assert run("x.md", "o.yaml") == 2
    error = capsys.readouterr().err
    assert "x.md:1:3: no cell under the heads 'One', 'Dev'" in error
    assert "x.md:5:3: nor is the table with the heads 'Two', 'Dev' read" in error
    assert "x.md:9:3: nor is the table with the heads 'Three', 'Dev' read" in error


@pytest.mark.parametrize("option", ["--transpose", "--fill-down", "--hidden"])
def test_an_option_that_does_nothing_is_reported(
    option: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "x.yaml").write_text("roles: {a: {}}", "utf-8")
    assert run("x.yaml", option, "o.json") == 1
    what = "workbooks" if option == "--hidden" else "tables"
    assert f"  {option} is about {what}, and none was read\n" in capsys.readouterr().out
