"""What a reader of YAML, JSON or TOML makes of a text, as plain data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode

Reader = Callable[[str, ReadContext], list[Node]]


def tree(node: Node) -> Any:
    """Return a node as plain data; an empty cut mapping is ``…``."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [tree(one) for one in node.nodes]
    return "…" if node.cut and not node.pairs else {key.text: tree(value) for key, value in node.pairs}


def read_as(reader: Reader, text: str, **given: Any) -> tuple[list[Any], list[str], ReadContext]:
    """Return the data of all documents, the code and place of each problem, and the sheet."""
    context = ReadContext("f", [], **given)
    nodes = reader(text, context)
    reported = [f"{one.code} {one.location.line}:{one.location.column}" for one in context.problems]
    return [tree(node) for node in nodes], reported, context


def locations(node: Node) -> list[str]:
    """Return the places of a node and of all in it, in order."""
    found = [f"{node.at >> 12}:{node.at & 0xFFF}"]
    if isinstance(node, MappingNode):
        for key, value in node.pairs:
            found += [*locations(key), *locations(value)]
    elif isinstance(node, SequenceNode):
        for one in node.nodes:
            found += locations(one)
    return found


def as_texts(data: Any) -> Any:
    """Return parsed data with every value but texts as it is written."""
    if isinstance(data, list):
        return [as_texts(one) for one in data]
    if isinstance(data, dict):
        return {key: as_texts(value) for key, value in data.items()}
    return data if isinstance(data, str) else {None: "null"}.get(data, str(data).lower())
