"""What the readers of YAML, JSON and TOML produce: the data as written, with places.

A place is packed into one integer (`pack`): a large catalog has tens of thousands.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from sphinx_roles.problems import Place

__all__ = ["Entries", "Items", "Node", "Scalar", "pack", "unpack"]


class Scalar(Struct, gc=False):
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


class Entries(Struct):
    """A mapping: its keys and values in order. A repeated key has been told and left out.

    ``cut`` says that a syntax error stands inside: the pairs before it are there.
    """

    pairs: list[tuple[Scalar, Node]]
    at: int
    cut: bool = False


class Items(Struct):
    """A sequence, ``cut`` as a mapping may be."""

    nodes: list[Node]
    at: int
    cut: bool = False


Node: TypeAlias = Scalar | Entries | Items


def pack(line: int, column: int) -> int:
    """Pack a line and a column (both from 1) into one integer; columns end at 4,095."""
    return line << 12 | min(column, 0xFFF)


def unpack(file: str, at: int) -> Place:
    """Return the place that `pack` made."""
    return Place(file, at >> 12, at & 0xFFF)
