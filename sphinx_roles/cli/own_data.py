"""A table or catalog of the author's own, as the start of a handbook."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from sphinx_roles.cli.outcome import CommandError
from sphinx_roles.reading import Settings, Source, read_catalog

__all__ = ["OwnData", "read_own_data"]

_SPREADSHEETS = frozenset({".xlsx", ".xls", ".ods", ".numbers", ".gsheet"})


class OwnData(Struct, frozen=True):
    """A file of the author's, and what the pages must know of it."""

    name: str
    content: bytes
    matrices: tuple[str, ...]

    @property
    def is_document(self) -> bool:
        """True where Sphinx could take the file for a page of its own."""
        return self.name.lower().endswith((".md", ".markdown"))


def read_own_data(path: Path, taken: frozenset[str]) -> OwnData:
    """Read the file, and see that it has roles and rows. ``taken`` are names that it must not have."""
    if path.suffix.lower() in _SPREADSHEETS:
        raise CommandError(f"{path} is a spreadsheet; save it as CSV, and start from that")
    if not path.is_file():
        raise CommandError(f"{path} is {'a folder' if path.is_dir() else 'not there'}; a file is expected")
    name = f"table-{path.name}" if path.name in taken else path.name
    catalog, problems = read_catalog([Source(path=path, shown=name)], Settings())
    if not (catalog.roles and catalog.rows):
        missing = "role" if catalog.rows else "responsibility"
        told = "".join(f"\n  {problem}" for problem in problems[:5])
        raise CommandError(f"no {missing} could be read from {path}{told}")
    used = dict.fromkeys(row.matrix for row in catalog.rows)
    # A row that names no matrix can only be shown together with all the others.
    return OwnData(name, path.read_bytes(), tuple(used) if all(used) else ())
