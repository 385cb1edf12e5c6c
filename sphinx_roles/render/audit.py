"""What is said around findings, the same in every builder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from docutils import nodes

from sphinx_roles.analysis.audit.finding import (
    LetterRef,
    Message,
    Part,
    RoleRef,
    RowRef,
    SectionRef,
    Value,
    fill,
)
from sphinx_roles.analysis.audit.query import AcceptedShown, AuditReport, Shown
from sphinx_roles.model import Text
from sphinx_roles.render.context import AuditShape, Context, HtmlContext, NodeContext
from sphinx_roles.render.labels import Labels

SIGNS = {"error": "✖", "warning": "▲", "hint": "●"}
"""A sign beside the word of a severity: none is told by its colour."""


def facts(report: AuditReport, labels: Labels) -> list[tuple[str, str, int]]:
    """Return (severity or nothing, word, number): what was looked at, and how much was found."""
    counts = Counter(finding.severity for finding in report.findings)
    severities = (("error", labels.errors), ("warning", labels.warnings), ("hint", labels.hints))
    found = [(name, word, counts[name]) for name, word in severities if counts[name]]
    return [("", labels.audit_rows, report.rows), ("", labels.roles, report.roles), *found]


def accepted(one: AcceptedShown, context: Context) -> str:
    """Return until when findings are accepted, and why."""
    labels = context.labels
    until = labels.accepted_until.format(date=one.until) if one.until else labels.accepted_for_good
    return f"{labels.colon.format(label=until)} {context.plain(one.reason)}" if one.reason else until


def joined(parts: list[str], value: Value, labels: Labels) -> str:
    """Join what stands in one slot of a sentence, as the language does."""
    if value.more:
        return labels.and_rest.format(names=labels.and_more.join(parts), count=value.more)
    if value.either and len(parts) > 1:
        return labels.or_last.join((labels.and_more.join(parts[:-1]), parts[-1]))
    return labels.joined(parts) if parts else ""


def audit_html(report: AuditReport, shape: AuditShape, context: HtmlContext) -> str:
    """Return the findings as a list, then what the team has accepted."""
    draw = _AuditHtml(shape, context)
    labels = context.labels
    parts = [f'<p class="ro-caption">{context.text(report.name)}</p>'] if report.name else []
    parts.append(draw.facts(report))
    if report.findings:
        parts.append(draw.folded([draw.finding(one) for one in report.findings], report.most))
    else:
        parts.append(
            f'<p class="ro-clean"><span aria-hidden="true">✓</span> {escape(labels.audit_clean)}</p>'
        )
    if report.accepted:
        parts.append(f'<p class="ro-band-name">{escape(labels.audit_accepted)}</p>')
        parts.append(draw.folded([draw.accepted(one) for one in report.accepted], report.most))
    return f'<div class="ro ro-audit">{"".join(parts)}</div>\n'


class _AuditHtml:
    def __init__(self, shape: AuditShape, context: HtmlContext) -> None:
        self.shape, self.context, self.labels = shape, context, context.labels

    def facts(self, report: AuditReport) -> str:
        """How much was looked at, and how much was found."""
        reported = (
            f'<span class="{f"ro-{name}" if name else "ro-fact"}">{escape(word)} <b>{count}</b></span>'
            for name, word, count in facts(report, self.labels)
        )
        return f'<p class="ro-facts">{" ".join(reported)}</p>'

    def folded(self, items: Sequence[str], most: int) -> str:
        """A list; what goes beyond the first screen is folded."""
        reported = self.list(items[:most])
        if len(items) <= most:
            return reported
        more = escape(self.labels.audit_more).format(count=len(items) - most)
        return (
            f'{reported}<details class="ro-more"><summary>{more}</summary>'
            f"<div>{self.list(items[most:])}</div></details>"
        )

    def list(self, items: Sequence[str]) -> str:
        """A list of finished items."""
        return f'<ul class="ro-findings simple">{"".join(items)}</ul>'

    def finding(self, one: Shown) -> str:
        """A severity, as a word with a sign, and the sentence."""
        word = escape(self.labels.named(one.severity))
        return (
            f'<li class="ro-is-{one.severity}"><b class="ro-severity">'
            f'<i aria-hidden="true">{SIGNS[one.severity]}</i> {word}</b> {self.message(one)}</li>\n'
        )

    def accepted(self, one: AcceptedShown) -> str:
        """What is accepted, and until when."""
        reported = "".join(self.message(finding) for finding in one.findings)
        return f'<li class="ro-quiet">{reported}<div class="ro-why">{escape(accepted(one, self.context))}</div></li>\n'

    def message(self, one: Shown) -> str:
        """The sentence with its links, its rule and the line to mend, and all that it stands for."""
        where = (
            escape(self.labels.colon.format(label=self.context.plain(one.where))) + " " if one.where else ""
        )
        reported = where + self.sentence(one)
        if one.lapsed:
            reported += (
                f' <span class="ro-when">({escape(self.labels.lapsed.format(date=one.lapsed))})</span>'
            )
        marks = f'<span class="ro-rule">{one.rule}</span>{self.line(one)}'
        return f'<div class="ro-said"><span>{reported}</span> {marks}{self.items(one)}</div>'

    def sentence(self, one: Shown) -> str:
        return "".join(fill(self.context.say(one.text), one.values, escape, self.value))

    def items(self, one: Shown) -> str:
        """The findings that one stands for, folded."""
        if not one.items:
            return ""
        reported = "".join(f"<li>{self.sentence(item)}{self.line(item)}</li>" for item in one.items)
        label = escape(self.labels.audit_items).format(count=len(one.items))
        return (
            f'<details class="ro-more"><summary>{label}</summary>'
            f'<div><ul class="simple">{reported}</ul></div></details>'
        )

    def line(self, one: Shown) -> str:
        """The link to the line in the data, where there are edit links."""
        url = self.context.edit_url(one.edit) if one.edit else ""
        if not one.edit or not url:
            return ""
        return f' <a class="ro-line" href="{escape(url)}">{escape(one.edit.path)}:{one.edit.line}</a>'

    def value(self, value: Value) -> str:
        return joined([self.part(part) for part in value.parts], value, self.labels)

    def part(self, part: Part) -> str:
        context = self.context
        match part:
            case RowRef(name=name, when=when):
                reported = (
                    context.row(part.key, context.text(name)) if self.shape.linked else context.text(name)
                )
                return f"{reported} ({escape(', '.join(when))})" if when else reported
            case RoleRef(role=role, name=name):
                return context.role(role, context.text(name))
            case LetterRef(letter=letter, name=name):
                return f"{escape(letter)} ({context.text(name)})"
            case SectionRef(name=name):
                return context.text(name)
            case Message(text=text):
                return escape(context.say(text))
            case Text():
                return context.text(part)
            case _:
                return escape(part)


def audit_nodes(report: AuditReport, shape: AuditShape, context: NodeContext) -> list[nodes.Node]:
    """Return what was looked at, a list of findings, and one of what is accepted."""
    draw, labels = _AuditNodes(shape, context), context.labels
    made: list[nodes.Node] = [nodes.rubric("", "", context.text(report.name))] if report.name else []
    reported = "; ".join(
        f"{labels.colon.format(label=word)} {count}" for _, word, count in facts(report, labels)
    )
    made.append(nodes.paragraph("", reported))
    if report.findings:
        made.append(_list(draw.finding(one) for one in report.findings))
    else:
        made.append(nodes.paragraph("", labels.audit_clean))
    if report.accepted:
        label = labels.colon.format(label=labels.audit_accepted)
        made.append(nodes.paragraph("", "", nodes.strong("", label)))
        made.append(_list(draw.accepted(one) for one in report.accepted))
    return made


def _list(items: Iterable[Sequence[nodes.Node]]) -> nodes.bullet_list:
    return nodes.bullet_list("", *(nodes.list_item("", *item) for item in items), bullet="-")


def _text(text: str) -> list[nodes.Node]:
    return [nodes.Text(text)]


class _AuditNodes:
    def __init__(self, shape: AuditShape, context: NodeContext) -> None:
        self.shape, self.context, self.labels = shape, context, context.labels

    def finding(self, one: Shown) -> list[nodes.Node]:
        """A severity in bold, then the sentence."""
        label = self.labels.colon.format(label=self.labels.named(one.severity))
        return self.message(one, [nodes.strong("", label), nodes.Text(" ")])

    def accepted(self, one: AcceptedShown) -> list[nodes.Node]:
        made = [node for finding in one.findings for node in self.message(finding, [])]
        return [*made, nodes.paragraph("", "", nodes.emphasis("", accepted(one, self.context)))]

    def message(self, one: Shown, before: list[nodes.Node]) -> list[nodes.Node]:
        """The sentence with its links, its rule, and a list of all that it stands for."""
        reported = list(before)
        if one.where:
            reported.append(nodes.Text(self.labels.colon.format(label=self.context.plain(one.where)) + " "))
        reported += self.sentence(one)
        if one.lapsed:
            reported.append(nodes.Text(f" ({self.labels.lapsed.format(date=one.lapsed)})"))
        reported += [nodes.Text(f" ({one.rule})"), *self.line(one)]
        made: list[nodes.Node] = [nodes.paragraph("", "", *reported)]
        if one.items:
            items = ([*self.sentence(item), *self.line(item)] for item in one.items)
            made.append(_list([nodes.paragraph("", "", *item)] for item in items))
        return made

    def sentence(self, one: Shown) -> list[nodes.Node]:
        pieces = fill(self.context.say(one.text), one.values, _text, self.value)
        return [node for piece in pieces for node in piece]

    def line(self, one: Shown) -> list[nodes.Node]:
        """The link to the line in the data, where there are edit links."""
        url = self.context.edit_url(one.edit) if one.edit else ""
        if not one.edit or not url:
            return []
        return [nodes.Text(" "), nodes.reference("", f"{one.edit.path}:{one.edit.line}", refuri=url)]

    def value(self, value: Value) -> list[nodes.Node]:
        """What stands in one slot, joined as the language does."""
        labels, made = self.labels, list[nodes.Node]()
        for number, part in enumerate(value.parts):
            last = number == len(value.parts) - 1 and not value.more
            if number:
                between = (labels.or_last if value.either else labels.and_last) if last else labels.and_more
                made.append(nodes.Text(between))
            made += self.part(part)
        if value.more:
            before, _, after = labels.and_rest.partition("{names}")
            rest = after.format(count=value.more)
            made = [*([nodes.Text(before)] if before else []), *made, nodes.Text(rest)]
        return made

    def part(self, part: Part) -> list[nodes.Node]:
        context = self.context
        match part:
            case RowRef(name=name, when=when):
                plain = context.plain(name)
                reported = context.row(part.key, plain) if self.shape.linked else nodes.Text(plain)
                return [reported, *([nodes.Text(f" ({', '.join(when)})")] if when else [])]
            case RoleRef(role=role, name=name):
                return [context.role(role, context.plain(name))]
            case LetterRef(letter=letter, name=name):
                return [nodes.Text(f"{letter} ({context.plain(name)})")]
            case SectionRef(name=name):
                return [context.text(name)]
            case Message(text=text):
                return [nodes.Text(context.say(text))]
            case Text():
                return [context.text(part)]
            case _:
                return [nodes.Text(part)]
