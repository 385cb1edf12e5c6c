"""What roles, levels and people can do, how that is compared, how near one is to another; the skill matrix.

Whoever is looked at has for each skill an `Asked`: a step and criteria. A role that does not name a skill
which its levels ask for asks for it as its levels do, from the lowest step; a level that does not name
a skill of its role asks for it as the role does.

Where a step is is its ``height``, a number above 0 and up to 1: the third of four steps is at 3/4, and
the number 2 at 2/5 where 5 is the highest number that anybody asks for. Words without a scale, and
skills without a step, have no height, and count as 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.selection import RoleSelection, shown_status, unknown_words
from sphinx_roles.analysis.who import PeopleIndex
from sphinx_roles.csv_cells import csv_text
from sphinx_roles.model import (
    IN_THE_DATA,
    Catalog,
    Level,
    Proficiency,
    Prose,
    Role,
    Skill,
    SkillLevel,
    Text,
    fold,
)


class Asked(Struct, frozen=True, gc=False):
    """What is asked of one skill.

    ``step`` is None where that is unsaid. ``top`` is the highest step where levels ask for several;
    ``height`` is that of ``step``, as one of ``of`` steps, 0 where it is not known.
    """

    step: Text | None = None
    top: Text | None = None
    height: int = 0
    of: int = 0
    top_height: int = 0
    criteria: tuple[Prose, ...] = ()


class End(Struct, frozen=True):
    """A role, a level of one (``level`` is its id), or a person (without a ``role``)."""

    role: str
    name: Text
    level: str = ""
    of: Text | None = None
    """The name of the role of a level."""

    @property
    def key(self) -> str:
        """What links to it lead to."""
        return f"{self.role}/{self.level}" if self.level else self.role


class Skilled(Struct, frozen=True):
    """Somebody with skills, by their ids in the order of the data."""

    end: End
    skills: Mapping[str, Asked]
    role: Role | None = None
    level: Level | None = None


class SkillIndex:
    """Answers what somebody in a catalog can do."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._known: dict[tuple[str, str], Skilled] = {}
        self._highest: dict[str, int] = {}
        self.equal: dict[str, list[tuple[Role, Level]]] = {}
        """By what a level says that it equals, the levels that say so, in the order of the data."""
        self._places = {
            key: {str(step): place for place, step in enumerate(scale.steps, 1)}
            for key, scale in catalog.scales.items()
        }
        for role in catalog.roles.values():
            for level in role.levels:
                for word in level.equals:
                    self.equal.setdefault(word, []).append((role, level))
            for given in (role.skills, *(level.skills for level in role.levels)):
                for one in given:
                    number = _number(one.step)
                    self._highest[one.skill] = max(self._highest.get(one.skill, 0), number)

    def find(self, name: str) -> Skilled | None:
        """Find a role, or a level by ``role/level``."""
        role = self.catalog.find_role(name)
        if role is not None:
            return self.role(role)
        found = self.catalog.find_level(name)
        return self.level(*found) if found else None

    def role(self, role: Role) -> Skilled:
        """Return what a role asks for."""
        known = self._known.get((role.id, ""))
        if known is None:
            known = self._known[role.id, ""] = self._role(role)
        return known

    def _role(self, role: Role) -> Skilled:
        own = self._asked(role.skills)
        for level in role.levels:
            for skill, asked in self._asked(level.skills).items():
                if all(skill != one.skill for one in role.skills):
                    before = own.get(skill)
                    own[skill] = asked if before is None else _span(before, asked)
        return Skilled(End(role.id, role.name), own, role)

    def level(self, role: Role, level: Level) -> Skilled:
        """Return what a level of a role asks for."""
        end = End(role.id, level.name, level.id, role.name)
        known = self._known.get((role.id, level.id))
        if known is None:
            skills = {**self._asked(role.skills), **self._asked(level.skills)}
            known = self._known[role.id, level.id] = Skilled(end, skills, role, level)
        return known

    def person(self, name: str) -> Skilled | None:
        """Return what a person can do, of all roles that they hold; the higher step counts."""
        person = self.catalog.derived(PeopleIndex).find(name)
        if person is None or not person.posts:
            return None
        found: dict[str, Asked] = {}
        for post in person.posts:
            for skill, asked in self._asked(post.holder.skills).items():
                if skill not in found or asked.height > found[skill].height:
                    found[skill] = asked
        return Skilled(End("", person.name), found)

    def name(self, skill: str) -> Text:
        """Return the name of a skill."""
        known = self.catalog.skills.get(skill)
        return known.name if known is not None else Text(skill, IN_THE_DATA)

    def criteria(self, skill: str, asked: Asked) -> tuple[Prose, ...]:
        """Return what is said that a skill takes where it is asked for, else what the step means for all."""
        known = self.catalog.skills.get(skill)
        meant = (one.criteria for one in (known.levels if known else ()) if one.step == asked.step)
        return asked.criteria or next(meant, ())

    def _asked(self, given: Iterable[Proficiency]) -> dict[str, Asked]:
        return {one.skill: self._one(one) for one in given}

    def _one(self, given: Proficiency) -> Asked:
        skill = self.catalog.skills.get(given.skill)
        places = self._places.get(skill.scale, {}) if skill else {}
        height, of = places.get(str(given.step), 0), len(places)
        if not height:
            height, of = _number(given.step), self._highest.get(given.skill, 0)
        of = of if height else 0
        return Asked(given.step, None, height, of, height, given.criteria)


