"""The report as commands of GitHub Actions, which shows them beside the lines of a pull request."""

from __future__ import annotations

from urllib.parse import unquote

from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.cli.checking.addresses import address
from sphinx_roles.cli.checking.issue import Checked, Issue

__all__ = ["report"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def report(checked: Checked, least: Severity) -> str:
    """Tell each issue in a line."""
    return "".join(f"{_issue(issue)}\n" for issue in checked.issues)


def _issue(issue: Issue) -> str:
    about = {
        "file": unquote(address(issue.path)),
        "line": str(issue.line),
        "col": str(issue.column),
        "title": issue.rule,
    }
    properties = ",".join(f"{key}={_property(value)}" for key, value in about.items())
    return f"::{_COMMANDS[issue.severity]} {properties}::{_data(issue.text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
