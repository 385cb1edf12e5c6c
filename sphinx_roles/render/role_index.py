"""The index of roles: groups of lines, with words that lead to the groups."""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TypeVar

from docutils import nodes

from sphinx_roles.analysis.cards import Field
from sphinx_roles.analysis.role_index import ALPHABET, Entry, Group, IndexReport
from sphinx_roles.model import Text, fold, identify
from sphinx_roles.render.cards import field_html, field_nodes
from sphinx_roles.render.context import Context, HtmlContext, IndexShape, NodeContext, bullets, paragraph
from sphinx_roles.render.labels import status

Inline = TypeVar("Inline")


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
