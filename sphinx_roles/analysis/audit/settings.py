"""What a team says of the rules: their severity, their limits, or that they are off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.analysis.audit.rule import ActiveRule, Rule, load_rules
from sphinx_roles.model import Text, location_of
from sphinx_roles.problems import CONF, Code, Location, Problem, nearest

_OFF = "off"
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
            name: limits[name] if _is_number(limits.get(name)) else default
            for name, default in rule.thresholds.items()
        },
        words=frozenset([*(word for some in rule.words.values() for word in some), *map(str, more)]),
        exceptions=frozenset(word for some in rule.exceptions.values() for word in some),
    )


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


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _threshold(rule: Rule, key: str) -> str:
    """Return the limit that a key names; ``threshold`` is the first one."""
    return next(iter(rule.thresholds), key) if key == "threshold" else key


def check_rules(rules: Mapping[str, Any], setting: Location | None = None) -> list[Problem]:
    """Return what is wrong in what is said of the rules: in conf.py (at ``setting``), or in the data."""
    problems: list[Problem] = []
    for name, value in rules.items():
        rule = load_rules().get(name)
        if rule is None:
            text = f"unknown rule {str(name)!r}{nearest(str(name), load_rules())}"
            problems.append(_problem(Code.UNKNOWN_KEY, text, (name,), setting))
        else:
            problems += (_problem(*found, setting) for found in _check(rule, _opened(value), name))
    return problems


_Mistake: TypeAlias = tuple[Code, str, tuple[object, ...]]
"""A code, a message, and the things of which the first that knows its place is where the mistake is."""


def _check(rule: Rule, given: Mapping[str, Any], name: object) -> Iterator[_Mistake]:
    takes = ["severity", *rule.thresholds, *(["words"] if rule.words else [])]
    for key, value in given.items():
        shown = repr(str(value)) if isinstance(value, Text) else repr(value)
        if key == "severity":
            if severity_of(value) is None and not _is_off(value) and value is not None and value is not True:
                words = [*map(str, Severity), _OFF]
                text = f"the severity of {rule.id} is {shown}; expected one of {', '.join(words)}"
                yield Code.WRONG_VALUE, text + nearest(str(value), words), (value, key, name)
        elif _threshold(rule, key) in rule.thresholds:
            if not _is_number(value):
                text = f"{key} of {rule.id} is {shown}; expected a number from 0 on"
                yield Code.WRONG_VALUE, text, (value, key, name)
        elif not (key == "words" and rule.words):
            text = f"unknown key {str(key)!r} for {rule.id}; expected some of {', '.join(takes)}"
            yield Code.UNKNOWN_KEY, text + nearest(str(key), takes), (key, name)


def _problem(code: Code, text: str, things: tuple[object, ...], setting: Location | None) -> Problem:
    """Make a problem of the data, else of conf.py: what comes from there may know no location."""
    location = location_of(things)
    if setting is not None or location is None:
        return Problem(Code.CONFIG, f"roles_rules: {text}", location or setting or CONF)
    return Problem(code, text, location)
