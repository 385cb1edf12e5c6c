"""The way from one role or level to another, and from a person to a role, as HTML and as nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TypeVar

from docutils import nodes

from sphinx_roles.analysis.role_path import Moves, Near, PathReport, RowMove, SkillMove
from sphinx_roles.analysis.skills import DEEPEN, SHARED, End
from sphinx_roles.model import Prose
from sphinx_roles.render.context import (
    Context,
    HtmlContext,
    NodeContext,
    PathShape,
    bullets,
    joined,
    paragraph,
)
from sphinx_roles.render.labels import Labels
from sphinx_roles.render.matrix_nodes import NARROW, table_nodes
from sphinx_roles.render.skill_matrix import criteria_html, criteria_nodes, end_name, scroll_table, step_words

Inline = TypeVar("Inline")

SIGNS = {"shared": "=", "deepen": "↑", "learn": "+", "let-go": "−"}
"""A sign for each sort of skills, beside its word."""


def title(report: PathReport, context: Context[Inline]) -> str:
    """Name the two ends."""
    start, goal = (end_name(end, context) if end else "" for end in (report.start, report.goal))
    return context.labels.path_way.format(start=start, goal=goal)


def near_title(report: PathReport, context: Context[Inline]) -> str:
    """Name the start of the ways to what is near."""
    assert report.start is not None
    return context.labels.path_nearest.format(names=end_name(report.start, context))


def kind_word(kind: str, shape: PathShape, labels: Labels) -> str:
    """Return the word for a sort of skills."""
    if shape.levels:
        words = {"learn": labels.level_added, "deepen": labels.level_deepened, "let-go": labels.level_dropped}
        return words.get(kind, labels.level_same)
    key = f"path_{kind.replace('-', '_')}"
    return str(getattr(labels, key))


def sentences(report: PathReport, shape: PathShape, context: Context[Inline]) -> str:
    """Sum the way up: how much is there, what makes the difference, and of whom nothing is known."""
    labels = context.labels
    said = [labels.path_unskilled.format(name=context.plain(name)) for name in report.unskilled]
    if report.percent is not None and report.goal and not shape.levels:
        goal = end_name(report.goal, context)
        said.insert(0, labels.path_percent.format(percent=report.percent, goal=goal))
    if report.leading and not shape.levels:
        said.insert(1, labels.path_leading.format(skills=labels.joined(map(context.plain, report.leading))))
    return " ".join(said)


def shown_moves(report: PathReport, shape: PathShape) -> Iterable[Moves]:
    """Yield the skills by sort; between levels, what changes comes first."""
    moves = report.moves if not shape.levels else (*report.moves[1:], *report.moves[:1])
    return (one for one in moves if shape.same or one.kind != SHARED)


def steps(move: SkillMove, kind: str, context: Context[Inline]) -> str:
    """Return from which step to which; one word where it is one step."""
    before = context.plain(move.before) if move.before else ""
    after = context.plain(move.after) if move.after else ""
    if before and after and before != after:
        way = context.labels.path_enough if kind == SHARED else context.labels.path_step
        return way.format(before=before, after=after)
    if kind == DEEPEN and after:
        return context.labels.path_step.format(before=step_words(None, None, context), after=after)
    return after or before


def letters(move: RowMove, context: Context[Inline]) -> str:
    """Return the letters before and after; one of them where they are the same."""
    if move.before and move.after and move.before != move.after:
        return context.labels.path_step.format(before=move.before, after=move.after)
    return move.after or move.before


def _rows(report: PathReport, labels: Labels) -> Iterable[tuple[str, tuple[RowMove, ...]]]:
    yield labels.path_rows_come, report.rows_come
    yield labels.path_rows_stay, report.rows_stay
    yield labels.path_rows_go, report.rows_go


def _duties(report: PathReport, labels: Labels) -> Iterable[tuple[str, tuple[Prose, ...]]]:
    yield labels.path_duties_come, report.duties_come
    yield labels.path_duties_go, report.duties_go


def path_html(report: PathReport, shape: PathShape, context: HtmlContext) -> str:
    """Return the sentence, the skills by sort, what comes and goes, and the nearest roles."""
    drawer = _PathHtml(report, shape, context)
    said = sentences(report, shape, context)
    head = f'<p class="ro-caption">{drawer.title()}</p>' if report.goal else ""
    summary = f'<p class="ro-summing-up">{escape(said)}</p>' if said else ""
    return f'<div class="ro ro-matrix ro-path">{head}{summary}{drawer.groups()}{drawer.nearest()}</div>\n'


class _PathHtml:
    def __init__(self, report: PathReport, shape: PathShape, context: HtmlContext) -> None:
        self.report, self.shape, self.context, self.labels = report, shape, context, context.labels

    def end(self, end: End) -> str:
        name = escape(end_name(end, self.context))
        return self.context.role(end.key, name) if end.role else name

    def title(self) -> str:
        start, goal = self.report.start, self.report.goal
        assert start is not None
        assert goal is not None
        return escape(self.labels.path_way).format(start=self.end(start), goal=self.end(goal))

    def groups(self) -> str:
        """A list for each sort of skills, of duties and of responsibilities that has any."""
        groups = [
            self.group(self.word(one.kind), map(self.skill_of(one.kind), one.skills), one.kind)
            for one in shown_moves(self.report, self.shape)
        ]
        groups += [
            self.group(word, map(self.context.inline, duties))
            for word, duties in _duties(self.report, self.labels)
        ]
        groups += [self.group(word, map(self.row, rows)) for word, rows in _rows(self.report, self.labels)]
        inner = "".join(groups)
        return f'<dl class="simple ro-moves">{inner}</dl>' if inner else ""

    def word(self, kind: str) -> str:
        return kind_word(kind, self.shape, self.labels)

    def group(self, word: str, items: Iterable[str], kind: str = "") -> str:
        listed = "".join(f"<li>{item}</li>" for item in items)
        if not listed:
            return ""
        sign = f'<i aria-hidden="true">{SIGNS[kind]}</i> ' if kind else ""
        look = f' class="ro-move-{kind}"' if kind else ""
        return f'<div{look}><dt>{sign}{escape(word)}</dt><dd><ul class="simple">{listed}</ul></dd></div>\n'

    def skill_of(self, kind: str) -> Callable[[SkillMove], str]:
        def skill(move: SkillMove) -> str:
            name = self.context.skill(move.skill, self.context.text(move.name))
            detail = steps(move, kind, self.context)
            shown = f' <span class="ro-detail">{escape(detail)}</span>' if detail else ""
            return f"{name}{shown}{criteria_html(move.criteria, self.context)}"

        return skill

    def row(self, move: RowMove) -> str:
        name = self.context.row(move.key, self.context.text(move.name))
        return f'{name} <span class="ro-detail">{escape(letters(move, self.context))}</span>'

    def nearest(self) -> str:
        """A table of the nearest roles, the nearest first."""
        if not self.report.nearest:
            return ""
        labels = self.labels
        heads = (labels.path_there, *(self.word(kind) for kind in SIGNS if kind != "let-go"))
        head = f'<th scope="col" class="ro-corner">{escape(labels.role)}</th>'
        head += "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
        body = "".join(map(self.near, self.report.nearest))
        table = f"<tbody>{body}</tbody>"
        rows = len(self.report.nearest)
        return scroll_table(
            "ro-near", near_title(self.report, self.context), f"<tr>{head}</tr>", table, rows, self.context
        )

    def near(self, near: Near) -> str:
        mark = f' <small class="ro-mark">{escape(self.labels.path_next)}</small>' if near.next else ""
        bar = f'<span class="ro-bar ro-bar-{-(-near.percent // 5)}"></span>'
        numbers = "".join(f"<td><span>{n}</span></td>" for n in (near.shared, near.deepen, near.learn))
        return (
            f'<tr><th scope="row">{self.end(near.end)}{mark}</th>'
            f'<td class="ro-bars">{bar}{near.percent} %</td>{numbers}</tr>\n'
        )


def path_nodes(report: PathReport, shape: PathShape, context: NodeContext) -> list[nodes.Node]:
    """Return the same as a heading, a sentence, lists and a table."""
    made: list[nodes.Node] = []
    if report.goal:
        made.append(nodes.rubric("", title(report, context)))
    if said := sentences(report, shape, context):
        made.append(paragraph(said))
    for one in shown_moves(report, shape):
        items = [_skill(move, one.kind, context) for move in one.skills]
        made += _group(kind_word(one.kind, shape, context.labels), items)
    for word, duties in _duties(report, context.labels):
        made += _group(word, [[paragraph(*context.inline(duty))] for duty in duties])
    for word, rows in _rows(report, context.labels):
        made += _group(word, [[_row(row, context)] for row in rows])
    return [*made, *_nearest(report, shape, context)]


def _group(word: str, items: Sequence[Sequence[nodes.Node]]) -> list[nodes.Node]:
    return [paragraph(nodes.strong("", word)), bullets(items)] if items else []


def _skill(move: SkillMove, kind: str, context: NodeContext) -> list[nodes.Node]:
    detail = steps(move, kind, context)
    name = context.skill(move.skill, context.text(move.name))
    return [
        paragraph(name, f" ({detail})" if detail else ""),
        *criteria_nodes(move.criteria, context),
    ]


def _row(move: RowMove, context: NodeContext) -> nodes.paragraph:
    return paragraph(context.row(move.key, context.text(move.name)), f" ({letters(move, context)})")


def _nearest(report: PathReport, shape: PathShape, context: NodeContext) -> list[nodes.Node]:
    if not report.nearest:
        return []
    labels = context.labels
    words = [labels.path_there, *(kind_word(kind, shape, labels) for kind in SIGNS if kind != "let-go")]
    found = [(_end(near, context), near) for near in report.nearest]
    numbers = [
        (f"{near.percent} %", str(near.shared), str(near.deepen), str(near.learn)) for _, near in found
    ]
    if context.in_cell or context.format in NARROW:
        items = [
            [paragraph(*name, ": ", ", ".join(f"{word} {n}" for word, n in zip(words, some, strict=True)))]
            for (name, _), some in zip(found, numbers, strict=True)
        ]
        return _group(near_title(report, context), items)
    heads: list[list[nodes.Node]] = [[nodes.Text(word)] for word in (labels.role, *words)]
    rows = [
        nodes.row(
            "", nodes.entry("", paragraph(*name)), *(nodes.entry("", paragraph(number)) for number in some)
        )
        for (name, _), some in zip(found, numbers, strict=True)
    ]
    return table_nodes(near_title(report, context), heads, rows, [24, 8, 8, 8, 8], context)


def _end(near: Near, context: NodeContext) -> list[nodes.Node]:
    name = nodes.Text(end_name(near.end, context))
    mark = [nodes.Text(f" ({context.labels.path_next})")] if near.next else []
    return [*joined([[context.role(near.end.key, name)]]), *mark]
