"""The domain ``org``: what pages show and refer to (roles, rows, skills, people), and the index."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from typing import Any, ClassVar, TypeVar, cast

from docutils import nodes
from msgspec import Struct, structs
from sphinx.addnodes import only, pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.errors import NoUri
from sphinx.locale import get_translation, get_translator
from sphinx.roles import XRefRole

from sphinx_roles.analysis.report import Query, Report
from sphinx_roles.analysis.who import NameQuery, PeopleIndex, find_named
from sphinx_roles.catalogs import CatalogRegistry, Data, Request, Store
from sphinx_roles.model import Catalog, level_names, level_title
from sphinx_roles.problems import SLIP, Code, Location, Problem, closest
from sphinx_roles.render.labels import Labels
from sphinx_roles.render.markup.allowed import reference_to
from sphinx_roles.render.view import is_single_page, roles_texts, roles_title

# Words of a class: they are translated when they are shown, as only then the language is known.
_LABELS, _ = Labels(), get_translation("sphinx_roles")

R = TypeVar("R", bound=Report)
EVERYTHING = ("", "")
"""In the place of (kind, name): a page whose links are not noted one by one."""


class Target(Struct, frozen=True, array_like=True, gc=False):
    """A place that links to ``key`` may lead to; the smallest ``rank`` wins, then the toctree's order.

    ``key`` is the id of a role, skill or person, ``role/level``, or "matrix, section, id" of a row on three
    lines. What is ``shown`` of a level are two names on two lines.
    """

    kind: str
    key: str
    anchor: str
    shown: str
    rank: int
    others: tuple[str, ...] = ()
    """The anchors of its aliases."""
    only: tuple[str, ...] = ()
    """The expressions of ``only`` around it: an output of which one is not true leaves it out."""


class Listing(Struct, frozen=True):
    """What the index and the inventory list, which takes the main catalog to know."""

    objects: tuple[tuple[str, str, str, str, str, int], ...] = ()
    families: dict[str, str] = {}
    """By the id of the role."""


class RoleIndex(Index):
    """All roles by their first letter, with what kind of thing they are."""

    name = "roles"
    localname = _LABELS.index_of_roles
    shortname = _LABELS.roles

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Return an entry for each role that a page shows, and its levels under it."""
        domain = OrgDomain.of(self.domain.env)
        shown = {
            key: (docname, target)
            for (kind, key), (docname, target) in domain.targets.items()
            if kind == "role"
            and (docnames is None or docname in docnames)
            and not domain.leaves_out(docname, target)
        }
        entries: dict[str, list[tuple[tuple[str, str, int, str], IndexEntry]]] = {}
        for key, (docname, target) in shown.items():
            role = key.partition("/")[0]
            listed = shown[role][1].shown if role in shown else target.shown
            under = 2 if role != key and role in shown else 0
            extra = domain.listing.families.get(key, "")
            entry = IndexEntry(target.shown, under, docname, target.anchor, extra, "", "")
            place = listed.casefold(), role, under, target.shown.casefold()
            # What has no letter or digit is before all others.
            initial = next((sign.upper() for sign in listed if sign.isalnum()), "")
            entries.setdefault(initial, []).append((place, entry))
        order = {letter: sorted(some, key=lambda one: one[0]) for letter, some in sorted(entries.items())}
        return [(letter, [entry for _, entry in some]) for letter, some in order.items()], False


_BY_PAGE = ("targets", "views", "questions", "linking", "colors")
"""What the environment keeps for each page."""


