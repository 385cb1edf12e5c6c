"""What is said around findings, the same in every builder."""

from __future__ import annotations

from collections import Counter

from sphinx_roles.analysis.audit.finding import Value
from sphinx_roles.analysis.audit.query import AcceptedShown, AuditReport
from sphinx_roles.drawing.pen import Pen
from sphinx_roles.drawing.words import Words

__all__ = ["SIGNS", "accepted", "facts", "joined"]

SIGNS = {"error": "✖", "warning": "▲", "hint": "●"}
"""A sign beside the word of a severity: none is told by its colour."""


def facts(report: AuditReport, words: Words) -> list[tuple[str, str, int]]:
    """Return (severity or nothing, word, number): what was looked at, and how much was found."""
    counts = Counter(finding.severity for finding in report.findings)
    severities = (("error", words.errors), ("warning", words.warnings), ("hint", words.hints))
    found = [(name, word, counts[name]) for name, word in severities if counts[name]]
    return [("", words.audit_rows, report.rows), ("", words.roles, report.roles), *found]


def accepted(one: AcceptedShown, pen: Pen) -> str:
    """Return until when findings are accepted, and why."""
    words = pen.words
    until = words.accepted_until.format(date=one.until) if one.until else words.accepted_for_good
    return f"{words.colon.format(label=until)} {pen.plain(one.reason)}" if one.reason else until


def joined(parts: list[str], value: Value, words: Words) -> str:
    """Join what stands in one slot of a sentence, as the language does."""
    if value.more:
        return words.and_rest.format(names=words.and_more.join(parts), count=value.more)
    if value.either and len(parts) > 1:
        return words.or_last.join((words.and_more.join(parts[:-1]), parts[-1]))
    return words.joined(parts) if parts else ""
