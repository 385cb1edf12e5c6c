"""Role cards, in sphinx-design's structure classes, and the index of roles; as HTML and as nodes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from docutils import nodes

from sphinx_roles.analysis.cards import (
    ALPHABET,
    Assigned,
    Bullets,
    Card,
    Cards,
    Chips,
    Day,
    Entry,
    Field,
    Group,
    IndexReport,
    Links,
    People,
    Prosaic,
    Ref,
    Refs,
)
from sphinx_roles.analysis.selection import Owned, RowRef
from sphinx_roles.model import Holder, Text, fold, identify
from sphinx_roles.render.context import (
    CardsShape,
    Context,
    HtmlContext,
    IndexShape,
    Inline,
    NodeContext,
    bullets,
    joined,
    paragraph,
)
from sphinx_roles.render.labels import Badges, about, limits, mode, status, tone

_MOST = 5
"""So many rows of a letter are named on a card."""
_PLACES = 24
"""Cards with more fields than the stylesheet has steps are not aligned."""


def cards_html(report: Cards, shape: CardsShape, context: HtmlContext) -> str:
    """Return the cards, in a grid where the shape asks for one."""
    cards = report.cards
    # Cards beside each other have the same places, so that their heads are in one line.
    shown = {field.key for card in cards for field in card.fields}
    keys = [key for key in shape.fields if key in shown and key != "summary"]
    alike = len({bool(card.image) for card in cards}) < 2 and len(keys) + 2 <= _PLACES
    aligned = bool(shape.grid and keys) and len(cards) > 1 and 1 < max(shape.columns) <= 4 and alike
    draw = _CardHtml(context, titled=shape.titled, places=tuple(keys) if aligned else ()).card
    if not shape.grid:
        return "".join(f'<div class="ro ro-cards">{draw(card)}</div>\n' for card in cards)
    return card_grid(map(draw, cards), shape.columns, len(keys) + 2 if aligned else 0)


def card_grid(cards: Iterable[str], columns: tuple[int, ...], places: int = 0) -> str:
    """Return cards side by side: so many on a phone, a tablet, a laptop and a wide screen.

    With ``places``, each of them has as many, which are in one line with those of its neighbours.
    """
    sizes = zip(("", "-xs", "-sm", "-md", "-lg"), (columns[0], *columns), strict=False)
    # sphinx-design names the narrowest step twice: without a size, and as "xs".
    steps = " ".join(f"sd-row-cols{size}-{number}" for size, number in sizes)
    cells = "\n".join(f'<div class="sd-col sd-d-flex-row" role="listitem">{card}</div>' for card in cards)
    aligned, places_of_each = (" ro-aligned", f" ro-n{places}") if places else ("", "")
    return (
        f'<div class="ro ro-cards{aligned} sd-container-fluid sd-sphinx-override sd-mb-4">'
        f'<div class="sd-row {steps}{places_of_each} sd-g-3" role="list">{cells}</div></div>\n'
    )


def day_words(field: Day, context: Context[Inline]) -> str:
    """Return a day as a date, and who was there."""
    day = field.day.isoformat()
    return context.labels.day_by.format(date=day, name=context.plain(field.by)) if field.by else day


def field_html(context: HtmlContext, between: str = "; ") -> Callable[[Field], str]:
    """Return what writes a field, without its label; ``between`` two people keeps them in one line."""
    fields = _CardHtml(context, between=between).fields
    return lambda field: fields[type(field)](field)


class _CardHtml:
    def __init__(
        self,
        context: HtmlContext,
        *,
        titled: bool = True,
        between: str = "<br />",
        places: tuple[str, ...] = (),
    ) -> None:
        self.context, self.labels, self.titled, self.between = context, context.labels, titled, between
        self.places = places
        self.fields: dict[type[Field], Callable[[Any], str]] = {
            Prosaic: lambda f: context.block(f.text),
            Bullets: self.bullets,
            Chips: self.chips,
            People: self.people,
            Refs: self.refs,
            Links: lambda f: ", ".join(map(self.context.link, f.links)),
            Day: self.day,
            Assigned: self.assigned,
        }

    def card(self, card: Card) -> str:
        """Return one card: image, name and marks, tagline, fields, foot."""
        anchor = self.context.anchor(card.role)
        ident = f' id="{anchor}"' if anchor else ""
        tools = self.context.tools(card.edit, self.context.text(card.name), anchor)
        aliases = self.context.aliases(card.role) if anchor else ""
        tint = f" ro-tinted {tone(card.color)}" if card.color else ""
        top = self.place("ro-top", self.title(card) + self.tagline(card) + self.purpose(card))
        foot = self.place("ro-foot", self.open(card) + self.foot(card))
        return (
            f'<div class="ro-card sd-card sd-sphinx-override sd-w-100 sd-shadow-sm{tint}"{ident}>{aliases}'
            f"{self.context.image(card.image) if card.image else ''}"
            f'<div class="sd-card-body">{top}{self.body(card)}{foot}</div>{tools}</div>'
        )

    def place(self, name: str, inner: str) -> str:
        """What has a place on each card; where cards are aligned, an empty one is kept."""
        return f'<div class="{name}">{inner}</div>' if inner or self.places else ""

    def title(self, card: Card) -> str:
        """The name, linked to the role where its target is elsewhere, and what is unusual about it."""
        context, labels = self.context, self.labels
        name = context.role(card.role, context.text(card.name)) if self.titled else ""
        icon = f'<span class="ro-icon" aria-hidden="true">{escape(card.icon)}</span> ' if card.icon else ""
        abbr = f' <span class="ro-abbr">{context.text(card.abbr)}</span>' if card.abbr else ""
        marks = "".join(
            f' <span class="ro-mark">{escape(mark)}</span>' for mark in status(card.kind, card.status, labels)
        )
        if card.cover:
            cover = context.role(card.cover.role, context.text(card.cover.name))
            marks += f' <span class="ro-cover">{escape(labels.covered_by).format(name=cover)}</span>'
        title = f"{icon}{name}{abbr}"
        return (f'<p class="ro-title sd-card-title sd-font-weight-bold">{title}</p>' if title else "") + (
            f'<p class="ro-marks">{marks.strip()}</p>' if marks else ""
        )

    def tagline(self, card: Card) -> str:
        return f'<div class="ro-tagline">{self.context.inline(card.tagline)}</div>' if card.tagline else ""

    def purpose(self, card: Card) -> str:
        """What the role is for, which needs no label."""
        found = (f for f in card.fields if f.key == "summary" and isinstance(f, Prosaic))
        return "".join(f'<div class="ro-purpose">{self.context.block(f.text)}</div>' for f in found)

    def body(self, card: Card) -> str:
        """The fields, each in its place."""
        pairs = "".join(self.pair(field) for field in card.fields if field.key != "summary")
        return f'<dl class="simple ro-fields">{pairs}</dl>' if pairs else ""

    def pair(self, field: Field) -> str:
        label = escape(self.labels.word(field.label) or self.labels.head(field.key))
        inner = self.fields[type(field)](field)
        place = f" ro-n{self.places.index(field.key) + 1}" if self.places else ""
        return f'<div class="ro-of-{identify(field.key)}{place}"><dt>{label}</dt><dd>{inner}</dd></div>'

    def bullets(self, field: Bullets) -> str:
        items = " ".join(f"<li>{self.context.inline(item)}</li>" for item in field.items)
        return f'<ul class="simple">{items}</ul>'

    def chips(self, field: Chips) -> str:
        """Short words; where they have levels, a line each, so that the levels are below each other."""
        if any(chip.detail for chip in field.items):
            lines = "".join(
                f"<li><span>{self.context.text(chip.name)}</span> "
                f'<span class="ro-detail">{self.context.text(chip.detail) if chip.detail else ""}</span></li>'
                for chip in field.items
            )
            return f'<ul class="simple ro-steps-of">{lines}</ul>'
        return (
            '<span class="ro-chips">'
            + " ".join(f'<span class="ro-chip">{self.context.text(chip.name)}</span>' for chip in field.items)
            + "</span>"
        )

    def people(self, field: People) -> str:
        if not field.holders:
            return f'<span class="ro-nobody">{escape(self.labels.nobody_holds)}</span>'
        return self.between.join(map(self.person, field.holders, field.ids))

    def person(self, holder: Holder, ident: str) -> str:
        """A name, linked to the person's entry or where the data says, and what qualifies it."""
        detail = about(holder, self.labels)
        return self.context.person(holder, ident) + (self.context.detail(detail) if detail else "")

    def assigned(self, field: Assigned) -> str:
        """A line for each set of letters: its badges, how many rows, and the first of them."""
        lines = "".join(
            f"<li>{''.join(assigned_line(one, self.context, self.letters(one), self.row(one)))}</li>"
            for one in field.owned
        )
        return f'<ul class="simple ro-assigned">{lines}</ul>'

    def letters(self, one: Owned) -> list[list[str]]:
        return [[key] for key in letter_keys(one, self.context)]

    def row(self, one: Owned) -> list[list[str]]:
        return [[row_html(row, self.context)] for row in one.rows[:_MOST]]

    def day(self, field: Day) -> str:
        """A day, who was there, and a mark where it has passed."""
        shown = escape(day_words(field, self.context))
        mark = f' <span class="ro-mark ro-overdue">{escape(self.labels.overdue)}</span>'
        return f"<span>{shown}</span>{mark if field.overdue else ''}"

    def refs(self, field: Refs) -> str:
        shown = [
            ": ".join(filter(None, (self.ref(ref), self.context.inline(remark) if remark else "")))
            for ref, remark in field.refs
        ]
        # Remarks are sentences that end with a full stop: each has a line of its own.
        return ("<br />" if any(remark for _, remark in field.refs) else ", ").join(shown)

    def ref(self, ref: Ref) -> str:
        name, how = self.context.text(ref.name), mode(ref.mode, ref.until, self.labels)
        how = f' <span class="ro-detail">({escape(how)})</span>' if how else ""
        return (self.context.role(ref.role, name) if ref.role else name) + how

    def open(self, card: Card) -> str:
        """The invitation to get in touch."""
        if card.open is None:
            return ""
        call = self.context.inline(card.open) if card.open else escape(self.labels.open)
        return f'<div class="ro-open">{call}</div>'

    def foot(self, card: Card) -> str:
        """The links of the role."""
        links = " ".join(map(self.context.link, card.links))
        return f'<p class="ro-links">{links}</p>' if links else ""


