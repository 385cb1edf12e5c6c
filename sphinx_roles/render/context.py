"""What drawings ask of the page: its language, where its links lead, and its texts as HTML or as nodes."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

from docutils import nodes
from msgspec import Struct, structs
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.errors import NoUri
from sphinx.locale import _ as sphinx_message
from sphinx.locale import get_translation
from sphinx.util import texescape
from sphinx.util.osutil import relative_uri

from sphinx_roles.model import Holder, Link, Prose, Text
from sphinx_roles.owners.patterns import COVERED, github_pattern
from sphinx_roles.render.builders import is_book, is_single_page
from sphinx_roles.render.labels import labels_of_build
from sphinx_roles.render.markup import simple_nodes
from sphinx_roles.render.markup.allowed import reference_to
from sphinx_roles.render.view import roles_link, roles_rich_text, roles_table

if TYPE_CHECKING:
    # A page without a matrix does not import its analysis.
    from sphinx_roles.analysis.matrix import Band
    from sphinx_roles.analysis.report import Edit

Inline = TypeVar("Inline")
"""What the parts of a sentence are: HTML, or docutils nodes."""

CRITERIA = "ro-criteria"
"""The class of a list of criteria."""
# The library keeps the shorthands of languages (the active colon of French) out of drawings.
_TIKZ = "\\usepackage{tikz}\n\\usetikzlibrary{babel}"


_RAGGED = r"\makeatletter\def\@@vwid@minipagerestore{\raggedright}\makeatother"
"""Words of a narrow column that is justified are far apart, and Sphinx 9 has a box in each cell."""
_SIZES = ((125, r"\scriptsize"), (80, r"\footnotesize"))
"""The size of a table on paper in which heads and letters need more characters than these side by side."""
_MOST = 16
"""So many characters may ask for width; a longer word is broken."""
_LONG = re.compile(r"[^\s/-]{18,}")


class Context(ABC, Generic[Inline]):
    """The page of a view, and what the children of the view's node hold."""

    def __init__(self, node: nodes.Element, builder: Builder) -> None:
        self.node, self.builder = node, builder
        self.domain: Any = builder.env.domains["org"]
        self.translate = get_translation("sphinx_roles")
        self.translations: dict[str, str] = node["translations"]
        self.marked: dict[str, str] = node["words"]
        self._rich: dict[str, nodes.Element] = {}
        self._links: dict[str, roles_link] = {}
        self._roles: dict[str, nodes.reference | None] = {}
        for child in node.children:
            if isinstance(child, roles_rich_text):
                self._rich[child.rawsource] = child
            elif isinstance(child, roles_link):
                self._links[child.rawsource] = child
        self.labels = structs.replace(labels_of_build(), authored=self.translations)

    @abstractmethod
    def words(self, text: str) -> Inline:
        """Return a text in the page's language as it is, escaped where needed."""

    @abstractmethod
    def linked(self, reference: nodes.reference | None, inner: Inline) -> Inline:
        """Put ``inner`` into the reference; return it alone where there is none."""

    # What views draw once for HTML and for nodes: a line is a list of parts, and so is a block.

    @abstractmethod
    def prose(self, text: Text) -> list[Inline]:
        """Return a text in markup as parts of a line."""

    @abstractmethod
    def detail(self, words: str) -> Inline:
        """Return what qualifies the words before it."""

    @abstractmethod
    def listed(self, items: Iterable[tuple[list[Inline], list[Inline]]], look: str = "") -> list[Inline]:
        """Return a list of lines with the blocks below each; none for none. HTML has the class ``look``."""

    def criteria(self, criteria: Iterable[Prose]) -> list[Inline]:
        """Return criteria, or duties, as a list; none for none."""
        return self.listed(((self.prose(one), []) for one in criteria), CRITERIA)

    def sentence(self, text: str, **slots: Sequence[Inline]) -> list[Inline]:
        """Return a sentence of this package with what its slots hold."""
        made: list[Inline] = []
        for number, part in enumerate(re.split(r"\{(\w+)\}", text)):
            made += slots[part] if number % 2 else [self.words(part)] if part else []
        return made

    def plain(self, text: Text) -> str:
        """Return a plain text in the page's language."""
        found = self.translations.get(text) or (self.marked.get(text) if isinstance(text, Prose) else None)
        # What is in no file is ours: the letters of the built-in schemes.
        return found if found is not None else self.say(text) if text.location is None else str(text)

    def named(self, *names: Text | None) -> str:
        """Return the names that are there as one, the wider before the narrower."""
        *wider, last = [self.plain(name) for name in names if name] or [""]
        return " ".join([*(self.labels.colon.format(label=name) for name in wider), last])

    def band(self, band: Band) -> str | None:
        """Return the name of a band; None where nothing has to set it apart from the others."""
        if band.unsaid:
            return self.labels.unsaid
        if band.name is None and band.title is None:
            return None
        return self.named(band.title, band.name) or self.labels.rows

    def say(self, text: str) -> str:
        """Return a sentence of this package in the page's language."""
        return str(self.translate(text))

    def text(self, text: Text) -> Inline:
        """Return a plain text, translated."""
        return self.words(self.plain(text))

    def role(self, role: str, inner: Inline) -> Inline:
        """Link ``inner`` to the role, where there is a target."""
        if role not in self._roles:
            self._roles[role] = self.domain.role_reference(self.builder, self.node["docname"], role)
        return self.linked(self._roles[role], inner)

    def row(self, key: str, inner: Inline) -> Inline:
        """Link ``inner`` to the row ("matrix, section, id" on three lines), where there is a target."""
        return self._to("responsibility", key, inner)

    def skill(self, skill: str, inner: Inline) -> Inline:
        """Link ``inner`` to the skill, where it has a target."""
        return self._to("skill", skill, inner)

    def known_person(self, person: str, inner: Inline) -> Inline:
        """Link ``inner`` to the entry of the person with this id, where a page shows one."""
        return self._to("person", person, inner)

    def _to(self, kind: str, key: str, inner: Inline) -> Inline:
        found = self.domain.targets.get((kind, key))
        if found is None:
            return inner
        docname, location = found
        try:
            reference = reference_to(self.builder, self.node["docname"], docname, location.anchor, [])
        except NoUri:
            # The page is not in this book.
            return inner
        return self.linked(reference, inner)

    def link(self, link: Link) -> Inline:
        """Return a link of the data."""
        return self.linked(self._url(link.url), self.text(link.text))

    def person(self, holder: Holder, ident: str = "") -> Inline:
        """Return the name of a person, linked to the entry of that id, else where the data says where to."""
        if ("person", ident) in self.domain.targets:
            return self.known_person(ident, self.text(holder.name))
        return self.linked(self._url(holder.link) if holder.link else None, self.text(holder.name))

    def edit_url(self, edit: Edit | None) -> str:
        """Return the address at which a line of the data is edited, or ``""``."""
        address = self.builder.config.roles_edit_url
        return str(address).format(path=edit.path, line=edit.line) if edit and address else ""

    def source(self, covered: str) -> nodes.reference | None:
        """Return a reference to the files that a pattern covers: the folder or file with which they begin."""
        address = self.builder.config.roles_source_url
        pattern = github_pattern(covered) if address else None
        if pattern is None or not pattern.start or covered.partition(":")[0].casefold() in COVERED:
            return None
        return nodes.reference("", "", refuri=str(address).format(path=quote(pattern.start)))

    def _url(self, url: str) -> nodes.reference | None:
        node = self._links[url][0]
        return node if isinstance(node, nodes.reference) else None

    def _parsed(self, text: Text) -> nodes.Element | None:
        """Return a text in markup as body nodes; None for a plain one."""
        found = self._rich.get(text)
        if found is None and text in self.marked and text not in self.translations:
            found = self._rich[text] = nodes.Element("", nodes.paragraph("", "", *(simple_nodes(text) or ())))
        return found

    def _image(self, uri: Text) -> nodes.image | None:
        found = (child for child in self.node.children if isinstance(child, nodes.image))
        return next((child for child in found if child["roles-image"] == uri), None)


