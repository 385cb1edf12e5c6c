"""Role cards: one role's facts, chosen and ordered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from msgspec import Struct, structs

from sphinx_roles.analysis.report import Edit, Report
from sphinx_roles.model import Catalog, Holder, Link, Prose, Role, Text, fold, without_addresses


class Ref(Struct, frozen=True, gc=False):
    """A role by id and name, or a free text, whose ``role`` is empty."""

    role: str
    name: Text


class Chip(Struct, frozen=True, gc=False):
    """A short word, and what qualifies it: a skill and its proficiency."""

    name: Text
    detail: Text | None = None


class Prosaic(Struct, frozen=True, gc=False, tag=True):
    """A field of running text. ``label`` is set for a field of the team's own."""

    key: str
    text: Prose
    label: str = ""


class Bullets(Struct, frozen=True, gc=False, tag=True):
    """A field that is a list of texts."""

    key: str
    items: tuple[Prose, ...]
    label: str = ""


class Chips(Struct, frozen=True, gc=False, tag=True):
    """A field of short words."""

    key: str
    items: tuple[Chip, ...]
    label: str = ""


class People(Struct, frozen=True, gc=False, tag=True):
    """The holders of a role, without their e-mail unless it was asked for."""

    key: str
    holders: tuple[Holder, ...]
    label: str = ""


class Refs(Struct, frozen=True, gc=False, tag=True):
    """A field that names other roles, each with a remark where there is one."""

    key: str
    refs: tuple[tuple[Ref, Prose | None], ...]
    label: str = ""


Field: TypeAlias = Prosaic | Bullets | Chips | People | Refs


class Cover(Struct, frozen=True, gc=False):
    """Who stands in while a role is not filled."""

    role: str
    name: Text


class Card(Struct, frozen=True, gc=False, kw_only=True):
    """One role as it is shown."""

    role: str
    name: Text
    kind: str = "role"
    abbr: Text | None = None
    icon: Text | None = None
    image: Text | None = None
    alt: Text | None = None
    color: str = ""
    status: str = ""
    """Empty for an active role; a known word, or the free text of the data."""
    cover: Cover | None = None
    tagline: Prose | None = None
    open: Prose | None = None
    fields: tuple[Field, ...] = ()
    links: tuple[Link, ...] = ()
    edit: Edit | None = None


class Cards(Report, frozen=True, kw_only=True):
    """Cards in the order shown."""

    cards: tuple[Card, ...]


DEFAULT_FIELDS = ("tagline", "summary", "duties", "skills", "tools", "metrics", "holders", "open", "links")


class CardsQuery(Struct, frozen=True, kw_only=True):
    """Which roles, and what of each; every selection left empty selects all."""

    roles: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sort: str = ""
    """``name``, ``family`` or ``grade``; empty: the order of the data, or of ``roles``."""
    fields: tuple[str, ...] = DEFAULT_FIELDS
    own: tuple[tuple[str, str], ...] = ()
    """The team's own fields and their labels."""
    email: bool = False
    edit: bool = False

    def report(self, catalog: Catalog) -> Cards:
        """Draw up a card for each selected role."""
        unknown = tuple(n for n in (*self.roles, *self.without) if catalog.find_role(n) is None)
        cards = tuple(_card(role, catalog, self) for role in self._selected(catalog))
        return Cards(cards=cards, unknown=unknown)

    def _selected(self, catalog: Catalog) -> list[Role]:
        if self.roles:
            found = [role for name in self.roles if (role := catalog.find_role(name)) is not None]
            roles = list({role.id: role for role in found}.values())
        else:
            roles = list(catalog.roles.values())
        without = {role.id for name in self.without if (role := catalog.find_role(name)) is not None}
        roles = [role for role in roles if role.id not in without]
        for wanted, values in (
            (self.tags, lambda role: role.tags),
            (self.families, lambda role: (role.family or "",)),
            (self.kinds, lambda role: (role.kind,)),
            (self.statuses, lambda role: (role.status or "active",)),
        ):
            if wanted:
                names = {fold(name) for name in wanted}
                roles = [role for role in roles if names.intersection(map(fold, values(role)))]
        if self.sort:
            roles.sort(key=lambda role: (fold(getattr(role, self.sort) or "￿"), fold(role.name)))
        return roles


