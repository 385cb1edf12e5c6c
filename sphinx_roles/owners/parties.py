"""How owners files, decision records and the like call those who take part, and who that is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from msgspec import Struct

from sphinx_roles.owners.records import Owner, owner_key
from sphinx_roles.problems import Location

T = TypeVar("T")
_NAMESPACED = re.compile(r"[\w.-]+/[\w.-]+")
"""A reference of Backstage without a kind: ``default/sre``."""


def bare(name: str) -> str:
    """Return the last part of an owner's name: of ``@acme/sre`` and ``group:default/sre`` it is ``sre``.

    Source: backstage.io/docs/features/software-catalog/references, "case insensitive".
    """
    return owner_key(name).rpartition("/")[2].rpartition(":")[2]


class Party(Struct, frozen=True):
    """What a name says of itself: how to call it, what it is, and its handle, if it is one."""

    name: str
    kind: str
    handle: str = ""

    @classmethod
    def of(cls, word: str, kind: str) -> Party:
        """Return what a word says; ``kind`` is what it is where it does not say that: a ``user`` is a handle.

        An address stays out.
        """
        word = word.strip()
        if Owner(word, Location("")).is_address:
            return cls(word.partition("@")[0].rpartition(":")[2] or "[e-mail]", "person")
        prefix = word.partition(":")[0].casefold()
        if word.startswith("@@"):
            return cls(word[2:], "role", word)
        if word.startswith("@"):
            return cls(word.rpartition("/")[2].lstrip("@"), "team" if "/" in word else "person", word)
        if prefix in ("group", "user") and ":" in word:
            name = word.rpartition("/")[2].rpartition(":")[2]
            return cls(name, "team" if prefix == "group" else "person", word)
        if kind == "team" and _NAMESPACED.fullmatch(word):
            return cls(word.rpartition("/")[2], kind, word)
        return cls(word, "person", word) if kind == "user" else cls(word, kind)


class Parties(Generic[T]):
    """Things by the handles of roles and by the holders of roles, ``fold`` being how names are compared."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self._fold = fold
        self._roles: dict[str, list[T]] = {}
        self._people: dict[str, list[T]] = {}
        self._past: dict[str, list[T]] = {}

    def add_role(self, handles: Iterable[str], thing: T) -> None:
        """Let a role answer to its handles."""
        for handle in handles:
            for key in {owner_key(handle), bare(handle)}:
                self._roles.setdefault(key, []).append(thing)

    def add_holder(self, name: str, handle: str, email: str, thing: T, *, past: bool = False) -> None:
        """Let a role answer to somebody who holds it, or held it."""
        keys = [owner_key(handle)] if handle else []
        keys += [one.strip().casefold() for one in email.split(",")] if email else []
        found = self._past if past else self._people
        for key in (*keys, self._fold(name)):
            found.setdefault(key, []).append(thing)

    def find(self, name: str, find_role: Callable[[str], T | None]) -> list[T]:
        """Return what a name leads to: handles, then roles by name, then people, last those of the past."""
        key, last = owner_key(name), bare(name)
        if found := self._roles.get(key) or self._people.get(key):
            return found
        if not Owner(name, Location("")).is_address:
            if found := self._roles.get(last):
                return found
            if (role := find_role(last)) is not None:
                return [role]
            if found := self._people.get(last) or self._people.get(self._fold(last)):
                return found
        return self._past.get(key) or self._past.get(last) or self._past.get(self._fold(last)) or []
