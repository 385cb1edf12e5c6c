"""Roles compared side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from math import ceil

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.comparison import VERDICTS, Attribute, Block, ComparisonReport, Count, Verdict
from sphinx_roles.analysis.field_values import Field, Prosaic
from sphinx_roles.analysis.matrix import Band, Cell, Column, MatrixReport, Row
from sphinx_roles.model import Text
from sphinx_roles.render.context import Context, Inline, Table
from sphinx_roles.render.field_values import draw_field, field_label
from sphinx_roles.render.labels import Labels, running_text
from sphinx_roles.render.matrix import Matrix
from sphinx_roles.render.shapes import MatrixShape
from sphinx_roles.render.widths import (
    TURNED,
    condition_widths,
    head_lines,
    head_width,
    wider_class,
    width_classes,
)

_FEW = 3
"""With more roles, fields are stacked on a phone and pairs are a table; more rows of nobody are folded."""
_VERDICT = 3.0
"""How much wider than in a grid the first column is, with that of verdicts, in `em`."""
_PHONE = 48
"""So many signs of heads are beside each other on a phone; with more, heads are turned: no word breaks."""
_STACKED, _NAMES, _JUDGED, _PAD = 34, 0.21, 8.3, 0.65
"""Below this width names and verdicts are above the letters; else the share of names, and the widths of
verdicts and of padding."""


def abbreviation(column: Column, context: Context[Inline]) -> str:
    """Return the abbreviation to show beside the name, if the name does not contain it."""
    short = context.plain(column.abbr) if column.abbr else ""
    return "" if short.casefold() in context.plain(column.name).casefold() else short


def title(report: ComparisonReport, block: Block, context: Context[Inline]) -> str:
    """Name the roles, and the scheme where there are several."""
    names = context.labels.joined(context.inside(column.name) for column in report.roles)
    shown = context.labels.comparison.format(names=names)
    return f"{shown} ({context.plain(block.scheme)})" if len(report.blocks) > 1 else shown


SIGNS = {"shared": "∩", "only": "◐", "contested": "!", "handed-over": "→", "passive": "○", "nobody": "–"}
"""A sign for each verdict, beside its word."""


def verdict(found: Verdict | Count, names: Sequence[str], labels: Labels) -> str:
    """Return the word for a verdict, with the role's name where it is of one role."""
    if found.kind == "only":
        return labels.only.format(name=names[found.role])
    return labels.named(found.kind.replace("-", "_"))


def meaning(kind: str, labels: Labels) -> tuple[str, str]:
    """Return the word for a verdict, whichever the role, and what it means."""
    key = kind.replace("-", "_")
    return labels.only_one if kind == "only" else labels.named(key), labels.named(f"{key}_means")


def summing_up(report: ComparisonReport, names: Sequence[str], labels: Labels) -> str:
    """Sum the rows up by their verdicts; what was left out is counted too."""
    total = sum(count.rows for count in report.counts)
    sentences = []
    if total:
        parts = labels.joined(f"{c.rows} {verdict(c, names, labels)}" for c in report.counts)
        sentences.append((labels.of_row if total == 1 else labels.of_rows).format(count=total, parts=parts))
    elif report.left_out:
        sentences.append(labels.no_rows)
    if report.left_out:
        sentences.append(labels.rows_left_out.format(count=report.left_out))
    return running_text(sentences)


def pairs(report: ComparisonReport, names: Sequence[str], labels: Labels) -> list[str]:
    """Return a sentence for each pair of roles that have rows: what they have in common."""
    shown = dict(zip((column.role for column in report.roles), names, strict=True))
    return [
        labels.in_common_pair.format(
            left=shown[pair.left],
            right=shown[pair.right],
            shared=pair.shared,
            only_left=pair.only_left,
            only_right=pair.only_right,
            index=labels.figure(f"{pair.index:.2f}"),
        )
        for pair in report.similarities
        if pair.shared or pair.only_left or pair.only_right
    ]


