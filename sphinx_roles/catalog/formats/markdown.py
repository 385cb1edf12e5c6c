"""The blocks of Markdown as markdown-it reads them; as its tokens have no columns, rows are cut here."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from sphinx_roles.catalog.formats import read_text
from sphinx_roles.catalog.formats.html import HtmlTable, Source, read_html
from sphinx_roles.catalog.formats.spans import laid_out
from sphinx_roles.catalog.nodes import Node, ReadContext, ScalarNode, as_lines, pack, printable
from sphinx_roles.catalog.tables import Cell, Grid, cell_at, listed
from sphinx_roles.catalog.tables.legends import place_legends
from sphinx_roles.inline import plain, remarks_in
from sphinx_roles.problems import Code

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

# What is once taken is not given back, or many blanks would be tried in every way.
_RULE = re.compile(r"(?:\|[ \t]*+)?+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?")
_OTHER_BLOCK = re.compile(
    r"#{1,6}[ \t]|`{3}|~{3}|:{3}|>|\[[^\]]+\]:|(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\||[^|]*$)"
)
TABLE_DIRECTIVE = re.compile(r"(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*\{table\}[ \t]*(?P<text>.*)")
_CAPTION = re.compile(r"(?:Table)?:[ \t]+(?P<text>\S.*)")
# "## Releases {#releases}": what Pandoc, Hugo, MyST and others write behind a heading or a caption.
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[#.][^{}]*\}[ \t]*\Z")
_OPTION = re.compile(r":[\w-]+:(?:[ \t].*)?|:{3,}")
_FOOTNOTE_LABEL = re.compile(r".*?\]:[ \t]*")
_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_MARKER = re.compile(r"<!--\s*roles\s*-->")
_QUOTE = re.compile(r"\A(?:[ \t]*+>)++")
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html)\b", re.I)
_BAR = re.compile(r"(?<!\\)\|")
_MOST_LINES = 20
"""A row of the table is not broken over more lines of the source."""


class Blocks(Struct):
    """The lines of a text, its blocks as tokens, and the definitions of links that markdown-it found."""

    lines: list[str]
    tokens: list[Token]
    references: dict[str, Any]


def blocks_of(text: str) -> Blocks:
    """Read the blocks of a text; its front matter is passed over.

    A pipe table is one token, whose ``meta["rows"]`` are the (line, offset in it) at which the texts of its
    rows begin; the lines of a ``{table}`` directive around it are no code.
    """
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote.index import footnote_def

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    rules, interrupting = parser.block.ruler, ["paragraph", "reference"]
    rules.at("table", _table, {"alt": interrupting})
    rules.before("fence", "comment", _comment, {"alt": interrupting})
    rules.before("fence", "table_directive", _table_directive, {"alt": [*interrupting, "blockquote"]})
    rules.before("reference", "footnote_def", footnote_def, {"alt": interrupting})
    text = as_lines(text.removeprefix("\ufeff"))
    if front := _FRONT_MATTER.match(text):
        text = "\n" * front[0].count("\n") + text[front.end() :]
    lines = text.split("\n")
    env: dict[str, Any] = {
        "starts": [0, *accumulate(len(line) + 1 for line in lines)],
        "closes": [found.start() for found in re.finditer("-->", text)],
        "fence": "",
    }
    tokens = parser.parse(text, env)
    return Blocks(lines, tokens, env.get("references", {}))


def front_matter(text: str) -> tuple[str, int]:
    """Return the YAML between ``---`` lines at the very start, and how many lines it takes with these."""
    found = _FRONT_MATTER.match(as_lines(text.removeprefix("\ufeff")))
    return (found["yaml"], found["yaml"].count("\n") + 2) if found else ("", 0)


def read_front_matter(text: str, context: ReadContext) -> tuple[list[Node], int]:
    """Return the documents of the front matter of a file, and how many lines it takes."""
    front, lines = front_matter(text)
    context.line += 1
    documents = read_text("yaml", front, context)
    context.line -= 1
    return documents, lines


def marked(text: str) -> bool:
    """Return whether a Markdown text says ``<!-- roles -->``: that its tables are data."""
    if not _MARKER.search(text):
        return False
    blocks = blocks_of(text)
    code = {
        line
        for token in blocks.tokens
        if token.type in ("fence", "code_block") and token.map
        for line in range(*token.map)
    }
    return any(_MARKER.search(line) and number not in code for number, line in enumerate(blocks.lines))


def _text(state: StateBlock, line: int) -> str:
    """Return a line without the marks and the indent of the blocks around it."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _is_head(state: StateBlock, line: int, end: int) -> bool:
    """Return whether a line is the head of a table: it has a bar, and a line of dashes is below it."""
    if line + 1 >= end or state.sCount[line + 1] < state.blkIndent:
        return False
    if state.is_code_block(line) or state.is_code_block(line + 1):
        return False
    head, rule = _text(state, line), _text(state, line + 1)
    is_rule = "|" in rule and _RULE.fullmatch(rule) is not None
    return is_rule and "|" in head and not _OTHER_BLOCK.match(head)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the lines of a table, as a block rule of markdown-it does.

    An empty line or a comment between two rows that begin with a bar ends no table.
    """
    if not _is_head(state, start, end):
        return False
    if silent:
        return True
    rows, last, i = [start], start + 1, start + 2
    while i < end:
        text = _text(state, i)
        if text.startswith("<!--"):
            i = _comment_end(state, i, end)
        elif text:
            apart, code, bar = i > last + 1, state.is_code_block(i), text.startswith("|")
            if (apart and code) or ((apart or code) and not bar) or _OTHER_BLOCK.match(text):
                break
            if state.sCount[i] < state.blkIndent or _is_head(state, i, end):
                break
            rows.append(i)
            last = i
        i += 1
    token = state.push("table", "", 0)
    token.map = [start, last + 1]
    starts = state.env["starts"]
    token.meta["rows"] = [(row, state.bMarks[row] + state.tShift[row] - starts[row]) for row in rows]
    state.line = last + 1
    return True


def _comment_end(state: StateBlock, line: int, end: int) -> int:
    """Return the line on which the comment ends that a line leaves open: itself where it leaves none open."""
    text = _text(state, line)
    if text.rfind("<!--") <= text.rfind("-->"):
        return line
    closes, starts = state.env["closes"], state.env["starts"]
    following = bisect_left(closes, state.eMarks[line])
    return bisect_right(starts, closes[following]) - 1 if following < len(closes) else end


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the lines from one that leaves a comment open, wherever in it, to the one that ends it."""
    last = _comment_end(state, start, end)
    if not start < last < end:
        return False
    if not silent:
        # The line may leave another one open.
        state.line = last if _comment_end(state, last, end) > last else last + 1
    return True


