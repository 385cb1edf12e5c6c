"""What a rule is: its name, its reason, its limits and its examples, in one record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from textwrap import dedent
from typing import TypeAlias

from msgspec import Struct

from sphinx_roles.analysis.audit.facts import Facts
from sphinx_roles.analysis.audit.finding import Finding, Severity, Subject, Value
from sphinx_roles.model import Responsibility
from sphinx_roles.problems import Location


class Setting(Struct, frozen=True, kw_only=True):
    """A rule as it is in force: with the severity and the limits that the team chose."""

    rule: str
    severity: Severity
    thresholds: Mapping[str, float] = {}
    words: frozenset[str] = frozenset()
    """Words of the team's own, beside those of the list."""

    def __getitem__(self, name: str) -> float:
        return self.thresholds[name]

    def finding(
        self,
        subject: Subject,
        location: Location | None,
        text: str,
        *values: Value,
        group: str = "",
        names: tuple[str, ...] = (),
    ) -> Finding:
        """Return a finding of this rule."""
        return Finding(
            rule=self.rule,
            severity=self.severity,
            text=text,
            values=values,
            subject=subject,
            location=location,
            group=group,
            names=names,
        )


Finder: TypeAlias = Callable[[Facts, Setting], Iterable[Finding]]
Looker: TypeAlias = Callable[[Facts], Mapping[str | None, int]]
"""Counts what a rule looks at, by matrix; None: things that are in no matrix."""


def all_rows(facts: Facts) -> Mapping[str | None, int]:
    """Count the rows of each matrix."""
    return facts.row_counts


def rows_by(count: Callable[[Responsibility], int]) -> Looker:
    """Return what counts in each row what a rule looks at, where that is not every row."""

    def look(facts: Facts) -> Mapping[str | None, int]:
        counts: dict[str | None, int] = {}
        for found in facts.catalog.rows:
            counts[found.matrix] = counts.get(found.matrix, 0) + count(found)
        return counts

    return look


def all_roles(facts: Facts) -> Mapping[str | None, int]:
    """Count the roles that rules about roles look at."""
    return {None: len(facts.judged)}


def lines(text: str) -> str:
    """Return an example without the indentation that it has in the source."""
    return dedent(text).strip("\n ") + "\n"


def tasks(first: int, last: int, assign: str) -> str:
    """Return numbered rows for an example."""
    return "".join(f"  task-{n}: {{name: Task {n}, assign: {{{assign}}}}}\n" for n in range(first, last + 1))


class Rule(Struct, frozen=True, kw_only=True):
    """A rule of the audit. Its page, its tests and what is explained of it are made from this record."""

    id: str
    title: str
    """One sentence: what is found."""
    kind: str
    """What it looks at: ``row``, ``role``, ``model`` or ``between``."""
    severity: Severity
    build: bool = False
    """A Sphinx warning without being asked; reading the data tells it."""
    thresholds: Mapping[str, float] = {}
    words: bool = False
    """Looks at words, to which a team can add."""
    silences: tuple[str, ...] = ()
    """Rules whose finding on the same thing would be the same fault, told again."""
    about: str
    """Why it matters and what helps, in plain words."""
    folded: str
    """The sentence for a rule that fires on more than half of what it looks at."""
    merged: str = ""
    """The sentence for several findings that have one cause."""
    bad: str
    """The smallest catalog in which it finds something, as YAML."""
    reported: str
    """What it says of ``bad``."""
    good: str
    """The smallest one that differs, and in which it finds nothing."""
    find: Finder
    looks_at: Looker = all_rows
