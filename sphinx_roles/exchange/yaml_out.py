"""Plain data as YAML that a person likes to edit.

Order is kept. What is short stands on one line, what is not has lines of its own, and an empty line
comes before each entry that takes more than one. Comments stand above the entry that they are about.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from sphinx_roles.exchange.plain import Path
from sphinx_roles.exchange.yaml_scalars import block, scalar
from sphinx_roles.model import Prose

_WIDTH = 100
# Entries with more fields than this are easier to edit line by line.
_SHORT = 2
_RECORDS = frozenset(
    {"roles", "responsibilities", "rows", "matrices", "skills", "schemes", "levels", "letters"}
)


def yaml_text(
    data: Mapping[str, Any], comments: Mapping[Path, Iterable[str]] | None = None, head: Iterable[str] = ()
) -> str:
    """Return a document. ``comments`` are by the path of an entry, those of ``head`` at the very top."""
    writer = _Writer({path: list(message) for path, message in (comments or {}).items()})
    for sentence in head:
        writer.comment(sentence, 0)
    writer.mapping(data, (), 0)
    return "\n".join(writer.lines) + "\n"


class _Writer(Struct):
    comments: dict[Path, list[str]]
    lines: list[str] = field(default_factory=list)

    def comment(self, sentence: str, indent: int) -> None:
        margin = " " * indent + "# "
        self.lines += textwrap.wrap(
            " ".join(sentence.split()),
            _WIDTH + 8,
            initial_indent=margin,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )

    def mapping(self, data: Mapping[str, Any], path: Path, indent: int) -> None:
        """Write the entries of a mapping."""
        apart = not path or path[-1] in _RECORDS
        before = False
        for number, (key, value) in enumerate(data.items()):
            inner = (*path, key)
            start = len(self.lines)
            for sentence in self.comments.get(inner, ()):
                self.comment(sentence, indent)
            self.entry(scalar(key), value, inner, indent)
            long = len(self.lines) - start > 1
            # A rule between entries: always at the top, else where one of the two is long.
            if number and apart and (not path or long or before):
                self.lines.insert(start, "")
            before = long

    def entry(self, key: str, value: Any, path: Path, indent: int) -> None:
        """Write ``key: value``, on one line where it fits."""
        margin = " " * indent
        if isinstance(value, Prose) and (lines := block(value, indent + 2)) is not None:
            self.lines += f"{margin}{key}: {lines}".split("\n")
            return
        line = None if _must_be_long(value, path) else self._flow(value)
        if line is not None and (len(margin) + len(key) + len(line) + 2 <= _WIDTH or not _is_group(value)):
            self.lines.append(f"{margin}{key}: {line}")
            return
        self.lines.append(f"{margin}{key}:")
        if isinstance(value, Mapping):
            self.mapping(value, path, indent + 2)
        else:
            self.items(value, path, indent + 2)

    def items(self, values: Iterable[Any], path: Path, indent: int) -> None:
        """Write a list, an item to a line."""
        margin = " " * indent
        for value in values:
            line = self._flow(value)
            if isinstance(value, Prose) and (lines := block(value, indent + 2)) is not None:
                self.lines += f"{margin}- {lines}".split("\n")
            elif line is not None and (indent + len(line) + 2 <= _WIDTH or not _is_group(value)):
                self.lines.append(f"{margin}- {line}")
            elif isinstance(value, Mapping):
                start = len(self.lines)
                self.mapping(value, (*path, ""), indent + 2)
                self.lines[start] = f"{margin}- {self.lines[start].lstrip()}"
            else:
                self.lines.append(f"{margin}-")
                self.items(value, path, indent + 2)

    def _flow(self, value: Any, inside: bool = False) -> str | None:
        """Return a value on one line; None where some of it needs several."""
        if isinstance(value, Prose) and "\n" in value and block(value, 0) is not None:
            return None
        if isinstance(value, Mapping):
            pairs = [(scalar(key, flow=True), self._flow(one, True)) for key, one in value.items()]
            if any(line is None for _, line in pairs):
                return None
            return "{" + ", ".join(f"{key}: {line}" for key, line in pairs) + "}"
        if isinstance(value, list):
            lines = [self._flow(one, True) for one in value]
            return None if None in lines else f"[{', '.join(map(str, lines))}]"
        return scalar(value, flow=inside)


def _is_group(value: Any) -> bool:
    return isinstance(value, (Mapping, list)) and bool(value)


def _must_be_long(value: Any, path: Path) -> bool:
    """Tell whether a value has lines of its own, however short it is."""
    if not _is_group(value):
        return False
    if len(path) == 1 or path[-1] == "rows":
        return True
    if isinstance(value, Mapping) and path[-2] in _RECORDS:
        return len(value) > _SHORT or "rows" in value
    # Prose is for editing: a sentence to a line.
    return isinstance(value, list) and any(isinstance(one, Prose) for one in value)
