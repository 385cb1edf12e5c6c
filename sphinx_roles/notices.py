"""Problems told as Sphinx warnings: typed, at file:line:column."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.util import logging

from sphinx_roles.problems import Problem

__all__ = ["warn"]

_LOGGER = logging.getLogger(__name__)


def warn(problems: Iterable[Problem]) -> None:
    """Tell each problem once, as a warning of the type ``roles.<code>``."""
    for problem in problems:
        # The text is an argument: it may hold a per cent sign. A location with a colon is printed as it is.
        _LOGGER.warning(
            "%s", problem.text, location=str(problem.place), type="roles", subtype=str(problem.code)
        )
