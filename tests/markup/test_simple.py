"""What is made of the tokens of simple texts is what MyST makes of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from docutils import nodes
from tables import tables

from sphinx_roles.model import Prose
from sphinx_roles.render import markup
from sphinx_roles.render.markup import simple_nodes

TABLES = tables(__file__)

WORDS = (
    "a",
    "SRE",
    "12",
    "on-call",
    "é",
    "管理",
    "e.g.",
    "x (y)",
    "1. a",
    "R&D",
    "c",
    "tm",
    "(c)",
    "don't",
    "–",
    "a_b",
)
MARKS = ("*{}*", "**{}**", "`{}`", "*{}", "{}*", "***{}***", "**{}*", "``{}``", "*{} *", "({})", "_{}_", "{}")
JOINTS = (" ", " ", " ", " ", ", ", ". ", ": ", "! ", "", "/", "-", "\n", "  ", "*", " * ", "\\")


def texts(number: int) -> list[str]:
    """Return texts with marks in all places, right and wrong ones."""
    chance = random.Random(11)
    found = set[str]()
    while len(found) < number:
        parts = []
        for _ in range(chance.randint(1, 5)):
            inner = " ".join(
                chance.choices(WORDS, weights=[40, 40, 20] + [1] * 13, k=chance.choice((1, 1, 2)))
            )
            mark = chance.choices(MARKS, weights=[16, 16, 16] + [1] * 8 + [40])[0]
            parts += [mark.format(inner), chance.choices(JOINTS, weights=[20] * 4 + [1] * 12)[0]]
        found.add("".join(parts[:-1]) + chance.choice(("", "", ".", "?", "*")))
    return sorted(found)


@pytest.mark.parametrize(("text", "tree"), TABLES["it is read"])
def test_it_is_read(text: str, tree: str) -> None:
    found = simple_nodes(text)
    assert found is not None
    assert "|".join(_reported(node) for node in found) == tree


def _reported(node: nodes.Node) -> str:
    return f"<{node.tagname}>{node.astext()}" if isinstance(node, nodes.Element) else str(node)


@pytest.mark.parametrize("text", TABLES["all else is left to the parser"])
def test_all_else_is_left_to_the_parser(text: str) -> None:
    assert simple_nodes(text) is None


def test_the_parser_makes_the_same(probe: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    given = texts(1500)
    assert sum(simple_nodes(text) is not None for text in given) > 300
    read = probe([Prose(text) for text in given])
    monkeypatch.setattr(markup, "simple_nodes", lambda text: None)
    parsed = probe([Prose(text) for text in given])
    for text, one, other in zip(given, read.drawn, parsed.drawn, strict=True):
        assert one.pformat() == other.pformat(), text
        assert _stamps(one) == _stamps(other), text
    assert read.html == parsed.html


def _stamps(node: nodes.Element) -> list[tuple[Any, ...]]:
    # The parser leaves empty texts about.
    return [(one.source, one.line, getattr(one, "rawsource", "")) for one in node.findall() if one.astext()]
