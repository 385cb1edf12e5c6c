"""What reads the values of options: each takes a text, and raises ValueError with a `Phrase`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

from docutils.parsers.rst import directives

from sphinx_roles.problems import Phrase, closest

Reader: TypeAlias = Callable[[str], Any]
"""Takes the text of an option, returns its value, raises ValueError with what was expected."""


def each(reader: Reader, *options: str) -> dict[str, Reader]:
    """Return several options that are read alike."""
    return dict.fromkeys(options, reader)


class OptionSpec(dict[str, Reader]):
    """The options of a directive, as docutils wants them; it gets each value as it is written.

    docutils drops the whole directive for an unknown option or a wrong value. Here a mistake costs
    only itself: the directive reads the values, with what `items` and `get` show to every tool.
    """

    def __init__(self, **own: Reader) -> None:
        super().__init__(**each(text, "catalog", "name"), **{"class": names}, **own)

    def __getitem__(self, name: str) -> Reader:
        return directives.unchanged


def text(value: str) -> str:
    """Take any text."""
    if not value.strip():
        raise ValueError("empty; expected a text")
    return value.strip()


def flag(value: str) -> bool:
    """Take nothing, or a yes or no."""
    word = value.strip().casefold()
    if word in ("", "true", "yes", "on"):
        return True
    if word in ("false", "no", "off"):
        return False
    raise ValueError(Phrase.of("{value!r}; expected nothing, or yes or no", value=value))


def listed(value: str) -> tuple[str, ...]:
    """Return what is between commas or line ends."""
    parts = (part.strip() for line in value.splitlines() for part in line.split(","))
    return tuple(part for part in parts if part)


def names(value: str) -> tuple[str, ...]:
    """Take names separated by commas or line ends."""
    if not (found := listed(value)):
        raise ValueError("empty; expected names")
    return found


def _wrong(message: str, value: str, word: str, known: tuple[str, ...]) -> ValueError:
    return ValueError(Phrase.of(message, value=value, known=known, nearest=closest(word, known)))


class choice:
    """Takes one of a few ``known`` words."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def __call__(self, value: str) -> Any:
        word = value.strip().casefold()
        if word not in self.known:
            raise _wrong("{value!r}; expected one of {known}", value, word, self.known)
        return word


class some(choice):
    """Takes any of a few words, separated by commas."""

    def __call__(self, value: str) -> Any:
        found = names(value)
        for word in found:
            if word.casefold() not in self.known:
                raise _wrong("{value!r}; expected some of {known}", word, word, self.known)
        return found


_DIGITS = 18


def _whole(value: str, least: int) -> int:
    """Take a whole number; one that is larger than what a report can hold is as good as the largest."""
    digits = value.strip()
    # Python reads no number of thousands of digits.
    found = -1 if not digits.isdecimal() else 10**_DIGITS if len(digits) > _DIGITS else int(digits)
    if found < least:
        message = "{value!r}; expected a whole number from {least} on"
        raise ValueError(Phrase.of(message, value=value, least=least))
    return found


count, number = partial(_whole, least=1), partial(_whole, least=0)
"""They take a whole number from 1 or from 0 on."""


def counts(sizes: int, most: int) -> Reader:
    """Take one number, or one for each of several sizes of screen."""

    def read(value: str) -> tuple[int, ...]:
        parts = value.replace(",", " ").split()
        numbers = (_whole(part, 0) for part in parts if part.isdecimal())
        found = tuple(one for one in numbers if 1 <= one <= most)
        if len(found) != len(parts) or len(parts) not in (1, sizes):
            message = "{value!r}; expected one number from 1 to {most}, or {sizes} of them"
            raise ValueError(Phrase.of(message, value=value, most=most, sizes=sizes))
        return found

    return read


def side_by_side(columns: tuple[int, ...] | None) -> tuple[int, ...]:
    """Return the cards in a row by the size of the screen.

    One number is meant for wide screens: a phone has one column, and a tablet at most two.
    """
    if columns is None:
        return (1, 1, 2, 3)
    return columns if len(columns) == 4 else (1, min(2, *columns), *columns, *columns)


def split(value: str) -> str:
    """Take ``sections``, or a number of columns."""
    word = value.strip().casefold()
    if word == "sections" or word.isdecimal():
        return word if word == "sections" else str(_whole(word, 1))
    raise ValueError(Phrase.of("{value!r}; expected 'sections' or a number of columns", value=value))
