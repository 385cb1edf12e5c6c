"""The sections of a role's profile: fields, rows by letter, counterparts, and what other views draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Generic, TypeAlias

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.profile import Chapter, Neighbour, Peer, ProfileReport
from sphinx_roles.model import Text
from sphinx_roles.render import shapes
from sphinx_roles.render.cards import draw_cards
from sphinx_roles.render.context import Context, Inline
from sphinx_roles.render.field_values import (
    draw_field,
    draw_role,
    draw_row,
    draw_rows,
    field_label,
    letter_badges,
)
from sphinx_roles.render.labels import Labels

_Pair: TypeAlias = tuple[list[Inline], list[Inline]]
"""A label and the blocks under it."""
_HEADS = {
    "description": "description",
    "counterparts": "interactions",
    "decisions": "decisions",
    "not-duties": "not_duties",
    "skills": "skills",
    "ladder": "levels",
    "holders": "holders",
}
"""The sections that are called as one of their fields."""

_CARD = shapes.CardsShape(grid=False, titled=False)
_LADDER = shapes.LadderShape(titled=False)
_SKILLS = shapes.SkillShape()
_CHANGES = shapes.ChangesShape(counts=False)
_VARIANT = shapes.MatrixShape(legend=False)


def heading(key: str, labels: Labels) -> str:
    """Return the heading of a section."""
    if key == "responsibilities":
        return labels.rows
    return labels.head(_HEADS[key]) if key in _HEADS else str(getattr(labels, f"profile_{key}"))


def chapter_anchor(chapter: Chapter) -> str:
    """Return the key of the anchor of a section: no level has it."""
    return f"\n{chapter.key}"


def draw_profile(report: ProfileReport, shape: shapes.ProfileShape, context: Context[Inline]) -> list[Inline]:
    """Return the section of the shape without its heading, or all sections with theirs."""
    made: list[Inline] = []
    if shape.titled:
        made += context.element("p", [context.text(report.name)], "ro ro-profile-name", nodes.rubric)
    for chapter in report.chapters:
        if shape.chapter not in ("", chapter.key):
            continue
        parts = _Chapter(chapter, shape, context).parts()
        if shape.chapter or chapter.key == "glance":
            made += parts
        else:
            anchor, title = chapter_anchor(chapter), heading(chapter.key, context.labels)
            made += context.section(anchor, title, parts, level=shape.level, whole=shape.sections)
    return made


class _Chapter(Generic[Inline]):
    """Draws one section."""

    def __init__(self, chapter: Chapter, shape: shapes.ProfileShape, context: Context[Inline]) -> None:
        self.chapter, self.shape, self.context, self.labels = chapter, shape, context, context.labels

    def parts(self) -> Iterator[Inline]:
        """Yield what is in the section, each part as a block of its own."""
        chapter, context = self.chapter, self.context
        if chapter.cards:
            yield from draw_cards(chapter.cards, _CARD, context)
        lists = [*self.fields(), *self.cover(), *self.referring(), *self.owned(), *self.relations()]
        pairs = context.listed((self.pair(one), ()) for one in chapter.neighbours)
        if lists or pairs:
            yield from context.view("ro-chapter", [*self.labelled(lists), *pairs])
        # Imported where a role has such a section: few have all, and each is a view of its own.
        if chapter.skills:
            from sphinx_roles.render.skill_matrix import draw_skill_matrix

            yield from draw_skill_matrix(chapter.skills, _SKILLS, context)
        if chapter.ladder:
            from sphinx_roles.render.levels import draw_ladder

            yield from draw_ladder(chapter.ladder, _LADDER, context)
        if chapter.audit:
            from sphinx_roles.render.audit import draw_audit

            shape = shapes.AuditShape(linked=self.shape.linked, counted=False)
            yield from draw_audit(chapter.audit, shape, context)
        if chapter.comparison:
            from sphinx_roles.render.comparison import draw_comparison

            yield from draw_comparison(chapter.comparison, _VARIANT, context)
        if chapter.changes:
            from sphinx_roles.render.audit import draw_changes

            since = structs.replace(chapter.changes, old=Text(self.shape.since))
            yield from draw_changes(since, _CHANGES, context)

    def labelled(self, pairs: Sequence[_Pair[Inline]]) -> list[Inline]:
        """What has no label, then a list of the rest."""
        alone = [part for label, inner in pairs if not label for part in self.context.element("div", inner)]
        return [*alone, *self.context.fields(pair for pair in pairs if pair[0])]

    def fields(self) -> Iterator[_Pair[Inline]]:
        for field in self.chapter.fields:
            # The heading of a section may say the same as the label.
            label, key = field_label(field, self.labels), self.chapter.key
            said = key != "glance" and label == heading(key, self.labels)
            shown = draw_field(field, self.context, stacked=True)
            yield [] if said else [self.context.words(label)], shown

    def owned(self) -> Iterator[_Pair[Inline]]:
        """The letters with their names, and the rows in which the role holds just them."""
        for one in self.chapter.owned:
            names = self.context.labels.and_more.join(
                f"{self.context.plain(p.name)} ({p.letter})" for p in one.letters
            )
            unread = self.labels.unread
            keys = " ".join(letter_badges(one, self.context)) or escape(unread)
            rows = self.context.listed((draw_row(row, self.context), ()) for row in one.rows)
            yield self.context.either(keys, names or unread), rows

    def relations(self) -> Iterator[_Pair[Inline]]:
        for one in self.chapter.relations:
            label = self.context.words(str(getattr(self.labels, f"profile_{one.kind}")))
            yield [label], self.context.listed((self.peer(peer), ()) for peer in one.peers)

    def peer(self, peer: Peer) -> list[Inline]:
        context = self.context
        names = draw_rows(peer.rows, context)
        html = f' <span class="ro-detail">({len(peer.rows)})</span> '
        count = context.either(html, f" ({len(peer.rows)}){self.labels.and_said}")
        return [draw_role(peer.role, context), *count, *context.element("span", names, "ro-peer")]

    def cover(self) -> Iterator[_Pair[Inline]]:
        context = self.context
        if self.chapter.cover:
            name = [draw_role(self.chapter.cover, context)]
            yield [], context.only_line(context.sentence(self.labels.covered_by, name=name))

    def referring(self) -> Iterator[_Pair[Inline]]:
        """The roles that name this one, by what they name it as."""
        for field in self.chapter.referring:
            label = str(getattr(self.labels, f"profile_{field.key}"))
            yield [self.context.words(label)], draw_field(field, self.context)

    def pair(self, one: Neighbour) -> list[Inline]:
        """Return the sentence about a role with rows in common."""
        numbers = {"shared": one.shared, "only_left": one.only_left, "only_right": one.only_right}
        slots = {key: [self.context.words(str(number))] for key, number in numbers.items()}
        slots |= {
            "left": [self.context.text(self.chapter.name)],
            "right": [draw_role(one.role, self.context)],
        }
        index = [self.context.words(self.context.labels.figure(f"{one.index:.2f}"))]
        return self.context.sentence(self.labels.in_common_pair, index=index, **slots)
