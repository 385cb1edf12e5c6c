"""What a team says of the rules: their severity, their limits, or that they are off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from sphinx_roles.analysis.audit.finding import Severity
from sphinx_roles.analysis.audit.rule import Rule, Setting
from sphinx_roles.analysis.audit.rules import RULES
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


def settings_of(rules: Mapping[str, Any]) -> dict[str, Setting]:
    """Return each rule that is not off, as it is in force. What is wrong in ``rules`` is passed over."""
    found = {rule.id: _setting(rule, _opened(rules.get(rule.id))) for rule in RULES}
    return {name: setting for name, setting in found.items() if setting is not None}


def _setting(rule: Rule, message: Mapping[str, Any]) -> Setting | None:
    if _is_off(message.get("severity")):
        return None
    limits = {_named(rule, key): value for key, value in message.items()}
    return Setting(
        rule=rule.id,
        severity=severity_of(message.get("severity")) or rule.severity,
        thresholds={
            name: limits[name] if _is_number(limits.get(name)) else default
            for name, default in rule.thresholds.items()
        },
        words=frozenset(_words(message.get("words"))) if rule.words else frozenset(),
    )


def merge_rules(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Join what two places say of the rules, key by key; the first one counts."""
    # The names of the data know their place, and are kept.
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


def _named(rule: Rule, key: str) -> str:
    """Return the limit that a key names; ``threshold`` is the first one."""
    return next(iter(rule.thresholds), key) if key == "threshold" else key


def _words(value: Any) -> tuple[str, ...]:
    words = value if isinstance(value, list | tuple) else (value,) if value else ()
    return tuple(str(word) for word in words)


def check_rules(rules: Mapping[str, Any], setting: Location | None = None) -> list[Problem]:
    """Tell what is wrong in what is said of the rules: in conf.py (at ``setting``), or in the data."""
    known = {rule.id: rule for rule in RULES}
    problems: list[Problem] = []
    for name, value in rules.items():
        rule = known.get(name)
        if rule is None:
            text = f"{str(name)!r} is no rule of the audit{nearest(str(name), known)}"
            problems.append(_problem(Code.UNKNOWN_KEY, text, (name,), setting))
        else:
            problems += (_problem(*reported, setting) for reported in _check(rule, _opened(value), name))
    return problems


_Reported: TypeAlias = tuple[Code, str, tuple[object, ...]]
"""A mistake, and the things of which the first that knows its place is where it stands."""


def _check(rule: Rule, message: Mapping[str, Any], name: object) -> Iterator[_Reported]:
    takes = ["severity", *rule.thresholds, *(["words"] if rule.words else [])]
    for key, value in message.items():
        if key == "severity":
            if severity_of(value) is None and not _is_off(value) and value is not None and value is not True:
                words = [*map(str, Severity), _OFF]
                text = f"the severity of {rule.id} is {_shown(value)}; expected one of {', '.join(words)}"
                yield Code.WRONG_VALUE, text + nearest(str(value), words), (value, key, name)
        elif _named(rule, key) in rule.thresholds:
            if not _is_number(value):
                text = f"{key} of {rule.id} is {_shown(value)}; expected a number from 0 on"
                yield Code.WRONG_VALUE, text, (value, key, name)
        elif not (key == "words" and rule.words):
            text = f"{str(key)!r} is no key of {rule.id}; expected some of {', '.join(takes)}"
            yield Code.UNKNOWN_KEY, text + nearest(str(key), takes), (key, name)


def _shown(value: object) -> str:
    return repr(str(value)) if isinstance(value, Text) else repr(value)


def _problem(code: Code, text: str, things: tuple[object, ...], setting: Location | None) -> Problem:
    """Make a problem of the data, else of conf.py: what comes from there may know no place."""
    location = location_of(things)
    if setting is not None or location is None:
        return Problem(Code.CONFIG, f"roles_rules: {text}", location or setting or CONF)
    return Problem(code, text, location)
