"""A text turns nothing but itself."""

from __future__ import annotations

import pytest
from conftest import Maker
from hypothesis import given
from hypothesis import strategies as st

from sphinx_roles.model import Text, close_isolates
from sphinx_roles.render.labels import isolated

OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("אב \u200f\u200e\u061c", "אב \u200f\u200e\u061c"),
        ("\u202ea", "\u202ea\u202c"),
        ("\u2067a\u202eb", "\u2067a\u202eb\u202c\u2069"),
        ("\u2068a\u2069 b", "\u2068a\u2069 b"),
        ("a\u202c\u2069b", "ab"),
        ("\u2067a\u202eb\u2069c", "\u2067a\u202eb\u2069c"),  # the end of an isolate ends what is in it
        (
            "\u202ea\u2067b\u202cc",
            "\u202ea\u2067bc\u2069\u202c",
        ),  # an override does not end across an isolate
    ],
)
def test_what_a_text_opens_it_closes(text: str, expected: str) -> None:
    assert close_isolates(text) == expected
    assert Text(text) == expected


@given(st.text(st.sampled_from(OPENING + "\u202c\u2069ab")))
def test_a_closed_text_is_left_alone(text: str) -> None:
    once = close_isolates(text)
    assert close_isolates(once) == once
    assert [char for char in once if char in OPENING + "ab"] == [
        char for char in text if char in OPENING + "ab"
    ]


@pytest.mark.parametrize(
    ("text", "language", "turns"),
    [
        ("SRE", "en", False),
        ("信頼性 7", "ja", False),
        ("منصة", "en", True),
        ("SRE", "ar", True),
        ("منصة 7", "ar", False),
    ],
)
def test_a_name_of_the_other_direction_is_a_text_of_its_own(text: str, language: str, *, turns: bool) -> None:
    assert isolated(text, language) == (f"\u2068{text}\u2069" if turns else text)


NAMES = """\
scales: {craft: [مبتدئ, خبير]}
skills: {go: {scale: craft}}
roles:
  m: {name: منصة, skills: {go: 1}}
  s: {name: Support, skills: {go: 2}}
  t: {name: تصميم}
responsibilities:
  one: {assign: {m: A/R}}
  two: {assign: {t: A/R}}
"""


def test_a_number_stays_before_the_name_that_it_is_of(project: Maker) -> None:
    """Unless they are isolated, the comma and the number after a name from the right are drawn before it."""
    index = "X\n=\n\n.. role-comparison:: m, t\n\n.. role-path:: m, s\n"
    made = project({"index.rst": index, "roles.yaml": NAMES})
    page = made.build("html", strict=True).page()
    assert "1 only \u2068منصة\u2069 and 1 only \u2068تصميم\u2069" in page
    # An arrow between two steps would lead from the second to the first.
    assert "\u2068مبتدئ\u2069 → \u2068خبير\u2069" in page
    assert "\u2068" not in made.build("text", strict=True).page("index.txt")
