"""Problems and findings as Sphinx warnings: typed, at file:line:column, each once a build."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.locale import get_translation
from sphinx.util import logging

from sphinx_roles.problems import Location, Problem

_LOGGER = logging.getLogger(__name__)


def warn(problems: Iterable[Problem]) -> None:
    """Report each problem as a warning of the type ``roles.<code>``."""
    for problem in problems:
        report(problem)


def report(problem: Problem) -> None:
    """Report one problem; the same at the same place comes once a build, in whichever process.

    A text of the data may be drawn on many pages.
    """
    report_text(problem.sentence(get_translation("sphinx_roles")), problem.location, str(problem.code))


def report_text(text: str, at: Location | None, subtype: str) -> None:
    """Report a text as a warning of the type ``roles.<subtype>``."""
    location = str(at) if at is not None else ""
    # What Sphinx reports once are equal arguments, so the place is one, printed with no character.
    # A text is an argument as it may hold a per cent sign. A location with a colon is printed as it is.
    _LOGGER.warning(
        "%s%.0s", text, location, location=location or None, type="roles", subtype=subtype, once=True
    )
