"""What a team says of the rules: severity, limits, or off; and which findings it accepts, until which day."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from msgspec import Struct, structs

from sphinx_roles.analysis.audit.finding import Finding, Severity
from sphinx_roles.analysis.audit.rule import ActiveRule, CatalogIndex, Rule, load_rules
from sphinx_roles.fields import FIELDS
from sphinx_roles.model import (
    KINDS,
    Acceptance,
    Catalog,
    Responsibility,
    Role,
    Text,
    fold,
    location_of,
    role_names,
)
from sphinx_roles.problems import CONF, Code, Location, Phrase, Problem, closest

STALE = "stale"
"""The rule about reviews, which are listed one by one where they are asked for."""
_OFF = "off"
_ROW = "row"
_FIELD_LISTS = ("roles", "kinds", "rows")
"""What a rule about fields that a team asks for takes."""
SEVERITIES: Mapping[str, Severity] = {
    **{str(severity): severity for severity in Severity},
    "e": Severity.ERROR,
    "w": Severity.WARNING,
    "i": Severity.HINT,
    "info": Severity.HINT,
}
"""What a severity may be called."""


def severity_of(value: object) -> Severity | None:
    """Return the severity that a text names; None where it names none."""
    return SEVERITIES.get(value.strip().casefold()) if isinstance(value, str) else None


def active_rules(settings: Mapping[str, Any]) -> dict[str, ActiveRule]:
    """Return each rule that is not off, as it is in force. What is invalid in ``settings`` is ignored."""
    found = ((rule, _opened(settings.get(name))) for name, rule in load_rules().items())
    return {rule.id: _active(rule, given) for rule, given in found if not _is_off(given.get("severity"))}


def _active(rule: Rule, given: Mapping[str, Any]) -> ActiveRule:
    limits = {_threshold(rule, key): value for key, value in given.items()}
    words = given.get("words") if rule.words else None
    more = words if isinstance(words, list | tuple) else (words,) if words else ()
    return ActiveRule(
        id=rule.id,
        severity=severity_of(given.get("severity")) or rule.severity,
        thresholds={
            name: limits[name] if not _expected(default, limits.get(name)) else default
            for name, default in rule.thresholds.items()
        },
        words=frozenset([*(word for some in rule.words.values() for word in some), *map(str, more)]),
        exceptions=frozenset(word for some in rule.exceptions.values() for word in some),
        fields=_required(given) if rule.fields else {},
    )


def _required(given: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return the fields that are asked for of each kind of role, and of rows.

    Beside a key that is reported they are not known: `kind` would ask for them of all kinds.
    """
    if given.keys() - {"severity", *_FIELD_LISTS}:
        return {}
    roles, kinds = given.get("roles"), _texts(given.get("kinds"))
    by_kind = roles if isinstance(roles, Mapping) else dict.fromkeys(kinds or KINDS, roles)
    asked = {str(kind): _asked(names, Role) for kind, names in by_kind.items()}
    return {**asked, _ROW: _asked(given.get("rows"), Responsibility)}


def _asked(names: object, record: type[Role | Responsibility]) -> tuple[str, ...]:
    """Return the fields that are asked for, without the words that `_check_fields` reports."""
    known = record.__struct_fields__
    return tuple(
        one for one in _texts(names) if one in known or not (one in FIELDS[record] or closest(one, known))
    )


def _texts(value: object) -> tuple[str, ...]:
    some = value if isinstance(value, list | tuple) else (value,)
    return tuple(one for one in some if isinstance(one, str))