def letter_keys(one: Owned, context: HtmlContext) -> list[str]:
    """Return the badges of letters with their names."""
    names = {p.letter: context.text(p.name) for p in one.letters}
    badges = Badges(one.letters, context.labels, names)
    return [badges.key[p.letter] for p in one.letters]


def _where(row: RowRef, context: Context[Inline]) -> str:
    """Return in which matrix a row is, under which condition and until when, and what was not understood."""
    matrix = context.plain(row.matrix) if row.matrix else ""
    return ", ".join(filter(None, (row.part.unread, limits(row.part, context.labels), matrix)))


def row_html(row: RowRef, context: HtmlContext) -> str:
    """Return the name of a row, linked to it, and what qualifies it."""
    where = escape(_where(row, context))
    detail = f' <span class="ro-detail">({where})</span>' if where else ""
    return f"{context.row(row.key, context.text(row.name))}{detail}{context.status(row.status)}"


def row_nodes(row: RowRef, context: NodeContext) -> list[nodes.Node]:
    """Return the name of a row, linked to it, and what qualifies it."""
    where = _where(row, context)
    name = context.row(row.key, context.text(row.name))
    return [name, *([nodes.Text(f" ({where})")] if where else []), *context.status(row.status)]


def assigned_line(
    one: Owned, context: Context[Inline], letters: Sequence[list[Inline]], rows: Sequence[list[Inline]]
) -> list[Inline]:
    """Return the letters, for how many rows a role holds just these, and ``rows``, the first of them."""
    labels = context.labels
    names = [part for row in rows for part in (context.words(labels.and_more), *row)][1:]
    if more := len(one.rows) - len(rows):
        names = context.sentence(labels.and_rest, names=names, count=[context.words(str(more))])
    held = [part for letter in letters for part in (context.words(labels.and_last), *letter)][1:]
    count = [context.words(str(len(one.rows)))]
    return context.sentence(labels.assigned, letters=held, count=count, rows=names)


