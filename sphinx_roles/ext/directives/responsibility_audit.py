"""``responsibility-audit``: what the rules find."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.audit.query import AuditQuery, AuditReport
from sphinx_roles.analysis.audit.rules import RULES
from sphinx_roles.analysis.audit.settings import SEVERITIES
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.options import Options, Reader, count, flag, names, text
from sphinx_roles.model import Text
from sphinx_roles.problems import Code, nearest
from sphinx_roles.render.audit import audit_html, audit_nodes
from sphinx_roles.render.context import AuditShape


class ResponsibilityAudit(ViewDirective):
    """Findings of the audit, the worst first; the argument is the caption."""

    directive = "responsibility-audit"
    drawings = (audit_html, audit_nodes)
    readers: ClassVar[dict[str, Reader]] = {
        "file": text,
        "scheme": text,
        "transposed-data": flag,
        "rules": names,
        "severities": names,
        "matrix": text,
        "sections": names,
        "roles": names,
        "most": count,
        "accepted": flag,
        "edit": flag,
    }

    def draw(self, options: Options) -> list[nodes.Node]:
        """Ask what was found, and leave it."""
        data = self.audited(options)
        report = self.run_query(self.query(options), data)
        if not isinstance(report, AuditReport):
            return []
        for name in report.unknown:
            self.report_unknown(name, data, options)
        if self.arguments:
            report = structs.replace(report, name=Text(self.arguments[0].strip(), self.location()))
        return [self.create_view_node(report, AuditShape(linked=not (data.island or data.catalog)), options)]

    def audited(self, options: Options) -> Data:
        """Return what is audited: a catalog, a file, or the body of the directive."""
        body = "\n".join(self.content)
        given = {"scheme": options("scheme"), "transpose": options("transposed-data")}
        if options("file"):
            return Data(file=self.env.relfn2path(options("file"))[0], **given)
        if body.strip():
            return Data(body=body, location=self.body_location(), **given)
        return self.data(options)

    def query(self, options: Options) -> AuditQuery:
        """Return what the options ask."""
        same = ("rules", "severities", "matrix", "sections", "roles", "most", "accepted")
        given = {name: value for name in same if (value := options(name)) is not None}
        return AuditQuery(edit=options("edit", bool(self.config.roles_edit_url)), **given)

    def report_unknown(self, name: str, data: Data, options: Options) -> None:
        """Tell that a name in an option leads nowhere, with the nearest one."""
        catalog, _ = self.domain.registry.catalog(data)
        assert catalog is not None
        if name in options("rules", ()):
            self.unknown(Code.OPTION, "rule", name, [rule.id for rule in RULES])
        elif name in options("severities", ()):
            known = [word for word in SEVERITIES if len(word) > 1]
            message = f"{self.name}: no severity {name!r}; expected some of {', '.join(known)}"
            self.report(Code.OPTION, message + nearest(name, known), name)
        elif name == options("matrix"):
            self.unknown(
                Code.UNKNOWN_MATRIX, "matrix", name, [m.id for m in catalog.matrices.values() if m.id]
            )
        elif name in options("sections", ()):
            self.unknown(Code.OPTION, "section", name, [s.id for s in catalog.sections.values()])
        else:
            self.unknown(Code.UNKNOWN_ROLE, "role", name, list(catalog.role_names()))
