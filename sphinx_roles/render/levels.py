"""The levels of a role, as blocks or as a table, and the way from a role, level or person to another."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from html import escape
from typing import Generic

from docutils import nodes

from sphinx_roles.analysis.levels import (
    LadderReport,
    Moves,
    Near,
    PathReport,
    RowMove,
    Rung,
    RungSkill,
    SkillMove,
)
from sphinx_roles.analysis.skills import DEEPEN, SHARED, End
from sphinx_roles.render.context import (
    CRITERIA,
    Context,
    HtmlContext,
    Inline,
    LadderShape,
    NodeContext,
    PathShape,
    bullets,
    joined,
    paragraph,
)
from sphinx_roles.render.labels import Labels
from sphinx_roles.render.matrix_nodes import NARROW, table_nodes
from sphinx_roles.render.skill_matrix import end_name, scroll_table, step_words


def ladder_title(report: LadderReport, context: Context[Inline]) -> str:
    """Name the role."""
    assert report.role is not None
    return context.labels.ladder_of.format(names=context.plain(report.role.name))


def rung_steps(skill: RungSkill, context: Context[Inline]) -> str:
    """Return the step of a skill, and from which it comes."""
    step = context.plain(skill.step) if skill.step else ""
    if skill.before and step:
        return context.labels.path_step.format(before=context.plain(skill.before), after=step)
    return step


def _other(end: End, rung: Rung, context: Context[Inline]) -> str:
    """Return the name of a level beside ``rung``: of its own role, it needs no other name."""
    return end_name(end, context, alone=end.role == rung.end.role)


def ladder_html(report: LadderReport, shape: LadderShape, context: HtmlContext) -> str:
    """Return a block for each level, or a table."""
    drawer = _LadderHtml(report, context)
    inner = drawer.table() if shape.layout == "table" else drawer.blocks(titled=shape.titled)
    return f'<div class="ro ro-matrix ro-ladder">{inner}</div>\n'


class _Ladder(ABC, Generic[Inline]):
    """What a level says, and the rows of the table."""

    def __init__(self, report: LadderReport, context: Context[Inline]) -> None:
        self.report, self.context = report, context
        self.labels: Labels = context.labels

    @abstractmethod
    def summary(self, rung: Rung) -> list[Inline]:
        """Return what a level is for, as a cell."""

    @abstractmethod
    def step(self, words: str) -> Inline:
        """Return the step of a skill, as a block in a cell."""

    def fields(self, rung: Rung) -> Iterator[tuple[str, list[Inline]]]:
        """Yield what there is to say under a label: none where there is nothing."""
        context = self.context
        yield self.labels.head("duties"), context.criteria(rung.duties)
        yield self.labels.head("skills"), context.listed(map(self.skill, rung.skills), CRITERIA)
        gone = [*map(context.prose, rung.dropped), *([context.text(one)] for one in rung.let_go)]
        yield self.labels.ladder_dropped, context.listed(((one, []) for one in gone), CRITERIA)

    def skill(self, skill: RungSkill) -> tuple[list[Inline], list[Inline]]:
        """Return the name and the step of a skill, and its criteria below them."""
        name = self.context.skill(skill.skill, self.context.text(skill.name))
        step = rung_steps(skill, self.context)
        detail = [self.context.detail(step)] if step else []
        return [name, *detail], self.context.criteria(skill.criteria)

    def rows(self) -> Iterator[tuple[list[Inline], list[list[Inline]]]]:
        """Yield a head, and a cell for each level: what it is for, what it does, and each skill."""
        context, labels, rungs = self.context, self.labels, self.report.rungs
        if any(rung.summary for rung in rungs):
            yield [context.words(labels.head("summary"))], [self.summary(rung) for rung in rungs]
        if any(rung.duties for rung in rungs):
            yield [context.words(labels.head("duties"))], [context.criteria(rung.duties) for rung in rungs]
        for skill, name in self.report.axes:
            head = context.skill(skill, context.text(name))
            yield [head], [self.cell(rung, skill) for rung in rungs]

    def cell(self, rung: Rung, skill: str) -> list[Inline]:
        found = next((one for one in rung.skills if one.skill == skill), None)
        if found is None:
            return []
        criteria = self.context.criteria(found.criteria)
        step = rung_steps(found, self.context) or ("" if criteria else self.labels.skill_needed)
        return [*([self.step(step)] if step else []), *criteria]


class _LadderHtml(_Ladder[str]):
    context: HtmlContext

    def blocks(self, *, titled: bool) -> str:
        """A list of the levels, the lowest first."""
        head = (
            f'<p class="ro-caption">{escape(ladder_title(self.report, self.context))}</p>' if titled else ""
        )
        return f'{head}<div role="list">{"".join(map(self.block, self.report.rungs))}</div>'

    def block(self, rung: Rung) -> str:
        context = self.context
        anchor = context.anchor(rung.end.key)
        ident, name = f' id="{anchor}"' if anchor else "", context.text(rung.end.name)
        track = f' <span class="ro-mark">{context.text(rung.track)}</span>' if rung.track else ""
        about = "; ".join(self.about(rung))
        summary = f'<div class="ro-summary">{context.block(rung.summary)}</div>' if rung.summary else ""
        skipped = self.skipped(rung)
        fields = "".join(
            f"<dt>{escape(word)}</dt><dd>{''.join(inner)}</dd>" for word, inner in self.fields(rung) if inner
        )
        base = (
            f"<p>{escape(self.labels.ladder_extends).format(name=self.link(rung.extends, rung))}</p>"
            if rung.extends and fields
            else ""
        )
        return (
            f'<div class="ro-rung" role="listitem"{ident}>{skipped}'
            f'<p class="ro-title">{context.role(rung.end.key, name)}{track}</p>'
            + (f'<p class="ro-detail">{about}</p>' if about else "")
            + summary
            + base
            + (f'<dl class="simple ro-fields">{fields}</dl>' if fields else "")
            + context.tools(None, name, anchor)
            + "</div>\n"
        )

    def link(self, end: End, rung: Rung) -> str:
        return self.context.role(end.key, escape(_other(end, rung, self.context)))

    def about(self, rung: Rung) -> Iterable[str]:
        """What it comes after, unless it extends that anyway, and what it equals."""
        if rung.after:
            yield escape(self.labels.ladder_after).format(name=self.link(rung.after, rung))
        if rung.equals:
            names = self.labels.joined(self.link(end, rung) for end in rung.equals)
            yield escape(self.labels.ladder_equals).format(names=names)

    def skipped(self, rung: Rung) -> str:
        if not rung.skipped:
            return ""
        said = self.labels.ladder_skipped.format(names=self.labels.joined(rung.skipped))
        return f'<p class="ro-note">{escape(said)}</p>'

    # As a table

    def table(self) -> str:
        """Levels across; down, what they are for, what they do, and each skill."""
        labels, rungs = self.labels, self.report.rungs
        heads = "".join(map(self.head, rungs))
        rows = [self.row(*row) for row in self.rows()]
        corner = f'<th scope="col" class="ro-corner">{escape(labels.skill_head)}</th>'
        body = f"<tbody>{''.join(rows)}</tbody>"
        caption = ladder_title(self.report, self.context)
        return scroll_table("ro-rungs", caption, f"<tr>{corner}{heads}</tr>", body, len(rows), self.context)

    def head(self, rung: Rung) -> str:
        anchor = self.context.anchor(rung.end.key)
        ident = f' id="{anchor}"' if anchor else ""
        name = self.context.role(rung.end.key, self.context.text(rung.end.name))
        marks = [self.context.text(rung.track)] if rung.track else []
        marks += ["= " + escape(_other(end, rung, self.context)) for end in rung.equals]
        small = "".join(f' <small class="ro-mark">{mark}</small>' for mark in marks)
        return f'<th scope="col"{ident}>{name}{small}</th>'

    def summary(self, rung: Rung) -> list[str]:
        return [f"<div>{self.context.block(rung.summary)}</div>"] if rung.summary else []

    def step(self, words: str) -> str:
        return f"<span>{escape(words)}</span>"

    def row(self, head: list[str], cells: Iterable[list[str]]) -> str:
        nothing = f"<td>{escape(self.labels.unsaid)}</td>"
        shown = "".join(f"<td>{''.join(cell)}</td>" if cell else nothing for cell in cells)
        return f'<tr><th scope="row">{"".join(head)}</th>{shown}</tr>\n'


def ladder_nodes(report: LadderReport, shape: LadderShape, context: NodeContext) -> list[nodes.Node]:
    """Return a block for each level; a table where it is asked for and there is room."""
    drawer = _LadderNodes(report, context)
    roomy = not context.in_cell and context.format not in NARROW and len(report.rungs) <= context.max_columns
    return drawer.table() if shape.layout == "table" and roomy else drawer.blocks(titled=shape.titled)


class _LadderNodes(_Ladder[nodes.Node]):
    context: NodeContext

    def blocks(self, *, titled: bool) -> list[nodes.Node]:
        made: list[nodes.Node] = [nodes.rubric("", ladder_title(self.report, self.context))] if titled else []
        for rung in self.report.rungs:
            made += self.block(rung)
        return made

    def block(self, rung: Rung) -> list[nodes.Node]:
        context, labels = self.context, self.labels
        made: list[nodes.Node] = []
        if rung.skipped:
            made.append(paragraph(labels.ladder_skipped.format(names=labels.joined(rung.skipped))))
        name = nodes.strong("", "", context.text(rung.end.name))
        track = [nodes.Text(f" ({context.plain(rung.track)})")] if rung.track else []
        made.append(paragraph(*context.target(rung.end.key), name, *track, *self.about(rung)))
        made += context.block(rung.summary) if rung.summary else []
        fields = [
            nodes.field("", nodes.field_name("", word), nodes.field_body("", *inner))
            for word, inner in self.fields(rung)
            if inner
        ]
        if rung.extends and fields:
            other = _other(rung.extends, rung, context)
            made.append(paragraph(labels.ladder_extends.format(name=other)))
        return [*made, *([nodes.field_list("", *fields)] if fields else [])]

    def about(self, rung: Rung) -> Iterable[nodes.Node]:
        said = []
        if rung.after:
            said.append(self.labels.ladder_after.format(name=_other(rung.after, rung, self.context)))
        if rung.equals:
            names = self.labels.joined(_other(end, rung, self.context) for end in rung.equals)
            said.append(self.labels.ladder_equals.format(names=names))
        return [nodes.Text(f": {'; '.join(said)}")] if said else []

    def table(self) -> list[nodes.Node]:
        labels, context, rungs = self.labels, self.context, self.report.rungs
        heads: list[list[nodes.Node]] = [[nodes.Text(labels.skill_head)], *map(self.head, rungs)]
        rows = [self.row(*row) for row in self.rows()]
        targets = [target for rung in rungs for target in context.target(rung.end.key)]
        caption = ladder_title(self.report, context)
        return [*targets, *table_nodes(caption, heads, rows, [12, *(16 for _ in rungs)], context)]

    def head(self, rung: Rung) -> list[nodes.Node]:
        marks = [self.context.plain(rung.track)] if rung.track else []
        marks += [f"= {_other(end, rung, self.context)}" for end in rung.equals]
        return [self.context.text(rung.end.name), *([nodes.Text(f" ({', '.join(marks)})")] if marks else [])]

    def row(self, head: list[nodes.Node], cells: Iterable[list[nodes.Node]]) -> nodes.row:
        entries = (nodes.entry("", *(cell or [paragraph("–")])) for cell in cells)
        return nodes.row("", nodes.entry("", paragraph(*head)), *entries)

    def summary(self, rung: Rung) -> list[nodes.Node]:
        return self.context.block(rung.summary) if rung.summary else []

    def step(self, words: str) -> nodes.Node:
        return paragraph(words)


# The way from one to another

MOVE_SIGNS = {"shared": "=", "deepen": "↑", "learn": "+", "let-go": "−"}
"""A sign for each sort of skills, beside its word."""


def path_title(report: PathReport, context: Context[Inline]) -> str:
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


def move_steps(move: SkillMove, kind: str, context: Context[Inline]) -> str:
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


def _groups(
    report: PathReport, shape: PathShape, context: Context[Inline]
) -> Iterator[tuple[str, str, list[Inline]]]:
    """Yield a sort of skills, of duties and of responsibilities: its key, its word, and the list of them."""
    labels = context.labels
    for one in shown_moves(report, shape):
        skills = (_skill(move, one.kind, context) for move in one.skills)
        yield one.kind, kind_word(one.kind, shape, labels), context.listed(skills)
    for word, duties in (
        (labels.path_duties_come, report.duties_come),
        (labels.path_duties_go, report.duties_go),
    ):
        yield "", word, context.listed((context.prose(duty), []) for duty in duties)
    for word, rows in (
        (labels.path_rows_come, report.rows_come),
        (labels.path_rows_stay, report.rows_stay),
        (labels.path_rows_go, report.rows_go),
    ):
        yield "", word, context.listed((_row(row, context), []) for row in rows)


def _skill(move: SkillMove, kind: str, context: Context[Inline]) -> tuple[list[Inline], list[Inline]]:
    detail = move_steps(move, kind, context)
    name = context.skill(move.skill, context.text(move.name))
    return [name, *([context.detail(detail)] if detail else [])], context.criteria(move.criteria)


def _row(move: RowMove, context: Context[Inline]) -> list[Inline]:
    return [context.row(move.key, context.text(move.name)), context.detail(letters(move, context))]


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
        inner = ""
        for kind, word, listed in _groups(self.report, self.shape, self.context):
            sign = f'<i aria-hidden="true">{MOVE_SIGNS[kind]}</i> ' if kind else ""
            look = f' class="ro-move-{kind}"' if kind else ""
            shown = f"<div{look}><dt>{sign}{escape(word)}</dt><dd>{''.join(listed)}</dd></div>\n"
            inner += shown if listed else ""
        return f'<dl class="simple ro-moves">{inner}</dl>' if inner else ""

    def word(self, kind: str) -> str:
        return kind_word(kind, self.shape, self.labels)

    def nearest(self) -> str:
        """A table of the nearest roles, the nearest first."""
        if not self.report.nearest:
            return ""
        labels = self.labels
        heads = (labels.path_there, *(self.word(kind) for kind in MOVE_SIGNS if kind != "let-go"))
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
        bar = f'<span class="ro-bar ro-n{-(-near.percent // 5)}"></span>' if near.percent else ""
        numbers = "".join(f"<td><span>{n}</span></td>" for n in (near.shared, near.deepen, near.learn))
        return (
            f'<tr><th scope="row">{self.end(near.end)}{mark}</th>'
            f'<td class="ro-bars"><span class="ro-much">{near.percent} %</span>{bar}</td>{numbers}</tr>\n'
        )


def path_nodes(report: PathReport, shape: PathShape, context: NodeContext) -> list[nodes.Node]:
    """Return the same as a heading, a sentence, lists and a table."""
    made: list[nodes.Node] = []
    if report.goal:
        made.append(nodes.rubric("", path_title(report, context)))
    if said := sentences(report, shape, context):
        made.append(paragraph(said))
    for _, word, listed in _groups(report, shape, context):
        made += [paragraph(nodes.strong("", word)), *listed] if listed else []
    return [*made, *_nearest(report, shape, context)]


def _nearest(report: PathReport, shape: PathShape, context: NodeContext) -> list[nodes.Node]:
    if not report.nearest:
        return []
    labels = context.labels
    words = [labels.path_there, *(kind_word(kind, shape, labels) for kind in MOVE_SIGNS if kind != "let-go")]
    found = [(_end(near, context), near) for near in report.nearest]
    numbers = [
        (f"{near.percent} %", str(near.shared), str(near.deepen), str(near.learn)) for _, near in found
    ]
    if context.in_cell or context.format in NARROW:
        items = [
            [paragraph(*name, ": ", ", ".join(f"{word} {n}" for word, n in zip(words, some, strict=True)))]
            for (name, _), some in zip(found, numbers, strict=True)
        ]
        return [paragraph(nodes.strong("", near_title(report, context))), bullets(items)]
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
