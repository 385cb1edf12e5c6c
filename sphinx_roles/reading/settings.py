"""What the reader is told from outside: configuration and limits."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

__all__ = ["Limits", "Settings"]


class Limits(Struct, frozen=True):
    """How much one file may hold: bytes, nested levels, and values after its aliases are expanded."""

    size: int = 16_000_000
    depth: int = 100
    nodes: int = 1_000_000


class Settings(Struct, frozen=True):
    """What conf.py says about reading: ``scheme`` is `roles_scheme`, ``fields`` is `roles_fields`."""

    scheme: str = "RACI"
    fields: Mapping[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
