"""What ``check`` has found: issues with their places, excerpts of the files, and addresses for machines."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct, structs

from sphinx_roles.analysis.audit.finding import Finding, Severity, sentence
from sphinx_roles.analysis.audit.rule import load_rules
from sphinx_roles.catalog.formats import text_of
from sphinx_roles.catalog.nodes import ReadContext
from sphinx_roles.catalog.sources import Source
from sphinx_roles.cli.io import counted, echo, shown
from sphinx_roles.problems import HINTS, Code, Location, Problem

DOCUMENTATION = "https://sphinx-role-cards.readthedocs.io/en/latest"


def help_address(rule: str) -> str:
    """Return where the documentation explains a rule of the audit, or a warning of reading."""
    page = f"rules.html#rule-{rule}" if rule in load_rules() else f"warnings.html#warning-{rule}"
    return f"{DOCUMENTATION}/{page}"


def severity_of(code: Code) -> Severity:
    """Return how bad it is that something could not be read; a setting and a guess are warnings."""
    if code in (Code.CONFIG, Code.GUESS):
        return Severity.WARNING
    rule = load_rules().get(str(code))
    return rule.severity if rule is not None else Severity.HINT if code in HINTS else Severity.ERROR


def address(path: Path) -> str:
    """Return a path as a relative address from the top of the repository, else from this folder."""
    here = Path.cwd()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    # As bytes, as a name need not be text.
    return quote(os.fsencode(Path(os.path.relpath(path.absolute(), top)).as_posix()))


Key = tuple[str, ...]


def key_of(about: Finding | Problem) -> Key:
    """Return what identifies a finding or problem without its line: it is the same after lines have moved."""
    if isinstance(about, Problem):
        return (str(about.code), "problem", about.location.file, about.lasting)
    kind, *subject = about.subject
    # Of a problem: its file, and its sentence without a line.
    return (about.rule, kind, *(subject[1:3] if kind == "problem" else subject))


class Issue(Struct, frozen=True, kw_only=True):
    """A finding, or a problem of reading, with its severity and place.

    ``path`` is relative to the folder of the command. ``nth`` counts issues of one key from 0. ``items`` is
    what an issue about many combines.
    """

    about: Finding | Problem
    severity: Severity
    path: Path
    line: int
    column: int
    nth: int = 0
    items: tuple[Issue, ...] = ()

    @property
    def rule(self) -> str:
        """The rule of the audit, or the code of the problem."""
        return self.about.rule if isinstance(self.about, Finding) else str(self.about.code)

    @property
    def text(self) -> str:
        """The sentence, made when a format asks for it."""
        return sentence(self.about) if isinstance(self.about, Finding) else self.about.text

    @property
    def fingerprint(self) -> str:
        """A digest that no other issue has, and that is the same after lines have moved."""
        packed = json.dumps([*key_of(self.about), self.nth], ensure_ascii=True)
        return hashlib.blake2b(packed.encode(), digest_size=16).hexdigest()


class AcceptedIssue(Struct, frozen=True, kw_only=True):
    """An issue that the team lives with; ``until`` is empty for good."""

    issue: Issue
    reason: str
    until: str


class Checked(Struct, frozen=True, kw_only=True):
    """All that a check reports, the worst first.

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
        """Return whether an issue is as bad as ``least``, or worse."""
        return any(issue.severity.rank <= least.rank for issue in self.issues)

    @property
    def summary(self) -> str:
        """The sentence that sums it up."""
        new = f" new since {self.since}" if self.since else ""
        counts = [counted(self.count(severity), severity) for severity in Severity if self.count(severity)]
        read = counted(len(self.files), "file")
        if counts:
            where = counted(len({issue.path for issue in self.issues}), "file")
            reported = f"{', '.join(counts)}{new} in {where} ({read} read)"
        else:
            reported = f"no findings{new} ({read} read)"
        rest = [
            f"{len(self.accepted)} accepted" if self.accepted else "",
            f"{self.suppressed} suppressed in conf.py" if self.suppressed else "",
        ]
        return "; ".join(filter(None, (reported, *rest)))


