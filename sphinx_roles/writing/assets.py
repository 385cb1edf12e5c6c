"""The stylesheet and script, only on pages that show a view, and only in outputs that have one."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_roles.drawing.badges import tone

__all__ = ["link", "write"]

_FOLDER = "_static"
_OURS = "sphinx-roles.css"
_DESIGN = "sphinx-roles-cards.css"
_DESIGN_SOURCES = ("static/sphinx-design.min.css", "compiled/style.min.css")
"""Where sphinx-design keeps its stylesheet, newest version first."""


def write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Put the stylesheets into the output, once, before the first page is written.

    A link to a stylesheet holds a digest of it: where it has changed, pages with views are written again.
    """
    views: dict[str, Any] = env.domains["org"].data["views"]
    if app.builder.format != "html" or not views:
        return []
    folder = Path(app.outdir) / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    ours = (resources.files("sphinx_roles") / "static" / _OURS).read_text("utf-8")
    if app.builder.name == "epub":
        # EPUB 3.3, section 6.3.1.2: a book must not set this property. The rule is a line of its own.
        ours = "".join(line for line in ours.splitlines(keepends=True) if "unicode-bidi" not in line)
    changed = _put(folder / _OURS, ours + _colors(env))
    if not _design_loaded(app):
        changed |= _put(folder / _DESIGN, _design_stylesheet())
    return [*views] if changed else []


def link(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Link the stylesheets from a page that shows a view."""
    views = app.env.domains["org"].data["views"]
    # A single page is all pages.
    if pagename in views or (views and app.builder.name == "singlehtml"):
        if not _design_loaded(app):
            app.add_css_file(_DESIGN)
        app.add_css_file(_OURS)


def _colors(env: BuildEnvironment) -> str:
    """The colours that the data chose, as classes: no page has an inline style."""
    used = {color for found in env.domains["org"].data["colors"].values() for color in found}
    return "".join(f".ro .{tone(color)} {{ --ro-tone: {color}; }}\n" for color in sorted(used))


def _design_loaded(app: Sphinx) -> bool:
    return "sphinx_design" in app.extensions


def _design_stylesheet() -> str:
    package = resources.files("sphinx_design")
    source = next(path for name in _DESIGN_SOURCES if (path := package / name).is_file())
    return source.read_text("utf-8")


def _put(path: Path, text: str) -> bool:
    """Write a file, unless it is as it should be; return whether it has changed."""
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.write_text(text, "utf-8")
    return True
