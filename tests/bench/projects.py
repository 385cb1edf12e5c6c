"""The projects that are measured: the same page, made in different ways."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["Size", "cards_catalog", "cards_raw", "empty", "list_table", "matrix_catalog", "raw"]

_LETTERS = ("R", "A", "C", "I", "A/R")


class Size(tuple[int, int]):
    """Rows by roles."""

    def __str__(self) -> str:
        return f"{self[0]:,} x {self[1]}"


def _cells(size: Size, seed: int = 7) -> Iterator[dict[int, str]]:
    """For each row the letters by column; three cells in ten are filled."""
    rows, roles = size
    chance = random.Random(seed)
    for _ in range(rows):
        taking = chance.sample(range(roles), max(1, roles * 3 // 10))
        yield {column: chance.choice(_LETTERS) for column in sorted(taking)}


def _project(folder: Path, body: str, extensions: str = "") -> Path:
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text(f"extensions = [{extensions}]\nhtml_theme = 'alabaster'\n")
    (folder / "index.rst").write_text(f"Handbook\n========\n\n{body}\n")
    return folder


def empty(folder: Path) -> Path:
    """A project with nothing on its page."""
    return _project(folder, "Nothing here.")


def matrix_catalog(folder: Path, size: Size) -> Path:
    """Our matrix, from YAML."""
    project = _project(folder, ".. responsibility-matrix::", '"sphinx_roles"')
    lines = ["roles:"]
    lines += [f"  role{number}: {{name: Role number {number}}}" for number in range(size[1])]
    lines.append("responsibilities:")
    for number, cells in enumerate(_cells(size)):
        assign = ", ".join(f"role{column}: {letters}" for column, letters in cells.items())
        lines.append(f"  row{number}: {{name: Responsibility number {number}, assign: {{{assign}}}}}")
    (project / "roles.yaml").write_text("\n".join(lines) + "\n")
    return project


def list_table(folder: Path, size: Size) -> Path:
    """The same table, written with docutils' ``list-table``."""
    heads = ["Responsibility", *(f"Role number {number}" for number in range(size[1]))]
    lines = [".. list-table::", "   :header-rows: 1", ""]
    rows = [heads]
    for number, cells in enumerate(_cells(size)):
        rows.append([f"Responsibility number {number}", *(cells.get(c, "–") for c in range(size[1]))])
    for row in rows:
        lines += [f"   {'* -' if place == 0 else '  -'} {cell}" for place, cell in enumerate(row)]
    return _project(folder, "\n".join(lines))


def cards_catalog(folder: Path, number: int) -> Path:
    """Our cards, from YAML."""
    project = _project(folder, ".. role-cards::", '"sphinx_roles"')
    lines = ["roles:"]
    for role in range(number):
        lines += [
            f"  role{role}:",
            f"    name: Role number {role}",
            f"    tagline: The {role}th of many",
            f"    summary: Keeps part {role} of the system running and tells the others about it",
            f"    duties: [Watch part {role}, Mend part {role}, Write down what happened to part {role}]",
            f"    skills: [Skill {role % 40}, Skill {role % 17}]",
        ]
    (project / "roles.yaml").write_text("\n".join(lines) + "\n")
    return project


def raw(folder: Path, page: Path, view: str) -> Path:
    """The same HTML as ``page`` has for a view (``ro-matrix``, ``ro-cards``), finished, through ``raw``."""
    found = re.search(rf'<div class="ro {view}.*</div>', page.read_text("utf-8"), re.DOTALL)
    assert found is not None, f"no {view} in {page}"
    # The page's own closing tags are not the view's.
    inner = found[0][: found[0].index("\n\n") if "\n\n" in found[0] else None]
    project = _project(folder, ".. raw:: html\n   :file: view.html")
    (project / "view.html").write_text(inner, "utf-8")
    return project


cards_raw = raw
