"""YAML as most catalogs are written, line by line; what is not so simple is libyaml's.

Nearly all lines of a catalog are ``key: text``, ``- text`` or ``key: {a: b, c: d}``, and patterns
read those in about half the time that libyaml's events take. An entry that is something else (a
text of several lines, an escape in quotes, brackets across lines) is given to libyaml by itself.

Nothing is told here. A text with anything wrong in it, or with what goes beyond one entry (an
alias, a second document), is libyaml's as a whole: there is one who explains errors, and what is
read here is the very tree that it would have built (``tests/reading/test_yaml_lines.py``).
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct, field, structs

from sphinx_roles.catalog.formats.yaml_flow import FIRST, QUOTED, FlowReader, NotSimpleError
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode

# A key and a text take the spaces after them as well: one run over all of it is much faster than one over
# each word. All quantifiers are possessive, as they are between brackets.
_KEY = rf"{FIRST}[^:#\t]*+"
_TEXT = rf"{FIRST}(?:[^:#\t]++|:(?=\S)|(?<=\S)\#)*+"
_VALUE = rf"(?:({_TEXT})|({QUOTED})|([{{\[].*+))"
_END = r"[ ]*+(?:(?<=[ ])\#.*+)?$"
_ENTRY = re.compile(rf"(?!\.\.\.)([ ]*+)(-[ ]++)?({_KEY})(:)(?:[ ]++{_VALUE})?{_END}")
# Its groups have the same numbers; an item has neither key nor colon.
_ITEM = re.compile(rf"([ ]*+)(-[ ]++)()(){_VALUE}{_END}")
_REST = re.compile(_END)
_NOTHING = ScalarNode("", 0)
"""Stands for a value that may come on the next lines."""
_MARKERS = ("---", "...", "%")
_BREAKS = frozenset("\x85\u2028\u2029")
"""What libyaml takes for line ends, and an editor does not."""
_QUESTION = re.compile(r"^[ -]*+\?(?:\s|$)", re.M)
"""A key without a value has its place where the next one begins, beyond the entry."""
_FEW, _EVERY = 16, 12
"""Giving libyaml one takes as long as its events of a dozen lines: where more is not simple, it has all."""
_LONG = re.compile("[^:]{1000}")
"""What may be a longer key than YAML allows: 1,024 characters up to the colon."""


def read_lines(text: str, context: ReadContext) -> list[Node] | None:
    """Read the one document of a printable text; None, with nothing told, where it is not simple."""
    if "<<" in text or "\r" in text or not (text.isascii() or _BREAKS.isdisjoint(text)):
        # What may be a merge key, and other line ends.
        return None
    try:
        return [_Reader(text, context).read()]
    except NotSimpleError:
        return None


class _Open(Struct):
    """A mapping or sequence whose end has not come yet."""

    mapping: bool
    indent: int
    at: int
    held: list[Any] = field(default_factory=list)
    """The pairs of a mapping, the nodes of a sequence."""
    start: int = 0
    """The line on which its last entry begins, from 0."""
    key: ScalarNode | None = None
    """The key whose value has not come yet."""
    behind: int = 0
    """The place behind the colon of that key: where nothing stands if no value comes."""

    def location(self, node: Node) -> None:
        """Take a node as the value of the key, or as the next item."""
        self.held.append((self.key, node) if self.mapping else node)
        self.key = None


class _Reader:
    """Reads the entries of a text, one after another."""

    def __init__(self, text: str, context: ReadContext) -> None:
        self.lines = text.split("\n")
        self.context = context
        self.document = _Open(True, -1, 0, key=ScalarNode("", 0))
        """Holds the tree: a mapping further out than any, whose one key waits for it."""
        self.stack = [self.document]
        self.flow = FlowReader()
        self.count = 0
        """How many values have been closed, but for those between brackets."""
        self.handed = 0
        """How many entries libyaml has been given."""

    def read(self) -> Node:
        """Return the tree of the text."""
        number, lines = 0, self.lines
        while number < len(lines):
            line = lines[number]
            match = _ENTRY.match(line) or _ITEM.match(line)
            if match is not None:
                number = self._entry(number, line, match, match.end(1), match[2] is not None)
                continue
            bare = line.lstrip(" ")
            if not bare or bare[0] == "#":
                number += 1
            elif line.startswith(_MARKERS):
                # Before all else, three dashes only say that the document begins.
                if self.document.start or len(self.stack) > 1 or line.rstrip(" ") != "---":
                    raise NotSimpleError
                number += 1
                self.document.start = number
            else:
                number = self._entry(number, line, None, len(line) - len(bare), bare[:2] in ("- ", "-"))
        while len(self.stack) > 1:
            self._close()
        if not self.document.held or self.count + self.flow.count > self.context.limits.nodes:
            raise NotSimpleError
        root: Node = self.document.held[0][1]
        return root

    def _entry(self, number: int, line: str, match: re.Match[str] | None, indent: int, item: bool) -> int:
        """Read the entry that begins on a line, and return the line after it."""
        top, inside = self.stack[-1], False
        if top.indent != indent or top.mapping is item:
            top = self._holder(indent, item)
            inside = top.indent < indent or top.mapping is item
            if inside and top.key is None:
                # The line goes on with the text of the last entry.
                top.held.pop()
                return self._hand_over(top, top.start)
        if not inside and top.key is not None:
            top.location(ScalarNode("", top.behind))
        base = (number + self.context.line) << 12 | self.context.column
        value = self._value(match, line, base) if match is not None else None
        simple = match is not None and value is not None
        if inside and not item and not simple:
            # It may be the text of the key: all that stands below the key goes along.
            return self._hand_over(top, top.start)
        if inside:
            top = self._open(not item, indent, base)
        top.start = number
        if match is None or value is None:
            return self._hand_over(top, number)
        key = match[3]
        if key:
            if item:
                top = self._open(True, match.start(3), base)
                top.start = number
            top.key = ScalarNode(key.rstrip(" "), base + match.start(3))
            if value is _NOTHING:
                top.behind = base + match.end(4)
                return number + 1
        top.location(value)
        return number + 1

    def _value(self, match: re.Match[str], line: str, base: int) -> Node | None:
        """Return the value on a line; None where it is not simple."""
        end = len(line) + self.context.column
        if end > 999 and (end > 0xFFF or _LONG.search(line) is not None):
            return None
        group = match.lastindex
        if group == 5:
            return ScalarNode(match[5].rstrip(" "), base + match.start(5))
        if group == 4:
            return _NOTHING
        if group == 6:
            return ScalarNode(match[6][1:-1], base + match.start(6), False)
        # Beside what is open, a sequence and a mapping may begin on this line.
        depth = self.context.limits.depth - len(self.stack) - 2
        read = self.flow.read(line, match.start(7), base, depth)
        return read[0] if read is not None and _REST.match(line, read[1]) is not None else None

    def _holder(self, indent: int, item: bool) -> _Open:
        """Close what a line does not belong to, and return what it belongs to or goes into."""
        before = top = self.stack[-1]
        while top.indent > indent or (top.indent == indent and not top.mapping and not item):
            self._close()
            top = self.stack[-1]
        if top.key is None and (
            (top.indent < indent and top is not before) or (top.indent == indent and top.mapping is item)
        ):
            # What the line is a part of has been closed, or cannot have it.
            raise NotSimpleError
        return top

    def _open(self, mapping: bool, indent: int, base: int) -> _Open:
        if len(self.stack) > self.context.limits.depth or indent + self.context.column > 0xFFF:
            raise NotSimpleError
        opened = _Open(mapping, indent, base + indent)
        self.stack.append(opened)
        return opened

    def _close(self) -> None:
        opened = self.stack.pop()
        if opened.key is not None:
            opened.location(ScalarNode("", opened.behind))
        held = opened.held
        if opened.mapping:
            if len({key.text for key, _ in held}) < len(held):
                raise NotSimpleError
            self.count += len(held)
        self.count += len(held)
        self.stack[-1].location(
            MappingNode(held, opened.at) if opened.mapping else SequenceNode(held, opened.at)
        )

    def _hand_over(self, top: _Open, start: int) -> int:
        """Have libyaml read one entry, and return the line after it."""
        end = start + 1
        while end < len(self.lines) and self._goes_on(self.lines[end], top.indent):
            end += 1
        # A dash before the first key of a mapping is not of this entry.
        first = " " * top.indent + self.lines[start][top.indent :]
        text = "\n".join((first, *self.lines[start + 1 : end], *([""] if end < len(self.lines) else [])))
        self.handed += 1
        if self.handed > _FEW + end // _EVERY or top is self.document or _QUESTION.search(text) is not None:
            raise NotSimpleError
        # Imported when it is needed: that takes as long as reading a thousand lines.
        from sphinx_roles.catalog.formats.yaml_events import read_events

        context = structs.replace(self.context, problems=[], line=self.context.line + start)
        context.limits = structs.replace(context.limits, depth=context.limits.depth - len(self.stack) + 2)
        nodes, count = read_events(text, context)
        node = nodes[0] if len(nodes) == 1 and not context.problems else None
        at = (start + self.context.line) << 12 | (top.indent + self.context.column)
        read = _one(node, at, top.mapping)
        if not read:
            raise NotSimpleError
        top.held += read
        top.key = None
        self.count += count - (2 if top.mapping else 1)
        return end

    def _goes_on(self, line: str, indent: int) -> bool:
        """Tell whether a line is still of an entry that begins at an indent."""
        bare = line.lstrip(" ")
        return len(line) - len(bare) > indent or bare[:1] in ("", "#", "]", "}")


def _one(node: Node | None, at: int, mapping: bool) -> list[Any]:
    """Return the pair or item of a block that begins at a place, if it holds just one."""
    if isinstance(node, MappingNode) and mapping and len(node.pairs) == 1 and node.pairs[0][0].at == at:
        return node.pairs
    if isinstance(node, SequenceNode) and not mapping and len(node.nodes) == 1 and node.at == at:
        return node.nodes
    return []
