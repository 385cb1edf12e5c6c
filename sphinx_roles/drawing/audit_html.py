"""The audit as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

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
from sphinx_roles.drawing.audit_words import SIGNS, accepted, facts, joined
from sphinx_roles.drawing.pen import HtmlPen
from sphinx_roles.drawing.shape import AuditShape
from sphinx_roles.model import Text

__all__ = ["audit_html"]


def audit_html(report: AuditReport, shape: AuditShape, pen: HtmlPen) -> str:
    """Return the findings as a list, then what the team has accepted."""
    draw = _AuditHtml(shape, pen)
    words = pen.words
    parts = [f'<p class="ro-caption">{pen.text(report.name)}</p>'] if report.name else []
    parts.append(draw.facts(report))
    if report.findings:
        parts.append(draw.folded([draw.finding(one) for one in report.findings], report.most))
    else:
        parts.append(f'<p class="ro-clean"><span aria-hidden="true">✓</span> {escape(words.audit_clean)}</p>')
    if report.accepted:
        parts.append(f'<p class="ro-band-name">{escape(words.audit_accepted)}</p>')
        parts.append(draw.folded([draw.accepted(one) for one in report.accepted], report.most))
    return f'<div class="ro ro-audit">{"".join(parts)}</div>\n'


class _AuditHtml:
    def __init__(self, shape: AuditShape, pen: HtmlPen) -> None:
        self.shape, self.pen, self.words = shape, pen, pen.words

    def facts(self, report: AuditReport) -> str:
        """How much was looked at, and how much was found."""
        told = (
            f'<span class="{f"ro-{name}" if name else "ro-fact"}">{escape(word)} <b>{count}</b></span>'
            for name, word, count in facts(report, self.words)
        )
        return f'<p class="ro-facts">{" ".join(told)}</p>'

    def folded(self, items: Sequence[str], most: int) -> str:
        """A list; what goes beyond the first screen is folded."""
        told = self.list(items[:most])
        if len(items) <= most:
            return told
        more = escape(self.words.audit_more).format(count=len(items) - most)
        return (
            f'{told}<details class="ro-more"><summary>{more}</summary>'
            f"<div>{self.list(items[most:])}</div></details>"
        )

    def list(self, items: Sequence[str]) -> str:
        """A list of finished items."""
        return f'<ul class="ro-findings simple">{"".join(items)}</ul>'

    def finding(self, one: Shown) -> str:
        """A severity, as a word with a sign, and the sentence."""
        word = escape(self.words.named(one.severity))
        return (
            f'<li class="ro-is-{one.severity}"><b class="ro-severity">'
            f'<i aria-hidden="true">{SIGNS[one.severity]}</i> {word}</b> {self.said(one)}</li>\n'
        )

    def accepted(self, one: AcceptedShown) -> str:
        """What is accepted, and until when."""
        told = "".join(self.said(finding) for finding in one.findings)
        return (
            f'<li class="ro-quiet">{told}<div class="ro-why">{escape(accepted(one, self.pen))}</div></li>\n'
        )

    def said(self, one: Shown) -> str:
        """The sentence with its links, its rule and the line to mend, and all that it stands for."""
        where = escape(self.words.colon.format(label=self.pen.plain(one.where))) + " " if one.where else ""
        told = where + self.sentence(one)
        if one.lapsed:
            told += f' <span class="ro-when">({escape(self.words.lapsed.format(date=one.lapsed))})</span>'
        marks = f'<span class="ro-rule">{one.rule}</span>{self.line(one)}'
        return f'<div class="ro-said"><span>{told}</span> {marks}{self.items(one)}</div>'

    def sentence(self, one: Shown) -> str:
        return "".join(fill(self.pen.say(one.text), one.values, escape, self.value))

    def items(self, one: Shown) -> str:
        """The findings that one stands for, folded."""
        if not one.items:
            return ""
        told = "".join(f"<li>{self.sentence(item)}{self.line(item)}</li>" for item in one.items)
        label = escape(self.words.audit_items).format(count=len(one.items))
        return (
            f'<details class="ro-more"><summary>{label}</summary>'
            f'<div><ul class="simple">{told}</ul></div></details>'
        )

    def line(self, one: Shown) -> str:
        """The link to the line in the data, where there are edit links."""
        url = self.pen.edit_url(one.edit) if one.edit else ""
        if not one.edit or not url:
            return ""
        return f' <a class="ro-line" href="{escape(url)}">{escape(one.edit.path)}:{one.edit.line}</a>'

    def value(self, value: Value) -> str:
        return joined([self.part(part) for part in value.parts], value, self.words)

    def part(self, part: Part) -> str:
        pen = self.pen
        match part:
            case RowRef(name=name, when=when):
                told = pen.row(part.key, pen.text(name)) if self.shape.linked else pen.text(name)
                return f"{told} ({escape(', '.join(when))})" if when else told
            case RoleRef(role=role, name=name):
                return pen.role(role, pen.text(name))
            case LetterRef(letter=letter, name=name):
                return f"{escape(letter)} ({pen.text(name)})"
            case SectionRef(name=name):
                return pen.text(name)
            case Said(text=text):
                return escape(pen.say(text))
            case Text():
                return pen.text(part)
            case _:
                return escape(part)
