"""A role that extends another one: what it takes over from it is not said again."""

from __future__ import annotations

import re
from typing import Any

from msgspec import structs

from sphinx_roles.catalog.merge.roles import ITS_OWN
from sphinx_roles.model import Prose, Role

_SIGN = re.compile(r"\\*[+-]")
_NOT_INHERITED = frozenset({"id", "name", "location", "own"})


def leave_out_inherited(data: dict[str, Any], role: Role, parent: Role) -> None:
    """Take what the parent says too out of the plain data of a role, and say what the role has none of."""
    for one in structs.fields(Role):
        mine, theirs = getattr(role, one.name), getattr(parent, one.name)
        if one.name in _NOT_INHERITED or one.name in ITS_OWN:
            continue
        if mine == theirs:
            data.pop(one.name, None)
        elif one.name in data:
            # The id of a level takes no backslash.
            if one.name == "levels":
                continue
            data[one.name] = _as_meant(data[one.name], links=one.name == "links")
        else:
            data[one.name] = [] if isinstance(one.default, tuple) else one.default


def _as_meant(value: Any, *, links: bool) -> Any:
    """Put a backslash before a sign that would be taken for an edit of the parent's list."""
    if isinstance(value, dict):
        return {_escaped(key): one for key, one in value.items()}
    if not isinstance(value, list):
        return value
    if links:
        # An address alone is its text too, and only the text takes a backslash.
        value = [
            {"text": one, "url": one} if isinstance(one, str) and _SIGN.match(one) else one for one in value
        ]
    return [_item(one) for one in value]


def _item(item: Any) -> Any:
    if isinstance(item, str):
        return _escaped(item)
    if set(item) <= {"text", "url", "role"}:
        return {key: _escaped(one) if key == "text" else one for key, one in item.items()}
    return {_escaped(key): one for key, one in item.items()}


def _escaped(text: str) -> str:
    if not _SIGN.match(text):
        return text
    return Prose(f"\\{text}") if isinstance(text, Prose) else f"\\{text}"
