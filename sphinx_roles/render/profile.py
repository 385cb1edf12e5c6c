"""The sections of a role's profile: fields, rows by letter, counterparts, and what other views draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.cards import Field, Ref
from sphinx_roles.analysis.profile import Chapter, Neighbour, Peer, ProfileReport
from sphinx_roles.model import Text
from sphinx_roles.render.audit import audit, changes
from sphinx_roles.render.cards import (
    cards_html,
    cards_nodes,
    field_html,
    field_nodes,
    letter_keys,
    row_html,
    row_nodes,
)
from sphinx_roles.render.comparison import comparison_html, comparison_nodes
from sphinx_roles.render.context import (
    AuditShape,
    CardsShape,
    ChangesShape,
    HtmlContext,
    LadderShape,
    MatrixShape,
    NodeContext,
    ProfileShape,
    SkillShape,
    bullets,
    joined,
    paragraph,
)
from sphinx_roles.render.labels import Labels
from sphinx_roles.render.levels import ladder
from sphinx_roles.render.skill_matrix import skill_matrix_html, skill_matrix_nodes

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
_MOST = 5
"""So many rows are named beside a counterpart."""

_CARD = CardsShape(grid=False, titled=False)
_LADDER = LadderShape(titled=False)
_SKILLS = SkillShape()
_CHANGES = ChangesShape(counts=False)
_VARIANT = MatrixShape(legend=False)


def heading(key: str, labels: Labels) -> str:
    """Return the heading of a section."""
    if key == "responsibilities":
        return labels.rows
    return labels.head(_HEADS[key]) if key in _HEADS else str(getattr(labels, f"profile_{key}"))


def _label(field: Field, chapter: Chapter, labels: Labels) -> str:
    """Return the label of a field; none where the heading of its section says the same."""
    label = labels.word(field.label) or labels.head(field.key)
    return "" if label == heading(chapter.key, labels) else label


def _audit_shape(shape: ProfileShape) -> AuditShape:
    return AuditShape(linked=shape.linked, counted=False)


def _pair(sentence: str, one: Neighbour, name: str, own: str) -> str:
    """Return what two roles have in common; ``name`` and ``own`` may hold links."""
    return sentence.format(
        left=own,
        right=name,
        shared=one.shared,
        only_left=one.only_left,
        only_right=one.only_right,
        index=f"{one.index:.2f}",
    )


def chapter_anchor(chapter: Chapter) -> str:
    """Return the key of the anchor of a section: no level has it."""
    return f"\n{chapter.key}"


def whole_html(report: ProfileReport, shape: ProfileShape, context: HtmlContext) -> str:
    """Return all sections with their headings."""
    made = [f'<p class="ro ro-profile-name">{context.text(report.name)}</p>'] if shape.titled else []
    for chapter in report.chapters:
        inner = "".join(_ProfileHtml(chapter, shape, context).parts())
        if chapter.key != "glance" and shape.sections:
            anchor = context.node["anchors"][chapter_anchor(chapter)]
            inner = context.section(anchor, heading(chapter.key, context.labels), inner)
        elif chapter.key != "glance":
            title = escape(heading(chapter.key, context.labels))
            anchor = context.anchor(chapter_anchor(chapter))
            label = escape(context.labels.link).format(name=title)
            link = (
                f'<a class="headerlink" href="#{anchor}" title="{label}">¶</a>' if context.permalinks else ""
            )
            tag = f"h{shape.level}" if shape.level else "p"
            inner = f'<section id="{anchor}"><{tag} class="rubric">{title}{link}</{tag}>{inner}</section>\n'
        made.append(inner)
    return "".join(made)


def whole_nodes(report: ProfileReport, shape: ProfileShape, context: NodeContext) -> list[nodes.Node]:
    """Return all sections, each under a rubric."""
    made: list[nodes.Node] = [nodes.rubric("", "", context.text(report.name))] if shape.titled else []
    for chapter in report.chapters:
        parts = _ProfileNodes(chapter, shape, context).parts()
        if chapter.key == "glance":
            made += parts
        elif shape.sections:
            title = nodes.title("", heading(chapter.key, context.labels))
            anchor = context.node["anchors"][chapter_anchor(chapter)]
            made.append(nodes.section("", title, *parts, ids=[anchor]))
        else:
            made += context.target(chapter_anchor(chapter))
            made += [nodes.rubric("", heading(chapter.key, context.labels)), *parts]
    return made


def profile_html(report: ProfileReport, shape: ProfileShape, context: HtmlContext) -> str:
    """Return the section of the shape, without its heading."""
    return "".join(_ProfileHtml(_shown(report, shape), shape, context).parts())


def _shown(report: ProfileReport, shape: ProfileShape) -> Chapter:
    return next(chapter for chapter in report.chapters if chapter.key == shape.chapter)


class _ProfileHtml:
    def __init__(self, chapter: Chapter, shape: ProfileShape, context: HtmlContext) -> None:
        self.chapter, self.shape, self.context, self.labels = chapter, shape, context, context.labels

    def parts(self) -> Iterator[str]:
        """Yield what is in the section, each part as a block of its own."""
        chapter, context = self.chapter, self.context
        if chapter.cards:
            yield cards_html(chapter.cards, _CARD, context)
        lists = [*self.fields(), *self.owned(), *self.relations(), *self.cover()]
        if lists or chapter.neighbours:
            yield f'<div class="ro ro-chapter">{self.listed(lists)}{self.neighbours()}</div>\n'
        if chapter.skills:
            yield skill_matrix_html(chapter.skills, _SKILLS, context)
        if chapter.ladder:
            yield from ladder(chapter.ladder, _LADDER, context)
        if chapter.audit:
            yield from audit(chapter.audit, _audit_shape(self.shape), context)
        if chapter.comparison:
            yield comparison_html(chapter.comparison, _VARIANT, context)
        if chapter.changes:
            since = structs.replace(chapter.changes, old=Text(self.shape.since))
            yield from changes(since, _CHANGES, context)

    def listed(self, pairs: Sequence[tuple[str, str]]) -> str:
        """Return what has no label, then a list of the rest."""
        alone = "".join(f"<div>{inner}</div>" for label, inner in pairs if not label)
        fields = "".join(f"<dt>{label}</dt><dd>{inner}</dd>" for label, inner in pairs if label)
        return alone + (f'<dl class="simple ro-fields">{fields}</dl>' if fields else "")

    def fields(self) -> Iterator[tuple[str, str]]:
        if not self.chapter.fields:
            return
        draw = field_html(self.context, "<br />")
        for field in self.chapter.fields:
            yield escape(_label(field, self.chapter, self.labels)), draw(field)

    def owned(self) -> Iterator[tuple[str, str]]:
        """The badges of the letters with their names, and the rows in which the role holds just them."""
        for one in self.chapter.owned:
            rows = "".join(f"<li>{row_html(row, self.context)}</li>" for row in one.rows)
            letters = " ".join(letter_keys(one, self.context)) or escape(self.labels.unread)
            yield letters, f'<ul class="simple">{rows}</ul>'

    def relations(self) -> Iterator[tuple[str, str]]:
        for one in self.chapter.relations:
            peers = "".join(f"<li>{self.peer(peer)}</li>" for peer in one.peers)
            label = escape(str(getattr(self.labels, f"profile_{one.kind}")))
            yield label, f'<ul class="simple">{peers}</ul>'

    def peer(self, peer: Peer) -> str:
        names = self.labels.and_more.join(row_html(row, self.context) for row in peer.rows[:_MOST])
        if more := len(peer.rows) - _MOST:
            names = escape(self.labels.and_rest).format(names=names, count=more) if more > 0 else names
        count = f'<span class="ro-detail">({len(peer.rows)})</span>'
        return f'{self.ref(peer.role)} {count} <span class="ro-peer">{names}</span>'

    def ref(self, ref: Ref) -> str:
        return self.context.role(ref.role, self.context.text(ref.name))

    def cover(self) -> Iterator[tuple[str, str]]:
        if self.chapter.cover:
            yield "", escape(self.labels.covered_by).format(name=self.ref(self.chapter.cover))
        if self.chapter.covers:
            names = self.labels.and_more.join(map(self.ref, self.chapter.covers))
            yield escape(self.labels.profile_covers), names

    def neighbours(self) -> str:
        """A sentence for each role with rows in common."""
        sentence, own = escape(self.labels.in_common_pair), self.context.text(self.chapter.name)
        pairs = (_pair(sentence, one, self.ref(one.role), own) for one in self.chapter.neighbours)
        items = "".join(f"<li>{pair}</li>" for pair in pairs)
        return f'<ul class="simple">{items}</ul>' if items else ""


def profile_nodes(report: ProfileReport, shape: ProfileShape, context: NodeContext) -> list[nodes.Node]:
    """Return the section of the shape, without its heading."""
    return list(_ProfileNodes(_shown(report, shape), shape, context).parts())


class _ProfileNodes:
    def __init__(self, chapter: Chapter, shape: ProfileShape, context: NodeContext) -> None:
        self.chapter, self.shape, self.context, self.labels = chapter, shape, context, context.labels

    def parts(self) -> Iterator[nodes.Node]:
        """Yield what is in the section."""
        chapter, context = self.chapter, self.context
        if chapter.cards:
            yield from cards_nodes(chapter.cards, _CARD, context)
        lists = [*self.fields(), *self.owned(), *self.relations(), *self.cover()]
        yield from self.listed(lists)
        if chapter.neighbours:
            yield bullets([paragraph(*self.pair(one))] for one in chapter.neighbours)
        if chapter.skills:
            yield from skill_matrix_nodes(chapter.skills, _SKILLS, context)
        if chapter.ladder:
            yield from ladder(chapter.ladder, _LADDER, context)
        if chapter.audit:
            yield from audit(chapter.audit, _audit_shape(self.shape), context)
        if chapter.comparison:
            yield from comparison_nodes(chapter.comparison, _VARIANT, context)
        if chapter.changes:
            since = structs.replace(chapter.changes, old=Text(self.shape.since))
            yield from changes(since, _CHANGES, context)

    def listed(self, pairs: Sequence[tuple[str, list[nodes.Node]]]) -> Iterator[nodes.Node]:
        """Yield what has no label, then a list of the rest."""
        for label, inner in pairs:
            if not label:
                yield from inner
        fields = [
            nodes.field("", nodes.field_name("", label), nodes.field_body("", *inner))
            for label, inner in pairs
            if label
        ]
        if fields:
            yield nodes.field_list("", *fields)

    def fields(self) -> Iterator[tuple[str, list[nodes.Node]]]:
        for field in self.chapter.fields:
            yield _label(field, self.chapter, self.labels), field_nodes(field, self.context)

    def owned(self) -> Iterator[tuple[str, list[nodes.Node]]]:
        """The names of the letters, and the rows in which the role holds just them."""
        for one in self.chapter.owned:
            names = ", ".join(f"{self.context.plain(p.name)} ({p.letter})" for p in one.letters)
            yield (
                names or self.labels.unread,
                [bullets([paragraph(*row_nodes(row, self.context))] for row in one.rows)],
            )

    def relations(self) -> Iterator[tuple[str, list[nodes.Node]]]:
        for one in self.chapter.relations:
            label = str(getattr(self.labels, f"profile_{one.kind}"))
            yield label, [bullets([paragraph(*self.peer(peer))] for peer in one.peers)]

    def peer(self, peer: Peer) -> Iterable[nodes.Node | str]:
        names = joined((row_nodes(row, self.context) for row in peer.rows[:_MOST]), self.labels.and_more)
        before, after = "", ""
        if (more := len(peer.rows) - _MOST) > 0:
            before, _, after = self.labels.and_rest.format(names="\n", count=more).partition("\n")
        return [self.ref(peer.role), f" ({len(peer.rows)}): {before}", *names, after]

    def ref(self, ref: Ref) -> nodes.Node:
        return self.context.role(ref.role, self.context.text(ref.name))

    def cover(self) -> Iterator[tuple[str, list[nodes.Node]]]:
        if self.chapter.cover:
            before, _, after = self.labels.covered_by.partition("{name}")
            yield "", [paragraph(before, self.ref(self.chapter.cover), after)]
        if self.chapter.covers:
            names = joined([self.ref(ref)] for ref in self.chapter.covers)
            yield self.labels.profile_covers, [paragraph(*names)]

    def pair(self, one: Neighbour) -> list[nodes.Node | str]:
        own = self.context.plain(self.chapter.name)
        before, _, after = _pair(self.labels.in_common_pair, one, "\n", own).partition("\n")
        # The name is there twice: the first time as a link.
        return [before, self.ref(one.role), after.replace("\n", self.context.plain(one.role.name))]
