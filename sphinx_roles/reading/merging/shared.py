"""What the steps of merging share: the files, the problems, and how unknown names are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sphinx_roles.model import Catalog, Text, fold
from sphinx_roles.problems import Code, Place, Problem, nearest
from sphinx_roles.reading.schema.drafts import FileDraft
from sphinx_roles.reading.settings import Settings

__all__ = ["Merging"]

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
        scheme_at: Place | None = None,
    ) -> None:
        self.drafts = drafts
        self.settings = settings
        self.problems = problems
        self.known = known
        self.scheme_at = scheme_at
        self.incomplete = any(draft.sheet.cut for draft in drafts)
        self._near: dict[tuple[Code, str], str] = {}

    def tell(self, code: Code, text: str, place: Place) -> None:
        """Note a problem."""
        self.problems.append(Problem(code, text, place))

    def unknown(self, code: Code, said: str, word: Text, known: Callable[[], Iterable[str]]) -> None:
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
            self.tell(code, said + near, word.place or Place(""))


def _listed(words: Iterable[str]) -> str:
    """List names, each once, however it is spelt; one of several words is in quotes."""
    spelt: dict[str, str] = {}
    for word in words:
        spelt.setdefault(fold(word), str(word))
    return ", ".join(word if _WORD.fullmatch(word) else repr(word) for word in spelt.values())
