"""A terminal shows one screen: the worst, and how many more there are."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.catalog.formats import format_of
from sphinx_roles.cli import main
from sphinx_roles.cli.report import lines_in

DATA = Path(__file__).parents[4] / "shared" / "data"
ROOT = Path(__file__).parents[3]
REAL = [
    *sorted(path for path in DATA.rglob("*") if format_of(path.name) and path.name != "SOURCE.md"),
    ROOT / "docs" / "roles.yaml",
    ROOT / "docs" / "examples" / "releases.csv",
    *sorted(ROOT.glob("sphinx_roles/cli/demo/*.yaml")),
]


class Terminal(io.StringIO):
    """A standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


def screen(monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], *words: str) -> str:
    """What a terminal of a width and a height shows of a check."""
    terminal = Terminal()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", terminal)
        patched.setattr("shutil.get_terminal_size", lambda: os.terminal_size(size))
        main(["check", *words])
    return re.sub(r"\x1b\[[\d;]*m", "", terminal.getvalue()).rstrip("\n")


def catalog(rows: int, word: str = "Task") -> str:
    """Rows that nobody is accountable for, of which one is worse: it names a role that is not there."""
    lines = [f"  t{n}: {{name: {word} {n}, assign: {{dev: R, ops: C}}}}" for n in range(rows)]
    lines.append("  last: {assign: {dev: A/R, opps: C}}")
    return "\n".join(["roles: {dev: {}, ops: {}, crew: {name: Team}}", "responsibilities:", *lines]) + "\n"


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_handbook_is_one_screen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = screen(monkeypatch, (80, 24), str(path))
    assert lines_in(shown, 80) < 24


@pytest.mark.parametrize("rows", [0, 1, 7, 8, 20, 21, 22, 23, 24, 100])
@pytest.mark.parametrize("size", [(80, 24), (200, 50), (60, 10), (80, 5)])
def test_what_has_room_is_shown_and_the_rest_is_counted(
    rows: int, size: tuple[int, int], here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rules that fold many findings into one stay out of it.
    text = catalog(rows).replace("assign: {dev: R, ops: C}", "assign: {dev: R, opps: C}")
    here.write(roles_yaml=text)
    shown = screen(monkeypatch, size, "roles.yaml")
    assert lines_in(shown, size[0]) < max(size[1], 6)
    count = len(re.findall(r"^roles\.yaml:\d+:\d+: ", shown, re.MULTILINE))
    more = re.search(r"^and (\d+) more \((.+)\); all of it: (.+)$", shown, re.MULTILINE)
    whole = screen(monkeypatch, size, "roles.yaml", "--all")
    total = len(re.findall(r"^roles\.yaml:\d+:\d+: ", whole, re.MULTILINE))
    assert count + (int(more[1]) if more else 0) == total
    if more:
        assert more[3] == "sphinx-roles check roles.yaml --all"
        assert sum(map(int, re.findall(r"(\d+) [\w-]+", more[2]))) == int(more[1])
    else:
        assert shown == whole or "|" not in shown
    assert ": error: " in shown.split("\n")[0]


def test_wide_letters_and_long_sentences_take_their_room(here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    here.write(roles_yaml=catalog(40, "配備" * 40).replace("ops: C}", "opps: C}"))
    assert lines_in(screen(monkeypatch, (80, 24)), 80) < 24


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [("", 80, 0), ("a", 80, 1), ("a\n\nb", 80, 3), ("a" * 81, 80, 2), ("字" * 41, 80, 2), ("é" * 80, 80, 1)],
)
def test_lines_are_counted_as_a_terminal_breaks_them(text: str, width: int, lines: int) -> None:
    assert lines_in(text, width) == lines


def test_a_pipe_gets_all_of_it(here: Any) -> None:
    here.write(roles_yaml=catalog(60).replace("ops: C}", "opps: C}"))
    out = here.run("check")[1]
    assert out.count("unknown-role") == 61
    assert "all of it" not in out
