"""Plain data as YAML that a person likes to edit.

PyYAML writes each entry; this decides what is on one line. Order is kept. What is short is on one line,
what is not has lines of its own, and an empty line comes before each entry that takes more than one.
Comments are above the entry that they are about.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

import yaml

from sphinx_roles.convert.plain_data import Path
from sphinx_roles.model import Prose

_WIDTH = 100
# Entries with more fields than this are easier to edit line by line.
_SHORT = 2
_RECORDS = frozenset(
    {"roles", "responsibilities", "rows", "matrices", "skills", "schemes", "levels", "letters"}
)
_TEXT = "tag:yaml.org,2002:str"
Comments = Mapping[Path, Iterable[str]]


def yaml_text(data: Mapping[str, Any], comments: Comments | None = None, head: Iterable[str] = ()) -> str:
    """Return a document. ``comments`` are by the path of an entry, those of ``head`` at the very top."""
    lines = [line for sentence in head for line in _comment(sentence)]
    return "\n".join([*lines, *_entries(data, (), comments or {})]) + "\n"


def _comment(sentence: str, depth: int = 1) -> list[str]:
    return textwrap.wrap(
        " ".join(sentence.split()),
        _WIDTH + 10 - 2 * depth,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _entries(data: Mapping[str, Any], path: Path, comments: Comments) -> list[str]:
    lines: list[str] = []
    long_before = False
    for number, (key, value) in enumerate(data.items()):
        inner = (*path, key)
        entry = [line for sentence in comments.get(inner, ()) for line in _comment(sentence, len(inner))]
        if isinstance(value, Mapping) and _holds_entries(value, inner):
            entry.append(_dumped(key, None, inner)[0].removesuffix(" null"))
            entry += [f"  {line}" if line else "" for line in _entries(value, inner, comments)]
        else:
            entry += _dumped(key, value, inner)
        long = len(entry) > 1
        # A rule between entries: always at the top, else where one of the two is long.
        if number and (not path or (path[-1] in _RECORDS and (long or long_before))):
            lines.append("")
        lines += entry
        long_before = long
    return lines


def _holds_entries(value: Mapping[str, Any], path: Path) -> bool:
    """Tell whether what is inside can have comments: what is at the top, a section, and its rows."""
    if path[0] != "responsibilities" or len(path) == 1:
        return len(path) == 1
    return "rows" in value if len(path) == 2 else len(path) == 3 and path[2] == "rows" and bool(value)


def _dumped(key: str, value: Any, path: Path) -> list[str]:
    """Return the lines of ``key: value``, without the indentation of its path."""
    width = _WIDTH - 2 * (len(path) - 1)
    representer = _Dumper(StringIO(), sort_keys=False)
    name, node = representer.represent_data(key), representer.represent_data(value)
    _lay_out(node, width - len(key) - 2, path)
    if len(path) == 1 and value and isinstance(node, yaml.CollectionNode):
        node.flow_style = False
    pair = yaml.MappingNode("tag:yaml.org,2002:map", [(name, node)], flow_style=False)
    return yaml.serialize(pair, Dumper=_Dumper, width=width, allow_unicode=True).rstrip("\n").split("\n")


def _lay_out(node: Any, room: int, path: Path) -> int:
    """Put what fits into ``room`` on one line; return how long that is, beyond all bounds where it is not."""
    if isinstance(node, yaml.ScalarNode):
        return len(node.value) + 2 if node.style not in ("|", ">") else _WIDTH
    length = 0
    for one in node.value:
        if isinstance(node, yaml.MappingNode):
            key, value = one
            length += len(key.value) + 4 + _lay_out(value, room - 2 - len(key.value), (*path, key.value))
        else:
            length += 2 + _lay_out(one, room - 4, (*path, ""))
    # A record has a line for each field, and prose a line for each sentence.
    is_record = isinstance(node, yaml.MappingNode) and len(path) > 1 and path[-2] in _RECORDS
    long = is_record and len(node.value) > _SHORT
    long |= any(isinstance(one, _ProseNode) for one in node.value)
    node.flow_style = not node.value or (length <= room and not long)
    return length if node.flow_style else _WIDTH


class _ProseNode(yaml.ScalarNode):
    """Running text, which may have lines of its own."""


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        # The items of a list are indented below its key.
        super().increase_indent(flow, flow and indentless)

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_str(self, text: str) -> yaml.ScalarNode:
        # What is not seen, such as a line end of Unicode, is safe in double quotes only.
        style = None if text.isprintable() else '"'
        return (_ProseNode if isinstance(text, Prose) else yaml.ScalarNode)(_TEXT, str(text), style=style)

    def represent_prose(self, text: Prose) -> yaml.ScalarNode:
        lines = text.split("\n")
        node = self.represent_str(text)
        seen = all(one.isprintable() and one == one.rstrip() for one in lines)
        if seen and lines[-1] and not text[:1].isspace():
            node.style = "|" if len(lines) > 1 else ">" if len(text) > _WIDTH and "  " not in text else None
            # Prose ends at its last word, whatever line ends follow.
            node.value += "\n" if node.style else ""
        return node


_Dumper.add_representer(str, _Dumper.represent_str)
_Dumper.add_representer(Prose, _Dumper.represent_prose)
# What YAML 1.2, or a YAML 1.1 that is more exact than PyYAML, takes for something else than a text.
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"(?:[-+]?(?:0o[0-7]+|\.?\d+(?:\.\d*)?[eE][-+]?\d+)|[yYnN])\Z"), None
)
