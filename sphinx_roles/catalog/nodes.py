"""The data of YAML, JSON and TOML as written, with locations, and the entries of a mapping or list in it.

A location is packed into one integer (`pack`): a large catalog has tens of thousands.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from msgspec import UNSET, Struct, UnsetType, field

from sphinx_roles.catalog.sources import Limits
from sphinx_roles.model import Prose, Text, identify
from sphinx_roles.problems import NOTHING, About, Code, Given, Location, Problem, closest

NULLS = frozenset(("", "~", "null", "Null", "NULL"))
"""What YAML reads as null."""


class ScalarNode(Struct, gc=False):
    """A text as written: ``2026.2``, ``no`` and ``on`` stay what they are.

    ``plain`` is False where it was quoted; only a plain ``null``, ``~`` or nothing is absent,
    and only a plain ``true`` is a truth value.
    """

    text: str
    at: int
    plain: bool = True

    @property
    def absent(self) -> bool:
        """True for a plain null."""
        return self.plain and self.text in NULLS


class MappingNode(Struct):
    """A mapping: its keys and values in order. A repeated key is reported and left out.

    ``cut`` says that there is a syntax error inside: the pairs before it are there.
    """

    pairs: list[tuple[ScalarNode, Node]]
    at: int
    cut: bool = False


class SequenceNode(Struct):
    """A sequence, ``cut`` as a mapping may be."""

    nodes: list[Node]
    at: int
    cut: bool = False


Node: TypeAlias = ScalarNode | MappingNode | SequenceNode


def pack(line: int, column: int) -> int:
    """Pack a line and a column (both from 1) into one integer; columns end at 4,095."""
    return line << 12 | min(column, 0xFFF)


def unpack(file: str, at: int) -> Location:
    """Return the location that `pack` made."""
    return Location(file, at >> 12, at & 0xFFF)


class ReadContext(Struct):
    """The text of one file, or of a directive's body inside one.

    ``line`` and ``column`` are the location of its first character; every line is shifted by
    ``column``, as the body of a directive is. ``cut`` says that not all of it could be read.
    """

    file: str
    problems: list[Problem]
    line: int = 1
    column: int = 1
    limits: Limits = Limits()
    fields: Mapping[str, str] = field(default_factory=dict)
    """The team's own fields, as declared."""
    cut: bool = False

    def report(
        self,
        code: Code,
        message: str,
        at: int,
        about: About = NOTHING,
        other: Location | None = None,
        /,
        **values: Given,
    ) -> None:
        """Note a `Problem` at a packed location."""
        self.problems.append(Problem.of(code, message, unpack(self.file, at), about, other, **values))

    def report_shape(self, message: str, node: Node, **values: Given) -> None:
        """Note that a node has a wrong shape; one that a syntax error cut was meant to go on."""
        if isinstance(node, ScalarNode) or not node.cut:
            self.report(Code.WRONG_TYPE, message, node.at, **values)

    def location(self, at: int) -> Location:
        """Return a packed location."""
        return Location(self.file, at >> 12, at & 0xFFF)


_WORD = re.compile(r"[\w.-]{1,60}")
_SHOWN = 60
TAKES = "{field} takes {takes}, not {found}"
"""What a field takes, and what it has instead."""


def describe(node: Node) -> str:
    """Say what a node is, for a message: a text as it is, else what kind of thing it is."""
    if isinstance(node, ScalarNode):
        return _shown(node.text)
    if isinstance(node, SequenceNode):
        return f"a list of {len(node.nodes)}"
    keys = ", ".join(_shown(key.text) for key, _ in node.pairs[:3])
    more = ", …" if len(node.pairs) > 3 else ""
    return f"a mapping with {keys}{more}" if keys else "an empty mapping"


def called(name: str) -> str:
    """Return how a message calls a field: by its bare name, but in quotes where that is not a single word."""
    return name if _WORD.fullmatch(name) else _shown(name)


