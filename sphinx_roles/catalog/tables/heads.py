"""Which row of a grid is its head, what is above it, and which way round the table is."""

from __future__ import annotations

import re
from itertools import pairwise

from msgspec import structs

from sphinx_roles.catalog.letters import WORDS, LetterReader
from sphinx_roles.catalog.nodes import ScalarNode
from sphinx_roles.catalog.tables import Cell, Grid, TableReading, below, filled, legends, long_rows, quoted
from sphinx_roles.catalog.tables.columns import KIND_OF_HEAD, kind_of, report_blank_head, sounds_like_a_role
from sphinx_roles.catalog.tables.long_rows import mark_of
from sphinx_roles.catalog.tables.wide_rows import report_surplus, start_row
from sphinx_roles.model import fold
from sphinx_roles.problems import Phrase

# A title, a date and a version may be above the head of an exported sheet, but no page of text.
DEEPEST = 12
PEOPLE = frozenset(WORDS["people"])
"""Heads of a row below that of the roles, which names who holds them."""


def title_of(grid: Grid, reader: LetterReader) -> ScalarNode | None:
    """Return the name of a table: what its file says, else a line alone above its head."""
    if grid.name is not None or grid.headed:
        return grid.name
    for row in grid.rows[: _head_index(grid.rows, False, reader)]:
        if len(cells := filled(row)) == 1 and not legends.is_legend_title(cells[0].text):
            return ScalarNode(cells[0].text, cells[0].at, False)
    return None


def _head_index(rows: list[list[Cell]], headed: bool, reader: LetterReader) -> int:
    """Return the row of the heads: one that begins with a known head, else the first full one."""
    if headed or not rows:
        return 0
    widest = max(len(filled(row)) for row in rows)
    full = -1
    for i, row in enumerate(rows[:DEEPEST]):
        cells = filled(row)
        if len(cells) < 2:
            continue
        held = [reader.read(cell.text) for cell in cells[1:]]
        lettered = sum(one.none or bool(one.parts) for one in held) >= 0.5 * len(held)
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
    """Return the head and the rows under it; None, and reported, where the first row is data already."""
    if not rows:
        return None
    index = _head_index(rows, headed, reading.reader)
    head, body = list(rows[index]), rows[index + 1 :]
    # A title, a name with a value or a date may be above the head; names of groups are in more columns.
    groups = [
        row for row in rows[:index] if [i for i, cell in enumerate(row) if cell.text][1:] not in ([], [1])
    ]
    while body and _groups_heads(head, body, reading):
        groups = [*groups, head]
        head, body = _below_groups(head, body[0]), body[1:]
    if body and _says_what_rows_are(head, body[0], reading):
        head, body = _below_groups(head, body[0]), body[1:]
    if _is_data(head, body, reading):
        message = "the first row {cells} holds letters, expected a head with the names of the roles"
        reading.report(message, head[0].at, cells=quoted(head))
        return None
    if body and (letters := _letters_of_heads(head, body[0], reading)):
        message = (
            "the letters {cells} are heads below the roles, expected letters in one column for each role"
        )
        reading.report(message, letters[0].at, cells=quoted(letters))
        return None
    for row in groups:
        message = "row {cells} is above the head ({head}), and is left out; a table has one row of heads"
        values = {"cells": quoted(row), "head": quoted(head)}
        reading.report(message, filled(row)[0].at, **values)
    return _with_corner(head, body, reading), body


