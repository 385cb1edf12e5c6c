"""Roles and responsibilities as data, shown as cards and matrices in any Sphinx or MyST project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__version__ = "0.1.0"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the settings, the domain, the views and how they are written."""
    # Imported here, so that the command line does not import Sphinx.
    from sphinx_roles import config, freshness, namesake, references, views, writing
    from sphinx_roles.domain import OrgDomain
    from sphinx_roles.markup import resolve_anchor
    from sphinx_roles.views.who import Who
    from sphinx_roles.writing import assets

    namesake.refuse()
    config.register(app)
    app.add_domain(OrgDomain)
    for directive in views.discover():
        app.add_directive(directive.directive, directive)
    for node in views.nodes():
        app.add_node(node, html=writing.HTML)
    app.add_role_to_domain("org", "who", Who())
    app.add_post_transform(writing.Lowering)
    app.connect("env-get-outdated", freshness.outdated)
    app.connect("env-updated", freshness.relinked)
    app.connect("env-updated", assets.write)
    app.connect("html-page-context", assets.link)
    app.connect("missing-reference", resolve_anchor)
    app.connect("warn-missing-reference", references.tell)
    return {
        "version": __version__,
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
