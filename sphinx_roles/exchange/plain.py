"""A Catalog as plain data: the mappings and lists that a file in our format holds.

Reading it gives the same Catalog. What is the default, or is taken over from the role that another
one extends, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from msgspec import NODEFAULT, Struct, field, structs

from sphinx_roles.catalog.schemes import BUILT_IN
from sphinx_roles.exchange.heirs import leave_out_inherited
from sphinx_roles.exchange.letters import assignments
from sphinx_roles.exchange.rows import Layout, laid_out
from sphinx_roles.model import (
    Catalog,
    Holder,
    Interaction,
    Level,
    Link,
    Participation,
    Proficiency,
    Prose,
    Responsibility,
    Role,
    Scheme,
    Skill,
    SkillLevel,
)
from sphinx_roles.problems import Location

Path = tuple[str, ...]
"""The keys that lead to an entry."""
Record = dict[str, Any]

_REMARKS = ("notes", "separate", "status", "review_by")
_MADE = frozenset({"id", "location", "own", "partial", "name", "matrix", "section", "assign"})


class Plain(Struct):
    """The data, and where in the sources each role and row comes from: path → its places."""

    data: Record = field(default_factory=dict)
    locations: dict[Path, list[Location]] = field(default_factory=dict)


def plain_catalog(catalog: Catalog) -> Plain:
    """Return all of a catalog as plain data."""
    found = Plain({"format": 1})
    _roles(catalog, found)
    others = _others(catalog)
    if "matrices" in others:
        found.data["matrices"] = others.pop("matrices")
    _responsibilities(catalog, found)
    found.data.update(others)
    return found


def head_data(catalog: Catalog) -> Record:
    """Return what a catalog holds beside its rows."""
    found = Plain({"format": 1})
    _roles(catalog, found)
    return {**found.data, **_others(catalog)}


def _others(catalog: Catalog) -> Record:
    found = {
        "matrices": {
            key: _named(key, matrix.name, fields_of(matrix))
            for key, matrix in catalog.matrices.items()
            if key
        },
        "skills": {key: _skill(skill) for key, skill in catalog.skills.items() if _is_defined(skill)},
        "scales": {key: _words(scale.steps) for key, scale in catalog.scales.items()},
        "schemes": dict(_schemes(catalog)),
        "rules": {str(key): _bare(value) for key, value in catalog.rules.items()},
        "accepted": [fields_of(one) for one in catalog.accepted],
    }
    return {key: value for key, value in found.items() if value}


def _roles(catalog: Catalog, found: Plain) -> None:
    if catalog.roles:
        found.data["roles"] = {
            key: _role(catalog, role, catalog.roles.get(role.extends or ""))
            for key, role in catalog.roles.items()
        }
    for key, role in catalog.roles.items():
        found.locations["roles", key] = [role.location]


def _role(catalog: Catalog, role: Role, parent: Role | None) -> Record:
    skills = _Skills(catalog)
    data = fields_of(role, {"skills": skills, "levels": lambda levels: _levels(levels, skills)})
    own: Mapping[str, Any] = role.own
    if parent is not None:
        own = {key: value for key, value in own.items() if parent.own.get(key) != value}
        leave_out_inherited(data, role, parent)
    # Which role it builds on says more than any field that follows.
    first = {"extends": data.pop("extends")} if "extends" in data else {}
    return {**_named(role.id, role.name, {**first, **data}), **_own(own)}


def _responsibilities(catalog: Catalog, found: Plain) -> None:
    layout = laid_out(catalog)
    if layout.entries:
        found.data["responsibilities"] = {
            key: _entry(catalog, entry, ("responsibilities", key), found)
            for key, entry in layout.entries.items()
        }


def _entry(catalog: Catalog, entry: Layout | Responsibility, path: Path, found: Plain) -> Record:
    if isinstance(entry, Responsibility):
        loose = {"section": entry.section, "matrix": entry.matrix}
        before = {name: value for name, value in loose.items() if value}
        return _row(catalog, entry, path, found, before)
    section = entry.section
    assert section is not None  # Only the outermost layout is no section.
    data = _named(path[-1], section.name, {}, section.id)
    if section.matrix:
        data["matrix"] = section.matrix
    if section.summary is not None:
        data["summary"] = section.summary
    data["rows"] = {
        key: _row(catalog, row, (*path, "rows", key), found, {})
        for key, row in entry.entries.items()
        if isinstance(row, Responsibility)
    }
    return data


def _row(catalog: Catalog, row: Responsibility, path: Path, found: Plain, before: Record) -> Record:
    found.locations[path] = [row.location, *(one.location for one in row.assign)]
    data = fields_of(row)
    letters = assignments(row, catalog.scheme_of(row))
    # What a row is comes first, then who takes part, then remarks.
    after: Record = {name: data.pop(name) for name in _REMARKS if name in data}
    assign = {"assign": letters} if letters else {}
    return {**_named(path[-1], row.name, {**before, **data}, row.id), **assign, **after, **_own(row.own)}


def _named(key: str, name: str, data: Record, ident: str | None = None) -> Record:
    """Put the id, where the key is another one, and the name, where it is not the key, first."""
    first: Record = {} if ident in (None, key) else {"id": ident}
    return {**first, **({} if name in ("", key) else {"name": str(name)}), **data}


def _own(own: Mapping[str, Any]) -> Record:
    return {str(key): _bare(value) for key, value in own.items()}


def fields_of(record: Struct, special: Mapping[str, Callable[[Any], Any]] | None = None) -> Record:
    """Return the fields of a record that are not the default, as a user writes them."""
    found: Record = {}
    for one in record_fields(type(record)):
        value = getattr(record, one.name)
        if one.name in _MADE or _is_default(one, value):
            continue
        writer = (special or {}).get(one.name) or _WRITERS.get(one.name, _bare)
        found["as" if one.name == "capacity" else one.name] = writer(value)
    return found


@cache
def record_fields(record: type[Struct]) -> tuple[structs.FieldInfo, ...]:
    """Return the fields of a kind of record; a catalog has thousands of records, and a dozen kinds."""
    return structs.fields(record)


def _is_default(one: structs.FieldInfo, value: Any) -> bool:
    default = one.default
    if default is NODEFAULT:
        factory = one.default_factory
        return callable(factory) and bool(value == factory())
    return bool(value == default)


def _bare(value: Any) -> Any:
    """Take the places away; prose stays marked as such, as it may be written over several lines."""
    match value:
        case Prose():
            return value
        case str():
            return str(value)
        case tuple() | list():
            return [_bare(one) for one in value]
        case dict():
            return {str(key): _bare(one) for key, one in value.items()}
        case Link():
            return str(value.url) if value.text == value.url else _pair("text", value.text, "url", value.url)
        case Holder():
            more = fields_of(value)
            return {"name": str(value.name), **more} if more else str(value.name)
        case Struct():
            return fields_of(value)
    return value


def _pair(one: str, first: str, other: str, second: str) -> Record:
    return {one: str(first), other: str(second)}


def _words(texts: Iterable[str]) -> list[str]:
    return [str(text) for text in texts]


def _interactions(given: tuple[Interaction, ...]) -> Any:
    roles = [one.role for one in given]
    keyed = all(one.role and one.text for one in given) and len(set(roles)) == len(roles)
    if keyed and not {"role", "text"} & set(roles):
        return {str(one.role): one.text for one in given}
    return [one.text if one.role is None else fields_of(one) for one in given]


def _open(text: str) -> Any:
    return text or True


_WRITERS: Mapping[str, Callable[[Any], Any]] = {"interactions": _interactions, "open": _open}


class _Skills:
    """Writes what a role can do. A skill that nothing defines is named, so that its name comes back."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __call__(self, given: tuple[Proficiency, ...]) -> Any:
        pairs = [(self._name(one.skill), one.step) for one in given]
        if not any(step for _, step in pairs):
            return [name for name, _ in pairs]
        if all(step for _, step in pairs) and len({name for name, _ in pairs}) == len(pairs):
            return {name: str(step) for name, step in pairs}
        return [{name: str(step)} if step else name for name, step in pairs]

    def _name(self, skill: str) -> str:
        found = self.catalog.skills.get(skill)
        return str(skill) if found is None or _is_defined(found) else str(found.name)


