"""A catalog as text of any format that is written, and what that format could not carry.

YAML and JSON carry all of it. CSV and TSV carry one matrix; a Markdown page has a table for each, and says
in its front matter what tables cannot.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path as FilePath
from typing import Any

from msgspec import Struct, field, structs

from sphinx_roles.analysis.diff.change import Change, ChangePart, change, sentence
from sphinx_roles.analysis.diff.matching import Matches
from sphinx_roles.analysis.diff.query import ChangesQuery
from sphinx_roles.catalog.formats import FORMATS
from sphinx_roles.catalog.letters import DEFAULT_SCHEME, LetterReader
from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.convert.plain_data import Path, Plain, head_data, in_a_cell, plain_catalog, yaml_text
from sphinx_roles.csv_cells import csv_text
from sphinx_roles.inline import name_of, plain
from sphinx_roles.model import Assignment, Catalog, Link, Responsibility, Role, Text, id_of_name, limits
from sphinx_roles.problems import Code, Location, Problem

SUFFIXES: Mapping[str, str] = {
    form: FORMATS[form].suffixes[0] for form in ("yaml", "json", "csv", "tsv", "markdown")
}
"""The formats that are written, with the suffix of each."""
_DELIMITERS = {"csv": ",", "tsv": "\t"}
_LISTED = 5


class Written(Struct, frozen=True):
    """A text, the catalog that comes back when it is read, and what does not."""

    text: str
    lost: tuple[str, ...]
    catalog: Catalog


def written(
    catalog: Catalog,
    form: str,
    settings: Settings,
    *,
    stem: str = "roles",
    plain: Plain | None = None,
    comments: Mapping[Path, Iterable[str]] | None = None,
    head: Iterable[str] = (),
) -> Written:
    """Write a catalog in one of `SUFFIXES`, and read it back to see that nothing is lost.

    ``stem`` is the name of the file that it is for, without its suffix. A CSV holds the first matrix
    that has rows. ``comments`` and ``head`` are for YAML only, which has a place for them.
    """
    if form in ("yaml", "json"):
        data = (plain or plain_catalog(catalog)).data
        if form == "yaml":
            text = yaml_text(data, comments, head)
        else:
            text = json.dumps(data, ensure_ascii=False, indent=2, default=date.isoformat) + "\n"
            # Readers take this character for the mark at the start of a file; JSON has it in texts only.
            text = text.replace("\ufeff", "\\ufeff")
    else:
        catalog = as_tables_have_it(catalog, stem)
        if form == "markdown":
            text = page_text(catalog, stem=stem)
        else:
            matrix = next((row.matrix for row in catalog.rows), "")
            text = matrix_text(catalog, matrix, stem=stem, delimiter=_DELIMITERS[form])
    with tempfile.TemporaryDirectory() as folder:
        path = FilePath(folder, f"written{SUFFIXES[form]}")
        path.write_bytes(text.encode())
        again, _ = read_catalog([Source(path, f"{stem}{SUFFIXES[form]}")], settings)
    return Written(text, tuple(losses(catalog, again)), again)


def comments_of(plain: Plain, problems: Iterable[Problem]) -> tuple[dict[Path, list[str]], list[str]]:
    """Return what was doubtful by the path of the entry it is about, and what is about none of them."""
    lines: dict[tuple[str, int], set[Path]] = {}
    spots: dict[Location, Path] = {}
    for path, locations in plain.locations.items():
        for location in locations:
            lines.setdefault((location.file, location.line), set()).add(path)
            spots.setdefault(location, path)
    found: dict[Path, list[str]] = {}
    others: list[str] = []
    for problem in problems:
        location = problem.location
        there = lines.get((location.file, location.line), set())
        # What is said of a table, or of a line in which several are, is about none of them alone.
        alone = len(there) == 1 and problem.code is not Code.TABLE
        entry = spots.get(location) or (next(iter(there)) if alone else None)
        (others if entry is None else found.setdefault(entry, [])).append(f"{problem.text} ({location})")
    return found, others


def losses(before: Catalog, after: Catalog) -> Iterator[str]:
    """Say what of ``before`` is missing or another in ``after``, one sentence for each sort of change."""
    groups: dict[tuple[str, str], list[Change]] = {}
    for group in ChangesQuery(undeclared=True).changes(before, after).groups:
        for one in group.changes:
            # A section is where its first row is; that of rows is compared below, beyond sections.
            if one.kind not in ("sections-order", "rows-order"):
                groups.setdefault((one.kind, one.field), []).append(one)
    for (kind, name), changes in groups.items():
        things: dict[str, dict[ChangePart, None]] = {}
        for one in changes:
            for thing in one.things:
                things.setdefault(thing.key, {}).update(dict.fromkeys(thing.parts))
        yield sentence(change(kind, name, **{key: _few(list(parts)) for key, parts in things.items()}))
    pairs = Matches(before, after).rows
    kept, order = set(pairs.values()), [pairs[row.key] for row in before.rows if row.key in pairs]
    if order != [row.key for row in after.rows if row.key in kept]:
        yield sentence(change("rows-order"))
    # What a team says of rules is no part of what changes.
    rules = [key for key, value in before.rules.items() if after.rules.get(key) != value]
    if rules:
        yield f"rules not kept: {', '.join(rules)}"
    accepted = _accepted(before) - _accepted(after)
    if accepted:
        yield f"accepted findings not kept: {len(accepted)}"


def _accepted(catalog: Catalog) -> set[tuple[object, ...]]:
    return {(one.rule, one.on, one.reason, one.until) for one in catalog.accepted}


def _few(parts: list[ChangePart]) -> list[ChangePart]:
    return parts if len(parts) <= _LISTED + 1 else [*parts[:_LISTED], f"{len(parts) - _LISTED} more"]


_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>,;()]+")
_NOBODY = "n/a"
_FIELDS = "id kind summary done_when frequency tags links status aliases maintainer reviewed review_by notes"
_HEADS: Mapping[str, str] = {
    **{name: name.replace("_", " ").capitalize() for name in _FIELDS.split()},
    "aliases": "Also called",
    "maintainer": "Maintained by",
}


def as_tables_have_it(catalog: Catalog, stem: str) -> Catalog:
    """Give each matrix with rows the order of columns that its table has.

    The matrix without a name gets that of its table: ``stem``, the name of the file.
    """
    ordered = {
        key: structs.replace(one, roles=one.roles or tuple(columns_of(catalog, key)))
        for key, one in catalog.matrices.items()
    }
    key = id_of_name(stem)
    if not ordered[""].roles or not key or key in ordered:
        return structs.replace(catalog, matrices={**ordered, "": catalog.matrices[""]})
    named = structs.replace(ordered[""], id=key, name=Text(stem))
    return structs.replace(
        catalog,
        rows=tuple(row if row.matrix else structs.replace(row, matrix=key) for row in catalog.rows),
        sections={
            (matrix or key, section): one if matrix else structs.replace(one, matrix=key)
            for (matrix, section), one in catalog.sections.items()
        },
        matrices={**ordered, "": catalog.matrices[""], key: named},
    )


def columns_of(catalog: Catalog, matrix: str) -> list[str]:
    """Return the roles of a matrix: in its own order, then all others that take part."""
    taking = {one.role for row in catalog.rows if row.matrix == matrix for one in row.assign}
    order = [role for role in catalog.matrices[matrix].roles if role in catalog.roles]
    return [*order, *(role for role in catalog.roles if role in taking and role not in order)]


# The rows of a matrix as cells


class _Table(Struct):
    """A head, and a row of texts for each responsibility, with the name of its section or nothing."""

    head: list[str]
    rows: list[list[str]] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)


def _table(catalog: Catalog, matrix: str, head_of: Callable[[Role], str]) -> _Table:
    """Lay out the rows of a matrix. ``head_of`` says how a role is called in the head."""
    # Below a section, one without would be read as in it.
    rows = sorted((row for row in catalog.rows if row.matrix == matrix), key=lambda row: bool(row.section))
    columns = columns_of(catalog, matrix)
    extra = [_field_cells(row) for row in rows]
    # A row may have several notes: each has a column.
    counts = {name: max((len(cells.get(name, ())) for cells in extra), default=0) for name in _HEADS}
    wanted = [(name, number) for name, count in counts.items() for number in range(count)]
    heads = [as_cell(head_of(catalog.roles[role])) for role in columns]
    table = _Table(["Responsibility", *heads, *(_HEADS[name] for name, _ in wanted)])
    reader = LetterReader(catalog.schemes[catalog.matrices[matrix].scheme])
    for row, cells in zip(rows, extra, strict=True):
        held: dict[str, list[Assignment]] = {}
        for one in row.assign:
            # A table has no place for notes; the letters are there all the same.
            when = limits(one.when, one.until)
            held.setdefault(one.role, []).append(structs.replace(one, when=when, until=None, note=None))
        letters = [_letters(held[role], reader) if role in held else "" for role in columns]
        if not any(letters):
            # A row of nothing but a name would be the name of a section.
            letters = [_NOBODY] * len(letters)
        more = [cells[name][n] if n < len(cells.get(name, ())) else "" for name, n in wanted]
        table.rows.append([as_cell(row.name), *letters, *more])
        section = catalog.sections.get((matrix, row.section))
        table.sections.append(as_cell(section.name) if section is not None else "")
    return table


def as_cell(text: str) -> str:
    """Return a text that reads back as the same name; what would be markup gets backslashes."""
    return str(text) if name_of(plain(text)) == text else _PUNCTUATION.sub(r"\\\1", text)


def _letters(found: list[Assignment], reader: LetterReader) -> str:
    text = in_a_cell(found, reader)
    if text is not None:
        return text
    texts = ["/".join(one.letters) or one.unread for one in found]
    return ", ".join(
        f"{text} ({one.when})" if one.when else text for text, one in zip(texts, found, strict=True)
    )


def _field_cells(row: Responsibility) -> dict[str, list[str]]:
    """Return the cells of each field that says something: one, or of notes one for each."""
    found = {name: _texts(getattr(row, name)) for name in _HEADS}
    if row.id == id_of_name(row.name):
        del found["id"]
    return {name: some if name == "notes" else [", ".join(some)] for name, some in found.items() if some}


def _texts(value: Any) -> list[str]:
    several = value if isinstance(value, tuple) else (value,) if value else ()
    return [_link(one) if isinstance(one, Link) else str(one) for one in several]


def _link(link: Link) -> str:
    if link.text == link.url and _ADDRESS.fullmatch(link.url):
        return str(link.url)
    return f"[{link.text}]({link.url})"


# CSV


def matrix_text(catalog: Catalog, matrix: str, *, stem: str, delimiter: str) -> str:
    """Return the table of a matrix as CSV.

    Its name is alone in a line above, unless that is ``stem``, the name of the file; so does a
    scheme other than RACI.
    """
    table, entry = _table(catalog, matrix, lambda role: str(role.name)), catalog.matrices[matrix]
    title = [str(entry.name)] if entry.name and entry.name != stem else []
    scheme = [entry.scheme] if entry.scheme != DEFAULT_SCHEME else []
    if scheme and not title:
        # The first line alone is the title.
        title = [str(entry.name) or stem or "Matrix"]
    rows = [table.head, *table.rows]
    if any(table.sections):
        rows = [[section, *row] for section, row in zip(["Section", *table.sections], rows, strict=True)]
    return csv_text([*([as_cell(line)] for line in (*title, *scheme)), *rows], delimiter)


# Markdown


def page_text(catalog: Catalog, *, stem: str) -> str:
    """Return a page that is a catalog too. ``stem`` is its file's name, and that of a table without one."""
    # Without a letter, it would be no matrix but a table like any other; such rows are front matter.
    used = list(dict.fromkeys(row.matrix for row in catalog.rows if columns_of(catalog, row.matrix)))
    # A table without a heading is called as the file is: it comes before all headings.
    used.sort(key=lambda matrix: catalog.matrices[matrix].name not in ("", stem))
    front = _front_matter(catalog, used)
    parts = [f"---\n{yaml_text(front)}---"] if front else []
    parts.append("<!-- roles -->")
    names = [one.name for one in catalog.matrices.values()]
    for matrix in used:
        if (name := catalog.matrices[matrix].name) and name != stem:
            # Of two with one name, each has its id.
            parts.append(f"## {as_cell(name if names.count(name) == 1 else matrix)}")
        parts.append(_drawn(_table(catalog, matrix, lambda role: head_of(catalog, role))))
    return "\n\n".join(parts) + "\n"


