"""The tables of a reStructuredText as grids of cells that know their line and column.

Grid tables, simple tables, ``list-table`` and ``csv-table``, alone or in a ``table`` directive.
The parser of docutils is not asked: it knows no columns, and stops at the first mistake.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from sphinx_roles.catalog.formats.marks import printable
from sphinx_roles.catalog.formats.restructured_cells import Page, Plan, flowed, grid_of, indent, unpadded
from sphinx_roles.catalog.formats.restructured_grid import is_grid_border, read_grid_table
from sphinx_roles.catalog.formats.restructured_lists import head_rows, read_csv_table, read_list_table
from sphinx_roles.catalog.formats.restructured_markup import Markup, reference_name
from sphinx_roles.catalog.formats.restructured_simple import is_simple_border, read_simple_table
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode
from sphinx_roles.catalog.tables.table import Grid
from sphinx_roles.problems import Code, Problem, nearest

# At the start of a line: in a mapping of YAML, prose that holds a table is indented.
_SIGN = re.compile(r"^(?:\+(?:[-=]+\+)+|=+(?: +=+)+|\.\. +(?:list-table|csv-table|table)::.*)[ \t]*$", re.M)
_MARKER = re.compile(r"^\.\. +roles[ \t]*$", re.M)
_DIRECTIVE = re.compile(r"\.\. +(?P<name>\w[\w:.+-]*?) ?::(?:\s+(?P<argument>\S.*))?")
_OPTION = re.compile(r"\s*:(?P<name>[\w-]+):(?:\s+(?P<value>\S.*))?")
_TARGET = re.compile(r"\.\. +_(?:`(?P<quoted>[^`]+)`|(?P<name>(?:\\.|[^:\\])+)):\s+(?P<address>\S.*)")
_FOOTNOTE = re.compile(r"\.\. +\[(?P<label>\d+|#[\w.-]*|\*)\]\s+(?P<text>\S.*)")
_RULE = re.compile(r"([!-/:-@\[-`{-~])\1*")
_FIRST_CELL = re.compile(r"\s*(?:[*+•-]\s+[*+•-](?:\s|$))")
_CODE = frozenset(
    ("code", "code-block", "sourcecode", "highlight", "literalinclude", "parsed-literal", "raw", "math")
)
_COMMON = ("align", "class", "name", "width", "widths")
_OPTIONS = {
    "table": _COMMON,
    "list-table": (*_COMMON, "header-rows", "stub-columns"),
    "csv-table": (
        *_COMMON,
        "delim",
        "encoding",
        "escape",
        "file",
        "header",
        "header-rows",
        "keepspace",
        "quote",
        "stub-columns",
        "url",
    ),
}


def marked(text: str) -> bool:
    """Tell whether a text has the comment ``.. roles``: its tables are data."""
    return _MARKER.search(text) is not None


def is_restructured(text: str) -> bool:
    """Tell whether a text holds a table of reStructuredText."""
    return text.lstrip().startswith(".. ") or _SIGN.search(text) is not None


def read_restructured(
    text: str, file: str, problems: list[Problem], *, line: int = 1, column: int = 1
) -> list[Grid]:
    """Read every table of a text; its first character stands at ``line`` and ``column``.

    Every line is shifted by ``column``, as in the body of a directive. Code and comments are left
    alone. What is broken in a table is told, and the rest of it is read.
    """
    context = ReadContext(file, problems, line, column)
    text = printable(text.replace("\r\n", "\n").replace("\r", "\n"), context)
    work = _Tables(Page.of(text, context))
    work.define()
    work.read()
    return work.grids


class _Tables(Struct):
    page: Page
    grids: list[Grid] = field(default_factory=list)
    markup: Markup = field(default_factory=Markup)
    heading: ScalarNode | None = None
    caption: ScalarNode | None = None
    caption_ends: int = 0

    def define(self) -> None:
        """Collect targets and footnotes."""
        for i, line in enumerate(self.page.source):
            if not (bare := line.strip()).startswith(".. "):
                continue
            if match := _TARGET.fullmatch(bare):
                name = reference_name(match["quoted"] or match["name"])
                self.markup.targets.setdefault(name, match["address"].strip())
            elif match := _FOOTNOTE.fullmatch(bare):
                end = self.page.block(i, len(self.page.lines))
                note = flowed([match["text"], *self.page.source[i + 1 : end]])
                at = self.page.at(i, indent(line) + match.start("text"))
                label = self.markup.count(match["label"])
                self.markup.footnotes.setdefault(label, ScalarNode(self.markup.markdown(note), at, False))
        self.markup.counts.clear()

    def read(self) -> None:
        """Read the tables in order."""
        lines = self.page.lines
        i, stop = 0, len(lines)
        while i < stop:
            bare = lines[i].strip()
            if bare.startswith(".. ") or bare == "..":
                i = self._explicit(i, bare)
            elif is_grid_border(lines[i]):
                start = i
                plan, i = read_grid_table(self.page, i, stop)
                self._add(plan, start, i)
            elif is_simple_border(lines[i]):
                start = i
                plan, i = read_simple_table(self.page, i, stop)
                self._add(plan, start, i)
            elif self._is_heading(i):
                name = self.markup.cell(unpadded(bare), self.page.at(i, indent(lines[i]))).text
                self.heading = ScalarNode(name, self.page.at(i, indent(lines[i])), False)
                i += 2
            else:
                i = self.page.block(i, stop) if bare.endswith("::") else i + 1

    def _is_heading(self, i: int) -> bool:
        """Tell whether a line is underlined; one may stand above it, too."""
        line, below = self.page.lines[i], self.page.lines[i + 1 : i + 2]
        rule = below[0].rstrip() if below else ""
        if not (rule and line.strip()) or not _RULE.fullmatch(rule) or _RULE.fullmatch(line.strip()):
            return False
        above = self.page.lines[i - 1].rstrip() if i else ""
        # docutils takes a shorter line for text, and an indented title only between two lines.
        return len(rule) >= min(4, len(line.strip())) and (line[0] != " " or above == rule)

    def _add(self, plan: Plan | None, start: int, end: int) -> None:
        name = self.caption if end <= self.caption_ends and self.caption else self.heading
        self.caption = None
        if plan is not None:
            grid = grid_of(plan, name, self.markup, self.page)
            first = self.page.context.line
            grid.lines = first + start, first + end - 1
            self.grids.append(grid)

    def _explicit(self, i: int, bare: str) -> int:
        """Read a directive of ours, and pass over code and comments; return the next line to read."""
        stop = self.page.block(i, len(self.page.lines))
        match = _DIRECTIVE.fullmatch(bare)
        if match is None or match["name"] in _CODE:
            return stop
        name = match["name"]
        if name not in _OPTIONS:
            # It may hold tables, as a container does.
            return i + 1
        start, caption = self._argument(i, stop, match)
        options, start = self._options(start, stop, name)
        self.caption, self.caption_ends = caption, stop
        if name == "table":
            return start
        at = self.page.at(i, indent(self.page.lines[i]))
        reported = len(self.page.context.problems)
        if name == "list-table":
            plan = read_list_table(self.page, start, stop, head_rows(options, self.page), at)
        else:
            plan = read_csv_table(self.page, start, stop, options, at)
        if plan is None and len(self.page.context.problems) == reported:
            self.page.context.report(Code.TABLE, f"the {name} holds no rows", at)
        self._add(plan, i, stop)
        return stop

    def _argument(self, i: int, stop: int, match: re.Match[str]) -> tuple[int, ScalarNode | None]:
        """Return the line after the argument, and the caption that it is."""
        parts = [unpadded(match["argument"])] if match["argument"] else []
        margin = indent(self.page.lines[i])
        at = self.page.at(i, margin + match.start("argument")) if parts else 0
        end = i + 1
        while end < stop and (line := self.page.source[end]):
            drawn = is_grid_border(line) or is_simple_border(line) or _FIRST_CELL.match(line)
            if drawn or _OPTION.fullmatch(line):
                break
            at = at or self.page.at(end, indent(line))
            parts.append(line)
            end += 1
        if not parts:
            return end, None
        name = self.markup.cell(flowed(parts), at).text
        return end, ScalarNode(name, at, False)

    def _options(self, start: int, stop: int, directive: str) -> tuple[dict[str, ScalarNode], int]:
        found: dict[str, ScalarNode] = {}
        last: ScalarNode | None = None
        i = start
        while i < stop and (line := self.page.source[i]):
            match = _OPTION.fullmatch(line)
            if match:
                at = self.page.at(i, match.start("value" if match["value"] else "name"))
                last = found.setdefault(match["name"], ScalarNode(match["value"] or "", at, False))
                known = _OPTIONS[directive]
                if match["name"] not in known:
                    message = f"{match['name']!r} is no option of {directive}{nearest(match['name'], known)}"
                    self.page.context.report(Code.OPTION, message, self.page.at(i, match.start("name")))
            elif last and indent(line) > indent(self.page.source[start]):
                last.text += f"\n{line.strip()}"
            else:
                break
            i += 1
        return found, i
