"""Read, without a parser, the Markdown that most texts with markup have: a few words in marks.

A parser takes milliseconds for what is done here in microseconds. It is asked for all else.
"""

from __future__ import annotations

import re
from functools import cache

from docutils import nodes

from sphinx_roles.markup.plain import is_plain

__all__ = ["marked"]

_NODES = {"*": nodes.emphasis, "**": nodes.strong}


@cache
def _marks() -> re.Pattern[str]:
    # Words that begin and end with a letter or a digit, in marks that stand between spaces: nothing else that
    # Markdown knows begins or ends there. One mark of punctuation may follow.
    return re.compile(r"(?<![^ ])(\*\*|\*|`)([^\W_](?:[^*`]*[^\W_])?)\1(?=[.,:;!?]?(?: |$))")


def marked(text: str) -> list[nodes.Node] | None:
    """Return the inline nodes of a text in Markdown; None where only the parser can tell."""
    pieces = _marks().split(text)
    # Without its marks it must be plain: all that could be markup has then been read.
    if len(pieces) == 1 or not is_plain("".join(_words(pieces)), "markdown"):
        return None
    made: list[nodes.Node] = []
    for place in range(0, len(pieces), 3):
        if pieces[place]:
            made.append(nodes.Text(pieces[place]))
        if place + 1 < len(pieces):
            mark, inner = pieces[place + 1 : place + 3]
            if not is_plain(inner, "markdown"):
                return None
            made.append(_NODES[mark]("", inner) if mark in _NODES else nodes.literal(inner, inner))
    return made


def _words(pieces: list[str]) -> list[str]:
    """Return the pieces of a split text but for the marks, which are every third."""
    return [piece for place, piece in enumerate(pieces) if place % 3 != 1]
