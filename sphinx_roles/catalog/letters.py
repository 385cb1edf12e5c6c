"""The letters in a cell: spellings, conditions, look-alikes of other scripts, what names nobody; and schemes.

The schemes that need no definition are data, in ``schemes.json``, with the fields of `Participation`: RACI
and its relatives, DACI, RAPID, MOCHA, DRI and marks. ``words`` are whole words that mean a letter in a table;
one that could as well mean another letter ("responsable", "verantwortlich") is left out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from sphinx_roles.inline import inline_text
from sphinx_roles.model import Participation, Scheme, Text

# A keyboard left in Cyrillic or Greek writes an A that no reader can distinguish from the Latin one.
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


class Letters(Struct, frozen=True):
    """What a cell says. ``parts`` are (letters in the scheme's order, condition).

    There is one part as a rule; "A (production), C (staging)" has two. ``unknown`` are the
    pieces that could not be read, ``look_alikes`` pairs of (character, the letter it was read
    as). ``none`` says that the cell names nobody: blank, a dash, "N/A".
    """

    parts: tuple[tuple[tuple[str, ...], str], ...] = ()
    unknown: tuple[str, ...] = ()
    look_alikes: tuple[tuple[str, str], ...] = ()
    none: bool = False


_NOBODY = Letters(none=True)
WORDS: Mapping[str, Any] = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))
"""What cells and heads say in several languages: heads by what they are, roles, people, nobody."""
_NONE = frozenset(WORDS["nobody"])
_NOT_APPLICABLE = re.compile(r"(?<!\w)n\s*/\s*a(?!\w)", re.I)
_OPTIONAL = "optional"
_AND = frozenset(("and", "und", "et", "y", "e"))

_OPENING, _CLOSING = "([（［", ")]）］"
# A comma keeps what is beside it apart ("A (production), C (staging)"), a slash joins ("A/R (staging)").
_LOOSE = ",;\n、，；،"
_TIGHT = re.compile(r"[/+&\\|／＋＆∕⁄·•]")
_DASH = re.compile(r"\s*[-–—=:]\s*")
_EDGES = " /&\\"
_EDGES_AFTER_CONDITION = _EDGES + "+-–—"
_SPACED_PLUS = re.compile(r"^\+(?=\s)|(?<=\s)\+$")
_TRAILING_MARKS = "*†‡§.:¹²³⁰⁴⁵⁶⁷⁸⁹"
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_CHECKED_BOX = re.compile(r"\[[xX]\]")
_BULLET = re.compile(r"^[ \t]*[-*•+][ \t]+(?=\S)", re.M)
_MARGIN = re.compile(r"[^\S\n]+")
_LONGEST = 500


class LetterReader:
    """Reads cells under one scheme, and each spelling only once."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._letters = scheme.letters
        self._known = _spellings(scheme)
        self._read: dict[str, Letters] = {}

    def read(self, text: str) -> Letters:
        """Say what a cell holds."""
        letters = self._read.get(text)
        if letters is None:
            letters = self._read[str(text)] = self._understand(text)
        return letters

    def letter_of(self, word: str) -> str | None:
        """Return the one letter that a word or head means; a plural ("Contributors") counts as well."""
        for text in (word.strip(), word.strip().removesuffix("s")):
            found = self.read(text)
            if (
                len(found.parts) == 1
                and len(found.parts[0][0]) == 1
                and not (found.parts[0][1] or found.unknown)
            ):
                return found.parts[0][0][0]
        return None

    def _understand(self, text: str) -> Letters:
        if len(text) > _LONGEST:
            return Letters(unknown=(text,))
        found: dict[str, set[str]] = {}
        unknown: list[str] = []
        look_alikes: list[tuple[str, str]] = []
        edges = _EDGES
        for raw, when in _pieces(_clean(text)):
            piece = raw.strip()
            # A plus beside a blank, or behind a condition, joins; one at a letter says something of it.
            piece = piece if piece in _NONE else _SPACED_PLUS.sub("", piece.strip(edges)).strip(edges)
            edges = _EDGES if when is None else _EDGES_AFTER_CONDITION
            letters, unread = self._piece(piece, look_alikes)
            if when and not piece:
                # "(C)" is a C that may be left out.
                letters, unread = self._piece(when, look_alikes)
                when, unread = _OPTIONAL, [f"({when})"] if unread else []
                letters = [] if unread else letters
            elif when and (explained := self._letter(when)):
                # "R (Responsible)" explains the letter, "A (R)" leaves open which one it is.
                when, unread = "", [] if explained in letters else [f"{piece} ({when})".strip()]
                letters = [] if unread else letters
            elif when and not letters and not unread and not _is_none(piece):
                unread = [f"{piece} ({when})".strip()]
            unknown += unread
            if letters:
                found.setdefault(when or "", set()).update(letters)
        parts = tuple((self._sorted(letters), when) for when, letters in found.items())
        if not parts and not unknown:
            # "<A>" is a tag, of which nothing is shown.
            return Letters(unknown=(text,)) if text.strip(" <>") in self._letters else _NOBODY
        return Letters(parts, tuple(unknown), tuple(look_alikes))

    def _sorted(self, letters: set[str]) -> tuple[str, ...]:
        return tuple(letter for letter in self._letters if letter in letters)

    def _piece(self, piece: str, look_alikes: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
        """Return the letters of a piece without a condition, and what of it could not be read."""
        if not piece or (_is_none(piece) and piece not in self._letters):
            return [], []
        if letters := self._leaf(piece, look_alikes):
            return letters, []
        joined = [part.strip() for part in _TIGHT.split(_NOT_APPLICABLE.sub("-", piece)) if part.strip()]
        if len(joined) > 1:
            read = [self._piece(part, look_alikes) for part in joined]
            letters = [letter for some, _ in read for letter in some]
            return letters, [u for _, unread in read for u in unread] if letters else [piece]
        # Letters in a sentence are words: either all of it is letters, or nothing is.
        for separator in (_DASH, _MARGIN):
            words = [word for word in separator.split(piece) if word.casefold() not in _AND]
            if len(words) > 1:
                seen: list[tuple[str, str]] = []
                leaves = [self._leaf(word, seen) for word in words]
                if all(leaves):
                    look_alikes += seen
                    return [letter for leaf in leaves for letter in leaf], []
        return [], [piece]

    def _leaf(self, piece: str, look_alikes: list[tuple[str, str]]) -> list[str]:
        """Return the letters of one word: a letter, a word that means one, or letters side by side."""
        bare = piece if piece in self._known else piece.strip("*").rstrip(_TRAILING_MARKS)
        if letter := self._letter(bare):
            return [letter]
        if letters := self._side_by_side(bare):
            return letters
        if bare.isascii():
            return []
        latin = "".join(map(latin_of, bare))
        if latin == bare:
            return []
        letter = self._letter(latin)
        letters = [letter] if letter else self._side_by_side(latin)
        for character, like in zip(bare, latin, strict=True):
            if letters and character != like:
                look_alikes.append((character, self._letter(like) or letters[0]))
        return letters

    def _letter(self, word: str) -> str | None:
        # A dash inside a word is as good as a blank; one before or after it is a sign.
        return self._known.get(word) or (
            None if "-" in word[:1] + word[-1:] else self._known.get(_fold(word))
        )

    def _side_by_side(self, word: str) -> list[str]:
        """Read "RA" as R and A, unless it can be cut in two ways or looks like a word."""
        same_case = word == word.upper() or (len(word) == 2 and word == word.lower())
        if not same_case or not 2 <= len(word) <= 2 * len(self._letters):
            return []
        cuts = list(_cuts(word.casefold(), {letter.casefold(): letter for letter in self._letters}))
        return cuts[0] if len(cuts) == 1 and len(set(cuts[0])) == len(cuts[0]) else []


def _cuts(word: str, letters: dict[str, str]) -> Iterator[list[str]]:
    """Yield every way to cut a word into letters."""
    if not word:
        yield []
    for folded, letter in letters.items():
        if folded and word.startswith(folded):
            for rest in _cuts(word[len(folded) :], letters):
                yield [letter, *rest]


def _spellings(scheme: Scheme) -> dict[str, str]:
    """Map letters, names and words to letters; what two letters share means neither."""
    known: dict[str, str] = {}
    shared: set[str] = set()
    for participation in scheme.participations:
        for word in {_fold(w) for w in (participation.name, *participation.words)}:
            if known.setdefault(word, participation.letter) != participation.letter:
                shared.add(word)
    for word in shared:
        del known[word]
    folded = [_fold(letter) for letter in scheme.letters]
    pairs = zip(scheme.letters, folded, strict=True)
    return (
        known
        | {key: letter for letter, key in pairs if folded.count(key) == 1}
        | {letter: letter for letter in scheme.letters}
    )


def _fold(word: str) -> str:
    return " ".join(unicodedata.normalize("NFC", word).casefold().replace("-", " ").split())


def _is_none(piece: str) -> bool:
    return piece.casefold() in _NONE


def _clean(text: str) -> str:
    """Take markup and invisible characters away; ``<br>`` and lines stay as line breaks."""
    bare = _INVISIBLE.sub("", inline_text(_CHECKED_BOX.sub("x", text)).text)
    bare = bare.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" in bare.strip():
        bare = _BULLET.sub("", bare)
    return _MARGIN.sub(" ", bare).strip()


def _pieces(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield (piece, condition): the text cut at commas and after each bracket."""
    depth = start = opened = 0
    for index, character in enumerate(text):
        if character in _OPENING:
            depth += 1
            if depth == 1:
                opened = index
        elif character in _CLOSING and depth:
            depth -= 1
            if not depth:
                yield text[start:opened], text[opened + 1 : index].strip()
                start = index + 1
        elif not depth and character in _LOOSE:
            yield text[start:index], None
            start = index + 1
    yield text[start:], None


DEFAULT_SCHEME = "RACI"


def _built_in() -> Mapping[str, Scheme]:
    text = Path(__file__).with_name("schemes.json").read_text("utf-8")
    found: dict[str, Scheme] = {}
    for name, given in json.loads(text).items():
        parts = []
        for part in given["letters"]:
            part |= {
                "name": Text(part["name"]),
                "meaning": Text(part["meaning"]),
                "words": tuple(part["words"]),
            }
            parts.append(Participation(**part))
        together = tuple(map(tuple, given["together"]))
        found[name] = Scheme(id=name, name=Text(name), participations=tuple(parts), together=together)
    return MappingProxyType(found)


BUILT_IN = _built_in()
"""Every built-in scheme by its name, in the order in which the documentation lists them."""
