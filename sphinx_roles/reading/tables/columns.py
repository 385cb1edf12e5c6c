"""What the columns of a table are, by their heads and, where those are silent, by their cells."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from msgspec import Struct, field

from sphinx_roles.model import fold, identify
from sphinx_roles.problems import nearest
from sphinx_roles.reading.tables.cells import Cell
from sphinx_roles.reading.tables.head_words import KIND_OF_HEAD
from sphinx_roles.reading.tables.reading import TableReading, quoted

__all__ = ["FIELDS", "KINDS", "Columns", "check_columns", "kind_of", "plan_columns", "role_head"]

FIELDS = ("summary", "notes", "frequency", "links", "done_when", "kind", "tags", "status", "review_by", "id")
"""The kinds of column that become a field of the row."""
KINDS = ("name", "section", "number", "role", "letters", "when", "skip", *FIELDS)
"""Everything that a column can be said to be."""

_NUMBER = re.compile(r"\(?#?\d+(?:[.\-]\d+)*[.):]?")
_OF_TWO = re.compile(r"\s*[/\\|&]\s*|\s+and\s+")


class Columns(Struct):
    """The plan of a table: the index of each column by what it is. ``fields`` are (index, field)."""

    name: int
    roles: list[int] = field(default_factory=list)
    section: int | None = None
    fields: list[tuple[int, str]] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)
    """Numbers and what is to be skipped."""


def kind_of(head: str, reading: TableReading) -> str | None:
    """Return what a head says that its column is; None where it says nothing that is known."""
    folded = fold(head)
    for name, said in reading.options.columns.items():
        if fold(name) == folded:
            return _SAID.get(said.casefold(), said if said in reading.options.fields else None)
    for key, label in reading.options.fields.items():
        if folded in (fold(key), fold(label)):
            return key
    kinds = {KIND_OF_HEAD.get(fold(part)) for part in (head, *_OF_TWO.split(head))} - {None}
    return KIND_OF_HEAD.get(folded) or (kinds.pop() if len(kinds) == 1 else None)


_SAID = {kind: kind for kind in KINDS} | {"ignore": "skip", "": "skip", "note": "notes", "link": "links"}


def role_head(head: str, reading: TableReading) -> str:
    """Return the name of the role that a column stands for: its head, or what ``columns`` says instead."""
    folded = fold(head)
    for name, said in reading.options.columns.items():
        if fold(name) == folded and said.casefold() not in _SAID and said not in reading.options.fields:
            return said
    return head


def check_columns(heads: Iterable[str], at: int, reading: TableReading) -> None:
    """Tell what in ``columns`` names no head, and kinds that are misspelt."""
    known, by = [head for head in heads if head], reading.options.columns_by
    folded = {fold(head) for head in known}
    for name, said in reading.options.columns.items():
        if fold(name) not in folded:
            reading.tell(f"{by} names {name!r}, but no head of a table does{nearest(name, known)}", at)
        elif said.casefold() not in _SAID and difflib.get_close_matches(said.casefold(), KINDS, 1, 0.8):
            kinds = ", ".join(KINDS)
            reading.tell(f"{by} says {said!r} for {name!r}, expected {kinds}{nearest(said, KINDS)}", at)


def plan_columns(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> Columns | None:
    """Find out what each column is; None where no column names the rows."""
    kinds = [kind_of(cell.text, reading) for cell in head]
    below = [[row[i] for row in body if i < len(row) and row[i].text] for i in range(len(head))]
    for i, cell in enumerate(head):
        unnamed = kinds[i] is None and not fold(cell.text)
        if (unnamed or kinds[i] == "id") and below[i] and _is_numbering(below[i]):
            kinds[i] = "number"
    name, section = _name_and_section(head, kinds, below, reading)
    if name is None:
        return None
    plan = Columns(name=name, section=section)
    seen: set[str] = set()
    for i, cell in enumerate(head):
        if i in (name, section):
            continue
        kind = kinds[i]
        if kind in ("number", "skip", "section"):
            plan.silent.add(i)
        elif kind in FIELDS or kind in reading.options.fields:
            plan.fields.append((i, str(kind)))
        else:
            _plan_unknown(i, cell, below[i], kind == "name", plan, reading)
        if plan.roles[-1:] == [i]:
            _drop_double(cell, seen, plan, reading)
    return plan


def _drop_double(cell: Cell, seen: set[str], plan: Columns, reading: TableReading) -> None:
    """Tell a role that has two columns, and keep the first: its letters could contradict each other."""
    name = role_head(cell.text, reading)
    if fold(name) in seen:
        reading.tell(f"role {name!r} has two columns in the table; the first one is used", cell.at)
        plan.silent.add(plan.roles.pop())
    seen.add(fold(name))


def _is_numbering(cells: list[Cell]) -> bool:
    return all(_NUMBER.fullmatch(cell.text) for cell in cells)


def _name_and_section(
    head: list[Cell], kinds: list[str | None], below: list[list[Cell]], reading: TableReading
) -> tuple[int | None, int | None]:
    """Return the columns of names and of sections: as the heads say, else the first that are no letters."""
    section = kinds.index("section") if "section" in kinds else None
    if "name" in kinds:
        named = [i for i, kind in enumerate(kinds) if kind == "name"]
        if section is None and len(named) > 1 and _looks_like_sections(below, named[0], named[1]):
            return named[1], named[0]
        return named[0], section
    free: list[int] = []
    for i, kind in enumerate(kinds):
        if kind in (None, "role", "letters", "when", "id"):
            if free and below[i] and reading.share_of_letters(below[i]) >= 0.5:
                break
            if below[i]:
                free.append(i)
    if not free:
        return section, None
    first, second = free[0], free[1] if len(free) > 1 else None
    unsaid = section is None and second is not None and kinds[second] is None
    if unsaid and second is not None and _looks_like_sections(below, first, second):
        return second, first
    return first, section


def _looks_like_sections(below: list[list[Cell]], first: int, second: int) -> bool:
    """Tell whether one column repeats or leaves out what another says for each row anew."""
    names = [cell.text for cell in below[second]]
    groups = [cell.text for cell in below[first]]
    return len(set(names)) == len(names) >= 3 and len(set(groups)) < len(names)


def _plan_unknown(
    i: int, cell: Cell, below: list[Cell], is_name: bool, plan: Columns, reading: TableReading
) -> None:
    """Place a column that no head explains: a role where there are letters, else told and kept as a field.

    A second column of names ("Deliverable" beside "Task") is kept without a word.
    """
    if not cell.text:
        if below:
            text = f"column {i + 1} holds {quoted(below)}, but its head is blank, expected the name of a role"
            reading.tell(text, below[0].at)
        plan.silent.add(i)
    elif _could_be_role(below, reading):
        plan.roles.append(i)
    else:
        if not is_name:
            text = f"column {cell.text!r} holds no letters ({quoted(below)}) and is no column that is known"
            said = f"{text}; say with `{reading.options.columns_by}` what it is"
            reading.tell(f"{said}{nearest(cell.text, KIND_OF_HEAD)}", cell.at)
        if key := identify(cell.text).replace("-", "_"):
            plan.fields.append((i, key))


def _could_be_role(below: list[Cell], reading: TableReading) -> bool:
    """Tell whether cells are those of a role: one holds letters, or all could have been meant as such."""
    if any(reading.letters(cell).parts for cell in below):
        return True
    words = [fold(word) for p in reading.reader.scheme.participations for word in (p.name, *p.words)]
    return all(
        reading.is_blank(cell)
        or len(cell.text) <= 2
        or difflib.get_close_matches(fold(cell.text), words, 1, 0.8)
        for cell in below
    )
