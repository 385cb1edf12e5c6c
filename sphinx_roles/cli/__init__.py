"""The command ``sphinx-roles``: what each sub-command takes, and what help says of it.

A sub-command is declared when it is called, and its module is imported when it runs; what a registry lists
is imported where it is named. So whoever asks for help does not wait for Sphinx and the readers of data.
"""

from __future__ import annotations

import os
import re
import sys
from argparse import SUPPRESS, ArgumentParser, HelpFormatter, Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from textwrap import TextWrapper, fill
from typing import NoReturn

from sphinx_roles.version import __version__, conflict

_WIDTH = 80
_ABOUT = "Roles and responsibilities as data, shown in any Sphinx or MyST handbook."


def main(argv: Sequence[str] | None = None) -> int:
    """Run a sub-command; return 0 if all is clean, 1 if there are findings, 2 if it could not run."""
    _open_closed_streams()
    words = sys.argv[1:] if argv is None else list(argv)
    parser, commands = _parser(words)
    called = next((word for word in words if not word.startswith("-")), None)
    if called is not None and called not in COMMANDS:
        parser.error(f"no command is called {called!r}{_nearest(called, COMMANDS)}")
    arguments, rest = parser.parse_known_args(words)
    places = getattr(arguments, "sides" if arguments.command == "diff" else "paths", None)
    unknown = [one for one in rest if (one.startswith("-") and one != "-") or not isinstance(places, list)]
    if unknown:
        asked = commands.get(arguments.command, parser)
        near = _nearest(unknown[0], re.findall(r"--[a-z-]+", asked.format_usage()))
        asked.error(f"unrecognized arguments: {' '.join(unknown)}{near}")
    if isinstance(places, list):
        # What comes behind an option, too: `convert a.csv --scheme DACI b.yaml`.
        places += rest
    if arguments.command is None:
        parser.print_help()
        return 0
    return _run(arguments)


def _open_closed_streams() -> None:
    """Give a program that was started without an output one that leads nowhere, which Python does not."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _nearest(word: str, known: Iterable[str]) -> str:
    # Imported here, as help takes no longer for it.
    from sphinx_roles.problems import nearest

    return nearest(word, known)


def _parser(words: Sequence[str]) -> tuple[ArgumentParser, Mapping[str, ArgumentParser]]:
    parser = _Parser(
        prog="sphinx-roles",
        usage="sphinx-roles [-h] [--version] COMMAND ...",
        formatter_class=_Lines,
        description=fill(_ABOUT, _columns() - 2),
        epilog="Exit codes: 0 clean, 1 findings, 2 could not run.",
    )
    parser.add_argument("--version", action="version", version=f"sphinx-role-cards {__version__}")
    # argparse breaks the line after a long name, so the list is ours.
    wrap = TextWrapper(_columns() - 4, subsequent_indent=" " * 12).fill
    listed = "\n".join(wrap(f"{name:<12}{help}") for name, (help, *_) in COMMANDS.items())
    commands = parser.add_subparsers(
        title="commands",
        dest="command",
        prog="sphinx-roles",
        metavar="COMMAND",
        description=listed,
        help=SUPPRESS,
    )
    for name, (_, declare, _) in COMMANDS.items():
        command = commands.add_parser(name, formatter_class=_Formatter)
        # What is not called need not be declared, so that help is shown at once.
        if name in words:
            declare(command)
    return parser, commands.choices


class _Parser(ArgumentParser):
    """A parser that names the choice nearest to a wrong one; its sub-commands have such parsers, too."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and the message, and exit."""
        if wrong := re.search(r"invalid choice: '(?P<word>.*?)' \(choose from (?P<known>.*)\)", message):
            message += _nearest(wrong["word"], re.findall(r"[\w-]+", wrong["known"]))
        super().error(message)


class _Formatter(HelpFormatter):
    """Help as wide as the terminal, without `shutil`, which imports every kind of archive."""

    def __init__(self, prog: str, indent_increment: int = 2, max_help_position: int = 24) -> None:
        super().__init__(prog, indent_increment, max_help_position, width=_columns() - 2)


class _Lines(_Formatter, RawDescriptionHelpFormatter):
    """The same, with the lines of descriptions as they are."""


def _columns() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(1).columns or _WIDTH
    except OSError:
        return _WIDTH


