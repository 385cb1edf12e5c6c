"""Two values of one field: added, removed, or changed from one to the other."""

from __future__ import annotations

import datetime
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

from sphinx_roles.analysis.audit.finding import Message
from sphinx_roles.analysis.changes.change import Change, Part, Thing, change, many, one
from sphinx_roles.analysis.changes.likeness import LIKE, dice
from sphinx_roles.analysis.changes.words import FIELDS
from sphinx_roles.model import Prose, Text

T = TypeVar("T", bound=Hashable)


class Fields:
    """Collects what changed of one thing, or of a ``part`` of it: a level, a letter."""

    def __init__(self, thing: Part, part: Part | None = None) -> None:
        self.found: list[Change] = []
        self.stem = "" if part is None else "part-"
        self.things = (one("thing", thing), *([one("part", part)] if part is not None else []))

    def value(self, field: str, old: object, new: object, label: Text | None = None) -> None:
        """Compare what fits into a sentence: a word, a number, a day, yes or no, or a thing with a name."""
        if old == new:
            return
        was, now = _part(old), _part(new)
        things = [one(key, part) for key, part in (("old", was), ("new", now)) if part is not None]
        if len(things) == 2:
            self._report("part-changed" if self.stem else "value-changed", field, *things, label=label)
        else:
            kind = "removed" if now is None else "added"
            self._report(f"{self.stem or 'value-'}{kind}", field, *things, label=label)

    def text(self, field: str, old: Text | None, new: Text | None, label: Text | None = None) -> None:
        """Compare running texts, which stand below the sentence."""
        if old == new:
            return
        kind = "changed" if old is not None and new is not None else "added" if old is None else "removed"
        self._report(f"{self.stem}text-{kind}", field, old=old, new=new, label=label)

    def texts(self, field: str, old: Sequence[Text], new: Sequence[Text], label: Text | None = None) -> None:
        """Compare lists of running texts; one that was reworded is one change."""
        gone, come = _without(old, new), _without(new, old)
        for text in gone:
            like = max(come, key=lambda other: dice(text, other), default=None)
            if like is not None and dice(text, like) >= LIKE:
                come.remove(like)
                self.text(field, text, like, label)
            else:
                self.text(field, text, None, label)
        for text in come:
            self.text(field, None, text, label)
        self.order(field, old, new)

    def items(self, field: str, old: Iterable[Part], new: Iterable[Part]) -> None:
        """Compare lists of names and words."""
        was, now = tuple(old), tuple(new)
        gone, come = _without(was, now), _without(now, was)
        if gone:
            self._report(f"{self.stem or 'value-'}removed", field, many("old", gone))
        if come:
            self._report(f"{self.stem or 'value-'}added", field, many("new", come))
        self.order(field, was, now)

    def order(self, field: str, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        """Tell where what both lists have stands in another order."""
        if not in_order(old, new):
            self._report(f"{self.stem}items-order", field)

    def _report(
        self,
        kind: str,
        field: str,
        *things: Thing,
        label: Text | None = None,
        old: Text | None = None,
        new: Text | None = None,
    ) -> None:
        called: Part = label if label is not None else Message(FIELDS.get(field, field))
        reported = (*self.things, one("field", called), *things)
        self.found.append(change(kind, *reported, field=field, old=old, new=new))


def in_order(old: Sequence[Hashable], new: Sequence[Hashable]) -> bool:
    """Tell whether what both lists have stands in the same order in both."""
    gone, come = _without(old, new), _without(new, old)
    return _without(old, gone) == _without(new, come)


def _without(some: Sequence[T], others: Iterable[T]) -> list[T]:
    """Return what is left when each of the others is taken out once."""
    left = list(some)
    for other in others:
        if other in left:
            left.remove(other)
    return left


def _part(value: object) -> Part | None:
    """Return a value as it stands in a sentence; None where there is nothing."""
    match value:
        case None | "":
            return None
        case bool():
            return Message("yes" if value else "no")
        case Prose():
            # A field of running text would have to be told below the sentence.
            return str(value)
        case datetime.date():
            return value.isoformat()
        case int():
            return str(value)
        case _:
            return value  # type: ignore[return-value]
