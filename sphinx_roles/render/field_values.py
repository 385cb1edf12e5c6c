"""The fields of roles and rows, as cards, profiles, comparisons and columns of a matrix show them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from sphinx_roles.analysis import field_values
from sphinx_roles.analysis.assignments import ListedRow, Owned
from sphinx_roles.analysis.selection import Letter
from sphinx_roles.model import Text
from sphinx_roles.render.context import Context, Inline
from sphinx_roles.render.labels import Badges, Labels, holder_words, limit_words, mode_words

if TYPE_CHECKING:
    from sphinx_roles.analysis.comparison import Attribute

_MOST = 5
"""So many rows of a letter are named in a line."""


def field_label(field: field_values.Field | Attribute, labels: Labels) -> str:
    """Return the label of a field."""
    return labels.word(field.label) or labels.head(field.key)


def draw_role(ref: field_values.Ref, context: Context[Inline]) -> Inline:
    """Return the name of a role, linked to it."""
    return context.role(ref.role, context.text(ref.name))


def draw_field(field: field_values.Field, context: Context[Inline], *, stacked: bool = False) -> list[Inline]:
    """Return what a field holds, without its label; ``stacked`` people have a line each in HTML."""
    labels = context.labels
    match field:
        case field_values.Prosaic(text=text):
            return context.blocks(text)
        case field_values.Bullets(items=items):
            return context.listed((context.prose(item), ()) for item in items)
        case field_values.Chips():
            return _chips(field, context)
        case field_values.People(holders=()):
            nobody = [context.words(labels.nobody_holds)]
            return context.element("span", nobody, "ro-nobody", nodes.paragraph)
        case field_values.People(holders=holders, ids=ids):
            people = (
                [context.person(holder, ident), *context.detail(holder_words(holder, labels))]
                for holder, ident in zip(holders, ids, strict=True)
            )
            return context.only_line(context.joined(people, labels.and_apart, "<br />" if stacked else ""))
        case field_values.Links(links=links):
            return context.only_line(context.joined([context.link(link)] for link in links))
        case field_values.Day():
            day = context.labels.day(field.day)
            if field.by:
                day = context.labels.day_by.format(date=day, name=context.plain(field.by))
            said = context.element("span", [context.words(day)])
            return context.only_line([*said, *context.overdue(late=field.overdue, tag="span")])
        case field_values.Assigned(owned=owned):
            return context.listed(((_assigned(one, context), ()) for one in owned), "simple ro-assigned")
        case field_values.Refs(refs=refs):
            lines = [_ref(ref, remark, context) for ref, remark in refs]
            # Remarks are sentences that end with a full stop: each has a line of its own.
            apart = any(remark for _, remark in refs)
            if apart and len(lines) > 1 and not context.html:
                return context.listed((line, ()) for line in lines)
            return context.only_line(context.joined(lines, html="<br />" if apart else ""))


def _chips(field: field_values.Chips, context: Context[Inline]) -> list[Inline]:
    """Short words; where they have levels, a line each, so that the levels are below each other."""
    names = [context.skill(one.skill, context.words(context.plain(one.name))) for one in field.items]
    details = [context.plain(one.detail) if one.detail else "" for one in field.items]
    lines = ([name, *context.detail(detail)] for name, detail in zip(names, details, strict=True))
    if any(one.criteria for one in field.items):
        criteria = (context.criteria(one.criteria) for one in field.items)
        return context.listed(zip(lines, criteria, strict=True))
    if not context.html:
        return context.only_line(context.joined(lines))
    if any(details):
        pairs = zip(names, map(escape, details), strict=True)
        steps = (
            f'<li><span>{name}</span> <span class="ro-detail">{detail}</span></li>' for name, detail in pairs
        )
        return context.either(f'<ul class="simple ro-steps-of">{" ".join(steps)}</ul>')
    chips = " ".join([f'<span class="ro-chip">{name}</span>' for name in names])
    return context.either(f'<span class="ro-chips">{chips}</span>')


def _ref(ref: field_values.Ref, remark: Text | None, context: Context[Inline]) -> list[Inline]:
    how = mode_words(ref.mode, ref.until, context.labels)
    made = [*([draw_role(ref, context)] if ref.name else []), *(context.aside(how) if how else [])]
    if not remark:
        return made
    return [*made, *([context.words(context.labels.and_said)] if made else []), *context.prose(remark)]


def badges_of(letters: tuple[Letter, ...], context: Context[Inline]) -> Badges:
    """Return how letters are drawn in HTML."""
    names = {p.letter: escape(context.plain(p.name)) for p in letters}
    return Badges(letters, context.labels, names)


def letter_badges(one: Owned, context: Context[Inline]) -> list[str]:
    """Return the badges of letters with their names, as HTML."""
    badges = badges_of(one.letters, context)
    return [badges.key[p.letter] for p in one.letters]


def draw_row(row: ListedRow, context: Context[Inline]) -> list[Inline]:
    """Return the name of a row, linked to it, and what qualifies it: where it is, when, until when."""
    matrix = context.plain(row.matrix) if row.matrix else ""
    said = (row.part.unread, limit_words(row.part, context.labels), matrix)
    where = context.labels.and_more.join(filter(None, said))
    name = context.row(row.key, context.text(row.name))
    return [name, *context.aside(where), *context.status_marks(row.status)]


def draw_rows(rows: Sequence[ListedRow], context: Context[Inline]) -> list[Inline]:
    """Return the first rows in a line, and how many more there are."""
    names = context.joined(draw_row(row, context) for row in rows[:_MOST])
    more = len(rows) - _MOST
    return context.rest(names, more) if more > 0 else names


def _assigned(one: Owned, context: Context[Inline]) -> list[Inline]:
    """Return the letters, for how many rows a role holds just these, and the first of them."""
    labels = context.labels
    badges = letter_badges(one, context)
    letters = (
        context.either(*pair)
        for pair in zip(badges, (context.plain(p.name) for p in one.letters), strict=True)
    )
    held = context.joined(letters, labels.and_last)
    count = [context.words(str(len(one.rows)))]
    return context.sentence(labels.assigned, letters=held, count=count, rows=draw_rows(one.rows, context))
