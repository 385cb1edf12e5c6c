"""The pens that drawings use: they know the page, its translations and where its links lead."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any, NoReturn, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.builders.gettext import I18nBuilder
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import texescape
from sphinx.util.nodes import make_refnode
from sphinx.util.osutil import relative_uri

from sphinx_roles.analysis.report import Edit
from sphinx_roles.ext.domain import OrgDomain
from sphinx_roles.model import Holder, Link, Text
from sphinx_roles.render.labels import Labels
from sphinx_roles.render.markup.renderer import simple_nodes
from sphinx_roles.render.texts import roles_link, roles_rich_text, roles_texts
from sphinx_roles.render.view import roles_view

# The library keeps the shorthands of languages (the active colon of French) out of drawings.
_TIKZ = "\\usepackage{tikz}\n\\usetikzlibrary{babel}"


class _PageContext:
    """What both pens find among the children of a view node."""

    def __init__(self, node: nodes.Element, builder: Builder) -> None:
        self.node, self.builder = node, builder
        self.translate = get_translation("sphinx_roles")
        self.labels = Labels().translated(self.translate)
        self.translations: dict[str, str] = {}
        self.marked: dict[str, str] = {}
        self._rich: dict[str, nodes.Element] = {}
        self.links: dict[str, roles_link] = {}
        self.roles: dict[str, nodes.reference | None] = {}
        for child in node.children:
            if isinstance(child, roles_texts):
                self.translations, self.marked = child["translations"], child["words"]
            elif isinstance(child, roles_rich_text):
                self._rich[child.rawsource] = child
            elif isinstance(child, roles_link):
                self.links[child.rawsource] = child

    def plain(self, text: Text) -> str:
        return self.translations.get(text, str(text))

    def rich(self, text: Text) -> nodes.Element | None:
        """A text in markup as body nodes; None for a plain one."""
        found = self._rich.get(text)
        if found is None and text in self.marked and text not in self.translations:
            found = self._rich[text] = nodes.Element("", nodes.paragraph("", "", *(simple_nodes(text) or ())))
        return found

    def say(self, text: str) -> str:
        return str(self.translate(text))

    def edit_url(self, edit: Edit) -> str:
        address = self.builder.config.roles_edit_url
        return str(address).format(path=edit.path, line=edit.line) if address else ""

    @property
    def domain(self) -> OrgDomain:
        """The domain ``org`` of this build."""
        return self.builder.env.domains["org"]  # type: ignore[return-value]

    def role_reference(self, role: str) -> nodes.reference | None:
        """A reference to a role, without words; None where there is no target."""
        if role not in self.roles:
            self.roles[role] = self.domain.role_reference(self.builder, self.node["docname"], role)
        return self.roles[role]

    def row_reference(self, key: str) -> nodes.reference | None:
        """A reference to a row, without words; None where there is no target."""
        found = self.domain.targets.get(("responsibility", key))
        if found is None:
            return None
        docname, location = found
        try:
            return make_refnode(self.builder, self.node["docname"], docname, location.anchor, [])
        except NoUri:
            # The page is not in this book.
            return None

    def url_reference(self, url: str) -> nodes.reference | None:
        """A reference to an address, without words; None where it may not lead there."""
        node = self.links[url][0]
        return node if isinstance(node, nodes.reference) else None

    def picture(self, uri: Text) -> nodes.image | None:
        return next(
            (c for c in self.node.children if isinstance(c, nodes.image) and c["roles-image"] == uri), None
        )


class HtmlPageContext(_PageContext):
    """Writes with the page's own HTML translator."""

    def __init__(self, node: nodes.Element, visitor: Any) -> None:
        super().__init__(node, visitor.builder)
        self.visitor = visitor
        self.permalinks = bool(visitor.config.html_permalinks) and visitor.builder.add_permalinks
        self.made: dict[tuple[str, str], str] = {}
        self.count = self.files = 0
        # Ids are unique on a page; the pages of a single page share theirs.
        self.prefix = f"{node['docname'].replace('/', ':')}:" if visitor.builder.name == "singlehtml" else ""

    def text(self, text: Text) -> str:
        return escape(self.plain(text))

    def inline(self, text: Text) -> str:
        rich = self.rich(text)
        if rich is None:
            return self.text(text)
        only = rich[0] if len(rich) == 1 else None
        return self._written("inline", text, only if isinstance(only, nodes.paragraph) else rich)

    def block(self, text: Text) -> str:
        rich = self.rich(text)
        return self._written("block", text, rich) if rich is not None else f"<p>{self.text(text)}</p>"

    def _written(self, how: str, text: Text, node: nodes.Element) -> str:
        """Let the page's translator write the children of ``node``, once for each text."""
        if (how, text) not in self.made:
            self.made[how, text] = "".join(map(self._walked, node.children)).strip()
        return self.made[how, text]

    def _walked(self, node: nodes.Node) -> str:
        visitor, body = self.visitor, self.visitor.body
        visitor.body = []
        try:
            node.walkabout(visitor)
            return "".join(visitor.body)
        finally:
            visitor.body = body

    def role(self, role: str, inner: str) -> str:
        own, found = self.anchor(role), self.domain.targets.get(("role", role))
        if own and found and found[0] == self.node["docname"] and found[1].anchor == own:
            # Most cards are the target of their role; no link leads from a thing to itself.
            return inner
        return self._linked(self.role_reference(role), inner)

    def row(self, key: str, inner: str) -> str:
        return self._linked(self.row_reference(key), inner)

    def link(self, link: Link) -> str:
        return self._linked(self.url_reference(link.url), self.text(link.text)) + self._behind(link.url)

    def person(self, holder: Holder) -> str:
        if not holder.link:
            return self.text(holder.name)
        linked = self._linked(self.url_reference(holder.link), self.text(holder.name))
        return linked + self._behind(holder.link)

    def _behind(self, url: str) -> str:
        """What the builder has set behind the link."""
        return "".join(map(self._walked, self.links[url].children[1:]))

    def _linked(self, reference: nodes.reference | None, inner: str) -> str:
        if reference is None:
            return inner
        href = reference.get("refuri") or f"#{reference['refid']}"
        if self.prefix and reference.get("internal"):
            # All of a single page is one file.
            href = "#" + href.rpartition("#")[2]
        where = "internal" if reference.get("internal") or "refid" in reference else "external"
        title = f' title="{escape(reference["reftitle"])}"' if reference.get("reftitle") else ""
        return f'<a class="reference {where}" href="{escape(href)}"{title}>{inner}</a>'

    def image(self, uri: Text, alt: str) -> str:
        node = self.picture(uri)
        return self._walked(node) if node is not None else ""

    def drawing(self, inline: str, file: str, alt: str) -> str:
        builder = self.visitor.builder
        if builder.name != "epub":
            return inline
        # A page of a book may not hold SVG; Sphinx takes every picture in the folder into the book.
        self.files += 1
        stem = self.node["docname"].replace("_", "__").replace("/", "_-")
        name = f"roles-{stem}-{self.node['serial']}-{self.files}.svg"
        path = Path(builder.outdir, builder.imagedir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file, "utf-8", newline="")
        return self._walked(nodes.image(uri=f"{builder.imgpath}/{name}", alt=alt, candidates={"?": ""}))

    def anchor(self, key: str) -> str:
        anchor: str = self.node["anchors"].get(key, "")
        if not anchor or not self.prefix:
            return anchor
        # In a single page, links lead to the id without a prefix.
        found = self.domain.targets.get((self.node["kind"], key))
        return anchor if found and found[0] == self.node["docname"] else self.prefix + anchor

    def download(self, suffix: str, text: str) -> str:
        builder = self.visitor.builder
        if builder.name == "epub":
            # A book has no files beside its pages.
            return ""
        self.files += 1
        name = f"_downloads/roles/{self.node['docname']}-{self.node['serial']}-{self.files}{suffix}"
        path = Path(builder.outdir, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")
        return relative_uri(builder.get_target_uri(self.node["docname"]), name)

    def unique(self, name: str) -> str:
        self.count += 1
        return f"{self.prefix}ro-{self.node['serial']}-{name}-{self.count}"


class NodePageContext(_PageContext):
    """Makes docutils nodes, for builders other than HTML."""

    def __init__(self, node: nodes.Element, builder: Builder) -> None:
        super().__init__(node, builder)
        self.max_columns: int = builder.config.roles_max_columns
        self.format: str = builder.format
        above = node.parent
        while above is not None and not isinstance(above, nodes.entry | addnodes.hlistcol):
            above = above.parent
        self.in_cell = above is not None
        self.anchors: dict[str, str] = dict(node["anchors"])

    def text(self, text: Text) -> nodes.Node:
        return nodes.Text(self.plain(text))

    def inline(self, text: Text) -> list[nodes.Node]:
        rich = self.rich(text)
        if rich is None:
            return [self.text(text)]
        return [child.deepcopy() for block in rich for child in _inline(block)]

    def block(self, text: Text) -> list[nodes.Node]:
        rich = self.rich(text)
        if rich is None:
            return [nodes.paragraph("", "", self.text(text))]
        return [child.deepcopy() for child in rich.children]

    def role(self, role: str, text: str) -> nodes.Node:
        return _around(self.role_reference(role), text)

    def row(self, key: str, text: str) -> nodes.Node:
        return _around(self.row_reference(key), text)

    def link(self, link: Link) -> nodes.Node:
        return _around(self.url_reference(link.url), self.plain(link.text))

    def person(self, holder: Holder) -> nodes.Node:
        return _around(self.url_reference(holder.link) if holder.link else None, self.plain(holder.name))

    def image(self, uri: Text, alt: str) -> nodes.Node | None:
        node = self.picture(uri)
        return node.deepcopy() if node is not None else None

    def target(self, key: str) -> list[nodes.Node]:
        # Blocks of columns repeat the rows, and a target stands once in a book.
        anchor = self.anchors.pop(key, "")
        return [nodes.target("", "", ids=[anchor])] if anchor else []

    def columns(self, widths: list[int]) -> list[nodes.Node]:
        if self.format != "latex":
            return []
        total = sum(widths)
        return [addnodes.tabular_col_spec(spec="".join(rf"\X{{{width}}}{{{total}}}" for width in widths))]

    def tex(self, text: str) -> str:
        return texescape.escape(text, self.builder.config.latex_engine)

    def tikz(self, source: str) -> nodes.Node:
        # The builder writes its list of packages after the pages of a book have come here.
        context: dict[str, Any] = self.builder.context  # type: ignore[attr-defined]
        if _TIKZ not in context["extrapackages"]:
            context["extrapackages"] = f"{context['extrapackages']}\n{_TIKZ}"
        return nodes.raw("", source, format="latex")


def _around(reference: nodes.reference | None, text: str) -> nodes.Node:
    if reference is None:
        return nodes.Text(text)
    made = reference.copy()
    made += nodes.inline("", text)
    return made


def _inline(block: nodes.Node) -> Iterable[nodes.Node]:
    """The inline nodes of a block; lists become their words."""
    if isinstance(block, nodes.paragraph):
        return block.children
    return [nodes.Text(" ".join(block.astext().split()))]


def visit_view(visitor: Any, node: roles_view) -> NoReturn:
    """Write the whole view, in one pass over its report."""
    # The names and classes that the author gave the view are on elements of their own.
    before = [f'<span id="{ident}"></span>' for ident in node["ids"]]
    drawn = node.html(HtmlPageContext(node, visitor))
    if node["classes"]:
        drawn = f'<div class="{" ".join(node["classes"])}">{drawn}</div>\n'
    visitor.body += [*before, drawn]
    raise nodes.SkipNode


def depart_view(visitor: Any, node: roles_view) -> None:
    """Do nothing: `visit_view` wrote all."""


class Lowering(SphinxPostTransform):
    """Replace each view by tables and lists; for message catalogs, by its texts, each at its place."""

    # After links and pictures have been resolved.
    default_priority = 500

    def run(self, **kwargs: Any) -> None:
        """Leave HTML alone: there a view is written as it is."""
        # Sphinx 9 no longer lets a transform ask the application.
        builder = cast("OrgDomain", self.env.domains["org"]).builder
        if builder.format == "html":
            return
        if isinstance(builder, I18nBuilder):
            root = Path(self.env.srcdir)
            for found in list(self.document.findall(roles_texts)):
                found.replace_self(list(found.each(root)))
            return
        for node in list(self.document.findall(roles_view)):
            made = node.lower(NodePageContext(node, builder))
            if node["ids"]:
                made.insert(0, nodes.target("", "", ids=node["ids"]))
            # An element hands its ids to what replaces it.
            node["ids"] = []
            node.replace_self(made or [nodes.comment()])


HTML = (visit_view, depart_view)
