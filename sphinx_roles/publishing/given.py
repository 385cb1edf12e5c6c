"""Records of the model as plain data: what is given, and nothing that is nobody's business."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from sphinx_roles.model import Holder, Link, Prose, hide_addresses, is_address

# Where something stands in the files is no fact of the organisation.
_NEVER = frozenset({"location", "email"})
_ADDRESSES = frozenset({"link", "url"})
"""Fields that hold where something is, not words."""


def given(record: Struct, *, leaving: Collection[str] = (), keeping: Collection[str] = ()) -> dict[str, Any]:
    """Return the fields of a record that say something, in the order of the model.

    ``leaving`` are left out, ``keeping`` are there even where they are empty.
    """
    made: dict[str, Any] = {}
    for name in record.__struct_fields__:
        if name in _NEVER or name in leaving:
            continue
        value = getattr(record, name)
        if name in _ADDRESSES and isinstance(value, str):
            if not is_address(value):
                made[name] = str(value)
        elif name in keeping or name == "id" or not (value is None or value is False or value in ("", ())):
            made[name] = plain(value)
    return made


def holder(person: Holder) -> dict[str, Any]:
    """Return what is known of a person, but for the address; ``capacity`` is called ``as`` in the data."""
    return {"as" if name == "capacity" else name: value for name, value in given(person).items()}


def own_fields(own: Mapping[str, Prose | tuple[Prose, ...]], declared: Mapping[str, str]) -> dict[str, Any]:
    """Return the team's own fields with their labels, in the order in which conf.py declares them."""
    made = {
        name: {"label": label, "value": plain(own[name])} for name, label in declared.items() if name in own
    }
    return {"own": made} if made else {}


def plain(value: Any) -> Any:
    """Return a value as JSON has it. E-mail addresses are taken out of texts, and links to them left out."""
    if isinstance(value, Holder):
        return holder(value)
    if isinstance(value, Struct):
        return given(value)
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value if not (isinstance(one, Link) and is_address(one.url))]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        # A text of the data knows its place; here it is only a text.
        return hide_addresses(value)
    return value