def draw_comparison(report: ComparisonReport, shape: MatrixShape, context: Context[Inline]) -> list[Inline]:
    """Return the sentence, a table or lists for each scheme, and what the roles have in common."""
    # What the roles are called in a verdict: by their abbreviations, where they have one.
    names = tuple(context.inside(column.abbr or column.name) for column in report.roles)
    sentence = summing_up(report, names, context.labels)
    head = context.line([context.words(sentence)], "ro-summing-up") if sentence else []
    # Where only fields are compared, the table has no rows.
    rowless = MatrixReport(
        id="", name=None, summary=None, columns=report.roles, bands=(), cells=(Cell(),), legend=()
    )
    found = report.blocks or [Block(Text(), rowless, ())]
    tables = [_Comparison(report, block, names, shape, context) for block in found]
    tables[0].attributes = report.attributes
    first, last = (head, []) if context.html else ([], head)
    if context.html and len(tables) == 1:
        tables[0].above, first = head, []
    for table in tables:
        legend = table.legend() if shape.legend and table.matrix.legend else []
        table.above += legend if context.html else []
        first += [*table.drawn(), *([] if context.html else legend)]
        # The remarks on an assignment are with it.
        first += table.meanings(structs.replace(row, remarks=()) for row in table.rows)
    made = [*first, *last, *_in_common(report, names, context)]
    made += context.either(_meanings(report, context.labels)) if shape.legend else []
    return context.view("ro-matrix ro-comparison", made)


