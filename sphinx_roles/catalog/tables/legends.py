"""Legends in and around a table: rows that explain letters, and what they say of the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sphinx_roles.catalog.letters import BUILT_IN, LetterReader
from sphinx_roles.catalog.tables import Cell, TableOptions, TableReading, below, filled
from sphinx_roles.model import Scheme, fold

_TITLES = frozenset(("legend", "legende", "légende", "leyenda", "legenda", "凡例", "key", "abbreviations"))
_SCHEMES = frozenset(map(fold, BUILT_IN))
_LETTERS = frozenset(letter for scheme in BUILT_IN.values() for letter in scheme.letters)
_LONGEST_TITLE = 40
_LETTER = r"[^\W\d_]{1,4}"
_WORDS = r"[^\W\d_][^,;=:|/()\n]*"
_ENTRY = re.compile(
    rf"(?<!\w)(?:(?P<a>{_LETTER})\s*(?:[=:–—]|\s-\s)\s*(?P<x>{_WORDS})"
    rf"|(?P<b>{_LETTER})\s*\((?P<y>{_WORDS})\)|(?P<z>{_WORDS})\((?P<c>{_LETTER})\))"
)
_LONGEST = 500
_MOST_LETTERS = 50
"""No scheme has so many letters: whatever has more heads or entries does not show the scheme."""
# A head "DRI" is as likely a column, and "Mark" a name.
_NOT_GUESSED = frozenset(("DRI", "MARK"))
_DRI = re.compile(r"DRI(?:\s*[(（].*)?", re.DOTALL)


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Yield (letter, what it means) for each entry of a legend: "R = Responsible", "R (Responsible)"."""
    for match in _ENTRY.finditer(text):
        letter = match["a"] or match["b"] or match["c"]
        yield letter, (match["x"] or match["y"] or match["z"]).strip()


def is_legend_title(text: str) -> bool:
    """Return whether a line alone is a legend or its title: "R = Responsible", but not "Teams (EU)"."""
    found = [(letter, word) for letter, word in entries(text[:_LONGEST]) if letter in _LETTERS]
    alike = (word[: len(letter)].casefold() == letter.casefold() for letter, word in found)
    return _is_title(text) or len(found) > 1 or any(alike)


def _is_title(text: str) -> bool:
    """Return whether a text is a word for a legend, with or without the name of a scheme: "RACI key:"."""
    words = set(re.findall(r"\w+", text.casefold())) if len(text) <= _LONGEST_TITLE else set[str]()
    return bool(words & _TITLES) and words - _TITLES <= _SCHEMES


def is_titled_legend(row: list[Cell]) -> bool:
    """Return whether a row is a legend with its title, or the name of a scheme, in its first cell."""
    first, *rest = filled(row) or [Cell("", 0)]
    titled = _is_title(first.text)
    if not titled and fold(first.text) not in _SCHEMES:
        return False
    # "C (regulated)" is a letter under a condition.
    explained = [
        [*entries(cell.text[:_LONGEST])] if "(" not in cell.text or is_legend_title(cell.text) else []
        for cell in rest
    ]
    if not explained or not all(explained):
        return False
    letters = {letter for pairs in explained for letter, _ in pairs}
    return titled or len(letters) > 1


def without_legends(rows: list[list[Cell]], reading: TableReading) -> list[list[Cell]]:
    """Return the rows that do not just explain letters of the scheme."""
    sure = any(_is_sure(row, reading.reader) for row in rows)
    kept, below = [], True
    for row in reversed(rows):
        below = _is_legend_row(row, sure, below, reading)
        if not below:
            kept.append(row)
    return kept[::-1]


def _is_legend_row(row: list[Cell], sure: bool, below: bool, reading: TableReading) -> bool:
    """Return whether a row explains letters, knowing if another one surely does, and the row below."""
    cells, reader = filled(row), reading.reader
    if is_titled_legend(cells):
        return True
    if _is_title(cells[0].text):
        # "Key" may be an activity as well, with letters beside it.
        telling = [cell for cell in cells[1:] if not reading.is_blank(cell)]
        return any(_is_entry(cell.text, reader) for cell in telling) or (below and not telling)
    if len(cells) == 2 and cells[0].text in reader.scheme.letters:
        # So may "R" be one.
        letter, text = cells[0].text, cells[1].text
        described = sure and not reading.is_blank(cells[1]) and len(text.split()) > 2
        return _is_meaning(text, letter, reader) or (described and _meant(text, reader) is None)
    pairs = _all_entries(cells) if len(cells) == 1 else []
    return _explain(cells, reader) or any(
        # A bold line is rather the name of what is below it.
        reader.letter_of(word) == c or (sure and not cells[0].bold and c in reader.scheme.letters)
        for c, word in pairs
    )


def _is_entry(text: str, reader: LetterReader) -> bool:
    letter, _, rest = text.partition(" ")
    if reader.letter_of(rest) == letter:
        return True
    return any(
        c in reader.scheme.letters and ("(" not in text or reader.letter_of(word) == c)
        for c, word in entries(text)
    )


def _is_sure(row: list[Cell], reader: LetterReader) -> bool:
    texts = [cell.text for cell in filled(row)] or [""]
    if texts[0] not in reader.scheme.letters:
        return _is_title(texts[0])
    return len(texts) == 2 and _is_meaning(texts[1], texts[0], reader)


