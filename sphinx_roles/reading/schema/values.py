"""Single values: from a node of the tree to a text, a number, a day, a colour.

A reader takes the sheet, the field's name as the user wrote it, and the node. It returns
UNSET where there is nothing, or nothing right: the mistake has then been told.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

from msgspec import UNSET, UnsetType

from sphinx_roles.model import Prose, Text
from sphinx_roles.problems import Code, nearest
from sphinx_roles.reading.schema.colors import WORDS, hex_color
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tree import Entries, Items, Node, Scalar

__all__ = [
    "Reader", "absent", "called", "choice", "color", "day_of", "describe", "first_day", "last_day", "many",
    "own_value", "prose", "scalar_of", "text", "truth", "whole_number",
]  # fmt: skip

Reader: TypeAlias = Callable[[Sheet, str, Node], Any]

_DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T ][\d:.+Zz-]*)?)?", re.ASCII)
_NUMBER = re.compile(r"\+?\d{1,9}", re.ASCII)
_WORD = re.compile(r"[\w.-]{1,60}")
_SHOWN = 60


def describe(node: Node) -> str:
    """Say what a node is, for a message: a text as it is, else what kind of thing it is."""
    if isinstance(node, Scalar):
        return _shown(node.text)
    if isinstance(node, Items):
        return f"a list of {len(node.nodes)}"
    keys = ", ".join(_shown(key.text) for key, _ in node.pairs[:3])
    more = ", …" if len(node.pairs) > 3 else ""
    return f"a mapping with {keys}{more}" if keys else "an empty mapping"


def called(name: str) -> str:
    """Return how a message calls a field: by its bare name, but in quotes where that is no single word."""
    return name if _WORD.fullmatch(name) else _shown(name)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def absent(node: Node) -> bool:
    """Tell whether nothing is given: null, nothing, or what a syntax error cut away whole."""
    if isinstance(node, Scalar):
        return node.absent
    return node.cut and not (node.pairs if isinstance(node, Entries) else node.nodes)


def scalar_of(sheet: Sheet, name: str, node: Node, takes: str) -> Scalar | None:
    """Return the scalar of a node, or the only one of a list; tell it where it is something else."""
    if isinstance(node, Items) and len(node.nodes) <= 1:
        if not node.nodes:
            return None
        node = node.nodes[0]
    if isinstance(node, Scalar):
        return None if node.absent else node
    if not absent(node):
        sheet.tell_shape(f"{called(name)} takes {takes}, not {describe(node)}{_unquoted(node)}", node)
    return None


def _unquoted(node: Node) -> str:
    """Explain the mapping that an unquoted ``key: value`` makes of a text."""
    if isinstance(node, Entries) and len(node.pairs) == 1 and isinstance(node.pairs[0][1], Scalar):
        return "; a text that holds ': ' needs quotes"
    return ""


def text(sheet: Sheet, name: str, node: Node) -> Text | UnsetType:
    """Read a plain text, as one line."""
    scalar = scalar_of(sheet, name, node, "a text")
    if scalar is None:
        return UNSET
    value = scalar.text.strip()
    if not value.isprintable() and len(value.splitlines()) > 1:
        value = " ".join(value.split())
    return Text(value, sheet.place(scalar.at)) if value else UNSET


def prose(sheet: Sheet, name: str, node: Node) -> Prose | UnsetType:
    """Read a text in the data's markup."""
    scalar = scalar_of(sheet, name, node, "a text")
    if scalar is None or not scalar.text.strip():
        return UNSET
    return Prose(scalar.text.strip("\n").rstrip(), sheet.place(scalar.at))


def truth(sheet: Sheet, name: str, node: Node) -> bool | UnsetType:
    """Read true or false, unquoted; ``yes`` and ``on`` are texts."""
    scalar = scalar_of(sheet, name, node, "true or false")
    if scalar is None:
        return UNSET
    word = scalar.text.strip()
    if scalar.plain and word in ("true", "True", "TRUE"):
        return True
    if scalar.plain and word in ("false", "False", "FALSE"):
        return False
    meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(word.casefold(), word.casefold())
    near = f"; did you mean {meant}?" if meant in ("true", "false") else ""
    sheet.tell(
        Code.WRONG_VALUE, f"{called(name)} takes true or false, not {describe(scalar)}{near}", scalar.at
    )
    return UNSET


