"""Schemes, and the letters in a cell: spellings, conditions, look-alikes of other scripts, what names nobody.

The schemes that need no definition are data, in ``schemes.json``, with the fields of `Participation`: RACI
and its relatives, DACI, RAPID, MOCHA, DRI and marks. ``words`` are whole words that mean a letter in a table;
one that could as well mean another letter ("responsable", "verantwortlich") is left out.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from msgspec import UNSET, Struct

from sphinx_roles.catalog.nodes import (
    NULLS,
    MappingNode,
    Node,
    ReadContext,
    ScalarNode,
    SequenceNode,
    last_day,
    prose,
    scalar_of,
    text,
)
from sphinx_roles.inline import inline_text
from sphinx_roles.model import Assignment, Participation, Prose, Scheme, Text, close_isolates
from sphinx_roles.problems import Code, Problem, closest

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
    as). ``none`` says that the cell names nobody: blank, a dash, "N/A". ``doubtful`` says that a
    condition may be that of the last letters alone: "C, I - on call".
    """

    parts: tuple[tuple[tuple[str, ...], str], ...] = ()
    unknown: tuple[str, ...] = ()
    look_alikes: tuple[tuple[str, str], ...] = ()
    none: bool = False
    doubtful: bool = False


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
_COMMAS = re.compile(f"[{_LOOSE}]")
_BRACKETS = re.compile(f"[{re.escape(_OPENING + _CLOSING)}]")
_OUTSIDE = rf"(?![^{re.escape(_OPENING)}]*[{re.escape(_CLOSING)}])"
_LINES = re.compile(f"[;；\n]{_OUTSIDE}")
_LISTED = re.compile(f"[,，、،]{_OUTSIDE}")
# A hyphen with a blank at it, or a dash: "A-Team" is a word.
_BEHIND_DASH = re.compile(r"([^-–—]*[^-–—\s])(?:\s+-+\s*|-+\s+|\s*[–—]+\s*)([^-–—\s].*)", re.S)
_BEHIND_SIGN = re.compile(r"([^\W\d_]+)\s*[-–—:：]\s*([^\W\d_].*)", re.S)
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
_FIRST_WORD = re.compile(r"\w+")
_LONGEST = 500
LONGEST_JOINED = 8
"""How many letters side by side are no word."""
_JOINTS = re.compile(r"[\s,/+&]")


def side_by_side(text: str) -> str:
    """Return letters without what joins them: ``C, R/U`` as ``CRU``."""
    return _JOINTS.sub("", text)


