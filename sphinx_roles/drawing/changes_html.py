"""What changed, as HTML."""

from __future__ import annotations

from html import escape

from sphinx_roles.analysis.audit.finding import LetterRef, RoleRef, RowRef, Said, SectionRef, Value, fill
from sphinx_roles.analysis.changes.change import Change, Group, Holding, Part, Thing, lowered
from sphinx_roles.analysis.changes.query import ChangesReport
from sphinx_roles.drawing.changes_words import SIGNS, caption, counts, empty, head
from sphinx_roles.drawing.pen import HtmlPen
from sphinx_roles.drawing.shape import ChangesShape
from sphinx_roles.model import Text

__all__ = ["changes_html"]


def changes_html(report: ChangesReport, shape: ChangesShape, pen: HtmlPen) -> str:
    """Return the caption, how much changed, and a list for each group."""
    draw = _ChangesHtml(shape, pen)
    parts = [f'<p class="ro-caption">{escape(caption(report, pen))}</p>']
    if not report.groups:
        parts.append(f'<p class="ro-clean">{escape(empty(report, pen))}</p>')
    elif shape.counts:
        facts = (
            f'<span class="ro-fact">{escape(word)} <b>{count}</b></span>'
            for word, count in counts(report, pen)
        )
        parts.append(f'<p class="ro-facts">{" ".join(facts)}</p>')
    parts += map(draw.group, report.groups)
    return f'<div class="ro ro-changes">{"".join(parts)}</div>\n'


class _ChangesHtml:
    def __init__(self, shape: ChangesShape, pen: HtmlPen) -> None:
        self.shape, self.pen, self.words = shape, pen, pen.words

    def group(self, group: Group) -> str:
        """A head, and a list of sentences."""
        items = "".join(map(self.change, group.changes))
        return (
            f'<p class="ro-band-name">{escape(head(group, self.pen))}</p>'
            f'<ul class="ro-moves simple">{items}</ul>\n'
        )

    def change(self, one: Change) -> str:
        """A sentence with its links; a text that changed is folded below it."""
        things = {thing.key: thing for thing in one.things}
        values = [Value(key, ()) for key in things]
        told = fill(self.pen.say(one.text), values, escape, lambda value: self.thing(things[value.key]))
        sign = f'<i class="ro-sign" aria-hidden="true">{SIGNS[one.sign]}</i>'
        return (
            f'<li class="ro-is-{one.sign}">{sign}<div class="ro-said">{"".join(told)}'
            f"{self.texts(one)}</div></li>\n"
        )

    def texts(self, one: Change) -> str:
        """What a text said, and what it says."""
        sides = ((self.words.change_old, one.old, "del"), (self.words.change_new, one.new, "ins"))
        told = [(word, text, tag) for word, text, tag in sides if text]
        if not told or not self.shape.texts:
            return ""
        inner = "".join(
            f'<{tag} class="ro-{tag}"><b>{escape(self.words.colon.format(label=word))}</b> '
            f"{self.pen.block(text)}</{tag}>"
            for word, text, tag in told
        )
        if len(told) == 1 and len(told[0][1]) <= _SHORT:
            return f'<div class="ro-told">{inner}</div>'
        label = escape(self.words.joined([told[0][0], *(word.lower() for word, _, _ in told[1:])]))
        return f'<details class="ro-more"><summary>{label}</summary><div>{inner}</div></details>'

    def thing(self, thing: Thing) -> str:
        told = [self.part(part) for part in thing.parts]
        # What a sentence is about is where the eye looks first.
        return f"<b>{told[0]}</b>" if thing.key in _SUBJECTS else self.words.joined(told)

    def part(self, part: Part) -> str:
        pen = self.pen
        match part:
            case Holding(role=role, letters=letters, when=when):
                held = [*map(self.part, letters), *([escape(when)] if when else [])]
                return f"{self.part(role)} ({self.words.and_more.join(held)})"
            case RowRef(name=name, when=when):
                told = pen.row(f"{part.matrix}\n{part.section}\n{part.row}", pen.text(name))
                return f"{told} ({escape(', '.join(when))})" if when else told
            case RoleRef(role=role, name=name):
                return pen.role(role, pen.text(name))
            case LetterRef(name=name):
                return escape(lowered(pen.plain(name)))
            case SectionRef(name=name):
                return pen.text(name)
            case Said(text=text):
                return escape(pen.say(text))
            case _:
                # A page that comes from the cache has plain strings.
                return pen.text(Text(part))


_SHORT = 160
"""A text of up to so many characters that is only new, or only gone, needs no fold."""
_SUBJECTS = {"row", "thing", "section", "matrix", "skill", "scheme", "scale"}
"""The slots of what a sentence is about, which stands in it once."""
