"""TOML as a tree with places: `tomllib` says whether it is right, a small reader where things stand."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

from sphinx_roles.catalog.formats.marks import Lines, printable, without_controls
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode
from sphinx_roles.problems import Code

_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_PART = r"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
"""A part of a key."""
_BLANK = re.compile(r"[ \t]*")
_GAP = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WORD = re.compile(r"[^,\[\]{}#\n\"']+")
_DIGITS = re.compile(r"\d[\d_]{4000}")
"""The beginning of a number that Python refuses to read."""
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)


def read_toml(text: str, context: ReadContext) -> list[Node]:
    """Read a text; up to its first mistake, statement by statement, if there is one."""
    text = printable(text, context)
    if not text.strip():
        return []
    # Where a key has very many parts, tomllib takes their number squared.
    deep = re.search(rf"(?<![\w.\"'-])(?:{_PART}[ \t]*+\.[ \t]*+){{{context.limits.depth + 1}}}", text)
    end = None
    if deep is None:
        with contextlib.suppress(RecursionError):
            end = _check(text, context)
    if end is None:
        at = Lines(text, context).at(deep.start() if deep else 0)
        context.report(Code.TOO_LARGE, f"the nesting goes deeper than {context.limits.depth} levels", at)
        context.cut = True
        return []
    reader = _Reader(text, context)
    try:
        reader.read(end)
    except _TooLargeError as error:
        context.report(Code.TOO_LARGE, *error.args)
        context.cut = True
    reader.root.cut = context.cut
    return [reader.root]


def _check(text: str, context: ReadContext) -> int:
    """Return the index up to which the text is right; tell what is wrong there."""
    import tomllib  # costs 4 ms, and most projects have no TOML

    try:
        tomllib.loads(text)
    except ValueError as error:  # a TOMLDecodeError, or a number of thousands of digits
        message = str(error)
        found = _PLACE.search(message)
        digits = _DIGITS.search(text) if found is None else None
        end = digits.start() if digits else len(text)
        if found is not None and found.group(1):
            starts = [0, *(match.end() for match in re.finditer("\n", text))]
            end = min(starts[int(found.group(1)) - 1] + int(found.group(2)) - 1, end)
        message = _PLACE.sub("", message) if found is not None else "a number has too many digits"
        context.report(
            Code.SYNTAX, f"this is no TOML: {message[:1].lower()}{message[1:]}", Lines(text, context).at(end)
        )
        context.cut = True
        return end if found is not None else 0
    return len(text) + 1


class _TooLargeError(Exception):
    """The text goes beyond a limit; the arguments are the sentence and the place."""


class _Reader:
    """Reads statements that are known to be right."""

    def __init__(self, text: str, context: ReadContext) -> None:
        self.text = text
        self.context = context
        self.lines = Lines(text, context)
        self.root = MappingNode([], self.lines.at(0))
        self.count = 0
        # What each mapping holds, by key: a linear search would make large files slow.
        self.found: dict[int, dict[str, Node]] = {}

    def read(self, end: int) -> None:
        """Read all statements that end before the index ``end``; the one there is broken."""
        table, index = self.root, self._gap(0)
        while index < min(end, len(self.text)):
            try:
                read = self._header(index) if self.text[index] == "[" else self._line(index, table, end)
            except IndexError:
                return
            if read is None or read[1] >= end:
                return
            table, index = read[0], self._gap(read[1])

    def _header(self, index: int) -> tuple[MappingNode, int]:
        """Open the table of ``[a.b]`` or ``[[a.b]]``."""
        series = self.text.startswith("[[", index)
        keys, after = self._keys(self._blank(index + 1 + series))
        if not series:
            return self._descend(self.root, keys), after + 1
        parent = self._descend(self.root, keys[:-1])
        items = self._get(parent, keys[-1])
        if not isinstance(items, SequenceNode):
            items = SequenceNode([], keys[-1].at)
            self._put(parent, keys[-1], items)
        table = MappingNode([], self.lines.at(index))
        items.nodes.append(table)
        return table, after + 2

    def _line(self, index: int, table: MappingNode, end: int) -> tuple[MappingNode, int] | None:
        keys, after = self._keys(index)
        value, after = self._value(self._blank(after + 1), 0)
        if after >= end:
            return None
        self._put(self._descend(table, keys[:-1]), keys[-1], value)
        return table, after

    def _descend(self, table: MappingNode, keys: list[ScalarNode]) -> MappingNode:
        self._check_depth(len(keys), keys[-1].at if keys else 0)
        for key in keys:
            inner = self._get(table, key)
            if isinstance(inner, SequenceNode):
                inner = inner.nodes[-1]
            if not isinstance(inner, MappingNode):
                inner = MappingNode([], key.at)
                self._put(table, key, inner)
            table = inner
        return table

    def _check_depth(self, depth: int, at: int) -> None:
        if depth > self.context.limits.depth:
            raise _TooLargeError(f"the nesting goes deeper than {self.context.limits.depth} levels", at)

    def _get(self, table: MappingNode, key: ScalarNode) -> Node | None:
        return self.found.get(id(table), {}).get(key.text)

    def _put(self, table: MappingNode, key: ScalarNode, value: Node) -> None:
        table.pairs.append((key, value))
        self.found.setdefault(id(table), {})[key.text] = value

    def _gap(self, index: int) -> int:
        found = _GAP.match(self.text, index)
        return found.end() if found else index

    def _blank(self, index: int) -> int:
        found = _BLANK.match(self.text, index)
        return found.end() if found else index

    def _keys(self, index: int) -> tuple[list[ScalarNode], int]:
        """Read a dotted key; the index behind it is that of what follows blanks."""
        keys = []
        while True:
            if self.text[index] in "\"'":
                key, index = self._string(index)
            else:
                word = _BARE.match(self.text, index)
                if word is None:
                    raise IndexError(index)
                key, index = ScalarNode(word.group(), self.lines.at(index)), word.end()
            keys.append(key)
            index = self._blank(index)
            if self.text[index : index + 1] != ".":
                return keys, index
            index = self._blank(index + 1)

    def _value(self, index: int, depth: int) -> tuple[Node, int]:
        first = self.text[index]
        self._check_depth(depth, self.lines.at(index))
        self.count += 1
        if self.count > self.context.limits.nodes:
            sentence = f"the file holds more than {self.context.limits.nodes} values"
            raise _TooLargeError(sentence, self.lines.at(index))
        if first in "\"'":
            return self._string(index)
        if first == "[":
            items = SequenceNode([], self.lines.at(index))
            for start in self._members(index, "]"):
                value, self.behind = self._value(start, depth + 1)
                items.nodes.append(value)
            return items, self.behind
        if first == "{":
            table = MappingNode([], self.lines.at(index))
            for start in self._members(index, "}"):
                keys, after = self._keys(start)
                value, self.behind = self._value(self._blank(after + 1), depth + 1)
                self._put(self._descend(table, keys[:-1]), keys[-1], value)
            return table, self.behind
        found = _WORD.match(self.text, index)
        if found is None:
            raise IndexError(index)
        word = found.group().rstrip()
        return ScalarNode(word, self.lines.at(index)), index + len(word)

    def _members(self, index: int, closing: str) -> Iterator[int]:
        """Yield where each member of an array or inline table begins; ``behind`` is where it ended."""
        index = self._gap(index + 1)
        while self.text[index] != closing:
            yield index
            index = self._gap(self.behind)
            if self.text[index] == ",":
                index = self._gap(index + 1)
            elif self.text[index] != closing:
                raise IndexError(index)
        self.behind = index + 1

    behind = 0

    def _string(self, index: int) -> tuple[ScalarNode, int]:
        found = _STRING.match(self.text, index)
        if found is None:
            raise IndexError(index)
        raw, at = found.group(), self.lines.at(index)
        if raw[:3] in ('"""', "'''") or (raw[0] == '"' and "\\" in raw):
            import tomllib

            try:
                value = str(tomllib.loads(f"value = {raw}")["value"])
            except ValueError:
                # It stands in the statement that is broken.
                raise IndexError(index) from None
        else:
            value = raw[1:-1]
        return ScalarNode(without_controls(value, self.context, at), at, False), found.end()
