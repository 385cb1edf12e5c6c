"""What things of all files answer to, their skills, and roles with what they take over from parents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import UNSET, Struct, structs
from msgspec.structs import replace

from sphinx_roles.addresses import person_name, split_addresses
from sphinx_roles.catalog.merge.near_names import NearNames
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode, SequenceNode
from sphinx_roles.catalog.records import link_of, readers_of, take_open_places
from sphinx_roles.catalog.schema import Draft, FileDraft, RoleDraft
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.fields import FIELDS
from sphinx_roles.model import (
    Catalog,
    Holder,
    Interaction,
    Level,
    Link,
    Proficiency,
    Prose,
    Role,
    Scale,
    Skill,
    SkillLevel,
    Text,
    fold,
    id_of,
    id_of_name,
    location_of,
    role_names,
)
from sphinx_roles.problems import Code, Location, Problem, closest

_LISTED = 8
_GUESSED = 500
FIRST = "; the first one is used"
NO_NAME = "no {kind} is called {word!r}"
_TWO = "there is more than one {kind} called {word!r}: {first!r}, which is used, and {second!r}"
_OR_TEXT = "{field} takes a role or a text, and no role answers to {word!r}"
_WORD = re.compile(r"[\w.-]+")
_BETWEEN = re.compile(r"\s*[,;/&、，；]\s*|\s+(?:and|or)\s+")


class Merging(Struct):
    """The work on one catalog.

    ``known`` is the catalog around a standalone one, which knows its roles, schemes and skills.
    ``scheme_at`` is where a directive names the scheme, if one does. ``lost`` says that a whole file, or
    all that it says of roles, is missing: what seems unknown follows from that. ``layers`` has the layer of
    each file of a catalog that extends another one: a higher one goes before a lower one.
    """

    drafts: list[FileDraft]
    settings: Settings
    known: Catalog | None = None
    scheme_at: Location | None = None
    lost: bool = False
    layers: Mapping[str, int] = {}
    problems: list[Problem] = []
    near: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
    """By code and word, the name that an unknown one is near, else all that there are where these are few."""

    def report(self, code: Code, message: str, location: Location | None, *about: Any, **values: Any) -> None:
        """Note a `Problem`; all but the place is as `Problem.of` takes it."""
        self.problems.append(Problem.of(code, message, location, *about, **values))

    def unknown(
        self, code: Code, message: str, word: Text, known: Callable[[], Iterable[str]], **values: str
    ) -> None:
        """Report that a ``{word}`` names nothing, with the nearest name or all there are."""
        if self.lost:
            return
        # Steps of one scale are not those of another one.
        key = (code, word, *values.values())
        found = self.near.get(key)
        if found is None:
            words = dict.fromkeys(known())
            # Where nearly every name is unknown, guessing at each of them would take minutes.
            near = closest(word[:80], words) if len(self.near) < _GUESSED else ""
            few = not near and 0 < len(words) <= _LISTED
            found = self.near[key] = near, _listed(words) if few else ()
        near, there = found
        # In a file that could not be read to its end, a name that is like no known one may well be defined.
        if near or not any(draft.context.cut for draft in self.drafts):
            message += "; there is {there}" if there else ""
            self.report(code, message, word.location, {"word": word}, there=there, nearest=near, **values)

    def follow(self, kind: str, word: str, names: Names, code: Code | None) -> str | None:
        """Return the id that a name leads to; report one that two things of a kind have.

        With a ``code``, a text of the data that names nothing is reported, too.
        """
        found = names.find(word)
        if names.shared and (second := names.second(word)) and (location := location_of(word)) is not None:
            about = {"word": word, "first": found or "", "second": second}
            self.report(Code.WRONG_VALUE, _TWO, location, about, kind=kind)
        if found is None and code is not None and isinstance(word, Text):
            self.unknown(code, NO_NAME, word, names.words, kind=kind)
        return found

    def changes(self, first: Location, second: Location) -> bool:
        """Return whether the second place is in a catalog that extends the one of the first place."""
        return bool(self.layers) and self.layers.get(second.file, 0) > self.layers.get(first.file, 0)

    def join(self, first: Draft, second: Draft) -> list[str]:
        """Add to an entry what a second place says of it; return the fields that differ, which stay.

        In a catalog that extends the one of the first place, fields replace those there, and lists add to
        them or cut them, as those of a role that extends another one do.
        """
        if not self.changes(first.location, second.location):
            return first.join(second)
        first.values = self.over(first.values, second.values)
        first.location = second.location
        return []

    def over(self, parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields of a parent with those of a child, which replace them; its lists add or cut."""
        found = {**parent}
        for key, value in child.items():
            if key == "own":
                value = {**parent.get(key, {}), **value}
            elif isinstance(value, tuple):
                value = edited(self, key, parent.get(key, ()), value)
            found[key] = value
        return found

    def joined(self, what: str, drafts: Iterable[Draft]) -> list[Draft]:
        """Join the drafts of one id; of two that disagree the first one is used, and that is reported."""
        firsts: dict[str, Draft] = {}
        for draft in drafts:
            first = firsts.setdefault(fold(draft.id), draft)
            if first is not draft and (differ := self.join(first, draft)):
                message = "the {what} {id!r} is here and at {other} with another {fields}" + FIRST
                about, values = {"id": draft.id}, {"what": what, "fields": differ}
                self.report(Code.REPEATED_KEY, message, draft.location, about, first.location, **values)
        return list(firsts.values())


