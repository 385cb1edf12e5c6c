"""Where people disagree: rows with what each of them says of each role, as a table in HTML or a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import Generic

from sphinx_roles.analysis.agreement import AgreementReport, AgreementRow, Opinion
from sphinx_roles.analysis.matrix import Cell, Column, MatrixReport
from sphinx_roles.render.context import Context, Head, Inline, Row
from sphinx_roles.render.labels import running_text
from sphinx_roles.render.matrix import Matrix
from sphinx_roles.render.shapes import AgreementShape, MatrixShape

ACROSS = 5
"""So many roles are side by side: of more, most cells of a row are empty, and others out of sight."""


def summing_up(report: AgreementReport, context: Context[Inline]) -> str:
    """Return the figure, how much it is of, and what is not shown."""
    labels = context.labels
    figure = labels.agreement_figure.format(alpha=labels.figure(report.alpha))
    figure = figure if report.alpha else labels.agreement_undefined
    counts = labels.agreement_counts.format(people=report.people, count=report.compared, agreed=report.agreed)
    unanswered = labels.agreement_unanswered.format(count=report.unanswered) if report.unanswered else ""
    left_out = labels.agreement_left_out.format(count=report.left_out) if report.left_out else ""
    return running_text((figure, counts, unanswered, left_out))


def measure(row: AgreementRow, report: AgreementReport, context: Context[Inline]) -> str:
    """Return how far people agree on a row, and who has answered it where not all have."""
    labels = context.labels
    percent = labels.agreement_alone
    if row.percent is not None:
        percent = labels.percent.format(percent=row.percent)
    if row.percent is None or row.answered == report.people:
        return percent
    answered = labels.agreement_answered.format(count=row.answered, people=report.people)
    return labels.and_more.join((percent, answered))


def who(opinion: Opinion, row: AgreementRow, report: AgreementReport, context: Context[Inline]) -> str:
    """Return who has an opinion, by name or by number."""
    if len(opinion.people) == row.answered > 1:
        return context.labels.agreement_all
    named = report.names
    people = (context.plain(named[one]) if named else str(one + 1) for one in opinion.people)
    return context.labels.and_more.join(people)


def draw_agreement(report: AgreementReport, shape: AgreementShape, context: Context[Inline]) -> list[Inline]:
    """Return the figure, the legend, and a table of the rows, or a list."""
    # A matrix that has only the letters of the answers.
    legend_of = MatrixReport(
        id="", name=None, summary=None, columns=(), bands=(), cells=(), legend=report.legend
    )
    letters = Matrix(legend_of, "", MatrixShape(), context)
    rows = _Rows(report, shape, context, letters.parts)
    legend = letters.legend() if shape.legend and report.legend else []
    above = context.line([context.words(summing_up(report, context))], "ro-summing-up")
    above, below = (above + legend, []) if context.html else (above, legend)
    listed = not context.html or shape.layout == "list" or len(report.columns) > ACROSS
    if report.rows or not context.html:
        above = rows.listing(above) if listed else rows.table(above)
    if report.rows and not report.names:
        # People are shown by their numbers.
        above += context.line([context.words(context.labels.agreement_numbers)], "ro-note")
    return context.view("ro-matrix ro-agreement", [*above, *below])


class _Rows(Generic[Inline]):
    """The rows with what people say, as a table or a list; ``letters`` draws those of an opinion."""

    def __init__(
        self,
        report: AgreementReport,
        shape: AgreementShape,
        context: Context[Inline],
        letters: Callable[[Cell], list[Inline]],
    ) -> None:
        self.report, self.context, self.letters = report, context, letters
        self.title = context.plain(shape.caption) if shape.caption else context.labels.agreement

    def table(self, above: list[Inline]) -> list[Inline]:
        """Roles across, the rows down, in their order; what is agreed is one badge."""
        context, labels = self.context, self.context.labels
        heads: list[Head[Inline]] = [
            ([context.words(labels.responsibility)], "", 24),
            ([context.words(labels.agreement_head)], "", 8),
        ]
        heads += [(self.role(column), "", 8) for column in self.report.columns]
        rows = [self.row(row) for row in self.report.rows]
        look = "ro-letters ro-opinions"
        around = "ro-fixed", "ro-listed"
        return context.grid(look, self.title, heads, [("", rows)], labels.none, around, (), above)

    def row(self, row: AgreementRow) -> Row[Inline]:
        context, cells = self.context, []
        measured = context.element("span", [context.words(measure(row, self.report, context))], "ro-measure")
        for column, opinions in zip(self.report.columns, row.cells, strict=True):
            said = self.opinions(opinions, row)
            # On a phone a cell has the name of its role.
            whose = [*context.strong([context.text(column.name)], "ro-whose"), *context.either(" ")]
            cells.append(([*whose, *said] if said else [], ""))
        return self.name(row), "", [(measured, ""), *cells]

    def listing(self, above: list[Inline]) -> list[Inline]:
        """Each row with the roles to which anybody gives a letter below it."""
        context, rows = self.context, self.report.rows
        made = [*context.caption([context.words(self.title)]), *above]
        if not context.html:
            items = ((self.head(row), context.listed((line, ()) for line in self.lines(row))) for row in rows)
            return [*made, *context.listed(items)]
        shown: list[Inline] = []
        for row in rows:
            shown += context.element("dt", self.head(row))
            for line in self.lines(row):
                shown += context.element("dd", line)
        return [*made, *context.element("dl", shown, "simple ro-list")]

    def head(self, row: AgreementRow) -> list[Inline]:
        measured = measure(row, self.report, self.context)
        html = f' <span class="ro-detail">{escape(measured)}</span>'
        return [*self.name(row), *self.context.either(html, f"{self.context.labels.and_said}{measured}")]

    def lines(self, row: AgreementRow) -> Iterator[list[Inline]]:
        context = self.context
        for column, opinions in zip(self.report.columns, row.cells, strict=True):
            if said := self.opinions(opinions, row):
                role = context.element("span", self.role(column))
                yield [*role, *context.either(" ", context.labels.and_said), *said]

    def role(self, column: Column) -> list[Inline]:
        """The name of a role, linked to it, with what is unusual about it."""
        context = self.context
        return [
            context.role(column.role, context.text(column.name)),
            *context.status_marks(column.status),
        ]

    def name(self, row: AgreementRow) -> list[Inline]:
        """The name of a row, linked to it, and its section."""
        context, section = self.context, self.context.plain(row.section) if row.section else ""
        where = context.either(f" <small>{escape(section)}</small>", f" ({section})") if section else []
        return [*context.strong([context.row(row.key, context.text(row.name))], tag=""), *where]

    def opinions(self, opinions: tuple[Opinion, ...], row: AgreementRow) -> list[Inline]:
        """Each opinion on a role with who has it; none where nobody gives a letter."""
        context, made = self.context, list[Inline]()
        if not any(one.cell.parts for one in opinions):
            return made
        for opinion in opinions:
            letters = self.letters(opinion.cell) if opinion.cell.parts else self.nobody()
            people = context.detail(who(opinion, row, self.report, context), "ro-people")
            made += context.either("", context.labels.and_apart) if made else []
            made += context.element("div", [*letters, *people], "ro-opinion")
        return made

    def nobody(self) -> list[Inline]:
        return self.context.element("span", [self.context.words(self.context.labels.none)], "ro-nobody")
