"""``sphinx-roles diff``: what changed between two files, folders or git revisions."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from sphinx_roles.cli.outcome import CLEAN, FINDINGS, NOT_RUN, say

__all__ = ["DESCRIPTION", "arguments", "run"]

DESCRIPTION = (
    "Compare roles and responsibilities: two files or folders (OLD NEW), a git revision with the "
    "working tree (REV [PATH]), or two revisions (OLD..NEW [PATH], OLD...NEW [PATH] from where they "
    "parted, or OLD NEW [PATH]). Without anything, HEAD with the working tree."
)


def arguments(parser: ArgumentParser) -> None:
    """Declare what the sub-command takes."""
    parser.add_argument(
        "sides", nargs="*", metavar="OLD NEW",
        help="files, folders or git revisions; a name that is both is taken for the file or folder",
    )  # fmt: skip
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text",
        help="how the changes are told (default: text); markdown is fit for a pull request comment",
    )  # fmt: skip
    parser.add_argument(
        "--only", metavar="TOPICS",
        help="only changes about these: letters, rows, roles, people, fields, skills, schemes, order",
    )  # fmt: skip
    parser.add_argument("--catalog", metavar="NAME", help="the catalog of conf.py (default: the first)")
    parser.add_argument(
        "--exit-code", action="store_true", help="end with 1 if anything changed, as git diff does"
    )


def run(given: Namespace) -> int:
    """Compare, and tell. What could not be read is told as well, and the command ends with 2."""
    # Imported here, so that help is shown at once.
    from sphinx_roles.cli.diffing.comparing import compared
    from sphinx_roles.cli.diffing.formats import FORMATS

    found = compared(given.sides, given.only, given.catalog)
    say(FORMATS[given.format](found))
    if found.incomplete:
        return NOT_RUN
    return FINDINGS if given.exit_code and found.report.count else CLEAN
