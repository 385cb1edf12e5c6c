"""The tree of a file to drafts: which top-level keys there are, and what each holds."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import UNSET

from sphinx_roles.model import Acceptance, Matrix, Responsibility, Role, Section, Skill, Text
from sphinx_roles.problems import Code, nearest
from sphinx_roles.reading.schema.drafts import Draft, FileDraft, RoleDraft, RowDraft, Rule, SectionDraft
from sphinx_roles.reading.schema.entries import Entry, entries_of
from sphinx_roles.reading.schema.records import known_keys, read_fields
from sphinx_roles.reading.schema.scheme_data import read_schemes
from sphinx_roles.reading.schema.spelling import misspelt
from sphinx_roles.reading.schema.values import absent, called, describe, many, scalar_of, text
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tree import Entries, Items, Node, Scalar, pack

__all__ = [
    "EDITOR_KEY", "FORMAT", "TOP_KEYS", "has_our_keys", "read_responsibilities", "read_role", "read_tree",
    "tell_no_data",
]  # fmt: skip

FORMAT = "1"
EDITOR_KEY = "$schema"
"""By this key a JSON file tells editors where its JSON Schema is; it says nothing else."""

_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?(?:e[-+]?\d+)?|\.?(?:inf|nan))", re.I | re.A)
_WHOLE = re.compile(r"[-+]?\d{1,15}", re.A)


def has_our_keys(node: Node) -> bool:
    """Tell whether a document has any of the top-level keys that are read."""
    return isinstance(node, Entries) and any(key.text in TOP_KEYS for key, _ in node.pairs)


def read_tree(draft: FileDraft, node: Node, *, foreign: bool = False) -> None:
    """Read one document. ``foreign`` says that other keys are somebody else's (front matter)."""
    if not isinstance(node, Entries):
        return
    for key, value in node.pairs:
        reader = TOP_KEYS.get(key.text)
        if reader is not None:
            if not absent(value):
                reader(draft, value)
        elif not foreign and key.text != EDITOR_KEY:
            near = nearest(key.text[:40], TOP_KEYS) or f"; the keys are {', '.join(TOP_KEYS)}"
            draft.tell(Code.UNKNOWN_KEY, f"{key.text!r} is no key at the top of a file{near}", key.at)


def tell_no_data(sheet: Sheet, documents: list[Node]) -> None:
    """Tell that a file holds nothing of ours, or that its only keys are slips of the pen."""
    keys = [key for node in documents if isinstance(node, Entries) for key, _ in node.pairs]
    if keys and all(misspelt(key.text, tuple(TOP_KEYS)) for key in keys):
        for key in keys:
            said = f"{key.text!r} is no key at the top of a file{nearest(key.text, TOP_KEYS)}"
            sheet.tell(Code.UNKNOWN_KEY, said, key.at)
        return
    holds = describe(documents[0]) if documents else "nothing"
    expected = f"a mapping with one of {', '.join(TOP_KEYS)} is expected"
    sheet.tell(Code.NO_DATA, f"the file holds {holds}; {expected}", pack(sheet.line, sheet.column))


def read_role(draft: FileDraft, entry: Entry) -> None:
    """Read one role."""
    inherit: list[bool] = []

    def assign(sheet: Sheet, name: str, node: Node) -> Any:
        scalar = scalar_of(sheet, name, node, "the word 'inherit' in a role")
        if scalar is not None and scalar.text.strip() != "inherit":
            takes = f"{name} takes 'inherit' in a role, not {describe(scalar)}"
            sheet.tell(Code.WRONG_VALUE, f"{takes}; letters stand in the responsibilities", scalar.at)
        elif scalar is not None:
            inherit.append(True)
        return UNSET

    sheet = draft.sheet
    values = read_fields(sheet, Role, entry.body, {"assign": assign})
    if entry.short is not None and (name := text(sheet, entry.name, entry.short)) is not UNSET:
        values["name"] = name
    draft.roles.append(RoleDraft(entry.id, entry.name, values, sheet.place(entry.at), bool(inherit)))


def _roles(draft: FileDraft, node: Node) -> None:
    for entry in entries_of(draft.sheet, "role", node, _ROLE_KEYS):
        read_role(draft, entry)


def read_responsibilities(draft: FileDraft, node: Node) -> None:
    """Read rows, and sections of rows."""
    for entry in entries_of(draft.sheet, "responsibility", node, _ROW_KEYS):
        rows = next((value for key, value in entry.body.pairs if key.text == "rows"), None)
        if rows is None:
            _row(draft, entry, None)
        else:
            _section(draft, entry, rows, None)


def _section(draft: FileDraft, entry: Entry, rows: Node, outer: SectionDraft | None) -> None:
    sheet = draft.sheet
    values = read_fields(sheet, Section, entry.body, {"rows": lambda *_: UNSET})
    section = SectionDraft(entry.id, entry.name, values, sheet.place(entry.at))
    if outer is not None:
        said = f"the section {entry.name!r} stands inside the section {outer.name!r}; sections do not nest"
        sheet.tell(Code.WRONG_TYPE, said, entry.at)
        if "matrix" in outer.values:
            values.setdefault("matrix", outer.values["matrix"])
    draft.sections.append(section)
    for inner in entries_of(sheet, "responsibility", rows, _ROW_KEYS):
        nested = next((value for key, value in inner.body.pairs if key.text == "rows"), None)
        if nested is None:
            _row(draft, inner, section)
        else:
            _section(draft, inner, nested, section)


