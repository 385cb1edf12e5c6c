"""Finds the name that a text is one letter away from, where a role or any text may be: then it is a slip."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 80


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
