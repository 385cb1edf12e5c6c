"""Skills with their scales, and schemes with their letters."""

from __future__ import annotations

from collections.abc import Iterator

from sphinx_roles.analysis.changes.change import Change, change, many, one
from sphinx_roles.analysis.changes.fields import Fields, in_order
from sphinx_roles.analysis.changes.located import Located
from sphinx_roles.analysis.changes.pairing import Pairs
from sphinx_roles.model import Scale, Scheme, Skill, Text


def skills_of(pairs: Pairs) -> Iterator[Located]:
    """Compare skills, then scales."""
    old, new = pairs.old.skills, pairs.new.skills
    olds = {key: before for before, key in pairs.skills.items()}
    reported: list[Change] = []
    for key, skill in new.items():
        if key in olds:
            reported += _skill(old[olds[key]], skill)
        else:
            reported.append(change("skill-added", one("skill", skill.name)))
    reported += (
        change("skill-removed", one("skill", old[key].name)) for key in old if key not in pairs.skills
    )
    reported += _scales(pairs)
    if not in_order([pairs.skills.get(key) for key in old], list(new)):
        reported.append(change("skills-order"))
    return (Located(one, "skills") for one in reported)


def _skill(old: Skill, new: Skill) -> Iterator[Change]:
    if old.name != new.name:
        yield change("skill-renamed", one("old", old.name), one("skill", new.name))
    fields = Fields(new.name)
    fields.value("id", old.id, new.id)
    fields.value("scale", Text(old.scale), Text(new.scale))
    fields.text("summary", old.summary, new.summary)
    yield from fields.found
    was, now = ({level.step: level.criteria for level in skill.levels} for skill in (old, new))
    for step in dict.fromkeys((*now, *was)):
        fields = Fields(new.name, step)
        fields.texts("criteria", was.get(step, ()), now.get(step, ()))
        yield from fields.found


def _scales(pairs: Pairs) -> Iterator[Change]:
    old, new = pairs.old.scales, pairs.new.scales
    for key in dict.fromkeys((*new, *old)):
        named = one("scale", Text(key))
        if key not in old:
            yield change("scale-added", named, many("steps", _steps(new[key])))
        elif key not in new:
            yield change("scale-removed", named, many("steps", _steps(old[key])))
        elif old[key].steps != new[key].steps:
            yield change("scale-changed", named, many("old", _steps(old[key])), many("new", _steps(new[key])))


def _steps(scale: Scale) -> tuple[Text, ...]:
    # A sentence names at least one thing.
    return scale.steps or (Text("–"),)


def schemes_of(pairs: Pairs) -> Iterator[Located]:
    """Compare schemes, letter by letter."""
    old, new = pairs.old.schemes, pairs.new.schemes
    for key in dict.fromkeys((*new, *old)):
        if key not in old:
            reported = [change("scheme-added", one("scheme", new[key].name))]
        elif key not in new:
            reported = [change("scheme-removed", one("scheme", old[key].name))]
        else:
            reported = list(_scheme(old[key], new[key])) if old[key] != new[key] else []
        yield from (Located(one, "schemes") for one in reported)


_LETTER = (
    "name",
    "meaning",
    "min",
    "max",
    "decides",
    "does",
    "advises",
    "informed",
    "omitted",
    "color",
    "shape",
)


def _scheme(old: Scheme, new: Scheme) -> Iterator[Change]:
    scheme = one("scheme", new.name)
    was, now = ({p.letter: p for p in one.participations} for one in (old, new))
    for letter in dict.fromkeys((*now, *was)):
        if letter not in was:
            yield change("letter-added", scheme, one("letter", letter), one("name", now[letter].name))
        elif letter not in now:
            yield change("letter-removed", scheme, one("letter", letter), one("name", was[letter].name))
        else:
            fields = Fields(new.name, letter)
            for name in _LETTER:
                fields.value(name, getattr(was[letter], name), getattr(now[letter], name))
            fields.items("words", was[letter].words, now[letter].words)
            yield from fields.found
    fields = Fields(new.name)
    fields.value("name", old.name, new.name)
    fields.items("together", map("/".join, old.together), map("/".join, new.together))
    fields.order("letters", old.letters, new.letters)
    yield from fields.found
