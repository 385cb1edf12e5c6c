"""Names: which id each one leads to, and which one a text is a letter away from, so that it is a slip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from sphinx_roles.model import fold

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 80


class Names(Struct):
    """Maps whatever a thing answers to, to its id; the first to claim a name keeps it."""

    found: dict[str, str | None] = {}
    """What has been looked for: it may be asked first, by whoever has tens of thousands to find."""
    shared: dict[str, str] = {}
    """By folded name, a second id that answers to it."""
    _ids: dict[str, None] = {}
    _owners: dict[str, str] = {}
    _words: dict[str, None] = {}

    def add(self, *entries: Sequence[str]) -> list[tuple[str, str, str]]:
        """Let ids answer to themselves and to words; an entry is an id and its words.

        Return (id, word, owner) for each word that another id already answers to.
        """
        self.found.clear()
        taken = []
        for entry in entries:
            # An id is known by itself alone, not by where somebody wrote it.
            key = str(entry[0])
            self._ids[key] = None
            for word in entry:
                self._words[word] = None
                owner = self._owners.setdefault(fold(word), key)
                if owner != key:
                    taken.append((key, word, owner))
                    self.shared.setdefault(fold(word), key)
        return taken

    def find(self, word: str) -> str | None:
        """Return the id that a word leads to."""
        try:
            return self.found[word]
        except KeyError:
            found = str(word) if word in self._ids else self._owners.get(fold(word))
            self.found[str(word)] = found
            return found

    def __bool__(self) -> bool:
        """Return whether anything answers to a name."""
        return bool(self._ids)

    def second(self, word: str) -> str:
        """Return the other id that a name may mean, ``""`` where there is none; an id means itself."""
        return "" if word in self._ids else self.shared.get(fold(word), "")

    def words(self) -> Iterable[str]:
        """Return all that something answers to, as written."""
        return self._words


class NearNames:
    """Names by all of their words but one, so that thousands of texts are compared with thousands of names.

    A text is near a name that differs from it by one letter of one word: one more, one less, another, or two
    neighbours swapped. The plural of a name is no slip, and its singular is one. Numbers and abbreviations
    tell things apart on purpose ("Team 2", "CTO" and "CEO"), as single characters do in scripts that have no
    upper and lower case.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[tuple[str, str]]] = {}
        for name in names:
            for key, word in _parts(name):
                self._names.setdefault(key, []).append((word.casefold(), name))

    def find(self, text: str) -> str:
        """Return the name that a text is near, or ``""``."""
        for key, word in _parts(text) if len(text) <= _LONGEST else ():
            if not word.isupper():
                for other, name in self._names.get(key, ()):
                    if _is_slip(word.casefold(), other):
                        return name
        return ""


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Yield each word, and with it the others as a key."""
    words = _WORD.findall(text)
    for index, word in enumerate(words):
        others = " ".join((*words[:index], "*", *words[index + 1 :]))
        yield others.casefold(), word


def _is_slip(word: str, other: str) -> bool:
    """Return whether a word is one letter away from that of a name."""
    lengths = len(word), len(other)
    if min(lengths) < 3 or max(lengths) < 4 or abs(lengths[0] - lengths[1]) > 1:
        return False
    if not all(map(str.islower, word + other)) or f"{other}s" == word:
        return False
    pairs = enumerate(zip(word, other, strict=False))
    start = next((place for place, (a, b) in pairs if a != b), min(lengths))
    one, two = word[start:], other[start:]
    swapped = one[:2] == two[1::-1] and one[2:] == two[2:]
    return one[1:] == two[1:] or one[1:] == two or one == two[1:] or swapped
