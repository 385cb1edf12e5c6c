"""The changes between two catalogs, as HTML and as nodes; the sentences are those of the analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from html import escape
from typing import TypeVar

from docutils import nodes

from sphinx_roles.analysis.diff import TOPICS
from sphinx_roles.analysis.diff.change import SENTENCES, Change, Group
from sphinx_roles.analysis.diff.query import ChangesReport
from sphinx_roles.analysis.sentence import Value
from sphinx_roles.model import Text
from sphinx_roles.render.context import ChangesShape, Context, HtmlContext, NodeContext, bullets, paragraph
from sphinx_roles.render.sentence import draw_part, enumerated, sentence

Inline = TypeVar("Inline")

SIGNS = {"added": "+", "removed": "−", "moved": "→", "changed": "±"}
"""A sign before each sentence, for eyes: the sentence says it in words."""
_SHORT = 160
"""A text of up to so many characters that is only new, or only gone, needs no fold."""
_SUBJECTS = {"row", "thing", "section", "matrix", "skill", "scheme", "scale"}
"""The slots of what a sentence is about, each of one part."""


def _caption(report: ChangesReport, context: Context[Inline]) -> str:
    """Return the author's caption, else which catalogs are compared."""
    if report.name:
        return context.plain(report.name)
    old, new = (context.plain(name) if name else "" for name in (report.old, report.new))
    labels = context.labels
    return labels.changes_between.format(old=old, new=new) if new else labels.changes_since.format(old=old)


def _counts(report: ChangesReport, context: Context[Inline]) -> list[tuple[str, int]]:
    """Return how many changes there are about what, but for topics without any."""
    found = Counter(SENTENCES[one.kind].topic for group in report.groups for one in group.changes)
    return [(context.labels.named(f"changes_{topic}"), found[topic]) for topic in TOPICS if found[topic]]


def _empty(report: ChangesReport, context: Context[Inline]) -> str:
    """Return the sentence where nothing changed."""
    return context.plain(report.empty) if report.empty else context.labels.changes_none


def _head(group: Group, context: Context[Inline]) -> str:
    """Return the head of a group: its matrix and section, or what kind of things it is about."""
    names = [context.plain(name) for name in (group.matrix, group.section) if name]
    if names:
        first, *rest = names
        return f"{context.labels.colon.format(label=first)} {rest[0]}" if rest else first
    return context.labels.named(f"changes_{group.kind}")


def _sentence(
    one: Change, context: Context[Inline], draw: Callable[[Value, list[list[Inline]]], list[Inline]]
) -> list[Inline]:
    """Return the sentence of a change; ``draw`` joins the parts of one of its things."""

    def fill(thing: Value) -> list[Inline]:
        return draw(thing, [draw_part(part, context) for part in thing.parts])

    return sentence(one.text, one.things, context, fill)


def changes_html(report: ChangesReport, shape: ChangesShape, context: HtmlContext) -> str:
    """Return the caption, how much changed, and a list for each group."""
    draw = _ChangesHtml(shape, context)
    parts = [f'<p class="ro-caption">{escape(_caption(report, context))}</p>']
    if not report.groups:
        parts.append(f'<p class="ro-clean">{escape(_empty(report, context))}</p>')
    elif shape.counts:
        found = _counts(report, context)
        facts = (f'<span class="ro-fact">{escape(word)} <b>{count}</b></span>' for word, count in found)
        parts.append(f'<p class="ro-facts">{" ".join(facts)}</p>')
    for group in report.groups:
        items = "".join(map(draw.change, group.changes))
        title = f'<p class="ro-band-name">{escape(_head(group, context))}</p>'
        parts.append(f'{title}<ul class="ro-moves simple">{items}</ul>\n')
    return f'<div class="ro ro-changes">{"".join(parts)}</div>\n'


class _ChangesHtml:
    def __init__(self, shape: ChangesShape, context: HtmlContext) -> None:
        self.shape, self.context, self.labels = shape, context, context.labels

    def change(self, one: Change) -> str:
        """A sentence with its links; a text that changed is folded below it."""
        text = "".join(_sentence(one, self.context, self.thing))
        sign = f'<i class="ro-sign" aria-hidden="true">{SIGNS[one.sign]}</i>'
        return f'<li class="ro-is-{one.sign}">{sign}<div class="ro-said">{text}{self.texts(one)}</div></li>\n'

    def texts(self, one: Change) -> str:
        """The old text and the new one."""
        sides = ((self.labels.change_old, one.old, "del"), (self.labels.change_new, one.new, "ins"))
        found = [(word, text, tag) for word, text, tag in sides if text]
        if not found or not self.shape.texts:
            return ""
        inner = "".join(
            f'<{tag} class="ro-{tag}"><b>{escape(self.labels.colon.format(label=word))}</b> '
            f"{self.context.block(text)}</{tag}>"
            for word, text, tag in found
        )
        if len(found) == 1 and len(found[0][1]) <= _SHORT:
            return f'<div class="ro-told">{inner}</div>'
        label = escape(self.labels.joined([found[0][0], *(word.lower() for word, _, _ in found[1:])]))
        return f'<details class="ro-more"><summary>{label}</summary><div>{inner}</div></details>'

    def thing(self, thing: Value, parts: list[list[str]]) -> list[str]:
        """The parts of a thing; what the sentence is about is where the eye looks first."""
        if thing.key in _SUBJECTS:
            return ["<b>", *parts[0], "</b>"]
        return enumerated(parts, self.labels.and_last, self.context)


def changes_nodes(report: ChangesReport, shape: ChangesShape, context: NodeContext) -> list[nodes.Node]:
    """Return the caption, how much changed, and a list for each group."""
    made: list[nodes.Node] = [nodes.rubric("", _caption(report, context))]
    if not report.groups:
        made.append(paragraph(_empty(report, context)))
    elif shape.counts:
        found = _counts(report, context)
        made.append(paragraph("; ".join(f"{context.labels.colon.format(label=w)} {n}" for w, n in found)))
    for group in report.groups:
        made.append(paragraph(nodes.strong("", _head(group, context))))
        made.append(bullets(_change(one, shape, context) for one in group.changes))
    return made


def _change(one: Change, shape: ChangesShape, context: NodeContext) -> list[nodes.Node]:
    """A sentence with its links, and a text as it was and as it is."""
    labels = context.labels
    made: list[nodes.Node] = [
        paragraph(*_sentence(one, context, lambda _, parts: enumerated(parts, labels.and_last, context)))
    ]
    for word, text in ((labels.change_old, one.old), (labels.change_new, one.new)) if shape.texts else ():
        made += _text(word, text, context) if text else []
    return made


def _text(word: str, text: Text, context: NodeContext) -> list[nodes.Node]:
    label = nodes.emphasis("", context.labels.colon.format(label=word))
    blocks = context.block(text)
    if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
        return [paragraph(label, " ", *blocks[0].children)]
    return [paragraph(label), *blocks]
