"""What the readers of YAML, JSON and TOML produce: the data as written, with places.

A place is packed into one integer (`pack`): a large catalog has tens of thousands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct, field

from sphinx_roles.catalog.sources import Limits
from sphinx_roles.problems import Code, Location, Problem


class ScalarNode(Struct, gc=False):
    """A text as written: ``2026.2``, ``no`` and ``on`` stay what they are.

    ``plain`` is False where it was quoted; only a plain ``null``, ``~`` or nothing is absent,
    and only a plain ``true`` is a truth value.
    """

    text: str
    at: int
    plain: bool = True

    @property
    def absent(self) -> bool:
        """True for a plain null."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


class MappingNode(Struct):
    """A mapping: its keys and values in order. A repeated key has been told and left out.

    ``cut`` says that a syntax error stands inside: the pairs before it are there.
    """

    pairs: list[tuple[ScalarNode, Node]]
    at: int
    cut: bool = False


class SequenceNode(Struct):
    """A sequence, ``cut`` as a mapping may be."""

    nodes: list[Node]
    at: int
    cut: bool = False


Node: TypeAlias = ScalarNode | MappingNode | SequenceNode


def pack(line: int, column: int) -> int:
    """Pack a line and a column (both from 1) into one integer; columns end at 4,095."""
    return line << 12 | min(column, 0xFFF)


def unpack(file: str, at: int) -> Location:
    """Return the place that `pack` made."""
    return Location(file, at >> 12, at & 0xFFF)


class ReadContext(Struct):
    """The text of one file, or of a directive's body inside one.

    ``line`` and ``column`` are the place of its first character; every line is shifted by
    ``column``, as the body of a directive is. ``cut`` says that not all of it could be read.
    """

    file: str
    problems: list[Problem]
    line: int = 1
    column: int = 1
    limits: Limits = Limits()
    fields: Mapping[str, str] = field(default_factory=dict)
    """The team's own fields, as declared."""
    cut: bool = False

    def report(self, code: Code, text: str, at: int) -> None:
        """Note a problem at a packed place."""
        self.problems.append(Problem(code, text, unpack(self.file, at)))

    def report_shape(self, text: str, node: Node) -> None:
        """Note that a node has a wrong shape; one that a syntax error cut was meant to go on."""
        if isinstance(node, ScalarNode) or not node.cut:
            self.report(Code.WRONG_TYPE, text, node.at)

    def location(self, at: int) -> Location:
        """Return a packed place."""
        return unpack(self.file, at)
