"""Where roles overlap: circles or a table, and in words, the same in every builder.

The areas of circles are not proportional: a region must be wide enough for its numbers, and an empty
one is still there. Points are those of a screen (down is more), and the same for SVG and TikZ.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import MappingProxyType

from docutils import nodes
from msgspec import Struct

from sphinx_roles.analysis.overlap import OverlapReport, Region, RoleSet
from sphinx_roles.render.context import Context, Inline, Table
from sphinx_roles.render.labels import Labels, color_class, running_text
from sphinx_roles.render.picture import fitted, foreground, framed, numbered_circle, wrapped
from sphinx_roles.render.shapes import OverlapShape
from sphinx_roles.render.widths import head_lines, length_class

RADIUS = 112.0
WIDTH = 364.0
"""Of the whole picture; its middle is at 0."""

DASHES = ((), (10, 5), (1, 6))
"""The strokes of the sets, so that they can be distinguished without colour; dots have round ends."""

_NAME = 168.0
"""How wide a name above a circle may be."""

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
        tuple(_circle(position, x, y) for position, (x, y) in enumerate(_CENTERS[number])),
        tuple(Spot(r.number, len(r.items), *spots[r.roles]) for r in report.regions),
    )


def _circle(position: int, x: float, y: float) -> Circle:
    if position == 2:
        return Circle(x, y, x, y + RADIUS + 18, below=True, room=WIDTH - 14)
    # Two names side by side: each keeps to its half.
    side = -1 if position == 0 else 1
    return Circle(x, y, side * (_NAME / 2 + 8), y - RADIUS - 16, below=False, room=_NAME)


_COLORS = ("#0b63b5", "#b3540a", "#1d6f5c")
_SVG_LINE = 19.0
_SIZE = 1.1
"""How large the picture is where there is room."""


class Description(Struct, frozen=True):
    """The texts of the picture: the names of the sets as shown, its title, and it in words."""

    names: tuple[str, ...]
    title: str
    description: str


def venn_svg(report: OverlapReport, words: Description, ident: str) -> str:
    """Return the picture for a page: its colours come from the stylesheet and the text around it.

    Without an id for its texts it is a file of its own, in literal colours and on white, as a reader may be
    dark.
    """
    inline, venn = bool(ident), layout(report)
    # A line is squeezed by as much before a word is broken.
    pairs = zip(words.names, venn.circles, strict=True)
    names = [wrapped(name, circle.room * 1.15) for name, circle in pairs]
    top, bottom = _reach(venn, names)
    sets = enumerate(zip(report.sets, venn.circles, strict=True))
    circles = "".join(_svg_circle(position, *pair, inline=inline) for position, pair in sets)
    texts = "".join(map(_svg_name, names, venn.circles))
    spots = "".join(_svg_spot(spot, inline=inline) for spot in venn.spots)
    # Circles are below, numbers above.
    inner = (
        f'<g stroke-width="2">{circles}</g><g fill="{foreground(inline)}" text-anchor="middle">'
        f'<g font-size="15" font-weight="600">{texts}</g>{spots}</g>'
    )
    box = -WIDTH / 2, top, WIDTH, bottom - top
    return framed(box, inner, words.title, words.description, ident, "ro-venn", _SIZE)


def _reach(venn: Venn, names: Sequence[Sequence[str]]) -> tuple[float, float]:
    """From where to where the picture goes, names and all."""
    above, below = 0, 0
    for parts, circle in zip(names, venn.circles, strict=True):
        above, below = (above, len(parts)) if circle.below else (max(above, len(parts)), below)
    top = min(circle.y for circle in venn.circles) - RADIUS - 16 - _SVG_LINE * above
    bottom = max(circle.y for circle in venn.circles) + RADIUS + 10
    return top, bottom + (_SVG_LINE * below + 6 if below else 0)


def _svg_circle(position: int, found: RoleSet, circle: Circle, *, inline: bool) -> str:
    dashes = DASHES[position]
    dash = f' stroke-dasharray="{" ".join(map(str, dashes))}"' if dashes else ""
    round_ends = ' stroke-linecap="round"' if dashes and dashes[0] == 1 else ""
    color = found.color or _COLORS[position]
    look = f'fill="{escape(color)}" fill-opacity=".14" stroke="{escape(color)}"'
    if inline:
        # The stylesheet's colours override these, which are for pages without it.
        shade = color_class(found.color) if found.color else f"ro-set-{position + 1}"
        look = f'class="ro-set {shade}" fill="currentColor" fill-opacity=".08" stroke="currentColor"'
    return f'<circle {look} cx="{circle.x:g}" cy="{circle.y:g}" r="{RADIUS:g}"{dash}{round_ends}/>'


def _svg_name(parts: Sequence[str], circle: Circle) -> str:
    first = circle.name_y + 5 if circle.below else circle.name_y - _SVG_LINE * (len(parts) - 1)
    return "".join(
        fitted(part, circle.name_x, first + _SVG_LINE * n, circle.room) for n, part in enumerate(parts)
    )


def _svg_spot(spot: Spot, *, inline: bool) -> str:
    """The number of the list in a ring, and below it the count."""
    return numbered_circle(spot.number, spot.x, spot.y - 13, inline=inline) + (
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


def venn_tikz(report: OverlapReport, names: Sequence[str], tex: Callable[[str], str]) -> str:
    """Return a picture; ``tex`` makes a text safe for LaTeX."""
    venn = layout(report)
    parts = [r"\begin{tikzpicture}"]
    for position, (found, circle) in enumerate(zip(report.sets, venn.circles, strict=True)):
        # LaTeX knows other names of colours than the web.
        color = _rgb(found.color if _HEX.fullmatch(found.color) else _COLORS[position])
        parts.append(
            rf"\draw[draw={color}, fill={color}, fill opacity=0.12, {_STROKES[position]}]"
            rf" {_at(circle.x, circle.y)} circle ({RADIUS * _SCALE:.3f}cm);"
        )
    parts += [_name(name, circle, tex) for name, circle in zip(names, venn.circles, strict=True)]
    for spot in venn.spots:
        parts.append(rf"\node[{_TIKZ_RING}] at {_at(spot.x, spot.y - 13)} {{{spot.number}}};")
        parts.append(rf"\node[font=\large\bfseries] at {_at(spot.x, spot.y + 12)} {{{spot.count}}};")
    return "\n".join([*parts, r"\end{tikzpicture}"])


def _name(name: str, circle: Circle, tex: Callable[[str], str]) -> str:
    """A name, which TeX breaks into lines that grow away from the circle."""
    anchor = "north" if circle.below else "south"
    at = _at(circle.name_x, circle.y + (RADIUS + 6) * (1 if circle.below else -1))
    room = circle.room * _SCALE
    look = rf"anchor={anchor}, align=center, text width={room:.2f}cm, font=\bfseries"
    # TeX breaks no word that a paragraph begins with.
    return rf"\node[{look}] at {at} {{\hskip0pt {tex(name)}}};"


def _at(x: float, y: float) -> str:
    return f"({x * _SCALE:.3f}, {-y * _SCALE:.3f})"


def _rgb(color: str) -> str:
    red, green, blue = (int(color[position : position + 2], 16) for position in (1, 3, 5))
    return f"{{rgb,255:red,{red};green,{green};blue,{blue}}}"


def who(region: Region, names: Sequence[str], labels: Labels) -> str:
    """Name the roles of a region."""
    if len(region.roles) == 1:
        return labels.only.format(name=names[region.roles[0]])
    return labels.joined(names[position] for position in region.roles)


def describe(report: OverlapReport, context: Context[Inline]) -> Description:
    """Describe the whole overlap: its title, and each region with its number and count."""
    labels = context.labels
    names = tuple(context.plain(found.name) for found in report.sets)
    regions = (
        labels.overlap_region.format(number=r.number, names=who(r, names, labels), count=len(r.items))
        for r in report.regions
    )
    caption = labels.overlap.format(names=labels.joined(names))
    return Description(names, caption, labels.and_apart.join(regions))


def about(report: OverlapReport, context: Context[Inline]) -> str:
    """Return which letters count, and how many rows none of the roles does."""
    labels = context.labels
    sentences = [labels.overlap_letters.format(letters=labels.joined(map(context.plain, report.letters)))]
    if report.others:
        sentences.append(labels.overlap_others.format(count=report.others))
    return running_text(sentences if report.letters else sentences[1:])


_STEPS = 20
"""How many lengths a bar can have: each is a class."""


def draw_overlap(report: OverlapReport, shape: OverlapShape, context: Context[Inline]) -> list[Inline]:
    """Return the picture or the table, what counts, and the list of each region."""
    words, drawn = describe(report, context), shape.layout == "picture" and len(report.sets) in _CENTERS
    shown, region = [], context.unique("region")
    if drawn:
        picture = context.picture(
            "venn",
            lambda ident: venn_svg(report, words, ident),
            f"{words.title}. {words.description}",
            lambda tex: venn_tikz(report, words.names, tex),
        )
        shown = context.element("div", picture, "ro-figure")
    elif context.html and shape.layout != "list":
        shown = _table(report, words, region, context)
    key = context.labels.overlap_key if drawn and shown else ""
    note = running_text((about(report, context), key))
    made = [] if context.html else context.caption([context.words(words.title)])
    made += [*shown, *(context.line([context.words(note)], "ro-note") if note else [])]
    return context.view("ro-matrix ro-overlap", [*made, *_regions(report, words, region, context)])


def _table(report: OverlapReport, words: Description, anchor: str, context: Context[Inline]) -> list[Inline]:
    """A row for each region, a column for each role, and a bar for the count."""
    labels = context.labels
    length, lines = head_lines(words.names)
    names = ([context.role(found.role, context.text(found.name))] for found in report.sets)
    heads = [context.th([context.words(labels.list_number)], "ro-corner")]
    heads += map(context.th, map(context.turnable, names, lines))
    heads.append(context.th([context.words(labels.rows)], "ro-bars"))
    most = max((len(region.items) for region in report.regions), default=0)
    rows = [_row(region, len(report.sets), most, anchor, context) for region in report.regions]
    totals = [context.td([context.words(str(found.rows))]) for found in report.sets]
    every = sum(len(region.items) for region in report.regions)
    whole = context.td(context.either(f'<span class="ro-much">{every}</span>'), "ro-bars")
    total = context.tr([context.words(labels.overlap_total)], [*totals, whole])
    body, title, classes = context.body(rows, [], 0), [context.words(words.title)], [length_class(length)]
    made = Table("ro-upset", heads, body, (), title, len(rows), [total], classes)
    return context.table(made)


def _row(region: Region, columns: int, most: int, anchor: str, context: Context[Inline]) -> Inline:
    cells = [_dot(place, region.roles, context) for place in range(columns)]
    count = len(region.items)
    step = max(1, round(count * _STEPS / most)) if count else 0
    bar = f'<span class="ro-bar ro-n{step}"></span>' if step else ""
    much = context.either(f'<span class="ro-much">{count}</span>{bar}')
    link = context.either(f'<a class="ro-ring" href="#{anchor}-{region.number}">{region.number}</a>')
    return context.tr(link, [*cells, context.td(much, "ro-bars")])


def _dot(place: int, roles: Sequence[int], context: Context[Inline]) -> Inline:
    """A dot for a role of the region, with a word for ears; a line joins the first and the last."""
    first, last, inside = min(roles), max(roles), place in roles
    looks = {
        "ro-in": inside,
        "ro-none": not inside and first < place < last,
        "ro-over": first < last and first <= place <= last,
        "ro-first": place == first < last,
        "ro-last": first < last == place,
    }
    word = context.labels.overlap_in if inside else context.labels.overlap_out
    return context.td([context.words(word)], " ".join(look for look, fits in looks.items() if fits))


def _regions(
    report: OverlapReport, words: Description, anchor: str, context: Context[Inline]
) -> list[Inline]:
    """The list of each region under its number, with the names of its roles and how many rows it has."""
    labels = context.labels
    names = (
        (context.role(found.role, context.text(found.name)) for found in report.sets)
        if context.html
        else map(context.words, words.names)
    )
    slots = {f"role{place}": [name] for place, name in enumerate(names)}
    pairs = []
    for region in report.regions:
        named = context.sentence(who(region, [f"{{{slot}}}" for slot in slots], labels), **slots)
        count = labels.overlap_count.format(count=len(region.items))
        nobody = context.element(
            "span", [context.words(labels.overlap_none)], "ro-nobody", nodes.paragraph, nodes.emphasis
        )
        items = (
            ([context.row(item.key, context.text(item.name)), *context.status_marks(item.status)], ())
            for item in region.items
        )
        counted = context.either(f' <span class="ro-detail">{escape(count)}</span>', f" {count}")
        line = [*context.strong(named, tag=""), *counted]
        pairs.append((line, context.listed(items) or nobody))
    if not context.html:
        return context.listed(pairs, numbered=True)
    shown: list[Inline] = []
    for region, (line, blocks) in zip(report.regions, pairs, strict=True):
        shown += context.either(
            f'<div><dt id="{anchor}-{region.number}"><b class="ro-ring">{region.number}</b> '
        )
        shown += [*context.element("span", line), *context.either(" </dt>"), *context.element("dd", blocks)]
        shown += context.either("</div>\n")
    return context.element("dl", shown, "simple ro-regions")
