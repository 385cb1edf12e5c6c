"""The report for people: each issue with its line and a caret."""

from __future__ import annotations

from pathlib import Path

from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.cli.checking.excerpt import Excerpts, harmless
from sphinx_roles.cli.checking.issue import Checked, Issue
from sphinx_roles.cli.files import shown

__all__ = ["report"]

_LISTED = 8
_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.HINT: "36"}


def report(checked: Checked, least: Severity, *, color: bool = False, width: int = 100) -> str:
    """Tell every issue; the summary is not in it."""
    writer = _Writer(color, width)
    return "\n".join(map(writer.issue, checked.issues))


class _Writer:
    def __init__(self, color: bool, width: int) -> None:
        self.color = color
        self.excerpts = Excerpts(width)
        self.names: dict[Path, str] = {}

    def issue(self, issue: Issue) -> str:
        """Return the sentence with its place, then the line of the file, then the other places."""
        style = _COLORS[issue.severity]
        # A text has one line here, whatever a file may hold.
        text = harmless(" ".join(issue.text.split("\n")))
        place = f"{self._file(issue.path)}:{issue.line}:{issue.column}"
        severity, rule = str(issue.severity), f"[{issue.rule}]"
        head = (
            f"{self._styled(place, '1')}: {self._styled(severity, f'1;{style}')}: {text}"
            f" {self._styled(rule, '2')}"
        )
        lines = self.excerpts.at(issue.path, issue.line, issue.column)
        if lines:
            lines[-1] = lines[-1].replace("^", self._styled("^", f"1;{style}"))
        return "\n".join([head, *lines, *self._others(issue)])

    def _styled(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.color else text

    def _file(self, path: Path) -> str:
        if path not in self.names:
            self.names[path] = harmless(shown(path))
        return self.names[path]

    def _others(self, issue: Issue) -> list[str]:
        """Say where else what is told of many stands; the first of them is the place of the issue."""
        places = dict.fromkeys((item.path, item.line) for item in issue.items)
        places.pop((issue.path, issue.line), None)
        if not places:
            return []
        listed = list(places)[:_LISTED]
        here = issue.path
        said = [f"line {line}" if path == here else f"{self._file(path)}:{line}" for path, line in listed]
        more = f" and {len(places) - len(listed)} more" if len(places) > len(listed) else ""
        return [f"      = also at {', '.join(said)}{more}"]
