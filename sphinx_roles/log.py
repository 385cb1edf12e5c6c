"""Problems and findings as Sphinx warnings: typed, at file:line:column, each once a build; hints as notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from logging import WARNING, Filter, LogRecord, getLogger

from sphinx.locale import get_translation
from sphinx.util import logging

from sphinx_roles.problems import HINTS, NEAREST, Location, Problem, closest

_LOGGER = logging.getLogger(__name__)


def warn(problems: Iterable[Problem]) -> None:
    """Report each problem as a warning of the type ``roles.<code>``; what is no mistake, as a note."""
    notes: list[str] = []
    for problem in problems:
        if problem.code in HINTS:
            notes.append(f"{problem.location}: {_sentence(problem)} [roles.{problem.code}]")
        else:
            report(problem)
    if notes:
        # Sphinx may be in the middle of a line.
        _LOGGER.info("\n%s", "\n".join(notes))


def report(problem: Problem, kind: tuple[str, str] | None = None) -> None:
    """Report one problem; the same at the same place comes once a build, in whichever process.

    A text of the data may be drawn on many pages. ``kind`` is a type of Sphinx and its subtype.
    """
    report_text(_sentence(problem), problem.location, *(kind or ("roles", str(problem.code))))


def _sentence(problem: Problem) -> str:
    return problem.sentence(get_translation("sphinx_roles"))


def report_text(text: str, at: Location | None, kind: str, subtype: str) -> None:
    """Report a text as a warning of a type, and its subtype."""
    location = str(at) if at is not None else ""
    # What Sphinx reports once are equal arguments, so the place is one, printed with no character.
    # A text is an argument as it may hold a per cent sign. A location with a colon is printed as it is.
    _LOGGER.warning(
        "%s%.0s", text, location, location=location or None, type=kind, subtype=subtype, once=True
    )


_UNKNOWN = r"""Unknown (?:directive type|interpreted text role):? (["'])([\w:-]+)\1(?!;)"""
_NEAR = 0.8


class _NearestName(Filter):
    """Adds our nearest name to what docutils or MyST report of an unknown directive or role."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self._names = {short: name for name in names for short in (name, name.rpartition(":")[2])}

    def filter(self, record: LogRecord) -> bool:
        """Add the name; let every record pass."""
        message = record.msg if isinstance(record.msg, str) else ""
        if message.startswith("Unknown ") and (found := re.match(_UNKNOWN, message)):
            near = closest(found[2], self._names, _NEAR)
            if near:
                hint = get_translation("sphinx_roles")(NEAREST).format(nearest=self._names[near])
                record.msg = found[0] + hint + message[found.end() :].removeprefix(".")
        return True


def suggest(names: Iterable[str]) -> None:
    """Let unknown directives and roles be reported with the nearest of these names."""
    hints = _NearestName(names)
    for handler in getLogger(logging.NAMESPACE).handlers:
        # Of hundreds of messages about the progress of a build, none is about that.
        if handler.level >= WARNING:
            handler.addFilter(hints)
