"""The nodes of a view: docutils knows them, and a report is pickled with its page as one piece."""

from __future__ import annotations

import copy
import pickle
from unittest.mock import Mock

import pytest
from docutils import nodes

from sphinx_roles import setup
from sphinx_roles.ext import directives as views
from sphinx_roles.render.view import LazyReport


@pytest.mark.parametrize("again", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy, copy.copy])
def test_a_folded_report_stays_what_it_is(again: object) -> None:
    assert callable(again)
    for report in ({"a": (1, 2)}, (), None):
        folded = again(again(LazyReport(report)))
        assert folded.load() == report
        assert again(folded).load() == report


def test_every_class_of_nodes_is_registered() -> None:
    # A visitor of docutils ends the build at a node whose class it has no name for, be it of a registered base.
    app = Mock()
    setup(app)
    list(views.discover())
    known, ours = {call.args[0] for call in app.add_node.call_args_list}, [nodes.Element]
    for kind in ours:
        ours += kind.__subclasses__()
    assert known == {kind for kind in ours if kind.__module__.startswith("sphinx_roles.")}
    assert known
