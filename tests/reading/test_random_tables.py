"""Random tables of every layout, with noise: what is not reported is exact, cell by cell.

The oracle is the generator: it draws what a table says, then writes it down in one of the layouts.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from random_catalogs import LONG
from written_tables import TABLES, Written, read, write_tables

from sphinx_roles.model import Catalog

Truth = Counter[tuple[str, str, str]]
"""How often a (responsibility, role, letters) stands there; letters are with a condition in brackets."""

ROLES = (
    "PM", "Dev", "QA", "Ops", "Product Owner", "R&D", "Legal (EU)", "Ops/Infra", "管理者", "Lead developer",
    "Ann", "Team", "Owner", "Board", "C", "Support", "Dr. No", "QA 2", "X", "it",
)  # fmt: skip
# What is called as a letter is, or as a head of the layout, can only be taken for that.
TASKS = (
    "Plan", "Build it", "Sign-off", "Review / merge", "Approve the plan", "10 km²", "Key", "Deploy: night",
    "Name", "配備", "Run (daily)", "Task", "A: approve", "Notes", "Role", "Ship, test", "no", "Informed", "0",
    "Manager", "Lead", "2nd line",
)  # fmt: skip
LETTERS = ("A", "R", "C", "I", "A/R", "R (night)", "(C)", "", "", "-", "✗")
JUNK = ("Q", "?", "A?", "R or C", "Z/R", "see below", "A (", "RR")


def expected(letters: str) -> str:
    """Return letters as `found` shows them."""
    if letters in ("", "-", "✗"):
        return ""
    return {"A/R": "R/A", "(C)": "C (optional)"}.get(letters, letters)


class Drawn:
    """What was drawn: roles, tasks, the letters of each, and how they are written down."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.layout = draw(
            st.sampled_from(["grid", "turned", "assignments", "names", "owners", "marks", "parties"])
        )
        self.roles = draw(st.lists(st.sampled_from(ROLES), min_size=1, max_size=4, unique_by=str.casefold))
        self.tasks = draw(st.lists(st.sampled_from(TASKS), min_size=1, max_size=5, unique=True))
        self.cells = {
            (task, role): draw(st.sampled_from(LETTERS)) for task in self.tasks for role in self.roles
        }
        self.grouped = False
        """Whether a row groups the roles, which is to be reported."""
        # A table without any letter is about something else.
        self.cells[self.tasks[0], self.roles[0]] = "A"
        if len(self.cells) > 2 and draw(st.integers(0, 5)) == 0:
            place = draw(st.sampled_from(sorted(self.cells)))
            # A text in a row "Name" is that of a person.
            self.cells[place] = draw(st.sampled_from([*JUNK] if place[0] != "Name" else ["Q", "?", "A?"]))

    def truth(self) -> Truth:
        """Return the letters that are to be found."""
        return Counter((*place, text) for place, letters in self.cells.items() if (text := expected(letters)))

    def one_of(self, *items: Any) -> Any:
        """Draw one of some."""
        return self.draw(st.sampled_from(items))

    # The layouts: each gives rows, the head first

    def grid(self) -> list[list[str]]:
        """A column for each role."""
        corner = self.one_of(
            "Task", "Activity", "", "RACI", "Apollo", "Phase", "Stage", "Name", "Deliverable"
        )
        return [
            [corner, *self.roles],
            *([task, *(self.cells[task, role] for role in self.roles)] for task in self.tasks),
        ]

    def turned(self) -> list[list[str]]:
        """A row for each role."""
        corner = self.one_of("Role", "Team", "Committee", "Steering board")
        return [
            [corner, *self.tasks],
            *([role, *(self.cells[task, role] for task in self.tasks)] for role in self.roles),
        ]

    def assignments(self) -> list[list[str]]:
        """A row for each assignment."""
        heads = ["Task", "Role", self.one_of("Letter", "RACI", "Involvement")]
        return [heads, *([task, role, letters] for (task, role), letters in self.cells.items())]

    def names(self) -> list[list[str]]:
        """A column for each letter, with names."""
        words = (
            ["Responsible", "Accountable", "Consulted", "Informed"]
            if self.draw(st.booleans())
            else list("RACI")
        )
        self.cells = {place: re.sub(r"[^RACI].*", "", letters)[:1] for place, letters in self.cells.items()}
        rows = [[task, *(self._having(task, letter) for letter in "RACI")] for task in self.tasks]
        return [["Task", *words], *rows]

    def _having(self, task: str, letter: str) -> str:
        return str(self.one_of("; ", ", ", " + ")).join(
            role for role in self.roles if self.cells[task, role] == letter
        )

    def owners(self) -> list[list[str]]:
        """One column of names; a role "C" below it would be a letter."""
        self.roles = [role for role in self.roles if role != "C"] or ["PM"]
        held = {place: "A" if letters[:1] == "A" else "" for place, letters in self.cells.items()}
        self.cells = {(task, role): held.get((task, role), "A") for task in self.tasks for role in self.roles}
        self.cells[self.tasks[0], self.roles[0]] = "A"
        head = self.one_of("Accountable", "Accountable party", "Owner")
        return [["Task", head], *([task, self._having(task, "A")] for task in self.tasks)]

    def marks(self) -> list[list[str]]:
        """A column for each letter, with marks beside a role."""
        mark = self.one_of("x", "✓", "X", "yes")
        self.cells = {place: re.sub(r"[^RACI].*", "", letters)[:1] for place, letters in self.cells.items()}
        rows = [
            [task, role, *(mark if letters == one else "" for one in "RAC")]
            for (task, role), letters in self.cells.items()
        ]
        self.cells = {place: letters.replace("I", "") for place, letters in self.cells.items()}
        return [["Task", "Role", "Responsible", "Accountable", "Consulted"], *rows]

    def parties(self) -> list[list[str]]:
        """The parties below their responsibility."""
        self.tasks = [task for task in self.tasks if task not in ("Role", "Task", "Name", "Notes")] or [
            "Plan"
        ]
        self.cells = {
            (task, role): self.cells.get((task, role), "R") for task in self.tasks for role in self.roles
        }
        self.cells[self.tasks[0], self.roles[0]] = "A"
        rows: list[list[str]] = []
        for task in self.tasks:
            rows += [[task, ""] if not rows else [f"**{task}**", ""]]
            rows += [[role, self.cells[task, role]] for role in self.roles]
        return rows

    # The noise

    def noisy(self, rows: list[list[str]]) -> list[list[str]]:
        """Add what does not change what the table says, or what has to be reported."""
        for _ in range(self.draw(st.integers(0, 2))):
            kind, at = self.draw(st.integers(0, 10)), self.draw(st.integers(1, len(rows)))
            width = max(map(len, rows))
            if kind == 0:
                rows.insert(at, [""] * width)
            elif kind == 1:
                rows = [[f" {cell}  " for cell in row] for row in rows]
            elif kind == 2 and len(rows[0]) == width:
                rows = [
                    [*row, *[""] * (width - len(row)), "Notes" if row == rows[0] else "yearly"]
                    for i, row in enumerate(rows)
                ]
            elif kind == 3:
                rows = [
                    [
                        f"**{cell.strip()}**" if i == 0 and cell and cell[0] != "*" else cell
                        for i, cell in enumerate(row)
                    ]
                    for row in rows
                ]
            elif kind == 4:
                rows.insert(at, list(rows[0]))
            elif kind == 5 and at < len(rows):
                rows[at] = [*rows[at], "C"]
            elif kind == 6:
                rows.append(["R = Responsible, A = Accountable", *[""] * (width - 1)])
            elif kind == 7 and self.layout in ("grid", "turned", "assignments"):
                rows = [
                    [
                        cell + "¹" if (i, n) == (at, 1) and cell in list("RACI") else cell
                        for n, cell in enumerate(row)
                    ]
                    for i, row in enumerate(rows)
                ]
            elif kind == 8 and self.layout == "grid":
                rows.insert(at, ["**One**", *[""] * (len(rows[0]) - 1)])
            elif kind == 9 and self.layout == "grid":
                rows.insert(1, ["Name", *("Ana", "Bo Lind", "Cy", "Di")[: len(self.roles)]])
            elif kind == 10 and self.layout == "grid" and len(self.roles) > 2 and not self.grouped:
                rows.insert(0, ["", "Left", *[""] * (len(rows[0]) - 3), "Right"])
                self.grouped = True
        return rows


