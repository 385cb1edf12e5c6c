"""Roles and responsibilities as data, shown as cards and matrices in any Sphinx or MyST project."""

from __future__ import annotations

from sphinx_roles.version import __version__, conflict

# Not from `typing`, whose import takes longer than the command takes to show its help.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from os import PathLike
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from sphinx_roles.model import Catalog
    from sphinx_roles.problems import Problem

__all__ = ["__version__", "load_catalog", "setup"]


def load_catalog(
    source: Any = None,
    root: str | PathLike[str] = ".",
    *,
    scheme: str = "RACI",
    fields: Mapping[str, str] | None = None,
    rules: Mapping[str, Any] | None = None,
    owners: Any = None,
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read a catalog without Sphinx, and all that is wrong with it.

    ``source`` is what `roles_catalog` takes: a path, a glob, a list of them or a mapping, relative to the
    folder ``root``; by default ``roles.yaml``. Of several named catalogs it reads the first. ``scheme``,
    ``fields``, ``rules`` and ``owners`` are `roles_scheme`, `roles_fields`, `roles_rules` and `roles_owners`.
    Nothing is raised for what is in the files.
    """
    # Imported here, so that the version and the help of the command cost nothing.
    from collections.abc import Mapping
    from pathlib import Path

    from sphinx_roles.catalog.sources import Settings
    from sphinx_roles.catalogs import CatalogRegistry

    if isinstance(source, Mapping) and "path" not in source:
        source = dict([*source.items()][:1])
    settings = Settings(scheme=scheme, fields=fields or {})
    registry, problems = CatalogRegistry.load(source, Path(root), settings, rules, owners=owners)
    return registry.main, tuple(problems)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the settings, the domain, the views and how they are written."""
    # Imported here, so that the command line does not import Sphinx.
    from pathlib import Path

    from sphinx.errors import ExtensionError

    from sphinx_roles import log
    from sphinx_roles.ext import assets, config, incremental, output, pages, parsers, references
    from sphinx_roles.ext.directives import DIRECTIVES
    from sphinx_roles.ext.domain import OrgDomain
    from sphinx_roles.render.markup.allowed import resolve_anchor
    from sphinx_roles.render.view import NODES, roles_table, roles_view

    if why := conflict():
        raise ExtensionError(why)
    app.add_message_catalog("sphinx_roles", str(Path(__file__).parent / "locale"))
    config.register(app)
    app.add_domain(OrgDomain)
    app.add_source_parser(parsers.RoleFileParser)
    app.add_source_parser(parsers.PageParser)
    # After Sphinx has put the suffixes of all extensions together.
    app.connect("config-inited", parsers.add_suffixes, priority=810)
    for directive in DIRECTIVES:
        app.add_directive(directive.directive, directive)
    app.add_node(roles_view, **output.VISITORS)
    app.add_enumerable_node(roles_table, "table", **output.VISITORS)
    for node in NODES:
        app.add_node(node)
    app.add_role_to_domain("org", "who", references.Who())
    app.add_role_to_domain("org", "owner", references.OwnerRole())
    roles = (f"org:{name}" for name in (*OrgDomain.roles, "who", "owner"))
    log.begin(app, [*(directive.directive for directive in DIRECTIVES), *roles])
    app.add_post_transform(output.Lowering)
    app.connect("builder-inited", incremental.begin)
    app.connect("builder-inited", output.visit_under_name)
    app.connect("builder-inited", pages.install)
    app.connect("build-finished", assets.write_catalog)
    app.connect("html-page-context", assets.link)
    # Before extensions that describe pages by their words.
    app.connect("html-page-context", output.describe, priority=400)
    app.connect("missing-reference", resolve_anchor)
    # Before that of Sphinx for labels.
    app.connect("warn-missing-reference", references.warn_missing_reference, priority=400)
    return {
        "version": __version__,
        "env_version": 7,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
