"""Letters that a table, or rows of a file, have again and again, and their scheme has not: one problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from sphinx_roles.catalog.letters import LONGEST_JOINED, LetterReader, side_by_side
from sphinx_roles.model import Scheme
from sphinx_roles.problems import Code, Given, Problem

_FEW = 3
"""Up to how many cells a letter is rather a slip, which is reported where it is."""
_MOST = 4
"""How many times as many cells as all others make what a table has again and again its own letters."""
_SHOWN = 8
_OWN = "; `schemes` says what letters of your own mean"


def join_foreign_letters(
    problems: list[Problem], start: int, scheme: Scheme, schemes: Mapping[str, Scheme], held: Collection[str]
) -> None:
    """Make one of the problems, from ``start`` on, of letters that a scheme has not and many cells have.

    It is where the first of them was, and is about all of them. ``held`` are the letters that are read.
    """
    unread = {
        index: _foreign(problem, scheme)
        for index, problem in enumerate(problems[start:], start)
        if problem.code is Code.UNKNOWN_LETTER
        and "pieces" in (values := dict(problem.values))
        and values["scheme"] == scheme.id
    }
    counts = Counter(letter for letters in unread.values() for letter in letters)
    joined = [i for i, letters in unread.items() if all(counts[letter] > _FEW for letter in letters)]
    if len(joined) <= _FEW < len(unread) and _fitting([*_spelt(problems, [*unread]), *held], scheme, schemes):
        # A few of each, which all are of one scheme, are no slips.
        joined = [*unread]
    if len(joined) <= _FEW:
        return
    fitting = _fitting([*_spelt(problems, joined), *held], scheme, schemes)
    if not fitting and _MOST * len(unread) <= (_MOST + 1) * len(joined):
        # What else is not read of letters that are nobody's is no slip.
        joined = [*unread]
    first, pieces = problems[joined[0]], _spelt(problems, joined)
    message = "{count} places hold {pieces!r}, no letters of {scheme}, which has {letters}"
    message += "; the scheme {fitting} has them" if fitting else _OWN
    shown = pieces if len(pieces) <= _SHOWN else [*pieces[:_SHOWN], "…"]
    given: dict[str, Given] = {
        "count": len(joined),
        "scheme": scheme.id,
        "letters": scheme.letters,
        "fitting": fitting,
    }
    names = {"unknown": [name for i in joined for name in problems[i].names]}
    problems[joined[0]] = Problem.of(first.code, message, first.location, names, None, pieces=shown, **given)
    rest = frozenset(joined[1:])
    problems[start:] = [one for i, one in enumerate(problems[start:], start) if i not in rest]


def _pieces(problem: Problem) -> tuple[str, ...]:
    pieces = dict(problem.values)["unknown"]
    return pieces if isinstance(pieces, tuple) else ()


def _spelt(problems: list[Problem], joined: list[int]) -> list[str]:
    return list(dict.fromkeys(piece for i in joined for piece in _pieces(problems[i])))


def _foreign(problem: Problem, scheme: Scheme) -> set[str]:
    """Return what of a cell is no letter: of ``CRUD`` and ``C R U D``, ``U`` and ``D``."""
    found: set[str] = set()
    for piece in _pieces(problem):
        bare = side_by_side(piece)
        joined = bare.isalpha() and bare.isupper() and len(bare) <= LONGEST_JOINED
        found |= ({*bare} - {*scheme.letters} if joined else set()) or {piece}
    return found


def _fitting(pieces: list[str], scheme: Scheme, schemes: Mapping[str, Scheme]) -> str:
    """Return the smallest scheme that reads all pieces, if any; those with all of this one go first."""
    larger = {one.id for one in schemes.values() if {*one.letters} > {*scheme.letters}}
    for one in sorted(schemes.values(), key=lambda one: (one.id not in larger, len(one.letters))):
        reader = LetterReader(one)
        if not any(reader.read(piece).unknown for piece in pieces):
            return one.id
    return ""
