"""What one file says, field by field, before files are merged and references followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from sphinx_roles.model import Acceptance, Text
from sphinx_roles.problems import Code, Place
from sphinx_roles.reading.sheet import Sheet
from sphinx_roles.reading.tables.cells import Grid
from sphinx_roles.reading.tree import Node

__all__ = [
    "Draft",
    "FileDraft",
    "LetterDraft",
    "RoleDraft",
    "RowDraft",
    "Rule",
    "SchemeDraft",
    "SectionDraft",
]


class Draft(Struct):
    """An entry: its id, its name where no `name` is given, and the fields that are."""

    id: str
    key: Text
    values: dict[str, Any]
    place: Place

    @property
    def name(self) -> Text:
        """The name that is given, else the key."""
        name: Text = self.values.get("name", self.key)
        return name


class RoleDraft(Draft):
    """A role. ``inherit`` says that it takes over the assignments of its parent."""

    inherit: bool = False


class SectionDraft(Draft):
    """A section of rows."""


class RowDraft(Draft):
    """A row; ``assign`` is not read yet, as the letters depend on the matrix."""

    sheet: Sheet
    assign: Node | None = None
    section: SectionDraft | None = None
    matrix: Text | None = None
    """The matrix of its file, where it names none itself."""
    cut: bool = False


class LetterDraft(Struct):
    """A letter of a scheme, and what is said about it."""

    letter: str
    values: dict[str, Any]
    place: Place


class SchemeDraft(Draft):
    """A scheme: what it changes in the one of that id, or a new one."""

    letters: list[LetterDraft] = []
    together: list[tuple[Text, Text]] = []


class Rule(Struct):
    """What the data says about a rule of the audit."""

    value: Any
    place: Place


class FileDraft(Struct):
    """All that one file says.

    ``matrix``, ``scheme``, ``transpose``, ``columns`` and ``fill_down`` come from its source. ``stem`` is the
    name of a table that has none, empty for the body of a directive.
    """

    sheet: Sheet
    stem: str = ""
    matrix: Text | None = None
    scheme: Text | None = None
    transpose: bool | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    fill_down: bool = False
    roles: list[RoleDraft] = field(default_factory=list)
    rows: list[RowDraft] = field(default_factory=list)
    sections: list[SectionDraft] = field(default_factory=list)
    matrices: list[Draft] = field(default_factory=list)
    schemes: list[SchemeDraft] = field(default_factory=list)
    skills: list[Draft] = field(default_factory=list)
    scales: list[Draft] = field(default_factory=list)
    rules: dict[str, Rule] = field(default_factory=dict)
    accepted: list[Acceptance] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    """Its tables, which can be read once the roles and schemes of all files are known."""

    def tell(self, code: Code, text: str, at: int) -> None:
        """Note a problem at a packed place of the file."""
        self.sheet.tell(code, text, at)
