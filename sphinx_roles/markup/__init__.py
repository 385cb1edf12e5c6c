"""Text of the data, in Markdown or reStructuredText, as docutils nodes."""

from __future__ import annotations

from sphinx_roles.markup.links import resolve_anchor
from sphinx_roles.markup.marked import marked
from sphinx_roles.markup.plain import is_plain
from sphinx_roles.markup.renderer import Renderer, renderer_for

__all__ = ["Renderer", "is_plain", "marked", "renderer_for", "resolve_anchor"]
