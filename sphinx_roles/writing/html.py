"""The one visitor that writes a view as HTML."""

from __future__ import annotations

from typing import Any, NoReturn

from docutils import nodes

from sphinx_roles.drawing.view import view
from sphinx_roles.writing.pens import HtmlPagePen

__all__ = ["depart_view", "visit_view"]


def visit_view(visitor: Any, node: view) -> NoReturn:
    """Write the whole view, in one pass over its report."""
    # The names and classes that the author gave the view are on elements of their own.
    before = [f'<span id="{ident}"></span>' for ident in node["ids"]]
    drawn = node.html(HtmlPagePen(node, visitor))
    if node["classes"]:
        drawn = f'<div class="{" ".join(node["classes"])}">{drawn}</div>\n'
    visitor.body += [*before, drawn]
    raise nodes.SkipNode


def depart_view(visitor: Any, node: view) -> None:
    """Do nothing: `visit_view` wrote all."""