class HtmlContext(Context[str]):
    """Everything as finished HTML; markup is written by the page's own translator."""

    def __init__(self, node: nodes.Element, visitor: Any) -> None:
        super().__init__(node, visitor.builder)
        self.visitor = visitor
        self.permalinks = bool(visitor.config.html_permalinks) and visitor.builder.add_permalinks
        self._written: dict[tuple[str, str], str] = {}
        self._ids = self._files = 0
        self._numbered = False
        self.for_book = is_book(visitor.builder)
        self.runs_script = bool(visitor.config.roles_script) and not self.for_book
        self._edit, self._link = escape(self.labels.edit), escape(self.labels.link)
        # Ids are unique on a page; the pages of a single page share theirs.
        self._prefix = f"{node['docname'].replace('/', ':')}:" if is_single_page(visitor.builder) else ""

    def words(self, text: str) -> str:
        """Return a text escaped."""
        return escape(text)

    def section(self, anchor: str, title: str, inner: str) -> str:
        """Return a section of the page below the one around the view, as Sphinx writes it."""
        level = self.visitor.section_level + self.visitor.initial_header_level
        link = ""
        if self.permalinks:
            icon, hint = self.visitor.config.html_permalinks_icon, sphinx_message("Link to this heading")
            link = f'<a class="headerlink" href="#{anchor}" title="{hint}">{icon}</a>'
        head = f"<h{level}>{escape(title, quote=False)}{link}</h{level}>"
        return f'<section id="{anchor}">\n{head}\n{inner}</section>\n'

    def inline(self, text: Text) -> str:
        """Return a text in markup, without a paragraph around it where it is only one."""
        rich = self._parsed(text)
        if rich is None:
            return self.text(text)
        only = rich[0] if len(rich) == 1 else None
        return self._write("inline", text, only if isinstance(only, nodes.paragraph) else rich)

    def prose(self, text: Text) -> list[str]:
        return [self.inline(text)]

    def detail(self, words: str) -> str:
        return f' <span class="ro-detail">{escape(words)}</span>'

    def listed(self, items: Iterable[tuple[list[str], list[str]]], look: str = "") -> list[str]:
        inner = "".join(f"<li>{''.join((*line, *blocks))}</li>" for line, blocks in items)
        return [f'<ul class="{" ".join(filter(None, ("simple", look)))}">{inner}</ul>'] if inner else []

    def block(self, text: Text) -> str:
        """Return a text in markup as paragraphs and lists."""
        rich = self._parsed(text)
        return self._write("block", text, rich) if rich is not None else f"<p>{self.text(text)}</p>"

    def _write(self, how: str, text: Text, node: nodes.Element) -> str:
        """Let the page's translator write the children of ``node``, once for each text."""
        if (how, text) not in self._written:
            self._written[how, text] = "".join(map(self._walk, node.children)).strip()
        return self._written[how, text]

    def _walk(self, node: nodes.Node) -> str:
        return self._written_by(node.walkabout)

    def _written_by(self, write: Callable[[Any], object]) -> str:
        visitor, body = self.visitor, self.visitor.body
        visitor.body = []
        try:
            write(visitor)
            return "".join(visitor.body)
        finally:
            visitor.body = body

    def number(self) -> str:
        """Return the number of the view among the tables of the book, once: it is that of its first table."""
        if self._numbered or not isinstance(self.node, roles_table) or not self.node["ids"]:
            return ""
        self._numbered = True
        return self._written_by(lambda visitor: visitor.add_fignumber(self.node))

    def role(self, role: str, inner: str) -> str:
        """Link ``inner`` to the role, where the role has a target other than ``inner`` itself."""
        own, found = self.anchor(role), self.domain.targets.get(("role", role))
        if own and found and found[0] == self.node["docname"] and found[1].anchor == own:
            # Most cards are the target of their role; no link leads from a thing to itself.
            return inner
        return super().role(role, inner)

    def link(self, link: Link) -> str:
        """Return a link of the data, with what the builder has set behind it."""
        return super().link(link) + self._behind(link.url)

    def person(self, holder: Holder, ident: str = "") -> str:
        """Return the name of a person, linked to the entry of that id, else where the data says where to."""
        link = holder.link if ("person", ident) not in self.domain.targets else None
        return super().person(holder, ident) + (self._behind(link) if link else "")

    def _behind(self, url: str) -> str:
        return "".join(map(self._walk, self._links[url].children[1:]))

    def linked(self, reference: nodes.reference | None, inner: str) -> str:
        """Put ``inner`` into the reference; return it alone where there is none."""
        if reference is None:
            return inner
        href = reference.get("refuri") or f"#{reference['refid']}"
        if self._prefix and reference.get("internal"):
            # All of a single page is one file.
            href = "#" + href.rpartition("#")[2]
        where = "internal" if reference.get("internal") or "refid" in reference else "external"
        title = f' title="{escape(reference["reftitle"])}"' if reference.get("reftitle") else ""
        return f'<a class="reference {where}" href="{escape(href)}"{title}>{inner}</a>'

    def tools(self, edit: Edit | None, name: str, anchor: str) -> str:
        """Return the edit link and the permalink of the thing that is called ``name``."""
        tools = ""
        if url := self.edit_url(edit):
            label = self._edit.format(name=name)
            tools += f'<a class="ro-edit" href="{escape(url)}" aria-label="{label}">✎</a>'
        if anchor and self.permalinks:
            label = self._link.format(name=name)
            tools += f'<a class="headerlink" href="#{anchor}" title="{label}">¶</a>'
        return f'<span class="ro-tools">{tools}</span>' if tools else ""

    def overdue(self, *, late: bool) -> str:
        """Return the mark of what is overdue, ``""`` where nothing is."""
        return f' <small class="ro-mark ro-overdue">{escape(self.labels.overdue)}</small>' if late else ""

    def status(self, status: str | None) -> str:
        """Return the mark of a status, ``""`` where there is none."""
        return f' <small class="ro-mark">{escape(self.labels.named(status))}</small>' if status else ""

    def image(self, uri: Text) -> str:
        """Return a picture, or ``""`` where it could not be found."""
        node = self._image(uri)
        return self._walk(node) if node is not None else ""

    def drawing(self, inline: str, file: str, alt: str) -> str:
        """Return an SVG drawing: ``inline`` in a page, ``file`` as a picture where a page cannot hold it."""
        builder = self.visitor.builder
        if not self.for_book:
            return inline
        # A page of a book may not hold SVG; Sphinx takes every picture in the folder into the book.
        stem = self.node["docname"].replace("_", "__").replace("/", "_-")
        self._files += 1
        name = f"roles-{stem}-{self.node['serial']}-{self._files}.svg"
        _write(Path(builder.outdir, builder.imagedir, name), file)
        return self._walk(nodes.image(uri=f"{builder.imgpath}/{name}", alt=alt, candidates={"?": ""}))

    def download(self, name: str, text: str) -> str:
        """Write a file beside the pages and return its address; ``""`` where the output has none.

        ``name`` is one that no other view of the page has.
        """
        builder, docname = self.visitor.builder, self.node["docname"]
        if self.for_book:
            return ""
        file = f"_downloads/roles/{docname}/{name}"
        _write(Path(builder.outdir, file), text)
        return relative_uri(builder.get_target_uri(docname), quote(file))

    def anchor(self, key: str) -> str:
        """Return the HTML id of a role or row in this view, ``""`` where it is no target."""
        anchor: str = self.node["anchors"].get(key, "")
        if not anchor or not self._prefix:
            return anchor
        # In a single page, links lead to the id without a prefix.
        found = self.domain.targets.get((self.node["kind"], key))
        return anchor if found and found[0] == self.node["docname"] else self._prefix + anchor

    def aliases(self, key: str) -> str:
        """Return empty elements with the ids of the other names of a role or row."""
        own, anchor = self.node["anchors"].get(key, ""), self.anchor(key)
        before = anchor.removesuffix(own)
        names: list[str] = self.node["aliases"].get(key, [])
        return "".join(f'<span id="{before}{name}"></span>' for name in names)

    def unique(self, name: str) -> str:
        """Return an HTML id that no other view, and in a single page no other document, has."""
        self._ids += 1
        return f"{self._prefix}ro-{self.node['serial']}-{name}-{self._ids}"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")


