r"""Lists that change what a role takes over from its parent: ``+`` adds, ``-`` cuts.

A backslash before the sign says that the item begins with it: ``\- 5 degrees``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from sphinx_roles.catalog.merge.shared import Merging, Names
from sphinx_roles.catalog.merge.skills import Skills
from sphinx_roles.catalog.records import id_of, id_of_name
from sphinx_roles.catalog.schema import RoleDraft
from sphinx_roles.model import Holder, Interaction, Level, Link, Proficiency, Prose, Role, Text, fold
from sphinx_roles.problems import Code, Location, nearest

_MEANT = re.compile(r"\\+[+-]")

# What of an item carries the sign.
_LABELS: Mapping[Any, str] = {
    Proficiency: "skill",
    Holder: "name",
    Link: "text",
    Level: "id",
    Interaction: "text",
}


def apply(merging: Merging, field: str, parent: tuple[Any, ...], child: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the list of a child: its own, or the parent's with what it adds and cuts."""
    if not any(_label(item)[:1] in ("+", "-") for item in child):
        return tuple(map(_without_backslash, child))
    found = list(parent)
    for item in child:
        label = _label(item)
        signed = label[:1] in ("+", "-")
        bare = _with_label(item, label[1:].strip()) if signed else _without_backslash(item)
        same = [one for one in found if fold(_label(one)) == fold(_label(bare))]
        if not label.startswith("-"):
            # A skill that the parent has too gets the child's proficiency.
            found = [bare if one in same else one for one in found] if same else [*found, bare]
        elif same:
            found = [one for one in found if one not in same]
        else:
            near = nearest(_label(bare)[:80], map(_label, parent))
            location = getattr(label, "location", None)
            if location is not None:
                message = f"{field} takes {_label(bare)!r} away, which the parent has not{near}"
                merging.report(Code.WRONG_VALUE, message, location)
    return tuple(found)


