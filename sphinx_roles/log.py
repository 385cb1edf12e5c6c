"""Problems and findings told as Sphinx warnings: typed, at file:line:column, each once a build."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sphinx.util import logging

from sphinx_roles.problems import Location, Problem

if TYPE_CHECKING:
    from sphinx_roles.analysis.audit.finding import Finding

_LOGGER = logging.getLogger(__name__)


def warn(problems: Iterable[Problem]) -> None:
    """Tell each problem as a warning of the type ``roles.<code>``."""
    for problem in problems:
        report(problem)


def report(problem: Problem) -> None:
    """Tell one problem; the same at the same place is told once a build, in whichever process.

    A text of the data may be drawn on many pages.
    """
    _report(problem.text, problem.location, str(problem.code))


def warn_findings(findings: Iterable[Finding]) -> None:
    """Tell each finding of the audit as a warning of the type ``roles.<rule>``."""
    # Imported here, as most builds tell none.
    from sphinx_roles.analysis.audit.finding import sentence

    for finding in findings:
        _report(sentence(finding), finding.location, finding.rule)


def _report(text: str, at: Location | None, subtype: str) -> None:
    location = str(at) if at is not None else ""
    # What Sphinx tells once are equal arguments, so the place is one, printed with no character.
    # A text is an argument as it may hold a per cent sign. A location with a colon is printed as it is.
    _LOGGER.warning(
        "%s%.0s", text, location, location=location or None, type="roles", subtype=subtype, once=True
    )
