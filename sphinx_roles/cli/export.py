"""``sphinx-roles export``: the catalog with what follows from it, for other programs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from sphinx_roles.cli.io import CLEAN, FINDINGS, CommandError, say

# Not from `typing`, whose import takes longer than the command takes to show its help.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx_roles.cli.project import Opened
    from sphinx_roles.model import Catalog
    from sphinx_roles.publishing.facts import Facts

DESCRIPTION = (
    "Write the catalog with what follows from it: who decides and who does, counts, shared work and "
    "findings. E-mail addresses, the reasons of accepted findings and fields that conf.py does not declare "
    "are left out."
)


def arguments(parser: ArgumentParser) -> None:
    """Declare what the sub-command takes."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a folder with conf.py or with data, or files of a catalog; by default this folder",
    )
    parser.add_argument(
        "--format",
        choices=("json", "csv", "matrix", "markdown"),
        default="json",
        help="json, by default; csv: a line for each assignment; matrix: CSV with a column for each role",
    )
    parser.add_argument("--catalog", metavar="NAME", help="only the catalog of that name in roles_catalog")
    parser.add_argument(
        "--matrix", metavar="NAME", help="with --format matrix: which matrix, where there are several"
    )
    parser.add_argument("--output", metavar="FILE", help="write it to a file")


def run(given: Namespace) -> int:
    """Open, export, and tell what could not be read."""
    import sys

    from sphinx_roles.cli.io import put
    from sphinx_roles.cli.project import opened

    found = opened(given.paths)
    if given.matrix is not None and given.format != "matrix":
        raise CommandError("--matrix goes with --format matrix")
    text = _text(given, found)
    catalogs = found.registry.catalogs.values()
    put(text, given.output, [found.root / file for one in catalogs for file in one.files])
    for problem in found.problems:
        say(str(problem), to=sys.stderr)
    return FINDINGS if found.problems else CLEAN


def _text(given: Namespace, found: Opened) -> str:
    from sphinx_roles.publishing.facts import facts, written

    catalogs = _chosen(given.catalog, found)
    if given.format == "json":
        return written(facts(catalogs, found.registry.settings.fields))
    name, catalog = next(iter(catalogs.items()))
    if given.format == "matrix":
        return _matrix(given.matrix, catalog)
    document = facts({name: catalog}, found.registry.settings.fields)
    return _rows(given.format, document["catalogs"][0])


def _rows(form: str, catalog: Facts) -> str:
    if form == "csv":
        from sphinx_roles.publishing.csv_rows import csv_rows

        return csv_rows(catalog)
    from sphinx_roles.publishing.markdown import markdown

    return markdown(catalog)


def _matrix(name: str | None, catalog: Catalog) -> str:
    from sphinx_roles.problems import nearest
    from sphinx_roles.publishing.csv_matrix import csv_matrix, used_matrices

    used = used_matrices(catalog)
    known = [one for one in used if one]
    if name is None and len(used) > 1:
        raise CommandError(f"there are several matrices; name one of them with --matrix: {', '.join(known)}")
    text = csv_matrix(catalog, name or "".join(used))
    if text is None:
        near = nearest(name or "", known) or (f"; there is {', '.join(known)}" if known else "")
        raise CommandError(f"no matrix is called {name!r}{near}")
    return text


def _chosen(name: str | None, found: Opened) -> Mapping[str, Catalog]:
    from sphinx_roles.problems import nearest

    catalogs = found.registry.catalogs
    if name is None:
        return catalogs
    if name not in catalogs:
        known = [one for one in catalogs if one]
        message = nearest(name, known) or (f"; there is {', '.join(known)}" if known else "; it has no name")
        raise CommandError(f"no catalog is called {name!r}{message}")
    return {name: catalogs[name]}
