"""From what the rules find to what is reported: one fault once, and many alike as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, structs

from sphinx_roles.analysis.audit.finding import LISTED, Finding, Subject
from sphinx_roles.analysis.audit.rule import CatalogIndex, Rule, load_rules
from sphinx_roles.analysis.audit.settings import Accepted, active_rules, misspelt, suppress
from sphinx_roles.analysis.sentence import AnyOf, Value, slots, value
from sphinx_roles.model import Catalog, Text
from sphinx_roles.problems import Code, Problem

_FOLDS_FROM = 5
"""From so many looked-at things on, a rule can become one finding."""
_NAMED = 3
"""So many matrices are named where a finding is about some of them."""
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
    return catalog.derived(_audit)


def misspelt_acceptances(catalog: Catalog) -> list[Problem]:
    """Return what accepts nothing as its rule, or a name that is like one of the data, is not there."""
    doubtful = misspelt(catalog)
    # Only the rules themselves know what else they find: names of people, patterns of files.
    idle = {one.subject for one in audit(catalog).findings if one.rule == _LAST} if doubtful else ()
    return [
        Problem.of(Code.ACCEPTED_NOTHING, "{rule} on {on}: {why}", at, {"on": on}, rule=rule, why=why)
        for rule, on, why, at in doubtful
        if ("acceptance", rule, on) in idle
    ]


def places_of_names(catalog: Catalog) -> dict[str, list[int]]:
    """Return for each name that findings have, or are about, which of them these are."""
    places: dict[str, list[int]] = {}
    for place, finding in enumerate(audit(catalog).findings):
        for name in {*finding.roles, *finding.subject}:
            places.setdefault(name, []).append(place)
    return places


def findings_of(catalog: Catalog) -> tuple[Finding, ...]:
    """Return all that is to be reported of a catalog, folded, the worst first."""
    return tuple(fold_findings(catalog, audit(catalog).findings))


def _audit(catalog: Catalog) -> Audit:
    # Imported here, as it may be known that nothing is found.
    from sphinx_roles.analysis.audit.rules import FINDERS

    index, active = CatalogIndex(catalog), active_rules(catalog.rules)
    found = {name: tuple(FINDERS[name].find(index, rule)) for name, rule in active.items() if name != _LAST}
    repeated = _repeated(index, found)
    kept: list[Finding] = []
    replaced: list[Finding] = []
    for name, findings in found.items():
        subjects = repeated.get(name)
        for finding in findings:
            again = subjects is not None and _is_among(finding.subject, subjects)
            (replaced if again else kept).append(finding)
    if len(index.row_counts) > 1:
        kept = [_placed(catalog, finding) for finding in kept]
    reported, accepted = suppress(index, kept, replaced, active)
    if _LAST in active:
        reported += FINDERS[_LAST].find(index, active[_LAST])
    totals = {name: FINDERS[name].totals(index) for name in active}
    return Audit(tuple(reported), tuple(accepted), totals, len(index.rows), len(catalog.roles))


def _placed(catalog: Catalog, finding: Finding) -> Finding:
    """Say of which matrix a finding is, where there are several."""
    match finding.subject:
        case ("row" | "section", matrix, *_) | ("role", _, matrix) if catalog.matrices[matrix].name:
            return structs.replace(finding, where=catalog.matrices[matrix].name)
        case _:
            return finding


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
    counts = Counter(finding.subject[1] for finding in findings if finding.subject[0] == "row")
    return (("matrix", matrix) for matrix, count in counts.items() if count == index.row_counts[matrix])


def _is_among(subject: Subject, subjects: set[Subject]) -> bool:
    """Return True where a subject, what it is part of, or a larger group of roles, is among others."""
    if subject[0] != "roles":
        return not subjects.isdisjoint(_scopes(subject))
    return any(other[0] == "roles" and set(subject) <= set(other) for other in subjects)


def _scopes(subject: Subject) -> tuple[Subject, ...]:
    """Return a subject, and what it is part of."""
    match subject:
        case ("row", matrix, section, _):
            return subject, ("section", matrix, section)
        case ("role", role, matrix):
            return subject, ("role", role), ("matrix", matrix)
        case _:
            return (subject,)


def by_day(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings of reviews one by one: what was due first comes first."""
    return sorted(findings, key=lambda one: -one.size)


