"""Roles and responsibilities as data, shown as cards and matrices in any Sphinx or MyST project."""

from __future__ import annotations

from sphinx_roles.version import __version__

# Not from `typing`, whose import takes longer than the command takes to show its help.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["__version__", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the settings, the domain, the views and how they are written."""
    # Imported here, so that the command line does not import Sphinx.
    from sphinx_roles import config, freshness, namesake, references, views, writing
    from sphinx_roles.domain import OrgDomain
    from sphinx_roles.drawing.view import roles_view
    from sphinx_roles.markup import resolve_anchor
    from sphinx_roles.views.who import Who
    from sphinx_roles.writing import assets, export

    namesake.refuse()
    config.register(app)
    app.add_domain(OrgDomain)
    for name, directive in views.directives():
        app.add_directive(name, directive)
    # The node classes of the views are subclasses, and written by the same visitor.
    app.add_node(roles_view, html=writing.HTML)
    app.add_role_to_domain("org", "who", Who())
    app.add_post_transform(writing.Lowering)
    app.connect("env-get-outdated", freshness.outdated)
    app.connect("env-before-read-docs", freshness.begun)
    app.connect("env-updated", freshness.rewritten)
    app.connect("env-updated", assets.write)
    app.connect("doctree-resolved", freshness.resolved)
    app.connect("build-finished", freshness.answered)
    app.connect("build-finished", freshness.finished)
    app.connect("build-finished", export.write)
    app.connect("html-page-context", assets.link)
    app.connect("missing-reference", resolve_anchor)
    app.connect("warn-missing-reference", references.tell)
    return {
        "version": __version__,
        "env_version": 3,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
