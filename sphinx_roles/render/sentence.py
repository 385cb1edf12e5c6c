"""The things that sentences of findings and changes name, as HTML and as nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import TypeVar

from sphinx_roles.analysis.diff.change import ChangePart, Holding, lowered
from sphinx_roles.analysis.sentence import LetterRef, Message, RoleRef, RowRef, SectionRef, Value, fill
from sphinx_roles.model import Text
from sphinx_roles.render.context import Context

Inline = TypeVar("Inline")


def sentence(
    text: str,
    values: Iterable[Value],
    context: Context[Inline],
    draw: Callable[[Value], list[Inline]],
) -> list[Inline]:
    """Translate a sentence and fill its slots."""
    return list(chain.from_iterable(fill(context.say(text), values, lambda t: [context.words(t)], draw)))


def enumerated(parts: list[list[Inline]], last: str, context: Context[Inline]) -> list[Inline]:
    """Join parts as the language does: commas, and a word before the last."""
    made: list[Inline] = []
    for number, part in enumerate(parts):
        if number:
            made.append(context.words(last if number == len(parts) - 1 else context.labels.and_more))
        made += part
    return made


def draw_part(
    part: ChangePart, context: Context[Inline], *, linked: bool = True, letters: bool = False
) -> list[Inline]:
    """Return one thing; rows are links if ``linked``, letters come before their names if ``letters``."""
    match part:
        case Holding(role=role, letters=held, when=when):
            inner = [draw_part(letter, context) for letter in held] + (
                [[context.words(when)]] if when else []
            )
            within = enumerated(inner, context.labels.and_more, context)
            return [*draw_part(role, context), context.words(" ("), *within, context.words(")")]
        case RowRef(name=name, when=when):
            row = context.row(part.key, context.text(name)) if linked else context.text(name)
            return [row, *([context.words(f" ({', '.join(when)})")] if when else [])]
        case RoleRef(role=key, name=name):
            return [context.role(key, context.text(name))]
        case LetterRef(letter=letter, name=name):
            word = context.plain(name)
            return [context.words(f"{letter} ({word})" if letters else lowered(word))]
        case SectionRef(name=name):
            return [context.text(name)]
        case Message(text=text):
            return [context.words(context.say(text))]
        case _:
            # A page that comes from the cache has plain strings.
            return [context.text(Text(part))]
