"""The entries of skills, as HTML and as nodes."""

from __future__ import annotations

from html import escape

from docutils import nodes

from sphinx_roles.analysis.skill_cards import EntryStep, Needing, SkillEntries, SkillEntry
from sphinx_roles.render.context import HtmlContext, NodeContext, SkillCardsShape, bullets, joined, paragraph
from sphinx_roles.render.skill_matrix import criteria_html, criteria_nodes, end_name


def skill_cards_html(report: SkillEntries, shape: SkillCardsShape, context: HtmlContext) -> str:
    """Return a block for each skill: its name, what it is, and its steps with who needs them."""
    entries = "".join(_entry(entry, shape, context) for entry in report.entries)
    return f'<div class="ro ro-matrix ro-skill-cards">{entries}</div>\n'


def _entry(entry: SkillEntry, shape: SkillCardsShape, context: HtmlContext) -> str:
    anchor, name = context.anchor(entry.skill), context.text(entry.name)
    ident = f' id="{anchor}"' if anchor else ""
    family = f' <span class="ro-mark">{context.text(entry.family)}</span>' if entry.family else ""
    shown = (name if anchor else context.skill(entry.skill, name)) if shape.titled else ""
    title = f'<p class="ro-title">{shown}{family}</p>' if shown or family else ""
    summary = f'<div class="ro-summary">{context.block(entry.summary)}</div>' if entry.summary else ""
    steps = "".join(_step(step, context) for step in entry.steps)
    return (
        f'<div class="ro-rung"{ident}>{title}{summary}'
        + (f'<dl class="simple ro-fields">{steps}</dl>' if steps else "")
        + f"{context.tools(None, name, anchor)}</div>\n"
    )


def _step(step: EntryStep, context: HtmlContext) -> str:
    labels = context.labels
    name = context.text(step.step) if step.step else escape(labels.skill_needed)
    by_name = [one for one in step.needed_by if not one.criteria]
    plain = ", ".join(context.role(one.end.key, escape(end_name(one.end, context))) for one in by_name)
    label = f"<b>{escape(labels.colon.format(label=labels.skill_needed_by))}</b>"
    needed = f"<p>{label} {plain}</p>" if plain else ""
    # What a role asks for in words of its own is shown with its name.
    needed += "".join(
        f"<p>{label} {context.role(one.end.key, escape(end_name(one.end, context)))}</p>"
        f"{criteria_html(one.criteria, context)}"
        for one in step.needed_by
        if one.criteria
    )
    nothing = f'<span class="ro-nobody">{escape(labels.nobody)}</span>'
    inner = criteria_html(step.criteria, context) + needed
    heat = f'<span class="ro-heat ro-heat-{step.heat}">{name}</span>'
    return f'<dt class="ro-step">{heat}</dt><dd>{inner or nothing}</dd>'


def skill_cards_nodes(report: SkillEntries, shape: SkillCardsShape, context: NodeContext) -> list[nodes.Node]:
    """Return the same as headed blocks with lists of fields."""
    return [node for entry in report.entries for node in _entry_nodes(entry, shape, context)]


def _entry_nodes(entry: SkillEntry, shape: SkillCardsShape, context: NodeContext) -> list[nodes.Node]:
    made: list[nodes.Node] = [*context.target(entry.skill)]
    if shape.titled:
        family = [nodes.Text(f" ({context.plain(entry.family)})")] if entry.family else []
        made.append(nodes.rubric("", "", context.text(entry.name), *family))
    elif entry.family:
        made.append(paragraph(context.plain(entry.family)))
    made += context.block(entry.summary) if entry.summary else []
    fields = [
        nodes.field(
            "",
            nodes.field_name("", context.plain(step.step) if step.step else context.labels.skill_needed),
            nodes.field_body("", *(_step_nodes(step, context) or [paragraph(context.labels.nobody)])),
        )
        for step in entry.steps
    ]
    return [*made, *([nodes.field_list("", *fields)] if fields else [])]


def _step_nodes(step: EntryStep, context: NodeContext) -> list[nodes.Node]:
    made = criteria_nodes(step.criteria, context)
    label = nodes.strong("", context.labels.colon.format(label=context.labels.skill_needed_by))
    plain = [_end(one, context) for one in step.needed_by if not one.criteria]
    if plain:
        made.append(paragraph(label, " ", *joined(plain)))
    own = [
        [paragraph(*_end(one, context)), *criteria_nodes(one.criteria, context)]
        for one in step.needed_by
        if one.criteria
    ]
    if own:
        made += [paragraph(label.deepcopy()), bullets(own)]
    return made


def _end(one: Needing, context: NodeContext) -> list[nodes.Node]:
    return [context.role(one.end.key, nodes.Text(end_name(one.end, context)))]
