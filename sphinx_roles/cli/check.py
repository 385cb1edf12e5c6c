"""``sphinx-roles check``: all that a documentation build would report of the data, and the whole audit."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import textwrap
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from msgspec import structs

from sphinx_roles.analysis.audit.engine import audit, by_day, fold_findings
from sphinx_roles.analysis.audit.finding import Finding, Severity
from sphinx_roles.analysis.audit.rule import Rule, load_rules
from sphinx_roles.analysis.audit.settings import STALE, active_rules, looking_ahead
from sphinx_roles.analysis.selection import days_of
from sphinx_roles.cli.formats import FORMATS, external_report, screen_report, text_report
from sphinx_roles.cli.git import tree_at
from sphinx_roles.cli.io import (
    CLEAN,
    FINDINGS,
    CommandError,
    echo,
    garbage_collection_off,
    pick,
    write_output,
)
from sphinx_roles.cli.project import NoCatalog, Opened, opened, projects_of
from sphinx_roles.cli.report import (
    AcceptedIssue,
    Checked,
    Issue,
    Key,
    harmless,
    help_address,
    key_of,
    severity_of,
)
from sphinx_roles.problems import Code, Location, Problem

T = TypeVar("T", Finding, Problem)


def check(paths: Sequence[str], since: str | None = None, due: int | None = None) -> Checked:
    """Check the catalogs of paths: each folder is one or more projects, and files make one catalog.

    With ``since``, only what is new against that git revision is reported; with ``due``, beside what
    could not be read only reviews, with those of so many days to come. CommandError for a path or revision
    that is not there.
    """
    groups = _groups(paths)
    projects = [_Project(opened(group), due) for group in groups]
    issues: list[Issue] = []
    accepted: list[AcceptedIssue] = []
    for group, project in zip(groups, projects, strict=True):
        before = _before(group, since) if since is not None else Counter[Key]()
        issues += project.problems(Counter(before))
        issues += project.findings(Counter(before))
        accepted += project.accepted(Counter(before))
    if len(projects) > 1:
        # Several may have one file.
        issues = [*{_place(one): one for one in issues}.values()]
        accepted = [*{_place(one.issue): one for one in accepted}.values()]
    files = dict.fromkeys(path for project in projects for path in project.files())
    order = {path: number for number, path in enumerate(files)}
    issues.sort(key=lambda one: (_rank(one, due), order.get(one.path, -1), one.line, one.column))
    seen = Counter[Key]()
    for index, issue in enumerate(issues):
        key = key_of(issue.about)
        if seen[key]:
            issues[index] = structs.replace(issue, nth=seen[key])
        seen[key] += 1
    return Checked(
        issues=tuple(issues),
        accepted=tuple(accepted),
        files=tuple(files),
        suppressed=sum(sum(map(project.is_suppressed, project.opened.problems)) for project in projects),
        since=since or "",
    )


def issues_of(found: Opened) -> list[Issue]:
    """Return all that is wrong with what was opened, each at its place."""
    project = _Project(found)
    return [*project.problems(Counter()), *project.findings(Counter())]


def _rank(issue: Issue, due: int | None) -> tuple[int, float]:
    """The worst comes first; of reviews, the one that was due first."""
    size = issue.about.size if due is not None and isinstance(issue.about, Finding) else 0
    return issue.severity.rank, -size


def _place(issue: Issue) -> tuple[Path, int, int, str, str]:
    return issue.path, issue.line, issue.column, issue.rule, issue.text


def _groups(paths: Sequence[str]) -> list[list[str]]:
    # A path that is not there is reported when it is opened.
    folders = [path for path in paths or (".",) if path and Path(path).is_dir()]
    files = [path for path in paths if path not in folders]
    projects = dict.fromkeys(project for path in folders for project in projects_of(path))
    return [*([path] for path in projects), *([files] if files else [])]


def _before(paths: Sequence[str], revision: str) -> Counter[Key]:
    """Return what was reported at a revision; nothing where there was no catalog yet."""
    given = [Path(path).absolute() for path in paths or (".",)]
    folder = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in given]))
    with tree_at(revision, folder) as tree:
        there = [str(path) for one in given if (path := tree / one.relative_to(folder)).exists()]
        try:
            return _Project(opened(there)).keys() if there else Counter()
        except NoCatalog:
            return Counter()


class _Project:
    """The problems and findings of what was opened, as issues."""

    def __init__(self, opened: Opened, due: int | None = None) -> None:
        self.opened, self.due = opened, due
        main = opened.registry.main
        self.main = main if due is None else looking_ahead(main, due)
        self.audit = audit(self.main)
        self.path = cache(self._path)
        self.start = Location(next(iter(main.files), "conf.py"))
        """What is about no place at all is reported for the first file."""

    def files(self) -> Iterator[Path]:
        for catalog in self.opened.registry.catalogs.values():
            yield from map(self.path, catalog.files)

    def keys(self) -> Counter[Key]:
        """Count all by what it is about; also what is accepted, which is not new either."""
        # What reading has reported would count twice.
        findings = [finding for finding in self.audit.findings if not finding.is_problem]
        findings += (finding for one in self.audit.accepted for finding in one.findings)
        return Counter([*map(key_of, self.opened.problems), *map(key_of, findings)])

    def problems(self, before: Counter[Key]) -> Iterator[Issue]:
        """Yield what reading has found, each at its place, as in a build."""
        active = active_rules(self.main.rules)
        for problem in _new(self.opened.problems, before):
            if not self.is_suppressed(problem):
                rule = active.get(str(problem.code))
                yield self._issue(problem, rule.severity if rule else severity_of(problem.code))

    def is_suppressed(self, problem: Problem) -> bool:
        """Return whether ``suppress_warnings`` in conf.py has it."""
        return not self.opened.conf.suppressed.isdisjoint(("roles", "roles.*", f"roles.{problem.code}"))

    def findings(self, before: Counter[Key]) -> Iterator[Issue]:
        """Yield what the audit of the main catalog has found, but for what reading has."""
        for finding in self._folded(_new(self.audit.findings, before)):
            if not finding.is_problem:
                yield self._finding(finding)

    def accepted(self, before: Counter[Key]) -> Iterator[AcceptedIssue]:
        """Yield what is accepted."""
        for one in self.audit.accepted:
            until = one.acceptance.until
            for finding in self._folded(_new(one.findings, before)):
                yield AcceptedIssue(
                    issue=self._finding(finding),
                    reason=str(one.acceptance.reason or ""),
                    until=until.isoformat() if until else "",
                )

    def _folded(self, findings: Iterable[Finding]) -> Iterable[Finding]:
        if self.due is None:
            return fold_findings(self.main, findings)
        return by_day(one for one in findings if one.rule == STALE)

    def _finding(self, found: Finding) -> Issue:
        also = () if found.also is None else (structs.replace(found, location=found.also, also=None),)
        return self._issue(found, found.severity, (*found.items, *also))

    def _issue(self, about: Finding | Problem, severity: Severity, items: Iterable[Finding] = ()) -> Issue:
        location = about.location or self.start
        return Issue(
            about=about,
            severity=severity,
            path=self.path(location.file),
            line=location.line,
            column=location.column,
            items=tuple([self._issue(item, item.severity) for item in items]),
        )

    def _path(self, file: str) -> Path:
        path = self.opened.root / file
        try:
            return Path(os.path.relpath(path))
        except ValueError:  # another drive
            return path.absolute()


def _new(found: Iterable[T], before: Counter[Key]) -> Iterator[T]:
    """Yield what was not there before; each earlier one accounts for one of today's."""
    if not before:
        yield from found
        return
    for about in found:
        key = key_of(about)
        if before[key] > 0:
            before[key] -= 1
        else:
            yield about


