"""What the audit finds: a sentence with the things that it names, and where to correct it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from typing import TypeAlias, TypeVar

from msgspec import Struct

from sphinx_roles.analysis.sentence import RoleRef, RowRef, Value, fill, plain, plain_value
from sphinx_roles.model import Text
from sphinx_roles.problems import Location

T = TypeVar("T")

LISTED = 8
"""So many things are listed in a sentence; of more, it counts those that it leaves out."""


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 is the worst."""
        return list(Severity).index(self)


Subject: TypeAlias = tuple[str, ...]
"""What a finding is about: its kind, then what identifies it."""


class Finding(Struct, frozen=True, gc=False, kw_only=True):
    """Something that is wrong, or looks so.

    ``group`` is what it shares with findings that have the same cause, ``size`` how much of it there is
    among those of its rule. ``names`` are further names under which it can be accepted. ``where`` is the
    matrix, if there are several. A folded finding has those that it stands for as ``items``.
    """

    rule: str
    severity: Severity
    text: str
    values: tuple[Value, ...] = ()
    subject: Subject = ()
    location: Location | None = None
    group: str = ""
    size: float = 0
    names: tuple[str, ...] = ()
    items: tuple[Finding, ...] = ()
    where: Text | None = None
    also: Location | None = None
    """A second place at which it could be corrected."""
    lapsed: date | None = None
    """Until when it was accepted, if that day has passed."""

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """The rows that it names, by (matrix, section, id)."""
        return tuple(dict.fromkeys((p.matrix, p.section, p.row) for p in self._all(RowRef)))

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that it names, by id."""
        return tuple(dict.fromkeys(part.role for part in self._all(RoleRef)))

    @property
    def is_problem(self) -> bool:
        """Whether all of it is problems, which reading the data has reported."""
        return all(one.subject[:1] == ("problem",) for one in self.items or (self,))

    def _all(self, kind: type[T]) -> Iterable[T]:
        for finding in (self, *self.items):
            for value in finding.values:
                yield from (part for part in value.parts if isinstance(part, kind))


def sentence(finding: Finding, translate: Callable[[str], str] = str) -> str:
    """Return a finding as plain text, as warnings and the command line report it."""

    def shown(value: Value) -> str:
        return plain_value(value, lambda part: plain(part, translate), translate)

    text = "".join(fill(translate(finding.text), finding.values, str, shown))
    text = f"{translate('{label}:').format(label=finding.where)} {text}" if finding.where else text
    until = translate("accepted until {date}").format(date=finding.lapsed) if finding.lapsed else ""
    return f"{text} ({until})" if until else text
