"""Which pages show a fact that has changed, and which only link to one.

A page keeps what its views asked and the digest of what they were told. Before the
next build every question is asked again; a page is read again exactly when an answer
differs. ``note_dependency`` on a data file would read every page that uses the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_roles import config, notices
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
    library, found = Library.load(app.config.roles_catalog, Path(app.srcdir), config.settings(app.config))
    domain: OrgDomain = env.domains["org"]  # type: ignore[assignment]
    domain.library, domain.builder = library, app.builder
    notices.warn([*problems, *found])
    known = added | changed | removed
    return [
        docname
        for kind in ("views", "questions")
        for docname, asked in domain.data[kind].items()
        if docname not in known and _stale(asked, library)
    ]


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
