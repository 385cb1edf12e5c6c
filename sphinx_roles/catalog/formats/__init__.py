"""The formats that are read, in one table, and what their readers share.

That is: places in a text, characters that no text can hold, nodes that open and close.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from msgspec import Struct

from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode, pack, unpack
from sphinx_roles.problems import Code, Location

_KEYS = rb"(?:roles|responsibilities|matrices)"


class Format(Struct, frozen=True):
    """One format: what its files are called, and what reads their text."""

    suffixes: tuple[str, ...]
    reader: str
    """Its function, as ``module:name`` in this folder; it takes (text, `ReadContext`)."""
    tree: bool = False
    """It returns documents, a list of `Node`; else tables, a list of `Grid`."""
    ours: bytes = b""
    """A pattern of what a catalog holds, by which ``check`` finds one in a folder without a conf.py."""


FORMATS: Mapping[str, Format] = {
    "yaml": Format(
        (".yaml", ".yml"), "yaml:read_yaml", tree=True, ours=rb"(?m)^[\"']?" + _KEYS + rb"[\"']?[ \t]*:"
    ),
    "json": Format(
        (".json",), "json_and_toml:read_json", tree=True, ours=rb"(?s)^\s*\{.*\"" + _KEYS + rb"\"\s*:"
    ),
    "toml": Format(
        (".toml",), "json_and_toml:read_toml", tree=True, ours=rb"(?m)^\[{1,2}\s*" + _KEYS + rb"\b"
    ),
    "csv": Format((".csv",), "delimited:read_csv"),
    "tsv": Format((".tsv",), "delimited:read_tsv"),
    "markdown": Format((".md", ".markdown"), "markdown:read_markdown"),
    "rst": Format((".rst",), "restructured:read_restructured"),
}
SUFFIXES: Mapping[str, str] = {suffix: name for name, one in FORMATS.items() for suffix in one.suffixes}
"""The format of a file by its last suffix."""


def read_text(form: str, text: str, context: ReadContext) -> list[Any]:
    """Read a text in one of `FORMATS`; its reader is imported when the first text of the format comes."""
    module, _, name = FORMATS[form].reader.partition(":")
    found: list[Any] = getattr(import_module(f"{__name__}.{module}"), name)(text, context)
    return found


# All that YAML and XML cannot hold; tab and line ends are fine.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_FAR = 0xFFF
"""The last column that a packed place can hold."""


class Lines:
    """Finds the packed place of an index in a text whose lines end with line feeds."""

    def __init__(self, text: str, context: ReadContext) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text) + 1]
        self._line, self._column = context.line - 1, context.column

    def at(self, index: int) -> int:
        """Return the place of an index."""
        return index + self.stretch(index)[1]

    def stretch(self, index: int) -> tuple[int, int]:
        """Return the end of the indices around one that are as far apart as their places, and how far off."""
        line = bisect_right(self._starts, index)
        start = self._starts[line - 1]
        first = pack(line + self._line, 0)
        far = start + _FAR - self._column
        if index > far:
            return index + 1, first + _FAR - index
        return min(self._starts[line], far + 1), first + self._column - start


def printable(text: str, context: ReadContext) -> str:
    """Make all line ends line feeds, and replace what no text can hold, as NUL; report the first of it."""
    text = text.replace("\ufeff", "").replace("\r\n", "\n").replace("\r", "\n")
    found = _CONTROL.search(text)
    if found is None:
        return text
    others = len(_CONTROL.findall(text)) - 1
    more = f" (and {others} more such characters)" if others else ""
    context.report(
        Code.SYNTAX,
        f"the control character U+{ord(found.group()):04X} cannot be in a text{more}",
        Lines(text, context).at(found.start()),
    )
    return _CONTROL.sub("\ufffd", text)


def without_controls(value: str, context: ReadContext, at: int) -> str:
    """Replace control characters that an escape put into a value."""
    found = _CONTROL.search(value)
    if found is None:
        return value
    context.report(
        Code.SYNTAX, f"the escaped control character U+{ord(found.group()):04X} cannot be in a text", at
    )
    return _CONTROL.sub("\ufffd", value)


class TooLargeError(Exception):
    """The text goes beyond a limit; the arguments are the sentence and the packed place."""


def too_deep(context: ReadContext) -> str:
    """Return the sentence about nesting that goes beyond the limit."""
    return f"the nesting goes deeper than {context.limits.depth} levels"


def unclosed(bracket: str, location: Location) -> str:
    """Return the sentence about a bracket that is opened at a place and needs its end."""
    closing = "]" if bracket == "[" else "}"
    where = f"line {location.line}, column {location.column}"
    return f"the {bracket!r} opened at {where} needs a ',' or its {closing!r} before this"


class TreeBuilder:
    """Builds the nodes of a text from what opens, is in between and closes, within the limits."""

    def __init__(self, context: ReadContext) -> None:
        self.context = context
        self.documents: list[Node] = []
        self.held = self.documents
        """What the innermost open node holds so far: items, or keys and values in turn."""
        self.opened: list[tuple[list[Node], int, bool]] = []
        """For each open node what is held around it, its place, and whether it is a mapping."""
        self.count = 0
        """How many values have been closed, those that aliases repeat included."""

    def open(self, at: int, mapping: bool) -> list[Node]:
        """Open a node and return the list that takes what it holds."""
        if len(self.opened) >= self.context.limits.depth:
            raise TooLargeError(too_deep(self.context), at)
        self.opened.append((self.held, at, mapping))
        self.held = []
        return self.held

    def close(self, cut: bool = False) -> Node:
        """Close the innermost node and return it."""
        held = self.held
        self.held, at, mapping = self.opened.pop()
        node = MappingNode(self._pairs(held), at, cut) if mapping else SequenceNode(held, at, cut)
        # Scalars are counted with what holds them: there are too many to be counted one by one.
        self.count += len(held)
        if not cut:
            self.check_count(at, "the file")
        self.held.append(node)
        return node

    def check_count(self, at: int, what: str) -> None:
        """Raise `TooLargeError` where there are more values than the limit."""
        if self.count > self.context.limits.nodes:
            raise TooLargeError(f"{what} holds more than {self.context.limits.nodes} values", at)

    def cut(self) -> None:
        """Close all that is open; a key whose value is missing is known all the same."""
        self.context.cut = True
        while self.opened:
            if self.opened[-1][2] and len(self.held) % 2:
                self.held.append(MappingNode([], self.held[-1].at, True))
            self.close(cut=True)

    def _pairs(self, turns: list[Any]) -> list[tuple[ScalarNode, Node]]:
        pairs = list(zip(turns[::2], turns[1::2], strict=True))
        try:
            names = {key.text for key in turns[::2]}
        except AttributeError:
            pairs = [pair for pair in pairs if self._is_key(pair[0])]
            names = {key.text for key, _ in pairs}
        if "<<" in names:
            pairs = self._merged(pairs)
        elif len(names) == len(pairs):
            return pairs
        return self._first_keys(pairs)

    def _is_key(self, key: Node) -> bool:
        if isinstance(key, ScalarNode):
            return True
        what = "list" if isinstance(key, SequenceNode) else "mapping"
        message = f"a key must be a text, not a {what}; put '{{' or '[' in quotes"
        self.context.report(Code.WRONG_TYPE, message, key.at)
        return False

    def _merged(self, pairs: list[tuple[ScalarNode, Node]]) -> list[tuple[ScalarNode, Node]]:
        """Put the pairs of ``<<: *other`` in its place; those written out go before them."""
        taken = {key.text for key, _ in pairs if key.text != "<<" or not key.plain}
        merged: list[tuple[ScalarNode, Node]] = []
        for key, value in pairs:
            if key.text != "<<" or not key.plain:
                merged.append((key, value))
                continue
            for source in value.nodes if isinstance(value, SequenceNode) else [value]:
                if not isinstance(source, MappingNode):
                    self.context.report(Code.WRONG_TYPE, "'<<' takes a mapping, as in '<<: *anchor'", key.at)
                    continue
                new = [pair for pair in source.pairs if pair[0].text not in taken]
                taken.update(name.text for name, _ in new)
                merged += new
                self.count += 2 * len(new)
        return merged

    def _first_keys(self, pairs: list[tuple[ScalarNode, Node]]) -> list[tuple[ScalarNode, Node]]:
        """Keep the first of each key and report the others."""
        first: dict[str, tuple[ScalarNode, Node]] = {}
        for pair in pairs:
            key = pair[0]
            kept = first.setdefault(key.text, pair)
            if kept is not pair:
                other = unpack(self.context.file, kept[0].at)
                message = "{key!r} is there twice; the first one, at {other}, is used"
                self.context.report(Code.REPEATED_KEY, message, key.at, {"key": key.text}, other)
        return list(first.values())
