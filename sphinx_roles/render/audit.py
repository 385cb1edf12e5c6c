"""The findings of an audit, as HTML and as nodes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import TypeVar

from docutils import nodes

from sphinx_roles.analysis.audit.query import AcceptedShown, AuditReport, Shown
from sphinx_roles.analysis.sentence import Value
from sphinx_roles.render.changes import draw_part, enumerated, sentence
from sphinx_roles.render.context import AuditShape, Context, HtmlContext, NodeContext, bullets, paragraph
from sphinx_roles.render.labels import Labels

Inline = TypeVar("Inline")

SIGNS = {"error": "✖", "warning": "▲", "hint": "●"}
"""A sign beside the word of a severity: none is shown by its colour alone."""


def _facts(report: AuditReport, labels: Labels) -> list[tuple[str, str, int]]:
    """Return (severity or nothing, word, number): what was looked at, and how much was found."""
    counts = Counter(finding.severity for finding in report.findings)
    severities = (("error", labels.errors), ("warning", labels.warnings), ("hint", labels.hints))
    found = [(name, word, counts[name]) for name, word in severities if counts[name]]
    return [("", labels.audit_rows, report.rows), ("", labels.roles, report.roles), *found]


def _accepted(one: AcceptedShown, context: Context[Inline]) -> str:
    """Return until when findings are accepted, and why."""
    labels = context.labels
    until = labels.accepted_until.format(date=one.until) if one.until else labels.accepted_for_good
    return f"{labels.colon.format(label=until)} {context.plain(one.reason)}" if one.reason else until


class _Findings:
    """What both outputs share: the sentence of a finding, with its links."""

    def __init__(self, shape: AuditShape) -> None:
        self.shape = shape

    def sentence(self, one: Shown, context: Context[Inline]) -> list[Inline]:
        def draw(value: Value) -> list[Inline]:
            labels = context.labels
            parts = [draw_part(p, context, linked=self.shape.linked, letters=True) for p in value.parts]
            if not value.more:
                return enumerated(parts, labels.or_last if value.either else labels.and_last, context)
            before, _, after = labels.and_rest.partition("{names}")
            names = enumerated(parts, labels.and_more, context)
            return [context.words(before), *names, context.words(after.format(count=value.more))]

        said = sentence(one.text, one.values, context, draw)
        where = context.plain(one.where) if one.where else ""
        return [context.words(f"{context.labels.colon.format(label=where)} "), *said] if where else said


def audit_html(report: AuditReport, shape: AuditShape, context: HtmlContext) -> str:
    """Return the findings as a list, then what the team has accepted."""
    draw, labels = _AuditHtml(shape, context), context.labels
    parts = [f'<p class="ro-caption">{context.text(report.name)}</p>'] if report.name else []
    facts = (
        f'<span class="{f"ro-{name}" if name else "ro-fact"}">{escape(word)} <b>{count}</b></span>'
        for name, word, count in _facts(report, labels)
    )
    if shape.counted:
        parts.append(f'<p class="ro-facts">{" ".join(facts)}</p>')
    if report.findings:
        parts.append(draw.folded([draw.finding(one) for one in report.findings], report.most))
    else:
        sign = '<span aria-hidden="true">✓</span>'
        parts.append(f'<p class="ro-clean">{sign} {escape(labels.audit_clean)}</p>')
    if report.accepted:
        parts.append(f'<p class="ro-band-name">{escape(labels.audit_accepted)}</p>')
        parts.append(draw.folded([draw.accepted(one) for one in report.accepted], report.most))
    return f'<div class="ro ro-audit">{"".join(parts)}</div>\n'


class _AuditHtml(_Findings):
    def __init__(self, shape: AuditShape, context: HtmlContext) -> None:
        super().__init__(shape)
        self.context, self.labels = context, context.labels

    def folded(self, items: Sequence[str], most: int) -> str:
        """A list; what goes beyond the first screen is folded."""
        start, rest = (
            f'<ul class="ro-findings simple">{"".join(part)}</ul>' for part in (items[:most], items[most:])
        )
        if len(items) <= most:
            return start
        more = escape(self.labels.audit_more).format(count=len(items) - most)
        return f'{start}<details class="ro-more"><summary>{more}</summary><div>{rest}</div></details>'

    def finding(self, one: Shown) -> str:
        """A severity, as a word with a sign, and the sentence."""
        word = escape(self.labels.named(one.severity))
        sign = f'<i aria-hidden="true">{SIGNS[one.severity]}</i>'
        severity = f'<b class="ro-severity">{sign} {word}</b>'
        return f'<li class="ro-is-{one.severity}">{severity} {self.message(one)}</li>\n'

    def accepted(self, one: AcceptedShown) -> str:
        """What is accepted, and until when."""
        messages = "".join(map(self.message, one.findings))
        why = escape(_accepted(one, self.context))
        return f'<li class="ro-quiet">{messages}<div class="ro-why">{why}</div></li>\n'

    def message(self, one: Shown) -> str:
        """The sentence with its links, its rule and the line to mend, and a fold of all that it covers."""
        context, labels, text, more = self.context, self.labels, "".join(self.sentence(one, self.context)), ""
        if one.lapsed:
            text += f' <span class="ro-when">({escape(labels.lapsed.format(date=one.lapsed))})</span>'
        if one.items:
            items = (f"<li>{''.join(self.sentence(i, context))}{self.line(i)}</li>" for i in one.items)
            label = escape(labels.audit_items).format(count=len(one.items))
            inner = f'<div><ul class="simple">{"".join(items)}</ul></div>'
            more = f'<details class="ro-more"><summary>{label}</summary>{inner}</details>'
        rule = f'<span class="ro-rule">{one.rule}</span>'
        return f'<div class="ro-said"><span>{text}</span> {rule}{self.line(one)}{more}</div>'

    def line(self, one: Shown) -> str:
        """The link to the line in the data, where there are edit links."""
        if not one.edit or not (url := self.context.edit_url(one.edit)):
            return ""
        return f' <a class="ro-line" href="{escape(url)}">{escape(one.edit.path)}:{one.edit.line}</a>'


def audit_nodes(report: AuditReport, shape: AuditShape, context: NodeContext) -> list[nodes.Node]:
    """Return what was looked at, a list of findings, and one of what is accepted."""
    draw, labels = _AuditNodes(shape, context), context.labels
    made: list[nodes.Node] = [nodes.rubric("", "", context.text(report.name))] if report.name else []
    facts = (f"{labels.colon.format(label=word)} {count}" for _, word, count in _facts(report, labels))
    if shape.counted:
        made.append(paragraph("; ".join(facts)))
    if report.findings:
        made.append(bullets(map(draw.finding, report.findings)))
    else:
        made.append(paragraph(labels.audit_clean))
    if report.accepted:
        label = labels.colon.format(label=labels.audit_accepted)
        made += [paragraph(nodes.strong("", label)), bullets(map(draw.accepted, report.accepted))]
    return made


class _AuditNodes(_Findings):
    def __init__(self, shape: AuditShape, context: NodeContext) -> None:
        super().__init__(shape)
        self.context, self.labels = context, context.labels

    def finding(self, one: Shown) -> list[nodes.Node]:
        """A severity in bold, then the sentence."""
        label = self.labels.colon.format(label=self.labels.named(one.severity))
        return self.message(one, nodes.strong("", label), " ")

    def accepted(self, one: AcceptedShown) -> list[nodes.Node]:
        made = [node for finding in one.findings for node in self.message(finding)]
        return [*made, paragraph(nodes.emphasis("", _accepted(one, self.context)))]

    def message(self, one: Shown, *before: nodes.Node | str) -> list[nodes.Node]:
        """The sentence with its links, its rule, and a list of all that it covers."""
        parts = [*before, *self.sentence(one, self.context)]
        if one.lapsed:
            parts.append(f" ({self.labels.lapsed.format(date=one.lapsed)})")
        made: list[nodes.Node] = [paragraph(*parts, f" ({one.rule})", *self.line(one))]
        if one.items:
            made.append(
                bullets([paragraph(*self.sentence(i, self.context), *self.line(i))] for i in one.items)
            )
        return made

    def line(self, one: Shown) -> list[nodes.Node]:
        """The link to the line in the data, where there are edit links."""
        if not one.edit or not (url := self.context.edit_url(one.edit)):
            return []
        return [nodes.Text(" "), nodes.reference("", f"{one.edit.path}:{one.edit.line}", refuri=url)]
