"""A page for each role, person and skill of the catalog, with no file in the source folder.

Their sources are written beside the doctrees, and Sphinx finds them there as it finds any other: toctrees,
search, translation, books and incremental builds need to know nothing of it. A page of the author's own by
the same name wins; the source of ours is what to begin it with.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from html import escape
from json import dumps
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from docutils import nodes
from docutils.utils import column_width
from msgspec import Struct, structs
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.project import Project
from sphinx.util.matching import Matcher

from sphinx_roles.analysis.who import PeopleIndex, Person
from sphinx_roles.catalog.sources import role_of
from sphinx_roles.catalogs import fingerprint
from sphinx_roles.ext.config import conf_of_build
from sphinx_roles.ext.domain import OrgDomain
from sphinx_roles.ext.parsers import SUFFIX, is_plain
from sphinx_roles.log import report, warn
from sphinx_roles.model import Catalog, Role, Skill, Text, identify
from sphinx_roles.problems import CONF, Code, Location, Problem
from sphinx_roles.render.labels import labels_of_build
from sphinx_roles.render.view import roles_texts, roles_view

_NAME = "pages"
_FOLDER = Path("sphinx-roles", "_sources")
"""From the doctrees on. Sphinx looks for no source in a folder of this name, wherever the doctrees are."""


class _Kind(Struct, frozen=True):
    """What gets a page: ``show`` is the directive on it, its argument and options with ``{}`` for the id."""

    things: Callable[[Catalog], Iterable[Role | Person | Skill]]
    label: str
    """That of the list of them all."""
    index: str
    """The directive that lists them; none: their toctree does."""
    show: tuple[str, str, Mapping[str, str]]


KINDS: Mapping[str, _Kind] = {
    "roles_pages": _Kind(
        lambda catalog: catalog.roles.values(), "roles", "role-index", ("role-profile", "{}", {})
    ),
    "roles_people_pages": _Kind(
        lambda catalog: catalog.derived(PeopleIndex).people.values(),
        "changes_people",
        "",
        ("role-holders", "", {"person": "{}"}),
    ),
    "roles_skill_pages": _Kind(
        lambda catalog: catalog.skills.values(), "skill_list", "", ("skill-cards", "{}", {})
    ),
}
"""By the setting."""


class Page(Struct, frozen=True, array_like=True, gc=False):
    """A page that is made. ``title`` is a name in the data, which knows where it is."""

    docname: str
    title: Text
    source: str
    family: Text | None = None
    file: str = ""
    """Where to edit what it shows."""
    index: bool = False
    """It lists others; its title is in the language of the build."""
    instead: str = ""
    """The file of a role, which is a page where it is among the sources."""
    show: tuple[str, str, dict[str, str]] = ("", "", {})
    """The directive below the title, its argument and its options."""

    @property
    def location(self) -> Location:
        """The place in the data of what it shows; of a list, the file of the first."""
        return self.title.location or Location(self.file)


class _Wanted(Struct):
    """The pages that a catalog asks for, under digests of what they are made from."""

    key: str = ""
    """Of all data, and of the settings."""
    named: str = ""
    """Of what a page is made from: a new text of a role is no reason to make them all anew."""
    suffix: str = ""
    """That of the files of lists."""
    own: str = ""
    """That of the files of the other pages."""
    lists: dict[str, tuple[str, str, list[Page]]] = {}
    """By the docname of the page that lists them, its title, its directive and they; no docname: no list."""
    problems: tuple[Problem, ...] = ()

    def sources(self) -> dict[str, str]:
        """Return the source of each page by its path; that of a list is not known here."""
        pages = {one.docname + self.own: one.source for *_, pages in self.lists.values() for one in pages}
        return {**dict.fromkeys((index + self.suffix for index in self.lists if index), ""), **pages}


# How a source is written

NO_OPTIONS: Mapping[str, str] = MappingProxyType({})


class _Markup(Struct, frozen=True):
    """The suffix by which Sphinx knows a markup, how a title is written there, a directive, and a role.

    ``toctrees`` says whether pages may have any: with sphinx-external-toc, only its file does.
    """

    suffix: str
    title: Callable[[str], str]
    directive: Callable[..., str]
    role: str
    toctrees: bool

    def page(self, title: str, *parts: str) -> str:
        return "\n\n".join([self.title(title), *parts]) + "\n"


def _rst_title(title: str) -> str:
    text = _escape(title)
    return f"{text}\n{'=' * column_width(text)}"


def _rst_directive(
    name: str, argument: str = "", options: Mapping[str, str] = NO_OPTIONS, lines: Iterable[str] = ()
) -> str:
    inner = [*(f":{option}: {value}" for option, value in options.items()), "", *lines]
    return "\n".join(
        line.rstrip() for line in (f".. {name}:: {argument}", *(f"   {line}" for line in inner))
    ).rstrip()


def _md_directive(
    name: str, argument: str = "", options: Mapping[str, str] = NO_OPTIONS, lines: Iterable[str] = ()
) -> str:
    inner = [*(f":{option}: {dumps(value, ensure_ascii=False)}" for option, value in options.items()), *lines]
    return "\n".join([f"~~~{{{name}}} {argument}".rstrip(), *inner, "~~~"])


_SIGNS = r"(^[-,/']|[!-&(-+.:-@\[-`{-~])"


def _escape(title: str) -> str:
    """Write a text as nothing but a text: both markups know a backslash before a sign."""
    return re.sub(_SIGNS, r"\\\1", " ".join(title.split()))


def _markup(app: Sphinx) -> _Markup | None:
    """Return the markup of the sources: reStructuredText where the project reads it, as nearly all do."""
    suffixes = {kind: suffix for suffix, kind in reversed(app.config.source_suffix.items())}
    toctrees = "sphinx_external_toc" not in app.extensions
    if "restructuredtext" in suffixes:
        return _Markup(suffixes["restructuredtext"], _rst_title, _rst_directive, ":doc:", toctrees)
    found = next((suffixes[kind] for kind in ("markdown", "myst-nb") if kind in suffixes), None)
    return (
        _Markup(found, lambda title: f"# {_escape(title)}", _md_directive, "{doc}", toctrees)
        if found
        else None
    )


# Which pages there are


def _wanted(app: Sphinx, domain: OrgDomain, markup: _Markup, before: _Wanted) -> _Wanted:
    """Return the pages that the settings ask for."""
    patterns = {name: app.config[name] for name in KINDS if app.config[name]}
    suffix = SUFFIX if is_plain(app) else markup.suffix
    key = fingerprint(domain.registry.whole, patterns, markup.suffix, suffix, app.config.language)
    if before.key == key:
        return before
    catalog = domain.registry.main
    things = [
        (
            setting,
            one.id,
            one.name,
            one.name.location,
            getattr(one, "location", None),
            getattr(one, "family", None),
        )
        for setting in patterns
        for one in KINDS[setting].things(catalog)
    ]
    named = fingerprint(things, patterns, markup.suffix, suffix, app.config.language)
    if before.named == named:
        wanted = structs.replace(before, key=key)
    else:
        wanted = _made(_Wanted(key, named, markup.suffix, suffix, {}), patterns, domain, markup)
    domain.store.save(_NAME, wanted)
    return wanted


_TAKEN = "{setting}: {docname!r} would be the page of {id!r}, and is that of {taken!r}"
_TAKEN_BY = "{setting}: {docname!r} would be the page of {id!r}, and is that of {taken!r} by {whose}"
_SPHINX = "{setting}: {docname!r} would be the page of {id!r}, and is one that Sphinx makes"
_LISTS = "{setting}: {docname!r} would be the page of {id!r}, and lists them all"


_OF_SPHINX = ("genindex", "search")
"""Pages that builders of websites write over any document of that name."""


def _made(wanted: _Wanted, patterns: Mapping[str, str], domain: OrgDomain, markup: _Markup) -> _Wanted:
    labels = labels_of_build()
    problems = []
    taken: dict[str, tuple[str, str]] = dict.fromkeys(_OF_SPHINX, (_SPHINX, ""))
    """The setting and the id of what the page is of; without an id, the message."""
    for setting, pattern in patterns.items():
        kind = KINDS[setting]
        index = _index(pattern)
        taken[index] = _LISTS, ""
        *_, pages = wanted.lists.setdefault(index, (labels.named(kind.label), kind.index, []))
        for one in kind.things(domain.registry.main):
            docname, at = pattern.replace("{id}", _slug(one.id)), getattr(one, "location", one.name.location)
            if docname in taken:
                other, ident = taken[docname]
                message = (_TAKEN if other == setting else _TAKEN_BY) if ident else other
                values = {"setting": setting, "docname": docname, "taken": ident, "whose": other}
                problems.append(Problem.of(Code.CONFIG, message, at or CONF, {"id": one.id}, **values))
                continue
            taken[docname] = setting, one.id
            name, argument, options = kind.show
            filled = {option: text.format(_argument(one.id)) for option, text in options.items()}
            show = name, argument.format(_argument(one.id)), filled
            source = markup.page(one.name, markup.directive(*show))
            file = at.file if at else ""
            instead = file if setting == "roles_pages" and role_of(file) else ""
            family = getattr(one, "family", None)
            pages.append(Page(docname, one.name, source, family, file, instead=instead, show=show))
    return structs.replace(wanted, problems=tuple(problems))


def _index(pattern: str) -> str:
    """Return the docname of the list of the pages of a pattern; none where they are in no folder."""
    folder = pattern.partition("{id}")[0].rpartition("/")[0]
    return f"{folder}/index" if folder else ""


_LONGEST = 100


def _slug(ident: str) -> str:
    """Return a part of a docname for an id of any script; a file system has an end to its names."""
    slug = identify(ident) or "x"
    if len(slug.encode()) <= _LONGEST:
        return slug
    return f"{slug.encode()[:_LONGEST].decode(errors='ignore')}-{fingerprint(slug)[:8]}"


def _argument(ident: str) -> str:
    """Write an id as one argument: commas part names, and a colon begins an option; neither is compared."""
    return " ".join(ident.replace(",", " ").split()).lstrip(":") or ident


class PagedProject(Project):
    """The documents of a project: those of the author, and those that its catalog asks for."""

    def __init__(self, app: Sphinx) -> None:
        super().__init__(app.srcdir, app.project.source_suffix)
        self.restore(app.project)
        self.app = app
        self.folder = Path(app.doctreedir, _FOLDER)
        self.suffix = self.own = ""
        """That by which a page seems to be among the sources, and that of the file of one that is no list."""
        self.pages: dict[str, Page] = {}
        """Those that are made, by docname, in the order of the data."""
        self.names_data = False
        """Whether the data is the file of a page: nothing reads that, and reports name it."""
        self._theirs: dict[str, str] = {}
        self._paths: dict[str, Any] = {}

    def __reduce__(self) -> Any:
        # The environment keeps what Sphinx itself would have made.
        plain = Project(self.srcdir, self.source_suffix)
        plain.restore(self)
        return Project, (self.srcdir, self.source_suffix), vars(plain)

    def discover(self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)) -> set[str]:
        """Find the documents of the author, and write the sources of those that the catalog adds."""
        exclude, include = [*exclude_paths], [*include_paths]
        super().discover(exclude, include)
        domain = OrgDomain.of(self.app.env)
        domain.opened = domain.open()
        self.pages, self._paths = {}, {}
        self._theirs = {docname.casefold(): docname for docname in self.docnames}
        if (markup := _markup(self.app)) is not None:
            self.suffix = markup.suffix
            before = domain.store.load(_NAME, _Wanted) or _Wanted()
            wanted = _wanted(self.app, domain, markup, before)
            self.own = wanted.own
            warn(wanted.problems)
            included = _chosen(include, exclude)
            for index, (title, view, pages) in wanted.lists.items():
                listed = self._add(pages, included)
                if listed and index and not self._own(index) and included(index + self.suffix):
                    source = markup.page(title, *_list(view, listed, markup))
                    self.pages[index] = Page(index, Text(title), source, None, listed[0].file, index=True)
            self._write(before.sources(), wanted.sources())
            warn(self._twins())
        self.docnames.update(self.pages)
        domain.pages = {docname: docname + self.suffix for docname in self.pages}
        return self.docnames

    def _own(self, docname: str) -> str | None:
        """Return the docname of the author's page by that name; capitals are one file on some systems."""
        return self._theirs.get(docname.casefold())

    def _twins(self) -> Iterator[Problem]:
        """Yield a problem for each page that would be written to the file of one of the author's."""
        settings = {_index(self.app.config[name] or ""): name for name in KINDS}
        for docname, page in self.pages.items():
            folder, _, name = docname.rpartition("/")
            theirs = self._own(folder if name == "index" else f"{docname}/index")
            if theirs in self.docnames and self.app.builder.format == "html":
                uri = self.app.builder.get_target_uri(docname)
                if uri == self.app.builder.get_target_uri(theirs):
                    message = "{docname!r}, a page that is made, and {theirs!r} are both written as {file!r}"
                    message += "; expected another name of one of them"
                    values = {"docname": docname, "theirs": theirs, "file": f"{uri}index.html"}
                    at = page.title.location or conf_of_build(self.app).location(settings[docname])
                    yield Problem.of(Code.CONFIG, message, at, **values)

    def _add(self, pages: list[Page], included: Callable[[str], bool]) -> list[Page]:
        """Make pages; return those to be listed, with the author's among them."""
        listed = []
        for page in pages:
            theirs = self._own(page.docname) or (self.path2doc(page.instead) if page.instead else None)
            if theirs in self.docnames:
                listed.append(structs.replace(page, docname=theirs))
            elif included(page.docname + self.suffix):
                self.pages[page.docname] = page
                listed.append(page)
        return listed

    def _write(self, before: Mapping[str, str], wanted: Mapping[str, str]) -> None:
        """Write the sources of the pages that are made, and leave none of others.

        Sphinx reads again what is newer than its doctree: where the author's own page goes, ours is new.
        """
        sources = {self._file(page): page.source for page in self.pages.values()}
        for name, source in sources.items():
            path = self.folder / name
            known = path.is_file()
            if not known or (before.get(name) != source and path.read_text("utf-8") != source):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(source, "utf-8", newline="\n")
        for name in (before.keys() | wanted.keys()) - sources.keys():
            (self.folder / name).unlink(missing_ok=True)

    def path2doc(self, filename: Any) -> str | None:
        """Return the docname of a file; those of pages that are made have theirs from their own folder on."""
        inside = str(filename).removeprefix(f"{self.folder}{os.sep}")
        return super().path2doc(filename if inside == str(filename) else inside)

    def doc2path(self, docname: str, absolute: bool) -> Any:
        """Return the file of a document; from the source folder on, a page that is made seems to be there."""
        page = self.pages.get(docname)
        if page is None:
            return super().doc2path(docname, absolute)
        if self.names_data and page.file:
            return self._path(os.path.normpath(f"{self.srcdir}/{page.file}") if absolute else page.file)
        if not absolute:
            return self._path(docname + self.suffix)
        if docname not in self._paths:
            self._paths[docname] = self._path(f"{self.folder}/{self._file(page)}")
        return self._paths[docname]

    @cached_property
    def _path(self) -> Callable[[str], Any]:
        # Older versions of Sphinx have paths as texts. Sphinx asks several times for each page.
        return type(super().doc2path("", absolute=True))

    def _file(self, page: Page) -> str:
        return page.docname + (self.suffix if page.index else self.own)


