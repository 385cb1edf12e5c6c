"""Legends in and around a table: rows that explain letters, and what they say of the scheme."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from msgspec.structs import replace

from sphinx_roles.catalog.letters import BUILT_IN, LetterReader
from sphinx_roles.catalog.nodes import ReadContext, ScalarNode
from sphinx_roles.catalog.tables import Cell, Grid, TableOptions, TableReading, below, filled
from sphinx_roles.catalog.tables.columns import sounds_like_a_role
from sphinx_roles.inline import inline_text
from sphinx_roles.model import Scheme, fold
from sphinx_roles.problems import Code

_TITLES = frozenset(("legend", "legende", "légende", "leyenda", "legenda", "凡例", "key", "abbreviations"))
_SCHEMES = frozenset(map(fold, BUILT_IN))
_LETTERS = frozenset(letter for scheme in BUILT_IN.values() for letter in scheme.letters)
_LONGEST_TITLE = 40
_LETTER = r"[^\W\d_]{1,4}"
_WORDS = r"[^\W\d_][^,;=:|/()\n]*"
_STANDS_FOR = r"\s+(?:(?:is|stands|steht)\s+)?(?:for|means|für|bedeutet|pour|signifie|para|significa)\s+"
_ENTRY = re.compile(
    rf"(?<!\w)(?:(?P<a>{_LETTER})\s*(?:[=:–—]|\s-\s)\s*(?P<x>{_WORDS})"
    rf"|(?P<d>[^\W\d_]){_STANDS_FOR}(?P<w>{_WORDS})"
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
        letter = match["a"] or match["b"] or match["c"] or match["d"]
        yield letter, (match["x"] or match["y"] or match["z"] or match["w"]).strip()


_BETWEEN_ENTRIES = re.compile(r"[.;]\s+|\s*\n\s*|\s\|\s")
_JOINING = frozenset(("and", "und", "et", "y", "e", "en", "i", "и", "與", "和"))
_ASIDE = re.compile(r"\([^()]*\)|(?:^|(?<=\s))[^\w\s]\s*[=:]\s*[^,;|\n]+")
"""What is in brackets, and what a sign such as a dash means."""
_LONE = re.compile(rf"(?<!\w)[^\W\d_](?!\w)(?:\W{{0,6}}[=:–—(-]|[*_`]{{0,3}}{_STANDS_FOR})|\([^\W\d_]\)")
_PARTS = re.compile(r"\s*[,/&+]\s*")
_AND = re.compile(rf"\s+(?:{'|'.join(sorted(_JOINING))})\s+(?=[^\W\d_](?:\s*[=:–—(]|\s-\s|{_STANDS_FOR}))")
_INSIDE = re.compile(
    r"(?<![\w*_])(?:(?P<sign>\*\*|__|\*|_)(?P<a>[^\W\d_])(?P=sign)(?:\\ )?"
    r"|<(?P<tag>b|strong|u)>(?P<b>[^\W\d_])</(?P=tag)>|[(\[](?P<c>[^\W\d_])[)\]])(?=[^\W\d_])"
)
"""A letter that is marked in its word: "**R**eviewer", "(R)eviewer"."""
_LONGEST_LEAD = 60
_LONGEST_LETTERS = 4
_MOST_HEADS = 3
"""A title and a head may be above a legend; the third row is one of it."""


def explained(text: str) -> list[tuple[str, str]]:
    """Return the entries of a text that is nothing but capital letters and what they mean, behind a lead.

    One entry alone has no lead but the word for a legend: "Legend: A = Assistant".
    """
    text = _INSIDE.sub(_apart, text) if len(text) <= _LONGEST else ""
    # Most texts of a page have no letter by itself.
    line = _AND.sub(", ", inline_text(text).text) if _LONE.search(text) else ""
    first = _ENTRY.search(line)
    found = [pair for piece in _BETWEEN_ENTRIES.split(line) for pair in entries(piece)]
    if first is None or not found or not all(letter.isupper() and len(letter) == 1 for letter, _ in found):
        return []
    lead, rest = line[: first.start()].strip(" :-–—("), _ENTRY.sub("", line[first.start() :])
    words = set(re.findall(r"\w+", _ASIDE.sub("", rest).casefold()))
    if not lead and len(found) == 1:
        return found
    sure = len({letter for letter, _ in found}) == len(found) > 1 or not lead or _is_title(lead)
    return found if words <= _JOINING and len(lead) <= _LONGEST_LEAD and sure else []


def _apart(found: re.Match[str]) -> str:
    letter = found["a"] or found["b"] or found["c"]
    return f"{letter} = {letter}"


def place_legends(grids: list[Grid], texts: Iterable[ScalarNode], headings: list[int]) -> None:
    """Give each table what explains letters in its section, else in the sections without any matrix.

    ``headings`` are the places where sections begin. A table of letters explains them as well.
    """
    legends = [text for text in texts if explained(text.text)]
    pairs = [pairs_of(grid) for grid in grids]
    legends += [one for found in pairs for one in found]
    matrices = [grid for grid, found in zip(grids, pairs, strict=True) if not found]
    sections = {bisect(headings, grid.at) for grid in matrices}
    alone = [one for one in legends if bisect(headings, one.at) not in sections]
    for grid in matrices:
        own = [one for one in legends if bisect(headings, one.at) == bisect(headings, grid.at)]
        grid.legend = own or alone


def legend_of(grid: Grid) -> list[ScalarNode]:
    """Return the entries of a table that explains letters, or of the legend in it."""
    said = (ScalarNode(f"{letter} = {word}", at, False) for letter, word, at in _said(grid))
    return pairs_of(grid) or [*said]


def take_beside(grid: Grid) -> Grid:
    """Move what explains letters right of a table, behind a blank column, from its rows to its legend."""
    held = {i for row in grid.rows for i, cell in enumerate(row) if cell.text}
    for blank in range(2, max(held, default=0)):
        if blank in held:
            continue
        beside = Grid([part for row in grid.rows if filled(part := row[blank + 1 :])], grid.at)
        if legend := pairs_of(beside) or _listed(beside):
            rows = [part for row in grid.rows if filled(part := row[:blank])]
            return replace(grid, rows=rows, legend=legend) if rows else grid
    return grid


def _listed(grid: Grid) -> list[ScalarNode]:
    """Return the entries of cells that hold nothing else, below a title or without one."""
    cells = [cell for row in grid.rows for cell in filled(row) if not _is_title(cell.text)]
    said = [(cell, explained(cell.raw)) for cell in cells] if len(cells) <= _MOST_LETTERS else []
    entries = [ScalarNode(" = ".join(pair), cell.at, False) for cell, pairs in said for pair in pairs]
    return _distinct([*entries]) if all(pairs for _, pairs in said) else []


def pairs_of(grid: Grid) -> list[ScalarNode]:
    """Return the entries of a table of letters and, right of each, what it means; it may have a head."""
    rows = [cells for row in grid.rows if (cells := filled(row))]
    start = next((i for i, cells in enumerate(rows[:_MOST_HEADS]) if _pair(cells)), 0)
    return _distinct([*map(_pair, rows[start:])]) if len(rows) <= _MOST_LETTERS else []


def last_pairs(rows: list[list[Cell]]) -> list[ScalarNode]:
    """Return the entries in the last rows of a table: meanings that begin with the letter left of them."""
    said = [cells for row in rows if (cells := filled(row))]
    pairs = (_pair(cells) if len(cells) == 2 else None for cells in reversed(said))
    found = takewhile(lambda one: one is not None and one.text[4:5].upper() == one.text[0], pairs)
    entries = _distinct([*found][::-1])
    # Above them are a head and a row.
    return entries if len(entries) + 2 <= len(said) else []


def _distinct(pairs: list[ScalarNode | None]) -> list[ScalarNode]:
    """Return entries, where all are some, of several letters."""
    found = [one for one in pairs if one is not None]
    return found if len(found) == len({one.text[0] for one in found}) == len(pairs) > 1 else []


def _pair(cells: list[Cell]) -> ScalarNode | None:
    """Return a row of a letter and, right of it, what that means as an entry; None for any other row."""
    texts = [cell.text for cell in cells]
    # With "A" or "RA" somewhere right of it, "B" is a row of a matrix.
    if len(texts) < 2 or any(len(one) <= _LONGEST_LETTERS and one.isupper() for one in texts[1:]):
        return None
    first = f"{texts[0]} = {_phrase(texts[1])}" if len(texts[0]) == 1 else texts[0]
    found = explained(first)
    return ScalarNode(" = ".join(found[0]), cells[0].at, False) if len(found) == 1 else None


def _said(grid: Grid) -> list[tuple[str, str, int]]:
    """Return (letter, what it means, place) of the legend of a table, around it and in its rows."""
    texts = [(one.text, one.at) for one in grid.legend]
    for row in grid.rows:
        cells = filled(row)
        if len(cells) == 1 or is_titled_legend(cells):
            texts += [(cell.raw or cell.text, cell.at) for cell in cells]
    texts += [(one.text, one.at) for one in last_pairs(grid.rows)]
    found: dict[str, tuple[str, int]] = {}
    for text, at in texts:
        for letter, word in explained(text):
            found.setdefault(letter, (word, at))
    return [(letter, word, at) for letter, (word, at) in found.items()] if len(found) > 1 else []


def report_contradictions(tables: Iterable[tuple[Grid, LetterReader]], context: ReadContext) -> None:
    """Report, once for each legend, the letters that it explains otherwise than they are read."""
    seen: set[int] = set()
    for grid, reader in tables:
        wrong = [
            one for one in _said(grid) if one[0] in reader.scheme.letters and _contradicts(*one[:2], reader)
        ]
        if not wrong or (at := min(at for _, _, at in wrong)) in seen:
            continue
        seen.add(at)
        names = {one.letter: str(one.name) for one in reader.scheme.participations}
        message = "the legend has {said!r}, and the letters are read as {read!r} of {scheme}"
        message += "; `schemes` says what letters of your own mean"
        said = [f"{letter} = {_phrase(word)}" for letter, word, _ in wrong]
        read = [f"{letter} = {names[letter]}" for letter, _, _ in wrong]
        there = replace(context, file=grid.legend_in or context.file)
        there.report(Code.GUESS, message, at, said=said, read=read, scheme=reader.scheme.id)


def _phrase(word: str) -> str:
    """Return a meaning without what is said of it behind a sign."""
    return re.split(r"\s+[-–—]+\s+|[.,:;(–—]", word, maxsplit=1)[0].strip()


def _contradicts(letter: str, word: str, reader: LetterReader) -> bool:
    """Return whether a word means another letter, or is a name for this one that the scheme has not.

    Only a word or two with that letter at the beginning are such a name: others say what the letter means.
    """
    phrase = _phrase(word)
    if (meant := reader.letter_of(phrase)) is not None:
        return meant != letter
    words = phrase.casefold().split()
    if not 0 < len(words) <= 2 or not words[0].startswith(letter.casefold()):
        return False
    part = next(one for one in reader.scheme.participations if one.letter == letter)
    known = f"{part.name} {part.meaning} {' '.join(part.words)}".casefold().split()
    return not any(_alike(one, other) for one in words for other in known)


_STEM = 5


def _alike(word: str, other: str) -> bool:
    """Return whether two words have the same stem, or one is short for the other: "Resp.", "Approval"."""
    word = word.rstrip(".")
    return len(word) > 2 and (other.startswith(word) or word[:_STEM] == other[:_STEM] != "")


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
    alone = {letter for letter, _ in explained(cells[0].raw or cells[0].text)} if len(cells) == 1 else set()
    if len(alone) > 1 and alone <= {*reader.scheme.letters}:
        return True
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


def guess_scheme(title: str, grid: Grid, options: TableOptions) -> str | None:
    """Return the scheme that a title, a corner, a legend or the heads name clearly."""
    rows = grid.rows
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
    legend |= {(letter, _phrase(word)) for letter, word, _ in _said(grid)}
    head = [cell.text for cell in rows[0][:_MOST_LETTERS]] if rows else []
    asked = {part for text in head for part in (text, *_PARTS.split(text))}
    bare = {part for part in asked if len(part) == 1 and part.isupper()}
    # Of schemes with the same letters (RACI, ARCI) the default comes first.
    for name in dict.fromkeys((options.default, *options.schemes)):
        scheme = options.schemes.get(name)
        if scheme is None or len(scheme.letters) < 2:
            continue
        reader = options.reader(name)
        meant = {letter for letter, word in legend if reader.letter_of(word) == letter}
        if meant == set(scheme.letters) == {letter for letter, _ in legend}:
            return name
        across = {letter for text in asked if (letter := reader.letter_of(text))}
        if across == set(scheme.letters) and all(map(reader.letter_of, bare)):
            return name
    if only := _only([*legend], options):
        return only
    if _is_dri(rows, head, options):
        return "DRI"
    return "DCI" if _is_dci(rows, options) else _scheme_of_heads(rows, options)


def _only(pairs: list[tuple[str, str]], options: TableOptions) -> str | None:
    """Return the smallest scheme in which all words mean their letters, where no other has them otherwise.

    The default goes first: where it fits, nothing has to be said.
    """
    fitting = [
        name
        for name in options.schemes
        if all(options.reader(name).letter_of(word) == letter for letter, word in pairs)
    ]
    if len({letter for letter, _ in pairs}) < 2 or options.default in fitting:
        return None
    return min(fitting, key=lambda name: len(options.schemes[name].letters), default=None)


def schemes_of_heads(head: list[Cell], body: list[list[Cell]], options: TableOptions) -> list[str]:
    """Return the schemes that have all heads which are letters above names; the default alone where it has.

    Words that roles have as well, such as "Owner", are asked of no scheme.
    """
    readers = {name: options.reader(name) for name in options.schemes}
    letters = [
        cell.text
        for i, cell in enumerate(head)
        if (len(cell.text) == 1 and cell.text.isupper())
        or (not sounds_like_a_role(cell.text) and any(one.is_word(cell.text) for one in readers.values()))
        if (cells := below(body, i))
        and not any(readers[options.default].read(one.text).parts for one in cells)
    ]
    fitting = [name for name, reader in readers.items() if all(map(reader.letter_of, letters))]
    return [] if len(letters) < 2 or options.default in fitting else fitting


def _scheme_of_heads(rows: list[list[Cell]], options: TableOptions) -> str | None:
    """Return the smallest scheme that has all heads, where those that have them agree on what they mean."""
    fitting = schemes_of_heads(rows[0], rows[1:], options) if rows else []
    heads = [cell.text for cell in rows[0]] if rows else []
    said = set()
    for name in fitting:
        names = {one.letter: str(one.name) for one in options.schemes[name].participations}
        said.add(tuple(names.get(options.reader(name).letter_of(text) or "") for text in heads))
    return min(fitting, key=lambda name: len(options.schemes[name].letters)) if len(said) == 1 else None


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
