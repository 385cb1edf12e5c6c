"""`quickstart DIR`: a handbook that is built without a warning, from the demo or from a table."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from msgspec import structs
from sphinx.cmd.build import build_main

from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.cli import main, quickstart
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Problem

RACI = "Responsibility,Lead,Editor\nPlan,A,R\nPublish,I,A/R\n"
PAGES = ("how-we-grow", "index", "where-roles-meet", "who-does-what", "who-we-are")
DEMO = {
    suffix: sorted(["CODEOWNERS", "conf.py", "roles.yaml", *(f"{page}.{suffix}" for page in PAGES)])
    for suffix in ("md", "rst")
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def quick(capfd: pytest.CaptureFixture[str], *words: str, markup: str = "md") -> str:
    """Make a handbook, of which nothing is reported; return what is said of it."""
    assert main(["quickstart", "book", *words, *(["--rst"] if markup == "rst" else [])]) == 0
    said = capfd.readouterr()
    assert said.err == ""
    return said.out


def page(name: str) -> str:
    return Path("book", "_build", "html", f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_the_demo_builds_without_a_warning(markup: str, capfd: pytest.CaptureFixture[str]) -> None:
    said = quick(capfd, markup=markup)
    assert "book/_build/html/index.html" in said
    assert "edit book/roles.yaml" in said
    assert names(Path("book")) == DEMO[markup]
    for shown in ("DevOps Engineer", "Site Reliability Engineer", "Platform Engineer", "The bridge-builders"):
        assert shown in page("index")
    matrix = page("who-does-what")
    for shown in ("Continuous monitoring &amp; alerting", "Deployment automation", "Capacity planning"):
        assert shown in matrix
    # Links lead somewhere: on the first page to rows, on the second to the pages of roles.
    assert re.search(r'href="who-does-what\.html#[^"]+"', page("index"))
    assert 'href="roles/sre.html' in matrix
    assert "Takes over a service before it has an objective" in page("roles/sre")
    assert "Ines" in page("who-we-are")
    # One line of the owners file is not what the roles say, and a manager can read so.
    audit = re.sub("<[^>]+>", "", page("where-roles-meet"))
    assert f"decides on runbooks/deployments.{markup}, which CODEOWNERS gives to @sre" in audit
    assert "Site Reliability Engineer" in page("runbooks/alerts")
    decided = page("who-does-what")
    assert decided.index("There is one way to production") < decided.index(
        "Teams answer their own alerts first"
    )
    assert ("decisions/0001-teams-answer-their-own-alerts.html" in decided) == (markup == "md")


@pytest.mark.parametrize("words", [[], ["--own"], ["--rst"]])
def test_the_demo_may_be_in_the_folder_where_hosts_look_for_owners(
    words: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """The paths of a CODEOWNERS in `docs` begin at the folder above it."""
    assert main(["quickstart", "docs", *words]) == 0
    assert capfd.readouterr().err == ""
    answer = Path("docs", "_build", "html", "runbooks", "alerts.html").read_text(encoding="utf-8")
    assert "Site Reliability Engineer" in answer
    assert "/docs/runbooks/alerts.* @sre" in Path("docs", "CODEOWNERS").read_text(encoding="utf-8")


@pytest.mark.parametrize("builder", ["epub", "latex", "man", "text"])
def test_other_builders_have_nothing_to_warn_of(builder: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["quickstart", "book", "--no-build"]) == 0
    quiet = ["-q", "-W", "--keep-going", "-d", "book/_build/doctrees"]
    assert build_main([*quiet, "-b", builder, "book", f"book/_build/{builder}"]) == 0
    assert capfd.readouterr().err == ""


def test_what_to_do_next_works(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["quickstart", "my book", "--no-build"]) == 0
    said = capfd.readouterr().out
    assert not Path("my book", "_build").exists()
    command = said.splitlines()[-1].strip()
    assert re.search(r"(sphinx-build|-m sphinx) 'my book' 'my book/_build/html'$", command)


def test_what_to_do_next_names_the_command_that_is_there(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    # Without an active environment, as after the first command of the README.
    monkeypatch.setenv("PATH", os.devnull)
    Path("raci.csv").write_text("Task,Lead\nPlan,A/R\n")
    assert main(["quickstart", "book", "--from", "raci.csv", "--no-build"]) == 0
    command = capfd.readouterr().out.splitlines()[-1].split()
    assert command[-3:] == ["convert", "book/raci.csv", "book/roles.yaml"]
    assert subprocess.run(command, capture_output=True, check=True).returncode == 0


def test_several_matrices_stand_one_below_the_other(capfd: pytest.CaptureFixture[str]) -> None:
    Path("roles.yaml").write_text(
        "roles: {lead: Lead, editor: Editor}\n"
        "matrices: {writing: {name: Writing}, choosing: {name: Choosing, scheme: DACI}}\n"
        "responsibilities:\n"
        "  plan: {matrix: writing, assign: {lead: A, editor: R}}\n"
        "  topic: {matrix: choosing, assign: {lead: A, editor: D}}\n"
    )
    quick(capfd, "--from", "roles.yaml")
    assert Path("book", "index.md").read_text().count("{responsibility-matrix}") == 2
    assert "Choosing" in page("index")


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_variant_of_the_demo(markup: str, capfd: pytest.CaptureFixture[str]) -> None:
    quick(capfd, "--own", markup=markup)
    assert Path("book", "three-roles.yaml").read_text() == quickstart.demo_data()
    different = re.sub("<[^>]+>", "", page("what-is-ours"))
    for sentence in (
        "Capacity planning: DevOps Engineer no longer informed",
        "Cost reports added",
        "tools added: Crossplane",
        "tools removed: Backstage",
    ):
        assert sentence in different
    assert "what-is-ours.html" in page("index")


def test_a_workbook_is_a_start(capfd: pytest.CaptureFixture[str]) -> None:
    workbook = pytest.importorskip("openpyxl").Workbook()
    for line in RACI.splitlines():
        workbook.active.append(line.split(","))
    workbook.save("raci.xlsx")
    assert main(["quickstart", "book", "--from", "raci.xlsx"]) == 0
    assert "Publish" in page("index")


def test_the_theme_is_what_is_there(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quickstart, "find_spec", lambda name: None)
    assert "theme: alabaster" in quick(capfd)
    assert 'html_theme = "alabaster"' in Path("book", "conf.py").read_text()
    monkeypatch.setattr(quickstart, "find_spec", lambda name: object())
    assert main(["quickstart", "other", "--no-build"]) == 0
    assert 'html_theme = "furo"' in Path("other", "conf.py").read_text()


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_table_has_the_pages_of_the_demo(markup: str, capfd: pytest.CaptureFixture[str]) -> None:
    Path("raci.csv").write_text("Responsibility,Lead,Editor,Cook\nPlan,A,R,\nPublish,I,A/R,C\nEat,,R,\n")
    quick(capfd, "--from", "raci.csv", markup=markup)
    meet = page("where-roles-meet")
    # The one who takes part in most of it comes first.
    assert (
        f"{'{' if markup == 'md' else ''}role-comparison"
        in Path("book", f"where-roles-meet.{markup}").read_text()
    )
    assert "ro-comparison" in meet
    assert "Eat: nobody" in re.sub("<[^>]+>", "", meet) or "no-accountable" in meet
    assert "where-roles-meet.html" in page("index")


def test_a_wide_matrix_has_all_of_the_window(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = ",".join(f"Role {number}" for number in range(12))
    Path("wide.csv").write_text(f"Task,{heads}\nPlan,A/R{',I' * 11}\n")
    monkeypatch.setattr(quickstart, "theme", lambda: "alabaster")
    quick(capfd, "--from", "wide.csv")
    assert "body_max_width" in Path("book", "conf.py").read_text()
    assert "wide.css" in page("index")
    # Of many that take part alike, the first ones are compared.
    assert "{role-comparison} role-0 role-1 role-2\n" in Path("book", "where-roles-meet.md").read_text()


def test_a_slash_within_one_of_several_names_is_read() -> None:
    rows = [
        "Decision|Recommend|Agree|Perform|Input|Decide",
        "-|-|-|-|-|-",
        "Route|Guide|Cook (if hot)|Crew|Medic|Guide; Owner if night/day",
        "Food|Cook|Guide|Crew|Medic|Owner (with a veto)",
    ]
    Path("rapid.md").write_text("".join(f"|{row}|\n" for row in rows))
    assert main(["quickstart", "book", "--from", "rapid.md", "--no-build"]) == 0


def test_what_would_be_lost_is_refused(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def forgetful(sources: list[Source], settings: Settings) -> tuple[Catalog, tuple[Problem, ...]]:
        catalog, problems = read_catalog(sources, settings)
        rows = [structs.replace(row, assign=row.assign[1:]) for row in catalog.rows]
        return structs.replace(catalog, rows=tuple(rows)), problems

    Path("raci.csv").write_text(RACI)
    monkeypatch.setattr(quickstart, "read_catalog", forgetful)
    assert main(["quickstart", "book", "--from", "raci.csv"]) == 2
    assert "raci.csv:2: of the table, 'A', 'I' would not be shown; --transpose" in capfd.readouterr().err
    assert not Path("book").exists()