def _table_directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the first or the last line of MyST's directive ``{table}``, whose lines are no code."""
    if state.is_code_block(start):
        return False
    text, fence = _text(state, start), state.env["fence"]
    opened = TABLE_DIRECTIVE.fullmatch(text)
    if not opened and not (fence and text.startswith(fence) and not text.strip(fence[0])):
        return False
    if not silent:
        state.env["fence"] = opened["fence"] if opened else ""
        token = state.push("table_directive", "", 0)
        token.map, token.content = [start, start + 1], opened["text"] if opened else ""
        state.line = start + 1
    return True


def read_markdown(text: str, context: ReadContext) -> list[Grid]:
    """Read every table of pipes or in HTML of a text with the place of the context; report others of letters.

    Tables in code and in comments are left alone. No table is invalid: what is in it is read as cells.
    """
    text = printable(text, context)
    has_html = "<table" in text.casefold()
    has_directive = "-table}" in text
    if not (has_html or has_directive or "|" in text):
        return []
    work = _Tables(blocks_of(text), context)
    for line, name, letters in _directive_tables(work.blocks) if has_directive else ():
        message = "the {name} with {cells} is not read; a table of pipes is"
        at = work.place(line, 0)
        context.report(Code.TABLE, message, at, {"name": name}, cells=listed(letters))
    work.read()
    place_legends(work.grids, work.legends, work.sections)
    for grid in work.grids:
        grid.footnotes = {**work.footnotes, **grid.footnotes}
        _end_at_fence(grid, context)
    return work.grids


