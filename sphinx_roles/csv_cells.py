"""Writes CSV whose cells no spreadsheet takes for formulas, and reads such a cell back."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable

_SIGNS = frozenset("=+-@\N{MINUS SIGN}")
_MOVES_ON = ("\t", "\r", "\n")
_GUARD = "'"
_MARK = "\ufeff"


def csv_text(rows: Iterable[Iterable[str]], delimiter: str = ",") -> str:
    """Return rows of cells as CSV, each cell guarded.

    Spreadsheets take a file for UTF-8 where it begins with the byte order mark; without it, "Bäcker" would
    be garbled. Where all cells are ASCII there is none, as it would be in the way of other programs.
    """
    out = io.StringIO()
    # The csv module writes a lone carriage return bare, which ends a row to others.
    safe = ([escape_formula(cell.replace("\r", "\n")) for cell in row] for row in rows)
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(safe)
    text = out.getvalue()
    return text if text.isascii() else _MARK + text


def escape_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, and that `unguarded` brings back.

    Source: OWASP, "CSV Injection": a cell that begins with one of these signs gets an apostrophe. A
    full-width sign is as good as an ASCII one, and blanks and characters that are not seen before it
    do not count. Apostrophes that are there already are kept apart by one more.
    """
    return _GUARD + text if _begins(text.lstrip(_GUARD)) else text


def unguarded(text: str) -> str:
    """Take away the apostrophe that `escape_formula` put before a formula."""
    return text[1:] if text.startswith(_GUARD) and _begins(text.lstrip(_GUARD)) else text


def _begins(text: str) -> bool:
    blank = ("Cc", "Cf")
    first = next(
        (char for char in text if not char.isspace() and unicodedata.category(char) not in blank), ""
    )
    formula = unicodedata.normalize("NFKC", first)[:1] in _SIGNS
    return (bool(first) and formula) or text.startswith(_MOVES_ON)
