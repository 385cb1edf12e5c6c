"""YAML: trees with places, aliases within bounds, mistakes in plain words, and what stood before them."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
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


READ: dict[str, tuple[str, list[Any], list[str]]] = {
    "scalars stay as written": (
        "a: 2026.2\nb: no\nc: 0x1F\nd: ~\ne: '~'\nf:\ng: 1_000\n",
        [{"a": "2026.2", "b": "no", "c": "0x1F", "d": "~", "e": "~", "f": "", "g": "1_000"}], [],
    ),
    "documents one after another": ("a: 1\n---\nb: 2\n---\n", [{"a": "1"}, {"b": "2"}, ""], []),
    "anchors and merge keys": (
        "x: &x {p: 1, q: 2}\ny: &y {p: 5, r: &r 6}\nz: {q: 3, <<: [*x, *y]}\nw: [*x, *r]\n",
        [{"x": {"p": "1", "q": "2"}, "y": {"p": "5", "r": "6"}, "z": {"q": "3", "p": "1", "r": "6"},
          "w": [{"p": "1", "q": "2"}, "6"]}], [],
    ),
    # Line ends and characters
    "all line ends are those of an editor": (
        "a: 1\r\nb: 2\rb: |\r\n  x\r  y\n", [{"a": "1", "b": "2"}], ["repeated-key 3:1"],
    ),
    "U+2028 is no line break": (
        "a: x\u2028y\u2029z\u0085w\nb: 1\nb: 2\n",
        [{"a": "x\u2028y\u2029z\u0085w", "b": "1"}], ["repeated-key 3:1"],
    ),
    "private characters survive that": ("a: \ue000\u2028\ue001\n", [{"a": "\ue000\u2028\ue001"}], []),
    "control characters are reported once": ("a: \x00b\nc: \x07\n", [{"a": "\ufffdb", "c": "\ufffd"}], ["syntax 1:4"]),
    "a quoted one": ("a: 'x\x1by'\n", [{"a": "x\ufffdy"}], ["syntax 1:6"]),
    "an escaped one": ('a: "x\\0y"\n', [{"a": "x\ufffdy"}], ["syntax 1:4"]),
    "a lone surrogate": ("a: x\ud800y\n", [{"a": "x\ufffdy"}], ["syntax 1:5"]),
    # What is before a mistake is there
    "in a mapping": (
        "a: {b: 1}\nc:\n  d: 2\n  e: @\n", [{"a": {"b": "1"}, "c": {"d": "2", "e": ...}}], ["syntax 4:6"],
    ),
    "in a sequence": ("a: [x, y, {z: 1}, @]\n", [{"a": ["x", "y", {"z": "1"}]}], ["syntax 1:19"]),
    "a key without its value": ("a: 1\nb: c: d\n", [{"a": "1", "b": ...}], ["syntax 2:5"]),
    "a bracket that is not closed": ("a: 1\nb: [x, y\nc: d\n", [{"a": "1", "b": ["x"]}], ["syntax 3:2"]),
    "the document above": ("a: 1\n---\n@\n", [{"a": "1"}], ["syntax 3:1"]),
    # libyaml reads "1 b" as one text before it sees the colon.
    "but no text that is half read": ("a: 1\n b: 2\n", [{"a": ...}], ["syntax 2:3"]),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_is_read(parser: str, name: str) -> None:
    text, data, reported = READ[name]
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


@pytest.mark.parametrize(
    ("text", "reported", "words"),
    [
        ("a: *b\n", "syntax 1:4", "has no anchor '&b' before it"),
        ("a: &b 1\n---\na: *b\n", "syntax 3:4", "has no anchor '&b' before it"),
        ("a: &a [*a]\n", "syntax 1:8", "is inside its own anchor"),
        ("a: {<<: 1}\n", "wrong-type 1:5", "takes a mapping"),
        ("a: {{ x }}\n", "wrong-type 1:5", "not a mapping"),
        ("? [x]\n: y\n", "wrong-type 1:3", "not a list"),
    ],
)
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


@pytest.mark.parametrize(
    ("text", "location", "words"),
    [
        ("roles:\n\tsre: x\n", "2:1", "a tab is in the indentation"),
        ("a:\n  b: 1\n  \tc: 2\n", "3:3", "a tab is in the indentation"),
        ("a: b: c\n", "1:5", "a ': ' is where no key can be"),
        ('x: 1\na: "open\nb: 1\n', "2:4", "a quote is opened here and not closed"),
        ("a: 'it's'\n", "1:8", "a quote inside quotes is written twice"),
        ("a: [1, 2\nb: 3\n", "2:2", "the '[' opened at line 1, column 4 needs a ',' or its ']'"),
        ("a: {x: 1\nb: 3\n", "2:2", "the '{' opened at line 1, column 4 needs a ',' or its '}'"),
        ("a: *bold* text\n", "1:4", "a value cannot begin with '*'"),
        ("a: @you\n", "1:4", "a value cannot begin with '@'"),
        ("a: `code`\n", "1:4", "a value cannot begin with '`'"),
        ("a: [x, - y]\n", "1:8", "a value cannot begin with '-'"),
        ("a: %x\n", "1:4", "a value cannot begin with '%'"),
        ("a:\n  b: 1\n c: 2\n", "3:2", "the indentation does not fit"),
        ("a: 1\nfoo\nb: 2\n", "3:1", "a line that is neither 'key: value'"),
    ],
)
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


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("a: !important never at night", ["1:4 !important"]),
        ("a: !include x.md\nb: !x {c: 1}\nc: !y\n- 1", ["1:4 !include", "2:4 !x", "3:4 !y"]),
        ("- ! note", ["1:3 !"]),
        ("a: !<tag:x.org,1:z> b", ["1:4 !<tag:x.org,1:z>"]),
        ("a: !!python/name:os.system x", ["1:4 !!python/name:os.system"]),
        ("a: !!str 007\nb: !!map {}\nc: '!x'\nd: hey! you\ne: |\n  !x y\n", []),
    ],
)
def test_a_tag_is_reported_where_it_is(parser: str, text: str, tags: list[str]) -> None:
    _, _, context = read(text)
    problems = [one for one in context.problems if one.code == Code.WRONG_VALUE]
    assert [f"{one.location.line}:{one.location.column} {one.names[0]}" for one in problems] == tags
    assert read("a: !important never at night")[0] == [{"a": "never at night"}]
