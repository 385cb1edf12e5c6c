"""The command ``sphinx-roles``: each sub-command is a module here.

Whoever asks for help waits for nothing: Sphinx and the readers of data are imported
by the sub-command that needs them, when it runs.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from importlib import import_module

from sphinx_roles import __version__
from sphinx_roles.cli.outcome import CLEAN, NOT_RUN, CommandError, say

__all__ = ["COMMANDS", "main"]

COMMANDS = ("quickstart",)
"""The sub-commands, in the order in which help shows them. Each is a module of that name."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a sub-command; return 0 if all is clean, 1 if there are findings, 2 if it could not run."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if "run" not in arguments:
        say(parser.format_help())
        return CLEAN
    return _run(arguments)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="sphinx-roles",
        description="Roles and responsibilities as data, shown in any Sphinx or MyST handbook.",
        epilog="Exit codes: 0 clean, 1 findings, 2 could not run.",
    )
    parser.add_argument("--version", action="version", version=f"sphinx-role-cards {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in COMMANDS:
        module = import_module(f"{__name__}.{name}")
        command = commands.add_parser(name, help=module.HELP, description=module.DESCRIPTION)
        module.arguments(command)
        command.set_defaults(run=module.run)
    return parser


def _run(arguments: Namespace) -> int:
    try:
        return int(arguments.run(arguments))
    except CommandError as reason:
        say(f"sphinx-roles: {reason}", to=sys.stderr)
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        say(f"sphinx-roles: {named}{error.strerror or error}", to=sys.stderr)
    return NOT_RUN
