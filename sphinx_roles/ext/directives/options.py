"""What the options of our directives take. A wrong value is reported, and the view is drawn without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from docutils.parsers.rst import directives

from sphinx_roles.problems import nearest

Reader: TypeAlias = Callable[[str], Any]
"""Takes the text of an option, returns its value, raises ValueError with what was expected."""


class OptionSpec(dict[str, Reader]):
    """The options of a directive, as docutils wants them; it gets each value as it is written.

    docutils drops the whole directive for an unknown option or a wrong value. Here a mistake costs
    only itself: the directive reads the values, with what `items` and `get` show to every tool.
    """

    def __getitem__(self, name: str) -> Reader:
        return directives.unchanged


def text(value: str) -> str:
    """Take any text."""
    return value.strip()


def flag(value: str) -> bool:
    """Take nothing, or a yes or no."""
    message = value.strip().casefold()
    if message in ("", "true", "yes", "on"):
        return True
    if message in ("false", "no", "off"):
        return False
    raise ValueError(f"{value!r}; expected nothing, or yes or no")


def names(value: str) -> tuple[str, ...]:
    """Take names separated by commas or line ends."""
    parts = (part.strip() for line in value.splitlines() for part in line.split(","))
    return tuple(part for part in parts if part)


def choice(*known: str) -> Reader:
    """Take one of a few words."""

    def read(value: str) -> str:
        message = value.strip().casefold()
        if message not in known:
            raise ValueError(f"{value!r}; expected one of {', '.join(known)}{nearest(message, known)}")
        return message

    return read


def some(*known: str) -> Reader:
    """Take any of a few words, separated by commas."""

    def read(value: str) -> tuple[str, ...]:
        message = names(value)
        for word in message:
            if word.casefold() not in known:
                raise ValueError(f"{word!r}; expected some of {', '.join(known)}{nearest(word, known)}")
        return message

    return read


def count(value: str) -> int:
    """Take a whole number from 1 on."""
    if not value.strip().isdecimal() or int(value) < 1:
        raise ValueError(f"{value!r}; expected a whole number from 1 on")
    return int(value)


def counts(sizes: int, most: int) -> Reader:
    """Take one number, or one for each of several sizes of screen."""

    def read(value: str) -> tuple[int, ...]:
        parts = value.replace(",", " ").split()
        found = tuple(int(part) for part in parts if part.isdecimal() and 1 <= int(part) <= most)
        if len(found) != len(parts) or len(parts) not in (1, sizes):
            raise ValueError(f"{value!r}; expected one number from 1 to {most}, or {sizes} of them")
        return found

    return read


def split(value: str) -> str:
    """Take ``sections``, or a number of columns."""
    message = value.strip().casefold()
    if message == "sections" or (message.isdecimal() and int(message) >= 1):
        return message
    raise ValueError(f"{value!r}; expected 'sections' or a number of columns")
