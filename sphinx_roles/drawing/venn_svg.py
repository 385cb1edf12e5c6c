"""The overlap as SVG: in a page, where it takes the page's colours, or as a file, where it cannot."""

from __future__ import annotations

from html import escape

from msgspec import Struct

from sphinx_roles.analysis.overlap import OverlapReport, RoleSet
from sphinx_roles.drawing.badges import tone
from sphinx_roles.drawing.venn import DASHES, RADIUS, WIDTH, Circle, Spot, layout, lines, width

__all__ = ["Told", "venn_file", "venn_inline"]

_COLORS = ("#0b63b5", "#b3540a", "#1d6f5c")
_INK = "#1a1a1a"
_LINE = 19.0
_RING = 10.5
_SIZE = 1.1
"""How large the picture is where there is room."""


class Told(Struct, frozen=True):
    """What is told with the picture: the names of the sets as shown, its title, and it in words."""

    names: tuple[str, ...]
    title: str
    description: str


def venn_inline(report: OverlapReport, told: Told, ident: str) -> str:
    """Return the picture for a page: its colours come from the stylesheet and the text around it."""
    attributes = f' class="ro-venn" role="img" aria-labelledby="{ident}-title {ident}-text"'
    title = f'<title id="{ident}-title">{escape(told.title)}</title>'
    text = f'<desc id="{ident}-text">{escape(told.description)}</desc>'
    return _Svg(report, told, inline=True).draw(attributes, title + text)


def venn_file(report: OverlapReport, told: Told) -> str:
    """Return the picture as a file of its own, in literal colours and on white: a reader may be dark."""
    head = f"<title>{escape(told.title)}</title><desc>{escape(told.description)}</desc>"
    return '<?xml version="1.0" encoding="utf-8"?>\n' + _Svg(report, told, inline=False).draw("", head) + "\n"


class _Svg:
    def __init__(self, report: OverlapReport, told: Told, *, inline: bool) -> None:
        self.report, self.inline = report, inline
        self.venn = layout(report)
        self.names = [
            lines(name, circle.room) for name, circle in zip(told.names, self.venn.circles, strict=True)
        ]

    def draw(self, attributes: str, head: str) -> str:
        """Put the parts together: circles below, numbers above."""
        top, bottom = self.reach()
        box = f"{-WIDTH / 2:g} {top:g} {WIDTH:g} {bottom - top:g}"
        sets = zip(self.report.sets, self.venn.circles, strict=True)
        circles = "".join(self.circle(place, *pair) for place, pair in enumerate(sets))
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
        top = min(circle.y for circle in self.venn.circles) - RADIUS - 16 - _LINE * above
        bottom = max(circle.y for circle in self.venn.circles) + RADIUS + 10
        return top, bottom + (_LINE * below + 6 if below else 0)

    def circle(self, place: int, found: RoleSet, circle: Circle) -> str:
        dashes = DASHES[place]
        dash = f' stroke-dasharray="{" ".join(map(str, dashes))}"' if dashes else ""
        round_ends = ' stroke-linecap="round"' if dashes and dashes[0] == 1 else ""
        color = found.color or _COLORS[place]
        look = f'fill="{escape(color)}" fill-opacity=".14" stroke="{escape(color)}"'
        if self.inline:
            # The stylesheet's colours stand above these, which are for pages without it.
            shade = tone(found.color) if found.color else f"ro-set-{place + 1}"
            look = f'class="ro-set {shade}" fill="currentColor" fill-opacity=".08" stroke="currentColor"'
        return f'<circle {look} cx="{circle.x:g}" cy="{circle.y:g}" r="{RADIUS:g}"{dash}{round_ends}/>'

    def name(self, parts: list[str], circle: Circle) -> str:
        first = circle.name_y + 5 if circle.below else circle.name_y - _LINE * (len(parts) - 1)
        return "".join(self.line(part, circle, first + _LINE * n) for n, part in enumerate(parts))

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
