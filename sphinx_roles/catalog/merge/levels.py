"""Ladders: what the levels of roles refer to, and what they take over from each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from sphinx_roles.catalog.merge.merging import Merging, Names, edited
from sphinx_roles.catalog.merge.skills import Skills
from sphinx_roles.model import Level, Proficiency, Role, Text, fold, level_names, location_of, parents_first
from sphinx_roles.problems import Code, Location


def finish_levels(
    roles: Mapping[str, Role], merging: Merging, skills: Skills, find: Callable[[str], str | None]
) -> dict[str, Role]:
    """Return the roles with whole levels; ``find`` gives the id of the role that a word leads to.

    A level is joined to those before it, its equals and its skills; what it extends comes first in it.
    """
    finished: dict[str, Role] = {}
    reported: set[Location | None] = set()
    # A mistake is reported for the role that it is in, and not for those that take it over.
    for key, role in sorted(roles.items(), key=lambda item: item[1].extends is not None):
        finished[key] = role
        # Those of the catalog around a standalone one are whole.
        known = merging.known is not None and merging.known.roles.get(key) is role
        if role.levels and not known:
            names = Names()
            shared = names.add(*((level.id, level.name) for level in role.levels))
            ladder = _Ladder(role, roles, merging, skills, find, names, reported)
            ladder.report_shared(shared)
            finished[key] = replace(role, levels=tuple(ladder.levels()))
    return {key: finished[key] for key in roles}


class _Ladder(Struct):
    """The levels of one role."""

    role: Role
    roles: Mapping[str, Role]
    merging: Merging
    skills: Skills
    find: Callable[[str], str | None]
    names: Names
    reported: set[Location | None]
    """Where a problem has been reported: a level taken over is in several ladders."""

    def levels(self) -> Iterator[Level]:
        """Yield the levels in their order."""
        given = {level.id: level for level in self.role.levels}
        after, extends = self._followed("after"), self._followed("extends")
        done: dict[str, Level] = {}
        for key in parents_first(given, extends):
            level = given[key]
            parent = done.get(extends.get(key, ""))
            if parent is None:
                duties, skills = level.duties, self.skills.refer_all(level.skills)
            else:
                own = tuple(map(_signed, level.duties))
                duties = edited(self.merging, "duties", parent.duties, own) if own else parent.duties
                skills = self._skills(parent.skills, level.skills)
            equals, more = tuple(self._equals(level)), {"after": after.get(key), "extends": extends.get(key)}
            done[key] = replace(level, duties=duties, skills=skills, equals=equals, **more)
        return (done[key] for key in given)

    def report_shared(self, shared: list[tuple[str, str, str]]) -> None:
        """Report levels that readers cannot tell apart: those of one name on one track."""
        given = {level.id: level for level in self.role.levels}
        for key, word, owner in shared:
            level, first = given[key], given[owner]
            if level.track == first.track and self._is_new(level.name):
                message = "the levels {level!r} and {first!r} of {role!r} are both called {word!r}"
                message += "; the first one is at {other}"
                about = {"role": self.role.id, "level": key, "first": owner, "word": word}
                self.merging.report(
                    Code.REPEATED_KEY, message, level.name.location, about, first.name.location
                )

    def _followed(self, field: str) -> dict[str, Text]:
        """Return the ids that a field leads to, by level, without those that are unknown or lead back."""
        words = {level.id: getattr(level, field) for level in self.role.levels if getattr(level, field)}
        ids = {key: self.names.find(word) for key, word in words.items()}
        found: dict[str, Text] = {}
        for key, word in words.items():
            ident = ids[key]
            self._check_meant(word)
            if ident is None:
                self._unknown("the role {role!r} has no level {word!r}", word, self.names.words)
            elif _leads_back(key, ids):
                self._circle(word, key)
                ids[key] = None
            else:
                found[key] = Text(ident, word.location)
        return found

    def _equals(self, level: Level) -> Iterator[Text]:
        for word in level.equals:
            found = self.names.find(word) or self._elsewhere(word)
            self._check_meant(word)
            if found == level.id:
                self._circle(word, level.id)
            elif found is not None:
                yield Text(found, word.location)
            else:
                message = (
                    "the role {role!r} has no level {word!r}; that of another role is written role/level"
                )
                known = partial(level_names, self.roles) if "/" in word else self.names.words
                self._unknown(message, word, known)

    def _check_meant(self, word: Text) -> None:
        """Report a name that two levels have: the first one is taken."""
        first, second = self.names.find(word), self.names.second(word)
        if first and second and self._is_new(word):
            message = "{word!r} is the name of the levels {level!r} and {second!r} of {role!r}"
            message += "; the first one is meant"
            about = {"word": word, "role": self.role.id, "level": first, "second": second}
            self.merging.report(Code.WRONG_VALUE, message, word.location, about)

    def _circle(self, word: Text, level: str) -> None:
        message = "the levels of {role!r} lead in a circle through {level!r}"
        if self._is_new(word):
            about = {"role": self.role.id, "level": level}
            self.merging.report(Code.WRONG_VALUE, message, word.location, about)

    def _unknown(self, message: str, word: Text, known: Callable[[], Iterable[str]]) -> None:
        if self._is_new(word):
            self.merging.unknown(Code.WRONG_VALUE, message, word, known, role=self.role.id)

    def _is_new(self, word: Text) -> bool:
        """Return whether nothing has been reported at a word yet."""
        before = len(self.reported)
        self.reported.add(word.location)
        return len(self.reported) > before

    def _elsewhere(self, word: str) -> str | None:
        """Return ``role/level`` for a level of another role, the id of one of this."""
        before, _, wanted = word.rpartition("/")
        role = self.roles.get(self.find(before) or "") if before else None
        levels = role.levels if role is not None else ()
        found = (one.id for one in levels if fold(wanted) in (fold(one.id), fold(one.name)))
        ident = next(found, None)
        return ident if ident is None or role is None or role is self.role else f"{role.id}/{ident}"

    def _skills(
        self, parent: tuple[Proficiency, ...], own: tuple[Proficiency, ...]
    ) -> tuple[Proficiency, ...]:
        signed = []
        for one in own:
            word = _signed(Text(one.skill, location_of(one.skill)))
            bare = replace(one, skill=Text(word[1:], word.location))
            if self.skills.asks_nothing(bare):
                continue
            # What is only taken away defines no skill.
            found = self.skills.refer(bare, define=word[0] == "+")
            signed.append(replace(found, skill=Text(word[0] + found.skill, word.location)))
        joined = edited(self.merging, "skills", parent, tuple(signed)) if signed else parent
        # An id is known by itself alone, not by where somebody wrote it.
        return tuple(replace(one, skill=str(one.skill)) for one in joined)


T = TypeVar("T", bound=Text)


def _signed(item: T) -> T:
    """Return an item as one that is added, unless it says that it is taken away."""
    label = item if item[:1] in ("+", "-") else f"+{item}"
    return type(item)(label[0] + label[1:].strip(), item.location)


def _leads_back(start: str, before: Mapping[str, str | None]) -> bool:
    key, seen = before[start], {start}
    while key is not None and key not in seen:
        seen.add(key)
        key = before.get(key)
    return key == start
