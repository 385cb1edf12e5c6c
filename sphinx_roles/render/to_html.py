"""The parts of views as HTML, for the builders of pages and of EPUBs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.locale import _ as sphinx_message
from sphinx.util.osutil import relative_uri

from sphinx_roles.model import Holder, Link, Text
from sphinx_roles.render.context import Context, Item, Pair, Parts, Table
from sphinx_roles.render.view import is_book, is_single_page, roles_table

if TYPE_CHECKING:
    from sphinx_roles.analysis.report import Edit

SHORT = 20
"""Up to so many rows, a table is shown whole; a longer one scrolls below its head."""


class HtmlContext(Context[str]):
    """Everything as finished HTML; markup is written by the page's own translator."""

    html = True

    def __init__(self, node: nodes.Element, visitor: Any) -> None:
        super().__init__(node, visitor.builder)
        self.visitor = visitor
        self.permalinks = bool(visitor.config.html_permalinks) and visitor.builder.add_permalinks
        self._written: dict[tuple[str, str], str] = {}
        self._files = 0
        self._numbered = False
        self.for_book = is_book(visitor.builder)
        self.runs_script = bool(visitor.config.roles_script) and not self.for_book
        self._edit, self._link = escape(self.labels.edit), escape(self.labels.link)
        # Ids are unique on a page; the pages of a single page share theirs.
        self._prefix = f"{node['docname'].replace('/', ':')}:" if is_single_page(visitor.builder) else ""

    words = staticmethod(escape)

    def section(self, key: str, title: str, blocks: Parts[str], *, level: int, whole: bool) -> list[str]:
        anchor = self.anchors[key] if whole else self.anchor(key)
        hint, icon, title = self._link.format(name=escape(title)), "¶", escape(title, quote=not whole)
        if whole:
            # As Sphinx writes a section below the one around the view.
            level = self.visitor.section_level + self.visitor.initial_header_level
            hint, icon = sphinx_message("Link to this heading"), self.visitor.config.html_permalinks_icon
        link = f'<a class="headerlink" href="#{anchor}" title="{hint}">{icon}</a>' if self.permalinks else ""
        tag, look = f"h{level}" if level else "p", "" if whole else "rubric"
        head, end = self.element(tag, [title, link], look), "\n" if whole else ""
        return [f'<section id="{anchor}">{end}', *head, end, *blocks, "</section>\n"]

    def prose(self, text: Text) -> list[str]:
        rich = self._parsed(text)
        if rich is None:
            return [self.text(text)]
        # Without a paragraph around it where it is only one.
        only = rich[0] if len(rich) == 1 else None
        return [self._write("inline", text, only if isinstance(only, nodes.paragraph) else rich)]

    def element(
        self, tag: str, parts: Parts[str], look: str = "", *kinds: type[nodes.TextElement]
    ) -> list[str]:
        inner, end = "".join(parts), " " if tag in ("dt", "dd") else ""
        return [f"<{tag}{_class(look)}>{inner}{end}</{tag}>" if tag else inner]

    def either(self, html: str, words: str = "") -> list[str]:
        return [html]

    def listed(
        self, items: Iterable[Item[str]], look: str = "simple", *, numbered: bool = False
    ) -> list[str]:
        inner = [f"<li{_class(*own)}>{''.join(line)}{''.join(blocks)}</li>" for line, blocks, *own in items]
        # In a cell, items are lines of its text, and would be run together where it is copied.
        return self.element("ol" if numbered else "ul", [" ".join(inner)], look) if inner else []

    def fields(
        self, pairs: Iterable[Pair[str]], places: Sequence[str] = (), look: str = "ro-fields", heads: str = ""
    ) -> list[str]:
        shown = [f"<dt{_class(heads)}>{''.join(one)} </dt><dd>{''.join(inner)} </dd>" for one, inner in pairs]
        if places:
            shown = [f"<div{_class(one)}>{pair}</div>" for one, pair in zip(places, shown, strict=True)]
        return [f'<dl class="simple {look}">{"".join(shown)}</dl>'] if shown else []

    def begin(
        self, look: str, key: str = "", anchor: str = "", role: str = "", tag: str = "div"
    ) -> list[str]:
        anchor, role = anchor or self.anchor(key), f' role="{role}"' if role else ""
        ident = f' id="{anchor}">{self.aliases(key)}' if anchor else ">"
        return [f"<{tag}{_class(look)}{role}{ident}"]

    def _id(self, key: str) -> str:
        return f' id="{anchor}"' if key and (anchor := self.anchor(key)) else ""

    def handles(self, key: str, name: Text, edit: Edit | None = None, *, of_row: bool = False) -> list[str]:
        anchor, url, shown = self.anchor(key), self.edit_url(edit), escape(self.plain(name))
        if of_row and not url and anchor and self.permalinks:
            # Rows are many: where the permalink of one is alone, it is an element whose sign is drawn.
            title = self._link.format(name=shown)
            return [f'<a class="headerlink ro-tools" href="#{anchor}" title="{title}"></a>']
        label = self._edit.format(name=shown)
        tools = f'<a class="ro-edit" href="{escape(url)}" aria-label="{label}">✎</a>' if url else ""
        return self._tools(tools, anchor, shown)

    def permalink(self, anchor: str, name: str) -> list[str]:
        return self._tools("", anchor, escape(name))

    def _tools(self, tools: str, anchor: str, name: str) -> list[str]:
        if anchor and self.permalinks:
            tools += f'<a class="headerlink" href="#{anchor}" title="{self._link.format(name=name)}">¶</a>'
        return [f'<span class="ro-tools">{tools}</span>'] if tools else []

    def th(self, parts: Parts[str], look: str = "", key: str = "") -> str:
        return f'<th scope="col"{_class(look)}{self._id(key)}>{self.aliases(key)}{"".join(parts)} </th>'

    def td(self, blocks: Parts[str], look: str = "") -> str:
        return f"<td{_class(look)}>{''.join(blocks)} </td>"

    def nothing(self, word: str, look: str = "") -> str:
        return f"<td{_class(look)}>{escape(word)} </td>"

    def added(self, cell: str, parts: Parts[str]) -> str:
        return f"{cell.removesuffix(' </td>')}{''.join(parts)} </td>"

    def copied(self, parts: Parts[str]) -> list[str]:
        return list(parts)

    def tr(self, title: Parts[str], cells: Parts[str], key: str = "", look: str = "", span: int = 1) -> str:
        wide = f' colspan="{span}"' if span > 1 else ""
        head = f'<th scope="row"{wide}>{self.aliases(key)}{"".join(title)} </th>'
        return f"<tr{_class(look)}{self._id(key)}>{head}{''.join(cells)}</tr>"

    def body(self, rows: Sequence[str], head: Parts[str], width: int, look: str = "") -> list[str]:
        if inner := "".join(head):
            span = f'<th scope="rowgroup" colspan="{width}"><span>{inner} </span></th>'
            inner = f'<tr class="ro-band">{span}</tr>'
        return [f"<tbody{_class(look)}>{inner}{''.join(rows)}</tbody>"]

    def table(self, table: Table[str]) -> list[str]:
        ident = self.unique("caption")
        title, shown = self.titled("".join(table.caption), "".join(table.above), ident)
        around = " ".join(["ro-scroll", *(["ro-short"] if table.rows <= SHORT else []), *table.classes])
        head = "".join(f"<tr>{''.join(row)}</tr>" for row in (table.groups, table.heads) if row)
        below = f"<tfoot>{''.join(table.foot)}</tfoot>" if table.foot else ""
        return [
            title,
            *table.before,
            f'<div class="{around}" role="region" tabindex="0" aria-labelledby="{ident}">',
            f'<table class="ro-table {table.look}">{shown}<thead>{head}</thead>',
            *table.bodies,
            f"{below}</table></div>",
        ]

    def fold(self, label: Parts[str], blocks: Parts[str], *, opened: bool = False) -> list[str]:
        inner, attribute = "".join(blocks), ' open="open"' if opened else ""
        shown = f"<summary>{''.join(label)}</summary> <div>{inner}</div>"
        return [f'<details class="ro-more"{attribute}>{shown}</details>'] if inner else []

    def blocks(self, text: Text) -> list[str]:
        rich = self._parsed(text)
        return [self._write("block", text, rich) if rich is not None else f"<p>{self.text(text)}</p>"]

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

    def titled(self, title: str, above: str, ident: str) -> tuple[str, str]:
        """Return what is above a table, and its caption, which is also the name of its region.

        Where anything is above, the title is over it, and the caption is for ears alone.
        """
        number = ""
        if isinstance(self.node, roles_table) and self.node["ids"] and not self._numbered:
            # The number of the view among the tables of the book is that of its first table.
            self._numbered = True
            number = self._written_by(lambda visitor: visitor.add_fignumber(self.node))
        if not above or self.for_book:
            return above, f'<caption id="{ident}"><span>{number}{title} </span></caption>'
        hidden, seen = ' aria-hidden="true"', title
        if number:
            hidden, seen = "", f'<span aria-hidden="true">{title}</span>'
        heard = f'<caption id="{ident}" class="ro-hidden">{title} </caption>'
        return f'<p class="ro-caption"{hidden}>{number}{seen}</p>{above}', heard

    def link(self, link: Link) -> str:
        """Return a link of the data, with what the builder has set behind it."""
        return super().link(link) + self._behind(link.url)

    def person(self, holder: Holder, ident: str = "") -> str:
        link = holder.link if ("person", ident) not in self.domain.targets else None
        return super().person(holder, ident) + (self._behind(link) if link else "")

    def _behind(self, url: str) -> str:
        return "".join(map(self._walk, self._links[url].children[1:]))

    def linked(self, reference: nodes.reference | None, inner: str) -> str:
        if reference is None:
            return inner
        # A link of a page to itself has an empty address.
        href = f"#{reference['refid']}" if "refid" in reference else reference["refuri"] or "#"
        if self._prefix and reference.get("internal"):
            # All of a single page is one file.
            href = "#" + href.rpartition("#")[2]
        where = "internal" if reference.get("internal") or "refid" in reference else "external"
        look = reference["classes"] or ["reference", where]
        title = f' title="{escape(reference["reftitle"])}"' if reference.get("reftitle") else ""
        return f'<a class="{" ".join(look)}" href="{escape(href)}"{title}>{inner}</a>'

    def image(self, uri: Text) -> list[str]:
        node = self._image(uri)
        return [self._walk(node)] if node is not None else []

    def picture(
        self, kind: str, svg: Callable[[str], str], alt: str, tikz: Callable[[Callable[[str], str]], str]
    ) -> list[str]:
        ident = self.unique(kind)
        if not self.for_book:
            return [svg(ident)]
        builder = self.visitor.builder
        # A page of a book may not hold SVG; Sphinx takes every picture in the folder into the book.
        stem = self.docname.replace("_", "__").replace("/", "_-")
        self._files += 1
        name = f"roles-{stem}-{self.node['serial']}-{self._files}.svg"
        _write(Path(builder.outdir, builder.imagedir, name), svg(""))
        return [self._walk(nodes.image(uri=f"{builder.imgpath}/{name}", alt=alt, candidates={"?": ""}))]

    def download(self, name: str, text: str) -> list[str]:
        builder, docname = self.visitor.builder, self.docname
        if self.for_book:
            return []
        file = f"_downloads/roles/{docname}/{name}"
        _write(Path(builder.outdir, file), text)
        href = relative_uri(builder.get_target_uri(docname), quote(file))
        word = escape(self.labels.download)
        return [f'<p class="ro-download"><a href="{escape(href)}" download>{word}</a></p>']

    def anchor(self, key: str) -> str:
        anchor = self.anchors.get(key, "")
        if not anchor or not self._prefix:
            return anchor
        # In a single page, links lead to the id without a prefix.
        found = self.domain.targets.get((self.node["kind"], key))
        return anchor if found and found[0] == self.docname else self._prefix + anchor

    def aliases(self, key: str) -> str:
        """Return empty elements with the ids of the other names of a role or row."""
        names: list[str] | None = self.node["aliases"].get(key)
        if not names:
            return ""
        before = self.anchor(key).removesuffix(self.anchors[key])
        return "".join(f'<span id="{before}{name}"></span>' for name in names)


def _class(look: str = "") -> str:
    return f' class="{look}"' if look else ""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="")
