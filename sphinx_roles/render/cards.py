"""Role cards, in sphinx-design's structure classes, and the index of roles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Generic

from docutils import nodes

from sphinx_roles.analysis.cards import ALPHABET, Card, Cards, Entry, Group, IndexReport
from sphinx_roles.analysis.field_values import Field, Prosaic
from sphinx_roles.analysis.report import Edit
from sphinx_roles.analysis.who import free_id
from sphinx_roles.model import Text, fold, identify
from sphinx_roles.render.context import Context, Inline, Item
from sphinx_roles.render.field_values import draw_field, draw_role, field_label
from sphinx_roles.render.labels import Labels, color_class, status_words
from sphinx_roles.render.shapes import CardsShape, IndexShape

_PLACES = 24
"""Cards with more fields than the stylesheet has steps are not aligned."""


def draw_cards(report: Cards, shape: CardsShape, context: Context[Inline]) -> list[Inline]:
    """Return the cards, in a grid where the shape asks for one."""
    cards = report.cards
    # Cards beside each other have the same places, so that their heads are in one line.
    shown = {field.key for card in cards for field in card.fields}
    keys = [key for key in shape.fields if key in shown and key != "summary"]
    alike = len({bool(card.image) for card in cards}) < 2 and len(keys) + 2 <= _PLACES
    aligned = bool(shape.grid and keys) and len(cards) > 1 and 1 < max(shape.columns) <= 4 and alike
    drawer = _Cards(context, titled=shape.titled, places=tuple(keys) if aligned else ())
    drawn = map(drawer.card, cards)
    if not shape.grid:
        return [part for card in drawn for part in context.view("ro-cards", card)]
    return list(card_grid(drawn, shape.columns, context, len(keys) + 2 if aligned else 0))


def card_grid(
    cards: Iterable[list[Inline]], columns: tuple[int, ...], context: Context[Inline], places: int = 0
) -> Iterator[Inline]:
    """Yield cards side by side: so many on a phone, a tablet, a laptop and a wide screen.

    With ``places``, each of them has as many, which are in one line with those of its neighbours.
    """
    sizes = zip(("", "-xs", "-sm", "-md", "-lg"), (columns[0], *columns), strict=False)
    # sphinx-design names the narrowest step twice: without a size, and as "xs".
    steps = " ".join(f"sd-row-cols{size}-{number}" for size, number in sizes)
    aligned, places_of_each = (" ro-aligned", f" ro-n{places}") if places else ("", "")
    yield from context.either(
        f'<div class="ro ro-cards{aligned} sd-container-fluid sd-sphinx-override sd-mb-4">'
        f'<div class="sd-row {steps}{places_of_each} sd-g-3" role="list">'
    )
    for card in cards:
        yield from context.either('<div class="sd-col sd-d-flex-row" role="listitem">')
        yield from card
        yield from context.either("</div>\n")
    yield from context.either("</div></div>\n")


def card_frame(
    key: str,
    blocks: Iterable[Inline],
    name: Text,
    context: Context[Inline],
    *,
    image: Sequence[Inline] = (),
    edit: Edit | None = None,
    look: str = "",
) -> list[Inline]:
    """Return a card, which links to ``key`` lead to; HTML has the image above its body."""
    body = [*image, *context.element("div", blocks, "sd-card-body")]
    return context.entry(
        key, f"ro-card sd-card sd-sphinx-override sd-w-100 sd-shadow-sm{look}", body, name, edit
    )


def card_title(
    name: Sequence[Inline],
    marks: list[str],
    context: Context[Inline],
    *,
    icon: str = "",
    abbr: str = "",
    cover: Sequence[Inline] = (),
) -> list[Inline]:
    """Return the name with what is unusual about the thing; nothing for neither.

    ``cover`` says who stands in for it.
    """
    if not context.html:
        words = context.labels.and_more.join(filter(None, (abbr, *marks)))
        line = [*name, *context.either("", f" ({words})" if words and name else words)]
        line += [*([context.words(context.labels.and_more)] if line else []), *cover] if cover else []
        return context.element("", line, "", nodes.rubric if name else nodes.paragraph) if line else []
    sign = f'<span class="ro-icon" aria-hidden="true">{escape(icon)}</span> ' if icon else ""
    title = [*context.either(sign), *name, *context.either(_abbr(abbr))]
    below = context.marks(marks)
    below += [context.words(" "), *context.element("span", cover, "ro-cover")] if cover else []
    made = context.line(title, "ro-title sd-card-title sd-font-weight-bold") if any(title) else []
    return made + (context.line(below, "ro-marks") if below else [])


def _abbr(abbr: str) -> str:
    return f' <span class="ro-abbr">{escape(abbr)}</span>' if abbr else ""


class _Cards(Generic[Inline]):
    def __init__(self, context: Context[Inline], *, titled: bool, places: tuple[str, ...]) -> None:
        self.context, self.labels, self.titled, self.places = context, context.labels, titled, places
        self.heads: dict[tuple[str, str], tuple[str, str]] = {}

    def card(self, card: Card) -> list[Inline]:
        """Return one card: image, name and marks, tagline, purpose, fields, foot."""
        context = self.context
        image = context.image(card.image) if card.image else []
        # Other output than HTML has the image below the name.
        top = [*self.title(card), *([] if context.html else image)]
        top += draw_tagline(card, context)
        for field in card.fields:
            if field.key == "summary" and isinstance(field, Prosaic):
                top += context.element("div", context.blocks(field.text), "ro-purpose")
        blocks = [*self.place("ro-top", top), *self.fields(card), *self.place("ro-foot", self.foot(card))]
        tint = f" ro-tinted {color_class(card.color)}" if card.color else ""
        above = image if context.html else []
        return card_frame(card.role, blocks, card.name, context, image=above, edit=card.edit, look=tint)

    def place(self, name: str, inner: list[Inline]) -> list[Inline]:
        """What has a place on each card; where cards are aligned, an empty one is kept."""
        return self.context.element("div", inner, name) if inner or self.places else []

    def title(self, card: Card) -> list[Inline]:
        """The name, linked to the role where its target is elsewhere, and what is unusual about it."""
        context, labels = self.context, self.labels
        name = context.text(card.name)
        shown = [context.role(card.role, name) if context.html else name] if self.titled else []
        cover: list[Inline] = []
        if card.cover:
            cover = context.sentence(labels.covered_by, name=[draw_role(card.cover, context)])
        abbr, marks = (
            context.plain(card.abbr) if card.abbr else "",
            status_words(card.kind, card.status, labels),
        )
        return card_title(shown, marks, context, icon=str(card.icon or ""), abbr=abbr, cover=cover)

    def fields(self, card: Card) -> list[Inline]:
        """The fields, each in its place."""
        pairs, looks = [], []
        for field in card.fields:
            if field.key != "summary":
                label, look = self.head(field)
                pairs.append(([self.context.words(label)], draw_field(field, self.context, stacked=True)))
                looks.append(look)
        return self.context.fields(pairs, places=looks)

    def head(self, field: Field) -> tuple[str, str]:
        """The label of a field and its classes: what it is, and its place. Many cards have the same."""
        key, own = field.key, field.label
        if (key, own) not in self.heads:
            place = f" ro-n{self.places.index(key) + 1}" if self.places else ""
            self.heads[key, own] = field_label(field, self.labels), f"ro-of-{identify(key)}{place}"
        return self.heads[key, own]

    def foot(self, card: Card) -> list[Inline]:
        """The invitation to get in touch, and the links of the role."""
        context, made = self.context, []
        if card.open is not None:
            call = context.prose(card.open) if card.open else [context.words(self.labels.open)]
            made = context.element("div", call, "ro-open", nodes.paragraph)
        if card.links:
            links = context.joined(([context.link(link)] for link in card.links), html=" ")
            made += context.line(links, "ro-links")
        return made


def draw_tagline(card: Card, context: Context[Inline]) -> list[Inline]:
    """Return the tagline of a role as a block; none for none."""
    if not card.tagline:
        return []
    return context.element("div", context.prose(card.tagline), "ro-tagline", nodes.paragraph, nodes.emphasis)


# The index of roles


def _groups(report: IndexReport, context: Context[Inline]) -> list[tuple[str, Group]]:
    """Return the groups with what they are called in the language of the page."""
    if report.by != ALPHABET:
        return [(_name(group, report.by, context), group) for group in report.groups]
    found: dict[str, list[Entry]] = {}
    entries = [entry for group in report.groups for entry in group.entries]
    for entry in sorted(entries, key=lambda one: fold(context.plain(one.card.name))):
        found.setdefault(_initial(context.plain(entry.card.name)), []).append(entry)
    return [(letter, Group(Text(letter), tuple(some))) for letter, some in sorted(found.items())]


def _name(group: Group, by: str, context: Context[Inline]) -> str:
    if group.name is None:
        return context.labels.skill_family_none
    if by == "kind":
        word = context.labels.named(str(group.name))
        return word[:1].upper() + word[1:]
    return context.plain(group.name)


def _initial(name: str) -> str:
    """Return the letter or digit under which a name is listed, without its accents; "#" where it has none."""
    first = next((sign for sign in name if sign.isalnum()), "#")
    return unicodedata.normalize("NFD", first)[0].upper()


def _anchors(groups: list[tuple[str, Group]], stem: str) -> list[str]:
    """Return an id for each group, made of its name."""
    found: dict[str, None] = {}
    for name, _ in groups:
        found[free_id(f"{stem}-by-{identify(name) or 'x'}", found)] = None
    return list(found)


def draw_index(report: IndexReport, shape: IndexShape, context: Context[Inline]) -> list[Inline]:
    """Return the words that lead to the groups, then the groups, each with a heading and a list."""
    stem, groups = context.anchor(""), _groups(report, context)
    anchors = _anchors(groups, stem)
    made = context.either(f'<div class="ro ro-index" id="{stem}">')
    if shape.words and len(groups) > 1:
        made += context.either(_words(groups, anchors, stem, context.labels))
    headed = len(groups) > 1 or any(group.name is not None for _, group in groups)
    for (name, group), anchor in zip(groups, anchors, strict=True):
        shown = context.words(name)
        head = [context.role(group.role, shown), *context.permalink(anchor, name)]
        made += context.begin("ro-group", anchor=anchor)
        made += context.head(head) if headed or context.html else []
        made += context.listed(_entry(entry, context) for entry in group.entries)
        made += context.either("</div>\n")
    return [*made, *context.either("</div>\n")]


def _words(groups: list[tuple[str, Group]], anchors: list[str], stem: str, labels: Labels) -> str:
    """A word for each group: its link shows that one alone; the first word shows all."""
    links = [f'<a href="#{stem}">{escape(labels.index_all)}</a>']
    for (name, group), anchor in zip(groups, anchors, strict=True):
        count = f' <span class="ro-detail">{len(group.entries)}</span>'
        links.append(f'<a href="#{anchor}">{escape(name)}{count}</a>')
    return f'<p class="ro-words">{" ".join(links)}</p>'


def _entry(entry: Entry, context: Context[Inline]) -> Item[Inline]:
    """The name, and what is unusual about the role; the tagline; the other fields."""
    card, labels = entry.card, context.labels
    abbr, marks = context.plain(card.abbr) if card.abbr else "", status_words(card.kind, card.status, labels)
    line = [context.role(entry.key, context.text(card.name))]
    below: list[Inline] = []
    for field in card.fields:
        label = context.words(labels.colon.format(label=field_label(field, labels)))
        below += context.led(context.element("span", [label], "ro-detail"), draw_field(field, context))
    for link in card.links:
        below += context.element("div", [context.link(link)], "", nodes.paragraph)
    if context.html:
        line += [*context.either(_abbr(abbr)), *context.marks(marks)]
        return context.element("div", line), context.element("div", [*draw_tagline(card, context), *below])
    line += context.marks([*filter(None, [abbr]), *marks])
    line += [context.words(labels.and_said), *context.prose(card.tagline)] if card.tagline else []
    return line, below
