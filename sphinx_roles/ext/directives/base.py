"""What all our directives do: run the query that the options make, and make one node of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

from docutils import nodes
from msgspec import Struct

from sphinx_roles.analysis.report import Query, Report, walk
from sphinx_roles.analysis.selection import LEAST
from sphinx_roles.catalog.sources import DEFAULT, near_file, path_is, picture_problem
from sphinx_roles.catalogs import Data, Request, Sheets
from sphinx_roles.ext.directives.options import NoViewError, ReportingDirective, listed
from sphinx_roles.ext.domain import EVERYTHING, Target
from sphinx_roles.ext.source_locations import body_location
from sphinx_roles.fields import SHORT, card_fields
from sphinx_roles.log import warn
from sphinx_roles.model import (
    Catalog,
    Holder,
    Link,
    Matrix,
    Responsibility,
    Role,
    Section,
    Text,
    fold,
    identify,
    level_names,
    location_of,
)
from sphinx_roles.problems import SLIP, Code, Given, Location, Phrase, closest
from sphinx_roles.render.markup import renderer_for
from sphinx_roles.render.view import (
    Drawing,
    Folded,
    Title,
    note_id,
    roles_link,
    roles_table,
    roles_title,
    roles_view,
    text_nodes,
)

Filled = TypeVar("Filled", bound=Struct)
R = TypeVar("R", bound=Report)


def _called(things: Mapping[str, Matrix | Section]) -> Iterator[str | None]:
    for key, thing in things.items():
        yield from (key, thing.name if fold(thing.name or "") != fold(key) else None)


_Words: TypeAlias = Callable[[Catalog], Iterable[str | None]]
KNOWN: dict[str, tuple[Code, str, _Words]] = {
    "matrix": (Code.UNKNOWN_MATRIX, "matrix", lambda one: _called(one.matrices)),
    "sections": (
        Code.OPTION,
        "section",
        lambda one: _called({key: section for (_, key), section in one.sections.items()}),
    ),
    "letters": (Code.UNKNOWN_LETTER, "letter", lambda one: ()),
    "rows": (
        Code.UNKNOWN_RESPONSIBILITY,
        "responsibility",
        lambda one: (word for row in one.rows for word in (row.id, row.name)),
    ),
    "tags": (Code.OPTION, "tag", Catalog.tags),
    "kinds": (Code.OPTION, "kind", lambda one: (row.kind for row in one.rows)),
    "families": (Code.OPTION, "family", lambda one: (role.family for role in one.roles.values())),
    "statuses": (Code.OPTION, "status", lambda one: (role.status for role in one.roles.values())),
    "when": (Code.OPTION, "condition", lambda one: (a.when for row in one.rows for a in row.assign)),
    "roles": (Code.UNKNOWN_ROLE, "role", Catalog.role_names),
}
"""Of each option that names something: how an unknown name is reported, and which names a catalog has."""


_EXPECTED = "no {kind} {name!r}; expected some of {known}"
_LISTED = 8
"""So many names are listed at most where none is near."""
_LONGEST = 80
"""So long is the name of a file at most, without its number."""


def titled(caption: Text | None, label: str = "") -> Title:
    """Return the title of a view: its caption, else a label."""
    return ("", (caption,)) if caption else (label, ())


class ViewDirective(ReportingDirective, module=""):
    """A directive that shows a report.

    A subclass declares the options, the ``module`` of this package that draws the view, and whether its body
    may hold the data. The module is imported when a page first shows one. It has a function of the
    directive's name, with underscores, which takes the directive and returns its nodes, or raises
    `NoViewError`. Whatever is wrong is reported once, and the rest is drawn.
    """

    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    broken = False
    """Some of the data could not be read."""
    mistaken = False
    """Something is wrong in the body or in a sheet: that there is nothing to show then follows from it."""
    catalogs: Sequence[Catalog] = ()
    """What the query was run on: one catalog, or how it was and how it is."""
    misplaced = False
    """Something may be missing from the view for a mistake in the data, which is reported."""
    unjudged: frozenset[str] = frozenset()
    """Letters of the options of which nothing is said, as there are none to compare them with."""

    def run(self) -> list[nodes.Node]:
        """Read the options, report what is wrong with them, and draw."""
        self.read_options()
        # A project pays only for the views that it shows, as analysis and drawing take long to import.
        view = import_module(f"{__package__}.{self.module}")
        try:
            drawn: list[nodes.Node] = getattr(view, self.directive.replace("-", "_"))(self)
        except NoViewError:
            drawn = []
        # A quote in which there is nothing would end the build in a transform of Sphinx.
        return drawn or [nodes.comment()]

    def fill(self, record: type[Filled], **more: Any) -> Filled:
        """Return a query or a shape whose fields have the values of the options of that name."""
        options = ((name, self.options.get(name.replace("_", "-"))) for name in record.__struct_fields__)
        return record(**{name: value for name, value in options if value is not None} | more)

    # The report

    def data(self) -> Data:
        """Return what the view is about: a file, the body of the directive, or a catalog.

        Of several, one is used, and the others are reported.
        """
        file, catalog = self.options.get("file"), self.options.get("catalog", "")
        body = any(line.strip() for line in self.content)
        self.check_table_options(bool(file or body))
        if catalog and (file or body):
            self.report_idle("catalog", beside="`:file:`" if file else Phrase("a body"))
        if file and body:
            self.report_at("the body is not read, as `:file:` names the data", body_location(self))
        if file:
            scheme, path = self.options.get("scheme"), self.env.relfn2path(file.replace("\\", "/"))[0]
            # Without one, all pages share what is read of the file.
            at = self.location(scheme) if scheme else Location("")
            return Data(file=path, location=at, **self.table_options())
        if body:
            return Data(body="\n".join(self.content), location=body_location(self), **self.table_options())
        return Data(catalog=catalog)

    @property
    def catalog_data(self) -> Data:
        """The catalog of conf.py that the view is about, where it takes neither a file nor a body."""
        return Data(catalog=self.options.get("catalog", ""))

    def catalog(self, data: Data) -> Catalog:
        """Return what there is of some data; an empty catalog where there is none."""
        return self.domain.registry.catalog(data)[0] or Catalog()

    def table_options(self) -> dict[str, Any]:
        """Return what the options say of a table, which cannot say it itself."""
        return {"scheme": self.options.get("scheme"), "transpose": self.options.get("transposed-data")}

    def check_table_options(self, table: bool) -> None:
        """Report what is only for a table in the body or a file, where there is none."""
        schemes = self.domain.registry.main.schemes
        for name in ("scheme", "transposed-data"):
            if table or not self.options.get(name):
                continue
            if name == "scheme" and self.options[name] not in schemes:
                self.unknown(Code.UNKNOWN_SCHEME, "scheme", [self.options[name]], schemes)
                continue
            message = (
                "the option {option!r} does nothing here; "
                "expected a table in the body, or a file, that it is for"
            )
            self.report(message, name, option=name)

    @property
    def own_fields(self) -> tuple[tuple[str, str], ...]:
        """The fields that conf.py declares: another one may hold what is not for readers."""
        fields = self.domain.registry.settings.fields
        return tuple(sorted((name, Text(label, location_of(label))) for name, label in fields.items()))

    @property
    def edit(self) -> bool:
        """True where things have a link to their place in the data."""
        return bool(self.config.roles_edit_url) and bool(self.options.get("edit", True))

    def is_target(self, data: Data) -> bool:
        """Return whether links lead to what the view shows: the main catalog, unless the author says no."""
        return not (data.standalone or data.catalog or self.options.get("no-index"))

    def run_query(
        self,
        query: Query[R],
        data: Data,
        before: Data | None = None,
        words: Iterable[str] = (),
        sheets: Sheets | None = None,
    ) -> R:
        """Run a query, and note it for the next build; report data that is missing, and end there.

        A query about two catalogs has ``before``. ``words`` are what the page calls the one or both.
        One about a survey has its ``sheets``.
        """
        request, registry = Request(query, data, before, sheets), self.domain.registry
        report, problems = registry.answer(request)
        warn(problems)
        shown = registry.digest(request, report)
        self.domain.note_view(self.env.docname, request, shown, reported=bool(problems))
        self.mistaken |= bool(problems) and (sheets is not None or bool(data.body))
        sides = [side for side in (before, data) if side is not None]
        found = [registry.catalog(side)[0] for side in sides]
        named = words or [self.options.get("file") or "catalog"]
        for side, catalog, word in zip(sides, found, named, strict=True):
            if catalog is None:
                self._report_missing(side, word)
            self.broken |= catalog is None or catalog.incomplete
            if catalog is not None and report is not None and report.shows_nothing:
                self.misplaced |= catalog.misplaced
        if report is None:
            raise NoViewError
        self.catalogs = [catalog for catalog in found if catalog is not None]
        return cast("R", report)

    def _report_missing(self, data: Data, word: str) -> None:
        registry = self.domain.registry
        if not data.file:
            near = closest(data.catalog, [name for name in registry.catalogs if name])
            about = {"kind": "catalog", "name": data.catalog, "nearest": near}
            self.report("no {kind} {name!r}", word, Code.UNKNOWN_CATALOG, **about)
            return
        if path_is(Path.is_dir, registry.root / data.file):
            self.report("{path!r} is a folder", word, Code.UNREADABLE_FILE, path=data.file)
            return
        near = near_file(data.file, registry.root)
        # What is in another folder has a path from the source folder on.
        near = f"/{near}" if "/" in near else near
        page = Path(self.env.doc2path(self.env.docname, base=False)).as_posix()
        message, about = "no {kind} {name!r}", {"name": data.file, "page": page, "nearest": near}
        if self.here.file != page and self.env.docname not in self.domain.pages:
            message += "; a path begins at the page that includes this, {page!r}"
        self.report(message, word, Code.MISSING_FILE, kind="file", **about)

    # The node

    def node(
        self,
        report: Report,
        shape: Struct,
        drawing: Drawing,
        title: Title = ("", ()),
        *,
        counted: bool = False,
        whole: Folded | None = None,
    ) -> roles_view:
        """Return the view's node with its texts and links; one that is ``counted`` is a table of the book.

        Where the report is only a part, ``whole`` is what the page keeps, once for all parts.
        """
        node = (roles_table if counted else roles_view)(
            "",
            report=whole or Folded(report),
            about=report.about,
            drawing=Folded((drawing, shape)),
            anchors={},
            aliases={},
            docname=self.env.docname,
            serial=self.env.new_serialno("roles"),
        )
        self.set_source_info(node)
        node["classes"] += [identify(name) for name in self.options.get("class", ())]
        node["classes"] += ["ro-page"] if self.options.get("width") == "page" else []
        found = [*walk(report), *walk(shape)]
        document, markup = self.state.document, self.config.roles_markup
        human = [thing for thing in found if isinstance(thing, Text)]
        node += text_nodes(human, document, markup, Path(self.env.srcdir), self._page_location(human))
        plain = node.texts
        node["translations"], node["words"] = (plain["translations"], plain["words"]) if plain else ({}, {})
        if any(title):
            node += roles_title("", title=title, translations=node["translations"], translatable=False)
        links = (thing for thing in found if isinstance(thing, Link | Holder))
        urls = (thing.url if isinstance(thing, Link) else thing.link for thing in links)
        for url in dict.fromkeys(filter(None, urls)):
            node += roles_link(url, renderer_for(document, markup).link(url))
        self.domain.note_link(self.env.docname, *EVERYTHING)
        # A letter or a card has the colour that the data gives it.
        colors = {color for thing in found if (color := getattr(thing, "color", ""))}
        if colors:
            self.domain.note_colors(self.env.docname, colors)
        self.add_name(node)
        return node

    def add_picture(self, node: roles_view, uri: Text, alt: Text | None) -> None:
        """Make a picture, which Sphinx copies, a child of the view; report one that there is not."""
        path = Path(self.env.srcdir, uri.lstrip("/"))
        if (problem := picture_problem(Path(self.env.srcdir), uri, self.here)) is not None:
            # The page is read again when the picture comes.
            self.env.note_dependency(str(path))
            warn([problem])
            return
        image = nodes.image("", uri=f"/{uri.lstrip('/')}", alt=str(alt or ""), classes=["sd-card-img-top"])
        image["roles-image"] = str(uri)
        self.set_source_info(image)
        node += image

    def file_name(self, title: Text | None, default: str) -> str:
        """Return the name of a CSV file, which stays when a view is added above."""
        names = self.options.get("name", ""), str(title or ""), self.env.docname.rpartition("/")[2]
        stem = next(filter(None, map(identify, names)), default)[:_LONGEST]
        number = self.env.new_serialno(f"roles {stem}.csv")
        return f"{stem}-{number + 1}.csv" if number else f"{stem}.csv"

    def anchor(self, stem: str, node: nodes.Element) -> str:
        """Return an id that nothing else on the page has; it leads to ``node``."""
        return note_id(self.state.document, stem, node)

    def alias_anchors(self, kind: str, names: Iterable[str], node: nodes.Element) -> list[str]:
        """Return the anchors of other names that nothing on the page has; they lead to ``node``.

        Only links from elsewhere know an old name, so what has it now goes before.
        """
        wanted = (f"{kind}-{ident}" for name in names if (ident := identify(name)))
        free = [one for one in dict.fromkeys(wanted) if one not in self.state.document.ids]
        self.state.document.ids.update(dict.fromkeys(free, node))
        return free

    @property
    def alone(self) -> bool:
        """True on a page that we make, which has a title and this view."""
        return self.env.docname in self.domain.pages

    @property
    def parent(self) -> nodes.Element:
        """The node of the page that the nodes of the directive go into."""
        # MyST has no state of that name, and keeps the node itself.
        renderer = getattr(self.state, "_renderer", None)
        found: nodes.Element = self.state.parent if renderer is None else renderer.current_node
        return found

    def is_named_above(self, *names: str) -> bool:
        """Return whether the section around the directive is called by one of the names."""
        if not isinstance(self.parent, nodes.section):
            return False
        return fold(cast("nodes.Element", self.parent[0]).astext()) in map(fold, names)

    def register_targets(
        self,
        node: roles_view,
        kind: str,
        things: Iterable[tuple[str, str, str, int]],
        aliases: Iterable[tuple[str, tuple[str, ...]]] = (),
    ) -> None:
        """Make the view a target: ``things`` are (key, id, name as shown, rank), ``aliases`` (key, names)."""
        placed = [
            (key, self.anchor(f"{kind}-{identify(ident) or 'x'}", node), shown, rank)
            for key, ident, shown, rank in things
        ]
        node["kind"] = kind
        node["anchors"] |= {key: anchor for key, anchor, _, _ in placed}
        # Names of today go before those of old.
        others = {key: self.alias_anchors(kind, names, node) for key, names in aliases if names}
        node["aliases"] |= others
        targets = [Target(kind, *place, tuple(others.get(place[0], ()))) for place in placed]
        self.domain.note_targets(self.env.docname, targets, node.texts)

    # What is wrong

    def _page_location(self, texts: Iterable[Text]) -> Location:
        """Return the place of what is in no data: the directive; on a page that we make, other data of it."""
        made = self.env.docname in self.domain.pages
        found = next((text.location for text in texts if text.location), None) if made else None
        return found or self.here

    def unknown(
        self, code: Code, thing: str, names: Iterable[str], known: Iterable[str], *, listed: bool = False
    ) -> None:
        """Report names of the options or argument that lead nowhere, with the nearest or those ``listed``."""
        words: dict[str, None] = {}
        # What could not be read may hold the name, and so may what a mistake has put elsewhere.
        unsure = self.broken or any(thing in one.doubtful for one in self.catalogs)
        for name in names:
            words = words or dict.fromkeys(known)
            near = closest(name, words, SLIP) if unsure else closest(name, words)
            if unsure and not near:
                continue
            if listed and not near and 0 < len(words) <= _LISTED:
                self.report(_EXPECTED, name, code, kind=thing, name=name, known=sorted(words))
            else:
                self.report("no {kind} {name!r}", name, code, kind=thing, name=name, nearest=near)

    def check_names(self, names: Iterable[str]) -> None:
        """Report names of the options that lead nowhere in any of the catalogs, with the nearest one."""
        for name in names:
            given = ((option, self.options.get(option, ())) for option in KNOWN)
            option = next((option for option, value in given if name == value or name in value), "roles")
            code, thing, known = KNOWN[option]
            words = [str(word) for one in self.catalogs for word in known(one) if word]
            if option == "letters":
                self.unknown_letter(name)
            elif option == "rows" and (matrix := self.options.get("matrix")) and name in words:
                message = "{name!r} is a responsibility of another matrix than {matrix!r}"
                self.report(message, name, code, name=name, matrix=matrix)
            else:
                # A tag of roles alone is none of the rows.
                others = [word for word in words if word != name]
                self.unknown(code, thing, [name], others, listed=option not in ("roles", "rows"))

    def roles_of_argument(self) -> tuple[str, ...]:
        """Return the names in the argument: with commas, or as one text with blanks between them."""
        argument = " ".join(self.arguments).replace("\n", " ").strip()
        return listed(argument) if "," in argument else (argument,) if argument else ()

    def role_of_argument(self) -> str:
        """Return the name in the argument, which must be there."""
        if not self.arguments:
            self.refuse("expected the name of a role")
        return " ".join(self.arguments[0].split())

    def add_roles_of_argument(self) -> None:
        """Put the roles of the argument in front of those of the option."""
        if self.arguments:
            self.options["roles"] = (*listed(self.arguments[0]), *self.options.get("roles", ()))

    def caption(self) -> Text | None:
        """Return the argument as a text of the author."""
        return Text(self.arguments[0].strip(), self.here) if self.arguments else None

    def text(self, option: str) -> Text | None:
        """Return an option as a text of the author."""
        given = self.options.get(option)
        return Text(given, self.location(option)) if given else None

    def check_count(self, found: int, most: int) -> None:
        """Report an argument that names fewer roles than `LEAST`, or too many, and end there."""
        if not LEAST <= found <= most:
            self.refuse("expected the names of two to {most} roles, found {count}", most=most, count=found)

    def check_roles(self, unknown: Sequence[str], *, levels: bool = False, stop: bool = True) -> None:
        """Report names that lead to no role, or to no level where ``levels`` may be named; end there."""
        for name in unknown:
            if levels and "/" in name:
                known = level_names(self.catalogs[-1].roles)
                self.unknown(Code.UNKNOWN_ROLE, "role or level", [name], known)
            else:
                self.unknown(Code.UNKNOWN_ROLE, "role", [name], self.catalogs[-1].role_names())
        if stop and unknown:
            raise NoViewError

    def unknown_letter(self, name: str) -> None:
        """Report a letter that no scheme of the rows has."""
        rows = [(catalog, row) for catalog in self.catalogs for row in catalog.rows]
        matrix = fold(self.options.get("matrix", ""))
        named = ((one, row, one.matrices[row.matrix]) for one, row in rows if matrix)
        rows = [(one, row) for one, row, of in named if matrix in (fold(of.id), fold(of.name))] or rows
        schemes = {catalog.matrices[row.matrix].scheme: catalog.scheme_of(row) for catalog, row in rows}
        parts = [part for scheme in schemes.values() for part in scheme.participations]
        letters = dict.fromkeys(part.letter for part in parts)
        near = closest(name, [word for part in parts for word in (part.letter, str(part.name))])
        # A catalog without rows has no letters at all.
        if not near and (self.broken or not letters):
            self.unjudged |= {name}
            return
        code = Code.UNKNOWN_LETTER
        self.report(_EXPECTED, name, code, kind="letter", name=name, known=letters, nearest=near)

    def card_fields(self, default: tuple[str, ...], full: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the fields of roles that the options ask for; `short` and `full` are for several.

        ``full`` are those of that word, by default all that a card can show and those of the team's own.
        """
        every, own = card_fields(), tuple(name for name, _ in self.own_fields)
        presets = {"short": SHORT, "full": (*(full or every), *own)}
        presets = {word: keys for word, keys in presets.items() if word not in own}
        asked, without = self.options.get("fields", default), self.options.get("without-fields", ())
        roles = self.domain.registry.main.roles.values()
        self.check_fields([name for name in (*asked, *without) if name not in presets], every, roles)
        wanted = dict.fromkeys(key for name in asked for key in presets.get(name, (name,)))
        dropped = {key for name in without for key in presets.get(name, (name,))}
        return tuple(key for key in wanted if key not in dropped)

    def check_fields(
        self, names: Iterable[str], fields: Iterable[str], things: Iterable[Role | Responsibility]
    ) -> None:
        """Report each name that is neither one of ``fields`` nor a field of the team's own."""
        known = {*fields, *self.config.roles_fields}
        unknown = [name for name in names if name not in known]
        # The data declares a field by using it; a thousand pages are not to ask a thousand roles each.
        known.update(name for thing in (things if unknown else ()) for name in thing.own)
        for name in unknown:
            if name in known:
                continue
            near = closest(name, known)
            if near or not self.domain.registry.main.incomplete:
                self.report(_EXPECTED, name, kind="field", name=name, known=sorted(known), nearest=near)

    def check_empty(self, report: Report, message: str, **values: Given) -> None:
        """End where there is nothing to show; report it, unless that follows from what has been reported."""
        if report.shows_nothing:
            wrong = {*report.not_found} - self.unjudged
            if not (wrong or self.broken or self.mistaken or self.misplaced):
                named = self.options.keys() & {"catalog", "file"} or any(self.content)
                if not named and not self.domain.registry.main.files:
                    message = "there is no data: `roles_catalog` names no file"
                    near = near_file(DEFAULT, self.domain.registry.root)
                    if near != DEFAULT:
                        message = (
                            "there is no data: `roles_catalog` names no file, "
                            "and {name!r} is not beside conf.py"
                        )
                        values = {"name": DEFAULT, "nearest": near}
                self.report(message, "", Code.EMPTY_VIEW, **values)
            raise NoViewError
