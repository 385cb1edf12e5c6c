"""What the formats share: places in a text, characters that it cannot hold, repeated keys."""

from __future__ import annotations

import re
from bisect import bisect_right

from sphinx_roles.catalog.nodes import Node, ReadContext, ScalarNode, pack, unpack
from sphinx_roles.problems import Code

# All that YAML and XML cannot hold; tab, line feed and carriage return are fine.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class Lines:
    """Finds the packed place of an index in a text whose lines end with line feeds."""

    def __init__(self, text: str, context: ReadContext) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._line, self._column = context.line - 1, context.column

    def at(self, index: int) -> int:
        """Return the place of an index."""
        line = bisect_right(self._starts, index)
        return pack(line + self._line, index - self._starts[line - 1] + self._column)


def printable(text: str, context: ReadContext) -> str:
    """Replace what no text can hold, such as NUL, and tell the first of it."""
    text = text.replace("\ufeff", "")
    found = _CONTROL.search(text)
    if found is None:
        return text
    others = len(_CONTROL.findall(text)) - 1
    more = f" (and {others} more such characters)" if others else ""
    context.report(
        Code.SYNTAX,
        f"the control character U+{ord(found.group()):04X} cannot stand in a text{more}",
        Lines(text, context).at(found.start()),
    )
    return _CONTROL.sub("\ufffd", text)


def without_controls(value: str, context: ReadContext, at: int) -> str:
    """Replace control characters that an escape put into a value."""
    found = _CONTROL.search(value)
    if found is None:
        return value
    context.report(
        Code.SYNTAX, f"the escaped control character U+{ord(found.group()):04X} cannot stand in a text", at
    )
    return _CONTROL.sub("\ufffd", value)


def first_keys(pairs: list[tuple[ScalarNode, Node]], context: ReadContext) -> list[tuple[ScalarNode, Node]]:
    """Keep the first of each key and tell the others."""
    seen: dict[str, ScalarNode] = {}
    kept = []
    for key, value in pairs:
        first = seen.setdefault(key.text, key)
        if first is key:
            kept.append((key, value))
            continue
        location = unpack(context.file, first.at)
        context.report(
            Code.REPEATED_KEY,
            f"{key.text!r} stands twice; the first one, at {location}, is used",
            key.at,
        )
    return kept
