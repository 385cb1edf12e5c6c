"""The structure tree of a tagged PDF: what is read aloud of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


def cells_with_text(node: Any) -> Iterator[bool]:
    """Yield of each cell below an element whether there is text in it."""
    for kid in _kids(node):
        if not isinstance(kid, int) and kid.get("/S") == "/TD":
            yield _has_text(kid)
        elif not isinstance(kid, int):
            yield from cells_with_text(kid)


def _has_text(node: Any) -> bool:
    return any(isinstance(kid, int) or "/MCID" in kid or _has_text(kid) for kid in _kids(node))


def _kids(node: Any) -> list[Any]:
    """Return what is below an element: elements, and the numbers of pieces of text."""
    pikepdf = pytest.importorskip("pikepdf")
    kids = node.get("/K", [])
    kids = list(kids) if isinstance(kids, list | pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, int | pikepdf.Dictionary)]
