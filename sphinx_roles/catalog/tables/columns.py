"""The words in the head of a column that say what the column is, in four languages."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from msgspec import Struct, field

from sphinx_roles.catalog.tables.table import Cell, TableReading, quoted
from sphinx_roles.model import fold, identify
from sphinx_roles.problems import Code, closest

_HEADS = {
    "name": (
        "activity, activities, task, tasks, responsibility, responsibilities, deliverable, "
        "deliverables, decision, decisions, process, processes, work item, work package, item, step, "
        "milestone, what, function, duty, duties, area of responsibility, aufgabe, aufgaben, tätigkeit, "
        "tätigkeiten, aktivität, aktivitäten, verantwortlichkeit, arbeitspaket, entscheidung, activité, "
        "activités, tâche, tâches, livrable, livrables, actividad, actividades, tarea, tareas, "
        "entregable, entregables"
    ),
    "section": (
        "section, phase, area, category, group, stage, workstream, process area, process group, theme, "
        "epic, project phase, bereich, abschnitt, kategorie, gruppe, domaine, catégorie, étape, fase, "
        "sección, categoría, área"
    ),
    "number": (
        "#, no, nr, number, num, n, s no, sl no, sr no, item no, item #, step no, pos, lfd nr, ref, núm"
    ),
    "role": (
        "role, roles, team, teams, person, people, who, stakeholder, stakeholders, position, actor, "
        "team member, job title, project role, rolle, rollen, rôle, rôles, rol, equipo, équipe"
    ),
    "letters": (
        "letter, letters, code, participation, involvement, assignment, raci, raci code, raci letter"
    ),
    "when": "when, condition, if, wann, bedingung",
    "summary": (
        "summary, description, details, explanation, definition, what it means, beschreibung, descripción"
    ),
    "notes": (
        "note, notes, comment, comments, remark, remarks, bemerkung, bemerkungen, anmerkung, "
        "anmerkungen, kommentar, kommentare, hinweis, remarque, remarques, commentaire, commentaires, "
        "notas, comentarios, observaciones"
    ),
    "frequency": "frequency, cadence, how often, häufigkeit, turnus, rhythmus, fréquence, frecuencia",
    "links": "link, links, runbook, runbooks, reference, references, url, enlace, enlaces, lien, liens",
    "done_when": "done when, definition of done, acceptance criteria",
    "kind": "kind, type",
    "tags": "tag, tags, label, labels",
    "status": "status",
    "review_by": "review by",
    "id": "id, key",
}

KIND_OF_HEAD = {fold(head): kind for kind, heads in _HEADS.items() for head in heads.split(", ")}
"""The kind of column by the folded text of its head."""


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
    unread: set[int] = field(default_factory=set)
    """Columns that are reported, as nobody knows what their cells mean."""
    """Numbers and what is to be skipped."""


def kind_of(head: str, reading: TableReading) -> str | None:
    """Return what a head says that its column is; None where it says nothing that is known."""
    folded = fold(head)
    for name, message in reading.options.columns.items():
        if fold(name) == folded:
            return _SAID.get(message.casefold(), message if message in reading.options.fields else None)
    for key, label in reading.options.fields.items():
        if folded in (fold(key), fold(label)):
            return key
    kinds = {KIND_OF_HEAD.get(fold(part)) for part in (head, *_OF_TWO.split(head))} - {None}
    return KIND_OF_HEAD.get(folded) or (kinds.pop() if len(kinds) == 1 else None)


_SAID = {kind: kind for kind in KINDS} | {"ignore": "skip", "": "skip", "note": "notes", "link": "links"}


def role_head(head: str, reading: TableReading) -> str:
    """Return the name of the role that a column stands for: its head, or what ``columns`` says instead."""
    folded = fold(head)
    for name, kind in reading.options.columns.items():
        if fold(name) == folded and kind.casefold() not in _SAID and kind not in reading.options.fields:
            return kind
    return head


def check_columns(heads: Iterable[str], at: int, reading: TableReading) -> None:
    """Tell what in ``columns`` names no head, and kinds that are misspelt."""
    known, by = [head for head in heads if head], reading.options.columns_by
    folded = {fold(head) for head in known}
    for name, kind in reading.options.columns.items():
        if fold(name) not in folded:
            message, near = "{option} names {head!r}, but no head of a table does", closest(name, known)
            reading.context.report(Code.TABLE, message, at, {"head": name}, option=by, nearest=near)
        elif kind.casefold() not in _SAID and difflib.get_close_matches(kind.casefold(), KINDS, 1, 0.8):
            message = "{option} says {kind!r} for {head!r}, expected {kinds}"
            about, near = {"kind": kind, "head": name}, closest(kind, KINDS)
            reading.context.report(Code.TABLE, message, at, about, option=by, kinds=KINDS, nearest=near)


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
        if kind in ("number", "skip") or (kind == "section" and not below[i]):
            plan.silent.add(i)
        elif kind in FIELDS or kind in reading.options.fields:
            plan.fields.append((i, str(kind)))
        else:
            _plan_unknown(i, cell, below[i], kind, plan, reading)
        if plan.roles[-1:] == [i]:
            _drop_double(cell, seen, plan, reading)
    return plan


def _drop_double(cell: Cell, seen: set[str], plan: Columns, reading: TableReading) -> None:
    """Tell a role that has two columns, and keep the first: its letters could contradict each other."""
    name = role_head(cell.text, reading)
    if fold(name) in seen:
        message = "role {role!r} has two columns in the table; the first one is used"
        reading.context.report(Code.TABLE, message, cell.at, {"role": name})
        plan.silent.add(plan.roles[-1])
        plan.unread.add(plan.roles.pop())
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
    i: int, cell: Cell, below: list[Cell], kind: str | None, plan: Columns, reading: TableReading
) -> None:
    """Place a column that no head explains: a role where there are letters, else told and kept as a field.

    A second column of names ("Deliverable" beside "Task") is kept without a word.
    """
    if not cell.text:
        if below:
            message = "column {number} holds {cells}, but its head is blank, expected the name of a role"
            reading.context.report(Code.TABLE, message, below[0].at, number=i + 1, cells=quoted(below))
        plan.silent.add(i)
        plan.unread.add(i)
    elif kind != "section" and _could_be_role(below, reading):
        plan.roles.append(i)
    else:
        if kind != "name":
            plan.unread.add(i)
        if kind is None:
            message = "column {head!r} holds no letters ({cells}) and is no column that is known; "
            message += "say with `{option}` what it is"
            # A mistyped head is near; "Done" is not the French "domaine".
            near = closest(cell.text, KIND_OF_HEAD, 0.8)
            values = {"option": reading.options.columns_by, "nearest": near}
            about = {"head": cell.text}
            reading.context.report(Code.TABLE, message, cell.at, about, cells=quoted(below), **values)
        elif kind != "name":
            report_unused(cell, below, reading)
        if key := identify(cell.text).replace("-", "_"):
            plan.fields.append((i, key))


def report_unused(head: Cell, below: list[Cell], reading: TableReading) -> None:
    """Report a column whose head is known, but which a table of this layout has no place for."""
    message = "column {head!r} ({cells}) has no place in a table like this; say with `{option}` what it is"
    values = {"cells": quoted(below), "option": reading.options.columns_by}
    reading.context.report(Code.TABLE, message, head.at, {"head": head.text}, **values)


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
