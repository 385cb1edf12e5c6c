"""What the pictures of views share: texts that fit, and the frame of an SVG in a page or in a file.

A page is drawn in the colours of its text; a file, which cannot see them, in literal ones and on white.
"""

from __future__ import annotations

import unicodedata
from html import escape

_INK = "#1a1a1a"
_MOST_LINES = 3
_USUAL = 15.0
"""The size of letters, in points of the screen, of which `width` speaks."""

_JOINERS = frozenset("\u200c\u200d")
_HYPHENATED = ("LATIN", "GREEK", "CYRILLIC")


def foreground(inline: bool) -> str:
    """Return the colour of lines and letters."""
    return "currentColor" if inline else _INK


def width(text: str, size: float = _USUAL) -> float:
    """Guess how wide a text is in the letters of a name; those of East Asia are twice as wide."""
    wide = sum(15.5 if unicodedata.east_asian_width(char) in "WF" else 8.8 for char in text)
    return wide * size / _USUAL


def wrapped(name: str, room: float, size: float = _USUAL, most: int = _MOST_LINES) -> list[str]:
    """Break a text into at most so many lines of that width, words that are too long as well.

    What finds no room is left out, which an ellipsis says.
    """
    made = [""]
    for word in name.split():
        parts = [word] if width(word, size) <= room else _clusters(word)
        for number, part in enumerate(parts):
            longer = f"{made[-1]}{'' if number or not made[-1] else ' '}{part}"
            # Where a word is broken, its hyphen needs a place.
            hyphen = "-" if number + 1 < len(parts) and _takes_hyphen(part) else ""
            if not made[-1] or width(longer + hyphen, size) <= room:
                made[-1] = longer
                continue
            if number and _takes_hyphen(made[-1][-1:]):
                made[-1] += "-"
            made.append(part)
    if len(made) > most:
        made = [*made[: most - 1], made[most - 1].rstrip("-")]
        while width(f"{made[-1]}…", size) > room:
            made[-1] = "".join(_clusters(made[-1])[:-1])
        made[-1] = f"{made[-1].rstrip()}…"
    return made


def _clusters(word: str) -> list[str]:
    """Cut a word between its characters, and not before a mark that belongs to the one before it."""
    made: list[str] = []
    for char in word:
        joins = char in _JOINERS or unicodedata.category(char).startswith("M")
        if made and (joins or made[-1].endswith("\u200d")):
            made[-1] += char
        else:
            made.append(char)
    return made


def _takes_hyphen(char: str) -> bool:
    return char[-1:].isalpha() and unicodedata.name(char[-1:], "").startswith(_HYPHENATED)


def numbered_circle(number: int, x: float, y: float, *, inline: bool, look: str = 'fill="none"') -> str:
    """Return a number in a small circle, whose middle is at a point."""
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="10.5" {look} stroke="{foreground(inline)}"/>'
        f'<text x="{x:g}" y="{y + 4.3:g}" font-size="12.5">{number}</text>'
    )


def fitted(text: str, x: float, y: float, room: float, size: float = _USUAL) -> str:
    """Return one line of a text, squeezed where it would be too wide."""
    fit = f' textLength="{room:g}" lengthAdjust="spacingAndGlyphs"' if width(text, size) > room else ""
    return f'<text x="{x:g}" y="{y:g}"{fit}>{escape(text)}</text>'


def framed(
    box: tuple[float, float, float, float],
    inner: str,
    title: str,
    description: str,
    ident: str,
    kind: str,
    scale: float = 1,
) -> str:
    """Return an SVG with its title and its description: a part of a page, or a file where ``ident`` is empty.

    ``box`` is (left, top, width, height), ``kind`` the class in a page.
    """
    left, top, wide, high = box
    size = (
        f'viewBox="{left:g} {top:g} {wide:g} {high:g}" width="{wide * scale:.0f}" height="{high * scale:.0f}"'
    )
    start = '<svg xmlns="http://www.w3.org/2000/svg"'
    title, description = escape(title), escape(description)
    if ident:
        head = f'<title id="{ident}-title">{title}</title><desc id="{ident}-text">{description}</desc>'
        named = f'class="{kind}" role="img" aria-labelledby="{ident}-title {ident}-text"'
        return f"{start} {named} {size}>{head}{inner}</svg>"
    head = f"<title>{title}</title><desc>{description}</desc>"
    paper = f'<rect x="{left:g}" y="{top:g}" width="{wide:g}" height="{high:g}" fill="#fff"/>'
    drawn = f'{start} {size} font-family="sans-serif">{head}{paper}{inner}</svg>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{drawn}\n'
