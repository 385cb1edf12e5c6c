"""What the steps of merging share: the files, the problems, and how unknown names are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sphinx_roles.catalog.schema import FileDraft
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.model import Catalog, Text, fold
from sphinx_roles.problems import Code, Location, Problem, nearest

_LISTED = 8
_GUESSED = 500
_WORD = re.compile(r"[\w.-]+")


class Merging:
    """The work on one catalog.

    ``known`` is the catalog around an island, which knows its roles, schemes and skills.
    ``scheme_at`` is where a directive names the scheme, if one does.
    ``incomplete`` says that a file could not be read to its end: a name that is like no
    known one may well be defined there, so it is not told.
    """

    def __init__(
        self,
        drafts: list[FileDraft],
        settings: Settings,
        problems: list[Problem],
        known: Catalog | None = None,
        scheme_at: Location | None = None,
    ) -> None:
        self.drafts = drafts
        self.settings = settings
        self.problems = problems
        self.known = known
        self.scheme_at = scheme_at
        self.incomplete = any(draft.context.cut for draft in drafts)
        self._near: dict[tuple[Code, str], str] = {}

    def report(self, code: Code, text: str, location: Location) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, text, location))

    def unknown(self, code: Code, message: str, word: Text, known: Callable[[], Iterable[str]]) -> None:
        """Tell that a word names nothing, with the nearest name or all there are."""
        near = self._near.get((code, word))
        if near is None:
            words = dict.fromkeys(known())
            # Where nearly every name is unknown, guessing at each of them would take minutes.
            near = nearest(word[:80], words) if len(self._near) < _GUESSED else ""
            if not near and 0 < len(words) <= _LISTED:
                near = f"; there is {_listed(words)}"
            if self.incomplete and "did you mean" not in near:
                near = "?"
            self._near[code, str(word)] = near
        if near != "?":
            self.report(code, message + near, word.location or Location(""))


def _listed(words: Iterable[str]) -> str:
    """List names, each once, however it is spelt; one of several words is in quotes."""
    spelt: dict[str, str] = {}
    for word in words:
        spelt.setdefault(fold(word), str(word))
    return ", ".join(word if _WORD.fullmatch(word) else repr(word) for word in spelt.values())


class Names:
    """Maps whatever a thing answers to, to its id; the first to claim a name keeps it."""

    def __init__(self) -> None:
        self._ids: dict[str, None] = {}
        self._pickled: dict[str, str] = {}
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
            owner = self._pickled.setdefault(fold(word), key)
            if owner != key:
                taken.append((word, owner))
        return taken

    def find(self, word: str) -> str | None:
        """Return the id that a word leads to."""
        try:
            return self.found[word]
        except KeyError:
            found = str(word) if word in self._ids else self._pickled.get(fold(word))
            self.found[str(word)] = found
            return found

    def words(self) -> Iterable[str]:
        """Return all that something answers to, as written."""
        return self._words
