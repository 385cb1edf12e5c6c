"""Roles, and all that is said of them but for who holds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from sphinx_roles.analysis.audit.finding import RoleRef
from sphinx_roles.analysis.changes.change import Change, Part, change, one
from sphinx_roles.analysis.changes.fields import Fields, in_order
from sphinx_roles.analysis.changes.located import Located
from sphinx_roles.analysis.changes.naming import Naming
from sphinx_roles.analysis.changes.own import link_part, own_fields
from sphinx_roles.analysis.changes.pairing import Pairs
from sphinx_roles.model import Holder, Level, Proficiency, Prose, Role, Text, fold, without_addresses


def roles_of(pairs: Pairs, labels: Callable[[str], Text | None]) -> Iterator[Located]:
    """Compare all roles, in the order of the new catalog; those that are gone come last."""
    was, now = Naming(pairs, pairs.old), Naming(pairs, pairs.new)
    olds = {new: old for old, new in pairs.roles.items()}
    for ident, role in pairs.new.roles.items():
        if ident not in olds:
            yield _located(change("role-added", one("role", now.role(ident))), role)
            continue
        old = pairs.old.roles[olds[ident]]
        yield from (_located(reported, role, old) for reported in _Role(old, role, was, now).changes(labels))
    for ident, role in pairs.old.roles.items():
        if ident not in pairs.roles:
            yield _located(change("role-removed", one("role", was.role(ident))), role)
    if not in_order([pairs.roles.get(ident) for ident in pairs.old.roles], list(pairs.new.roles)):
        yield Located(change("roles-order"), "roles")


def _located(reported: Change, *roles: Role) -> Located:
    return Located(reported, "roles", tags=frozenset(fold(tag) for role in roles for tag in role.tags))


_VALUES = (
    "abbr",
    "kind",
    "family",
    "grade",
    "status",
    "icon",
    "image",
    "alt",
    "color",
    "maintainer",
    "reviewed",
    "review_by",
)
_TEXTS = ("tagline", "summary", "description", "open", "contact")
_TEXT_LISTS = ("duties", "requirements", "decisions", "metrics")
_WORD_LISTS = ("aliases", "tools", "tags")
_REFERENCES = ("part_of", "reports_to", "extends", "covered_by")


class _Role:
    def __init__(self, old: Role, new: Role, was: Naming, now: Naming) -> None:
        # Nobody's e-mail leaves the data unasked.
        self.old = without_addresses(old, was.catalog.roles)
        self.new = without_addresses(new, now.catalog.roles)
        self.was, self.now = was, now

    def changes(self, labels: Callable[[str], Text | None]) -> Iterator[Change]:
        old, new, ref = self.old, self.new, self.now.role(self.new.id)
        if old.name != new.name:
            yield change("role-renamed", one("old", old.name), one("role", ref))
        fields = Fields(ref)
        fields.value("id", old.id, new.id)
        for name in _VALUES:
            fields.value(name, getattr(old, name), getattr(new, name))
        for name in _REFERENCES:
            before = self.referred(self.was, getattr(old, name))
            fields.value(name, before, self.referred(self.now, getattr(new, name)))
        for name in _TEXTS:
            fields.text(name, getattr(old, name), getattr(new, name))
        for name in _TEXT_LISTS:
            fields.texts(name, getattr(old, name), getattr(new, name))
        for name in _WORD_LISTS:
            fields.items(name, getattr(old, name), getattr(new, name))
        fields.items("next", map(self.was.referred, old.next), map(self.now.referred, new.next))
        fields.items("links", map(link_part, old.links), map(link_part, new.links))
        fields.items("past_holders", map(_person, old.past_holders), map(_person, new.past_holders))
        own_fields(fields, old.own, new.own, labels)
        yield from fields.found
        yield from self.skills(ref, old.skills, new.skills)
        yield from self.interactions(ref)
        yield from self.levels(ref)

    @staticmethod
    def referred(naming: Naming, name: str | None) -> Part | None:
        return naming.referred(name) if name else None

    def skills(
        self, ref: Part, old: Iterable[Proficiency], new: Iterable[Proficiency], level: Part | None = None
    ) -> Iterator[Change]:
        """Skills that are asked for, and how well."""
        was = {self.was.pairs.skills.get(one.skill, one.skill): one for one in old}
        now = {one.skill: one for one in new}
        fields = Fields(ref, level)
        fields.items(
            "skills",
            [_asked(self.was, one) if key not in now else Text(key) for key, one in was.items()],
            [_asked(self.now, one) if key not in was else Text(key) for key, one in now.items()],
        )
        yield from fields.found
        for key in (key for key in now if key in was):
            named = self.now.skill(now[key].skill)
            asked = Fields(ref, Text(f"{named}, {level}") if level is not None else named)
            asked.value("step", was[key].step, now[key].step)
            yield from asked.found

    def interactions(self, ref: Part) -> Iterator[Change]:
        """What it does with whom: begun, ended and reworded."""
        was, now = _by_role(self.was, self.old), _by_role(self.now, self.new)
        for key in dict.fromkeys((*now, *was)):
            fields = Fields(ref, key)
            fields.texts("interactions", was.get(key, []), now.get(key, []))
            yield from fields.found
        fields = Fields(ref)
        # Those that have nothing to say of it are told by their names.
        fields.items(
            "interactions",
            [key for key, texts in was.items() if key is not None and (key in now or not texts)],
            [key for key, texts in now.items() if key is not None and (key in was or not texts)],
        )
        yield from fields.found

    def levels(self, ref: Part) -> Iterator[Change]:
        """The steps of its ladder."""
        was, now = ({level.id: level for level in role.levels} for role in (self.old, self.new))
        fields = Fields(ref)
        fields.items(
            "levels",
            [level.name if key not in now else Text(f"\n{key}") for key, level in was.items()],
            [level.name if key not in was else Text(f"\n{key}") for key, level in now.items()],
        )
        yield from fields.found
        for key in (key for key in now if key in was):
            yield from self.level(ref, was[key], now[key])

    def level(self, ref: Part, old: Level, new: Level) -> Iterator[Change]:
        fields = Fields(ref, new.name)
        for name in ("name", "after", "track"):
            fields.value(name, getattr(old, name), getattr(new, name))
        fields.text("summary", old.summary, new.summary)
        fields.texts("duties", old.duties, new.duties)
        yield from fields.found
        yield from self.skills(ref, old.skills, new.skills, new.name)


def _by_role(naming: Naming, role: Role) -> dict[RoleRef | None, list[Prose]]:
    found: dict[RoleRef | None, list[Prose]] = {}
    for other in role.interactions:
        texts = found.setdefault(naming.role(other.role) if other.role else None, [])
        texts += [other.text] if other.text else []
    return found


def _asked(naming: Naming, one: Proficiency) -> Text:
    named = naming.skill(one.skill)
    return Text(f"{named} ({one.step})") if one.step else named


def _person(holder: Holder) -> str:
    reported = [holder.handle, holder.capacity, holder.since, holder.until, holder.org, holder.link]
    about = ", ".join(part for part in reported if part)
    return f"{holder.name} ({about})" if about else str(holder.name)
