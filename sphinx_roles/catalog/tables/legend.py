"""Legends in and around a table: rows that explain letters, and what they say of the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sphinx_roles.catalog.letters import LetterReader
from sphinx_roles.catalog.tables.table import Cell, TableOptions, TableReading, filled
from sphinx_roles.model import Scheme, fold

_TITLES = frozenset(("legend", "legende", "légende", "leyenda", "key", "abbreviations"))
_LETTER = r"[^\W\d_]{1,4}"
_WORDS = r"[^\W\d_][^,;=:|/()\n]*"
_ENTRY = re.compile(
    rf"(?<!\w)(?:(?P<a>{_LETTER})\s*(?:[=:–—]|\s-\s)\s*(?P<x>{_WORDS})"
    rf"|(?P<b>{_LETTER})\s*\((?P<y>{_WORDS})\)|(?P<z>{_WORDS})\((?P<c>{_LETTER})\))"
)
_LONGEST = 500
_MOST_LETTERS = 50
"""No scheme has so many letters: whatever has more heads or entries does not tell the scheme."""
# A head "DRI" is as likely a column, and "Mark" a name.
_NOT_GUESSED = frozenset(("DRI", "MARK"))


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield (letter, what it means) for each entry of a legend: "R = Responsible", "R (Responsible)"."""
    for match in _ENTRY.finditer(text):
        letter = match["a"] or match["b"] or match["c"]
        yield letter, (match["x"] or match["y"] or match["z"]).strip()


def is_legend_title(text: str) -> bool:
    """Tell whether a line alone is the title of a legend, or the legend."""
    return fold(text) in _TITLES or any(entries(text[:_LONGEST]))


def is_legend_row(row: list[Cell], reading: TableReading) -> bool:
    """Tell whether a row does nothing but explain letters of the scheme."""
    cells = filled(row)
    if not cells:
        return False
    titled = fold(cells[0].text) in _TITLES
    if titled:
        # "Key" may be an activity as well: bare letters beside it are letters.
        telling = [cell for cell in cells[1:] if not reading.is_blank(cell)]
        return not telling or any(cell.text not in reading.reader.scheme.letters for cell in telling)
    if len(cells) == 2 and cells[0].text in reading.reader.scheme.letters:
        return _is_pair(cells[0].text, cells[1].text, reading.reader)
    pairs = _all_entries(cells[:1]) if len(cells) == 1 else []
    return _explain(cells, reading.reader) or any(reads_as(reading.reader, word) == c for c, word in pairs)


def _is_pair(letter: str, words: str, reader: LetterReader) -> bool:
    meant = reads_as(reader, words.split(":")[0])
    return meant == letter or (meant is None and not reader.read(words).none and len(words.split()) > 2)


def _explain(cells: list[Cell], reader: LetterReader) -> bool:
    pairs = [pair for pair in _all_entries(cells) if pair[0] in reader.scheme.letters]
    meant = [letter for letter, word in pairs if reads_as(reader, word) == letter]
    return len({letter for letter, _ in pairs}) >= 2 and bool(meant)


def _all_entries(cells: list[Cell]) -> list[tuple[str, str]]:
    """Return the legend entries in cells that hold nothing else; none if one cell has no entry."""
    found: list[tuple[str, str]] = []
    for cell in cells:
        pairs = list(entries(cell.text[:_LONGEST]))
        if not pairs:
            return []
        found += pairs
    return found


def is_legend_table(rows: list[list[Cell]], options: TableOptions) -> bool:
    """Tell whether a whole table explains letters: a letter and its meaning in each row under the head."""
    body = [filled(row) for row in rows[1:]]
    if not body or any(len(row) < 2 for row in body):
        return False
    first = [row[0].text for row in body]
    if len(set(first)) < len(first):
        return False
    return any(
        set(first) <= set(scheme.letters)
        and any(reads_as(options.reader(name), row[1].text.split(":")[0]) == row[0].text for row in body)
        for name, scheme in options.schemes.items()
    )


def reads_as(reader: LetterReader, word: str) -> str | None:
    """Return the one letter that a word or head means; a plural ("Contributors") counts as well."""
    for text in (word.strip(), word.strip().removesuffix("s")):
        parts = reader.read(text).parts
        if len(parts) == 1 and len(parts[0][0]) == 1 and not parts[0][1] and not reader.read(text).unknown:
            return parts[0][0][0]
    return None


def guess_scheme(title: str, rows: list[list[Cell]], options: TableOptions) -> str | None:
    """Return the scheme that a title, a corner, a legend or the heads name clearly."""
    corner = rows[0][0].text if rows and rows[0] else ""
    alone = [cells[0].text for row in rows[:4] if len(cells := filled(row)) == 1]
    named = {name for text in (title, corner, *alone) for name in _named(text, options.schemes)}
    if named:
        return named.pop() if len(named) == 1 else None
    legend = {pair for row in rows for pair in _legend_entries(row)}
    if len(legend) > _MOST_LETTERS:
        legend = set()
    head = [cell.text for cell in rows[0][:_MOST_LETTERS]] if rows else []
    # Of schemes with the same letters (RACI, ARCI) the default comes first.
    for name in dict.fromkeys((options.default, *options.schemes)):
        scheme = options.schemes.get(name)
        if scheme is None or len(scheme.letters) < 2:
            continue
        reader = options.reader(name)
        meant = {letter for letter, word in legend if reads_as(reader, word) == letter}
        if meant == set(scheme.letters) == {letter for letter, _ in legend}:
            return name
        if {letter for text in head if (letter := reads_as(reader, text))} == set(scheme.letters):
            return name
    return None


def _named(text: str, schemes: Mapping[str, Scheme]) -> Iterator[str]:
    words = set(re.findall(r"[\w-]+", text))
    yield from (name for name in schemes if name in words and name not in _NOT_GUESSED and len(name) > 2)


def _legend_entries(row: list[Cell]) -> list[tuple[str, str]]:
    cells = filled(row)
    return _all_entries(cells[1:] if cells and fold(cells[0].text) in _TITLES else cells)
