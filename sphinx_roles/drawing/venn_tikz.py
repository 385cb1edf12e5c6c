"""The overlap as TikZ, so that a PDF needs no converter of pictures."""

from __future__ import annotations

import re
from collections.abc import Callable

from sphinx_roles.analysis.overlap import OverlapReport
from sphinx_roles.drawing.venn import RADIUS, Circle, layout

__all__ = ["venn_tikz"]

_SCALE = 1 / 40
"""From the points of a screen to centimetres."""
_COLORS = ("#0b63b5", "#b3540a", "#1d6f5c")
_STROKES = (
    "line width=1pt",
    "line width=1pt, dash pattern=on 6pt off 3pt",
    "line width=1.4pt, dash pattern=on 0pt off 2.8pt, line cap=round",
)
_RING = r"draw, circle, inner sep=0pt, minimum size=4.6mm, font=\small"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def venn_tikz(report: OverlapReport, names: list[str], tex: Callable[[str], str]) -> str:
    """Return a centred picture; ``tex`` makes a text safe for LaTeX."""
    venn = layout(report)
    parts = [r"\begin{center}", r"\begin{tikzpicture}"]
    for place, (found, circle) in enumerate(zip(report.sets, venn.circles, strict=True)):
        # LaTeX knows other names of colours than the web.
        color = _rgb(found.color if _HEX.fullmatch(found.color) else _COLORS[place])
        parts.append(
            rf"\draw[draw={color}, fill={color}, fill opacity=0.12, {_STROKES[place]}]"
            rf" {_at(circle.x, circle.y)} circle ({RADIUS * _SCALE:.3f}cm);"
        )
    parts += [_name(name, circle, tex) for name, circle in zip(names, venn.circles, strict=True)]
    for spot in venn.spots:
        parts.append(rf"\node[{_RING}] at {_at(spot.x, spot.y - 13)} {{{spot.number}}};")
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
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return f"{{rgb,255:red,{red};green,{green};blue,{blue}}}"
