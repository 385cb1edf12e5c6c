"""YAML line by line: what is read so is the very tree that libyaml builds, and what is not simple is libyaml's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_roles.catalog.formats import yaml_events
from sphinx_roles.catalog.formats.marks import printable
from sphinx_roles.catalog.formats.yaml import read_yaml
from sphinx_roles.catalog.formats.yaml_events import read_events
from sphinx_roles.catalog.formats.yaml_lines import read_lines
from sphinx_roles.catalog.nodes import Node, ReadContext
from sphinx_roles.catalog.sources import Limits

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def by_lines(text: str, **given: Any) -> list[Node] | None:
    """Read a text line by line; assert that it says nothing, and reads what libyaml reads without a complaint."""
    context, other = ReadContext("f", [], **given), ReadContext("f", [], **given)
    found = read_lines(text, context)
    assert not context.problems
    assert not context.cut
    if found is not None:
        assert (found, []) == (read_events(text, other)[0], other.problems)
    return found


@pytest.fixture
def handed(monkeypatch: Any) -> list[str]:
    """The texts that are given to libyaml."""
    texts: list[str] = []

    def noted(text: str, context: ReadContext) -> tuple[list[Node], int]:
        texts.append(text)
        return read_events(text, context)

    monkeypatch.setattr(yaml_events, "read_events", noted)
    return texts


CATALOG = """\
---
# Who does what.
roles:
  sre:
    name: Site Reliability Engineer   # since 2019
    duties: [Watch, Mend what is broken, "Write: it down"]
    summary: Keeps it running, day & night, at http://example.org/#on-call
    tags:
    - a
    -  'b c'
    holders:
      - name: Ann
        since: 2024-05
      - {name: Bob, as: deputy}
  dev: {name: Développeur}
  qa:

responsibilities:
  deploys: {name: Deploys to production, assign: {sre: A/R, dev: C}}
  reviews:
    assign:
      dev : R
      qa: ~