def _chosen(include: Iterable[str], exclude: Iterable[str]) -> Callable[[str], bool]:
    """Return what says of a path whether the author's patterns leave it in, as Sphinx reads them."""
    included, excluded = Matcher(include), Matcher(exclude)
    folders: dict[str, bool] = {"": False}

    def outside(folder: str) -> bool:
        if folder not in folders:
            folders[folder] = excluded(folder) or outside(folder.rpartition("/")[0])
        return folders[folder]

    return lambda path: included(path) and not excluded(path) and not outside(path.rpartition("/")[0])


def _list(view: str, pages: list[Page], markup: _Markup) -> Iterator[str]:
    """Write the list of pages: the view, or a toctree (or a list) for each family; first what has none."""
    families: dict[str, list[str]] = {"": []}
    for page in pages:
        family = "" if view else " ".join((page.family or "").split())
        families.setdefault(family, []).append(f"/{page.docname}")
    if view:
        yield markup.directive(view)
    for family, docnames in families.items():
        options = {"hidden": ""} if view else {"maxdepth": "1", **({"caption": family} if family else {})}
        if docnames and markup.toctrees:
            yield markup.directive("toctree", "", options, docnames)
        elif docnames and not view:
            if family:
                yield markup.directive("rubric", _escape(family))
            yield "\n".join(f"* {markup.role}`{docname}`" for docname in docnames)


