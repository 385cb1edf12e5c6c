"""What differs between a catalog and what was read back from a text of it, as sentences.

Two catalogs are the same when all their records are, in order, whatever their places are, and
whatever files and problems they came with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, structs

from sphinx_roles.exchange.plain import record_fields
from sphinx_roles.model import Catalog, Responsibility, fold

_PLACES = frozenset({"location", "at", "file", "partial"})
_OF_READING = frozenset({"files", "problems", "today"})
_LISTED = 5
_PLURALS = {"responsibility": "responsibilities", "matrix": "matrices"}

Fact = tuple[str, str]
"""A kind of record, and a field of it: ("role", "summary"). Without a field, it is there at all."""


def without_locations(value: Any) -> Any:
    """Return a value without places, as something that can be compared. A catalog keeps its order."""
    if isinstance(value, Catalog):
        names = (one.name for one in structs.fields(Catalog) if one.name not in _OF_READING)
        bare = {name: without_locations(getattr(value, name)) for name in names}
        # A section stands where its first row does, whatever was said of it before.
        bare["sections"].sort(key=repr)
        return bare
    if isinstance(value, Struct):
        names = (name for name in value.__struct_fields__ if name not in _PLACES)
        bare = {name: without_locations(getattr(value, name)) for name in names}
        if isinstance(value, Responsibility):
            # What a role holds stands together, though two of its names may have led to it.
            order = list(dict.fromkeys(one.role for one in value.assign))
            bare["assign"].sort(key=lambda one: order.index(one["role"]))
        return bare
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return [(without_locations(key), without_locations(one)) for key, one in value.items()]
    return [without_locations(one) for one in value] if isinstance(value, (tuple, list)) else value


class _Renamed(Struct):
    """The ids that a format could not keep, and what became of them."""

    roles: dict[str, str]
    matrices: dict[str, str]
    sections: dict[tuple[str, str], tuple[str, str]]


def differences(before: Catalog, after: Catalog) -> list[str]:
    """Say what of ``before`` is missing or another in ``after``: "`summary` of 2 roles (sre, devops)".

    A record whose id alone has changed is found by its name. The matrix without a name is the one
    that has its rows. In which order the letters of a row stand is no matter: columns have an order.
    """
    renamed = _renamed(before, after)
    old, new = _facts(before, renamed), _facts(after, _Renamed({}, {}, {}))
    sentences = _renames(renamed)
    for fact, values in old.items():
        if fact[1] == "order":
            if _disordered(values[""], new[fact][""]):
                sentences.append(_sentence(*fact, []))
            continue
        gone = [name for name, value in values.items() if new.get(fact, {}).get(name, _NOTHING) != value]
        kind, name = fact
        if name:
            # What is said of a record that is not there at all follows from that.
            missing = old.get((kind, ""), {}).keys() - new.get((kind, ""), {}).keys()
            gone = [subject for subject in gone if subject.split("\n")[0] not in missing]
        if gone:
            sentences.append(_sentence(kind, name, gone))
    more = [(kind, name) for kind, name in new if not name]
    for fact in more:
        extra = new[fact].keys() - old.get(fact, {}).keys()
        if extra and fact[0] != "matrix":
            sentences.append(f"{_count(fact[0], sorted(extra))} turn up that are not there")
    return sentences


_NOTHING = object()


def _disordered(old: list[str], new: list[str]) -> bool:
    """Tell whether what both have stands in another order."""
    both = set(old) & set(new)
    return [one for one in old if one in both] != [one for one in new if one in both]


def _sentence(kind: str, name: str, subjects: list[str]) -> str:
    shown = [subject.replace("\n", ": ") for subject in subjects]
    if not name:
        return _count(kind, shown)
    if name == "order":
        return f"the order of {_PLURALS.get(kind, kind + 's')}"
    field = f"`{name}`" if name.replace("_", "").isalpha() else name
    return f"{field} of {_count(kind, shown)}"


def _count(kind: str, names: list[str]) -> str:
    noun = kind if len(names) == 1 else _PLURALS.get(kind, f"{kind}s")
    listed = ", ".join(names[:_LISTED]) + (", …" if len(names) > _LISTED else "")
    return f"{len(names)} {noun} ({listed})"


def _renames(renamed: _Renamed) -> list[str]:
    message = []
    pairs = [f"{old} is {new}" for old, new in renamed.roles.items()]
    if pairs:
        message.append(f"the id of {_count('role', pairs)}")
    pairs = [f"{old[1]} is {new[1]}" for old, new in renamed.sections.items() if old[1] != new[1]]
    if pairs:
        message.append(f"the id of {_count('section', pairs)}")
    pairs = [f"{old} is {new}" for old, new in renamed.matrices.items() if old]
    if pairs:
        message.append(f"the id of {_count('matrix', pairs)}")
    return message


def _renamed(before: Catalog, after: Catalog) -> _Renamed:
    free = {fold(one.name): key for key, one in after.roles.items() if key not in before.roles}
    roles = {
        key: free[fold(one.name)]
        for key, one in before.roles.items()
        if key not in after.roles and fold(one.name) in free
    }
    matrices = _renamed_matrices(before, after)
    names = {(key[0], fold(one.name)): key for key, one in after.sections.items()}
    sections = {}
    for key, one in before.sections.items():
        matrix = matrices.get(key[0], key[0])
        if (matrix, key[1]) not in after.sections and (found := names.get((matrix, fold(one.name)))):
            sections[key] = found
    return _Renamed(roles, matrices, sections)


def _renamed_matrices(before: Catalog, after: Catalog) -> dict[str, str]:
    used = dict.fromkeys(row.matrix for row in before.rows)
    free = [key for key in dict.fromkeys(row.matrix for row in after.rows) if key not in before.matrices]
    by_name = {fold(after.matrices[key].name): key for key in free}
    found = {
        key: by_name.pop(fold(before.matrices[key].name))
        for key in used
        if key not in after.matrices and fold(before.matrices[key].name) in by_name
    }
    if "" in used and not any(row.matrix == "" for row in after.rows) and by_name:
        found[""] = next(iter(by_name.values()))
    return found


def _facts(catalog: Catalog, renamed: _Renamed) -> dict[Fact, dict[str, Any]]:
    found: dict[Fact, dict[str, Any]] = {}
    for kind, subject, name, value in _all(catalog, renamed):
        found.setdefault((kind, name), {})[subject] = value
    return found


def _all(catalog: Catalog, renamed: _Renamed) -> Iterator[tuple[str, str, str, Any]]:
    """Yield (kind, subject, field, value) for all that a catalog says."""
    roles = {key: renamed.roles.get(key, key) for key in catalog.roles}
    for key, role in catalog.roles.items():
        yield from _record("role", roles[key], role)
    yield "role", "", "order", list(roles.values())
    rows = []
    for row in catalog.rows:
        matrix = renamed.matrices.get(row.matrix, row.matrix)
        _, section = renamed.sections.get((row.matrix, row.section), (matrix, row.section))
        subject = "/".join(part for part in (matrix, section, row.id) if part)
        rows.append(subject)
        yield from _record("responsibility", subject, row, {"assign", "matrix", "section"})
        for one in row.assign:
            location = f"{subject}\n{roles.get(one.role, one.role)}" + (f" ({one.when})" if one.when else "")
            yield "responsibility", location, "letters", (one.letters, one.unread)
            for name in ("until", "note"):
                if value := getattr(one, name):
                    yield "responsibility", location, f"{name} of letters", without_locations(value)
    yield "responsibility", "", "order", rows
    yield from _others(catalog, renamed)


def _others(catalog: Catalog, renamed: _Renamed) -> Iterator[tuple[str, str, str, Any]]:
    for location, section in catalog.sections.items():
        matrix, key = renamed.sections.get(
            location, (renamed.matrices.get(location[0], location[0]), location[1])
        )
        yield from _record("section", f"{matrix}/{key}" if matrix else key, section, {"matrix"})
    for key, entry in catalog.matrices.items():
        # What has no name or order of its own gets one from the file.
        given = {name for name in ("name", "roles") if not getattr(entry, name)}
        order = tuple(renamed.roles.get(role, role) for role in entry.roles)
        new = structs.replace(entry, roles=order)
        if key or key in renamed.matrices:
            yield from _record("matrix", renamed.matrices.get(key, key), new, given)
        else:
            yield "matrix", "(no name)", "scheme", entry.scheme
    named: tuple[tuple[str, Mapping[str, Any]], ...] = (
        ("skill", catalog.skills),
        ("scale", catalog.scales),
        ("scheme", catalog.schemes),
    )
    for kind, records in named:
        for key, one in records.items():
            yield from _record(kind, key, one)
    for key, value in catalog.rules.items():
        yield "rule", str(key), "", without_locations(value)
    for number, accepted in enumerate(catalog.accepted, 1):
        subject = f"{number}. {accepted.rule} on {accepted.on}"
        yield "accepted finding", subject, "", without_locations(accepted)


def _record(
    kind: str, subject: str, record: Struct, without: set[str] | None = None
) -> Iterator[tuple[str, str, str, Any]]:
    yield kind, subject, "", True
    for one in record_fields(type(record)):
        value = getattr(record, one.name)
        if one.name in _PLACES or one.name == "id" or one.name in (without or ()):
            continue
        if one.name == "own":
            yield from (
                (kind, subject, f"own field {key!r}", without_locations(inner))
                for key, inner in value.items()
            )
        elif value != one.default:
            yield kind, subject, one.name, without_locations(value)
