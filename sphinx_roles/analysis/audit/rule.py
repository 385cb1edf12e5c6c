"""What a rule is: its record in ``rules.yaml``, how it is in force, and the function that finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Struct

from sphinx_roles.analysis.audit.finding import LISTED, Finding, Severity, Subject
from sphinx_roles.analysis.audit.index import CatalogIndex, RowIndex
from sphinx_roles.analysis.sentence import Value, row_ref, value
from sphinx_roles.model import Role, hide_addresses
from sphinx_roles.problems import Location, Problem

Kind: TypeAlias = Literal["row", "role", "model", "between"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a rule can look at, in the order of the documentation."""


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record of ``rules.yaml``, where the fields are explained."""

    id: str
    kind: Kind
    severity: Severity
    build: bool = False
    title: str
    about: str
    thresholds: Mapping[str, int | float] = {}
    words: Mapping[str, tuple[str, ...]] = {}
    exceptions: Mapping[str, tuple[str, ...]] = {}
    replaces: tuple[str, ...] = ()
    folded: str
    merged: str = ""
    bad: str
    message: str
    good: str


@cache
def load_rules() -> Mapping[str, Rule]:
    """Return every rule by its id, in the order of the documentation.

    They are read when they are first asked for: most builds need none.
    """
    import yaml

    text = Path(__file__).with_name("rules.yaml").read_text("utf-8")
    records = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return {name: msgspec.convert({"id": name, **record}, Rule) for name, record in records.items()}


class ActiveRule(Struct, frozen=True, kw_only=True):
    """A rule that is not off, with the severity, thresholds and words that the team chose."""

    id: str
    severity: Severity
    thresholds: Mapping[str, int | float] = {}
    words: frozenset[str] = frozenset()
    exceptions: frozenset[str] = frozenset()

    def __getitem__(self, threshold: str) -> float:
        return self.thresholds[threshold]

    def finding(
        self,
        about: RowIndex | Role | Subject,
        text: str,
        when: Iterable[str] = (),
        /,
        *,
        at: Location | None = None,
        group: str = "",
        names: tuple[str, ...] = (),
        **values: Any,
    ) -> Finding:
        """Return a finding of this rule: about a row (under some conditions), a role, or something else.

        ``values`` fill the slots of ``text``, besides ``{row}`` or ``{role}``. ``at`` is the place to
        correct; where it is left out, that of the row or role.
        """
        made: list[Value] = []
        if isinstance(about, RowIndex):
            subject, home = about.subject, about.row.location
            made.append(value("row", row_ref(about.row, when)))
        elif isinstance(about, Role):
            subject, home = ("role", about.id), about.location
            made.append(value("role", about))
        else:
            subject, home = about, None
        made += [value(key, given, LISTED) for key, given in values.items()]
        return Finding(
            rule=self.id,
            severity=self.severity,
            text=text,
            values=tuple(made),
            subject=subject,
            location=at or home,
            group=group,
            names=names,
        )

    def problem_finding(self, problem: Problem) -> Finding:
        """Return a problem that reading the data has reported as a finding."""
        at, values = problem.location, {"text": hide_addresses(problem.text)}
        subject = ("problem", str(problem.code), at.file, problem.lasting, str(at))
        return self.finding(subject, "{text}", at=at, group=problem.text, names=problem.names, **values)


Find: TypeAlias = Callable[[CatalogIndex, ActiveRule], Iterable[Finding]]
Totals: TypeAlias = Callable[[CatalogIndex], Mapping[str | None, int]]
"""Counts what a rule looks at, by matrix; None: things that are in no matrix."""


class Finder(Struct, frozen=True):
    """The function of a rule, or of several, and how much it looks at."""

    rules: tuple[str, ...]
    find: Find
    totals: Totals


def _all_rows(index: CatalogIndex) -> Mapping[str | None, int]:
    """Count the rows of each matrix."""
    return index.row_counts


def rows_by(count: Callable[[RowIndex], int]) -> Totals:
    """Return what counts in each row what a rule looks at, where that is not every row."""

    def totals(index: CatalogIndex) -> Mapping[str | None, int]:
        counts: dict[str | None, int] = {}
        for entry in index.rows:
            counts[entry.row.matrix] = counts.get(entry.row.matrix, 0) + count(entry)
        return counts

    return totals


def all_roles(index: CatalogIndex) -> Mapping[str | None, int]:
    """Count the roles that rules about roles look at."""
    return {None: len(index.judged)}


def finder(*rules: str, totals: Totals = _all_rows) -> Callable[[Find], Finder]:
    """Make a function the finder of some rules; without any, of the one that is called as the function is."""

    def make(find: Find) -> Finder:
        return Finder(rules or (find.__name__.replace("_", "-"),), find, totals)

    return make