def head_of(catalog: Catalog, role: Role) -> str:
    """Return what a role is called in a head: its name, where that leads back to it."""
    found = catalog.find_role(role.name)
    return str(role.name) if found is not None and found.id == role.id else role.id


def _front_matter(catalog: Catalog, used: list[str]) -> dict[str, Any]:
    """Return what the tables of some matrices do not say."""
    data = head_data(catalog)
    columns = {matrix: columns_of(catalog, matrix) for matrix in used}
    heads = list(dict.fromkeys(role for roles in columns.values() for role in roles))
    if heads == list(catalog.roles) and all(
        role == Role(id=id_of_name(role.name), name=role.name, location=role.location)
        for role in catalog.roles.values()
    ):
        data.pop("roles", None)
    rows = tuple(row for row in catalog.rows if row.matrix not in used)
    sections = {
        key: one
        for key, one in catalog.sections.items()
        if one.summary is not None or one.id != id_of_name(one.name) or one.matrix not in used
    }
    needed = False
    for key, entry in data.get("matrices", {}).items():
        matrix = catalog.matrices[key]
        shown = key in used and list(matrix.roles) == columns[key]
        if shown:
            # Named here, its columns would define roles.
            entry.pop("roles", None)
        needed |= not shown or any(one.matrix == key for one in sections.values())
        needed |= (key, DEFAULT_SCHEME, None) != (id_of_name(matrix.name), matrix.scheme, matrix.summary)
    # Where one of them has to be defined, all are, so that they keep their order.
    if not needed:
        data.pop("matrices", None)
    entries = plain_catalog(structs.replace(catalog, rows=rows, sections=sections)).data
    if "responsibilities" in entries:
        data["responsibilities"] = entries["responsibilities"]
    return data if set(data) - {"format"} else {}


def _drawn(table: _Table) -> str:
    """Draw a table with its columns aligned; a section is a row of its own, in bold."""
    lines, section = [table.head], ""
    for name, row in zip(table.sections, table.rows, strict=True):
        if name != section:
            lines.append([f"**{name}**", *[""] * (len(row) - 1)])
            section = name
        lines.append(row)
    cells = [[cell.replace("|", "\\|").replace("\n", "<br>") for cell in line] for line in lines]
    widths = [max(3, *map(len, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["-" * width for width in widths])
    return "\n".join(f"| {' | '.join(map(str.ljust, line, widths))} |" for line in cells)
