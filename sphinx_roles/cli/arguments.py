"""What each sub-command takes, and what help says of it, from the table ``arguments.json``.

An argument there is its name, its place holder (a flag has none), its help, and what else `argparse` is to
know; a text in its place names some that several commands share. ``words`` are lists of the package, by their
name in a help or as choices: a list is imported where its command is called, so that help on all of
them waits for none.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

# Help takes no longer than to import `pathlib`.
with open(__file__.removesuffix(".py") + ".json", encoding="utf-8") as table:  # noqa: PTH123
    _TABLE: Mapping[str, Any] = json.load(table)


def _declare(command: Mapping[str, Any], parser: ArgumentParser) -> None:
    parser.description = command["description"]
    parser.set_defaults(**command.get("defaults", {}))
    words = {slot: _words(*where.split(":")) for slot, where in command.get("words", {}).items()}
    for one in command["takes"]:
        for argument in _TABLE["shared"][one] if isinstance(one, str) else [one]:
            _add(parser, words, *argument)


def _words(module: str, name: str) -> tuple[str, ...]:
    found = getattr(import_module(f"sphinx_roles.{module}"), name)
    return tuple(found() if callable(found) else found)


def _add(
    parser: ArgumentParser,
    words: Mapping[str, tuple[str, ...]],
    names: str,
    metavar: str | None,
    help: str,
    more: Mapping[str, Any] | None = None,
) -> None:
    for slot, listed in words.items():
        help = help.replace(f"{{{slot}}}", ", ".join(listed))
    given = {**(more or {}), **({"metavar": metavar} if metavar else {})}
    if isinstance(given.get("choices"), str):
        given["choices"] = words[given["choices"]]
    if isinstance(given.get("default"), int):
        given["type"] = int
    if given.get("action") == "append":
        given["default"] = []
    if not given:
        given["action"] = "store_true"
    parser.add_argument(*names.split(), help=help, **given)


COMMANDS: Mapping[str, tuple[str, Callable[[ArgumentParser], None], str]] = {
    name: (command["help"], partial(_declare, command), command["run"])
    for name, command in _TABLE["commands"].items()
}
"""The sub-commands in the order in which help shows them.

For each what the list of commands says, what declares its arguments, and the module and function that run it.
"""
