"""Which pages show a fact that has changed, and which only link to one.

A page keeps what its views asked and the digest of what they were told. Before the
next build every question is asked again; a page is read again exactly when an answer
differs. ``note_dependency`` on a data file would read every page that uses the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_roles import config, notices
from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.query import findings_of
from sphinx_roles.analysis.audit.settings import severity_of
from sphinx_roles.analysis.report import digest
from sphinx_roles.domain import OrgDomain
from sphinx_roles.library import Library, Request

__all__ = ["outdated", "relinked"]


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Load the catalogs, tell their problems, and return the pages that show something else now.

    This runs in the main process before it forks, so that nothing is read or told twice.
    """
    problems = config.check(app.config)
    library, found = Library.load(
        app.config.roles_catalog, Path(app.srcdir), config.settings(app.config), app.config.roles_rules
    )
    domain: OrgDomain = env.domains["org"]  # type: ignore[assignment]
    domain.library, domain.builder = library, app.builder
    notices.warn([*problems, *found])
    notices.warn_findings(_loud(library, app.config.roles_findings_warn_from))
    known = added | changed | removed
    return [
        docname
        for kind in ("views", "questions")
        for docname, asked in domain.data[kind].items()
        if docname not in known and _stale(asked, library)
    ]


def _loud(library: Library, warn_from: str | None) -> Iterator[Finding]:
    """Yield the findings of the main catalog that are warnings, but for what reading has told."""
    least = severity_of(warn_from)
    if least is not None:
        for finding in findings_of(library.main):
            if finding.severity.rank <= least.rank and not finding.told:
                yield finding


def _stale(asked: Iterable[tuple[Request, str]], library: Library) -> bool:
    for request, before in asked:
        report, problems = library.answer(request)
        notices.warn(problems)
        if (digest(report) if report is not None else "") != before:
            return True
    return False


def relinked(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages whose links lead elsewhere now, or show another name: they are written again."""
    domain: OrgDomain = env.domains["org"]  # type: ignore[assignment]
    seen = {key: (docname, target.anchor, target.shown) for key, (docname, target) in domain.targets.items()}
    before, domain.data["seen"] = domain.data["seen"], seen
    return sorted(domain.data["linking"]) if before != seen else []