class LetterReader:
    """Reads cells under one scheme, and each spelling only once."""

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self._letters = scheme.letters
        self._known = _spellings(scheme)
        self._words = {_fold(word) for part in scheme.participations for word in (part.name, *part.words)}
        self._read: dict[str, Letters] = {}

    def read(self, text: str) -> Letters:
        """Say what a cell holds."""
        letters = self._read.get(text)
        if letters is None:
            letters = self._read[str(text)] = self._understand(text)
        return letters

    def letter_of(self, word: str) -> str | None:
        """Return the one letter that a word or head means; a plural ("Contributors") counts as well."""
        for spelt in (word.strip(), word.strip().removesuffix("s")):
            match self.read(spelt):
                case Letters(parts=(((letter,), ""),), unknown=()):
                    return letter
        return None

    def is_word(self, text: str) -> bool:
        """Return whether a text is the name of a letter or a word for it, be it of several letters."""
        return _fold(text) in self._words

    def explained(self, text: str) -> Letters | None:
        """Read letters with conditions behind dashes: "A – on call; C, I - at night".

        In a head or the name of a row, "R - Rollout" is a text: only what is known to be letters is asked.
        """
        cleaned = _clean(text)
        if len(text) > _LONGEST or _is_unclosed(cleaned):
            return None
        found: dict[str, set[str]] = {}
        doubtful = False
        for line in _LINES.split(cleaned):
            parts: list[tuple[tuple[str, ...], str]] = []
            for part in _LISTED.split(line):
                dashed = _BEHIND_DASH.fullmatch(part.strip())
                letters = self._bare(dashed[1] if dashed else part)
                if letters and dashed:
                    before = [held for held, when in parts if not when]
                    doubtful = doubtful or bool(before)
                    parts = [(held, when or dashed[2]) for held, when in parts] + [(letters, dashed[2])]
                elif letters:
                    parts.append((letters, ""))
                elif parts and parts[-1][1]:
                    parts[-1] = parts[-1][0], f"{parts[-1][1]}, {part.strip()}"
                else:
                    return None
            for held, when in parts:
                found.setdefault(when, set()).update(held)
        made = tuple((tuple(x for x in self._letters if x in held), when) for when, held in found.items())
        return Letters(made, doubtful=doubtful)

    def resembles(self, text: str) -> bool:
        """Return whether a text is letters with a condition behind a dash, or in brackets not closed."""
        first = _FIRST_WORD.search(text)
        if first is None or not self._bare(first[0]):
            return False
        return _is_unclosed(text) or self.explained(text) is not None

    def limited(self, piece: str) -> str:
        """Return how the condition that a piece seems to be is written: "A-on call" as "A (on call)"."""
        signed = _BEHIND_SIGN.fullmatch(piece)
        return f"{signed[1]} ({signed[2]})" if signed and self._bare(signed[1]) else ""

    def _bare(self, text: str) -> tuple[str, ...]:
        """Return the letters of a text that is nothing but letters without a condition."""
        match self.read(text):
            case Letters(parts=((letters, ""),), unknown=(), look_alikes=()):
                return letters
        return ()

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
                # "(C)" is a C that may be left out, and so is "(C, I)".
                inside = [self._piece(part.strip(), look_alikes) for part in _COMMAS.split(when)]
                unread = [f"({when})"] if any(unread for _, unread in inside) else []
                letters = [] if unread else [letter for some, _ in inside for letter in some]
                when = _OPTIONAL
            elif when and (explained := self._letter(when)):
                # "R (Responsible)" explains the letter, "A (R)" leaves open which one it is.
                when, unread = "", [] if explained in letters else [f"{piece} ({when})".strip()]
                letters = [] if unread else letters
            elif when and not letters and not unread and not _is_none(piece):
                unread = [f"{piece} ({when})".strip()]
            unknown += unread
            if letters:
                found.setdefault(when or "", set()).update(letters)
        # In the order of the scheme.
        parts = tuple((tuple(x for x in self._letters if x in held), when) for when, held in found.items())
        if not parts and not unknown:
            # "<A>" is a tag, of which nothing is shown.
            return Letters(unknown=(text,)) if text.strip(" <>") in self._letters else _NOBODY
        return Letters(parts, tuple(unknown), tuple(look_alikes))

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
    letters = scheme.letters
    folded = [_fold(letter) for letter in letters]
    own = {key: letter for letter, key in zip(letters, folded, strict=True) if folded.count(key) == 1}
    return known | own | dict(zip(letters, letters, strict=True))


def report_shared_words(scheme: Scheme, given: Iterable[tuple[str, Text]], problems: list[Problem]) -> None:
    """Report words that are ``given`` to a letter of a scheme, and in a table do not mean that letter."""
    known = _spellings(scheme)
    reported: set[str] = set()
    for letter, word in given:
        read, folded = known.get(word) or known.get(_fold(word)), _fold(word)
        if read == letter or folded in reported:
            continue
        reported.add(folded)
        message = "the word {word!r} of {letter!r} is the letter {other!r}: in a table it means that"
        other = read
        if other is None:
            message = "the word {word!r} of {letter!r} is one of {other!r}, too: in a table it means neither"
            parts = (one for one in scheme.participations if one.letter != letter)
            other = next(p.letter for p in parts if folded in map(_fold, (p.name, *p.words)))
        about = {"word": word, "letter": letter, "other": other}
        problems.append(Problem.of(Code.WRONG_VALUE, message, word.location, about))


def _fold(word: str) -> str:
    bare = _INVISIBLE.sub("", word)
    return " ".join(unicodedata.normalize("NFC", bare).casefold().replace("-", " ").split())


def _is_none(piece: str) -> bool:
    return piece.casefold() in _NONE


def _clean(text: str) -> str:
    """Take markup and invisible characters away; ``<br>`` and lines stay as line breaks."""
    if text.isascii() and text.isalnum():
        return text
    bare = _INVISIBLE.sub("", inline_text(_CHECKED_BOX.sub("x", text)).text)
    bare = bare.replace("\r\n", "\n").replace("\r", "\n")
    if "\n" in bare.strip():
        bare = _BULLET.sub("", bare)
    return _MARGIN.sub(" ", bare).strip()


def _is_unclosed(text: str) -> bool:
    """Return whether a bracket is open at the end."""
    depth = 0
    for bracket in _BRACKETS.findall(text):
        depth = depth + 1 if bracket in _OPENING else max(depth - 1, 0)
    return bool(depth)


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
            part.update(name=Text(part["name"]), meaning=Text(part["meaning"]), words=tuple(part["words"]))
            parts.append(Participation(**part))
        together = tuple(map(tuple, given["together"]))
        found[name] = Scheme(id=name, name=Text(name), participations=tuple(parts), together=together)
    return MappingProxyType(found)


