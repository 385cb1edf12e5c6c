"""All data of a project, and how its roles and rows are found by name."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from sphinx_roles.model.records import (
    Acceptance,
    Matrix,
    Responsibility,
    Role,
    Scale,
    Scheme,
    Section,
    Skill,
    role_names,
)
from sphinx_roles.model.text import fold
from sphinx_roles.problems import Problem

__all__ = ["Catalog"]


class Catalog(Struct, frozen=True, array_like=True, kw_only=True, dict=True):
    """All data of a project. Mappings keep the order of the data: file by file, top to bottom.

    A row without a matrix of its own belongs to the matrix ``""``, which is always there.
    """

    roles: Mapping[str, Role] = field(default_factory=dict)
    rows: tuple[Responsibility, ...] = ()
    sections: Mapping[tuple[str, str], Section] = field(default_factory=dict)
    """By (matrix, section)."""
    matrices: Mapping[str, Matrix] = field(default_factory=dict)
    schemes: Mapping[str, Scheme] = field(default_factory=dict)
    """The built-in ones and the data's."""
    skills: Mapping[str, Skill] = field(default_factory=dict)
    scales: Mapping[str, Scale] = field(default_factory=dict)
    rules: Mapping[str, Any] = field(default_factory=dict)
    accepted: tuple[Acceptance, ...] = ()
    files: tuple[str, ...] = ()
    """The files that were read, as they are shown."""
    problems: tuple[Problem, ...] = ()
    """What reading has told of them."""
    today: datetime.date | None = None
    """The day by which "overdue" is judged; None: nothing is."""

    def find_role(self, text: str) -> Role | None:
        """Find a role by id, name, abbreviation or alias; case, punctuation and spacing do not count."""
        found = self.roles.get(text)
        if found is None:
            key = self._names.get(fold(text))
            found = self.roles[key] if key is not None else None
        return found

    def find_row(self, text: str) -> Responsibility | None:
        """Find a row by id or name where that is unique, else by ``matrix/id``; None where it is not."""
        rows = self._rows.get(fold(text), ())
        if len(rows) != 1 and "/" in text:
            matrix, _, rest = text.rpartition("/")
            rows = [row for row in self._rows.get(fold(rest), ()) if matrix in (row.matrix, row.section)]
        return rows[0] if len(rows) == 1 else None

    def scheme_of(self, row: Responsibility) -> Scheme:
        """Return the scheme of the row's matrix."""
        return self.schemes[self.matrices[row.matrix].scheme]

    def role_names(self) -> Iterator[str]:
        """Yield everything that a role answers to, for "did you mean"."""
        for role in self.roles.values():
            yield role.id
            yield from role_names(role)

    @property
    def _names(self) -> dict[str, str]:
        # A frozen Struct with a __dict__ may still keep what is derived from its fields.
        names = self.__dict__.get("_names_")
        if names is None:
            names = {}
            for role in self.roles.values():
                names.setdefault(fold(role.id), role.id)
            for role in self.roles.values():
                for name in role_names(role):
                    names.setdefault(fold(name), role.id)
            self.__dict__["_names_"] = names
        return names

    @property
    def _rows(self) -> dict[str, list[Responsibility]]:
        rows = self.__dict__.get("_rows_")
        if rows is None:
            rows = {}
            for row in self.rows:
                for key in {fold(row.id), fold(row.name)}:
                    rows.setdefault(key, []).append(row)
            self.__dict__["_rows_"] = rows
        return rows
