"""The data of a file as written, with locations; the entries of a mapping or list in it, and single values.

A location is packed into one integer (`pack`): a large catalog has tens of thousands.
"""

from __future__ import annotations

import calendar
import json
import math
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import UNSET, Struct, UnsetType, field

from sphinx_roles.catalog.sources import Limits
from sphinx_roles.model import Prose, Text, id_of, id_of_name
from sphinx_roles.problems import NOTHING, About, Code, Given, Location, Phrase, Problem, closest, misspelt

NULLS = frozenset(("", "~", "null", "Null", "NULL"))
"""What YAML reads as null."""


class _Node(Struct, gc=False):
    """What all nodes have."""

    @property
    def values(self) -> dict[str, Node]:
        """The values of a mapping by their keys; none for any other node."""
        return {}

    @property
    def texts(self) -> dict[str, str]:
        """The texts in a mapping by their keys."""
        return {key: value.text for key, value in self.values.items() if isinstance(value, ScalarNode)}

    @property
    def items(self) -> list[Any]:
        """The nodes in a sequence; any other node is the only one."""
        return [self]


class ScalarNode(_Node, gc=False):
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

    @property
    def described(self) -> str:
        """What it is, for a message: the text as it is."""
        return _shown(self.text)


_DASH = re.compile(r"\s*(?:[-\u2010-\u2015\u2212]+|n\s*[/.]\s*a\.?)\s*", re.I)


def is_dash(text: str) -> bool:
    """Return whether a text is the sign of an empty cell: a dash, or ``N/A``."""
    return _DASH.fullmatch(text) is not None


class MappingNode(_Node, gc=True):
    """A mapping: its keys and values in order. A repeated key is reported and left out.

    ``cut`` says that there is a syntax error inside: the pairs before it are there.
    """

    pairs: list[tuple[ScalarNode, Node]]
    at: int
    cut: bool = False

    @property
    def values(self) -> dict[str, Node]:
        """The values by their keys."""
        return {key.text: value for key, value in self.pairs}

    @property
    def absent(self) -> bool:
        """True where a syntax error has cut it away whole."""
        return self.cut and not self.pairs

    @property
    def described(self) -> Phrase:
        """What it is, for a message."""
        keys = [_shown(key.text) for key, _ in self.pairs[:3]]
        more = ["…"] if len(self.pairs) > 3 else []
        return Phrase.of("a mapping with {keys}", keys=keys + more) if keys else Phrase("an empty mapping")


class SequenceNode(_Node, gc=True):
    """A sequence, ``cut`` as a mapping may be."""

    nodes: list[Node]
    at: int
    cut: bool = False

    @property
    def items(self) -> list[Node]:
        """Its nodes."""
        return self.nodes

    @property
    def absent(self) -> bool:
        """True where a syntax error has cut it away whole."""
        return self.cut and not self.nodes

    @property
    def described(self) -> Phrase:
        """What it is, for a message."""
        return Phrase.of("a list of {count}", count=len(self.nodes))


Node: TypeAlias = ScalarNode | MappingNode | SequenceNode


def pack(line: int, column: int) -> int:
    """Pack a line and a column (both from 1) into one integer; columns end at 4,095."""
    return line << 12 | min(column, 0xFFF)


TOP = pack(1, 1)
"""Where a file begins."""


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
        message: str | Phrase,
        at: int,
        about: About = NOTHING,
        other: Location | None = None,
        /,
        **values: Given,
    ) -> None:
        """Note a `Problem` at a packed location."""
        self.problems.append(Problem.of(code, message, self.location(at), about, other, **values))

    def report_shape(self, message: str, node: Node, code: Code = Code.WRONG_TYPE, **values: Given) -> None:
        """Note that a node is ``{found}``, which it must not be; one that a syntax error cut was to go on."""
        if isinstance(node, ScalarNode) or not node.cut:
            values.setdefault("found", node.described)
            self.report(code, message, node.at, **values)

    def report_wrong(
        self, name: str, scalar: ScalarNode, takes: str | Phrase, nearest: str = "", more: str = ""
    ) -> None:
        """Note that a field has a wrong value; ``more`` is said behind it."""
        about = {"field": called(name)}
        values: dict[str, Given] = {"takes": takes, "found": scalar.described, "nearest": nearest}
        self.report(Code.WRONG_VALUE, TAKES + more, scalar.at, about, **values)

    def unknown_key(self, key: ScalarNode, record: str, known: Collection[str]) -> None:
        """Note that a record has no such key, with the nearest one or all that there are."""
        near = closest(key.text[:40], known)
        message = "{key!r} is no key of {record}"
        message += "" if near else "; it takes {known}"
        about = {"key": key.text}
        self.report(Code.UNKNOWN_KEY, message, key.at, about, record=record, known=known, nearest=near)

    def location(self, at: int) -> Location:
        """Return a packed location."""
        return Location(self.file, at >> 12, at & 0xFFF)


