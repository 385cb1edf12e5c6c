"""The index of roles: a page that Sphinx writes, and other pages name with ``{ref}`org-roles```."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sphinx.domains import Index, IndexEntry

if TYPE_CHECKING:
    from sphinx_roles.domain.org import OrgDomain

__all__ = ["RoleIndex"]


class RoleIndex(Index):
    """All roles by their first letter, with what kind of thing they are."""

    name = "roles"
    localname = "Index of roles"
    shortname = "roles"

    def generate(
        self, docnames: Iterable[str] | None = None
    ) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Return an entry for each role that a page shows."""
        domain: OrgDomain = self.domain  # type: ignore[assignment]
        entries: dict[str, list[IndexEntry]] = {}
        for (kind, key), (docname, target) in domain.targets.items():
            if kind == "role" and (docnames is None or docname in docnames):
                extra = domain.listing.families.get(key, "")
                entry = IndexEntry(target.shown, 0, docname, target.anchor, extra, "", "")
                entries.setdefault(_initial(target.shown), []).append(entry)
        ordered = [
            (letter, sorted(group, key=lambda e: e.name.casefold())) for letter, group in entries.items()
        ]
        return sorted(ordered), False


def _initial(name: str) -> str:
    """The letter or digit under which the index lists a name; what has none stands before all others."""
    return next((sign.upper() for sign in name if sign.isalnum()), "")
