"""The overlap in words, the same in every builder."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TypeVar

from docutils import nodes

from sphinx_roles.analysis.overlap import Item, OverlapReport, Region
from sphinx_roles.render.context import Context, HtmlContext, NodeContext, OverlapShape, bullets, paragraph
from sphinx_roles.render.labels import Labels
from sphinx_roles.render.matrix import SHORT
from sphinx_roles.render.venn import Reported, venn_file, venn_inline, venn_tikz

Inline = TypeVar("Inline")

_DRAWN = (2, 3)


def is_drawn(report: OverlapReport, layout: str) -> bool:
    """Return True where the overlap is a picture of circles."""
    return layout == "picture" and len(report.sets) in _DRAWN


def who(region: Region, names: Sequence[str], labels: Labels) -> str:
    """Name the roles of a region."""
    if len(region.roles) == 1:
        return labels.only.format(name=names[region.roles[0]])
    return labels.joined(names[location] for location in region.roles)


def reported(report: OverlapReport, context: Context[Inline]) -> Reported:
    """Describe the whole overlap: its title, and each region with its number and count."""
    labels = context.labels
    names = tuple(context.plain(found.name) for found in report.sets)
    regions = (
        labels.overlap_region.format(number=r.number, names=who(r, names, labels), count=len(r.items))
        for r in report.regions
    )
    return Reported(names, labels.overlap.format(names=labels.joined(names)), "; ".join(regions))


def about(report: OverlapReport, context: Context[Inline]) -> str:
    """Return which letters count, and how many rows none of the roles does."""
    labels = context.labels
    message = [labels.overlap_letters.format(letters=labels.joined(map(context.plain, report.letters)))]
    if report.others:
        message.append(labels.overlap_others.format(count=report.others))
    return " ".join(message if report.letters else message[1:])


_STEPS = 20
"""How many lengths a bar can have: each is a class."""


def overlap_html(report: OverlapReport, shape: OverlapShape, context: HtmlContext) -> str:
    """Return the picture or the table, what counts, and the list of each region."""
    drawer = _OverlapHtml(report, context)
    drawn = is_drawn(report, shape.layout)
    shown = "" if shape.layout == "list" else drawer.picture() if drawn else drawer.table()
    message = [about(report, context)] + ([context.labels.overlap_key] if drawn else [])
    note = f'<p class="ro-note">{escape(" ".join(filter(None, message)))}</p>' if any(message) else ""
    return f'<div class="ro ro-matrix ro-overlap">{shown}{note}{drawer.lists()}</div>\n'


class _OverlapHtml:
    def __init__(self, report: OverlapReport, context: HtmlContext) -> None:
        self.report, self.context = report, context
        # Whatever the language, a word is text and no markup.
        self.labels = context.labels.translated(escape)
        self.reported = reported(report, context)
        self.names = [context.role(found.role, context.text(found.name)) for found in report.sets]
        self.ident = context.unique("region")

    def picture(self) -> str:
        """The circles; what they show is in words as well."""
        inline = venn_inline(self.report, self.reported, self.context.unique("venn"))
        alt = f"{self.reported.title}. {self.reported.description}"
        drawn = self.context.drawing(inline, venn_file(self.report, self.reported), alt)
        return f'<div class="ro-figure">{drawn}</div>'

    # As a table

    def table(self) -> str:
        """A row for each region, a column for each role, and a bar for the count."""
        ident, labels = self.context.unique("caption"), self.labels
        heads = "".join(f'<th scope="col">{name}</th>' for name in self.names)
        most = max((len(region.items) for region in self.report.regions), default=0)
        body = "".join(self.row(region, most) for region in self.report.regions)
        totals = "".join(f"<td>{found.rows}</td>" for found in self.report.sets)
        short = " ro-short" if len(self.report.regions) <= SHORT else ""
        every = sum(len(region.items) for region in self.report.regions)
        return (
            f'<div class="ro-scroll{short}" role="region" tabindex="0" aria-labelledby="{ident}">'
            f'<table class="ro-table ro-upset">'
            f'<caption id="{ident}"><span>{escape(self.reported.title)}</span></caption>'
            f'<thead><tr><th scope="col" class="ro-corner">{labels.list_number}</th>{heads}'
            f'<th scope="col" class="ro-bars">{labels.rows}</th></tr></thead>'
            f'<tbody>{body}</tbody><tfoot><tr><th scope="row">{labels.overlap_total}</th>{totals}'
            f'<td class="ro-bars">{every}</td></tr></tfoot></table></div>'
        )

    def row(self, region: Region, most: int) -> str:
        inside = f'<td class="ro-in">{self.labels.overlap_in}</td>'
        outside = f"<td>{self.labels.overlap_out}</td>"
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
        count = self.labels.overlap_count.format(count=len(region.items))
        return (
            f'<div><dt id="{self.anchor(region)}"><b class="ro-ring">{region.number}</b> '
            f'<span>{who(region, self.names, self.labels)} <span class="ro-detail">{count}</span></span></dt>'
            f"<dd>{self.items(region)}</dd></div>\n"
        )

    def items(self, region: Region) -> str:
        if not region.items:
            return f'<span class="ro-nobody">{self.labels.overlap_none}</span>'
        return f'<ul class="simple">{"".join(map(self.item, region.items))}</ul>'

    def item(self, item: Item) -> str:
        name = self.context.row(item.key, self.context.text(item.name))
        return f"<li>{name}{self.context.status(item.status)}</li>"


def overlap_nodes(report: OverlapReport, shape: OverlapShape, context: NodeContext) -> list[nodes.Node]:
    """Return a heading, the picture where there is one, what counts, and the list of each region."""
    message = reported(report, context)
    made: list[nodes.Node] = [nodes.rubric("", message.title)]
    notes = [about(report, context)]
    if context.format == "latex" and is_drawn(report, shape.layout):
        made.append(context.tikz(venn_tikz(report, list(message.names), context.tex)))
        notes.append(context.labels.overlap_key)
    if any(notes):
        made.append(paragraph(" ".join(filter(None, notes))))
    items = (_region(region, message.names, context) for region in report.regions)
    return [*made, nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")]


def _region(region: Region, names: tuple[str, ...], context: NodeContext) -> nodes.list_item:
    count = context.labels.overlap_count.format(count=len(region.items))
    head = paragraph(nodes.strong("", who(region, names, context.labels)), f" {count}")
    if not region.items:
        return nodes.list_item("", head, paragraph(nodes.emphasis("", context.labels.overlap_none)))
    rows = bullets(
        [paragraph(context.row(item.key, context.text(item.name)), *context.status(item.status))]
        for item in region.items
    )
    return nodes.list_item("", head, rows)
