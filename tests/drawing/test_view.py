"""A report is pickled with its page as one piece."""

from __future__ import annotations

import copy
import pickle

import pytest

from sphinx_roles.render.view import LazyReport


@pytest.mark.parametrize("again", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy, copy.copy])
def test_a_folded_report_stays_what_it_is(again: object) -> None:
    assert callable(again)
    for report in ({"a": (1, 2)}, (), None):
        folded = again(again(LazyReport(report)))
        assert folded.load() == report
        assert again(folded).load() == report