LEGEND = Written(
    [["Letter", "Meaning"], ["R", "Responsible"], ["A", "Accountable"], ["-", "Not involved"]], "Legend"
)


@st.composite
def drawn_files(draw: Any) -> tuple[list[Written], Truth, str, bool]:
    """Draw a file: its tables, what they say, its format, and whether something in it has to be reported."""
    form = draw(st.sampled_from(sorted(TABLES)))
    pages = form.endswith(("md", "rst"))
    tables, truth, lettered = [], Counter[tuple[str, str, str]](), list[bool]()
    parties, grouped = set[tuple[str, str]](), False
    for number in range(draw(st.integers(1, 2)) if pages else 1):
        drawn = Drawn(draw)
        rows = drawn.noisy(getattr(drawn, drawn.layout)())
        below = drawn.one_of("", "", "¹ in the night", "Some text.")
        tables.append(Written(rows, drawn.one_of("", f"Work {number}"), below))
        truth += drawn.truth()
        grouped = grouped or drawn.grouped
        if drawn.layout == "parties":
            # Two tables of one responsibility are one, in which a role has the letters of both.
            assume(parties.isdisjoint(drawn.cells))
            parties |= drawn.cells.keys()
        lettered.append(
            any(letters[:1] in [*"RACI"] and letters not in JUNK for letters in drawn.cells.values())
        )
    # Beside a matrix, a table without any letter may be about anything.
    assume(len(tables) == 1 or all(lettered))
    if pages and draw(st.integers(0, 5)) == 0:
        tables.insert(draw(st.integers(0, len(tables))), LEGEND)
    return tables, truth, form, grouped


def found(catalog: Catalog) -> Truth:
    """Return the letters that were read."""
    cells: Truth = Counter()
    for row in catalog.rows:
        for one in row.assign:
            text = "/".join(one.letters) + (f" ({one.when})" if one.when else "")
            cells[str(row.name), str(catalog.roles[one.role].name), text] += 1
    return cells


@settings(max_examples=10_000 if LONG else 300, suppress_health_check=list(HealthCheck))
@given(drawn_files())
def test_what_is_not_reported_is_exact(
    tmp_path_factory: Any, drawn: tuple[list[Written], Truth, str, bool]
) -> None:
    tables, truth, form, grouped = drawn
    folder: Path = tmp_path_factory.getbasetemp()
    catalog, reported = read(write_tables(tables, form, folder))
    if not reported:
        assert not grouped
        assert found(catalog) == truth
