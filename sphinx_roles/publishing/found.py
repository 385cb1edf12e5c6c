"""What the audit finds, as plain data."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sphinx_roles.analysis.audit.finding import Finding, Severity, Subject, sentence
from sphinx_roles.analysis.audit.query import findings_of
from sphinx_roles.analysis.audit.telling import audit
from sphinx_roles.model import Catalog
from sphinx_roles.publishing.given import plain

_PARTS = {
    "row": ("matrix", "section", "responsibility"),
    "section": ("matrix", "section"),
    "matrix": ("matrix",),
    "role": ("role", "matrix"),
    "person": ("person",),
    "acceptance": ("rule", "on"),
    "problem": ("code",),
}
"""What identifies the subject of a finding, by its kind. Several roles are a list."""


def found_counts(catalog: Catalog) -> dict[str, int]:
    """Return how many findings there are of each severity, as they are told."""
    counts = Counter(finding.severity for finding in findings_of(catalog))
    return {str(severity): counts[severity] for severity in Severity}


def findings(catalog: Catalog) -> list[dict[str, Any]]:
    """Return all that is to be told, folded as everywhere, the worst first."""
    return [_finding(finding) for finding in findings_of(catalog)]


def accepted(catalog: Catalog) -> list[dict[str, Any]]:
    """Return what the team lives with, and until when; why is the team's own business."""
    made = []
    for one in audit(catalog).accepted:
        until = one.acceptance.until
        day = {"until": until.isoformat()} if until else {}
        made += [{**_finding(finding), **day} for finding in one.findings]
    return made


def _finding(finding: Finding) -> dict[str, Any]:
    made: dict[str, Any] = {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "subject": _subject(finding.subject),
        "sentence": plain(sentence(finding)),
        "roles": list(finding.roles),
    }
    if finding.items:
        made["items"] = [_finding(item) for item in finding.items]
    return made


def _subject(subject: Subject) -> dict[str, Any]:
    kind, *parts = subject
    if kind == "roles":
        return {"kind": kind, "roles": [plain(part) for part in parts]}
    return {
        "kind": kind,
        **{name: plain(part) for name, part in zip(_PARTS.get(kind, ()), parts, strict=False)},
    }
