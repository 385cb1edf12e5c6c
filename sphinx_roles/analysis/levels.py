"""The levels of a role in their order, and the way from one role or level to another.

The nearest roles are those for which most is there of what they ask for: by `skills.fit`, the largest first;
of equal ones those with fewer skills to learn come first, then those with fewer to let go, then those that
share more responsibilities, then levels that fewer steps are between, the higher one first, then the order
of the data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct, structs

from sphinx_roles.analysis.assignments import AssignmentIndex
from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.selection import Letter, counted, letter_of, unknown_words
from sphinx_roles.analysis.skills import (
    DEEPEN,
    LEARN,
    LET_GO,
    SHARED,
    End,
    Skilled,
    SkillIndex,
    added,
    common,
    difference,
    fit,
    share,
    weight,
)
from sphinx_roles.model import Catalog, Level, Prose, Responsibility, Role, Text, fold, parents_first

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

    ``dropped`` are duties and criteria that it no longer has; ``equals`` are levels of the same rank,
    whichever of the two says so; ``skipped`` are ids that the numbering leaves out before this one.
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
        index = catalog.derived(SkillIndex)
        known = {level.id: level for level in role.levels}
        wanted, tracks = {*map(fold, self.levels)}, {*map(fold, self.tracks)}
        order = parents_first(known, {level.id: level.after for level in role.levels})
        shown = [
            level
            for level in map(known.__getitem__, order)
            if (not wanted or wanted & {fold(level.id), fold(level.name)})
            and (not tracks or not level.track or fold(level.track) in tracks)
        ]
        skipped = _skipped(role.levels, {level.id for level in shown})
        rungs = [_Rungs(role, known, index, self).rung(level, skipped.get(level.id, ())) for level in shown]
        axes = {one.skill: one.name for rung in rungs for one in rung.skills}
        names = (word for level in role.levels for word in (level.id, level.name))
        return LadderReport(
            role=End(role.id, role.name),
            rungs=tuple(rungs),
            axes=tuple(axes.items()),
            unknown=tuple(unknown_words(self.levels, names)),
            unknown_tracks=tuple(unknown_words(self.tracks, (level.track for level in role.levels))),
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
        dropped = [duty for duty in had if duty not in level.duties]
        for skill, before in start.skills.items() if start else ():
            now = goal.skills[skill].criteria if skill in goal.skills else ()
            dropped += [one for one in before.criteria if one not in now and common(before.criteria, now)]
        return Rung(
            end=goal.end,
            track=level.track,
            after=self._end(level.after),
            equals=tuple(self._equals(level)),
            extends=self._end(parent.id) if parent else None,
            summary=level.summary,
            duties=tuple(duty for duty in level.duties if duty not in had),
            dropped=tuple(dropped),
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
                criteria = self.index.criteria(skill, asked) if self.query.criteria else ()
                criteria = added(had.criteria if had else (), criteria)
                yield RungSkill(skill, self.index.name(skill), asked.step, before, criteria)


def _skipped(levels: Iterable[Level], shown: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Return by id what the numbering leaves out before a level: ``ic4`` before ``ic5`` after ``ic3``.

    Where ``ic3`` is not shown, it would be taken for one that is missing, too.
    """
    numbered: dict[str, list[tuple[int, str]]] = {}
    for level in levels:
        if (parts := _NUMBERED.fullmatch(level.id)) is not None:
            numbered.setdefault(parts[1], []).append((int(parts[2]), level.id))
    found = {}
    for stem, some in numbered.items():
        some.sort()
        for (before, lower), (number, ident) in pairwise(some):
            missing = range(before + 1, number)
            if 0 < len(missing) <= _MOST_SKIPPED and lower in shown:
                found[ident] = tuple(f"{stem}{one}" for one in missing)
    return found


# The way from one to another

SORTS = (SHARED, DEEPEN, LEARN, LET_GO)


class SkillMove(Struct, frozen=True, gc=False):
    """A skill on the way. ``criteria`` are those of the step that is needed."""

    skill: str
    name: Text
    before: Text | None = None
    after: Text | None = None
    criteria: tuple[Prose, ...] = ()


