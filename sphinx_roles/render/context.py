"""What drawings ask of the page: its language, where its links lead, and its texts as HTML or as nodes."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar
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
from sphinx_roles.render.view import Drawings, roles_link, roles_rich_text, roles_table

if TYPE_CHECKING:
    # A page without a matrix does not import its analysis.
    from sphinx_roles.analysis.matrix import Band
    from sphinx_roles.analysis.report import Edit

Inline = TypeVar("Inline")
"""What the parts of a sentence are: HTML, or docutils nodes."""

Item: TypeAlias = tuple[Sequence[Inline], Sequence[Inline]] | tuple[Sequence[Inline], Sequence[Inline], str]
"""A line, the blocks below it, and the class of both in HTML."""

Head: TypeAlias = tuple[Sequence[Inline], str]
"""The head of a column, and of what it is the target: the key of that."""

Row: TypeAlias = tuple[Sequence[Inline], str, Sequence[tuple[Sequence[Inline], str]]]
"""The head of a row, of what it is the target, and its cells: the blocks of each, and its class in HTML."""

CRITERIA = "simple ro-criteria"
"""The class of a list of criteria."""
# The library keeps the shorthands of languages (the active colon of French) out of drawings.
_TIKZ = "\\usepackage{tikz}\n\\usetikzlibrary{babel}"


NARROW = ("text", "man")
"""Formats for a terminal, where a grid of roles is squeezed until its heads break."""
SHORT = 20
"""Up to so many rows, a table is shown whole; a longer one scrolls below its head."""
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

    # What views draw once for HTML and for nodes. A line is a list of parts, and so is a block of lines.

    html: bool
    """Whether the output has room for what folds, for links to a line of the data, and for signs."""

    @abstractmethod
    def element(
        self, tag: str, parts: Iterable[Inline], look: str = "", *kinds: type[nodes.TextElement]
    ) -> list[Inline]:
        """Return parts in an element of HTML with the class ``look``; else in nodes, the outer kind first.

        Without a ``tag`` HTML, and without a kind of nodes other output, has the parts alone.
        """

    @abstractmethod
    def either(self, html: str, words: str = "") -> list[Inline]:
        """Return a piece of HTML, and these words in other output."""

    @abstractmethod
    def prose(self, text: Text) -> list[Inline]:
        """Return a text in markup as parts of a line."""

    @abstractmethod
    def blocks(self, text: Text) -> list[Inline]:
        """Return a text in markup as paragraphs and lists."""

    @abstractmethod
    def listed(self, items: Iterable[Item[Inline]], look: str = "simple") -> list[Inline]:
        """Return a list of lines with the blocks below each; none for none."""

    @abstractmethod
    def fields(
        self,
        pairs: Iterable[tuple[Sequence[Inline], Sequence[Inline]]],
        *,
        look: str = "ro-fields",
        heads: str = "",
        places: Sequence[str] = (),
    ) -> list[Inline]:
        """Return a list of labels with the blocks of each; none for none.

        HTML has ``heads`` as the class of labels, and each pair in a group of the class in ``places``.
        """

    @abstractmethod
    def entry(
        self,
        key: str,
        look: str,
        blocks: Iterable[Inline],
        name: Text,
        edit: Edit | None = None,
        role: str = "",
    ) -> list[Inline]:
        """Return blocks that are what links to ``key`` lead to, where this view is; HTML has them in a group.

        ``name`` is that of the thing, for the link to it and that to its line in the data.
        """

    @abstractmethod
    def handles(self, anchor: str, name: str, edit: Edit | None = None) -> list[Inline]:
        """Return the edit link and the permalink of the thing called ``name``, which HTML alone has."""

    @abstractmethod
    def place(self, anchor: str, look: str) -> list[Inline]:
        """Return the place that ``anchor`` leads to; in HTML, the start of a group."""

    @abstractmethod
    def image(self, uri: Text) -> list[Inline]:
        """Return a picture; none where it could not be found."""

    @abstractmethod
    def section(
        self, key: str, title: str, blocks: Iterable[Inline], *, level: int, whole: bool
    ) -> list[Inline]:
        """Return blocks under a heading that links to ``key`` lead to.

        A ``whole`` one is a section of the page; else the heading has this ``level`` in HTML, 0 for none.
        """

    @abstractmethod
    def drawn(self, drawings: Drawings, report: Any, shape: Any) -> list[Inline]:
        """Return a view, or a part of one."""

    @abstractmethod
    def roomy(self, columns: int) -> bool:
        """Return whether there is room for a table with so many columns."""

    @abstractmethod
    def grid(
        self,
        look: str,
        caption: str,
        heads: Sequence[Head[Inline]],
        bands: Iterable[tuple[str, Sequence[Row[Inline]]]],
        widths: Sequence[int],
        nothing: str,
    ) -> list[Inline]:
        """Return a table with its rows in bands; HTML has the word ``nothing`` in an empty cell.

        ``widths`` are those of columns on paper, as shares.
        """

    @abstractmethod
    def led(
        self, label: Sequence[Inline], blocks: Sequence[Inline], tag: str = "div", look: str = ""
    ) -> list[Inline]:
        """Return blocks with a label in the line of the first one."""

    @abstractmethod
    def said(
        self, before: Sequence[Inline], line: Sequence[Inline], blocks: Sequence[Inline]
    ) -> list[Inline]:
        """Return a sentence beside its mark, and the blocks below it."""

    @abstractmethod
    def fold(
        self, label: Sequence[Inline], blocks: Sequence[Inline], *, opened: bool = False
    ) -> list[Inline]:
        """Return blocks that HTML folds under a label; none for none."""

    @abstractmethod
    def facts(self, counts: Iterable[tuple[str, str, int]]) -> list[Inline]:
        """Return numbers in a line, each with its class and its word."""

    @abstractmethod
    def view(self, look: str, blocks: Iterable[Inline]) -> list[Inline]:
        """Return a whole view."""

    def line(self, parts: Iterable[Inline], look: str = "") -> list[Inline]:
        """Return a paragraph."""
        return self.element("p", parts, look, nodes.paragraph)

    def only_line(self, parts: Iterable[Inline]) -> list[Inline]:
        """Return a paragraph that is alone in what holds it."""
        return self.element("", parts, "", nodes.paragraph)

    def caption(self, parts: Iterable[Inline]) -> list[Inline]:
        """Return what a view is called."""
        return self.element("p", parts, "ro-caption", nodes.rubric)

    def head(self, parts: Iterable[Inline], look: str = "ro-band-name") -> list[Inline]:
        """Return what a group in a view is called."""
        return self.element("p", parts, look, nodes.paragraph, nodes.strong)

    def strong(self, parts: Iterable[Inline], look: str = "", tag: str = "b") -> list[Inline]:
        """Return parts in bold; the class of what is around them may do that in HTML, without a ``tag``."""
        return self.element(tag, parts, look, nodes.strong)

    def cell(self, words: str) -> list[Inline]:
        """Return words as a block of a cell: HTML draws a word alone there as a dash."""
        return self.element("span", [self.words(words)], "", nodes.paragraph)

    def marks(self, words: Sequence[str], tag: str = "span") -> list[Inline]:
        """Return what is unusual about the thing before it; none for none."""
        html = "".join(f' <{tag} class="ro-mark">{escape(word)}</{tag}>' for word in words)
        return self.either(html, f" ({', '.join(words)})") if words else []

    def status_marks(self, status: str | None) -> list[Inline]:
        """Return the mark of a status; none for none."""
        return self.marks([self.labels.named(status)] if status else [], "small")

    def detail(self, words: str, look: str = "ro-detail") -> list[Inline]:
        """Return what qualifies the words before it; none for none."""
        return self.either(f' <span class="{look}">{escape(words)}</span>', f" ({words})") if words else []

    def aside(self, words: str) -> list[Inline]:
        """Return what qualifies the words before it, in brackets; none for none."""
        html = f' <span class="ro-detail">({escape(words)})</span>'
        return self.either(html, f" ({words})") if words else []

    def joined(self, parts: Iterable[Sequence[Inline]], between: str = "", html: str = "") -> list[Inline]:
        """Return the parts of all with a text between two: the comma of the language, or another one."""
        between = between or self.labels.and_more
        made: list[Inline] = []
        for part in parts:
            made += [*self.either(html or escape(between), between), *part] if made else part
        return made

    def criteria(self, criteria: Iterable[Prose]) -> list[Inline]:
        """Return criteria, or duties, as a list; none for none."""
        return self.listed(((self.prose(one), ()) for one in criteria), CRITERIA)

    def sentence(self, text: str, **slots: Sequence[Inline]) -> list[Inline]:
        """Return a sentence of this package with what its slots hold."""
        made: list[Inline] = []
        for number, part in enumerate(re.split(r"\{(\w+)\}", text)):
            if number % 2:
                # A node has one place, and a slot may be in a sentence twice.
                made += (one.deepcopy() if isinstance(one, nodes.Node) else one for one in slots[part])
            elif part:
                made.append(self.words(part))
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
        """Link ``inner`` to the role, where there is a target other than ``inner`` itself."""
        if self.is_target("role", role):
            # Most cards are the target of their role; no link leads from a thing to itself.
            return inner
        if role not in self._roles:
            self._roles[role] = self.domain.role_reference(self.builder, self.node["docname"], role)
        return self.linked(self._roles[role], inner)

    def anchor(self, key: str) -> str:
        """Return the id of a role, row or the like in this view, ``""`` where it is no target."""
        anchor: str = self.node["anchors"].get(key, "")
        return anchor

    def is_target(self, kind: str, key: str) -> bool:
        """Return whether links to a thing lead to this view."""
        own, found = self.node["anchors"].get(key), self.domain.targets.get((kind, key))
        return bool(own and found and found[0] == self.node["docname"] and found[1].anchor == own)

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

    html = True

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

    def section(self, key: str, title: str, blocks: Iterable[str], *, level: int, whole: bool) -> list[str]:
        anchor = self.node["anchors"][key] if whole else self.anchor(key)
        hint, icon, title = self._link.format(name=escape(title)), "¶", escape(title, quote=not whole)
        if whole:
            # As Sphinx writes a section below the one around the view.
            level = self.visitor.section_level + self.visitor.initial_header_level
            hint, icon = sphinx_message("Link to this heading"), self.visitor.config.html_permalinks_icon
        link = f'<a class="headerlink" href="#{anchor}" title="{hint}">{icon}</a>' if self.permalinks else ""
        tag, look = f"h{level}" if level else "p", "" if whole else "rubric"
        return [f'<section id="{anchor}">', *self.element(tag, [title, link], look), *blocks, "</section>\n"]

    def inline(self, text: Text) -> str:
        """Return a text in markup, without a paragraph around it where it is only one."""
        rich = self._parsed(text)
        if rich is None:
            return self.text(text)
        only = rich[0] if len(rich) == 1 else None
        return self._write("inline", text, only if isinstance(only, nodes.paragraph) else rich)

    def prose(self, text: Text) -> list[str]:
        return [self.inline(text)]

    def element(
        self, tag: str, parts: Iterable[str], look: str = "", *kinds: type[nodes.TextElement]
    ) -> list[str]:
        inner = "".join(parts)
        return [f"<{tag}{_class(look)}>{inner}</{tag}>" if tag else inner]

    def either(self, html: str, words: str = "") -> list[str]:
        return [html]

    def blocks(self, text: Text) -> list[str]:
        return [self.block(text)]

    def listed(self, items: Iterable[Item[str]], look: str = "simple") -> list[str]:
        inner = [f"<li{_class(*item[2:])}>{''.join((*item[0], *item[1]))}</li>" for item in items]
        return [f'<ul class="{look}">{"".join(inner)}</ul>'] if inner else []

    def fields(
        self,
        pairs: Iterable[tuple[Sequence[str], Sequence[str]]],
        *,
        look: str = "ro-fields",
        heads: str = "",
        places: Sequence[str] = (),
    ) -> list[str]:
        shown = [f"<dt{_class(heads)}>{''.join(one)}</dt><dd>{''.join(inner)}</dd>" for one, inner in pairs]
        if places:
            shown = [f"<div{_class(one)}>{pair}</div>" for one, pair in zip(places, shown, strict=True)]
        return [f'<dl class="simple {look}">{"".join(shown)}</dl>'] if shown else []

    def _id(self, key: str) -> str:
        return f' id="{anchor}"' if key and (anchor := self.anchor(key)) else ""

    def entry(
        self, key: str, look: str, blocks: Iterable[str], name: Text, edit: Edit | None = None, role: str = ""
    ) -> list[str]:
        anchor, role = self.anchor(key) if key else "", f' role="{role}"' if role else ""
        ident = f' id="{anchor}">{self.aliases(key)}' if anchor else ">"
        handles = self.tools(edit, self.text(name), anchor)
        return [f"<div{_class(look)}{role}{ident}", *blocks, handles, "</div>\n"]

    def handles(self, anchor: str, name: str, edit: Edit | None = None) -> list[str]:
        return [self.tools(edit, escape(name), anchor)]

    def place(self, anchor: str, look: str) -> list[str]:
        return [f'<div class="{look}" id="{anchor}">']

    def drawn(self, drawings: Drawings, report: Any, shape: Any) -> list[str]:
        if isinstance(drawings, tuple):
            return [drawings[0](report, shape, self)]
        return drawings(report, shape, self)

    def roomy(self, columns: int) -> bool:
        return True

    def grid(
        self,
        look: str,
        caption: str,
        heads: Sequence[Head[str]],
        bands: Iterable[tuple[str, Sequence[Row[str]]]],
        widths: Sequence[int],
        nothing: str,
    ) -> list[str]:
        corner, *others = heads
        head = f'<th scope="col" class="ro-corner">{"".join(corner[0])}</th>'
        head += "".join(f'<th scope="col"{self._id(key)}>{"".join(parts)}</th>' for parts, key in others)
        body, count, empty = "", 0, f"<td>{escape(nothing)}</td>"
        for name, rows in bands:
            count += len(rows)
            first = f'<th scope="rowgroup" colspan="{len(heads)}"><span>{escape(name)}</span></th>'
            body += f'<tbody><tr class="ro-band">{first}</tr>\n' if name else "<tbody>"
            for title, key, cells in rows:
                shown = "".join(f"<td{_class(own)}>{''.join(c)}</td>" if c else empty for c, own in cells)
                body += f'<tr{self._id(key)}><th scope="row">{"".join(title)}</th>{shown}</tr>\n'
            body += "</tbody>\n"
        ident, short = self.unique("caption"), " ro-short" if count <= SHORT else ""
        return [
            f'<div class="ro-scroll{short}" role="region" tabindex="0" aria-labelledby="{ident}">',
            f'<table class="ro-table {look}"><caption id="{ident}"><span>{self.number()}{escape(caption)}',
            f"</span></caption><thead><tr>{head}</tr></thead>\n{body}</table></div>",
        ]

    def led(self, label: Sequence[str], blocks: Sequence[str], tag: str = "div", look: str = "") -> list[str]:
        return self.element(tag, [*label, " ", *blocks], look)

    def said(self, before: Sequence[str], line: Sequence[str], blocks: Sequence[str]) -> list[str]:
        return [*before, *self.element("div", [*line, *blocks], "ro-said")]

    def fold(self, label: Sequence[str], blocks: Sequence[str], *, opened: bool = False) -> list[str]:
        attribute = ' open="open"' if opened else ""
        inner = f"<summary>{''.join(label)}</summary> <div>{''.join(blocks)}</div>"
        return [f'<details class="ro-more"{attribute}>{inner}</details>'] if blocks else []

    def facts(self, counts: Iterable[tuple[str, str, int]]) -> list[str]:
        facts = (f'<span class="{look}">{escape(word)} <b>{n}</b></span>' for look, word, n in counts)
        return [f'<p class="ro-facts">{" ".join(facts)}</p>']

    def view(self, look: str, blocks: Iterable[str]) -> list[str]:
        return [f'<div class="ro {look}">', *blocks, "</div>\n"]

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
        look = reference["classes"] or ["reference", where]
        title = f' title="{escape(reference["reftitle"])}"' if reference.get("reftitle") else ""
        return f'<a class="{" ".join(look)}" href="{escape(href)}"{title}>{inner}</a>'

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
        return "".join(self.status_marks(status))

    def image(self, uri: Text) -> list[str]:
        node = self._image(uri)
        return [self._walk(node)] if node is not None else []

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
        anchor = super().anchor(key)
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


def _class(look: str = "") -> str:
    return f' class="{look}"' if look else ""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")


class NodeContext(Context[nodes.Node]):
    """Everything as docutils nodes, for builders other than HTML."""

    html = False

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

    def element(
        self, tag: str, parts: Iterable[nodes.Node], look: str = "", *kinds: type[nodes.TextElement]
    ) -> list[nodes.Node]:
        made = list(parts)
        for kind in reversed(kinds):
            made = [kind("", "", *made)]
        return made

    def either(self, html: str, words: str = "") -> list[nodes.Node]:
        return [nodes.Text(words)] if words else []

    def blocks(self, text: Text) -> list[nodes.Node]:
        return self.block(text)

    def listed(self, items: Iterable[Item[nodes.Node]], look: str = "simple") -> list[nodes.Node]:
        shown = ([*([paragraph(*line)] if line else []), *blocks] for line, blocks, *_ in items)
        made = bullets(shown)
        return [made] if made.children else []

    def fields(
        self,
        pairs: Iterable[tuple[Sequence[nodes.Node], Sequence[nodes.Node]]],
        *,
        look: str = "ro-fields",
        heads: str = "",
        places: Sequence[str] = (),
    ) -> list[nodes.Node]:
        made = nodes.field_list()
        for label, inner in pairs:
            made += nodes.field("", nodes.field_name("", "", *label), nodes.field_body("", *inner))
        return [made] if made.children else []

    def entry(
        self,
        key: str,
        look: str,
        blocks: Iterable[nodes.Node],
        name: Text,
        edit: Edit | None = None,
        role: str = "",
    ) -> list[nodes.Node]:
        return [*self.target(key), *blocks]

    def handles(self, anchor: str, name: str, edit: Edit | None = None) -> list[nodes.Node]:
        return []

    def place(self, anchor: str, look: str) -> list[nodes.Node]:
        return self.targets([anchor])

    def drawn(self, drawings: Drawings, report: Any, shape: Any) -> list[nodes.Node]:
        draw = drawings[1] if isinstance(drawings, tuple) else drawings
        return list(draw(report, shape, self))

    def section(
        self, key: str, title: str, blocks: Iterable[nodes.Node], *, level: int, whole: bool
    ) -> list[nodes.Node]:
        if whole:
            return [nodes.section("", nodes.title("", title), *blocks, ids=[self.anchor(key)])]
        return [*self.target(key), nodes.rubric("", title), *blocks]

    def roomy(self, columns: int) -> bool:
        return not self.in_cell and self.format not in NARROW and columns <= self.max_columns

    def grid(
        self,
        look: str,
        caption: str,
        heads: Sequence[Head[nodes.Node]],
        bands: Iterable[tuple[str, Sequence[Row[nodes.Node]]]],
        widths: Sequence[int],
        nothing: str,
    ) -> list[nodes.Node]:
        # A head is on every page of a long table, and a target once in a book.
        made = [target for _, key in heads for target in self.target(key)]
        body = []
        for name, rows in bands:
            if name:
                first = nodes.entry("", paragraph(nodes.strong("", name)))
                body.append(nodes.row("", first, *(nodes.entry() for _ in heads[1:])))
            for title, key, cells in rows:
                entries = (nodes.entry("", *(blocks or [paragraph("–")])) for blocks, _ in cells)
                first = nodes.entry("", paragraph(*self.target(key), *title))
                body.append(nodes.row("", first, *entries))
        return [*made, *self.table(caption, [list(parts) for parts, _ in heads], body, list(widths))]

    def led(
        self, label: Sequence[nodes.Node], blocks: Sequence[nodes.Node], tag: str = "div", look: str = ""
    ) -> list[nodes.Node]:
        first, *rest = blocks
        if isinstance(first, nodes.paragraph):
            return [paragraph(*label, " ", *first.children), *rest]
        return [paragraph(*label), *blocks]

    def said(
        self, before: Sequence[nodes.Node], line: Sequence[nodes.Node], blocks: Sequence[nodes.Node]
    ) -> list[nodes.Node]:
        return [paragraph(*before, *line), *blocks]

    def fold(
        self, label: Sequence[nodes.Node], blocks: Sequence[nodes.Node], *, opened: bool = False
    ) -> list[nodes.Node]:
        return list(blocks)

    def facts(self, counts: Iterable[tuple[str, str, int]]) -> list[nodes.Node]:
        colon = self.labels.colon
        return [paragraph("; ".join(f"{colon.format(label=word)} {count}" for _, word, count in counts))]

    def view(self, look: str, blocks: Iterable[nodes.Node]) -> list[nodes.Node]:
        return list(blocks)

    def block(self, text: Text) -> list[nodes.Node]:
        """Return a text in markup as body nodes."""
        rich = self._parsed(text)
        return (
            [child.deepcopy() for child in rich.children]
            if rich is not None
            else [paragraph(self.text(text))]
        )

    def image(self, uri: Text) -> list[nodes.Node]:
        node = self._image(uri)
        return [node.deepcopy()] if node is not None else []

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

    def table(
        self, title: str, heads: list[list[nodes.Node]], rows: list[nodes.row], widths: list[int]
    ) -> list[nodes.Node]:
        """Return a table with its title and the author's classes.

        ``widths`` are shares of what there is, at least a head's longest word.
        """
        longest = [max([3, *(len(word) for part in one for word in part.astext().split())]) for one in heads]
        widths = [max(pair) for pair in zip(widths, longest, strict=True)]
        head = nodes.thead("", nodes.row("", *(nodes.entry("", paragraph(*one)) for one in heads)))
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths), head, cols=len(heads))
        group += nodes.tbody("", *rows)
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
        spec = "".join(rf"\X{{{width}}}{{{total}}}" for width in widths)
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
        if not size:
            return made
        begin = f"\\begingroup{size}\\setlength{{\\tabcolsep}}{{3pt}}"
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


def enumerated(parts: list[list[Inline]], last: str, context: Context[Inline]) -> list[Inline]:
    """Join parts as the language does: commas, and a word before the last."""
    made: list[Inline] = []
    for number, part in enumerate(parts):
        if number:
            made.append(context.words(last if number == len(parts) - 1 else context.labels.and_more))
        made += part
    return made


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