def _run(arguments: Namespace) -> int:
    # Imported here, as `pathlib` takes longer than help.
    from sphinx_roles.cli.io import NOT_RUN, CommandError, echo

    try:
        if why := conflict(installed=False):
            raise CommandError(why)
        module, function = COMMANDS[arguments.command][2].split(":")
        code = int(getattr(import_module(f"{__name__}.{module}"), function)(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever reads has had enough, as `head` does: nothing is left to say, at the exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_RUN
    except CommandError as error:
        reason = str(error)
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        reason = f"{named}{error.strerror or error}"
    else:
        return code
    # Names of files may hold what moves the cursor of a terminal.
    from sphinx_roles.cli.report import harmless

    echo("\n".join(map(harmless, f"sphinx-roles: {reason}".split("\n"))), to=sys.stderr)
    return NOT_RUN


# What each sub-command takes


def _flag(parser: ArgumentParser, name: str, help: str) -> None:
    parser.add_argument(name, action="store_true", help=help)


def _value(parser: ArgumentParser, name: str, metavar: str, help: str) -> None:
    parser.add_argument(name, metavar=metavar, help=help)


def _several(parser: ArgumentParser, name: str, metavar: str, help: str, dest: str) -> None:
    parser.add_argument(name, dest=dest, action="append", default=[], metavar=metavar, help=help)


def _quickstart(parser: ArgumentParser) -> None:
    parser.description = (
        "Write a small handbook of roles and responsibilities into DIR, and build it as HTML. "
        "It starts with a demo to change as you like, or with a table of your own."
    )
    folder = "the folder to write; by default this one if empty, else handbook"
    parser.add_argument("dir", nargs="?", metavar="DIR", help=folder)
    source = "start from your own table or catalog: whatever `convert` reads"
    parser.add_argument("--from", dest="source", metavar="FILE", help=source)
    _describe_table(parser)
    _value(
        parser,
        "--into",
        "DIR",
        "add the catalog and one page to the Sphinx project in DIR, and change none of its files",
    )
    _flag(parser, "--own", "keep the demo's roles in a file of their own, which yours extends")
    _flag(parser, "--rst", "write pages in reStructuredText, not in Markdown")
    _flag(parser, "--force", "overwrite files that are there")
    _flag(parser, "--no-build", "only write the files")
    _flag(parser, "--fail-on-warning", "end with 1 where the build gave warnings")
    parser.set_defaults(form=None, fill_down=False, hidden=False)


def _describe_table(parser: ArgumentParser) -> None:
    fields = "where a field of ours is: a column (name='Role Level') or a path (roles.name=title); "
    _several(parser, "--map", "OURS=THEIRS", f"{fields}@FILE reads such lines from a file", "maps")
    _value(parser, "--scheme", "NAME", "the scheme of the tables, such as DACI")
    _flag(parser, "--transpose", "the roles are in the rows of the tables")


def _catalog_paths(parser: ArgumentParser) -> None:
    data = "a folder with a conf.py or with data, or files with data (default: this folder)"
    parser.add_argument("paths", metavar="PATH", help=data, nargs="*")


def _check(parser: ArgumentParser) -> None:
    from sphinx_roles.cli.formats import format_names

    parser.description = (
        "Check roles and responsibilities without building the documentation: all that is wrong with "
        "the data, and all rules of the audit with the severities and limits of the project."
    )
    _catalog_paths(parser)
    names = format_names()
    how = f"how the findings are printed: {', '.join(names)} (default: text)"
    parser.add_argument("--format", metavar="FORMAT", help=how, choices=names, default="text")
    _value(parser, "--output", "FILE", "write the report into a file")
    bad = "end with 1 if anything is as bad as this, or worse (default: warning)"
    parser.add_argument("--fail-on", help=bad, choices=("error", "warning", "hint"), default="warning")
    _flag(parser, "--all", "show all findings in a terminal, not only those of one screen")
    _value(parser, "--since", "REV", "report only what is new against a git revision")
    _value(
        parser,
        "--due",
        "PERIOD",
        "report only the reviews that are overdue or fall due within 30d, 12w, 3m or 1y, soonest first",
    )
    _value(parser, "--explain", "RULE", "explain a rule, and check nothing")


def _convert(parser: ArgumentParser) -> None:
    from sphinx_roles.convert.inputs import read_formats
    from sphinx_roles.convert.output import SUFFIXES

    parser.description = (
        "Read roles and responsibilities from tables (CSV, Markdown, reStructuredText, Excel), from YAML, "
        "JSON and TOML, from Backstage and sphinx-needs, or from data of any shape through a field map, and "
        "write them in one of our formats. What is doubtful, and what a format cannot carry, is reported."
    )
    files = "what to read, one file or several, and last the file to write; - is the standard output"
    parser.add_argument("paths", metavar="FILE", help=files, nargs="+")
    suffix = "what to {}, where the suffix does not say it: {}"
    # A wrong one is reported with the nearest, as an importer of another package may be missing.
    parser.add_argument(
        "--from", metavar="FORMAT", help=suffix.format("read", ", ".join(read_formats())), dest="form"
    )
    parser.add_argument(
        "--to", metavar="FORMAT", help=suffix.format("write", ", ".join(SUFFIXES)), choices=tuple(SUFFIXES)
    )
    _describe_table(parser)
    _flag(parser, "--fill-down", "a blank cell repeats the one above it, letters too")
    _flag(parser, "--hidden", "read hidden rows, columns and sheets of a workbook, too")
    _value(parser, "--matrix", "NAME", "to CSV or TSV: which matrix, where there are several")
    _flag(parser, "--force", "overwrite the file to write")
    _flag(
        parser,
        "--in-place",
        "each FILE is a page, in Markdown or reStructuredText: its responsibility tables become the "
        "bodies of responsibility-matrix, and the rest of it stays as it is",
    )


def _diff(parser: ArgumentParser) -> None:
    from sphinx_roles.analysis.diff import TOPICS
    from sphinx_roles.cli.diff import FORMATS

    parser.description = (
        "Compare roles and responsibilities: two files or folders (OLD NEW), a git revision with the "
        "working tree (REV [PATH]), or two revisions (OLD..NEW [PATH], OLD...NEW [PATH] from where they "
        "parted, or OLD NEW [PATH]). Without anything, HEAD with the working tree."
    )
    sides = "files, folders or git revisions; a name that is both is taken for the file or folder"
    parser.add_argument("sides", metavar="OLD NEW", help=sides, nargs="*")
    how = "how the changes are printed (default: text); markdown is fit for a pull request comment"
    parser.add_argument("--format", help=how, choices=tuple(FORMATS), default="text")
    _value(parser, "--only", "TOPICS", f"only changes about these: {', '.join(TOPICS)}")
    _value(parser, "--catalog", "NAME", "the catalog of conf.py (default: the first)")
    _flag(parser, "--exit-code", "end with 1 if anything changed, as git diff does")


def _schema(parser: ArgumentParser) -> None:
    parser.description = (
        "Print the JSON Schema (2020-12) of a catalog file, by which editors complete and check YAML, JSON "
        "and TOML while it is written."
    )
    of = "of a catalog, by default; of a file that is one role (sre.role.yaml); of what `export` writes"
    parser.add_argument("--of", help=of, choices=("catalog", "role", "export"), default="catalog")
    _value(parser, "--output", "FILE", "write it to a file")


def _who(parser: ArgumentParser) -> None:
    parser.description = (
        "Say who answers for files: the roles that decide on the responsibility that covers each, and its "
        "owners by the owners files that conf.py names. It ends with 1 where nobody answers for one."
    )
    path = "a file or folder, from here on, or an entity of a service catalog such as component:api"
    parser.add_argument("paths", metavar="PATH", help=path, nargs="+")
    _several(parser, "--in", "PATH", "where the data is, as for check: by default this folder", "data")
    _value(parser, "--owners", "FILE", "an owners file in place of those that conf.py names")
    parser.add_argument("--format", help="text, by default", choices=("text", "json"), default="text")


def _export(parser: ArgumentParser) -> None:
    from sphinx_roles.cli.export import FORMATS

    parser.description = (
        "Write the catalog with what follows from it: who decides and who does, counts, shared work and "
        "findings. E-mail addresses, the reasons of accepted findings and fields that conf.py does not "
        "declare are left out."
    )
    _catalog_paths(parser)
    how = (
        "json, by default; csv: a line for each assignment; matrix: CSV with a column for each role; "
        "markdown; codeowners, owners: who decides on what each responsibility covers, for GitHub and "
        "GitLab or for Kubernetes; backstage: roles as Groups, holders as Users"
    )
    parser.add_argument("--format", metavar="FORMAT", help=how, choices=FORMATS, default="json")
    _value(parser, "--catalog", "NAME", "only the catalog of that name in roles_catalog")
    _value(parser, "--matrix", "NAME", "with --format matrix: which matrix, where there are several")
    _value(parser, "--output", "FILE", "write it to a file")
    _flag(parser, "--force", "overwrite an owners file that was written by hand")
    _flag(
        parser,
        "--check",
        "write nothing, but compare with the file of --output; end with 1 and the differences, if any",
    )


def _survey(parser: ArgumentParser) -> None:
    parser.description = (
        "Write a sheet for each person, with the responsibilities, the roles as heads, the legend and no "
        "answers. Each fills in a letter where they think that a role takes part, and sends it back; "
        "`agreement` and the directive `responsibility-agreement` show where they disagree."
    )
    _catalog_paths(parser)
    whom = "whom a sheet is for; once for each person"
    parser.add_argument("--for", metavar="NAME", help=whom, dest="people", action="append", required=True)
    _value(parser, "--catalog", "NAME", "the catalog of conf.py (default: the first)")
    _value(parser, "--matrix", "NAME", "only this matrix (default: a sheet for each)")
    how = "csv, by default, or a workbook (openpyxl)"
    parser.add_argument("--format", help=how, choices=("csv", "xlsx"), default="csv")
    parser.add_argument(
        "-o", "--output", default=".", metavar="DIR", help="the folder to write to (default: this one)"
    )
    _flag(parser, "--force", "overwrite files that are there")


def _agreement(parser: ArgumentParser) -> None:
    from sphinx_roles.analysis.agreement import RULES

    parser.description = (
        "Show where people disagree who have filled in the sheets of a survey: a figure, and the rows to "
        "talk about first. --write writes the catalog with the letters on which they agree."
    )
    parser.add_argument("paths", metavar="FILE", help="the sheets that came back", nargs="+")
    _value(parser, "--of", "PATH", "the catalog of the survey: a file, or a folder (default: this one)")
    _value(parser, "--catalog", "NAME", "the catalog of conf.py (default: the first)")
    _value(parser, "--matrix", "NAME", "only this matrix")
    _flag(parser, "--names", "show who says what, by name")
    parser.add_argument("--most", metavar="N", help="so many rows (default: 10)", type=int, default=10)
    _value(parser, "--write", "FILE", "write the agreed catalog as YAML or JSON")
    when = "when letters are agreed: more than half of those who answered the row say so (the default), "
    parser.add_argument("--agreed", help=f"{when}or all of them", choices=RULES, default=RULES[0])
    _flag(parser, "--force", "overwrite the file to write")


def _lsp(parser: ArgumentParser) -> None:
    parser.description = (
        "Serve an editor that speaks the Language Server Protocol, over standard input and output: what is "
        "wrong while you type, completion, hover, where a name is defined and used, and a new id. The editor "
        "runs it; it needs pygls (sphinx-role-cards[lsp])."
    )
    # Most clients say so, and there is no other way.
    _flag(parser, "--stdio", "as by default")


COMMANDS = {
    "quickstart": ("write a handbook and build it", _quickstart, "quickstart:run"),
    "check": ("check the data, as the documentation build would", _check, "check:run"),
    "convert": ("turn tables and data of every sort into a catalog, and back", _convert, "convert:run"),
    "diff": ("report what changed, in sentences", _diff, "diff:run"),
    "who": ("say who answers for a file", _who, "who:run"),
    "schema": ("print the JSON Schema of the data, for editors", _schema, "export:run_schema"),
    "export": ("write the catalog and what follows from it: JSON, CSV, Markdown", _export, "export:run"),
    "survey": ("write a sheet for each person, to fill in by themselves", _survey, "survey:run"),
    "agreement": ("show where those who filled them in disagree", _agreement, "survey:run_agreement"),
    "lsp": ("serve an editor, which runs it: problems, completion and more", _lsp, "lsp:run"),
}
"""The sub-commands in the order in which help shows them.

For each what the list of commands says, what declares its arguments, and the module and function that run it.
"""
