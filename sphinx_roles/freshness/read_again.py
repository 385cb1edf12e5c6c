"""Which pages show a fact that has changed: they are read again.

A page keeps what its views asked, the digest of what they were told, and that of the
data. Where the data has changed, the question is asked again before the next build; the
page is read again exactly when the answer differs. ``note_dependency`` on a data file
would read every page that uses the file.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_roles import config, notices
from sphinx_roles.analysis.report import digest
from sphinx_roles.domain import OrgDomain
from sphinx_roles.library import Library, Request
from sphinx_roles.library.store import Store, fingerprint
from sphinx_roles.model import Catalog
from sphinx_roles.version import __version__

__all__ = ["answered", "begun", "outdated"]

_NAME = "answers"


class _Answers(Struct):
    """What the environment does not tell, as it is kept only by a build that has read all its pages."""

    docs: str = ""
    """A digest of the pages that there were."""
    same: dict[str, list[str]] = {}
    """Pages that newer data gives the same answers: the digests of that data, for their questions."""
    reading: list[str] = []
    """Pages that a build has begun to read. Killed, it leaves doctrees that the environment does not know."""


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Open the catalogs, tell their problems, and return the pages that show something else now.

    This runs in the main process before it forks, so that nothing is read or told twice.
    """
    domain: OrgDomain = env.domains["org"]  # type: ignore[assignment]
    library = _opened(app, domain)
    if app.config.roles_findings_warn_from is not None:
        _warn_findings(library.main, app.config.roles_findings_warn_from)
    known = added | changed | removed
    stale = [docname for docname in _stale_pages(env, domain) if docname not in known]
    if app.parallel > 1 and (stale or added or changed):
        # Before there are several processes, each of which would decode them.
        library.open_all()
    return stale


def _opened(app: Sphinx, domain: OrgDomain) -> Library:
    written = config.Written(app)
    problems = config.check(written)
    domain.store = Store(Path(app.doctreedir) / "sphinx-roles")
    domain.builder = app.builder
    domain.library, found = Library.load(
        written.value("roles_catalog"), Path(app.srcdir), config.settings(written), app.config.roles_rules,
        domain.store, written.place("roles_catalog"),
    )  # fmt: skip
    notices.warn([*problems, *found])
    return domain.library


def _warn_findings(catalog: Catalog, warn_from: str) -> None:
    """Tell the findings of a catalog that are warnings, but for what reading has told."""
    # Imported here, as most builds warn of none.
    from sphinx_roles.analysis.audit.query import findings_of
    from sphinx_roles.analysis.audit.settings import severity_of

    least = severity_of(warn_from)
    assert least is not None, "config.check has seen to it"
    found = findings_of(catalog)
    notices.warn_findings(one for one in found if one.severity.rank <= least.rank and not one.told)


def _stale_pages(env: BuildEnvironment, domain: OrgDomain) -> list[str]:
    views, questions = domain.data["views"], domain.data["questions"]
    pages = [*dict.fromkeys((*views, *questions))]
    if domain.data["made_by"] != __version__:
        # Another version of ours may draw the same facts in another way.
        domain.data["made_by"] = __version__
        return [*dict.fromkeys((*pages, *domain.data["linking"]))]
    kept = domain.store.load(_NAME, _Answers) or _Answers()
    # A killed build may have left pages that the answers know nothing of.
    same = kept.same if kept.docs == _docs(env) else {}
    stale = list(kept.reading)
    for docname in pages:
        asked = [*views.get(docname, ()), *questions.get(docname, ())]
        keys = [domain.library.key(request) for request, _, _ in asked]
        if keys != [key for _, _, key in asked] and keys != same.get(docname):
            if not _same(asked, domain.library):
                stale.append(docname)
            elif all(key for _, _, key in asked):
                same[docname] = keys
    domain.same = same
    return stale


def _same(asked: Iterable[tuple[Request, str, str]], library: Library) -> bool:
    for request, before, _ in asked:
        report, problems = library.answer(request)
        notices.warn(problems)
        if (digest(report) if report is not None else "") != before:
            return False
    return True


def begun(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Keep which pages are read now, in case that the build does not come to its end."""
    domain: OrgDomain = env.domains["org"]  # type: ignore[assignment]
    for docname in docnames:
        # What other data had in common with the page as it was says nothing of the page as it will be.
        domain.same.pop(docname, None)
    if docnames and domain.used:
        domain.store.save(_NAME, _Answers(reading=docnames))


def answered(app: Sphinx, exception: Exception | None) -> None:
    """Keep for the next build which data has given the same answers, once all has gone well."""
    domain: OrgDomain = app.env.domains["org"]  # type: ignore[assignment]
    # The last page that shows something of ours may have just lost it: it was noted as being read.
    if exception is None and (domain.used or domain.store.load(_NAME, _Answers) is not None):
        domain.store.save(_NAME, _Answers(_docs(app.env), domain.same))


def _docs(env: BuildEnvironment) -> str:
    """Return a digest of when each page was read."""
    return fingerprint(sorted(env.all_docs.items()))
