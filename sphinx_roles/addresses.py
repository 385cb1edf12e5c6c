"""E-mail addresses in the data: nobody's leaves it unasked."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import cache
from typing import Any, TypeVar

from msgspec import Struct, structs

from sphinx_roles.model import Holder, Link, Prose, Text

_HIDDEN = "[e-mail]"
"""What replaces an address in a running text."""

# With bounds, so that a long text without an end costs no more than its length.
_MAIL = (
    r"(?i:mailto:)?([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9})(?:\?\w[^\s<>()\[\]]*)?"
)
# Compiled for the first address, as most data has none.
_ADDRESS = rf"<{_MAIL}>|\({_MAIL}\)|\[{_MAIL}\]|{_MAIL}"
_LINK = (
    r"(?i:\[([^\[\]]{0,200})\]\(<?mailto:[^()<>]{1,300}>?[^()<>]{0,200}\)"  # Markdown
    r"|`([^`<>]{1,200})<mailto:[^`<>]{1,300}>`__?)"  # reStructuredText
)
_EMPTY = r"[\s,;:]+(?=[)\]])|(?<=[(\[])[\s,;:]+|\s+(?=[,;:])"
_PEOPLE = frozenset(("maintainer", "reports_to", "next", "part_of", "aliases", "name", "text"))
"""Fields that name people: of an address alone, what is before its @ is left."""
_HELD_PROSE = frozenset(("contact", "own"))
"""Fields with markup that are no free text: addresses in them are held back, too."""
_WITHOUT = frozenset(("location", "assign"))
"""Fields that are passed over: conditions of letters, tens of thousands, are seen to where cells are made."""
_FREE = frozenset(("Prose", "Prose | None", "tuple[Prose, ...]", "bool", "datetime.date | None"))
"""The annotations of free text, and of what is no text."""
R = TypeVar("R", bound=Struct)


def is_address(url: str) -> bool:
    """Return whether an address is one of e-mail: ``mailto:ana@example.com``, or without the scheme."""
    plain = url.strip()
    if plain.casefold().startswith("mailto:"):
        return True
    return "@" in plain and re.fullmatch(_ADDRESS, plain) is not None


def split_addresses(name: str) -> tuple[str, list[str]]:
    """Take the e-mail addresses out of the name of a person; return what is left of it, and them."""
    found = ["".join(groups) for groups in re.findall(_ADDRESS, name)] if "@" in name else []
    if not found:
        return name, []
    rest = re.sub(_EMPTY, "", re.sub(_ADDRESS, " ", name)).replace("()", "").replace("[]", "")
    rest = " ".join(rest.split()).strip(",;:/| ")
    return rest[1:-1] if rest[:1] + rest[-1:] in ('""', "''", "()", "[]") else rest, found


def person_name(name: Text) -> Text:
    """Return the name of a person without e-mail addresses; of an address alone, what is before its @."""
    rest, found = split_addresses(name)
    return Text(rest or found[0].partition("@")[0], name.location) if found else name


def take_addresses(given: dict[str, Any]) -> None:
    """Take the e-mail addresses out of what is shown of a person ("Bo <bo@example.com>"), to ``email``.

    Where nothing is left of the name, it is what is before the @.
    """
    found = []
    for name, value in [*given.items()]:
        # `@bo@example.social` is an account, and a page may have an @ in its address.
        if name == "email" or not isinstance(value, Text) or value.startswith("@") or "://" in value:
            continue
        rest, addresses = split_addresses(value)
        if addresses:
            found += [Text(address, value.location) for address in addresses]
            given[name] = (
                person_name(value) if name == "name" else Text(rest, value.location) if rest else None
            )
    if found:
        known = [given["email"]] if "email" in given else []
        given["email"] = Text(", ".join(dict.fromkeys((*known, *found))), found[0].location)


def hide_addresses(text: str) -> str:
    """Replace by a mark each e-mail address in a running text; a link to one keeps its words."""
    if "@" not in text:
        return str(text)
    without_links = re.sub(_LINK, lambda link: (link[1] or link[2] or "").strip(), text)
    return re.sub(_ADDRESS, _HIDDEN, without_links)


def without_addresses(record: R, roles: Container[str] = ()) -> R:
    """Return a record without e-mail addresses in fields that are not free text; ``roles`` are ids, and stay.

    Free text is markup, but for `contact` and the team's own fields. Links to addresses are left out, and so
    is the `email` of a holder.
    """
    found = {}
    for name in _looked_at(type(record)):
        value = getattr(record, name)
        if value and type(value) is not str:
            held = _held(name, value, roles)
            if held is not value:
                found[name] = held
    return structs.replace(record, **found) if found else record


@cache
def _looked_at(record: type[Struct]) -> tuple[str, ...]:
    """The fields of a record that may hold an address which is held back."""
    kinds = record.__annotations__
    free = {name for name, kind in kinds.items() if kind in _FREE and name not in _HELD_PROSE}
    return tuple(name for name in record.__struct_fields__ if name not in free | _WITHOUT)


def _held(name: str, value: Any, roles: Container[str]) -> Any:
    """Return the value of a field without addresses: itself where it has none, None for a link to one."""
    if isinstance(value, Text):
        return value if "@" not in value or value in roles else _held_text(name, value)
    if isinstance(value, tuple):
        every = [_held(name, one, roles) for one in value]
        held = tuple([one for one in every if one is not None])
        return value if held == value else held
    if isinstance(value, Struct):
        if isinstance(value, Link) and is_address(value.url):
            return None
        if isinstance(value, Holder) and value.email:
            value = structs.replace(value, email=None)
        return without_addresses(value, roles)
    if isinstance(value, Mapping):
        changed = {key: held for key, one in value.items() if (held := _held(name, one, roles)) is not one}
        return {**value, **changed} if changed else value
    return value


def _held_text(name: str, text: Text) -> Text:
    if isinstance(text, Prose):
        return Prose(hide_addresses(text), text.location) if name in _HELD_PROSE else text
    if name == "handle" or "://" in text:
        # `@bo@example.social` is an account, and a page may have an @ in its address.
        return text
    return person_name(text) if name in _PEOPLE else Text(hide_addresses(text), text.location)
