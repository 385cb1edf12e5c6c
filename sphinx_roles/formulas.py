"""Cells of a spreadsheet that begin a formula: how a text is kept from being one, and how it comes back."""

from __future__ import annotations

import unicodedata

_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
_MOVES_ON = ("\t", "\r", "\n")
_GUARD = "'"


def escape_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, and that `unguarded` brings back.

    Source: OWASP, "CSV Injection": a cell that begins with one of these signs gets an apostrophe. A
    full-width sign is as good as an ASCII one, and blanks and characters that are not seen before it
    do not count. Apostrophes that stand there already are kept apart by one more.
    """
    return _GUARD + text if _begins(text.lstrip(_GUARD)) else text


def unguarded(text: str) -> str:
    """Take away the apostrophe that `escape_formula` put before a formula."""
    if not text.startswith(_GUARD):
        return text
    return text[1:] if _begins(text.lstrip(_GUARD)) else text


def _begins(text: str) -> bool:
    first = next((char for char in text if not _is_blank(char)), "")
    formula = unicodedata.normalize("NFKC", first)[:1] in _SIGNS
    return (bool(first) and formula) or text.startswith(_MOVES_ON)


def _is_blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf")
