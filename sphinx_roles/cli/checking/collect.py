"""From paths to all that a check tells: what the documentation build would, and the whole audit."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec import Struct, field

from sphinx_roles.analysis.audit.finding import Finding, Severity, sentence
from sphinx_roles.analysis.audit.rules import RULES
from sphinx_roles.analysis.audit.settings import settings_of
from sphinx_roles.analysis.audit.telling import Audit, audit, fold_findings
from sphinx_roles.cli.checking.issue import AcceptedIssue, Checked, Issue, Key, Spot, numbered
from sphinx_roles.cli.opening import NoCatalog, Opened, opened
from sphinx_roles.cli.revisions import tree_at
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code, Place, Problem

__all__ = ["check"]

_POSITION = re.compile(r":\d+:\d+\b")
"""A place that a sentence names. It moves with the lines, and is no part of what the sentence is about."""
_RULES: Mapping[str, Severity] = {rule.id: rule.severity for rule in RULES}


def check(paths: Sequence[str], since: str | None = None) -> Checked:
    """Check the catalogs of paths: each folder is a project of its own, and files make one catalog.

    With ``since``, only what is new against that git revision is told. CommandError for a path or
    revision that is not there.
    """
    groups = _groups(paths)
    told = [_Told(opened(group)) for group in groups]
    before = [_before(group, since) if since is not None else Counter[Key]() for group in groups]
    issues: list[Issue] = []
    accepted: list[AcceptedIssue] = []
    for one, old in zip(told, before, strict=True):
        found = [*one.problems(Counter(old)), *one.findings(Counter(old))]
        issues += found
        accepted += one.accepted(Counter(old))
    files = dict.fromkeys(path for one in told for path in one.files())
    order = {path: number for number, path in enumerate(files)}
    issues.sort(key=lambda one: (one.severity.rank, order.get(one.path, -1), one.line, one.column))
    return Checked(
        issues=numbered(issues), accepted=tuple(accepted), files=tuple(files),
        suppressed=sum(one.suppressed for one in told), since=since or "",
    )  # fmt: skip


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
            return _Told(opened([str(path) for path in there])).keys() if there else Counter()
        except NoCatalog:
            return Counter()


class _Told(Struct):
    """The problems and findings of one library, as issues."""

    opened: Opened
    paths: dict[str, Path] = field(default_factory=dict)
    """The path of each file, as it is known to reading."""

    @property
    def main(self) -> Catalog:
        return self.opened.library.main

    @property
    def audit(self) -> Audit:
        return audit(self.main)

    @property
    def suppressed(self) -> int:
        return sum(self._is_suppressed(problem) for problem in self.opened.problems)

    def files(self) -> Iterator[Path]:
        for catalog in self.opened.library.catalogs.values():
            yield from map(self._path, catalog.files)

    def keys(self) -> Counter[Key]:
        """Return what all of it is about, with how often; also what is accepted, which was no news."""
        # What reading has told would count twice.
        findings = [finding for finding in self.audit.findings if not finding.told]
        findings += (finding for one in self.audit.accepted for finding in one.findings)
        return Counter([*map(_problem_key, self.opened.problems), *map(_key, findings)])

    def problems(self, before: Counter[Key]) -> Iterator[Issue]:
        """Yield what reading has found: all of it is told at its place, as in a build."""
        in_force = settings_of(self.main.rules)
        for problem in self.opened.problems:
            key = _problem_key(problem)
            if _is_new(key, before) and not self._is_suppressed(problem):
                setting = in_force.get(str(problem.code))
                place, path = problem.place, self._path(problem.place.file)
                yield Issue(
                    rule=str(problem.code), severity=setting.severity if setting else _severity(problem.code),
                    text=problem.text, path=path, line=place.line, column=place.column, key=key,
                )  # fmt: skip

    def _is_suppressed(self, problem: Problem) -> bool:
        return not self.opened.conf.suppressed.isdisjoint(("roles", "roles.*", f"roles.{problem.code}"))

    def findings(self, before: Counter[Key]) -> Iterator[Issue]:
        """Yield what the audit of the main catalog has found, but for what reading has."""
        new = (finding for finding in self.audit.findings if _is_new(_key(finding), before))
        for finding in self._folded(new):
            if not finding.told:
                yield self._issue(finding)

    def accepted(self, before: Counter[Key]) -> Iterator[AcceptedIssue]:
        """Yield what is accepted."""
        for one in self.audit.accepted:
            reason, until = one.acceptance.reason, one.acceptance.until
            new = (finding for finding in one.findings if _is_new(_key(finding), before))
            for finding in self._folded(new):
                yield AcceptedIssue(
                    issue=self._issue(finding),
                    reason=str(reason or ""),
                    until=until.isoformat() if until else "",
                )

    def _folded(self, findings: Iterable[Finding]) -> list[Finding]:
        return fold_findings(self.main, findings, self.audit.looked)

    def _issue(self, finding: Finding) -> Issue:
        # What is about no place at all is told of the first file.
        place = finding.place or self._start
        return Issue(
            rule=finding.rule, severity=finding.severity, text=sentence(finding),
            path=self._path(place.file), line=place.line, column=place.column, key=_key(finding),
            finding=finding, items=tuple(map(self._spot, finding.items)),
        )  # fmt: skip

    def _spot(self, finding: Finding) -> Spot:
        place = finding.place or self._start
        path = self._path(place.file)
        return Spot(path=path, line=place.line, column=place.column, finding=finding)

    @property
    def _start(self) -> Place:
        return Place(next(iter(self.main.files), "conf.py"))

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
    return _RULES.get(str(code), Severity.ERROR)


def _key(finding: Finding) -> Key:
    if finding.subject[:1] == ("problem",):
        file = finding.place.file if finding.place else ""
        return (finding.rule, "problem", file, _POSITION.sub("", finding.values[0].parts[0]))  # type: ignore[arg-type]
    return (finding.rule, *finding.subject)


def _problem_key(problem: Problem) -> Key:
    return (str(problem.code), "problem", problem.place.file, _POSITION.sub("", problem.text))


def _is_new(key: Key, before: Counter[Key]) -> bool:
    """Tell whether an issue was not there before; each earlier one explains one of today's."""
    if before[key] > 0:
        before[key] -= 1
        return False
    return True
