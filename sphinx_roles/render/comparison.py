"""Roles compared side by side, as HTML and as nodes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from math import ceil
from typing import Any, NamedTuple

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.cards import Field, Prosaic
from sphinx_roles.analysis.comparison import (
    VERDICTS,
    Attribute,
    Block,
    ComparisonReport,
    Count,
    Verdict,
)
from sphinx_roles.analysis.matrix import Band, Cell, Column, MatrixReport, Row
from sphinx_roles.model import Text
from sphinx_roles.render.cards import draw_field, field_label
from sphinx_roles.render.context import Context, Inline
from sphinx_roles.render.labels import Labels
from sphinx_roles.render.matrix import MatrixHtml, turnable
from sphinx_roles.render.matrix_nodes import MatrixNodes
from sphinx_roles.render.shapes import MatrixShape
from sphinx_roles.render.to_html import HtmlContext
from sphinx_roles.render.to_nodes import NodeContext, paragraph
from sphinx_roles.render.widths import TURNED, condition_widths, head_lines, wider_class, width_classes

_FEW = 3
"""With more roles, fields are stacked on a phone and pairs are a table; more rows of nobody are folded."""
_VERDICT = 3.0
"""How much wider than in a grid the first column is, with that of verdicts, in `em`."""
_PHONE = 48
"""So many signs of heads are beside each other on a phone; with more, heads are turned: no word breaks."""
_STACKED, _NAMES, _JUDGED, _PAD = 34, 0.21, 8.3, 0.65
"""Below this width names and verdicts are above the letters; else the share of names, and the widths of
verdicts and of padding."""


class _Part(NamedTuple):
    """The table of one scheme; the first of several has the fields of the roles."""

    report: ComparisonReport
    block: Block
    names: tuple[str, ...]
    attributes: tuple[Attribute, ...]


def _parts(report: ComparisonReport, names: tuple[str, ...]) -> Iterator[_Part]:
    """Yield a table for each scheme; one without rows where only fields are compared."""
    columns = report.roles
    rowless = MatrixReport(
        id="", name=None, summary=None, columns=columns, bands=(), cells=(Cell(),), legend=()
    )
    for number, block in enumerate(report.blocks or [Block(Text(), rowless, ())]):
        yield _Part(report, block, names, () if number else report.attributes)


def short_names(report: ComparisonReport, context: Context[Inline]) -> tuple[str, ...]:
    """Return what the roles are called in a verdict: by their abbreviations, where they have one."""
    return tuple(context.plain(column.abbr or column.name) for column in report.roles)


def abbreviation(column: Column, context: Context[Inline]) -> str:
    """Return the abbreviation to show beside the name, if the name does not contain it."""
    short = context.plain(column.abbr) if column.abbr else ""
    return "" if short.casefold() in context.plain(column.name).casefold() else short


def title(report: ComparisonReport, block: Block, context: Context[Inline]) -> str:
    """Name the roles, and the scheme where there are several."""
    names = context.labels.joined(context.plain(column.name) for column in report.roles)
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


def is_standard(value: Field) -> bool:
    """Return True for an invitation without words of its own."""
    return isinstance(value, Prosaic) and not value.text


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
    return " ".join(sentences)


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
            index=f"{pair.index:.2f}",
        )
        for pair in report.similarities
        if pair.shared or pair.only_left or pair.only_right
    ]


def draw_comparison(report: ComparisonReport, shape: MatrixShape, context: Context[Inline]) -> list[Inline]:
    """Return the sentence, a table or lists for each scheme, and what the roles have in common."""
    names = short_names(report, context)
    sentence = summing_up(report, names, context.labels)
    head = context.line([context.words(sentence)], "ro-summing-up") if sentence else []
    kind: Any = _ComparisonHtml if context.html else _ComparisonNodes
    tables = [kind(part, shape, context) for part in _parts(report, names)]
    first, last = (head, []) if context.html else ([], head)
    if context.html and len(tables) == 1:
        tables[0].above, first = head, []
    for table in tables:
        legend = table.legend() if shape.legend and table.matrix.legend else []
        table.above += legend if context.html else []
        first += [*table.drawn(), *([] if context.html else legend)]
    made = [*first, *last, *_in_common(report, names, context)]
    made += context.either(_meanings(report, context.labels)) if shape.legend else []
    return context.view("ro-matrix ro-comparison", made)


class _ComparisonHtml(MatrixHtml):
    """The table of one scheme; the first of several has the fields of the roles."""

    def __init__(self, part: _Part, shape: MatrixShape, context: HtmlContext) -> None:
        super().__init__(part.block.matrix, title(part.report, part.block, context), shape, context)
        self.report, self.block, self.roles, self.attributes = part
        # Many roles leave no room for a column of verdicts: they are under the names of the rows.
        self.crowd = len(self.roles) > _FEW
        self.worded = self.worded_class()
        self.conditioned = self.numbered() if self.worded else self.badges
        self.cells = [self.conditioned.cell(cell) for cell in self.matrix.cells]
        self.shown_heads = [self.shown_head(column) for column in self.report.roles]
        self.verdicts = dict(zip(map(id, self.matrix.rows), self.block.verdicts, strict=True))
        nobodys = [row for row in self.matrix.rows if self.verdicts[id(row)].kind == "nobody"]
        # Many rows in which none of them has a part would hide the others.
        self.folded = nobodys if len(nobodys) > _FEW else []
        if self.folded:
            left = {id(row) for row in self.folded}
            bands = (
                structs.replace(band, rows=tuple(row for row in band.rows if id(row) not in left))
                for band in self.matrix.bands
            )
            self.matrix = structs.replace(self.matrix, bands=tuple(band for band in bands if band.rows))

    def drawn(self) -> list[str]:
        """Fields first, then the rows by sections; a verdict is where a phone still shows it."""
        _, lines = head_lines(self.shown_heads)
        heads = "".join(map(self.head, self.report.roles, map("".join, self.role_heads()), lines))
        judged = f'<th scope="col" class="ro-verdict">{escape(self.labels.verdict)}</th>'
        judged, width = ("", len(self.roles) + 1) if self.crowd else (judged, len(self.roles) + 2)
        body = self.about_roles(width) + self.bands(width, self.row)
        # All columns have the width of the widest.
        signs, longest = max((max(map(len, name.split()), default=0), name) for name in self.shown_heads)
        equal = [longest] * len(self.roles)
        more = 0.0 if self.crowd else _VERDICT
        classes = width_classes(self.matrix, self.first, equal, self.labels, more)
        many = " ro-crowd" if self.crowd else ""
        # It is as wide as it may be, and fits anywhere.
        kept = " ".join(one for one in classes.split()[1:] if not one.startswith("ro-w"))
        kept += " ro-flat" if signs * len(self.roles) <= _PHONE else ""
        head, kind = f"<tr>{self.corner}{judged}{heads}</tr>", f"compare {self.worded}".rstrip()
        before = self.conditions(self.conditioned, self.worded)
        return [self.table(kind, head, body, "", f" ro-fixed{many} {kept}", before), self.nobodys()]

    def worded_class(self) -> str:
        """The class below whose width columns have no room for the words of conditions."""
        count, words = len(self.roles), max(condition_widths(self.matrix, self.labels), default=0)
        wide = (count * (words + _PAD) + (0 if self.crowd else _JUDGED)) / (1 - _NAMES)
        need = wide if wide > _STACKED else count * (words + 0.3)
        return wider_class(need) if words and need > TURNED[0] and not self.context.for_book else ""

    def shown_head(self, column: Column) -> str:
        """What the head of a role says, without markup."""
        return f"{super().shown_head(column)} {abbreviation(column, self.context)}".rstrip()

    def head(self, column: Column, inner: str, lines: int) -> str:
        """The head of a role, with the abbreviation that its verdicts use."""
        short = abbreviation(column, self.context)
        reported = f' <span class="ro-abbr">{escape(short)}</span>' if short else ""
        return f'<th scope="col">{turnable(f"{inner}{reported}", lines)}</th>'

    def nobodys(self) -> str:
        """The rows in which none of the roles has a part, folded."""
        if not self.folded:
            return ""
        label = escape(self.labels.overlap_others).format(count=len(self.folded))
        items = "".join(f"<li>{self.context.text(row.name)}</li>" for row in self.folded)
        inner = f'<div><ul class="simple">{items}</ul></div>'
        return f'<details class="ro-more ro-rest"><summary>{label}</summary>{inner}</details>'

    # Fields

    def about_roles(self, width: int) -> str:
        if not self.attributes:
            return ""
        head = self.own_head(escape(self.labels.about_roles), width)
        rows = "".join(map(self.attribute, self.attributes))
        return f'<tbody class="ro-about-roles">{head}{rows}</tbody>\n'

    def band_head(self, band: Band, width: int) -> str:
        """The name of the section; rows without one must not seem to belong to the fields."""
        if self.attributes and self.context.band(band) is None:
            return self.own_head(escape(self.labels.rows), width)
        return super().band_head(band, width)

    def attribute(self, attribute: Attribute) -> str:
        label = escape(field_label(attribute, self.labels))
        cells = "".join(map(self.value, attribute.values, self.roles))
        # That they differ is what is expected.
        same, alike = (
            (f' <span class="ro-inside">{self.mark()}</span>', ' class="ro-alike"')
            if attribute.same
            else ("", "")
        )
        wide = "" if self.crowd else ' colspan="2"'
        return f'<tr{alike}><th scope="row"{wide}>{label}{same}</th>{cells}</tr>\n'

    def with_verdict(self, head: str, verdict: str) -> str:
        """The head of a row, and its verdict in a cell of its own, or under the name."""
        if not self.crowd:
            return f'{head}<td class="ro-verdict">{verdict}</td>'
        return (
            f'{head.removesuffix("</th>")} <span class="ro-inside">{verdict}</span></th>' if verdict else head
        )

    def value(self, value: Field | None, name: str) -> str:
        """What a role has in a field; on a phone the values of many roles are below each other, by name."""
        if value is None:
            return self.badges.none(self.labels.unsaid)
        standard = is_standard(value)
        inner = escape(self.labels.open) if standard else "".join(draw_field(value, self.context))
        whose = f'<b class="ro-whose">{escape(name)}</b> ' if self.crowd else ""
        return f'<td>{whose}<div class="ro-value">{inner}</div></td>'

    # Rows

    def row(self, row: Row, band: Band) -> str:
        """The name with what folds under it, the letters with their notes, and the verdict."""
        # The remarks on an assignment are in its cell.
        head = self.open(structs.replace(row, remarks=()), band)
        noted = {remark.role for remark in row.remarks}
        cells = "".join(
            self.noted(self.cells[number], row, column.role) if column.role in noted else self.cells[number]
            for column, number in zip(self.matrix.columns, row.cells, strict=True)
        )
        return f"{self.with_verdict(head, self.verdict(self.verdicts[id(row)]))}{cells}</tr>\n"

    def noted(self, cell: str, row: Row, role: str) -> str:
        notes = "".join(
            f'<div class="ro-note">{self.context.inline(remark.text)}</div>'
            for remark in row.remarks
            if remark.role == role
        )
        return f"{cell.removesuffix('</td>')}{notes}</td>"

    def verdict(self, found: Verdict) -> str:
        """A word and a sign; where the word leaves it open, whether the letters are the same."""
        word = escape(verdict(found, self.roles, self.labels))
        sign = f'<i aria-hidden="true">{SIGNS[found.kind]}</i>'
        reported = f'<b class="ro-judged ro-is-{found.kind}">{sign} {word}</b>'
        same = found.same and found.kind in ("shared", "passive")
        return f"{reported} {self.mark()}" if same else reported

    def mark(self) -> str:
        """The word for what is the same for all."""
        word = escape(self.labels.same)
        return f'<span class="ro-differs"><i aria-hidden="true">=</i> {word}</span>'


def _in_common(report: ComparisonReport, names: tuple[str, ...], context: Context[Inline]) -> list[Inline]:
    """What each pair of roles has in common: in sentences, or as half a table where there are many pairs."""
    sentences = pairs(report, names, context.labels)
    if sentences and len(report.roles) > _FEW and context.html:
        return context.either(_half_table(report, names, context))
    label = [context.words(context.labels.in_common)]
    head = context.element("p", label, "ro-caption ro-in-common", nodes.rubric)
    listed = context.listed(([context.words(pair)], ()) for pair in sentences)
    return [*head, *listed] if listed else []


def _half_table(report: ComparisonReport, names: tuple[str, ...], context: Context[Inline]) -> str:
    """For each pair, how many rows it has in common, and the Jaccard index, which shades its cell."""
    found = {(pair.left, pair.right): pair for pair in report.similarities}
    ids = [column.role for column in report.roles]
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in names[:-1])
    body = ""
    for number, name in enumerate(names[1:], 1):
        cells = ""
        for other in ids[:number]:
            pair = found[other, ids[number]]
            heat = f"ro-heat ro-heat-{ceil(pair.index * 5)}" if pair.shared else "ro-unlike"
            cells += f'<td class="{heat}"><b>{pair.shared}</b> <small>{pair.index:.2f}</small></td>'
        cells += "".join("<td>·</td>" for _ in names[number + 1 :])
        body += f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>\n'
    ident = context.unique("caption")
    labels = context.labels
    caption = f"{escape(labels.in_common)} <small>{escape(labels.in_common_table)}</small>"
    corner = f'<th scope="col" class="ro-corner">{escape(labels.role)}</th>'
    return (
        f'<div class="ro-scroll ro-short ro-pairs" role="region" tabindex="0" aria-labelledby="{ident}">'
        f'<table class="ro-table ro-similar"><caption id="{ident}"><span>{caption}</span></caption>'
        f"<thead><tr>{corner}{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _meanings(report: ComparisonReport, labels: Labels) -> str:
    """What each verdict that occurs means, folded."""
    used = {count.kind for count in report.counts}
    reported = (meaning(kind, labels) for kind in VERDICTS if kind in used)
    items = "".join(f"<dt>{escape(word)}</dt><dd>{escape(text)}</dd>" for word, text in reported)
    label = escape(labels.verdicts)
    if not items:
        return ""
    inner = f'<summary><span>{label}</span></summary><dl class="simple">{items}</dl>'
    return f'<details class="ro-legend ro-verdicts">{inner}</details>'


class _ComparisonNodes(MatrixNodes):
    """The table or lists of one scheme; the first of several has the fields of the roles."""

    def __init__(self, part: _Part, shape: MatrixShape, context: NodeContext) -> None:
        super().__init__(part.block.matrix, title(part.report, part.block, context), shape, context)
        self.report, self.block, self.names, self.attributes = part
        self.verdicts = dict(zip(map(id, self.matrix.rows), self.block.verdicts, strict=True))

    def drawn(self) -> list[nodes.Node]:
        """A table, or lists where the format or the roles leave no room for one."""
        context = self.context
        if not context.roomy(len(self.names)):
            return [nodes.rubric("", self.title), *self.lists()]
        labels: list[list[nodes.Node]] = [
            [nodes.Text(self.first)],
            [nodes.Text(self.labels.verdict)],
        ]
        rows = [*map(self.attribute, self.attributes), *self.band_rows(len(self.names) + 1, self.cells)]
        return self.context.table(
            self.title, [*labels, *self.short_heads()], rows, [14, 10, *(16 for _ in self.names)]
        )

    def short_heads(self) -> Iterator[list[nodes.Node]]:
        """The heads of the roles, with the abbreviations that their verdicts use."""
        for column, head in zip(self.report.roles, self.role_heads(), strict=True):
            short = abbreviation(column, self.context)
            yield [*head, nodes.Text(f" ({short})")] if short else head

    def cells(self, row: Row) -> Iterator[nodes.entry]:
        """The verdict on a row, and its letters with their notes."""
        yield self.entry([nodes.Text(self.judged(self.verdicts[id(row)]))])
        for column, number in zip(self.matrix.columns, row.cells, strict=True):
            entry = self.entry(self.cell(self.matrix.cells[number]))
            entry += self.notes(row, column.role)
            yield entry

    def notes(self, row: Row, role: str, before: str = "") -> list[nodes.Node]:
        texts = (remark.text for remark in row.remarks if remark.role == role)
        return [paragraph(nodes.Text(before), *self.context.prose(text)) for text in texts]

    def judged(self, found: Verdict) -> str:
        word = verdict(found, self.names, self.labels)
        same = found.same and found.kind in ("shared", "passive")
        return f"{word} ({self.labels.same})" if same else word

    def attribute(self, attribute: Attribute) -> nodes.row:
        cells = (nodes.entry("", *self.value(value)) for value in attribute.values)
        label = field_label(attribute, self.labels)
        mark = self.entry([nodes.Text(self.labels.same if attribute.same else "–")])
        return nodes.row("", self.entry([nodes.strong("", label)]), mark, *cells)

    def value(self, value: Field | None) -> list[nodes.Node]:
        if value is None:
            return [paragraph(nodes.Text("–"))]
        if is_standard(value):
            return [paragraph(nodes.Text(self.labels.open))]
        return draw_field(value, self.context)

    # Without room for a table

    def lists(self) -> Iterator[nodes.Node]:
        """The fields by role, then the rows with who takes part, and the verdict."""
        for attribute in self.attributes:
            same = f" ({self.labels.same})" if attribute.same else ""
            head = f"{field_label(attribute, self.labels)}{same}"
            yield paragraph(nodes.strong("", head))
            pairs = zip(self.report.roles, attribute.values, strict=True)
            yield from self.context.fields(
                ([self.context.text(column.name)], self.value(value)) for column, value in pairs
            )
        for band in self.matrix.bands:
            yield from self.band_head(band)
            yield nodes.bullet_list("", *(self.item(row, band) for row in band.rows), bullet="-")

    def item(self, row: Row, band: Band) -> nodes.list_item:
        """A row with who takes part, as the matrix lists it, and the verdict."""
        made = super().item(row, band)
        made += self.labelled(self.labels.verdict, [nodes.Text(self.judged(self.verdicts[id(row)]))])
        for column in self.matrix.columns:
            made += self.notes(row, column.role, f"{self.context.plain(column.name)}: ")
        return made
