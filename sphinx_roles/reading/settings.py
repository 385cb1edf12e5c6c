"""What the reader is told from outside: configuration and limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from sphinx_roles.model import place_of
from sphinx_roles.problems import Code, Place, Problem, nearest

__all__ = ["Limits", "Settings", "limits_of"]


class Limits(Struct, frozen=True):
    """How much is read of one file: bytes, nested levels, and values after its aliases are expanded.

    ``walk`` is how many files and folders one glob may look at.
    """

    size: int = 16_000_000
    depth: int = 100
    nodes: int = 1_000_000
    walk: int = 100_000


_MOST = {"depth": 200}
"""A value of which more could not be borne: what is nested is read by functions that call themselves."""


class Settings(Struct, frozen=True):
    """What conf.py says about reading: ``scheme`` is `roles_scheme`, ``fields`` is `roles_fields`.

    ``columns_by`` is the option that says what the columns of a table are, as a user knows it.
    """

    scheme: str = "RACI"
    fields: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    columns_by: str = "columns"


def limits_of(value: object, place: Place) -> tuple[Limits, list[Problem]]:
    """Return the limits that `roles_limits` names; what it names wrongly is told, and has its default.

    ``place`` is where the setting stands; names that know their own place are told there.
    """
    known = Limits.__struct_fields__
    if not isinstance(value, Mapping):
        text = f"roles_limits is {value!r}; expected a mapping with some of {', '.join(known)}"
        return Limits(), [Problem(Code.CONFIG, text, place)]
    problems = []
    found: dict[str, Any] = {}
    for name, limit in value.items():
        if name not in known:
            near = nearest(str(name), known) or f"; expected some of {', '.join(known)}"
            text = f"roles_limits: {name!r} is no limit{near}"
            problems.append(Problem(Code.CONFIG, text, place_of(name) or place))
        elif type(limit) is not int or not 1 <= limit <= _MOST.get(name, limit):
            upto = f" to {_MOST[name]}" if name in _MOST else " on"
            text = f"roles_limits: {name} is {limit!r}; expected a whole number from 1{upto}"
            problems.append(Problem(Code.CONFIG, text, place_of(name) or place))
        else:
            found[name] = limit
    return Limits(**found), problems
