"""A catalog with what follows from it, as plain data: the export that other programs read.

The records below are its format, of which `facts_schema` makes the JSON Schema. Those of the model are
taken over field by field, so that a new field is exported without a word here. Left out are e-mail
addresses, the reasons of accepted findings, fields that conf.py does not declare, and locations: which
line something is on is no fact of the organisation. What is not given is not there; what is computed
always is.
"""

from __future__ import annotations

import json
import types
import typing
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations
from typing import Annotated, Any, Literal, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType, defstruct, structs, to_builtins

from sphinx_roles import model
from sphinx_roles.addresses import hide_addresses, is_address, without_addresses
from sphinx_roles.analysis.audit import finding
from sphinx_roles.analysis.audit.engine import audit, findings_of
from sphinx_roles.analysis.audit.finding import Severity

Facts: TypeAlias = dict[str, Any]

# The records of the format; what each field means is in descriptions.yaml

Count = Annotated[int, Meta(ge=0)]
Ids = list[str]


class LetterCount(Struct):
    """In how many rows a role has a letter, for each letter that is held."""

    scheme: str
    letter: str
    name: str
    count: Count


class RoleCounts(Struct):
    """In how many rows a role has a part."""

    responsibilities: Count
    decides: Count
    does: Count
    letters: list[LetterCount]


class OwnField(Struct):
    """A field of the team's own that conf.py declares."""

    label: str
    value: str | list[str]


class Shared(Struct):
    """Two roles that decide or do the same rows."""

    roles: Annotated[Ids, Meta(min_length=2, max_length=2)]
    responsibilities: Count


class Finding(Struct, kw_only=True):
    """What the audit reports."""

    rule: str
    severity: Severity
    subject: Annotated[dict[str, str | Ids], Meta(extra_json_schema={"required": ["kind"]})]
    sentence: str
    roles: Ids
    items: list[Finding] | UnsetType = UNSET


class Accepted(Finding, kw_only=True):
    """What the team lives with, without the reason."""

    until: date | UnsetType = UNSET


class Counts(Struct):
    """How many there are."""

    roles: Count
    responsibilities: Count
    letters: list[LetterCount]
    findings: dict[Severity, Count]


RECORDS: dict[type[Struct], Any] = {}
"""The records of the model, and those of the export that are made of them."""
_TAKEN: dict[type[Struct], dict[str, bool]] = {}
"""The fields of a record of the model that are exported, and whether they are even where they are empty."""
_NEVER = {"location", "own", "email"}
_CALLED = {"capacity": "as", "participations": "letters"}
_EVEN_EMPTY = {"open", "holders"}
"""An empty invitation is the standard wording, and an empty list says that nobody holds a role."""


def _record(kind: type[Struct], always: str, leaving: str = "", **computed: Any) -> None:
    """Define the record of the export for one of the model, with what is computed beside its fields."""
    names = [name for name in kind.__struct_fields__ if name not in {*_NEVER, *leaving.split()}]
    _TAKEN[kind] = {name: name in always.split() for name in names}
    kinds = {one.name: _exported(one.type) for one in structs.fields(kind) if one.name in names}
    fields = [(n, kinds[n]) if _TAKEN[kind][n] else (n, kinds[n] | UnsetType, UNSET) for n in names]
    if "own" in kind.__struct_fields__:
        fields.append(("own", dict[str, OwnField] | UnsetType, UNSET))
    fields += computed.items()
    RECORDS[kind] = defstruct(kind.__name__, fields, kw_only=True, rename=_CALLED)


def _exported(annotation: Any) -> Any:
    """Return the type of a field in the export: ``str`` for ``Text | None``."""
    if isinstance(annotation, types.UnionType):
        return _exported(next(one for one in typing.get_args(annotation) if one is not types.NoneType))
    if typing.get_origin(annotation) is tuple:
        return _list(_exported(typing.get_args(annotation)[0]))
    return RECORDS.get(annotation) or (str if issubclass(annotation, str) else annotation)


def _list(kind: Any) -> Any:
    return list[kind]


