"""``sphinx-roles export`` and ``schema``: data for other programs, and what editors know of ours."""

from __future__ import annotations

import sys
from argparse import Namespace
from difflib import unified_diff
from pathlib import Path

from msgspec import structs

from sphinx_roles.cli.io import CLEAN, FINDINGS, CommandError, echo, matrix_key, shown, write_output
from sphinx_roles.cli.project import Opened, chosen, opened
from sphinx_roles.cli.report import echo_problems, placed
from sphinx_roles.export.facts import facts, written
from sphinx_roles.export.owners import FORMATS as OWNERS
from sphinx_roles.export.owners import WRITTEN_BY
from sphinx_roles.export.schemas import catalog_schema, facts_schema, role_schema
from sphinx_roles.export.tables import csv_matrix, csv_rows, markdown
from sphinx_roles.model import Catalog
from sphinx_roles.problems import mistaken

FORMATS = ("json", "csv", "matrix", "markdown", *OWNERS)


def run(given: Namespace) -> int:
    """Open, export, and report what could not be read."""
    found = opened(given.paths)
    if given.matrix is not None and given.format != "matrix":
        raise CommandError("--matrix goes with --format matrix")
    if given.check and given.output is None:
        raise CommandError("--check goes with --output, the file to compare with")
    text, left_out = _text(given, found)
    catalogs = found.registry.catalogs.values()
    differs = _differs(text, Path(given.output)) if given.check else False
    if not given.check:
        if given.format in OWNERS and not given.force:
            _check_is_ours(given.output)
        write_output(text, given.output, [found.root / file for one in catalogs for file in one.files])
    echo_problems((*placed(found.problems, found.root), *left_out))
    return FINDINGS if mistaken(found.problems) or left_out or differs else CLEAN


def _check_is_ours(output: str | None) -> None:
    """Refuse to write over an owners file that people wrote: theirs look like ours but for the first line."""
    path = Path(output or "-")
    if path.is_file() and (there := path.read_bytes().strip()) and not there.startswith(WRITTEN_BY.encode()):
        raise CommandError(f"{shown(path)} was not written by this command; --force overwrites it")


def _differs(text: str, path: Path) -> bool:
    """Print how a file differs from a text; return whether it does."""
    if path.is_dir():
        raise CommandError(f"{path} is a folder; a file is expected")
    there = path.read_text("utf-8", errors="backslashreplace") if path.exists() else ""
    lines = unified_diff(
        there.splitlines(keepends=True), text.splitlines(keepends=True), path.as_posix(), "what the data says"
    )
    found = "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
    if found:
        echo(found)
    return bool(found)


def _text(given: Namespace, found: Opened) -> tuple[str, list[str]]:
    """Return what is exported, and a sentence for each thing that is left out."""
    catalogs = chosen(given.catalog, found)
    fields = found.registry.settings.fields
    if given.format == "json":
        return written(facts(catalogs, fields)), []
    (name, catalog), *others = catalogs.items()
    if others:
        listed = ", ".join(one for one, _ in others)
        echo(f"Only the first catalog is in it; --catalog names another one: {listed}", to=sys.stderr)
    if given.format in OWNERS:
        text, left_out = OWNERS[given.format](catalog)
        if given.format != "backstage" and not any(row.covers for row in catalog.rows):
            left_out.append(f"no responsibility has `covers`, so the file for {given.format} has no rule")
        return text, left_out
    if given.format == "matrix":
        return _matrix(given.matrix, catalog), []
    (document,) = facts({name: catalog}, found.registry.settings.fields)["catalogs"]
    return (csv_rows(document) if given.format == "csv" else markdown(document)), []


def _matrix(name: str | None, catalog: Catalog) -> str:
    # Rows that name no matrix are in "".
    used = dict.fromkeys(row.matrix for row in catalog.rows)
    if name is None and len(used) > 1:
        known = ", ".join(key or '"" (the rows that name none)' for key in used)
        raise CommandError(f"there are several matrices; name one of them with --matrix: {known}")
    key = "".join(used) if name is None else matrix_key(name, catalog)
    # One without a name would be all of them.
    return csv_matrix(
        structs.replace(catalog, rows=tuple(row for row in catalog.rows if row.matrix == key)), key
    )


def run_schema(given: Namespace) -> int:
    """Print or write the schema."""
    schema = {"catalog": catalog_schema, "role": role_schema, "export": facts_schema}[given.of]
    write_output(written(schema()), given.output)
    return CLEAN
