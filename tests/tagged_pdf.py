"""The structure tree of a tagged PDF: what is read aloud of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest


def cells_with_text(node: Any, page: Any = None, shown: dict[Any, set[int]] | None = None) -> Iterator[bool]:
    """Yield of each cell below an element whether there is text in it."""
    shown = {} if shown is None else shown
    page = node.get("/Pg", page)
    for kid in _kids(node):
        if not isinstance(kid, int) and kid.get("/S") == "/TD":
            yield _has_text(kid, page, shown)
        elif not isinstance(kid, int):
            yield from cells_with_text(kid, page, shown)


def _has_text(node: Any, page: Any, shown: dict[Any, set[int]]) -> bool:
    """Borders and backgrounds are pieces of a cell, too, and are no text."""
    page = node.get("/Pg", page)
    for kid in _kids(node):
        piece = kid if isinstance(kid, int) else kid.get("/MCID")
        if piece is None and _has_text(kid, page, shown):
            return True
        if piece is not None:
            of = page if isinstance(kid, int) else kid.get("/Pg", page)
            if of.objgen not in shown:
                shown[of.objgen] = _texts(of)
            if int(piece) in shown[of.objgen]:
                return True
    return False


def _texts(page: Any) -> set[int]:
    """Return the numbers of the pieces of a page in which text is drawn."""
    pikepdf = pytest.importorskip("pikepdf")
    open_pieces: list[int | None] = []
    found: set[int] = set()
    for given, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC":
                open_pieces.append(None)
            case "BDC":
                about = given[1]
                open_pieces.append(int(about["/MCID"]) if "/MCID" in about else None)
            case "EMC":
                open_pieces.pop()
            case "Tj" | "TJ" | "'" | '"':
                found |= {piece for piece in open_pieces if piece is not None}
    return found


def _kids(node: Any) -> list[Any]:
    """Return what is below an element: elements, and the numbers of pieces."""
    pikepdf = pytest.importorskip("pikepdf")
    kids = node.get("/K", [])
    kids = list(kids) if isinstance(kids, list | pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, int | pikepdf.Dictionary)]
