"""`quickstart --into`: a catalog and a page in a project that is there, and nothing else changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sphinx_roles.cli import main
from sphinx_roles.cli.quickstart import find_project

Project = Callable[..., Path]

RACI = "Responsibility,Lead,Editor\nPlan,A,R\nPublish,I,A/R\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Make a project with a conf.py in a folder of it, and be in it."""

    def make(conf: str, folder: str = ".", index: str = "index.rst") -> Path:
        location = tmp_path / folder
        location.mkdir(parents=True, exist_ok=True)
        (location / "conf.py").write_text(conf)
        (location / index).write_text("Docs\n====\n\n.. toctree::\n   :glob:\n\n   *\n")
        monkeypatch.chdir(tmp_path)
        return location

    return make


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def lines_for_conf(message: str) -> list[str]:
    """Return the lines that the author is to add to conf.py."""
    reported = message.split("1. Add to the end of ")[1].split("2. Add")[0]
    return [line.strip() for line in reported.splitlines()[1:] if line.strip()]


def test_it_adds_two_files_and_changes_none(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    location = project('extensions = ["sphinx.ext.autosectionlabel"]\n', "docs")
    before = snapshot(location)
    assert main(["quickstart", "--into", "."]) == 0
    after = snapshot(location)
    assert set(after) - set(before) == {"roles.yaml", "who-does-what.rst"}
    assert {name: after[name] for name in before} == before
    message = capsys.readouterr().out
    assert "docs/roles.yaml and docs/who-does-what.rst" in message
    assert lines_for_conf(message) == ['extensions += ["sphinx_roles"]', 'roles_catalog = "roles.yaml"']
    assert "in docs/index.rst for instance" in message


@pytest.mark.parametrize("conf", ['extensions = ["sphinx.ext.todo"]\n', 'extensions = ["myst_parser"]\n'])
def test_the_lines_make_it_build(project: Project, conf: str, capsys: pytest.CaptureFixture[str]) -> None:
    location = project(conf)
    assert main(["quickstart", "--into", "."]) == 0
    page = built(location, lines_for_conf(capsys.readouterr().out))
    assert "Continuous monitoring" in page
    assert "The bridge-builders" in page


def built(location: Path, lines: list[str]) -> str:
    """Add lines to conf.py, build without a warning, and return the new page."""
    with (location / "conf.py").open("a") as file:
        file.write("\n".join(lines))
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "--keep-going",
        str(location),
        str(location / "out"),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    return (location / "out" / "who-does-what.html").read_text()


def test_a_table_of_ones_own(project: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    location = project('extensions = ["myst_parser"]\nexclude_patterns = []\n', "docs")
    table = tmp_path / "team.md"
    table.write_text(
        "# Team\n\n| Task | Lead | Editor |\n|---|---|---|\n| Plan | A | R |\n| Print | I | A/R |\n"
    )
    assert main(["quickstart", "--into", "docs", "--from", "team.md"]) == 0
    lines = lines_for_conf(capsys.readouterr().out)
    assert lines == [
        'extensions += ["sphinx_roles"]',
        'roles_catalog = "team.md"',
        'exclude_patterns += ["team.md"]',
    ]
    assert "Print" in built(location, lines)


def test_a_table_that_is_there_already_stays(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    location = project("extensions = []\n")
    (location / "raci.csv").write_text(RACI)
    assert main(["quickstart", "--into", ".", "--from", "raci.csv"]) == 0
    assert capsys.readouterr().out.startswith("Wrote who-does-what.rst;")


def test_a_page_that_has_the_table_stays_a_page(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    location = project("extensions = []\n")
    (location / "team.rst").write_text("Team\n====\n\n===== ===\nTask  Dev\n===== ===\nBuild A\n===== ===\n")
    assert main(["quickstart", "--into", ".", "--from", "team.rst"]) == 0
    assert lines_for_conf(capsys.readouterr().out) == [
        'extensions += ["sphinx_roles"]',
        'roles_catalog = "team.rst"',
    ]


@pytest.mark.parametrize("there", ["roles.yaml", "who-does-what.rst", "who-does-what.md"])
def test_files_that_are_there_are_kept(
    project: Project, there: str, capsys: pytest.CaptureFixture[str]
) -> None:
    location = project("extensions = []\n")
    (location / there).write_text("mine")
    before = snapshot(location)
    assert main(["quickstart", "--into", "."]) == 2
    assert there in capsys.readouterr().err
    assert snapshot(location) == before


def test_a_second_time_needs_force(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    location = project("extensions = []\n")
    before = snapshot(location)
    assert main(["quickstart", "--into", "."]) == 0
    written = snapshot(location)
    assert "They hold a demo" in capsys.readouterr().out
    (location / "roles.yaml").write_text("mine")
    assert main(["quickstart", "--into", "."]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["quickstart", "--into", ".", "--force"]) == 0
    assert "no other file has changed" in capsys.readouterr().out
    assert snapshot(location) == written
    assert {name: written[name] for name in before} == before


@pytest.mark.parametrize("folder", [".", "docs", "docs/source", "source", "doc"])
def test_it_finds_the_conf(project: Project, folder: str) -> None:
    location = project("extensions = []\n", folder)
    assert find_project(Path()).folder.resolve() == location.resolve()


@pytest.mark.parametrize(
    ("conf", "markup"),
    [
        ("", "rst"),
        ("extensions = []", "rst"),
        ("extensions = ['myst_parser']", "md"),
        ("extensions = ('sphinx.ext.todo', 'myst_nb')", "md"),
        ("extensions: list[str] = ['myst_parser']", "md"),
        ("extensions = ['a'] + ['myst_parser']", "md"),
        ("extensions = []\nif True:\n    extensions += ['myst_nb']", "md"),
        ("extensions = []\nextensions.append('myst_parser')", "md"),
        ("extensions = []\nextensions.extend(['x', 'myst_parser'])", "md"),
        ("# extensions = ['myst_parser']", "rst"),
        ("html_theme = 'myst_parser'", "rst"),
        ("extensions = ['myst_parser']\nsource_suffix = '.rst'", "rst"),
        (
            "extensions = ['myst_parser']\nsource_suffix = {'.md': 'markdown', '.rst': 'restructuredtext'}",
            "md",
        ),
    ],
)
def test_the_markup_of_the_project(project: Project, conf: str, markup: str) -> None:
    project(conf)
    assert find_project(Path()).markup == markup


def test_rst_can_be_asked_for(project: Project) -> None:
    location = project("extensions = ['myst_parser']\n")
    assert main(["quickstart", "--into", ".", "--rst"]) == 0
    assert (location / "who-does-what.rst").is_file()


@pytest.mark.parametrize(
    ("conf", "lines"),
    [
        ("project = 'x'", ['extensions = ["sphinx_roles"]', 'roles_catalog = "roles.yaml"']),
        ("extensions = ('a',)", ['extensions += ("sphinx_roles",)', 'roles_catalog = "roles.yaml"']),
        ("extensions = ['sphinx_roles']", ['roles_catalog = "roles.yaml"']),
        (
            "extensions = ['sphinx_roles']\nroles_catalog = 'raci.csv'",
            ['roles_catalog = ["raci.csv", "roles.yaml"]'],
        ),
    ],
)
def test_only_the_lines_that_are_missing(
    project: Project, conf: str, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    project(conf)
    assert main(["quickstart", "--into", "."]) == 0
    assert lines_for_conf(capsys.readouterr().out) == lines


def test_a_folder_without_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["quickstart", "--into", "."]) == 2
    assert "no conf.py in ." in capsys.readouterr().err
    assert main(["quickstart", "--into", "nowhere"]) == 2
    assert "nowhere is not there" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_jupyter_book_gets_its_own_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_config.yml").write_text("title: Book\n")
    (tmp_path / "_toc.yml").write_text("format: jb-book\nroot: intro\n")
    assert main(["quickstart", "--into", "."]) == 2
    assert "extra_extensions: [sphinx_roles]" in capsys.readouterr().err


def test_a_conf_that_is_no_python(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    location = project("extensions = [\n")
    assert main(["quickstart", "--into", "."]) == 2
    assert "conf.py" in capsys.readouterr().err
    assert set(snapshot(location)) == {"conf.py", "index.rst"}


def test_a_table_in_rst_that_is_turned(
    project: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    location = project('extensions = ["myst_parser"]\n', "docs")
    (tmp_path / "table.rst").write_text(
        ".. csv-table:: T\n   :header-rows: 1\n\n   x,Plan,Ship\n   Zed,A,R\n   Yip,R,A\n"
    )
    assert main(["quickstart", "--into", "docs", "--from", "table.rst", "--transpose"]) == 0
    lines = lines_for_conf(capsys.readouterr().out)
    assert lines[1:] == [
        'roles_catalog = {"path": "table.rst", "transpose": True}',
        'exclude_patterns = ["table.rst"]',
    ]
    assert "Ship" in built(location, lines)


def test_roles_alone_join_a_project(
    project: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    location = project("extensions = []\n", "docs")
    (tmp_path / "team.yaml").write_text("roles: {lead: {name: Lead, holders: [Ann]}}\n")
    assert main(["quickstart", "--into", "docs", "--from", "team.yaml"]) == 0
    assert "Ann" in built(location, lines_for_conf(capsys.readouterr().out))