def whole_number(sheet: Sheet, name: str, node: Node) -> int | UnsetType:
    """Read a number from 0 on."""
    scalar = scalar_of(sheet, name, node, "a whole number")
    if scalar is None:
        return UNSET
    if _NUMBER.fullmatch(scalar.text.strip()):
        return int(scalar.text)
    sheet.tell(
        Code.WRONG_VALUE, f"{called(name)} takes a whole number from 0 on, not {describe(scalar)}", scalar.at
    )
    return UNSET


def day_of(written: str, *, last: bool) -> date | None:
    """Return the day of a text; of a month, its last day or its first."""
    found = _DAY.fullmatch(written.strip())
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), found[3]
    try:
        if day is not None:
            return date(year, month, int(day))
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except ValueError:
        return None


def _day(sheet: Sheet, name: str, node: Node, last: bool) -> date | UnsetType:
    scalar = scalar_of(sheet, name, node, "a day")
    if scalar is None:
        return UNSET
    day = day_of(scalar.text, last=last)
    if day is not None:
        return day
    takes = "a day such as 2027-03-31 or a month such as 2027-03"
    sheet.tell(Code.WRONG_VALUE, f"{called(name)} takes {takes}, not {describe(scalar)}", scalar.at)
    return UNSET


def last_day(sheet: Sheet, name: str, node: Node) -> date | UnsetType:
    """Read a day until which something holds: of a month, the last."""
    return _day(sheet, name, node, True)


def first_day(sheet: Sheet, name: str, node: Node) -> date | UnsetType:
    """Read a day on which something was: of a month, the first, so as not to promise too much."""
    return _day(sheet, name, node, False)


def color(sheet: Sheet, name: str, node: Node) -> Text | UnsetType:
    """Read a colour as ``#rrggbb``."""
    scalar = scalar_of(sheet, name, node, "a colour")
    if scalar is None:
        return UNSET
    word = scalar.text.strip()
    value = hex_color(word)
    if value is not None:
        return Text(value, sheet.place(scalar.at))
    takes = "#rgb, #rrggbb (in quotes, as # begins a comment) or a CSS colour word"
    said = f"{called(name)} takes {takes}, not {describe(scalar)}{nearest(word[:40], WORDS)}"
    sheet.tell(Code.WRONG_VALUE, said, scalar.at)
    return UNSET


def choice(*words: str) -> Reader:
    """Make a reader of one of some words; case does not count."""

    def read(sheet: Sheet, name: str, node: Node) -> Text | UnsetType:
        value = text(sheet, name, node)
        if value is UNSET or value.casefold() in words:
            return value if value is UNSET else Text(value.casefold(), value.place)
        takes = " or ".join((", ".join(words[:-1]), words[-1]))
        scalar = scalar_of(sheet, name, node, "a word") or Scalar(value, node.at)
        said = f"{called(name)} takes {takes}, not {describe(scalar)}{nearest(value[:40], words)}"
        sheet.tell(Code.WRONG_VALUE, said, scalar.at)
        return UNSET

    return read


def many(reader: Reader) -> Reader:
    """Make a reader of a list; one value is a list of one, and a wrong item costs only itself."""

    def read(sheet: Sheet, name: str, node: Node) -> tuple[Any, ...] | UnsetType:
        if absent(node):
            return UNSET
        nodes = node.nodes if isinstance(node, Items) else [node]
        values = [value for one in nodes if (value := reader(sheet, name, one)) is not UNSET]
        # A list in which nothing is right says nothing; an empty one says "none".
        return tuple(values) if values or not nodes else UNSET

    return read


def own_value(sheet: Sheet, node: Node) -> Prose | tuple[Prose, ...] | UnsetType:
    """Read a field of the team's own, whatever its shape: a text, or a list of texts."""
    if absent(node):
        return UNSET
    if isinstance(node, Scalar):
        return Prose(node.text.strip("\n").rstrip(), sheet.place(node.at))
    if isinstance(node, Items):
        return tuple(Prose(_flat(one), sheet.place(one.at)) for one in node.nodes if not absent(one))
    return tuple(
        Prose(f"{key.text}: {_flat(value)}".rstrip(" :"), sheet.place(key.at)) for key, value in node.pairs
    )


def _flat(node: Node) -> str:
    if isinstance(node, Scalar):
        return "" if node.absent else node.text.strip()
    if isinstance(node, Items):
        return ", ".join(_flat(one) for one in node.nodes)
    return ", ".join(f"{key.text}: {_flat(value)}" for key, value in node.pairs)