def _groups_heads(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> bool:
    """Return whether a row of heads groups those in the next row: some go over several columns there."""
    heads, below = body[0], body[1:]
    texts = [cell.text for cell in heads[1:] if cell.text]
    if len(texts) < 2 or len({*map(fold, texts)}) < len(texts) or fold(heads[0].text) in PEOPLE:
        return False
    if heads[0].text and head[0].text and kind_of(heads[0].text, reading) is None:
        return False
    over = [head[i].text if i < len(head) else "" for i in range(len(heads))]
    wide = any(heads[i].text and over[i] in ("", over[i - 1]) for i in range(2, len(heads)))
    cells = [row[i] for row in below for i in range(1, len(heads)) if heads[i].text and i < len(row)]
    # Below heads that are letters are names.
    letters = [bool(reading.letters(cell).parts) for cell in heads[1:] if cell.text]
    fits = reading.share_of_letters(cells) < 0.5 if all(letters) else reading.share_of_letters(cells) >= 0.5
    return wide and any(over[1:]) and fits and any(letters) == all(letters)


def _says_what_rows_are(head: list[Cell], row: list[Cell], reading: TableReading) -> bool:
    """Return whether a row has heads for the first columns alone, as pandas writes below heads in rows.

    With one such column, the corner says what the other heads are: "Role", and "Task" below it.
    """
    named = filled(row)
    kinds = [kind_of(cell.text, reading) for cell in named]
    if named != row[: len(named)] or not 0 < len(named) < len(head) or None in kinds:
        return False
    if len(named) == 1:
        return {kinds[0], kind_of(head[0].text, reading)} == {"name", "role"}
    return not any(cell.text for cell in head[: len(named)])


def _letters_of_heads(head: list[Cell], row: list[Cell], reading: TableReading) -> list[Cell]:
    """Return the letters in a row below roles that go over several columns: then marks are below these."""
    heads = [cell.text for cell in head] + [""] * (len(row) - len(head))
    # A cell that goes over both rows repeats the head, or is blank.
    own = [(over, cell) for over, cell in zip(heads, row, strict=False) if cell.text not in ("", over)]
    if not heads[0] and own[:1] == [("", row[0])] and kind_of(row[0].text, reading) == "name":
        own = own[1:]
    wide = len({"", *(over for over, _ in own)}) <= len(own)
    letters = [cell for _, cell in own if cell is not row[0] and reading.reader.letter_of(cell.text)]
    return letters if wide and len(letters) == len(own) else []


def join_letters(grid: Grid, reading: TableReading) -> Grid:
    """Return a table with one column for each role where letters are heads below the roles, above marks.

    Where anything else is there, the table is left as it is.
    """
    for i, (head, row) in enumerate(pairwise(grid.rows[: 2 if grid.headed else DEEPEST])):
        letters = {n: one for n, cell in enumerate(row) if n and (one := reading.reader.letter_of(cell.text))}
        first = min(letters, default=0)
        # A cell that goes over both rows may be there twice.
        above = [one.text for one in head] + [""] * (len(row) - len(head))
        said = {n for n in range(first, len(row)) if row[n].text not in ("", above[n])}
        if len(head) <= first or said != letters.keys():
            continue
        over = head[first:]
        for n in range(1, len(over)):
            over[n] = over[n] if over[n].text else over[n - 1]
        over += over[-1:] * (len(row) - len(head))
        roles: dict[str, list[int]] = {}
        for n in letters if first else ():
            roles.setdefault(over[n - first].text, []).append(n)
        body = grid.rows[i + 2 :]
        pairs = {(role, letters[n]) for role, columns in roles.items() for n in columns}
        left = zip(head, row[:first], strict=False)
        marks = [mark_of(row[n], letters[n], reading) for row in body for n in letters if n < len(row)]
        if (
            len(roles) > 1
            and len(roles) < len(pairs) == len(letters)
            and not any(not role or reading.reader.letter_of(role) for role in roles)
            and all(fold(one.text) in ("", fold(top.text)) or kind_of(one.text, reading) for top, one in left)
            and any(marks)
            and None not in marks
        ):
            heads = [*(cell if cell.text else head[n] for n, cell in enumerate(row[:first])), *over]
            kept = {n: columns for columns in roles.values() for n in columns[:1]}
            joined = [_joined(one, letters, kept, reading) for one in body]
            named = [cell for n, cell in enumerate(heads) if n not in letters or n in kept]
            return structs.replace(grid, rows=[*grid.rows[:i], named, *joined])
    return grid


def _joined(
    row: list[Cell], letters: dict[int, str], kept: dict[int, list[int]], reading: TableReading
) -> list[Cell]:
    """Return a row with the letters of each role in the first of its columns."""
    found = []
    for n, cell in enumerate(row):
        marked = [(row[i], mark_of(row[i], letters[i], reading)) for i in kept.get(n, ()) if i < len(row)]
        held = [(one, mark) for one, mark in marked if mark]
        if held:
            text = ", ".join(mark for _, mark in held)
            found.append(Cell(text, held[0][0].at, text))
        elif n not in letters or n in kept:
            found.append(Cell("", cell.at) if n in kept else cell)
    return found


def _below_groups(groups: list[Cell], heads: list[Cell]) -> list[Cell]:
    """Return heads with those of the row above where they are blank: a cell may go over both rows."""
    filled_up = [cell if cell.text or i >= len(groups) else groups[i] for i, cell in enumerate(heads)]
    return [*filled_up, *groups[len(heads) :]]


def _is_data(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> bool:
    """Return whether a row of letters has more rows of letters below it: then it is no head."""
    if not head or kind_of(head[0].text, reading) is not None:
        return False
    if reading.share_of_letters(head[1:]) < 0.5:
        return False
    below = [cell for row in body for cell in row[1:] if cell.text]
    # Names are under the heads R, A, C and I; Recommend and Agree above nothing are heads to be filled in.
    if not below:
        return any(len(cell.text) <= 3 for cell in head[1:])
    return reading.share_of_letters(below) >= 0.5


def _with_corner(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> list[Cell]:
    """Put the missing corner before heads that are one cell shorter than all rows."""
    long = [row for row in body if len(row) == len(head) + 1 and row[-1].text]
    shifted = len(long) >= 1 and len(long) == sum(len(row) > 1 for row in body)
    if shifted and kind_of(head[0].text, reading) is None:
        first, under = [row[0] for row in long], [row[1] for row in long]
        if reading.share_of_letters(first) < 0.5 <= reading.share_of_letters(under):
            known = sounds_like_a_role(head[0].text) or fold(head[0].text) in reading.options.roles
            # A single row may as well have one cell too many.
            if not known or len(long) == 1:
                message = "the heads are read as {heads} roles, as the rows have {cells} cells"
                message += "; a first head such as 'Task' says what the rows are"
                heads = {"heads": len(head), "cells": len(head) + 1}
                reading.guess(message, head[0].at, **heads)
            return [Cell("", head[0].at), *head]
    return head


_CORNERS = {"role", "name", "section", "number"}
_OF_TWO = re.compile(r"\s*[/\\|]\s*|\s+(?:vs\.?|x|by)\s+")


def roles_are_rows(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> tuple[bool, bool]:
    """Return whether the roles are in the first column, and whether that is sure.

    What ``transpose`` says goes first, then the corner, roles that are known, names that several tables
    of the file share, and the sound of the names.
    """
    if reading.options.transpose is not None or not head or not body:
        return bool(reading.options.transpose), True
    corner = {kind_of(part, reading) for part in _OF_TWO.split(head[0].text)} & _CORNERS
    if len(corner) == 1:
        return corner == {"role"}, True
    if not corner and sounds_like_a_role(head[0].text):
        return True, True
    heads = [cell.text for cell in head[1:] if cell.text]
    names = [cell.text for cell in below(body, 0)]
    if any(kind_of(text, reading) for text in heads):
        return False, True
    neighbours, repeated = reading.neighbours, reading.neighbours.repeated
    known = (reading.options.roles, frozenset[str]())
    for roles, others in (known, (neighbours.roles, neighbours.responsibilities)):
        as_rows = _share(names, roles) + _share(heads, others)
        as_heads = _share(heads, roles) + _share(names, others)
        if as_rows or as_heads:
            return as_rows >= 0.5 and not as_heads, not (as_rows and as_heads)
    if _share(names, repeated) >= 0.5 and not _share(heads, repeated):
        return True, False
    among_names, among_heads = (sum(map(sounds_like_a_role, texts)) for texts in (names, heads))
    if len(names) > 1 and among_names >= 0.6 * len(names) and among_heads == 0:
        return True, True
    return False, among_heads * len(names) > among_names * len(heads)


def _share(texts: list[str], among: frozenset[str]) -> float:
    return sum(fold(text) in among for text in texts) / len(texts) if texts and among else 0.0


def report_direction(head: list[Cell], reading: TableReading) -> None:
    """Report that nothing says which way round a table is, and how it is read."""
    in_command = reading.options.columns_by.startswith("--")
    option = "--transpose" if in_command else Phrase("`transpose` (`:transposed-data:` in a directive)")
    message = "the table is read with {cells} as roles"
    message += "; {option} turns it, and a first head such as 'Task' or 'Role' says which way round it is"
    reading.guess(message, head[0].at, cells=quoted(head[1:]), option=option)


def report_letter_heads(heads: list[Cell], what: str, reading: TableReading) -> None:
    """Report that heads are read as roles, or so, which could be letters: then the cells were names."""
    letters = [cell for cell in heads if long_rows.letter_of_head(cell.text, reading)]
    if len(letters) > 1 or len(letters) == len(heads):
        message = "the heads {cells} are read as {what}, as letters of {scheme} are below them"
        values = {"cells": quoted(letters), "what": what, "scheme": reading.reader.scheme.name}
        reading.guess(message, letters[0].at, **values)


def report_sole_head(heads: list[Cell], reading: TableReading) -> None:
    """Report that the one role of a table is called by a word for roles: its own name may be elsewhere."""
    words = [head for head in heads if kind_of(head.text, reading) == "role"]
    if len(heads) == len(words) == 1 and fold(words[0].text) not in reading.options.roles:
        message = "the letters below {head!r} are read as those of a role of that name"
        message += "; write the name of the role as the head, where it has another one"
        reading.guess(message, words[0].at, {"head": words[0].text})


def turned(rows: list[list[Cell]], reading: TableReading) -> list[list[Cell]]:
    """Turn a table round, without columns to skip. Rows that group the roles are reported and left out."""
    head, *body = rows
    report_surplus([(start_row(row[0], None), row) for row in body if row], len(head), reading)
    kept = [head]
    for row in body:
        cells = [cell for cell in row if cell.text]
        # A role without letters is a role; a bold one, or one alone in its row, is a group of them.
        if len(cells) == 1 and (cells[0].bold or len(row) == 1) and not all(r[0].bold for r in body if r):
            message = "row {row!r} groups roles, expected a role and its letters; it is left out"
            reading.report(message, cells[0].at, {"row": cells[0].text})
        else:
            kept.append(row[: len(head)])
    for i in range(1, len(head)):
        if not head[i].text and (cells := below(body, i)):
            report_blank_head(i, cells, reading)
            kept = [row if i >= len(row) else [*row[:i], Cell("", row[i].at), *row[i + 1 :]] for row in kept]
    padded = [row + [Cell("", row[0].at)] * (len(head) - len(row)) for row in kept]
    columns = [list(column) for column in zip(*padded, strict=True)]
    return [column for column in columns if kind_of(column[0].text, reading) != "skip"]
