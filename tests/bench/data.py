"""What the measured pages show: the same facts, whoever draws them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from msgspec import Struct

__all__ = ["Cards", "Roles", "Table"]

_LETTERS = ("R", "A", "C", "I", "A/R")
_SUMMARY = "Done by *whoever* holds the letter in row {}"


class Table(Struct, frozen=True):
    """Responsibilities by roles. ``changed`` is the row of which one letter is another one."""

    rows: int
    roles: int
    changed: int | None = None
    sections: int = 0
    pages: int = 1
    """How many pages the handbook has that shows the sections, one on each of some pages."""
    marked: bool = False
    """Every row has a summary with markup; names are plain text in every format."""

    def __str__(self) -> str:
        return f"{self.rows:,} x {self.roles}"

    @property
    def cells(self) -> int:
        """How many cells there are, filled or not."""
        return self.rows * self.roles

    def heads(self) -> list[str]:
        """The names of the roles."""
        return [f"Role number {number}" for number in range(self.roles)]

    def lines(self, section: int | None = None) -> Iterator[tuple[int, str, dict[int, str]]]:
        """Yield each row's number and name, and its letters by column; three cells in ten are filled."""
        chance = random.Random(7)
        for row in range(self.rows):
            taking = sorted(chance.sample(range(self.roles), max(1, self.roles * 3 // 10)))
            letters = {column: chance.choice(_LETTERS) for column in taking}
            if row == self.changed:
                letters[taking[0]] = "I" if letters[taking[0]] != "I" else "C"
            if section is None or self.section(row) == section:
                yield row, f"Responsibility number {row}", letters

    def full(self, section: int | None = None) -> Iterator[tuple[str, list[str]]]:
        """Yield each row's name and all its cells; an empty one is a dash."""
        for _, name, letters in self.lines(section):
            yield name, [letters.get(column, "–") for column in range(self.roles)]

    def section(self, row: int) -> int:
        """Return the number of the section that a row is in."""
        return row * self.sections // self.rows

    def summary(self, row: int) -> str:
        """Return what a row means: a sentence with one word in markup, no two the same."""
        return _SUMMARY.format(row) if self.marked else ""


class Cards(Struct, frozen=True):
    """Roles, each with a line, a purpose, three duties and two skills."""

    number: int
    changed: int | None = None

    def __str__(self) -> str:
        return f"{self.number:,} cards"

    @property
    def cells(self) -> int:
        """How many cells a matrix would have that is as much to draw."""
        return self.number * 20

    def each(self) -> Iterator[tuple[str, str, str, list[str], list[str]]]:
        """Yield the name, the line, the purpose, the duties and the skills of each role."""
        for role in range(self.number):
            reported = "others" if role != self.changed else "Others"
            yield (
                f"Role number {role}",
                f"The {role}th of many",
                f"Keeps part {role} of the system running and tells the {reported} about it",
                [f"Watch part {role}", f"Mend part {role}", f"Write down what happened to part {role}"],
                [f"Skill {role % 40}", f"Skill {role % 17}"],
            )


class Roles(Cards, frozen=True):
    """The same roles, each on a page of its own, and a responsibility for each with three that take part."""

    def __str__(self) -> str:
        return f"{self.number:,} pages of roles"
