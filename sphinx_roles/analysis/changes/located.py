"""A change, and where in a report it belongs."""

from __future__ import annotations

from msgspec import Struct

from sphinx_roles.analysis.changes.change import Change
from sphinx_roles.analysis.changes.pairing import SectionKey
from sphinx_roles.model import Responsibility, fold


class Located(Struct, frozen=True):
    """A change, the group it belongs to, and the tags of what it is about, by which it is selected."""

    change: Change
    group: str = "rows"
    location: SectionKey = ("", "")
    """Of rows: the matrix and section in the new catalog, or in the old one where it is gone."""
    tags: frozenset[str] = frozenset()

    @classmethod
    def of_row(cls, change: Change, location: SectionKey, *rows: Responsibility) -> Located:
        """Place a change of a row."""
        return cls(
            change=change, location=location, tags=frozenset(fold(tag) for row in rows for tag in row.tags)
        )