class Moves(Struct, frozen=True):
    """The skills of one sort, the largest difference first."""

    kind: str
    skills: tuple[SkillMove, ...]


class RowMove(Struct, frozen=True, gc=False):
    """A responsibility on the way, with its letters; ``key`` is "matrix, section, id" on three lines."""

    key: str
    name: Text
    before: tuple[Letter, ...] = ()
    after: tuple[Letter, ...] = ()
    status: Text | None = None


class Near(Struct, frozen=True, gc=False):
    """A role that is near: how much of what it asks for is there, in percent, and how much is to be done."""

    end: End
    percent: int
    shared: int
    deepen: int
    learn: int
    next: bool = False
    """The data names it as a next step."""


class PathReport(Report, frozen=True, kw_only=True):
    """The way from ``start`` to ``goal``; without a goal, only what is near.

    ``percent`` is `skills.fit`; None where the goal asks for no skill. ``leading`` are the skills that make
    the difference. ``asked`` is how many names there were. ``unskilled`` are ends of which no skill is known.
    """

    start: End | None = None
    goal: End | None = None
    percent: int | None = None
    leading: tuple[Text, ...] = ()
    moves: tuple[Moves, ...] = ()
    duties_come: tuple[Prose, ...] = ()
    duties_go: tuple[Prose, ...] = ()
    rows_come: tuple[RowMove, ...] = ()
    rows_stay: tuple[RowMove, ...] = ()
    rows_go: tuple[RowMove, ...] = ()
    nearest: tuple[Near, ...] = ()
    asked: int = 0
    unskilled: tuple[Text, ...] = ()

    @property
    def shows_nothing(self) -> bool:
        """True where there is nothing to say."""
        come_and_go = (self.duties_come, self.duties_go, self.rows_come, self.rows_stay, self.rows_go)
        return not (any(one.skills for one in self.moves) or any(come_and_go) or self.nearest)


class PathQuery(Struct, frozen=True, kw_only=True):
    """From where to where. ``ends`` are the names of one or two roles or levels."""

    ends: tuple[str, ...]
    nearest: int = 3
    """How many near roles are shown; 0: none."""
    criteria: bool = True
    letters: tuple[str, ...] = ()
    """What counts as having a responsibility; left empty, what does or decides."""
    responsibilities: bool = True

    def report(self, catalog: Catalog) -> PathReport:
        """Compare the two ends, and rank what is near the first."""
        index = catalog.derived(SkillIndex)
        names = split_ends(self.ends, index)
        found = [index.find(name) for name in names]
        unknown = tuple(name for name, one in zip(names, found, strict=True) if one is None)
        ends = [one for one in found if one is not None]
        if unknown or len(names) not in (1, 2) or len({one.end.key for one in ends}) < len(ends):
            return PathReport(asked=len({*map(fold, names)}), unknown_roles=unknown)
        start, goal = ends[0], ends[1] if len(ends) > 1 else None
        rows = self._rows(start, goal, catalog) if goal and self.responsibilities else {}
        near = _nearest(start, index)[: self.nearest] if self.nearest else ()
        return structs.replace(
            compare(start, goal, index, criteria=self.criteria),
            rows_come=tuple(rows.get("come", ())),
            rows_stay=tuple(rows.get("stay", ())),
            rows_go=tuple(rows.get("go", ())),
            nearest=tuple(near),
        )

    def _rows(self, start: Skilled, goal: Skilled, catalog: Catalog) -> dict[str, list[RowMove]]:
        """Return the responsibilities that come, stay and go; levels of one role have the same."""
        found: dict[str, list[RowMove]] = {}
        if start.end.role != goal.end.role:
            olds, news = (_held(end.end.role, self.letters, catalog) for end in (start, goal))
            for row in catalog.rows:
                before, after = olds.get(row.key, ()), news.get(row.key, ())
                kind = "stay" if before and after else "come" if after else "go"
                if before or after:
                    found.setdefault(kind, []).append(
                        RowMove(row.target, row.name, before, after, row.status)
                    )
        return found


