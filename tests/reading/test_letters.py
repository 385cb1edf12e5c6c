"""The letters of a cell in every spelling that was found in real tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading.cases import cases

from sphinx_roles.catalog.letters import BUILT_IN, LetterReader, Letters, latin_of
from sphinx_roles.model import Participation, Scheme, Text

RACI = BUILT_IN["RACI"]


def read_letters(text: str, scheme: Scheme) -> Letters:
    return LetterReader(scheme).read(text)


def message(text: str, scheme: Scheme = RACI) -> str:
    """Show what was read in one line: "RA", "A when production; C", "? Q"."""
    letters = read_letters(text, scheme)
    parts = ["".join(found) + (f" when {when}" if when else "") for found, when in letters.parts]
    return "; ".join([*parts, *(f"? {piece}" for piece in letters.unknown)])


def _scheme(**words: tuple[str, ...]) -> Scheme:
    parts = tuple(Participation(letter=c, name=Text(w[0]), words=w[1:]) for c, w in words.items())
    return Scheme(id="own", name=Text("Own"), participations=parts)


@pytest.mark.parametrize("text", cases("letters", "spellings of two letters"))
def test_spellings_of_two_letters(text: str) -> None:
    letters = read_letters(text, RACI)
    assert letters == Letters(((("R", "A"), ""),))


@pytest.mark.parametrize("text", cases("letters", "spellings of nobody"))
def test_spellings_of_nobody(text: str) -> None:
    assert read_letters(text, RACI) == Letters(none=True)


@pytest.mark.parametrize(("text", "expected"), cases("letters", "conditions"))
def test_conditions(text: str, expected: str) -> None:
    assert message(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("А", "A"), ("Α", "A"), ("а", "A"), ("С", "C"), ("с", "C"), ("І", "I"), ("Ａ", "A"), ("Ⓐ", "A")],
)
def test_look_alikes_are_read_and_told(text: str, expected: str) -> None:
    assert read_letters(text, RACI) == Letters((((expected,), ""),), (), ((text, expected),))


def test_look_alikes_among_latin_letters() -> None:
    assert read_letters("А/R", RACI) == Letters(((("R", "A"), ""),), (), (("А", "A"),))
    assert read_letters("СI", RACI) == Letters(((("C", "I"), ""),), (), (("С", "C"),))
    assert read_letters("Аccountable", RACI).look_alikes == (("А", "A"),)
    assert read_letters("С І", RACI).look_alikes == (("С", "C"), ("І", "I"))
    # What is not read is not told a second time.
    assert read_letters("А или С или", RACI) == Letters(unknown=("А или С или",))


def test_letters_of_another_script_are_their_own_in_a_scheme_that_has_them() -> None:
    own = _scheme(А=("Утверждает",), О=("Отвечает",))
    assert read_letters("А/О", own) == Letters(((("А", "О"), ""),))


@pytest.mark.parametrize(
    "text",
    ["Q", "car", "is", "I think A", "ICI", "AA", "Ra", "C if regulated", "?", "✓", "1", "~~R~~",
     "<del>R</del>", "verantwortlich", "Responsable", "*", "A" * 600],
)  # fmt: skip
def test_no_letter_is_made_up(text: str) -> None:
    letters = read_letters(text, RACI)
    assert letters.parts == ()
    assert len(letters.unknown) == 1
    assert not letters.none


def test_what_can_be_read_beside_what_cannot() -> None:
    assert message("A/Q") == "A; ? Q"
    assert message("A, Responsable") == "A; ? Responsable"
    assert message("A/ N/A") == "A"


def test_words_in_other_languages() -> None:
    assert message("Rechenschaftspflichtig / konsultiert") == "AC"
    assert message("审批、执行者") == "RA"
    assert message("à informer") == "I"
    assert message("Consultado") == "C"
    assert message("Sign-off", BUILT_IN["RACI-VS"]) == "S"


def test_a_word_of_two_participations_means_neither() -> None:
    own = _scheme(R=("Responsible", "Zuständig"), A=("Accountable", "zuständig"))
    assert message("Zuständig", own) == "? Zuständig"
    assert message("Responsible", own) == "R"


def test_letters_of_several_characters() -> None:
    own = _scheme(R=("One",), A=("Two",), RA=("Both",))
    assert message("RA", own) == "RA"
    assert read_letters("RA", own).parts == ((("RA",), ""),)
    assert read_letters("R/A", own).parts == ((("R", "A"), ""),)
    # R, A, C or RA, C?
    more = _scheme(R=("One",), A=("Two",), RA=("Both",), C=("Three",))
    assert message("RAC", more) == "? RAC"
    assert message("CA", more) == "AC"
    assert read_letters("dri", BUILT_IN["DRI"]).parts == ((("DRI",), ""),)


def test_letters_that_differ_by_case() -> None:
    own = _scheme(A=("Approves",), a=("assists",))
    assert read_letters("a", own).parts == ((("a",), ""),)
    assert read_letters("A", own).parts == ((("A",), ""),)


@pytest.mark.parametrize("text", ["X", "x", "✓", "✔", "✔️", "☑", "[x]", "[X]", "Yes", "**X**"])
def test_marks(text: str) -> None:
    assert message(text, BUILT_IN["MARK"]) == "X"


def test_each_spelling_is_read_once() -> None:
    reader = LetterReader(RACI)
    assert reader.read("A/R") is reader.read(Text("A/R"))


def test_latin_of_leaves_what_looks_like_nothing() -> None:
    assert [latin_of(c) for c in "AЖ1✓é"] == list("AЖ1✓é")


@given(st.one_of(st.text(), st.text(st.sampled_from("ARCIarci/,;()[]<>*_`\\&- \n\u200bАС¹^"))))
def test_any_text_is_read(text: str) -> None:
    letters = read_letters(text, RACI)
    assert letters.none == (not letters.parts and not letters.unknown)
    found = {letter for part, _ in letters.parts for letter in part}
    latin = "".join(map(latin_of, text)).casefold()
    assert all(letter.casefold() in latin for letter in found)


@pytest.mark.parametrize(
    "text", ["\u265f\ufe0f", "\u265f", "**\u265f\ufe0f**", "\u265f (late)", "\u265f/\u2705"]
)
def test_a_letter_may_be_a_sign_that_is_asked_to_be_coloured(text: str) -> None:
    scheme = _scheme(**{"\u265f\ufe0f": ("Helper",), "\u2705": ("Leader",)})
    found = read_letters(text, scheme)
    assert not found.unknown
    assert found.parts[0][0][0] == "\u265f\ufe0f"
