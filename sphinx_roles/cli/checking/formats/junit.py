"""The report as JUnit XML: an issue that fails the check is a failed test, any other one has passed."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.cli.checking.issue import Checked, Issue
from sphinx_roles.cli.files import shown

__all__ = ["report"]

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report(checked: Checked, least: Severity) -> str:
    """Tell each issue as a test case, and each file without one as a test that has passed."""
    failed = [issue.severity.rank <= least.rank for issue in checked.issues]
    cases = [_issue(issue, fails) for issue, fails in zip(checked.issues, failed, strict=True)]
    told = {issue.path for issue in checked.issues}
    cases += [_case(shown(path), "no findings", "") for path in checked.files if path not in told]
    suite = f'name="sphinx-roles check" tests="{len(cases)}" failures="{sum(failed)}" errors="0" skipped="0"'
    body = "".join(f"    {case}\n" for case in cases)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<testsuites>\n  <testsuite {suite}>\n{body}  </testsuite>\n</testsuites>\n"
    )


def _issue(issue: Issue, fails: bool) -> str:
    place = f"{shown(issue.path)}:{issue.line}:{issue.column}"
    told = f"{place}: {issue.severity}: {issue.text}"
    if fails:
        inner = f"<failure type={_quoted(issue.rule)} message={_quoted(issue.text)}>{_text(told)}</failure>"
    else:
        inner = f"<system-out>{_text(told)}</system-out>"
    return _case(shown(issue.path), f"{issue.rule} at line {issue.line}", inner)


def _case(file: str, name: str, inner: str) -> str:
    head = f"testcase classname={_quoted(file)} name={_quoted(name)} file={_quoted(file)}"
    return f"<{head}>{inner}</testcase>" if inner else f"<{head}/>"


def _quoted(text: str) -> str:
    return quoteattr(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", text))


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", text))
