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
over: the tree is read as one of our files is. What it raises is reported, and the file is read on as if it
had returned None.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args
from urllib.parse import urlsplit

from msgspec import Struct, field

from sphinx_roles.addresses import hide_addresses, split_addresses
from sphinx_roles.catalog.field_maps import Mapped, assignments, nodes_at, scalars_at
from sphinx_roles.catalog.letters import BUILT_IN
from sphinx_roles.catalog.nodes import MappingNode, Node, ReadContext, ScalarNode, SequenceNode
from sphinx_roles.model import Scheme
from sphinx_roles.problems import Phrase


def is_charter(document: Node) -> bool:
    """Return whether a document is a charter of agenraci, which has the key ``roles`` as our files have."""
    return {"project", "roles", "actions"} <= document.values.keys()


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


# From what other tools say of rows, roles and those who take part to our tree

Part: TypeAlias = Literal["decides", "does", "advises", "informed"]
_SECRET = re.compile(r"(?i)(?:token|key|secret|password|passwd|pwd|auth|sig|code)[^=&]*=")
APPROVALS = "DCI"
"""The scheme of those who decide or approve, of whom there may be several, and none of whom does the work."""


class Row(Struct):
    """A row: its key and name as written, who takes part and how, and more of our fields."""

    key: ScalarNode
    name: ScalarNode
    held: list[tuple[ScalarNode, Part]] = field(default_factory=list)
    fields: dict[str, Node | str | Iterable[Node] | None] = field(default_factory=dict)
    """As `mapping` takes them."""


def text_at(text: str, at: int) -> ScalarNode:
    """Return a text that is no null, number or truth value, whatever it looks like."""
    return ScalarNode(text, at, False)


def mapping(at: int, **fields: Node | str | Iterable[Node] | None) -> MappingNode:
    """Return a mapping of those fields that have a value."""
    pairs: list[tuple[ScalarNode, Node]] = []
    for key, value in fields.items():
        node: Any = value
        if isinstance(value, str):
            node = text_at(value, at)
        elif not isinstance(value, ScalarNode | MappingNode | SequenceNode):
            nodes = [*value] if value is not None else []
            node = SequenceNode(nodes, at) if nodes else None
        if node is not None and not (isinstance(node, ScalarNode) and not node.text.strip()):
            pairs.append((ScalarNode(key, at), node))
    return MappingNode(pairs, at)


def mapped(
    context: ImportContext,
    at: int,
    rows: Iterable[Row],
    roles: Iterable[tuple[ScalarNode, Node]] | None = None,
    *,
    scheme: str = APPROVALS,
    **more: Any,
) -> Mapped:
    """Return the tree of rows and roles. Rows are in ``scheme``, unless another one is named for the file.

    Where there may be ``roles``, it is no fault that there are none.
    """
    rows, chosen = [*rows], context.scheme if context.chosen else BUILT_IN[scheme]
    pairs = [(row.key, _row(row, chosen)) for row in rows]
    parts: list[tuple[ScalarNode, Node]] = []
    if roles is not None:
        parts.append((ScalarNode("roles", at), MappingNode([*roles], at)))
    if pairs:
        parts.append((ScalarNode("responsibilities", at), MappingNode(pairs, at)))
    node = MappingNode(parts, at)
    return Mapped(node, scheme=scheme if rows else "", **more)


def _row(row: Row, scheme: Scheme) -> Node:
    letters: dict[Part, str] = {}
    for one in reversed(scheme.participations):
        letters |= {part: one.letter for part in get_args(Part) if getattr(one, part)}
    held = ((who, letters[part], "") for who, part in row.held if part in letters)
    return mapping(row.key.at, name=row.name, **row.fields, assign=assignments(held, row.key.at))


def texts(node: Node, **paths: str | tuple[str, ...]) -> dict[str, ScalarNode]:
    """Return our fields with the first text at the path, or at the first of several paths, of each."""
    several = {name: (given,) if isinstance(given, str) else given for name, given in paths.items()}
    found = {name: [one for path in some for one in scalars_at(node, path)] for name, some in several.items()}
    return {name: text_at(some[0].text, some[0].at) for name, some in found.items() if some}


def unread(records: Iterable[tuple[str, Node]], read: Iterable[str]) -> Iterator[Phrase]:
    """Yield a sentence for each kind of record: the keys that are at none of the paths that are ``read``."""
    left: dict[str, Counter[str]] = {}
    for kind, record in records:
        left.setdefault(kind, Counter()).update(_paths_beside(record, frozenset(read), ""))
    for kind, keys in left.items():
        if keys:
            listed = [key if count == 1 else f"{key} ({count})" for key, count in keys.items()]
            message = "these keys of {kind} have no place in our data, and are left out: {keys}"
            yield Phrase.of(message, kind=kind, keys=listed)


def _paths_beside(node: Node, read: Collection[str], above: str) -> Iterator[str]:
    for key, value in node.pairs if isinstance(node, MappingNode) else ():
        path = f"{above}{key.text}"
        if path in read or (isinstance(value, ScalarNode) and not value.text.strip()):
            continue
        if not any(one.startswith(f"{path}.") for one in read):
            yield path
        elif isinstance(value, MappingNode):
            yield from _paths_beside(value, read, f"{path}.")


def links_of(record: Node, path: str) -> list[Node]:
    """Return what has a ``name`` or ``title`` and a ``url`` at a path as links, but for any with a secret."""
    found: list[Node] = []
    for node in (one.node for one in nodes_at(record, path)):
        texts = node.texts
        if url := safe_url(texts.get("url", "")):
            name = texts.get("name") or texts.get("title") or texts.get("displayName") or url
            found.append(mapping(node.at, text=name, url=url))
    return found


def safe_url(url: str) -> str:
    """Return an address of the web; ``""`` for any other, and for one with a password or a token."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    secret = "@" in parts.netloc or _SECRET.search(parts.query) or "@" in parts.path
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc and not secret else ""


def people_in(context: ImportContext, field: str, node: Node | None) -> list[ScalarNode]:
    """Return the names in a list, or in a text with commas; anything else is reported.

    An e-mail address stays only where it is all that there is, to find who holds a role.
    """
    if node is None or (isinstance(node, ScalarNode) and node.absent):
        return []
    found: list[ScalarNode] = []
    for one in node.items:
        if isinstance(one, ScalarNode):
            words = [] if one.absent else one.text.replace(";", ",").split(",")
            found += (text_at(shown, one.at) for word in words if (shown := without_address(word)))
        else:
            message = "{field} takes names of people, not {found}"
            found_instead = hide_addresses(str(one.described))
            context.reading.report_shape(message, one, field=field, found=found_instead)
    return found


def without_address(name: str) -> str:
    """Return the name of a person or a handle without the e-mail addresses in it."""
    rest, addresses = split_addresses(name.strip())
    return rest or next(iter(addresses), "")
