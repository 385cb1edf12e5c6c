"""Where people disagree: rows with what each of them says of each role, as a table in HTML or a list."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import repeat

from docutils import nodes

from sphinx_roles.analysis.agreement import AgreementReport, AgreementRow, Opinion
from sphinx_roles.analysis.matrix import Band, Cell, Column, MatrixReport, Row
from sphinx_roles.render.context import Context, Inline
from sphinx_roles.render.matrix import MatrixHtml, under_title
from sphinx_roles.render.matrix_nodes import MatrixNodes
from sphinx_roles.render.shapes import AgreementShape, MatrixShape
from sphinx_roles.render.to_html import HtmlContext
from sphinx_roles.render.to_nodes import NodeContext, bullets, paragraph

ACROSS = 5
"""So many roles are side by side: of more, most cells of a row are empty, and others out of sight."""


def title(shape: AgreementShape, context: Context[Inline]) -> str:
    """Return the caption of the author, else ours."""
    return context.plain(shape.caption) if shape.caption else context.labels.agreement


def summing_up(report: AgreementReport, context: Context[Inline]) -> str:
    """Return the figure, how much it is of, and what is not shown."""
    labels = context.labels
    figure = labels.agreement_figure.format(alpha=report.alpha)
    counts = labels.agreement_counts.format(people=report.people, count=report.compared, agreed=report.agreed)
    unanswered = labels.agreement_unanswered.format(count=report.unanswered) if report.unanswered else ""
    left_out = labels.agreement_left_out.format(count=report.left_out) if report.left_out else ""
    parts = (figure if report.alpha else labels.agreement_undefined, counts, unanswered, left_out)
    return " ".join(filter(None, parts))


def measure(row: AgreementRow, report: AgreementReport, context: Context[Inline]) -> str:
    """Return how far people agree on a row, and who has answered it where not all have."""
    labels = context.labels
    percent = labels.agreement_alone
    if row.percent is not None:
        percent = labels.agreement_percent.format(percent=row.percent)
    if row.percent is None or row.answered == report.people:
        return percent
    return f"{percent}, {labels.agreement_answered.format(count=row.answered, people=report.people)}"


def who(opinion: Opinion, row: AgreementRow, report: AgreementReport, context: Context[Inline]) -> str:
    """Return who has an opinion, by name or by number."""
    if len(opinion.people) == row.answered > 1:
        return context.labels.agreement_all
    named = report.names
    people = (context.plain(named[one]) if named else str(one + 1) for one in opinion.people)
    return context.labels.and_more.join(people)


def shown_roles(
    row: AgreementRow, columns: tuple[Column, ...]
) -> Iterator[tuple[Column, tuple[Opinion, ...]]]:
    """Yield the roles to which anybody gives a letter, with the opinions on them."""
    for column, opinions in zip(columns, row.cells, strict=True):
        if any(opinion.cell.parts for opinion in opinions):
            yield column, opinions


def as_matrix(report: AgreementReport) -> MatrixReport:
    """Return the heads and the legend as a matrix has them."""
    rows = tuple(Row(id=row.key, name=row.name, cells=()) for row in report.rows)
    return MatrixReport(
        id="",
        name=None,
        summary=None,
        columns=report.columns,
        bands=(Band("", "", rows),),
        cells=(Cell(),),
        legend=report.legend,
    )


def agreement_html(report: AgreementReport, shape: AgreementShape, context: HtmlContext) -> str:
    """Return the figure, the legend, and a table of the rows, or a list."""
    drawer = _AgreementHtml(report, shape, context)
    legend = drawer.legend() if shape.legend and report.legend else ""
    note = f'<p class="ro-note">{escape(context.labels.agreement_numbers)}</p>'
    summary = f'<p class="ro-summing-up">{escape(summing_up(report, context))}</p>'
    listed = shape.layout == "list" or len(report.columns) > ACROSS
    drawn = drawer.listed() if listed else drawer.drawn()
    shown = under_title(summary + legend, drawn if report.rows else "", context)
    return (
        f'<div class="ro ro-matrix ro-agreement">{shown}'
        f"{note if report.rows and not report.names else ''}</div>\n"
    )


class _AgreementHtml(MatrixHtml):
    def __init__(self, report: AgreementReport, shape: AgreementShape, context: HtmlContext) -> None:
        super().__init__(as_matrix(report), title(shape, context), MatrixShape(), context)
        self.report = report

    def drawn(self) -> str:
        """Roles across, the rows down, in their order; what is agreed is one badge."""
        heads = "".join(f'<th scope="col">{name}</th>' for name in self.role_heads())
        measured = f'<th scope="col">{escape(self.context.labels.agreement_head)}</th>'
        body = "".join(map(self.line, self.report.rows))
        head = f"<tr>{self.corner}{measured}{heads}</tr>"
        return self.table("letters ro-opinions", head, f"<tbody>{body}</tbody>", "", " ro-fixed")

    def line(self, row: AgreementRow) -> str:
        cells = "".join(map(self.opinions, self.report.columns, row.cells, repeat(row)))
        measured = (
            f'<td><span class="ro-measure">{escape(measure(row, self.report, self.context))}</span></td>'
        )
        return f'<tr><th scope="row">{self.name(row)}</th>{measured}{cells}</tr>\n'

    def name(self, row: AgreementRow) -> str:
        section = f" <small>{self.context.text(row.section)}</small>" if row.section else ""
        return self.context.row(row.key, self.context.text(row.name)) + section

    def opinions(self, column: Column, opinions: tuple[Opinion, ...], row: AgreementRow) -> str:
        """The cell of a role; on a phone it has its name."""
        if not any(opinion.cell.parts for opinion in opinions):
            return self.badges.none(self.context.labels.none)
        whose = f'<b class="ro-whose">{self.context.text(column.name)}</b> '
        return f"<td>{whose}{''.join(self.opinion(one, row) for one in opinions)}</td>"

    def opinion(self, opinion: Opinion, row: AgreementRow) -> str:
        """The letters, and behind them who gives them."""
        letters = " ".join(map(self.badges.part, opinion.cell.parts))
        if not letters:
            letters = f'<span class="ro-nobody">{escape(self.context.labels.none)}</span>'
        people = escape(who(opinion, row, self.report, self.context))
        return f'<div class="ro-opinion">{letters} <span class="ro-people">{people}</span></div>'

    def listed(self) -> str:
        """Each row with its roles below it."""
        items = "".join(map(self.entry, self.report.rows))
        return f'<p class="ro-caption">{escape(self.title)}</p><dl class="simple ro-list">{items}</dl>'

    def entry(self, row: AgreementRow) -> str:
        measured = escape(measure(row, self.report, self.context))
        lines = "".join(
            f"<dd>{self.context.role(column.role, self.context.text(column.name))} "
            f"{''.join(self.opinion(one, row) for one in opinions)}</dd>"
            for column, opinions in shown_roles(row, self.report.columns)
        )
        return f'<dt>{self.name(row)} <span class="ro-detail">{measured}</span></dt>{lines}'


def agreement_nodes(report: AgreementReport, shape: AgreementShape, context: NodeContext) -> list[nodes.Node]:
    """Return a heading, the figure, a list of the rows with their roles, and the legend."""
    drawer = MatrixNodes(as_matrix(report), title(shape, context), MatrixShape(), context)
    made: list[nodes.Node] = [nodes.rubric("", drawer.title), paragraph(summing_up(report, context))]
    if report.rows:
        made.append(bullets(_item(row, report, drawer) for row in report.rows))
        made += [] if report.names else [paragraph(context.labels.agreement_numbers)]
    return [*made, *(drawer.legend() if shape.legend and report.legend else [])]


def _item(row: AgreementRow, report: AgreementReport, drawer: MatrixNodes) -> list[nodes.Node]:
    context = drawer.context
    name = nodes.strong("", "", context.row(row.key, context.text(row.name)))
    section = f" ({context.plain(row.section)})" if row.section else ""
    colon = context.labels.colon.format(label="")
    head = paragraph(name, f"{section}{colon} {measure(row, report, context)}")
    lines = []
    for column, opinions in shown_roles(row, report.columns):
        inner: list[nodes.Node | str] = [context.role(column.role, context.text(column.name)), colon]
        for number, opinion in enumerate(opinions):
            letters = drawer.cell(opinion.cell) if opinion.cell.parts else [nodes.Text(context.labels.none)]
            inner += [";" if number else "", " ", *letters, f" ({who(opinion, row, report, context)})"]
        lines.append([paragraph(*inner)])
    return [head, bullets(lines)]
