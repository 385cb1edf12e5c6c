"""The built-in schemes: all there, and no word that means two letters."""

from __future__ import annotations

import operator
from typing import Any, cast

import pytest
from reading.cases import cases

from sphinx_roles.catalog.letters import BUILT_IN, DEFAULT_SCHEME, LetterReader
from sphinx_roles.model import Scheme


def test_all_schemes_are_there_in_order() -> None:
    assert " ".join(BUILT_IN) == (
        "RACI ARCI RASCI RASIC RASI RACI-VS RACIQ CAIRO RACIO DACI RAPID MOCHA DRI DCI MARK"
    )
    assert DEFAULT_SCHEME in BUILT_IN


@pytest.mark.parametrize(
    ("name", "letters", "deciding", "doing"), cases("schemes", "letters and what they do")
)
def test_letters_and_what_they_do(name: str, letters: str, deciding: str, doing: str) -> None:
    scheme = BUILT_IN[name]
    assert " ".join(scheme.letters) == letters
    assert " ".join(scheme.deciding) == deciding
    assert " ".join(scheme.doing) == doing


def test_limits() -> None:
    raci = BUILT_IN["RACI"]
    assert [(p.letter, p.min, p.max) for p in raci.participations] == [
        ("R", 1, None), ("A", 1, 1), ("C", 0, None), ("I", 0, None),
    ]  # fmt: skip
    assert raci.together == (("A", "R"), ("C", "I"))
    assert (BUILT_IN["DACI"]["D"].min, BUILT_IN["DACI"]["D"].max) == (1, 1)
    assert (BUILT_IN["RAPID"]["R"].min, BUILT_IN["RAPID"]["R"].max) == (0, 1)


@pytest.mark.parametrize("scheme", BUILT_IN.values(), ids=lambda scheme: scheme.id)
def test_every_letter_has_a_meaning_and_every_word_is_read(scheme: Scheme) -> None:
    reader = LetterReader(scheme)
    assert len(set(scheme.letters)) == len(scheme.letters)
    for one in scheme.participations:
        assert one.meaning.endswith(".")
        for word in (one.letter, one.name, *one.words):
            assert reader.read(word).parts == (((one.letter,), ""),), word


def test_the_mapping_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        operator.setitem(cast("Any", BUILT_IN), "RACI", BUILT_IN["DACI"])
