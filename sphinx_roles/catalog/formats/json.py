"""JSON as a tree with places: a small scanner, as the standard library's tells none."""

from __future__ import annotations

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from sphinx_roles.catalog.formats.marks import Lines, first_keys, printable, without_controls
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode
from sphinx_roles.problems import Code

_SPACE = re.compile(r"[ \t\n\r]*")
_WORD = re.compile(r"[^\s\[\]{},:\"]+")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
_NOT_FINITE = frozenset({"NaN", "Infinity", "-Infinity"})


def read_json(text: str, context: ReadContext) -> list[Node]:
    """Read a text as one value; an empty text gives none. Numbers stay as written."""
    text = printable(text, context)
    if not text.strip():
        return []
    return _Scanner(text, context).read()


class _StopError(Exception):
    """The text breaks the rules; the arguments are the code, the sentence and the index."""


class _Scanner:
    def __init__(self, text: str, context: ReadContext) -> None:
        self.text = text
        self.context = context
        self.lines = Lines(text, context)
        self.count = 0
        # What is open, outermost first: an error leaves it cut, with what it holds so far.
        self.open: list[MappingNode | SequenceNode] = []

    def read(self) -> list[Node]:
        root = SequenceNode([], 0)
        try:
            end = self._after(self._value(root.nodes, self._after(0)))
            if end < len(self.text):
                raise _StopError(Code.SYNTAX, "text stands after the end of the data", end)
        except _StopError as stop:
            code, sentence, index = stop.args
            self.context.report(code, sentence, self.lines.at(index))
            self.context.cut = True
            for node in self.open:
                node.cut = True
                if isinstance(node, MappingNode):
                    node.pairs = first_keys(node.pairs, self.context)
        return root.nodes

    def _after(self, index: int) -> int:
        """Return the index behind white space."""
        found = _SPACE.match(self.text, index)
        return found.end() if found else index

    def _value(self, nodes: list[Node], index: int) -> int:
        """Read the value at an index into the end of a list; return the index behind it."""
        first = self.text[index : index + 1]
        self.count += 1
        if self.count > self.context.limits.nodes:
            sentence = f"the file holds more than {self.context.limits.nodes} values"
            raise _StopError(Code.TOO_LARGE, sentence, index)
        if first == '"':
            scalar, index = self._string(index)
            nodes.append(scalar)
            return index
        if first and first in "[{":
            if len(self.open) >= self.context.limits.depth:
                sentence = f"the nesting goes deeper than {self.context.limits.depth} levels"
                raise _StopError(Code.TOO_LARGE, sentence, index)
            node = (
                MappingNode([], self.lines.at(index))
                if first == "{"
                else SequenceNode([], self.lines.at(index))
            )
            nodes.append(node)
            self.open.append(node)
            index = self._pairs(node, index) if isinstance(node, MappingNode) else self._nodes(node, index)
            self.open.pop()
            return index
        scalar, index = self._word(index)
        nodes.append(scalar)
        return index

    def _nodes(self, node: SequenceNode, opened: int) -> int:
        index = self._after(opened + 1)
        if self.text[index : index + 1] == "]":
            return index + 1
        while True:
            index = self._after(self._value(node.nodes, index))
            index, ended = self._comma(index, "]", opened)
            if ended:
                return index

    def _pairs(self, node: MappingNode, opened: int) -> int:
        index = self._after(opened + 1)
        if self.text[index : index + 1] == "}":
            return index + 1
        while True:
            if self.text[index : index + 1] != '"':
                raise _StopError(Code.SYNTAX, "a key in double quotes is missing here", index)
            key, index = self._string(index)
            pair = len(node.pairs)
            # Until its value is read, the key is known with nothing.
            node.pairs.append((key, MappingNode([], key.at, True)))
            index = self._after(index)
            if self.text[index : index + 1] != ":":
                raise _StopError(Code.SYNTAX, f"a ':' is missing after the key {key.text!r}", index)
            index = self._after(self._pair(node, pair, self._after(index + 1)))
            index, ended = self._comma(index, "}", opened)
            if ended:
                node.pairs = first_keys(node.pairs, self.context)
                return index

    def _pair(self, node: MappingNode, pair: int, index: int) -> int:
        """Read the value of a key; an error inside it leaves what it holds so far."""
        value: list[Node] = []
        try:
            return self._value(value, index)
        finally:
            if value:
                node.pairs[pair] = node.pairs[pair][0], value[0]

    def _comma(self, index: int, closing: str, opened: int) -> tuple[int, bool]:
        mark = self.text[index : index + 1]
        if mark == closing:
            return index + 1, True
        if mark != ",":
            at = self.context.location(self.lines.at(opened))
            location = f"line {at.line}, column {at.column}"
            sentence = (
                f"the {self.text[opened]!r} opened at {location} needs a ',' or its {closing!r} before this"
            )
            raise _StopError(Code.SYNTAX, sentence, index)
        after = self._after(index + 1)
        if self.text[after : after + 1] == closing:
            raise _StopError(
                Code.SYNTAX, f"a ',' stands before {closing!r}, with nothing between them", index
            )
        return after, False

    def _string(self, index: int) -> tuple[ScalarNode, int]:
        at = self.lines.at(index)
        try:
            value, end = scanstring(self.text, index + 1, True)
        except JSONDecodeError as error:
            broken = self.text[error.pos : error.pos + 1]
            if broken == "\t":
                raise _StopError(Code.SYNTAX, "a tab stands in a quoted text; write \\t", error.pos) from None
            # A text ends on its line: what follows would be taken for a part of it.
            if "Unterminated" in error.msg or broken == "\n":
                raise _StopError(Code.SYNTAX, "a quote is opened here and not closed", index) from None
            raise _StopError(Code.SYNTAX, "a backslash that escapes nothing", error.pos) from None
        return ScalarNode(without_controls(value, self.context, at), at, False), end

    def _word(self, index: int) -> tuple[ScalarNode, int]:
        found = _WORD.match(self.text, index)
        at = self.lines.at(index)
        if found is None:
            raise _StopError(Code.SYNTAX, "a value is missing here", index)
        word = found.group()
        if word in ("true", "false", "null") or _NUMBER.fullmatch(word):
            return ScalarNode(word, at), found.end()
        if word in _NOT_FINITE:
            self.context.report(Code.SYNTAX, f"{word} is no number in JSON; it is left out", at)
            return ScalarNode("null", at), found.end()
        raise _StopError(
            Code.SYNTAX, f"{word[:40]!r} is no value in JSON; a text stands in double quotes", index
        )
