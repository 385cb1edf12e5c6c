"""A Catalog as plain data, the mappings and lists of our files; and that as YAML.

Reading it gives the same Catalog. What is the default, or is taken over from the role that another
one extends, is left out.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable, Container, Iterable, Mapping
from functools import cache, lru_cache, partial
from io import StringIO
from itertools import groupby
from typing import Any

import yaml
from msgspec import NODEFAULT, Struct, field, structs

from sphinx_roles import model
from sphinx_roles.catalog.letters import BUILT_IN, LAST_DAY, LetterReader
from sphinx_roles.catalog.merge.roles import ITS_OWN
from sphinx_roles.model import Prose
from sphinx_roles.problems import Location

Record = dict[str, Any]
Path = tuple[str, ...]
"""The keys that lead to an entry."""
Writer = Callable[[Any], Any]
_Places = dict[Path, list[Location]]

_REMARKS = ("notes", "separate", "status", "maintainer", "reviewed", "review_by")
_MADE = frozenset({"id", "location", "own", "unsure", "name", "matrix", "section", "assign"})


class Plain(Struct):
    """The data, and where in the sources each role and row comes from: path → its places."""

    data: Record = field(default_factory=dict)
    locations: _Places = field(default_factory=dict)


def plain_catalog(catalog: model.Catalog) -> Plain:
    """Return all of a catalog as plain data."""
    found = Plain(head_data(catalog))
    found.locations = {("roles", key): [role.location] for key, role in catalog.roles.items()}
    rows = _responsibilities(catalog, found.locations)
    head = ("format", "roles", "matrices")
    first = {key: found.data.pop(key) for key in head if key in found.data}
    found.data = {**first, **({"responsibilities": rows} if rows else {}), **found.data}
    return found


def head_data(catalog: model.Catalog) -> Record:
    """Return what a catalog holds beside its rows."""
    parents = {key: catalog.roles.get(role.extends or "") for key, role in catalog.roles.items()}
    matrices = catalog.matrices.items()
    found = {
        "roles": {key: _role(catalog, role, parents[key]) for key, role in catalog.roles.items()},
        "matrices": {key: _named(key, one.name, _fields(one)) for key, one in matrices if key},
        "skills": {key: _skill(skill) for key, skill in catalog.skills.items() if skill.location is not None},
        "scales": {key: _bare(scale.steps) for key, scale in catalog.scales.items()},
        "schemes": dict(_schemes(catalog)),
        "rules": {str(key): _bare(value) for key, value in catalog.rules.items()},
        "accepted": [_fields(one) for one in catalog.accepted],
    }
    return {"format": 1, **{key: value for key, value in found.items() if value}}


# Rows


def _responsibilities(catalog: model.Catalog, locations: _Places) -> Record:
    """Return rows in sections where they are together, else one by one.

    Rows of one section that are apart are in it where they begin, and later by themselves.
    """
    entries: Record = {}
    begun: set[tuple[str, str]] = set()

    def add_section(section: model.Section, rows: Iterable[model.Responsibility]) -> None:
        key = _free(entries, section.id, section.matrix)
        inner: Record = {}
        for row in rows:
            name = _free(inner, row.id, "")
            inner[name] = _row(catalog, row, ("responsibilities", key, "rows", name), locations)
        data: Record = {"matrix": section.matrix} if section.matrix else {}
        if section.summary is not None:
            data["summary"] = section.summary
        entries[key] = {**_named(key, section.name, data, section.id), "rows": inner}

    for place, rows in groupby(catalog.rows, key=lambda row: (row.matrix, row.section)):
        if place in catalog.sections and place not in begun:
            begun.add(place)
            add_section(catalog.sections[place], rows)
            continue
        for row in rows:
            key = _free(entries, row.id, row.section or row.matrix)
            entries[key] = _row(catalog, row, ("responsibilities", key), locations, loose=True)
    for place, section in catalog.sections.items():
        if place not in begun:
            add_section(section, ())
    return entries


def _free(taken: Container[str], ident: str, other: str) -> str:
    """Return the key of an entry: its id; where that is taken, ``other`` sets it apart, or a number."""
    key, number = ident, 1
    while key in taken:
        key = f"{ident}-{other}" if other and number == 1 else f"{ident}-{number}"
        number += 1
    return key


def _row(
    catalog: model.Catalog,
    row: model.Responsibility,
    path: Path,
    locations: _Places,
    *,
    loose: bool = False,
) -> Record:
    locations[path] = [row.location, *(one.location for one in row.assign)]
    data = _fields(row)
    # What a row is comes first, then who takes part, then remarks.
    after: Record = {name: data.pop(name) for name in _REMARKS if name in data}
    where = {"section": row.section, "matrix": row.matrix} if loose else {}
    data = {**{name: value for name, value in where.items() if value}, **data}
    scheme = catalog.scheme_of(row)
    letters, reader = _assignments(row, scheme), _reader(scheme)
    # Without `assign`, fields that look like letters would be those of roles.
    own = (text for one in row.own.values() for text in ([one] if isinstance(one, str) else one))
    if letters or any(reader.read(text).parts for text in own):
        data["assign"] = letters
    return {**_named(path[-1], row.name, data, row.id), **after, **_bare(row.own)}


def _assignments(row: model.Responsibility, scheme: model.Scheme) -> Record:
    """Return role → letters of a row, in its own order, as people write them."""
    held: dict[str, list[model.Assignment]] = {}
    for one in row.assign:
        held.setdefault(one.role, []).append(one)
    reader = _reader(scheme)
    # A condition that ends like a last day would be read as one.
    days = {role for role, found in held.items() if any(LAST_DAY.fullmatch(one.when) for one in found)}
    cells = {role: None if role in days else in_a_cell(found, reader) for role, found in held.items()}
    return {role: _mappings(held[role], reader) if cell is None else cell for role, cell in cells.items()}


@lru_cache(maxsize=32)
def _reader(scheme: model.Scheme) -> LetterReader:
    return LetterReader(scheme)


def in_a_cell(found: list[model.Assignment], reader: LetterReader) -> str | None:
    """Return letters and conditions as one text: ``A/R``, ``A (production)``.

    None where such a text would say something else.
    """
    if any(one.until or one.note for one in found):
        return None
    if len(found) == 1 and found[0].unread and not found[0].when:
        return found[0].unread
    return _cell_text(tuple((one.letters, one.when) for one in found), reader)


@lru_cache(maxsize=4096)
def _cell_text(parts: tuple[tuple[tuple[str, ...], str], ...], reader: LetterReader) -> str | None:
    held = (("/".join(reader.scheme.deciding_first(letters)), when) for letters, when in parts)
    text = ", ".join(f"{letters} ({when})" if when else letters for letters, when in held)
    read = reader.read(text)
    same = tuple(read.parts) == parts
    return text if same and not (read.unknown or read.look_alikes) else None


def _mappings(found: list[model.Assignment], reader: LetterReader) -> Any:
    made = []
    for one in found:
        text = "/".join(reader.scheme.deciding_first(one.letters))
        plain = one.unread or (text if reader.read(text).parts == ((one.letters, ""),) else list(one.letters))
        more = {"when": one.when, "until": one.until, "note": one.note}
        made.append({"letters": plain, **{name: value for name, value in more.items() if value}})
    return made[0] if len(made) == 1 else made


# Roles


def _role(catalog: model.Catalog, role: model.Role, parent: model.Role | None) -> Record:
    skills = partial(_asked_skills, catalog)
    holders = {"holders": lambda some: [_holder(one, skills) for one in some]}
    holders["past_holders"] = holders["holders"]
    data = _fields(role, {"skills": skills, "levels": lambda levels: _levels(levels, skills), **holders})
    own: Mapping[str, Any] = role.own
    if parent is not None:
        own = {key: value for key, value in own.items() if parent.own.get(key) != value}
        _leave_out_inherited(data, role, parent)
    # Which role it builds on says more than any field that follows.
    first = {"extends": data.pop("extends")} if "extends" in data else {}
    return {**_named(role.id, role.name, {**first, **data}), **_bare(own)}


_SIGN = re.compile(r"\\*[+-]")
_NOT_INHERITED = frozenset({"id", "name", "location", "own", *ITS_OWN})


def _leave_out_inherited(data: Record, role: model.Role, parent: model.Role) -> None:
    """Take what the parent says too out of the plain data of a role, and say what the role has none of."""
    for one in _field_infos(model.Role):
        mine, theirs = getattr(role, one.name), getattr(parent, one.name)
        if one.name in _NOT_INHERITED:
            continue
        if mine == theirs:
            data.pop(one.name, None)
        elif one.name not in data:
            data[one.name] = [] if isinstance(one.default, tuple) else one.default
        elif one.name != "levels":
            data[one.name] = _as_meant(data[one.name], one.name)
        elif any(map(_SIGN.match, data["levels"])):
            # The id of a level takes no backslash: one with a sign is an edit of the parent's levels.
            gone: Record = {f"-{one.id}": {} for one in parent.levels if one.id not in data["levels"]}
            kept = {f"+{key}": {"name": key, **level} for key, level in data["levels"].items()}
            data["levels"] = {**gone, **kept}


def _as_meant(value: Any, name: str) -> Any:
    """Put a backslash before a sign that would be taken for an edit of the parent's list."""
    if isinstance(value, dict) and name == "interactions":
        return {role: _escaped(text) for role, text in value.items()}
    if isinstance(value, dict):
        return {_escaped(key): one for key, one in value.items()}
    return [_item(one, name) for one in value] if isinstance(value, list) else value


