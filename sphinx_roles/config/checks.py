"""What is wrong with settings, and what reading needs to know of them."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_roles.config.options import OPTIONS
from sphinx_roles.config.written import Written
from sphinx_roles.problems import Code, Problem, nearest
from sphinx_roles.reading import Settings, limits_of

__all__ = ["check", "settings"]

_DEFAULTS = {option.name: option.default for option in OPTIONS}
_MARKUPS = ("markdown", "rst")


def _tell(written: Written, name: str, expected: str, known: Iterable[str] = ()) -> Problem:
    """Put its default in the place of a setting; return what is to be told of it."""
    given = getattr(written.config, name)
    text = f"{name} is {given!r}; expected {expected}{nearest(str(given), known)}"
    problem = Problem(Code.CONFIG, text, written.place(name))
    setattr(written.config, name, _DEFAULTS[name])
    return problem


def check(written: Written) -> list[Problem]:
    """Put the default in the place of each value that a setting cannot take, and tell of it."""
    config = written.config
    problems: list[Problem] = []

    if config.roles_markup not in _MARKUPS:
        problems.append(_tell(written, "roles_markup", f"one of {', '.join(_MARKUPS)}", _MARKUPS))
    if not isinstance(config.roles_max_columns, int) or config.roles_max_columns < 1:
        problems.append(_tell(written, "roles_max_columns", "a whole number from 1 on"))
    try:
        str(config.roles_edit_url).format(path="", line=1)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError):
        problems.append(_tell(written, "roles_edit_url", "only {path} and {line} in braces"))
    for name in ("roles_fields", "roles_rules"):
        if not isinstance(config[name], dict):
            # Sphinx has told of the type.
            setattr(config, name, {})
    if not all(isinstance(word, str) for pair in config.roles_fields.items() for word in pair):
        problems.append(_tell(written, "roles_fields", "a mapping from fields to their labels"))
    problems += _check_audit(written)
    if isinstance(config.roles_limits, dict):
        problems += limits_of(written.value("roles_limits"), written.place("roles_limits"))[1]
    return problems


def _check_audit(written: Written) -> list[Problem]:
    given = written.config.roles_findings_warn_from
    if not written.config.roles_rules and given is None:
        return []
    # Imported here, as the rules are many, and most projects leave them as they are.
    from sphinx_roles.analysis.audit.finding import Severity
    from sphinx_roles.analysis.audit.settings import check_rules, severity_of

    problems = check_rules(written.value("roles_rules"), written.place("roles_rules"))
    if given is not None and severity_of(given) is None:
        known = [str(severity) for severity in Severity]
        problems.append(_tell(written, "roles_findings_warn_from", f"one of {', '.join(known)}", known))
    return problems


def settings(written: Written) -> Settings:
    """Return what reading needs to know of conf.py."""
    config = written.config
    limits, _ = limits_of(config.roles_limits, written.place("roles_limits"))
    return Settings(scheme=written.value("roles_scheme"), fields=dict(config.roles_fields), limits=limits)
