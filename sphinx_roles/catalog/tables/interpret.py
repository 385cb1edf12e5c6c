"""The head of a table: which row it is, and what above it is a title."""

from __future__ import annotations

import re

from msgspec import structs
from msgspec.structs import replace

from sphinx_roles.catalog.letters import LetterReader
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode
from sphinx_roles.catalog.tables.columns import KIND_OF_HEAD, check_columns, kind_of, plan_columns
from sphinx_roles.catalog.tables.legend import guess_scheme, is_legend_row, is_legend_table, is_legend_title
from sphinx_roles.catalog.tables.long_rows import plan_long, read_long
from sphinx_roles.catalog.tables.table import Cell, Grid, Table, TableOptions, TableReading, filled, quoted
from sphinx_roles.catalog.tables.wide_rows import read_wide
from sphinx_roles.catalog.text import marks_in
from sphinx_roles.model import fold
from sphinx_roles.problems import Code

# A title, a date and a version may stand above the head of an exported sheet, but no page of text.
_DEEPEST = 12


def title_of(grid: Grid, reader: LetterReader) -> ScalarNode | None:
    """Return the name of a table: what its file says, else a line alone above its head."""
    if grid.name is not None or grid.headed:
        return grid.name
    for row in grid.rows[: _head_index(grid.rows, False, reader)]:
        if len(cells := filled(row)) == 1 and not is_legend_title(cells[0].text):
            return ScalarNode(cells[0].text, cells[0].at, False)
    return None


def _head_index(rows: list[list[Cell]], headed: bool, reader: LetterReader) -> int:
    """Return the row of the heads: one that begins with a known head, else the first full one."""
    if headed or not rows:
        return 0
    widest = max(len(filled(row)) for row in rows)
    full = -1
    for i, row in enumerate(rows[:_DEEPEST]):
        cells = filled(row)
        if len(cells) < 2:
            continue
        lettered = sum(bool(reader.read(cell.text).parts) for cell in cells[1:]) >= 0.5 * (len(cells) - 1)
        known = fold(cells[0].text) in KIND_OF_HEAD and len(cells) >= 0.6 * widest
        # "Roles" below the heads "Matrix", "Responsibility", "Role" is the name of a matrix.
        named = full >= 0 and sum(fold(cell.text) in KIND_OF_HEAD for cell in rows[full]) > 1
        if known and (full < 0 or not (lettered or named)):
            return i
        # The corner is often blank, or not there at all.
        lacking = not row[0].text or (len(row) < widest and not lettered)
        if full < 0 and len(cells) + lacking >= 0.75 * widest:
            full = i
    return max(full, 0)


def split_head(
    rows: list[list[Cell]], headed: bool, reading: TableReading
) -> tuple[list[Cell], list[list[Cell]]] | None:
    """Return the head and the rows under it; None, and told, where the first row is data already."""
    if not rows:
        return None
    index = _head_index(rows, headed, reading.reader)
    head, body = list(rows[index]), rows[index + 1 :]
    if _is_data(head, body, reading):
        message = "the first row {cells} holds letters, expected a head with the names of the roles"
        reading.context.report(Code.TABLE, message, head[0].at, cells=quoted(head))
        return None
    return _with_corner(head, body, reading), body


