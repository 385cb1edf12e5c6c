"""What a check tells: one record for what reading finds and what the audit finds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sphinx_roles.analysis.audit.finding import Finding, Severity, sentence

__all__ = ["AcceptedIssue", "Checked", "Issue", "Key", "Spot", "numbered"]

Key = tuple[str, ...]


class Spot(Struct, frozen=True, kw_only=True):
    """One of the many things that an issue stands for. Its sentence is made when a format asks for it."""

    path: Path
    line: int
    column: int
    finding: Finding

    @property
    def text(self) -> str:
        """What is told of it."""
        return sentence(self.finding)


class Issue(Struct, frozen=True, kw_only=True):
    """A finding, or a problem of reading; ``path`` leads from the folder of the command.

    ``key`` is the rule and what the issue is about, without a line: it stays when lines move. ``nth``
    counts issues of one key from 0. ``finding`` is None for a problem of reading. ``items`` is what an
    issue about many stands for.
    """

    rule: str
    severity: Severity
    text: str
    path: Path
    line: int
    column: int
    key: Key
    nth: int = 0
    finding: Finding | None = None
    items: tuple[Spot, ...] = ()

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """The rows that it names, by (matrix, section, id)."""
        return self.finding.rows if self.finding is not None else ()

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that it names, by id."""
        return self.finding.roles if self.finding is not None else ()

    @property
    def fingerprint(self) -> str:
        """What tells the issue from all others, and is the same after lines have moved."""
        packed = json.dumps([*self.key, self.nth], ensure_ascii=True)
        return hashlib.blake2b(packed.encode(), digest_size=16).hexdigest()


class AcceptedIssue(Struct, frozen=True, kw_only=True):
    """An issue that the team lives with; ``until`` is empty for good."""

    issue: Issue
    reason: str
    until: str


class Checked(Struct, frozen=True, kw_only=True):
    """All that a check has to tell, the worst first.

    ``files`` are those that were read. ``since`` is the revision against which the issues are new.
    ``suppressed`` counts what ``suppress_warnings`` in conf.py keeps silent.
    """

    issues: tuple[Issue, ...]
    accepted: tuple[AcceptedIssue, ...]
    files: tuple[Path, ...]
    suppressed: int = 0
    since: str = ""

    def count(self, severity: Severity) -> int:
        """Return how many issues have a severity."""
        return sum(issue.severity is severity for issue in self.issues)

    def fails(self, least: Severity) -> bool:
        """Tell whether an issue is as bad as ``least``, or worse."""
        return any(issue.severity.rank <= least.rank for issue in self.issues)

    @property
    def summary(self) -> str:
        """The sentence that sums it up."""
        new = f" new since {self.since}" if self.since else ""
        counts = [_counted(self.count(severity), severity) for severity in Severity if self.count(severity)]
        read = _counted(len(self.files), "file")
        if counts:
            where = _counted(len({issue.path for issue in self.issues}), "file")
            told = f"{', '.join(counts)}{new} in {where} ({read} read)"
        else:
            told = f"no findings{new} ({read} read)"
        rest = [
            f"{len(self.accepted)} accepted" if self.accepted else "",
            f"{self.suppressed} suppressed in conf.py" if self.suppressed else "",
        ]
        return "; ".join(filter(None, (told, *rest)))


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def numbered(issues: Sequence[Issue]) -> tuple[Issue, ...]:
    """Return issues with those of one key counted, so that no two are the same."""
    seen: dict[Key, int] = {}
    made = []
    for issue in issues:
        nth = seen[issue.key] = seen.get(issue.key, -1) + 1
        made.append(replace(issue, nth=nth) if nth else issue)
    return tuple(made)