# What Sphinx does with them


def install(app: Sphinx) -> None:
    """Let the catalog add documents to the project, where a setting asks for some."""
    if not any(app.config[name] for name in KINDS):
        return
    app.project = app.env.project = PagedProject(app)
    # Before Sphinx takes the title for its contents and links.
    app.connect("doctree-read", show_title, priority=100)
    app.connect("env-check-consistency", check_lists)
    app.connect("env-updated", name_data)
    # Themes listen by now: they are to know the data before they look, and their contents are changed after.
    app.connect("html-page-context", lead_to_data, priority=400)
    app.connect("html-page-context", show_contents, priority=900)


def _page(app: Sphinx, docname: str) -> Page | None:
    return app.project.pages.get(docname) if isinstance(app.project, PagedProject) else None


def name_data(app: Sphinx, env: BuildEnvironment) -> None:
    """Let reports about links name the data once all pages are read: their own files are hidden."""
    if isinstance(app.project, PagedProject):
        app.project.names_data = app.builder.name == "linkcheck"


def show_title(app: Sphinx, doctree: nodes.document) -> None:
    """Give a page its title in the language of the build, and the place of it in the data.

    The view on it holds the name, and its translation: what the title says is not translated twice.
    """
    page = _page(app, app.env.docname)
    if page is None:
        return
    # Extensions take the docname from it, counted from the source folder (sphinx-codeautolink 0.20.0).
    doctree["source"] = str(Path(app.srcdir, app.env.doc2path(page.docname, False)))
    # All of them are in the list, or else it is the author who wants none; of lists we report it.
    app.env.metadata[page.docname].setdefault("orphan", "")
    for node in doctree.findall(toctree):
        node.source = str(Path(app.srcdir, page.file))
    title = doctree.next_node(nodes.title)
    if title is not None:
        title["translatable"] = False
        known = (texts["translations"].get(page.title) for texts in doctree.findall(roles_texts))
        # sphinx.ext.autosectionlabel makes labels of the sources of titles: a person may be called as a role.
        title.rawsource = f"{page.docname}#{title.parent['ids'][0]}"
        title.children = []
        title += nodes.Text(next(filter(None, known), str(page.title)))


