"""Skills and their scales: what files define, and what roles, levels and holders refer to."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_roles.catalog.merge.merging import Merging, Names
from sphinx_roles.catalog.nodes import is_dash
from sphinx_roles.catalog.schema import Draft
from sphinx_roles.model import Proficiency, Scale, Skill, SkillLevel, Text, fold, id_of, location_of
from sphinx_roles.problems import Code, Location


class Skills:
    """Finds skills and the steps of their scales."""

    def __init__(self, merging: Merging) -> None:
        self.merging = merging
        known = merging.known
        self.scales: dict[str, Scale] = dict(known.scales) if known else {}
        self.skills: dict[str, Skill] = dict(known.skills) if known else {}
        self._steps = {key: _steps_of(scale) for key, scale in self.scales.items()}
        self._names = Names()
        self._scale_names = Names()
        self._families: dict[str, Text] = {}
        if known:
            self._scale_names.add(*((key,) for key in self.scales))
            self._names.add(*((skill.id, skill.name) for skill in self.skills.values()))
        self._read_scales()
        drafts = merging.joined("skill", (one for file in merging.drafts for one in file.skills))
        self._names.add(*((draft.id, draft.name) for draft in drafts))
        for draft in drafts:
            self.skills[draft.id] = self._skill(draft)
        # Skills that are only used define themselves, as long as no file defines any.
        self.defined = any(draft.skills for draft in merging.drafts) or any(
            skill.location for skill in self.skills.values()
        )

    def _read_scales(self) -> None:
        locations: dict[str, Location] = {}
        for draft in (scale for file in self.merging.drafts for scale in file.scales):
            steps = draft.values.get("steps", ())
            first = locations.setdefault(draft.id, draft.location)
            if first is not draft.location and not self.merging.changes(first, draft.location):
                if self.scales[draft.id].steps != steps:
                    message = "the scale {scale!r} is there twice; the first one, at {other}, is used"
                    about = {"scale": draft.id}
                    self.merging.report(Code.REPEATED_KEY, message, draft.location, about, first)
                continue
            seen: set[str] = set()
            steps = tuple(step for step in steps if self._is_first(step, seen))
            self.scales[draft.id] = Scale(draft.id, steps)
            self._steps[draft.id] = _steps_of(self.scales[draft.id])
            self._scale_names.add((draft.id,))

    def _skill(self, draft: Draft) -> Skill:
        values = dict(draft.values)
        if scale := values.pop("scale", ""):
            scale = self.merging.follow("scale", scale, self._scale_names, Code.WRONG_VALUE) or ""
        levels, seen = (self._level(level, scale) for level in values.pop("levels", ())), set[str]()
        values.setdefault("name", draft.key)
        if "family" in values:
            values["family"] = self._families.setdefault(fold(values["family"]), values["family"])
        kept = tuple(one for one in levels if one is not None and self._is_first(one.step, seen))
        return Skill(id=draft.id, scale=str(scale), levels=kept, location=draft.location, **values)

    def _is_first(self, step: Text, seen: set[str]) -> bool:
        """Return whether a step is a new one, and report one that is there twice."""
        if fold(step) not in seen:
            seen.add(fold(step))
            return True
        message = "the step {step!r} is there twice; the first one is used"
        self.merging.report(Code.REPEATED_KEY, message, step.location, {"step": step})
        return False

    def _level(self, level: SkillLevel, scale: str) -> SkillLevel | None:
        if not self._steps.get(scale):
            return level
        step = self._step(level.step, scale)
        return None if step is None else SkillLevel(step, level.criteria)

    def _step(self, word: Text, scale: str) -> Text | None:
        step = self._steps[scale].find(word)
        if step is None:
            message, steps = "{word!r} is no step of the scale {scale!r}", self.scales[scale].steps
            self.merging.unknown(Code.UNKNOWN_PROFICIENCY, message, word, lambda: steps, scale=scale)
        return None if step is None else Text(step, word.location)

    def refer_all(self, given: Iterable[Proficiency], *, define: bool = True) -> tuple[Proficiency, ...]:
        """Follow skills that are asked for; of one that is there by two names, the first is used."""
        found: dict[str, Proficiency] = {}
        for one in given:
            if self.asks_nothing(one):
                continue
            asked = self.refer(one, define=define)
            first = found.setdefault(asked.skill, asked)
            if first != asked and isinstance(one.skill, Text):
                message = "the skill {skill!r} is there twice; the first one is used"
                about = {"skill": one.skill}
                self.merging.report(Code.REPEATED_KEY, message, one.skill.location, about)
        return tuple(found.values())

    def asks_nothing(self, given: Proficiency) -> bool:
        """Return whether a step is the sign of an empty cell, and none of its scale; report it."""
        if given.step is None or not is_dash(given.step):
            return False
        skill = self.skills.get(self._names.find(given.skill) or "")
        if skill is not None and skill.scale and self._steps[skill.scale].find(given.step):
            return False
        message = "{step!r} is no step of the skill {skill!r}, which is left out"
        about = {"skill": given.skill, "step": given.step}
        self.merging.report(Code.WRONG_VALUE, message, location_of(given.step), about)
        return True

    def refer(self, given: Proficiency, *, define: bool = True) -> Proficiency:
        """Follow a skill that a role or level asks for; one that is unknown is kept, and reported.

        What only a person can do does not ``define`` a skill: that would show it.
        """
        word, code = given.skill, Code.UNKNOWN_SKILL if self.defined else None
        skill_id = self.merging.follow("skill", word, self._names, code)
        if skill_id is None:
            skill_id = id_of(word)
            if not define and skill_id not in self.skills:
                return Proficiency(skill_id, given.step, given.criteria)
            if skill_id not in self.skills:
                self.skills[skill_id] = Skill(id=skill_id, name=Text(str(word), location_of(word)))
            if not self.defined:
                self._names.add((skill_id, str(word)))
        scale, asked, criteria = self.skills[skill_id].scale, given.step, given.criteria
        steps = self._steps.get(scale)
        if steps and asked is None and len(criteria) == 1 and steps.find(criteria[0]):
            # A list of one may be the one.
            asked, criteria = criteria[0], ()
        return Proficiency(skill_id, self._step(asked, scale) if steps and asked else asked, criteria)


def _steps_of(scale: Scale) -> Names:
    """Return what the steps of a scale answer to: their names, else their numbers from 1 on."""
    names = Names()
    names.add(*((step,) for step in scale.steps))
    names.add(*((step, str(number)) for number, step in enumerate(scale.steps, 1)))
    return names
