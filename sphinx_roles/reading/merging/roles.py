"""The roles of all files: one record each, found by whatever they answer to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sphinx_roles.model import Interaction, Level, Prose, Role, Text, fold
from sphinx_roles.problems import Code, Place
from sphinx_roles.reading.merging import edits
from sphinx_roles.reading.merging.identity import Names
from sphinx_roles.reading.merging.shared import Merging
from sphinx_roles.reading.merging.skills import Skills
from sphinx_roles.reading.schema.drafts import RoleDraft
from sphinx_roles.reading.schema.entries import id_of, id_of_name

__all__ = ["ITS_OWN", "Roles"]

# What makes a role itself is not taken over from its parent, nor is who holds it.
ITS_OWN = frozenset(
    [
        *("name", "abbr", "aliases", "holders", "past_holders", "open", "status", "covered_by"),
        *("extends", "contact", "reviewed", "review_by"),
    ]
)


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
        """Roles of the catalog around an island that it refers to."""
        self._gather()
        self._name()
        # Without any record, roles are defined by being used; an island's heads may be new anyway.
        self.by_heads = not self.drafts or merging.known is not None
        self.by_use = not self.drafts and not (merging.known and merging.known.roles)

    def _gather(self) -> None:
        firsts: dict[str, RoleDraft] = {}
        for draft in (role for file in self.merging.drafts for role in file.roles):
            first = firsts.setdefault(fold(draft.id), draft)
            if first is not draft:
                self._join(first, draft)
        self.drafts = {draft.id: draft for draft in firsts.values()}
        self._order = dict.fromkeys(self.drafts)

    def _join(self, first: RoleDraft, second: RoleDraft) -> None:
        """Add to a role what a second place says about it."""
        differ = []
        for key, value in second.values.items():
            if key == "own":
                value = {**value, **first.values.get(key, {})}
                first.values[key] = value
            elif first.values.setdefault(key, value) != value:
                differ.append(key)
        first.inherit = first.inherit or second.inherit
        if differ:
            said = f"the role {second.id!r} is defined here and at {first.place}, with another"
            text = f"{said} {', '.join(differ)}; the first one is used"
            self.merging.tell(Code.DUPLICATE_ROLE, text, second.place)

    def _name(self) -> None:
        for draft in self.drafts.values():
            self.names.add(draft.id)
        told: set[tuple[str, str]] = set()
        for draft in self.drafts.values():
            for word, owner in self.names.add(draft.id, _words(draft)):
                if (draft.id, owner) not in told:
                    told.update(((draft.id, owner), (owner, draft.id)))
                    self._tell_ambiguous(self.drafts[owner], draft, word)
            for holder in draft.values.get("holders") or ():
                self._holders.setdefault(fold(holder.name), draft.id)

    def _tell_ambiguous(self, first: RoleDraft, second: RoleDraft, word: str) -> None:
        for one, other in ((first, second), (second, first)):
            said = f"the roles {one.id!r} and {other.id!r} both answer to {str(word)!r}"
            text = f"{said}; the other one is at {other.place}"
            same = (mine for mine in _words(one) if fold(mine) == fold(word))
            place = next((mine.place for mine in same if isinstance(mine, Text) and mine.place), one.place)
            self.merging.tell(Code.AMBIGUOUS_ROLE, text, place)

    def find(self, word: str) -> str | None:
        """Return the id of the role that a word leads to."""
        found = self.names.find(word)
        if found is None and self.merging.known is not None:
            role = self.merging.known.find_role(word)
            if role is not None:
                self.used.setdefault(role.id, role)
                self._order.setdefault(role.id)
                self.names.add(role.id, _answers(role))
                return role.id
        return found

    def refer(self, word: Text, *, define: bool = False) -> str | None:
        """Return the id of a role; where there is none, define it or tell that it is unknown."""
        found = self.find(word)
        if found is not None:
            return found
        if define or self.by_use:
            return self._define(word, id_of_name(word) if define else id_of(word))
        holds = self._holders.get(fold(word))
        if holds is not None:
            said = f"{str(word)!r} is a person who holds the role {holds!r}; a role is expected"
            self.merging.tell(Code.PERSON_AS_ROLE, said, word.place or Place(""))
            return None
        self.merging.unknown(Code.UNKNOWN_ROLE, f"no role answers to {str(word)!r}", word, self.words)
        return None

    def words(self) -> Iterable[str]:
        """Return all that roles answer to."""
        yield from self.names.words()
        if self.merging.known is not None:
            yield from self.merging.known.role_names()

    def _define(self, word: Text, key: str) -> str | None:
        if not key:
            return None
        self.drafts[key] = RoleDraft(key, word, {}, word.place or Place(""))
        self._order.setdefault(key)
        self.names.add(key, (word,))
        return key

    def build(self) -> dict[str, Role]:
        """Make all records: parents before children, then their references."""
        for draft in self.drafts.values():
            self._follow(draft, "extends", tell=True)
            self._follow(draft, "covered_by", tell=True)
            self._follow(draft, "reports_to", tell=False)
        self._break_circles("extends", Code.EXTENDS_IN_A_CIRCLE)
        self._break_circles("covered_by", Code.COVER_IN_A_CIRCLE)
        self._break_circles("reports_to", Code.REPORTS_IN_A_CIRCLE)
        for draft in self.parents_first():
            self._inherit(draft)
        records = {key: self._record(draft) for key, draft in self.drafts.items()}
        return {key: records.get(key) or self.used[key] for key in self._order}

    def _follow(self, draft: RoleDraft, field: str, *, tell: bool) -> None:
        """Replace a reference by the id it leads to; a free text stays where that is allowed."""
        word = draft.values.get(field)
        if word is None:
            return
        found = self.refer(word) if tell else self.find(word)
        if found is not None:
            draft.values[field] = Text(found, word.place)
        elif tell:
            del draft.values[field]

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
        """Tell a circle once, where its first role by place points on, and open it there."""
        first = min(circle, key=lambda key: _spot(self.drafts[key].values[field].place))
        at = circle.index(first)
        path = " → ".join([*circle[at:], *circle[:at], first])
        values = self.drafts[first].values
        self.merging.tell(code, f"{field} leads in a circle: {path}", values.pop(field).place)

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
        parent = self.drafts.get(draft.values["extends"])
        known = self.used.get(draft.values["extends"])
        if parent is not None:
            given = parent.values
        else:
            given = {name: getattr(known, name) for name in known.__struct_fields__} if known else {}
            given = {
                key: value for key, value in given.items() if value is not None and key not in ("id", "place")
            }
        for key, value in given.items():
            if key in ITS_OWN:
                continue
            if key not in draft.values:
                draft.values[key] = value
            elif key == "own":
                draft.values[key] = {**value, **draft.values[key]}
            elif isinstance(value, tuple):
                draft.values[key] = edits.apply(self.merging, key, value, draft.values[key])
        for key, value in list(draft.values.items()):
            if key not in given and key not in ITS_OWN and isinstance(value, tuple):
                draft.values[key] = edits.apply(self.merging, key, (), value)

    def _record(self, draft: RoleDraft) -> Role:
        values: dict[str, Any] = {**draft.values, "name": draft.name}
        for field in ("extends", "covered_by", "kind"):
            if field in values:
                values[field] = str(values[field])
        if "part_of" in values and (whole := self.find(values["part_of"])):
            values["part_of"] = Text(whole, values["part_of"].place)
        if "next" in values:
            values["next"] = tuple(Text(self.find(word) or word, word.place) for word in values["next"])
        if "skills" in values:
            values["skills"] = tuple(map(self.skills.refer, values["skills"]))
        if "interactions" in values:
            values["interactions"] = tuple(map(self._interaction, values["interactions"]))
        if "levels" in values:
            values["levels"] = tuple(self._levels(draft.id, values["levels"]))
        return Role(id=draft.id, place=draft.place, **values)

    def _interaction(self, given: Interaction) -> Interaction:
        word, said = given.role, given.text
        if isinstance(word, Text):
            found = self.refer(word)
            if found is None:
                text = f"{word}: {said}" if said else str(word)
                return Interaction(None, Prose(text, word.place))
            return Interaction(found, said)
        if word is None and said is not None and (found := self.find(said)):
            return Interaction(found)
        return given

    def _levels(self, role: str, levels: tuple[Level, ...]) -> Iterator[Level]:
        names = Names()
        for level in levels:
            names.add(level.id, (level.name,))
        before = {level.id: names.find(level.after) if level.after else None for level in levels}
        for level in levels:
            after = level.after
            if after is not None and before[level.id] is None:
                said = f"the role {role!r} has no level {str(after)!r}"
                self.merging.unknown(Code.WRONG_VALUE, said, after, names.words)
                after = None
            elif after is not None and _leads_back(level.id, before):
                said = f"the levels of {role!r} lead in a circle through {level.id!r}"
                self.merging.tell(Code.WRONG_VALUE, said, after.place or Place(""))
                after = before[level.id] = None
            elif after is not None:
                after = Text(before[level.id] or after, after.place)
            skills = tuple(map(self.skills.refer, level.skills))
            yield Level(level.id, level.name, after, level.track, level.summary, level.duties, skills)


def _leads_back(start: str, before: dict[str, str | None]) -> bool:
    key, seen = before[start], {start}
    while key is not None and key not in seen:
        seen.add(key)
        key = before[key]
    return key == start


def _spot(place: Place) -> tuple[str, int, int]:
    return place.file, place.line, place.column


def _words(draft: RoleDraft) -> list[Text]:
    abbr = [draft.values["abbr"]] if "abbr" in draft.values else []
    return [draft.name, *abbr, *draft.values.get("aliases", ())]


def _answers(role: Role) -> list[str]:
    return [role.name, *([role.abbr] if role.abbr else []), *role.aliases]