def _label(item: Any) -> Text:
    value = item if isinstance(item, str) else getattr(item, _LABELS[type(item)])
    return value if isinstance(value, Text) else Text(value or "")


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
            message = f"the role {second.id!r} is defined here and at {first.location}, with another"
            text = f"{message} {', '.join(differ)}; the first one is used"
            self.merging.report(Code.DUPLICATE_ROLE, text, second.location)

    def _name(self) -> None:
        for draft in self.drafts.values():
            self.names.add(draft.id)
        reported: set[tuple[str, str]] = set()
        for draft in self.drafts.values():
            for word, owner in self.names.add(draft.id, _words(draft)):
                if (draft.id, owner) not in reported:
                    reported.update(((draft.id, owner), (owner, draft.id)))
                    self._report_ambiguous(self.drafts[owner], draft, word)
            for holder in draft.values.get("holders") or ():
                for word in filter(None, (holder.name, holder.email)):
                    self._holders.setdefault(fold(word), draft.id)

    def _report_ambiguous(self, first: RoleDraft, second: RoleDraft, word: str) -> None:
        for one, other in ((first, second), (second, first)):
            message = f"the roles {one.id!r} and {other.id!r} both answer to {str(word)!r}"
            text = f"{message}; the other one is at {other.location}"
            same = (mine for mine in _words(one) if fold(mine) == fold(word))
            location = next(
                (mine.location for mine in same if isinstance(mine, Text) and mine.location), one.location
            )
            self.merging.report(Code.AMBIGUOUS_ROLE, text, location)

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
            message = f"{str(word)!r} is a person who holds the role {holds!r}; a role is expected"
            self.merging.report(Code.PERSON_AS_ROLE, message, word.location or Location(""))
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
        self.drafts[key] = RoleDraft(key, word, {}, word.location or Location(""))
        self._order.setdefault(key)
        self.names.add(key, (word,))
        return key

    def build(self) -> dict[str, Role]:
        """Make all records: parents before children, then their references."""
        for draft in self.drafts.values():
            self._follow(draft, "extends", report=True)
            self._follow(draft, "covered_by", report=True)
            self._follow(draft, "reports_to", report=False)
        self._break_circles("extends", Code.EXTENDS_IN_A_CIRCLE)
        self._break_circles("covered_by", Code.COVER_IN_A_CIRCLE)
        self._break_circles("reports_to", Code.REPORTS_IN_A_CIRCLE)
        for draft in self.parents_first():
            self._inherit(draft)
        records = {key: self._record(draft) for key, draft in self.drafts.items()}
        return {key: records.get(key) or self.used[key] for key in self._order}

    def _follow(self, draft: RoleDraft, field: str, *, report: bool) -> None:
        """Replace a reference by the id it leads to; a free text stays where that is allowed."""
        word = draft.values.get(field)
        if word is None:
            return
        found = self.refer(word) if report else self.find(word)
        if found is not None:
            draft.values[field] = Text(found, word.location)
        elif report:
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
        first = min(circle, key=lambda key: _spot(self.drafts[key].values[field].location))
        at = circle.index(first)
        path = " → ".join([*circle[at:], *circle[:at], first])
        values = self.drafts[first].values
        self.merging.report(code, f"{field} leads in a circle: {path}", values.pop(field).location)

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
                key: value
                for key, value in given.items()
                if value is not None and key not in ("id", "location")
            }
        for key, value in given.items():
            if key in ITS_OWN:
                continue
            if key not in draft.values:
                draft.values[key] = value
            elif key == "own":
                draft.values[key] = {**value, **draft.values[key]}
            elif isinstance(value, tuple):
                draft.values[key] = apply(self.merging, key, value, draft.values[key])
        for key, value in list(draft.values.items()):
            if key not in given and key not in ITS_OWN and isinstance(value, tuple):
                draft.values[key] = apply(self.merging, key, (), value)

    def _record(self, draft: RoleDraft) -> Role:
        values: dict[str, Any] = {**draft.values, "name": draft.name}
        for field in ("extends", "covered_by", "kind"):
            if field in values:
                values[field] = str(values[field])
        if "part_of" in values and (whole := self.find(values["part_of"])):
            values["part_of"] = Text(whole, values["part_of"].location)
        if "next" in values:
            values["next"] = tuple(Text(self.find(word) or word, word.location) for word in values["next"])
        if "skills" in values:
            values["skills"] = tuple(map(self.skills.refer, values["skills"]))
        if "interactions" in values:
            values["interactions"] = tuple(map(self._interaction, values["interactions"]))
        if "levels" in values:
            values["levels"] = tuple(self._levels(draft.id, values["levels"]))
        return Role(id=draft.id, location=draft.location, **values)

    def _interaction(self, given: Interaction) -> Interaction:
        word, message = given.role, given.text
        if isinstance(word, Text):
            found = self.refer(word)
            if found is None:
                text = f"{word}: {message}" if message else str(word)
                return Interaction(None, Prose(text, word.location))
            return Interaction(found, message)
        if word is None and message is not None and (found := self.find(message)):
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
                message = f"the role {role!r} has no level {str(after)!r}"
                self.merging.unknown(Code.WRONG_VALUE, message, after, names.words)
                after = None
            elif after is not None and _leads_back(level.id, before):
                message = f"the levels of {role!r} lead in a circle through {level.id!r}"
                self.merging.report(Code.WRONG_VALUE, message, after.location or Location(""))
                after = before[level.id] = None
            elif after is not None:
                after = Text(before[level.id] or after, after.location)
            skills = tuple(map(self.skills.refer, level.skills))
            yield Level(level.id, level.name, after, level.track, level.summary, level.duties, skills)


def _leads_back(start: str, before: dict[str, str | None]) -> bool:
    key, seen = before[start], {start}
    while key is not None and key not in seen:
        seen.add(key)
        key = before[key]
    return key == start


def _spot(location: Location) -> tuple[str, int, int]:
    return location.file, location.line, location.column


def _words(draft: RoleDraft) -> list[Text]:
    abbr = [draft.values["abbr"]] if "abbr" in draft.values else []
    return [draft.name, *abbr, *draft.values.get("aliases", ())]


def _answers(role: Role) -> list[str]:
    return [role.name, *([role.abbr] if role.abbr else []), *role.aliases]