def _item(item: Any, name: str) -> Any:
    if isinstance(item, str):
        # An address alone is its text too, and only the text takes a backslash.
        as_link = name == "links" and _SIGN.match(item)
        return {"text": _escaped(item), "url": item} if as_link else _escaped(item)
    if name == "skills":
        return {_escaped(key): one for key, one in item.items()}
    return {key: _escaped(one) if key == "text" else one for key, one in item.items()}


def _escaped(text: str) -> str:
    return (Prose if isinstance(text, Prose) else str)(f"\\{text}") if _SIGN.match(text) else text


def _asked_skills(catalog: model.Catalog, given: tuple[model.Proficiency, ...]) -> Any:
    """Return what a role can do. A skill that nothing defines is named, so that its name comes back."""
    known = ((one, catalog.skills.get(one.skill)) for one in given)
    pairs = [
        (str(skill.name if skill and not skill.location else one.skill), _asked(one)) for one, skill in known
    ]
    if not any(asked for _, asked in pairs):
        return [name for name, _ in pairs]
    if all(asked for _, asked in pairs) and len(dict(pairs)) == len(pairs):
        return dict(pairs)
    return [{name: asked} if asked else name for name, asked in pairs]


def _asked(one: model.Proficiency) -> Any:
    step, criteria = str(one.step or ""), [*one.criteria]
    if step and criteria:
        return {"step": step, "criteria": criteria}
    # A list of one may be taken for a step.
    return {"criteria": criteria} if len(criteria) == 1 else criteria or step


