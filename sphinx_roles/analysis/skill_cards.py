"""The entry of a skill: what it is, what its steps mean, and which roles and levels need it."""

from __future__ import annotations

from msgspec import Struct

from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.skill_matrix import heat
from sphinx_roles.analysis.skills import Asked, End, Skilled, SkillIndex
from sphinx_roles.model import Catalog, Prose, Skill, Text, fold


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

    @property
    def shows_nothing(self) -> bool:
        """True where no skill is selected."""
        return not self.entries


class SkillCardsQuery(Struct, frozen=True, kw_only=True):
    """Which skills; left empty, all."""

    skills: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    levels: bool = True
    """Levels that need the skill are named, too."""

    def report(self, catalog: Catalog) -> SkillEntries:
        """Draw up an entry for each skill."""
        named = {name: catalog.find_skill(name) for name in self.skills}
        found = {one.id: one for one in named.values() if one} if self.skills else catalog.skills
        wanted = {*map(fold, self.families)}
        kept = [one for one in found.values() if not wanted or fold(one.family or "") in wanted]
        families = {fold(one.family) for one in catalog.skills.values() if one.family}
        asking = self._asking(SkillIndex.of(catalog), {one.id for one in kept})
        return SkillEntries(
            entries=tuple(_entry(one, asking.get(one.id, []), catalog) for one in kept),
            unknown=tuple(name for name, one in named.items() if one is None),
            unknown_families=tuple(name for name in self.families if fold(name) not in families),
        )

    def _asking(self, index: SkillIndex, wanted: set[str]) -> dict[str, list[tuple[End, Asked]]]:
        """Return who asks for each skill, and what: roles and levels that say so themselves."""
        found: dict[str, list[tuple[End, Asked]]] = {}

        def add(one: Skilled, own: set[str]) -> None:
            for skill, asked in one.skills.items():
                if skill in own & wanted:
                    found.setdefault(skill, []).append((one.end, asked))

        for role in index.catalog.roles.values():
            # Without its levels, a role asks for what they ask.
            own = {one.skill for one in role.skills}
            whole = index.role(role)
            add(whole, own if self.levels else set(whole.skills))
            for level in role.levels if self.levels else ():
                add(index.level(role, level), {one.skill for one in level.skills})
        return found


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
