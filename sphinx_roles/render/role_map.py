"""Who reports to whom and who works with whom: a picture of up to `MOST` roles, and all of it as lists."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TypeVar

from docutils import nodes

from sphinx_roles.analysis.role_map import MapReport, Place, Tie
from sphinx_roles.render.context import (
    Context,
    HtmlContext,
    MapShape,
    NodeContext,
    bullets,
    joined,
    paragraph,
)
from sphinx_roles.render.labels import mode, status
from sphinx_roles.render.map_picture import Drawing, layout, map_svg, map_tikz

Inline = TypeVar("Inline")

MOST = 60
"""So many roles can be drawn."""


def title(shape: MapShape, context: Context[Inline]) -> str:
    """Return the caption of the author, else ours."""
    return context.plain(shape.caption) if shape.caption else context.labels.role_map


def drawn(report: MapReport, shape: MapShape, context: Context[Inline]) -> Drawing | None:
    """Return the picture; None where there is to be none, or too many roles are in it."""
    if shape.layout == "list" or len(report.places) > MOST:
        return None
    names = [context.plain(place.name) for place in report.places]
    return layout(report, names, [", ".join(marks(place, context)) for place in report.places])


def marks(place: Place, context: Context[Inline]) -> list[str]:
    """Return what is unusual about a role: its kind, and whether it is filled."""
    return status(place.kind, place.status, context.labels)


def key(report: MapReport, drawing: Drawing, context: Context[Inline]) -> str:
    """Explain the lines that occur."""
    labels, relations = context.labels, {relation for relation, _ in drawing.lines}
    found = [labels.map_key_reports] if "reports" in relations else []
    found += [labels.map_key_parts] if "parts" in relations or drawing.parts else []
    found += [labels.map_key_teams] if drawing.more_parts else []
    found += [labels.map_key_ties] if drawing.curves else []
    if len(drawing.curves) < len(report.ties):
        found.append(labels.map_key_more.format(ties=len(report.ties), drawn=len(drawing.curves)))
    return " ".join(found)


def about(report: MapReport, context: Context[Inline]) -> str:
    """Return what the picture shows, for who does not see it."""
    return context.labels.map_about.format(count=len(report.places), ties=len(report.ties))


def relations(place: Place, report: MapReport, context: Context[Inline]) -> list[str]:
    """Return in words what a place is under, what it is part of, and who stands in for it."""
    labels = context.labels
    found = []
    for number, label in (
        (place.above, labels.map_reports if place.relation == "reports" else labels.map_part_of),
        (place.part_of, labels.map_part_of),
    ):
        if number >= 0:
            found.append(label.format(name=context.plain(report.places[number].name)))
    return [*found, *([labels.covered_by.format(name=context.plain(place.cover))] if place.cover else [])]


def below(report: MapReport) -> dict[int, list[int]]:
    """Return which places are under each; those under none are those of -1."""
    found: dict[int, list[int]] = {}
    for number, place in enumerate(report.places):
        found.setdefault(place.above, []).append(number)
    return found


def map_html(report: MapReport, shape: MapShape, context: HtmlContext) -> str:
    """Return the picture with what its lines mean, and the lists."""
    return _MapHtml(report, shape, context).drawn()


class _MapHtml:
    def __init__(self, report: MapReport, shape: MapShape, context: HtmlContext) -> None:
        self.report, self.shape, self.context = report, shape, context
        self.labels = context.labels
        self.title = title(shape, context)
        self.below = below(report)
        self.names = [
            context.role(place.role, context.text(place.name)) if place.role else context.text(place.name)
            for place in report.places
        ]

    def drawn(self) -> str:
        picture = self.picture()
        ident = self.context.unique("caption")
        head = f'<p class="ro-caption" id="{ident}">{escape(self.title)}</p>'
        return f'<div class="ro ro-map">{head}{picture}{self.tree(-1)}{self.ties()}</div>\n'

    def picture(self) -> str:
        """The drawing, in a region that scrolls where it is wider than the page."""
        drawing = drawn(self.report, self.shape, self.context)
        if drawing is None:
            return ""
        reported = about(self.report, self.context)
        inline = map_svg(self.report, drawing, self.title, reported, self.context.unique("map"))
        file = map_svg(self.report, drawing, self.title, reported, "")
        shown = self.context.drawing(inline, file, f"{self.title}. {reported}")
        note = key(self.report, drawing, self.context)
        note = f'<p class="ro-note">{escape(note)}</p>' if note else ""
        named = f'role="region" tabindex="0" aria-label="{escape(self.title)}"'
        return f'<div class="ro-scroll ro-figure" {named}>{shown}</div>{note}'

    def tree(self, number: int) -> str:
        """The places under another, each with those under it."""
        items = "".join(f"<li>{self.place(one)}{self.tree(one)}</li>" for one in self.below.get(number, ()))
        return f'<ul class="simple">{items}</ul>' if items else ""

    def place(self, number: int) -> str:
        place = self.report.places[number]
        found = "".join(
            f' <small class="ro-mark">{escape(mark)}</small>' for mark in marks(place, self.context)
        )
        said = ", ".join(relations(place, self.report, self.context))
        said = f' <span class="ro-detail">{escape(said)}</span>' if said else ""
        return f"<b>{self.names[number]}</b>{found}{said}"

    def ties(self) -> str:
        """Who works with whom, under the numbers of the picture."""
        if not self.report.ties:
            return ""
        items = "".join(f"<li>{self.tie(tie)}</li>" for tie in self.report.ties)
        head = f'<p class="ro-caption">{escape(self.labels.map_ties)}</p>'
        return f'{head}<ol class="simple ro-ties">{items}</ol>'

    def tie(self, tie: Tie) -> str:
        pair = escape(self.labels.map_pair).format(one=self.names[tie.one], other=self.names[tie.other])
        parts = [f"<b>{pair}</b>"]
        for contact in tie.contacts:
            how = escape(mode(contact.mode, contact.until, self.labels))
            text = self.context.inline(contact.text) if contact.text else ""
            parts.append(": ".join(filter(None, (f"<i>{how}</i>" if how else "", text))))
        if tie.rows:
            parts.append(escape(self.labels.map_common.format(count=tie.rows)))
        return "<br />".join(parts)


def map_nodes(report: MapReport, shape: MapShape, context: NodeContext) -> list[nodes.Node]:
    """Return a heading, the picture where the format has one, and the lists."""
    made: list[nodes.Node] = [nodes.rubric("", title(shape, context))]
    drawing = drawn(report, shape, context) if context.format == "latex" and not context.in_cell else None
    if drawing is not None and (source := map_tikz(report, drawing, context.tex)):
        made.append(context.tikz(source))
        if note := key(report, drawing, context):
            made.append(paragraph(note))
    made.append(_tree(-1, report, below(report), context))
    if report.ties:
        made.append(nodes.rubric("", context.labels.map_ties))
        items = (nodes.list_item("", *_tie(tie, report, context)) for tie in report.ties)
        made.append(nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix="."))
    return made


def _name(number: int, report: MapReport, context: NodeContext) -> nodes.Node:
    place = report.places[number]
    name = context.text(place.name)
    return context.role(place.role, name) if place.role else name


def _tree(
    number: int, report: MapReport, under: dict[int, list[int]], context: NodeContext
) -> nodes.bullet_list:
    items = []
    for one in under[number]:
        place = report.places[one]
        found = "; ".join([*marks(place, context), *relations(place, report, context)])
        head = paragraph(_name(one, report, context), f" ({found})" if found else "")
        items.append([head, *([_tree(one, report, under, context)] if one in under else [])])
    return bullets(items)


def _tie(tie: Tie, report: MapReport, context: NodeContext) -> Iterator[nodes.Node]:
    before, _, rest = context.labels.map_pair.partition("{one}")
    between, _, after = rest.partition("{other}")
    pair = (_name(tie.one, report, context), between, _name(tie.other, report, context))
    yield paragraph(before, *pair, after)
    for contact in tie.contacts:
        how = mode(contact.mode, contact.until, context.labels)
        text = context.inline(contact.text) if contact.text else []
        yield paragraph(*joined([*([[nodes.Text(how)]] if how else []), *([text] if text else [])], ": "))
    if tie.rows:
        yield paragraph(context.labels.map_common.format(count=tie.rows))