def _shown(words: str) -> str:
    return repr(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")


def absent(node: Node) -> bool:
    """Return whether nothing is given: null, nothing, or what a syntax error cut away whole."""
    if isinstance(node, ScalarNode):
        return node.absent
    return node.cut and not (node.pairs if isinstance(node, MappingNode) else node.nodes)


_FINE = re.compile(r"[\w.+#-]+")
_LONGEST_ID = 200


class Entry(Struct):
    """One entry. ``short`` is the text that is in place of its fields."""

    id: str
    name: Text
    body: MappingNode
    at: int
    short: ScalarNode | None = None


def id_of(key: str) -> str:
    """Return the id of a key: itself, or one made from it where it has blanks or the like."""
    key = key.strip()
    return key if _FINE.fullmatch(key) else identify(key[:_LONGEST_ID]) or " ".join(key.split())


def id_of_name(name: str) -> str:
    """Make the id of something that has only a name."""
    return identify(name[:_LONGEST_ID]) or " ".join(name.split())


_SEVERAL = re.compile(r"[^\s,;]\s*[,;、，；\n](?![^()（）]*[)）])\s*[^\s,;]")
_QUOTED = re.compile(r"\"[^\"]*\"")


def items_of(context: ReadContext, what: str, node: Node) -> list[Node]:
    """Return the items of a list, or the only one; a text that may be several is kept, and reported."""
    if isinstance(node, SequenceNode):
        return node.nodes
    if isinstance(node, ScalarNode) and _SEVERAL.search(_QUOTED.sub("x", node.text)):
        message = "{found} is one {what}; several are a list, such as [one, two]"
        context.report(Code.WRONG_TYPE, message, node.at, what=what, found=describe(node))
    return [node]


def entries_of(context: ReadContext, what: str, node: Node, fields: Collection[str]) -> list[Entry]:
    """Return the entries of a node. ``fields`` are the keys of one, unlike those of many."""
    if absent(node):
        return []
    if isinstance(node, MappingNode) and not _is_one(node, fields):
        entries = [_keyed(context, what, key, value) for key, value in node.pairs]
    else:
        entries = [_item(context, what, one, fields) for one in items_of(context, what, node)]
    return [entry for entry in entries if entry is not None]


def _is_one(node: MappingNode, fields: Collection[str]) -> bool:
    """Return whether a mapping is one entry itself: it names itself, and has nothing but fields."""
    names = {key.text: value for key, value in node.pairs}
    return any(isinstance(names.get(key), ScalarNode) for key in ("id", "name")) and names.keys() <= set(
        fields
    )


def _keyed(context: ReadContext, what: str, key: ScalarNode, value: Node) -> Entry | None:
    text = key.text.strip()
    if not text:
        context.report(Code.WRONG_VALUE, "a {what} has an empty key", key.at, what=what)
        return None
    given = _given(context, value, "id") if isinstance(value, MappingNode) else None
    # Calls that stay in this module come first.
    ident, name = id_of(given or text), Text(" ".join(text.split()), context.location(key.at))
    if isinstance(value, MappingNode):
        return Entry(ident, name, value, key.at)
    body = MappingNode([], key.at)
    if isinstance(value, ScalarNode):
        return Entry(ident, name, body, key.at, None if value.absent else value)
    if not absent(value):
        message = "a {what} is a mapping of its fields, and {key!r} is {found}"
        context.report_shape(message, value, what=what, key=text, found=describe(value))
    return Entry(ident, name, body, key.at)


def _item(context: ReadContext, what: str, node: Node, fields: Collection[str]) -> Entry | None:
    if absent(node):
        return None
    if isinstance(node, ScalarNode):
        text = " ".join(node.text.split())
        return (
            Entry(id_of_name(text), Text(text, context.location(node.at)), MappingNode([], node.at), node.at)
            if text
            else None
        )
    if isinstance(node, SequenceNode):
        context.report_shape(
            "a {what} is a name or a mapping, not {found}", node, what=what, found=describe(node)
        )
        return None
    if len(node.pairs) == 1 and node.pairs[0][0].text not in fields:
        key, value = node.pairs[0]
        if isinstance(value, MappingNode) or absent(value):
            return _keyed(context, what, key, value)
    given, name = _given(context, node, "id"), _given(context, node, "name")
    if given is not None:
        return Entry(id_of(given), Text(" ".join(given.split()), given.location), node, node.at)
    if name is not None:
        return Entry(id_of_name(name), Text(" ".join(name.split()), name.location), node, node.at)
    if not node.cut and not _names(node):
        message = "a {what} in a list needs an id or a name: {found} has neither"
        context.report(Code.WRONG_VALUE, message, node.at, what=what, found=describe(node))
    return None


def _names(node: MappingNode) -> bool:
    return any(key.text in ("id", "name") and not isinstance(value, ScalarNode) for key, value in node.pairs)


def _given(context: ReadContext, node: MappingNode, wanted: str) -> Text | None:
    """Return the text of `id` or `name`; a wrong `name` is reported by its own reader."""
    for key, value in node.pairs:
        if key.text != wanted or absent(value):
            continue
        if isinstance(value, ScalarNode):
            return Text(value.text.strip(), context.location(value.at)) if value.text.strip() else None
        if wanted == "id":
            context.report_shape("id takes a text, not {found}", value, found=describe(value))
    return None


def report_wrong(
    context: ReadContext, name: str, scalar: ScalarNode, takes: str, nearest: str = "", more: str = ""
) -> None:
    """Note that a field has a wrong value; ``more`` is said behind it."""
    about = {"field": called(name)}
    values = {"takes": takes, "found": describe(scalar), "nearest": nearest}
    context.report(Code.WRONG_VALUE, TAKES + more, scalar.at, about, **values)


def unknown_key(context: ReadContext, key: ScalarNode, record: str, known: Collection[str]) -> None:
    """Note that a record has no such key, with the nearest one or all that there are."""
    near = closest(key.text[:40], known)
    message = "{key!r} is no key of {record}" if near else "{key!r} is no key of {record}; it takes {known}"
    about = {"key": key.text}
    context.report(Code.UNKNOWN_KEY, message, key.at, about, record=record, known=known, nearest=near)


def own_value(context: ReadContext, node: Node) -> Prose | tuple[Prose, ...] | UnsetType:
    """Read a field of the team's own, whatever its shape: a text, or a list of texts."""
    if absent(node):
        return UNSET
    if isinstance(node, ScalarNode):
        return Prose(node.text.strip("\n").rstrip(), context.location(node.at))
    if isinstance(node, SequenceNode):
        return tuple(Prose(_flat(one), context.location(one.at)) for one in node.nodes if not absent(one))
    return tuple(
        Prose(f"{key.text}: {_flat(value)}".rstrip(" :"), context.location(key.at))
        for key, value in node.pairs
    )


def _flat(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return "" if node.absent else node.text.strip()
    if isinstance(node, SequenceNode):
        return ", ".join(_flat(one) for one in node.nodes)
    return ", ".join(f"{key.text}: {_flat(value)}" for key, value in node.pairs)


_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

WORDS: dict[str, str] = json.loads(Path(__file__).with_name("colors.json").read_text("utf-8"))
"""The colours of CSS by name, as ``rrggbb``."""


def hex_color(text: str) -> str | None:
    """Return a colour as ``#rrggbb`` in lower case; None where the text is not a valid colour."""
    word = WORDS.get(text.casefold())
    if word is not None:
        return f"#{word}"
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


_DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T ][\d:.+Zz-]*)?)?", re.ASCII)


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
