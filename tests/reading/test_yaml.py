"""YAML: trees with places, aliases within bounds, mistakes in plain words, and what stood before them."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.cases import cases
from reading.trees import locations, read_as

from sphinx_roles.catalog.formats.trees import read_yaml
from sphinx_roles.catalog.nodes import MappingNode, ReadContext, ScalarNode, SequenceNode
from sphinx_roles.catalog.sources import Limits
from sphinx_roles.problems import Code

read = partial(read_as, read_yaml)


@pytest.fixture(params=["libyaml", "python"])
def parser(request: Any, monkeypatch: Any) -> str:
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    return str(request.param)


@pytest.mark.parametrize(("text", "data", "reported"), cases("yaml", "what is read"))
def test_what_is_read(parser: str, text: str, data: list[Any], reported: list[str]) -> None:
    assert read(text)[:2] == (data, reported)


def test_a_quoted_null_is_a_text(parser: str) -> None:
    (node,) = read_yaml("[~, '~', null, \"null\", !!str null]", ReadContext("f", []))
    assert isinstance(node, SequenceNode)
    assert [one.absent for one in node.nodes if isinstance(one, ScalarNode)] == [
        True,
        False,
        True,
        False,
        False,
    ]


def test_places(parser: str) -> None:
    (node,) = read_yaml("a:\n  - b: {c: 1}\n    é: {\U0001f600: x}\n", ReadContext("f", []))
    assert " ".join(locations(node)) == "1:1 1:1 2:3 2:5 2:5 2:8 2:9 2:12 3:5 3:8 3:9 3:12"
    (node,) = read_yaml("a:\nb:\n- c:\n  -", ReadContext("f", []))
    assert " ".join(locations(node)) == "1:1 1:1 1:3 2:1 3:1 3:3 3:3 4:3 4:4"


def test_every_line_of_a_body_is_shifted() -> None:
    _, reported, _ = read("a: 1\na: 2\n", line=10, column=4)
    assert reported == ["repeated-key 11:4"]


def test_columns_beyond_the_packed_ones_end_there() -> None:
    (node,) = read_yaml("a: [" + "x, " * 3000 + "y]\nb: c\n", ReadContext("f", []))
    found = locations(node)
    assert [found[1365], found[1366], found[-3]] == ["1:4091", "1:4094", "1:4095"]
    assert found[-2:] == ["2:1", "2:4"]


def test_repeated_keys(parser: str) -> None:
    data, reported, context = read("a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert data == [{"a": "1", "b": {"c": "1"}}]
    assert reported == ["repeated-key 2:11", "repeated-key 3:1"]
    assert context.problems[1].text == "'a' is there twice; the first one, at f:1:1, is used"


@pytest.mark.parametrize(("text", "reported", "words"), cases("yaml", "wrong aliases and keys"))
def test_wrong_aliases_and_keys(parser: str, text: str, reported: str, words: str) -> None:
    _, found, context = read(text + "z: 1\n" if not text.startswith("?") else text)
    assert found == [reported]
    assert words in context.problems[0].text


def test_aliases_are_bounded(parser: str) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    data, reported, context = read("\n".join(lines))
    assert reported == ["too-large 6:36"]
    assert "1000000" in context.problems[0].text
    assert data[0]["a"] == ["x"] * 10


def test_merge_keys_are_bounded() -> None:
    keys = ", ".join(f"k{i}: 1" for i in range(50))
    text = f"a: &a {{{keys}}}\n" + "".join(f"b{i}: {{<<: *a}}\n" for i in range(50))
    assert read(text, limits=Limits(nodes=1000))[1] == ["too-large 6:10"]


def test_nesting_is_bounded(parser: str) -> None:
    assert read("[" * 500)[1] == ["too-large 1:101"]
    # From here on, a newer libyaml gives up by itself.
    (reported,) = read("[" * 5000)[1]
    assert reported in ("too-large 1:101", "too-large 1:1001")
    assert read("- " * 150 + "x")[1] == ["too-large 1:201"]


def test_limits_are_exact(parser: str) -> None:
    text = "a:\n  - b: {c: [d, {e: f}]}\n"
    for most in range(1, 8):
        assert bool(read(text, limits=Limits(depth=most))[1]) == (most < 6), most
    for most in range(1, 14):
        assert bool(read(text, limits=Limits(nodes=most))[1]) == (most < 11), most


@pytest.mark.parametrize(("text", "location", "words"), cases("yaml", "syntax errors in plain words"))
def test_syntax_errors_in_plain_words(parser: str, text: str, location: str, words: str) -> None:
    _, reported, context = read(text)
    assert reported == [f"syntax {location}"]
    assert words in context.problems[0].text
    assert context.cut


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab:-# \n\t[]{},&*!|>'\"%@`?~\\0\u2028\x85é<"), max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    context = ReadContext("f", [])
    nodes = read_yaml(text, context)
    assert all(isinstance(node, (ScalarNode, SequenceNode, MappingNode)) for node in nodes)
    known = (Code.SYNTAX, Code.REPEATED_KEY, Code.WRONG_TYPE, Code.WRONG_VALUE)
    assert all(one.code in known for one in context.problems)
    lines = text.split("\n")
    for one in context.problems:
        assert 1 <= one.location.line <= len(lines) + 1
        assert one.location.column >= 1


plain_data = st.recursive(
    st.text(alphabet="abc xyz:#-é'\"{}[]", max_size=12),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdé", max_size=4), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text("abcdé", min_size=1, max_size=4), plain_data, max_size=4))
def test_what_pyyaml_writes_is_read_back(data: Any) -> None:
    got, reported, _ = read(yaml.safe_dump(data, default_style='"', allow_unicode=True))
    assert got == [data]
    assert not reported


@pytest.mark.parametrize(("text", "tags"), cases("yaml", "a tag is reported where it is"))
def test_a_tag_is_reported_where_it_is(parser: str, text: str, tags: list[str]) -> None:
    _, _, context = read(text)
    problems = [one for one in context.problems if one.code == Code.WRONG_VALUE]
    assert [f"{one.location.line}:{one.location.column} {one.names[0]}" for one in problems] == tags
    assert read("a: !important never at night")[0] == [{"a": "never at night"}]
