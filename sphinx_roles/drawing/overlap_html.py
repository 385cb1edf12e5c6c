"""The overlap of roles as HTML."""

from __future__ import annotations

from html import escape

from sphinx_roles.analysis.overlap import Item, OverlapReport, Region
from sphinx_roles.drawing.matrix_html import SHORT
from sphinx_roles.drawing.overlap_words import about, is_drawn, told, who
from sphinx_roles.drawing.pen import HtmlPen
from sphinx_roles.drawing.shape import OverlapShape
from sphinx_roles.drawing.venn_svg import venn_file, venn_inline

__all__ = ["overlap_html"]

_STEPS = 20
"""How many lengths a bar can have: each is a class."""


def overlap_html(report: OverlapReport, shape: OverlapShape, pen: HtmlPen) -> str:
    """Return the picture or the table, what counts, and the list of each region."""
    drawer = _OverlapHtml(report, pen)
    drawn = is_drawn(report, shape.layout)
    shown = "" if shape.layout == "list" else drawer.picture() if drawn else drawer.table()
    said = [about(report, pen)] + ([pen.words.overlap_key] if drawn else [])
    note = f'<p class="ro-note">{escape(" ".join(filter(None, said)))}</p>' if any(said) else ""
    return f'<div class="ro ro-matrix ro-overlap">{shown}{note}{drawer.lists()}</div>\n'


class _OverlapHtml:
    def __init__(self, report: OverlapReport, pen: HtmlPen) -> None:
        self.report, self.pen = report, pen
        # Whatever the language, a word is text and no markup.
        self.words = pen.words.translated(escape)
        self.told = told(report, pen)
        self.names = [pen.role(found.role, pen.text(found.name)) for found in report.sets]
        self.ident = pen.unique("region")

    def picture(self) -> str:
        """The circles; what they show is said in words as well."""
        inline = venn_inline(self.report, self.told, self.pen.unique("venn"))
        alt = f"{self.told.title}. {self.told.description}"
        return (
            f'<div class="ro-figure">{self.pen.drawing(inline, venn_file(self.report, self.told), alt)}</div>'
        )

    # As a table

    def table(self) -> str:
        """A row for each region, a column for each role, and a bar for the count."""
        ident, words = self.pen.unique("caption"), self.words
        heads = "".join(f'<th scope="col">{name}</th>' for name in self.names)
        most = max((len(region.items) for region in self.report.regions), default=0)
        body = "".join(self.row(region, most) for region in self.report.regions)
        totals = "".join(f"<td>{found.rows}</td>" for found in self.report.sets)
        short = " ro-short" if len(self.report.regions) <= SHORT else ""
        every = sum(len(region.items) for region in self.report.regions)
        return (
            f'<div class="ro-scroll{short}" role="region" tabindex="0" aria-labelledby="{ident}">'
            f'<table class="ro-table ro-upset">'
            f'<caption id="{ident}"><span>{escape(self.told.title)}</span></caption>'
            f'<thead><tr><th scope="col" class="ro-corner">{words.list_number}</th>{heads}'
            f'<th scope="col" class="ro-bars">{words.rows}</th></tr></thead>'
            f'<tbody>{body}</tbody><tfoot><tr><th scope="row">{words.overlap_total}</th>{totals}'
            f'<td class="ro-bars">{every}</td></tr></tfoot></table></div>'
        )

    def row(self, region: Region, most: int) -> str:
        inside = f'<td class="ro-in">{self.words.overlap_in}</td>'
        outside = f"<td>{self.words.overlap_out}</td>"
        cells = "".join(inside if p in region.roles else outside for p in range(len(self.names)))
        count = len(region.items)
        step = max(1, round(count * _STEPS / most)) if count else 0
        link = f'<a class="ro-ring" href="#{self.anchor(region)}">{region.number}</a>'
        return (
            f'<tr><th scope="row">{link}</th>{cells}'
            f'<td class="ro-bars"><span class="ro-bar ro-bar-{step}"></span>{count}</td></tr>\n'
        )

    # The lists

    def anchor(self, region: Region) -> str:
        return f"{self.ident}-{region.number}"

    def lists(self) -> str:
        """Each region under its number, with the names of its roles and how many rows it has."""
        return f'<dl class="simple ro-regions">{"".join(map(self.region, self.report.regions))}</dl>'

    def region(self, region: Region) -> str:
        count = self.words.overlap_count.format(count=len(region.items))
        return (
            f'<div><dt id="{self.anchor(region)}"><b class="ro-ring">{region.number}</b> '
            f'<span>{who(region, self.names, self.words)} <span class="ro-detail">{count}</span></span></dt>'
            f"<dd>{self.items(region)}</dd></div>\n"
        )

    def items(self, region: Region) -> str:
        if not region.items:
            return f'<span class="ro-nobody">{self.words.overlap_none}</span>'
        return f'<ul class="simple">{"".join(map(self.item, region.items))}</ul>'

    def item(self, item: Item) -> str:
        status = (
            f' <small class="ro-mark">{escape(self.pen.words.named(item.status))}</small>'
            if item.status
            else ""
        )
        return f"<li>{self.pen.row(item.key, self.pen.text(item.name))}{status}</li>"