# Many alike, as one


def fold_findings(catalog: Catalog, findings: Iterable[Finding]) -> list[Finding]:
    """Fold what fires on more than half of the things, join what has one cause; the worst come first.

    ``findings`` are some or all of the catalog's. Matrices of which a rule fires on more than half are one
    finding.
    """
    if not (findings := [*findings]):
        # Most roles of a handbook have none, and each has a page.
        return []
    totals, rules = audit(catalog).totals, load_rules()
    groups: dict[str, dict[str | None, list[Finding]]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, {}).setdefault(_matrix(finding), []).append(finding)
    folded: list[Finding] = []
    every = {row.matrix for row in catalog.rows}
    for name, found in groups.items():
        rule, counts = rules[name], totals[name]
        dense = [m for m, group in found.items() if 2 * _things(group) > counts.get(m, 0)]
        for together in ([m for m in dense if m is not None], [m for m in dense if m is None]):
            group = [finding for matrix in together for finding in found[matrix]]
            total = sum(counts.get(matrix, 0) for matrix in together)
            if len(group) > 1 and total >= _FOLDS_FROM:
                some = [m for m in together if m is not None and set(together) != every]
                folded.append(_folded(rule, group, total, [catalog.matrices[m].name for m in some]))
                found = {matrix: others for matrix, others in found.items() if matrix not in together}
        for group in found.values():
            folded += _merged(rule, group) if rule.merged else group
    files = {file: number for number, file in enumerate(catalog.files)}
    numbers = {name: number for number, name in enumerate(rules)}

    def order(finding: Finding) -> tuple[int, int, int, int, int]:
        location = finding.location
        at = (files.get(location.file, -1), location.line, location.column) if location else (-1, 0, 0)
        return finding.severity.rank, *at, numbers[finding.rule]

    return sorted(folded, key=order)


def _matrix(finding: Finding) -> str | None:
    return finding.subject[1] if finding.subject[0] in ("row", "section") else None


def _things(group: Iterable[Finding]) -> int:
    """Count what findings are about: a role that has one in each of several matrices is one role."""
    return len({one.subject[:2] if one.subject[0] == "role" else one.subject for one in group})


def _folded(rule: Rule, group: list[Finding], total: int, where: list[Text]) -> Finding:
    """Make one finding of many: its sentence names what theirs name, and what it asks of the worst one."""
    worst = max(group, key=lambda one: one.size)
    counts = {"count": _things(group), "total": total}
    matrices = dict.fromkeys(_matrix(one) or "" for one in group)
    named = ", ".join([*filter(None, where[:_NAMED]), *(["…"] if len(where) > _NAMED else [])])
    return Finding(
        rule=rule.id,
        severity=group[0].severity,
        text=rule.folded,
        values=tuple(
            value(key, counts[key]) if key in counts else _asked(key, group, worst)
            for key in dict.fromkeys((*counts, *slots(rule.folded)))
        ),
        subject=("matrix" if len(matrices) == 1 else "matrices", *matrices),
        location=group[0].location,
        items=tuple(group),
        where=Text(named) if named else None,
    )


def _asked(key: str, group: Iterable[Finding], worst: Finding) -> Value:
    """Return what fills a slot of a folded sentence: ``worst`` is what the worst finding is about."""
    if key.startswith("worst"):
        named = dict(zip(["worst"], worst.values, strict=False))
        named |= {f"worst_{one.key}": one for one in worst.values}
        return structs.replace(named[key], key=key) if key in named else Value(key, ())
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
            where=findings[0].where if len({one.where for one in findings}) == 1 else None,
        )
