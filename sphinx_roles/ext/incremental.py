"""Which pages show a fact that has changed: they are read again.

A page keeps what its views asked, the digest of what they were answered, and those of the
data and of the part of it that the answer may depend on. Where that has changed, the question
is asked again before the next build; the page is read again exactly when the answer differs.
``note_dependency`` on a data file would read every page that uses the file.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from docutils import nodes
from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import get_translation

from sphinx_roles.catalog.sources import path_is
from sphinx_roles.catalogs import CatalogRegistry, Request, Store, fingerprint
from sphinx_roles.ext import config
from sphinx_roles.ext.assets import write_assets
from sphinx_roles.ext.domain import EVERYTHING, Listing, OrgDomain
from sphinx_roles.ext.parsers import role_files
from sphinx_roles.log import report_text, warn
from sphinx_roles.model import Catalog
from sphinx_roles.version import __version__

_NAME = "answers"


class _Answers(Struct):
    """What the environment does not hold, as it is kept only by a build that has read all its pages."""

    docs: str = ""
    """A digest of the pages that there were."""
    same: dict[str, tuple[str, ...]] = {}
    """Pages that newer data gives the same answers: the digests of that data, for their questions."""
    reading: list[str] = []
    """Pages that a build has begun to read. Killed, it leaves doctrees that the environment does not know."""


class _Output(Struct):
    """What an output holds."""

    unfinished: bool = True
    """No build has written it to its end, or one has begun to since."""
    owed: list[str] = []
    """Pages that were to be written again by a build that was asked for others only."""
    state: str = ""
    """A digest of the pages and of the data."""
    listing: Listing = Listing()
    """What the index and the inventory list in that state."""
    read: dict[str, int] = {}
    """When each page was read, in Sphinx's microseconds, as it is written there."""
    links: dict[str, str] = {}
    """A digest of where the links of a page lead, and of the names that they show."""
    any: dict[str, list[str]] = {}
    """What a page refers to by ``{any}``, as only the writing of a page shows."""
    titles: dict[str, str] = {}
    """A digest of the headings of each page where they come from our data."""
    pages: dict[str, str] = {}
    """The pages that the catalog asked for, with the names of their sources."""


