"""What the measured pages show: the same facts, whoever draws them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

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


class Book(Struct, frozen=True):
    """A whole handbook: roles in families, under each other, with levels, people, skills and work."""

    roles: int = 100
    levels: int = 5
    skills: int = 120
    people: int = 60
    answers: int = 8
    """How many people have said who does what."""
    changed: int | None = None

    def __str__(self) -> str:
        return f"{self.roles:,} roles x {self.levels} levels x {self.skills:,} skills"

    def catalog(self) -> Mapping[str, Any]:
        """The data, as one file has it."""
        return {
            "scales": {"steps": ["Knows", "Works", "Leads"]},
            "roles": {f"role{number}": self._role(number) for number in range(self.roles)},
            "skills": {f"skill{number}": _skill(number) for number in range(self.skills)},
            "responsibilities": {
                f"row{number}": {
                    "name": f"Work number {number}",
                    "assign": {f"role{number}": "A/R", f"role{(number + 1) % self.roles}": "C"},
                }
                for number in range(self.roles)
            },
        }

    def _role(self, number: int) -> Mapping[str, Any]:
        can = {f"skill{(number * 5 + k) % self.skills}": ("Knows", "Leads")[k % 2] for k in range(6)}
        return {
            "name": f"Role number {number if number != self.changed else 'O'}",
            "family": f"Family {number % 10}",
            "tagline": f"The {number}th of *many*",
            "duties": [f"Watches part {number}", f"Mends part {number}"],
            "holders": [{"name": f"Person {number % self.people}", "skills": can}],
            **({"reports_to": f"role{(number - 1) // 6}"} if number else {}),
            "interactions": {f"role{(number + 9) % self.roles}": {"mode": "help", "text": "By *night*"}},
            "levels": {
                f"step{step}": {
                    "name": f"Step {step}",
                    "summary": f"What {step} years bring",
                    "skills": {f"skill{(number * 3 + step + k) % self.skills}": "Works" for k in range(3)},
                }
                for step in range(self.levels)
            },
        }

    def sheets(self) -> Iterator[str]:
        """Yield what each of the people says of the first roles, as a table."""
        columns = range(min(12, self.roles))
        for person in range(self.answers):
            chance = random.Random(person)
            yield "\n".join(
                [
                    ",".join(["Task", *(f"role{column}" for column in columns)]),
                    *(
                        ",".join(
                            [
                                f"Work number {row}",
                                *(
                                    chance.choice(_LETTERS) if (row + column) % 4 == 0 else ""
                                    for column in columns
                                ),
                            ]
                        )
                        for row in range(self.roles)
                    ),
                    "",
                ]
            )


def _skill(number: int) -> Mapping[str, Any]:
    return {
        "name": f"Skill number {number}",
        "family": f"Family of skills {number % 8}",
        "scale": "steps",
        "levels": {"Works": f"Does without help what {number} asks for", "Leads": "Shows *others* how"},
    }
