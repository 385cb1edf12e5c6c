"""Schemes in the data: they change what they name in a built-in one, or are new."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from sphinx_roles.direction import closed
from sphinx_roles.model import Participation, Scheme, Text, fold
from sphinx_roles.problems import Code, Problem, nearest
from sphinx_roles.reading.schema.drafts import LetterDraft, SchemeDraft
from sphinx_roles.reading.schema.entries import Entry, entries_of
from sphinx_roles.reading.schema.records import read_fields
from sphinx_roles.reading.schema.values import absent, describe, many, text
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tree import Entries, Items, Node, Scalar

__all__ = ["change", "read_schemes"]

_KEYS = frozenset(("id", "name", "letters", "together"))


def read_schemes(sheet: Sheet, node: Node) -> list[SchemeDraft]:
    """Read the schemes of a file."""
    return [_scheme(sheet, entry) for entry in entries_of(sheet, "scheme", node, _KEYS)]


def _scheme(sheet: Sheet, entry: Entry) -> SchemeDraft:
    scheme = SchemeDraft(entry.id, entry.name, {}, sheet.place(entry.at))
    if entry.short is not None:
        said = f"the scheme {entry.id!r} is a mapping with letters, not {describe(entry.short)}"
        sheet.tell_shape(said, entry.short)
    for key, value in entry.body.pairs:
        if key.text == "name":
            if (name := text(sheet, "name", value)) is not UNSET:
                scheme.values["name"] = name
        elif key.text == "letters":
            scheme.letters = _letters(sheet, value)
        elif key.text == "together":
            scheme.together = _together(sheet, value)
        elif key.text != "id":
            near = nearest(key.text[:40], _KEYS) or f"; it takes {', '.join(sorted(_KEYS))}"
            sheet.tell(Code.UNKNOWN_KEY, f"{key.text!r} is no key of a scheme{near}", key.at)
    return scheme


def _letters(sheet: Sheet, node: Node) -> list[LetterDraft]:
    found: list[LetterDraft] = []
    if absent(node):
        return found
    if isinstance(node, Entries):
        for key, value in node.pairs:
            values: dict[str, Any] = {}
            if isinstance(value, Entries):
                values = read_fields(sheet, Participation, value)
            elif (name := text(sheet, key.text, value)) is not UNSET:
                values = {"name": name}
            found.append(LetterDraft(key.text.strip(), values, sheet.place(key.at)))
        return found
    for one in node.nodes if isinstance(node, Items) else [node]:
        if isinstance(one, Scalar) and not one.absent:
            found.append(LetterDraft(one.text.strip(), {}, sheet.place(one.at)))
        elif isinstance(one, Entries):
            values = read_fields(sheet, Participation, one)
            if "letter" in values:
                found.append(LetterDraft(str(values.pop("letter")), values, sheet.place(one.at)))
            elif not one.cut:
                said = f"a letter in a list needs 'letter': {describe(one)} has none"
                sheet.tell(Code.WRONG_VALUE, said, one.at)
        elif not absent(one):
            sheet.tell_shape(f"a letter is a text or a mapping, not {describe(one)}", one)
    return found


def _together(sheet: Sheet, node: Node) -> list[tuple[Text, Text]]:
    """Read pairs of letters that may share a cell: ``A/R`` or ``[A, R]``."""
    pairs: list[tuple[Text, Text]] = []
    if absent(node):
        return pairs
    nodes = node.nodes if isinstance(node, Items) else [node]
    if len(nodes) == 2 and all(isinstance(one, Scalar) and len(one.text) == 1 for one in nodes):
        nodes = [node]
    for one in nodes:
        if isinstance(one, Scalar):
            place = sheet.place(one.at)
            letters = [Text(part.strip(), place) for part in one.text.split("/")]
        else:
            read = many(text)(sheet, "together", one)
            letters = [] if read is UNSET else list(read)
        if len(letters) == 2 and all(letters):
            pairs.append((letters[0], letters[1]))
        else:
            said = f"together takes pairs of letters such as A/R, not {describe(one)}"
            sheet.tell(Code.WRONG_VALUE, said, one.at)
    return pairs


def change(base: Scheme | None, draft: SchemeDraft, problems: list[Problem]) -> Scheme:
    """Apply a draft to the scheme of that id, or make a new one of it."""
    parts = {part.letter: part for part in base.participations} if base else {}
    for letter in draft.letters:
        known = {fold(key): key for key in parts}.get(fold(letter.letter), closed(letter.letter))
        values = {key: value for key, value in letter.values.items() if key != "letter"}
        if "words" in values:
            values["words"] = tuple(map(str, values["words"]))
        if "shape" in values:
            values["shape"] = str(values["shape"])
        old = parts.get(known)
        if old is None:
            new = Participation(letter=known, **{"name": Text(known, letter.place), **values})
        else:
            new = replace(old, **values)
        if new.max is not None and new.max < new.min:
            said = f"the letter {known!r} has at least {new.min} and at most {new.max}: none can be right"
            problems.append(Problem(Code.WRONG_VALUE, said, letter.place))
            new = replace(new, min=old.min if old else 0, max=old.max if old else None)
        parts[known] = new
    together = list(base.together) if base else []
    for pair in draft.together:
        unknown = next((letter for letter in pair if letter not in parts), None)
        if unknown is None:
            together.append((str(pair[0]), str(pair[1])))
        else:
            said = f"together names {unknown!r}, which is no letter of {draft.id!r}{nearest(unknown, parts)}"
            problems.append(Problem(Code.WRONG_VALUE, said, unknown.place or draft.place))
    name = draft.values.get("name", base.name if base else draft.key)
    scheme_id = base.id if base else draft.id
    return Scheme(id=scheme_id, name=name, participations=tuple(parts.values()), together=tuple(together))