def _levels(levels: tuple[model.Level, ...], skills: Writer) -> Record:
    known = {one.id: one for one in levels}
    own = (_own_part(one, known[one.extends]) if one.extends in known else one for one in levels)
    return {one.id: _named(one.id, one.name, _fields(one, {"skills": skills})) for one in own}


def _own_part(level: model.Level, parent: model.Level) -> model.Level:
    """Return a level with what it says itself: what it adds to its parent, and with a minus what it cuts."""
    kept, had = {one.skill for one in level.skills}, parent.skills
    cut = [model.Proficiency(f"-{one.skill}") for one in had if one.skill not in kept]
    skills = (*(one for one in level.skills if one not in had), *cut)
    # One of the same words takes its parent's place.
    words = set(map(model.fold, level.duties))
    gone = (Prose(f"-{one}") for one in parent.duties if model.fold(one) not in words)
    # A sign of the text itself is kept apart from that of an edit.
    own = (
        Prose(f"+{one}" if one[:1] in ("+", "-") else one) for one in level.duties if one not in parent.duties
    )
    return structs.replace(level, skills=skills, duties=(*own, *gone))


def _holder(holder: model.Holder, skills: Writer) -> Any:
    written = _bare(structs.replace(holder, skills=()))
    if not holder.skills:
        return written
    return {**(written if isinstance(written, dict) else {"name": written}), "skills": skills(holder.skills)}


# Skills and schemes


def _skill(skill: model.Skill) -> Record:
    def levels(given: tuple[model.SkillLevel, ...]) -> Record:
        return {str(one.step): _bare(one.criteria) for one in given}

    return _named(skill.id, skill.name, _fields(skill, {"levels": levels}))


