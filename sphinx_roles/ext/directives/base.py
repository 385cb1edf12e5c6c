"""What all our directives do: read options, ask the library, leave one node."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from msgspec import Struct
from sphinx.util.docutils import SphinxDirective

from sphinx_roles.analysis.report import Query, Report, digest, walk
from sphinx_roles.catalogs import Data, Request
from sphinx_roles.ext.directives.options import Options, Reader, Spec, names, text
from sphinx_roles.ext.domain import EVERYTHING, OrgDomain, Target
from sphinx_roles.ext.source_locations import DirectiveSource
from sphinx_roles.log import warn
from sphinx_roles.model import Catalog, Holder, Link, Text, identify
from sphinx_roles.problems import Code, Location, Problem, nearest
from sphinx_roles.render.markup.renderer import renderer_for
from sphinx_roles.render.texts import roles_link, roles_texts, text_nodes
from sphinx_roles.render.view import Drawings, LazyReport, roles_view

UNREAD = {
    Code.CONFIG,
    Code.MISSING_FILE,
    Code.UNREADABLE_FILE,
    Code.UNKNOWN_FORMAT,
    Code.ENCODING,
    Code.SYNTAX,
    Code.TOO_LARGE,
    Code.NO_DATA,
    Code.FORMAT,
    Code.TABLE,
}
"""Problems of a whole file: what the views miss then only follows from them."""


def unread(catalog: Catalog) -> bool:
    """Return True where some of the data could not be read."""
    return any(problem.code in UNREAD for problem in catalog.problems)


class ViewDirective(SphinxDirective):
    """A directive that shows a report.

    A subclass names its ``readers`` and its ``drawings``, and turns its options into a query and a
    shape. Whatever is wrong is told once, and the rest is drawn.
    """

    directive: ClassVar[str] = ""
    drawings: ClassVar[Drawings]
    readers: ClassVar[dict[str, Reader]] = {}
    common: ClassVar[dict[str, Reader]] = {"catalog": text, "class": names, "name": text}

    broken = False
    """Some of the data could not be read."""

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def __init_subclass__(cls) -> None:
        """Take the common options as well, and let docutils list all of them."""
        cls.readers = {**ViewDirective.common, **cls.readers}
        cls.option_spec = Spec(dict.fromkeys(cls.readers, directives.unchanged))

    def run(self) -> list[nodes.Node]:
        """Read the options, tell what is wrong with them, and draw."""
        options, wrong = Options.read(self.options.items(), self.readers)
        for option, message in wrong:
            self.report(Code.OPTION, f"{self.name}: the option {option!r} is {message}", option)
        return self.draw(options)

    def draw(self, options: Options) -> list[nodes.Node]:
        """Return the nodes of the view."""
        raise NotImplementedError

    # Asking

    @property
    def domain(self) -> OrgDomain:
        """The domain ``org`` of this build."""
        return self.env.domains["org"]  # type: ignore[return-value]

    def data(self, options: Options, **more: Any) -> Data:
        """Return what the view is about: a file, the body of the directive, or a catalog."""
        if options("file"):
            path, _ = self.env.relfn2path(options("file"))
            return Data(file=path, **more)
        body = "\n".join(self.content)
        if body.strip():
            return Data(body=body, location=self.body_location(), **more)
        return Data(catalog=options("catalog", ""))

    def run_query(self, query: Query, data: Data) -> Report | None:
        """Answer a query, note it for the next build, and tell of names that lead nowhere."""
        request = Request(query, data)
        registry = self.domain.registry
        report, problems = registry.answer(request)
        warn(problems)
        shown = digest(report) if report is not None else ""
        self.domain.note_view(self.env.docname, request, shown, reported=bool(problems))
        catalog, _ = registry.catalog(data)
        self.broken = catalog is None or unread(catalog)
        if report is None:
            self.report_missing(data, self.options["file"] if data.file else "catalog")
        return report

    def report_missing(self, data: Data, word: str) -> None:
        """Tell that there is no such file or catalog; ``word`` is what names it."""
        registry = self.domain.registry
        if data.file:
            beside = (registry.root / data.file).parent
            near = nearest(
                Path(data.file).name, [p.name for p in beside.iterdir()] if beside.is_dir() else []
            )
            folder = (registry.root / data.file).is_dir()
            message = f"{data.file!r} is a folder" if folder else f"no file {data.file!r}{near}"
            code = Code.UNREADABLE_FILE if folder else Code.MISSING_FILE
            self.report(code, f"{self.name}: {message}", word)
            return
        known = [name for name in registry.catalogs if name]
        message = f"{self.name}: no catalog {data.catalog!r}{nearest(data.catalog, known)}"
        self.report(Code.UNKNOWN_CATALOG, message, word)

    def report_empty(self, report: Report, thing: str) -> None:
        """Tell that nothing is selected, unless that only follows from what has been told."""
        if not report.unknown and not self.broken:
            self.report(Code.EMPTY_VIEW, f"{self.name}: no {thing} is selected")

    # Drawing

    def create_view_node(self, report: Report, shape: Struct, options: Options) -> roles_view:
        """Return the view's node with its texts and links."""
        node = roles_view(
            "",
            report=LazyReport(report),
            shape=shape,
            drawings=self.drawings,
            anchors={},
            docname=self.env.docname,
            serial=self.env.new_serialno("roles"),
        )
        self.set_source_info(node)
        node["classes"] += [identify(name) for name in options("class", ())]
        found = list(walk(report))
        human = (thing for thing in found if isinstance(thing, Text))
        root = Path(self.env.srcdir)
        node += text_nodes(human, self.renderer, self.config.roles_markup, root, self.location())
        node += self._links(found)
        self.domain.note_link(self.env.docname, *EVERYTHING)
        # A letter or a card has the colour that the data gives it.
        colors = {color for thing in found if (color := getattr(thing, "color", ""))}
        if colors:
            self.domain.note_colors(self.env.docname, colors)
        self.add_name(node)
        return node

    @property
    def renderer(self) -> Any:
        """What turns texts of the data into nodes on this page."""
        return renderer_for(self.state.document, self.config.roles_markup)

    def _links(self, found: Iterable[Text | Struct]) -> list[roles_link]:
        urls: dict[str, Text] = {}
        for thing in found:
            if isinstance(thing, Link):
                urls.setdefault(thing.url, thing.url)
            elif isinstance(thing, Holder) and thing.link:
                urls.setdefault(thing.link, thing.link)
        return [roles_link(url, self.renderer.link(url)) for url in urls.values()]

    def register_targets(
        self, node: roles_view, kind: str, things: Iterable[tuple[str, str, str, int]]
    ) -> None:
        """Make the view a target: ``things`` are (key, id, name as shown, rank)."""
        document = self.state.document
        targets = []
        for key, ident, shown, rank in things:
            anchor = stem = f"{kind}-{identify(ident) or 'x'}"
            number = 1
            while anchor in document.ids:
                number += 1
                anchor = f"{stem}-{number}"
            document.ids[anchor] = node
            node["anchors"][key] = anchor
            targets.append(Target(kind, key, anchor, shown, rank))
        node["kind"] = kind
        plain = next((child for child in node.children if isinstance(child, roles_texts)), None)
        self.domain.note_targets(self.env.docname, targets, plain)

    # Telling

    def report(self, code: Code, message: str, word: str = "") -> None:
        """Tell a problem at the line and column of an option, or of the directive's own name."""
        warn([Problem(code, message, self.location(word))])

    def unknown(self, code: Code, thing: str, name: str, known: Iterable[str]) -> None:
        """Tell that a name in an option or argument leads nowhere."""
        near = nearest(name, known)
        # What could not be read may hold the name.
        if near or not self.broken:
            self.report(code, f"{self.name}: no {thing} {name!r}{near}", name)

    def location(self, word: str = "") -> Location:
        """Return the place of ``word`` in the directive's source."""
        return DirectiveSource(self).location(word)

    def body_location(self) -> Location:
        """Return the place of the first character of the directive's body."""
        return DirectiveSource(self).body()
