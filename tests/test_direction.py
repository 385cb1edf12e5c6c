"""A text turns nothing but itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sphinx_roles.model import Text, close_isolates

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