_CLOSING = re.compile(r":{3,}")


def _end_at_fence(grid: Grid, context: ReadContext) -> None:
    """End a table above a row that closes a fence: mdformat (1.0.0) takes such a line for one of its rows."""
    for i, row in enumerate(grid.rows):
        first = row[0]
        if _CLOSING.fullmatch(first.raw) and not any(cell.raw for cell in row[1:]):
            message = "the row {fence!r} ends a directive, and so the table; expected an empty line above it"
            context.report(Code.TABLE, message, first.at, fence=first.raw)
            del grid.rows[i:]
            return


_TAG = re.compile(r"<[^<>]*>|[*_`]")
_MOST_DIRECTIVE_LINES = 500
_CAPITALS = re.compile(r"[A-Z](?:\s*[/,&+]\s*[A-Z]){0,3}")


_DIRECTIVE_LINE = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,}|:{3,})[ \t]*\{(?P<name>list-table|csv-table)\}.*")
_DIRECTIVE_CELL = re.compile(r"^[ \t>]*(?:\*[ \t]+)?-[ \t]+(.*)|(?<=,)([^,\n]*)", re.M)


def _directive_tables(blocks: Blocks) -> Iterator[tuple[int, str, list[str]]]:
    """Yield the first line, from 0, the name and the letters of each directive of MyST with many letters."""
    code = [token.map for token in blocks.tokens if token.type == "fence" and token.map is not None]
    for line, text in enumerate(blocks.lines):
        found = _DIRECTIVE_LINE.fullmatch(text)
        if found is None or any(start < line < end for start, end in code):
            continue
        lines = blocks.lines[line + 1 : line + 1 + _MOST_DIRECTIVE_LINES]
        end = next(
            (i for i, one in enumerate(lines) if one.strip(" \t>").startswith(found["fence"])), len(lines)
        )
        cells = (first or second for first, second in _DIRECTIVE_CELL.findall("\n".join(lines[:end])))
        if letters := _letters_among(cells):
            yield line, found["name"], letters


def _letters_among(cells: Iterable[str]) -> list[str]:
    """Return the letters of a table of which a good part is letters."""
    texts = [text for cell in cells if (text := _TAG.sub("", cell).strip(' \t"'))]
    letters = [text for text in texts if _CAPITALS.fullmatch(text)]
    return letters if 4 * len(letters) >= len(texts) else []


_TABLE_IN_TEXT = re.compile(r"[^`\\]*<table[\s>]", re.I)


def _opens_table(tokens: list[Token]) -> bool:
    """Whether a paragraph begins a table in HTML behind text; its rows may be a block by themselves."""
    if tokens[0].type != "inline" or tokens[1].type != "paragraph_close":
        return False
    text = tokens[0].content
    return bool(_TABLE_IN_TEXT.match(text)) and ("<tr" in text or tokens[-1].type == "html_block")


class _Row(Struct):
    """A row as written, which may go over several lines."""

    cells: list[Cell]
    closed: bool
    lines: int = 1


