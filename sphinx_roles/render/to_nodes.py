"""The parts of views as docutils nodes, for paper, terminals and all other builders."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import Any, cast

from docutils import nodes
from docutils.utils import column_width
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import texescape

from sphinx_roles.model import Text
from sphinx_roles.render.context import Context, Item, Pair, Parts, Table
from sphinx_roles.render.view import roles_table

# The library keeps the shorthands of languages (the active colon of French) out of drawings.
_TIKZ = "\\usepackage{tikz}\n\\usetikzlibrary{babel}\n\\newsavebox{\\rolespicture}"
_LONG_WORD = r"""\protected\def\roleslongword#1#2{%
\setbox0\vbox{\hsize0pt\leftskip0pt\rightskip0pt\everypar{}\hbadness10000\hfuzz\maxdimen
\pretolerance-1\tolerance10000\noindent\hskip0pt#1\endgraf
\global\dimen1=0pt\loop\setbox2\lastbox\ifvoid2\else\setbox2\hbox{\unhbox2}%
\ifdim\wd2>\dimen1 \global\dimen1=\wd2\fi\unskip\unpenalty\repeat}%
\ifdim\dimen1>\linewidth#2\else\hskip0pt#1\fi}"""
"""A long word in a table: broken where its language does so, else (``#2``) where there is no more room."""


_LINE = 80
"""So many characters are in a line on a terminal."""
_RAGGED = r"\makeatletter\let\@@vwid@minipagerestore\raggedright\makeatother"
"""Words of a narrow column that is justified are far apart, and Sphinx 9 has a box in each cell."""
_ONE_COLUMN = r"\makeatletter\if@twocolumn\onecolumn\aftergroup\twocolumn\fi\makeatother"
"""A table that breaks over pages is an error in a text of two columns."""
_FITTED = r"""\global\setbox\rolespicture\hbox\bgroup
{}%
\egroup
\ifdim\wd\rolespicture>\linewidth
\global\setbox\rolespicture\hbox{{\resizebox{{\linewidth}}{{!}}{{\box\rolespicture}}}}\fi
\par\ifdim\dimexpr\ht\rolespicture+\dp\rolespicture+6\baselineskip\relax>\dimexpr\pagegoal-\pagetotal\relax\newpage\fi
"""
"""A drawing, smaller where it is wider than a column, and the room for it and a heading.

In an argument it would keep the shorthands.
"""
_SIZES = ((125, r"\scriptsize"), (80, r"\footnotesize"))
"""The size of a table on paper in which heads and letters need more characters than these side by side."""
_MOST = 16
"""So many characters may ask for width; a longer word is broken."""
_ROOM = 1200
"""So many characters of a row are on one page, however small it is; a row breaks over no page."""
_LONG = re.compile(r"[^\s/-]{18,}")