def _is_data(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> bool:
    """Tell whether a row of letters has more rows of letters below it: then it is no head."""
    if not head or kind_of(head[0].text, reading) is not None:
        return False
    if reading.share_of_letters(head[1:]) < 0.5:
        return False
    below = [cell for row in body for cell in row[1:] if cell.text]
    # Under the heads R, A, C and I stand names.
    return not below or reading.share_of_letters(below) >= 0.5


def _with_corner(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> list[Cell]:
    """Put the missing corner before heads that are one cell shorter than all rows."""
    long = [row for row in body if len(row) == len(head) + 1 and row[-1].text]
    shifted = len(long) >= 1 and len(long) == sum(len(row) > 1 for row in body)
    if shifted and kind_of(head[0].text, reading) is None:
        first, under = [row[0] for row in long], [row[1] for row in long]
        if reading.share_of_letters(first) < 0.5 <= reading.share_of_letters(under):
            return [Cell("", head[0].at), *head]
    return head


_LAST_WORDS = (
    "engineer, engineers, manager, managers, lead, leads, developer, developers, architect, "
    "architects, analyst, analysts, tester, testers, owner, owners, team, teams, director, officer, "
    "designer, designers, administrator, admin, coordinator, sponsor, operator, operators, "
    "specialist, specialists, scientist, consultant, master, board, committee, editor, author, "
    "reviewer, maintainer, maintainers, head, chief, vp, pm, po, ba, qa, sre, devops, dba, cto, ceo, "
    "cio, ciso, cfo, coo, legal, client, customer, vendor, supplier, stakeholder, stakeholders, "
    "entwickler, entwicklerin, leiter, leiterin, ingénieur, ingeniero, ingeniera, directeur, "
    "directora"
)
_ROLE_WORDS = frozenset(_LAST_WORDS.split(", "))
_WORD = re.compile(r"\w+")
_CORNERS = {"role", "name", "section", "number"}
_OF_TWO = re.compile(r"\s*[/\\|]\s*|\s+(?:vs\.?|x|by)\s+")


def roles_are_rows(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> bool:
    """Tell whether the roles clearly stand in the first column; what ``transpose`` says goes first."""
    if reading.options.transpose is not None:
        return reading.options.transpose
    if not head or not body:
        return False
    corner = {kind_of(part, reading) for part in _OF_TWO.split(head[0].text)} & _CORNERS
    if len(corner) == 1:
        return corner == {"role"}
    heads = [cell.text for cell in head[1:] if cell.text]
    names = [row[0].text for row in body if row and row[0].text]
    if len(names) < 2 or any(kind_of(text, reading) for text in heads):
        return False
    known = reading.options.roles
    among_names, among_heads = (_share([fold(text) in known for text in texts]) for texts in (names, heads))
    if known and among_names + among_heads > 0:
        return among_names >= 0.5 and among_heads == 0
    sounds = ([_sounds_like_a_role(text) for text in texts] for texts in (names, heads))
    among_names, among_heads = map(_share, sounds)
    return among_names >= 0.6 and among_heads == 0


def _share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def _sounds_like_a_role(text: str) -> bool:
    words = _WORD.findall(text.casefold())
    return bool(words) and len(words) <= 5 and words[-1] in _ROLE_WORDS


def turned(rows: list[list[Cell]], reading: TableReading) -> list[list[Cell]]:
    """Turn a table round. Rows that only group the roles have no place in it and are told."""
    head, *body = rows
    kept = [head]
    for row in body:
        cells = [cell for cell in row if cell.text]
        # A role without letters is a role; a bold one, or one alone in its row, is a group of them.
        if len(cells) == 1 and (cells[0].bold or len(row) == 1) and not all(r[0].bold for r in body if r):
            message = "row {row!r} groups roles, expected a role and its letters; it is left out"
            reading.context.report(Code.TABLE, message, cells[0].at, {"row": cells[0].text})
        else:
            kept.append(row)
    width = max(map(len, kept))
    padded = [row + [Cell("", row[0].at)] * (width - len(row)) for row in kept]
    return [list(column) for column in zip(*padded, strict=True)]


def filled_down(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Fill blank cells with the one above, down to the next row that says one thing only (a section)."""
    above: list[Cell] = []
    found = []
    for row in rows:
        if len(filled(row)) < 2:
            above = []
            found.append(row)
            continue
        above = [_below(cell, above[i] if i < len(above) else None) for i, cell in enumerate(row)]
        found.append(above)
    return found


def _below(cell: Cell, above: Cell | None) -> Cell:
    return cell if cell.text or above is None else replace(above, at=cell.at)


_FOOTNOTE = re.compile(r"(?P<mark>\\?\*+|[†‡]+|[¹²³⁰⁴⁵⁶⁷⁸⁹]+|\[\^?\d+\]:?)(?P<gap>\s*)(?P<text>\S.*)", re.S)


def take_footnote_rows(grid: Grid) -> Grid:
    """Move rows that explain a mark, used in another row, from the table to its footnotes."""
    found = {i: note for i, row in enumerate(grid.rows) if i and (note := _footnote(row))}
    if not found:
        return grid
    used = {
        mark
        for i, row in enumerate(grid.rows)
        if i not in found
        for cell in row
        if cell.raw
        for mark in marks_in(cell.raw)
    }
    taken = {i: note for i, note in found.items() if note[0] in used}
    rows = [row for i, row in enumerate(grid.rows) if i not in taken]
    return replace(grid, rows=rows, footnotes={**grid.footnotes, **dict(taken.values())})


def _footnote(row: list[Cell]) -> tuple[str, ScalarNode] | None:
    cells = filled(row)
    match = _FOOTNOTE.fullmatch(cells[0].raw.strip()) if len(cells) == 1 else None
    if match is None:
        return None
    # "*Planning*" is a section in italics.
    if "*" in match["mark"] and not match["gap"]:
        return None
    mark = match["mark"].lstrip("\\").strip("[]:")
    return mark, ScalarNode(match["text"], cells[0].at, False)


def read_grids(grids: list[Grid], context: ReadContext, options: TableOptions | None = None) -> list[Table]:
    """Read the tables of one file; beside a matrix, a table without any letter is passed over."""
    options = options or TableOptions()
    wanted = [grid for grid in grids if concerns(grid, options)] if len(grids) > 1 else grids
    if grids and options.columns:
        heads = [cell.text for grid in grids for row in grid.rows for cell in row]
        check_columns(heads, grids[0].at, _reading(grids[0], context, options))
    tables = [_read(grid, context, options) for grid in wanted or grids[:1]]
    return [table for table in tables if table is not None]


def _reading(grid: Grid, context: ReadContext, options: TableOptions) -> TableReading:
    # An unknown scheme is told by whoever named it.
    reader = options.reader(options.scheme or options.default)
    title = title_of(grid, reader)
    guessed = None
    if options.scheme is None:
        guessed = guess_scheme(title.text if title else "", grid.rows, options)
        reader = options.reader(guessed) if guessed else reader
    return TableReading(context, options, reader, guessed, title)


def concerns(grid: Grid, options: TableOptions) -> bool:
    """Tell whether one of several tables is a matrix: a column of letters, or of names under letters."""
    reading = _reading(grid, ReadContext("", []), options)
    rows = _rows(grid, reading)
    if len(rows) < 2 or is_legend_table(grid.rows, options):
        return False
    if plan_long(rows[0], rows[1:], reading) is not None:
        return True
    width = max(map(len, rows))
    columns = ([row[i] for row in rows[1:] if i < len(row)] for i in range(1, width))
    return any(reading.share_of_letters(column) >= 0.5 for column in columns)


def _rows(grid: Grid, reading: TableReading) -> list[list[Cell]]:
    """Return the rows that say something; spacers, legends and columns of nothing are left out."""
    rows = [row for row in grid.rows if any(cell.text for cell in row)]
    kept = rows[:1] if grid.headed and rows else []
    kept += [row for row in rows[len(kept) :] if not is_legend_row(row, reading)]
    width = max(map(len, kept), default=0)
    empty = {i for i in range(width) if not any(i < len(row) and row[i].text for row in kept)}
    if not empty:
        return kept
    return [[cell for i, cell in enumerate(row) if i not in empty] for row in kept]


def _read(grid: Grid, context: ReadContext, options: TableOptions) -> Table | None:
    reading = _reading(grid, context, options)
    grid = take_footnote_rows(grid)
    headed = grid.headed and bool(grid.rows) and any(cell.text for cell in grid.rows[0])
    parts = split_head(_rows(grid, reading), headed, reading)
    table = _understand(*parts, grid, reading) if parts is not None else None
    if table is not None:
        table.name, table.scheme = reading.title, options.scheme or reading.guessed
    return table


def _understand(head: list[Cell], body: list[list[Cell]], grid: Grid, reading: TableReading) -> Table | None:
    if not body:
        message = "the table has a head ({cells}) but no rows under it"
        reading.context.report(Code.TABLE, message, grid.at, cells=quoted(head))
        return None
    if reading.options.fill_down:
        body = filled_down(body)
    long = plan_long(head, body, reading)
    if long is not None:
        return read_long(head, body, long, grid, reading)
    if roles_are_rows(head, body, reading):
        head, *body = turned([head, *body], reading)
    tried = structs.replace(reading.context, problems=[])
    columns = plan_columns(head, body, structs.replace(reading, context=tried))
    cells = [row[i] for row in body for i in columns.roles if i < len(row)] if columns else []
    if columns is None or not any(reading.letters(cell).parts for cell in cells):
        # What is wrong with single columns follows from this.
        scheme = reading.reader.scheme
        message = "no cell under the heads {cells} holds a letter of {scheme} ({letters}), "
        message += "expected roles as heads and letters under them"
        values = {"scheme": scheme.name, "letters": scheme.letters}
        reading.context.report(Code.TABLE, message, grid.at, cells=quoted(head), **values)
        return None
    reading.context.problems += tried.problems
    return read_wide(head, body, columns, grid, reading)
