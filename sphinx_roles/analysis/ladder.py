"""The ladder of a role: its levels in their order, and what each of them adds to the one that it extends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.skills import DEEPEN, LEARN, Asked, End, Skilled, SkillIndex, difference
from sphinx_roles.model import Catalog, Level, Prose, Role, Text, fold

_NUMBERED = re.compile(r"(.*?)(\d{1,3})", re.DOTALL)
_MOST_SKIPPED = 3
"""A larger gap in the numbers is another way of numbering."""


class RungSkill(Struct, frozen=True, gc=False):
    """A skill of a level. ``before`` is the step of the level that it extends, where that is another one."""

    skill: str
    name: Text
    step: Text | None = None
    before: Text | None = None
    criteria: tuple[Prose, ...] = ()


class Rung(Struct, frozen=True, kw_only=True):
    """A level as it is shown. With ``extends``, ``duties`` and ``skills`` are those that it adds.

    ``equals`` are levels of the same rank, whichever of the two says so; ``skipped`` are ids that the
    numbering leaves out before this one.
    """

    end: End
    track: Text | None = None
    after: End | None = None
    equals: tuple[End, ...] = ()
    extends: End | None = None
    summary: Prose | None = None
    duties: tuple[Prose, ...] = ()
    dropped: tuple[Prose, ...] = ()
    skills: tuple[RungSkill, ...] = ()
    let_go: tuple[Text, ...] = ()
    skipped: tuple[str, ...] = ()


class LadderReport(Report, frozen=True, kw_only=True):
    """The levels of a role. ``axes`` are the skills of all of them, by id and name."""

    role: End | None = None
    rungs: tuple[Rung, ...] = ()
    axes: tuple[tuple[str, Text], ...] = ()
    unknown_tracks: tuple[str, ...] = ()

    CONTENTS = ("rungs",)

    def targets(self, rank: int) -> Iterator[tuple[str, str, str, int]]:
        """Yield each level as a target: its key, its id, its name as shown, and the rank."""
        # Both names are translated, and joined as the page shows them.
        return ((r.end.key, r.end.key, f"{r.end.of or ''}\n{r.end.name}", rank) for r in self.rungs)


class LadderQuery(Struct, frozen=True, kw_only=True):
    """Which role, and which of its levels."""

    role: str
    tracks: tuple[str, ...] = ()
    """Only levels of these tracks, and those of none."""
    levels: tuple[str, ...] = ()
    whole: bool = False
    """A level that extends another one is shown with all that it takes over."""
    criteria: bool = True

    def report(self, catalog: Catalog) -> LadderReport:
        """Draw up the levels in their order."""
        role = catalog.find_role(self.role)
        if role is None:
            return LadderReport(unknown_roles=(self.role,) if self.role else ())
        index = SkillIndex.of(catalog)
        known = {level.id: level for level in role.levels}
        wanted, tracks = {*map(fold, self.levels)}, {*map(fold, self.tracks)}
        names = {fold(word) for level in role.levels for word in (level.id, level.name)}
        skipped = _skipped(role.levels)
        rungs = [
            _Rungs(role, known, index, self).rung(level, skipped.get(level.id, ()))
            for level in _ordered(role.levels)
            if (not wanted or wanted & {fold(level.id), fold(level.name)})
            and (not tracks or not level.track or fold(level.track) in tracks)
        ]
        axes = {one.skill: one.name for rung in rungs for one in rung.skills}
        given = {fold(level.track) for level in role.levels if level.track}
        return LadderReport(
            role=End(role.id, role.name),
            rungs=tuple(rungs),
            axes=tuple(axes.items()),
            unknown=tuple(name for name in self.levels if fold(name) not in names),
            unknown_tracks=tuple(name for name in self.tracks if fold(name) not in given),
        )


class _Rungs:
    """Makes the rungs of one role."""

    def __init__(self, role: Role, known: Mapping[str, Level], index: SkillIndex, query: LadderQuery) -> None:
        self.role, self.known, self.index, self.query = role, known, index, query

    def rung(self, level: Level, skipped: tuple[str, ...]) -> Rung:
        parent = self.known.get(level.extends or "")
        if self.query.whole:
            parent = None
        had = parent.duties if parent else ()
        start = self.index.level(self.role, parent) if parent else None
        goal = self.index.level(self.role, level)
        gone = [skill for skill in start.skills if skill not in goal.skills] if start else []
        return Rung(
            end=goal.end,
            track=level.track,
            after=self._end(level.after),
            equals=tuple(self._equals(level)),
            extends=self._end(parent.id) if parent else None,
            summary=level.summary,
            duties=tuple(duty for duty in level.duties if duty not in had),
            dropped=tuple(duty for duty in had if duty not in level.duties),
            skills=tuple(self._skills(start, goal)),
            let_go=tuple(map(self.index.name, gone)),
            skipped=skipped,
        )

    def _end(self, ident: str | None) -> End | None:
        level = self.known.get(ident or "")
        return End(self.role.id, level.name, level.id) if level else None

    def _equals(self, level: Level) -> Iterator[End]:
        """Yield the levels that this one equals, and those that say so of themselves."""
        found: dict[str, End] = {}
        for word in level.equals:
            elsewhere = self.index.catalog.find_level(word) if word not in self.known else None
            if elsewhere is not None:
                there = self.index.level(*elsewhere).end
                found[there.key] = there
            elif (own := self._end(word)) is not None:
                found[own.key] = own
        equal = self.index.equal
        for role, other in equal.get(level.id, ()):
            if role is self.role and other is not level and (own := self._end(other.id)) is not None:
                found.setdefault(own.key, own)
        for role, other in equal.get(f"{self.role.id}/{level.id}", ()):
            if role is not self.role:
                there = self.index.level(role, other).end
                found.setdefault(there.key, there)
        yield from found.values()

    def _skills(self, start: Skilled | None, goal: Skilled) -> Iterator[RungSkill]:
        for skill, asked in goal.skills.items():
            had = start.skills.get(skill) if start else None
            if start is None or difference(had, asked) in (DEEPEN, LEARN) or had != asked:
                before = had.step if had and had.step != asked.step else None
                yield RungSkill(
                    skill, self.index.name(skill), asked.step, before, self._criteria(skill, asked)
                )

    def _criteria(self, skill: str, asked: Asked) -> tuple[Prose, ...]:
        """Return what the level says that the skill takes, else what the step means for everybody."""
        if not self.query.criteria:
            return ()
        known = self.index.catalog.skills.get(skill)
        meant = (one.criteria for one in (known.levels if known else ()) if one.step == asked.step)
        return asked.criteria or next(meant, ())


def _ordered(levels: Iterable[Level]) -> Iterator[Level]:
    """Yield levels in the order of the data, but none before the one that it comes after."""
    known = {level.id: level for level in levels}
    done: set[str] = set()
    for level in known.values():
        chain: list[Level] = []
        one: Level | None = level
        while one is not None and one.id not in done:
            done.add(one.id)
            chain.append(one)
            one = known.get(one.after or "")
        yield from reversed(chain)


def _skipped(levels: Iterable[Level]) -> dict[str, tuple[str, ...]]:
    """Return by id what the numbering leaves out before a level: ``ic4`` before ``ic5`` after ``ic3``."""
    numbered: dict[str, list[tuple[int, str]]] = {}
    for level in levels:
        if (parts := _NUMBERED.fullmatch(level.id)) is not None:
            numbered.setdefault(parts[1], []).append((int(parts[2]), level.id))
    found = {}
    for stem, some in numbered.items():
        some.sort()
        for (before, _), (number, ident) in pairwise(some):
            missing = range(before + 1, number)
            if 0 < len(missing) <= _MOST_SKIPPED:
                found[ident] = tuple(f"{stem}{one}" for one in missing)
    return found
