"""Circles that overlap: where they, their names and the numbers of their regions stand.

The points are those of a screen (down is more), and the same for SVG and TikZ. The areas are
not proportional: a region must be wide enough for its numbers, and an empty one is still there.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from sphinx_roles.analysis.overlap import OverlapReport

__all__ = ["DASHES", "RADIUS", "WIDTH", "Circle", "Spot", "Venn", "layout", "lines", "width"]

RADIUS = 112.0
WIDTH = 364.0
"""Of the whole picture; its middle is at 0."""

DASHES = ((), (10, 5), (1, 6))
"""The strokes of the sets, so that they are told apart without colour; dots have round ends."""

_NAME = 168.0
"""How wide a name above a circle may be."""
_LINE = 19.0
_MOST_LINES = 3

_CENTERS = {2: ((-65.0, 0.0), (65.0, 0.0)), 3: ((-62.0, -36.0), (62.0, -36.0), (0.0, 72.0))}

_SPOTS: Mapping[int, Mapping[tuple[int, ...], tuple[float, float]]] = MappingProxyType({
    2: {(0, 1): (0, 0), (0,): (-112, 0), (1,): (112, 0)},
    3: {
        (0, 1): (0, -83), (0, 2): (-71, 42), (1, 2): (71, 42), (0, 1, 2): (0, 2),
        (0,): (-106, -61), (1,): (106, -61), (2,): (0, 124),
    },
})  # fmt: skip
"""Where the numbers of each region stand."""


class Circle(Struct, frozen=True):
    """A set: its middle, and the middle of its name's nearest line, above it or below."""

    x: float
    y: float
    name_x: float
    name_y: float
    below: bool
    room: float
    """How wide the name may be."""


class Spot(Struct, frozen=True):
    """Where a region tells its number and how many are in it."""

    number: int
    count: int
    x: float
    y: float


class Venn(Struct, frozen=True):
    """The picture of two or three sets."""

    circles: tuple[Circle, ...]
    spots: tuple[Spot, ...]


def layout(report: OverlapReport) -> Venn:
    """Place the circles and numbers of two or three roles."""
    number = len(report.sets)
    spots = _SPOTS[number]
    return Venn(
        tuple(_circle(place, x, y) for place, (x, y) in enumerate(_CENTERS[number])),
        tuple(Spot(r.number, len(r.items), *spots[r.roles]) for r in report.regions),
    )


def _circle(place: int, x: float, y: float) -> Circle:
    if place == 2:
        return Circle(x, y, x, y + RADIUS + 18, below=True, room=WIDTH - 14)
    # Two names side by side: each keeps to its half.
    side = -1 if place == 0 else 1
    return Circle(x, y, side * (_NAME / 2 + 8), y - RADIUS - 16, below=False, room=_NAME)


def lines(name: str, room: float) -> list[str]:
    """Break a name into lines of about that width; what goes beyond three stays in the last."""
    made = [""]
    for word in name.split():
        longer = f"{made[-1]} {word}".strip()
        if not made[-1] or width(longer) <= room or len(made) == _MOST_LINES:
            made[-1] = longer
        else:
            made.append(word)
    return made


def width(text: str) -> float:
    """Guess how wide a text is in the letters of a name; those of East Asia are twice as wide."""
    return sum(15.5 if unicodedata.east_asian_width(char) in "WF" else 8.8 for char in text)
