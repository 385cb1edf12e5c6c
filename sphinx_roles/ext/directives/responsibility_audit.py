"""``responsibility-audit``: what the rules find."""

from __future__ import annotations

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.audit.query import AuditQuery, AuditReport
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.analysis.audit.settings import SEVERITIES
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.model import Text
from sphinx_roles.problems import Code, nearest
from sphinx_roles.render.audit import audit_html, audit_nodes
from sphinx_roles.render.context import AuditShape


def draw(view: ViewDirective) -> list[nodes.Node]:
    """Show what was found."""
    data = view.data()
    report = view.run_query(view.fill(AuditQuery, edit=view.edit), data)
    if not isinstance(report, AuditReport):
        return []
    for name in report.unknown:
        if name in view.options.get("rules", ()):
            view.unknown(Code.OPTION, "rule", name, list(load_rules()))
        elif name in view.options.get("severities", ()):
            known = [word for word in SEVERITIES if len(word) > 1]
            message = f"{view.name}: no severity {name!r}; expected some of {', '.join(known)}"
            view.report(Code.OPTION, message + nearest(name, known), name)
        else:
            view.check_names([name], data)
    if view.arguments:
        report = structs.replace(report, name=Text(view.arguments[0].strip(), view.location()))
    shape = AuditShape(linked=not (data.island or data.catalog))
    return [view.node(report, shape, (audit_html, audit_nodes), ("", (report.name,) if report.name else ()))]
