"""What each column of a table is: by the words of its head, in several languages, and what is below it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from msgspec import Struct, field

from sphinx_roles.catalog.letters import BUILT_IN, LONGEST_JOINED, WORDS, side_by_side
from sphinx_roles.catalog.tables import Cell, TableReading, below, quoted
from sphinx_roles.fields import FOREIGN
from sphinx_roles.model import Responsibility, fold, identify, location_of
from sphinx_roles.problems import About, Code, Given, Problem, closest, misspelt

KIND_OF_HEAD = {fold(head): kind for kind, heads in WORDS["heads"].items() for head in heads}
"""The kind of column by the folded text of its head."""


FIELDS = (
    *("summary", "notes", "frequency", "links", "done_when", "kind", "tags", "status"),
    *("aliases", "maintainer", "reviewed", "review_by", "id"),
)
"""The kinds of column that become a field of the row."""
KINDS = ("name", "section", "number", "role", "letters", "when", "skip", *FIELDS)
"""Everything that a column can be said to be."""

_ROLE_WORDS = frozenset(WORDS["roles"])
MARKS = {"☒", "●", "■", "█", "y", "true", "1"} | {
    word.casefold() for part in BUILT_IN["MARK"].participations for word in (part.letter, *part.words)
}
NO_MARKS = frozenset(("n", "false", "nein", "non"))
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\(?#?\d+(?:[.\-]\d+)*[.):]?")
_OF_TWO = re.compile(r"\s*[/\\|&]\s*|\s+and\s+")
_TIMES = frozenset(WORDS["times"])
_WORDS_OR_NUMBERS = re.compile(r"[^\W\d_]+|\d+")


def sounds_like_a_role(text: str) -> bool:
    """Return whether the last word of a name is one that roles have: "Lead developer"."""
    words = _WORD.findall(text.casefold())
    return bool(words) and len(words) <= 5 and words[-1] in _ROLE_WORDS


def _is_time(head: str) -> bool:
    """Return whether a head is a date, a number or a part of the year: "2026-03-01", "W 12", "Mar"."""
    words = _WORDS_OR_NUMBERS.findall(head.casefold())
    return bool(words) and all(word.isdecimal() or word in _TIMES for word in words)


def _is_figure(text: str) -> bool:
    """Return whether a cell is a date or an amount, with its unit: "1 Mar 2026", "30 %", "5 days".

    A number below a hundred alone may as well be a mark, or a letter of a scheme of numbers.
    """
    words = _WORDS_OR_NUMBERS.findall(text.casefold())
    others = [word for word in words if not word.isdecimal() and word not in _TIMES]
    number = bool(words) and words[0] not in others and any(map(str.isdecimal, words))
    return number and len(others) <= 1 and (len(text) > 2 or not text.isdecimal())


def _are_figures(head: Cell, below: list[Cell], reading: TableReading) -> bool:
    """Return whether a column says when or how much, and so nothing of who takes part."""
    if _is_time(head.text):
        return not any(map(reading.holds_letters, below))
    figures = (_is_figure(one.text) for one in below if not reading.is_blank(one))
    return bool(head.text) and next(figures, False) and all(figures)


class Columns(Struct):
    """The plan of a table: the index of each column by what it is. ``fields`` are (index, field)."""

    name: int
    roles: list[int] = field(default_factory=list)
    section: int | None = None
    fields: list[tuple[int, str]] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)
    """Numbers and what is to be skipped."""
    unread: set[int] = field(default_factory=set)
    """Columns that are reported, and may say who takes part."""
    unknown: list[int] = []
    """Columns that no head explains, and that hold no letters."""


def kind_of(head: str, reading: TableReading) -> str | None:
    """Return what a head says that its column is; None where it says nothing that is known."""
    folded, said = fold(head), reading.said_of(head)
    if said is not None:
        return _SAID.get(said.casefold(), said if said in reading.options.fields else None)
    for key, label in reading.options.fields.items():
        if folded in (fold(key), fold(label)):
            return key
    kinds = {KIND_OF_HEAD.get(fold(part)) for part in (head, *_OF_TWO.split(head))} - {None}
    return KIND_OF_HEAD.get(folded) or (kinds.pop() if len(kinds) == 1 else None)


def heads_letters(head: str, reading: TableReading) -> bool:
    """Return whether a head says that letters are below it: ``RACI``, ``Letter``."""
    return kind_of(head, reading) == "letters" or head.strip().upper() in reading.options.schemes


def kinds_of(head: list[Cell], cells: list[list[Cell]], reading: TableReading) -> list[str | None]:
    """Return the kind of each column; numbers of steps are no names where what each is about is beside it.

    ``figures`` are dates and amounts, below heads that are not known.
    """
    kinds = [kind_of(cell.text, reading) for cell in head]
    for i, kind in enumerate(kinds):
        if i and kind is None and _are_figures(head[i], cells[i], reading):
            kinds[i] = "figures"
    if kinds.count("name") == 1 and "summary" in kinds:
        named = cells[kinds.index("name")]
        if named and all(_NUMBER.fullmatch(cell.text) for cell in named):
            kinds[kinds.index("name")], kinds[kinds.index("summary")] = "number", "name"
    return kinds


_SAID = {kind: kind for kind in KINDS} | {"ignore": "skip", "": "skip", "note": "notes", "link": "links"}


def role_head(head: str, reading: TableReading) -> str:
    """Return the name of the role that a column stands for: its head, or what ``columns`` says instead."""
    said = reading.said_of(head)
    return head if said is None or said.casefold() in _SAID or said in reading.options.fields else said


def check_columns(heads: Iterable[str], at: int, reading: TableReading) -> None:
    """Report what in ``columns`` names no head, and kinds that are misspelt: in conf.py where it is there."""
    known, option = [head for head in heads if head], reading.options.columns_by
    folded = {fold(head) for head in known}

    def report(message: str, word: str, about: About, **values: Given) -> None:
        location = location_of(word) or reading.context.location(at)
        problem = Problem.of(Code.TABLE, message, location, about, option=option, **values)
        reading.context.problems.append(problem)

    for name, kind in reading.options.columns.items():
        if fold(name) not in folded:
            message, near = "{option} names {head!r}, but no head of a table does", closest(name, known)
            report(message, name, {"head": name}, nearest=near)
        elif kind.casefold() not in _SAID and (
            misspelt(kind, KINDS) or difflib.get_close_matches(kind.casefold(), KINDS, 1, 0.8)
        ):
            message = "{option} says {kind!r} for {head!r}, expected {kinds}"
            about, near = {"kind": kind, "head": name}, closest(kind, KINDS)
            report(message, kind, about, kinds=KINDS, nearest=near)


def plan_columns(head: list[Cell], body: list[list[Cell]], reading: TableReading) -> Columns | None:
    """Find out what each column is; None where no column names the rows."""
    cells = [below(body, i) for i in range(len(head))]
    kinds = kinds_of(head, cells, reading)
    for i, cell in enumerate(head):
        unnamed = kinds[i] is None and (not fold(cell.text) or (i == 0 and _counts(cells, kinds, reading)))
        numbered = cells[i] and all(_NUMBER.fullmatch(one.text) for one in cells[i])
        if (unnamed or kinds[i] == "id") and numbered:
            kinds[i] = "number"
    name, section = _name_and_section(head, kinds, cells, reading)
    if name is None:
        return None
    if "number" in kinds[:name] and reading.share_of_letters(cells[name]) >= 0.5:
        # Nothing but the numbers can be the names of the rows.
        name = kinds.index("number")
    plan = Columns(name=name, section=section)
    seen: set[str] = set()
    for i, cell in enumerate(head):
        if i in (name, section):
            continue
        kind = kinds[i]
        if kind in ("number", "skip") or (kind == "section" and not cells[i]):
            plan.silent.add(i)
        elif kind in FIELDS or kind in reading.options.fields:
            plan.fields.append((i, str(kind)))
        elif kind is None and _has_letters_of_others(i, cells, kinds, reading):
            plan.roles.append(i)
        else:
            _plan_unknown(i, cell, cells[i], kind, plan, reading)
        if plan.roles[-1:] == [i]:
            _drop_double(cell, seen, plan, reading)
    report_unknown(plan.unknown, head, body, reading)
    return plan


def _counts(below: list[list[Cell]], kinds: list[str | None], reading: TableReading) -> bool:
    """Return whether the cells of the first column differ, and what they count is named in the next one."""
    counted = len({cell.text for cell in below[0]}) == len(below[0]) > 1
    beside = below[1] if kinds[1:2] == [None] else []
    return counted and bool(beside) and reading.share_of_letters(beside) < 0.5


def _drop_double(cell: Cell, seen: set[str], plan: Columns, reading: TableReading) -> None:
    """Tell a role that has two columns, and keep the first: its letters could contradict each other."""
    name = role_head(cell.text, reading)
    if fold(name) in seen:
        message = "role {role!r} has two columns in the table; the first one is used"
        reading.report(message, cell.at, {"role": name})
        second = plan.roles.pop()
        plan.silent.add(second)
        plan.unread.add(second)
    seen.add(fold(name))


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
    if not free or (section is not None and _could_be_role(below[free[0]], reading)):
        # The phases of a process are its rows where nothing but letters is beside them.
        return section, None
    first, second = free[0], free[1] if len(free) > 1 else None
    unsaid = section is None and second is not None and kinds[second] is None
    if unsaid and second is not None and _looks_like_sections(below, first, second):
        return second, first
    if section is not None and kinds[first] is None:
        _check_names(head[first], below[first], reading)
    return first, section


def _check_names(head: Cell, below: list[Cell], reading: TableReading) -> None:
    """Report a column that is read as the names of rows, and may be a role whose letters cannot be read."""
    names = {cell.text for cell in below if not reading.is_blank(cell)}
    if len(names) > 1 and not sounds_like_a_role(head.text):
        return
    message = "the column {head!r} is read as the names of the rows; a head such as 'Task' would say so"
    reading.guess(message, head.at, {"head": head.text})


def _looks_like_sections(below: list[list[Cell]], first: int, second: int) -> bool:
    """Return whether one column repeats or leaves out what another says for each row anew."""
    names = [cell.text for cell in below[second]]
    groups = [cell.text for cell in below[first]]
    return len(set(names)) == len(names) >= 3 and len(set(groups)) < len(names)


def _plan_unknown(
    i: int, cell: Cell, below: list[Cell], kind: str | None, plan: Columns, reading: TableReading
) -> None:
    """Place a column that no head explains: a role where there are letters, else a field, and reported.

    A second column of names ("Deliverable" beside "Task") is kept without a word.
    """
    if not cell.text:
        if below:
            report_blank_head(i, below, reading)
            plan.unread.add(i)
        plan.silent.add(i)
    elif kind == "letters" and reading.share_of_letters(below) > 0:
        report_nameless(cell, reading)
        plan.unread.add(i)
    elif kind == "figures" and not below:
        # The weeks of a plan, whose bars are the colours of its cells.
        plan.silent.add(i)
    elif (
        kind not in ("section", "figures")
        and _could_be_role(below, reading)
        and not _is_checked(cell, below, reading)
    ):
        plan.roles.append(i)
    else:
        if kind in (None, "figures"):
            plan.unknown.append(i)
        elif kind != "name":
            report_unused(cell, below, reading)
        if kind not in ("name", "figures"):
            plan.unread.add(i)
        if key := own_key(cell):
            plan.fields.append((i, key))


def report_unknown(
    columns: list[int], head: list[Cell], body: list[list[Cell]], reading: TableReading
) -> None:
    """Report columns of which nothing is known; once those that say the same, as the weeks of a plan do."""
    alike: dict[frozenset[str], list[int]] = {}
    for i in columns:
        alike.setdefault(frozenset(cell.text for cell in below(body, i)), []).append(i)
    for first, *more in alike.values():
        cells, name = below(body, first), head[first].text
        # Where most are dashes, what is not one says what the column is.
        telling = [one for one in cells if not reading.is_blank(one)] or cells
        values: dict[str, Given] = {"option": reading.options.columns_by, "cells": quoted(telling)}
        message = "column {head!r} holds no letters ({cells}) and is no column that is known"
        message += "; say with `{option}` what it is"
        if more:
            message = "{count} columns, {head!r} to {last!r}, hold no letters ({cells}) and are not known"
            message += "; say with `{option}` what they are"
            values |= {"count": 1 + len(more), "last": head[more[-1]].text}
        # A mistyped head is near; "Done" is not the French "domaine", nor "Ops" the Polish "opis".
        elif len(name) > 3:
            values["nearest"] = closest(name, KIND_OF_HEAD, 0.8)
        reading.report(message, head[first].at, {"head": name}, **values)


def own_key(head: Cell) -> str:
    """Return the key of what is below a head that is none of ours.

    By a word of other formats alone, a file that `convert` writes would have a field of ours.
    """
    key = identify(head.text).replace("-", "_")
    return f"{key}_column" if key in FOREIGN[Responsibility] else key


def report_blank_head(i: int, below: list[Cell], reading: TableReading) -> None:
    """Report a column that says something, but not what it is."""
    message = "column {number} holds {cells}, but its head is blank, expected the name of a role"
    reading.report(message, below[0].at, number=i + 1, cells=quoted(below))


def report_nameless(head: Cell, reading: TableReading) -> None:
    """Report a column of letters beside which the roles, or the responsibilities, are named nowhere."""
    message = "column {head!r} holds letters, expected a column, or a title, with the name that they lack"
    reading.report(message, head.at, {"head": head.text})


def report_unused(head: Cell, below: list[Cell], reading: TableReading) -> None:
    """Report a column whose head is known, but which a table of this layout has no place for."""
    message = "column {head!r} ({cells}) has no place in a table like this; say with `{option}` what it is"
    values = {"cells": quoted(below), "option": reading.options.columns_by}
    reading.report(message, head.at, {"head": head.text}, **values)


_SENTENCE = 80
"""From how many signs on a cell that is not all letters is a sentence: "Responsible, with others, for …"."""
_ASKED = 50
"""Of how many cells it is asked whether they are nearly letters; a column of texts may have thousands."""


def _could_be_role(below: list[Cell], reading: TableReading) -> bool:
    """Return whether cells are those of a role: one holds letters, or all could have been meant as such."""
    read = ((cell, reading.letters(cell)) for cell in below)
    if any(letters.parts and not (letters.unknown and len(cell.text) > _SENTENCE) for cell, letters in read):
        return True
    if any(reading.reader.resembles(cell.text) for cell in below[:_ASKED]):
        return True
    words = [fold(word) for p in reading.reader.scheme.participations for word in (p.name, *p.words)]
    return all(
        reading.is_blank(cell)
        or len(cell.text) <= 2
        or reading.reader.limited(cell.text)
        or difflib.get_close_matches(fold(cell.text), words, 1, 0.8)
        for cell in below
    )


def _is_checked(head: Cell, below: list[Cell], reading: TableReading) -> bool:
    """Return whether a column that is called as no role holds "x", "yes" or "no" alone: "Done", say."""
    if (
        reading.said_of(head.text)
        or fold(head.text) in reading.options.roles
        or sounds_like_a_role(head.text)
    ):
        return False
    if any(reading.letters(cell).parts for cell in below):
        return False
    texts = [cell.text.strip(" []").casefold() for cell in below if not reading.is_blank(cell)]
    return bool(texts) and all(text in MARKS or text in NO_MARKS for text in texts)


_SIDE_BY_SIDE = re.compile(rf"[A-Z]{{2,{LONGEST_JOINED}}}")


def _has_letters_of_others(
    i: int, below: list[list[Cell]], kinds: list[str | None], reading: TableReading
) -> bool:
    """Return whether a column holds letters that those beside it do, which no scheme may have: CRUD."""
    # Most columns have a cell that is something else, and it comes soon.
    if not below[i] or not all(_SIDE_BY_SIDE.fullmatch(side_by_side(cell.text)) for cell in below[i]):
        return False
    words = {side_by_side(cell.text) for cell in below[i]}
    known = {*reading.reader.scheme.letters}
    beside = (cell.text for k, cells in enumerate(below) if k != i and kinds[k] is None for cell in cells)
    used = {letter for text in beside if len(text) <= LONGEST_JOINED and text.isupper() for letter in text}
    return bool(used & known) and all(len({*word} & (used | known)) == len(word) for word in words)
