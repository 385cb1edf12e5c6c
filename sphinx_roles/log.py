"""Problems and findings as Sphinx warnings: typed, at file:line:column, each once a build; hints as notes."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.locale import get_translation
from sphinx.util import logging

from sphinx_roles.problems import HINTS, Location, Problem

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


def report(problem: Problem) -> None:
    """Report one problem; the same at the same place comes once a build, in whichever process.

    A text of the data may be drawn on many pages.
    """
    report_text(_sentence(problem), problem.location, str(problem.code))


def _sentence(problem: Problem) -> str:
    return problem.sentence(get_translation("sphinx_roles"))


def report_text(text: str, at: Location | None, subtype: str) -> None:
    """Report a text as a warning of the type ``roles.<subtype>``."""
    location = str(at) if at is not None else ""
    # What Sphinx reports once are equal arguments, so the place is one, printed with no character.
    # A text is an argument as it may hold a per cent sign. A location with a colon is printed as it is.
    _LOGGER.warning(
        "%s%.0s", text, location, location=location or None, type="roles", subtype=subtype, once=True
    )
