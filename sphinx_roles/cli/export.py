"""``sphinx-roles export`` and ``schema``: data for other programs, and what editors know of ours."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping

from sphinx_roles.cli.io import CLEAN, FINDINGS, CommandError, echo, put
from sphinx_roles.cli.project import Opened, opened
from sphinx_roles.export.facts import facts, written
from sphinx_roles.export.schemas import catalog_schema, facts_schema, role_schema
from sphinx_roles.export.tables import csv_matrix, csv_rows, markdown
from sphinx_roles.model import Catalog
from sphinx_roles.problems import nearest


def run(given: Namespace) -> int:
    """Open, export, and tell what could not be read."""
    found = opened(given.paths)
    if given.matrix is not None and given.format != "matrix":
        raise CommandError("--matrix goes with --format matrix")
    text = _text(given, found)
    catalogs = found.registry.catalogs.values()
    put(text, given.output, [found.root / file for one in catalogs for file in one.files])
    for problem in found.problems:
        echo(str(problem), to=sys.stderr)
    return FINDINGS if found.problems else CLEAN


def _text(given: Namespace, found: Opened) -> str:
    catalogs = chosen(given.catalog, found)
    fields = found.registry.settings.fields
    if given.format == "json":
        return written(facts(catalogs, fields))
    (name, catalog), *others = catalogs.items()
    if others:
        listed = ", ".join(one for one, _ in others)
        echo(f"Only the first catalog is in it; --catalog names another one: {listed}", to=sys.stderr)
    if given.format == "matrix":
        return _matrix(given.matrix, catalog)
    (document,) = facts({name: catalog}, found.registry.settings.fields)["catalogs"]
    return csv_rows(document) if given.format == "csv" else markdown(document)


def _matrix(name: str | None, catalog: Catalog) -> str:
    # Rows that name no matrix are in "".
    used = dict.fromkeys(row.matrix for row in catalog.rows)
    known = [one for one in used if one]
    if name is None and len(used) > 1:
        raise CommandError(f"there are several matrices; name one of them with --matrix: {', '.join(known)}")
    text = csv_matrix(catalog, name or "".join(used))
    if text is None:
        near = nearest(name or "", known) or (f"; there is {', '.join(known)}" if known else "")
        raise CommandError(f"no matrix is called {name!r}{near}")
    return text


def chosen(name: str | None, found: Opened) -> Mapping[str, Catalog]:
    """Return all catalogs, or the one of a name; CommandError where there is none."""
    catalogs = found.registry.catalogs
    if name is None:
        return catalogs
    if name not in catalogs:
        known = [one for one in catalogs if one]
        message = nearest(name, known) or (f"; there is {', '.join(known)}" if known else "; it has no name")
        raise CommandError(f"no catalog is called {name!r}{message}")
    return {name: catalogs[name]}


def run_schema(given: Namespace) -> int:
    """Print or write the schema."""
    schema = {"catalog": catalog_schema, "role": role_schema, "export": facts_schema}[given.of]
    put(written(schema()), given.output)
    return CLEAN
