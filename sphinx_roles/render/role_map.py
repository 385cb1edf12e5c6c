"""Who reports to whom and who works with whom: a picture of up to `MOST` roles, and all of it as lists.

The picture is drawn here and not by a library, since what it draws is a forest: each role has one place that
it is under. Children are side by side where the width of a page has room for them, else on several shelves
along a trunk, so that letters keep their size. Lines between who works with whom lie behind the boxes. Points
are those of a screen (down is more), and the same for SVG and TikZ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import chain, pairwise

from msgspec import Struct

from sphinx_roles.analysis.role_map import MapReport, Place, Tie
from sphinx_roles.render.context import Context, Inline
from sphinx_roles.render.labels import mode_words, running_text, status_words
from sphinx_roles.render.picture import fitted, foreground, framed, numbered_circle, wrapped
from sphinx_roles.render.shapes import MapShape

MOST = 60
"""So many roles can be drawn."""


def title(shape: MapShape, context: Context[Inline]) -> str:
    """Return the caption of the author, else ours."""
    return context.plain(shape.caption) if shape.caption else context.labels.role_map


def drawn(report: MapReport, shape: MapShape, context: Context[Inline]) -> Drawing | None:
    """Return the picture; None where there is to be none, or too many roles are in it."""
    if shape.layout == "list" or len(report.places) > MOST or not context.roomy(0):
        return None
    names = [context.plain(place.name) for place in report.places]
    unusual = (marks(place, context) for place in report.places)
    return layout(report, names, list(map(context.labels.and_more.join, unusual)))


def marks(place: Place, context: Context[Inline]) -> list[str]:
    """Return what is unusual about a role: its kind, and whether it is filled."""
    return status_words(place.kind, place.status, context.labels)


def key(report: MapReport, drawing: Drawing, context: Context[Inline]) -> str:
    """Explain the lines that occur."""
    labels, relations = context.labels, {relation for relation, _ in drawing.lines}
    found = [labels.map_key_reports] if "reports" in relations else []
    found += [labels.map_key_parts] if "parts" in relations or drawing.parts else []
    found += [labels.map_key_teams] if drawing.more_parts else []
    found += [labels.map_key_ties] if drawing.curves else []
    if len(drawing.curves) < len(report.ties):
        found.append(labels.map_key_more.format(ties=len(report.ties), drawn=len(drawing.curves)))
    return running_text(found)


def about(report: MapReport, context: Context[Inline]) -> str:
    """Return what the picture shows, for who does not see it."""
    return context.labels.map_about.format(count=len(report.places), ties=len(report.ties))


def relations(place: Place, report: MapReport, context: Context[Inline]) -> list[str]:
    """Return in words whom a place reports to, what else it is part of, and who stands in for it.

    What it is listed under it is part of, unless something else is said.
    """
    labels = context.labels
    above = place.above if place.relation == "reports" else -1
    pairs = ((above, labels.map_reports), (place.part_of, labels.map_part_of))
    found = [
        label.format(name=context.plain(report.places[number].name)) for number, label in pairs if number >= 0
    ]
    return [*found, *([labels.covered_by.format(name=context.plain(place.cover))] if place.cover else [])]


def below(report: MapReport) -> dict[int, list[int]]:
    """Return which places are under each; those under none are those of -1."""
    found: dict[int, list[int]] = {}
    for number, place in enumerate(report.places):
        found.setdefault(place.above, []).append(number)
    return found


def draw_map(report: MapReport, shape: MapShape, context: Context[Inline]) -> list[Inline]:
    """Return the picture with what its lines mean, where there is one, and the lists."""
    shown, drawing = title(shape, context), drawn(report, shape, context)
    figure = _figure(report, drawing, shape, context) if drawing else []
    if context.html:
        head = context.either(f'<p class="ro-caption" id="{context.unique("caption")}">{escape(shown)}</p>')
    else:
        head = context.caption([context.words(shown)])
    made = [*head, *figure, *_tree(-1, report, below(report), context)]
    if report.ties:
        made += context.caption([context.words(context.labels.map_ties)])
        made += _ties(report, drawing if figure else None, context)
    return context.view("ro-map", made)


def _ties(report: MapReport, drawing: Drawing | None, context: Context[Inline]) -> list[Inline]:
    """Who works with whom, as numbered in the picture; HTML folds those that are less and not in it."""
    first = drawing.listed if drawing else _listed(report.ties, range(_CURVES))
    rest = [number for number in range(len(report.ties)) if number not in first]
    lists = [[_tie(report.ties[number], report, context) for number in part] for part in (first, rest)]
    if not context.html:
        return context.listed(chain(*lists), numbered=True)
    more = context.labels.map_others.format(count=len(rest))
    return [
        *context.listed(lists[0], "simple ro-ties", numbered=True),
        *context.fold([context.words(more)], context.listed(lists[1])),
    ]


def _figure(report: MapReport, drawing: Drawing, shape: MapShape, context: Context[Inline]) -> list[Inline]:
    """The drawing, in a region that scrolls where it is wider than the page, and what its lines mean."""
    name, description = title(shape, context), about(report, context)
    picture = context.picture(
        "map",
        lambda ident: map_svg(report, drawing, name, description, ident),
        f"{name}. {description}",
        lambda tex: map_tikz(report, drawing, tex),
    )
    if not picture:
        return []
    named = f'role="region" tabindex="0" aria-label="{escape(name)}"'
    note = key(report, drawing, context)
    return [
        *context.either(f'<div class="ro-scroll ro-figure" {named}>'),
        *picture,
        *context.either("</div>"),
        *(context.line([context.words(note)], "ro-note") if note else []),
    ]


def _name(number: int, report: MapReport, context: Context[Inline]) -> Inline:
    place = report.places[number]
    return context.role(place.role, context.text(place.name))


def _tree(
    number: int, report: MapReport, under: dict[int, list[int]], context: Context[Inline]
) -> list[Inline]:
    """The places under another, each with those under it."""
    return context.listed(
        (_place(one, report, context), _tree(one, report, under, context)) for one in under.get(number, ())
    )


def _place(number: int, report: MapReport, context: Context[Inline]) -> list[Inline]:
    place = report.places[number]
    unusual, said = marks(place, context), relations(place, report, context)
    name = context.element("b", [_name(number, report, context)])
    if context.html:
        return [*name, *context.marks(unusual, "small"), *context.detail(context.labels.and_more.join(said))]
    return [*name, *context.detail(context.labels.and_apart.join([*unusual, *said]))]


def _tie(tie: Tie, report: MapReport, context: Context[Inline]) -> tuple[list[Inline], list[Inline]]:
    """Who works with whom, and below it how; HTML has the number of rows beside the names."""
    names = {"one": [_name(tie.one, report, context)], "other": [_name(tie.other, report, context)]}
    line = context.element("b", context.sentence(context.labels.map_pair, **names))
    blocks: list[Inline] = []
    for contact in tie.contacts:
        how = mode_words(contact.mode, contact.until, context.labels)
        parts = [context.element("i", [context.words(how)])] if how else []
        parts += [context.prose(contact.text)] if contact.text else []
        said = context.joined(parts, context.labels.and_said)
        blocks += [*context.either("<br />"), *context.only_line(said)]
    count = context.labels.map_common.format(count=tie.rows) if tie.rows else ""
    if context.html:
        line += context.detail(count)
    elif count:
        blocks += context.only_line([context.words(count)])
    return line, blocks


Point = tuple[float, float]

_WIDE = 704.0
"""How wide a picture is at most, where roles are not nested too deep."""
_NARROW = 450.0
"""A picture up to so wide is made smaller where there is less room; its letters can still be read."""
_BOX = 164.0
_ACROSS, _DOWN = 16.0, 30.0
"""Between two boxes side by side, and between a box and what is below it."""
_INDENT = 26.0
_TRUNK = 12.0
_MARGIN = 6.0
_CURVES = 15
"""So many pairs that work together are drawn: more would be a thicket. Pairs that only have rows in common
are drawn where no box is in front of the line."""
_PARTS = 8
"""So many further lines to a team are drawn: of more, none, as they cross each other and the boxes."""
_SIZE, _SMALL, _LINE = 13.5, 11.5, 17.0
"""Of letters of names and of what is under them, and from line to line."""


class Block(Struct):
    """Some boxes and the lines between them: how much room they take, and where the top one is."""

    width: float
    height: float
    boxes: dict[int, Point]
    lines: list[tuple[int, list[Point]]] = []
    """Each with the number of the lower box."""

    def moved(self, x: float, y: float) -> Block:
        """Return the same at another place."""
        boxes = {key: (left + x, top + y) for key, (left, top) in self.boxes.items()}
        lines = [(key, [(left + x, top + y) for left, top in line]) for key, line in self.lines]
        return Block(self.width, self.height, boxes, lines)


class Drawing(Struct):
    """Where everything is: the boxes with their lines of text, the lines down, and the curves with numbers.

    ``marks`` are words under a name. A curve is (number in the list, start, bend, end, place of the number).
    """

    width: float
    height: float
    box: float
    """How high a box is."""
    boxes: list[Point]
    names: list[list[str]]
    marks: list[list[str]]
    lines: list[tuple[str, list[Point]]]
    curves: list[tuple[int, Point, Point, Point, Point]] = []
    listed: list[int] = []
    """The ties that have a number: those of the curves, and all with more rows in common than one of them."""
    parts: list[tuple[Point, Point]] = []
    more_parts: bool = False
    """There are more of these than are drawn."""
    left: float = 0.0
    top: float = 0.0


def layout(report: MapReport, names: Sequence[str], marks: Sequence[str]) -> Drawing:
    """Place the boxes of a report; ``names`` and ``marks`` are what is in them."""
    lines = [wrapped(name, _BOX - 16, _SIZE) for name in names]
    small = [wrapped(mark, _BOX - 12, _SMALL, 2) if mark else [] for mark in marks]
    room = max(len(name) * _LINE + len(mark) * 15 for name, mark in zip(lines, small, strict=True))
    high = room + 16
    under = below(report)
    tops = [_block(number, under, _WIDE, high) for number in under[-1]]
    whole = _shelved(tops, _WIDE, high).moved(_MARGIN, _MARGIN)
    boxes = [whole.boxes[number] for number in range(len(report.places))]
    relations = [(report.places[number].relation, line) for number, line in whole.lines]
    drawing = Drawing(
        whole.width + 2 * _MARGIN, whole.height + 2 * _MARGIN, high, boxes, lines, small, relations
    )
    for number, place in enumerate(report.places):
        # What the role above is a part of, it is, too.
        if place.part_of >= 0 and place.part_of not in _line(number, report.places):
            drawing.parts.append((_middle(drawing, number), _middle(drawing, place.part_of)))
    if len(drawing.parts) > _PARTS:
        drawing.parts, drawing.more_parts = [], True
    taken: list[Point] = []
    shown = []
    for number, tie in enumerate(report.ties):
        if len(drawing.curves) == _CURVES:
            break
        start, bend, end, hidden = _curve(drawing, tie)
        # Where the number of the curve may be, the middle first.
        steps = (0.5 + step * side / 160 for step in range(77) for side in (1, -1))
        places = [_along(start, bend, end, step) for step in steps]
        free = next((one for one in places if _is_free(one, drawing, taken)), None)
        # What somebody wrote of two is drawn in any case.
        if tie.contacts or (free and not hidden):
            taken.append(free or places[0])
            shown.append(number)
            drawing.curves.append((number, start, bend, end, taken[-1]))
    drawing.listed = _listed(report.ties, shown)
    drawing.curves = [(drawing.listed.index(curve[0]) + 1, *curve[1:]) for curve in drawing.curves]
    _make_room(drawing)
    return drawing


def _listed(ties: Sequence[Tie], shown: Sequence[int]) -> list[int]:
    """Return which ties are above the fold: those shown, and those with more rows than one of them."""
    least = min((ties[number].rows for number in shown if number < len(ties)), default=0)
    return [n for n, tie in enumerate(ties) if n in shown or tie.contacts or tie.rows > least]


def _line(number: int, places: Sequence[Place]) -> Iterator[int]:
    """Yield every place above another."""
    while (number := places[number].above) >= 0:
        yield number


def _make_room(drawing: Drawing) -> None:
    """Let the picture reach as far as its curves and their numbers do."""
    points = [at for *_, at in drawing.curves]
    points += [_along(a, b, c, step / 8) for _, a, b, c, _ in drawing.curves for step in range(9)]
    if points:
        margin = _MARGIN + 11
        left = min(0.0, *(x - margin for x, _ in points))
        top = min(0.0, *(y - margin for _, y in points))
        right = max(drawing.width, *(x + margin for x, _ in points))
        bottom = max(drawing.height, *(y + margin for _, y in points))
        drawing.left, drawing.top = left, top
        drawing.width, drawing.height = right - left, bottom - top


def _block(number: int, below: dict[int, list[int]], limit: float, high: float) -> Block:
    """Place a box with all that is under it."""
    children = below.get(number, [])
    if not children:
        return Block(_BOX, high, {number: (0.0, 0.0)})
    fit = max(1, int((limit + _ACROSS) // (_BOX + _ACROSS)))
    share = (limit + _ACROSS) / min(len(children), fit) - _ACROSS
    blocks = [_block(child, below, max(share, _BOX), high) for child in children]
    wide = sum(block.width for block in blocks) + _ACROSS * (len(blocks) - 1)
    drawn = _row if wide <= limit or len(blocks) == 1 else _shelves
    return drawn(number, children, blocks, limit, high)


def _row(number: int, children: list[int], blocks: list[Block], limit: float, high: float) -> Block:
    """Place blocks side by side, and their box above the middle of them."""
    top, x = high + _DOWN, 0.0
    made = Block(0.0, 0.0, {})
    centers = []
    for child, block in zip(children, blocks, strict=True):
        block = block.moved(x, top)
        made.boxes |= block.boxes
        made.lines += block.lines
        centers.append(block.boxes[child][0] + _BOX / 2)
        x += block.width + _ACROSS
    center = (centers[0] + centers[-1]) / 2
    made.boxes[number] = (center - _BOX / 2, 0.0)
    bus = high + _DOWN / 2
    made.lines += [
        (child, [(center, high), (center, bus), (at, bus), (at, top)])
        for child, at in zip(children, centers, strict=True)
    ]
    made.width = x - _ACROSS
    made.height = top + max(block.height for block in blocks)
    return made


def _shelves(number: int, children: list[int], blocks: list[Block], limit: float, high: float) -> Block:
    """Place blocks on several shelves, along a trunk that leads down from their box."""
    shelf = _shelved(blocks, max(limit - _INDENT, _BOX), high).moved(_INDENT, high + _DOWN)
    made = Block(shelf.width + _INDENT, shelf.height + high + _DOWN, dict(shelf.boxes), shelf.lines)
    made.boxes[number] = (0.0, 0.0)
    tops = [made.boxes[child] for child in children]
    for child, (x, y) in zip(children, tops, strict=True):
        alone = sum(top == y for _, top in tops) == 1
        if alone:
            made.lines.append((child, [(_TRUNK, high), (_TRUNK, y + high / 2), (x, y + high / 2)]))
        else:
            bus, center = y - _DOWN / 2, x + _BOX / 2
            made.lines.append((child, [(_TRUNK, high), (_TRUNK, bus), (center, bus), (center, y)]))
    return made


def _shelved(blocks: list[Block], limit: float, high: float) -> Block:
    """Put blocks on as few shelves as have room for them."""
    made = Block(0.0, 0.0, {})
    x = y = tallest = 0.0
    for block in blocks:
        if x and x + block.width > limit:
            x, y, tallest = 0.0, y + tallest + _DOWN, 0.0
        moved = block.moved(x, y)
        made.boxes |= moved.boxes
        made.lines += moved.lines
        x += block.width + _ACROSS
        tallest = max(tallest, block.height)
        made.width = max(made.width, x - _ACROSS)
    made.height = y + tallest
    return made


def _middle(drawing: Drawing, number: int) -> Point:
    x, y = drawing.boxes[number]
    return x + _BOX / 2, y + drawing.box / 2


def _curve(drawing: Drawing, tie: Tie) -> tuple[Point, Point, Point, int]:
    """Return the start, bend and end of the curve that is least behind other boxes, and how much it is."""
    start, end = _middle(drawing, tie.one), _middle(drawing, tie.other)
    across, down = end[0] - start[0], end[1] - start[1]
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    if abs(down) < 1:
        # Of two boxes side by side, the line goes below what is between them, deeper the more that is.
        bends = [(x, y + drawing.box + _DOWN + 24 * (abs(across) / (_BOX + _ACROSS) - 1))]
    elif abs(across) < 1:
        bends = [(x + side * (_BOX + 2 * _ACROSS), y) for side in (1, -1)]
    else:
        bends = [(x - down * part, y + across * part) for part in (0.12, -0.12, 0.3, -0.3)]
    others = [box for number, box in enumerate(drawing.boxes) if number not in (tie.one, tie.other)]

    def hidden(bend: Point) -> int:
        # The curve does not leave the triangle of its three points.
        (xs, ys), high = zip(start, bend, end, strict=True), drawing.box
        near = [
            (left, top)
            for left, top in others
            if min(xs) - _BOX < left < max(xs) and min(ys) - high < top < max(ys)
        ]
        points = [_along(start, bend, end, step / 32) for step in range(33)] if near else []
        return sum(left < x < left + _BOX and top < y < top + high for x, y in points for left, top in near)

    least, bend = min(((hidden(bend), bend) for bend in bends), key=lambda one: one[0])
    return start, bend, end, least


def _along(start: Point, bend: Point, end: Point, part: float) -> Point:
    """Return a point of a curve."""
    one, two, three = (1 - part) ** 2, 2 * part * (1 - part), part**2
    x, y = (one * start[i] + two * bend[i] + three * end[i] for i in (0, 1))
    return x, y


def _is_free(point: Point, drawing: Drawing, taken: list[Point]) -> bool:
    x, y = point
    boxed = any(
        left - 11 < x < left + _BOX + 11 and top - 11 < y < top + drawing.box + 11
        for left, top in drawing.boxes
    )
    return not boxed and all(abs(x - left) > 23 or abs(y - top) > 23 for left, top in taken)


# As SVG


def map_svg(report: MapReport, drawing: Drawing, title: str, about: str, ident: str) -> str:
    """Return the picture: for a page, or for a file where ``ident`` is empty."""
    inline = bool(ident)
    # Boxes are painted in the colour of the page, to cover what is behind them.
    color, look = foreground(inline), 'class="ro-paper" fill="Canvas"' if inline else 'fill="#fff"'
    broken = [[start, end] for start, end in drawing.parts]
    broken += [line for relation, line in drawing.lines if relation == "parts"]
    whole = [line for relation, line in drawing.lines if relation != "parts"]
    curves = "".join(f'<path d="M{_xy(a)} Q{_xy(b)} {_xy(c)}"/>' for _, a, b, c, _ in drawing.curves)
    boxes = "".join(
        _box(place, at, drawing.box) for place, at in zip(report.places, drawing.boxes, strict=True)
    )
    texts = "".join(_text(drawing, number) for number in range(len(drawing.boxes)))
    counts = ((number, *at) for number, *_, at in drawing.curves)
    numbers = "".join(numbered_circle(*count, inline=inline, look=look) for count in counts)
    dotted = 'stroke-opacity=".75" stroke-dasharray="0.5 4.5" stroke-width="2" stroke-linecap="round"'
    inner = (
        f'<g fill="none" stroke="{color}" stroke-width="1.4">{_paths(whole)}'
        f'<g stroke-dasharray="7 4">{_paths(broken)}</g><g {dotted}>{curves}</g></g>'
        f'<g {look} stroke="{color}">{boxes}</g><g fill="{color}" text-anchor="middle">{texts}{numbers}</g>'
    )
    kind = "ro-picture ro-wide" if drawing.width > _NARROW else "ro-picture"
    return framed(
        (drawing.left, drawing.top, drawing.width, drawing.height), inner, title, about, ident, kind
    )


def _xy(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _paths(lines: Sequence[Sequence[Point]]) -> str:
    return "".join(f'<path d="M{_xy(start)} L{_xy(end)}"/>' for start, end in _steps(lines))


def _steps(lines: Sequence[Sequence[Point]]) -> Iterator[tuple[Point, Point]]:
    """Yield the straight parts of lines, of those on each other the longest, as broken ones would fill up."""
    longest: dict[tuple[Point, float], tuple[float, Point]] = {}
    for start, end in (step for line in lines for step in pairwise(line)):
        across, down = end[0] - start[0], end[1] - start[1]
        key, far = (start, math.atan2(down, across)), math.hypot(across, down)
        longest[key] = max(longest.get(key, (0.0, start)), (far, end))
    return ((start, end) for (start, _), (_, end) in longest.items())


_CORNERS = {"role": 9, "person": 22, "agent": 9}
_GONE = ("vacant", "absent")


def _box(place: Place, at: Point, high: float) -> str:
    """A rectangle: round for a role or a person, sharp for a team; dashed where nobody is there."""
    dashes = ' stroke-dasharray="5 4"' if place.status in _GONE else ""
    dashes = ' stroke-dasharray="1.5 3"' if place.status == "acting" else dashes
    faint = ' stroke-opacity=".35"' if not place.role else ""
    rounded = _CORNERS.get(place.kind, 2)
    corner = f'x="{at[0]:.1f}" y="{at[1]:.1f}"'
    return f'<rect {corner} width="{_BOX:g}" height="{high:g}" rx="{rounded}"{dashes}{faint}/>'


def _text(drawing: Drawing, number: int) -> str:
    """The name in the middle of a box, and its marks below it."""
    x, y = _middle(drawing, number)
    names, marks = drawing.names[number], drawing.marks[number]
    top = y - (len(names) * _LINE + len(marks) * 15) / 2
    lines = "".join(fitted(name, x, top + _LINE * n + 13, _BOX - 12, _SIZE) for n, name in enumerate(names))
    below = top + _LINE * len(names)
    small = "".join(fitted(mark, x, below + 15 * n + 11, _BOX - 12, _SMALL) for n, mark in enumerate(marks))
    small = f'<g font-size="{_SMALL}" font-style="italic">{small}</g>' if small else ""
    return f'<g font-size="{_SIZE}" font-weight="600">{lines}</g>{small}'


# As TikZ

_PAGE = 15.5, 20.0
"""What a page has room for, in centimetres."""
_LEAST = 1 / 85
"""A smaller scale would leave letters that nobody can read."""


def map_tikz(report: MapReport, drawing: Drawing, tex: Callable[[str], str]) -> str:
    """Return a picture that fits on a page, or ``""``; ``tex`` makes a text safe for LaTeX."""
    scale = min(1 / 40, _PAGE[0] / drawing.width, _PAGE[1] / drawing.height)
    if scale < _LEAST:
        return ""
    size = r"\small" if scale > 1 / 45 else r"\scriptsize" if scale > 1 / 62 else r"\tiny"

    def at(point: Point) -> str:
        return f"({point[0] * scale:.3f}, {-point[1] * scale:.3f})"

    def strokes(lines: Sequence[Sequence[Point]], look: str) -> Iterator[str]:
        for start, end in _steps(lines):
            yield rf"\draw[{look}] {at(start)} -- {at(end)};"

    dashed = "dash pattern=on 4pt off 2.5pt"
    parts = [rf"\begin{{tikzpicture}}[every node/.style={{font={size}}}]"]
    parts += strokes([line for relation, line in drawing.lines if relation != "parts"], "thin")
    parts += strokes([line for relation, line in drawing.lines if relation == "parts"], dashed)
    parts += strokes([[*pair] for pair in drawing.parts], dashed)
    for _, start, bend, end, _ in drawing.curves:
        # A curve of TikZ has two bends: those of the same curve.
        one, two = (((2 * bend[0] + x) / 3, (2 * bend[1] + y) / 3) for x, y in (start, end))
        dots = "dash pattern=on 0pt off 2.4pt, line cap=round, line width=1pt"
        parts.append(rf"\draw[{dots}] {at(start)} .. controls {at(one)} and {at(two)} .. {at(end)};")
    for number, place in enumerate(report.places):
        look = "draw, fill=white, inner sep=1pt, align=center"
        look += f", rounded corners={_CORNERS.get(place.kind, 1) / 3:.1f}pt"
        look += f", {_STROKES.get(place.status, 'solid')}"
        look += f", minimum width={_BOX * scale:.3f}cm, minimum height={drawing.box * scale:.3f}cm"
        words = [rf"\textbf{{{tex(name)}}}" for name in drawing.names[number]]
        words += [rf"\textit{{{tex(mark)}}}" for mark in drawing.marks[number]]
        text = r"\\ ".join(words)
        parts.append(rf"\node[{look}] at {at(_middle(drawing, number))} {{{text}}};")
    for number, *_, place_ in drawing.curves:
        look = "draw, circle, fill=white, inner sep=0.6pt"
        parts.append(rf"\node[{look}] at {at(place_)} {{{number}}};")
    return "\n".join([*parts, r"\end{tikzpicture}"])


_STROKES = {"vacant": "dashed", "absent": "dashed", "acting": "dotted"}