class GapQuery(Struct, frozen=True, kw_only=True):
    """A person and a role or level: ``ends`` are the two names."""

    ends: tuple[str, ...]
    criteria: bool = True

    def report(self, catalog: Catalog) -> PathReport:
        """Compare what the person can do with what the role asks for; an unknown person is ``unknown``."""
        index = catalog.derived(SkillIndex)
        person_name, role_name = split_person(self.ends, index)
        person, role = index.person(person_name), index.find(role_name)
        if person is None or role is None:
            asked = len([name for name in (person_name, role_name) if name])
            lost = (person_name,) if person is None and person_name else ()
            return PathReport(
                asked=asked, unknown=lost, unknown_roles=(role_name,) if role is None and role_name else ()
            )
        return compare(person, role, index, criteria=self.criteria)


_MOST_WORDS = 40
"""A text of more words is no pair of names."""


def split_ends(names: tuple[str, ...], index: SkillIndex) -> tuple[str, ...]:
    """Return the names of two ends; of a single text with blanks, the longest name of one wins."""
    if len(names) != 1 or index.find(names[0]) is not None:
        return names
    cuts, words = _cuts(names[0], index.find, index.find)[::-1], tuple(names[0].split())
    if cuts and all(known != (True, True) for _, known in cuts) and all(map(index.find, words)):
        # They may be more than two.
        return words
    return _best(cuts, ((True, True), (True, False), (False, True))) or names


def split_person(names: tuple[str, ...], index: SkillIndex) -> tuple[str, str]:
    """Return the names of a person and of a role; both may have several words."""
    if len(names) != 1:
        return (names[0], names[1]) if len(names) == 2 else ("", "")
    cuts = _cuts(names[0], index.person, index.find)
    return _best(cuts, ((True, True), (False, True), (True, False))) or (names[0], "")


_Cut = tuple[tuple[str, str], tuple[bool, bool]]
"""Two texts, and which of them is the name of something."""


def _best(cuts: list[_Cut], wanted: Iterable[tuple[bool, bool]]) -> tuple[str, str] | None:
    """Return the first cut of the first sort that is wanted; without any, two words are two names."""
    found = (cut for sort in wanted for cut, known in cuts if known == sort)
    return next(found, None) or (cuts[0][0] if len(cuts) == 1 else None)


def _cuts(text: str, *finders: Callable[[str], Skilled | None]) -> list[_Cut]:
    """Return the texts before and behind each blank, and which of them is the name of something."""
    words = text.split()
    ends = range(1, len(words)) if len(words) <= _MOST_WORDS else ()
    cuts = ((" ".join(words[:at]), " ".join(words[at:])) for at in ends)
    first, second = finders
    return [(cut, (first(cut[0]) is not None, second(cut[1]) is not None)) for cut in cuts]


def compare(start: Skilled, goal: Skilled | None, index: SkillIndex, *, criteria: bool) -> PathReport:
    """Return what the way asks of skills and, between two levels of one role, of duties."""
    if goal is None:
        return PathReport(start=start.end, asked=1)
    near = fit(start.skills, goal.skills)
    leading = sorted(
        (skill for skill in goal.skills if _missing(skill, start, goal)),
        key=lambda skill: -_missing(skill, start, goal),
    )
    old, new = (start.level.duties, goal.level.duties) if start.level and goal.level else ((), ())
    return PathReport(
        start=start.end,
        goal=goal.end,
        percent=_percent(near) if near is not None else None,
        leading=tuple(index.name(skill) for skill in leading),
        moves=tuple(_moves(start, goal, index, criteria)),
        duties_come=tuple(duty for duty in new if duty not in old),
        duties_go=tuple(duty for duty in old if duty not in new),
        asked=2,
        unskilled=tuple(one.end.name for one in (start, goal) if not one.skills),
    )


def _percent(share: Fraction) -> int:
    """Round down, so that 100 means all."""
    return int(share * 100)


def _missing(skill: str, start: Skilled, goal: Skilled) -> Fraction:
    needs = goal.skills[skill]
    return weight(needs) - share(start.skills.get(skill), needs)