def _listed(words: Iterable[str]) -> tuple[str, ...]:
    """List names, each once, however it is spelt; one of several words is in quotes."""
    spelt: dict[str, str] = {}
    for word in words:
        spelt.setdefault(fold(word), str(word))
    return tuple(word if _WORD.fullmatch(word) else repr(word) for word in spelt.values())


class Names(Struct):
    """Maps whatever a thing answers to, to its id; the first to claim a name keeps it."""

    found: dict[str, str | None] = {}
    """What has been looked for: it may be asked first, by whoever has tens of thousands to find."""
    shared: dict[str, str] = {}
    """By folded name, a second id that answers to it."""
    _ids: dict[str, None] = {}
    _owners: dict[str, str] = {}
    _words: dict[str, None] = {}

    def add(self, *entries: Sequence[str]) -> list[tuple[str, str, str]]:
        """Let ids answer to themselves and to words; an entry is an id and its words.

        Return (id, word, owner) for each word that another id already answers to.
        """
        self.found.clear()
        taken = []
        for entry in entries:
            # An id is known by itself alone, not by where somebody wrote it.
            key = str(entry[0])
            self._ids[key] = None
            for word in entry:
                self._words[word] = None
                owner = self._owners.setdefault(fold(word), key)
                if owner != key:
                    taken.append((key, word, owner))
                    self.shared.setdefault(fold(word), key)
        return taken

    def find(self, word: str) -> str | None:
        """Return the id that a word leads to."""
        try:
            return self.found[word]
        except KeyError:
            found = str(word) if word in self._ids else self._owners.get(fold(word))
            self.found[str(word)] = found
            return found

    def __bool__(self) -> bool:
        """Return whether anything answers to a name."""
        return bool(self._ids)

    def second(self, word: str) -> str:
        """Return the other id that a name may mean, ``""`` where there is none; an id means itself."""
        return "" if word in self._ids else self.shared.get(fold(word), "")

    def words(self) -> Iterable[str]:
        """Return all that something answers to, as written."""
        return self._words


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

    def _read_skills(self) -> None:
        skills = (one for file in self.merging.drafts for one in file.skills)
        drafts = self.merging.joined("skill", skills)
        self._names.add(*((draft.id, draft.name) for draft in drafts))
        for draft in drafts:
            self.skills[draft.id] = self._skill(draft)

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
            asked = self.refer(one, define=define)
            first = found.setdefault(asked.skill, asked)
            if first != asked and isinstance(one.skill, Text):
                message = "the skill {skill!r} is there twice; the first one is used"
                about = {"skill": one.skill}
                self.merging.report(Code.REPEATED_KEY, message, one.skill.location, about)
        return tuple(found.values())

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
                self.skills[skill_id] = Skill(id=skill_id, name=Text(str(word)))
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


_MEANT = re.compile(r"\\+[+-]")

