"""What the options of our directives take. A wrong value is told, and the view is drawn without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from docutils.parsers.rst import directives
from msgspec import Struct

from sphinx_roles.problems import nearest

Reader: TypeAlias = Callable[[str], Any]
"""Takes the text of an option, returns its value, raises `Wrong`."""


class Wrong(ValueError):
    """An option's value that cannot be used; the message says what was expected."""


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
    raise Wrong(f"{value!r}; expected nothing, or yes or no")


def names(value: str) -> tuple[str, ...]:
    """Take names separated by commas or line ends."""
    parts = (part.strip() for line in value.splitlines() for part in line.split(","))
    return tuple(part for part in parts if part)


def choice(*known: str) -> Reader:
    """Take one of a few words."""

    def read(value: str) -> str:
        message = value.strip().casefold()
        if message not in known:
            raise Wrong(f"{value!r}; expected one of {', '.join(known)}{nearest(message, known)}")
        return message

    return read


def some(*known: str) -> Reader:
    """Take any of a few words, separated by commas."""

    def read(value: str) -> tuple[str, ...]:
        message = names(value)
        for word in message:
            if word.casefold() not in known:
                raise Wrong(f"{word!r}; expected some of {', '.join(known)}{nearest(word, known)}")
        return message

    return read


def count(value: str) -> int:
    """Take a whole number from 1 on."""
    if not value.strip().isdecimal() or int(value) < 1:
        raise Wrong(f"{value!r}; expected a whole number from 1 on")
    return int(value)


def counts(sizes: int, most: int) -> Reader:
    """Take one number, or one for each of several sizes of screen."""

    def read(value: str) -> tuple[int, ...]:
        parts = value.replace(",", " ").split()
        wanted = f"{value!r}; expected one number from 1 to {most}, or {sizes} of them"
        if len(parts) not in (1, sizes):
            raise Wrong(wanted)
        found = tuple(int(part) for part in parts if part.isdecimal() and 1 <= int(part) <= most)
        if len(found) != len(parts):
            raise Wrong(wanted)
        return found

    return read


class Options(Struct):
    """The values of a directive's options; one that was not given, or is wrong, has its default."""

    values: dict[str, Any]

    def __call__(self, name: str, default: Any = None) -> Any:
        return self.values.get(name, default)

    @classmethod
    def read(
        cls, given: Iterable[tuple[str, str | None]], readers: dict[str, Reader]
    ) -> tuple[Options, list[tuple[str, str]]]:
        """Read all; return the values, and (option, what is wrong) for each that cannot be used."""
        values: dict[str, Any] = {}
        wrong: list[tuple[str, str]] = []
        for name, value in given:
            if name not in readers:
                wrong.append(
                    (
                        name,
                        f"not known; expected some of {', '.join(sorted(readers))}{nearest(name, readers)}",
                    )
                )
                continue
            try:
                values[name] = readers[name](value or "")
            except Wrong as error:
                wrong.append((name, str(error)))
        return cls(values), wrong


class Spec(dict[str, Reader]):
    """An ``option_spec`` that lets every option through to `Options.read`.

    docutils drops the whole directive for an unknown option or a wrong value; here a
    mistake is told, with the nearest name, and costs only itself.
    """

    def __missing__(self, name: str) -> Reader:
        return directives.unchanged
