"""The line that an issue is about, and the caret below it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sphinx_roles.cli.report import Excerpts, harmless


def lines(tmp_path: Path, text: str | bytes, line: int, column: int, width: int = 100) -> list[str]:
    path = tmp_path / f"{abs(hash((text, width)))}.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Excerpts(width).at(path, line, column)


@pytest.mark.parametrize(
    ("text", "column", "shown", "caret"),
    [
        ("a: b", 4, "a: b", 3),
        ("a: b", 1, "a: b", 0),
        # One behind the end, where something is missing.
        ("a: b", 5, "a: b", 4),
        # Two cells for each ideograph, none for an accent that combines.
        ("管理: x", 5, "管理: x", 6),
        ("e\u0301e\u0301: x", 7, "e\u0301e\u0301: x", 4),
        ("\t\ta: b", 6, "                a: b", 19),
        ("ab\tc", 4, "ab      c", 8),
        # What could move the cursor or turn text round is only shown.
        ("a\x1b[31m: b", 9, "a\ufffd[31m: b", 8),
        ("a\u202e: b", 4, "a\ufffd: b", 3),
    ],
)
def test_the_caret_is_below_its_place(tmp_path: Path, text: str, column: int, shown: str, caret: int) -> None:
    first, second = lines(tmp_path, f"one\n{text}\n", 2, column)
    assert first == f"    2 | {shown}"
    assert second == f"      | {' ' * caret}^"


@pytest.mark.parametrize("filler", ["x", "管", "\u00e9"])
@pytest.mark.parametrize("before", [0, 10, 200])
@pytest.mark.parametrize("after", [0, 10, 200])
def test_a_long_line_is_cut_around_the_place(tmp_path: Path, filler: str, before: int, after: int) -> None:
    cells = 2 if filler == "管" else 1
    first, second = lines(tmp_path, f"{filler * before}!{filler * after}", 1, before + 1, 80)
    wide = sum(2 if c == "管" else 1 for c in first)
    assert wide <= 80
    at = sum(2 if c == "管" else 1 for c in first[: first.index("!")])
    assert second.index("^") == at
    cut = first[8:]
    assert cut.startswith("…") == (before * cells > 24 and (before + after) * cells > 71)
    # Room is used: no line is cut shorter than it has to be.
    assert wide >= min(8 + (before + after) * cells + 1, 76)


def test_lines_are_those_of_an_editor(tmp_path: Path) -> None:
    text = "one\r\ntwo\u2028still two\rthree\n"
    assert lines(tmp_path, text, 3, 1)[0] == "    3 | three"
    assert lines(tmp_path, "\ufeffone\n", 1, 1)[0] == "    1 | one"
    assert lines(tmp_path, "a: b\n".encode("utf-16"), 1, 4) == ["    1 | a: b", "      |    ^"]


def test_without_such_a_line_nothing_is_shown(tmp_path: Path) -> None:
    assert lines(tmp_path, "one\n\n", 9, 1) == []
    assert lines(tmp_path, "one\n\n", 2, 1) == []
    assert lines(tmp_path, b"\xff\xfa", 1, 1) == []
    assert Excerpts().at(tmp_path / "missing", 1, 1) == []
    assert Excerpts().at(tmp_path, 1, 1) == []


def test_a_pipe_and_a_huge_file_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert Excerpts().at(tmp_path / "pipe.yaml", 1, 1) == []
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(50_000_000)
    assert Excerpts().at(tmp_path / "huge.yaml", 1, 1) == []


def test_a_zero_width_joiner_is_harmless() -> None:
    assert harmless("a\u200db\u200ec\nd") == "a\u200db\ufffdc\ufffdd"
