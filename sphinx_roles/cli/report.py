"""Where the documentation explains a rule, and how paths are written for machines."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from sphinx_roles.analysis.audit.finding import Finding, Severity, sentence
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.catalog.load import decode
from sphinx_roles.catalog.nodes import ReadContext
from sphinx_roles.catalog.sources import Limits

DOCUMENTATION = "https://sphinx-role-cards.readthedocs.io/en/latest"


def help_address(rule: str) -> str:
    """Return where the documentation explains a rule of the audit, or a warning of reading."""
    page = f"rules.html#rule-{rule}" if rule in load_rules() else f"warnings.html#warning-{rule}"
    return f"{DOCUMENTATION}/{page}"


def address(path: Path) -> str:
    """Return a path as a relative address from the top of the repository, else from this folder."""
    here = Path.cwd()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    return quote(Path(os.path.relpath(path.absolute(), top)).as_posix())


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
    counts issues of one key from 0. ``finding`` is None for a problem of reading. ``names`` are words of
    the data that it is about, ``items`` is what an issue about many stands for.
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
    names: tuple[str, ...] = ()
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
            reported = f"{', '.join(counts)}{new} in {where} ({read} read)"
        else:
            reported = f"no findings{new} ({read} read)"
        rest = [
            f"{len(self.accepted)} accepted" if self.accepted else "",
            f"{self.suppressed} suppressed in conf.py" if self.suppressed else "",
        ]
        return "; ".join(filter(None, (reported, *rest)))


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


_TAB = 8
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset({"\u200c", "\u200d"})
"""They are written inside words and pictures, and turn nothing round."""


def harmless(text: str) -> str:
    """Return a text that a terminal shows as it is.

    Control characters, which could move the cursor or turn text round, become a visible mark.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    hidden = unicodedata.category(character) in _UNSHOWN and character not in _JOINERS
    return "\N{REPLACEMENT CHARACTER}" if hidden else character


class Excerpts:
    """The lines of files, each read once for a report."""

    def __init__(self, width: int = 100) -> None:
        self.width = width
        self._read: dict[Path, list[str]] = {}

    def at(self, path: Path, line: int, column: int) -> list[str]:
        """Return the line with its number, and the caret below; nothing where there is no such line.

        A line longer than the width is cut around the place. Tabs become blanks, and the caret stands
        in the right place below wide and combining characters.
        """
        lines = self._lines(path)
        if not 0 < line <= len(lines) or not lines[line - 1].strip():
            return []
        number = f"{line:>5} | "
        room, text = self.width - len(number), lines[line - 1]
        if text.isascii() and text.isprintable():
            shown, caret = _cut_plain(text, min(max(column - 1, 0), len(text)), room)
        else:
            shown, caret = _cut(*_cells(text, column, 2 * room), room)
        return [f"{number}{shown}".rstrip(), f"{' ' * (len(number) - 2)}| {' ' * caret}^"]

    def _lines(self, path: Path) -> list[str]:
        if path not in self._read:
            self._read[path] = _lines(path)
        return self._read[path]


def _lines(path: Path) -> list[str]:
    limits = Limits()
    try:
        # What was too large to be read is too large to be shown, and a pipe would never end.
        if not path.is_file() or path.stat().st_size > limits.size:
            return []
        data = path.read_bytes()
    except (OSError, ValueError):
        return []
    text = decode(data, ReadContext(str(path), [], limits=limits))
    return text.split("\n") if text is not None else []


def _cells(text: str, column: int, most: int) -> tuple[list[tuple[str, int]], int, bool]:
    """Return the characters up to ``most`` past a column, as they are shown, with their widths.

    Then which of them the column is, and whether that is all of the text.
    """
    cells: list[tuple[str, int]] = []
    reached = 0
    end = max(column, 0) + most
    for character in text[:end]:
        if character == "\t":
            blanks = _TAB - reached % _TAB
            cells.append((" " * blanks, blanks))
        else:
            cells.append((_shown(character), _width(character)))
        reached += cells[-1][1]
    return cells, min(max(column - 1, 0), len(cells)), end >= len(text)


def _width(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    if character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _cut_plain(text: str, at: int, room: int) -> tuple[str, int]:
    """Do what `_cut` does for a text of which each character is one wide."""
    if len(text) <= room:
        return text, at
    start = max(0, min(at - room // 3, len(text) - room + 2))
    end = start + room - 2
    front, back = ("…" if start else ""), ("…" if end < len(text) else "")
    return f"{front}{text[start:end]}{back}", len(front) + at - start


def _cut(cells: list[tuple[str, int]], at: int, whole: bool, room: int) -> tuple[str, int]:
    """Return as much as there is room for around a place, and how far from its start the place is."""
    widths = [width for _, width in cells]
    start, end = 0, len(cells)
    if not whole or sum(widths) > room:
        # A third of the room goes before the place: what is wrong stands at it and after it.
        start, before = _reach(widths, range(at - 1, -1, -1), room // 3)
        start = at - start
        ahead, used = _reach(widths, range(at, len(cells)), room - 2 - before)
        end = at + ahead
        start -= _reach(widths, range(start - 1, -1, -1), room - 2 - before - used)[0]
    shown = "".join(text for text, _ in cells[start:end])
    front, back = ("…" if start else ""), ("…" if end < len(cells) or not whole else "")
    return f"{front}{shown}{back}", len(front) + sum(widths[start:at])


def _reach(widths: list[int], locations: range, room: int) -> tuple[int, int]:
    """Return how many of some places fit into the room, and how much of it they take."""
    count = used = 0
    for location in locations:
        if used + widths[location] > room:
            break
        used += widths[location]
        count += 1
    return count, used
