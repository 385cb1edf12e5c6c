"""What is said around changes, the same in every builder; the sentences are those of the analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from docutils import nodes

from sphinx_roles.analysis.audit.finding import LetterRef, Message, RoleRef, RowRef, SectionRef, Value, fill
from sphinx_roles.analysis.changes.change import Change, Group, Holding, Part, Thing, lowered
from sphinx_roles.analysis.changes.query import ChangesReport
from sphinx_roles.analysis.changes.words import SENTENCES, TOPICS
from sphinx_roles.model import Text
from sphinx_roles.render.context import ChangesShape, Context, HtmlContext, NodeContext

SIGNS = {"added": "+", "removed": "−", "moved": "→", "changed": "±"}
"""A sign before each sentence, for eyes: the sentence says it in words."""


def caption(report: ChangesReport, context: Context) -> str:
    """Return the author's caption, else which catalogs are compared."""
    if report.name:
        return context.plain(report.name)
    old, new = (context.plain(name) if name else "" for name in (report.old, report.new))
    labels = context.labels
    return labels.changes_between.format(old=old, new=new) if new else labels.changes_since.format(old=old)


def counts(report: ChangesReport, context: Context) -> list[tuple[str, int]]:
    """Return how many changes there are about what, but for what there is none about."""
    found = Counter(SENTENCES[one.kind].topic for group in report.groups for one in group.changes)
    return [(context.labels.named(f"changes_{topic}"), found[topic]) for topic in TOPICS if found[topic]]


def empty(report: ChangesReport, context: Context) -> str:
    """Return what is said where nothing changed."""
    return context.plain(report.empty) if report.empty else context.labels.changes_none


def head(group: Group, context: Context) -> str:
    """Return the head of a group: its matrix and section, or what kind of things it is about."""
    names = [context.plain(name) for name in (group.matrix, group.section) if name]
    if names:
        first, *rest = names
        return f"{context.labels.colon.format(label=first)} {rest[0]}" if rest else first
    return context.labels.named(f"changes_{group.kind}")


def changes_html(report: ChangesReport, shape: ChangesShape, context: HtmlContext) -> str:
    """Return the caption, how much changed, and a list for each group."""
    draw = _ChangesHtml(shape, context)
    parts = [f'<p class="ro-caption">{escape(caption(report, context))}</p>']
    if not report.groups:
        parts.append(f'<p class="ro-clean">{escape(empty(report, context))}</p>')
    elif shape.counts:
        facts = (
            f'<span class="ro-fact">{escape(word)} <b>{count}</b></span>'
            for word, count in counts(report, context)
        )
        parts.append(f'<p class="ro-facts">{" ".join(facts)}</p>')
    parts += map(draw.group, report.groups)
    return f'<div class="ro ro-changes">{"".join(parts)}</div>\n'


class _ChangesHtml:
    def __init__(self, shape: ChangesShape, context: HtmlContext) -> None:
        self.shape, self.context, self.labels = shape, context, context.labels

    def group(self, group: Group) -> str:
        """A head, and a list of sentences."""
        items = "".join(map(self.change, group.changes))
        return (
            f'<p class="ro-band-name">{escape(head(group, self.context))}</p>'
            f'<ul class="ro-moves simple">{items}</ul>\n'
        )

    def change(self, one: Change) -> str:
        """A sentence with its links; a text that changed is folded below it."""
        things = {thing.key: thing for thing in one.things}
        values = [Value(key, ()) for key in things]
        reported = fill(
            self.context.say(one.text), values, escape, lambda value: self.thing(things[value.key])
        )
        sign = f'<i class="ro-sign" aria-hidden="true">{SIGNS[one.sign]}</i>'
        return (
            f'<li class="ro-is-{one.sign}">{sign}<div class="ro-said">{"".join(reported)}'
            f"{self.texts(one)}</div></li>\n"
        )

    def texts(self, one: Change) -> str:
        """What a text said, and what it says."""
        sides = ((self.labels.change_old, one.old, "del"), (self.labels.change_new, one.new, "ins"))
        reported = [(word, text, tag) for word, text, tag in sides if text]
        if not reported or not self.shape.texts:
            return ""
        inner = "".join(
            f'<{tag} class="ro-{tag}"><b>{escape(self.labels.colon.format(label=word))}</b> '
            f"{self.context.block(text)}</{tag}>"
            for word, text, tag in reported
        )
        if len(reported) == 1 and len(reported[0][1]) <= _SHORT:
            return f'<div class="ro-told">{inner}</div>'
        label = escape(self.labels.joined([reported[0][0], *(word.lower() for word, _, _ in reported[1:])]))
        return f'<details class="ro-more"><summary>{label}</summary><div>{inner}</div></details>'

    def thing(self, thing: Thing) -> str:
        reported = [self.part(part) for part in thing.parts]
        # What a sentence is about is where the eye looks first.
        return f"<b>{reported[0]}</b>" if thing.key in _SUBJECTS else self.labels.joined(reported)

    def part(self, part: Part) -> str:
        context = self.context
        match part:
            case Holding(role=role, letters=letters, when=when):
                held = [*map(self.part, letters), *([escape(when)] if when else [])]
                return f"{self.part(role)} ({self.labels.and_more.join(held)})"
            case RowRef(name=name, when=when):
                reported = context.row(f"{part.matrix}\n{part.section}\n{part.row}", context.text(name))
                return f"{reported} ({escape(', '.join(when))})" if when else reported
            case RoleRef(role=role, name=name):
                return context.role(role, context.text(name))
            case LetterRef(name=name):
                return escape(lowered(context.plain(name)))
            case SectionRef(name=name):
                return context.text(name)
            case Message(text=text):
                return escape(context.say(text))
            case _:
                # A page that comes from the cache has plain strings.
                return context.text(Text(part))