def _schemes(catalog: model.Catalog) -> Iterable[tuple[str, Record]]:
    """Yield what the data changes in the built-in schemes, and its own."""
    for key, scheme in catalog.schemes.items():
        base = BUILT_IN.get(key)
        if scheme == base:
            continue
        data = {} if base and base.name == scheme.name else _named(key, scheme.name, {})
        known = {one.letter: one for one in base.participations} if base else {}
        letters = {one.letter: _letter(one, known.get(one.letter)) for one in scheme.participations}
        data["letters"] = {letter: more for letter, more in letters.items() if more or letter not in known}
        more = scheme.together[len(base.together) if base else 0 :]
        data["together"] = ["/".join(pair) if "/" not in "".join(pair) else list(pair) for pair in more]
        yield key, {name: value for name, value in data.items() if value}


def _letter(one: model.Participation, base: model.Participation | None) -> Record:
    if base is None:
        return _named(one.letter, one.name, {k: v for k, v in _fields(one).items() if k != "letter"})
    return {
        key: _bare(getattr(one, key))
        for key in one.__struct_fields__
        if getattr(one, key) != getattr(base, key) and getattr(one, key) is not None
    }


# Fields of any record


def _named(key: str, name: str, data: Record, ident: str | None = None) -> Record:
    """Put the id, where the key is another one, and the name, where it is not the key, first."""
    first: Record = {} if ident in (None, key) else {"id": ident}
    return {**first, **({} if name in ("", key) else {"name": str(name)}), **data}


def _fields(record: Struct, special: Mapping[str, Writer] | None = None) -> Record:
    """Return the fields of a record that are not the default, as a user writes them."""
    writers = {**_WRITERS, **(special or {})}
    return {
        "as" if one.name == "capacity" else one.name: writers.get(one.name, _bare)(value)
        for one in _field_infos(type(record))
        if one.name not in _MADE and (value := getattr(record, one.name)) != _default(one)
    }


@cache
def _field_infos(record: type[Struct]) -> tuple[structs.FieldInfo, ...]:
    # A catalog has thousands of records, and a dozen kinds.
    return structs.fields(record)


def _default(one: structs.FieldInfo) -> Any:
    factory = one.default_factory
    return factory() if one.default is NODEFAULT and callable(factory) else one.default


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
        case model.Link():
            return str(value.url) if value.text == value.url else _fields(value)
        case model.Holder():
            more = _fields(value)
            return {"name": str(value.name), **more} if more else str(value.name)
        case Struct():
            return _fields(value)
    return value


def _interactions(given: tuple[model.Interaction, ...]) -> Any:
    roles = [one.role for one in given]
    keyed = all(one.role and one.text for one in given) and len(set(roles)) == len(roles)
    bare = [not (one.mode or one.until) for one in given]
    if keyed and all(bare) and not {"role", "text"} & set(roles):
        return {str(one.role): one.text for one in given}
    return [
        one.text if one.role is None and plain else _fields(one)
        for one, plain in zip(given, bare, strict=True)
    ]


_WRITERS: Mapping[str, Writer] = {
    "interactions": _interactions,
    "open": lambda text: text or True,
}


# As YAML that a person likes to edit: order is kept; what is short is on one line, what is not has lines of
# its own, and comments are above the entry that they are about

Comments = Mapping[Path, Iterable[str]]

_WIDTH = 100
# Entries with more fields than this are easier to edit line by line.
_SHORT = 2
_RECORDS = frozenset(
    {"roles", "responsibilities", "rows", "matrices", "skills", "schemes", "levels", "letters"}
)


def yaml_text(data: Mapping[str, Any], comments: Comments | None = None, head: Iterable[str] = ()) -> str:
    """Return a document. ``comments`` are by the path of an entry, those of ``head`` at the very top."""
    lines = [line for sentence in head for line in _comment(sentence, _WIDTH)]
    return "\n".join([*lines, *_entries(data, (), comments or {}, _WIDTH)]) + "\n"


def _comment(sentence: str, room: int) -> list[str]:
    return textwrap.wrap(
        " ".join(sentence.split()),
        room + 8,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _entries(data: Mapping[str, Any], path: Path, comments: Comments, room: int) -> list[str]:
    """Return the lines of a mapping; ``room`` is how long they may be."""
    lines: list[str] = []
    long_before = False
    for number, (key, value) in enumerate(data.items()):
        inner, name = (*path, key), _scalar(key, False)
        entry = [line for sentence in comments.get(inner, ()) for line in _comment(sentence, room)]
        first, *rest = _lines(value, inner, comments, room, len(name) + 2)
        entry += [f"{name}: {first}" if first else f"{name}:", *_indented(rest)]
        long = len(entry) > 1
        # A rule between entries: always at the top, else where one of the two is long.
        if number and (not path or (path[-1] in _RECORDS and (long or long_before))):
            lines.append("")
        lines += entry
        long_before = long
    return lines


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else line for line in lines]


