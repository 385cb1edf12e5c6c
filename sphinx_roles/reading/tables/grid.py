"""From a grid of cells to a table of roles and responsibilities, whichever way it was written."""

from __future__ import annotations

from sphinx_roles.problems import Problem
from sphinx_roles.reading.tables.cells import Cell, Grid
from sphinx_roles.reading.tables.columns import check_columns, plan_columns
from sphinx_roles.reading.tables.filling import filled_down
from sphinx_roles.reading.tables.footnotes import take_footnote_rows
from sphinx_roles.reading.tables.heads import split_head, title_of
from sphinx_roles.reading.tables.legend import guess_scheme, is_legend_row, is_legend_table
from sphinx_roles.reading.tables.long_rows import plan_long, read_long
from sphinx_roles.reading.tables.orientation import roles_are_rows, turned
from sphinx_roles.reading.tables.reading import TableOptions, TableReading, quoted
from sphinx_roles.reading.tables.table import Table
from sphinx_roles.reading.tables.wide_rows import read_wide

__all__ = ["Cell", "Grid", "TableOptions", "concerns", "read_grid", "read_grids"]


def read_grids(
    grids: list[Grid], file: str, problems: list[Problem], options: TableOptions | None = None
) -> list[Table]:
    """Read the tables of one file; beside a matrix, a table without any letter is passed over."""
    options = options or TableOptions()
    wanted = [grid for grid in grids if concerns(grid, options)] if len(grids) > 1 else grids
    if grids and options.columns:
        heads = [cell.text for grid in grids for row in grid.rows for cell in row]
        check_columns(heads, grids[0].at, _reading(grids[0], file, problems, options))
    tables = [_read(grid, file, problems, options) for grid in wanted or grids[:1]]
    return [table for table in tables if table is not None]


def read_grid(
    grid: Grid, file: str, problems: list[Problem], options: TableOptions | None = None
) -> Table | None:
    """Read one table; None, and told, where it cannot be understood."""
    return next(iter(read_grids([grid], file, problems, options)), None)


def _reading(grid: Grid, file: str, problems: list[Problem], options: TableOptions) -> TableReading:
    # An unknown scheme is told by whoever named it.
    reader = options.reader(options.scheme or options.default)
    title = title_of(grid, reader)
    guessed = None
    if options.scheme is None:
        guessed = guess_scheme(title.text if title else "", grid.rows, options)
        reader = options.reader(guessed) if guessed else reader
    return TableReading(file, problems, options, reader, guessed, title)


def concerns(grid: Grid, options: TableOptions) -> bool:
    """Tell whether one of several tables is a matrix: a column of letters, or of names under letters."""
    reading = _reading(grid, "", [], options)
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


def _read(grid: Grid, file: str, problems: list[Problem], options: TableOptions) -> Table | None:
    reading = _reading(grid, file, problems, options)
    grid = take_footnote_rows(grid)
    headed = grid.headed and bool(grid.rows) and any(cell.text for cell in grid.rows[0])
    parts = split_head(_rows(grid, reading), headed, reading)
    table = _understand(*parts, grid, reading) if parts is not None else None
    if table is not None:
        table.name, table.scheme = reading.title, options.scheme or reading.guessed
    return table


def _understand(head: list[Cell], body: list[list[Cell]], grid: Grid, reading: TableReading) -> Table | None:
    if not body:
        reading.tell(f"the table has a head ({quoted(head)}) but no rows under it", grid.at)
        return None
    if reading.options.fill_down:
        body = filled_down(body)
    long = plan_long(head, body, reading)
    if long is not None:
        return read_long(head, body, long, grid, reading)
    if roles_are_rows(head, body, reading):
        head, *body = turned([head, *body], reading)
    told = len(reading.problems)
    columns = plan_columns(head, body, reading)
    cells = [row[i] for row in body for i in columns.roles if i < len(row)] if columns else []
    if columns is None or not any(reading.letters(cell).parts for cell in cells):
        # What was told of single columns follows from this.
        del reading.problems[told:]
        scheme = reading.reader.scheme
        reading.tell(
            f"no cell under the heads {quoted(head)} holds a letter of {scheme.name} "
            f"({', '.join(scheme.letters)}), expected roles as heads and letters under them",
            grid.at,
        )
        return None
    return read_wide(head, body, columns, grid, reading)
