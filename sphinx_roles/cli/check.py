"""From paths to all that a check tells: what the documentation build would, and the whole audit."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import textwrap
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct, field

from sphinx_roles.analysis.audit.engine import Audit, audit, fold_findings
from sphinx_roles.analysis.audit.finding import Finding, Severity, sentence
from sphinx_roles.analysis.audit.rule import Rule, load_rules
from sphinx_roles.analysis.audit.settings import active_rules
from sphinx_roles.cli.formats import FORMATS
from sphinx_roles.cli.git import tree_at
from sphinx_roles.cli.io import CLEAN, FINDINGS, CommandError, say
from sphinx_roles.cli.project import NoCatalog, Opened, opened
from sphinx_roles.cli.report import AcceptedIssue, Checked, Issue, Key, Spot, help_address, numbered
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code, Location, Problem, nearest


def check(paths: Sequence[str], since: str | None = None) -> Checked:
    """Check the catalogs of paths: each folder is a project of its own, and files make one catalog.

    With ``since``, only what is new against that git revision is told. CommandError for a path or
    revision that is not there.
    """
    groups = _groups(paths)
    reported = [_Reported(opened(group)) for group in groups]
    before = [_before(group, since) if since is not None else Counter[Key]() for group in groups]
    issues: list[Issue] = []
    accepted: list[AcceptedIssue] = []
    for one, old in zip(reported, before, strict=True):
        found = [*one.problems(Counter(old)), *one.findings(Counter(old))]
        issues += found
        accepted += one.accepted(Counter(old))
    files = dict.fromkeys(path for one in reported for path in one.files())
    order = {path: number for number, path in enumerate(files)}
    issues.sort(key=lambda one: (one.severity.rank, order.get(one.path, -1), one.line, one.column))
    return Checked(
        issues=numbered(issues),
        accepted=tuple(accepted),
        files=tuple(files),
        suppressed=sum(one.suppressed for one in reported),
        since=since or "",
    )


def _groups(paths: Sequence[str]) -> list[list[str]]:
    # A path that is not there is told by opening it.
    folders = [path for path in paths if Path(path).is_dir()]
    files = [path for path in paths if path not in folders]
    return [*([path] for path in dict.fromkeys(folders)), *([files] if files else [])] or [[]]


def _before(paths: Sequence[str], revision: str) -> Counter[Key]:
    """Return what was told at a revision; nothing where there was no catalog yet."""
    given = [Path(path).absolute() for path in paths or (".",)]
    folder = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in given]))
    with ExitStack() as stack:
        tree = stack.enter_context(tree_at(revision, folder))
        there = [tree / path.relative_to(folder) for path in given]
        there = [path for path in there if path.exists()]
        try:
            return _Reported(opened([str(path) for path in there])).keys() if there else Counter()
        except NoCatalog:
            return Counter()


class _Reported(Struct):
    """The problems and findings of one library, as issues."""

    opened: Opened
    paths: dict[str, Path] = field(default_factory=dict)
    """The path of each file, as it is known to reading."""

    @property
    def main(self) -> Catalog:
        return self.opened.registry.main

    @property
    def audit(self) -> Audit:
        return audit(self.main)

    @property
    def suppressed(self) -> int:
        return sum(self._is_suppressed(problem) for problem in self.opened.problems)

    def files(self) -> Iterator[Path]:
        for catalog in self.opened.registry.catalogs.values():
            yield from map(self._path, catalog.files)

    def keys(self) -> Counter[Key]:
        """Return what all of it is about, with how often; also what is accepted, which was no news."""
        # What reading has told would count twice.
        findings = [finding for finding in self.audit.findings if not finding.is_problem]
        findings += (finding for one in self.audit.accepted for finding in one.findings)
        return Counter([*map(_problem_key, self.opened.problems), *map(_key, findings)])

    def problems(self, before: Counter[Key]) -> Iterator[Issue]:
        """Yield what reading has found: all of it is told at its place, as in a build."""
        in_force = active_rules(self.main.rules)
        for problem in self.opened.problems:
            key = _problem_key(problem)
            if _is_new(key, before) and not self._is_suppressed(problem):
                setting = in_force.get(str(problem.code))
                location, path = problem.location, self._path(problem.location.file)
                yield Issue(
                    rule=str(problem.code),
                    severity=setting.severity if setting else _severity(problem.code),
                    text=problem.text,
                    path=path,
                    line=location.line,
                    column=location.column,
                    key=key,
                    names=problem.names,
                )

    def _is_suppressed(self, problem: Problem) -> bool:
        return not self.opened.conf.suppressed.isdisjoint(("roles", "roles.*", f"roles.{problem.code}"))

    def findings(self, before: Counter[Key]) -> Iterator[Issue]:
        """Yield what the audit of the main catalog has found, but for what reading has."""
        new = (finding for finding in self.audit.findings if _is_new(_key(finding), before))
        for finding in self._pickled(new):
            if not finding.is_problem:
                yield self._issue(finding)

    def accepted(self, before: Counter[Key]) -> Iterator[AcceptedIssue]:
        """Yield what is accepted."""
        for one in self.audit.accepted:
            reason, until = one.acceptance.reason, one.acceptance.until
            new = (finding for finding in one.findings if _is_new(_key(finding), before))
            for finding in self._pickled(new):
                yield AcceptedIssue(
                    issue=self._issue(finding),
                    reason=str(reason or ""),
                    until=until.isoformat() if until else "",
                )

    def _pickled(self, findings: Iterable[Finding]) -> list[Finding]:
        return fold_findings(self.main, findings)

    def _issue(self, finding: Finding) -> Issue:
        # What is about no place at all is told of the first file.
        location = finding.location or self._start
        return Issue(
            rule=finding.rule,
            severity=finding.severity,
            text=sentence(finding),
            path=self._path(location.file),
            line=location.line,
            column=location.column,
            key=_key(finding),
            finding=finding,
            names=finding.names,
            items=tuple(map(self._spot, finding.items)),
        )

    def _spot(self, finding: Finding) -> Spot:
        location = finding.location or self._start
        path = self._path(location.file)
        return Spot(path=path, line=location.line, column=location.column, finding=finding)

    @property
    def _start(self) -> Location:
        return Location(next(iter(self.main.files), "conf.py"))

    def _path(self, file: str) -> Path:
        path = self.paths.get(file)
        if path is None:
            path = self.paths[file] = _from_here(self.opened.root / file)
        return path


def _from_here(path: Path) -> Path:
    try:
        return Path(os.path.relpath(path))
    except ValueError:  # another drive
        return path.absolute()


def _severity(code: Code) -> Severity:
    """Return how bad it is that something could not be read; a setting still has its default."""
    if code is Code.CONFIG:
        return Severity.WARNING
    rule = load_rules().get(str(code))
    return rule.severity if rule is not None else Severity.ERROR


def _key(finding: Finding) -> Key:
    kind, *about = finding.subject
    # Of a problem: its file, and what is said of it without a line.
    return (finding.rule, kind, *(about[1:3] if kind == "problem" else about))


def _problem_key(problem: Problem) -> Key:
    return (str(problem.code), "problem", problem.location.file, problem.lasting)


def _is_new(key: Key, before: Counter[Key]) -> bool:
    """Tell whether an issue was not there before; each earlier one explains one of today's."""
    if before[key] > 0:
        before[key] -= 1
        return False
    return True