class _Tables(Struct):
    blocks: Blocks
    context: ReadContext
    grids: list[Grid] = field(default_factory=list)
    headings: dict[str, ScalarNode | None] = field(default_factory=dict)
    """By their tags, ``h1`` and so on: the nearest one, and those above it."""
    caption: ScalarNode | None = None
    footnotes: dict[str, ScalarNode] = field(default_factory=dict)
    legends: list[ScalarNode] = field(default_factory=list)
    """Texts that may explain letters."""
    sections: list[int] = field(default_factory=list)
    sources: dict[bool, Source] = field(default_factory=dict)
    """The text for tables in HTML, and that for those in quotes."""

    def read(self) -> None:
        """Read the tables in order, each with the caption or the heading nearest to it."""
        tokens, taken, after = self.blocks.tokens, -1, 0
        for i, token in enumerate(tokens):
            if token.map and token.map[1] <= after:
                # A table in HTML may go on behind an empty line.
                continue
            if token.type == "html_block" or _opens_table(tokens[i : i + 3]):
                after = self._read_html(max(token.map[0], after) if token.map else 0, token)
            elif token.type == "table":
                # A caption between two tables belongs to the upper one, unless that has its own above it.
                if self.caption is None and (below := self._caption_below(token, tokens[i + 1 : i + 3])):
                    self.caption, taken = below, i + 2
                self._read_table(token)
                self.caption = None
            elif token.type == "table_directive":
                self.caption = self._named(token.content, token) or self.caption
            elif token.type == "inline" and tokens[i - 1].type == "heading_open":
                at = self.place((token.map or [0])[0], 0)
                self._read_heading(tokens[i - 1].tag, self._named(token.content, token), at)
                self._may_explain(token)
            elif token.type == "inline" and i != taken:
                if tokens[i - 2].type == "footnote_reference_open":
                    self._read_footnote(tokens[i - 2].meta["label"], token)
                elif self.grids:
                    self._read_remarks(
                        token, tokens[i - 2] if tokens[i - 2].type == "list_item_open" else None
                    )
                self._may_explain(token)
                self._read_text(token)

    def _read_heading(self, tag: str, name: ScalarNode | None, at: int) -> None:
        self.headings = {level: above for level, above in self.headings.items() if level < tag}
        self.headings[tag], self.caption = name, None
        self.sections.append(at)

    def _read_html(self, start: int, token: Token) -> int:
        """Read the tables of a block, and what is around them; return the line after them."""
        if not token.map:
            return 0
        quoted = ">" in self.blocks.lines[start].partition("<")[0]
        if (source := self.sources.get(quoted)) is None:
            lines = self.blocks.lines
            # Signs of a quote are no text of the table.
            lines = [_QUOTE.sub(_blanks, line) for line in lines] if quoted else lines
            source = self.sources[quoted] = Source.of(lines, self.place(0, 0))
        # In a page of HTML, an indented line behind an empty one is no code.
        stop = len(self.blocks.lines) if _PAGE.match(token.content) else token.map[1]
        found, after = read_html(source, start, stop)
        for one in found:
            if isinstance(one, HtmlTable):
                # Within a paragraph, nothing can take its place.
                one.apart = one.apart and token.type == "html_block"
                self._read_html_table(one)
            elif one.heading:
                self._read_heading(one.heading, one.text, one.text.at)
            else:
                self.legends.append(one.text)
        return after

    def _read_html_table(self, table: HtmlTable) -> None:
        cells, most = sum(one.high * one.wide for one in table.pieces), self.context.limits.nodes
        if cells > most:
            message = "the table in HTML has {cells} cells, merged ones counted; {most} are read"
            self.context.report(Code.TOO_LARGE, message, table.at, cells=cells, most=most)
            return
        above = [None, None, *self.headings.values()]
        name = table.caption or self.caption or above[-1]
        name, head, body = laid_out(table.pieces, table.heads, name, self.context)
        first, last = (self.context.line + line for line in table.lines)
        lines = (first, last) if table.apart else (0, 0)
        rows = [head, *body] if head else body
        self.grids.append(Grid(rows, table.at, name, bool(head), {}, above[-2], lines))
        self.caption = None

    def _may_explain(self, token: Token) -> None:
        """Keep a text that may explain letters."""
        line = (token.map or [0])[0]
        offset = max(self.blocks.lines[line].find(token.content.split("\n", 1)[0]), 0)
        self.legends.append(ScalarNode(token.content, self.place(line, offset), False))

    def _read_footnote(self, label: str, token: Token) -> None:
        line = token.map[0] if token.map else 0
        written = _FOOTNOTE_LABEL.match(self.blocks.lines[line])
        text = "\n".join(part.strip() for part in token.content.split("\n"))
        at = self.place(line, written.end() if written else 0)
        self.footnotes.setdefault(f"^{label}", ScalarNode(text, at, False))

    def _read_remarks(self, token: Token, item: Token | None) -> None:
        """Read a paragraph, or an item of a list, that explains marks in a table above it."""
        mark = f"{item.info}{item.markup} " if item is not None else ""
        first = (token.map or [0])[0]
        lines = f"{mark}{token.content}".split("\n")
        for number, label, text in remarks_in(lines):
            place = self.blocks.lines[first + number].find(text.split(" ", 1)[0])
            note = ScalarNode(text, self.place(first + number, max(place, 0)), False)
            for grid in self.grids:
                grid.footnotes.setdefault(label, note)

    def _read_text(self, token: Token) -> None:
        """Keep the caption that a paragraph ends with."""
        for number, line in enumerate(token.content.split("\n")):
            if match := _CAPTION.fullmatch(line.strip()):
                self.caption = self._named(match["text"], token, number)
            elif not _OPTION.fullmatch(line.strip()):
                self.caption = None

    def _caption_below(self, table: Token, following: list[Token]) -> ScalarNode | None:
        """Return a caption "Table: …" under a table, with at most one empty line between."""
        if [token.type for token in following] != ["paragraph_open", "inline"]:
            return None
        text, near = following[1], table.map and following[1].map and following[1].map[0] <= table.map[1] + 1
        match = _CAPTION.fullmatch(text.content.split("\n", 1)[0].strip())
        return self._named(match["text"], text) if near and match else None

    def _named(self, text: str, token: Token, below: int = 0) -> ScalarNode | None:
        """Return the name that a text is, so many lines below the start of a token."""
        name, line = plain(_ATTRIBUTES.sub("", text)), (token.map or [0])[0] + below
        offset = self.blocks.lines[line].find(text.split("\n", 1)[0])
        return ScalarNode(name, self.place(line, max(offset, 0)), False) if name else None

    def place(self, line: int, offset: int) -> int:
        """Return the place of a line and what is in it, both from 0."""
        return pack(self.context.line + line, self.context.column + offset)

    def _read_table(self, token: Token) -> None:
        rows: list[_Row] = []
        barred = False
        for line, offset in token.meta["rows"]:
            bar = self.blocks.lines[line].startswith("|", offset)
            barred = barred or (bar and not rows)
            _add_row(rows, self._row(line, offset), barred and not bar)
        start, end = token.map or (0, 0)
        lines = self.context.line + start, self.context.line + end - 1
        cells, above = [row.cells for row in rows], [None, None, *self.headings.values()]
        name = self.caption or above[-1]
        self.grids.append(Grid(cells, cells[0][0].at, name, True, {}, above[-2], lines))

    def _row(self, line: int, start: int) -> _Row:
        """Cut a line at its bars; a bar after a backslash is text."""
        text = self.blocks.lines[line].rstrip()
        stops = [bar.start() for bar in _BAR.finditer(text, start)]
        if stops[:1] == [start]:
            start = stops.pop(0) + 1
        closed = stops[-1:] == [len(text) - 1]
        cells = []
        for stop in stops if closed else [*stops, len(text)]:
            bare = text[start:stop].strip()
            at = self.place(line, text.index(bare, start) if bare else start)
            cells.append(cell_at(bare.replace("\\|", "|"), at, self.blocks.references))
            start = stop + 1
        return _Row(cells, closed)


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _add_row(rows: list[_Row], row: _Row, unbarred: bool) -> None:
    """Add a row, or its cells to the row above that was broken over two lines.

    In a table with outer bars, a line that starts with none goes on with the row above where
    that still lacks cells, or was not closed.
    """
    above = rows[-1] if len(rows) > 1 and unbarred else None
    width, more = len(rows[0].cells) if rows else 0, row.cells
    if above and above.lines < _MOST_LINES and not above.closed and len(above.cells) + len(more) - 1 <= width:
        last, first = above.cells[-1], more[0]
        at = last.at if last.raw else first.at
        above.cells[-1] = cell_at(f"{last.raw} {first.raw}".strip(), at)
        above.cells += more[1:]
        above.closed = row.closed
        above.lines += 1
    elif above and above.closed and len(more) + row.closed > 1 and len(above.cells) + len(more) <= width:
        above.cells += more
    else:
        rows.append(row)
