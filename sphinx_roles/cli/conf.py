"""What a conf.py says of the catalog, read and not run: a command must be safe on anybody's checkout.

Seen are values of ``roles_…`` that are written down at the top of the file: literals, names of
earlier literals, and ``+`` and ``|`` of those. Anything else is known only by running the file. That
is told where it matters, once for each setting, and the setting keeps its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from sphinx_roles.analysis.audit.settings import check_rules
from sphinx_roles.literals import Literals, Unknown
from sphinx_roles.problems import CONF, Code, Place, Problem
from sphinx_roles.reading import Settings, limits_of

__all__ = ["Conf", "conf_settings"]

NAME = CONF.file
_DEFAULTS: Mapping[str, Any] = {
    "roles_catalog": None,
    "roles_scheme": "RACI",
    "roles_fields": {},
    "roles_rules": {},
    "roles_limits": {},
}
"""The settings that decide what is read and found, with their defaults."""


class Conf(Struct, frozen=True, kw_only=True):
    """The settings of a conf.py that concern the data.

    ``values`` has every literal ``roles_…`` of the file; ``unknown`` says of a setting of ours why
    it is not known, and ``problems`` what is wrong with one that is.
    """

    values: Mapping[str, Any] = {}
    unknown: Mapping[str, Problem] = {}
    problems: tuple[Problem, ...] = ()
    suppressed: frozenset[str] = frozenset()
    setting: Place = CONF
    """Where ``roles_catalog`` stands."""

    @property
    def catalog(self) -> Any:
        """The value of ``roles_catalog``."""
        return self.values.get("roles_catalog")

    @property
    def rules(self) -> Mapping[str, Any]:
        """The value of ``roles_rules``."""
        rules: Mapping[str, Any] = self.values.get("roles_rules", {})
        return rules

    @property
    def settings(self) -> Settings:
        """What reading needs to know."""
        return Settings(
            scheme=self.values.get("roles_scheme", "RACI"),
            fields=self.values.get("roles_fields", {}),
            limits=limits_of(self.values.get("roles_limits", {}), CONF)[0],
        )


def conf_settings(folder: Path) -> Conf:
    """Read the ``roles_…`` of the conf.py in ``folder``; without one, everything has its default."""
    path = folder / NAME
    if not path.is_file():
        return Conf()
    try:
        literals = Literals(path.read_bytes())
    except (SyntaxError, ValueError, RecursionError) as error:
        line = (error.lineno if isinstance(error, SyntaxError) else None) or 1
        text = f"conf.py is not Python that can be read: {error}; every setting has its default"
        return Conf(problems=(Problem(Code.CONFIG, text, Place(NAME, line)),))
    values = {name: value for name, value in literals.values.items() if name.startswith("roles_")}
    suppressed = _suppressed(literals.values.get("suppress_warnings"))
    unknown = {name: _unknown(name, why) for name, why in literals.unknown.items() if name in _DEFAULTS}
    problems = _checked(values, literals.places)
    if literals.stars and not values and not unknown:
        module, place = literals.stars[0]
        text = f"conf.py takes all names of {module!r}; a roles_ setting there is not seen without running it"
        unknown["roles_catalog"] = Problem(Code.CONFIG, text, place)
    return Conf(
        values=values, unknown=unknown, problems=tuple(problems), suppressed=suppressed,
        setting=literals.places.get("roles_catalog", CONF),
    )  # fmt: skip


def _suppressed(value: object) -> frozenset[str]:
    words = [word for word in value if isinstance(word, str)] if isinstance(value, list | tuple) else []
    return frozenset(word for word in words if word == "roles" or word.startswith("roles."))


def _unknown(name: str, why: Unknown) -> Problem:
    text = f"{name} is {why.what}, which only running conf.py would tell; {_DEFAULTS[name]!r} is used"
    return Problem(Code.CONFIG, f"{text}, so write it down as a plain value", why.place)


def _checked(values: dict[str, Any], places: Mapping[str, Place]) -> list[Problem]:
    """Take out the values that a setting cannot take, and tell of them."""
    problems = []
    fields = values.get("roles_fields", {})
    fits = {
        "roles_scheme": ("a text", isinstance(values.get("roles_scheme", ""), str)),
        "roles_fields": ("a mapping from fields to their labels", _is_labels(fields)),
        "roles_rules": (
            "a mapping from rules to what is said of them", isinstance(values.get("roles_rules", {}), dict)
        ),
    }  # fmt: skip
    for name, (expected, fine) in fits.items():
        if not fine:
            text = f"{name} is {values.pop(name)!r}; expected {expected}"
            problems.append(Problem(Code.CONFIG, text, places[name]))
    limits = limits_of(values.get("roles_limits", {}), places.get("roles_limits", CONF))[1]
    rules = check_rules(values.get("roles_rules", {}), places.get("roles_rules", CONF))
    return [*problems, *limits, *rules]


def _is_labels(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(word, str) for pair in value.items() for word in pair)
