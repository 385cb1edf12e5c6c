"""Plain data as TOML: a table for each role and row, and what is in them inline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sphinx_roles.model import Prose

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
# Their entries are tables of their own.
_RECORDS = frozenset({"roles", "responsibilities", "rows", "matrices", "skills", "schemes"})
_WIDTH = 100


def toml_text(data: Mapping[str, Any]) -> str:
    """Return a document. TOML has no null: what is None is left out."""
    return "\n".join(_table(data, ())).strip("\n") + "\n"


def _table(data: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of a table: its own values first, then the tables in it."""
    inner = {key: value for key, value in data.items() if _is_table(key, value, path)}
    for key, value in data.items():
        if key not in inner and value is not None:
            yield f"{_key(key)} = {_value(value, 0)}"
    for key, value in inner.items():
        here = (*path, key)
        if isinstance(value, list):
            for one in value:
                yield from ("", f"[[{_header(here)}]]", *_table(one, here))
        elif key in _RECORDS and _holds_records(here):
            if not value:
                yield from ("", f"[{_header(here)}]")
            for name, record in value.items():
                yield from ("", f"[{_header((*here, name))}]", *_table(record, (*here, name)))
        else:
            yield from ("", f"[{_header(here)}]", *_table(value, here))


def _is_table(key: str, value: Any, path: tuple[str, ...]) -> bool:
    if not path:
        return isinstance(value, Mapping) or key == "accepted"
    return key == "rows" and len(path) == 2 and path[0] == "responsibilities"


def _holds_records(path: tuple[str, ...]) -> bool:
    return len(path) in (1, 3)


def _header(path: tuple[str, ...]) -> str:
    return ".".join(map(_key, path))


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _string(text: str) -> str:
    quoted = json.dumps(str(text), ensure_ascii=False)
    # What JSON does not escape: one is forbidden here, the other one is taken for the mark of a file.
    return quoted.replace("\x7f", "\\u007f").replace("\ufeff", "\\ufeff")


def _value(value: Any, depth: int) -> str:
    if isinstance(value, Prose) and "\n" in value and not depth:
        # A line feed right behind the quotes is no part of the text, and prose ends at its last word.
        inner = _string(value)[1:-1].replace("\\n", "\n")
        return f'"""\n{inner}"""'
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = ", ".join(
            f"{_key(key)} = {_value(one, depth + 1)}" for key, one in value.items() if one is not None
        )
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        items = [_value(one, depth + 1) for one in value if one is not None]
        line = f"[{', '.join(items)}]"
        if depth or len(line) <= _WIDTH:
            return line
        return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    return repr(value)