class NodeContext(Context[nodes.Node]):
    """Everything as docutils nodes, for builders other than HTML."""

    def __init__(self, node: nodes.Element, builder: Builder) -> None:
        super().__init__(node, builder)
        self.max_columns: int = builder.config.roles_max_columns
        self.format: str = builder.format
        above = node.parent
        while above is not None and not isinstance(above, nodes.entry | addnodes.hlistcol):
            above = above.parent
        # In a cell of a table or in a column, most formats can have no table.
        self.in_cell = above is not None
        self._anchors: dict[str, str] = dict(node["anchors"])
        place = node.parent.index(node) if node.parent is not None else 0
        self._own_columns = place > 0 and isinstance(node.parent[place - 1], addnodes.tabular_col_spec)
        self._numbered = False

    def words(self, text: str) -> nodes.Node:
        """Return a text node."""
        return nodes.Text(text)

    def linked(self, reference: nodes.reference | None, inner: nodes.Node) -> nodes.Node:
        """Put ``inner`` into a copy of the reference; return it alone where there is none."""
        if reference is None:
            return inner
        made = reference.copy()
        made += nodes.inline("", "", inner)
        return made

    def inline(self, text: Text) -> list[nodes.Node]:
        """Return a text in markup as inline nodes; lists become their words."""
        made: list[nodes.Node] = []
        for block in self.block(text):
            words = [nodes.Text(" ".join(block.astext().split()))]
            made += block.children if isinstance(block, nodes.paragraph) else words
        return made

    def prose(self, text: Text) -> list[nodes.Node]:
        return self.inline(text)

    def detail(self, words: str) -> nodes.Node:
        return nodes.Text(f" ({words})")

    def listed(
        self, items: Iterable[tuple[list[nodes.Node], list[nodes.Node]]], look: str = ""
    ) -> list[nodes.Node]:
        made = bullets([paragraph(*line), *blocks] for line, blocks in items)
        return [made] if made.children else []

    def block(self, text: Text) -> list[nodes.Node]:
        """Return a text in markup as body nodes."""
        rich = self._parsed(text)
        return (
            [child.deepcopy() for child in rich.children]
            if rich is not None
            else [paragraph(self.text(text))]
        )

    def image(self, uri: Text) -> list[nodes.Node]:
        """Return a picture: one node, or none where it could not be found."""
        node = self._image(uri)
        return [node.deepcopy()] if node is not None else []

    def status(self, status: str | None) -> list[nodes.Node]:
        """Return the mark of a status: one node, or none."""
        return [nodes.Text(f" ({self.labels.named(status)})")] if status else []

    def target(self, key: str) -> list[nodes.Node]:
        """Return the target of a role or row in this view: one node, or none."""
        # Blocks of columns repeat the rows, and a target is once in a book.
        anchor = self._anchors.pop(key, "")
        return self.targets([anchor, *self.node["aliases"].get(key, [])] if anchor else [])

    def targets(self, ids: list[str]) -> list[nodes.Node]:
        """Return a target that has these ids, or nothing for none."""
        if self.format == "markdown":
            # The builder of sphinx-markdown-builder writes an anchor only for what a target leads to.
            return [nodes.target("", "", refid=ident) for ident in ids]
        return [nodes.target("", "", ids=ids)] if ids else []

    def table(self, title: str, group: nodes.tgroup, widths: list[int]) -> list[nodes.Node]:
        """Return a table with its title and the author's classes; ``widths`` are shares of what there is."""
        # A manual would make a section of a title in a table. A view is one table in the count of a book.
        first, self._numbered = isinstance(self.node, roles_table) and not self._numbered, True
        apart = self.format == "man" or (self.format == "latex" and not first)
        above = [paragraph(nodes.strong("", title))] if apart else []
        table = nodes.table("", *([] if apart else [nodes.title("", title)]), group)
        table["classes"] += self.node["classes"]
        if first and self.format == "latex":
            # Where a reference takes the number from.
            table["ids"], self.node["ids"] = self.node["ids"], []
        if self.format != "latex":
            return [*above, table]
        return [*above, *self._on_paper(table, widths, first=first)]

    def _on_paper(self, table: nodes.table, widths: list[int], *, first: bool) -> list[nodes.Node]:
        """Return a table with what LaTeX needs: shares of the width, a size that fits, words that break."""
        # LaTeX breaks a table over pages only with this class, and else loses the rows that find no place.
        table["classes"].append("longtable")
        for text in list(table.findall(nodes.Text)):
            if long := list(_LONG.finditer(text)):
                text.parent.replace(text, list(_breakable(text, long)))
        widths = widths[:1] + [min(width, _MOST) for width in widths[1:]]
        total = sum(widths)
        spec = "".join(rf">{{\raggedright\arraybackslash}}\X{{{width}}}{{{total}}}" for width in widths)
        # The author's own `tabularcolumns` before the view is for its first table.
        made: list[nodes.Node] = [
            *([] if self._own_columns else [addnodes.tabular_col_spec(spec=spec)]),
            table,
        ]
        self._own_columns = False
        if not first:
            # LaTeX counts every table that can break, be it without a caption.
            made.append(nodes.raw("", r"\addtocounter{table}{-1}", format="latex"))
        size = next((size for most, size in _SIZES if total + len(widths) > most), "")
        begin = f"\\begingroup{size}{_RAGGED}" + (r"\setlength{\tabcolsep}{3pt}" if size else "")
        return [nodes.raw("", begin, format="latex"), *made, nodes.raw("", "\\endgroup", format="latex")]

    def tex(self, text: str) -> str:
        """Return a text as LaTeX has it."""
        return texescape.escape(text, self.builder.config.latex_engine)

    def tikz(self, source: str) -> nodes.Node:
        """Return a drawing in TikZ, for the format ``latex`` alone."""
        # The builder writes its list of packages after the pages of a book have come here.
        context: dict[str, Any] = self.builder.context  # type: ignore[attr-defined]
        if _TIKZ not in context["extrapackages"]:
            context["extrapackages"] = f"{context['extrapackages']}\n{_TIKZ}"
        return nodes.raw("", source, format="latex")


