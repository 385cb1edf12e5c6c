"""Inline markup of the data: whether a text has any, and the tokens that Markdown makes of it.

Most strings of a catalog have none: `is_plain` finds so in a few microseconds, and without loading a parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# What may be inside a word: all but ASCII punctuation (save "%"), controls, spaces that are not the space
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


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")
    # Addresses stay as they are written: whoever makes a link of one judges it.
    vars(parser).update(validateLink=lambda url: True, normalizeLink=lambda url: url)
    return parser


def inline_tokens(text: str, references: Mapping[str, Any] | None = None) -> list[Token]:
    """Return the tokens of a text in CommonMark. ``references`` are the link definitions around it.

    A character after a backslash and an entity are tokens of their own (``text_special``).
    """
    tokens: list[Token] = []
    parser = _parser()
    parser.inline.parse(text, parser, {"references": references or {}}, tokens)
    return tokens
