"""References that lead nowhere, told with the nearest name."""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import get_node_line, get_node_source

from sphinx_roles.ext.domain import OrgDomain
from sphinx_roles.ext.source_locations import word_location
from sphinx_roles.log import report
from sphinx_roles.problems import Location
from sphinx_roles.render.view import roles_rich_text


def warn_missing_reference(app: Sphinx, domain: Domain, node: pending_xref) -> bool | None:
    """Tell our own missing references, for `warn-missing-reference`; leave others to Sphinx."""
    if not isinstance(domain, OrgDomain):
        return None
    report(domain.missing(node["reftype"], node["reftarget"], _location(app.env, node)))
    return True


def _location(env: BuildEnvironment, node: pending_xref) -> Location:
    """Return the place of a text of the data, or that of the target's name on the page."""
    above: nodes.Node | None = node
    while above is not None:
        if isinstance(above, roles_rich_text):
            location: Location = above["location"]
            return location
        above = above.parent
    try:
        path, line = get_node_source(node), get_node_line(node)
    except ValueError:
        return Location(str(env.doc2path(node["refdoc"], False)))
    target, role = node["reftarget"], f"{node['refdomain']}:{node['reftype']}"
    words, _, _ = node.rawsource.partition("`")[2].rpartition(target or ">")
    # In reStructuredText, and in Markdown.
    return word_location(env, path, line, target, (f":{role}:`{words}", f"{{{role}}}`{words}"))
