"""The report as JSON of our own: ``"format": 1``, described in the documentation of the command."""

from __future__ import annotations

import json
from typing import Any

from sphinx_roles import __version__
from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.cli.checking.addresses import help_address
from sphinx_roles.cli.checking.issue import Checked, Issue, Spot
from sphinx_roles.cli.files import shown

__all__ = ["report"]


def report(checked: Checked, least: Severity) -> str:
    """Tell everything as one object."""
    made: dict[str, Any] = {
        "format": 1,
        "version": __version__,
        "since": checked.since or None,
        "files": [shown(path) for path in checked.files],
        "summary": {
            **{f"{severity}s": checked.count(severity) for severity in Severity},
            "accepted": len(checked.accepted),
            "suppressed": checked.suppressed,
            "failed": checked.fails(least),
        },
        "findings": [_issue(issue) for issue in checked.issues],
        "accepted": [
            {**_issue(one.issue), "reason": one.reason, "until": one.until or None}
            for one in checked.accepted
        ],
    }
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _issue(issue: Issue) -> dict[str, Any]:
    return {
        "rule": issue.rule,
        "severity": str(issue.severity),
        "message": issue.text,
        **_place(issue),
        "roles": list(issue.roles),
        "rows": [{"matrix": matrix, "section": section, "id": row} for matrix, section, row in issue.rows],
        "items": [{"message": item.text, **_place(item)} for item in issue.items],
        "fingerprint": issue.fingerprint,
        "help": help_address(issue.rule),
    }


def _place(issue: Issue | Spot) -> dict[str, Any]:
    return {"file": shown(issue.path), "line": issue.line, "column": issue.column}