# What of an item carries the sign.
_LABELS: Mapping[Any, str] = {
    Proficiency: "skill",
    Holder: "name",
    Link: "text",
    Level: "id",
    Interaction: "text",
    SkillLevel: "step",
}


def edited(merging: Merging, field: str, parent: tuple[Any, ...], child: tuple[Any, ...]) -> tuple[Any, ...]:
    r"""Return the list of a child: its own, or the parent's with what it adds (``+``) and cuts (``-``).

    A backslash before the sign says that the item begins with it: ``\- 5 degrees``.
    """
    if not any(_is_edit(_label(item)) for item in child):
        return tuple(map(_without_backslash, child))
    found = list(parent)
    for item in child:
        label = _label(item)
        bare = _unsigned(item) if _is_edit(label) else _without_backslash(item)
        same = [one for one in found if fold(_label(one)) == fold(_label(bare))]
        if not label.startswith("-"):
            # A skill that the parent has too gets the child's proficiency.
            found = [bare if one in same else one for one in found] if same else [*found, bare]
        elif same:
            found = [one for one in found if one not in same]
        else:
            word = _label(bare)
            near = closest(word[:80], map(_label, parent))
            location = getattr(label, "location", None)
            if location is not None:
                message = "{field} takes {word!r} away, which the parent has not"
                merging.report(Code.WRONG_VALUE, message, location, {"word": word}, field=field, nearest=near)
    return tuple(found)


def _is_edit(label: str) -> bool:
    """Return whether a label begins with a sign; a plus alone is a text."""
    return label.startswith("-") or (label.startswith("+") and label[1:].strip() != "")


def _label(item: Any) -> Text:
    value = item if isinstance(item, str) else getattr(item, _LABELS[type(item)])
    return value if isinstance(value, Text) else Text(value or "")


def _unsigned(item: Any) -> Any:
    """Return an item without its sign, which may be in a second field that comes from the same text."""
    bare = _with_label(item, _label(item)[1:].strip())
    if isinstance(item, Link) and item.text == item.url:
        return link_of(bare.text)
    if isinstance(item, Level) and item.name[:1] in ("+", "-"):
        name = Text(item.name[1:].strip(), item.name.location)
        return replace(bare, name=name) if fold(id_of_name(name)) == fold(bare.id) else bare
    return bare


def _without_backslash(item: Any) -> Any:
    label = _label(item)
    return _with_label(item, label[1:]) if _MEANT.match(label) else item


def _with_label(item: Any, label: str) -> Any:
    old = _label(item)
    if label == old:
        return item
    kind = type(old)
    new = kind(label, old.location)
    return new if isinstance(item, str) else replace(item, **{_LABELS[type(item)]: new})


# What makes a role itself is not taken over from its parent, nor is who holds it.
ITS_OWN = frozenset(key for key, field in FIELDS[Role].items() if not field.inherited)


_CIRCLES = {
    "extends": Code.EXTENDS_IN_A_CIRCLE,
    "covered_by": Code.COVER_IN_A_CIRCLE,
    "reports_to": Code.REPORTS_IN_A_CIRCLE,
    "part_of": Code.PARTS_IN_A_CIRCLE,
}
"""References of a role to another one, which lead in no circle."""
_OR_TEXTS = frozenset(("reports_to", "part_of"))
"""Those that may be a text as well."""


