"""A string of the data that knows its place, and the forms in which names are compared and become ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Self

from sphinx_roles.direction import closed
from sphinx_roles.problems import Place

__all__ = ["Prose", "Text", "fold", "identify", "place_of"]


class Text(str):
    """A plain string of the data that knows where it stands (``place``; None where it was made up).

    It turns no other text around: what it opens of the controls of direction, it closes.
    """

    __slots__ = ("place",)
    place: Place | None

    def __new__(cls, value: str = "", place: Place | None = None) -> Self:
        # Tens of thousands are made, and most have nothing to close.
        text = str.__new__(cls, value if value.isascii() else closed(value))
        text.place = place
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        # What is pickled is a page that has been drawn: it needs the words, and no longer their place.
        return type(self), (str(self),)


class Prose(Text):
    """A string of the data in the data's markup (Markdown, or reStructuredText)."""

    __slots__ = ()


def place_of(thing: object) -> Place | None:
    """Return the place of the first text in a value that knows one."""
    if isinstance(thing, Text):
        return thing.place
    inside: Iterable[object] = ()
    if isinstance(thing, Mapping):
        inside = (one for pair in thing.items() for one in pair)
    elif isinstance(thing, list | tuple):
        inside = thing
    return next((place for one in inside if (place := place_of(one)) is not None), None)


# "C", "C++" and "C#" are three names.
_PUNCTUATION = re.compile(r"(?:[^\w+#]|_)+")


def fold(text: str) -> str:
    """Bring a name to the form in which names are compared: no case, punctuation or spacing.

    A name of punctuation alone ("+++") is only spaces and case away from itself.
    """
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    # Most ids are ready, and tens of thousands of names are compared.
    return plain if plain.isalnum() else _PUNCTUATION.sub("", plain) or plain.strip()


def identify(text: str) -> str:
    """Make an id from a name: words joined by hyphens, fit for a link and an HTML id.

    Letters of every script are kept ("管理者" is a fine id); a name without any gives ``""``.
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("+", "p").replace("#", "sharp")
    return _PUNCTUATION.sub("-", plain).strip("-")
