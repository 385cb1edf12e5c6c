"""The changes between two catalogs, as HTML and as nodes, and the sentences that findings have, too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from html import escape
from itertools import chain
from typing import TypeVar

from docutils import nodes

from sphinx_roles.analysis.diff import TOPICS
from sphinx_roles.analysis.diff.change import SENTENCES, Change, ChangePart, Group, Holding, lowered
from sphinx_roles.analysis.diff.query import ChangesReport
from sphinx_roles.analysis.sentence import LetterRef, Message, RoleRef, RowRef, SectionRef, Value, fill
from sphinx_roles.model import Text
from sphinx_roles.render.context import ChangesShape, Context, HtmlContext, NodeContext, bullets, paragraph
from sphinx_roles.render.labels import look

Inline = TypeVar("Inline")


def enumerated(parts: list[list[Inline]], last: str, context: Context[Inline]) -> list[Inline]:
    """Join parts as the language does: commas, and a word before the last."""
    made: list[Inline] = []
    for number, part in enumerate(parts):
        if number:
            made.append(context.words(last if number == len(parts) - 1 else context.labels.and_more))
        made += part
    return made


def draw_part(
    part: ChangePart,
    context: Context[Inline],
    *,
    linked: bool = True,
    letters: bool = False,
    badge: Callable[[LetterRef, str], Inline] | None = None,
) -> list[Inline]:
    """Return one thing; rows are links if ``linked``, letters come before their names if ``letters``.

    ``badge`` draws a letter before its name.
    """
    match part:
        case Holding(role=role, letters=held, when=when):
            inner = [draw_part(letter, context, badge=badge) for letter in held] + (
                [[context.words(context.labels.word(when))]] if when else []
            )
            within = enumerated(inner, context.labels.and_more, context)
            return [*draw_part(role, context), context.words(" ("), *within, context.words(")")]
        case RowRef(name=name, when=when):
            row = context.row(part.key, context.text(name)) if linked else context.text(name)
            limits = ", ".join(map(context.labels.word, when))
            return [row, *([context.words(f" ({limits})")] if limits else [])]
        case RoleRef(role=key, name=name):
            return [context.role(key, context.text(name))]
        case LetterRef(letter=letter, name=name):
            word = context.plain(name)
            if badge is not None and part.means:
                return [badge(part, lowered(word))]
            return [context.words(f"{letter} ({word})" if letters else lowered(word))]
        case SectionRef(name=name):
            return [context.text(name)]
        case Message(text=text):
            return [context.words(context.say(text))]
        case _:
            # A page that comes from the cache has plain strings.
            return [context.text(Text(part))]


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
    one: Change,
    context: Context[Inline],
    draw: Callable[[Value, list[list[Inline]]], list[Inline]],
    badge: Callable[[LetterRef, str], Inline] | None = None,
) -> list[Inline]:
    """Return the sentence of a change; ``draw`` joins the parts of one of its things."""

    def drawn(thing: Value) -> list[Inline]:
        return draw(thing, [draw_part(part, context, badge=badge) for part in thing.parts])

    text = context.say(one.text)
    return list(chain.from_iterable(fill(text, one.things, lambda words: [context.words(words)], drawn)))


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
        text = "".join(_sentence(one, self.context, self.thing, _badge))
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


def _badge(letter: LetterRef, word: str) -> str:
    """Return the letter as it is drawn in a matrix, and its name."""
    drawn = f'<b class="{look(letter)}" data-ro="{escape(letter.letter)}"></b>'
    return f'<span class="ro-key">{drawn}{escape(word)}</span>'


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
