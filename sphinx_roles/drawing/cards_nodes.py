"""Role cards as plain docutils nodes: a headed block with a list of fields."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from sphinx_roles.analysis.cards import Bullets, Card, Chips, Field, People, Prosaic, Ref, Refs
from sphinx_roles.drawing.pen import NodePen
from sphinx_roles.drawing.people import about, status
from sphinx_roles.model import Holder

__all__ = ["card_nodes", "field_nodes", "paragraph"]


def card_nodes(card: Card, pen: NodePen) -> list[nodes.Node]:
    """Return a target, a rubric with the name, the tagline, the purpose and a list of fields."""
    made: list[nodes.Node] = [*pen.target(card.role), _title(card, pen)]
    if card.image and (image := pen.image(card.image, str(card.alt or ""))) is not None:
        made.append(image)
    if card.tagline:
        made.append(nodes.paragraph("", "", nodes.emphasis("", "", *pen.inline(card.tagline))))
    for field in card.fields:
        if field.key == "summary" and isinstance(field, Prosaic):
            made += pen.block(field.text)
    fields = [_field(field, pen) for field in card.fields if field.key != "summary"]
    if fields:
        made.append(nodes.field_list("", *fields))
    if card.open is not None:
        made.append(paragraph(pen.inline(card.open) if card.open else [nodes.Text(pen.words.open)]))
    if card.links:
        made.append(paragraph(_joined([[pen.link(link)] for link in card.links], ", ")))
    return made


def paragraph(inner: Iterable[nodes.Node]) -> nodes.paragraph:
    """Return a paragraph of inline nodes."""
    return nodes.paragraph("", "", *inner)


def _title(card: Card, pen: NodePen) -> nodes.Element:
    title = nodes.rubric("", "", pen.text(card.name))
    marks = [pen.plain(card.abbr)] if card.abbr else []
    marks += status(card.kind, card.status, pen.words)
    if marks:
        title += nodes.Text(f" ({', '.join(marks)})")
    if card.cover:
        before, _, after = pen.words.covered_by.partition("{name}")
        title += [
            nodes.Text(f", {before}"),
            pen.role(card.cover.role, pen.plain(card.cover.name)),
            nodes.Text(after),
        ]
    return title


def _field(field: Field, pen: NodePen) -> nodes.field:
    label = field.label or pen.words.named(field.key)
    return nodes.field("", nodes.field_name("", label), nodes.field_body("", *field_nodes(field, pen)))


def field_nodes(field: Field, pen: NodePen) -> list[nodes.Node]:
    """Return what a field holds, without its label."""
    match field:
        case Prosaic(text=text):
            return pen.block(text)
        case Bullets(items=items):
            return [_list([pen.inline(item) for item in items])]
        case Chips(items=chips):
            told = (
                f"{pen.plain(c.name)} ({pen.plain(c.detail)})" if c.detail else pen.plain(c.name)
                for c in chips
            )
            return [paragraph([nodes.Text(", ".join(told))])]
        case People(holders=holders):
            if not holders:
                return [paragraph([nodes.Text(pen.words.nobody_holds)])]
            return [paragraph(_joined([_person(holder, pen) for holder in holders], "; "))]
        case Refs(refs=refs):
            return [paragraph(_joined([_ref(ref, remark, pen) for ref, remark in refs], "; "))]


def _list(items: Iterable[list[nodes.Node]]) -> nodes.bullet_list:
    return nodes.bullet_list("", *(nodes.list_item("", paragraph(item)) for item in items), bullet="-")


def _person(holder: Holder, pen: NodePen) -> list[nodes.Node]:
    told = about(holder, pen.words)
    return [pen.person(holder), *([nodes.Text(f" ({told})")] if told else [])]


def _ref(ref: Ref, remark: object, pen: NodePen) -> list[nodes.Node]:
    made = [pen.role(ref.role, pen.plain(ref.name)) if ref.role else pen.text(ref.name)]
    if remark:
        made += [nodes.Text(": ") if ref.name else nodes.Text(""), *pen.inline(remark)]  # type: ignore[arg-type]
    return made


def _joined(parts: list[list[nodes.Node]], between: str) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for part in parts:
        if made:
            made.append(nodes.Text(between))
        made += part
    return made
