"""The nodes of a view: docutils knows them, and a report is pickled with its page as one piece."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from unittest.mock import Mock

import pytest
from docutils import nodes
from msgspec import Struct

from sphinx_roles import setup
from sphinx_roles.ext.directives import DIRECTIVES, base
from sphinx_roles.render.view import Folded


@pytest.mark.parametrize("again", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy, copy.copy])
def test_a_folded_report_stays_what_it_is(again: object) -> None:
    assert callable(again)
    for report in ({"a": (1, 2)}, (), None):
        folded = again(again(Folded(report)))
        assert folded.load() == report
        assert again(folded).load() == report


def test_every_class_of_nodes_is_registered() -> None:
    # A visitor of docutils ends the build at a node whose class it has no name for, be it of a registered base.
    app = Mock(srcdir="docs", confdir="docs")
    setup(app)
    calls, ours = app.add_node.call_args_list + app.add_enumerable_node.call_args_list, [nodes.Element]
    known = {call.args[0] for call in calls}
    for kind in ours:
        ours += kind.__subclasses__()
    assert known == {kind for kind in ours if kind.__module__.startswith("sphinx_roles.")}
    assert known


def test_every_view_has_a_directive() -> None:
    sources = {path.stem: path.read_text("utf-8") for path in Path(base.__file__).parent.glob("*.py")}
    view = re.compile(r"^def ([a-z]\w+)\(view: ViewDirective\) ->", re.MULTILINE)
    drawn = {(name, found) for name, source in sources.items() for found in view.findall(source)}
    wanted = {(one.module, one.directive.replace("-", "_")) for one in DIRECTIVES}
    assert drawn ^ wanted == set(), (
        "a directive of ext/directives/__init__.py has a function `NAME(view: ViewDirective) -> …` in its module"
    )


PROMISES = (
    "freshness/edited.py",
    "sphinx_builds/test_containers.py",
    "safety/handbook.py",
    "ways_out/views.py",
    "bench/*.py",
    "browser/handbook/*.rst",
)


@pytest.mark.parametrize("place", PROMISES)
def test_every_view_is_held_to_each_promise(place: str) -> None:
    """Right after an edit, in every container under every builder, with hostile texts, in every way out, beside raw HTML, and for axe."""
    sources = "".join(path.read_text("utf-8") for path in (Path(__file__).parents[1]).glob(place))
    lacking = {one.directive for one in DIRECTIVES} - set(re.findall(r"[a-z]+-[a-z]+", sources))
    assert lacking == set(), f"tests/{place} shows none of them"


def used_options(view: Callable[..., object]) -> set[str]:
    """Return the words in a view and in what of the package's directives it calls, and fields that it fills."""
    used, todo = set(), [view]
    for thing in todo:
        source, module = inspect.getsource(thing), vars(sys.modules[thing.__module__])
        used.update(re.findall(r'"([a-z-]+)"', source))
        for name in set(re.findall(r"\w+", source)):
            found = module.get(name, vars(base.ViewDirective).get(name))
            found = getattr(found, "fget", found)
            if isinstance(found, type) and issubclass(found, Struct):
                used.update(field.replace("_", "-") for field in found.__struct_fields__)
            elif isinstance(found, tuple):
                used.update(str(one).replace("_", "-") for one in found)
            elif callable(found) and found.__module__.startswith("sphinx_roles.ext.directives"):
                todo += [found] if found not in (*todo, base.ViewDirective) else []
    return used


@pytest.mark.parametrize("directive", DIRECTIVES, ids=lambda one: one.directive)
def test_every_option_is_used_by_the_view(directive: type[base.ViewDirective]) -> None:
    module = import_module(f"sphinx_roles.ext.directives.{directive.module}")
    used = used_options(getattr(module, directive.directive.replace("-", "_")))
    # Every view has a name, a class, a width, an edit link.
    used |= used_options(base.ViewDirective.node)
    assert set(directive.option_spec) - used == set(), "no field of a query or shape, and not asked for"


def test_an_option_spec_shows_what_it_takes_and_lets_all_through() -> None:
    spec = next(one.option_spec for one in DIRECTIVES if one.directive == "role-overlap")
    assert sorted(spec) == [
        "catalog", "class", "layout", "letters", "matrix", "name", "rows", "sections", "tags"
    ]  # fmt: skip
    assert spec["layout"]("pictrue") == spec["laiout"]("pictrue") == "pictrue"
    with pytest.raises(ValueError, match="did you mean 'picture'"):
        dict(spec)["layout"]("pictrue")
