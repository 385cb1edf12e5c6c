"""The sheets of a survey: a matrix without its letters, as CSV or as a workbook, for a person to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from typing import Any

from msgspec import Struct

from sphinx_roles.catalog.load import read_body
from sphinx_roles.convert.output import as_cell, columns_of, head_of
from sphinx_roles.csv_cells import csv_text
from sphinx_roles.inline import name_of, plain
from sphinx_roles.model import Catalog, Responsibility, Role, Scheme, fold
from sphinx_roles.problems import Location

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML cannot hold."""


class Form(Struct, frozen=True):
    """What is asked of one matrix: its rows with the names of their sections, and the roles of its heads."""

    rows: tuple[tuple[str, Responsibility], ...]
    roles: tuple[Role, ...]
    scheme: Scheme


def forms(catalog: Catalog) -> Iterator[tuple[str, Form]]:
    """Yield the matrices that have rows, by id; where nobody takes part yet, all roles are heads."""
    for matrix in dict.fromkeys(row.matrix for row in catalog.rows):
        rows = [row for row in catalog.rows if row.matrix == matrix]
        # Below a section, one without would be read as in it.
        rows.sort(key=lambda row: bool(row.section))
        columns = columns_of(catalog, matrix) or [*catalog.matrices[matrix].roles] or [*catalog.roles]
        sections = (catalog.sections.get((matrix, row.section)) for row in rows)
        names = (str(section.name) if section is not None else "" for section in sections)
        roles = tuple(catalog.roles[role] for role in columns)
        yield matrix, Form(tuple(zip(names, rows, strict=True)), roles, catalog.scheme_of(rows[0]))


def _cell(text: str) -> str:
    """Return a text that is found again by its words: where markup would take some, with backslashes."""
    words = " ".join(text.split())
    return words if fold(name_of(plain(words))) == fold(words) else as_cell(words)


def _lines(form: Form, catalog: Catalog, person: str, letter: str = "") -> list[list[str]]:
    """Return the cells of a sheet; a ``letter`` stands in for the answers.

    The person's name is the title of the table, and the column of sections is always there: without it, a row
    that is left blank would be read as the head of a section.
    """
    heads = ["Section", "Responsibility", *(_cell(head_of(catalog, role)) for role in form.roles)]
    rows = [
        [_cell(section), _cell(row.name), letter, *("" for _ in form.roles[1:])] for section, row in form.rows
    ]
    legend = [
        [f"{p.letter} = {' '.join(f'{p.name}: {p.meaning}'.split())}"] for p in form.scheme.participations
    ]
    return [[_cell(person)], heads, *rows, [], *legend]


def sheet_csv(form: Form, catalog: Catalog, person: str) -> str:
    """Return the sheet as CSV."""
    return csv_text(_lines(form, catalog, person))


def misread(form: Form, catalog: Catalog, person: str) -> list[str]:
    """Return the names, of the person or of rows, that a filled-in sheet would not be read with."""
    letter = form.scheme.letters[0] if form.scheme.letters else "x"
    text = csv_text(_lines(form, catalog, person, letter))
    again, _ = read_body(text, Location("sheet.csv"), format="csv", roles=catalog, scheme=form.scheme.id)
    found = {fold(row.name) for row in again.rows}
    titles = {fold(again.matrices[row.matrix].name) for row in again.rows}
    return [
        *([person] if titles != {fold(person)} else []),
        *(str(row.name) for _, row in form.rows if fold(row.name) not in found),
    ]


def sheet_xlsx(form: Form, catalog: Catalog, person: str) -> bytes:
    """Return the sheet as a workbook, whose cells offer the letters. Needs openpyxl."""
    # By its name: it has no types, and is not always there.
    book = import_module("openpyxl").Workbook()
    page = book.active
    for number, line in enumerate(_lines(form, catalog, person), 1):
        for column, text in enumerate(line, 1):
            cell = page.cell(number, column, _ILLEGAL.sub("", text))
            # A text that begins with a sign of formulas is none.
            cell.data_type = "s"
    _dress(page, form)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _dress(page: Any, form: Form) -> None:
    """Make heads bold and columns wide, and offer the letters where an answer goes."""
    styles = import_module("openpyxl.styles")
    get_letter = import_module("openpyxl.utils").get_column_letter
    wrapped = styles.Alignment(wrap_text=True, vertical="top")
    for cell in (page["A1"], *page[2]):
        cell.font = styles.Font(bold=True)
    for row in page.iter_rows(min_row=2, max_row=2 + len(form.rows)):
        for cell in row:
            cell.alignment = wrapped
    for number in range(1, 3 + len(form.roles)):
        page.column_dimensions[get_letter(number)].width = 18 if number == 1 else 40 if number == 2 else 16
    page.freeze_panes = "C3"
    choices = ",".join(form.scheme.letters)
    # What is offered is a text of at most 255 characters, in which a comma and a quote have a meaning.
    if 0 < len(choices) < 255 and '"' not in choices and not any("," in one for one in form.scheme.letters):
        last = get_letter(2 + len(form.roles))
        offered = import_module("openpyxl.worksheet.datavalidation").DataValidation(
            type="list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False
        )
        offered.add(f"C3:{last}{2 + len(form.rows)}")
        page.add_data_validation(offered)
