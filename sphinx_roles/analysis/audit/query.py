"""The audit as a view: what is asked, and what is shown."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from sphinx_roles.analysis.audit.accepting import Accepted
from sphinx_roles.analysis.audit.finding import Finding, Value
from sphinx_roles.analysis.audit.rules import RULES
from sphinx_roles.analysis.audit.settings import SEVERITIES
from sphinx_roles.analysis.audit.telling import Audit, audit, fold_findings
from sphinx_roles.analysis.report import Edit, Report
from sphinx_roles.model import Catalog, Text, fold


class Shown(Struct, frozen=True, gc=False, kw_only=True):
    """A finding as it is shown. ``text`` has slots for ``values``."""

    rule: str
    severity: str
    text: str
    values: tuple[Value, ...]
    where: Text | None = None
    lapsed: str = ""
    items: tuple[Shown, ...] = ()
    edit: Edit | None = None


class AcceptedShown(Struct, frozen=True, kw_only=True):
    """Findings that the team lives with, why, and until when; ``until`` is empty for good."""

    findings: tuple[Shown, ...]
    reason: Text | None = None
    until: str = ""


class AuditReport(Report, frozen=True, kw_only=True):
    """Findings, the worst first; ``most`` of them are shown before the rest is folded.

    ``rows`` and ``roles`` count what was looked at.
    """

    findings: tuple[Shown, ...]
    name: Text | None = None
    accepted: tuple[AcceptedShown, ...] = ()
    most: int = 10
    rows: int = 0
    roles: int = 0


class AuditQuery(Struct, frozen=True, kw_only=True):
    """Which findings; every selection left empty selects all."""

    rules: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    matrix: str = ""
    sections: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    """Findings that name one of these."""
    most: int = 10
    accepted: bool = True
    edit: bool = False

    def report(self, catalog: Catalog) -> AuditReport:
        """Show what was found."""
        found = audit(catalog)
        choice = _Choice(self, catalog)
        reported = fold_findings(catalog, choice.chosen(found.findings), found.looked)
        accepted = self._accepted(catalog, found, choice) if self.accepted else ()
        return AuditReport(
            findings=tuple(map(self._shown, reported)),
            accepted=accepted,
            most=self.most,
            rows=found.rows,
            roles=found.roles,
            unknown=tuple(choice.unknown),
        )

    def _accepted(self, catalog: Catalog, found: Audit, choice: _Choice) -> tuple[AcceptedShown, ...]:
        kept = ((one, choice.chosen(one.findings)) for one in found.accepted)
        return tuple(
            self._accepted_shown(catalog, found, one, findings) for one, findings in kept if findings
        )

    def _accepted_shown(
        self, catalog: Catalog, found: Audit, one: Accepted, findings: list[Finding]
    ) -> AcceptedShown:
        reported = fold_findings(catalog, findings, found.looked)
        until = one.acceptance.until
        return AcceptedShown(
            findings=tuple(map(self._shown, reported)),
            reason=one.acceptance.reason,
            until=until.isoformat() if until else "",
        )

    def _shown(self, finding: Finding) -> Shown:
        location = finding.location
        return Shown(
            rule=finding.rule,
            severity=str(finding.severity),
            text=finding.text,
            values=finding.values,
            where=finding.where,
            lapsed=finding.lapsed.isoformat() if finding.lapsed else "",
            items=tuple(map(self._shown, finding.items)),
            # Where no edit link is drawn, lines are no fact of the page.
            edit=Edit(location.file, location.line) if self.edit and location and location.file else None,
        )


class _Choice:
    """The findings that a query selects, and its names that lead nowhere."""

    def __init__(self, query: AuditQuery, catalog: Catalog) -> None:
        rules = {rule.id for rule in RULES}
        self.rules = {name.casefold() for name in query.rules}
        self.severities = {
            str(SEVERITIES[n.casefold()]) for n in query.severities if n.casefold() in SEVERITIES
        }
        found = {name: catalog.find_role(name) for name in query.roles}
        self.roles = {role.id for role in found.values() if role is not None}
        wanted = {fold(name) for name in query.sections}
        self.sections = {
            key
            for key, section in catalog.sections.items()
            if {fold(section.id), fold(section.name)} & wanted
        }
        named = [
            m for m in catalog.matrices.values() if m.id and fold(query.matrix) in (fold(m.id), fold(m.name))
        ]
        self.matrices = {matrix.id for matrix in named} if query.matrix else set()
        self.query = query
        known = {fold(word) for key in self.sections for word in (key[1], catalog.sections[key].name)}
        self.unknown = [
            *(name for name in query.rules if name.casefold() not in rules),
            *(name for name in query.severities if name.casefold() not in SEVERITIES),
            *(name for name, role in found.items() if role is None),
            *(name for name in query.sections if fold(name) not in known),
            *([query.matrix] if query.matrix and not named else []),
        ]

    def chosen(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that pass all selections."""
        return [finding for finding in findings if self._passes(finding)]

    def _passes(self, finding: Finding) -> bool:
        query, subject = self.query, finding.subject
        where = subject[1:3] if subject[0] in ("row", "section") else ()
        return (
            (not query.rules or finding.rule in self.rules)
            and (not query.severities or str(finding.severity) in self.severities)
            and (not query.roles or not self.roles.isdisjoint((*finding.roles, *subject)))
            and (not query.sections or where in self.sections)
            and (not query.matrix or (bool(where) and where[0] in self.matrices))
        )


def findings_of(catalog: Catalog) -> tuple[Finding, ...]:
    """Return all that is to be told of a catalog, folded, the worst first."""
    found = audit(catalog)
    return tuple(fold_findings(catalog, found.findings, found.looked))