def _number(step: Text | None) -> int:
    """Return the number of a step without a scale; 0 for what is none, or no sensible one."""
    text = str(step or "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def _span(one: Asked, other: Asked) -> Asked:
    """Return what two levels ask of a skill: from the lower step to the higher."""
    if not (one.height and other.height):
        return one
    low = one if one.height <= other.height else other
    high = one if one.top_height >= other.top_height else other
    top = None if high.top_height == low.height else high.top or high.step
    return Asked(low.step, top, low.height, low.of, high.top_height, low.criteria)


HEATS = 5
"""How many shades there are."""


def heat(height: int, of: int) -> int:
    """Return the shade of a step: the lowest has 1, the highest `HEATS`, and those between are spread."""
    if not height:
        return 0
    return HEATS if of <= 1 else 1 + round((height - 1) * (HEATS - 1) / (of - 1))


# One compared with another

SHARED, DEEPEN, LEARN, LET_GO = "shared", "deepen", "learn", "let-go"


def difference(has: Asked | None, needs: Asked | None) -> str:
    """Return what the way from ``has`` to ``needs`` means for one skill.

    ``shared`` where it is there as it is needed, or higher; ``deepen`` where it is there, and not known
    to be so; ``learn`` where it is not there; ``let-go`` where it is no longer needed.
    """
    if has is None:
        return LEARN
    if needs is None:
        return LET_GO
    return SHARED if share(has, needs) == weight(needs) else DEEPEN


def weight(needs: Asked) -> Fraction:
    """Return how much a skill counts that is needed: the height of its step; 1 where that has none."""
    return Fraction(needs.height, needs.of) if needs.height else Fraction(1)


def share(has: Asked | None, needs: Asked) -> Fraction:
    """Return how much of what is needed is there, from 0 to `weight`.

    Where heights cannot be compared, it is half if the steps are not the same; else half, and as much of the
    other half as is there of the criteria.
    """
    if has is None:
        return Fraction(0)
    if needs.height and has.height:
        return min(Fraction(has.height, has.of), weight(needs))
    asks_nothing = needs.step is None and not needs.criteria
    if fold(has.step or "") != fold(needs.step or "") and not asks_nothing:
        return weight(needs) / 2
    count = len(needs.criteria)
    there = sum(one in has.criteria for one in needs.criteria)
    return weight(needs) * (1 + (Fraction(there, count) if count else 1)) / 2


def added(has: tuple[Prose, ...], needs: tuple[Prose, ...]) -> tuple[Prose, ...]:
    """Return the criteria that are needed and not there; all, where the two lists have none in common."""
    return tuple(one for one in needs if one not in has) if common(has, needs) else needs


def common(one: Iterable[Prose], other: Iterable[Prose]) -> bool:
    """Return whether two lists of criteria have one in common: else the words are others altogether."""
    return not set(one).isdisjoint(other)


def fit(has: Mapping[str, Asked], needs: Mapping[str, Asked]) -> Fraction | None:
    """Return how much of all that is needed is there, from 0 to 1; None where nothing is needed.

    It is the sum of `share` over all skills that are needed, divided by the sum of their `weight`.
    What is not needed does not count.
    """
    whole = sum(map(weight, needs.values()), Fraction(0))
    if not whole:
        return None
    return sum((share(has.get(skill), asked) for skill, asked in needs.items()), Fraction(0)) / whole


# The cards of skills


class Needing(Struct, frozen=True, gc=False):
    """A role or level that needs the skill, and its own criteria."""

    end: End
    criteria: tuple[Prose, ...] = ()


class EntryStep(Struct, frozen=True):
    """A step of the skill (None: who needs it does not say which), what it means, and who needs it so."""

    step: Text | None
    heat: int = 0
    criteria: tuple[Prose, ...] = ()
    needed_by: tuple[Needing, ...] = ()


class SkillEntry(Struct, frozen=True):
    """A skill as it is shown, its steps from the lowest."""

    skill: str
    name: Text
    family: Text | None
    summary: Prose | None
    steps: tuple[EntryStep, ...]


class SkillEntries(Report, frozen=True, kw_only=True):
    """Skills in the order shown. ``unknown_families`` lead nowhere, as do the skills in ``unknown``."""

    entries: tuple[SkillEntry, ...]
    unknown_families: tuple[str, ...] = ()

    CONTENTS = ("entries",)

    @property
    def about(self) -> tuple[Text, ...]:
        """The summary of the only skill."""
        return tuple(one.summary for one in self.entries if one.summary and len(self.entries) == 1)


class SkillCardsQuery(Struct, frozen=True, kw_only=True):
    """Which skills; left empty, all."""

    skills: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    levels: bool = True
    """Levels that need the skill are named, too."""

    def report(self, catalog: Catalog) -> SkillEntries:
        """Draw up an entry for each skill."""
        kept, unknown, families = _chosen(self.skills, self.families, catalog)
        asking = self._asking(catalog.derived(SkillIndex), {one.id for one in kept})
        return SkillEntries(
            entries=tuple(_entry(one, asking.get(one.id, []), catalog) for one in kept),
            unknown=unknown,
            unknown_families=families,
        )

    def _asking(self, index: SkillIndex, wanted: set[str]) -> dict[str, list[tuple[End, Asked]]]:
        """Return who asks for each skill, and what: roles and levels that say so themselves."""
        found: dict[str, list[tuple[End, Asked]]] = {}

        for role in index.catalog.roles.values():
            # Without its levels, a role asks for what they ask.
            whole = index.role(role)
            asking = [(whole, {one.skill for one in role.skills} if self.levels else set(whole.skills))]
            levels = role.levels if self.levels else ()
            asking += [(index.level(role, level), {one.skill for one in level.skills}) for level in levels]
            for one, own in asking:
                for skill in one.skills:
                    if skill in own & wanted:
                        found.setdefault(skill, []).append((one.end, one.skills[skill]))
        return found


def _chosen(
    names: tuple[str, ...], families: tuple[str, ...], catalog: Catalog
) -> tuple[list[Skill], tuple[str, ...], tuple[str, ...]]:
    """Return the skills of these names and families (all, where none is named), and what leads nowhere."""
    named = {name: catalog.find_skill(name) for name in names}
    found = {one.id: one for one in named.values() if one} if names else catalog.skills
    wanted = {*map(fold, families)}
    kept = [one for one in found.values() if not wanted or fold(one.family or "") in wanted]
    unknown = tuple(name for name, one in named.items() if one is None)
    return kept, unknown, tuple(unknown_words(families, (one.family for one in catalog.skills.values())))


def _entry(skill: Skill, asking: list[tuple[End, Asked]], catalog: Catalog) -> SkillEntry:
    scale = catalog.scales.get(skill.scale)
    meant = {str(one.step): one for one in skill.levels}
    steps: dict[str, Text | None] = {str(step): step for step in (scale.steps if scale else ())}
    steps |= {str(one.step): one.step for one in skill.levels if str(one.step) not in steps}
    # Words and numbers without a scale are steps by being used: numbers by their size, then words.
    used = sorted((asked for _, asked in asking), key=lambda one: (not one.height, one.height))
    steps |= {str(one.step or ""): one.step for one in used if str(one.step or "") not in steps}
    heights = {str(one.step or ""): heat(one.height, one.of) for one in used}
    of = len(scale.steps) if scale else 0
    heights |= {str(step): heat(place, of) for place, step in enumerate(scale.steps if scale else (), 1)}
    return SkillEntry(
        skill.id,
        skill.name,
        skill.family,
        skill.summary,
        tuple(
            EntryStep(
                step,
                heights.get(key, 0),
                meant[key].criteria if key in meant else (),
                tuple(Needing(end, asked.criteria) for end, asked in asking if str(asked.step or "") == key),
            )
            for key, step in steps.items()
        ),
    )


class SkillCell(Struct, frozen=True, gc=False):
    """What one column asks of one skill. ``asked`` is False for the cell of a skill that it does not need.

    ``heat`` is from 1 to `HEATS`, by how high the step is; 0 where it is not known.
    """

    asked: bool = False
    step: Text | None = None
    top: Text | None = None
    heat: int = 0
    criteria: tuple[Prose, ...] = ()
    count: int = 0
    """How many criteria there are that are not among ``criteria``, where there is no step."""


class SkillColumn(Struct, frozen=True, gc=False):
    """A role, or a level of one. ``abbr`` and ``family`` are those of the role."""

    end: End
    abbr: Text | None = None
    family: Text | None = None
    status: str = ""


class SkillRow(Struct, frozen=True, gc=False):
    """A skill. ``cells`` are indices into `SkillReport.cells`, one for each column."""

    skill: str
    name: Text
    cells: tuple[int, ...]
    summary: Prose | None = None
    steps: tuple[SkillLevel, ...] = ()


class SkillBand(Struct, frozen=True):
    """The skills of one family; those without one have no name."""

    name: Text | None
    rows: tuple[SkillRow, ...]


class Scaled(Struct, frozen=True):
    """A scale whose steps occur: lowest first, each with its heat."""

    steps: tuple[tuple[Text, int], ...]


class SkillReport(Report, frozen=True, kw_only=True):
    """Skills by columns. ``cells`` are the distinct cells; the first is that of a skill not asked for.

    ``role`` names the role whose levels the columns are. ``unknown_skills`` and ``unknown_families`` are
    names in the query that lead nowhere.
    """

    columns: tuple[SkillColumn, ...]
    bands: tuple[SkillBand, ...]
    cells: tuple[SkillCell, ...]
    legend: tuple[Scaled, ...] = ()
    role: Text | None = None
    caption: Text | None = None
    unknown_skills: tuple[str, ...] = ()
    unknown_families: tuple[str, ...] = ()

    @property
    def shows_nothing(self) -> bool:
        """True where there is no skill or no column."""
        return not self.columns or not any(band.rows for band in self.bands)

    @property
    def rows(self) -> tuple[SkillRow, ...]:
        """All skills, band by band."""
        return tuple(row for band in self.bands for row in band.rows)


class SkillMatrixQuery(RoleSelection, frozen=True, kw_only=True):
    """Which skills and columns; ``roles`` and ``without`` may name levels as ``role/level``, too."""

    role: str = ""
    """The columns are the levels of this role."""
    skills: tuple[str, ...] = ()
    skill_families: tuple[str, ...] = ()
    group: bool = True
    """Skills are grouped by their families."""
    group_roles: bool = False
    """Roles are grouped by their families, where there are several."""
    empty: bool = False
    """Skills that no column asks for, and roles that ask for none, are shown too."""
    details: bool = True
    """What the steps mean is said."""

    def report(self, catalog: Catalog) -> SkillReport:
        """Lay the selected skills out by the columns."""
        index = catalog.derived(SkillIndex)
        columns, unknown, of = self._columns(index)
        skills, unknown_skills, families = _chosen(self.skills, self.skill_families, catalog)
        if not (self.empty or self.roles or self.role):
            ids = {skill.id for skill in skills}
            columns = [one for one in columns if not ids.isdisjoint(one.skills)]
        if not (self.empty or self.skills):
            needed = {skill for one in columns for skill in one.skills}
            skills = [skill for skill in skills if skill.id in needed]
        numbers: dict[SkillCell, int] = {SkillCell(): 0}
        bands: dict[str, tuple[Text | None, list[SkillRow]]] = {}
        for skill in skills:
            cells = (_cell(one.skills.get(skill.id), details=self.details) for one in columns)
            row = tuple(numbers.setdefault(cell, len(numbers)) for cell in cells)
            steps = _steps(skill, catalog) if self.details else ()
            shown = SkillRow(skill.id, skill.name, row, skill.summary if self.details else None, steps)
            family = skill.family if self.group else None
            bands.setdefault(fold(family or ""), (family, []))[1].append(shown)
        grouped = self.group_roles and len({one.role.family for one in columns if one.role}) > 1
        return SkillReport(
            columns=tuple(_column(one, grouped=grouped) for one in columns),
            bands=tuple(SkillBand(name, tuple(rows)) for name, rows in bands.values()),
            cells=tuple(numbers),
            legend=tuple(_legend(skills, numbers, catalog)),
            role=of.name if of else None,
            unknown=unknown,
            unknown_skills=unknown_skills,
            unknown_families=families,
        )

    def _columns(self, index: SkillIndex) -> tuple[list[Skilled], tuple[str, ...], Role | None]:
        catalog, unknown = index.catalog, self.unknown_in(index.catalog, index.find)
        of = catalog.find_role(self.role) if self.role else None
        if self.role and of is None:
            return [], (*unknown, self.role), None
        found: list[Skilled] = []
        if of is not None:
            found = [index.level(of, level) for level in of.levels]
        elif self.roles:
            named = map(index.find, self.roles)
            found = list({one.end.key: one for one in named if one}.values())
        else:
            found = [index.role(role) for role in catalog.roles.values()]
        without = {one.end.key for name in self.without if (one := index.find(name))}
        found = [one for one in found if one.end.key not in without and one.role and self.selects(one.role)]
        return found, unknown, of


def _cell(asked: Asked | None, *, details: bool) -> SkillCell:
    if asked is None:
        return SkillCell()
    criteria = asked.criteria if details else ()
    count = 0 if criteria or asked.step else len(asked.criteria)
    return SkillCell(True, asked.step, asked.top, heat(asked.top_height, asked.of), criteria, count)


def _column(one: Skilled, *, grouped: bool) -> SkillColumn:
    role = one.role
    assert role is not None
    # The head of a level has no room for more than its name.
    status = "" if one.level else shown_status(role)
    return SkillColumn(one.end, role.abbr, role.family if grouped else None, status)


def _steps(skill: Skill, catalog: Catalog) -> tuple[SkillLevel, ...]:
    """Return the steps of a skill that mean something, in the order of its scale."""
    scale = catalog.scales.get(skill.scale)
    order = {str(step): place for place, step in enumerate(scale.steps)} if scale else {}
    levels = sorted(skill.levels, key=lambda one: order.get(str(one.step), len(order)))
    return tuple(one for one in levels if one.criteria)


def _legend(skills: Iterable[Skill], cells: Iterable[SkillCell], catalog: Catalog) -> Iterable[Scaled]:
    """Yield the scales of the skills whose steps occur."""
    used = {str(step) for cell in cells for step in (cell.step, cell.top) if step}
    for key in dict.fromkeys(skill.scale for skill in skills if skill.scale in catalog.scales):
        steps = catalog.scales[key].steps
        if not used.isdisjoint(map(str, steps)):
            yield Scaled(tuple((step, heat(place, len(steps))) for place, step in enumerate(steps, 1)))


def skill_csv(report: SkillReport, heads: tuple[str, str, str, str, str], *, transpose: bool = False) -> str:
    """Return a table of the families (where there are any), the skills and a column for each role or level.

    ``heads`` are the words for a family, a skill, a role, a skill that is asked for without a step, and one
    of which only the ``{count}`` of criteria is shown.
    """
    family, skill, role, needed, counted = heads
    cells = [
        _words(cell, counted.format(count=cell.count) if cell.count else needed) for cell in report.cells
    ]
    names = [str(one.end.name) for one in report.columns]
    if transpose:
        rows = [[role, *(str(row.name) for row in report.rows)]]
        every = report.rows
        rows += [[name, *(cells[row.cells[place]] for row in every)] for place, name in enumerate(names)]
        return csv_text(rows)
    named = any(band.name for band in report.bands)
    rows = [[*([family] if named else []), skill, *names]]
    for band in report.bands:
        before = [str(band.name or "")] if named else []
        rows += ([*before, str(row.name), *(cells[number] for number in row.cells)] for row in band.rows)
    return csv_text(rows)


def _words(cell: SkillCell, needed: str) -> str:
    if not cell.asked:
        return ""
    steps = " – ".join(str(step) for step in (cell.step, cell.top) if step)
    return "; ".join(filter(None, (steps, *cell.criteria))) or needed
