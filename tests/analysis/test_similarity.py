"""How alike two roles are."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_roles.analysis.comparison import masks, similarities

ROLES = ("devops", "sre", "platform", "support")
THINGS = st.lists(st.frozensets(st.sampled_from((*ROLES, "not asked for"))), max_size=80)


@settings(deadline=None)  # a busy machine is no fault
@given(THINGS)
def test_it_counts_what_sets_count(things: list[frozenset[str]]) -> None:
    having = {role: {n for n, roles in enumerate(things) if role in roles} for role in ROLES}
    found = similarities(masks(ROLES, things))
    assert [(pair.left, pair.right) for pair in found] == list(combinations(ROLES, 2))
    for pair in found:
        left, right = having[pair.left], having[pair.right]
        counts = len(left & right), len(left - right), len(right - left)
        assert (pair.shared, pair.only_left, pair.only_right) == counts
        assert pair.index == (len(left & right) / len(left | right) if left | right else 0.0)