_record(model.Link, "text url")
_record(model.Interaction, "")
_record(model.Proficiency, "skill")
_record(model.Holder, "name", "skills")
_record(model.Level, "id name")
_record(model.SkillLevel, "step")
_record(model.Assignment, "role letters", "at file")
_record(model.Role, "id name kind", counts=RoleCounts)
_record(model.Responsibility, "id name matrix section assign", "unsure", scheme=str, decides=Ids, does=Ids)
_record(model.Section, "id name matrix")
_record(model.Matrix, "id scheme", "unsure")
_record(model.Participation, "letter name min", "words color shape")
_record(model.Scheme, "id name participations", "together")
_record(model.Skill, "id name")
_record(model.Scale, "id steps")

_Catalog: Any = defstruct(
    "Catalog",
    [
        ("name", str),
        ("counts", Counts),
        ("roles", _list(RECORDS[model.Role])),
        ("responsibilities", _list(RECORDS[model.Responsibility])),
        ("sections", _list(RECORDS[model.Section])),
        ("matrices", _list(RECORDS[model.Matrix])),
        ("schemes", _list(RECORDS[model.Scheme])),
        ("skills", _list(RECORDS[model.Skill])),
        ("scales", _list(RECORDS[model.Scale])),
        ("shared", list[Shared]),
        ("findings", list[Finding]),
        ("accepted", list[Accepted]),
    ],
)
# Raised when something is taken out or means something else; additions do not count.
Export: Any = defstruct("Export", [("format", Literal[1]), ("catalogs", _list(_Catalog))])

# From a catalog to its records


def facts(catalogs: Mapping[str, model.Catalog], fields: Mapping[str, str]) -> Facts:
    """Return the export of some catalogs by name, the main one first.

    ``fields`` are the team's own fields as declared, with their labels.
    """
    made = [_Work(one, fields).catalog(name) for name, one in catalogs.items()]
    # A name from conf.py knows its location, too.
    found: Facts = to_builtins(Export(1, made), enc_hook=str)
    return found


def written(document: Facts) -> str:
    """Return an export, or any plain data, as the text of a JSON file, which ends in a line feed."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    # Half of a character pair is no text that a file could hold.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


class _Work:
    """Counts what a catalog holds, and makes its records."""

    def __init__(self, catalog: model.Catalog, fields: Mapping[str, str]) -> None:
        self._catalog = catalog
        self._fields = fields
        self._held: dict[str, Counter[tuple[str, str]]] = {role: Counter() for role in catalog.roles}
        """By role, in how many rows it has each letter of each scheme."""
        self._taking: Counter[str] = Counter()
        self._deciding: Counter[str] = Counter()
        self._doing: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        order = {role: number for number, role in enumerate(catalog.roles)}
        for row in catalog.current.rows:
            self._count(row, catalog.scheme_of(row), order)

    def _count(self, row: model.Responsibility, scheme: model.Scheme, order: Mapping[str, int]) -> None:
        omitted = {p.letter for p in scheme.participations if p.omitted}
        deciding, doing = _holding(row, scheme.deciding), _holding(row, scheme.doing)
        letters: dict[str, set[str]] = {}
        for one in row.assign:
            letters.setdefault(one.role, set()).update(one.letters)
        for role, held in letters.items():
            if role in self._held:
                self._held[role].update((scheme.id, letter) for letter in held)
        self._taking.update(role for role, held in letters.items() if held - omitted)
        self._deciding.update(deciding)
        self._doing.update(doing)
        acting = sorted({*deciding, *doing} & order.keys(), key=order.__getitem__)
        self._pairs.update(combinations(acting, 2))

    def catalog(self, name: str) -> Any:
        """Return the record of the catalog, everything in the order of the data."""
        catalog = self._catalog
        used = {matrix.scheme for matrix in catalog.matrices.values()}
        loose = any(not row.matrix for row in catalog.rows)
        found = findings_of(catalog)
        severities = Counter(one.severity for one in found)
        letters = self._letters(sum(self._held.values(), Counter()))
        counts = {severity: severities[severity] for severity in Severity}
        # The pairs with most rows come first.
        pairs = sorted(self._pairs.items(), key=lambda pair: -pair[1])
        return _Catalog(
            name,
            Counts(len(catalog.roles), len(catalog.rows), letters, counts),
            [self._role(role) for role in catalog.roles.values()],
            [*map(self._row, catalog.rows, catalog.current.rows)],
            _public(catalog.sections.values()),
            _public(one for one in catalog.matrices.values() if one.id or loose),
            _public(one for one in catalog.schemes.values() if one.id in used),
            _public(catalog.skills.values()),
            _public(catalog.scales.values()),
            [Shared(roles=list(roles), responsibilities=count) for roles, count in pairs],
            [_finding(one) for one in found],
            [
                _finding(item, Accepted, until=one.acceptance.until or UNSET)
                for one in audit(catalog).accepted
                for item in one.findings
            ],
        )

    def _letters(self, counts: Mapping[tuple[str, str], int]) -> list[LetterCount]:
        """Return how often each letter is held, in the order of the schemes."""
        return [
            LetterCount(scheme.id, p.letter, str(p.name), counts[scheme.id, p.letter])
            for scheme in self._catalog.schemes.values()
            for p in scheme.participations
            if counts.get((scheme.id, p.letter))
        ]

    def _role(self, role: model.Role) -> Any:
        counts = RoleCounts(
            responsibilities=self._taking[role.id],
            decides=self._deciding[role.id],
            does=self._doing[role.id],
            letters=self._letters(self._held[role.id]),
        )
        role = without_addresses(role, self._catalog.roles)
        return _made(role, own=self._own(role.own), counts=counts)

    def _row(self, row: model.Responsibility, today: model.Responsibility) -> Any:
        scheme = self._catalog.scheme_of(row)
        # Letters are in the order in which they are shown: those that decide come first.
        assign = [_made(one, letters=[*scheme.deciding_first(one.letters)]) for one in row.assign]
        holding = {"decides": _holding(today, scheme.deciding), "does": _holding(today, scheme.doing)}
        return _made(row, own=self._own(row.own), scheme=scheme.id, assign=assign, **holding)

    def _own(self, own: Mapping[str, Any]) -> dict[str, OwnField] | UnsetType:
        """Return the team's own fields with their labels, in the order in which conf.py declares them."""
        declared = self._fields.items()
        return {name: OwnField(label, _public(own[name])) for name, label in declared if name in own} or UNSET


