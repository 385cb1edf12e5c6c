"""Names that lead to one thing: case, punctuation and spacing do not count."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_roles.model import fold

__all__ = ["Names"]


class Names:
    """Maps whatever a thing answers to, to its id; the first to claim a name keeps it."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}
        self._folded: dict[str, str] = {}
        self.found: dict[str, str | None] = {}
        """What has been looked for: it may be asked first, by whoever has tens of thousands to find."""
        self._words: dict[str, None] = {}

    def add(self, key: str, words: Iterable[str] = ()) -> list[tuple[str, str]]:
        """Let an id answer to itself and some words; return (word, id) where another one already does."""
        # An id is known by itself alone, not by where somebody wrote it.
        key = str(key)
        self._ids[key] = None
        self.found.clear()
        taken = []
        for word in (key, *words):
            self._words[word] = None
            owner = self._folded.setdefault(fold(word), key)
            if owner != key:
                taken.append((word, owner))
        return taken

    def find(self, word: str) -> str | None:
        """Return the id that a word leads to."""
        try:
            return self.found[word]
        except KeyError:
            found = str(word) if word in self._ids else self._folded.get(fold(word))
            self.found[str(word)] = found
            return found

    def words(self) -> Iterable[str]:
        """Return all that something answers to, as written."""
        return self._words
