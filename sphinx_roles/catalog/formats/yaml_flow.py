"""What stands between brackets on one line of YAML, as long as it is simple."""

from __future__ import annotations

import re

from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode, SequenceNode

FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
"""What a plain text begins with, everywhere."""
QUOTED = r"\"[^\"\\\t]*+\"|'[^'\t]*+'"
"""A text in quotes without an escape."""
# All quantifiers are possessive: what has been taken is not given back, so no line takes long.
_WORD = rf"{FIRST}[^:#?,\[\]{{}}\t]*+(?<![ ])"
_WORDS = re.compile(rf"\{{({_WORD}: {_WORD}(?:, {_WORD}: {_WORD})*+)\}}")
"""The letters of a row, as nearly all are written."""
_LIST = re.compile(rf"\[({_WORD}(?:, {_WORD})*+)\]")
_KEY = re.compile(rf"({_WORD}):[ ]++")
_TEXT = re.compile(rf"({_WORD})|({QUOTED})")
_COMMA = re.compile(r"[ ]*+,[ ]*+")
_SPACE = re.compile(r"[ ]*+")


class NotSimpleError(Exception):
    """The text is not simple, as a whole: libyaml is to read it."""


class FlowReader:
    """Reads mappings and sequences in brackets, and counts the values in them."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, line: str, index: int, base: int, depth: int) -> tuple[Node, int] | None:
        """Read what the bracket at an index opens; ``base`` is the packed place of the line.

        Returns the node and the index after it; None where it is not simple, or goes deeper than
        ``depth`` more levels.
        """
        if depth < 0:
            return None
        if line[index] == "{":
            match = _WORDS.match(line, index)
            if match is None:
                return self._pairs(line, index, base, depth)
            return self._words(match[1], base + index), match.end()
        match = _LIST.match(line, index)
        if match is None:
            return self._items(line, index, base, depth)
        items: list[Node] = [*_scalars(match[1].split(", "), base + index + 1)]
        self.count += len(items)
        return SequenceNode(items, base + index), match.end()

    def _words(self, text: str, at: int) -> MappingNode:
        """Read ``a: b, c: d``, in which neither colon nor comma can stand elsewhere."""
        words = text.replace(": ", ", ").split(", ")
        if len(set(words[::2])) < len(words) // 2:
            raise NotSimpleError
        self.count += len(words)
        scalars = _scalars(words, at + 1)
        return MappingNode(list(zip(scalars[::2], scalars[1::2], strict=True)), at)

    def _entries(self, pairs: list[tuple[ScalarNode, Node]], at: int) -> MappingNode:
        if len({key.text for key, _ in pairs}) < len(pairs):
            raise NotSimpleError
        self.count += 2 * len(pairs)
        return MappingNode(pairs, at)

    def _pairs(self, line: str, index: int, base: int, depth: int) -> tuple[Node, int] | None:
        pairs: list[tuple[ScalarNode, Node]] = []
        at = base + index
        index = _after(_SPACE, line, index + 1)
        while line[index : index + 1] != "}":
            key = _KEY.match(line, index)
            read = self._value(line, key.end(), base, depth, "}") if key is not None else None
            if key is None or read is None:
                return None
            pairs.append((ScalarNode(key[1], base + index), read[0]))
            index = read[1]
        return self._entries(pairs, at), index + 1

    def _items(self, line: str, index: int, base: int, depth: int) -> tuple[Node, int] | None:
        nodes: list[Node] = []
        at = base + index
        index = _after(_SPACE, line, index + 1)
        while line[index : index + 1] != "]":
            read = self._value(line, index, base, depth, "]")
            if read is None:
                return None
            nodes.append(read[0])
            index = read[1]
        self.count += len(nodes)
        return SequenceNode(nodes, at), index + 1

    def _value(self, line: str, index: int, base: int, depth: int, end: str) -> tuple[Node, int] | None:
        """Read a value and the comma after it; return the index of what comes next."""
        node: Node
        if line[index : index + 1] in ("{", "["):
            read = self.read(line, index, base, depth - 1)
            if read is None:
                return None
            node, index = read
        else:
            text = _TEXT.match(line, index)
            if text is None:
                return None
            quoted = text[2]
            node = ScalarNode(text[1] or quoted[1:-1], base + index, quoted is None)
            index = text.end()
        comma = _COMMA.match(line, index)
        if comma is not None:
            return node, comma.end()
        index = _after(_SPACE, line, index)
        return (node, index) if line[index : index + 1] == end else None


def _scalars(words: list[str], at: int) -> list[ScalarNode]:
    """Return plain texts that stand side by side, with two characters between them."""
    scalars = []
    for word in words:
        scalars.append(ScalarNode(word, at))
        at += len(word) + 2
    return scalars


def _after(pattern: re.Pattern[str], line: str, index: int) -> int:
    match = pattern.match(line, index)
    return match.end() if match is not None else index
