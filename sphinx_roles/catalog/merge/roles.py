"""Roles of all files, with what they take over from their parents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from msgspec import UNSET, structs
from msgspec.structs import replace

from sphinx_roles.addresses import person_name, split_addresses
from sphinx_roles.catalog.merge.merging import FIRST, Merging, Names, NearNames, is_edit, unsigned
from sphinx_roles.catalog.merge.skills import Skills
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode, SequenceNode
from sphinx_roles.catalog.records import readers_of, take_open_places
from sphinx_roles.catalog.schema import FileDraft, RoleDraft
from sphinx_roles.fields import FIELDS
from sphinx_roles.model import (
    Holder,
    Interaction,
    Prose,
    Role,
    Text,
    fold,
    id_of,
    id_of_name,
    location_of,
    parents_first,
    role_names,
)
from sphinx_roles.problems import Code, Location

_OR_TEXT = "{field} takes a role or a text, and no role answers to {word!r}"
_BETWEEN = re.compile(r"\s*[,;/&、，；]\s*|\s+(?:and|or)\s+")


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
                message = "the role {role!r} is defined here and at {other}, differing in {fields}" + FIRST
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
                self._report_ambiguous(self.drafts[key], self.drafts[owner], word)
        for draft in drafts:
            for holder in draft.values.get("holders") or ():
                for word in filter(None, (holder.name, holder.email)):
                    self._holders.setdefault(fold(word), draft.id)

    def _report_ambiguous(self, one: RoleDraft, other: RoleDraft, word: str) -> None:
        location = location_of([mine for mine in _words(one) if fold(mine) == fold(word)]) or one.location
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
                word = draft.values.pop(field)
                found = self._or_text(field, word) if field in _OR_TEXTS else self.refer(word)
                if found is not None:
                    draft.values[field] = Text(found, word.location)
        for field, code in _CIRCLES.items():
            self._break_circles(field, code)
        for draft in self.parents_first():
            self._inherit(draft)
        records = {key: self._record(draft) for key, draft in self.drafts.items()}
        return {key: records.get(key) or self.used[key] for key in self._order}

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
        parents = {key: one.values["extends"] for key, one in self.drafts.items() if "extends" in one.values}
        yield from map(self.drafts.__getitem__, parents_first(parents, parents))

    def _inherit(self, draft: RoleDraft) -> None:
        extends = draft.values["extends"]
        parent, known = self.drafts.get(extends), self.used.get(extends)
        given = parent.values if parent is not None else structs.asdict(known) if known is not None else {}
        left = {*ITS_OWN, "location", *(key for key, value in given.items() if value is None)}
        taken = {key: value for key, value in given.items() if key not in left}
        others = {key: value for key, value in draft.values.items() if key not in ITS_OWN}
        draft.values = {**draft.values, **self.merging.over(taken, others)}

    def _record(self, draft: RoleDraft) -> Role:
        values: dict[str, Any] = {"name": draft.key, **draft.values}
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
            if signed := is_edit(one.name) and not one.name[1:].strip()[:1].isdecimal():
                message = "{word!r} begins with a sign, but {field} are not taken over from another role"
                about, location = {"word": one.name}, location_of(one.name)
                self.merging.report(Code.WRONG_VALUE, message, location, about, field=field)
            if not (signed and one.name.startswith("-")):
                skills = self.skills.refer_all(one.skills, define=False)
                yield replace(unsigned(one) if signed else one, skills=skills)

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