def _breakable(text: str, long: Iterable[re.Match[str]]) -> Iterator[nodes.Node]:
    """Yield a text whose long words LaTeX may break, wherever its patterns of a language know no syllable."""
    done = 0
    for word in long:
        for place in range(word.start() + 4, word.end() - 2, 4):
            yield nodes.Text(text[done:place])
            yield nodes.raw("", r"\-", format="latex")
            done = place
    yield nodes.Text(text[done:])


def paragraph(*inner: nodes.Node | str) -> nodes.paragraph:
    """Return a paragraph of inline nodes and words."""
    return nodes.paragraph("", "", *(nodes.Text(part) if isinstance(part, str) else part for part in inner))


def bullets(items: Iterable[Sequence[nodes.Node]]) -> nodes.bullet_list:
    """Return a list of items of body nodes."""
    return nodes.bullet_list("", *(nodes.list_item("", *item) for item in items), bullet="-")


def joined(parts: Iterable[Sequence[nodes.Node]], between: str = ", ") -> list[nodes.Node]:
    """Return the nodes of all parts, with a text between two of them."""
    made: list[nodes.Node] = []
    for part in parts:
        made += [nodes.Text(between), *part] if made else part
    return made


class MatrixShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `responsibility-matrix`."""

    layout: str = "grid"
    """``grid`` (columns are roles), ``letters`` (columns are letters) or ``list``."""
    when: str = ""
    """The condition that is chosen, which the title has."""
    split: str = ""
    """``sections``, or a number of columns; empty: one table."""
    transpose: bool = False
    legend: bool = True
    header: str = ""
    """The head of the first column; empty: the word for a responsibility."""
    short: bool = False
    """Heads are abbreviations where roles have one."""
    unfolded: bool = False
    """What a row means is open from the start."""
    download: str = ""
    """The name of a CSV file with the matrix, to which HTML has a link; empty: none."""


class CardsShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-card` and `role-cards`."""

    grid: bool = True
    """False for the single card."""
    columns: tuple[int, ...] = (1, 1, 2, 3)
    """Cards side by side on a phone, a tablet, a laptop and a wide screen."""
    titled: bool = True
    """False for a card under a heading with the name of the role."""
    fields: tuple[str, ...] = ()
    """Their order, in which those of cards side by side are in one line."""


class SkillShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `skill-matrix`."""

    transpose: bool = False
    """Roles down, skills across."""
    short: bool = False
    """Heads are abbreviations where roles have one."""
    heat: bool = True
    """A high step has a stronger colour."""
    legend: bool = True
    unfolded: bool = False
    """What a skill means is open from the start."""
    download: str = ""
    """The name of a CSV file that HTML links to."""


class LadderShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-ladder`."""

    layout: str = "sections"
    """``sections`` (level by level) or ``table`` (levels across, what they ask for down)."""
    titled: bool = True
    """False for levels under a heading of the page."""


class IndexShape(Struct, frozen=True):
    """The drawing options of `role-index`."""

    words: bool = True
    """Words above the groups lead to them."""


class ProfileShape(Struct, frozen=True):
    """How the sections of `role-profile` are drawn."""

    chapter: str = ""
    """The key of the section that is drawn; empty for all, in one view."""
    since: str = ""
    """What the catalog is called that the role is compared with."""
    linked: bool = True
    """Rows are links: those of another catalog have no targets."""
    level: int = 0
    """That of the headings, where they are in the view; 0: they are no headings of the page."""
    titled: bool = False
    """The view begins with the name of the role."""
    sections: bool = False
    """The sections are those of the page, which has nothing else."""