def _moves(start: Skilled, goal: Skilled, index: SkillIndex, criteria: bool) -> Iterable[Moves]:
    sorts: dict[str, list[str]] = {kind: [] for kind in SORTS}
    for skill in dict.fromkeys((*goal.skills, *start.skills)):
        sorts[difference(start.skills.get(skill), goal.skills.get(skill))].append(skill)
    for kind, skills in sorts.items():
        more = kind in (DEEPEN, LEARN)
        if more:
            skills.sort(key=lambda skill: -_missing(skill, start, goal))
        found = []
        for skill in skills:
            before, after = start.skills.get(skill), goal.skills.get(skill)
            wanted = index.criteria(skill, after) if criteria and more and after else ()
            wanted = added(before.criteria if before else (), wanted)
            was, now = (one.step if one else None for one in (before, after))
            found.append(SkillMove(skill, index.name(skill), was, now, wanted))
        yield Moves(kind, tuple(found))


def _held(
    role: str, asked: tuple[str, ...], catalog: Catalog
) -> dict[tuple[str, str, str], tuple[Letter, ...]]:
    """Return the letters of a role in each row in which one of them counts, what decides first."""
    rows: dict[tuple[str, str, str], tuple[Responsibility, list[str]]] = {}
    for row, one in catalog.derived(AssignmentIndex).held(role):
        rows.setdefault(row.key, (row, []))[1].extend(one.letters)
    found, counting = {}, {key: counted(asked, scheme) for key, scheme in catalog.schemes.items()}
    for key, (row, letters) in rows.items():
        scheme = catalog.scheme_of(row)
        if not counting[scheme.id].isdisjoint(letters):
            held = scheme.deciding_first(dict.fromkeys(letters))
            found[key] = tuple(letter_of(scheme[letter], meaning=False) for letter in held)
    return found


def _nearest(start: Skilled, index: SkillIndex) -> list[Near]:
    """Rank the other roles of the same kind that ask for skills; from a level, those of its own role too."""
    catalog, role = index.catalog, start.role
    assert role is not None
    others = [
        index.role(one)
        for one in catalog.roles.values()
        if one.id != role.id and one.kind == role.kind and one.status != "deprecated"
    ]
    if start.level:
        others += [index.level(role, level) for level in role.levels if level is not start.level]
    ranked = []
    steps = _steps_from(start.level, role.levels) if start.level else {}
    working = {key: set(rows) for key, rows in catalog.derived(AssignmentIndex).owned.items()}
    for other in others:
        near = fit(start.skills, other.skills)
        if near is not None:
            kinds = [difference(start.skills.get(s), other.skills.get(s)) for s in other.skills]
            gone = sum(1 for skill in start.skills if skill not in other.skills)
            rows = len(working.get(role.id, set()) & working.get(other.end.role, set()))
            found = Near(
                other.end,
                _percent(near),
                kinds.count(SHARED),
                kinds.count(DEEPEN),
                kinds.count(LEARN),
                other.end.role in role.next,
            )
            apart = steps.get(other.end.level, (0, 0))
            ranked.append(((-near, found.learn, gone, -rows, *apart), found))
    return [found for _, found in sorted(ranked, key=lambda pair: pair[0])]


def _steps_from(level: Level, levels: Sequence[Level]) -> dict[str, tuple[int, int]]:
    """Return by id how many steps lead from a level to each other one, and 0 where that is above it, else 1.

    A step is from a level to the one that it comes after; where none comes after another, to the next in the
    data.
    """
    order = parents_first((one.id for one in levels), {one.id: one.after for one in levels})
    pairs = [(str(one.after), one.id) for one in levels if one.after] or [*pairwise(order)]
    found, place = {level.id: 0}, order.index(level.id)
    reached = [level.id]
    for here in reached:
        for pair in pairs:
            there = pair[1] if pair[0] == here else pair[0]
            if here in pair and there not in found:
                found[there] = found[here] + 1
                reached.append(there)
    unlinked = len(levels)
    return {one: (found.get(one, unlinked), int(at < place)) for at, one in enumerate(order)}
