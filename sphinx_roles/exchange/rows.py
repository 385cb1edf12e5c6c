"""How the rows of a catalog stand in a file: in sections where they stand together, else one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct, field

from sphinx_roles.model import Catalog, Responsibility, Section


class Layout(Struct):
    """Entries by key, in order: rows, and in the outermost layout sections of rows."""

    section: Section | None = None
    entries: dict[str, Layout | Responsibility] = field(default_factory=dict)

    def add(self, entry: Layout | Responsibility, ident: str, other: str) -> None:
        """Add an entry under its id; where that is taken, ``other`` tells it apart."""
        key, number = ident, 1
        while key in self.entries:
            key = f"{ident}-{other}" if other and number == 1 else f"{ident}-{number}"
            number += 1
        self.entries[key] = entry


def laid_out(catalog: Catalog) -> Layout:
    """Return the entries of a file that reads back as the rows of a catalog, in their order.

    Rows of one section that are apart stand in it where they begin, and later by themselves.
    """
    outer = Layout()
    begun: set[tuple[str, str]] = set()
    for key, rows in groupby(catalog.rows, key=lambda row: (row.matrix, row.section)):
        section = catalog.sections.get(key)
        if section is None or key in begun:
            for row in rows:
                outer.add(row, row.id, row.section or row.matrix)
            continue
        begun.add(key)
        inner = Layout(section)
        for row in rows:
            inner.add(row, row.id, "")
        outer.add(inner, section.id, section.matrix)
    for section in _empty(catalog, begun):
        outer.add(Layout(section), section.id, section.matrix)
    return outer


def _empty(catalog: Catalog, begun: set[tuple[str, str]]) -> Iterator[Section]:
    return (section for key, section in catalog.sections.items() if key not in begun)
