"""Letters as badges: told apart by letter, shape and border, and only then by colour."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from sphinx_roles.analysis.matrix import Cell, Letter, Part
from sphinx_roles.drawing.words import Words

__all__ = ["Badges", "tone"]


def tone(color: str) -> str:
    """Return the class for a colour of the data (``#0b63b5``, ``teal``)."""
    return f"ro-tone-{color.lstrip('#').lower()}"


_SHAPES = {"does": "square", "decides": "circle", "advises": "outline", "informed": "dashed"}
"""The shape that the stylesheet gives to what a letter means; the others are squares."""


def _look(letter: Letter) -> str:
    """The classes of a badge: what it means, and what is unusual about it."""
    usual = _SHAPES.get(letter.means, "square") == letter.shape
    colored = f" {tone(letter.color)}" if letter.color else ""
    return f"ro-{letter.means}{'' if usual else f' ro-{letter.shape}'}{colored}"


class Badges:
    """Draws the badges of one scheme; equal ones are made once.

    A large matrix has tens of thousands of cells, so their markup is short: the word is the
    text, for ears and for whoever reads without our stylesheet, which draws the letter for eyes.
    """

    def __init__(self, legend: tuple[Letter, ...], words: Words, name: Mapping[str, str]) -> None:
        self.words = words
        opened = {p.letter: f'<b class="{_look(p)}" data-ro="{escape(p.letter)}">' for p in legend}
        self.badge = {key: f"{tag}{name[key]}</b>" for key, tag in opened.items()}
        self.key = {key: f'<span class="ro-key">{tag}</b> {name[key]}</span>' for key, tag in opened.items()}

    def cell(self, cell: Cell) -> str:
        """Return a table cell; it is never empty."""
        if not cell.parts:
            return self.none(self.words.none)
        return f"<td>{' '.join(map(self.part, cell.parts))}</td>"

    def none(self, word: str) -> str:
        """Return a cell in which there is nothing: for a word alone, the stylesheet draws a dash."""
        return f"<td>{escape(word)}</td>"

    def part(self, part: Part) -> str:
        """Return the badges of one assignment, with its condition and its end."""
        told = " ".join(self.badge[letter] for letter in part.letters)
        if part.unread:
            told = (
                f'<span class="ro-unread">{escape(part.unread)}'
                f'<span class="ro-hidden"> ({escape(self.words.unread)})</span></span>'
            )
        limits = [part.when] if part.when else []
        if part.until:
            limits.append(self.words.until.format(date=part.until.isoformat()))
        if not limits:
            return told
        return f'<span class="ro-part">{told} <span class="ro-when">{escape(", ".join(limits))}</span></span>'
