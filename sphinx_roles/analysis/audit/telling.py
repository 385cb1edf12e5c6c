"""From what the rules find to what is told: one fault once, and many alike as one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, structs

from sphinx_roles.analysis.audit.accepting import Accepted, accept
from sphinx_roles.analysis.audit.facts import Facts
from sphinx_roles.analysis.audit.finding import Finding, Part, Subject, Value, number
from sphinx_roles.analysis.audit.rule import Rule
from sphinx_roles.analysis.audit.rules import RULES
from sphinx_roles.analysis.audit.settings import settings_of
from sphinx_roles.model import Catalog, Text

_SLOT = re.compile(r"\{(\w+)\}")
_FOLDS_FROM = 5
"""From so many looked-at things on, a rule can become one finding."""
_LISTED = 8
_LAST = "accepted-nothing"
"""The rule that looks at what is accepted, so at what the others find."""


class Audit(Struct, frozen=True):
    """All that was found, thing by thing. ``looked`` counts, by rule and matrix, what was looked at."""

    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]
    looked: Mapping[str, Mapping[str | None, int]]
    rows: int
    roles: int


def audit(catalog: Catalog) -> Audit:
    """Apply all rules that are not off. What has been found in a catalog is kept with it."""
    found = catalog.__dict__.get("_audit_")
    if found is None:
        found = catalog.__dict__["_audit_"] = _audit(catalog)
    return found


def _audit(catalog: Catalog) -> Audit:
    facts, settings = Facts(catalog), settings_of(catalog.rules)
    rules = [rule for rule in RULES if rule.id in settings]
    found = {rule.id: tuple(rule.find(facts, settings[rule.id])) for rule in rules if rule.id != _LAST}
    muted = set(_muted(facts, rules, found))
    heard: list[Finding] = []
    silenced: list[Finding] = []
    for findings in found.values():
        for finding in findings:
            silent = muted and any((finding.rule, scope) in muted for scope in _scopes(finding.subject))
            (silenced if silent else heard).append(finding)
    loud, accepted = accept(facts, heard, silenced, settings)
    for rule in rules:
        if rule.id == _LAST:
            loud += rule.find(facts, settings[rule.id])
    looked = {rule.id: rule.looks_at(facts) for rule in rules}
    return Audit(tuple(loud), tuple(accepted), looked, len(facts.rows), len(catalog.roles))


# One fault, one finding


def _muted(
    facts: Facts, rules: Iterable[Rule], found: Mapping[str, Sequence[Finding]]
) -> Iterator[tuple[str, Subject]]:
    """Yield (rule, subject) for each finding that would tell a fault again."""
    for rule in rules:
        if not rule.silences:
            continue
        for subject in (*_whole(facts, found[rule.id]), *(finding.subject for finding in found[rule.id])):
            for other in rule.silences:
                yield other, subject


def _whole(facts: Facts, findings: Sequence[Finding]) -> Iterator[Subject]:
    """Yield each matrix of which all rows have the finding: it is about the matrix as well."""
    counts: dict[str, int] = {}
    for finding in findings:
        if finding.subject[0] == "row":
            counts[finding.subject[1]] = counts.get(finding.subject[1], 0) + 1
    for matrix, count in counts.items():
        if count == facts.row_counts[matrix]:
            yield "matrix", matrix


def _scopes(subject: Subject) -> tuple[Subject, ...]:
    """Return a subject, and what it is part of."""
    match subject:
        case ("row", matrix, section, _):
            return subject, ("section", matrix, section)
        case ("role", role, matrix):
            return subject, ("role", role), ("matrix", matrix)
        case _:
            return (subject,)


# Many alike, as one


def fold_findings(
    catalog: Catalog, findings: Iterable[Finding], looked: Mapping[str, Mapping[str | None, int]]
) -> list[Finding]:
    """Fold what fires on more than half of the things, join what has one cause; the worst come first."""
    rules = {rule.id: (number, rule) for number, rule in enumerate(RULES)}
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, _matrix(finding)), []).append(finding)
    several = len({row.matrix for row in catalog.rows}) > 1
    reported: list[Finding] = []
    for (name, matrix), group in groups.items():
        rule, total = rules[name][1], looked[name].get(matrix, 0)
        if len(group) > 1 and total >= _FOLDS_FROM and len(group) > total / 2:
            where = catalog.matrices[matrix].name if several and matrix is not None else None
            reported.append(_pickled(rule, group, total, where))
        elif rule.merged:
            reported += _merged(rule, group)
        else:
            reported += group
    files = {file: number for number, file in enumerate(catalog.files)}

    def order(finding: Finding) -> tuple[int, int, int, int, int]:
        location = finding.location
        at = (files.get(location.file, -1), location.line, location.column) if location else (-1, 0, 0)
        return finding.severity.rank, *at, rules[finding.rule][0]

    return sorted(reported, key=order)


def _matrix(finding: Finding) -> str | None:
    return finding.subject[1] if finding.subject[0] in ("row", "section") else None


def _pickled(rule: Rule, group: list[Finding], total: int, where: Text | None) -> Finding:
    """Make one finding of many; what its sentence names is what theirs name."""
    values = [number("count", len(group)), number("total", total)]
    values += [_union(key, group) for key in _SLOT.findall(rule.folded) if key not in ("count", "total")]
    return Finding(
        rule=rule.id,
        severity=group[0].severity,
        text=rule.folded,
        values=tuple(values),
        subject=("matrix", _matrix(group[0]) or ""),
        location=group[0].location,
        items=tuple(group),
        where=where or None,
    )


def _union(key: str, group: Iterable[Finding]) -> Value:
    found = [value for finding in group for value in finding.values if value.key == key]
    parts: dict[Part, None] = dict.fromkeys(part for value in found for part in value.parts)
    left_out = max(0, len(parts) - _LISTED)
    return Value(key, tuple(parts)[: len(parts) - left_out], any(v.either for v in found), left_out)


def _merged(rule: Rule, group: list[Finding]) -> Iterator[Finding]:
    """Join findings that have one cause."""
    causes: dict[str, list[Finding]] = {}
    for finding in group:
        causes.setdefault(finding.group, []).append(finding)
    for cause, findings in causes.items():
        first = findings[0]
        if not cause or len(findings) == 1:
            yield from findings
            continue
        values = [value for value in first.values if value.key != "count"]
        yield structs.replace(
            first,
            text=rule.merged,
            values=(*values, number("count", len(findings))),
            subject=("group", cause),
            items=tuple(findings),
        )
