"""The rows of a matrix as a table of texts: a head, and a row for each responsibility."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from msgspec import Struct, field

from sphinx_roles.catalog.letters import LetterReader
from sphinx_roles.catalog.records import id_of_name
from sphinx_roles.catalog.text import name_of, plain
from sphinx_roles.exchange.letters import in_a_cell
from sphinx_roles.model import Assignment, Catalog, Link, Responsibility, Role

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>,;()]+")
_NOBODY = "n/a"
_HEADS: Mapping[str, str] = {
    "id": "Id",
    "kind": "Kind",
    "summary": "Summary",
    "done_when": "Done when",
    "frequency": "Frequency",
    "tags": "Tags",
    "links": "Links",
    "status": "Status",
    "review_by": "Review by",
    "notes": "Notes",
}


class TableText(Struct):
    """A table. ``sections`` names, for each row, the section that it is in, or is empty."""

    head: list[str]
    rows: list[list[str]] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)


def table_of(catalog: Catalog, matrix: str, head_of: Callable[[Role], str]) -> TableText:
    """Lay out the rows of a matrix. ``head_of`` says how a role is called in the head."""
    rows = [row for row in catalog.rows if row.matrix == matrix]
    columns = columns_of(catalog, matrix)
    extra = [_field_cells(row) for row in rows]
    # A row may have several notes: each has a column.
    wanted = [
        (name, number)
        for name in _HEADS
        for number in range(max((len(cells.get(name, ())) for cells in extra), default=0))
    ]
    heads = [as_cell(head_of(catalog.roles[role])) for role in columns]
    table = TableText(["Responsibility", *heads, *(_HEADS[name] for name, _ in wanted)])
    reader = LetterReader(catalog.schemes[catalog.matrices[matrix].scheme])
    for row, cells in zip(rows, extra, strict=True):
        letters = _letter_cells(row, columns, reader)
        more = [cells[name][n] if n < len(cells.get(name, ())) else "" for name, n in wanted]
        if not any(letters):
            # A row of nothing but a name would be the name of a section.
            letters = [_NOBODY] * len(letters)
        table.rows.append([as_cell(row.name), *letters, *more])
        section = catalog.sections.get((matrix, row.section))
        table.sections.append(as_cell(section.name) if section is not None else "")
    return table


def columns_of(catalog: Catalog, matrix: str) -> list[str]:
    """Return the roles of a matrix: in its own order, then all others that take part."""
    taking = {one.role for row in catalog.rows if row.matrix == matrix for one in row.assign}
    order = [role for role in catalog.matrices[matrix].roles if role in catalog.roles]
    return [*order, *(role for role in catalog.roles if role in taking and role not in order)]


def as_cell(text: str) -> str:
    """Return a text that reads back as the same name; what would be markup gets backslashes."""
    return str(text) if name_of(plain(text)) == text else _PUNCTUATION.sub(r"\\\1", text)


def _letter_cells(row: Responsibility, columns: list[str], reader: LetterReader) -> list[str]:
    held: dict[str, list[Assignment]] = {}
    for one in row.assign:
        # A table has no place for days and notes; the letters are there all the same.
        bare = Assignment(one.role, one.letters, one.when, unread=one.unread)
        held.setdefault(one.role, []).append(bare)
    return [_letters(held[role], reader) if role in held else "" for role in columns]


def _letters(found: list[Assignment], reader: LetterReader) -> str:
    text = in_a_cell(found, reader)
    if text is None:
        texts = ["/".join(one.letters) or one.unread for one in found]
        text = ", ".join(
            f"{text} ({one.when})" if one.when else text for text, one in zip(texts, found, strict=True)
        )
    return text


def _field_cells(row: Responsibility) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in ("kind", "summary", "done_when", "frequency", "status"):
        if value := getattr(row, name):
            found[name] = [str(value)]
    if row.id != id_of_name(row.name):
        found["id"] = [row.id]
    if row.tags:
        found["tags"] = [", ".join(row.tags)]
    if row.links:
        found["links"] = [", ".join(map(_link, row.links))]
    if row.review_by is not None:
        found["review_by"] = [row.review_by.isoformat()]
    if row.notes:
        found["notes"] = [str(note) for note in row.notes]
    return found


def _link(link: Link) -> str:
    if link.text == link.url and _ADDRESS.fullmatch(link.url):
        return str(link.url)
    return f"[{link.text}]({link.url})"