_TAB = 8
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset({"\u200c", "\u200d"})
"""They are written inside words and pictures, and turn nothing round."""


def harmless(text: str) -> str:
    """Return a text that a terminal shows as it is.

    Control characters, which could move the cursor or turn text round, become a visible mark.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def echo_problems(problems: Iterable[Problem | str]) -> None:
    """Write problems, or sentences about what is left out, to the standard error, a line each."""
    for one in problems:
        echo(harmless(str(one)), to=sys.stderr)


def placed(problems: Iterable[Problem], root: Path) -> Iterator[Problem]:
    """Yield problems of files in a folder, with the files as a person would type them here."""
    for one in problems:
        other = _place(one.other, root) if one.other is not None else None
        yield structs.replace(one, location=_place(one.location, root), other=other)


def _place(location: Location, root: Path) -> Location:
    return structs.replace(location, file=shown(root / location.file))


def _shown(character: str) -> str:
    hidden = unicodedata.category(character) in _UNSHOWN and character not in _JOINERS
    return "\N{REPLACEMENT CHARACTER}" if hidden else character


def lines_in(text: str, width: int) -> int:
    """Return how many lines a text takes in a terminal, which breaks long ones."""
    return sum(max(1, -(-sum(_cells(line)[1]) // width)) for line in text.split("\n")) if text else 0


class Excerpts:
    """The lines of files, each read once for a report."""

    def __init__(self, width: int = 100) -> None:
        self.width = width
        self._lines = cache(_lines)

    def at(self, path: Path, line: int, column: int) -> list[str]:
        """Return the line with its number, and the caret below; nothing where there is no such line.

        A line longer than the width is cut around the place. Tabs become blanks, and the caret is at the
        right place below wide and combining characters.
        """
        lines = self._lines(path)
        if not 0 < line <= len(lines) or not lines[line - 1].strip():
            return []
        number = f"{line:>5} | "
        shown, caret = _cut(lines[line - 1], column, self.width - len(number))
        return [f"{number}{shown}".rstrip(), f"{' ' * (len(number) - 2)}| {' ' * caret}^"]


def _lines(path: Path) -> list[str]:
    text = text_of(Source(path, path.name), ReadContext(path.name, []))
    return text.split("\n") if text is not None else []


def _cut(line: str, column: int, room: int) -> tuple[str, int]:
    """Return as much of a line as there is room for around a column, and how far from its start that is."""
    text = line[: max(column, 0) + 2 * room]
    cells, widths = _cells(text)
    at = min(max(column - 1, 0), len(cells))
    start, end = 0, len(cells)
    if len(text) < len(line) or sum(widths) > room:
        # A third of the room goes before the place: what is wrong is at it and after it.
        start = at - _fitting(widths[:at][::-1], room // 3)
        end = at + _fitting(widths[at:], room - 2 - sum(widths[start:at]))
        start -= _fitting(widths[:start][::-1], room - 2 - sum(widths[start:end]))
    front, back = ("…" if start else ""), ("…" if end < len(cells) or len(text) < len(line) else "")
    return f"{front}{''.join(cells[start:end])}{back}", len(front) + sum(widths[start:at])


def _fitting(widths: list[int], room: int) -> int:
    """Return how many of the first widths fit into the room."""
    return bisect_right(list(accumulate(widths)), room)


def _cells(text: str) -> tuple[Sequence[str], list[int]]:
    """Return the characters as they are shown, and their widths."""
    if text.isascii() and text.isprintable():
        return text, [1] * len(text)
    cells: list[str] = []
    widths: list[int] = []
    reached = 0
    for character in text:
        width = _TAB - reached % _TAB if character == "\t" else _width(character)
        cells.append(" " * width if character == "\t" else _shown(character))
        widths.append(width)
        reached += width
    return cells, widths


def _width(character: str) -> int:
    unseen = unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me")
    if character in _JOINERS or unseen:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
