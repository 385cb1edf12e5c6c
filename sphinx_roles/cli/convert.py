"""``sphinx-roles convert``: tables and catalogs of every sort to ours, and back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from sphinx_roles.cli.outcome import CommandError

__all__ = ["DESCRIPTION", "arguments", "run"]

DESCRIPTION = (
    "Read roles and responsibilities from tables (CSV, Markdown, reStructuredText, Excel), from YAML, JSON "
    "and TOML, from Backstage and sphinx-needs, or from data of any shape through a field map, and write "
    "them in one of our formats. What is doubtful, and what a format cannot carry, is told."
)
# As `sphinx_roles.exchange` has them, which takes longer to import than showing help.
FROM = ("yaml", "json", "toml", "csv", "tsv", "markdown", "rst", "xlsx", "backstage", "needs")
TO = ("yaml", "json", "toml", "csv", "tsv", "markdown")


def arguments(parser: ArgumentParser) -> None:
    """Declare what the sub-command takes."""
    parser.add_argument(
        "paths", nargs="+", metavar="FILE",
        help="what to read, one file or several, and last the file to write; - is the standard output",
    )  # fmt: skip
    for name, into, known, does in (("--from", "form", FROM, "read"), ("--to", "to", TO, "write")):
        told = f"what to {does}, where the suffix does not tell it: {', '.join(known)}"
        parser.add_argument(name, dest=into, choices=known, metavar="FORMAT", help=told)
    parser.add_argument(
        "--map", dest="maps", action="append", default=[], metavar="OURS=THEIRS",
        help="where a field of ours stands: a column (name='Role Level') or a path (roles.name=title); "
        "@FILE reads such lines from a file",
    )  # fmt: skip
    parser.add_argument("--scheme", metavar="NAME", help="the scheme of the tables, such as DACI")
    parser.add_argument("--transpose", action="store_true", help="the roles stand in the rows of the tables")
    parser.add_argument(
        "--fill-down", action="store_true", help="a blank cell repeats the one above it, letters too"
    )
    parser.add_argument(
        "--matrix", metavar="NAME", help="to CSV or TSV: which matrix, where there are several"
    )
    parser.add_argument("--force", action="store_true", help="overwrite the file to write")
    parser.add_argument(
        "--in-place", action="store_true",
        help="each FILE is a page, in Markdown or reStructuredText: its responsibility tables become the "
        "bodies of responsibility-matrix, and the rest of it stays as it is",
    )  # fmt: skip


def run(given: Namespace) -> int:
    """Convert, and tell what was understood and what was not."""
    if given.in_place:
        only = [f"--{name}" for name in ("to", "maps", "matrix", "scheme") if getattr(given, name)]
        only += [f"--{name}" for name in ("transpose", "fill_down") if getattr(given, name)]
        if only:
            word = only[0].replace("_", "-").replace("--maps", "--map")
            raise CommandError(f"{word} has no place beside --in-place: a page says what it says")
        from sphinx_roles.cli.converting.pages import change_pages

        return change_pages(given.paths, given.form)
    if len(given.paths) < 2:
        raise CommandError("name what to read and, last, the file to write; - is the standard output")
    from sphinx_roles.cli.converting.catalogs import convert

    return convert(given)
