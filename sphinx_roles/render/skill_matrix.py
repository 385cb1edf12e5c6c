"""The skill matrix and cards of skills. What is shown by a shade is also in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from typing import Generic

from docutils import nodes
from docutils.utils import column_width

from sphinx_roles.analysis.skills import (
    End,
    EntryStep,
    SkillCell,
    SkillColumn,
    SkillEntries,
    SkillEntry,
    SkillReport,
    SkillRow,
    skill_csv,
)
from sphinx_roles.model import Text, level_title
from sphinx_roles.render import widths
from sphinx_roles.render.context import Band, Context, Inline, Row
from sphinx_roles.render.shapes import SkillCardsShape, SkillShape
from sphinx_roles.render.to_html import HtmlContext

_FEW, _SIGNS = 5, 42
"""So many columns, whose longest words have so many signs together, are side by side on a phone, below the
name of their row. With more, a row is a list there, and a cell shows the number of its step on a page that
has no room for words."""
_LIST = 9.6
"""The least width of a cell with a list."""


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


def cell_words(cell: SkillCell, context: Context[Inline]) -> str:
    """Return the step of a cell, or how many criteria there are that it does not show."""
    if cell.count:
        return context.labels.skill_criteria.format(count=cell.count)
    return step_words(cell.step, cell.top, context)


def caption_of(report: SkillReport, context: Context[Inline]) -> str:
    """Return the title of the table."""
    if report.caption:
        return context.plain(report.caption)
    if report.role:
        return context.labels.ladder_of.format(names=context.plain(report.role))
    return context.labels.skill_matrix


def draw_skill_matrix(report: SkillReport, shape: SkillShape, context: Context[Inline]) -> list[Inline]:
    """Return a table, or a list where there is no room; what the skills mean; the link to it as CSV."""
    drawer = _Skills(report, shape, context)
    roomy = context.roomy(len(report.rows if shape.transpose else report.columns))
    made = [*(drawer.table() if roomy else drawer.listing()), *_meanings(report, context)]
    if shape.download and context.html:
        labels = context.labels
        columns = (labels.skill_family, labels.skill_head, labels.role)
        heads = (*columns, labels.skill_needed, labels.skill_criteria)
        made += context.download(shape.download, skill_csv(report, heads, transpose=shape.transpose))
    return context.view("ro-matrix ro-skill-matrix", made)


def _meanings(report: SkillReport, context: Context[Inline]) -> list[Inline]:
    """What the skills mean, which HTML folds under each of them."""
    items = []
    for row in report.rows if not context.html else ():
        inner = context.blocks(row.summary) if row.summary else []
        for one in row.steps:
            inner += [*context.head([context.text(one.step)]), *context.criteria(one.criteria)]
        items += [(row.name, inner)] if inner else []
    return context.definitions(context.labels.skill_meanings, items)


class _Skills(Generic[Inline]):
    """The table, and the list where there is no room for it."""

    def __init__(self, report: SkillReport, shape: SkillShape, context: Context[Inline]) -> None:
        self.report, self.shape, self.context, self.labels = report, shape, context, context.labels
        self.others = self.labels.skill_family_none
        if shape.transpose:
            self.names = [context.plain(row.name) for row in report.rows]
        else:
            self.names = [self.name(one)[0] for one in report.columns]
        self.many = len(self.names) > _FEW or self.longest() * len(self.names) > _SIGNS
        self.lines, self.widths, self.numbers = list[int](), list[str](), dict[str, str]()
        self.worded = ""
        if self.many and isinstance(context, HtmlContext) and not context.for_book:
            self.fit()
        # Nodes have one place each; HTML of equal cells is made once.
        self.cells = [self.cell(one) for one in report.cells] if context.html else []

    def longest(self) -> int:
        """How many signs the longest word of a head or a cell has."""
        texts = [*self.names, *(self.words(cell) for cell in self.report.cells if cell.asked)]
        return max((column_width(word) for text in texts for word in text.split()), default=0)

    def fit(self) -> None:
        """Let many columns fit: a row is a list on a phone; else numbers stand for words, and heads turn."""
        report, labels, plain = self.report, self.labels, self.context.plain
        places = {(plain(step), n) for one in report.legend for n, (step, _) in enumerate(one.steps, 1)}
        count = Counter(name for name, _ in places)
        # What two scales have in different places has no number.
        self.numbers = {name: str(n) for name, n in places if count[name] == 1}
        heads = self.names
        if not self.shape.transpose:
            named = zip(heads, report.columns, strict=True)
            heads = [labels.marked(name, one.status) for name, one in named]
        self.lines = widths.head_lines(heads)[1]
        words = [self.least(cell) for cell in report.cells]
        pairs = zip(report.cells, words, strict=True)
        # Lists have no short form.
        short = [0 if self.number(cell) and not cell.criteria else width for cell, width in pairs]
        rows = [row.cells for row in report.rows]
        columns = [*map(set, rows if self.shape.transpose else zip(*rows, strict=True))]
        least, whole = ([max(need[at] for at in one) for one in columns] for need in (short, words))
        corner = labels.role if self.shape.transpose else labels.skill_head
        self.widths = widths.column_classes(corner, heads, least, least)
        self.worded = widths.wider_class(widths.straight_width(heads, whole))

    def words(self, cell: SkillCell) -> str:
        """What a cell says, without its criteria."""
        return cell_words(cell, self.context) if cell.step or not cell.criteria else ""

    def least(self, cell: SkillCell) -> float:
        """The least width of a cell."""
        if cell.criteria:
            return _LIST
        return widths.words_width(self.words(cell)) if cell.asked else 0

    def number(self, cell: SkillCell) -> str:
        """The number of the step of a cell, or of its lowest and highest; none where a step has none."""
        if cell.step is None:
            return "✓" if self.numbers and not (cell.criteria or cell.count) else ""
        found = [self.numbers.get(self.context.plain(step), "") for step in (cell.step, cell.top) if step]
        return "–".join(found) if all(found) else ""

    def legend(self) -> str:
        """The steps of each scale, from the lowest, in their shades; numbered where cells show numbers."""
        scales, shown = "", self.shape.legend and self.shape.heat
        for one in self.report.legend if shown else ():
            steps = ((self.context.plain(step), heat) for step, heat in one.steps)
            named = ((name, _numbered(self.numbers.get(name, "")), heat) for name, heat in steps)
            inner = (
                f'<span class="ro-heat ro-heat-{heat}"{own}>{escape(name)}</span>'
                for name, own, heat in named
            )
            scales += f'<span class="ro-key">{" ".join(inner)}</span>'
        classes = f"ro-legend {self.worded}".rstrip()
        label = escape(self.labels.skill_steps)
        return f'<div class="{classes}" role="group" aria-label="{label}">{scales}</div>' if scales else ""

    def table(self) -> list[Inline]:
        """Skills down, roles across; or roles down by their families, skills across."""
        report, context, labels = self.report, self.context, self.labels
        corner, bands, below = labels.skill_head, self.families(), list[Inline]()
        heads = [(self.column(one), "", 10) for one in report.columns]
        if self.shape.transpose:
            corner, bands = labels.role, self.roles()
            heads = [(self.skill_name(row), row.skill, 10) for row in report.rows]
            meanings = context.fields(
                ([context.text(row.name)], more) for row in report.rows if (more := self.meaning(row))
            )
            below = context.fold([context.words(labels.skill_meanings)], meanings, opened=self.shape.unfolded)
        boxes = (f"ro-head{f' ro-head-{n}' if n > 1 else ''}" for n in self.lines)
        # Heads that turn are boxes.
        pairs = zip(heads, boxes, strict=True) if self.widths else ()
        heads = [(context.element("span", one, box), key, wide) for (one, key, wide), box in pairs] or heads
        look = f"ro-grid ro-skills {self.worded if self.many else 'ro-stepped'}".rstrip()
        caption, first = caption_of(report, context), ([context.words(corner)], "", 16)
        whose = self.names if self.many else ()
        nothing, above = labels.skill_unneeded, context.either(self.legend())
        made = context.grid(look, caption, [first, *heads], bands, nothing, self.widths, whose, above)
        return [*made, *below]

    def families(self) -> Iterator[Band[Inline]]:
        """Yield the families with the rows of their skills."""
        # What has no family must not seem to belong to the one above it.
        others = self.others if any(band.name for band in self.report.bands) else ""
        for band in self.report.bands:
            name = self.context.plain(band.name) if band.name else others
            yield name, [(self.skill(row), row.skill, [*map(self.drawn, row.cells)]) for row in band.rows]

    def roles(self) -> Iterator[Band[Inline]]:
        """Yield the families with the rows of their roles."""
        groups: dict[str, list[int]] = {}
        for place, column in enumerate(self.report.columns):
            family = self.context.plain(column.family) if column.family else ""
            groups.setdefault(family, []).append(place)
        for name, places in groups.items():
            rows: list[Row[Inline]] = []
            for place in places:
                cells = [self.drawn(row.cells[place]) for row in self.report.rows]
                rows.append((self.column(self.report.columns[place]), "", cells))
            yield (name or self.others) if len(groups) > 1 else "", rows

    def skill(self, row: SkillRow) -> list[Inline]:
        """The name of a skill; in HTML, what it means folded below, and the link to it."""
        context, more = self.context, self.meaning(row) if self.context.html else []
        if not more:
            return self.skill_name(row)
        # A link inside what folds could not be followed by all.
        folded = context.fold([context.text(row.name)], more, opened=self.shape.unfolded)
        return [*context.handles(row.skill, row.name), *folded]

    def skill_name(self, row: SkillRow) -> list[Inline]:
        """The name of a skill, and the link to it."""
        context, name = self.context, self.context.text(row.name)
        # No link leads from a thing to itself.
        shown = name if context.anchor(row.skill) else context.skill(row.skill, name)
        return [*context.handles(row.skill, row.name), shown]

    def meaning(self, row: SkillRow) -> list[Inline]:
        """What a skill means, and its steps."""
        context = self.context
        steps = (([context.text(one.step)], context.criteria(one.criteria)) for one in row.steps)
        return [
            *(context.blocks(row.summary) if row.summary else []),
            *context.fields(steps, look="ro-steps"),
        ]

    def name(self, column: SkillColumn) -> tuple[str, str]:
        """What the head of a role or level says, and the whole name."""
        name = end_name(column.end, self.context, alone=self.report.role is not None)
        short = self.shape.short and column.abbr and not column.end.level
        return (self.context.plain(column.abbr), name) if short and column.abbr else (name, name)

    def column(self, column: SkillColumn) -> list[Inline]:
        """The name of a role or level, linked to it."""
        context, (short, name) = self.context, self.name(column)
        head = context.role(column.end.key, context.shortened(short, name))
        return [head, *context.status_marks(column.status)]

    def drawn(self, number: int) -> tuple[list[Inline], str]:
        return self.cells[number] if self.cells else self.cell(self.report.cells[number])

    def cell(self, cell: SkillCell) -> tuple[list[Inline], str]:
        """The step in words, and its shade; criteria below it."""
        if not cell.asked:
            return [], ""
        words, heat = self.words(cell), f" ro-heat-{cell.heat}" if self.shape.heat else ""
        inner = self.context.cell(words) if words else []
        if number := self.number(cell):
            inner = self.context.either(f"<span{_numbered(number)}>{escape(words)}</span>")
        return [*inner, *self.context.criteria(cell.criteria)], f"ro-heat{heat}"

    # Without room for a table

    def listing(self) -> list[Inline]:
        """Each skill with who asks for it, the lowest step first."""
        context = self.context
        made = context.caption([context.words(caption_of(self.report, context))])
        for band in self.report.bands:
            made += context.head([context.text(band.name)]) if band.name else []
            made += context.listed((self.line(row), list(self.criteria(row))) for row in band.rows)
        return made

    def line(self, row: SkillRow) -> list[Inline]:
        context = self.context
        by_step: dict[str, list[list[Inline]]] = {}
        cells = ((self.report.cells[number], place) for place, number in enumerate(row.cells))
        asking = ((cell, place) for cell, place in cells if cell.asked)
        for cell, place in sorted(asking, key=lambda one: (not one[0].heat, one[0].heat)):
            step = cell_words(cell, context)
            by_step.setdefault(step, []).append(self.column(self.report.columns[place]))
        labels, steps = context.labels, ((step, context.joined(some)) for step, some in by_step.items())
        said = ([context.words(f"{step}{labels.and_said}"), *some] for step, some in steps)
        parts = context.joined(said, labels.and_apart)
        name = context.strong(self.skill(row))
        return [
            *context.entry(row.skill, "", name, row.name),
            *([context.words(" – "), *parts] if parts else [context.words(f"{labels.and_said}–")]),
        ]

    def criteria(self, row: SkillRow) -> Iterator[Inline]:
        """Criteria of the cells, each list with whose it is."""
        for column, number in zip(self.report.columns, row.cells, strict=True):
            if criteria := self.report.cells[number].criteria:
                yield from self.context.line([*self.column(column), self.context.words(":")])
                yield from self.context.criteria(criteria)


def _numbered(number: str) -> str:
    """Return the attribute with the number of a step, which is shown where its word has no room."""
    return f' data-ro-step="{number}"' if number else ""


def draw_skill_cards(report: SkillEntries, shape: SkillCardsShape, context: Context[Inline]) -> list[Inline]:
    """Return a block for each skill: its name, what it is, and its steps with who needs them."""
    entries = (part for entry in report.entries for part in _entry(entry, shape, context))
    return context.view("ro-matrix ro-skill-cards", entries)


def _entry(entry: SkillEntry, shape: SkillCardsShape, context: Context[Inline]) -> list[Inline]:
    name, family = context.text(entry.name), [context.plain(entry.family)] if entry.family else []
    made: list[Inline] = []
    if shape.titled:
        shown = name if context.anchor(entry.skill) else context.skill(entry.skill, name)
        made += context.element("p", [shown, *context.marks(family)], "ro-title", nodes.rubric)
    elif family:
        mark = f' <span class="ro-mark">{escape(family[0])}</span>'
        made += context.line(context.either(mark, family[0]), "ro-title")
    made += context.element("div", context.blocks(entry.summary), "ro-summary") if entry.summary else []
    made += context.fields((_step(step, context) for step in entry.steps), heads="ro-step")
    made += [] if entry.steps else context.line(_needed_by(context, [[context.words(context.labels.nobody)]]))
    return context.entry(entry.skill, "ro-rung", made, entry.name)


def _needed_by(context: Context[Inline], names: Iterable[list[Inline]]) -> list[Inline]:
    label = context.strong([context.words(context.labels.colon.format(label=context.labels.skill_needed_by))])
    return [*label, context.words(" "), *context.joined(names)]


def _step(step: EntryStep, context: Context[Inline]) -> tuple[list[Inline], list[Inline]]:
    """Return the name of a step, and its criteria with who needs it."""
    labels = context.labels
    name = context.text(step.step) if step.step else context.words(labels.skill_needed)

    def needed(*ends: End) -> list[Inline]:
        names = ([context.role(end.key, context.words(end_name(end, context)))] for end in ends)
        return context.line(_needed_by(context, names))

    made = context.criteria(step.criteria)
    by_name = [one.end for one in step.needed_by if not one.criteria]
    made += needed(*by_name) if by_name else []
    # What a role asks for in words of its own is shown with its name.
    for one in step.needed_by:
        made += [*needed(one.end), *context.criteria(one.criteria)] if one.criteria else []
    nobody = [context.words(labels.nobody)]
    made = made or context.element("span", nobody, "ro-nobody", nodes.paragraph)
    return context.element("span", [name], f"ro-heat ro-heat-{step.heat}"), made