class _Comparison(Matrix[Inline]):
    """The table or lists of one scheme; the first of several has the fields of the roles."""

    def __init__(
        self,
        report: ComparisonReport,
        block: Block,
        names: Sequence[str],
        shape: MatrixShape,
        context: Context[Inline],
    ) -> None:
        super().__init__(block.matrix, title(report, block, context), shape, context)
        self.report, self.roles = report, names
        self.attributes: Sequence[Attribute] = ()
        # Many roles leave no room for a column of verdicts: they are under the names of the rows.
        self.crowd = context.html and len(self.roles) > _FEW
        self.verdicts = dict(zip(map(id, self.rows), block.verdicts, strict=True))
        nobodys = [row for row in self.rows if self.verdicts[id(row)].kind == "nobody"]
        # Many rows in which none of them has a part would hide the others.
        self.folded = nobodys if context.html and len(nobodys) > _FEW else []
        if self.folded:
            left = {id(row) for row in self.folded}
            bands = (
                structs.replace(band, rows=tuple(row for row in band.rows if id(row) not in left))
                for band in self.matrix.bands
            )
            self.matrix = structs.replace(self.matrix, bands=tuple(band for band in bands if band.rows))
            self.rows = self.matrix.rows

    def drawn(self) -> list[Inline]:
        """Fields first, then the rows by sections; lists where there is no room for a table."""
        context, labels, roles = self.context, self.labels, self.report.roles
        if not context.roomy(len(roles)):
            return [*context.caption(self.title), *self.lists()]
        pairs = zip(self.marked_heads(), roles, strict=True)
        shown = [f"{head} {abbreviation(one, context)}".rstrip() for head, one in pairs]
        worded, classes = self.fitted_in(shown) if context.html else ("", [])
        badges = self.numbered() if worded else self.badges
        cells = self.distinct(badges)

        def row(row: Row) -> Inline:
            noted = {remark.role for remark in row.remarks}
            letters = context.copied(cells[number] for number in row.cells)
            pairs = zip(self.matrix.columns, letters, strict=True)
            notes = (
                context.added(cell, self.notes(row, one.role)) if one.role in noted else cell
                for one, cell in pairs
            )
            # The remarks on an assignment are in its cell.
            head = self.row_head(structs.replace(row, remarks=()), of_row=True)
            return self.judged(head, self.verdict(row), notes, self.key(row))

        heads = [self.corner(self.first)]
        heads += [] if self.crowd else [context.th([context.words(labels.verdict)], "ro-verdict")]
        for one, head, lines in zip(roles, self.role_heads(), head_lines(shown)[1], strict=True):
            # With the abbreviation that its verdicts use.
            short = context.detail(abbreviation(one, context), "ro-abbr")
            heads.append(context.th(context.turnable([*head, *short], lines)))
        about = [context.words(labels.about_roles)] if context.html else []
        fields = list(map(self.attribute, self.attributes))
        bodies = context.body(fields, about, len(heads), "ro-about-roles") if fields else []
        bodies += self.bodies(len(heads), row)
        look, shares = f"ro-compare {worded}".rstrip(), [18, 10, *(16 for _ in roles)]
        before = self.conditions(badges, worded)
        made = self.table(Table(look, heads, bodies, shares, classes=classes, before=before))
        return made + self.nobodys()

    def fitted_in(self, shown: Sequence[str]) -> tuple[str, list[str]]:
        """Below which width conditions are numbers, and which classes fit the table in."""
        # All columns have the width of the widest.
        signs, longest = max((max(map(len, name.split()), default=0), name) for name in shown)
        more = 0.0 if self.crowd else _VERDICT
        fitting = width_classes(self.matrix, self.first, [longest] * len(shown), self.limits, more)
        # It is as wide as it may be, and fits anywhere.
        kept = [one for one in fitting.split()[1:] if not one.startswith("ro-w")]
        if self.crowd:
            # Columns of many have all that the names leave, so that heads are straight where they fit in.
            straight = len(shown) * (max(map(head_width, shown)) + _PAD) / (1 - _NAMES)
            kept = [wider_class(straight) if one.startswith("ro-t") else one for one in kept]
        kept += ["ro-flat"] if signs * len(self.roles) <= _PHONE else []
        return self.worded_class(), ["ro-fixed", *(["ro-crowd"] if self.crowd else []), *kept]

    def worded_class(self) -> str:
        """The class below whose width columns have no room for the words of conditions."""
        count, words = len(self.roles), max(condition_widths(self.matrix, self.limits), default=0)
        wide = (count * (words + _PAD) + (0 if self.crowd else _JUDGED)) / (1 - _NAMES)
        need = wide if wide > _STACKED else count * (words + 0.3)
        return wider_class(need) if words and need > TURNED[0] and not self.context.for_book else ""

    def nobodys(self) -> list[Inline]:
        """The rows in which none of the roles has a part, folded."""
        context = self.context
        label = escape(self.labels.overlap_others).format(count=len(self.folded))
        items = context.listed(([context.text(row.name)], ()) for row in self.folded)
        opened = f'<details class="ro-more ro-rest"><summary>{label} </summary><div>'
        return [*context.either(opened), *items, *context.either("</div></details>")] if items else []

    # Fields

    def band_head(self, band: Band) -> list[Inline]:
        """The name of the section; rows without one must not seem to belong to the fields."""
        if self.context.html and self.attributes and self.context.band(band) is None:
            return [self.context.words(self.labels.rows)]
        return super().band_head(band)

    def attribute(self, attribute: Attribute) -> Inline:
        context = self.context
        label = context.strong([context.words(field_label(attribute, self.labels))], tag="")
        cells = map(self.value_cell, attribute.values, self.roles)
        if not context.html:
            mark = context.cell(self.labels.same if attribute.same else "–")
            return context.tr(label, [context.td(mark), *cells])
        if attribute.same:
            # That they differ is what is expected.
            label += context.either(f' <span class="ro-inside">{self.same}</span>')
        return context.tr(label, cells, "", "ro-alike" if attribute.same else "", 1 if self.crowd else 2)

    def value_cell(self, value: Field | None, name: str) -> Inline:
        """What a role has in a field; on a phone the values of many roles are below each other, by name."""
        context = self.context
        if value is None:
            return context.nothing(self.labels.unsaid)
        whose = context.either(f'<b class="ro-whose">{escape(name)}</b> ') if self.crowd else []
        return context.td([*whose, *context.element("div", self.value(value), "ro-value")])

    def value(self, value: Field) -> list[Inline]:
        # An invitation may have no words of its own.
        if isinstance(value, Prosaic) and not value.text:
            return self.context.only_line([self.context.words(self.labels.open)])
        return draw_field(value, self.context)

    # Rows

    def judged(self, head: list[Inline], verdict: list[Inline], cells: Iterable[Inline], key: str) -> Inline:
        """A row with its verdict in a cell of its own, or under the name."""
        context = self.context
        if self.crowd:
            inside = [context.words(" "), *context.element("span", verdict, "ro-inside")] if verdict else []
            return context.tr([*head, *inside], cells, key)
        return context.tr(head, [context.td(context.only_line(verdict), "ro-verdict"), *cells], key)

    def notes(self, row: Row, role: str, before: str = "") -> list[Inline]:
        """The remarks on what a role has in a row."""
        context, made = self.context, list[Inline]()
        for remark in row.remarks:
            if remark.role == role:
                line = [*([context.words(before)] if before else []), *context.prose(remark.text)]
                made += [*context.either(" "), *context.element("div", line, "ro-note", nodes.paragraph)]
        return made

    def verdict(self, row: Row) -> list[Inline]:
        """A word and a sign; where the word leaves it open, whether the letters are the same."""
        context, found = self.context, self.verdicts[id(row)]
        word = verdict(found, self.roles, self.labels)
        sign = f'<i aria-hidden="true">{SIGNS[found.kind]}</i>'
        made = context.either(f'<b class="ro-judged ro-is-{found.kind}">{sign} {escape(word)}</b>', word)
        same = found.same and found.kind in ("shared", "passive")
        return made + (context.either(f" {self.same}", f" ({self.labels.same})") if same else [])

    @property
    def same(self) -> str:
        """The word for what is the same for all, in HTML."""
        return f'<span class="ro-differs"><i aria-hidden="true">=</i> {escape(self.labels.same)}</span>'

    # Without room for a table

    def lists(self) -> Iterator[Inline]:
        """The fields by role, then the rows with who takes part, and the verdict."""
        context = self.context
        for attribute in self.attributes:
            same = f" ({self.labels.same})" if attribute.same else ""
            head = f"{field_label(attribute, self.labels)}{same}"
            yield from context.line(context.strong([context.words(head)]))
            pairs = zip(self.report.roles, attribute.values, strict=True)
            yield from context.fields(
                ([context.text(one.name)], self.value(value) if value is not None else context.cell("–"))
                for one, value in pairs
            )
        for band in self.matrix.bands:
            yield from self.band_head(band)
            yield from context.listed(map(self.item, band.rows))

    def item(self, row: Row) -> tuple[list[Inline], list[Inline]]:
        """A row with who takes part, as the matrix lists it, and the verdict."""
        line, below = super().item(row)
        below += self.labelled(self.labels.verdict, self.verdict(row))
        for column in self.matrix.columns:
            below += self.notes(row, column.role, f"{self.context.plain(column.name)}: ")
        return line, below


