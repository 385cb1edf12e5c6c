"""The skill matrix: skills by roles, or by the levels of a role, a step in each cell."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.selection import RoleSelection, shown_status
from sphinx_roles.analysis.skills import Asked, End, Skilled, SkillIndex, heat
from sphinx_roles.formulas import csv_text
from sphinx_roles.model import Catalog, Prose, Role, Skill, Text, fold


class SkillCell(Struct, frozen=True, gc=False):
    """What one column asks of one skill. ``asked`` is False for the cell of a skill that it does not need.

    ``heat`` is from 1 to `HEATS`, by how high the step is; 0 where it is not known.
    """

    asked: bool = False
    step: Text | None = None
    top: Text | None = None
    heat: int = 0
    criteria: tuple[Prose, ...] = ()


class SkillColumn(Struct, frozen=True, gc=False):
    """A role, or a level of one. ``abbr`` and ``family`` are those of the role."""

    end: End
    abbr: Text | None = None
    family: Text | None = None
    status: str = ""


class SkillStep(Struct, frozen=True, gc=False):
    """A step of a skill, and what it means there."""

    step: Text
    criteria: tuple[Prose, ...] = ()


class SkillRow(Struct, frozen=True, gc=False):
    """A skill. ``cells`` are indices into `SkillReport.cells`, one for each column."""

    skill: str
    name: Text
    cells: tuple[int, ...]
    summary: Prose | None = None
    steps: tuple[SkillStep, ...] = ()


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
        index = SkillIndex.of(catalog)
        columns, unknown, of = self._columns(index)
        skills, unknown_skills, families = self._skills(catalog)
        if not (self.empty or self.roles or self.role):
            ids = {skill.id for skill in skills}
            columns = [one for one in columns if not ids.isdisjoint(one.skills)]
        if not (self.empty or self.skills):
            needed = {skill for one in columns for skill in one.skills}
            skills = [skill for skill in skills if skill.id in needed]
        numbers: dict[SkillCell, int] = {SkillCell(): 0}
        rows = [(skill, self._row(skill, columns, numbers, catalog)) for skill in skills]
        grouped = self.group_roles and len({one.role.family for one in columns if one.role}) > 1
        return SkillReport(
            columns=tuple(_column(one, grouped=grouped) for one in columns),
            bands=tuple(self._bands(rows)),
            cells=tuple(numbers),
            legend=tuple(_legend(skills, numbers, catalog)),
            role=of.name if of else None,
            unknown=unknown,
            unknown_skills=tuple(unknown_skills),
            unknown_families=tuple(families),
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

    def _skills(self, catalog: Catalog) -> tuple[list[Skill], list[str], list[str]]:
        every = list(catalog.skills.values())
        named = {name: catalog.find_skill(name) for name in self.skills}
        found = list({one.id: one for one in named.values() if one}.values()) if self.skills else every
        known = {fold(one.family) for one in every if one.family}
        wanted = {*map(fold, self.skill_families)}
        if wanted:
            found = [one for one in found if fold(one.family or "") in wanted]
        families = [name for name in self.skill_families if fold(name) not in known]
        return found, [name for name, one in named.items() if one is None], families

    def _row(
        self, skill: Skill, columns: Iterable[Skilled], numbers: dict[SkillCell, int], catalog: Catalog
    ) -> SkillRow:
        cells = (_cell(one.skills.get(skill.id), details=self.details) for one in columns)
        row = tuple(numbers.setdefault(cell, len(numbers)) for cell in cells)
        steps = _steps(skill, catalog) if self.details else ()
        return SkillRow(skill.id, skill.name, row, skill.summary if self.details else None, steps)

    def _bands(self, rows: Iterable[tuple[Skill, SkillRow]]) -> Iterable[SkillBand]:
        groups: dict[str, tuple[Text | None, list[SkillRow]]] = {}
        for skill, row in rows:
            family = skill.family if self.group else None
            groups.setdefault(fold(family or ""), (family, []))[1].append(row)
        return (SkillBand(name, tuple(found)) for name, found in groups.values())


def _cell(asked: Asked | None, *, details: bool) -> SkillCell:
    if asked is None:
        return SkillCell()
    criteria = asked.criteria if details else ()
    return SkillCell(True, asked.step, asked.top, heat(asked.top_height, asked.of), criteria)


def _column(one: Skilled, *, grouped: bool) -> SkillColumn:
    role = one.role
    assert role is not None
    # The head of a level has no room for more than its name.
    status = "" if one.level else shown_status(role)
    return SkillColumn(one.end, role.abbr, role.family if grouped else None, status)


def _steps(skill: Skill, catalog: Catalog) -> tuple[SkillStep, ...]:
    """Return the steps of a skill that mean something, in the order of its scale."""
    scale = catalog.scales.get(skill.scale)
    order = {str(step): place for place, step in enumerate(scale.steps)} if scale else {}
    levels = sorted(skill.levels, key=lambda one: order.get(str(one.step), len(order)))
    return tuple(SkillStep(one.step, one.criteria) for one in levels if one.criteria)


def _legend(skills: Iterable[Skill], cells: Iterable[SkillCell], catalog: Catalog) -> Iterable[Scaled]:
    """Yield the scales of the skills whose steps occur."""
    used = {str(step) for cell in cells for step in (cell.step, cell.top) if step}
    for key in dict.fromkeys(skill.scale for skill in skills if skill.scale in catalog.scales):
        steps = catalog.scales[key].steps
        if not used.isdisjoint(map(str, steps)):
            yield Scaled(tuple((step, heat(place, len(steps))) for place, step in enumerate(steps, 1)))


def skill_csv(report: SkillReport, heads: tuple[str, str, str, str], *, transpose: bool = False) -> str:
    """Return a table of the families (where there are any), the skills and a column for each role or level.

    ``heads`` are the words for a family, a skill, a role, and a skill that is asked for without a step.
    """
    family, skill, role, needed = heads
    cells = [_words(cell, needed) for cell in report.cells]
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
