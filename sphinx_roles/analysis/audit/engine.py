"""From what the rules find to what is reported: one fault once, and many alike as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, structs

from sphinx_roles.analysis.audit.finding import LISTED, Finding, Subject
from sphinx_roles.analysis.audit.rule import CatalogIndex, Rule, load_rules
from sphinx_roles.analysis.audit.rules import FINDERS
from sphinx_roles.analysis.audit.settings import Accepted, active_rules, suppress
from sphinx_roles.analysis.sentence import AnyOf, Value, slots, value
from sphinx_roles.model import Catalog, Text

_FOLDS_FROM = 5
"""From so many looked-at things on, a rule can become one finding."""
_LAST = "accepted-nothing"
"""The rule that looks at what is accepted, so at what the others find."""


class Audit(Struct, frozen=True):
    """All that was found, thing by thing. ``totals`` counts, by rule and matrix, what was looked at."""

    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...]
    totals: Mapping[str, Mapping[str | None, int]]
    rows: int
    roles: int


def audit(catalog: Catalog) -> Audit:
    """Apply all rules that are not off. What has been found in a catalog is kept with it."""
    found = catalog.__dict__.get("_audit_")
    if found is None:
        found = catalog.__dict__["_audit_"] = _audit(catalog)
    return found


def findings_of(catalog: Catalog) -> tuple[Finding, ...]:
    """Return all that is to be reported of a catalog, folded, the worst first."""
    return tuple(fold_findings(catalog, audit(catalog).findings))


def _audit(catalog: Catalog) -> Audit:
    index, active = CatalogIndex(catalog), active_rules(catalog.rules)
    found = {name: tuple(FINDERS[name].find(index, rule)) for name, rule in active.items() if name != _LAST}
    repeated = _repeated(index, found)
    kept: list[Finding] = []
    replaced: list[Finding] = []
    for name, findings in found.items():
        subjects = repeated.get(name)
        for finding in findings:
            again = subjects is not None and not subjects.isdisjoint(_scopes(finding.subject))
            (replaced if again else kept).append(finding)
    reported, accepted = suppress(index, kept, replaced, active)
    if _LAST in active:
        reported += FINDERS[_LAST].find(index, active[_LAST])
    totals = {name: FINDERS[name].totals(index) for name in active}
    return Audit(tuple(reported), tuple(accepted), totals, len(index.rows), len(catalog.roles))


# One fault, one finding


def _repeated(index: CatalogIndex, found: Mapping[str, Sequence[Finding]]) -> dict[str, set[Subject]]:
    """Return for each rule the subjects of which its finding would report a fault again."""
    repeated: dict[str, set[Subject]] = {}
    for name, findings in found.items():
        for other in load_rules()[name].replaces:
            subjects = (*_whole(index, findings), *(finding.subject for finding in findings))
            repeated.setdefault(other, set()).update(subjects)
    return repeated


def _whole(index: CatalogIndex, findings: Sequence[Finding]) -> Iterator[Subject]:
    """Yield each matrix of which all rows have the finding: it is about the matrix as well."""
    counts: dict[str, int] = {}
    for finding in findings:
        if finding.subject[0] == "row":
            counts[finding.subject[1]] = counts.get(finding.subject[1], 0) + 1
    return (("matrix", matrix) for matrix, count in counts.items() if count == index.row_counts[matrix])


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


def fold_findings(catalog: Catalog, findings: Iterable[Finding]) -> list[Finding]:
    """Fold what fires on more than half of the things, join what has one cause; the worst come first.

    ``findings`` are some or all of the catalog's.
    """
    totals, rules = audit(catalog).totals, load_rules()
    groups: dict[tuple[str, str | None], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, _matrix(finding)), []).append(finding)
    several = len({row.matrix for row in catalog.rows}) > 1
    folded: list[Finding] = []
    for (name, matrix), group in groups.items():
        total = totals[name].get(matrix, 0)
        if len(group) > 1 and total >= _FOLDS_FROM and len(group) > total / 2:
            where = catalog.matrices[matrix].name if several and matrix is not None else None
            folded.append(_folded(rules[name], group, total, where))
        elif rules[name].merged:
            folded += _merged(rules[name], group)
        else:
            folded += group
    files = {file: number for number, file in enumerate(catalog.files)}
    numbers = {name: number for number, name in enumerate(rules)}

    def order(finding: Finding) -> tuple[int, int, int, int, int]:
        location = finding.location
        at = (files.get(location.file, -1), location.line, location.column) if location else (-1, 0, 0)
        return finding.severity.rank, *at, numbers[finding.rule]

    return sorted(folded, key=order)


def _matrix(finding: Finding) -> str | None:
    return finding.subject[1] if finding.subject[0] in ("row", "section") else None


def _folded(rule: Rule, group: list[Finding], total: int, where: Text | None) -> Finding:
    """Make one finding of many; what its sentence names is what theirs name."""
    others = [key for key in slots(rule.folded) if key not in ("count", "total")]
    counts = value("count", len(group)), value("total", total)
    return Finding(
        rule=rule.id,
        severity=group[0].severity,
        text=rule.folded,
        values=(*counts, *(_union(key, group) for key in others)),
        subject=("matrix", _matrix(group[0]) or ""),
        location=group[0].location,
        items=tuple(group),
        where=where or None,
    )


def _union(key: str, group: Iterable[Finding]) -> Value:
    found = [one for finding in group for one in finding.values if one.key == key]
    parts = dict.fromkeys(part for one in found for part in one.parts)
    return value(key, AnyOf(parts) if any(one.either for one in found) else tuple(parts), LISTED)


def _merged(rule: Rule, group: list[Finding]) -> Iterator[Finding]:
    """Join findings that have one cause."""
    causes: dict[str, list[Finding]] = {}
    for finding in group:
        causes.setdefault(finding.group, []).append(finding)
    for cause, findings in causes.items():
        if not cause or len(findings) == 1:
            yield from findings
            continue
        kept = [one for one in findings[0].values if one.key != "count"]
        yield structs.replace(
            findings[0],
            text=rule.merged,
            values=(*kept, value("count", len(findings))),
            subject=("group", cause),
            items=tuple(findings),
        )