_SUMMED_UP = frozenset({"text", "github"})
"""Formats for people, or for a log: a machine would stumble over one line more."""
_NARROWEST = 60


def report(checked: Checked, least: Severity, form: str, output: str | None, command: str = "") -> None:
    """Write the report in a format, and sum it up where that is no part of what a machine reads.

    ``command`` shows all of it, where a terminal has room for the worst only; empty, where all is asked for.
    """
    report = FORMATS.get(form) or partial(external_report, form)
    if output not in (None, "-"):
        text = report(checked, least).rstrip()
        write_output(f"{text}\n" if text else "", output, checked.files)
        echo(checked.summary)
        return
    if form == "text" and sys.stdout.isatty():
        columns, lines = shutil.get_terminal_size()
        width, color = max(_NARROWEST, columns), is_colored(os.environ)
        if command:
            text = screen_report(checked, (width, lines), command, color=color)
        else:
            text = text_report(checked, least, color=color, width=width)
    else:
        text = report(checked, least)
    if text:
        echo(text)
    if form in _SUMMED_UP:
        echo(checked.summary)


def is_colored(environment: Mapping[str, str]) -> bool:
    """Return whether a terminal gets colours (https://no-color.org)."""
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


_WIDTH = 88


def explain(name: str) -> str:
    """Explain a rule of the audit, or a warning of reading; CommandError for another name."""
    rules: Mapping[str, Rule | Code] = load_rules()
    codes = {str(code): code for code in Code if str(code) not in rules}
    found = pick("rule", name.strip().casefold().removeprefix("roles."), {**rules, **codes})
    if isinstance(found, Code):
        return f"{found}: {found.sentence}\n\n{help_address(str(found))}"
    return _rule(found)


