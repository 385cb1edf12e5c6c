"""Views made plain docutils nodes, once links are resolved, for all builders but HTML."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from docutils import nodes
from sphinx.builders.gettext import I18nBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_roles.domain import OrgDomain
from sphinx_roles.drawing.view import view
from sphinx_roles.texts import texts
from sphinx_roles.writing.pens import NodePagePen

__all__ = ["Lowering"]


class Lowering(SphinxPostTransform):
    """Replace each view by tables and lists; for message catalogs, by its texts, each at its place."""

    # After links and pictures have been resolved.
    default_priority = 500

    def run(self, **kwargs: Any) -> None:
        """Leave HTML alone: there a view is written as it is."""
        # Sphinx 9 no longer lets a transform ask the application.
        builder = cast("OrgDomain", self.env.domains["org"]).builder
        if builder.format == "html":
            return
        if isinstance(builder, I18nBuilder):
            root = Path(self.env.srcdir)
            for found in list(self.document.findall(texts)):
                found.replace_self(list(found.each(root)))
            return
        for node in list(self.document.findall(view)):
            made = node.lower(NodePagePen(node, builder))
            if node["ids"]:
                made.insert(0, nodes.target("", "", ids=node["ids"]))
            # An element hands its ids to what replaces it.
            node["ids"] = []
            node.replace_self(made or [nodes.comment()])
