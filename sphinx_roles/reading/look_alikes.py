"""Characters of other scripts that look like a Latin letter.

A keyboard left in Cyrillic or Greek writes an A that no reader can tell from the Latin one.
"""

from __future__ import annotations

import unicodedata

__all__ = ["latin_of"]

_CYRILLIC = dict(zip("АВЕЅІЈКМНОРСТХаеѕіјорсух", "ABESIJKMHOPCTXaesijopcyx", strict=True))
_GREEK = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
_ARMENIAN_AND_CHEROKEE = dict(zip("ՏՕᎠᎡᎢᏒᏟᎪᏢ", "SODRTRCAP", strict=True))
_LATIN = _CYRILLIC | _GREEK | _ARMENIAN_AND_CHEROKEE


def latin_of(character: str) -> str:
    """Return the Latin letter that a character looks like, or the character itself.

    Full-width, circled and mathematical letters count as well.
    """
    if character.isascii():
        return character
    found = _LATIN.get(character)
    if found is None:
        found = unicodedata.normalize("NFKC", character)
        if not (len(found) == 1 and found.isascii() and found.isalpha()):
            return character
    return found
