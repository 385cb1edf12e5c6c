"""Circles that overlap: the places of circles, names and the numbers of their regions.

The points are those of a screen (down is more), and the same for SVG and TikZ. The areas are
not proportional: a region must be wide enough for its numbers, and an empty one is still there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType

from msgspec import Struct

from sphinx_roles.analysis.overlap import OverlapReport, RoleSet
from sphinx_roles.render.labels import tone

RADIUS = 112.0
WIDTH = 364.0
"""Of the whole picture; its middle is at 0."""

DASHES = ((), (10, 5), (1, 6))
"""The strokes of the sets, so that they can be distinguished without colour; dots have round ends."""

_NAME = 168.0
"""How wide a name above a circle may be."""
_MOST_LINES = 3

_CENTERS = {2: ((-65.0, 0.0), (65.0, 0.0)), 3: ((-62.0, -36.0), (62.0, -36.0), (0.0, 72.0))}

_SPOTS: Mapping[int, Mapping[tuple[int, ...], tuple[float, float]]] = MappingProxyType(
    {
        2: {(0, 1): (0, 0), (0,): (-112, 0), (1,): (112, 0)},
        3: {
            (0, 1): (0, -83),
            (0, 2): (-71, 42),
            (1, 2): (71, 42),
            (0, 1, 2): (0, 2),
            (0,): (-106, -61),
            (1,): (106, -61),
            (2,): (0, 124),
        },
    }
)
"""The places of the numbers of each region."""


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
    """The place of a region's number and of how many are in it."""

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
        tuple(_circle(location, x, y) for location, (x, y) in enumerate(_CENTERS[number])),
        tuple(Spot(r.number, len(r.items), *spots[r.roles]) for r in report.regions),
    )


def _circle(location: int, x: float, y: float) -> Circle:
    if location == 2:
        return Circle(x, y, x, y + RADIUS + 18, below=True, room=WIDTH - 14)
    # Two names side by side: each keeps to its half.
    side = -1 if location == 0 else 1
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


_COLORS = ("#0b63b5", "#b3540a", "#1d6f5c")
_INK = "#1a1a1a"
_SVG_LINE = 19.0
_RING = 10.5
_SIZE = 1.1
"""How large the picture is where there is room."""


class Reported(Struct, frozen=True):
    """The texts of the picture: the names of the sets as shown, its title, and it in words."""

    names: tuple[str, ...]
    title: str
    description: str


def venn_inline(report: OverlapReport, reported: Reported, ident: str) -> str:
    """Return the picture for a page: its colours come from the stylesheet and the text around it."""
    attributes = f' class="ro-venn" role="img" aria-labelledby="{ident}-title {ident}-text"'
    title = f'<title id="{ident}-title">{escape(reported.title)}</title>'
    text = f'<desc id="{ident}-text">{escape(reported.description)}</desc>'
    return _Svg(report, reported, inline=True).draw(attributes, title + text)


def venn_file(report: OverlapReport, reported: Reported) -> str:
    """Return the picture as a file of its own, in literal colours and on white: a reader may be dark."""
    head = f"<title>{escape(reported.title)}</title><desc>{escape(reported.description)}</desc>"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        + _Svg(report, reported, inline=False).draw("", head)
        + "\n"
    )


