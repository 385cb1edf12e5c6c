"""``sphinx-roles quickstart``: a working handbook, or one page more in a project that is there."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from sphinx_roles.cli.io import CLEAN, CommandError

DESCRIPTION = (
    "Write a small handbook of roles and responsibilities into DIR, and build it as HTML. "
    "It starts with a demo to change as you like, or with a table of your own."
)


def arguments(parser: ArgumentParser) -> None:
    """Declare what the sub-command takes."""
    parser.add_argument("dir", nargs="?", metavar="DIR", help="the folder to write")
    parser.add_argument(
        "--from",
        dest="source",
        metavar="FILE",
        help="start from your own table or catalog: CSV, TSV, Markdown, YAML, JSON or TOML",
    )
    parser.add_argument(
        "--into",
        metavar="DIR",
        help="add the catalog and one page to the Sphinx project in DIR, and change none of its files",
    )
    parser.add_argument("--rst", action="store_true", help="write pages in reStructuredText, not in Markdown")
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")
    parser.add_argument("--no-build", action="store_true", help="only write the files")


def run(given: Namespace) -> int:
    """Write, build, and say what to do next."""
    if (given.dir is None) == (given.into is None):
        raise CommandError("name either the folder of a new handbook, or a project with --into DIR")
    if given.into is not None and given.force:
        raise CommandError("--into changes no file that is there, so --force has no place beside it")
    # Imported here, so that help is shown at once.
    from pathlib import Path

    from sphinx_roles.cli.handbook import join, start

    source = Path(given.source) if given.source is not None else None
    if given.into is not None:
        join(Path(given.into), source, rst=given.rst)
        return CLEAN
    return start(Path(given.dir), source, rst=given.rst, force=given.force, build=not given.no_build)
