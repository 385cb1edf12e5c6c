"""What the readers of tables produce, whatever the table was written in.

Cells are cleaned of markup (bold, code, links, footnote marks), but hold the
letters as written; `letters` understands those.
"""

from __future__ import annotations

from msgspec import Struct

from sphinx_roles.reading.tree import Scalar

__all__ = ["Row", "Table"]


class Row(Struct):
    """A responsibility and its cells, as (index of the head, text); blank cells are left out.

    ``section`` is the name of its section or None. ``fields`` holds what further columns say
    (``summary``, ``notes``, ``frequency`` …), by the model's names; ``links`` are (text, url).
    """

    name: Scalar
    cells: list[tuple[int, Scalar]]
    section: Scalar | None = None
    fields: list[tuple[str, Scalar]] = []
    links: list[tuple[str, Scalar]] = []


class Table(Struct):
    """A table of roles (``heads``) by responsibilities (``rows``), turned that way where it was not.

    ``name`` is its caption, else the nearest heading above it; None where there is neither.
    ``scheme`` is the scheme that its source names, if any.
    """

    heads: list[Scalar]
    rows: list[Row]
    at: int
    name: Scalar | None = None
    scheme: str | None = None
