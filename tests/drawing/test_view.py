"""The nodes of a view: docutils knows them, and a report is pickled with its page as one piece."""

from __future__ import annotations

import copy
import pickle
import re
from importlib import import_module
from pathlib import Path
from unittest.mock import Mock

import pytest
from docutils import nodes
from msgspec import Struct

from sphinx_roles import setup
from sphinx_roles.ext.directives import DIRECTIVES, base
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
    calls, ours = app.add_node.call_args_list + app.add_enumerable_node.call_args_list, [nodes.Element]
    known = {call.args[0] for call in calls}
    for kind in ours:
        ours += kind.__subclasses__()
    assert known == {kind for kind in ours if kind.__module__.startswith("sphinx_roles.")}
    assert known


def test_every_view_has_a_directive() -> None:
    files = [
        path for path in Path(base.__file__).parent.glob("*.py") if "\ndef draw(" in path.read_text("utf-8")
    ]
    assert {path.stem.replace("_", "-") for path in files} == {one.directive for one in DIRECTIVES}


@pytest.mark.parametrize("directive", DIRECTIVES, ids=lambda one: one.directive)
def test_every_option_is_used_by_the_view(directive: type[base.ViewDirective]) -> None:
    names, used = [directive.directive.replace("-", "_")], {"name"}
    for name in names:
        view = import_module(f"sphinx_roles.ext.directives.{name}")
        source = Path(str(view.__file__)).read_text("utf-8")
        names += re.findall(r"^from sphinx_roles\.ext\.directives\.(\w+)", source, re.MULTILINE)
        used.update(re.findall(r'"([a-z-]+)"', source))
        for record in vars(view).values():
            if isinstance(record, type) and issubclass(record, Struct):
                used.update(field.replace("_", "-") for field in record.__struct_fields__)
    assert set(directive.option_spec) - used == set()


def test_an_option_spec_shows_what_it_takes_and_lets_all_through() -> None:
    spec = next(one.option_spec for one in DIRECTIVES if one.directive == "role-overlap")
    assert sorted(spec) == [
        "catalog", "class", "layout", "letters", "matrix", "name", "rows", "sections", "tags"
    ]  # fmt: skip
    assert spec["layout"]("pictrue") == spec["laiout"]("pictrue") == "pictrue"
    with pytest.raises(ValueError, match="did you mean 'picture'"):
        dict(spec)["layout"]("pictrue")
