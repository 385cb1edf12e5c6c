"""``sphinx-roles survey`` and ``agreement``: a sheet for each person, and where their answers differ."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from sphinx_roles.addresses import person_name
from sphinx_roles.analysis.agreement import (
    Agreed,
    AgreementQuery,
    AgreementReport,
    AgreementRow,
    Opinion,
    agreed,
)
from sphinx_roles.analysis.report import Sheet
from sphinx_roles.catalog.formats import format_of
from sphinx_roles.catalog.load import read_body, read_sheet
from sphinx_roles.catalog.sources import Source
from sphinx_roles.cli.convert import writable
from sphinx_roles.cli.io import (
    CLEAN,
    FINDINGS,
    CommandError,
    check_free,
    counted,
    echo,
    echo_list,
    matrix_key,
    readable,
    shown,
    write,
)
from sphinx_roles.cli.project import Opened, chosen, opened
from sphinx_roles.cli.report import echo_problems, placed
from sphinx_roles.convert.output import as_cell, columns_of, head_of, written
from sphinx_roles.csv_cells import csv_text
from sphinx_roles.inline import name_of, plain
from sphinx_roles.model import Catalog, Responsibility, Role, Scheme, Text, fold, identify
from sphinx_roles.problems import Location, Problem, mistaken


def run(given: Namespace) -> int:
    """Write the sheets, and report what of them would not be read as it is written."""
    if given.format == "xlsx" and find_spec("openpyxl") is None:
        raise CommandError("writing a workbook needs openpyxl: pip install 'sphinx-role-cards[xlsx]'")
    found = opened(given.paths)
    echo_problems(placed(found.problems, found.root))
    catalog = _first(given.catalog, found)
    asked = _asked(catalog, given.matrix)
    people = [str(person_name(Text(" ".join(name.split())))) for name in given.people]
    contents: dict[str, bytes | str] = {}
    doubts: list[str] = []
    for person in dict.fromkeys(people):
        for matrix, form in asked.items():
            stem = identify(person)
            if not stem:
                raise CommandError(f"--for {person!r} makes no name of a file; expected a name with letters")
            name = f"{stem}-{identify(matrix) or 'matrix'}" if len(asked) > 1 else stem
            file = f"{name}.{given.format}"
            if file in contents:
                raise CommandError(f"--for {person!r} has the same file as another name: {file}")
            drawn = sheet_csv if given.format == "csv" else sheet_xlsx
            contents[file] = drawn(form, catalog, person)
            doubts += misread(form, catalog, person)
    folder = Path(given.output)
    check_free(folder, contents, force=given.force)
    write(folder, contents)
    for name in contents:
        echo(f"Wrote {shown(folder / name)}.")
    for name in dict.fromkeys(doubts):
        echo(
            f"A sheet would not be read with the name {name!r}; change it before you send them", to=sys.stderr
        )
    return FINDINGS if mistaken(found.problems) or doubts else CLEAN


def _first(name: str | None, found: Opened) -> Catalog:
    return next(iter(chosen(name, found).values()))


def _asked(catalog: Catalog, matrix: str | None) -> Mapping[str, Form]:
    """Return the matrices to ask about, by id."""
    every = dict(forms(catalog))
    if not every or not catalog.roles:
        missing = "roles" if every else "responsibilities"
        raise CommandError(f"the catalog has no {missing} to ask about")
    if matrix is None:
        return every
    key = matrix_key(matrix, catalog)
    if key not in every:
        raise CommandError(f"the matrix {matrix!r} has no responsibilities to ask about")
    return {key: every[key]}


def run_agreement(given: Namespace) -> int:
    """Show the figure and the rows to talk about, and write what is agreed."""
    out = writable(given.write, force=given.force) if given.write else None
    if out is not None and format_of(out.name) not in ("yaml", "json"):
        raise CommandError(f"{out.name!r} is in no format that holds a catalog; expected .yaml or .json")
    found = opened([given.of] if given.of else [])
    catalog = _first(given.catalog, found)
    matrix = matrix_key(given.matrix, catalog) if given.matrix else ""
    if given.most < 0:
        raise CommandError(f"--most is {given.most}; expected 0 or more")
    query = AgreementQuery(matrix=matrix, names=given.names, only_differences=True, most=given.most)
    sheets, problems = _sheets(given, found, catalog, query)
    report, wrong = query.agreement(catalog, sheets)
    every = (*placed(found.problems, found.root), *problems, *wrong)
    if report.shows_nothing:
        echo_problems(every)
        raise CommandError("nobody has answered a responsibility of the catalog")
    echo("\n".join(_text(report)))
    for name in report.elsewhere:
        # Its letters are of another scheme: it has a figure of its own.
        other, _ = structs.replace(query, matrix=name).agreement(catalog, sheets)
        echo("\n".join(["", f"{catalog.matrices[matrix_key(name, catalog)].name}", *_text(other)]))
    echo_problems(every)
    left = _write(agreed(catalog, sheets, given.agreed, matrix), out, found) if out is not None else False
    return FINDINGS if mistaken(every) or left else CLEAN


def _sheets(
    given: Namespace, found: Opened, catalog: Catalog, query: AgreementQuery
) -> tuple[list[Sheet], list[Problem]]:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    for path in dict.fromkeys(map(readable, given.paths)):
        source, schemes = Source(path, shown(path)), query.schemes(catalog)
        filled, reported = read_sheet(source, found.registry.settings, catalog, schemes)
        sheets.append(Sheet(source.shown, filled))
        problems += reported
    return sheets, problems


def _text(report: AgreementReport) -> Iterator[str]:
    """Yield the figure, and the rows on which people disagree, the worst first."""
    if report.alpha:
        yield f"Krippendorff's alpha: {report.alpha} (1: all agree; 0: no more than by chance)"
    else:
        yield "Krippendorff's alpha is not defined: there are no two different answers to compare"
    same = f"{report.agreed} with the same answers from all"
    yield f"{counted(report.people, 'person', 'people')}, {counted(report.compared, 'row')}, {same}"
    if report.unanswered:
        yield f"{counted(report.unanswered, 'row')} that nobody has answered"
    for row in report.rows:
        yield ""
        percent = "one answer" if row.percent is None else f"{row.percent}%"
        answered = f", answered by {row.answered} of {report.people}" if row.answered < report.people else ""
        yield f"{row.name}{f' ({row.section})' if row.section else ''}: {percent}{answered}"
        for column, opinions in zip(report.columns, row.cells, strict=True):
            if any(one.cell.parts for one in opinions):
                yield f"  {column.name}: {'; '.join(_said(one, row, report) for one in opinions)}"
    more = report.compared - report.agreed - len(report.rows)
    if more > 0:
        yield f"\nand {counted(more, 'more row')}; --most shows {'them' if more > 1 else 'it'}"


def _said(opinion: Opinion, row: AgreementRow, report: AgreementReport) -> str:
    parts = (
        f"{'/'.join(part.letters)}{f' ({part.when})' if part.when else ''}" for part in opinion.cell.parts
    )
    who = ", ".join(str(report.names[one]) if report.names else str(one + 1) for one in opinion.people)
    every = len(opinion.people) == row.answered > 1
    return f"{', '.join(parts) or 'no part'} ({'all' if every else who})"


def _write(result: Agreed, out: Path, found: Opened) -> bool:
    """Write the agreed catalog, and report what is left open; return whether anything is."""
    # What conf.py says of the rules is no part of the data.
    rules = {k: v for k, v in result.catalog.rules.items() if found.registry.rules.get(k) != v}
    catalog = structs.replace(result.catalog, rules=rules)
    text = written(catalog, str(format_of(out.name)), found.registry.settings, stem=out.stem)
    out.write_bytes(text.text.encode())
    echo(f"\nWrote {shown(out)}.")
    names = {role.id: role.name for role in catalog.roles.values()}
    lines = [f"{row.name}, {names[role]}" for row, role in result.open]
    kept = [str(row.name) for row in result.kept]
    for title, some in (
        ("Left open, as they do not agree:", lines),
        ("As it was, as fewer than two people answered:", kept),
        ("Not kept:", [*text.lost]),
    ):
        echo_list(title, some)
    return bool(lines or kept or text.lost)


# The sheets: a matrix without its letters, as CSV or as a workbook, for a person to fill in

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
