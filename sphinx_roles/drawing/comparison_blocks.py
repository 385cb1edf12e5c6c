"""What the drawings of a comparison start from: its tables, of which there is always one."""

from __future__ import annotations

from sphinx_roles.analysis.comparison import Block, ComparisonReport
from sphinx_roles.analysis.matrix import Cell, Column, MatrixReport
from sphinx_roles.drawing.pen import Pen
from sphinx_roles.model import Text

__all__ = ["abbreviation", "blocks", "short_names", "title"]


def blocks(report: ComparisonReport) -> tuple[Block, ...]:
    """Return a block for each scheme; one without rows where only fields are compared."""
    if report.blocks:
        return report.blocks
    matrix = MatrixReport(
        id="", name=None, summary=None, columns=report.roles, bands=(), cells=(Cell(),), legend=()
    )
    return (Block(Text(), matrix, ()),)


def short_names(report: ComparisonReport, pen: Pen) -> tuple[str, ...]:
    """Return what the roles are called in a verdict: by their abbreviations, where they have one."""
    return tuple(pen.plain(column.abbr or column.name) for column in report.roles)


def abbreviation(column: Column, pen: Pen) -> str:
    """Return the abbreviation to tell beside the name, if the name does not say it itself."""
    short = pen.plain(column.abbr) if column.abbr else ""
    return "" if short.casefold() in pen.plain(column.name).casefold() else short


def title(report: ComparisonReport, block: Block, pen: Pen) -> str:
    """Name the roles, and the scheme where there are several."""
    names = pen.words.joined(pen.plain(column.name) for column in report.roles)
    told = pen.words.comparison.format(names=names)
    return f"{told} ({pen.plain(block.scheme)})" if len(report.blocks) > 1 else told
