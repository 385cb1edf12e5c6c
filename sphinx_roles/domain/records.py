"""What the domain keeps of the things that links lead to."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["EVERYTHING", "Listing", "Target"]

EVERYTHING = ("", "")
"""In the place of (kind, name): a page whose links are not told one by one."""


class Target(Struct, frozen=True, array_like=True):
    """A place that links to ``key`` may lead to; the smallest ``rank`` wins, then the toctree's order.

    ``key`` is the id of a role, or "matrix, section, id" of a row on three lines.
    """

    kind: str
    key: str
    anchor: str
    shown: str
    rank: int


class Listing(Struct, frozen=True):
    """What the index and the inventory list, which takes the main catalog to know."""

    objects: tuple[tuple[str, str, str, str, str, int], ...] = ()
    families: dict[str, str] = {}
    """By the id of the role."""
