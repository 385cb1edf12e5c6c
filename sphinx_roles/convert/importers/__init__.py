"""Readers of other tools' data. Each is an entry point of the group ``sphinx_roles.importers``.

An importer is a function ``(documents, context) -> Mapped | None``. Its entry point's name is what
``sphinx-roles convert --from`` takes. A package outside adds one in its pyproject.toml::

    [project.entry-points."sphinx_roles.importers"]
    acme = "acme_roles:read_acme"

``documents`` are those of a file of YAML, JSON or TOML, as trees of `ScalarNode`, `MappingNode` and
`SequenceNode`, each with its location ``at`` (`sphinx_roles.catalog.nodes`). `scalars_at` finds texts in
them by a path. ``context`` is an `ImportContext`. The importer returns None where the documents are not
its tool's. Otherwise it returns a `Mapped`: a tree with the keys of our files (``roles``,
``responsibilities`` …), whose nodes have the locations of what they are made of, so that each problem
points there; and a sentence for each sort of thing that is left out. It need not check what it takes
over: the tree is read as a file of ours is. What it raises is reported, and the file is read on as if it
had returned None.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeAlias

from msgspec import Struct

from sphinx_roles.catalog.nodes import Node
from sphinx_roles.convert.field_maps import Mapped
from sphinx_roles.model import Scheme

_GROUP = "sphinx_roles.importers"
# Also in pyproject.toml; a checkout that is not installed has no entry points.
_OURS = {
    "backstage": "sphinx_roles.convert.importers.backstage:read_backstage",
    "needs": "sphinx_roles.convert.importers.needs:read_needs",
}


class ImportContext(Struct, frozen=True):
    """What an importer is given beside the documents."""

    format: str
    """How they were parsed: ``yaml``, ``json`` or ``toml``."""
    scheme: Scheme
    """The scheme whose letters fields may mean."""
    named: bool
    """The user has named this importer: the documents need not look like its tool's."""
    together: tuple[Node, ...] = ()
    """The documents of all files that are converted together, to which references may lead."""
    memory: dict[str, Any] = {}
    """What an importer keeps from one of these files to the next."""


Importer: TypeAlias = Callable[[list[Node], ImportContext], Mapped | None]


def importers() -> dict[str, EntryPoint]:
    """Return all importers by name, ours first; of two with one name, the first."""
    found = {name: EntryPoint(name, value, _GROUP) for name, value in _OURS.items()}
    for one in entry_points(group=_GROUP):
        found.setdefault(one.name, one)
    return found