_SHORT = 160
"""A text of up to so many characters that is only new, or only gone, needs no fold."""
_SUBJECTS = {"row", "thing", "section", "matrix", "skill", "scheme", "scale"}
"""The slots of what a sentence is about, which stands in it once."""


def changes_nodes(report: ChangesReport, shape: ChangesShape, context: NodeContext) -> list[nodes.Node]:
    """Return the caption, how much changed, and a list for each group."""
    draw = _ChangesNodes(shape, context)
    made: list[nodes.Node] = [nodes.rubric("", caption(report, context))]
    if not report.groups:
        made.append(nodes.paragraph("", empty(report, context)))
    elif shape.counts:
        reported = (
            f"{context.labels.colon.format(label=word)} {count}" for word, count in counts(report, context)
        )
        made.append(nodes.paragraph("", "; ".join(reported)))
    for group in report.groups:
        made += draw.group(group)
    return made


class _ChangesNodes:
    def __init__(self, shape: ChangesShape, context: NodeContext) -> None:
        self.shape, self.context, self.labels = shape, context, context.labels

    def group(self, group: Group) -> list[nodes.Node]:
        """A head, and a list of sentences."""
        items = (nodes.list_item("", *self.change(one)) for one in group.changes)
        title = nodes.paragraph("", "", nodes.strong("", head(group, self.context)))
        return [title, nodes.bullet_list("", *items, bullet="-")]

    def change(self, one: Change) -> list[nodes.Node]:
        """A sentence with its links, and a text as it was and as it is."""
        things = {thing.key: thing for thing in one.things}
        values = [Value(key, ()) for key in things]
        pieces = fill(self.context.say(one.text), values, _words, lambda value: self.thing(things[value.key]))
        made: list[nodes.Node] = [nodes.paragraph("", "", *(node for piece in pieces for node in piece))]
        if self.shape.texts:
            for word, text in ((self.labels.change_old, one.old), (self.labels.change_new, one.new)):
                made += self.text(word, text) if text else []
        return made

    def text(self, word: str, text: Text) -> list[nodes.Node]:
        label = nodes.emphasis("", self.labels.colon.format(label=word))
        blocks = self.context.block(text)
        if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
            return [nodes.paragraph("", "", label, nodes.Text(" "), *blocks[0].children)]
        return [nodes.paragraph("", "", label), *blocks]

    def thing(self, thing: Thing) -> list[nodes.Node]:
        return self.joined([self.part(part) for part in thing.parts], self.labels.and_last)

    def joined(self, parts: Iterable[list[nodes.Node]], last: str) -> list[nodes.Node]:
        found = list(parts)
        made: list[nodes.Node] = []
        for number, part in enumerate(found):
            if number:
                made.append(nodes.Text(last if number == len(found) - 1 else self.labels.and_more))
            made += part
        return made

    def part(self, part: Part) -> list[nodes.Node]:
        context = self.context
        match part:
            case Holding(role=role, letters=letters, when=when):
                held = [*map(self.part, letters), *([_words(when)] if when else [])]
                within = self.joined(held, self.labels.and_more)
                return [*self.part(role), nodes.Text(" ("), *within, nodes.Text(")")]
            case RowRef(name=name, when=when):
                reported = context.row(f"{part.matrix}\n{part.section}\n{part.row}", context.plain(name))
                return [reported, *(_words(f" ({', '.join(when)})") if when else [])]
            case RoleRef(role=role, name=name):
                return [context.role(role, context.plain(name))]
            case LetterRef(name=name):
                return _words(lowered(context.plain(name)))
            case SectionRef(name=name):
                return [context.text(name)]
            case Message(text=text):
                return _words(context.say(text))
            case _:
                # A page that comes from the cache has plain strings.
                return [context.text(Text(part))]


def _words(text: str) -> list[nodes.Node]:
    return [nodes.Text(text)]
