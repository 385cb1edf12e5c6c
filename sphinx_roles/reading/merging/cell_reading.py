"""The letters of one role in one row, as text or as a mapping, to assignments."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from msgspec import UNSET

from sphinx_roles.direction import closed
from sphinx_roles.model import Assignment, Prose, Scheme
from sphinx_roles.problems import Code, nearest
from sphinx_roles.reading.letters import LetterReader, Letters
from sphinx_roles.reading.schema.values import absent, describe, last_day, prose, scalar_of, text
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tree import Entries, Items, Node, Scalar

__all__ = ["CellReader"]

_KEYS = ("letters", "when", "until", "note")


class CellReader:
    """Reads cells under one scheme. ``simple`` holds what most cells are: letters and no more.

    ``unsure`` says that the scheme is a stand-in for an unknown one: letters that it has not
    are no mistakes.
    """

    def __init__(self, scheme: Scheme, unsure: bool) -> None:
        self.scheme = scheme
        self.unsure = unsure
        self.simple: dict[str, tuple[str, ...]] = {}
        self._letters = LetterReader(scheme)

    def read(self, sheet: Sheet, role: str, node: Node) -> list[Assignment]:
        """Read what stands for a role: a text, a mapping or a list of those."""
        if isinstance(node, Scalar):
            return [] if node.absent else self.scalar(sheet, role, node)
        if isinstance(node, Entries):
            return [] if absent(node) else self._mapping(sheet, role, node)
        found: list[Assignment] = []
        for one in node.nodes:
            if isinstance(one, Items):
                takes = "letters or a mapping"
                sheet.tell_shape(f"an assignment takes {takes}, not {describe(one)}", one)
            else:
                found += self.read(sheet, role, one)
        return self._joined(found)

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
        sheet: Sheet,
        role: str,
        scalar: Scalar,
        when: str = "",
        until: date | None = None,
        note: Prose | None = None,
    ) -> list[Assignment]:
        """Read letters; ``when`` is the condition of those that name none themselves."""
        letters = self._letters.read(scalar.text)
        if letters.look_alikes:
            self._tell_look_alikes(sheet, letters, scalar)
        if letters.unknown:
            if not self.unsure:
                self._tell_unknown(sheet, letters, scalar)
            return [Assignment(role, (), when, until, note, scalar.at, sheet.file, closed(scalar.text))]
        if (
            len(letters.parts) <= 1
            and not letters.look_alikes
            and not (letters.parts and letters.parts[0][1])
        ):
            self.simple[scalar.text] = letters.parts[0][0] if letters.parts else ()
        return [
            Assignment(role, found, _both(closed(own), when), until, note, scalar.at, sheet.file)
            for found, own in letters.parts
        ]

    def _mapping(self, sheet: Sheet, role: str, node: Entries) -> list[Assignment]:
        given: dict[str, Any] = {}
        letters: Scalar | None = None
        named = False
        for key, value in node.pairs:
            if key.text == "letters":
                named, letters = True, _letters_of(sheet, value)
            elif key.text in ("when", "until", "note"):
                reader = {"when": text, "until": last_day, "note": prose}[key.text]
                if (read := reader(sheet, key.text, value)) is not UNSET:
                    given[key.text] = read
            else:
                near = nearest(key.text[:40], _KEYS) or f"; it takes {', '.join(_KEYS)}"
                sheet.tell(Code.UNKNOWN_KEY, f"{key.text!r} is no key of an assignment{near}", key.at)
        if letters is None:
            # A misspelt key has been told, and so has a wrong value.
            if not named and not node.cut and all(key.text in _KEYS for key, _ in node.pairs):
                said = f"an assignment needs letters: {describe(node)} has none"
                sheet.tell(Code.WRONG_VALUE, said, node.at)
            return []
        return self.scalar(
            sheet, role, letters, str(given.get("when", "")), given.get("until"), given.get("note")
        )

    def _tell_unknown(self, sheet: Sheet, letters: Letters, scalar: Scalar) -> None:
        pieces = ", ".join(repr(piece[:60]) for piece in letters.unknown)
        where = f" in {scalar.text[:60]!r}" if letters.unknown != (scalar.text,) else ""
        words = [part.name for part in self.scheme.participations]
        near = nearest(letters.unknown[0][:40], words) if len(letters.unknown[0]) > 2 else ""
        known = ", ".join(self.scheme.letters)
        said = f"{pieces}{where} is no letter of {self.scheme.id}, which has {known}{near}"
        sheet.tell(Code.UNKNOWN_LETTER, said, scalar.at)

    def _tell_look_alikes(self, sheet: Sheet, letters: Letters, scalar: Scalar) -> None:
        for character, letter in dict.fromkeys(letters.look_alikes):
            name = unicodedata.name(character, "a character").lower()
            said = f"{character!r} (U+{ord(character):04X}, {name}) is read as the letter {letter!r}"
            sheet.tell(Code.LOOK_ALIKE_LETTER, f"{said} that it looks like", scalar.at)


def _letters_of(sheet: Sheet, node: Node) -> Scalar | None:
    """Return the letters of a mapping as one text; a list of letters stands for them together."""
    if isinstance(node, Items) and len(node.nodes) > 1:
        parts = [one.text for one in node.nodes if isinstance(one, Scalar)]
        if len(parts) == len(node.nodes):
            return Scalar(", ".join(parts), node.at)
    return scalar_of(sheet, "letters", node, "letters such as A/R")


def _both(own: str, given: str) -> str:
    return f"{own}, {given}" if own and given else own or given