class _Svg:
    def __init__(self, report: OverlapReport, reported: Reported, *, inline: bool) -> None:
        self.report, self.inline = report, inline
        self.venn = layout(report)
        self.names = [
            lines(name, circle.room) for name, circle in zip(reported.names, self.venn.circles, strict=True)
        ]

    def draw(self, attributes: str, head: str) -> str:
        """Put the parts together: circles below, numbers above."""
        top, bottom = self.reach()
        box = f"{-WIDTH / 2:g} {top:g} {WIDTH:g} {bottom - top:g}"
        sets = zip(self.report.sets, self.venn.circles, strict=True)
        circles = "".join(self.circle(location, *pair) for location, pair in enumerate(sets))
        names = "".join(self.name(*pair) for pair in zip(self.names, self.venn.circles, strict=True))
        ink = "currentColor" if self.inline else _INK
        font = "" if self.inline else ' font-family="sans-serif"'
        size = f'width="{WIDTH:g}" height="{bottom - top:g}"'
        paper = "" if self.inline else f'<rect x="{-WIDTH / 2:g}" y="{top:g}" {size} fill="#fff"/>'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg"{attributes} viewBox="{box}"'
            f' width="{WIDTH * _SIZE:.0f}" height="{(bottom - top) * _SIZE:.0f}"{font}>{head}{paper}'
            f'<g stroke-width="2">{circles}</g>'
            f'<g fill="{ink}" text-anchor="middle"><g font-size="15" font-weight="600">{names}</g>'
            f"{''.join(map(self.spot, self.venn.spots))}</g></svg>"
        )

    def reach(self) -> tuple[float, float]:
        """From where to where the picture goes, names and all."""
        above, below = 0, 0
        for parts, circle in zip(self.names, self.venn.circles, strict=True):
            above, below = (above, len(parts)) if circle.below else (max(above, len(parts)), below)
        top = min(circle.y for circle in self.venn.circles) - RADIUS - 16 - _SVG_LINE * above
        bottom = max(circle.y for circle in self.venn.circles) + RADIUS + 10
        return top, bottom + (_SVG_LINE * below + 6 if below else 0)

    def circle(self, location: int, found: RoleSet, circle: Circle) -> str:
        dashes = DASHES[location]
        dash = f' stroke-dasharray="{" ".join(map(str, dashes))}"' if dashes else ""
        round_ends = ' stroke-linecap="round"' if dashes and dashes[0] == 1 else ""
        color = found.color or _COLORS[location]
        look = f'fill="{escape(color)}" fill-opacity=".14" stroke="{escape(color)}"'
        if self.inline:
            # The stylesheet's colours override these, which are for pages without it.
            shade = tone(found.color) if found.color else f"ro-set-{location + 1}"
            look = f'class="ro-set {shade}" fill="currentColor" fill-opacity=".08" stroke="currentColor"'
        return f'<circle {look} cx="{circle.x:g}" cy="{circle.y:g}" r="{RADIUS:g}"{dash}{round_ends}/>'

    def name(self, parts: list[str], circle: Circle) -> str:
        first = circle.name_y + 5 if circle.below else circle.name_y - _SVG_LINE * (len(parts) - 1)
        return "".join(self.line(part, circle, first + _SVG_LINE * n) for n, part in enumerate(parts))

    def line(self, text: str, circle: Circle, y: float) -> str:
        """One line of a name, squeezed where it would be too wide."""
        fit = (
            f' textLength="{circle.room:g}" lengthAdjust="spacingAndGlyphs"'
            if width(text) > circle.room
            else ""
        )
        return f'<text x="{circle.name_x:g}" y="{y:g}"{fit}>{escape(text)}</text>'

    def spot(self, spot: Spot) -> str:
        """The number of the list in a ring, and below it the count."""
        ring = "currentColor" if self.inline else _INK
        return (
            f'<circle cx="{spot.x:g}" cy="{spot.y - 13:g}" r="{_RING:g}" fill="none" stroke="{ring}"/>'
            f'<text x="{spot.x:g}" y="{spot.y - 8.7:g}" font-size="12.5">{spot.number}</text>'
            f'<text x="{spot.x:g}" y="{spot.y + 18:g}" font-size="19" font-weight="700">{spot.count}</text>'
        )


_SCALE = 1 / 40
"""From the points of a screen to centimetres."""
_STROKES = (
    "line width=1pt",
    "line width=1pt, dash pattern=on 6pt off 3pt",
    "line width=1.4pt, dash pattern=on 0pt off 2.8pt, line cap=round",
)
_TIKZ_RING = r"draw, circle, inner sep=0pt, minimum size=4.6mm, font=\small"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def venn_tikz(report: OverlapReport, names: list[str], tex: Callable[[str], str]) -> str:
    """Return a centred picture; ``tex`` makes a text safe for LaTeX."""
    venn = layout(report)
    parts = [r"\begin{center}", r"\begin{tikzpicture}"]
    for location, (found, circle) in enumerate(zip(report.sets, venn.circles, strict=True)):
        # LaTeX knows other names of colours than the web.
        color = _rgb(found.color if _HEX.fullmatch(found.color) else _COLORS[location])
        parts.append(
            rf"\draw[draw={color}, fill={color}, fill opacity=0.12, {_STROKES[location]}]"
            rf" {_at(circle.x, circle.y)} circle ({RADIUS * _SCALE:.3f}cm);"
        )
    parts += [_name(name, circle, tex) for name, circle in zip(names, venn.circles, strict=True)]
    for spot in venn.spots:
        parts.append(rf"\node[{_TIKZ_RING}] at {_at(spot.x, spot.y - 13)} {{{spot.number}}};")
        parts.append(rf"\node[font=\large\bfseries] at {_at(spot.x, spot.y + 12)} {{{spot.count}}};")
    return "\n".join([*parts, r"\end{tikzpicture}", r"\end{center}", ""])


def _name(name: str, circle: Circle, tex: Callable[[str], str]) -> str:
    """A name, which TeX breaks into lines that grow away from the circle."""
    anchor = "north" if circle.below else "south"
    at = _at(circle.name_x, circle.y + (RADIUS + 6) * (1 if circle.below else -1))
    room = circle.room * _SCALE
    look = rf"anchor={anchor}, align=center, text width={room:.2f}cm, font=\bfseries"
    return rf"\node[{look}] at {at} {{{tex(name)}}};"


def _at(x: float, y: float) -> str:
    return f"({x * _SCALE:.3f}, {-y * _SCALE:.3f})"


def _rgb(color: str) -> str:
    red, green, blue = (int(color[location : location + 2], 16) for location in (1, 3, 5))
    return f"{{rgb,255:red,{red};green,{green};blue,{blue}}}"