def cards_nodes(report: Cards, shape: CardsShape, context: NodeContext) -> list[nodes.Node]:
    """Return a headed block for each card."""
    return [node for card in report.cards for node in _card(card, shape, context)]


def _card(card: Card, shape: CardsShape, context: NodeContext) -> list[nodes.Node]:
    """Return a target, a rubric with the name, the tagline, the purpose and a list of fields."""
    made: list[nodes.Node] = [*context.target(card.role), *_title(card, shape, context)]
    if card.image:
        made += context.image(card.image)
    if card.tagline:
        made.append(paragraph(nodes.emphasis("", "", *context.inline(card.tagline))))
    fields = []
    for field in card.fields:
        if field.key != "summary":
            name = nodes.field_name("", context.labels.word(field.label) or context.labels.head(field.key))
            fields.append(nodes.field("", name, nodes.field_body("", *field_nodes(field, context))))
        elif isinstance(field, Prosaic):
            made += context.block(field.text)
    if fields:
        made.append(nodes.field_list("", *fields))
    if card.open is not None:
        made.append(paragraph(*(context.inline(card.open) if card.open else [context.labels.open])))
    if card.links:
        made.append(paragraph(*joined([context.link(link)] for link in card.links)))
    return made


def _title(card: Card, shape: CardsShape, context: NodeContext) -> list[nodes.Node]:
    """Return the name with what is unusual about the role; nothing for neither."""
    title: nodes.Element = nodes.rubric("", "", context.text(card.name)) if shape.titled else paragraph()
    marks = [context.plain(card.abbr)] if card.abbr else []
    marks += status(card.kind, card.status, context.labels)
    if marks:
        title += nodes.Text(f" ({', '.join(marks)})" if shape.titled else ", ".join(marks))
    if card.cover:
        before, _, after = context.labels.covered_by.partition("{name}")
        name = context.role(card.cover.role, context.text(card.cover.name))
        title += [nodes.Text(f", {before}" if title.children else before), name, nodes.Text(after)]
    return [title] if title.children else []


