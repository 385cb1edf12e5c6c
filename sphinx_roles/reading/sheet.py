"""A text that is being read: where it stands, and what is wrong with it so far."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from sphinx_roles.problems import Code, Place, Problem
from sphinx_roles.reading.settings import Limits
from sphinx_roles.reading.tree import Node, Scalar, unpack

__all__ = ["Sheet"]


class Sheet(Struct):
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

    def tell(self, code: Code, text: str, at: int) -> None:
        """Note a problem at a packed place."""
        self.problems.append(Problem(code, text, unpack(self.file, at)))

    def tell_shape(self, text: str, node: Node) -> None:
        """Note that a node has a wrong shape; one that a syntax error cut was meant to go on."""
        if isinstance(node, Scalar) or not node.cut:
            self.tell(Code.WRONG_TYPE, text, node.at)

    def place(self, at: int) -> Place:
        """Return a packed place."""
        return unpack(self.file, at)
