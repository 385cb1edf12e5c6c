"""Controls of the direction of writing: none of them reaches beyond the text that it stands in.

Source: Unicode Standard Annex 9, section 2: embeddings and overrides last until U+202C, isolates until
U+2069, and otherwise to the end of the paragraph, which here may hold other people's texts as well.
"""

from __future__ import annotations

import re

__all__ = ["closed"]

_CLOSER = {
    "\u202a": "\u202c", "\u202b": "\u202c", "\u202d": "\u202c", "\u202e": "\u202c",
    "\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069",
}  # fmt: skip
_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")


def closed(text: str) -> str:
    """Return a text that closes what it opens, and drops a closing control that has nothing to close.

    Marks of direction (U+200E, U+200F, U+061C) have no reach and stay as they are.
    """
    if text.isascii() or _CONTROL.search(text) is None:
        return text
    open_: list[str] = []
    kept = []
    for char in text:
        if char in _CLOSER:
            open_.append(_CLOSER[char])
        elif char in ("\u202c", "\u2069"):
            if char not in open_:
                continue
            # An isolate also ends the embeddings inside it, but no embedding an isolate.
            if char == "\u202c" and open_[-1] != char:
                continue
            while open_.pop() != char:
                pass
        kept.append(char)
    return "".join([*kept, *reversed(open_)])
