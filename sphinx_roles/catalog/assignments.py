"""Reads the lines that ``sphinx-roles export --format csv`` writes, one for each assignment, as our keys."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from sphinx_roles.catalog.importers import mapping, text_at
from sphinx_roles.catalog.nodes import MappingNode, Node, ScalarNode, SequenceNode
from sphinx_roles.catalog.schema import FileDraft, read_tree
from sphinx_roles.catalog.tables import Grid
from sphinx_roles.model import fold
from sphinx_roles.problems import Code

HEADS = (
    *("matrix", "section", "responsibility", "role", "letters", "when", "until", "note"),
    *("responsibility_id", "role_id", "scheme"),
)
_NEEDED = frozenset(("responsibility", "role", "letters", "responsibility_id", "role_id"))

_Line = dict[str, ScalarNode]


def take_assignments(drafts: list[FileDraft], scheme: str, *, define: bool) -> None:
    """Read such lines among the tables of some files; ``scheme`` is that of rows that name none.

    ``define`` says that they define the roles, as nothing else does.
    """
    define = define and not any(draft.roles for draft in drafts)
    for draft in drafts:
        found = [(grid, head) for grid in draft.grids if (head := _heads(grid))]
        for grid, head in found:
            draft.grids.remove(grid)
            read_tree(draft, _Reading(draft, scheme).tree(grid, head, define=define))


def _heads(grid: Grid) -> dict[int, str]:
    """Return the heads of such lines by column; nothing for any other table."""
    texts = [cell.text.strip().casefold() for cell in (grid.rows or [[]])[0]]
    return dict(enumerate(texts)) if set(texts) >= _NEEDED else {}


class _Entry(Struct):
    """A role or a row: its key, its name, and for a row the rest of it."""

    key: ScalarNode
    name: ScalarNode
    fields: dict[str, Node] = field(default_factory=dict)
    assign: dict[str, tuple[ScalarNode, list[Node]]] = field(default_factory=dict)


class _Reading(Struct):
    draft: FileDraft
    scheme: str
    roles: dict[str, _Entry] = field(default_factory=dict)
    rows: dict[tuple[str, ...], _Entry] = field(default_factory=dict)
    matrices: dict[str, tuple[ScalarNode, Node]] = field(default_factory=dict)
    names: dict[tuple[str, ...], ScalarNode] = field(default_factory=dict)
    """The ids by what has them: a line that somebody adds may have the name alone."""

    def tree(self, grid: Grid, head: dict[int, str], *, define: bool) -> MappingNode:
        """Return the lines as a tree of our keys."""
        lines = [*self._lines(grid, head)]
        for line in lines:
            for name, key in (("role", "role_id"), ("responsibility", "responsibility_id")):
                if name in line and key in line:
                    self.names.setdefault(self._place(line, name), line[key])
        for line in lines:
            self._read(line)
        roles = [(one.key, mapping(one.key.at, name=one.name)) for one in self.roles.values()]
        made = {
            "roles": MappingNode([*roles], grid.at) if roles and define else None,
            "matrices": MappingNode([*self.matrices.values()], grid.at) if self.matrices else None,
            "responsibilities": [_node(one) for one in self.rows.values()],
        }
        return mapping(grid.at, **made)

    def _lines(self, grid: Grid, head: dict[int, str]) -> Iterator[_Line]:
        for row in grid.rows[1:]:
            cells = ((head.get(i), cell.raw.strip(), cell.at) for i, cell in enumerate(row))
            line = {name: text_at(raw, at) for name, raw, at in cells if name and raw}
            if line:
                yield line

    def _place(self, line: _Line, name: str) -> tuple[str, ...]:
        where = ("matrix", "section") if name == "responsibility" else ()
        return (name, *(line[one].text if one in line else "" for one in where), fold(line[name].text))

    def _entry(self, line: _Line, name: str) -> ScalarNode | None:
        """Return the key of what a line is about: its id, that of another line with its name, or the name."""
        given = line.get(f"{name}_id")
        return given or (self.names.get(self._place(line, name), line[name]) if name in line else None)

    def _read(self, line: _Line) -> None:
        role = self._entry(line, "role")
        row = self._row(line)
        if row is None:
            at = next(iter(line.values())).at
            self.draft.context.report(Code.TABLE, "a row has no name, and there is none above it", at)
        elif role is not None:
            one = self.roles.setdefault(role.text, _Entry(role, line.get("role", role)))
            self._check_name(one, line, "role")
            names = ("letters", "when", "until", "note")
            part = mapping(role.at, **{name: line.get(name) for name in names})
            row.assign.setdefault(role.text, (role, []))[1].append(part)

    def _row(self, line: _Line) -> _Entry | None:
        """Return the row of a line: where it names none, the one above it."""
        key = self._entry(line, "responsibility")
        if key is None:
            return next(reversed(self.rows.values()), None)
        where = {"matrix": self._matrix(line), "section": line.get("section")}
        fields: dict[str, Node] = {name: node for name, node in where.items() if node is not None}
        place = (*(node.text if node else "" for node in where.values()), key.text)
        row = self.rows.setdefault(place, _Entry(key, line.get("responsibility", key), fields))
        self._check_name(row, line, "responsibility")
        return row

    def _check_name(self, entry: _Entry, line: _Line, name: str) -> None:
        other = line.get(name)
        if other is not None and other.text != entry.name.text:
            self._report(name, entry.key, other)

    def _report(self, field: str, of: ScalarNode, other: ScalarNode) -> None:
        """Report that a line says something else than one before it."""
        message = "{field!r} of {row!r} is there twice; {value!r} is left out, as the first counts"
        about = {"field": field, "row": of.text, "value": other.text}
        self.draft.context.report(Code.TABLE, message, other.at, about)

    def _matrix(self, line: _Line) -> ScalarNode | None:
        """Return the matrix of a line. Under a scheme of their own, rows are in a matrix of their own."""
        name, scheme = line.get("matrix"), line.get("scheme")
        if name is None and scheme is not None and scheme.text != self.scheme and not self.draft.matrix:
            name = text_at(self.draft.stem, scheme.at)
        if name is not None:
            first = self.matrices.setdefault(name.text, (name, mapping(name.at, scheme=scheme)))[1]
            if scheme is not None and first.texts.get("scheme", scheme.text) != scheme.text:
                self._report("scheme", name, scheme)
        return name


def _node(entry: _Entry) -> Node:
    parts = (
        (role, nodes[0] if len(nodes) == 1 else SequenceNode(nodes, role.at))
        for role, nodes in entry.assign.values()
    )
    assign = MappingNode([*parts], entry.key.at)
    return mapping(entry.key.at, id=entry.key, name=entry.name, **entry.fields, assign=assign)
