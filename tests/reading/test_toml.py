"""TOML: what tomllib reads, with places; up to the first mistake where there is one."""

from __future__ import annotations

import tomllib
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.cases import cases
from reading.trees import as_texts, read_as

from sphinx_roles.catalog.formats.trees import read_toml
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode

WHOLE, DATA = cases("toml", "a whole file")


read = partial(read_as, read_toml)


def test_a_whole_file() -> None:
    data, reported, _ = read(WHOLE)
    assert (data, reported) == (DATA, [])


def test_places() -> None:
    (root,) = read_toml(WHOLE, ReadContext("f", []))
    assert isinstance(root, MappingNode)
    location = ReadContext("f", []).location

    def at(*path: str | int) -> str:
        node: Node = root
        key: ScalarNode | None = None
        for step in path:
            if isinstance(node, SequenceNode):
                assert isinstance(step, int)
                node = node.nodes[step]
            else:
                assert isinstance(node, MappingNode)
                key, node = next(pair for pair in node.pairs if pair[0].text == step)
        return f"{location(key.at) if key else ''} {location(node.at)}"

    assert at("version") == "f:2:1 f:2:11"
    assert at("roles", "sre", "name") == "f:4:1 f:4:8"
    assert at("roles", "sre", "tags", 2) == "f:8:1 f:9:3"
    assert at("roles", "sre", "skills", "obs.x", "y") == "f:10:35 f:10:39"
    assert at("roles", "dev ops") == "f:11:8 f:11:8"
    assert at("accepted", 1, "rule") == "f:17:1 f:17:8"


@pytest.mark.parametrize(
    ("text", "reported", "data"), cases("toml", "what stood before a mistake is there", NINES="9" * 5000)
)
def test_what_stood_before_a_mistake_is_there(text: str, reported: str, data: Any) -> None:
    got, found, context = read(text)
    assert found == [reported]
    assert got == [data]
    assert context.cut
    assert context.problems[0].text.startswith("this is no TOML: ")


@pytest.mark.parametrize("depth", [150, 20_000])
def test_nesting_is_bounded(depth: int) -> None:
    _, reported, _ = read("a = " + "[" * depth + "]" * depth)
    assert [one.split()[0] for one in reported] == ["too-large"]


def test_an_empty_file_is_nothing() -> None:
    assert read("\n")[:2] == ([], [])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([
    "[a]\n", "[a.b]\n", "[[c]]\n", "[[c.d]]\n", "x = 1\n", 'y = "q\\t"\n', "z = [1, [2, 'three'],]\n",
    "w = {k = 1, l.m = true}\n", 'a.b.c = """x\n"y" """\n', "# note\n", "\n", "'a b' = ''\n", "e = {}\n",
    "x = \n", "[a\n", 's = "\n', "t = [\n1\n]\n", "u = '''a'''''\n",
]), max_size=9))  # fmt: skip
def test_it_agrees_with_tomllib(lines: list[str]) -> None:
    text = "".join(lines)
    data, reported, _ = read(text)
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert len(reported) == 1
        return
    assert not reported
    assert data == ([as_texts(expected)] if text.strip() else [])


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab=.[]{}\"'#\n ,1-\\\x00é"), max_size=40))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read(text)
