"""Which way round a table stands: roles as columns, as most are, or roles as rows."""

from __future__ import annotations

import re

from sphinx_roles.model import fold
from sphinx_roles.reading.tables.cells import Cell
from sphinx_roles.reading.tables.columns import kind_of
from sphinx_roles.reading.tables.reading import TableReading

__all__ = ["roles_are_rows", "turned"]

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
            text = f"row {cells[0].text!r} groups roles, expected a role and its letters; it is left out"
            reading.tell(text, cells[0].at)
        else:
            kept.append(row)
    width = max(map(len, kept))
    padded = [row + [Cell("", row[0].at)] * (width - len(row)) for row in kept]
    return [list(column) for column in zip(*padded, strict=True)]
