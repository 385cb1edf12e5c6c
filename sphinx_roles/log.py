"""Problems and findings as Sphinx warnings: typed, at file:line:column, each once a build; hints as notes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from logging import WARNING, Filter, LogRecord, getLogger
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation
from sphinx.util import logging

from sphinx_roles.problems import CONF, HINTS, NEAREST, Location, Problem, closest

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_LOGGER = logging.getLogger(__name__)


def warn(problems: Iterable[Problem]) -> None:
    """Report each problem as a warning of the type ``roles.<code>``; what is no mistake, as a note."""
    notes: list[Location | str | None] = []
    for problem in problems:
        if problem.code in HINTS:
            notes += problem.location, f"{_sentence(problem)} [roles.{problem.code}]"
        else:
            report(problem)
    if notes:
        # Sphinx may be in the middle of a line.
        _LOGGER.info("\n%s: %s" * (len(notes) // 2), *notes)


def report(problem: Problem, kind: tuple[str, str] | None = None) -> None:
    """Report one problem; the same at the same place comes once a build, in whichever process.

    A text of the data may be drawn on many pages. ``kind`` is a type of Sphinx and its subtype.
    """
    report_text(_sentence(problem), problem.location, *(kind or ("roles", str(problem.code))))


def _sentence(problem: Problem) -> str:
    return problem.sentence(get_translation("sphinx_roles"))


def report_text(text: str, at: Location | None, kind: str, subtype: str) -> None:
    """Report a text as a warning of a type, and its subtype."""
    # What Sphinx reports once are equal arguments, so the place is one, printed with no character.
    # A text is an argument as it may hold a per cent sign. A location with a colon is printed as it is.
    _LOGGER.warning(
        "%s%.0s", text, at, location=str(at) if at else None, type=kind, subtype=subtype, once=True
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


class _Placed(str):
    """A place that is as it is printed."""

    __slots__ = ()


class _Places(Filter):
    """Begins the places of our warnings and notes at the current folder, where editors and CI look for files.

    The data has them from the source folder on. A source folder that is elsewhere is written whole.
    """

    def __init__(self, app: Sphinx) -> None:
        super().__init__()
        self._source, self._conf = _from_here(Path(app.srcdir)), _from_here(Path(app.confdir))

    def filter(self, record: LogRecord) -> bool:
        """Change where a record of ours is; let every record pass."""
        if record.name != _LOGGER.logger.name:
            return True
        if record.levelno < WARNING and isinstance(record.args, tuple):
            record.args = tuple(
                [self._placed(str(one)) if isinstance(one, Location) else one for one in record.args]
            )
        location = getattr(record, "location", None)
        if isinstance(location, str) and not isinstance(location, _Placed):
            # What another process reports has no arguments any more.
            record.location = self._placed(location)
        return True

    def _placed(self, location: str) -> _Placed:
        folder = self._conf if location.startswith(f"{CONF.file}:") else self._source
        return _Placed(os.path.normpath(folder / location))


def _from_here(folder: Path) -> Path:
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def begin(app: Sphinx, names: Iterable[str]) -> None:
    """Report places from the current folder on, and unknown directives and roles with the nearest name."""
    hints, places = _NearestName(names), _Places(app)
    for handler in getLogger(logging.NAMESPACE).handlers:
        handler.addFilter(places)
        # Of hundreds of messages about the progress of a build, none is about that.
        if handler.level >= WARNING:
            handler.addFilter(hints)