class _Reference(XRefRole):
    """A reference by any name of a role or row; notes which pages hold one, and to what."""

    def __init__(self) -> None:
        super().__init__(innernodeclass=nodes.inline, warn_dangling=True)

    def create_non_xref_node(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Take a lone ``!`` as a name: it would show nothing, and nothing would be reported."""
        return self.create_xref_node() if self.text == "!" else super().create_non_xref_node()

    def process_link(
        self, env: BuildEnvironment, refnode: nodes.Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """Note the page as one to write again when the target moves."""
        OrgDomain.of(env).note_link(env.docname, refnode["reftype"], target)
        return super().process_link(env, refnode, has_explicit_title, title, target)


class OrgDomain(Domain):
    """Roles, responsibilities, skills and people as things that pages show and refer to.

    The environment keeps, per page: ``targets``, ``views`` (what each view asked, the digest
    of what it was answered, and those of the data), ``questions`` (the same for sentences),
    ``linking`` (what it refers to) and ``colors``; and by which version of ours they were ``made_by``.
    """

    name = "org"
    label = _(_LABELS.organisation)
    object_types: ClassVar = {
        "role": ObjType(_(_LABELS.role), "role"),
        "responsibility": ObjType(_(_LABELS.responsibility), "responsibility"),
        "skill": ObjType(_(_LABELS.skill_head), "skill"),
        "person": ObjType(_(_LABELS.holder_person), "person"),
    }
    roles: ClassVar = {name: _Reference() for name in object_types}
    indices: ClassVar = [RoleIndex]
    initial_data: ClassVar = {**{name: {} for name in _BY_PAGE}, "made_by": ""}
    data_version = 4

    builder: Builder
    store: Store
    open: Callable[[], CatalogRegistry]
    """Opens the catalogs as they are now."""

    @classmethod
    def of(cls, env: BuildEnvironment) -> OrgDomain:
        """Return the domain of a build."""
        domain = env.domains["org"]
        assert isinstance(domain, cls)
        return domain

    @cached_property
    def registry(self) -> CatalogRegistry:
        """The catalogs: those of the build, else opened for the first that asks."""
        return self.open()

    def setup(self) -> None:
        """Begin without a builder: it is set before the first page is read."""
        # Of this build alone: a class would keep the language of another. JSON takes no words that wait.
        translate = get_translator("sphinx_roles").gettext
        words = {"localname": translate(_LABELS.index_of_roles), "shortname": translate(_LABELS.roles)}
        own = type("RoleIndex", (RoleIndex,), words)
        self.indices[:] = [own if one is RoleIndex else one for one in self.indices]
        super().setup()
        self._pending: dict[str, list[tuple[list[Target], roles_texts | None]]] = {}
        self._headings: dict[str, list[tuple[nodes.Element, str, roles_texts | None]]] = {}
        self._counted: Counter[tuple[str | int, ...]] = Counter()
        self._shared: dict[Any, Any] = {}
        self.opened: CatalogRegistry | None = None
        """The registry of the build that begins, where it was opened to find its pages."""
        self.pages: dict[str, str] = {}
        """The pages that the catalog asks for, in the order of the data, with the names of their sources."""
        self.resolved: dict[str, dict[str, None]] = {}
        """The pages that this build has made ready to be written, and what their ``{any}`` refer to."""

    # What pages ask

    def note_view(self, docname: str, request: Request, digest: str, *, reported: bool) -> None:
        """Keep what a view of the page asked, and the digests of the answer, of the data, and of its part.

        Where problems were ``reported``, no data is the same, so that every build reports them.
        """
        keys = ("", "") if reported else (self.registry.key(request), self.registry.part(request))
        # Pages ask for the same sections and fields: the environment is smaller where these are one object.
        query: Any = request.query
        parts = ((name, getattr(query, name)) for name in query.__struct_fields__)
        lists = {name: self._shared.setdefault(one, one) for name, one in parts if isinstance(one, tuple)}
        data = self._shared.setdefault(request.data, request.data)
        request = structs.replace(request, query=structs.replace(query, **lists), data=data)
        self.data["views"].setdefault(docname, []).append((request, digest, keys))

    def ask(self, docname: str, query: Query[R]) -> R:
        """Answer what a sentence of the page asks, and keep that as of a view: it needs no stylesheet."""
        request, registry = Request(query, Data()), self.registry
        report, _ = registry.answer(request)
        assert report is not None, "there is always a main catalog"
        asked = request, registry.digest(request, report), (registry.key(request), registry.part(request))
        self.data["questions"].setdefault(docname, []).append(asked)
        return cast("R", report)

    def note_colors(self, docname: str, colors: set[str]) -> None:
        """Keep the colours of the data that the page shows: the stylesheet gets a class for each."""
        self.data["colors"].setdefault(docname, set()).update(colors)

    def note_targets(self, docname: str, targets: list[Target], names: roles_texts | None) -> None:
        """Keep what a view of the page shows, under the names that ``names`` will have after translation."""
        self._pending.setdefault(docname, []).append((targets, names))

    def note_title(self, docname: str, title: nodes.Element, name: str, names: roles_texts | None) -> None:
        """Let a heading of the page show ``name`` as ``names`` will have it after translation."""
        self._headings.setdefault(docname, []).append((title, name, names))

    def note_link(self, docname: str, kind: str, name: str) -> None:
        """Keep what the page refers to; ``EVERYTHING`` for all that there may be."""
        self.data["linking"].setdefault(docname, {})[kind, name] = None

    @property
    def used(self) -> bool:
        """True where a page shows something of ours, or refers to it."""
        return any(self.data[name] for name in ("views", "questions", "linking"))

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Store the targets of a page that has been read and translated."""
        for title, name, texts in self._headings.pop(docname, []):
            shown_name = texts["translations"].get(name, name) if texts is not None else name
            title.children = []
            title += nodes.Text(shown_name)
        stored = self.data["targets"].setdefault(docname, [])
        for targets, names in self._pending.pop(docname, []):
            translations = names["translations"] if names is not None else {}
            around = _conditions(document, targets)
            stored += [structs.replace(t, shown=_shown(t.shown, translations), only=around) for t in targets]
        if stored:
            # MyST looks there for the anchor of "page.md#role-sre", and for the text of a link without one.
            slugs = {
                anchor: (0, anchor, target.shown)
                for target in stored
                for anchor in (target.anchor, *target.others)
            }
            env.metadata[docname]["myst_slugs"] = {**slugs, **env.metadata[docname].get("myst_slugs", {})}
        else:
            del self.data["targets"][docname]
        if self.data["linking"].get(docname, {}).keys() - {EVERYTHING}:
            self._name_in_titles(docname, document)
        for shown in document.findall(roles_title) if docname in self.data["views"] else ():
            # Sphinx itself asks for the titles of sections and of what it counts.
            for name in shown.parent["names"]:
                env.domains["std"].data["labels"][name] = (docname, document.nameids[name], shown.astext())
        self._forget()

    def _name_in_titles(self, docname: str, document: nodes.document) -> None:
        """Give references in titles the names that they will show.

        Sphinx takes the title of a page for its head, for links to it and for the search before references
        are resolved. The page is read again when a name changes.
        """
        links = (link for title in document.findall(nodes.title) for link in title.findall(pending_xref))
        for link in links:
            if link.get("refdomain") == self.name and not link["refexplicit"]:
                report = self.ask(docname, NameQuery(link["reftype"], link["reftarget"]))
                inner = link.children[0]
                if report.name and isinstance(inner, nodes.Element):
                    inner.children = []
                    inner += nodes.Text(report.name)

    def leave_out_index(self, builder: Builder) -> None:
        """Take back the label of the index where the builder makes no such page: a link leads nowhere."""
        label = f"{self.name}-{RoleIndex.name}"
        made: bool | Collection[str] = getattr(builder.config, f"{builder.format}_domain_indices", True)
        if made is not True and (not made or label not in made):
            for labels in (self.env.domains["std"].data[kind] for kind in ("labels", "anonlabels")):
                labels.pop(label, None)

    def clear_doc(self, docname: str) -> None:
        """Forget a page."""
        for name in _BY_PAGE:
            self.data[name].pop(docname, None)
        # A page that an editor shows is read again and again.
        self._counted.clear()
        self._forget()

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another process has read."""
        for name in _BY_PAGE:
            kept = otherdata[name]
            self.data[name].update((docname, kept[docname]) for docname in docnames if docname in kept)
        self._forget()

    def _forget(self) -> None:
        """Forget what follows from the pages."""
        for name in ("targets", "listing", "unreached"):
            self.__dict__.pop(name, None)

    # Where links lead

    @cached_property
    def targets(self) -> dict[tuple[str, str], tuple[str, Target]]:
        """The page and place for each (kind, key), in an order that does not depend on the reading."""
        best: dict[tuple[str, str], tuple[tuple[bool, int, int], str, Target]] = {}
        # As the toctrees lead through them, then the others by name.
        pages = self._reached() | dict.fromkeys(sorted(self.data["targets"]))
        for order, docname in enumerate(pages):
            for target in self.data["targets"].get(docname, ()):
                rank = (self.leaves_out(docname, target), target.rank, order)
                key = (target.kind, target.key)
                if key not in best or rank < best[key][0]:
                    best[key] = (rank, docname, target)
        return {key: (docname, target) for key, (_, docname, target) in sorted(best.items())}

    @cached_property
    def unreached(self) -> AbstractSet[str]:
        """The pages that a single page has not, as no toctree leads there; books say so of each link."""
        return self.data["targets"].keys() - self._reached() if is_single_page(self.builder) else frozenset()

    def leaves_out(self, docname: str, target: Target) -> bool:
        """Return whether the output has no such place, as an ``only`` around it is for others."""
        if docname in self.unreached or not target.only:
            return docname in self.unreached
        # What Sphinx cannot evaluate, it reports and leaves in.
        with contextlib.suppress(Exception):
            return not all(map(self.builder.tags.eval_condition, target.only))
        return False

    def _reached(self) -> dict[str, None]:
        """The pages as the toctrees lead through them."""
        order: dict[str, None] = {}
        waiting = [self.env.config.root_doc]
        while waiting:
            docname = waiting.pop()
            if docname not in order:
                order[docname] = None
                waiting += reversed(self.env.toctree_includes.get(docname, []))
        return order

    def key(self, kind: str, name: str) -> str | None:
        """Return the key of what ``name`` names in the main catalog; None where nothing or several do."""
        found = find_named(self.registry.main, kind, name)
        return found[0] if found is not None else None

    def name_of(self, kind: str, name: str) -> str:
        """Return the name of what ``name`` names in the main catalog, whether a page shows it or not."""
        found = find_named(self.registry.main, kind, name)
        return found[1] if found is not None else ""

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Lead to the best place that shows the target; where the output leaves it out, name it alone."""
        end = self.end(typ, target)
        if end is not None:
            return self._reference(builder, fromdocname, end, node, contnode)
        if not node.get("refexplicit", True) and (name := self.name_of(typ, target)):
            # What Sphinx shows where nobody else knows the target either, and it has reported that.
            contnode.children = []
            contnode += nodes.Text(name)
        return None

    def end(self, kind: str, name: str, beside: str | None = None) -> tuple[str, Target] | None:
        """Return the page and the target that a link by that name leads to.

        An anchor is a name, too, for a link on the page ``beside``: MyST asks so for ``#role-sre``.
        """
        key = self.key(kind, name)
        found = self.targets.get((kind, key)) if key is not None else None
        if found is not None or beside is None or not name.startswith(f"{kind}-"):
            return found
        own = ((beside, target) for target in self.data["targets"].get(beside, ()))
        return next(
            (one for one in (*own, *self.targets.values()) if name in (one[1].anchor, *one[1].others)), None
        )

    def place(self, end: tuple[str, Target]) -> tuple[Any, ...]:
        """Return all that a link to a target shows of it."""
        docname, target = end
        return docname, target.anchor, target.shown, self.leaves_out(docname, target)

    def _reference(
        self,
        builder: Builder,
        fromdocname: str,
        end: tuple[str, Target],
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference:
        docname, target = end
        if builder.format == "html" and is_single_page(builder):
            # All pages are one; Sphinx would write an address with two anchors.
            fromdocname = docname
        if not node.get("refexplicit", True):
            contnode = nodes.inline("", target.shown, classes=["xref", "org", f"org-{target.kind}"])
        if self.leaves_out(docname, target):
            # Sphinx takes any node in the place of a reference.
            return cast("nodes.reference", contnode)
        return reference_to(builder, fromdocname, docname, target.anchor, contnode)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Answer ``{any}``."""
        self.resolved.setdefault(fromdocname, {})[target] = None
        found = {kind: end for kind in self.object_types if (end := self.end(kind, target, fromdocname))}
        if "role" in found:
            # A role of the kind person is a person, too.
            found.pop("person", None)
        references = [
            (f"org:{kind}", self._reference(builder, fromdocname, end, node, contnode))
            for kind, end in found.items()
        ]
        page = self._page_of_file(builder, fromdocname, target, node, contnode)
        return references if page is None else [*references, ("org:doc", page)]

    def _page_of_file(
        self, builder: Builder, fromdocname: str, target: str, node: pending_xref, contnode: nodes.Element
    ) -> nodes.reference | None:
        """Return a reference to a page that we make, by ``roles/sre.md`` as MyST has it.

        MyST takes that for a page only where it finds the file.
        """
        path, _, anchor = target.partition("#")
        if not (self.pages and path):
            return None
        docname = self.env.path2doc(self.env.relfn2path(path, fromdocname)[0])
        if docname not in self.pages:
            return None
        if not node["refexplicit"]:
            contnode = nodes.inline("", self.env.titles[docname].astext())
        return reference_to(builder, fromdocname, docname, anchor, contnode)

    def reference(self, builder: Builder, fromdocname: str, kind: str, key: str) -> nodes.reference | None:
        """Return a reference without words; to a role, in a project that intersphinx knows, too."""
        found = self.targets.get((kind, key))
        if found is not None:
            docname, target = found
            if self.leaves_out(docname, target):
                return None
            try:
                return reference_to(builder, fromdocname, docname, target.anchor, [])
            except NoUri:
                # The page is not in this book.
                return None
        if kind != "role":
            return None
        missing = link_to(kind, key, fromdocname, explicit=True)
        answer = self.env.events.emit_firstresult("missing-reference", self.env, missing, nodes.inline())
        return answer if isinstance(answer, nodes.reference) else None

    def count(self, key: tuple[str | int, ...]) -> int:
        """Return how often this build has asked with the key before."""
        self._counted[key] += 1
        return self._counted[key] - 1

    def unsure(self, kind: str) -> bool:
        """Return whether things of a kind may be missing for a mistake in the data, which is reported."""
        return kind in self.registry.main.doubtful

    def missing(self, kind: str, name: str, location: Callable[[], Location]) -> list[Problem]:
        """Say why a reference leads nowhere, with the nearest name.

        Of a name that may be in what could not be read, nothing is said.
        """
        catalog = self.registry.main
        near, catalog_with_it, several = "", "", _full_names(catalog, kind, name)
        further = (
            one for one, other in self.registry.catalogs.items() if find_named(other, kind, name) is not None
        )
        if self.key(kind, name) is not None:
            message = "{kind} {name!r} is in the data, but no page shows it (with {view}, for instance)"
        elif several:
            message = _SEVERAL[kind]
        elif (catalog_with_it := next(further, "")) != "":
            message = "no {kind} {name!r} in the first catalog, to which links lead; {catalog!r} has one"
        else:
            message = "no {kind} {name!r}"
            names = _names(catalog, kind, name)
            unsure = self.unsure(kind)
            near = closest(name, names, SLIP) if unsure else closest(name, names)
            if unsure and not near:
                return []
        views = {"role": "role-card", "skill": "skill-matrix", "person": "role-holders"}
        view = views.get(kind, "responsibility-matrix")
        view = "role-ladder" if kind == "role" and "/" in (self.key(kind, name) or "") else view
        values = {"kind": kind, "view": view, "rows": several, "nearest": near, "catalog": catalog_with_it}
        return [Problem.of(Code.REF, message, location(), {"name": name}, **values)]

    @cached_property
    def listing(self) -> Listing:
        """What the index and the inventory list."""
        # A page without a place takes no catalog.
        catalog = self.registry.main if self.targets else Catalog()
        families = {key: str(role.family) for key, role in catalog.roles.items() if role.family}
        return Listing(tuple(self._objects(catalog)), families)

    def _objects(self, catalog: Catalog) -> Iterator[tuple[str, str, str, str, str, int]]:
        rows = {row.target: row for row in catalog.rows}
        for (kind, key), (docname, target) in self.targets.items():
            if self.leaves_out(docname, target):
                continue
            name = key
            if kind == "responsibility":
                row = rows.get(key)
                if row is None:
                    continue
                name = row.id if catalog.find_row(row.id) is row else f"{row.matrix}/{row.id}"
            yield name, target.shown, kind, docname, target.anchor, 1

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield what goes into the search and into ``objects.inv``."""
        if self.env.config.html_theme != "sphinx_immaterial":
            yield from self.listing.objects
            return
        # Version 0.13.11 makes a shortened anchor whole with the name that is shown, and warns where that is
        # another one; this spelling of the same anchor is not shortened.
        for name, shown, kind, docname, anchor, priority in self.listing.objects:
            yield name, shown, kind, docname, anchor.replace("-", "%2D", 1), priority


def link_to(kind: str, name: str, docname: str, *inner: nodes.Node, explicit: bool = False) -> pending_xref:
    """Return a reference on a page that may lead nowhere; one that is not ``explicit`` shows the name."""
    about = {"refdomain": "org", "reftype": kind, "reftarget": name, "refdoc": docname}
    return pending_xref("", *inner, **about, refexplicit=explicit, refwarn=False)


def _conditions(document: nodes.document, targets: list[Target]) -> tuple[str, ...]:
    """Return the expressions of each ``only`` around the targets of a view, which are in one place."""
    node, found = document.ids.get(targets[0].anchor) if targets else None, []
    while node is not None:
        found += [node["expr"]] if isinstance(node, only) else []
        node = node.parent
    return tuple(found)


def _shown(shown: str, translations: Mapping[str, str]) -> str:
    """Return a name in the language of the page: of a level, that of its role with its own."""
    of, _, name = shown.rpartition("\n")
    name = translations.get(name, name)
    return level_title(name, translations.get(of, of)) if of else name


def _names(catalog: Catalog, kind: str, name: str) -> Iterator[str]:
    """Yield what things of a kind answer to; levels where ``name`` may be one."""
    if kind == "skill":
        for skill in catalog.skills.values():
            yield from (skill.id, skill.name)
    elif kind == "person":
        yield from catalog.derived(PeopleIndex).words()
    elif kind == "responsibility":
        for row in catalog.rows:
            yield from (row.id, row.name, *row.aliases)
    else:
        yield from catalog.role_names()
        if "/" in name:
            yield from level_names(catalog.roles)


_SEVERAL = {
    "responsibility": "several responsibilities are called {name!r}; expected one of {rows}",
    "person": "several people are called {name!r}; expected one of {rows}",
}


def _full_names(catalog: Catalog, kind: str, name: str) -> list[str]:
    """What sets the rows or people apart that answer to an ambiguous name: full names, handles."""
    if kind == "person":
        found = catalog.derived(PeopleIndex).namesakes(name)
        return [str(one.handle or one.id) for one in found] if len(found) > 1 else []
    rows = catalog.rows if kind == "responsibility" else ()
    return [f"{row.matrix or row.section}/{row.id}" for row in rows if name in (row.id, row.name)]