def _in_common(report: ComparisonReport, names: tuple[str, ...], context: Context[Inline]) -> list[Inline]:
    """What each pair of roles has in common: in sentences, or as half a table where there are many pairs."""
    sentences = pairs(report, names, context.labels)
    if sentences and len(report.roles) > _FEW and context.html:
        return _half_table(report, names, context)
    label = [context.words(context.labels.in_common)]
    head = context.element("p", label, "ro-caption ro-in-common", nodes.rubric)
    listed = context.listed(([context.words(pair)], ()) for pair in sentences)
    return [*head, *listed] if listed else []


def _half_table(report: ComparisonReport, names: tuple[str, ...], context: Context[Inline]) -> list[Inline]:
    """For each pair, how many rows it has in common, and the Jaccard index, which shades its cell."""
    found, labels = {(pair.left, pair.right): pair for pair in report.similarities}, context.labels
    ids, rows = [column.role for column in report.roles], []
    for number, name in enumerate(names[1:], 1):
        cells = []
        for other in ids[:number]:
            pair = found[other, ids[number]]
            heat = f"ro-heat ro-heat-{ceil(pair.index * 5)}" if pair.shared else "ro-unlike"
            shown = f"<b>{pair.shared}</b> <small>{labels.figure(f'{pair.index:.2f}')}</small>"
            cells.append(context.td(context.either(shown), heat))
        cells += [context.nothing("·") for _ in names[number + 1 :]]
        rows.append(context.tr([context.words(name)], cells))
    caption = context.either(f"{escape(labels.in_common)} <small>{escape(labels.in_common_table)}</small>")
    heads = [context.th([context.words(labels.role)], "ro-corner")]
    heads += [context.th([context.words(name)]) for name in names[:-1]]
    body = context.body(rows, [], 0)
    return context.table(Table("ro-similar", heads, body, caption=caption, classes=("ro-pairs",)))


def _meanings(report: ComparisonReport, labels: Labels) -> str:
    """What each verdict that occurs means, folded."""
    used = {count.kind for count in report.counts}
    shown = (meaning(kind, labels) for kind in VERDICTS if kind in used)
    items = "".join(f"<dt>{escape(word)} </dt><dd>{escape(text)} </dd>" for word, text in shown)
    label = escape(labels.verdicts)
    if not items:
        return ""
    inner = f'<summary><span>{label} </span></summary><dl class="simple">{items}</dl>'
    return f'<details class="ro-legend ro-verdicts">{inner}</details>'
