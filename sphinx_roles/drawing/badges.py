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


def _tone(letter: Letter) -> str:
    return tone(letter.color) if letter.color else f"ro-{letter.means}"


class Badges:
    """Draws the badges of one scheme; equal ones are made once.

    A large matrix has tens of thousands of cells, so their markup is short: the word is the
    text, the letter is for eyes only.
    """

    def __init__(self, legend: tuple[Letter, ...], words: Words, name: Mapping[str, str]) -> None:
        self.words = words
        letters = {p.letter: (f"ro-badge ro-{p.shape} {_tone(p)}", escape(p.letter)) for p in legend}
        self.badge = {
            key: f'<b class="{look}"><i aria-hidden="true">{letter}</i><i>{name[key]}</i></b>'
            for key, (look, letter) in letters.items()
        }
        self.key = {
            key: f'<span class="ro-key"><b class="{look}" aria-hidden="true"><i>{letter}</i></b> '
            f"{name[key]}</span>"
            for key, (look, letter) in letters.items()
        }

    def cell(self, cell: Cell) -> str:
        """Return a table cell; it is never empty."""
        if not cell.parts:
            return self.none(self.words.none)
        return f"<td>{' '.join(map(self.part, cell.parts))}</td>"

    def none(self, word: str) -> str:
        """Return a cell in which there is nothing; the stylesheet draws a dash in place of the word."""
        return f'<td class="ro-no">{escape(word)}</td>'

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
