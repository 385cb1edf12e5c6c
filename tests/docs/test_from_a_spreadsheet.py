"""The way from a spreadsheet to a page is gone as its guide has it: what is printed, and what a build says."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.cli import main

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "from-a-spreadsheet.md").read_text("utf-8")
TABLE = re.findall(r"^```text\n(.*?)^```", PAGE, re.M | re.S)[0]
COMMANDS = [block.split("\n", 1) for block in re.findall(r"^```console\n\$ (.*?)^```", PAGE, re.M | re.S)]


def test_the_commands_print_what_is_shown_and_the_page_builds(
    project: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = project(
        {"index.md": "# Handbook\n\n```{toctree}\nwho-does-what\n```\n"},
        extensions=["myst_parser"], source_suffix={".md": "markdown"},
    )  # fmt: skip
    made.source.rename(made.folder / "docs")
    monkeypatch.chdir(made.folder)
    Path("raci.csv").write_text(TABLE)
    for command, shown in COMMANDS:
        assert main(command.split()[1:]) == 0
        assert "".join(capsys.readouterr()).rstrip("\n").splitlines() == shown.rstrip("\n").splitlines()
    made.source = made.folder / "docs"
    lines = re.search(r"conf\.py:\n\n((?:    .*\n)+)", COMMANDS[0][1])
    assert lines is not None
    with Path("docs/conf.py").open("a") as file:
        file.write(textwrap.dedent(lines[1]))
    assert 'class="ro-card ' in made.build(strict=True).page("who-does-what.html")


@pytest.mark.parametrize(
    ("said", "table"),
    [
        ("'Q' is no letter of RACI", "Task,Host\nBook,Q\nClean,A\n"),
        ("those of the scheme MARK are there", "Task,Host,Office\nBook,x,x\nClean,x,\n"),
        ("is read with … as roles", "Host,Book,Clean\nOne,A,R\nTwo,R,A\n"),
        ("is no column that is known", "Task,Host,Cost\nBook,A,much\n"),
        ("is no UTF-8", "Task,Host\nKüche,A\n"),
    ],
)
def test_each_warning_of_the_guide_is_one_of_a_build(
    said: str, table: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"| `{said}` |" in PAGE
    (tmp_path / "raci.csv").write_text(table, "latin-1")
    main(["check", str(tmp_path / "raci.csv"), "--format", "json"])
    assert re.search(re.escape(said).replace("…", ".*"), capsys.readouterr().out)
