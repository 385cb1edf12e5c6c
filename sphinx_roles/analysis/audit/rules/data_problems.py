"""Rules about the data: what reading it has reported, what is overdue, and what leads out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from msgspec import structs

from sphinx_roles.addresses import person_name
from sphinx_roles.analysis.audit.finding import Finding, Severity
from sphinx_roles.analysis.audit.rule import ActiveRule, CatalogIndex, RowIndex, finder, rows_by
from sphinx_roles.analysis.sentence import AnyOf, Message
from sphinx_roles.fields import noun
from sphinx_roles.model import Responsibility, Role, fold


def problem_findings(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    """Find the problems that are called as the rule is; those with the same text have one cause."""
    return map(rule.problem_finding, index.problems.get(rule.id, ()))


def _rows(index: CatalogIndex) -> Mapping[str | None, int]:
    return {None: len(index.rows)}


def _roles(index: CatalogIndex) -> Mapping[str | None, int]:
    return {None: len(index.catalog.roles)}


problems_of_rows = finder(
    "conflicting-assignment",
    "duplicate-assignment",
    "duplicate-responsibility",
    "unknown-role",
    "unknown-letter",
    "look-alike-letter",
    totals=_rows,
)(problem_findings)

problems_of_roles = finder(
    "unknown-skill",
    "reports-in-a-circle",
    "parts-in-a-circle",
    "extends-in-a-circle",
    "cover-in-a-circle",
    totals=_roles,
)(problem_findings)


@finder(totals=_roles)
def ambiguous_role(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    # Such a problem is reported at each of the places that disagree.
    seen: set[frozenset[str]] = set()
    for finding in problem_findings(index, rule):
        if frozenset(finding.names) not in seen:
            seen.add(frozenset(finding.names))
            yield finding


@finder(totals=lambda index: {None: sum(role.reports_to is not None for role in index.own)})
def unknown_manager(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    if index.incomplete:
        return
    text = "{role} reports to {manager}, which is not a role of this catalog"
    # One that is like the name of a role has been reported as a misspelt one.
    reported = {problem.location for problem in index.problems.get("unknown-role", ())}
    for role in index.own:
        name = role.reports_to
        if name and name not in index.catalog.roles and name.location not in reported:
            shown = person_name(name)
            yield rule.finding(role, text, at=name.location, manager=shown, group=fold(name), names=(name,))


def _to_review(index: CatalogIndex) -> Mapping[str | None, int]:
    rows = rows_by(lambda entry: entry.row.review_by is not None)(index)
    return {**rows, None: sum(role.review_by is not None for role in index.own)}


_DUE = (
    ("{row}: the review was due on {day}", "{row}: the review is due on {day}"),
    ("{role}: the review was due on {day}", "{role}: the review is due on {day}"),
)


@finder(totals=_to_review)
def stale(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    if index.today is None:
        return
    dated: list[tuple[Role | RowIndex, date | None]]
    dated = [(role, role.review_by) for role in index.own]
    dated += [(entry, entry.row.review_by) for entry in index.rows]
    for about, day in dated:
        age = index.age(day)
        if day is None or -age > (rule["days"] or -1):
            continue
        was, will = _DUE[isinstance(about, Role)]
        if age > 0:
            yield rule.finding(about, was, size=age, day=day)
        else:
            # What is not yet overdue breaks nothing.
            yield structs.replace(rule.finding(about, will, size=age, day=day), severity=Severity.HINT)


@finder(totals=lambda index: {**index.row_counts, None: len(index.own)})
def missing_field(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for role in index.own if rule.fields else ():
        if missing := _missing(role, rule.fields.get(role.kind, ())):
            yield rule.finding(role, "{role} has no {field}", field=missing)
    of_rows = rule.fields.get("row", ())
    for entry in index.rows if of_rows else ():
        if missing := _missing(entry.row, of_rows):
            yield rule.finding(entry, "{row} has no {field}", field=missing)


def _missing(record: Role | Responsibility, asked: Iterable[str]) -> AnyOf:
    """Return the fields that a record has not; holders that are recorded as nobody are recorded."""
    known = record.__struct_fields__
    given = {name: getattr(record, name) if name in known else record.own.get(name) for name in asked}
    return AnyOf(
        Message(noun(key)) if key in known else key
        for key, value in given.items()
        if value is None or (not value and value is not False and key != "holders")
    )


@finder(totals=lambda index: {None: len(index.catalog.accepted)})
def accepted_nothing(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    yield from problem_findings(index, rule)
    reported = {problem.location for problem in index.problems.get(rule.id, ())}
    for acceptance, why in index.unmatched:
        if not reported.isdisjoint((acceptance.rule.location, acceptance.on.location)):
            continue
        text, name, on = "{rule} on {on}: {why}", str(acceptance.rule), str(acceptance.on)
        subject, at = ("acceptance", name, on), acceptance.location
        yield rule.finding(subject, text, at=at, names=(on,), rule=name, on=on, why=why)
