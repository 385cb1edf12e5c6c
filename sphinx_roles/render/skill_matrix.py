"""The skill matrix and cards of skills, as HTML and as nodes. What is shown by a shade is also in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from docutils import nodes

from sphinx_roles.analysis.skills import (
    End,
    EntryStep,
    Needing,
    SkillCell,
    SkillColumn,
    SkillEntries,
    SkillEntry,
    SkillReport,
    SkillRow,
    SkillStep,
    skill_csv,
)
from sphinx_roles.model import Prose, Text, level_title
from sphinx_roles.render.context import (
    Context,
    HtmlContext,
    Inline,
    NodeContext,
    SkillCardsShape,
    SkillShape,
    bullets,
    joined,
    paragraph,
)
from sphinx_roles.render.matrix import SHORT, under_title
from sphinx_roles.render.matrix_nodes import NARROW, table_nodes

_FEW = 5
"""So many columns are side by side on a phone, with the name of the skill above them."""


def end_name(end: End, context: Context[Inline], *, alone: bool = False) -> str:
    """Return what a role, level or person is called; a level with its role, unless it is shown ``alone``."""
    name = context.plain(end.name)
    of = context.plain(end.of) if end.of and not alone else ""
    return level_title(name, of)


def step_words(step: Text | None, top: Text | None, context: Context[Inline]) -> str:
    """Return a step, or from which to which step."""
    labels = context.labels
    if step is None:
        return labels.skill_needed
    low = context.plain(step)
    return labels.skill_span.format(low=low, high=context.plain(top)) if top else low


def caption_of(report: SkillReport, context: Context[Inline]) -> str:
    """Return the title of the table."""
    if report.caption:
        return context.plain(report.caption)
    if report.role:
        return context.labels.ladder_of.format(names=context.plain(report.role))
    return context.labels.skill_matrix


def scroll_table(kind: str, caption: str, head: str, body: str, rows: int, context: HtmlContext) -> str:
    """Return a table in the region that scrolls it; ``caption`` is plain, the rest is HTML."""
    ident = context.unique("caption")
    short = " ro-short" if rows <= SHORT else ""
    return (
        f'<div class="ro-scroll{short}" role="region" tabindex="0" aria-labelledby="{ident}">'
        f'<table class="ro-table {kind}">'
        f'<caption id="{ident}"><span>{context.number()}{escape(caption)}</span></caption>'
        f"<thead>{head}</thead>\n{body}</table></div>"
    )


def steps_html(steps: Iterable[SkillStep], context: HtmlContext) -> str:
    """Return what each step means."""
    items = "".join(
        f"<dt>{context.text(one.step)}</dt><dd>{''.join(context.criteria(one.criteria))}</dd>"
        for one in steps
    )
    return f'<dl class="simple ro-steps">{items}</dl>' if items else ""


def skill_matrix_html(report: SkillReport, shape: SkillShape, context: HtmlContext) -> str:
    """Return the legend, the table and the link to it as CSV."""
    drawer = _SkillHtml(report, shape, context)
    table = drawer.transposed() if shape.transpose else drawer.table()
    shown = under_title(drawer.legend() if shape.legend and shape.heat else "", table, context)
    return f'<div class="ro ro-matrix ro-skill-matrix">{shown}{drawer.download()}</div>\n'


class _SkillHtml:
    def __init__(self, report: SkillReport, shape: SkillShape, context: HtmlContext) -> None:
        self.report, self.shape, self.context = report, shape, context
        self.labels = context.labels

    def legend(self) -> str:
        """The steps of each scale, from the lowest, in their shades."""
        scales = "".join(
            '<span class="ro-key">'
            + " ".join(
                f'<span class="ro-heat ro-heat-{heat}">{self.context.text(step)}</span>'
                for step, heat in one.steps
            )
            + "</span>"
            for one in self.report.legend
        )
        label = escape(self.labels.skill_steps)
        return f'<div class="ro-legend" role="group" aria-label="{label}">{scales}</div>' if scales else ""

    def download(self) -> str:
        """Link to the table as CSV."""
        if not self.shape.download:
            return ""
        labels = self.labels
        heads = (labels.skill_family, labels.skill_head, labels.role, labels.skill_needed)
        text = skill_csv(self.report, heads, transpose=self.shape.transpose)
        href, word = self.context.download(self.shape.download, text), escape(labels.download)
        return f'<p class="ro-download"><a href="{escape(href)}" download>{word}</a></p>' if href else ""

    def wrapped(self, corner: str, heads: Iterable[str], body: str, rows: int) -> str:
        head = f'<th scope="col" class="ro-corner">{escape(corner)}</th>{"".join(heads)}'
        caption = caption_of(self.report, self.context)
        kind = f"{'ro-turned' if self.shape.transpose else 'ro-grid'} ro-skills"
        if not self.shape.transpose and len(self.report.columns) <= _FEW:
            kind += " ro-stepped"
        return scroll_table(kind, caption, f"<tr>{head}</tr>", body, rows, self.context)

    def band(self, name: str, width: int, rows: Iterable[str]) -> str:
        """A table body, headed by a name where it has one."""
        head = (
            f'<tr class="ro-band"><th scope="rowgroup" colspan="{width}"><span>{name}</span></th></tr>\n'
            if name
            else ""
        )
        return f"<tbody>{head}{''.join(rows)}</tbody>\n"

    # Skills down

    def table(self) -> str:
        """Skills down, roles across."""
        heads = (f'<th scope="col">{self.column(one)}</th>' for one in self.report.columns)
        cells = [self.cell(one) for one in self.report.cells]
        width, every = len(self.report.columns) + 1, self.report.rows
        named = any(band.name for band in self.report.bands)
        body = "".join(
            self.band(self.band_name(band.name, named), width, (self.row(row, cells) for row in band.rows))
            for band in self.report.bands
        )
        return self.wrapped(self.labels.skill_head, heads, body, len(every))

    def band_name(self, name: Text | None, named: bool) -> str:
        """The name of a family; what has none must not seem to belong to the one above it."""
        return self.context.text(name) if name else escape(self.labels.skill_family_none) if named else ""

    def row(self, row: SkillRow, cells: list[str]) -> str:
        anchor = self.context.anchor(row.skill)
        ident = f' id="{anchor}"' if anchor else ""
        picked = "".join(cells[number] for number in row.cells)
        return f'<tr{ident}><th scope="row">{self.skill(row, anchor)}</th>{picked}</tr>\n'

    def skill(self, row: SkillRow, anchor: str = "") -> str:
        """The name of a skill, what it means folded below, and the link to it."""
        name = self.context.text(row.name)
        # A link inside what folds could not be followed by all.
        more = (self.context.block(row.summary) if row.summary else "") + steps_html(row.steps, self.context)
        if more:
            opened = ' open="open"' if self.shape.unfolded else ""
            shown = f'<details class="ro-more"{opened}><summary>{name}</summary> <div>{more}</div></details>'
        else:
            shown = name if anchor else self.context.skill(row.skill, name)
        return self.context.tools(None, name, anchor) + shown

    def column(self, column: SkillColumn) -> str:
        """The name of a role or level, linked to it."""
        name = escape(end_name(column.end, self.context, alone=self.report.role is not None))
        short = self.context.text(column.abbr) if self.shape.short and column.abbr else ""
        level = column.end.level
        inner = f'<abbr title="{name}">{short}</abbr>' if short and short != name and not level else name
        return self.context.role(column.end.key, inner) + self.context.status(column.status)

    def cell(self, cell: SkillCell) -> str:
        """The step in words, in its shade; criteria below it."""
        if not cell.asked:
            # A word alone says that there is nothing, and is drawn as a dash.
            return f"<td>{escape(self.labels.skill_unneeded)}</td>"
        heat = f" ro-heat-{cell.heat}" if self.shape.heat else ""
        criteria = "".join(self.context.criteria(cell.criteria))
        words = escape(step_words(cell.step, cell.top, self.context))
        step = f"<span>{words}</span>" if cell.step or not criteria else ""
        return f'<td class="ro-heat{heat}">{step}{criteria}</td>'

    # Roles down

    def transposed(self) -> str:
        """Roles down by their families, skills across."""
        rows, cells = self.report.rows, [self.cell(one) for one in self.report.cells]
        heads = (self.skill_head(row) for row in rows)
        groups: dict[str, list[int]] = {}
        for place, column in enumerate(self.report.columns):
            groups.setdefault(self.context.text(column.family) if column.family else "", []).append(place)
        others = escape(self.labels.skill_family_none) if len(groups) > 1 else ""
        body = "".join(
            self.band(
                (name or others) if len(groups) > 1 else "",
                len(rows) + 1,
                (self.role_row(place, rows, cells) for place in places),
            )
            for name, places in groups.items()
        )
        return self.wrapped(self.labels.role, heads, body, len(self.report.columns))

    def skill_head(self, row: SkillRow) -> str:
        anchor = self.context.anchor(row.skill)
        ident = f' id="{anchor}"' if anchor else ""
        return f'<th scope="col"{ident}>{self.skill(row, anchor)}</th>'

    def role_row(self, place: int, rows: Sequence[SkillRow], cells: list[str]) -> str:
        picked = "".join(cells[row.cells[place]] for row in rows)
        return f'<tr><th scope="row">{self.column(self.report.columns[place])}</th>{picked}</tr>\n'


def skill_matrix_nodes(report: SkillReport, shape: SkillShape, context: NodeContext) -> list[nodes.Node]:
    """Return a table, or a list where there is no room for one, and what the skills mean."""
    drawer = _SkillNodes(report, shape, context)
    columns, rows = len(report.columns), len(report.rows)
    across = rows if shape.transpose else columns
    narrow = context.in_cell or context.format in NARROW or across > context.max_columns
    made = drawer.listing() if narrow else drawer.transposed() if shape.transpose else drawer.table()
    return [*made, *drawer.details()]


class _SkillNodes:
    def __init__(self, report: SkillReport, shape: SkillShape, context: NodeContext) -> None:
        self.report, self.shape, self.context = report, shape, context
        self.caption = caption_of(report, context)

    def table(self) -> list[nodes.Node]:
        """Skills down, roles across, the families in rows of their own."""
        heads: list[list[nodes.Node]] = [[nodes.Text(self.context.labels.skill_head)]]
        heads += map(self.column, self.report.columns)
        rows = []
        named = any(band.name for band in self.report.bands)
        for band in self.report.bands:
            if named:
                name = band.name or Text(self.context.labels.skill_family_none)
                head = nodes.entry("", paragraph(nodes.strong("", "", self.context.text(name))))
                rows.append(nodes.row("", head, *(nodes.entry() for _ in self.report.columns)))
            rows += [self.row(row) for row in band.rows]
        widths = [20, *(10 for _ in self.report.columns)]
        return table_nodes(self.caption, heads, rows, widths, self.context)

    def row(self, row: SkillRow) -> nodes.row:
        cells = (self.entry(self.report.cells[number]) for number in row.cells)
        name = paragraph(*self.context.target(row.skill), self.name(row))
        return nodes.row("", nodes.entry("", name), *cells)

    def name(self, row: SkillRow) -> nodes.Node:
        return self.context.skill(row.skill, self.context.text(row.name))

    def column(self, column: SkillColumn) -> list[nodes.Node]:
        short = column.abbr if self.shape.short and not column.end.level else None
        name = end_name(column.end, self.context, alone=self.report.role is not None)
        shown = nodes.Text(self.context.plain(short) if short else name)
        return [self.context.role(column.end.key, shown), *self.context.status(column.status)]

    def entry(self, cell: SkillCell) -> nodes.entry:
        return nodes.entry("", *self.cell(cell))

    def cell(self, cell: SkillCell) -> list[nodes.Node]:
        if not cell.asked:
            return [paragraph("–")]
        words = paragraph(step_words(cell.step, cell.top, self.context))
        listed = self.context.criteria(cell.criteria)
        return [*([words] if cell.step or not listed else []), *listed]

    def transposed(self) -> list[nodes.Node]:
        """Roles down, skills across."""
        every = self.report.rows
        heads: list[list[nodes.Node]] = [[nodes.Text(self.context.labels.role)]]
        heads += [[self.name(row)] for row in every]
        rows = [
            nodes.row(
                "",
                nodes.entry("", paragraph(*self.column(column))),
                *(self.entry(self.report.cells[row.cells[place]]) for row in every),
            )
            for place, column in enumerate(self.report.columns)
        ]
        # A head is on every page of a long table, and a target once in a book.
        targets = [target for row in every for target in self.context.target(row.skill)]
        widths = [16, *(10 for _ in every)]
        return [*targets, *table_nodes(self.caption, heads, rows, widths, self.context)]

    def listing(self) -> list[nodes.Node]:
        """Each skill with who asks for it, the steps in the order of the columns."""
        made: list[nodes.Node] = [nodes.rubric("", self.caption)]
        for band in self.report.bands:
            if band.name:
                made.append(paragraph(nodes.strong("", "", self.context.text(band.name))))
            made.append(bullets([self.item(row), *self.criteria(row)] for row in band.rows))
        return made

    def item(self, row: SkillRow) -> nodes.paragraph:
        by_step: dict[str, list[list[nodes.Node]]] = {}
        for column, number in zip(self.report.columns, row.cells, strict=True):
            cell = self.report.cells[number]
            if cell.asked:
                step = step_words(cell.step, cell.top, self.context)
                by_step.setdefault(step, []).append(self.column(column))
        parts = ([nodes.Text(f"{step} "), *joined(columns)] for step, columns in by_step.items())
        name = nodes.strong("", "", self.name(row))
        return paragraph(
            *self.context.target(row.skill), name, ": ", *(joined(parts, "; ") or [nodes.Text("–")])
        )

    def criteria(self, row: SkillRow) -> Iterator[nodes.Node]:
        """Criteria of the cells, each list with whose it is."""
        for column, number in zip(self.report.columns, row.cells, strict=True):
            if criteria := self.report.cells[number].criteria:
                yield paragraph(*self.column(column), ":")
                yield from self.context.criteria(criteria)

    def details(self) -> list[nodes.Node]:
        """What the skills mean, which HTML folds under each of them."""
        items = [
            nodes.definition_list_item(
                "", nodes.term("", "", self.context.text(row.name)), nodes.definition("", *inner)
            )
            for row in self.report.rows
            if (inner := meaning_nodes(row.summary, row.steps, self.context))
        ]
        if not items:
            return []
        return [nodes.rubric("", self.context.labels.skill_meanings), nodes.definition_list("", *items)]


def meaning_nodes(
    summary: Prose | None, steps: Iterable[SkillStep], context: NodeContext
) -> list[nodes.Node]:
    """Return what a skill is, and what each of its steps means."""
    made = context.block(summary) if summary else []
    for one in steps:
        made += [
            paragraph(nodes.strong("", "", context.text(one.step))),
            *context.criteria(one.criteria),
        ]
    return made


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
        f"{''.join(context.criteria(one.criteria))}"
        for one in step.needed_by
        if one.criteria
    )
    nothing = f'<span class="ro-nobody">{escape(labels.nobody)}</span>'
    inner = "".join(context.criteria(step.criteria)) + needed
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
    made = context.criteria(step.criteria)
    label = nodes.strong("", context.labels.colon.format(label=context.labels.skill_needed_by))
    plain = [_end(one, context) for one in step.needed_by if not one.criteria]
    if plain:
        made.append(paragraph(label, " ", *joined(plain)))
    own = [
        [paragraph(*_end(one, context)), *context.criteria(one.criteria)]
        for one in step.needed_by
        if one.criteria
    ]
    if own:
        made += [paragraph(label.deepcopy()), bullets(own)]
    return made


def _end(one: Needing, context: NodeContext) -> list[nodes.Node]:
    return [context.role(one.end.key, nodes.Text(end_name(one.end, context)))]
