"""Problems told as Sphinx warnings: typed, at file:line:column, each once a build."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.util import logging

from sphinx_roles.problems import Problem

__all__ = ["tell", "warn"]

_LOGGER = logging.getLogger(__name__)


def warn(problems: Iterable[Problem]) -> None:
    """Tell each problem as a warning of the type ``roles.<code>``."""
    for problem in problems:
        tell(problem)


def tell(problem: Problem) -> None:
    """Tell one problem; the same at the same place is told once a build, in whichever process.

    A text of the data may be drawn on many pages.
    """
    place = str(problem.place)
    # What Sphinx tells once are equal arguments, so the place is one, printed with no character.
    # A text is an argument as it may hold a per cent sign. A location with a colon is printed as it is.
    _LOGGER.warning(
        "%s%.0s",
        problem.text,
        place,
        location=place,
        type="roles",
        subtype=str(problem.code),
        once=True,
    )