def _meant(text: str, reader: LetterReader) -> str | None:
    """Return the letter that a text means, whatever it says of that behind a colon."""
    return reader.letter_of(text.split(":")[0])


def _is_meaning(text: str, letter: str, reader: LetterReader) -> bool:
    """Return whether a text says what a letter means: "Responsible: does the work"."""
    return text != letter and _meant(text, reader) == letter


def _explain(cells: list[Cell], reader: LetterReader) -> bool:
    pairs = [pair for pair in _all_entries(cells) if pair[0] in reader.scheme.letters]
    meant = [letter for letter, word in pairs if reader.letter_of(word) == letter]
    return len({letter for letter, _ in pairs}) >= 2 and bool(meant)


def _all_entries(cells: list[Cell]) -> list[tuple[str, str]]:
    """Return the legend entries in cells that hold nothing else; none if one cell has no entry."""
    found: list[tuple[str, str]] = []
    for cell in cells:
        if not (pairs := [*entries(cell.text[:_LONGEST])]):
            return []
        found += pairs
    return found


def is_legend_table(rows: list[list[Cell]], options: TableOptions) -> bool:
    """Return whether a whole table explains letters: in the rows under the head a letter and its meaning.

    A row may go on in the next one, and one may say what a dash or a blank means.
    """
    body = [cells for row in rows[1:] if (cells := filled(row))]
    return any(_explains(body, scheme, options.reader(name)) for name, scheme in options.schemes.items())


def _explains(body: list[list[Cell]], scheme: Scheme, reader: LetterReader) -> bool:
    letters: list[str] = []
    meant, turned_round = 0, False
    for cells in body if len(body) <= 2 * _MOST_LETTERS else ():
        texts = [cell.text.strip("()[]") for cell in cells[:2]]
        # "Responsible | R | does it" as well as "R | Responsible | does it".
        letter = next((text for text in texts if text in scheme.letters), None)
        if letter is None:
            # What a blank means, or the end of the row above.
            if letters and len(cells) > 1 and not reader.read(texts[0]).none:
                return False
            continue
        if len(cells) < 2:
            return False
        letters.append(letter)
        turned_round = turned_round or texts[0] != letter
        word = texts[1] if texts[0] == letter else texts[0]
        meant += _is_meaning(word, letter, reader)
    enough = max(2, len(letters)) if turned_round else 1
    return meant >= enough and len(set(letters)) == len(letters) and 2 * len(letters) >= len(body)


def guess_scheme(title: str, rows: list[list[Cell]], options: TableOptions) -> str | None:
    """Return the scheme that a title, a corner, a legend or the heads name clearly."""
    corner = rows[0][0].text if rows and rows[0] else ""
    alone = [cells[0].text for row in rows[:4] if len(cells := filled(row)) == 1]
    named = {name for text in (title, corner, *alone) for name in _named(text, options.schemes)}
    if named:
        return named.pop() if len(named) == 1 else None
    filled_rows = (filled(row) for row in rows)
    legends = (cells[1:] if is_titled_legend(cells) else cells for cells in filled_rows)
    legend = {pair for cells in legends for pair in _all_entries(cells)}
    if len(legend) > _MOST_LETTERS:
        legend = set()
    head = [cell.text for cell in rows[0][:_MOST_LETTERS]] if rows else []
    # Of schemes with the same letters (RACI, ARCI) the default comes first.
    for name in dict.fromkeys((options.default, *options.schemes)):
        scheme = options.schemes.get(name)
        if scheme is None or len(scheme.letters) < 2:
            continue
        reader = options.reader(name)
        meant = {letter for letter, word in legend if reader.letter_of(word) == letter}
        if meant == set(scheme.letters) == {letter for letter, _ in legend}:
            return name
        if {letter for text in head if (letter := reader.letter_of(text))} == set(scheme.letters):
            return name
    return "DRI" if _is_dri(rows, head, options) else "DCI" if _is_dci(rows, options) else None


def _is_dci(rows: list[list[Cell]], options: TableOptions) -> bool:
    """Return whether DRI is beside C or I, as GitLab has them, and nothing that decides or does in RACI."""
    default = options.reader(options.default)
    cells = {cell.text for row in rows[1:_MOST_LETTERS] for cell in row[1:]}
    if "DCI" not in options.schemes or default.letter_of("DRI") or not any(map(_DRI.fullmatch, cells)):
        return False
    held = {letter for cell in cells for letters, _ in default.read(cell).parts for letter in letters}
    return bool(held) and held <= {"C", "I"}


def _is_dri(rows: list[list[Cell]], head: list[str], options: TableOptions) -> bool:
    """Return whether a column "DRI" holds names, and no other column is one of letters."""
    default = options.reader(options.default)
    if "DRI" not in head or "DRI" not in options.schemes or any(map(default.letter_of, head)):
        return False
    index = head.index("DRI")
    return not any(default.read(cell.text).parts for cell in below(rows[1:], index))


def _named(text: str, schemes: Mapping[str, Scheme]) -> Iterator[str]:
    words = set(re.findall(r"[\w-]+", text))
    yield from (name for name in schemes if name in words and name not in _NOT_GUESSED and len(name) > 2)
