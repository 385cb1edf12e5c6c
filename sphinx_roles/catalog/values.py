"""Colours as data may write them: ``#rgb``, ``#rrggbb`` or a CSS colour word."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Any, TypeAlias

from msgspec import UNSET, UnsetType

from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode
from sphinx_roles.model import Prose, Text
from sphinx_roles.problems import Code, closest

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

_TABLE = """
    aliceblue:f0f8ff antiquewhite:faebd7 aqua:00ffff aquamarine:7fffd4 azure:f0ffff beige:f5f5dc
    bisque:ffe4c4 black:000000 blanchedalmond:ffebcd blue:0000ff blueviolet:8a2be2 brown:a52a2a
    burlywood:deb887 cadetblue:5f9ea0 chartreuse:7fff00 chocolate:d2691e coral:ff7f50
    cornflowerblue:6495ed cornsilk:fff8dc crimson:dc143c cyan:00ffff darkblue:00008b darkcyan:008b8b
    darkgoldenrod:b8860b darkgray:a9a9a9 darkgreen:006400 darkgrey:a9a9a9 darkkhaki:bdb76b
    darkmagenta:8b008b darkolivegreen:556b2f darkorange:ff8c00 darkorchid:9932cc darkred:8b0000
    darksalmon:e9967a darkseagreen:8fbc8f darkslateblue:483d8b darkslategray:2f4f4f
    darkslategrey:2f4f4f darkturquoise:00ced1 darkviolet:9400d3 deeppink:ff1493 deepskyblue:00bfff
    dimgray:696969 dimgrey:696969 dodgerblue:1e90ff firebrick:b22222 floralwhite:fffaf0
    forestgreen:228b22 fuchsia:ff00ff gainsboro:dcdcdc ghostwhite:f8f8ff gold:ffd700 goldenrod:daa520
    gray:808080 green:008000 greenyellow:adff2f grey:808080 honeydew:f0fff0 hotpink:ff69b4
    indianred:cd5c5c indigo:4b0082 ivory:fffff0 khaki:f0e68c lavender:e6e6fa lavenderblush:fff0f5
    lawngreen:7cfc00 lemonchiffon:fffacd lightblue:add8e6 lightcoral:f08080 lightcyan:e0ffff
    lightgoldenrodyellow:fafad2 lightgray:d3d3d3 lightgreen:90ee90 lightgrey:d3d3d3 lightpink:ffb6c1
    lightsalmon:ffa07a lightseagreen:20b2aa lightskyblue:87cefa lightslategray:778899
    lightslategrey:778899 lightsteelblue:b0c4de lightyellow:ffffe0 lime:00ff00 limegreen:32cd32
    linen:faf0e6 magenta:ff00ff maroon:800000 mediumaquamarine:66cdaa mediumblue:0000cd
    mediumorchid:ba55d3 mediumpurple:9370db mediumseagreen:3cb371 mediumslateblue:7b68ee
    mediumspringgreen:00fa9a mediumturquoise:48d1cc mediumvioletred:c71585 midnightblue:191970
    mintcream:f5fffa mistyrose:ffe4e1 moccasin:ffe4b5 navajowhite:ffdead navy:000080 oldlace:fdf5e6
    olive:808000 olivedrab:6b8e23 orange:ffa500 orangered:ff4500 orchid:da70d6 palegoldenrod:eee8aa
    palegreen:98fb98 paleturquoise:afeeee palevioletred:db7093 papayawhip:ffefd5 peachpuff:ffdab9
    peru:cd853f pink:ffc0cb plum:dda0dd powderblue:b0e0e6 purple:800080 rebeccapurple:663399
    red:ff0000 rosybrown:bc8f8f royalblue:4169e1 saddlebrown:8b4513 salmon:fa8072 sandybrown:f4a460
    seagreen:2e8b57 seashell:fff5ee sienna:a0522d silver:c0c0c0 skyblue:87ceeb slateblue:6a5acd
    slategray:708090 slategrey:708090 snow:fffafa springgreen:00ff7f steelblue:4682b4 tan:d2b48c
    teal:008080 thistle:d8bfd8 tomato:ff6347 turquoise:40e0d0 violet:ee82ee wheat:f5deb3 white:ffffff
    whitesmoke:f5f5f5 yellow:ffff00 yellowgreen:9acd32
"""
WORDS: dict[str, str] = dict(pair.split(":") for pair in _TABLE.split())


def hex_color(text: str) -> str | None:
    """Return a colour as ``#rrggbb`` in lower case; None where the text is no colour."""
    word = WORDS.get(text.casefold())
    if word is not None:
        return f"#{word}"
    if not _HEX.fullmatch(text):
        return None
    digits = text[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


Reader: TypeAlias = Callable[[ReadContext, str, Node], Any]

_DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T ][\d:.+Zz-]*)?)?", re.ASCII)
_NUMBER = re.compile(r"\+?\d{1,9}", re.ASCII)
_WORD = re.compile(r"[\w.-]{1,60}")
_SHOWN = 60
_TAKES = "{field} takes {takes}, not {found}"


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
    """Return how a message calls a field: by its bare name, but in quotes where that is no single word."""
    return name if _WORD.fullmatch(name) else _shown(name)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def absent(node: Node) -> bool:
    """Tell whether nothing is given: null, nothing, or what a syntax error cut away whole."""
    if isinstance(node, ScalarNode):
        return node.absent
    return node.cut and not (node.pairs if isinstance(node, MappingNode) else node.nodes)