"""


def test_a_catalog_is_read_without_libyaml(handed: list[str]) -> None:
    assert by_lines(CATALOG) is not None
    assert by_lines(CATALOG.rstrip("\n"), line=7, column=4) is not None
    assert handed == []


def test_an_entry_that_is_not_simple_is_given_to_libyaml_alone(handed: list[str]) -> None:
    assert by_lines(CATALOG.replace("Développeur", r'"D\u00e9veloppeur"')) is not None
    assert handed == ['  dev: {name: "D\\u00e9veloppeur"}\n']


@pytest.mark.parametrize(
    ("entry", "alone"),
    [
        ("a: |\n  x\n\n   # y\n  z\n\n", "a: |\n  x\n\n   # y\n  z\n\n"),
        ("a: x\n  y\n", "a: x\n  y\n"),
        ('a: "x\\ty"\n', 'a: "x\\ty"\n'),
        ("a: 'it''s'\n", "a: 'it''s'\n"),
        ("a: [x,\n  y\n]\n", "a: [x,\n  y\n]\n"),
        ("a: {x: {}, y: z, }\n", None),
        ("a: {x: [1, {y: z}], w: 'v'}\n", None),
        ("a: !!str x\n", "a: !!str x\n"),
        ("a: &x y\n", "a: &x y\n"),
        ('"a": x\n', '"a": x\n'),
        ("a:\n- |\n  x\n- y\n", "- |\n  x\n"),
        ("a:\n- b: >\n    x\n  c: y\n", "- b: >\n    x\n  c: y\n"),
        ("a:\n- b: x\n    y\n  c: z\n", "  b: x\n    y\n"),
        ("a:\n  text\n  goes on\n", "a:\n  text\n  goes on\n"),
        ("a:\n-\n  b: c\n", "-\n  b: c\n"),
        ("a: {b: &x c, d: *x}\n", "a: {b: &x c, d: *x}\n"),
        (f"a: {'x' * 4095}\n", f"a: {'x' * 4095}\n"),
        (f"{'a' * 1000}: x\n", f"{'a' * 1000}: x\n"),
        ("a:\tb\n", "a:\tb\n"),
    ],
)
def test_entries(handed: list[str], entry: str, alone: str | None) -> None:
    for text in (f"x: y\n{entry}z:\n  w: v\n", f"x:\n- y\n{entry}", f"x:\n{entry}".rstrip("\n")):
        handed.clear()
        assert by_lines(text) is not None
        assert [one.rstrip("\n") for one in handed] == ([alone.rstrip("\n")] if alone else [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        "---\n",
        "text\n",
        "[a, b]\n",
        "a: &x b\nc: *x\n",
        "a: {b: c}\n<<: {d: e}\n",
        "a: b\n---\nc: d\n",
        "a: b\n...\n",
        "%YAML 1.1\n---\na: b\n",
        "a: b\na: c\n",
        "a: {b: c, b: d}\n",
        "a:\n    b: c\n  d: e\n",
        "a: b\n- c\n",
        "- a\nb: c\n",
        "a: b: c\n",
        "a: 'b' c\n",
        "a: [b, c] d\n",
        "a: [b, , c]\n",
        'a: "b\nc: d\n',
        "? a\n? b\n",
        "!t\n  a: b\n",
        "a: b\n  c: d\n",
        "a: b\r\nc: d\n",
        "a: b\u2028c\n",
        "a: @b\n",
    ],
)
def test_what_goes_beyond_an_entry_is_libyaml_s_as_a_whole(text: str) -> None:
    assert by_lines(text) is None


def test_where_much_is_not_simple_all_is_libyaml_s(handed: list[str]) -> None:
    hard = "".join(f'key{number}: "\\t"\n' for number in range(100))
    assert by_lines(f"a: b\n{hard}") is None
    assert len(handed) < 20
    handed.clear()
    easy = "".join(f"row{number}: {{a: b}}\n" for number in range(2000))
    assert by_lines(easy + hard) is not None
    assert len(handed) == 100


def test_columns_beyond_the_packed_ones_are_those_of_libyaml() -> None:
    for text in ("a: b\n", "- a: {b: c}\n", f"a:\n{' ' * 8190}- 'b'\n", f'a:\n{" " * 8190}- "\\t"\n'):
        for line in (1, 2):
            for column in (1, 4090, 5000):
                by_lines(text, line=line, column=column)


def test_limits_are_those_of_libyaml() -> None:
    text = "a:\n  - b: {c: [d, {e: f}]}\n"
    for most in range(1, 8):
        assert (by_lines(text, limits=Limits(depth=most)) is None) == (most < 6)
    for most in range(1, 14):
        assert (by_lines(text, limits=Limits(nodes=most)) is None) == (most < 11), most


def test_a_mistake_is_told_as_ever_whatever_stands_before_it() -> None:
    context = ReadContext("f", [])
    read_yaml("a: {b: c}\nd: |\n  e\nf: @g\n", context)
    assert [str(one.location) for one in context.problems] == ["f:4:4"]


_FRAGMENTS = (
    *("a", "b", "c d", "é", "\u00a0", "~", "null", "- ", "-", "- a", "- a: b", "- a:", "a: ", "a: b", "b: c"),
    *(
        "c:",
        "d:",
        "k : v",
        "a:b",
        "http://x.y",
        "C#",
        "a #b",
        " # c",
        "#",
        "'q'",
        '"q"',
        "'",
        '"',
        "\\",
        "''",
    ),
    *("{", "}", "[", "]", "{}", "[]", ",", ", ", ": ", ":", "{a: b}", "{a: b, c: [d, {e: f}]}", "[a, b]"),
    *("[a,b]", "{ a: b }", "{a: b, }", "{a: 'b', c: \"d\"}", "x: |", "y: >-", "|", ">", "text goes on", "\t"),
    *("&a ", "*a", "!t ", "? ", "? a", "<<", "<<: ", "%", "---", "...", "e: 'it''s'", 'f: "a\\n"', " ", "  "),
)
_LINE = st.tuples(
    st.sampled_from((0, 0, 0, 1, 2, 2, 3, 4, 6)), st.lists(st.sampled_from(_FRAGMENTS), max_size=3)
)


@settings(max_examples=1500)
@given(st.lists(_LINE, max_size=7), st.sampled_from(("", "\n", "\n\n", "\n  ")), st.data())
def test_texts_of_every_sort_are_read_as_by_libyaml(lines: list[Any], end: str, data: Any) -> None:
    text = "\n".join(" " * indent + "".join(parts) for indent, parts in lines) + end
    limits = data.draw(
        st.builds(Limits, depth=st.integers(1, 6))
        | st.builds(Limits, nodes=st.integers(1, 14))
        | st.just(Limits())
    )
    by_lines(
        text,
        limits=limits,
        line=data.draw(st.sampled_from((1, 7))),
        column=data.draw(st.sampled_from((1, 4))),
    )


@settings(max_examples=500)
@given(st.data())
def test_catalogs_with_something_put_in_or_taken_out_are_read_as_by_libyaml(data: Any) -> None:
    text = CATALOG
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 3))
        text = text[:at] + data.draw(st.sampled_from(("", "\n", "\n  ", *_FRAGMENTS))) + text[at + gone :]
    by_lines(text)


@pytest.mark.parametrize(
    "path", sorted(SHARED.rglob("*.y*ml")), ids=lambda path: str(path.relative_to(SHARED))
)
def test_data_of_others_is_read_as_by_libyaml(path: Path) -> None:
    by_lines(printable(path.read_text("utf-8").replace("\r\n", "\n"), ReadContext("f", [])))
