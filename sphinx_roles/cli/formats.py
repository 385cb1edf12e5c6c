"""The formats of a report: text for people, JSON, SARIF, JUnit, and commands of GitHub Actions."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sphinx_roles.analysis.audit.finding import Finding, Severity
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.cli import report
from sphinx_roles.cli.io import CommandError, shown
from sphinx_roles.problems import Code, Problem
from sphinx_roles.version import __version__

_LISTED = 8
_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.HINT: "36"}


def text_report(checked: report.Checked, least: Severity, *, color: bool = False, width: int = 100) -> str:
    """Report every issue; the summary is not in it."""
    writer = _Writer(color, width)
    return "\n".join(map(writer.issue, checked.issues))


def screen_report(checked: report.Checked, size: tuple[int, int], command: str, *, color: bool) -> str:
    """Report the worst issues, as many as a terminal shows at once with the summary and the next prompt.

    Where not all have room with their excerpts, each is its sentence alone, and the rest are counted by rule,
    with the ``command`` that shows them.
    """
    width, height = size
    writer = _Writer(color, width)
    room = height - 1 - report.lines_in(checked.summary, width)
    # So many take a line each at the least, and what does not fit is not looked for in its file.
    if len(checked.issues) <= room:
        whole = [writer.issue(issue) for issue in checked.issues]
        if sum(report.lines_in(text, width) for text in whole) <= room:
            return "\n".join(whole)
    plain, heads = _Writer(False, width), list[str]()
    for number, issue in enumerate(checked.issues):
        taken = report.lines_in(plain.head(issue), width)
        rest = _rest(checked.issues[number + 1 :], command)
        if heads and taken + report.lines_in(rest, width) > room:
            return "\n".join([*heads, _rest(checked.issues[number:], command)])
        room -= taken
        heads.append(writer.head(issue))
    return "\n".join(heads)


_COUNTED = 3


def _rest(issues: Sequence[report.Issue], command: str) -> str:
    """Count issues by rule, and name the command that shows them; ``""`` where there are none."""
    counts = Counter(issue.rule for issue in issues).most_common()
    listed = [f"{count} {rule}" for rule, count in counts[:_COUNTED]]
    listed += [f"{others} other"] if (others := sum(count for _, count in counts[_COUNTED:])) else []
    return f"and {len(issues)} more ({', '.join(listed)}); all of it: {command}" if issues else ""


class _Writer:
    """Writes issues as text, with the lines of the files that they are about."""

    def __init__(self, color: bool, width: int) -> None:
        self.color = color
        self.excerpts = report.Excerpts(width)
        self.names: dict[Path, str] = {}

    def issue(self, issue: report.Issue) -> str:
        """Return the sentence with its place, then the line of the file, then the other places."""
        lines = self.excerpts.at(issue.path, issue.line, issue.column)
        if lines:
            lines[-1] = lines[-1].replace("^", self._styled("^", f"1;{_COLORS[issue.severity]}"))
        return "\n".join([self.head(issue), *lines, *self._others(issue)])

    def head(self, issue: report.Issue) -> str:
        """Return the sentence with its place."""
        # A text has one line here, whatever a file may hold.
        text = report.harmless(" ".join(issue.text.split("\n")))
        location = f"{self._file(issue.path)}:{issue.line}:{issue.column}"
        severity = self._styled(str(issue.severity), f"1;{_COLORS[issue.severity]}")
        return f"{self._styled(location, '1')}: {severity}: {text} {self._styled(f'[{issue.rule}]', '2')}"

    def _styled(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.color else text

    def _file(self, path: Path) -> str:
        if path not in self.names:
            self.names[path] = report.harmless(shown(path))
        return self.names[path]

    def _others(self, issue: report.Issue) -> list[str]:
        """Say where else what is reported of many is; the first of them is the place of the issue."""
        locations = dict.fromkeys((item.path, item.line) for item in issue.items)
        locations.pop((issue.path, issue.line), None)
        if not locations:
            return []
        listed = list(locations)[:_LISTED]
        here = issue.path
        places = [f"line {line}" if path == here else f"{self._file(path)}:{line}" for path, line in listed]
        more = f" and {len(locations) - len(listed)} more" if len(locations) > len(listed) else ""
        return [f"      = also at {', '.join(places)}{more}"]


def json_report(checked: report.Checked, least: Severity) -> str:
    """Report everything as one object."""
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
        "findings": [_json_issue(issue) for issue in checked.issues],
        "accepted": [
            {**_json_issue(one.issue), "reason": one.reason, "until": one.until or None}
            for one in checked.accepted
        ],
    }
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _json_issue(issue: report.Issue) -> dict[str, Any]:
    finding = issue.about if isinstance(issue.about, Finding) else None
    return {
        "rule": issue.rule,
        "severity": str(issue.severity),
        "message": issue.text,
        **_json_location(issue),
        "roles": finding.roles if finding else (),
        "rows": [dict(zip(("matrix", "section", "id"), row, strict=True)) for row in finding.rows]
        if finding
        else (),
        "names": issue.about.names,
        "items": [{"message": item.text, **_json_location(item)} for item in issue.items],
        "fingerprint": issue.fingerprint,
        "help": report.help_address(issue.rule),
    }


def _json_location(issue: report.Issue) -> dict[str, Any]:
    return {"file": shown(issue.path), "line": issue.line, "column": issue.column}


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def junit_report(checked: report.Checked, least: Severity) -> str:
    """Report each issue as a test case, and each file without one as a test that has passed."""
    # Imported here, as only this format needs it.
    from xml.etree.ElementTree import Element, SubElement, indent, tostring

    def add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
        found = SubElement(parent, tag, {name: _in_xml(value) for name, value in attributes.items()})
        found.text = _in_xml(text) or None
        return found

    suites, failures = Element("testsuites"), 0
    suite = add(suites, "testsuite", name="sphinx-roles check")
    for issue, name in zip(checked.issues, _case_names(checked.issues), strict=True):
        file = shown(issue.path)
        case = add(suite, "testcase", classname=file, name=name, file=file)
        sentence = f"{file}:{issue.line}:{issue.column}: {issue.severity}: {issue.text}"
        if issue.severity.rank <= least.rank:
            failures += 1
            add(case, "failure", sentence, type=issue.rule, message=issue.text)
        else:
            add(case, "system-out", sentence)
    issued = {issue.path for issue in checked.issues}
    for file in (shown(path) for path in checked.files if path not in issued):
        add(suite, "testcase", classname=file, name="no findings", file=file)
    suite.attrib |= {"tests": str(len(suite)), "failures": str(failures), "errors": "0", "skipped": "0"}
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, "unicode")}\n'


def _in_xml(text: str) -> str:
    """Return a text with a visible mark for what XML cannot hold."""
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _case_names(issues: Iterable[report.Issue]) -> Iterator[str]:
    """Yield a name for each issue: its rule and what it is about, as CI servers compare cases by their names.

    So there is no line in it. Of several that are called the same in a file, the later ones are numbered.
    """
    seen = Counter[tuple[Path, str]]()
    for issue in issues:
        rule, kind, *about = report.key_of(issue.about)
        if isinstance(issue.about, Problem):
            kind, about = "", list(issue.about.names) or about[1:]
        name = f"{rule}: {' '.join(filter(None, (kind, ', '.join(filter(None, about)))))}"
        seen[issue.path, name] += 1
        number = seen[issue.path, name]
        yield f"{name} ({number})" if number > 1 else name


_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "note"}
_FINGERPRINT = "sphinxRoles/v1"
_BASE = "%SRCROOT%"
_MOST_PLACES = 50


def sarif_report(checked: report.Checked, least: Severity) -> str:
    """Report everything as one run; what is accepted is there, as suppressed."""
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
        "informationUri": report.DOCUMENTATION,
        "rules": rules,
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    made = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _descriptors(used: Iterable[str]) -> list[dict[str, Any]]:
    """Describe all rules of the audit, and what else reading has reported."""
    made = []
    for rule in load_rules().values():
        limits = "".join(f" {name}: {value:g}." for name, value in rule.thresholds.items())
        made.append(_descriptor(rule.id, rule.title, f"{rule.about}{limits}", rule.severity))
    others = set(used) - set(load_rules())
    made += [
        _descriptor(str(code), code.sentence, code.sentence, report.severity_of(code))
        for code in Code
        if code in others
    ]
    return made


def _descriptor(rule: str, title: str, about: str, severity: Severity) -> dict[str, Any]:
    return {
        "id": rule,
        "shortDescription": {"text": title},
        "fullDescription": {"text": about},
        "help": {"text": f"{about}\n\n{report.help_address(rule)}"},
        "helpUri": report.help_address(rule),
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _result(issue: report.Issue, index: dict[str, int]) -> dict[str, Any]:
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


def _accepted(one: report.AcceptedIssue, index: dict[str, int]) -> dict[str, Any]:
    until = f" (until {one.until})" if one.until else ""
    why = f"{one.reason}{until}".strip()
    suppression = {"kind": "inSource", "status": "accepted", **({"justification": why} if why else {})}
    return {**_result(one.issue, index), "suppressions": [suppression]}


def _location(issue: report.Issue, text: str = "") -> dict[str, Any]:
    physical = {
        "artifactLocation": {"uri": report.address(issue.path), "uriBaseId": _BASE},
        "region": {"startLine": issue.line, "startColumn": issue.column},
    }
    return {"physicalLocation": physical, **({"message": {"text": text}} if text else {})}


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "notice"}


def github_report(checked: report.Checked, least: Severity) -> str:
    """Report each issue in a line."""
    return "".join(f"{_annotation(issue)}\n" for issue in checked.issues)


def _annotation(issue: report.Issue) -> str:
    about = {
        "file": unquote(report.address(issue.path)),
        "line": str(issue.line),
        "col": str(issue.column),
        "title": issue.rule,
    }
    escaped = {key: _data(value).replace(":", "%3A").replace(",", "%2C") for key, value in about.items()}
    properties = ",".join(f"{key}={value}" for key, value in escaped.items())
    return f"::{_COMMANDS[issue.severity]} {properties}::{_data(issue.text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


FORMATS: Mapping[str, Callable[..., str]] = {
    "text": text_report,
    "json": json_report,
    "sarif": sarif_report,
    "github": github_report,
    "junit": junit_report,
}
"""What ``check --format`` takes: each function takes what was checked and the least severity that fails."""
_GROUP = "sphinx_roles.check_formats"


def format_names() -> tuple[str, ...]:
    """Return the names of all formats: the built-in ones, then those of other packages."""
    return tuple(dict.fromkeys((*FORMATS, *(one.name for one in entry_points(group=_GROUP)))))


def external_report(name: str, checked: report.Checked, least: Severity) -> str:
    """Return a report in the format of another package. CommandError where that fails."""
    entry = next(one for one in entry_points(group=_GROUP) if one.name == name)
    try:
        text = entry.load()(checked, least)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
    else:
        if isinstance(text, str):
            return text
        reason = f"it returned {type(text).__name__}, not a text"
    raise CommandError(f"the format {name!r} ({entry.value}) failed: {reason}")