def _row(draft: FileDraft, entry: Entry, section: SectionDraft | None) -> None:
    sheet = draft.sheet
    values = read_fields(sheet, Responsibility, entry.body)
    if entry.short is not None and (name := text(sheet, entry.name, entry.short)) is not UNSET:
        values["name"] = name
    assign = values.pop("assign", None)
    if assign is None and any(misspelt(key, _ROW_FIELDS) == "assign" for key in values.get("own", ())):
        # The slip is told; who takes part is not known.
        values["partial"] = True
    place = sheet.place(entry.at)
    draft.rows.append(
        RowDraft(entry.id, entry.name, values, place, sheet, assign, section, draft.matrix, entry.body.cut)
    )


def _matrices(draft: FileDraft, node: Node) -> None:
    for entry in entries_of(draft.sheet, "matrix", node, _MATRIX_KEYS):
        draft.matrices.append(_draft(draft.sheet, Matrix, entry))


def _skills(draft: FileDraft, node: Node) -> None:
    for entry in entries_of(draft.sheet, "skill", node, _SKILL_KEYS):
        draft.skills.append(_draft(draft.sheet, Skill, entry))


def _draft(sheet: Sheet, record: type, entry: Entry) -> Draft:
    values = read_fields(sheet, record, entry.body)
    if entry.short is not None and (name := text(sheet, entry.name, entry.short)) is not UNSET:
        values["name"] = name
    return Draft(entry.id, entry.name, values, sheet.place(entry.at))


def _scales(draft: FileDraft, node: Node) -> None:
    sheet = draft.sheet
    if not isinstance(node, Entries):
        said = f"scales takes a mapping of names to steps, not {describe(node)}"
        sheet.tell_shape(said, node)
        return
    for key, value in node.pairs:
        steps: Node = value
        if isinstance(value, Entries):
            steps = next((inner for name, inner in value.pairs if name.text == "steps"), value)
        if isinstance(steps, Entries) and not steps.cut:
            said = f"the scale {key.text!r} takes a list of steps, lowest first, not {describe(steps)}"
            sheet.tell_shape(said, steps)
            continue
        read = many(text)(sheet, key.text, steps)
        values = {} if read is UNSET else {"steps": read}
        draft.scales.append(Draft(key.text.strip(), Text(key.text.strip()), values, sheet.place(key.at)))


def _schemes(draft: FileDraft, node: Node) -> None:
    draft.schemes += read_schemes(draft.sheet, node)


def _rules(draft: FileDraft, node: Node) -> None:
    sheet = draft.sheet
    if not isinstance(node, Entries):
        said = f"rules takes a mapping of rules to severities, not {describe(node)}"
        sheet.tell_shape(said, node)
        return
    for key, value in node.pairs:
        plain = _plain(sheet, key.text, value)
        if plain is not None:
            draft.rules[key.text] = Rule(plain, sheet.place(key.at))


def _plain(sheet: Sheet, name: str, node: Node) -> Any:
    """Turn a node into numbers, truth values, texts, lists and mappings; None where it is absent."""
    if isinstance(node, Items):
        items = (_plain(sheet, name, one) for one in node.nodes)
        return [item for item in items if item is not None]
    if isinstance(node, Entries):
        pairs = ((key.text, _plain(sheet, key.text, value)) for key, value in node.pairs)
        # What is absent says nothing, and what could not be read has been told.
        return {key: value for key, value in pairs if value is not None}
    return _plain_scalar(sheet, name, node)


def _plain_scalar(sheet: Sheet, name: str, scalar: Scalar) -> Any:
    written = scalar.text
    if scalar.absent:
        return None
    if scalar.plain and written.casefold() in ("true", "false"):
        return written.casefold() == "true"
    if not scalar.plain or not _NUMBER.fullmatch(written):
        return Text(written, sheet.place(scalar.at))
    if _WHOLE.fullmatch(written):
        return int(written)
    number = float(written.lower().replace(".nan", "nan").replace(".inf", "inf"))
    if math.isfinite(number):
        return number
    sheet.tell(Code.WRONG_VALUE, f"{called(name)} takes a finite number, not {describe(scalar)}", scalar.at)
    return None


def _accepted(draft: FileDraft, node: Node) -> None:
    sheet = draft.sheet
    for one in node.nodes if isinstance(node, Items) else [node]:
        if not isinstance(one, Entries):
            said = f"an accepted finding is a mapping with rule and on, not {describe(one)}"
            sheet.tell_shape(said, one)
            continue
        told = len(sheet.problems)
        values = read_fields(sheet, Acceptance, one)
        missing = [name for name in ("rule", "on") if name not in values]
        if missing and not one.cut and len(sheet.problems) == told:
            said = f"an accepted finding needs {' and '.join(missing)}: it has {describe(one)}"
            sheet.tell(Code.WRONG_VALUE, said, one.at)
        elif "rule" in values and "on" in values:
            draft.accepted.append(Acceptance(**values, place=sheet.place(one.at)))


def _format(draft: FileDraft, node: Node) -> None:
    scalar = scalar_of(draft.sheet, "format", node, FORMAT)
    if scalar is not None and scalar.text.strip() != FORMAT:
        said = f"format is {describe(scalar)}; this version reads format {FORMAT}"
        draft.tell(Code.FORMAT, said, scalar.at)


TOP_KEYS: Mapping[str, Callable[[FileDraft, Node], None]] = {
    "roles": _roles,
    "responsibilities": read_responsibilities,
    "matrices": _matrices,
    "schemes": _schemes,
    "skills": _skills,
    "scales": _scales,
    "rules": _rules,
    "accepted": _accepted,
    "format": _format,
}

_ROLE_KEYS = frozenset([*known_keys(Role), "assign"])
_ROW_FIELDS = tuple(known_keys(Responsibility))
_ROW_KEYS = frozenset([*_ROW_FIELDS, "rows"])
_MATRIX_KEYS = frozenset(known_keys(Matrix))
_SKILL_KEYS = frozenset(known_keys(Skill))
