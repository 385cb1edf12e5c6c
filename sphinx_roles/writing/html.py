"""The one visitor that writes a view as HTML."""

from __future__ import annotations

from typing import Any, NoReturn

from docutils import nodes

from sphinx_roles.drawing.view import view
from sphinx_roles.writing.pens import HtmlPagePen

__all__ = ["depart_view", "visit_view"]


def visit_view(visitor: Any, node: view) -> NoReturn:
    """Write the whole view, in one pass over its report."""
    visitor.body.append(node.html(HtmlPagePen(node, visitor)))
    raise nodes.SkipNode


def depart_view(visitor: Any, node: view) -> None:
    """Do nothing: `visit_view` wrote all."""