def _holding(row: model.Responsibility, letters: Iterable[str]) -> Ids:
    """Return the roles that have one of some letters, on whichever condition."""
    wanted = set(letters)
    return list(dict.fromkeys(one.role for one in row.assign if not wanted.isdisjoint(one.letters)))


def _made(record: Struct, **computed: Any) -> Any:
    """Return the record of the export for one of the model: the fields that say something."""
    for name, always in _TAKEN[type(record)].items():
        if name in computed:
            continue
        value = getattr(record, name)
        empty = value is None or value is False or value in ("", ())
        if name in ("link", "url") and value is not None:
            # Where something is, not words.
            if not is_address(value):
                computed[name] = str(value)
        elif not empty or always or (name in _EVEN_EMPTY and value is not None):
            computed[name] = _public(value)
    return RECORDS[type(record)](**computed)


def _public(value: Any) -> Any:
    """Return a value of the model as the export has it: without e-mail addresses, and links to them."""
    if isinstance(value, Struct):
        return _made(value)
    if isinstance(value, str):
        # A text of the data knows its location; here it is only a text.
        return hide_addresses(value)
    if isinstance(value, Iterable):
        return [_public(one) for one in value if not (isinstance(one, model.Link) and is_address(one.url))]
    return value


_PARTS = {
    "row": ("matrix", "section", "responsibility"),
    "section": ("matrix", "section"),
    "matrix": ("matrix",),
    "role": ("role", "matrix"),
    "person": ("person",),
    "acceptance": ("rule", "on"),
    "problem": ("code",),
}
"""What identifies the subject of a finding, by its kind. Several roles or matrices are a list."""


def _finding(found: finding.Finding, kind: type[Finding] = Finding, **more: Any) -> Finding:
    about, *ids = found.subject
    several = about in ("roles", "matrices")
    names = (about,) if several else _PARTS.get(about, ())
    parts = [_public(ids)] if several else _public(ids)
    return kind(
        rule=str(found.rule),
        severity=found.severity,
        subject={"kind": about, **dict(zip(names, parts, strict=False))},
        sentence=_public(finding.sentence(found)),
        roles=list(found.roles),
        items=[_finding(item) for item in found.items] or UNSET,
        **more,
    )
