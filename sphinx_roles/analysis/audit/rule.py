"""What a rule is: its record in ``rules.yaml``, how it is in force, and the function that finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Struct, structs

from sphinx_roles.analysis.audit.finding import LISTED, Finding, Severity, Subject, sentence
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
    """Return every rule by its id, in the order of the documentation; those of other packages come last.

    They are read when they are first asked for: most builds need none.
    """
    import yaml

    text = Path(__file__).with_name("rules.yaml").read_text("utf-8")
    records = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    rules = {name: msgspec.convert({"id": name, **record}, Rule) for name, record in records.items()}
    return {**{name: rule for name, (rule, _) in external_rules().items() if name not in rules}, **rules}


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


_FAILED = "The rule {rule} of another package ({entry}) failed: {reason}."


@cache
def external_rules() -> Mapping[str, tuple[Rule, Finder]]:
    """Return the rules of other packages by id: entry points of the group ``sphinx_roles.rules``.

    The name of an entry point is the id of its rule. Its object is a pair: a `Rule`, and what `finder` made
    of a function. One that cannot be loaded, or fails, is a finding. Of two with one id, the first counts.
    """
    found: dict[str, tuple[Rule, Finder]] = {}
    for entry in entry_points(group="sphinx_roles.rules"):
        if entry.name not in found:
            found[entry.name] = _load(entry)
    return found


def _load(entry: EntryPoint) -> tuple[Rule, Finder]:
    reason = "expected a pair of Rule and Finder, with the id of the entry point"
    try:
        match entry.load():
            case (Rule(id=entry.name, kind=kind, severity=Severity()) as rule, Finder() as finder) if (
                kind in KINDS
            ):
                return rule, _guarded(entry, rule, finder)
    except Exception as error:
        reason = _reason(error)
    title = "A rule of another package cannot be loaded."
    rule = Rule(
        id=entry.name,
        kind="model",
        severity=Severity.ERROR,
        title=title,
        about=f"{title} Update or remove the package, or mend it.",
        folded=title,
        bad="",
        message="",
        good="",
    )

    def find(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
        yield _failure(entry, rule, reason)

    return rule, Finder((entry.name,), find, lambda index: {})


def _guarded(entry: EntryPoint, record: Rule, finder: Finder) -> Finder:
    """Return a finder that reports as a finding what another one raises."""

    def find(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
        try:
            findings = list(finder.find(index, rule))
            for finding in findings:
                # What is wrong here would only fail where findings are joined and shown.
                values = (*finding.values, value("count", 1))
                sentence(structs.replace(finding, text=finding.text + record.merged, values=values))
                if finding.rule != rule.id:
                    raise ValueError(f"a finding of {finding.rule}")
        except Exception as error:
            findings = [_failure(entry, rule, _reason(error))]
        yield from findings

    def totals(index: CatalogIndex) -> Mapping[str | None, int]:
        try:
            return dict(finder.totals(index))
        except Exception:
            # Without counts, findings are only not folded.
            return {}

    return Finder(finder.rules, find, totals)


def _failure(entry: EntryPoint, rule: ActiveRule, reason: str) -> Finding:
    return rule.finding(("rule", rule.id), _FAILED, rule=rule.id, entry=entry.value, reason=reason)


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
