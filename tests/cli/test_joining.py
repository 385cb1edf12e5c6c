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


def lines_for_conf(message: str) -> list[str]:
    """Return the lines that the author is to add to conf.py."""
    reported = message.split("1. Add to the end of ")[1].split("2. Add")[0]
    return [line.strip() for line in reported.splitlines()[1:] if line.strip()]


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
