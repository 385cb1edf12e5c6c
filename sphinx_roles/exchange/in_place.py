"""Tables on a page, where they stand, to `responsibility-matrix`; all else stays byte for byte."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct, field, structs

from sphinx_roles.catalog.formats.markdown import read_markdown_tables
from sphinx_roles.catalog.formats.restructured import read_restructured
from sphinx_roles.catalog.load import catalog_of, read_body
from sphinx_roles.catalog.nodes import ReadContext
from sphinx_roles.catalog.schema import FileDraft
from sphinx_roles.catalog.schemes import DEFAULT_SCHEME
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.catalog.tables.interpret import concerns
from sphinx_roles.catalog.tables.table import Grid, TableOptions
from sphinx_roles.exchange.comparing import without_locations
from sphinx_roles.exchange.directives import Change, markdown_change, restructured_change
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location, Problem

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


class Page(Struct):
    """The new text of a page, and a sentence for each table that was changed, or was not."""

    text: str
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def changed_page(text: str, shown: str, form: str, settings: Settings) -> Page:
    """Make each responsibility table of a page the body of a directive.

    ``form`` is ``markdown`` or ``rst``. A table that would say something else in the directive, as it
    leans on a footnote elsewhere on the page, say, is left as it is and told.
    """
    # The mark of the encoding stays the first character.
    mark, text = text[: text.startswith("\ufeff")], text.removeprefix("\ufeff")
    grids = read_markdown_tables(text) if form == "markdown" else read_restructured(text, ReadContext(shown, []))
    lines = [line for line in _LINE.findall(text) if line]
    page = Page(text)
    # From the last one up, so that the lines of the others stay where they are.
    for grid in reversed(grids):
        if not concerns(grid, TableOptions()):
            continue
        before = _alone(grid, shown, settings)
        scheme = _scheme(before)
        change = (markdown_change if form == "markdown" else restructured_change)(lines, grid, scheme)
        if change is None:
            continue
        where = f"{shown}:{grid.lines[0]}"
        if isinstance(change, str):
            page.kept.insert(0, f"{where}: {change}")
        elif reason := _differs(before, change, form, scheme, shown, settings):
            page.kept.insert(0, f"{where}: {reason}")
        else:
            lines[change.start : change.stop] = change.lines
            named = f" {str(change.caption)!r}" if change.caption else ""
            page.changed.insert(0, f"{where}: the table{named} is a responsibility-matrix")
            page.kept[:0] = [f"{where}: {message}" for message in change.left_out]
    page.text = mark + "".join(lines)
    return page


def _alone(grid: Grid, shown: str, settings: Settings) -> Catalog:
    """Read one table of a page by itself."""
    problems: list[Problem] = []
    draft = FileDraft(ReadContext(shown, problems, limits=settings.limits), stem="table")
    draft.grids = [grid]
    return catalog_of([draft], settings, problems)[0]


def _scheme(catalog: Catalog) -> str | None:
    """Return the scheme that the directive has to name, as the page did around the table."""
    used = {catalog.matrices[row.matrix].scheme for row in catalog.rows}
    scheme = used.pop() if used else DEFAULT_SCHEME
    return None if scheme == DEFAULT_SCHEME else scheme


def _differs(
    before: Catalog, change: Change, form: str, scheme: str | None, shown: str, settings: Settings
) -> str:
    """Say why a table cannot be changed: read as a body, it would say something else."""
    after, _ = read_body(change.body, Location(shown), settings, format=form, scheme=scheme)
    if _message(before) == _message(after) and before.rows:
        return ""
    return (
        "left as it is: in a directive it would lose what stands elsewhere on the page (a footnote, a link)"
    )


def _message(catalog: Catalog) -> list[Any]:
    """Return what a table says, whatever it is called."""
    rows = [
        (
            without_locations(structs.replace(row, matrix="", section="")),
            str(catalog.sections[row.matrix, row.section].name) if row.section else "",
        )
        for row in catalog.rows
    ]
    return [[str(role.name) for role in catalog.roles.values()], rows]