def _lines(value: Any, path: Path, comments: Comments, room: int, taken: int) -> list[str]:
    """Return the lines of a value, the first of which comes behind its key, where ``taken`` is used up."""
    if value.__class__ is str:
        return [_scalar(value, False)]
    if isinstance(value, Prose) and (lines := _block(value, room)):
        return lines
    line = None if _must_be_long(value, path, room) else _flow(value)
    if line is not None and (taken + len(line) <= room or not _is_group(value)):
        return [line]
    if isinstance(value, Mapping):
        return ["", *_entries(value, path, comments, room - 2)]
    lines = [""]
    for one in value:
        first, *rest = _lines(one, (*path, ""), comments, room - 2, 2)
        # A mapping begins behind the dash.
        lines += [f"- {first or rest.pop(0)}", *_indented(rest)]
    return lines


def _is_group(value: Any) -> bool:
    return isinstance(value, (Mapping, list)) and bool(value)


def _must_be_long(value: Any, path: Path, room: int) -> bool:
    """Return whether a value has lines of its own: for what it is, or as so many cannot be on one line."""
    if not _is_group(value):
        return False
    if len(path) == 1 or path[-1] == "rows" or len(value) * len("a, ") > room:
        return True
    if isinstance(value, Mapping) and path[-2] in _RECORDS:
        return len(value) > _SHORT or "rows" in value
    # Prose is for editing: a sentence to a line.
    return isinstance(value, list) and any(isinstance(one, Prose) for one in value)


def _block(text: Prose, room: int) -> list[str]:
    """Return prose as lines below its key; none where one line does, or where that would change it."""
    lines = text.split("\n")
    seen = all(one.isprintable() and one == one.rstrip() for one in lines)
    if not (seen and lines[-1]) or text[:1].isspace():
        return []
    if len(lines) == 1:
        if len(text) <= _WIDTH or "  " in text:
            return []
        folded = textwrap.wrap(text, room - 2, break_long_words=False, break_on_hyphens=False)
        return [">", *folded]
    return ["|", *lines]


def _flow(value: Any, inside: bool = False) -> str | None:
    """Return a value on one line; None where some of it needs several."""
    if value.__class__ is str:
        return _scalar(value, inside)
    if isinstance(value, Prose) and "\n" in value and _block(value, 0):
        return None
    if isinstance(value, Mapping):
        pairs = [(_scalar(key, True), _flow(one, True)) for key, one in value.items()]
        lines = [None if line is None else f"{key}: {line}" for key, line in pairs]
    elif isinstance(value, list):
        lines = [_flow(one, True) for one in value]
    else:
        return _scalar(str(value) if isinstance(value, Prose) else value, inside)
    if None in lines:
        return None
    brackets = "{%s}" if isinstance(value, Mapping) else "[%s]"
    return brackets % ", ".join(map(str, lines))


# Of thousands of entries, many have the same roles and letters.
@lru_cache(maxsize=8192, typed=True)
def _scalar(value: Any, flow: bool) -> str:
    """Return a text, number, date or truth value as PyYAML writes it; ``flow`` is inside brackets."""
    node: Any = _Dumper(StringIO()).represent_data(value)
    if isinstance(value, str) and not value.isprintable():
        # What is not seen, such as a line end of Unicode, is safe in double quotes only.
        node.style = '"'
    if flow:
        node = yaml.SequenceNode("tag:yaml.org,2002:seq", [node], flow_style=True)
    text = str(yaml.serialize(node, Dumper=_Dumper, width=sys.maxsize, allow_unicode=True))
    text = text.removesuffix("...\n").removesuffix("\n")
    return text[1:-1] if flow else text


class _Dumper(yaml.SafeDumper):
    """PyYAML's, with what YAML 1.2, or a stricter YAML 1.1, takes for something else than a text."""


_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"(?:[-+]?(?:0o[0-7]+|\.?\d+(?:\.\d*)?[eE][-+]?\d+)|[yYnN])\Z"), None
)
