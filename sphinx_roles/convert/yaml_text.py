"""Plain data as YAML that a person likes to edit.

Order is kept; what is short is on one line, what is not has lines of its own, and comments are above the
entry that they are about.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import StringIO
from typing import Any

import yaml

from sphinx_roles.model import Prose

Path = tuple[str, ...]
"""The keys that lead to an entry."""
Comments = Mapping[Path, Iterable[str]]

_WIDTH = 100
# Entries with more fields than this are easier to edit line by line.
_SHORT = 2
_RECORDS = frozenset(
    {"roles", "responsibilities", "rows", "matrices", "skills", "schemes", "levels", "letters"}
)


def yaml_text(data: Mapping[str, Any], comments: Comments | None = None, head: Iterable[str] = ()) -> str:
    """Return a document. ``comments`` are by the path of an entry, those of ``head`` at the very top."""
    lines = [line for sentence in head for line in _comment(sentence, _WIDTH)]
    return "\n".join([*lines, *_entries(data, (), comments or {}, _WIDTH)]) + "\n"


def _comment(sentence: str, room: int) -> list[str]:
    return textwrap.wrap(
        " ".join(sentence.split()),
        room + 8,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _entries(data: Mapping[str, Any], path: Path, comments: Comments, room: int) -> list[str]:
    """Return the lines of a mapping; ``room`` is how long they may be."""
    lines: list[str] = []
    long_before = False
    for number, (key, value) in enumerate(data.items()):
        inner, name = (*path, key), _scalar(key, False)
        entry = [line for sentence in comments.get(inner, ()) for line in _comment(sentence, room)]
        first, *rest = _lines(value, inner, comments, room, len(name) + 2)
        entry += [f"{name}: {first}" if first else f"{name}:", *_indented(rest)]
        long = len(entry) > 1
        # A rule between entries: always at the top, else where one of the two is long.
        if number and (not path or (path[-1] in _RECORDS and (long or long_before))):
            lines.append("")
        lines += entry
        long_before = long
    return lines


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" if line else line for line in lines]


def _lines(value: Any, path: Path, comments: Comments, room: int, taken: int) -> list[str]:
    """Return the lines of a value, the first of which comes behind its key, where ``taken`` is used up."""
    if value.__class__ is str:
        return [_scalar(value, False)]
    if isinstance(value, Prose) and (lines := _block(value, room)):
        return lines
    line = None if _must_be_long(value, path, room) else _flow(value)
    if line is not None and (taken + len(line) <= room or not _is_group(value)):
        return [line]
    if isinstance(value, Mapping):
        return ["", *_entries(value, path, comments, room - 2)]
    lines = [""]
    for one in value:
        first, *rest = _lines(one, (*path, ""), comments, room - 2, 2)
        # A mapping begins behind the dash.
        lines += [f"- {first or rest.pop(0)}", *_indented(rest)]
    return lines


def _is_group(value: Any) -> bool:
    return isinstance(value, (Mapping, list)) and bool(value)


def _must_be_long(value: Any, path: Path, room: int) -> bool:
    """Return whether a value has lines of its own: for what it is, or as so many cannot be on one line."""
    if not _is_group(value):
        return False
    if len(path) == 1 or path[-1] == "rows" or len(value) * len("a, ") > room:
        return True
    if isinstance(value, Mapping) and path[-2] in _RECORDS:
        return len(value) > _SHORT or "rows" in value
    # Prose is for editing: a sentence to a line.
    return isinstance(value, list) and any(isinstance(one, Prose) for one in value)


def _block(text: Prose, room: int) -> list[str]:
    """Return prose as lines below its key; none where one line does, or where that would change it."""
    lines = text.split("\n")
    seen = all(one.isprintable() and one == one.rstrip() for one in lines)
    if not (seen and lines[-1]) or text[:1].isspace():
        return []
    if len(lines) == 1:
        if len(text) <= _WIDTH or "  " in text:
            return []
        folded = textwrap.wrap(text, room - 2, break_long_words=False, break_on_hyphens=False)
        return [">", *folded]
    return ["|", *lines]


def _flow(value: Any, inside: bool = False) -> str | None:
    """Return a value on one line; None where some of it needs several."""
    if value.__class__ is str:
        return _scalar(value, inside)
    if isinstance(value, Prose) and "\n" in value and _block(value, 0):
        return None
    if isinstance(value, Mapping):
        pairs = [(_scalar(key, True), _flow(one, True)) for key, one in value.items()]
        lines = [None if line is None else f"{key}: {line}" for key, line in pairs]
    elif isinstance(value, list):
        lines = [_flow(one, True) for one in value]
    else:
        return _scalar(str(value) if isinstance(value, Prose) else value, inside)
    if None in lines:
        return None
    brackets = "{%s}" if isinstance(value, Mapping) else "[%s]"
    return brackets % ", ".join(map(str, lines))


# Of thousands of entries, many have the same roles and letters.
@lru_cache(maxsize=8192, typed=True)
def _scalar(value: Any, flow: bool) -> str:
    """Return a text, number, date or truth value as PyYAML writes it; ``flow`` is inside brackets."""
    node: Any = _Dumper(StringIO()).represent_data(value)
    if isinstance(value, str) and not value.isprintable():
        # What is not seen, such as a line end of Unicode, is safe in double quotes only.
        node.style = '"'
    if flow:
        node = yaml.SequenceNode("tag:yaml.org,2002:seq", [node], flow_style=True)
    text = str(yaml.serialize(node, Dumper=_Dumper, width=sys.maxsize, allow_unicode=True))
    text = text.removesuffix("...\n").removesuffix("\n")
    return text[1:-1] if flow else text


class _Dumper(yaml.SafeDumper):
    """PyYAML's, with what YAML 1.2, or a stricter YAML 1.1, takes for something else than a text."""


_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"(?:[-+]?(?:0o[0-7]+|\.?\d+(?:\.\d*)?[eE][-+]?\d+)|[yYnN])\Z"), None
)
