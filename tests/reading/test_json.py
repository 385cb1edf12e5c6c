"""JSON: places of keys and values, numbers as written, mistakes at their place."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading.cases import cases
from reading.trees import as_texts, locations, read_as

from sphinx_roles.catalog.formats.trees import read_json
from sphinx_roles.catalog.nodes import MappingNode, ReadContext, ScalarNode, SequenceNode
from sphinx_roles.catalog.sources import Limits

read = partial(read_as, read_json)


@pytest.mark.parametrize(("text", "data", "reported"), cases("json", "what is read", KEY="k" * 2000))
def test_what_is_read(text: str, data: list[Any], reported: list[str]) -> None:
    assert read(text)[:2] == (data, reported)
    assert read(text)[2].cut == bool(reported)


def test_a_string_is_not_plain() -> None:
    (node,) = read_json('["null", null, "true"]', ReadContext("f", []))
    assert isinstance(node, SequenceNode)
    assert [one.absent for one in node.nodes if isinstance(one, ScalarNode)] == [False, True, False]
    assert [one.plain for one in node.nodes if isinstance(one, ScalarNode)] == [False, True, False]


def test_places_of_keys_and_values() -> None:
    (node,) = read_json('{\n\t"a":\n    [1, {"b": "\U0001f600"}, ""]\n}', ReadContext("f", []))
    assert " ".join(locations(node)) == "1:1 2:2 3:5 3:6 3:9 3:10 3:15 3:21"


@pytest.mark.parametrize(("text", "reported", "words"), cases("json", "mistakes", DEEP="[" * 200))
def test_mistakes(text: str, reported: str, words: str) -> None:
    _, found, context = read(text)
    assert found == [reported]
    assert words in context.problems[0].text


def test_the_number_of_values_is_bounded() -> None:
    assert read(json.dumps(["x"] * 100), limits=Limits(nodes=50))[1] == ["too-large 1:1"]


json_data = st.recursive(
    st.text(max_size=8) | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


def speakable(data: Any) -> bool:
    """Tell whether no text holds what no text can hold."""
    written = json.dumps(data, ensure_ascii=False)
    return not any(ord(c) in range(0x7F, 0xA0) or ord(c) in (0xFFFE, 0xFFFF, 0xFEFF) for c in written) and (
        "\\u00" not in written and "\\b" not in written and "\\f" not in written
    )


@settings(max_examples=100, deadline=None)
@given(json_data.filter(speakable), st.sampled_from([None, 2]))
def test_what_json_writes_is_read_back(data: Any, indent: int | None) -> None:
    got, reported, _ = read(json.dumps(data, indent=indent, ensure_ascii=False))
    assert got == [as_texts(data)]
    assert not reported


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from('{}[],:"\\ \nabtruenl0123.e-\x00é'), max_size=50))
def test_any_text_is_read_without_an_error(text: str) -> None:
    _, reported, context = read(text)
    try:
        json.loads(text)
    except ValueError:
        assert reported or not text.strip()
    assert all(one.location.line <= text.count("\n") + 1 for one in context.problems)


def test_what_is_open_at_a_mistake_is_cut() -> None:
    (root,) = read_json('{"a": {"b": 1}, "c": [{"d": 2}, {"e": oops}]}', ReadContext("f", []))
    assert isinstance(root, MappingNode)
    whole, items = root.pairs[0][1], root.pairs[1][1]
    assert isinstance(items, SequenceNode)
    assert not isinstance(whole, ScalarNode)
    inner = [one.cut for one in items.nodes if isinstance(one, MappingNode)]
    assert [root.cut, whole.cut, items.cut, *inner] == [True, False, True, False, True]
