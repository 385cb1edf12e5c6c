"""Small catalogs made by hand: analysis knows no files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sphinx_roles.catalog.letters import BUILT_IN
from sphinx_roles.model import Assignment, Catalog, Matrix, Responsibility, Role, Section, Text
from sphinx_roles.problems import Location

__all__ = ["REAL_DATA", "assign", "catalog", "delivery", "role", "row"]

HERE = Location("roles.yaml", 1, 1)
_BESIDE = (folder / "shared" / "data" for folder in Path(__file__).parents)
REAL_DATA = next((folder for folder in _BESIDE if folder.is_dir()), Path("data-of-other-people"))
"""Data that other people wrote, where it is beside the project."""


def assign(role: str, letters: str, **more: Any) -> Assignment:
    """An assignment from ``A/R``."""
    return Assignment(role, tuple(letters.split("/")), **more)


def row(ident: str, assigned: Mapping[str, str] | tuple[Assignment, ...] = (), **more: Any) -> Responsibility:
    """A row from role → letters, or from assignments."""
    found = (
        tuple(assign(role, letters) for role, letters in assigned.items())
        if isinstance(assigned, Mapping)
        else assigned
    )
    return Responsibility(id=ident, name=Text(ident.title()), location=HERE, assign=found, **more)


def role(ident: str, **more: Any) -> Role:
    """A role of that id."""
    return Role(id=ident, name=Text(more.pop("name", ident.upper())), location=HERE, **more)


def catalog(*rows: Responsibility, roles: tuple[Role, ...] = (), **more: Any) -> Catalog:
    """A catalog of rows; roles that only rows name are made up."""
    known = {r.id: r for r in roles}
    for found in rows:
        for assignment in found.assign:
            known.setdefault(assignment.role, role(assignment.role))
    matrices = {found.matrix: Matrix(found.matrix, Text(), "RACI") for found in rows}
    matrices.setdefault("", Matrix("", Text(), "RACI"))
    sections = {
        (r.matrix, r.section): Section(r.section, Text(r.section.title()), r.matrix)
        for r in rows
        if r.section
    }
    fields: dict[str, Any] = {"matrices": matrices, "sections": sections, "schemes": dict(BUILT_IN), **more}
    return Catalog(roles=known, rows=rows, **fields)


def delivery() -> Catalog:
    """Three roles, two sections."""
    return catalog(
        row("deploys", {"devops": "A/R", "platform": "R"}, section="run", tags=(Text("daily"),)),
        row("alerts", {"sre": "A/R", "devops": "C"}, section="watch"),
        row("capacity", {"sre": "R", "platform": "A"}, section="watch", kind=Text("decision")),
    )
