"""Any YAML as a tree with places, from the events of libyaml (or of PyYAML's own parser)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sphinx_roles.catalog.formats.marks import first_keys, without_controls
from sphinx_roles.catalog.formats.yaml_errors import explain
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode
from sphinx_roles.problems import Code, nearest

# libyaml takes these for line breaks, an editor does not: while parsing they are other characters.
_BREAKS = "\x85\u2028\u2029"
_PRIVATE = range(0xE000, 0xF8FF)


def read_events(text: str, context: ReadContext) -> tuple[list[Node], int]:
    """Read all documents of a printable text, in order, and how many values they hold.

    Empty documents are left out; what aliases repeat is counted as often as it is repeated.
    """
    back: dict[int, str] = {}
    if not text.isascii() and any(mark in text for mark in _BREAKS):
        free = (code for code in _PRIVATE if chr(code) not in text)
        back = dict(zip(free, _BREAKS, strict=False))
        text = text.translate({ord(mark): code for code, mark in back.items()})
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    builder = _Builder(text, context, back)
    try:
        return builder.build(loader.get_event), builder.count
    finally:
        loader.dispose()


class _TooLargeError(Exception):
    """The text goes beyond a limit; the arguments are the sentence and the place."""


class _Builder:
    """Builds the tree from events: one loop and a stack, as there are tens of thousands."""

    def __init__(self, text: str, context: ReadContext, back: dict[int, str]) -> None:
        self.text = text
        self.context = context
        self.back = back
        self.documents: list[Node] = []
        self.stack: list[_Open] = []
        self.anchors: dict[str, tuple[Node | None, int]] = {}
        self.count = 0
        """How many values have been closed, those that aliases repeat included."""
        self.last: Any = None

    def build(self, get_event: Callable[[], Any]) -> list[Node]:
        """Build until the end or the first error, at which all that is open is closed as cut."""
        try:
            self._read(get_event)
        except _TooLargeError as error:
            sentence, at = error.args
            self.context.report(Code.TOO_LARGE, sentence, at)
            self._cut()
        # PyYAML's own parser lets some broken escapes and numbers through as ValueError.
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            self._report(error)
            self._forget(getattr(error, "problem_mark", None))
            self._cut()
        if self.documents and not self.text.endswith("\n"):
            self._end_inside(self.documents[-1])
        return self.documents

    def _report(self, error: Exception) -> None:
        if "maximum nesting depth" in str(error):
            # libyaml looks far ahead for a colon, and has a limit of its own, beyond ours.
            mark: Any = error.problem_mark  # type: ignore[attr-defined]
            self.context.report(Code.TOO_LARGE, self._too_deep(), self._pack(mark.line, mark.column))
            return
        sentence, line, column = explain(error, self.text, self.context.line, self.context.column)
        self.context.report(Code.SYNTAX, sentence, self._pack(line, column))

    def _too_deep(self) -> str:
        return f"the nesting goes deeper than {self.context.limits.depth} levels"

    def _end_inside(self, node: Node) -> None:
        """Bring nothing at the end of the text back to its last line: libyaml counts a line end after it."""
        end = self._pack(self.text.count("\n"), len(self.text) - self.text.rfind("\n") - 1)
        nodes = [node]
        while nodes:
            node = nodes.pop()
            if node.at >> 12 > end >> 12:
                node.at = end
            if isinstance(node, SequenceNode):
                nodes += node.nodes[-1:]
            elif isinstance(node, MappingNode) and node.pairs:
                nodes += node.pairs[-1]

    def _pack(self, line: int, column: int) -> int:
        return (line + self.context.line) << 12 | min(column + self.context.column, 0xFFF)

    def _read(self, get_event: Callable[[], Any]) -> None:
        first_line, first_column, back = self.context.line, self.context.column, self.back
        stack, context = self.stack, self.context
        node: Node
        location = self.documents.append
        event = None
        try:
            for event in iter(get_event, None):
                kind = event.__class__
                if kind is ScalarEvent:
                    mark: Any = event.start_mark
                    column = mark.column + first_column
                    at = (mark.line + first_line) << 12 | (column if column < 0xFFF else 0xFFF)
                    value = event.value.translate(back) if back else event.value
                    node = ScalarNode(value, at, event.implicit[0])
                    if not node.plain:
                        node.text = without_controls(value, context, at)
                    if event.anchor is not None:
                        self.anchors[event.anchor] = node, 0
                    location(node)
                elif kind is MappingStartEvent or kind is SequenceStartEvent:
                    opened = self._open(event, kind is MappingStartEvent)
                    stack.append(opened)
                    location = opened.location
                elif kind is MappingEndEvent or kind is SequenceEndEvent:
                    node = self._close(stack.pop())
                    location = stack[-1].location if stack else self.documents.append
                    location(node)
                elif kind is AliasEvent:
                    location(self._follow(event))
                elif kind is DocumentEndEvent:
                    self.anchors.clear()
        finally:
            self.last = event

    def _open(self, event: Any, mapping: bool) -> _Open:
        mark = event.start_mark
        at = self._pack(mark.line, mark.column)
        if len(self.stack) >= self.context.limits.depth:
            raise _TooLargeError(self._too_deep(), at)
        if event.anchor is not None:
            self.anchors[event.anchor] = None, 0
        return _Mapping(self, at, event.anchor) if mapping else _Sequence(self, at, event.anchor)

    def _close(self, opened: _Open) -> Node:
        node = opened.finish(self.context)
        # Scalars are counted with what holds them: there are too many to be counted one by one.
        self.count += len(opened.held)
        self._check_count(opened.at)
        if opened.anchor is not None:
            self.anchors[opened.anchor] = node, self.count - opened.count
        return node

    def _follow(self, event: Any) -> Node:
        mark = event.start_mark
        at = self._pack(mark.line, mark.column)
        known = self.anchors.get(event.anchor)
        if known is None:
            near = nearest(event.anchor, self.anchors)
            self.context.report(
                Code.SYNTAX,
                f"the alias '*{event.anchor}' has no anchor '&{event.anchor}' before it{near}",
                at,
            )
        elif known[0] is None:
            self.context.report(Code.SYNTAX, f"the alias '*{event.anchor}' stands inside its own anchor", at)
        else:
            self.count += known[1]
            self._check_count(at)
            return known[0]
        return ScalarNode("", at)

    def _check_count(self, at: int) -> None:
        if self.count > self.context.limits.nodes:
            raise _TooLargeError(
                f"with its aliases expanded, the file holds more than {self.context.limits.nodes} values", at
            )

    def _forget(self, mark: Any) -> None:
        """Drop a text that reaches into the line of the error: it is not whole."""
        ended: Any = self.last.end_mark if isinstance(self.last, ScalarEvent) else None
        if ended is not None and mark is not None and ended.line >= mark.line:
            if not self.stack:
                self.documents.pop()
            else:
                self.stack[-1].forget()

    def _cut(self) -> None:
        self.context.cut = True
        while self.stack:
            node = self.stack.pop().abandon(self.context)
            (self.stack[-1].location if self.stack else self.documents.append)(node)


class _Open:
    """A mapping or sequence whose end has not come yet."""

    def __init__(self, builder: _Builder, at: int, anchor: str | None) -> None:
        self.at = at
        self.anchor = anchor
        self.builder = builder
        self.count = builder.count
        self.held: list[Node] = []
        self.location = self.held.append

    def finish(self, context: ReadContext) -> Node:
        raise NotImplementedError

    def abandon(self, context: ReadContext) -> Node:
        raise NotImplementedError

    def forget(self) -> None:
        """Drop what came last."""
        raise NotImplementedError


class _Sequence(_Open):
    def finish(self, context: ReadContext) -> SequenceNode:
        return SequenceNode(self.held, self.at)

    def abandon(self, context: ReadContext) -> SequenceNode:
        return SequenceNode(self.held, self.at, True)

    def forget(self) -> None:
        self.held.pop()


class _Mapping(_Open):
    """Its keys and values come in turn, into one list."""

    def finish(self, context: ReadContext) -> MappingNode:
        turns = self.held
        keys = turns[::2]
        pairs: list[Any] = list(zip(keys, turns[1::2], strict=True))
        try:
            names = {key.text for key in keys}  # type: ignore[union-attr]
        except AttributeError:
            pairs = [pair for pair in pairs if _is_key(pair[0], context)]
            names = {key.text for key, _ in pairs}
        if "<<" in names:
            pairs = self._merge(pairs, context)
            names = {key.text for key, _ in pairs}
        if len(names) != len(pairs):
            pairs = first_keys(pairs, context)
        return MappingNode(pairs, self.at)

    def abandon(self, context: ReadContext) -> MappingNode:
        """Close a mapping that an error cut; a key whose value is missing is known all the same."""
        if len(self.held) % 2:
            self.held.append(MappingNode([], self.held[-1].at, True))
        node = self.finish(context)
        node.cut = True
        return node

    def forget(self) -> None:
        # A key is only seen once its colon is, so it stays.
        if len(self.held) % 2 == 0:
            self.held.pop()

    def _merge(
        self, pairs: list[tuple[ScalarNode, Node]], context: ReadContext
    ) -> list[tuple[ScalarNode, Node]]:
        """Put the pairs of ``<<: *other`` in its place; those written out go before them."""
        taken = {key.text for key, _ in pairs if key.text != "<<" or not key.plain}
        merged: list[tuple[ScalarNode, Node]] = []
        for key, value in pairs:
            if key.text != "<<" or not key.plain:
                merged.append((key, value))
                continue
            for source in value.nodes if isinstance(value, SequenceNode) else [value]:
                if not isinstance(source, MappingNode):
                    context.report(Code.WRONG_TYPE, "'<<' takes a mapping, as in '<<: *anchor'", key.at)
                    continue
                new = [pair for pair in source.pairs if pair[0].text not in taken]
                taken.update(name.text for name, _ in new)
                merged += new
                self.builder.count += 2 * len(new)
        return merged


def _is_key(key: Node, context: ReadContext) -> bool:
    if isinstance(key, ScalarNode):
        return True
    what = "list" if isinstance(key, SequenceNode) else "mapping"
    context.report(Code.WRONG_TYPE, f"a key must be a text, not a {what}; put '{{' or '[' in quotes", key.at)
    return False
