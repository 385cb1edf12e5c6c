"""From a grid of cells to a table: its rows and columns, with notes, people and legends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from msgspec import structs
from msgspec.structs import replace

from sphinx_roles.catalog.letters import DEFAULT_SCHEME, LetterReader, side_by_side
from sphinx_roles.catalog.nodes import TOP, ReadContext, ScalarNode, pack
from sphinx_roles.catalog.tables import (
    Cell,
    Grid,
    Neighbours,
    Table,
    TableOptions,
    TableReading,
    below,
    cell_at,
    cell_in,
    filled,
    legends,
    long_rows,
    quoted,
)
from sphinx_roles.catalog.tables.columns import (
    KIND_OF_HEAD,
    Columns,
    check_columns,
    heads_letters,
    kind_of,
    plan_columns,
    report_nameless,
    sounds_like_a_role,
)
from sphinx_roles.catalog.tables.heads import (
    DEEPEST,
    PEOPLE,
    join_letters,
    report_direction,
    report_letter_heads,
    report_sole_head,
    roles_are_rows,
    split_head,
    title_of,
    turned,
)
from sphinx_roles.catalog.tables.wide_rows import FIGURE, read_wide, repeats
from sphinx_roles.inline import marks_in, plain, remark_of
from sphinx_roles.model import fold
from sphinx_roles.problems import FOR_OTHERS, NO_ANSWER, Code

_SINGLE = re.compile(r"\D")


def filled_down(rows: list[list[Cell]], least: int = 2) -> list[list[Cell]]:
    """Fill blank cells with the one above, down to the next row with fewer cells: one alone is a section."""
    above: list[Cell] = []
    found = []
    for row in rows:
        if len(filled(row)) < least:
            above = []
            found.append(row)
            continue
        above = [
            cell if cell.text or i >= len(above) else replace(above[i], at=cell.at)
            for i, cell in enumerate(row)
        ]
        found.append(above)
    return found


def take_footnote_rows(grid: Grid) -> Grid:
    """Move rows that explain a mark, used in another row, from the table to its footnotes.

    A row with nothing but such a mark is left out: that the mark has no text is reported where it is used.
    """
    # Above other rows, "(2) Sales" is rather a section.
    last = max((i for i, row in enumerate(grid.rows) if len(filled(row)) > 1), default=0)
    found = {i: note for i, row in enumerate(grid.rows) if i and (note := _footnote(row, below=i > last))}
    if not found:
        return grid
    others = [row for i, row in enumerate(grid.rows) if i not in found]
    raws = [cell.raw for row in others for cell in row if cell.raw]
    used = {mark for raw in raws for kind in (False, True) for mark in marks_in(raw, letters=kind)}
    # In a name, "(2)" may be a number that is its own.
    used |= {figure for row in others for cell in row[1:] for figure in FIGURE.findall(cell.raw)}
    taken = {i: note for i, note in found.items() if note[0] in used}
    rows = [row for i, row in enumerate(grid.rows) if i not in taken]
    notes = {mark: note for mark, note in taken.values() if note.text}
    return replace(grid, rows=rows, footnotes={**grid.footnotes, **notes})


_SIGN = re.compile(r"\\?(?P<sign>\*+|[†‡§¶]+)\s*(?P<text>[^*†‡§¶]*)")


def _footnote(row: list[Cell], *, below: bool) -> tuple[str, ScalarNode] | None:
    cells = filled(row)
    if len(cells) != 1:
        return None
    found = remark_of(cells[0].raw, items=below and cells[0].raw.startswith("("))
    if found is None and (bare := _SIGN.fullmatch(cells[0].raw)):
        found = bare["sign"], bare["text"]
    return (found[0], ScalarNode(found[1], cells[0].at, False)) if found else None


_BETWEEN_PEOPLE = re.compile(r"\s*(?:[,;|\n，；、]|<br\s*/?>|\s[/&]\s)\s*", re.I)


def _take_people(body: list[list[Cell]], reading: TableReading) -> tuple[list[list[Cell]], list[Cell]]:
    """Return the rows without the one, near the heads, that names who holds the roles; and that one."""
    for i, row in enumerate(body[:3]):
        cells = filled(row)
        telling = [cell for cell in cells[1:] if not reading.is_blank(cell)]
        if telling and fold(cells[0].text) in PEOPLE and all(_is_name(c, reading) for c in telling):
            return [*body[:i], *body[i + 1 :]], row
    return body, []


_INITIALS = re.compile(r"\b(?:[^\W\d_]\.\s?)+(?:[^\W\d_]\b)?")


def _is_name(cell: Cell, reading: TableReading) -> bool:
    """Return whether a text is a name, and not letters with something wrong: no word of it is a letter."""
    words = re.findall(r"\w+", _INITIALS.sub("", cell.text))
    return any(len(word) > 1 for word in words) and not any(reading.reader.read(word).parts for word in words)


def _holders(people: list[Cell], columns: Columns, reading: TableReading) -> list[tuple[int, ScalarNode]]:
    """Return (index of the role, person) for the cells of the row of people."""
    found = []
    for index, i in enumerate(columns.roles):
        cell = cell_in(people, i)
        if cell is not None and cell.text and not reading.is_blank(cell):
            names = map(plain, _BETWEEN_PEOPLE.split(cell.raw or cell.text))
            found += [(index, ScalarNode(name, cell.at, False)) for name in names if name]
    return found


def read_grids(grids: list[Grid], context: ReadContext, options: TableOptions | None = None) -> list[Table]:
    """Read the tables of one file; beside a matrix, a table without any letter is passed over.

    Small tables of one responsibility each are one table.
    """
    options = options or TableOptions()
    plain = [join_letters(grid, _reading(grid, context, options)) for grid in grids]
    grids = [part for grid in plain for part in _side_by_side(_with_heads(grid, options), options)]
    wanted = [grid for grid in grids if is_matrix(grid, options)] if len(grids) > 1 else grids
    if grids and options.columns:
        heads = [cell.text for grid in grids for row in grid.rows for cell in row]
        check_columns(heads, grids[0].at, _reading(grids[0], context, options))
    heads_read = {fold(cell.text) for grid in wanted for row in grid.rows[:1] for cell in row[1:]}
    tried = wanted or grids[:1]
    for grid in grids:
        if not any(grid is one for one in tried):
            _report_passed_over(grid, heads_read, _reading(grid, context, options))
    several = len(wanted) > 1
    neighbours = _neighbours(wanted, _reading(grids[0], context, options)) if several else Neighbours()
    tables: list[Table] = []
    read: list[tuple[Grid, LetterReader]] = []
    small: list[long_rows.PartyTable] = []
    for grid in tried:
        reading = structs.replace(_reading(grid, context, options), neighbours=neighbours)
        rest = take_footnote_rows(grid)
        parties = long_rows.party_rows(_rows(rest, reading), rest, reading)
        if parties is not None:
            small.append(parties)
        elif (table := _read(rest, reading)) is not None:
            tables.append(table)
        else:
            continue
        read.append((grid, reading.reader))
    if small:
        tables.append(long_rows.read_parties(small))
    if wanted and options.scheme is None:
        legends.report_contradictions(read, context)
    return tables


def share_legends(sheets: Mapping[str, list[Grid]], options: TableOptions) -> None:
    """Give the matrices of a workbook that have no legend the one of a sheet without a matrix.

    A sheet that is nothing else is no table.
    """
    every = [(file, grid) for file, grids in sheets.items() for grid in grids]
    others = [one for one in every if not is_matrix(one[1], options)]
    matrices = [grid for _, grid in every if not any(grid is other for _, other in others)]
    cells = {cell.text for grid in matrices for row in grid.rows for cell in row[1:]}
    used = {letter for text in cells if text.isupper() for letter in side_by_side(text)}
    found = [(file, grid, legends.legend_of(grid)) for file, grid in others]
    file, legend_sheet, legend = max(
        found, key=lambda one: len({entry.text[0] for entry in one[2]} & used), default=("", None, [])
    )
    if legend_sheet is None or not {entry.text[0] for entry in legend} & used:
        return
    for grid in matrices:
        if not legends.legend_of(grid):
            grid.legend, grid.legend_in = legend, file
    if legends.pairs_of(legend_sheet):
        sheets[file].clear()


def _side_by_side(grid: Grid, options: TableOptions) -> list[Grid]:
    """Return the tables that are beside each other in one sheet: each has its own head of responsibilities.

    The second begins with the same head as the first, or after a blank column.
    """
    for head in grid.rows[:DEEPEST]:
        named = [i for i, cell in enumerate(head) if KIND_OF_HEAD.get(fold(cell.text)) == "name"]
        if len(named) > 1:
            break
    else:
        return [grid]
    starts = [
        i
        for i in named[1:]
        if fold(head[i].text) == fold(head[named[0]].text)
        or not any(cell.text for row in grid.rows for cell in row[i - 1 : i])
    ]
    cut = [
        [part for row in grid.rows if (part := row[start:stop])]
        for start, stop in pairwise((0, *starts, max(map(len, grid.rows))))
    ]
    parts = [replace(grid, rows=rows, at=rows[0][0].at if i else grid.at) for i, rows in enumerate(cut)]
    return parts if len(parts) > 1 and all(is_matrix(part, options) for part in parts) else [grid]


_LABEL = re.compile(
    r"(?:^\s*([*_]{0,2}[^\W\d_][^:]{0,40}?)|(?:[,;/\s]|<br\s*/?>)\s*([*_]{0,2}[^\W\d_][^\s:,;/<]{0,30}))"
    r"[*_]{0,2}\s*:[*_]{0,2}\s*(?=\S)"
)


def _labelled(cell: Cell, reader: LetterReader) -> dict[str, Cell]:
    """Return what a cell says under each letter or head that it names, as in ``R: Dev, A: Ops``."""
    raw, parts = cell.raw or cell.text, dict[str, Cell]()
    named = [(m, (m[1] or m[2]).strip("*_ ")) for m in _LABEL.finditer(raw)]
    heads = [(match, found) for match, word in named if (found := _heads_of(word, reader, bool(match[1])))]
    if not heads or heads[0][0].start():
        return {}
    ends = [*(match.start() for match, _ in heads[1:]), len(raw)]
    lead = len(raw) - len(raw.lstrip())
    for (match, named_together), end in zip(heads, ends, strict=True):
        text = raw[match.end() : end].strip(" ,;")
        at = pack(cell.at >> 12, (cell.at & 0xFFF) + match.end() - lead)
        if parts.keys() & named_together or reader.letter_of(text):
            # What is named twice has no single place, and "R: Responsible" is an entry of a legend.
            return {}
        parts.update(dict.fromkeys(named_together, cell_at(text, at)))
    return parts


def _heads_of(label: str, reader: LetterReader, begins: bool) -> list[str]:
    """Return the heads that a label means: a letter; at the beginning letters together, or another head."""
    if (head := _head_of(label, reader)) or not begins:
        return [head] if head else []
    together = [_head_of(word, reader) for word in re.split(r"\s*[,/&+]\s*", label)]
    return together if all(together) else [label] if fold(label) in KIND_OF_HEAD else []


def _head_of(word: str, reader: LetterReader) -> str:
    """Return the head of the letter that a word means: its name, where that means nothing else."""
    letter = reader.letter_of(word)
    names = (str(part.name) for part in reader.scheme.participations if part.letter == letter)
    return next((name for name in names if reader.letter_of(name) == letter), word if letter else "")


def _with_heads(grid: Grid, options: TableOptions) -> Grid:
    """Return a table whose cells name their letters themselves with heads of them.

    So are rows that were copied from a list, "Deploy | Responsible: Dev | Accountable: Ops", and columns
    such as "Who" above "R: Dev, A: Ops".
    """
    reader, first = options.reader(options.scheme or options.default), grid.rows[:1]
    asked = (cell for row in grid.rows for cell in row[1:] if cell.text and ":" in (cell.raw or cell.text))
    found = {id(cell): labels for cell in asked if (labels := _labelled(cell, reader))}
    if not found:
        return grid
    head = [] if any(found.get(id(cell)) for cell in first[0]) or len(first[0]) < 2 else first[0]
    body = grid.rows[1:] if head else grid.rows
    width = len(head) or max(map(len, body))
    columns = {i: below(body, i) for i in range(1, width)}
    apart = [i for i, cells in columns.items() if cells and all(id(cell) in found for cell in cells)]
    kept = [i for i in columns if i not in apart and (head or columns[i])]
    said = [found[id(cell)] for i in apart for cell in columns[i]]
    words = {fold(word): word for parts in reversed(said) for word in reversed(parts)}
    keys = dict.fromkeys(fold(word) for parts in said for word in parts)
    if not any(map(reader.letter_of, words.values())) or (kept and not head):
        return grid
    # Below roles, "A: Ana" may say who has the letter of that role.
    if head and (len(apart) > 1 or fold(head[apart[0]].text) in options.roles or max(map(len, said)) < 2):
        return grid
    rows: list[list[Cell]] = []
    for row in body:
        parts = [found[id(row[i])] for i in apart if i < len(row) and row[i].text]
        cells = {fold(word): cell for one in parts for word, cell in one.items()}
        if len(cells) < sum(map(len, parts)) or len(row) > width:
            return grid
        row = [*row, *(Cell("", row[0].at) for _ in range(width - len(row) if cells else 0))]
        others = [row[i] for i in kept if i < len(row)]
        rows.append([*row[:1], *others, *(cells.get(key, Cell("", row[0].at)) for key in keys if cells)])
    at = first[0][0].at
    corner = [head[0], *(head[i] for i in kept)] if head else [Cell("Task", at, "Task")]
    heads = [*corner, *(Cell(words[key], at, words[key]) for key in keys)]
    # The first line alone is the title.
    start = int(not head and len(rows[0]) == 1)
    return replace(grid, rows=[*rows[:start], heads, *rows[start:]])


def _neighbours(grids: list[Grid], reading: TableReading) -> Neighbours:
    heads: Counter[str] = Counter()
    names: Counter[str] = Counter()
    kinds: dict[str | None, set[str]] = {}
    for grid in grids:
        # "Informed" above names is a letter, and "Role" is what a column holds: neither is a role.
        heads_of = [cell.text for row in grid.rows[:1] for cell in row[1:] if cell.text]
        named = (text for text in heads_of if kind_of(text, reading) is None)
        across = {fold(text) for text in named if long_rows.letter_of_head(text, reading) is None}
        down = {fold(row[0].text) for row in grid.rows[1:] if row and row[0].text}
        corner = kind_of(grid.rows[0][0].text, reading) if grid.headed and grid.rows else None
        for kind, words in ((corner, down), ({"name": "role", "role": "name"}.get(corner or ""), across)):
            kinds.setdefault(kind, set()).update(words)
        heads.update(across)
        names.update(down)
    repeated = frozenset(word for word, count in names.items() if count > 1 >= heads[word])
    return Neighbours(frozenset(kinds.get("role", ())), frozenset(kinds.get("name", ())), repeated)


def _report_passed_over(grid: Grid, heads_read: set[str], reading: TableReading) -> None:
    """Report a table that is no matrix, but has letters, the heads of a matrix, or names who has a role."""
    head = [cell.text for cell in grid.rows[0]] if grid.headed and grid.rows else [""]
    cells = [cell for row in grid.rows[1:] for cell in row[1:] if not reading.is_blank(cell)]
    letters = [cell for cell in cells if reading.holds_letters(cell)]
    kind = kind_of(head[0], reading) if head[0] else "name"
    named = all(fold(text) in heads_read or sounds_like_a_role(text) for text in head[1:])
    few = 4 * len(letters) < len(cells) or (len(letters) < 2 and kind not in ("name", "role"))
    if letters and not few and not legends.is_legend_table(grid.rows, reading.options):
        message = "the table is not read: of its columns none holds mostly letters, though {cells} are some"
        reading.report(message, grid.at, cells=quoted(letters))
    elif cells and kind in ("name", "letters") and (named or all(_SINGLE.fullmatch(c.text) for c in cells)):
        message = "the table is not read: {cells} are no letters of {scheme}"
        scheme = reading.reader.scheme.name
        reading.report(message, grid.at, cells=quoted(cells), scheme=scheme)
    elif cells and _is_of_people(head, reading):
        _report_people(cells, grid, reading)


_MAPPED = (
    "; with a map of its fields, such as `--map roles=. --map roles.name=HEAD`, "
    "`sphinx-roles convert` makes roles of it"
)


def _is_of_people(head: list[str], reading: TableReading) -> bool:
    """Return whether heads are those of who has a role: "Role | Name", "Role | Owner | Responsibilities"."""
    kinds = [kind_of(text, reading) for text in head]
    if kinds[0] != "role":
        return False
    return any(fold(text) in PEOPLE for text in head[1:]) or (
        "name" in kinds and any(long_rows.is_owner(text, reading) for text in head)
    )


def _report_people(cells: list[Cell], grid: Grid, reading: TableReading) -> None:
    # How many rows a role has is said in our own Markdown alone.
    if ours := [cell for cell in grid.rows[0] if cell.text == "Takes part in"]:
        reading.report(FOR_OTHERS, ours[0].at, {"key": ours[0].text})
        return
    message = "the table of who has a role ({cells}) is not read; name them in a row 'Name' of the matrix"
    message += _MAPPED
    reading.report(message, grid.at, cells=quoted(cells))


def _reading(grid: Grid, context: ReadContext, options: TableOptions) -> TableReading:
    # An unknown scheme is reported by whoever named it.
    reader = options.reader(options.scheme or options.default)
    title = title_of(grid, reader)
    guessed = None
    if options.scheme is None:
        guessed = legends.guess_scheme(title.text if title else "", grid, options)
        reader = options.reader(guessed) if guessed else reader
    return TableReading(context, options, reader, guessed, title)


def is_matrix(grid: Grid, options: TableOptions) -> bool:
    """Return whether one of several tables is a matrix: a column of letters, or of names under letters."""
    reading = _reading(grid, ReadContext("", []), options)
    rows = _rows(grid, reading)
    if len(rows) < 2 or legends.is_legend_table(grid.rows, options):
        return False
    if (
        long_rows.plan_long(rows[0], rows[1:], reading) is not None
        or long_rows.party_rows(rows, grid, reading) is not None
    ):
        return True
    width, folded = max(map(len, rows)), [fold(cell.text) for cell in rows[0]]
    # Names below the roles say nothing of the letters.
    body = [row for row in rows[1:] if not repeats(row, folded, 0) and fold(row[0].text) not in PEOPLE]
    return any(reading.share_of_letters(below(body, i)) >= 0.5 for i in range(1, width))


def _rows(grid: Grid, reading: TableReading) -> list[list[Cell]]:
    """Return the rows that say something; spacers, legends and columns of nothing are left out."""
    rows = [row for row in grid.rows if any(cell.text for cell in row)]
    rows = rows[: len(rows) - len(legends.last_pairs(rows))]
    kept = rows[:1] if grid.headed and rows else []
    kept += legends.without_legends(rows[len(kept) :], reading)
    width = max(map(len, kept), default=0)
    empty = {i for i in range(width) if not any(i < len(row) and row[i].text for row in kept)}
    if not empty:
        return kept
    return [[cell for i, cell in enumerate(row) if i not in empty] for row in kept]


def _read(grid: Grid, reading: TableReading) -> Table | None:
    if legends.is_legend_table(grid.rows, reading.options):
        message = "the table explains letters ({cells}), expected roles as heads and letters under them"
        firsts = [row[0] for row in grid.rows[1:] if row]
        reading.report(message, grid.at, cells=quoted(firsts))
        return None
    headed = grid.headed and bool(grid.rows) and any(cell.text for cell in grid.rows[0])
    parts = split_head(_rows(grid, reading), headed, reading)
    table = _understand(*parts, grid, reading) if parts is not None else None
    if table is not None:
        table.name, table.scheme = reading.title, reading.options.scheme or reading.guessed
    return table


def _understand(head: list[Cell], body: list[list[Cell]], grid: Grid, reading: TableReading) -> Table | None:
    if not body:
        reading.report("the table has a head ({cells}) but no rows under it", grid.at, cells=quoted(head))
        return None
    folded = [fold(cell.text) for cell in head]
    body = [row for row in body if not repeats(row, folded, 0)]
    if reading.options.fill_down:
        body = filled_down(body)
    long = long_rows.plan_long(head, body, reading)
    if long is not None:
        return long_rows.read_long(head, body, long, grid, reading)
    names = {cell.text for cell in below(body, 0)}
    unknown = bool(head[0].text) and kind_of(head[0].text, reading) is None
    if unknown and names and names <= {*reading.reader.scheme.letters}:
        # The first column is that of a role, and none names the responsibilities.
        report_nameless(head[0], reading)
        return None
    if _is_of_people([cell.text for cell in head], reading):
        cells = [cell for row in body for cell in row[1:] if cell.text]
        if not any(map(reading.holds_letters, cells)):
            _report_people(cells, grid, reading)
            return None
    if long_rows.lacks_rows(head, body, reading):
        return None
    rows_are_roles, sure = roles_are_rows(head, body, reading)
    if rows_are_roles and (nameless := [cell for cell in head[1:] if heads_letters(cell.text, reading)]):
        report_nameless(nameless[0], reading)
        return None
    given, tried = head, structs.replace(reading.context, problems=[])
    trying = structs.replace(reading, context=tried)
    if rows_are_roles:
        head, *body = turned([head, *body], trying)
    body, people = _take_people(body, reading)
    columns = plan_columns(head, body, trying)
    cells = [row[i] for row in body for i in columns.roles if i < len(row)] if columns else []
    if columns is None or not any(
        reading.letters(cell).parts for cell in _letters_meant(cells, head, reading)
    ):
        if columns is not None and any(heads_letters(head[i].text, reading) for i in columns.unread):
            reading.context.problems += tried.problems
            return None
        # What is wrong with single rows and columns follows from this.
        if not _report_unanswered(head, body, grid, reading):
            _report_no_letters(given, body, grid, reading)
        return None
    if not sure:
        report_direction([head[0], *(head[i] for i in columns.roles)], reading)
    if rows_are_roles:
        report_letter_heads([row[0] for row in body if row], "responsibilities", reading)
    else:
        report_letter_heads([head[i] for i in columns.roles], "roles", reading)
        report_sole_head([head[i] for i in columns.roles], reading)
    reading.context.problems += tried.problems
    table = read_wide(head, body, columns, grid, reading)
    table.holders = _holders(people, columns, reading)
    return table


def _letters_meant(cells: list[Cell], head: list[Cell], reading: TableReading) -> Iterable[Cell]:
    """Yield the cells that may be letters: "CI" under heads that are no roles is about pipelines."""
    roles = reading.options.roles
    known = reading.options.scheme is not None or any(fold(cell.text) in roles for cell in head[1:])
    return (cell for cell in cells if known or not cell.text.startswith("CI"))


def _report_unanswered(head: list[Cell], body: list[list[Cell]], grid: Grid, reading: TableReading) -> bool:
    """Report a table whose roles are known and whose cells are empty; return whether it is one."""
    roles = [i for i, cell in enumerate(head) if fold(cell.text) in reading.options.roles]
    if not roles or not all(reading.is_blank(row[i]) for row in body for i in roles if i < len(row)):
        return False
    if reading.options.of_answers:
        # Nothing is wrong with the table: nobody has answered.
        reading.context.report(Code.SHEET, NO_ANSWER, TOP)
        return True
    message = "all cells under the roles {roles!r} are empty, expected letters of {scheme} ({letters})"
    scheme = reading.reader.scheme
    values = {"scheme": scheme.name, "letters": scheme.letters}
    reading.report(message, grid.at, roles=[head[i].text for i in roles], **values)
    return True


def _report_no_letters(head: list[Cell], body: list[list[Cell]], grid: Grid, reading: TableReading) -> None:
    """Report a table of which no cell is read, and what would make sense of it."""
    scheme = reading.reader.scheme
    # "A" might as well be the name of a role.
    words = (cell for cell in head if len(cell.text) > 3)
    letters = [cell for cell in words if long_rows.letter_of_head(cell.text, reading)]
    if len(letters) > 1 and 2 * len(letters) > len(head):
        message = (
            "the heads {cells} are letters of {scheme}, expected responsibilities beside them, "
            "and names of roles below them"
        )
        reading.report(message, letters[0].at, cells=quoted(letters), scheme=scheme.name)
        return
    message = (
        "no cell under the heads {cells} holds a letter of {scheme} ({letters}), "
        "expected roles as heads and letters under them"
    )
    values = {"scheme": scheme.name, "letters": scheme.letters}
    if fitting := _scheme_of(body, reading):
        message += "; those of the scheme {fitting} are there"
    elif schemes := legends.schemes_of_heads(head, body, reading.options):
        values["schemes"] = schemes
        message += "; the heads are letters of {schemes}, of which `scheme` names one"
    elif who := [
        one.text for one in head if kind_of(one.text, reading) == "role" or _is_of_two(one, reading)
    ]:
        values |= {"who": who[0], "option": reading.options.columns_by}
        message += (
            "; `{option}` says which letter those under {who!r} have"
            if kind_of(head[0].text, reading) == "name"
            else _MAPPED
        )
    reading.report(message, grid.at, cells=quoted(head), fitting=fitting, **values)


def _is_of_two(head: Cell, reading: TableReading) -> bool:
    """Return whether a head is several letters side by side, such as "RA"."""
    return reading.holds_letters(head) and sum(len(held) for held, _ in reading.letters(head).parts) > 1


def _scheme_of(body: list[list[Cell]], reading: TableReading) -> str:
    """Return the scheme of which most cells right of the first ones are letters; "" where none is."""
    texts = [cell.text for row in body for cell in row[1:] if not reading.is_blank(cell)]
    reader, schemes = reading.options.reader, reading.options.schemes
    held = {name: sum(bool(reader(name).read(text).parts) for text in texts) for name in schemes}
    # Of equals the one with fewer letters, and RACI rather than RASI.
    rank = {name: (held[name], -len(one.letters), name == DEFAULT_SCHEME) for name, one in schemes.items()}
    best = max(schemes, key=lambda name: (*rank[name], name))
    return best if 2 * held[best] > len(texts) else ""