def _levels(levels: tuple[Level, ...], skills: _Skills) -> Record:
    return {one.id: _named(one.id, one.name, fields_of(one, {"skills": skills})) for one in levels}


def _is_defined(skill: Skill) -> bool:
    return skill.location is not None


def _skill(skill: Skill) -> Record:
    def levels(given: tuple[SkillLevel, ...]) -> Record:
        return {str(one.step): _bare(one.criteria) for one in given}

    return _named(skill.id, skill.name, fields_of(skill, {"levels": levels}))


def _schemes(catalog: Catalog) -> Iterable[tuple[str, Record]]:
    """Yield what the data changes in the built-in schemes, and its own."""
    for key, scheme in catalog.schemes.items():
        base = BUILT_IN.get(key)
        if scheme == base:
            continue
        data = {} if base and base.name == scheme.name else _named(key, scheme.name, {})
        known = {one.letter: one for one in base.participations} if base else {}
        letters = {one.letter: _letter(one, known.get(one.letter)) for one in scheme.participations}
        data["letters"] = {letter: more for letter, more in letters.items() if more or letter not in known}
        data["together"] = _pairs(scheme, base)
        yield key, {name: value for name, value in data.items() if value}


def _letter(one: Participation, base: Participation | None) -> Record:
    if base is None:
        return _named(one.letter, one.name, {k: v for k, v in fields_of(one).items() if k != "letter"})
    return {
        key: _bare(getattr(one, key))
        for key in one.__struct_fields__
        if getattr(one, key) != getattr(base, key) and getattr(one, key) is not None
    }


def _pairs(scheme: Scheme, base: Scheme | None) -> list[Any]:
    more = scheme.together[len(base.together) if base else 0 :]
    return ["/".join(pair) if "/" not in "".join(pair) else list(pair) for pair in more]
