"""The report as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code scanning."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sphinx_roles import __version__
from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.analysis.audit.rules import RULES
from sphinx_roles.cli.checking.addresses import DOCUMENTATION, address, help_address
from sphinx_roles.cli.checking.issue import AcceptedIssue, Checked, Issue, Spot
from sphinx_roles.problems import Code

__all__ = ["report"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
_FINGERPRINT = "sphinxRoles/v1"
_BASE = "%SRCROOT%"
_MOST_PLACES = 50


def report(checked: Checked, least: Severity) -> str:
    """Tell everything as one run; what is accepted is there, as suppressed."""
    rules = _descriptors(
        {issue.rule for issue in (*checked.issues, *(one.issue for one in checked.accepted))}
    )
    index = {rule["id"]: number for number, rule in enumerate(rules)}
    results = [
        *(_result(issue, index) for issue in checked.issues),
        *(_accepted(one, index) for one in checked.accepted),
    ]
    driver = {
        "name": "sphinx-roles",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": DOCUMENTATION,
        "rules": rules,
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    made = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _descriptors(used: Iterable[str]) -> list[dict[str, Any]]:
    """Describe all rules of the audit, and what else reading has told."""
    made = []
    for rule in RULES:
        limits = "".join(f" {name}: {value:g}." for name, value in rule.thresholds.items())
        made.append(_descriptor(rule.id, rule.title, f"{rule.about}{limits}", rule.severity))
    others = set(used) - {rule.id for rule in RULES}
    made += [
        _descriptor(str(code), code.sentence, code.sentence, Severity.ERROR)
        for code in Code
        if code in others
    ]
    return made


def _descriptor(rule: str, title: str, about: str, severity: Severity) -> dict[str, Any]:
    return {
        "id": rule,
        "shortDescription": {"text": title},
        "fullDescription": {"text": about},
        "help": {"text": f"{about}\n\n{help_address(rule)}"},
        "helpUri": help_address(rule),
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _result(issue: Issue, index: dict[str, int]) -> dict[str, Any]:
    related = [_location(item, item.text) for item in issue.items[:_MOST_PLACES]]
    return {
        "ruleId": issue.rule,
        "ruleIndex": index[issue.rule],
        "level": _LEVELS[issue.severity],
        "message": {"text": issue.text},
        "locations": [_location(issue)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {_FINGERPRINT: issue.fingerprint},
    }


def _accepted(one: AcceptedIssue, index: dict[str, int]) -> dict[str, Any]:
    until = f" (until {one.until})" if one.until else ""
    why = f"{one.reason}{until}".strip()
    suppression = {"kind": "inSource", "status": "accepted", **({"justification": why} if why else {})}
    return {**_result(one.issue, index), "suppressions": [suppression]}


def _location(issue: Issue | Spot, text: str = "") -> dict[str, Any]:
    physical = {
        "artifactLocation": {"uri": address(issue.path), "uriBaseId": _BASE},
        "region": {"startLine": issue.line, "startColumn": issue.column},
    }
    return {"physicalLocation": physical, **({"message": {"text": text}} if text else {})}
