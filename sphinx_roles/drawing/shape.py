"""How a view is drawn, as far as the author chooses it; what it shows is in the report."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["AuditShape", "CardsShape", "ChangesShape", "MatrixShape", "OverlapShape"]


class MatrixShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `responsibility-matrix`."""

    layout: str = "grid"
    """``grid`` (columns are roles), ``letters`` (columns are letters) or ``list``."""
    split: str = ""
    """``sections``, or a number of columns; empty: one table."""
    transpose: bool = False
    legend: bool = True
    header: str = ""
    """The head of the first column; empty: the word for a responsibility."""
    short: bool = False
    """Heads are abbreviations where roles have one."""
    unfolded: bool = False
    """What a row means is open from the start."""
    download: bool = False
    """A link to the matrix as CSV, in HTML."""


class CardsShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-card` and `role-cards`."""

    grid: bool = True
    """False for the single card."""
    columns: tuple[int, ...] = (1, 1, 2, 3)
    """Cards side by side on a phone, a tablet, a laptop and a wide screen."""


class AuditShape(Struct, frozen=True):
    """How `responsibility-audit` is drawn."""

    linked: bool = True
    """Rows are links: those of a file beside the catalog have no targets."""


class ChangesShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `responsibility-changes`."""

    counts: bool = True
    """How many changes there are of each sort stands above the list."""
    texts: bool = True
    """Texts that changed stand below the sentence, as they were and as they are."""


class OverlapShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-overlap`."""

    layout: str = "picture"
    """``picture`` (circles, and a table from four roles on), ``table`` or ``list``."""