def as_lines(text: str) -> str:
    """Return a text whose lines end with line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


# All that YAML and XML cannot hold; tab and line ends are fine.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_FAR = 0xFFF
"""The last column that a packed place can hold."""


class Lines:
    """Finds the packed place of an index in a text whose lines end with line feeds."""

    def __init__(self, text: str, context: ReadContext) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text) + 1]
        self._line, self._column = context.line - 1, context.column

    def at(self, index: int) -> int:
        """Return the place of an index."""
        return index + self.stretch(index)[1]

    def stretch(self, index: int) -> tuple[int, int]:
        """Return the end of the indices around one that are as far apart as their places, and how far off."""
        line = bisect_right(self._starts, index)
        start = self._starts[line - 1]
        first = line + self._line << 12
        far = start + _FAR - self._column
        if index > far:
            return index + 1, first + _FAR - index
        return min(self._starts[line], far + 1), first + self._column - start


def printable(text: str, context: ReadContext) -> str:
    """Make all line ends line feeds, and replace what no text can hold, as NUL; report the first of it."""
    text = as_lines(text.replace("\ufeff", ""))
    # Nearly every text is printable but for its line ends, which is soon known.
    found = None if text.replace("\n", "").isprintable() else _CONTROL.search(text)
    if found is None:
        return text
    others = len(_CONTROL.findall(text)) - 1
    message = "the control character {character} cannot be in a text"
    message += "; and {others} more such characters" if others else ""
    at, character = Lines(text, context).at(found.start()), _code_point(found.group())
    context.report(Code.SYNTAX, message, at, character=character, others=others)
    return _CONTROL.sub("\ufffd", text)


def without_controls(value: str, context: ReadContext, at: int) -> str:
    """Replace control characters that an escape put into a value."""
    found = _CONTROL.search(value)
    if found is None:
        return value
    message = "the escaped control character {character} cannot be in a text"
    context.report(Code.SYNTAX, message, at, character=_code_point(found.group()))
    return _CONTROL.sub("\ufffd", value)


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


_WORD = re.compile(r"[\w.-]{1,60}")
_SHOWN = 60
TAKES = "{field} takes {takes}, not {found}"
"""What a field takes, and what it has instead."""


def called(name: str) -> str:
    """Return how a message calls a field: by its bare name, but in quotes where that is not a single word."""
    return name if _WORD.fullmatch(name) else _shown(name)


def _shown(words: str) -> str:
    return repr(words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…")


class Entry(Struct):
    """One entry. ``short`` is the text that is in place of its fields."""

    id: str
    name: Text
    body: MappingNode
    at: int
    short: ScalarNode | None = None


# Commas between words, or items whose dash lacks its blank, which YAML joins: "-one -two".
_SEVERAL = re.compile(r"[^\s,;]\s*[,;、，；\n](?![^()（）]*[)）])\s*[^\s,;]|^-[^\s-].*\s-[^\s-]")
_QUOTED = re.compile(r"\"[^\"]*\"")


def items_of(context: ReadContext, what: str, node: Node, name: str = "") -> list[Node]:
    """Return the items of a list, or the only one; a text that may be several is kept, and reported.

    ``what`` an item is, is said of the field of that ``name``.
    """
    if isinstance(node, SequenceNode):
        return node.nodes
    if isinstance(node, ScalarNode) and _SEVERAL.search(_QUOTED.sub("x", node.text)):
        message = "{found} is one {what}; several are a list, such as [one, two]"
        of_field = Phrase.of("text of {field}", field=name) if name else what
        context.report_shape(message, node, what=of_field)
    return [node]


def entries_of(context: ReadContext, what: str, node: Node, fields: Collection[str]) -> list[Entry]:
    """Return the entries of a node. ``fields`` are the keys of one, unlike those of many."""
    if node.absent:
        return []
    if isinstance(node, MappingNode) and not _is_one(node, fields):
        pairs = _indented(context, what, node.pairs, fields)
        entries = [_keyed(context, what, key, value, fields) for key, value in pairs]
    else:
        entries = [_item(context, what, one, fields) for one in items_of(context, what, node)]
    return [entry for entry in entries if entry is not None]


_FIRST = ("name", "summary", "tagline", "description", "duties", "holders", "abbr", "assign", "section")
_TIGHT = re.compile(r"([^\s:]+):(?!//)(?=\S)")


def _indented(
    context: ReadContext, what: str, pairs: list[tuple[ScalarNode, Node]], fields: Collection[str]
) -> list[tuple[ScalarNode, Node]]:
    """Put fields that are beside their empty entry under it, and report them: their indentation is lost."""
    found: list[tuple[ScalarNode, Node]] = []
    owner: MappingNode | None = None
    for key, value in pairs:
        if owner is not None and key.text in fields:
            owner.pairs.append((key, value))
            continue
        entry = found[-1] if found else None
        if entry is None or not entry[1].absent or key.text not in _FIRST or key.text not in fields:
            owner = None
            found.append((key, value))
            continue
        message = (
            "{key!r} is a field of a {what}: it is beside {entry!r}, and needs more spaces to be under it"
        )
        about = {"key": key.text, "entry": entry[0].text}
        context.report(Code.WRONG_VALUE, message, key.at, about, what=what)
        owner = MappingNode([(key, value)], entry[0].at)
        found[-1] = entry[0], owner
    return found


def report_tight(context: ReadContext, node: ScalarNode, fields: Collection[str]) -> str:
    """Return what is before the colon of ``name:Ana``, reported as a key without its space; else ``""``."""
    tight = _TIGHT.match(node.text) if node.plain else None
    if tight is None or (tight[1] not in fields and node.text[tight.end()] not in "{["):
        return ""
    message = "{text!r} needs a space behind its colon: what is said of {key!r} is not read"
    context.report(Code.WRONG_VALUE, message, node.at, {"text": node.text}, key=tight[1])
    return tight[1]


def _is_one(node: MappingNode, fields: Collection[str]) -> bool:
    """Return whether a mapping is one entry itself: it names itself, and has nothing but fields."""
    values = node.values
    named = any(isinstance(values.get(key), ScalarNode) for key in ("id", "name"))
    return named and values.keys() <= set(fields)


def _keyed(
    context: ReadContext, what: str, key: ScalarNode, value: Node, fields: Collection[str]
) -> Entry | None:
    text = key.text.strip()
    if ":" in text and (tight := report_tight(context, key, ())):
        return Entry(id_of(tight), Text(tight, context.location(key.at)), MappingNode([], key.at), key.at)
    if not text:
        context.report(Code.WRONG_VALUE, "a {what} has an empty key", key.at, what=what)
        return None
    given = _given(context, value, "id") if isinstance(value, MappingNode) else None
    location = context.location(key.at)
    ident, name = id_of(given or text), Text(" ".join(text.split()), location)
    if isinstance(value, MappingNode):
        return Entry(ident, name, value, key.at)
    body = MappingNode([], key.at)
    if isinstance(value, ScalarNode):
        tight = report_tight(context, value, fields) if ":" in value.text else ""
        return Entry(ident, name, body, key.at, None if value.absent or tight else value)
    if not value.absent:
        message = "a {what} is a mapping of its fields, and {key!r} is {found}"
        context.report_shape(message, value, what=what, key=text)
        body.cut = True
    return Entry(ident, name, body, key.at)


def _item(context: ReadContext, what: str, node: Node, fields: Collection[str]) -> Entry | None:
    if node.absent:
        return None
    if isinstance(node, ScalarNode):
        text = Text(" ".join(node.text.split()), context.location(node.at))
        return Entry(id_of_name(text), text, MappingNode([], node.at), node.at) if text else None
    if isinstance(node, SequenceNode):
        context.report_shape("a {what} is a name or a mapping, not {found}", node, what=what)
        return None
    if len(node.pairs) == 1 and node.pairs[0][0].text not in fields:
        key, value = node.pairs[0]
        if isinstance(value, MappingNode) or value.absent:
            return _keyed(context, what, key, value, fields)
    given, name = _given(context, node, "id"), _given(context, node, "name")
    if given is not None:
        return Entry(id_of(given), Text(" ".join(given.split()), given.location), node, node.at)
    if name is not None:
        return Entry(id_of_name(name), Text(" ".join(name.split()), name.location), node, node.at)
    # A wrong name is reported by its own reader.
    ours = [value for key, value in node.values.items() if key in ("id", "name")]
    if all(isinstance(value, ScalarNode) for value in ours):
        message = "a {what} in a list needs an id or a name: {found} has neither"
        context.report_shape(message, node, Code.WRONG_VALUE, what=what)
    return None


def _given(context: ReadContext, node: MappingNode, wanted: str) -> Text | None:
    """Return the text of `id` or `name`; a wrong `name` is reported by its own reader."""
    value = node.values.get(wanted)
    if isinstance(value, ScalarNode) and not value.absent:
        return Text(value.text.strip(), context.location(value.at)) if value.text.strip() else None
    if wanted == "id" and value is not None and not value.absent:
        context.report_shape("id takes a text, not {found}", value)
    return None


# Single values. A reader returns UNSET where nothing is given, and where it has reported what is wrong

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


def _parsed(parse: Callable[[str], Any], what: str, takes: str, words: Collection[str] = ()) -> Reader:
    """Make a reader of ``what`` a text is parsed to; one that is parsed to None is reported."""

    def read(context: ReadContext, name: str, node: Node) -> Any:
        scalar = scalar_of(context, name, node, what)
        if scalar is None:
            return UNSET
        word = scalar.text.strip()
        value = parse(word)
        if value is None:
            context.report_wrong(name, scalar, takes, closest(word[:40], words))
            return UNSET
        return Text(value, context.location(scalar.at)) if isinstance(value, str) else value

    return read


whole_number = _parsed(
    lambda word: int(word) if _COUNT.fullmatch(word) else None, "a whole number", "a whole number from 0 on"
)


_DAY = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T ][\d:.+Zz-]*)?)?", re.ASCII)


def day_of(written: str, *, last: bool) -> date | None:
    """Return the day of a text; of a month, its last day or its first."""
    found = _DAY.fullmatch(written)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2]), found[3]
    try:
        if day is not None:
            return date(year, month, int(day))
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    except ValueError:
        return None


_DAYS = "a day such as 2027-03-31 or a month such as 2027-03"
last_day = _parsed(partial(day_of, last=True), "a day", _DAYS)
"""Reads a day until which something holds: of a month, the last."""
first_day = _parsed(partial(day_of, last=False), "a day", _DAYS)
"""Reads a day on which something was: of a month, the first, so as not to promise too much."""


HEX = "#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})"
"""The pattern of a colour that is no word."""

COLORS: dict[str, str] = json.loads(Path(__file__).with_name("colors.json").read_text("utf-8"))
"""The colours of CSS by name, as ``rrggbb``."""


def hex_color(text: str) -> str | None:
    """Return a colour as ``#rrggbb`` in lower case; None where the text is not a valid colour."""
    word = COLORS.get(text.casefold())
    if word is not None:
        return f"#{word}"
    if not re.fullmatch(HEX, text):
        return None
    digits = text[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


color = _parsed(
    hex_color, "a colour", "#rgb, #rrggbb (in quotes, as # begins a comment) or a CSS colour word", COLORS
)
"""Reads a colour as ``#rrggbb``."""


def choice(*words: str, free: bool = False) -> Reader:
    """Make a reader of one of some words; case does not count.

    Where the text is ``free``, any other one is kept, and reported where it is nearly a word.
    """

    def read(context: ReadContext, name: str, node: Node) -> Text | UnsetType:
        value = text(context, name, node)
        if value is UNSET or value.casefold() in words:
            return value if value is UNSET else Text(value.casefold(), value.location)
        near = misspelt(value, words) if free else closest(value[:40], words)
        if near or not free:
            takes = Phrase.of("{words} or {last}", words=words[:-1], last=words[-1])
            takes = Phrase.of("{words} or a text of your own", words=words) if free else takes
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
        return _each_once(context, name, values) if values or not nodes else UNSET

    return read


def _each_once(context: ReadContext, name: str, values: list[Any]) -> tuple[Any, ...]:
    """Return values, each once; report a text that is there again."""
    if len(found := dict.fromkeys(values)) < len(values):
        seen: set[str] = set()
        for value in (value for value in values if isinstance(value, Text)):
            if value in seen:
                report_again(context, called(name), value)
            seen.add(value)
    return tuple(found)


def report_again(context: ReadContext, name: str, value: Text) -> None:
    """Report a value that is in a list twice."""
    message, about = "{field} has {value!r} twice; once is enough", {"value": value}
    problem = Problem.of(Code.REPEATED_KEY, message, value.location, about, field=name)
    context.problems.append(problem)


TEXTS, PROSES = many(text), many(prose)


_NUMBER = re.compile(r"[-+]?(?:\d+(?:\.\d*)?(?:e[-+]?\d+)?|\.?(?:inf|nan))", re.I | re.A)


def number_of(context: ReadContext, name: str, node: ScalarNode) -> float | UnsetType | None:
    """Return the number that a scalar is, None for a text; one that is not finite is reported, and UNSET."""
    if not node.plain or not _NUMBER.fullmatch(node.text):
        return None
    number = float(node.text.casefold().replace(".nan", "nan").replace(".inf", "inf"))
    if math.isfinite(number):
        return number
    context.report_wrong(name, node, "a finite number")
    return UNSET


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