class Freshness:
    """Follows one build: which pages are read or written again, and what is kept for the next build."""

    def __init__(self, app: Sphinx) -> None:
        self.app, self.env, self.domain = app, app.env, OrgDomain.of(app.env)
        self.store = Store(Path(app.doctreedir) / "sphinx-roles")
        self._same: dict[str, tuple[str, ...]] = {}
        """The pages that newer data gives the same answers, and the digests of that data."""
        self._lent: dict[str, set[str]] = {}
        """Files of the data that are shown for a while as dependencies of pages."""

    def open_catalogs(self) -> CatalogRegistry:
        """Open the catalogs, and report what is wrong with them and with the settings."""
        app, domain, conf = self.app, self.domain, config.conf_of_build(self.app)
        domain.leave_out_index(app.builder)
        domain.registry, found = CatalogRegistry.load(
            conf["roles_catalog"],
            Path(app.srcdir),
            conf.settings,
            app.config.roles_rules,
            self.store,
            conf.location("roles_catalog"),
            conf["roles_owners"],
            conf.location("roles_owners"),
            role_files(self.env),
        )
        warn([*conf.problems, *found])
        return domain.registry

    # What is read

    def outdated(
        self, app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
    ) -> list[str]:
        """Open the catalogs, report their problems, and return the pages that show something else now.

        This runs in the main process before it forks, so that nothing is read or reported twice.
        """
        domain = self.domain
        registry, domain.opened = domain.opened or self.open_catalogs(), None
        # Another build of this process may have written other pages.
        domain.resolved = {}
        if app.config.roles_findings_warn_from is not None:
            _warn_findings(registry.main, app.config.roles_findings_warn_from)
        known = added | changed | removed
        stale = [docname for docname in self._stale_pages(known) if docname not in known]
        if app.parallel > 1 and (stale or added or changed):
            # Before there are several processes, each of which would decode them.
            dict(registry.catalogs)
        return stale

    def _stale_pages(self, known: set[str]) -> list[str]:
        data, registry = self.domain.data, self.domain.registry
        views, questions = data["views"], data["questions"]
        pages = [*dict.fromkeys((*views, *questions))]
        if data["made_by"] != __version__:
            # Another version of ours may draw the same facts in another way.
            data["made_by"] = __version__
            return [*dict.fromkeys((*pages, *data["linking"]))]
        kept = self.store.load(_NAME, _Answers) or _Answers()
        # A killed build may have left pages that the answers know nothing of.
        same = kept.same if kept.docs == self._docs() else {}
        stale = list(kept.reading)
        # What was wrong on a page that is read again anyway may be mended there: it is not asked as it was.
        for docname in (one for one in pages if one not in known):
            asked = [*views.get(docname, ()), *questions.get(docname, ())]
            keys = tuple([registry.key(request) for request, _, _ in asked])
            if keys != tuple([key for _, _, (key, _) in asked]) and keys != same.get(docname):
                if not _same(asked, registry):
                    stale.append(docname)
                elif all(key for _, _, (key, _) in asked):
                    same[docname] = keys
        self._same = same
        return stale

    def on_before_read_docs(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        """Keep which pages are read now, in case that the build does not come to its end."""
        for docname in docnames:
            # What other data had in common with the page as it was says nothing of the page as it will be.
            self._same.pop(docname, None)
        if docnames and self.domain.used:
            self.store.save(_NAME, _Answers(reading=docnames))

    def _docs(self) -> str:
        """Return a digest of when each page was read."""
        return fingerprint(sorted(self.env.all_docs.items()))

    def lend_dependencies(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Show the files of the data among those that a page depends on, while `env-updated` is answered.

        sphinx-last-updated-by-git takes the date of a page from them. Were they to stay, Sphinx would read
        each page again for any change of a file.
        """
        dependencies: dict[str, set[Any]] = env.dependencies
        data, registry = self.domain.data, self.domain.registry
        # A thousand pages show one file.
        is_file = cache(lambda file: path_is(Path.is_file, Path(env.srcdir, file)))
        for of_page in (data["views"], data["questions"]):
            for docname, asked in of_page.items():
                files = {file for request, _, _ in asked for file in registry.files(request)}
                lent = {*filter(is_file, files)} - dependencies[docname]
                dependencies[docname].update(lent)
                self._lent.setdefault(docname, set()).update(lent)

    def take_dependencies_back(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Leave a page with the dependencies that Sphinx is to look at, before the environment is kept."""
        for docname, lent in self._lent.items():
            env.dependencies[docname].difference_update(lent)
            if not env.dependencies[docname]:
                del env.dependencies[docname]
        self._lent.clear()

    # What is written

    def rewritten(self, app: Sphinx, env: BuildEnvironment) -> set[str]:
        """Put the stylesheet into the output; return the pages there that are not as they are to be."""
        if not self.domain.used or not self._page_by_page():
            return write_assets(app)
        output = self.store.load(self._name, _Output) or _Output()
        again = self._outdated(output)
        # First: were the build killed after the stylesheet, nothing would tell which pages link the old one.
        self._begin(output, again)
        if linking := write_assets(app) - again:
            again |= linking
            self._begin(output, again)
        return again

    def _begin(self, output: _Output, again: set[str]) -> None:
        output.unfinished, output.owed = True, sorted(again)
        self.store.save(self._name, output)

    def _outdated(self, output: _Output) -> set[str]:
        env = self.env
        if output.unfinished:
            return set(env.found_docs)
        again = set(output.owed)
        if output.state == self._state():
            self.domain.listing = output.listing
            return again & env.found_docs
        titles = self._titles(output)
        if any(output.titles.get(docname, title) != title for docname, title in titles.items()):
            # Sidebars, contents and links to the next page show it, and Sphinx does not look there.
            return set(env.found_docs)
        links = self._links(output.any)
        again |= {docname for docname, when in env.all_docs.items() if output.read.get(docname) != when}
        again |= {docname for docname, where in links.items() if output.links.get(docname) != where}
        return again & env.found_docs

    def resolved(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Note a page that is written now."""
        self.domain.resolved.setdefault(docname, {})

    def on_build_finished(self, app: Sphinx, exception: Exception | None) -> None:
        """Keep which data has given the same answers, and what the output holds, once all has gone well."""
        if exception is not None:
            return
        # The last page that shows something of ours may have just lost it: it was noted as being read.
        used = self.domain.used
        if used or self.store.load(_NAME, _Answers) is not None:
            self.store.save(_NAME, _Answers(self._docs(), self._same))
        if used:
            self.domain.registry.keep_found()
            # Before a process ends, Python looks for cycles in all that is alive, more than once: for a
            # handbook, a tenth of a small build. It all goes with the process, and nothing changes before.
            atexit.unregister(gc.freeze)
            atexit.register(gc.freeze)
        if used and self._page_by_page():
            self._keep_output()

    def _keep_output(self) -> None:
        env, domain = self.env, self.domain
        before = self.store.load(self._name, _Output) or _Output()
        names = before.any | {docname: [*asked] for docname, asked in domain.resolved.items()}
        names = {docname: asked for docname, asked in names.items() if asked and docname in env.all_docs}
        output = _Output(
            unfinished=False,
            owed=[docname for docname in before.owed if docname not in domain.resolved],
            state=self._state(),
            listing=domain.listing,
            read=env.all_docs,
            links=self._links(names) if domain.resolved else before.links,
            any=names,
            titles=self._titles(before),
            pages=domain.pages,
        )
        self.store.save(self._name, output)
        if self.app.builder.format == "html" and before.pages.items() - domain.pages.items():
            _remove_pages(self.app, before.pages)

    def _page_by_page(self) -> bool:
        """Return whether the builder writes only pages that have changed; the others write all, always."""
        return not isinstance(self.app.builder.get_outdated_docs(), str)

    @cached_property
    def _name(self) -> str:
        """The name under which an output is known: it stays when both folders move together."""
        out, trees = self.app.outdir, self.app.doctreedir
        one_drive = os.path.splitdrive(out)[0] == os.path.splitdrive(trees)[0]
        where = os.path.relpath(out, trees) if one_drive else str(out)
        return f"output-{self.app.builder.name}-{fingerprint(where)}"

    def _state(self) -> str:
        return fingerprint(sorted(self.env.all_docs.items()), self.domain.registry.whole)

    def _links(self, names: dict[str, list[str]]) -> dict[str, str]:
        """Return for each page with links a digest of where they lead."""
        domain = self.domain
        everything = fingerprint([(*key, *domain.place(end)) for key, end in domain.targets.items()])
        found: dict[str, str] = {}
        # Most pages have only links that are not noted one by one.
        digest = cache(fingerprint)
        linking: dict[str, dict[tuple[str, str], None]] = domain.data["linking"]
        for docname in linking.keys() | names.keys():
            message = linking.get(docname, {})
            # A name may be an alias, which can lead elsewhere while no target has moved.
            asked = [one for one in message if one != EVERYTHING]
            asked += [(kind, name) for name in names.get(docname, ()) for kind in domain.object_types]
            ends = tuple([_end(domain, kind, name, docname) for kind, name in asked])
            found[docname] = digest(ends, everything if EVERYTHING in message else "")
        return found

    def _titles(self, output: _Output) -> dict[str, str]:
        """Return a digest of the headings of each page that are from our data, and of which these are."""
        env, pages, titles = self.env, self.domain.pages, {}
        for docname in (*self.domain.data["questions"], *pages):
            # Of a page that has not been read since, they are as they were.
            known = output.titles.get(docname) if output.read.get(docname) == env.all_docs[docname] else None
            heads = (env.titles[docname], env.longtitles[docname], env.tocs[docname]) if known is None else ()
            titles[docname] = known or fingerprint(*(head.astext() for head in heads))
        return {**titles, "": fingerprint(list(pages))} if pages else titles


def begin(app: Sphinx) -> None:
    """Let the domain open the catalogs: for a build, or for what parses a text without one."""
    build = Freshness(app)
    build.domain.builder, build.domain.store = app.builder, build.store
    build.domain.open = build.open_catalogs
    app.connect("env-get-outdated", build.outdated)
    app.connect("env-before-read-docs", build.on_before_read_docs)
    # The first and the last of all that listen, whose priority is 500 by default.
    app.connect("env-updated", build.lend_dependencies, priority=100)
    app.connect("env-updated", build.rewritten)
    app.connect("env-updated", build.take_dependencies_back, priority=900)
    app.connect("doctree-resolved", build.resolved)
    app.connect("build-finished", build.on_build_finished)


def _warn_findings(catalog: Catalog, warn_from: str) -> None:
    """Report the findings of a catalog that are warnings, but for what reading has reported."""
    # Imported here, as most builds warn of none.
    from sphinx_roles.analysis.audit.engine import findings_of
    from sphinx_roles.analysis.audit.finding import sentence
    from sphinx_roles.analysis.audit.settings import severity_of

    least = severity_of(warn_from)
    assert least is not None, "conf_of_build has seen to it"
    for one in findings_of(catalog):
        if one.severity.rank <= least.rank and not one.is_problem:
            report_text(sentence(one, get_translation("sphinx_roles")), one.location, "roles", one.rule)


def _same(asked: Iterable[tuple[Request, str, tuple[str, str]]], registry: CatalogRegistry) -> bool:
    for request, before, (_, part) in asked:
        if part and part == registry.part(request):
            continue
        answer = report, problems = registry.answer(request)
        warn(problems)
        if registry.digest(request, report) != before:
            registry.keep(request, answer)
            return False
    return True


def _remove_pages(app: Sphinx, pages: dict[str, str]) -> None:
    """Remove from a website those of our pages that are no more; of the author's, Sphinx leaves the files."""
    # Imported here, as only what writes a website has it loaded.
    from sphinx.builders.html import StandaloneHTMLBuilder

    if not isinstance(app.builder, StandaloneHTMLBuilder):
        return
    kept = {docname.casefold() for docname in app.env.all_docs}
    # The author's page may have the name of ours, and be in the other markup.
    sources = {str(app.env.doc2path(docname, False)).casefold() for docname in app.env.all_docs}
    for docname, source in pages.items():
        if source.casefold() not in sources:
            Path(app.outdir, f"_sources/{source}{app.config.html_sourcelink_suffix}").unlink(missing_ok=True)
        if docname.casefold() not in kept:
            page = Path(app.builder.get_outfilename(docname))
            page.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                # The folder that was only for this page.
                page.parent.rmdir()


def _end(domain: OrgDomain, kind: str, name: str, docname: str) -> tuple[Any, ...]:
    """Where a link leads, and what it shows; else whether nobody has been warned of it yet, and its name."""
    end = domain.end(kind, name, docname)
    return domain.place(end) if end is not None else (domain.unsure(kind), domain.name_of(kind, name))
