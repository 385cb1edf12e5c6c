"""Role cards as HTML, in sphinx-design's structure classes."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from sphinx_roles.analysis.cards import Bullets, Card, Cards, Chips, Field, People, Prosaic, Ref, Refs
from sphinx_roles.drawing.badges import tone
from sphinx_roles.drawing.pen import HtmlPen
from sphinx_roles.drawing.people import about, status
from sphinx_roles.drawing.shape import CardsShape
from sphinx_roles.model import Holder

__all__ = ["cards_html", "field_html"]


def cards_html(report: Cards, shape: CardsShape, pen: HtmlPen) -> str:
    """Return the cards, in a grid where the shape asks for one."""
    draw = _CardHtml(pen).card
    if not shape.grid:
        return "".join(f'<div class="ro ro-cards">{draw(card)}</div>\n' for card in report.cards)
    sizes = zip(("", "-xs", "-sm", "-md", "-lg"), (shape.columns[0], *shape.columns), strict=False)
    # sphinx-design names the narrowest step twice: without a size, and as "xs".
    columns = " ".join(f"sd-row-cols{size}-{number}" for size, number in sizes)
    cells = "\n".join(
        f'<div class="sd-col sd-d-flex-row" role="listitem">{draw(card)}</div>' for card in report.cards
    )
    return (
        f'<div class="ro ro-cards sd-container-fluid sd-sphinx-override sd-mb-4">'
        f'<div class="sd-row {columns} sd-g-3" role="list">{cells}</div></div>\n'
    )


def field_html(pen: HtmlPen) -> Callable[[Field], str]:
    """Return what writes a field, without its label."""
    fields = _CardHtml(pen).fields
    return lambda field: fields[type(field)](field)


class _CardHtml:
    def __init__(self, pen: HtmlPen) -> None:
        self.pen, self.words = pen, pen.words
        self.fields: dict[type[Field], Callable[[Any], str]] = {
            Prosaic: lambda f: pen.block(f.text),
            Bullets: self.bullets,
            Chips: self.chips,
            People: self.people,
            Refs: self.refs,
        }

    def card(self, card: Card) -> str:
        """Return one card: image, name and marks, tagline, fields, foot."""
        anchor = self.pen.anchor(card.role)
        ident = f' id="{anchor}"' if anchor else ""
        tint = f" ro-tinted {tone(card.color)}" if card.color else ""
        return (
            f'<div class="ro-card sd-card sd-sphinx-override sd-w-100 sd-shadow-sm{tint}"{ident}>'
            f"{self.image(card)}"
            f'<div class="sd-card-body">{self.title(card)}{self.tagline(card)}{self.body(card)}'
            f"{self.open(card)}{self.foot(card)}</div>{self.tools(card)}</div>"
        )

    def image(self, card: Card) -> str:
        return self.pen.image(card.image, str(card.alt or "")) if card.image else ""

    def title(self, card: Card) -> str:
        """The name, linked to the role where its target is elsewhere, and what is unusual about it."""
        pen, words = self.pen, self.words
        name = pen.text(card.name)
        icon = f'<span class="ro-icon" aria-hidden="true">{escape(card.icon)}</span> ' if card.icon else ""
        abbr = f' <span class="ro-abbr">{pen.text(card.abbr)}</span>' if card.abbr else ""
        marks = "".join(
            f' <span class="ro-mark">{escape(mark)}</span>' for mark in status(card.kind, card.status, words)
        )
        if card.cover:
            cover = pen.role(card.cover.role, pen.text(card.cover.name))
            marks += f' <span class="ro-cover">{escape(words.covered_by).format(name=cover)}</span>'
        return (
            f'<p class="ro-title sd-card-title sd-font-weight-bold">{icon}'
            f"{pen.role(card.role, name)}{abbr}</p>"
            + (f'<p class="ro-marks">{marks.strip()}</p>' if marks else "")
        )

    def tagline(self, card: Card) -> str:
        return f'<div class="ro-tagline">{self.pen.inline(card.tagline)}</div>' if card.tagline else ""

    def body(self, card: Card) -> str:
        """The fields; the purpose needs no label."""
        parts = [self.pen.block(f.text) for f in card.fields if f.key == "summary" and isinstance(f, Prosaic)]
        pairs = "".join(
            f"<dt>{escape(field.label or self.words.named(field.key))}</dt>"
            f"<dd>{self.fields[type(field)](field)}</dd>"
            for field in card.fields
            if field.key != "summary"
        )
        return "".join(parts) + (f'<dl class="simple ro-fields">{pairs}</dl>' if pairs else "")

    def bullets(self, field: Bullets) -> str:
        items = "".join(f"<li>{self.pen.inline(item)}</li>" for item in field.items)
        return f'<ul class="simple">{items}</ul>'

    def chips(self, field: Chips) -> str:
        return '<span class="ro-chips">' + " ".join(
            f'<span class="ro-chip">{self.pen.text(chip.name)}'
            + (f' <span class="ro-detail">{self.pen.text(chip.detail)}</span>' if chip.detail else "")
            + "</span>"
            for chip in field.items
        ) + "</span>"  # fmt: skip

    def people(self, field: People) -> str:
        if not field.holders:
            return f'<span class="ro-nobody">{escape(self.words.nobody_holds)}</span>'
        return "<br />".join(map(self.person, field.holders))

    def person(self, holder: Holder) -> str:
        """A name, linked where the data says where to, and what qualifies it."""
        told = about(holder, self.words)
        return self.pen.person(holder) + (f' <span class="ro-detail">{escape(told)}</span>' if told else "")

    def refs(self, field: Refs) -> str:
        told = [
            ": ".join(filter(None, (self.ref(ref), self.pen.inline(remark) if remark else "")))
            for ref, remark in field.refs
        ]
        return "<br />".join(told) if any(remark for _, remark in field.refs) else ", ".join(told)

    def ref(self, ref: Ref) -> str:
        name = self.pen.text(ref.name)
        return self.pen.role(ref.role, name) if ref.role else name

    def open(self, card: Card) -> str:
        """The invitation to get in touch."""
        if card.open is None:
            return ""
        told = self.pen.inline(card.open) if card.open else escape(self.words.open)
        return f'<div class="ro-open">{told}</div>'

    def foot(self, card: Card) -> str:
        """The links of the role."""
        links = " ".join(map(self.pen.link, card.links))
        return f'<p class="ro-links">{links}</p>' if links else ""

    def tools(self, card: Card) -> str:
        """The link to the role's place in the data, and the permalink."""
        words, name, tools = self.words, self.pen.text(card.name), ""
        if card.edit and (url := self.pen.edit_url(card.edit)):
            label = escape(words.edit).format(name=name)
            tools += f'<a class="ro-edit" href="{escape(url)}" aria-label="{label}">✎</a>'
        anchor = self.pen.anchor(card.role)
        if anchor and self.pen.permalinks:
            label = escape(words.link).format(name=name)
            tools += f'<a class="headerlink" href="#{anchor}" title="{label}">¶</a>'
        return f'<span class="ro-tools">{tools}</span>' if tools else ""
