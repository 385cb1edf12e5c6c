"""The levels of a role, as blocks or as a table, and the way from a role, level or person to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

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
from sphinx_roles.model import Prose
from sphinx_roles.render.context import (
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
from sphinx_roles.render.skill_matrix import criteria_html, criteria_nodes, end_name, scroll_table, step_words


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


class _LadderHtml:
    def __init__(self, report: LadderReport, context: HtmlContext) -> None:
        self.report, self.context, self.labels = report, context, context.labels

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
            f"<dt>{escape(word)}</dt><dd>{inner}</dd>" for word, inner in self.fields(rung) if inner
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

    def fields(self, rung: Rung) -> Iterable[tuple[str, str]]:
        labels = self.labels
        yield labels.head("duties"), criteria_html(rung.duties, self.context)
        yield labels.head("skills"), self.skills(rung.skills)
        gone = [*map(self.context.inline, rung.dropped), *map(self.context.text, rung.let_go)]
        items = "".join(f"<li>{one}</li>" for one in gone)
        yield labels.ladder_dropped, f'<ul class="simple ro-criteria">{items}</ul>' if items else ""

    def skills(self, skills: Iterable[RungSkill]) -> str:
        items = "".join(map(self.skill, skills))
        return f'<ul class="simple ro-criteria">{items}</ul>' if items else ""

    def skill(self, skill: RungSkill) -> str:
        name = self.context.skill(skill.skill, self.context.text(skill.name))
        step = rung_steps(skill, self.context)
        detail = f' <span class="ro-detail">{escape(step)}</span>' if step else ""
        return f"<li>{name}{detail}{criteria_html(skill.criteria, self.context)}</li>"

    # As a table

    def table(self) -> str:
        """Levels across; down, what they are for, what they do, and each skill."""
        labels, rungs = self.labels, self.report.rungs
        heads = "".join(map(self.head, rungs))
        rows = []
        if any(rung.summary for rung in rungs):
            rows.append(self.row(escape(labels.head("summary")), map(self.summary, rungs)))
        if any(rung.duties for rung in rungs):
            duties = (criteria_html(rung.duties, self.context) for rung in rungs)
            rows.append(self.row(escape(labels.head("duties")), duties))
        for skill, name in self.report.axes:
            cells = (self.cell(rung, skill) for rung in rungs)
            rows.append(self.row(self.context.skill(skill, self.context.text(name)), cells))
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

    def summary(self, rung: Rung) -> str:
        return f"<div>{self.context.block(rung.summary)}</div>" if rung.summary else ""

    def row(self, head: str, cells: Iterable[str]) -> str:
        nothing = f"<td>{escape(self.labels.unsaid)}</td>"
        shown = "".join(f"<td>{cell}</td>" if cell else nothing for cell in cells)
        return f'<tr><th scope="row">{head}</th>{shown}</tr>\n'

    def cell(self, rung: Rung, skill: str) -> str:
        found = next((one for one in rung.skills if one.skill == skill), None)
        if found is None:
            return ""
        criteria = criteria_html(found.criteria, self.context)
        step = escape(rung_steps(found, self.context) or ("" if criteria else self.labels.skill_needed))
        return (f"<span>{step}</span>" if step else "") + criteria


def ladder_nodes(report: LadderReport, shape: LadderShape, context: NodeContext) -> list[nodes.Node]:
    """Return a block for each level; a table where it is asked for and there is room."""
    drawer = _LadderNodes(report, context)
    roomy = not context.in_cell and context.format not in NARROW and len(report.rungs) <= context.max_columns
    return drawer.table() if shape.layout == "table" and roomy else drawer.blocks(titled=shape.titled)


class _LadderNodes:
    def __init__(self, report: LadderReport, context: NodeContext) -> None:
        self.report, self.context, self.labels = report, context, context.labels

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

    def fields(self, rung: Rung) -> Iterable[tuple[str, list[nodes.Node]]]:
        labels = self.labels
        yield labels.head("duties"), criteria_nodes(rung.duties, self.context)
        yield labels.head("skills"), self.skills(rung.skills)
        gone: list[Sequence[nodes.Node]] = [[paragraph(*self.context.inline(one))] for one in rung.dropped]
        gone += [[paragraph(self.context.text(one))] for one in rung.let_go]
        yield labels.ladder_dropped, [bullets(gone)] if gone else []

    def skills(self, skills: Sequence[RungSkill]) -> list[nodes.Node]:
        return [bullets(map(self.skill, skills))] if skills else []

    def skill(self, skill: RungSkill) -> list[nodes.Node]:
        name = self.context.skill(skill.skill, self.context.text(skill.name))
        step = rung_steps(skill, self.context)
        return [
            paragraph(name, f" ({step})" if step else ""),
            *criteria_nodes(skill.criteria, self.context),
        ]

    def table(self) -> list[nodes.Node]:
        labels, context, rungs = self.labels, self.context, self.report.rungs
        heads: list[list[nodes.Node]] = [[nodes.Text(labels.skill_head)], *map(self.head, rungs)]
        rows = []
        if any(rung.summary for rung in rungs):
            rows.append(self.row([nodes.Text(labels.head("summary"))], map(self.summary, rungs)))
        if any(rung.duties for rung in rungs):
            head: list[nodes.Node] = [nodes.Text(labels.head("duties"))]
            rows.append(self.row(head, (criteria_nodes(rung.duties, context) for rung in rungs)))
        for skill, name in self.report.axes:
            shown = [context.skill(skill, context.text(name))]
            rows.append(self.row(shown, (self.cell(rung, skill) for rung in rungs)))
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

    def cell(self, rung: Rung, skill: str) -> list[nodes.Node]:
        found = next((one for one in rung.skills if one.skill == skill), None)
        if found is None:
            return []
        criteria = criteria_nodes(found.criteria, self.context)
        step = rung_steps(found, self.context) or ("" if criteria else self.labels.skill_needed)
        return [*([paragraph(step)] if step else []), *criteria]


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
        sign = f'<i aria-hidden="true">{MOVE_SIGNS[kind]}</i> ' if kind else ""
        look = f' class="ro-move-{kind}"' if kind else ""
        return f'<div{look}><dt>{sign}{escape(word)}</dt><dd><ul class="simple">{listed}</ul></dd></div>\n'

    def skill_of(self, kind: str) -> Callable[[SkillMove], str]:
        def skill(move: SkillMove) -> str:
            name = self.context.skill(move.skill, self.context.text(move.name))
            detail = move_steps(move, kind, self.context)
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
        made.append(nodes.rubric("", path_title(report, context)))
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
    detail = move_steps(move, kind, context)
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
