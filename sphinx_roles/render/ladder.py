"""The ladder of a role: level by level, or as a table of what the levels ask for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TypeVar

from docutils import nodes

from sphinx_roles.analysis.ladder import LadderReport, Rung, RungSkill
from sphinx_roles.analysis.skills import End
from sphinx_roles.render.context import (
    Context,
    HtmlContext,
    LadderShape,
    NodeContext,
    bullets,
    paragraph,
)
from sphinx_roles.render.matrix_nodes import NARROW, table_nodes
from sphinx_roles.render.skill_matrix import criteria_html, criteria_nodes, end_name, scroll_table

Inline = TypeVar("Inline")


def title(report: LadderReport, context: Context[Inline]) -> str:
    """Name the role."""
    assert report.role is not None
    return context.labels.ladder_of.format(names=context.plain(report.role.name))


def steps(skill: RungSkill, context: Context[Inline]) -> str:
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
        head = f'<p class="ro-caption">{escape(title(self.report, self.context))}</p>' if titled else ""
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
        step = steps(skill, self.context)
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
        caption = title(self.report, self.context)
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
        step = escape(steps(found, self.context) or ("" if criteria else self.labels.skill_needed))
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
        made: list[nodes.Node] = [nodes.rubric("", title(self.report, self.context))] if titled else []
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
        step = steps(skill, self.context)
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
        caption = title(self.report, context)
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
        step = steps(found, self.context) or ("" if criteria else self.labels.skill_needed)
        return [*([paragraph(step)] if step else []), *criteria]