def field_nodes(field: Field, context: NodeContext) -> list[nodes.Node]:
    """Return what a field holds, without its label."""
    match field:
        case Prosaic(text=text):
            return context.block(text)
        case Bullets(items=items):
            return [bullets([paragraph(*context.inline(item))] for item in items)]
        case Chips(items=chips):
            details = (f" ({context.plain(chip.detail)})" if chip.detail else "" for chip in chips)
            names = (context.plain(chip.name) for chip in chips)
            return [paragraph(", ".join(map("".join, zip(names, details, strict=True))))]
        case People(holders=()):
            return [paragraph(context.labels.nobody_holds)]
        case People(holders=holders, ids=ids):
            return [
                paragraph(*joined((_person(*one, context) for one in zip(holders, ids, strict=True)), "; "))
            ]
        case Links(links=links):
            return [paragraph(*joined([context.link(link)] for link in links))]
        case Day():
            late = f" ({context.labels.overdue})" if field.overdue else ""
            return [paragraph(day_words(field, context) + late)]
        case Assigned(owned=owned):
            return [bullets([paragraph(*_assigned(one, context))] for one in owned)]
        case Refs(refs=refs):
            lines = [_ref(ref, remark, context) for ref, remark in refs]
            if len(lines) > 1 and any(remark for _, remark in refs):
                return [bullets([paragraph(*line)] for line in lines)]
            return [paragraph(*joined(lines))]


def _assigned(one: Owned, context: NodeContext) -> list[nodes.Node]:
    letters: list[list[nodes.Node]] = [[nodes.Text(context.plain(p.name))] for p in one.letters]
    return assigned_line(one, context, letters, [row_nodes(row, context) for row in one.rows[:_MOST]])


def _person(holder: Holder, ident: str, context: NodeContext) -> list[nodes.Node]:
    detail = about(holder, context.labels)
    return [context.person(holder, ident), *([context.detail(detail)] if detail else [])]


def _ref(ref: Ref, remark: Text | None, context: NodeContext) -> list[nodes.Node]:
    name = context.text(ref.name)
    made = [context.role(ref.role, name) if ref.role else name]
    if how := mode(ref.mode, ref.until, context.labels):
        made.append(nodes.Text(f" ({how})" if ref.name else f"({how}) "))
    if remark:
        made += [nodes.Text(": " if ref.name else ""), *context.inline(remark)]
    return made


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
        anchor = plain = f"{stem}-by-{identify(name) or 'x'}"
        number = 1
        while anchor in found:
            number += 1
            anchor = f"{plain}-{number}"
        found[anchor] = None
    return list(found)