def _card(role: Role, catalog: Catalog, query: CardsQuery) -> Card:
    if not query.email:
        role = without_addresses(role, catalog.roles)
    shown = set(query.fields)
    fields = (_field(key, role, catalog, query) for key in query.fields)
    cover = catalog.roles.get(role.covered_by) if role.covered_by else None
    return Card(
        role=role.id,
        name=role.name,
        kind=role.kind,
        abbr=role.abbr if role.abbr != role.name else None,
        icon=role.icon,
        image=role.image,
        alt=role.alt,
        color=str(role.color or ""),
        status="" if role.status in (None, "active") else str(role.status),
        cover=Cover(cover.id, cover.name) if cover else None,
        tagline=role.tagline if "tagline" in shown else None,
        open=role.open if "open" in shown else None,
        fields=tuple(field for field in fields if field is not None),
        links=role.links if "links" in shown else (),
        edit=Edit(role.location.file, role.location.line) if query.edit else None,
    )


def _prosaic(key: str, role: Role) -> Field | None:
    text = getattr(role, key)
    return Prosaic(key, text) if text else None


def _bullets(key: str, role: Role) -> Field | None:
    items = getattr(role, key)
    return Bullets(key, items) if items else None


def _chips(key: str, role: Role) -> Field | None:
    value = getattr(role, key)
    words = value if isinstance(value, tuple) else (value,) if value else ()
    return Chips(key, tuple(Chip(word) for word in words)) if words else None


def _skills(key: str, role: Role, catalog: Catalog) -> Field | None:
    chips = tuple(
        Chip(catalog.skills[p.skill].name if p.skill in catalog.skills else Text(p.skill), p.step)
        for p in role.skills
    )
    return Chips(key, chips) if chips else None


def _people(key: str, role: Role, email: bool) -> Field | None:
    holders: tuple[Holder, ...] | None = getattr(role, key)
    if holders is None or (not holders and key != "holders"):
        return None
    # Nobody's e-mail leaves the data unasked: it is not even in the report.
    kept = holders if email else tuple(structs.replace(holder, email=None) for holder in holders)
    return People(key, kept)


def _ref(name: Text | str, catalog: Catalog) -> Ref:
    role = catalog.roles.get(name)
    return Ref(role.id, role.name) if role else Ref("", Text(name))


def _refs(key: str, role: Role, catalog: Catalog) -> Field | None:
    value = getattr(role, key)
    names: Iterable[str] = value if isinstance(value, tuple) else (value,) if value else ()
    refs = tuple((_ref(name, catalog), None) for name in names)
    return Refs(key, refs) if refs else None


def _interactions(key: str, role: Role, catalog: Catalog) -> Field | None:
    refs = tuple(
        (_ref(item.role, catalog) if item.role else Ref("", Text()), item.text) for item in role.interactions
    )
    return Refs(key, refs) if refs else None


def _levels(key: str, role: Role) -> Field | None:
    chips = tuple(Chip(level.name, level.track) for level in role.levels)
    return Chips(key, chips) if chips else None


_Drawer: TypeAlias = Callable[[str, Role, Catalog, CardsQuery], Field | None]

FIELDS: dict[str, _Drawer | None] = {
    # Those without a drawer have a place of their own on the card.
    "tagline": None,
    "open": None,
    "links": None,
    **dict.fromkeys(("summary", "description", "contact"), lambda k, r, c, q: _prosaic(k, r)),
    **dict.fromkeys(("duties", "requirements", "decisions", "metrics"), lambda k, r, c, q: _bullets(k, r)),
    **dict.fromkeys(
        ("tools", "tags", "family", "grade", "aliases", "maintainer"), lambda k, r, c, q: _chips(k, r)
    ),
    "skills": lambda k, r, c, q: _skills(k, r, c),
    **dict.fromkeys(("holders", "past_holders"), lambda k, r, c, q: _people(k, r, q.email)),
    **dict.fromkeys(("reports_to", "part_of", "next", "extends"), lambda k, r, c, q: _refs(k, r, c)),
    "interactions": lambda k, r, c, q: _interactions(k, r, c),
    "levels": lambda k, r, c, q: _levels(k, r),
}
"""Every field that a card can show, by the model's name."""


def _field(key: str, role: Role, catalog: Catalog, query: CardsQuery) -> Field | None:
    drawer = FIELDS.get(key)
    if drawer is not None:
        return drawer(key, role, catalog, query)
    labels = dict(query.own)
    value = role.own.get(key)
    if key in FIELDS or not value:
        return None
    label = labels.get(key, key)
    return Bullets(key, value, label) if isinstance(value, tuple) else Prosaic(key, value, label)
