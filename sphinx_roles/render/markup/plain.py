"""Tell, in a few microseconds, whether a text is only text: no markup, nothing to make finer.

Most strings of a catalog are. Parsing one costs fifty times as much as this look at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from docutils import nodes

# What may stand inside a word: all but ASCII punctuation (save "%"), controls, spaces that are not the space
# bar's, marks that cannot be seen, "§" (a section reference to MyST) and what is no character.
# Curly quotes, dashes and the ellipsis are final: smart quotes make them, and leave them alone.
_IN_WORD = (
    r"[^\x00-$&-/:-@\[-`{-\xa0\xa7\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f"
    r"\u2000-\u2012\u2015-\u2017\u201b\u201f-\u2025\u2027-\u206f\u3000\ud800-\udfff\ufeff\ufff0-\uffff"
    r"\U000e0000-\U0010ffff]"
)
# What that leaves of ASCII: most texts need no more, and all of it takes a while to compile.
_IN_ASCII_WORD = "[0-9A-Za-z%]"


def _compile(enumerator: str, in_word: str) -> re.Pattern[str]:
    # "(c)" and its like become signs; an enumerator at the start makes a list.
    return re.compile(
        rf"""
        (?!{enumerator}[.)](?:[ ]|$))
        (?=[^\W_])                                  # a letter or a digit: no mark of a block
        {in_word}+
        (?:
            [ /-]{in_word}+                        # the next word; on-call; CI/CD
          | (?<=[0-9])[.,](?=[0-9]){in_word}+      # 99.9 and 1,000, but no example.com
          | \+*\)*[.,:;!?]?\)*                      # the end of a word: one mark, so no "..", "::"
            [ ](?:[-&/+][ ])?                       # a space, or a sign between spaces
            (?:\((?!(?i:c|r|p|tm)\)))?
            {in_word}+
        )*+
        \+*\)*[.,:;!?]?\)*
        """,
        re.VERBOSE,
    )


# Compiled for the first text: that takes longer than a page without one has to spare.
_ENUMERATORS = {"markdown": r"\d+", "rst": r"(?:\d+|[A-Za-z]|[ivxlcdm]+|[IVXLCDM]+)"}


@cache
def _plain(markup: str, ascii_only: bool) -> Callable[[str], re.Match[str] | None]:
    return _compile(_ENUMERATORS[markup], _IN_ASCII_WORD if ascii_only else _IN_WORD).fullmatch


def is_plain(text: str, markup: str) -> bool:
    """Return True when ``text`` in ``markup`` (``markdown`` or ``rst``) is one paragraph of just itself.

    That is what the parser of the markup gives, with all extensions of MyST, and what smart
    quotes leave unchanged. False only means that the parser has to be asked.
    """
    return _plain(markup, text.isascii())(text) is not None


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
    for location in range(0, len(pieces), 3):
        if pieces[location]:
            made.append(nodes.Text(pieces[location]))
        if location + 1 < len(pieces):
            mark, inner = pieces[location + 1 : location + 3]
            if not is_plain(inner, "markdown"):
                return None
            made.append(_NODES[mark]("", inner) if mark in _NODES else nodes.literal(inner, inner))
    return made


def _words(pieces: list[str]) -> list[str]:
    """Return the pieces of a split text but for the marks, which are every third."""
    return [piece for location, piece in enumerate(pieces) if location % 3 != 1]
