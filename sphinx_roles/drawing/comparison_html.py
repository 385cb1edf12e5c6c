"""Roles side by side as HTML, in the table of the matrix."""

from __future__ import annotations

from html import escape

from msgspec import structs

from sphinx_roles.analysis.comparison import Attribute, Block, ComparisonReport, Links, Value
from sphinx_roles.analysis.matrix import Band, Column, Row
from sphinx_roles.analysis.verdicts import VERDICTS, Verdict
from sphinx_roles.drawing.cards_html import field_html
from sphinx_roles.drawing.comparison_blocks import abbreviation, blocks, short_names, title
from sphinx_roles.drawing.comparison_words import (
    SIGNS,
    attribute_label,
    is_standard,
    meaning,
    pairs,
    summing_up,
    verdict,
)
from sphinx_roles.drawing.matrix_html import MatrixHtml
from sphinx_roles.drawing.pen import HtmlPen
from sphinx_roles.drawing.shape import MatrixShape

__all__ = ["comparison_html"]


def comparison_html(report: ComparisonReport, shape: MatrixShape, pen: HtmlPen) -> str:
    """Return the sentence, a table for each scheme with its legend, and what the roles have in common."""
    names = short_names(report, pen)
    sentence = summing_up(report, names, pen.words)
    tables = []
    for number, block in enumerate(blocks(report)):
        table = _ComparisonHtml(report, block, shape, pen, names, first=not number)
        legend = table.legend() if shape.legend and block.matrix.legend else ""
        tables.append(legend + table.drawn())
    head = f'<p class="ro-summing-up">{escape(sentence)}</p>' if sentence else ""
    return (
        f'<div class="ro ro-matrix ro-comparison">{head}{"".join(tables)}'
        f"{_in_common(report, names, pen)}{_meanings(report, pen) if shape.legend else ''}</div>\n"
    )


class _ComparisonHtml(MatrixHtml):
    """The table of one scheme; the first of several has the fields of the roles."""

    def __init__(
        self, report: ComparisonReport, block: Block, shape: MatrixShape, pen: HtmlPen,
        names: tuple[str, ...], *, first: bool,
    ) -> None:  # fmt: skip
        super().__init__(block.matrix, shape, pen)
        self.report, self.block, self.roles = report, block, names
        self.attributes = report.attributes if first else ()
        self.verdicts = iter(block.verdicts)
        self.cells = [self.badges.cell(cell) for cell in block.matrix.cells]

    def drawn(self) -> str:
        """Fields first, then the rows by sections; a verdict stands where a phone still shows it."""
        heads = "".join(map(self.head, self.report.roles, self.role_heads()))
        judged = f'<th scope="col" class="ro-verdict">{escape(self.pen.words.verdict)}</th>'
        width = len(self.roles) + 2
        body = self.about_roles(width) + self.bands(width, self.row)
        return self.table("compare", f"<tr>{self.corner}{judged}{heads}</tr>", body)

    def head(self, column: Column, inner: str) -> str:
        """The head of a role, with the abbreviation that its verdicts use."""
        short = abbreviation(column, self.pen)
        told = f' <span class="ro-abbr">{escape(short)}</span>' if short else ""
        return f'<th scope="col">{inner}{told}</th>'

    def caption(self) -> str:
        """The roles that are compared."""
        return escape(title(self.report, self.block, self.pen))

    # Fields

    def about_roles(self, width: int) -> str:
        if not self.attributes:
            return ""
        head = self.own_head(self.pen.words.about_roles, width)
        rows = "".join(map(self.attribute, self.attributes))
        return f'<tbody class="ro-about-roles">{head}{rows}</tbody>\n'

    def own_head(self, word: str, width: int) -> str:
        """A band that the data does not name."""
        return (
            f'<tr class="ro-band"><th scope="rowgroup" colspan="{width}">'
            f"<span>{escape(word)}</span></th></tr>\n"
        )

    def band_head(self, band: Band, width: int) -> str:
        """The name of the section; rows without one must not seem to belong to the fields."""
        if band.name is None and self.attributes:
            return self.own_head(self.pen.words.rows, width)
        return super().band_head(band, width)

    def attribute(self, attribute: Attribute) -> str:
        label = escape(attribute_label(attribute, self.pen.words))
        cells = "".join(map(self.value, attribute.values))
        mark = f'<td class="ro-verdict">{self.mark(attribute.same)}</td>'
        return f'<tr><th scope="row">{label}</th>{mark}{cells}</tr>\n'

    def value(self, value: Value | None) -> str:
        if value is None:
            return self.badges.none(self.pen.words.unsaid)
        if isinstance(value, Links):
            inner = ", ".join(map(self.pen.link, value.links))
        elif is_standard(value):
            inner = escape(self.pen.words.open)
        else:
            inner = field_html(self.pen)(value)
        return f'<td><div class="ro-value">{inner}</div></td>'

    # Rows

    def row(self, row: Row, band: Band) -> str:
        """The name with what folds under it, the letters with their notes, and the verdict."""
        # What was remarked on an assignment stands in its cell.
        head = self.rows.open(structs.replace(row, remarks=()), band)
        noted = {remark.role for remark in row.remarks}
        cells = "".join(
            self.noted(self.cells[number], row, column.role) if column.role in noted else self.cells[number]
            for column, number in zip(self.matrix.columns, row.cells, strict=True)
        )
        return f"{head}{self.verdict(next(self.verdicts))}{cells}</tr>\n"

    def noted(self, cell: str, row: Row, role: str) -> str:
        notes = "".join(
            f'<div class="ro-note">{self.pen.inline(remark.text)}</div>'
            for remark in row.remarks
            if remark.role == role
        )
        return f"{cell.removesuffix('</td>')}{notes}</td>"

    def verdict(self, found: Verdict) -> str:
        """A word and a sign; where the word leaves it open, whether the letters are the same."""
        word = escape(verdict(found, self.roles, self.pen.words))
        sign = f'<i aria-hidden="true">{SIGNS[found.kind]}</i>'
        told = f'<b class="ro-judged ro-is-{found.kind}">{sign} {word}</b>'
        open_ = found.kind in ("shared", "passive")
        return f'<td class="ro-verdict">{told}{f" {self.mark(found.same)}" if open_ else ""}</td>'

    def mark(self, same: bool) -> str:
        sign, word = ("=", self.pen.words.same) if same else ("≠", self.pen.words.differs)
        return f'<span class="ro-differs"><i aria-hidden="true">{sign}</i> {escape(word)}</span>'


def _in_common(report: ComparisonReport, names: tuple[str, ...], pen: HtmlPen) -> str:
    told = "".join(f"<li>{escape(pair)}</li>" for pair in pairs(report, names, pen.words))
    if not told:
        return ""
    return (
        f'<p class="ro-caption ro-in-common">{escape(pen.words.in_common)}</p><ul class="simple">{told}</ul>'
    )


def _meanings(report: ComparisonReport, pen: HtmlPen) -> str:
    """What each verdict that occurs means, folded."""
    used = {count.kind for count in report.counts}
    told = (meaning(kind, pen.words) for kind in VERDICTS if kind in used)
    items = "".join(f"<dt>{escape(word)}</dt><dd>{escape(text)}</dd>" for word, text in told)
    label = escape(pen.words.verdicts)
    if not items:
        return ""
    inner = f'<summary>{label}</summary><dl class="simple">{items}</dl>'
    return f'<details class="ro-legend ro-verdicts">{inner}</details>'
