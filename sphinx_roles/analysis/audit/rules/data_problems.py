"""Rules that reading the data applies: their findings are the problems that it has reported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.index import CatalogIndex
from sphinx_roles.analysis.audit.rule import ActiveRule, finder


def problem_findings(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    """Find the problems that are called as the rule is; those with the same text have one cause."""
    return map(rule.problem_finding, index.problems.get(rule.id, ()))


def _rows(index: CatalogIndex) -> Mapping[str | None, int]:
    return {None: len(index.rows)}


def _roles(index: CatalogIndex) -> Mapping[str | None, int]:
    return {None: len(index.catalog.roles)}


problems_of_rows = finder(
    "conflicting-assignment",
    "duplicate-assignment",
    "duplicate-responsibility",
    "unknown-role",
    "unknown-letter",
    "look-alike-letter",
    totals=_rows,
)(problem_findings)

problems_of_roles = finder(
    "unknown-skill",
    "reports-in-a-circle",
    "extends-in-a-circle",
    "cover-in-a-circle",
    totals=_roles,
)(problem_findings)


@finder(totals=_roles)
def ambiguous_role(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    # Such a problem is reported at each of the places that disagree.
    seen: set[frozenset[str]] = set()
    for finding in problem_findings(index, rule):
        if frozenset(finding.names) not in seen:
            seen.add(frozenset(finding.names))
            yield finding
