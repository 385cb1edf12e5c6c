"""Reads single values from nodes: texts, days, colours, words of a set, and lists of those.

A reader takes the `ReadContext`, the key as written and the node; it returns UNSET where nothing is given,
and where it has reported what is wrong.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import UNSET, UnsetType

from sphinx_roles.catalog.nodes import (
    NULLS,
    TAKES,
    Node,
    ReadContext,
    ScalarNode,
    SequenceNode,
    called,
    items_of,
)
from sphinx_roles.model import Prose, Text
from sphinx_roles.problems import Location, Phrase, closest, misspelt

Reader: TypeAlias = Callable[[ReadContext, str, Node], Any]

_COUNT = re.compile(r"\+?\d{1,9}", re.ASCII)
TRUTHS = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}


def scalar_of(context: ReadContext, name: str, node: Node, takes: str | Phrase) -> ScalarNode | None:
    """Return the scalar of a node, or the only one of a list; anything else is reported."""
    if isinstance(node, SequenceNode) and len(node.nodes) <= 1:
        if not node.nodes:
            return None
        node = node.nodes[0]
    if isinstance(node, ScalarNode):
        # Not by `absent`, as there are thousands of texts.
        return None if node.plain and node.text in NULLS else node
    if not node.absent:
        message = TAKES
        if len(inside := [*node.values.values()]) == 1 and isinstance(inside[0], ScalarNode):
            # An unquoted "key: value" is a mapping.
            message += "; a text that holds ': ' needs quotes"
        context.report_shape(message, node, field=called(name), takes=takes)
    return None


def text(context: ReadContext, name: str, node: Node) -> Text | UnsetType:
    """Read a plain text, as one line."""
    scalar = scalar_of(context, name, node, "a text")
    if scalar is None:
        return UNSET
    value = scalar.text.strip()
    if not value.isprintable() and len(value.splitlines()) > 1:
        value = " ".join(value.split())
    # Not by `location`, as there are thousands of texts.
    return Text(value, Location(context.file, scalar.at >> 12, scalar.at & 0xFFF)) if value else UNSET


def prose(context: ReadContext, name: str, node: Node) -> Prose | UnsetType:
    """Read a text in the data's markup."""
    scalar = scalar_of(context, name, node, "a text")
    if scalar is None or not scalar.text.strip():
        return UNSET
    return Prose(scalar.text.strip("\n").rstrip(), context.location(scalar.at))


def truth(context: ReadContext, name: str, node: Node) -> bool | UnsetType:
    """Read true or false, unquoted; ``yes`` and ``on`` are texts."""
    scalar = scalar_of(context, name, node, "true or false")
    if scalar is None:
        return UNSET
    word = scalar.text.strip()
    if scalar.plain and word in TRUTHS:
        return TRUTHS[word]
    yes, no = word.casefold() in ("true", "yes", "on"), word.casefold() in ("false", "no", "off")
    meant = "true" if yes else "false" if no else ""
    context.report_wrong(name, scalar, "true or false", meant, "; did you mean {nearest}?" if meant else "")
    return UNSET


def whole_number(context: ReadContext, name: str, node: Node) -> int | UnsetType:
    """Read a number from 0 on."""
    scalar = scalar_of(context, name, node, "a whole number")
    if scalar is None:
        return UNSET
    if _COUNT.fullmatch(scalar.text.strip()):
        return int(scalar.text)
    context.report_wrong(name, scalar, "a whole number from 0 on")
    return UNSET


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


def _day(last: bool) -> Reader:
    def read(context: ReadContext, name: str, node: Node) -> date | UnsetType:
        scalar = scalar_of(context, name, node, "a day")
        if scalar is None:
            return UNSET
        day = day_of(scalar.text, last=last)
        if day is None:
            context.report_wrong(name, scalar, "a day such as 2027-03-31 or a month such as 2027-03")
        return UNSET if day is None else day

    return read


last_day = _day(True)
"""Reads a day until which something holds: of a month, the last."""
first_day = _day(False)
"""Reads a day on which something was: of a month, the first, so as not to promise too much."""


_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

COLORS: dict[str, str] = json.loads(Path(__file__).with_name("colors.json").read_text("utf-8"))
"""The colours of CSS by name, as ``rrggbb``."""


def hex_color(text: str) -> str | None:
    """Return a colour as ``#rrggbb`` in lower case; None where the text is not a valid colour."""
    word = COLORS.get(text.casefold())
    if word is not None:
        return f"#{word}"
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def color(context: ReadContext, name: str, node: Node) -> Text | UnsetType:
    """Read a colour as ``#rrggbb``."""
    scalar = scalar_of(context, name, node, "a colour")
    if scalar is None:
        return UNSET
    word = scalar.text.strip()
    value = hex_color(word)
    if value is not None:
        return Text(value, context.location(scalar.at))
    takes = "#rgb, #rrggbb (in quotes, as # begins a comment) or a CSS colour word"
    context.report_wrong(name, scalar, takes, closest(word[:40], COLORS))
    return UNSET


def choice(*words: str, free: bool = False) -> Reader:
    """Make a reader of one of some words; case does not count.

    Where the text is ``free``, any other one is kept, and reported where it is nearly a word.
    """
    takes = Phrase.of("{words} or {last}", words=words[:-1], last=words[-1])
    takes = Phrase.of("{words} or a text of your own", words=words) if free else takes

    def read(context: ReadContext, name: str, node: Node) -> Text | UnsetType:
        value = text(context, name, node)
        if value is UNSET or value.casefold() in words:
            return value if value is UNSET else Text(value.casefold(), value.location)
        near = misspelt(value, words) if free else closest(value[:40], words)
        if near or not free:
            scalar = scalar_of(context, name, node, takes) or ScalarNode(value, node.at)
            context.report_wrong(name, scalar, takes, near or "")
        return value if free else UNSET

    return read


def many(reader: Reader) -> Reader:
    """Make a reader of a list; one value is a list of one, and a wrong item costs only itself."""

    def read(context: ReadContext, name: str, node: Node) -> tuple[Any, ...] | UnsetType:
        if node.absent:
            return UNSET
        # A sentence may have commas.
        single = [node] if reader is prose and not isinstance(node, SequenceNode) else None
        nodes = single or items_of(context, "text", node, name)
        values = [value for one in nodes if (value := reader(context, name, one)) is not UNSET]
        # A list in which nothing is right says nothing; an empty one says "none".
        return tuple(values) if values or not nodes else UNSET

    return read


TEXTS, PROSES = many(text), many(prose)


def own_value(context: ReadContext, node: Node) -> Prose | tuple[Prose, ...] | UnsetType:
    """Read a field of the team's own, whatever its shape: a text, or a list of texts."""
    if node.absent:
        return UNSET
    if isinstance(node, ScalarNode):
        return Prose(node.text.strip("\n").rstrip(), context.location(node.at))
    if isinstance(node, SequenceNode):
        return tuple(Prose(_flat(one), context.location(one.at)) for one in node.nodes if not one.absent)
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
