"""Skills, scales and proficiencies of all files."""

from __future__ import annotations

from msgspec import Struct

from sphinx_roles.catalog.merge.shared import Merging, Names
from sphinx_roles.catalog.records import id_of
from sphinx_roles.catalog.schema import Draft
from sphinx_roles.model import Proficiency, Scale, Skill, SkillLevel, Text, fold
from sphinx_roles.problems import Code, Location


class _Steps(Struct):
    """A scale with what its steps answer to."""

    scale: Scale
    names: Names

    def find(self, word: str) -> Text | None:
        """Find a step by its name, or by its number from 1 on."""
        found = self.names.find(word)
        if found is not None:
            return next(step for step in self.scale.steps if step == found)
        if word.isdecimal() and len(word) < 4 and 0 < int(word) <= len(self.scale.steps):
            return self.scale.steps[int(word) - 1]
        return None


class Skills:
    """Finds skills and the steps of their scales."""

    def __init__(self, merging: Merging) -> None:
        self.merging = merging
        known = merging.known
        self.scales: dict[str, Scale] = dict(known.scales) if known else {}
        self.skills: dict[str, Skill] = dict(known.skills) if known else {}
        self._steps: dict[str, _Steps] = {key: _steps(scale) for key, scale in self.scales.items()}
        self._names = Names()
        self._scale_names = Names()
        for key in self.scales:
            self._scale_names.add(key)
        for skill in self.skills.values():
            self._names.add(skill.id, (skill.name,))
        self._read_scales()
        self._read_skills()
        # Skills that are only used define themselves, as long as no file defines any.
        self.defined = any(draft.skills for draft in merging.drafts) or any(
            skill.location for skill in self.skills.values()
        )

    def _read_scales(self) -> None:
        locations: dict[str, Location] = {}
        for draft in (scale for file in self.merging.drafts for scale in file.scales):
            steps = draft.values.get("steps", ())
            first = locations.setdefault(draft.id, draft.location)
            if first is not draft.location:
                if self.scales[draft.id].steps != steps:
                    message = f"the scale {draft.id!r} stands twice; the first one, at {first}, is used"
                    self.merging.report(Code.REPEATED_KEY, message, draft.location)
                continue
            self.scales[draft.id] = Scale(draft.id, steps)
            self._steps[draft.id] = _steps(self.scales[draft.id])
            self._scale_names.add(draft.id)

    def _read_skills(self) -> None:
        firsts: dict[str, Draft] = {}
        for draft in (skill for file in self.merging.drafts for skill in file.skills):
            first = firsts.setdefault(fold(draft.id), draft)
            if first is draft:
                continue
            differ = [
                key for key, value in draft.values.items() if first.values.setdefault(key, value) != value
            ]
            if differ:
                message = f"the skill {draft.id!r} stands here and at {first.location} with another"
                text = f"{message} {', '.join(differ)}; the first one is used"
                self.merging.report(Code.REPEATED_KEY, text, draft.location)
        for draft in firsts.values():
            self._names.add(draft.id, (draft.name,))
        for draft in firsts.values():
            self.skills[draft.id] = self._skill(draft)

    def _skill(self, draft: Draft) -> Skill:
        values = dict(draft.values)
        scale = values.pop("scale", "")
        if scale:
            found = self._scale_names.find(scale)
            if found is None:
                message = f"no scale is called {str(scale)!r}"
                self.merging.unknown(Code.WRONG_VALUE, message, scale, self._scale_names.words)
            scale = found or ""
        levels = tuple(self._level(level, scale) for level in values.pop("levels", ()))
        values.setdefault("name", draft.key)
        kept = tuple(level for level in levels if level is not None)
        return Skill(id=draft.id, scale=str(scale), levels=kept, location=draft.location, **values)

    def _level(self, level: SkillLevel, scale: str) -> SkillLevel | None:
        steps = self._steps.get(scale)
        if steps is None or not steps.scale.steps:
            return level
        step = self._step(level.step, steps)
        return None if step is None else SkillLevel(Text(step, level.step.location), level.criteria)

    def _step(self, word: Text, steps: _Steps) -> Text | None:
        step = steps.find(word)
        if step is None:
            message = f"{str(word)!r} is no step of the scale {steps.scale.id!r}"
            self.merging.unknown(Code.UNKNOWN_PROFICIENCY, message, word, lambda: steps.scale.steps)
        return step

    def refer(self, given: Proficiency) -> Proficiency:
        """Follow a skill that a role or level asks for; one that is unknown is kept, and told."""
        skill_id = self._names.find(given.skill)
        if skill_id is None:
            word = given.skill
            if self.defined and isinstance(word, Text):
                message = f"no skill is called {str(word)!r}"
                self.merging.unknown(Code.UNKNOWN_SKILL, message, word, self._names.words)
            skill_id = id_of(word)
            if skill_id not in self.skills:
                self.skills[skill_id] = Skill(id=skill_id, name=Text(str(word)))
            if not self.defined:
                self._names.add(skill_id, (str(word),))
        steps = self._steps.get(self.skills[skill_id].scale)
        if given.step is None or steps is None or not steps.scale.steps:
            return Proficiency(skill_id, given.step)
        step = self._step(given.step, steps)
        return Proficiency(skill_id, None if step is None else Text(step, given.step.location))


def _steps(scale: Scale) -> _Steps:
    names = Names()
    for step in scale.steps:
        names.add(step)
    return _Steps(scale, names)
