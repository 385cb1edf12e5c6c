"""What all reports share: their digest, and a walk over what they hold."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar

from msgspec import Struct, msgpack

from sphinx_roles.model import Catalog, Text


class Report(Struct, frozen=True, kw_only=True):
    """Everything that a view shows.

    ``unknown_roles`` are the roles of its argument that lead nowhere, ``unknown_letters`` the letters that
    no scheme of it has, ``unknown`` other names in the query; a view may have more fields ``unknown_…``.
    """

    CONTENTS: ClassVar[tuple[str, ...]] = ()
    """The fields that are all empty where the view shows nothing; without any, it always shows something."""

    unknown: tuple[str, ...] = ()
    unknown_roles: tuple[str, ...] = ()
    unknown_letters: tuple[str, ...] = ()

    @property
    def not_found(self) -> tuple[str, ...]:
        """The names in the query, of any kind, that lead nowhere."""
        fields = (field for field in self.__struct_fields__ if field.startswith("unknown"))
        return tuple(dict.fromkeys(name for field in fields for name in getattr(self, field)))

    @property
    def shows_nothing(self) -> bool:
        """True for a view that shows nothing at all."""
        return bool(self.CONTENTS) and not any(getattr(self, field) for field in self.CONTENTS)

    @property
    def about(self) -> tuple[Text, ...]:
        """What a page that begins with the view is about, in a text or a few names."""
        return ()


Answer = TypeVar("Answer", bound=Report, covariant=True)


class Query(Protocol[Answer]):
    """What a directive asks of a catalog."""

    def report(self, catalog: Catalog) -> Answer:
        """Answer from ``catalog``; the same catalog gives an equal report."""
        ...


class Sheet(Struct, frozen=True):
    """A file that people filled in, with the path by which it is shown; a table has one person's answers."""

    file: str
    catalog: Catalog


class Edit(Struct, frozen=True, array_like=True):
    """Where something is edited: the file and the line that an edit link opens."""

    path: str
    line: int


def digest(report: Report) -> str:
    """Return a short digest of all that ``report`` shows; places of texts are not shown and not in it."""
    return digest_of(type(report).__qualname__, report)


def digest_of(*values: Any) -> str:
    """Return a short digest of records and texts, without the places of these."""
    # Text is a str to us, but a foreign type to msgspec, which hands it to the hook.
    packed = msgpack.encode(values, enc_hook=str)
    return hashlib.blake2b(packed, digest_size=16).hexdigest()


def walk(report: Struct) -> list[Text | Struct]:
    """Return every text and record of a report, or of how it is drawn, in the order of its fields.

    The same may come twice.
    """
    found: list[Text | Struct] = []
    _walk(report, found)
    return found


def _walk(value: Any, found: list[Text | Struct]) -> None:
    if isinstance(value, Text):
        found.append(value)
    elif isinstance(value, Struct):
        found.append(value)
        for name in _translatable(type(value)):
            inner = getattr(value, name)
            # Most fields are empty, and most others are words and numbers of ours.
            if inner and type(inner) not in _WORDS:
                _walk(inner, found)
    # Rows hold their cells as a tuple of many small integers.
    elif isinstance(value, tuple) and value and type(value[0]) not in _WORDS:
        for inner in value:
            _walk(inner, found)


@cache
def _translatable(record: type[Struct]) -> tuple[str, ...]:
    """The fields of a record that may hold what a language has words for."""
    return tuple(name for name in record.__struct_fields__ if name not in _UNTRANSLATED)


_WORDS = {str, int, bool}
_UNTRANSLATED = {"url", "link", "image", "handle", "since", "until", "email"}
"""Addresses and dates are in the data's words, but in no language."""
