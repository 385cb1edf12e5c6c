"""E-mail addresses in the data: nobody's leaves it unasked."""

from __future__ import annotations

import operator
import re
from collections.abc import Container, Mapping
from typing import Any, TypeVar

from msgspec import Struct, structs

from sphinx_roles.model import Holder, Link, Prose, Text

_HIDDEN = "[e-mail]"
"""What replaces an address in a running text."""

# With bounds, so that a long text without an end costs no more than its length.
_MAIL = (
    r"(?i:mailto:)?([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,9})(?:\?\w[^\s<>()\[\]]*)?"
)
_ADDRESS = re.compile(rf"<{_MAIL}>|\({_MAIL}\)|\[{_MAIL}\]|{_MAIL}")
_LINK = re.compile(
    r"\[([^\[\]]{0,200})\]\(<?mailto:[^()<>]{1,300}>?[^()<>]{0,200}\)"  # Markdown
    r"|`([^`<>]{1,200})<mailto:[^`<>]{1,300}>`__?",  # reStructuredText
    re.IGNORECASE,
)
_EMPTY = re.compile(r"[\s,;:]+(?=[)\]])|(?<=[(\[])[\s,;:]+|\s+(?=[,;:])")
_PEOPLE = frozenset(("maintainer", "reports_to", "next", "part_of", "aliases", "name", "text"))
"""Fields that name people: of an address alone, what is before its @ is left."""
_HELD_PROSE = frozenset(("contact", "own"))
"""Fields with markup that are no free text: addresses in them are held back, too."""
_WITHOUT = frozenset(("location", "assign"))
"""Fields that are passed over: conditions of letters, tens of thousands, are seen to where cells are made."""
R = TypeVar("R", bound=Struct)


def is_address(url: str) -> bool:
    """Return whether an address is one of e-mail: ``mailto:ana@example.com``, or without the scheme."""
    return url.strip().casefold().startswith("mailto:") or _ADDRESS.fullmatch(url.strip()) is not None


def split_addresses(name: str) -> tuple[str, list[str]]:
    """Take the e-mail addresses out of the name of a person; return what is left of it, and them."""
    found = ["".join(groups) for groups in _ADDRESS.findall(name)] if "@" in name else []
    if not found:
        return name, []
    rest = _EMPTY.sub("", _ADDRESS.sub(" ", name)).replace("()", "").replace("[]", "")
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
    return _ADDRESS.sub(_HIDDEN, _LINK.sub(lambda link: (link[1] or link[2] or "").strip(), text))


def without_addresses(record: R, roles: Container[str] = ()) -> R:
    """Return a record without e-mail addresses in fields that are not free text; ``roles`` are ids, and stay.

    Free text is markup, but for `contact` and the team's own fields. Links to addresses are left out, and so
    is the `email` of a holder.
    """
    found = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if value and name not in _WITHOUT and type(value) is not str:
            held = _held(name, value, roles)
            if held is not value:
                found[name] = held
    return structs.replace(record, **found) if found else record


def _held(name: str, value: Any, roles: Container[str]) -> Any:
    """Return the value of a field without addresses: itself where it has none."""
    if isinstance(value, Text):
        return value if "@" not in value or value in roles else _held_text(name, value)
    if isinstance(value, tuple):
        if all(isinstance(one, Text) and "@" not in one for one in value):
            return value
        kept = [one for one in value if not (isinstance(one, Link) and is_address(one.url))]
        held = tuple([_held(name, one, roles) for one in kept])
        return value if len(held) == len(value) and all(map(operator.is_, held, value)) else held
    if isinstance(value, Mapping):
        changed = {key: held for key, one in value.items() if (held := _held(name, one, roles)) is not one}
        return {**value, **changed} if changed else value
    if isinstance(value, Holder) and value.email:
        value = structs.replace(value, email=None)
    return without_addresses(value, roles) if isinstance(value, Struct) else value


def _held_text(name: str, text: Text) -> Text:
    if isinstance(text, Prose):
        return Prose(hide_addresses(text), text.location) if name in _HELD_PROSE else text
    if name == "handle" or "://" in text:
        # `@bo@example.social` is an account, and a page may have an @ in its address.
        return text
    return person_name(text) if name in _PEOPLE else Text(hide_addresses(text), text.location)
