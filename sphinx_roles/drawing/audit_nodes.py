"""The audit as plain docutils nodes: lists, without a fold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docutils import nodes

from sphinx_roles.analysis.audit.finding import (
    LetterRef,
    Part,
    RoleRef,
    RowRef,
    Said,
    SectionRef,
    Value,
    fill,
)
from sphinx_roles.analysis.audit.query import AcceptedShown, AuditReport, Shown
from sphinx_roles.drawing.audit_words import accepted, facts
from sphinx_roles.drawing.pen import NodePen
from sphinx_roles.drawing.shape import AuditShape
from sphinx_roles.model import Text

__all__ = ["audit_nodes"]


def audit_nodes(report: AuditReport, shape: AuditShape, pen: NodePen) -> list[nodes.Node]:
    """Return what was looked at, a list of findings, and one of what is accepted."""
    draw, words = _AuditNodes(shape, pen), pen.words
    made: list[nodes.Node] = [nodes.rubric("", "", pen.text(report.name))] if report.name else []
    told = "; ".join(f"{words.colon.format(label=word)} {count}" for _, word, count in facts(report, words))
    made.append(nodes.paragraph("", told))
    if report.findings:
        made.append(_list(draw.finding(one) for one in report.findings))
    else:
        made.append(nodes.paragraph("", words.audit_clean))
    if report.accepted:
        label = words.colon.format(label=words.audit_accepted)
        made.append(nodes.paragraph("", "", nodes.strong("", label)))
        made.append(_list(draw.accepted(one) for one in report.accepted))
    return made


def _list(items: Iterable[Sequence[nodes.Node]]) -> nodes.bullet_list:
    return nodes.bullet_list("", *(nodes.list_item("", *item) for item in items), bullet="-")


def _text(text: str) -> list[nodes.Node]:
    return [nodes.Text(text)]


class _AuditNodes:
    def __init__(self, shape: AuditShape, pen: NodePen) -> None:
        self.shape, self.pen, self.words = shape, pen, pen.words

    def finding(self, one: Shown) -> list[nodes.Node]:
        """A severity in bold, then the sentence."""
        label = self.words.colon.format(label=self.words.named(one.severity))
        return self.said(one, [nodes.strong("", label), nodes.Text(" ")])

    def accepted(self, one: AcceptedShown) -> list[nodes.Node]:
        made = [node for finding in one.findings for node in self.said(finding, [])]
        return [*made, nodes.paragraph("", "", nodes.emphasis("", accepted(one, self.pen)))]

    def said(self, one: Shown, before: list[nodes.Node]) -> list[nodes.Node]:
        """The sentence with its links, its rule, and a list of all that it stands for."""
        told = list(before)
        if one.where:
            told.append(nodes.Text(self.words.colon.format(label=self.pen.plain(one.where)) + " "))
        told += self.sentence(one)
        if one.lapsed:
            told.append(nodes.Text(f" ({self.words.lapsed.format(date=one.lapsed)})"))
        told += [nodes.Text(f" ({one.rule})"), *self.line(one)]
        made: list[nodes.Node] = [nodes.paragraph("", "", *told)]
        if one.items:
            items = ([*self.sentence(item), *self.line(item)] for item in one.items)
            made.append(_list([nodes.paragraph("", "", *item)] for item in items))
        return made

    def sentence(self, one: Shown) -> list[nodes.Node]:
        pieces = fill(self.pen.say(one.text), one.values, _text, self.value)
        return [node for piece in pieces for node in piece]

    def line(self, one: Shown) -> list[nodes.Node]:
        """The link to the line in the data, where there are edit links."""
        url = self.pen.edit_url(one.edit) if one.edit else ""
        if not one.edit or not url:
            return []
        return [nodes.Text(" "), nodes.reference("", f"{one.edit.path}:{one.edit.line}", refuri=url)]

    def value(self, value: Value) -> list[nodes.Node]:
        """What stands in one slot, joined as the language does."""
        words, made = self.words, list[nodes.Node]()
        for number, part in enumerate(value.parts):
            last = number == len(value.parts) - 1 and not value.more
            if number:
                between = (words.or_last if value.either else words.and_last) if last else words.and_more
                made.append(nodes.Text(between))
            made += self.part(part)
        if value.more:
            before, _, after = words.and_rest.partition("{names}")
            rest = after.format(count=value.more)
            made = [*([nodes.Text(before)] if before else []), *made, nodes.Text(rest)]
        return made

    def part(self, part: Part) -> list[nodes.Node]:
        pen = self.pen
        match part:
            case RowRef(name=name, when=when):
                plain = pen.plain(name)
                told = pen.row(part.key, plain) if self.shape.linked else nodes.Text(plain)
                return [told, *([nodes.Text(f" ({', '.join(when)})")] if when else [])]
            case RoleRef(role=role, name=name):
                return [pen.role(role, pen.plain(name))]
            case LetterRef(letter=letter, name=name):
                return [nodes.Text(f"{letter} ({pen.plain(name)})")]
            case SectionRef(name=name):
                return [pen.text(name)]
            case Said(text=text):
                return [nodes.Text(pen.say(text))]
            case Text():
                return [pen.text(part)]
            case _:
                return [nodes.Text(part)]
