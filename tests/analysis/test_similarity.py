"""How alike two roles are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_roles.analysis.comparison import Similarity, masks, similarities

ROLES = ("devops", "sre", "platform", "support")
THINGS = st.lists(st.frozensets(st.sampled_from(ROLES)), max_size=40)


def test_counts_and_index() -> None:
    (found,) = similarities({"a": 0b1110, "b": 0b0111})
    assert found == Similarity("a", "b", shared=2, only_left=1, only_right=1)
    assert found.index == 0.5


def test_two_roles_without_anything_are_not_alike() -> None:
    assert similarities({"a": 0, "b": 0})[0].index == 0.0


def test_a_role_that_is_not_asked_for_is_passed_over() -> None:
    assert masks(("a", "b"), [("a",), ("c",), ("b", "c"), ("a", "b")]) == {"a": 0b1001, "b": 0b1100}


def test_many_things() -> None:
    assert masks(("a",), [()] * 70 + [("a",)]) == {"a": 1 << 70}


@settings(deadline=None)  # a busy machine is no fault
@given(THINGS)
def test_it_counts_what_sets_count(things: list[frozenset[str]]) -> None:
    having = {role: {n for n, roles in enumerate(things) if role in roles} for role in ROLES}
    for pair in similarities(masks(ROLES, things)):
        left, right = having[pair.left], having[pair.right]
        counts = len(left & right), len(left - right), len(right - left)
        assert (pair.shared, pair.only_left, pair.only_right) == counts
        assert pair.index == (len(left & right) / len(left | right) if left | right else 0.0)