def merge_rules(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Join what two places say of the rules, key by key; the first one counts."""
    # The names of the data know their location, and are kept.
    names = dict.fromkeys((*second, *first))
    return {name: {**_opened(second.get(name)), **_opened(first.get(name))} for name in names}


def _opened(value: Any) -> Mapping[str, Any]:
    """Return what is said of a rule as a mapping: a severity alone stands for itself."""
    if isinstance(value, Mapping):
        return value
    return {} if value is None or value is True else {"severity": value}


def _is_off(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.strip().casefold() == _OFF)


def _expected(default: float, value: object) -> str:
    """Return what a limit with that default takes, where ``value`` does not fit; else ``""``."""
    most = 1 if isinstance(default, float) else math.inf
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most
    return "" if fits else "a number from 0 on" if most > 1 else "a share from 0 to 1"


def _threshold(rule: Rule, key: str) -> str:
    """Return the limit that a key names; ``threshold`` is the first one."""
    return next(iter(rule.thresholds), key) if key == "threshold" else key


def looking_ahead(catalog: Catalog, days: int) -> Catalog:
    """Return the catalog as the audit sees it when it also finds the reviews of the next days."""
    given: dict[str, Any] = {"days": days}
    if _is_off(_opened(catalog.rules.get(STALE)).get("severity")):
        # Whoever asks what is due wants to know it.
        given["severity"] = None
    return structs.replace(catalog, rules=merge_rules({STALE: given}, catalog.rules))


def check_rules(rules: Mapping[str, Any], setting: Location | None = None) -> list[Problem]:
    """Return what is wrong in what is said of the rules: in conf.py (at ``setting``), or in the data."""
    problems: list[Problem] = []
    for name, value in rules.items():
        rule = load_rules().get(name)
        if rule is None:
            text = Phrase.of(
                "unknown rule {name!r}", name=str(name), nearest=closest(str(name), load_rules())
            )
            problems.append(_problem(Code.UNKNOWN_KEY, text, (name,), setting))
        else:
            problems += (_problem(*found, setting) for found in _check(rule, _opened(value), name))
    return problems


_Mistake: TypeAlias = tuple[Code, Phrase, tuple[object, ...]]
"""A code, a sentence, and the things of which the first that knows its place is where the mistake is."""


def _check(rule: Rule, given: Mapping[str, Any], name: object) -> Iterator[_Mistake]:
    lists = _FIELD_LISTS if rule.fields else ()
    takes = ["severity", *rule.thresholds, *(["words"] if rule.words else []), *lists]
    for key, value in given.items():
        shown = repr(str(value)) if isinstance(value, Text) else repr(value)
        if key == "severity":
            if severity_of(value) is None and not _is_off(value) and value is not None and value is not True:
                words = [*map(str, Severity), _OFF]
                message = "the severity of {rule} is {value}; expected one of {known}"
                near = closest(str(value), words)
                text = Phrase.of(message, rule=rule.id, value=shown, known=words, nearest=near)
                yield Code.WRONG_VALUE, text, (value, key, name)
        elif _threshold(rule, key) in rule.thresholds:
            if expected := _expected(rule.thresholds[_threshold(rule, key)], value):
                message = "{key} of {rule} is {value}; expected {expected}"
                text = Phrase.of(message, key=key, rule=rule.id, value=shown, expected=expected)
                yield Code.WRONG_VALUE, text, (value, key, name)
        elif key in lists:
            yield from _check_fields(rule, key, value, name)
        elif not (key == "words" and rule.words):
            message = "unknown key {key!r} for {rule}; expected some of {known}"
            near = closest(str(key), takes)
            text = Phrase.of(message, key=str(key), rule=rule.id, known=takes, nearest=near)
            yield Code.UNKNOWN_KEY, text, (key, name)


def _check_fields(rule: Rule, key: str, value: Any, name: object) -> Iterator[_Mistake]:
    """Find what is wrong with the fields, or the kinds of roles, that a team asks for."""
    record = Responsibility if key == "rows" else Role
    by_kind = value if isinstance(value, Mapping) and key == "roles" else {}
    listed = [*by_kind.values()] if by_kind else [value]
    names = [one for some in listed for one in (some if isinstance(some, list | tuple) else (some,))]
    for kind in (*by_kind, *(names if key == "kinds" else ())):
        if kind is not None and kind not in KINDS:
            message, near = "{key} of {rule} has {value}; expected some of {known}", closest(str(kind), KINDS)
            values = {"key": key, "rule": rule.id, "value": repr(str(kind)), "known": KINDS, "nearest": near}
            yield Code.WRONG_VALUE, Phrase.of(message, **values), (kind, key, name)
    known = record.__struct_fields__
    for one in names if key != "kinds" else ():
        if one is None or one in known:
            continue
        shown = repr(str(one) if isinstance(one, Text) else one)
        given = {"key": key, "rule": rule.id, "value": shown}
        if not isinstance(one, str):
            text = Phrase.of("{key} of {rule} has {value}; expected names", **given)
        elif other := FIELDS[record].get(one):
            text = Phrase.of("{key} of {rule} has {value}: {help}", **given, help=other.help)
        elif near := closest(one, known):
            text = Phrase.of("{key} of {rule} has {value}; expected a field", **given, nearest=near)
        else:
            # A key that is near to none is that of a field of the team's own.
            continue
        yield Code.WRONG_VALUE, text, (one, key, name)


def _problem(code: Code, text: Phrase, things: tuple[object, ...], setting: Location | None) -> Problem:
    """Make a problem of the data, else of conf.py: what comes from there may know no location."""
    location = location_of(things)
    if setting is not None or location is None:
        at = location or setting or CONF
        return Problem.of(Code.CONFIG, "{setting}: {found}", at, setting="roles_rules", found=text)
    return Problem.of(code, text, location)


class Accepted(Struct, frozen=True):
    """An acceptance that is in force, and what it suppresses."""

    acceptance: Acceptance
    findings: tuple[Finding, ...]


def _rule_of(acceptance: Acceptance) -> str:
    return acceptance.rule.strip().casefold()


def suppress(
    index: CatalogIndex,
    findings: Iterable[Finding],
    replaced: Iterable[Finding],
    active: Mapping[str, ActiveRule],
) -> tuple[list[Finding], list[Accepted]]:
    """Return the findings that are reported, and those that are accepted; note what accepts nothing.

    An acceptance of a finding that a worse one has ``replaced`` still has its reason.
    """
    acceptances = index.catalog.accepted
    if not acceptances:
        return list(findings), []
    matches: dict[int, list[Finding]] = {number: [] for number in range(len(acceptances))}
    used: set[int] = set()
    about = set(map(_rule_of, acceptances))
    reported: list[Finding] = []
    for finding in findings:
        fitting = _fitting(index.catalog, finding) if finding.rule in about else []
        used.update(fitting)
        in_force = [number for number in fitting if not index.catalog.is_past(acceptances[number].until)]
        if in_force:
            matches[in_force[0]].append(finding)
        elif fitting:
            days = [day for number in fitting if (day := acceptances[number].until) is not None]
            reported.append(structs.replace(finding, lapsed=max(days)))
        else:
            reported.append(finding)
    for finding in replaced:
        if finding.rule in about:
            used.update(_fitting(index.catalog, finding))
    unused = (acceptance for number, acceptance in enumerate(acceptances) if number not in used)
    index.unmatched = [(one, why) for one in unused if (why := _why_unmatched(index, one, active))]
    return reported, [Accepted(acceptances[n], tuple(found)) for n, found in matches.items() if found]


def suppressed_problems(catalog: Catalog) -> frozenset[Problem]:
    """Return the problems that need no report: their rule is off, or the team has accepted them."""
    if not catalog.problems or not (catalog.rules or catalog.accepted):
        return frozenset()
    active = active_rules(catalog.rules)
    return frozenset(problem for problem in catalog.problems if _is_suppressed(catalog, problem, active))


def _is_suppressed(catalog: Catalog, problem: Problem, active: Mapping[str, ActiveRule]) -> bool:
    rule = active.get(str(problem.code))
    if rule is None:
        return str(problem.code) in load_rules()
    fitting = _fitting(catalog, rule.problem_finding(problem))
    return any(not catalog.is_past(catalog.accepted[number].until) for number in fitting)


def _fitting(catalog: Catalog, finding: Finding) -> list[int]:
    """Return the places of the acceptances that name the rule and something that the finding is about."""
    names: set[str] = set()
    found = []
    for number, acceptance in enumerate(catalog.accepted):
        if _rule_of(acceptance) == finding.rule:
            names = names or set(map(fold, _names(catalog, finding)))
            by_file = finding.location is not None and acceptance.on == finding.location.file
            if by_file or fold(acceptance.on) in names or _is_former(catalog, acceptance, finding, names):
                found.append(number)
    return found


def _is_former(catalog: Catalog, acceptance: Acceptance, finding: Finding, names: set[str]) -> bool:
    """Return whether an acceptance names a row that the finding is about by an alias: it outlives renames."""
    row = catalog.find_row(acceptance.on)
    if row is None or finding.subject[0] == "row":
        return row is not None and finding.subject == ("row", *row.key)
    return fold(row.name) in names


def _names(catalog: Catalog, finding: Finding) -> Iterator[str]:
    """Yield all names under which a finding can be accepted."""
    yield from finding.names
    kind, *about = finding.subject
    if kind == "row":
        yield from _row_names(catalog, *about)
    elif kind == "section":
        yield from _section_names(catalog, *about)
    for value in finding.values:
        yield from (name for part in value.parts if (name := getattr(part, "name", None)))
    for role in (*finding.roles, *(about if kind in ("role", "roles") else ())):
        if role in catalog.roles:
            yield from (role, *role_names(catalog.roles[role]))


def _row_names(catalog: Catalog, matrix: str, section: str, row: str) -> Iterator[str]:
    yield from (row, f"{matrix}/{row}", f"{section}/{row}")
    yield from _section_names(catalog, matrix, section)


def _section_names(catalog: Catalog, matrix: str, section: str) -> Iterator[str]:
    if found := catalog.sections.get((matrix, section)):
        yield from (found.id, found.name)
    if matrix:
        yield from (matrix, catalog.matrices[matrix].name)


def _why_unmatched(
    index: CatalogIndex, acceptance: Acceptance, active: Mapping[str, ActiveRule]
) -> Phrase | None:
    """Return why an acceptance matches nothing; None where a mistake may hide a finding, or it is off."""
    rule, catalog = _rule_of(acceptance), index.catalog
    if rule not in load_rules():
        return _no_rule(acceptance)
    if rule not in active or index.incomplete:
        return None
    wanted = fold(acceptance.on)
    names = ((entry, (entry.row.name, *_row_names(catalog, *entry.row.key))) for entry in index.rows)
    former = catalog.find_row(acceptance.on)
    rows = [entry for entry, some in names if wanted in map(fold, some) or entry.row is former]
    role = catalog.find_role(acceptance.on)
    if any(not entry.complete for entry in rows):
        return None
    if role is not None and (index.partial or role.id in index.unsure_roles):
        return None
    known = list(_known(catalog))
    if not rows and role is None and wanted not in map(fold, known):
        return Phrase.of(_NO_NAME, nearest=closest(acceptance.on, known))
    return Phrase("there is no such finding to accept")


def misspelt(catalog: Catalog) -> list[tuple[str, str, Phrase, Location | None]]:
    """Return the rule and the name of each acceptance that may be misspelt, why, and where the word is."""
    found = []
    known = list(_known(catalog))
    names = set(map(fold, known))
    for one in catalog.accepted:
        rule, on = load_rules().get(_rule_of(one)), str(one.on)
        if rule is None:
            found.append((str(one.rule), on, _no_rule(one), one.rule.location))
        elif not rule.owners and fold(on) not in names and (near := closest(on, known)):
            why = Phrase.of(_NO_NAME, nearest=near)
            found.append((str(one.rule), on, why, one.on.location))
    return found


def _no_rule(acceptance: Acceptance) -> Phrase:
    return Phrase.of("there is no such rule", nearest=closest(acceptance.rule, sorted(load_rules())))


_NO_NAME = "nothing has this name"


def _known(catalog: Catalog) -> Iterator[str]:
    """Yield all that an acceptance may name."""
    for row in catalog.rows:
        yield from (row.id, row.name, *row.aliases)
    yield from catalog.role_names()
    for section in catalog.sections.values():
        yield from (section.id, section.name)
    yield from (name for matrix in catalog.matrices.values() for name in (matrix.id, matrix.name) if name)
    yield from catalog.files
    yield from catalog.skills
