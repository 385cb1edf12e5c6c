"""Views written: by one visitor for HTML, and as plain nodes for every other builder."""

from __future__ import annotations

from sphinx_roles.writing.html import depart_view, visit_view
from sphinx_roles.writing.lowering import Lowering

__all__ = ["HTML", "Lowering"]

HTML = (visit_view, depart_view)
