"""One thing over and over: whatever is read in steps takes time that grows with the text, and not faster."""

from __future__ import annotations

import os

import pytest
from robustness.checking import BODIES, read_as_body, read_as_role

LENGTH = 100_000 if os.environ.get("LONG_TESTS") == "1" else 1_000

PARTS = (
    "[", "{", "- ", "-\n", "? ", ": ", "a: ", "a:\n", "a:\n ", "&a ", "*a ", "!", "|\n", ">\n", "'", '"', "\\", "#", "\n",
    " ", "\t", ",", ";", "a,", '"a",', '""', "|", "| ", "|-", "|a|b|\n", "|-|-|\n", "|a|b|\n|-|-|\n", "`", "``", "*", "**a",
    "_", "~", "<", "<br>", "<!--", "-->", "[^1]", "[^1]: a\n", "[a](", "![", "(", ")", "a (", "A/R ", "A/", "R, ", "+", "+-",
    "+--+\n", "=", "== ==\n", ".. list-table::\n", "   * - a\n", "[a]\n", "[[a]]\n", "a=1\n", "a.", "'\u0027\u0027", '"""',
    "1", "1e", "0x", "é", "\u2028", "\x00", "\ufeff", "\U0001f600", "---\n", "...\n", "roles: ", "roles:\n", "a" * 999 + "\n",
    "<<: ", "x@", ".", "-", "R = Responsible, ", "A (", "%", "{a: ", "a\tb\n", "- a: 1\n", "  - ", "Task,A,R\n",
)  # fmt: skip


@pytest.mark.parametrize("form", BODIES)
def test_the_same_over_and_over(form: str | None) -> None:
    for part in PARTS:
        read_as_body((part * (LENGTH // len(part) + 1))[:LENGTH], form)


@pytest.mark.parametrize(
    "start",
    ["roles: {x: {", "responsibilities:\n  x: ", "task,sre\n", "|task|sre|\n|-|-|\n|a|", '{"roles": "'],
)
def test_the_same_after_a_beginning(start: str) -> None:
    for part in PARTS:
        read_as_body(start + (part * (LENGTH // len(part) + 1))[:LENGTH], None)
        read_as_role((start + part * (LENGTH // len(part) + 1))[:LENGTH])


@pytest.mark.parametrize("start", ["1", "."])
@pytest.mark.parametrize("end", ["a", "1", " .a", "!"])
def test_the_same_inside_a_name(start: str, end: str) -> None:
    """Short enough for a name or a cell, which are read by patterns; a bad one takes years for forty characters."""
    for part in PARTS:
        name = start + (part * 40)[:80] + end
        for text in (f"task,{name}\nx,A\n{name},R\n", f"roles:\n  '{name}': {{name: {name}}}\n"):
            read_as_body(text, None)
        read_as_body(f"|task|{name}|\n|-|-|\n|{name}|A|\n", "markdown")