class NodeContext(Context[nodes.Node]):
    """Everything as docutils nodes, for builders other than HTML."""

    html = False

    def __init__(self, node: nodes.Element, builder: Builder) -> None:
        super().__init__(node, builder)
        self.max_columns: int = builder.config.roles_max_columns
        self.format: str = builder.format
        # On a terminal a grid of roles is squeezed until its heads break.
        self.narrow = self.format in ("text", "man", "texinfo")
        above = node.parent
        while above is not None and not isinstance(above, nodes.entry | addnodes.hlistcol):
            above = above.parent
        # A column is as narrow.
        # sphinxcontrib-restbuilder 0.3 cuts the cells of a row off below the lowest of them.
        self.in_cell = above is not None or self.format == "rst"
        self._anchors: dict[str, str] = dict(node["anchors"])
        place = node.parent.index(node) if node.parent is not None else 0
        self._own_columns = place > 0 and isinstance(node.parent[place - 1], addnodes.tabular_col_spec)
        self._numbered = False

    words = staticmethod(nodes.Text)

    def linked(self, reference: nodes.reference | None, inner: nodes.Node) -> nodes.Node:
        if reference is None:
            return inner
        # A reference may be wanted several times, and a node has one place.
        made = reference.copy()
        made += nodes.inline("", "", inner)
        return made

    def prose(self, text: Text) -> list[nodes.Node]:
        # Lists become their words.
        made: list[nodes.Node] = []
        for block in self.blocks(text):
            words = [nodes.Text(" ".join(block.astext().split()))]
            made += block.children if isinstance(block, nodes.paragraph) else words
        return made

    def element(
        self, tag: str, parts: Parts[nodes.Node], look: str = "", *kinds: type[nodes.TextElement]
    ) -> list[nodes.Node]:
        made = list(parts)
        for kind in reversed(kinds):
            made = [kind("", "", *made)]
        return made

    def either(self, html: str, words: str = "") -> list[nodes.Node]:
        return [nodes.Text(words)] if words else []

    def listed(
        self, items: Iterable[Item[nodes.Node]], look: str = "simple", *, numbered: bool = False
    ) -> list[nodes.Node]:
        shown = bullets([*([paragraph(*line)] if line else []), *blocks] for line, blocks, *_ in items)
        if numbered and shown.children:
            return [nodes.enumerated_list("", *shown.children, enumtype="arabic", prefix="", suffix=".")]
        return [shown] if shown.children else []

    def fields(
        self, pairs: Iterable[Pair[nodes.Node]], places: Sequence[str] = (), look: str = "", heads: str = ""
    ) -> list[nodes.Node]:
        made = nodes.field_list()
        for label, inner in pairs:
            made += nodes.field("", nodes.field_name("", "", *label), nodes.field_body("", *inner))
        return [made] if made.children else []

    def begin(
        self, look: str, key: str = "", anchor: str = "", role: str = "", tag: str = "div"
    ) -> list[nodes.Node]:
        return self.targets([anchor]) if anchor else self.target(key)

    def section(
        self, key: str, title: str, blocks: Parts[nodes.Node], *, level: int, whole: bool
    ) -> list[nodes.Node]:
        if whole:
            return [nodes.section("", nodes.title("", title), *blocks, ids=[self.anchor(key)])]
        return [*self.target(key), nodes.rubric("", title), *blocks]

    def roomy(self, columns: int) -> bool:
        return not self.in_cell and not self.narrow and columns <= self.max_columns

    def th(self, parts: Parts[nodes.Node], look: str = "", key: str = "") -> nodes.Node:
        return nodes.entry("", paragraph(*parts))

    def td(self, blocks: Parts[nodes.Node], look: str = "") -> nodes.Node:
        return nodes.entry("", *blocks)

    def nothing(self, word: str, look: str = "") -> nodes.Node:
        return nodes.entry("", paragraph("–"))

    def added(self, cell: nodes.Node, parts: Parts[nodes.Node]) -> nodes.Node:
        cast("nodes.entry", cell).extend(list(parts))
        return cell

    def tr(
        self,
        title: Parts[nodes.Node],
        cells: Parts[nodes.Node],
        key: str = "",
        look: str = "",
        span: int = 1,
    ) -> nodes.Node:
        return nodes.row("", nodes.entry("", paragraph(*self.target(key), *title)), *cells)

    def body(
        self, rows: Sequence[nodes.Node], head: Parts[nodes.Node], width: int, look: str = ""
    ) -> list[nodes.Node]:
        # No cell spans columns: the man page writer cannot.
        first = nodes.entry("", *head)
        blank = (nodes.entry() for _ in range(width - 1))
        return [*([nodes.row("", first, *blank)] if first.children else []), *rows]

    def narrow_widths(
        self, heads: Sequence[nodes.Node], rows: Sequence[nodes.Node]
    ) -> tuple[list[int], bool]:
        columns = zip(heads, *(row.children for row in rows), strict=True)
        words = ((word for entry in column for word in entry.astext().split()) for column in columns)
        least = [max(map(column_width, some), default=0) for some in words]
        # Texinfo has more between two columns.
        spare = _LINE - sum(least) - (6 if self.format == "texinfo" else 3) * len(heads) - 1
        widths = [width + max(spare, 0) // len(heads) for width in least]
        for row in rows if self.format == "text" else ():
            first, *others = cast("list[nodes.entry]", row.children)
            # The writer makes columns wider for what spans them and is longer than they are by themselves.
            if not any(one.children for one in others) and column_width(first.astext()) + 6 <= min(
                widths
            ) * len(heads):
                first["morecols"] = len(others)
                row.children = [first]
        if spare < 0:
            # A list that is drawn in its place has the targets.
            self._anchors = dict(self.node["anchors"])
        return widths, spare >= 0

    def picture(
        self, kind: str, svg: Callable[[str], str], alt: str, tikz: Callable[[Callable[[str], str]], str]
    ) -> list[nodes.Node]:
        source = tikz(self.tex) if self.format == "latex" else ""
        if not source:
            return []
        self._prepare(_TIKZ)
        placed = "\\begin{center}\\leavevmode\\box\\rolespicture\\end{center}\n"
        return [_room(_FITTED.format(source)), _latex(placed)]

    def led(
        self, label: Parts[nodes.Node], blocks: Sequence[nodes.Node], tag: str = "div", look: str = ""
    ) -> list[nodes.Node]:
        if blocks and isinstance(first := blocks[0], nodes.paragraph):
            return [paragraph(*label, " ", *first.children), *blocks[1:]]
        return [paragraph(*label), *blocks]

    def definitions(self, title: str, items: Iterable[tuple[Text, list[nodes.Node]]]) -> list[nodes.Node]:
        made = nodes.definition_list()
        for name, blocks in items:
            term = nodes.term("", "", self.text(name))
            made += nodes.definition_list_item("", term, nodes.definition("", *blocks))
        return [nodes.rubric("", title), made] if made.children else []

    def blocks(self, text: Text) -> list[nodes.Node]:
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

    def table(self, table: Table[nodes.Node]) -> list[nodes.Node]:
        # A column is at least as wide as its head's longest word.
        longest = [max([3, *map(len, head.astext().split())]) for head in table.heads]
        shares = [max(pair) for pair in zip(table.widths or longest, longest, strict=True)]
        head = nodes.thead("", nodes.row("", *table.heads))
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in shares), head, cols=len(shares))
        group += nodes.tbody("", *table.bodies, *table.foot)
        if self.format == "texinfo":
            # A link of Info says where it leads to, and is wider than its column.
            for link in [link for link in group.findall(nodes.reference) if link.get("internal")]:
                link.parent.replace(link, link.children)
        # A manual would make a section of a title in a table, and Texinfo sets it behind the text before
        # the table. A view is one table in the count of a book.
        first, self._numbered = isinstance(self.node, roles_table) and not self._numbered, True
        apart = self.format in ("man", "texinfo") or (self.format == "latex" and not first)
        made = list(table.above)
        if self.format == "latex":
            # A title that is apart is not left at the foot of a page; what is in the table is kept by LaTeX.
            made += [_room(_NEEDED if apart else ""), _latex(rf"\begingroup{_ONE_COLUMN}")]
        if apart:
            kind = nodes.rubric if self.format == "texinfo" else nodes.strong
            named = kind("", "", *table.caption)
            made.append(named if self.format == "texinfo" else paragraph(named))
        shown = nodes.table("", *([] if apart else [nodes.title("", "", *table.caption)]), group)
        shown["classes"] += self.node["classes"]
        if first and self.format == "latex":
            # Where a reference takes the number from.
            shown["ids"], self.node["ids"] = self.node["ids"], []
        if self.format == "man":
            # Words of a narrow column are not to be far apart; tbl forgets borders and what is left of it.
            requests = ".na\n.ll -8n", ".ll +8n\n.ad"
            begin, end = (nodes.raw("", request, format="manpage") for request in requests)
            return [*made, begin, shown, end]
        if self.format != "latex":
            return [*made, shown]
        return [*made, *self._on_paper(shown, shares, first=first)]

    def _on_paper(self, table: nodes.table, widths: list[int], *, first: bool) -> list[nodes.Node]:
        """Return a table with what LaTeX needs: shares of the width, a size that fits, words that break."""
        # LaTeX breaks a table over pages only with this class, and else loses the rows that find no place.
        table["classes"].append("longtable")
        widths = widths[:1] + [min(width, _MOST) for width in widths[1:]]
        total = sum(widths)
        rooms = [_ROOM * width // total for width in widths]
        for row in [row for body in table.findall(nodes.tbody) for row in body.children]:
            row.parent.replace(row, list(_cut(cast("nodes.row", row), rooms)))
        for text in list(table.findall(nodes.Text)):
            if long := list(_LONG.finditer(text)):
                self._prepare(_LONG_WORD)
                text.parent.replace(text, list(_breakable(text, long)))
        for row in [row for body in table.findall(nodes.tbody) for row in body.findall(nodes.row)]:
            others = row.children[1:]
            if others and not any(one.children for one in others):
                # The name of a section is not the last row on a page.
                row.parent.insert(row.parent.index(row) + 1, _latex(r"\noalign{\nobreak}"))
        spec = "".join(rf">{{\raggedright\arraybackslash}}\X{{{width}}}{{{total}}}" for width in widths)
        # The author's own `tabularcolumns` before the view is for its first table.
        made: list[nodes.Node] = [
            *([] if self._own_columns else [addnodes.tabular_col_spec(spec=spec)]),
            table,
        ]
        self._own_columns = False
        if not first:
            # LaTeX counts every table that can break, be it without a caption.
            made.append(_latex(r"\addtocounter{table}{-1}"))
        size = next((size for most, size in _SIZES if total + len(widths) > most), "")
        begin = f"\\begingroup{size}{_RAGGED}" + (r"\setlength{\tabcolsep}{3pt}" if size else "")
        return [
            _latex(begin),
            *made,
            _latex(r"\endgroup\endgroup"),
        ]

    def tex(self, text: str) -> str:
        """Return a text as LaTeX has it."""
        return texescape.escape(text, self.builder.config.latex_engine)

    def _prepare(self, source: str) -> None:
        """Put something before the text of a book, once."""
        # The builder writes its list of packages after the pages of a book have come here.
        context: dict[str, Any] = self.builder.context  # type: ignore[attr-defined]
        if source not in context["extrapackages"]:
            context["extrapackages"] = f"{context['extrapackages']}\n{source}"


def _cut(row: nodes.row, rooms: Sequence[int]) -> Iterator[nodes.row]:
    """Yield a row; one that has no room on a page is many short ones, so that little of a page is empty."""
    pairs = list(zip(row.children, rooms, strict=True))
    if all(len(entry.astext()) <= room for entry, room in pairs):
        yield row
        return
    name = next((block.astext() for block in row.children[0].children), "")
    cells = [_parts(entry, room // 3) for entry, room in pairs]
    for first, *others in zip_longest(*cells, fillvalue=()):
        # It may be the first one on a page.
        title = first or [paragraph(f"… {name}")]
        yield nodes.row("", *(nodes.entry("", *some) for some in (title, *others)))


def _parts(entry: nodes.Node, room: int) -> list[list[nodes.Node]]:
    """Return the blocks of a cell in parts that have room.

    Lists are cut between items, paragraphs between names, and a text that is longer by itself between words.
    """
    found: list[list[nodes.Node]] = [[]]
    left = room
    for block in entry.children:
        pieces, made = _pieces(block, room), None
        for piece in pieces:
            size = len(piece.astext())
            # No part begins with the comma or the condition behind a name.
            if size > left and found[-1] and (len(pieces) == 1 or piece.astext()[:1].isalnum()):
                found.append([])
                left, made = room, None
            left -= size
            if len(pieces) == 1:
                found[-1].append(block)
                continue
            if made is None:
                made = cast("nodes.Element", block).copy()
                found[-1].append(made)
            made += piece
    return found


def _pieces(block: nodes.Node, room: int) -> list[nodes.Node]:
    """Return what a block can be cut between, or the block itself."""
    if isinstance(block, nodes.bullet_list):
        return list(block.children)
    if not isinstance(block, nodes.paragraph):
        return [block]
    pieces: list[nodes.Node] = []
    for part in block.children:
        words = re.split(r"(?<= )", part) if isinstance(part, nodes.Text) and len(part) > room else []
        pieces += map(nodes.Text, words) if words else [part]
    return pieces


def _breakable(text: str, long: Iterable[re.Match[str]]) -> Iterator[nodes.Node]:
    """Yield a text whose long words LaTeX may break, also where its patterns know no syllable."""
    done = 0
    for found in long:
        word = found[0]
        places = [0, *range(4, len(word) - 2, 4), len(word)]
        parts = [nodes.Text(word[begin:end]) for begin, end in pairwise(places)]
        yield nodes.Text(text[done : found.start()])
        yield from (_latex(r"\roleslongword{"), nodes.Text(word), _latex("}{"), parts[0])
        for part in parts[1:]:
            yield from (_latex(r"\-"), part)
        yield _latex("}")
        done = found.end()
    yield nodes.Text(text[done:])


_NEEDED = r"\par\ifdim10\baselineskip>\dimexpr\pagegoal-\pagetotal\relax\newpage\fi"
"""Room for a heading, a title, the head of a table, a row, and what says that the table goes on.

With ``\needspace``, LaTeX breaks there even where there is room, rather than in the table.
"""


def lead_headings(drawn: Iterable[nodes.Node]) -> None:
    """Let what asks for room for a table or a drawing do so before the headings right above it.

    LaTeX may break a page below them, and leave them behind.
    """
    for room in [one for node in drawn for one in node.findall(nodes.raw) if "ro-room" in one["classes"]]:
        while (heading := _heading_above(room)) is not None:
            room.parent.remove(room)
            heading.parent.insert(heading.parent.index(heading), room)
            room.children = room.children if room.astext() else [nodes.Text(_NEEDED)]


def _heading_above(node: nodes.Element) -> nodes.Element | None:
    """Return the rubric right above a node, or the section that it begins; None where there is neither."""
    above = node.parent
    before = [one for one in above[: above.index(node)] if not isinstance(one, nodes.Invisible)]
    if before and isinstance(before[-1], nodes.rubric):
        return before[-1]
    begins = isinstance(above, nodes.section) and len(before) == 1
    return above if begins and not isinstance(above.parent, nodes.document) else None


def _room(source: str) -> nodes.raw:
    """Return what asks for room; without a source, only where there is a heading."""
    made = _latex(source)
    made["classes"].append("ro-room")
    return made


def _latex(source: str) -> nodes.raw:
    return nodes.raw("", source, format="latex")


def paragraph(*inner: nodes.Node | str) -> nodes.paragraph:
    """Return a paragraph of inline nodes and words."""
    return nodes.paragraph("", "", *(nodes.Text(part) if isinstance(part, str) else part for part in inner))


def bullets(items: Iterable[Sequence[nodes.Node]]) -> nodes.bullet_list:
    """Return a list of items of body nodes."""
    return nodes.bullet_list("", *(nodes.list_item("", *item) for item in items), bullet="-")
