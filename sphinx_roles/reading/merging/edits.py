r"""Lists that change what a role takes over from its parent: ``+`` adds, ``-`` cuts.

A backslash before the sign says that the item begins with it: ``\- 5 degrees``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from sphinx_roles.model import Holder, Interaction, Level, Link, Proficiency, Text, fold
from sphinx_roles.problems import Code, nearest
from sphinx_roles.reading.merging.shared import Merging

__all__ = ["apply"]

_MEANT = re.compile(r"\\+[+-]")

# What of an item carries the sign.
_LABELS: Mapping[Any, str] = {
    Proficiency: "skill",
    Holder: "name",
    Link: "text",
    Level: "id",
    Interaction: "text",
}


def apply(merging: Merging, field: str, parent: tuple[Any, ...], child: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the list of a child: its own, or the parent's with what it adds and cuts."""
    if not any(_label(item)[:1] in ("+", "-") for item in child):
        return tuple(map(_without_backslash, child))
    found = list(parent)
    for item in child:
        label = _label(item)
        signed = label[:1] in ("+", "-")
        bare = _with_label(item, label[1:].strip()) if signed else _without_backslash(item)
        same = [one for one in found if fold(_label(one)) == fold(_label(bare))]
        if not label.startswith("-"):
            # A skill that the parent has too gets the child's proficiency.
            found = [bare if one in same else one for one in found] if same else [*found, bare]
        elif same:
            found = [one for one in found if one not in same]
        else:
            near = nearest(_label(bare)[:80], map(_label, parent))
            place = getattr(label, "place", None)
            if place is not None:
                said = f"{field} takes {_label(bare)!r} away, which the parent has not{near}"
                merging.tell(Code.WRONG_VALUE, said, place)
    return tuple(found)


def _label(item: Any) -> Text:
    value = item if isinstance(item, str) else getattr(item, _LABELS[type(item)])
    return value if isinstance(value, Text) else Text(value or "")


def _without_backslash(item: Any) -> Any:
    label = _label(item)
    return _with_label(item, label[1:]) if _MEANT.match(label) else item


def _with_label(item: Any, label: str) -> Any:
    old = _label(item)
    if label == old:
        return item
    kind = type(old)
    new = kind(label, old.place)
    return new if isinstance(item, str) else replace(item, **{_LABELS[type(item)]: new})
