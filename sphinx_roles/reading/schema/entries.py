"""The entries of a mapping or list: each with an id, a name and a mapping of fields.

An entry's key is its id, and its name where none is given. In a list, an entry is a name, or
a mapping with `id` or `name`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sphinx_roles.model import Text, identify
from sphinx_roles.problems import Code
from sphinx_roles.reading.schema.values import absent, describe
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tree import Entries, Items, Node, Scalar

__all__ = ["Entry", "entries_of", "id_of", "id_of_name"]

_FINE = re.compile(r"[\w.+#-]+")
_LONGEST = 200


class Entry(Struct):
    """One entry. ``short`` is the text that stands in place of its fields."""

    id: str
    name: Text
    body: Entries
    at: int
    short: Scalar | None = None


def id_of(key: str) -> str:
    """Return the id of a key: itself, or one made from it where it has blanks or the like."""
    key = key.strip()
    return key if _FINE.fullmatch(key) else identify(key[:_LONGEST]) or " ".join(key.split())


def id_of_name(name: str) -> str:
    """Make the id of something that has only a name."""
    return identify(name[:_LONGEST]) or " ".join(name.split())


def entries_of(
    sheet: Sheet, what: str, node: Node, fields: frozenset[str], *, listed: bool = False
) -> Iterator[Entry]:
    """Yield the entries of a node. ``fields`` are the keys of one, to tell it from a mapping of many.

    ``listed`` says that a list stands for what the entries hold (a scale is a list of steps).
    """
    if absent(node):
        return
    if isinstance(node, Entries) and not _is_one(node, fields):
        for key, value in node.pairs:
            entry = _keyed(sheet, what, key, value, listed)
            if entry is not None:
                yield entry
        return
    for one in node.nodes if isinstance(node, Items) else [node]:
        entry = _item(sheet, what, one, fields)
        if entry is not None:
            yield entry


def _is_one(node: Entries, fields: frozenset[str]) -> bool:
    """Tell whether a mapping is one entry itself: it names itself, and has nothing but fields."""
    names = {key.text: value for key, value in node.pairs}
    return any(isinstance(names.get(key), Scalar) for key in ("id", "name")) and names.keys() <= fields


def _keyed(sheet: Sheet, what: str, key: Scalar, value: Node, listed: bool) -> Entry | None:
    text = key.text.strip()
    if not text:
        sheet.tell(Code.WRONG_VALUE, f"a {what} has an empty key", key.at)
        return None
    name = Text(" ".join(text.split()), sheet.place(key.at))
    if isinstance(value, Entries):
        given = _given(sheet, value, "id")
        return Entry(id_of(given or text), name, value, key.at)
    body = Entries([], key.at)
    if isinstance(value, Scalar):
        return Entry(id_of(text), name, body, key.at, None if value.absent else value)
    if listed:
        return Entry(id_of(text), name, Entries([(key, value)], key.at), key.at)
    if not absent(value):
        takes = f"a {what} is a mapping of its fields"
        sheet.tell_shape(f"{takes}, and {text!r} is {describe(value)}", value)
    return Entry(id_of(text), name, body, key.at)


def _item(sheet: Sheet, what: str, node: Node, fields: frozenset[str]) -> Entry | None:
    if absent(node):
        return None
    if isinstance(node, Scalar):
        text = " ".join(node.text.split())
        return (
            Entry(id_of_name(text), Text(text, sheet.place(node.at)), Entries([], node.at), node.at)
            if text
            else None
        )
    if isinstance(node, Items):
        sheet.tell_shape(f"a {what} is a name or a mapping, not {describe(node)}", node)
        return None
    if len(node.pairs) == 1 and node.pairs[0][0].text not in fields:
        key, value = node.pairs[0]
        if isinstance(value, Entries) or absent(value):
            return _keyed(sheet, what, key, value, False)
    given, name = _given(sheet, node, "id"), _given(sheet, node, "name")
    if given is not None:
        return Entry(id_of(given), Text(" ".join(given.split()), given.place), node, node.at)
    if name is not None:
        return Entry(id_of_name(name), Text(" ".join(name.split()), name.place), node, node.at)
    if not node.cut and not _names(node):
        said = f"a {what} in a list needs an id or a name: {describe(node)} has neither"
        sheet.tell(Code.WRONG_VALUE, said, node.at)
    return None


def _names(node: Entries) -> bool:
    return any(key.text in ("id", "name") and not isinstance(value, Scalar) for key, value in node.pairs)


def _given(sheet: Sheet, node: Entries, wanted: str) -> Text | None:
    """Return the text of `id` or `name`; a wrong `name` is told by its own reader."""
    for key, value in node.pairs:
        if key.text != wanted or absent(value):
            continue
        if isinstance(value, Scalar):
            return Text(value.text.strip(), sheet.place(value.at)) if value.text.strip() else None
        if wanted == "id":
            sheet.tell_shape(f"id takes a text, not {describe(value)}", value)
    return None
