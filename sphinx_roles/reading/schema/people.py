"""Those who hold a role: names, mappings, and the words that stand where nobody does."""

from __future__ import annotations

import re
from typing import Any, cast

from msgspec import UNSET, UnsetType

from sphinx_roles.model import Holder, Text
from sphinx_roles.problems import Code
from sphinx_roles.reading.schema import values
from sphinx_roles.reading.schema.values import Reader
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tree import Entries, Items, Node

__all__ = ["holders"]

_NOBODY = frozenset(
    [
        *("-", "--", "–", "—", "?", "...", "…", "tbd", "tba", "tbc", "tbh", "n/a", "na", "none", "nobody"),
        *("no one", "vacant", "vacancy", "open", "open position", "position open", "applications open"),
        *("to be hired", "to be defined", "to be determined", "to be announced", "to be confirmed"),
        *("not in use", "unfilled"),
    ]
)
_ACTING = re.compile(r"\s*[(\[]\s*(?:acting|interim|a\.?i\.?)\s*[)\]]\s*", re.I)
_FIELDS = frozenset(("name", "handle", "as", "since", "until", "acting", "link", "org", "email"))


def holders(fields: Reader) -> Reader:
    """Make the reader of a list of holders; ``fields`` reads the mapping of one."""

    def read(sheet: Sheet, name: str, node: Node) -> tuple[Holder, ...] | UnsetType:
        if values.absent(node):
            return UNSET
        if isinstance(node, Entries) and not {key.text for key, _ in node.pairs} <= _FIELDS:
            return _by_name(sheet, node, fields)
        nodes = node.nodes if isinstance(node, Items) else [node]
        found = [_holder(sheet, name, one, fields) for one in nodes]
        people = tuple(holder for holder in found if isinstance(holder, Holder))
        # "TBD" says that nobody does, a mistake says nothing.
        return people if people or not nodes or None in found else UNSET

    return read


def _by_name(sheet: Sheet, node: Entries, fields: Reader) -> tuple[Holder, ...]:
    """Read a mapping of names to what is known of them."""
    found = []
    for key, value in node.pairs:
        given: dict[str, Any] = {}
        if isinstance(value, Entries):
            given = fields(sheet, key.text, value)
        elif (capacity := values.text(sheet, key.text, value)) is not UNSET:
            given = {"capacity": capacity}
        given.setdefault("name", Text(key.text.strip(), sheet.place(key.at)))
        found.append(_named(given))
    return tuple(holder for holder in found if holder)


def _holder(sheet: Sheet, name: str, node: Node, fields: Reader) -> Holder | UnsetType | None:
    """Read one holder; None where the text says that there is nobody."""
    if isinstance(node, Entries):
        told = len(sheet.problems)
        given = cast("dict[str, Any]", fields(sheet, name, node))
        if "name" not in given and "handle" in given:
            given["name"] = given["handle"]
        if "name" not in given:
            # A wrong name, or a key that may be meant for it, has been told.
            if not node.cut and len(sheet.problems) == told:
                said = f"a holder needs a name: {values.describe(node)} has none"
                sheet.tell(Code.WRONG_VALUE, said, node.at)
            return UNSET
        return _named(given)
    person = values.text(sheet, name, node)
    return UNSET if person is UNSET else _named({"name": person})


def _named(given: dict[str, Any]) -> Holder | None:
    person: Text = given["name"]
    plain = _ACTING.sub(" ", person).strip()
    if plain != person:
        given["name"] = Text(plain, person.place)
        given["acting"] = True
    return None if not plain or plain.strip("()[] ").casefold() in _NOBODY else Holder(**given)
