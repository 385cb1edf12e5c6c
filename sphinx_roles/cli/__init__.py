"""The command ``sphinx-roles``: the module of a sub-command is imported when it runs.

So whoever asks for help does not wait for Sphinx and the readers of data.
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

from sphinx_roles.cli.arguments import COMMANDS
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