def scalar_of(context: ReadContext, name: str, node: Node, takes: str) -> ScalarNode | None:
    """Return the scalar of a node, or the only one of a list; tell it where it is something else."""
    if isinstance(node, SequenceNode) and len(node.nodes) <= 1:
        if not node.nodes:
            return None
        node = node.nodes[0]
    if isinstance(node, ScalarNode):
        return None if node.absent else node
    if not absent(node):
        message = _TAKES
        if (
            isinstance(node, MappingNode)
            and len(node.pairs) == 1
            and isinstance(node.pairs[0][1], ScalarNode)
        ):
            # An unquoted "key: value" is a mapping.
            message += "; a text that holds ': ' needs quotes"
        context.report_shape(message, node, field=called(name), takes=takes, found=describe(node))
    return None


def report_wrong(
    context: ReadContext, name: str, scalar: ScalarNode, takes: str, nearest: str = "", more: str = ""
) -> None:
    """Note that a field has a wrong value; ``more`` is said behind it."""
    about = {"field": called(name)}
    values = {"takes": takes, "found": describe(scalar), "nearest": nearest}
    context.report(Code.WRONG_VALUE, _TAKES + more, scalar.at, about, **values)


def unknown_key(context: ReadContext, key: ScalarNode, record: str, known: Collection[str]) -> None:
    """Note that a record has no such key, with the nearest one or all that there are."""
    near = closest(key.text[:40], known)
    message = "{key!r} is no key of {record}" if near else "{key!r} is no key of {record}; it takes {known}"
    about = {"key": key.text}
    context.report(Code.UNKNOWN_KEY, message, key.at, about, record=record, known=known, nearest=near)


def text(context: ReadContext, name: str, node: Node) -> Text | UnsetType:
    """Read a plain text, as one line."""
    scalar = scalar_of(context, name, node, "a text")
    if scalar is None:
        return UNSET
    value = scalar.text.strip()
    if not value.isprintable() and len(value.splitlines()) > 1:
        value = " ".join(value.split())
    return Text(value, context.location(scalar.at)) if value else UNSET


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
    if scalar.plain and word in ("true", "True", "TRUE"):
        return True
    if scalar.plain and word in ("false", "False", "FALSE"):
        return False
    meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(word.casefold(), word.casefold())
    meant = meant if meant in ("true", "false") else ""
    report_wrong(context, name, scalar, "true or false", meant, "; did you mean {nearest}?" if meant else "")
    return UNSET


def whole_number(context: ReadContext, name: str, node: Node) -> int | UnsetType:
    """Read a number from 0 on."""
    scalar = scalar_of(context, name, node, "a whole number")
    if scalar is None:
        return UNSET
    if _NUMBER.fullmatch(scalar.text.strip()):
        return int(scalar.text)
    report_wrong(context, name, scalar, "a whole number from 0 on")
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


def _day(context: ReadContext, name: str, node: Node, last: bool) -> date | UnsetType:
    scalar = scalar_of(context, name, node, "a day")
    if scalar is None:
        return UNSET
    day = day_of(scalar.text, last=last)
    if day is not None:
        return day
    report_wrong(context, name, scalar, "a day such as 2027-03-31 or a month such as 2027-03")
    return UNSET


def last_day(context: ReadContext, name: str, node: Node) -> date | UnsetType:
    """Read a day until which something holds: of a month, the last."""
    return _day(context, name, node, True)


def first_day(context: ReadContext, name: str, node: Node) -> date | UnsetType:
    """Read a day on which something was: of a month, the first, so as not to promise too much."""
    return _day(context, name, node, False)


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
    report_wrong(context, name, scalar, takes, closest(word[:40], WORDS))
    return UNSET


def choice(*words: str) -> Reader:
    """Make a reader of one of some words; case does not count."""

    def read(context: ReadContext, name: str, node: Node) -> Text | UnsetType:
        value = text(context, name, node)
        if value is UNSET or value.casefold() in words:
            return value if value is UNSET else Text(value.casefold(), value.location)
        takes = " or ".join((", ".join(words[:-1]), words[-1]))
        scalar = scalar_of(context, name, node, "a word") or ScalarNode(value, node.at)
        report_wrong(context, name, scalar, takes, closest(value[:40], words))
        return UNSET

    return read


def many(reader: Reader) -> Reader:
    """Make a reader of a list; one value is a list of one, and a wrong item costs only itself."""

    def read(context: ReadContext, name: str, node: Node) -> tuple[Any, ...] | UnsetType:
        if absent(node):
            return UNSET
        nodes = node.nodes if isinstance(node, SequenceNode) else [node]
        values = [value for one in nodes if (value := reader(context, name, one)) is not UNSET]
        # A list in which nothing is right says nothing; an empty one says "none".
        return tuple(values) if values or not nodes else UNSET

    return read


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