_SUMMED_UP = frozenset({"text", "github"})
"""Formats for people, or for a log: a machine would stumble over one line more."""
_NARROWEST = 60


def report(checked: Checked, least: Severity, form: str, output: str | None) -> None:
    """Write the report in a format, and sum it up where that is no part of what a machine reads."""
    report = FORMATS[form]
    if output is not None:
        path = Path(output)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_ended(report(checked, least)), "utf-8", errors="backslashreplace", newline="\n")
        say(checked.summary)
        return
    if form == "text" and sys.stdout.isatty():
        width = max(_NARROWEST, shutil.get_terminal_size().columns)
        reported = report(checked, least, color=is_colored(os.environ), width=width)
    else:
        reported = report(checked, least)
    if reported:
        say(reported)
    if form in _SUMMED_UP:
        say(checked.summary)


def is_colored(environment: Mapping[str, str]) -> bool:
    """Tell whether a terminal gets colours (https://no-color.org)."""
    return not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def _ended(text: str) -> str:
    return f"{text.rstrip()}\n" if text.strip() else ""


_WIDTH = 88


def explain(name: str) -> str:
    """Explain a rule of the audit, or a warning of reading; CommandError for another name."""
    wanted = name.strip().casefold().removeprefix("roles.")
    rule = load_rules().get(wanted)
    if rule is not None:
        return _rule(rule)
    code = next((code for code in Code if code == wanted), None)
    if code is not None:
        return _code(code)
    known = [*load_rules(), *map(str, Code)]
    near = nearest(wanted, known) or f"; expected one of {', '.join(dict.fromkeys(known))}"
    raise CommandError(f"{name!r} is no rule{near}")


def _rule(rule: Rule) -> str:
    limits = "".join(f", {name}: {value:g}" for name, value in rule.thresholds.items())
    words = ", words: [more, of, your, own]" if rule.words else ""
    parts = [
        f"{rule.id} ({rule.severity}): {rule.title}",
        _filled(rule.about),
        f"Finds this:\n\n{_indented(rule.bad)}\n\nand says:\n\n{_indented(rule.message)}",
        f"Finds nothing here:\n\n{_indented(rule.good)}",
        "Set it in the data, or in the same form as `roles_rules` in conf.py:\n\n"
        f"    rules:\n      {rule.id}: {{severity: {rule.severity}{limits}{words}}}   # or: off",
    ]
    if rule.replaces:
        parts.append(_filled(f"Reported in place of {', '.join(rule.replaces)}."))
    return "\n\n".join([*parts, help_address(rule.id)])


def _code(code: Code) -> str:
    return f"{code}: {code.sentence}\n\n{help_address(str(code))}"


def _filled(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), _WIDTH)


def _indented(text: str) -> str:
    return textwrap.indent(text.rstrip(), "    ")


def run(given: Namespace) -> int:
    """Check, tell, and say whether it was bad enough to fail."""
    if given.explain is not None:
        say(explain(given.explain))
        return CLEAN
    # All that is read is kept to the end, so there is no garbage to look for.
    gc.disable()
    try:
        checked, least = check(given.paths, given.since), Severity(given.fail_on)
        report(checked, least, given.format, given.output)
    finally:
        gc.enable()
    return FINDINGS if checked.fails(least) else CLEAN