def role_index_html(report: IndexReport, shape: IndexShape, context: HtmlContext) -> str:
    """Return the words that lead to the groups, then the groups."""
    stem = context.anchor("")
    groups = _groups(report, context)
    anchors = _anchors(groups, stem)
    drawer = _IndexHtml(shape, context)
    words = drawer.words(groups, anchors, stem) if shape.words and len(groups) > 1 else ""
    shown = "".join(
        drawer.group(name, group, anchor) for (name, group), anchor in zip(groups, anchors, strict=True)
    )
    return f'<div class="ro ro-index" id="{stem}">{words}{shown}</div>\n'


class _IndexHtml:
    def __init__(self, shape: IndexShape, context: HtmlContext) -> None:
        self.shape, self.context, self.labels = shape, context, context.labels
        self.draw = field_html(context)

    def words(self, groups: list[tuple[str, Group]], anchors: list[str], stem: str) -> str:
        """A word for each group: its link shows that one alone; the first word shows all."""
        links = [f'<a href="#{stem}">{escape(self.labels.index_all)}</a>']
        for (name, group), anchor in zip(groups, anchors, strict=True):
            count = f' <span class="ro-detail">{len(group.entries)}</span>'
            links.append(f'<a href="#{anchor}">{escape(name)}{count}</a>')
        return f'<p class="ro-words">{" ".join(links)}</p>'

    def group(self, name: str, group: Group, anchor: str) -> str:
        """A group with its name, which is a link where a role is called so."""
        head = self.context.role(group.role, escape(name)) if group.role else escape(name)
        tools = self.context.tools(None, escape(name), anchor)
        entries = "".join(map(self.entry, group.entries))
        return (
            f'<div class="ro-group" id="{anchor}"><p class="ro-band-name">{head}{tools}</p>'
            f'<ul class="simple">{entries}</ul></div>\n'
        )

    def entry(self, entry: Entry) -> str:
        """The name, and what is unusual about the role; the tagline; the other fields."""
        context, card = self.context, entry.card
        abbr = f' <span class="ro-abbr">{context.text(card.abbr)}</span>' if card.abbr else ""
        marks = "".join(
            f' <span class="ro-mark">{escape(mark)}</span>'
            for mark in status(card.kind, card.status, self.labels)
        )
        tagline = f'<div class="ro-tagline">{context.inline(card.tagline)}</div>' if card.tagline else ""
        fields = "".join(map(self.field, card.fields))
        fields += "".join(f"<div>{context.link(link)}</div>" for link in card.links)
        name = context.role(entry.key, context.text(card.name))
        return f"<li><div>{name}{abbr}{marks}</div><div>{tagline}{fields}</div></li>\n"

    def field(self, field: Field) -> str:
        label = self.labels.word(field.label) or self.labels.head(field.key)
        label = escape(self.labels.colon.format(label=label))
        return f'<div><span class="ro-detail">{label}</span> {self.draw(field)}</div>'


def role_index_nodes(report: IndexReport, shape: IndexShape, context: NodeContext) -> list[nodes.Node]:
    """Return a heading and a list for each group."""
    groups = _groups(report, context)
    made: list[nodes.Node] = []
    for (name, group), anchor in zip(groups, _anchors(groups, context.node["anchors"][""]), strict=True):
        made += context.targets([anchor])
        if len(groups) > 1 or group.name is not None:
            made.append(paragraph(nodes.strong("", name)))
        made.append(bullets(_entry(entry, context) for entry in group.entries))
    return made


def _entry(entry: Entry, context: NodeContext) -> list[nodes.Node]:
    card, labels = entry.card, context.labels
    marks = [context.plain(card.abbr)] if card.abbr else []
    marks += status(card.kind, card.status, labels)
    line: list[nodes.Node | str] = [context.role(entry.key, context.text(card.name))]
    line += [f" ({', '.join(marks)})"] if marks else []
    line += [": ", *context.inline(card.tagline)] if card.tagline else []
    made: list[nodes.Node] = [paragraph(*line)]
    for field in card.fields:
        label = labels.colon.format(label=labels.word(field.label) or labels.head(field.key))
        first, *rest = field_nodes(field, context)
        if isinstance(first, nodes.paragraph):
            first[0:0] = [nodes.Text(f"{label} ")]
            made += [first, *rest]
        else:
            made += [paragraph(label), first, *rest]
    return [*made, *(paragraph(context.link(link)) for link in card.links)]
