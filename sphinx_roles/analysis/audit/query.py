"""The audit as a view: what is asked, and what is shown."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from sphinx_roles.analysis.audit.engine import Audit, audit, by_day, fold_findings, places_of_names
from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.analysis.audit.settings import SEVERITIES, STALE, looking_ahead
from sphinx_roles.analysis.report import Edit, Report
from sphinx_roles.analysis.selection import NamedTargets
from sphinx_roles.analysis.sentence import Value
from sphinx_roles.model import Catalog, Text


class Shown(Struct, frozen=True, gc=False, kw_only=True):
    """A finding as it is shown. ``text`` has slots for ``values``."""

    rule: str
    severity: str
    head: str
    """What the rule finds, above several of its findings."""
    text: str
    values: tuple[Value, ...]
    where: Text | None = None
    lapsed: str = ""
    items: tuple[Shown, ...] = ()
    edit: Edit | None = None


def by_rule(findings: Iterable[Shown]) -> list[tuple[Shown, ...]]:
    """Put the findings of a rule together where the first of them is, the worst of all first."""
    found: dict[tuple[str, str], list[Shown]] = {}
    for one in findings:
        found.setdefault((one.severity, one.rule), []).append(one)
    return [tuple(group) for group in found.values()]


class AcceptedShown(Struct, frozen=True, kw_only=True):
    """Findings that the team lives with, why, and until when; ``until`` is empty for good."""

    findings: tuple[Shown, ...]
    reason: Text | None = None
    until: str = ""


class AuditReport(Report, frozen=True, kw_only=True):
    """Findings, the worst first; ``most`` of them are shown before the rest is folded.

    ``rows`` and ``roles`` count what is selected of what was looked at.
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
    due: int = 0
    """Reviews that fall due within so many days are found, too."""
    accepted: bool = True
    edit: bool = False

    def report(self, catalog: Catalog) -> AuditReport:
        """Select from what was found."""
        catalog = looking_ahead(catalog, self.due) if self.due else catalog
        found, selection = audit(catalog), _Selection(self, catalog)
        accepted = [
            AcceptedShown(
                findings=self._shown(catalog, findings),
                reason=one.acceptance.reason,
                until=one.acceptance.until.isoformat() if one.acceptance.until else "",
            )
            for one in (found.accepted if self.accepted else ())
            if (findings := [*filter(selection.passes, one.findings)])
        ]
        findings = [*found.findings]
        if self.roles:
            # Kept for each role with the catalog: a handbook asks for every role.
            places = catalog.derived(places_of_names)
            of_roles = {place for role in selection.roles for place in places.get(role, ())}
            findings = [findings[place] for place in sorted(of_roles)]
        rows, roles = selection.looked_at(found)
        return AuditReport(
            findings=self._shown(catalog, filter(selection.passes, findings)),
            accepted=tuple(accepted),
            most=self.most,
            rows=rows,
            roles=roles,
            unknown=tuple(selection.unknown),
        )

    def _shown(self, catalog: Catalog, findings: Iterable[Finding]) -> tuple[Shown, ...]:
        if {name.casefold() for name in self.rules} == {STALE}:
            return tuple(map(self._one, by_day(findings)))
        return tuple(map(self._one, fold_findings(catalog, findings)))

    def _one(self, finding: Finding) -> Shown:
        location = finding.location
        return Shown(
            rule=finding.rule,
            severity=str(finding.severity),
            head=load_rules()[finding.rule].head,
            text=finding.text,
            # What no slot shows is no fact of the page.
            values=tuple(one for one in finding.values if f"{{{one.key}}}" in finding.text),
            where=finding.where,
            lapsed=finding.lapsed.isoformat() if finding.lapsed else "",
            items=tuple(map(self._one, finding.items)),
            # Where no edit link is drawn, lines are no fact of the page.
            edit=Edit(location.file, location.line) if self.edit and location and location.file else None,
        )


class _Selection(NamedTargets):
    """What a query selects, and its names that lead nowhere."""

    def __init__(self, query: AuditQuery, catalog: Catalog) -> None:
        super().__init__(query.roles, query.sections, query.matrix, catalog)
        self.query, self.catalog = query, catalog
        self.rules = {name.casefold() for name in query.rules}
        self.severities = {SEVERITIES.get(name.casefold()) for name in query.severities}
        self.unknown[:0] = [
            *(name for name in query.rules if name.casefold() not in load_rules()),
            *(name for name in query.severities if name.casefold() not in SEVERITIES),
        ]

    def looked_at(self, found: Audit) -> tuple[int, int]:
        """Count the rows that are selected, and the roles: of some rows, those that take part in them."""
        query, rows, roles = self.query, found.rows, found.roles
        if query.matrix or query.sections:
            selected = [row for row in self.catalog.rows if self._has(row.key[:2], row.key[:1])]
            rows, roles = len(selected), len({one.role for row in selected for one in row.assign})
        return rows, len(self.roles) if query.roles else roles

    def _has(self, where: tuple[str, ...], matrix: tuple[str, ...]) -> bool:
        """Return whether a section and a matrix are selected."""
        query = self.query
        return (not query.sections or where in self.sections) and (
            not query.matrix or not self.matrices.isdisjoint(matrix)
        )

    def passes(self, finding: Finding) -> bool:
        """Return whether a finding passes all selections."""
        query, subject = self.query, finding.subject
        where = subject[1:3] if subject[0] in ("row", "section") else ()
        # A role may have a finding in one matrix.
        matrix = where[:1] if where else subject[2:3] if subject[0] == "role" else ()
        return (
            (not query.rules or finding.rule in self.rules)
            and (not query.severities or finding.severity in self.severities)
            and (not query.roles or not self.roles.isdisjoint((*finding.roles, *subject)))
            and self._has(where, matrix)
        )
