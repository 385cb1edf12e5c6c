"""Skills with their scales, and schemes with their letters."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_roles.analysis.diff.change import Change, Located, change, located
from sphinx_roles.analysis.diff.fields import FieldChanges, Sides, in_order
from sphinx_roles.model import Scheme, Skill, SkillLevel, Text


def skills_of(sides: Sides) -> list[Located]:
    """Compare skills, then scales."""
    old, new, matched = sides.old.skills, sides.new.skills, sides.matches.skills
    olds = {key: old[before] for before, key in matched.items()}
    found: list[Change] = []
    for key, skill in new.items():
        found += _skill(sides, olds[key], skill) if key in olds else [change("skill-added", skill=skill.name)]
    found += [change("skill-removed", skill=skill.name) for key, skill in old.items() if key not in matched]
    found += _scales(sides)
    if not in_order([matched.get(key) for key in old], list(new)):
        found.append(change("skills-order"))
    return located(found, "skills")


def _skill(sides: Sides, old: Skill, new: Skill) -> Iterator[Change]:
    if old.name != new.name:
        yield change("skill-renamed", old=old.name, skill=new.name)
    fields = FieldChanges(sides, thing=new.name)
    fields.compare(old, new, "name", "levels")
    yield from fields.found
    was, now = ({level.step: level for level in skill.levels} for skill in (old, new))
    for step in dict.fromkeys((*now, *was)):
        fields = FieldChanges(sides, thing=new.name, part=step)
        nothing = SkillLevel(step)
        fields.compare(was.get(step, nothing), now.get(step, nothing), "step")
        yield from fields.found


def _scales(sides: Sides) -> Iterator[Change]:
    old, new = sides.old.scales, sides.new.scales
    for key in dict.fromkeys((*new, *old)):
        named = Text(key)
        # A sentence names at least one thing.
        was, now = ((side[key].steps or (Text("–"),) if key in side else ()) for side in (old, new))
        if not was or not now:
            how = "removed" if was else "added"
            yield change(f"scale-{how}", scale=named, steps=was or now)
            continue
        if was != now:
            yield change("scale-changed", scale=named, old=was, new=now)
        fields = FieldChanges(sides, thing=named)
        fields.compare(old[key], new[key], "id", "steps")
        yield from fields.found


def schemes_of(sides: Sides) -> Iterator[Located]:
    """Compare schemes, letter by letter."""
    old, new = sides.old.schemes, sides.new.schemes
    for key in dict.fromkeys((*new, *old)):
        if key not in old:
            yield Located(change("scheme-added", scheme=new[key].name), "schemes")
        elif key not in new:
            yield Located(change("scheme-removed", scheme=old[key].name), "schemes")
        elif old[key] != new[key]:
            yield from located(_scheme(sides, old[key], new[key]), "schemes")


def _scheme(sides: Sides, old: Scheme, new: Scheme) -> Iterator[Change]:
    was, now = ({p.letter: p for p in one.participations} for one in (old, new))
    for letter in dict.fromkeys((*now, *was)):
        if letter not in was:
            yield change("letter-added", scheme=new.name, letter=letter, name=now[letter].name)
        elif letter not in now:
            yield change("letter-removed", scheme=new.name, letter=letter, name=was[letter].name)
        else:
            fields = FieldChanges(sides, thing=new.name, part=letter)
            fields.compare(was[letter], now[letter], "letter")
            yield from fields.found
    fields = FieldChanges(sides, thing=new.name)
    fields.compare(old, new, "id", "participations")
    fields.order("letters", old.letters, new.letters)
    yield from fields.found
