"""Readers of other tools' data. Each is an entry point of the group ``sphinx_roles.importers``.

An importer is a function ``(documents, context) -> Mapped | None``. Its entry point's name is what
``sphinx-roles convert --from`` takes, and the ``kind`` of a source in ``roles_catalog``. A package outside
adds one in its pyproject.toml::

    [project.entry-points."sphinx_roles.importers"]
    acme = "acme_roles:read_acme"

``documents`` are those of a file of YAML, JSON or TOML, as trees of `ScalarNode`, `MappingNode` and
`SequenceNode`, each with its location ``at`` (`sphinx_roles.catalog.nodes`). `scalars_at` finds texts in them
by a path. Of CSV, TSV and workbooks, the rows of a table are one document, a list of mappings whose keys are
its heads. Any other text is one `ScalarNode`. ``context`` is an `ImportContext`. The importer returns None
where the documents are not its tool's. Otherwise it returns a `Mapped`: a tree with the keys of our files
(``roles``, ``responsibilities`` …), whose nodes have the locations of what they are made of, so that each
problem points there; and a sentence for each sort of thing that is left out. It need not check what it takes
over: the tree is read as a file of ours is. What it raises is reported, and the file is read on as if it had
returned None.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct, field

from sphinx_roles.catalog.field_maps import Mapped
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext
from sphinx_roles.model import Scheme


def is_charter(document: Node) -> bool:
    """Return whether a document is a charter of agenraci, which has the key ``roles`` as our files have."""
    keys = {key.text for key, _ in document.pairs} if isinstance(document, MappingNode) else set()
    return {"project", "roles", "actions"} <= keys


class ImportContext(Struct, frozen=True):
    """What an importer is given beside the documents."""

    format: str
    """How they were parsed: ``yaml``, ``json``, ``toml``, ``csv``, ``tsv``, ``xlsx``, or ``text``."""
    scheme: Scheme
    """The scheme whose letters fields may mean."""
    named: bool
    """The user has named this importer: the documents need not look like its tool's."""
    together: tuple[Node, ...] = ()
    """The documents of all files that are converted together, to which references may lead."""
    memory: dict[str, Any] = {}
    """What an importer keeps from one of these files to the next."""
    reading: ReadContext = field(default_factory=lambda: ReadContext("", []))
    """The file, as it is shown: ``report`` notes a problem at a place in it."""
    path: Path = Path()
    """Where the file is."""
    chosen: bool = False
    """The scheme is named for this file."""
    found: bool = False
    """A glob has found the file, so that it may be about something else."""
    folder: str = ""
    """The name of the folder with which that glob begins, else of the one that the file is in."""


Importer: TypeAlias = Callable[[list[Node], ImportContext], Mapped | None]
