"""The levels of a role, as blocks or as a table, and the way from a role, level or person to another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Generic

from docutils import nodes

from sphinx_roles.analysis.levels import LadderReport, PathReport, RowMove, Rung, RungSkill, SkillMove
from sphinx_roles.analysis.selection import Letter
from sphinx_roles.analysis.skills import DEEPEN, SHARED, End
from sphinx_roles.render.context import CRITERIA, Context, Head, Inline, Item, Row
from sphinx_roles.render.field_values import badges_of
from sphinx_roles.render.labels import Labels, running_text
from sphinx_roles.render.shapes import LadderShape, PathShape
from sphinx_roles.render.skill_matrix import end_name, step_words

_MOST_LEADING = 5
"""So many skills that make the difference are named in a sentence: all of them are below it."""


def ladder_title(report: LadderReport, context: Context[Inline]) -> str:
    """Name the role."""
    assert report.role is not None
    return context.labels.ladder_of.format(names=context.plain(report.role.name))


def rung_steps(skill: RungSkill, context: Context[Inline]) -> str:
    """Return the step of a skill, and from which it comes."""
    step = context.inside(skill.step) if skill.step else ""
    if skill.before and step:
        return context.labels.path_step.format(before=context.inside(skill.before), after=step)
    return step


def _other(end: End, rung: Rung, context: Context[Inline]) -> str:
    """Return the name of a level beside ``rung``: of its own role, it needs no other name."""
    return end_name(end, context, alone=end.role == rung.end.role)


def draw_ladder(report: LadderReport, shape: LadderShape, context: Context[Inline]) -> list[Inline]:
    """Return a block for each level; a table where it is asked for and there is room."""
    drawer = _Ladder(report, context)
    table = shape.layout == "table" and context.roomy(len(report.rungs))
    return context.view(
        "ro-matrix ro-ladder", drawer.table() if table else drawer.blocks(titled=shape.titled)
    )


class _Ladder(Generic[Inline]):
    """What a level says, and the rows of the table."""

    def __init__(self, report: LadderReport, context: Context[Inline]) -> None:
        self.report, self.context, self.labels = report, context, context.labels

    # As blocks

    def blocks(self, *, titled: bool) -> list[Inline]:
        """A list of the levels, the lowest first."""
        context = self.context
        made = context.caption([context.words(ladder_title(self.report, context))]) if titled else []
        rungs = chain.from_iterable(map(self.block, self.report.rungs))
        return [*made, *context.either('<div role="list">'), *rungs, *context.either("</div>")]

    def block(self, rung: Rung) -> list[Inline]:
        context, labels = self.context, self.labels
        made: list[Inline] = []
        if rung.skipped:
            skipped = labels.ladder_skipped.format(names=labels.joined(rung.skipped))
            made += context.line([context.words(skipped)], "ro-note")
        name = context.strong([context.role(rung.end.key, context.text(rung.end.name))], tag="")
        title = [*name, *context.marks([context.plain(rung.track)] if rung.track else [])]
        about = context.joined(self.about(rung), context.labels.and_apart)
        if context.html:
            made += context.line(title, "ro-title")
            made += context.line(about, "ro-detail") if about else []
        else:
            made += context.line([*title, *([context.words(labels.and_said), *about] if about else [])])
        made += context.element("div", context.blocks(rung.summary), "ro-summary") if rung.summary else []
        fields = [([context.words(word)], inner) for word, inner in self.fields(rung) if inner]
        base = [self.other(rung.extends, rung)] if rung.extends else []
        if base and fields:
            made += context.line(context.sentence(labels.ladder_extends, name=base))
        elif base:
            fields = [([context.words(labels.head("extends"))], context.line(base))]
        made += context.fields(fields)
        return context.entry(rung.end.key, "ro-rung", made, rung.end.name, role="listitem")

    def other(self, end: End, rung: Rung) -> Inline:
        return self.context.role(end.key, self.context.words(_other(end, rung, self.context)))

    def about(self, rung: Rung) -> Iterator[list[Inline]]:
        """What it comes after, unless it extends that anyway, and what it equals."""
        sentence, labels = self.context.sentence, self.labels
        if rung.after:
            yield sentence(labels.ladder_after, name=[self.other(rung.after, rung)])
        if rung.equals:
            ends = [[self.other(end, rung)] for end in rung.equals]
            yield sentence(labels.ladder_equals, names=self.context.joined(ends, last=labels.and_last))

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
        return [name, *self.context.detail(step)], self.context.criteria(skill.criteria)

    # As a table

    def table(self) -> list[Inline]:
        """Levels across; down, what they are for, what they do, and each skill."""
        context, rungs = self.context, self.report.rungs
        heads: list[Head[Inline]] = [
            ([context.words(self.labels.skill_head)], "", 12),
            *map(self.head, rungs),
        ]
        rows: list[Row[Inline]] = [(head, "", [(cell, "") for cell in cells]) for head, cells in self.rows()]
        caption, whose = ladder_title(self.report, context), [context.plain(rung.end.name) for rung in rungs]
        return context.grid("ro-rungs", caption, heads, [("", rows)], self.labels.unsaid, (), whose)

    def head(self, rung: Rung) -> Head[Inline]:
        context = self.context
        marks = [context.plain(rung.track)] if rung.track else []
        marks += [f"= {_other(end, rung, context)}" for end in rung.equals]
        name = context.role(rung.end.key, context.text(rung.end.name))
        return [name, *context.marks(marks, "small")], rung.end.key, 16

    def rows(self) -> Iterator[tuple[list[Inline], list[list[Inline]]]]:
        """Yield a head, and a cell for each level: what it is for, what it does, and each skill."""
        context, labels, rungs = self.context, self.labels, self.report.rungs
        if any(rung.summary for rung in rungs):
            blocks = (context.blocks(rung.summary) if rung.summary else [] for rung in rungs)
            cells = [context.element("div", one) if one else [] for one in blocks]
            yield [context.words(labels.head("summary"))], cells
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
        return [*(self.context.cell(step) if step else []), *criteria]


# The way from one to another

MOVE_SIGNS = {"shared": "=", "deepen": "↑", "learn": "+", "let-go": "−"}
"""A sign for each sort of skills, beside its word."""


def kind_word(kind: str, shape: PathShape, labels: Labels) -> str:
    """Return the word for a sort of skills."""
    if shape.levels:
        words = {"learn": labels.level_added, "deepen": labels.level_deepened, "let-go": labels.level_dropped}
        return words.get(kind, labels.level_same)
    return str(getattr(labels, f"path_{kind.replace('-', '_')}"))


def sentences(report: PathReport, shape: PathShape, context: Context[Inline]) -> str:
    """Sum the way up: how much is there, what makes the difference, and of whom nothing is known."""
    labels = context.labels
    said = [labels.path_unskilled.format(name=context.plain(name)) for name in report.unskilled]
    if report.percent is not None and report.goal and not shape.levels:
        goal = end_name(report.goal, context)
        said.insert(0, labels.path_percent.format(percent=report.percent, goal=goal))
    if report.leading and not shape.levels:
        names, more = [*map(context.inside, report.leading)], len(report.leading) - _MOST_LEADING
        skills = labels.joined(names)
        if more > 0:
            skills = labels.and_rest.format(names=labels.and_more.join(names[:_MOST_LEADING]), count=more)
        said.insert(1, labels.path_leading.format(skills=skills))
    return running_text(said)


def move_steps(move: SkillMove, kind: str, context: Context[Inline]) -> str:
    """Return from which step to which; one word where it is one step."""
    before = context.inside(move.before) if move.before else ""
    after = context.inside(move.after) if move.after else ""
    if before and after and before != after:
        way = context.labels.path_enough if kind == SHARED else context.labels.path_step
        return way.format(before=before, after=after)
    if kind == DEEPEN and after:
        return context.labels.path_step.format(before=step_words(None, None, context), after=after)
    return after or before


def _groups(
    report: PathReport, shape: PathShape, context: Context[Inline]
) -> Iterator[tuple[str, str, list[Inline]]]:
    """Yield a sort of skills, of duties and of responsibilities: its key, its word, and the list of them."""
    labels = context.labels
    # Between levels, what changes comes first.
    moves = report.moves if not shape.levels else (*report.moves[1:], *report.moves[:1])
    for one in (one for one in moves if shape.same or one.kind != SHARED):
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
    return [name, *context.detail(detail)], context.criteria(move.criteria)


def _row(move: RowMove, context: Context[Inline]) -> list[Inline]:
    """A row with the letters before and after; once where they are the same."""
    sides = dict.fromkeys(filter(None, (move.before, move.after)))
    shown = [_letters(letters, context) for letters in sides]
    if len(shown) == 2:
        shown = [context.labels.path_step.format(before=shown[0], after=shown[1])]
    name = [context.row(move.key, context.text(move.name)), *context.status_marks(move.status)]
    if context.html:
        return [*name, *context.either(f' <span class="ro-both">{shown[0]}</span>')]
    return [*name, *context.detail(shown[0])]


def _letters(letters: tuple[Letter, ...], context: Context[Inline]) -> str:
    """Return letters as badges in HTML, and else as people write them."""
    if not context.html:
        return "/".join(p.letter for p in letters)
    badges = badges_of(letters, context).badge
    return " ".join(badges[p.letter] for p in letters)


def draw_path(report: PathReport, shape: PathShape, context: Context[Inline]) -> list[Inline]:
    """Return the sentence, the skills by sort, what comes and goes, and the nearest roles."""
    made: list[Inline] = []
    if report.goal:
        assert report.start is not None
        ends = {"start": [_end(report.start, context)], "goal": [_end(report.goal, context)]}
        made += context.caption(context.sentence(context.labels.path_way, **ends))
    if said := sentences(report, shape, context):
        made += context.line([context.words(said)], "ro-summing-up")
    groups = [group for group in _groups(report, shape, context) if group[2]]
    if context.html:
        looks = [f"ro-move-{kind}" if kind else "" for kind, *_ in groups]
        signs = (f'<i aria-hidden="true">{MOVE_SIGNS[kind]}</i> ' if kind else "" for kind, *_ in groups)
        words = (
            [*context.either(sign), context.words(one[1])] for sign, one in zip(signs, groups, strict=True)
        )
        lists = (listed for *_, listed in groups)
        made += context.fields(zip(words, lists, strict=True), look="ro-moves", places=looks)
    else:
        made += [
            part for _, word, listed in groups for part in (*context.head([context.words(word)]), *listed)
        ]
    return context.view("ro-matrix ro-path", [*made, *_nearest(report, shape, context)])


def _end(end: End, context: Context[Inline]) -> Inline:
    return context.role(end.key, context.words(end_name(end, context)))


def _nearest(report: PathReport, shape: PathShape, context: Context[Inline]) -> list[Inline]:
    """Return a table of the nearest roles, the nearest first; a list where there is no room."""
    if not report.nearest or not report.start:
        return []
    labels = context.labels
    title = labels.path_nearest.format(names=end_name(report.start, context))
    words = [labels.path_there, *(kind_word(kind, shape, labels) for kind in MOVE_SIGNS if kind != "let-go")]
    rows: list[Row[Inline]] = []
    lines: list[Item[Inline]] = []
    for near in report.nearest:
        name = [_end(near.end, context), *context.marks([labels.path_next] if near.next else [], "small")]
        bar = f'<span class="ro-bar ro-n{-(-near.percent // 5)}"></span>' if near.percent else ""
        much = labels.percent.format(percent=near.percent)
        shown = context.element("span", [context.words(much)], "ro-much", nodes.paragraph)
        percent = [*shown, *context.either(bar)]
        numbers = [(context.cell(str(n)), "") for n in (near.shared, near.deepen, near.learn)]
        rows.append((name, "", [(percent, "ro-bars"), *numbers]))
        pairs = zip(words, (much, near.shared, near.deepen, near.learn), strict=True)
        figures = labels.and_more.join(f"{word} {n}" for word, n in pairs)
        lines.append(([*name, context.words(f"{labels.and_said}{figures}")], ()))
    if not context.roomy(len(words) + 1):
        return [*context.head([context.words(title)]), *context.listed(lines)]
    heads: list[Head[Inline]] = [([context.words(labels.role)], "", 24)]
    heads += [([context.words(word)], "", 8) for word in words]
    return context.grid("ro-near", title, heads, [("", rows)], "")
