"""What changed, as plain docutils nodes: a list for each group, and texts in full."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from sphinx_roles.analysis.audit.finding import LetterRef, RoleRef, RowRef, Said, SectionRef, Value, fill
from sphinx_roles.analysis.changes.change import Change, Group, Holding, Part, Thing, lowered
from sphinx_roles.analysis.changes.query import ChangesReport
from sphinx_roles.drawing.changes_words import caption, counts, empty, head
from sphinx_roles.drawing.pen import NodePen
from sphinx_roles.drawing.shape import ChangesShape
from sphinx_roles.model import Text

__all__ = ["changes_nodes"]


def changes_nodes(report: ChangesReport, shape: ChangesShape, pen: NodePen) -> list[nodes.Node]:
    """Return the caption, how much changed, and a list for each group."""
    draw = _ChangesNodes(shape, pen)
    made: list[nodes.Node] = [nodes.rubric("", caption(report, pen))]
    if not report.groups:
        made.append(nodes.paragraph("", empty(report, pen)))
    elif shape.counts:
        told = (f"{pen.words.colon.format(label=word)} {count}" for word, count in counts(report, pen))
        made.append(nodes.paragraph("", "; ".join(told)))
    for group in report.groups:
        made += draw.group(group)
    return made


class _ChangesNodes:
    def __init__(self, shape: ChangesShape, pen: NodePen) -> None:
        self.shape, self.pen, self.words = shape, pen, pen.words

    def group(self, group: Group) -> list[nodes.Node]:
        """A head, and a list of sentences."""
        items = (nodes.list_item("", *self.change(one)) for one in group.changes)
        title = nodes.paragraph("", "", nodes.strong("", head(group, self.pen)))
        return [title, nodes.bullet_list("", *items, bullet="-")]

    def change(self, one: Change) -> list[nodes.Node]:
        """A sentence with its links, and a text as it was and as it is."""
        things = {thing.key: thing for thing in one.things}
        values = [Value(key, ()) for key in things]
        pieces = fill(self.pen.say(one.text), values, _words, lambda value: self.thing(things[value.key]))
        made: list[nodes.Node] = [nodes.paragraph("", "", *(node for piece in pieces for node in piece))]
        if self.shape.texts:
            for word, text in ((self.words.change_old, one.old), (self.words.change_new, one.new)):
                made += self.text(word, text) if text else []
        return made

    def text(self, word: str, text: Text) -> list[nodes.Node]:
        label = nodes.emphasis("", self.words.colon.format(label=word))
        blocks = self.pen.block(text)
        if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
            return [nodes.paragraph("", "", label, nodes.Text(" "), *blocks[0].children)]
        return [nodes.paragraph("", "", label), *blocks]

    def thing(self, thing: Thing) -> list[nodes.Node]:
        return self.joined([self.part(part) for part in thing.parts], self.words.and_last)

    def joined(self, parts: Iterable[list[nodes.Node]], last: str) -> list[nodes.Node]:
        found = list(parts)
        made: list[nodes.Node] = []
        for number, part in enumerate(found):
            if number:
                made.append(nodes.Text(last if number == len(found) - 1 else self.words.and_more))
            made += part
        return made

    def part(self, part: Part) -> list[nodes.Node]:
        pen = self.pen
        match part:
            case Holding(role=role, letters=letters, when=when):
                held = [*map(self.part, letters), *([_words(when)] if when else [])]
                within = self.joined(held, self.words.and_more)
                return [*self.part(role), nodes.Text(" ("), *within, nodes.Text(")")]
            case RowRef(name=name, when=when):
                told = pen.row(f"{part.matrix}\n{part.section}\n{part.row}", pen.plain(name))
                return [told, *(_words(f" ({', '.join(when)})") if when else [])]
            case RoleRef(role=role, name=name):
                return [pen.role(role, pen.plain(name))]
            case LetterRef(name=name):
                return _words(lowered(pen.plain(name)))
            case SectionRef(name=name):
                return [pen.text(name)]
            case Said(text=text):
                return _words(pen.say(text))
            case _:
                # A page that comes from the cache has plain strings.
                return [pen.text(Text(part))]


def _words(text: str) -> list[nodes.Node]:
    return [nodes.Text(text)]