BUILT_IN = _built_in()
"""Every built-in scheme by its name, in the order in which the documentation lists them."""


# What is given for a role, as assignments

_KEYS = ("letters", "when", "until", "note")
LAST_DAY = re.compile(r"(?:(.*\S)\s*[,;]\s*)?until\s+(\d{4}-\d\d(?:-\d\d)?)", re.I | re.S)
"""What is in brackets behind letters, where it ends with their last day: the condition, the day."""


class CellReader:
    """Reads cells under one scheme. ``simple`` holds what most cells are: letters and no more.

    ``unsure`` says that the scheme is a stand-in for an unknown one: letters that it has not
    are not mistakes.
    """

    def __init__(self, scheme: Scheme, unsure: bool) -> None:
        self.scheme = scheme
        self.unsure = unsure
        self.simple: dict[str, tuple[str, ...]] = {}
        parts = scheme.participations
        self.words = frozenset(word for one in parts for word in (one.letter, one.name, *one.words))
        self._letters = LetterReader(scheme)

    def read(self, context: ReadContext, role: str, node: Node) -> list[Assignment]:
        """Read what is given for a role: a text, a mapping or a list of those."""
        if isinstance(node, ScalarNode):
            return [] if node.plain and node.text in NULLS else self.scalar(context, role, node)
        if isinstance(node, MappingNode):
            return [] if node.absent else self._mapping(context, role, node)
        found: list[Assignment] = []
        for one in node.nodes:
            if isinstance(one, SequenceNode):
                context.report_shape("an assignment takes letters or a mapping, not {found}", one)
            else:
                found += self.read(context, role, one)
        return self._joined(found)

    def reads(self, text: str) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Return the letters of a text with their conditions; none where not all of it is letters."""
        letters = self._letters.read(text)
        return () if letters.unknown else letters.parts

    def reads_node(self, node: Node) -> bool:
        """Return whether a node is letters: a text, a list of them, or a mapping with ``letters``."""
        if isinstance(node, ScalarNode):
            return not node.absent and bool(self.reads(node.text))
        if isinstance(node, MappingNode):
            keys = {key.text for key, _ in node.pairs}
            return "letters" in keys and keys <= set(_KEYS)
        items = (not isinstance(one, SequenceNode) and self.reads_node(one) for one in node.nodes)
        return bool(node.nodes) and all(items)

    def resembles(self, text: str) -> bool:
        """Return whether a text is meant as letters, though it may not be read."""
        return self._letters.resembles(text)

    def is_nobody(self, text: str) -> bool:
        """Return whether a text says that there is nobody: a dash, "TBD"."""
        return self._letters.read(text).none

    def _joined(self, found: list[Assignment]) -> list[Assignment]:
        """Make one of the bare letters of a list: ``[A, R]`` says what ``A/R`` does."""
        bare = [one for one in found if one.letters and not (one.when or one.until or one.note)]
        distinct = {letter for one in bare for letter in one.letters}
        if len(bare) < 2 or len(distinct) < sum(len(one.letters) for one in bare):
            return found
        letters = tuple(letter for letter in self.scheme.letters if letter in distinct)
        first = Assignment(bare[0].role, letters, at=bare[0].at, file=bare[0].file)
        return [first, *(one for one in found if one not in bare)]

    def scalar(
        self,
        context: ReadContext,
        role: str,
        scalar: ScalarNode,
        when: str = "",
        until: date | None = None,
        note: Prose | None = None,
    ) -> list[Assignment]:
        """Read letters; ``when`` is the condition of those that name none themselves."""
        letters, at, file = self._letters.read(scalar.text), scalar.at, context.file
        if letters.look_alikes:
            self._report_look_alikes(context, letters, scalar)
        if letters.unknown and (explained := self._letters.explained(scalar.text)):
            letters = explained
            if letters.doubtful:
                self._report_doubtful(context, letters, scalar)
        if letters.unknown:
            if not self.unsure:
                self.report_unknown(context, letters, scalar)
            return [Assignment(role, (), when, until, note, at, file, close_isolates(scalar.text))]
        (bare, condition), *more = letters.parts or (((), ""),)
        if not (condition or more or letters.look_alikes):
            self.simple[scalar.text] = bare
        made = []
        days = [LAST_DAY.fullmatch(own) for _, own in letters.parts]
        # Of "A (until 2027-03), R", both would be under no condition.
        whens = [day[1] or "" if day else own for day, (_, own) in zip(days, letters.parts, strict=True)]
        for (held, own), limited in zip(letters.parts, days, strict=True):
            last = until
            if limited and len({*whens}) == len(whens):
                own, day = limited[1] or "", ScalarNode(limited[2], scalar.at)
                last = read if (read := last_day(context, "until", day)) is not UNSET else until
            condition = both_conditions(own and close_isolates(own), when)
            made.append(Assignment(role, held, condition, last, note, at, file))
        return made

    def _mapping(self, context: ReadContext, role: str, node: MappingNode) -> list[Assignment]:
        given: dict[str, Any] = {}
        letters: ScalarNode | None = None
        named = False
        for key, value in node.pairs:
            if key.text == "letters":
                named, letters = not value.absent, _joined_letters(context, value)
            elif key.text in ("when", "until", "note"):
                reader = {"when": text, "until": last_day, "note": prose}[key.text]
                if (read := reader(context, key.text, value)) is not UNSET:
                    given[key.text] = read
            else:
                context.unknown_key(key, "an assignment", _KEYS)
        if letters is None:
            # A misspelt key has been reported, and so has a wrong value.
            bare = "letters" in node.values and not given
            if not (named or bare) and all(key.text in _KEYS for key, _ in node.pairs):
                context.report_shape("an assignment needs letters: {found} has none", node, Code.WRONG_VALUE)
            return []
        read = self.scalar(
            context, role, letters, str(given.get("when", "")), given.get("until"), given.get("note")
        )
        if given and not read:
            # Without a letter, nothing shows the condition or the note.
            context.report_shape("an assignment needs letters: {found} has none", node, Code.WRONG_VALUE)
        return read

    def report_unknown(self, context: ReadContext, letters: Letters, scalar: ScalarNode) -> None:
        """Report what of a cell, or of a key, is no letter."""
        about = {"unknown": letters.unknown, "whole": scalar.text}
        if _is_unclosed(scalar.text):
            message = "a bracket in {cell!r} is not closed"
            context.report(Code.UNKNOWN_LETTER, message, scalar.at, about, cell=scalar.text[:60])
            return
        words = [part.name for part in self.scheme.participations]
        written = self._letters.limited(letters.unknown[0])
        near = closest(letters.unknown[0][:40], words) if len(letters.unknown[0]) > 2 and not written else ""
        message = "{pieces!r} in {cell!r} is no letter of {scheme}, which has {letters}"
        # The variation selector of an emoji is no part of it that is seen.
        if letters.unknown == (_INVISIBLE.sub("", scalar.text),):
            message = "{pieces!r} is no letter of {scheme}, which has {letters}"
        if written:
            message += "; a condition is in brackets, as in {written!r}"
        pieces, cell = [piece[:60] for piece in letters.unknown], scalar.text[:60]
        values = {"scheme": self.scheme.id, "letters": self.scheme.letters, "nearest": near}
        values |= {"pieces": pieces, "cell": cell, "written": written[:60]}
        context.report(Code.UNKNOWN_LETTER, message, scalar.at, about, **values)

    def _report_doubtful(self, context: ReadContext, letters: Letters, scalar: ScalarNode) -> None:
        message = "{cell!r} is read as {written!r}; brackets say which of the letters have a condition"
        parts = ("/".join(held) + (f" ({when})" if when else "") for held, when in letters.parts)
        context.report(Code.GUESS, message, scalar.at, {"cell": scalar.text}, written=", ".join(parts))

    def _report_look_alikes(self, context: ReadContext, letters: Letters, scalar: ScalarNode) -> None:
        for character, letter in dict.fromkeys(letters.look_alikes):
            named = f"U+{ord(character):04X}, {unicodedata.name(character, 'a character').lower()}"
            message = "{character!r} ({named}) is read as the letter {letter!r} that it looks like"
            about = {"character": character, "letter": letter}
            context.report(Code.LOOK_ALIKE_LETTER, message, scalar.at, about, named=named)


def _joined_letters(context: ReadContext, node: Node) -> ScalarNode | None:
    """Return the letters of a mapping as one text; a list of letters means them together."""
    if isinstance(node, SequenceNode) and len(node.nodes) > 1:
        parts = [one.text for one in node.nodes if isinstance(one, ScalarNode)]
        if len(parts) == len(node.nodes):
            return ScalarNode(", ".join(parts), node.at)
    return scalar_of(context, "letters", node, "letters such as A/R")


def both_conditions(own: str, given: str) -> str:
    """Join the condition of a letter and that of a role."""
    return f"{own}, {given}" if own and given else own or given