def _rule(rule: Rule) -> str:
    limits = "".join(f", {name}: {value:g}" for name, value in rule.thresholds.items())
    words = ", words: [more, of, your, own]" if rule.words else ""
    words += ", roles: [contact], kinds: [team], rows: [done_when]" if rule.fields else ""
    bad, message, good = (
        textwrap.indent(text.rstrip(), "    ") for text in (rule.bad, rule.message, rule.good)
    )
    parts = [
        f"{rule.id} ({rule.severity}): {rule.title}",
        textwrap.fill(" ".join(rule.about.split()), _WIDTH),
        *(
            [f"Beside this CODEOWNERS:\n\n{textwrap.indent(rule.owners.rstrip(), '    ')}"]
            if rule.owners
            else []
        ),
        f"Finds this:\n\n{bad}\n\nand says:\n\n{message}",
        f"Finds nothing here:\n\n{good}",
        "Set it in the data, or in the same form as `roles_rules` in conf.py:\n\n"
        f"    rules:\n      {rule.id}: {{severity: {rule.severity}{limits}{words}}}   # or: off",
    ]
    if rule.replaces:
        parts.append(textwrap.fill(f"Reported in place of {', '.join(rule.replaces)}.", _WIDTH))
    return "\n\n".join([*parts, help_address(rule.id)])


def run(given: Namespace) -> int:
    """Check, report, and say whether it was bad enough to fail."""
    if given.explain is not None:
        idle = [
            *given.paths,
            *(f"--{name}" for name in ("since", "due", "output", "all") if getattr(given, name)),
        ]
        if idle:
            raise CommandError(f"--explain checks nothing, so {idle[0]} has no place beside it")
        echo(explain(given.explain))
        return CLEAN
    try:
        due = None if given.due is None else days_of(given.due)
    except ValueError as error:
        raise CommandError(f"--due is {error}") from None
    with garbage_collection_off():
        checked, least = check(given.paths, given.since, due), Severity(given.fail_on)
        asked = {"--since": given.since, "--due": given.due}
        words = [*given.paths, *(word for pair in asked.items() if pair[1] for word in pair)]
        command = "" if given.all else harmless(shlex.join(["sphinx-roles", "check", *words, "--all"]))
        report(checked, least, given.format, given.output, command)
    return FINDINGS if checked.fails(least) else CLEAN