_UNLISTED = "no toctree names {document!r}, the list of pages that `{setting}` makes"


def check_lists(app: Sphinx, env: BuildEnvironment) -> None:
    """Report each list of pages that no toctree names, as Sphinx would, at the setting that asks for it."""
    if not isinstance(app.project, PagedProject):
        return
    lists = {docname for docname, page in app.project.pages.items() if page.index}
    for docname in app.project.pages:
        # A list shows of our pages their titles alone: where one is another, all pages are written.
        env.files_to_rebuild.get(docname, set()).difference_update(lists)
    named = {docname for listed in env.toctree_includes.values() for docname in listed}
    for setting in KINDS:
        page = _page(app, _index(app.config[setting] or ""))
        if page is not None and page.index and page.docname not in named:
            at = conf_of_build(app).location(setting)
            values = {"document": page.docname, "setting": setting}
            problem = Problem.of(Code.CONFIG, _UNLISTED, at, **values)
            report(problem, ("toc", "not_included"))


def show_contents(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Put the sections that are in the view of a page into its table of contents."""
    if doctree is None or (page := _page(app, pagename)) is None or page.index or "toc" not in context:
        return
    views = doctree.findall(roles_view)
    found: Iterable[tuple[str, str]] = next((view.get("contents", ()) for view in views), ())
    entries = "".join(
        f'<li><a class="reference internal" href="#{anchor}">{escape(title, quote=False)}</a></li>\n'
        for anchor, title in found
    )
    if entries:
        before, end, after = context["toc"].rpartition("</li>")
        context["toc"] = f"{before}<ul>\n{entries}</ul>\n{end}{after}"
        context["display_toc"] = True
        # Furo looks for sections where Sphinx keeps those of the tree.
        context["furo_hide_toc"] = False


def lead_to_data(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Lead the link by which a theme lets readers edit a page to the data that the page shows.

    Themes add the suffix to the name of the page, after the address of the source folder; a browser takes
    the steps upwards out of an address before it asks for it. Source: RFC 3986, section 5.2.4.
    """
    page = _page(app, pagename)
    if page is not None:
        upwards = "/.." * (pagename.count("/") + 1)
        context["page_source_suffix"] = f"{upwards}/{quote(page.file)}" if page.file else ""