class Roles:
    """Finds roles and makes their records."""

    def __init__(self, merging: Merging, skills: Skills) -> None:
        self.merging = merging
        self.skills = skills
        self.drafts: dict[str, RoleDraft] = {}
        self.names = Names()
        self._holders: dict[str, str] = {}
        self._order: dict[str, None] = {}
        self.used: dict[str, Role] = {}
        """Roles of the catalog around a standalone one that it refers to."""
        self._families: dict[str, Text] = {}
        self._doubted: set[Location | None] = set()
        self._gather()
        self._name()
        # Without any record, roles are defined by being used; heads of a standalone file may be new.
        self.by_heads = not self.drafts or merging.known is not None
        self.by_use = not self.drafts and not (merging.known and merging.known.roles)

    def _gather(self) -> None:
        firsts: dict[str, RoleDraft] = {}
        for file in (one for one in self.merging.drafts if one.joins):
            self._join(file)
        for draft in (role for file in self.merging.drafts for role in file.roles):
            first = firsts.setdefault(fold(draft.id), draft)
            first.inherit = first.inherit or draft.inherit
            if first is not draft and (differ := self.merging.join(first, draft)):
                message = "the role {role!r} is defined here and at {other}, with another {fields}" + FIRST
                about, at, other = {"role": draft.id}, draft.location, first.location
                self.merging.report(Code.DUPLICATE_ROLE, message, at, about, other, fields=differ)
        self.drafts = {draft.id: draft for draft in firsts.values()}
        self._order = dict.fromkeys(self.drafts)

    def _join(self, file: FileDraft) -> None:
        """Let the roles of a file be those of others with one of their names, and add to what these list."""
        others = [role for one in self.merging.drafts if not one.joins for role in one.roles]
        known = {fold(word): role for role in others for word in (role.id, *_words(role))}
        for draft in file.roles:
            for word in (draft.id, draft.name):
                if (role := known.get(fold(word))) is not None:
                    draft.id, draft.key = role.id, role.key
                    links = draft.values.pop("links", ())
                    if links:
                        role.values["links"] = (*role.values.get("links", ()), *links)
                    break

    def _name(self) -> None:
        drafts = self.drafts.values()
        reported: set[tuple[str, str]] = set()
        ids, words = [(key,) for key in self.drafts], [(draft.id, *_words(draft)) for draft in drafts]
        for key, word, owner in self.names.add(*ids, *words):
            if (key, owner) not in reported:
                reported.update(((key, owner), (owner, key)))
                self._report_ambiguous(self.drafts[owner], self.drafts[key], word)
        for draft in drafts:
            for holder in draft.values.get("holders") or ():
                for word in filter(None, (holder.name, holder.email)):
                    self._holders.setdefault(fold(word), draft.id)

    def _report_ambiguous(self, first: RoleDraft, second: RoleDraft, word: str) -> None:
        for one, other in ((first, second), (second, first)):
            same = [mine for mine in _words(one) if fold(mine) == fold(word)]
            location = location_of(same) or one.location
            message = "the roles {one!r} and {two!r} both answer to {word!r}; the other one is at {other}"
            about = {"one": one.id, "two": other.id, "word": word}
            self.merging.report(Code.AMBIGUOUS_ROLE, message, location, about, other.location)

    def find(self, word: str) -> str | None:
        """Return the id of the role that a word leads to."""
        found = self.names.find(word)
        if found is None and self.merging.known is not None:
            role = self.merging.known.find_role(word)
            if role is not None:
                self.used.setdefault(role.id, role)
                self._order.setdefault(role.id)
                self.names.add((role.id, *role_names(role)))
                return role.id
        return found

    def refer(self, word: Text, *, define: bool = False) -> str | None:
        """Return the id of a role; where there is none, define it or report that it is unknown."""
        found = self.find(word)
        if found is not None:
            return found
        if define or self.by_use:
            near = self._near_names.find(word) if self.merging.known is not None else ""
            if near and not self.merging.lost:
                # It is shown all the same, as a table beside a catalog may have roles of its own.
                message = "no role answers to {word!r}"
                self.merging.report(Code.UNKNOWN_ROLE, message, word.location, {"word": word}, nearest=near)
            return self._define(word, id_of_name(word) if define else id_of(word))
        holds = self._holders.get(fold(word))
        if holds is not None:
            message = "{person!r} is a person who holds the role {role!r}; a role is expected"
            about = {"person": word, "role": holds}
            self.merging.report(Code.PERSON_AS_ROLE, message, word.location, about)
            return None
        self.merging.unknown(Code.UNKNOWN_ROLE, "no role answers to {word!r}", word, self.words)
        return None

    def meant(self, word: str) -> str:
        """Return the role that a word which is reported may mean: of a person or near by; ``""`` for any."""
        near, _ = self.merging.near.get((Code.UNKNOWN_ROLE, word), ("", ()))
        return self._holders.get(fold(word)) or (near and self.find(near)) or ""

    def words(self) -> Iterable[str]:
        """Return all that roles answer to."""
        yield from self.names.words()
        if self.merging.known is not None:
            yield from self.merging.known.role_names()

    def _define(self, word: Text, key: str) -> str | None:
        if not key:
            return None
        self.drafts[key] = RoleDraft(key, word, {}, word.location or Location(""))
        self._order.setdefault(key)
        self.names.add((key, word))
        return key

    def add_holders(self, context: ReadContext, role: str, people: list[ScalarNode]) -> None:
        """Add the people that a table names under the head of a role."""
        read = readers_of(Role)["holders"](context, "holders", SequenceNode([*people], people[0].at))
        first, at = self.drafts.get(role), context.location(people[0].at)
        if read is UNSET:
            return
        if first is None:
            message = "the people of the role {role!r} are named elsewhere; these are left out"
            self.merging.report(Code.DUPLICATE_ROLE, message, at, {"role": role})
            return
        values = {"holders": read}
        take_open_places(context, values)
        if first.join(RoleDraft(role, first.key, values, at)):
            message = "the role {role!r} has other holders here than at {other}" + FIRST
            self.merging.report(Code.DUPLICATE_ROLE, message, at, {"role": role}, first.location)

    def build(self) -> dict[str, Role]:
        """Make all records: parents before children, then their references."""
        for draft in self.drafts.values():
            if draft.inherit and "extends" not in draft.values:
                message, about = "{role!r} has 'assign: inherit', but extends no role", {"role": draft.id}
                self.merging.report(Code.WRONG_VALUE, message, draft.location, about)
            for field in [one for one in _CIRCLES if one in draft.values]:
                self._follow(draft, field)
        for field, code in _CIRCLES.items():
            self._break_circles(field, code)
        for draft in self.parents_first():
            self._inherit(draft)
        records = {key: self._record(draft) for key, draft in self.drafts.items()}
        return {key: records.get(key) or self.used[key] for key in self._order}

    def _follow(self, draft: RoleDraft, field: str) -> None:
        """Replace a reference by the id it leads to; a free text stays where that is allowed."""
        word = draft.values.pop(field)
        found = self._or_text(field, word) if field in _OR_TEXTS else self.refer(word)
        if found is not None:
            draft.values[field] = Text(found, word.location)

    def _or_text(self, field: str, word: Text) -> str:
        """Return the id of a role, or a free text as it is; report one that seems to be a misspelt role."""
        found = self.find(word)
        near = "" if found is not None else self._near_names.find(word) or self._first(word)
        if near and not self.merging.lost:
            # Roles that extend this one have its text, too.
            if word.location not in self._doubted:
                about = {"word": word}
                self.merging.report(
                    Code.UNKNOWN_ROLE, _OR_TEXT, word.location, about, field=field, nearest=near
                )
            self._doubted.add(word.location)
        return word if found is None else found

    def _first(self, text: str) -> str:
        """Return the first role of a text that is several, ``sre, head``; else ``""``."""
        parts = _BETWEEN.split(text)
        several = len(parts) > 1 and all(self.find(part) is not None for part in parts)
        return parts[0] if several else ""

    @cached_property
    def _near_names(self) -> NearNames:
        return NearNames(self.words())

    def _is_other(self, draft: RoleDraft, field: str, item: Any, word: str | None) -> bool:
        """Return whether a reference leads to another role; report one that leads to the role itself."""
        if word != draft.id:
            return True
        parent = self.drafts.get(draft.values.get("extends", ""))
        # What a role takes over may well name it: that is no mistake.
        if parent is None or item not in parent.values.get(field, ()):
            location = location_of((item.role, item.text) if isinstance(item, Interaction) else item)
            message, about = "the role {role!r} names itself in {field}", {"role": draft.id}
            self.merging.report(Code.WRONG_VALUE, message, location, about, field=field)
        return False

    def _break_circles(self, field: str, code: Code) -> None:
        done: set[str] = set()
        for start in self.drafts:
            chain: list[str] = []
            key: str | None = start
            while key is not None and key not in done and key in self.drafts:
                done.add(key)
                chain.append(key)
                key = self.drafts[key].values.get(field)
            if key is not None and key in chain:
                self._break(chain[chain.index(key) :], field, code)

    def _break(self, circle: list[str], field: str, code: Code) -> None:
        """Report a circle once, where its first role by place points on, and open it there."""
        first = min(circle, key=lambda key: structs.astuple(self.drafts[key].values[field].location))
        at = circle.index(first)
        circle = [*circle[at:], *circle[:at]]
        location = self.drafts[first].values.pop(field).location
        message = "{field} leads in a circle: {path}"
        path = " → ".join([*circle, first])
        self.merging.report(code, message, location, {"circle": circle}, field=field, path=path)

    def parents_first(self) -> Iterator[RoleDraft]:
        """Yield the drafts that extend another one, parents before children."""
        done: set[str] = set()
        for draft in self.drafts.values():
            chain = []
            while draft.id not in done and "extends" in draft.values:
                done.add(draft.id)
                chain.append(draft)
                parent = self.drafts.get(draft.values["extends"])
                if parent is None:
                    break
                draft = parent
            yield from reversed(chain)

    def _inherit(self, draft: RoleDraft) -> None:
        extends = draft.values["extends"]
        parent, known = self.drafts.get(extends), self.used.get(extends)
        given = parent.values if parent is not None else structs.asdict(known) if known is not None else {}
        left = {*ITS_OWN, "location", *(key for key, value in given.items() if value is None)}
        taken = {key: value for key, value in given.items() if key not in left}
        others = {key: value for key, value in draft.values.items() if key not in ITS_OWN}
        draft.values = {**draft.values, **self.merging.over(taken, others)}

    def _record(self, draft: RoleDraft) -> Role:
        values: dict[str, Any] = {**draft.values, "name": draft.name}
        for field in ("name", "abbr", "family", "grade", "status"):
            # They are shown in many places; the address of who is called by it is a way of contact.
            if (given := values.get(field)) and "@" in given and (addresses := split_addresses(given)[1]):
                values[field] = person_name(given)
                values.setdefault("contact", Prose(", ".join(addresses), given.location))
        for field in ("extends", "covered_by", "kind"):
            if field in values:
                values[field] = str(values[field])
        if "family" in values:
            # Groups of one name are one, whatever its case.
            values["family"] = self._families.setdefault(fold(values["family"]), values["family"])
        if "next" in values:
            pairs = [(word, Text(self._or_text("next", word), word.location)) for word in values["next"]]
            others = (key for word, key in pairs if self._is_other(draft, "next", word, key))
            values["next"] = tuple(dict.fromkeys(others))
        if "skills" in values:
            values["skills"] = self.skills.refer_all(values["skills"])
        if "interactions" in values:
            met = [(one, self._interaction(one)) for one in values["interactions"]]
            kept = (found for one, found in met if self._is_other(draft, "interactions", one, found.role))
            values["interactions"] = tuple(kept)
        for field in ("holders", "past_holders"):
            if values.get(field):
                values[field] = tuple(self._held(field, values[field]))
        return Role(id=draft.id, location=draft.location, **values)

    def _held(self, field: str, holders: Iterable[Holder]) -> Iterator[Holder]:
        """Yield holders with their skills; a sign would add to those of another role, or take from them."""
        for one in holders:
            # A number is a name as well.
            if signed := _is_edit(one.name) and not one.name[1:].strip()[:1].isdecimal():
                message = "{word!r} begins with a sign, but {field} are not taken over from another role"
                about, location = {"word": one.name}, location_of(one.name)
                self.merging.report(Code.WRONG_VALUE, message, location, about, field=field)
            if not (signed and one.name.startswith("-")):
                skills = self.skills.refer_all(one.skills, define=False)
                yield replace(_unsigned(one) if signed else one, skills=skills)

    def _interaction(self, given: Interaction) -> Interaction:
        word, what = given.role, given.text
        if isinstance(word, Text):
            found = self.refer(word)
            if found is None:
                text = f"{word}: {what}" if what else str(word)
                return replace(given, role=None, text=Prose(text, word.location))
            return replace(given, role=found)
        if word is None and what is not None and (found := self._or_text("interactions", what)) is not what:
            return replace(given, role=found, text=None)
        return given


def _words(draft: RoleDraft) -> list[Text]:
    abbr = [draft.values["abbr"]] if "abbr" in draft.values else []
    return [draft.values.get("name", draft.key), *abbr, *draft.values.get("aliases", ())]