class SkillCardsShape(Struct, frozen=True):
    """How the entries of `skill-cards` are drawn."""

    titled: bool = True
    """False where the heading above is the name of the only one."""


class HoldersShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-holders`."""

    layout: str = "cards"
    """``cards`` or ``table``."""
    grid: bool = True
    """False for the entry of one person."""
    titled: bool = True
    """False where the heading above is that person's name."""
    columns: tuple[int, ...] = (1, 1, 2, 3)
    """As in `CardsShape`."""


class PathShape(Struct, frozen=True, kw_only=True):
    """How `role-path`, `skill-gap` and a comparison of levels are drawn."""

    levels: bool = False
    """Two levels are compared: added, deepened, dropped."""
    same: bool = True
    """What does not change is there, too."""


class AuditShape(Struct, frozen=True):
    """How `responsibility-audit` is drawn."""

    linked: bool = True
    """Rows are links: those of a file beside the catalog have no targets."""
    counted: bool = True
    """How much was looked at, and how much was found, is above the list."""


class ChangesShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `responsibility-changes`."""

    counts: bool = True
    """How many changes there are of each sort is above the list."""
    texts: bool = True
    """Texts that changed are below the sentence, as they were and as they are."""


class OverlapShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-overlap`."""

    layout: str = "picture"
    """``picture`` (circles, and a table from four roles on), ``table`` or ``list``."""


class AgreementShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `responsibility-agreement`."""

    layout: str = "table"
    """``table`` (roles across), or ``list``, which other formats than HTML always have."""
    legend: bool = True
    caption: Text | None = None


class MapShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-map`."""

    layout: str = "picture"
    """``picture`` (up to `MOST` roles, with the list below it), or ``list``."""
    caption: Text | None = None
