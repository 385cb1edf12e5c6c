"""The findings of an audit, and the changes between two catalogs, as HTML and as nodes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from itertools import chain
from typing import NamedTuple

from docutils import nodes

from sphinx_roles.analysis.audit.query import AcceptedShown, AuditReport, Shown, by_rule
from sphinx_roles.analysis.diff import TOPICS
from sphinx_roles.analysis.diff.change import SENTENCES, Change, ChangePart, Group, Holding, lowered
from sphinx_roles.analysis.diff.query import ChangesReport
from sphinx_roles.analysis.sentence import (
    LetterRef,
    Message,
    OwnerRef,
    RoleRef,
    RowRef,
    SectionRef,
    Value,
    fill,
)
from sphinx_roles.model import Text
from sphinx_roles.render.context import (
    AuditShape,
    ChangesShape,
    Context,
    HtmlContext,
    Inline,
    NodeContext,
    bullets,
    paragraph,
)
from sphinx_roles.render.labels import Labels, look

SEVERITY_SIGNS = {"error": "✖", "warning": "▲", "hint": "●"}
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


_ABOUT = re.compile(r"\{(\w+)\}\s*[::]\s*")
"""How a sentence begins that says what it is about."""


class _Group(NamedTuple):
    """Findings of a rule: those that are shown here, and how many there are."""

    findings: tuple[Shown, ...]
    total: int

    @property
    def of_total(self) -> str:
        """How many they are, and of how many where some are folded."""
        shown = len(self.findings)
        return str(shown) if shown == self.total else f"{shown}/{self.total}"

    def about(self, say: Callable[[str], str]) -> str:
        """Return the slot with which the sentence begins, if they differ in that alone; else nothing."""
        first = self.findings[0]
        begins = _ABOUT.match(say(first.text))
        if begins is None or any(one.items or one.lapsed for one in self.findings):
            return ""
        rest = {(one.text, tuple(v for v in one.values if v.key != begins[1])) for one in self.findings}
        return begins[1] if len(rest) == 1 else ""


def _groups(report: AuditReport, most: int | None = None) -> tuple[list[_Group], list[_Group]]:
    """Return the findings by rule: the first ``most``, which are on the first screen, and the rest."""
    groups = by_rule(report.findings)
    counts = {(one[0].severity, one[0].rule): len(one) for one in groups}
    findings = [one for group in groups for one in group]
    first, rest = (
        [_Group(one, counts[one[0].severity, one[0].rule]) for one in by_rule(part)]
        for part in (findings[:most], findings[most:] if most is not None else [])
    )
    return first, rest


class _Findings:
    """What both outputs share: the sentence of a finding, with its links."""

    def __init__(self, shape: AuditShape) -> None:
        self.shape = shape

    def head(self, group: _Group, about: str, context: Context[Inline]) -> list[Inline]:
        """What several findings have in common: their sentence, else their rule; and how many they are."""
        first = group.findings[0]
        if not about:
            return [context.words(f"{first.rule} · {group.of_total}")]
        said = _ABOUT.sub("", context.say(first.text), count=1)
        drawn = self._drawn(said[:1].upper() + said[1:], first, context)
        return [*drawn, context.words(f" · {group.of_total}")]

    def subject(self, one: Shown, about: str, context: Context[Inline]) -> list[Inline]:
        """What a finding is about, where its sentence is above it."""
        made = self._drawn(f"{{{about}}}", one, context)
        return [*made, context.words(f" ({context.plain(one.where)})")] if one.where else made

    def sentence(self, one: Shown, context: Context[Inline]) -> list[Inline]:
        said = self._drawn(context.say(one.text), one, context)
        where = context.plain(one.where) if one.where else ""
        return [context.words(f"{context.labels.colon.format(label=where)} "), *said] if where else said

    def _drawn(self, text: str, one: Shown, context: Context[Inline]) -> list[Inline]:
        def draw(value: Value) -> list[Inline]:
            labels = context.labels
            parts = [draw_part(p, context, linked=self.shape.linked, letters=True) for p in value.parts]
            if not value.more:
                return enumerated(parts, labels.or_last if value.either else labels.and_last, context)
            before, _, after = labels.and_rest.partition("{names}")
            names = enumerated(parts, labels.and_more, context)
            return [context.words(before), *names, context.words(after.format(count=value.more))]

        return list(chain.from_iterable(fill(text, one.values, lambda t: [context.words(t)], draw)))


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
        first, rest = (list(map(draw.group, part)) for part in _groups(report, report.most))
        parts.append(draw.folded(first, rest, len(report.findings) - report.most))
    else:
        sign = '<span aria-hidden="true">✓</span>'
        parts.append(f'<p class="ro-clean">{sign} {escape(labels.audit_clean)}</p>')
    if report.accepted:
        parts.append(f'<p class="ro-band-name">{escape(labels.audit_accepted)}</p>')
        accepted = [draw.accepted(one) for one in report.accepted]
        parts.append(
            draw.folded(accepted[: report.most], accepted[report.most :], len(accepted) - report.most)
        )
    return f'<div class="ro ro-audit">{"".join(parts)}</div>\n'


class _AuditHtml(_Findings):
    def __init__(self, shape: AuditShape, context: HtmlContext) -> None:
        super().__init__(shape)
        self.context, self.labels = context, context.labels

    def folded(self, first: Sequence[str], rest: Sequence[str], more: int) -> str:
        """A list; what goes beyond the first screen is folded."""
        start, others = (f'<ul class="ro-findings simple">{"".join(part)}</ul>' for part in (first, rest))
        if not rest:
            return start
        label = escape(self.labels.audit_more).format(count=more)
        return f'{start}<details class="ro-more"><summary>{label}</summary><div>{others}</div></details>'

    def group(self, group: _Group) -> str:
        """A severity, as a word with a sign, and the sentence; of several, what they have in common first."""
        (first, *_), context = group.findings, self.context
        word = escape(self.labels.named(first.severity))
        sign = f'<i aria-hidden="true">{SEVERITY_SIGNS[first.severity]}</i>'
        severity = f'<b class="ro-severity">{sign} {word}</b>'
        if len(group.findings) < 2:
            return f'<li class="ro-is-{first.severity}">{severity} {self.message(first)}</li>\n'
        about = group.about(context.say)
        lines = "".join(
            f"<li>{''.join(self.subject(one, about, context))}{self.line(one)}</li>"
            if about
            else f"<li>{self.message(one, ruled=False)}</li>"
            for one in group.findings
        )
        rule = f' <span class="ro-rule">{first.rule}</span>' if about else ""
        head = f'<b class="ro-in-all">{"".join(self.head(group, about, context))}</b>{rule}'
        inner = f'<div class="ro-said">{head}<ul class="simple ro-those">{lines}</ul></div>'
        return f'<li class="ro-is-{first.severity}">{severity} {inner}</li>\n'

    def accepted(self, one: AcceptedShown) -> str:
        """What is accepted, and until when."""
        messages = "".join(map(self.message, one.findings))
        why = escape(_accepted(one, self.context))
        return f'<li class="ro-quiet">{messages}<div class="ro-why">{why}</div></li>\n'

    def message(self, one: Shown, *, ruled: bool = True) -> str:
        """The sentence with its links, its rule, the line to mend, and a fold of all that it covers."""
        context, labels, text, more = self.context, self.labels, "".join(self.sentence(one, self.context)), ""
        if one.lapsed:
            text += f' <span class="ro-when">({escape(labels.lapsed.format(date=one.lapsed))})</span>'
        if one.items:
            items = (f"<li>{''.join(self.sentence(i, context))}{self.line(i)}</li>" for i in one.items)
            label = escape(labels.audit_items).format(count=len(one.items))
            inner = f'<div><ul class="simple">{"".join(items)}</ul></div>'
            more = f'<details class="ro-more"><summary>{label}</summary>{inner}</details>'
        rule = f' <span class="ro-rule">{one.rule}</span>' if ruled else ""
        return f'<div class="ro-said"><span>{text}</span>{rule}{self.line(one)}{more}</div>'

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
        made.append(bullets(map(draw.group, _groups(report)[0])))
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

    def group(self, group: _Group) -> list[nodes.Node]:
        """A severity in bold, then the sentence; of several, what they have in common first."""
        first, context = group.findings[0], self.context
        label = self.labels.colon.format(label=self.labels.named(first.severity))
        severity = nodes.strong("", label)
        if len(group.findings) < 2:
            return self.message(first, severity, " ")
        about = group.about(context.say)
        lines = (
            [paragraph(*self.subject(one, about, context), *self.line(one))]
            if about
            else self.message(one, ruled=False)
            for one in group.findings
        )
        rule = f" ({first.rule})" if about else ""
        return [paragraph(severity, " ", *self.head(group, about, context), rule), bullets(lines)]

    def accepted(self, one: AcceptedShown) -> list[nodes.Node]:
        made = [node for finding in one.findings for node in self.message(finding)]
        return [*made, paragraph(nodes.emphasis("", _accepted(one, self.context)))]

    def message(self, one: Shown, *before: nodes.Node | str, ruled: bool = True) -> list[nodes.Node]:
        """The sentence with its links, its rule if ``ruled``, and a list of all that it covers."""
        parts = [*before, *self.sentence(one, self.context)]
        if one.lapsed:
            parts.append(f" ({self.labels.lapsed.format(date=one.lapsed)})")
        made: list[nodes.Node] = [paragraph(*parts, f" ({one.rule})" if ruled else "", *self.line(one))]
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


def enumerated(parts: list[list[Inline]], last: str, context: Context[Inline]) -> list[Inline]:
    """Join parts as the language does: commas, and a word before the last."""
    made: list[Inline] = []
    for number, part in enumerate(parts):
        if number:
            made.append(context.words(last if number == len(parts) - 1 else context.labels.and_more))
        made += part
    return made


def draw_part(
    part: ChangePart,
    context: Context[Inline],
    *,
    linked: bool = True,
    letters: bool = False,
    badge: Callable[[LetterRef, str], Inline] | None = None,
) -> list[Inline]:
    """Return one thing; rows are links if ``linked``, letters come before their names if ``letters``.

    ``badge`` draws a letter before its name.
    """
    match part:
        case Holding(role=role, letters=held, when=when):
            inner = [draw_part(letter, context, badge=badge) for letter in held] + (
                [[context.words(context.labels.word(when))]] if when else []
            )
            within = enumerated(inner, context.labels.and_more, context)
            return [*draw_part(role, context), context.words(" ("), *within, context.words(")")]
        case RowRef(name=name, when=when):
            row = context.row(part.key, context.text(name)) if linked else context.text(name)
            limits = ", ".join(map(context.labels.word, when))
            return [row, *([context.words(f" ({limits})")] if limits else [])]
        case RoleRef(role=key, name=name):
            return [context.role(key, context.text(name))]
        case OwnerRef(owner=owner, roles=roles, people=people):
            named = enumerated([draw_part(one, context) for one in roles], context.labels.and_more, context)
            names = [context.words(": " if roles else ""), context.words(", ".join(people))] if people else []
            behind = [*named, *names]
            around = [context.words(" ("), *behind, context.words(")")] if behind else []
            return [context.words(owner), *around]
        case LetterRef(letter=letter, name=name):
            word = context.plain(name)
            if badge is not None and part.means:
                return [badge(part, lowered(word))]
            return [context.words(f"{letter} ({word})" if letters else lowered(word))]
        case SectionRef(name=name):
            return [context.text(name)]
        case Message(text=text):
            said = context.say(text)
            return [context.words(context.labels.field(text) if said == text else said)]
        case _:
            # A page that comes from the cache has plain strings.
            return [context.text(Text(part))]


CHANGE_SIGNS = {"added": "+", "removed": "−", "moved": "→", "changed": "±"}
"""A sign before each sentence, for eyes: the sentence says it in words."""
_SHORT = 160
"""A text of up to so many characters that is only new, or only gone, needs no fold."""
_SUBJECTS = {"row", "thing", "section", "matrix", "skill", "scheme", "scale"}
"""The slots of what a sentence is about, each of one part."""


def _caption(report: ChangesReport, context: Context[Inline]) -> str:
    """Return the author's caption, else which catalogs are compared."""
    if report.name:
        return context.plain(report.name)
    old, new = (context.plain(name) if name else "" for name in (report.old, report.new))
    labels = context.labels
    return labels.changes_between.format(old=old, new=new) if new else labels.changes_since.format(old=old)


def _counts(report: ChangesReport, context: Context[Inline]) -> list[tuple[str, int]]:
    """Return how many changes there are about what, but for topics without any."""
    found = Counter(SENTENCES[one.kind].topic for group in report.groups for one in group.changes)
    return [(context.labels.named(f"changes_{topic}"), found[topic]) for topic in TOPICS if found[topic]]


def _empty(report: ChangesReport, context: Context[Inline]) -> str:
    """Return the sentence where nothing changed."""
    return context.plain(report.empty) if report.empty else context.labels.changes_none


def _head(group: Group, context: Context[Inline]) -> str:
    """Return the head of a group: its matrix and section, or what kind of things it is about."""
    names = [context.plain(name) for name in (group.matrix, group.section) if name]
    if names:
        first, *rest = names
        return f"{context.labels.colon.format(label=first)} {rest[0]}" if rest else first
    return context.labels.named(f"changes_{group.kind}")


def _sentence(
    one: Change,
    context: Context[Inline],
    draw: Callable[[Value, list[list[Inline]]], list[Inline]],
    badge: Callable[[LetterRef, str], Inline] | None = None,
) -> list[Inline]:
    """Return the sentence of a change; ``draw`` joins the parts of one of its things."""

    def drawn(thing: Value) -> list[Inline]:
        return draw(thing, [draw_part(part, context, badge=badge) for part in thing.parts])

    text = context.say(one.text)
    return list(chain.from_iterable(fill(text, one.things, lambda words: [context.words(words)], drawn)))


def changes_html(report: ChangesReport, shape: ChangesShape, context: HtmlContext) -> str:
    """Return the caption, how much changed, and a list for each group."""
    draw = _ChangesHtml(shape, context)
    parts = [f'<p class="ro-caption">{escape(_caption(report, context))}</p>']
    if not report.groups:
        parts.append(f'<p class="ro-clean">{escape(_empty(report, context))}</p>')
    elif shape.counts:
        found = _counts(report, context)
        facts = (f'<span class="ro-fact">{escape(word)} <b>{count}</b></span>' for word, count in found)
        parts.append(f'<p class="ro-facts">{" ".join(facts)}</p>')
    for group in report.groups:
        items = "".join(map(draw.change, group.changes, chain([None], group.changes)))
        title = f'<p class="ro-band-name">{escape(_head(group, context))}</p>'
        parts.append(f'{title}<ul class="ro-moves simple">{items}</ul>\n')
    return f'<div class="ro ro-changes">{"".join(parts)}</div>\n'


class _ChangesHtml:
    def __init__(self, shape: ChangesShape, context: HtmlContext) -> None:
        self.shape, self.context, self.labels = shape, context, context.labels

    def change(self, one: Change, before: Change | None) -> str:
        """A sentence with its links; a text that changed is folded below it."""
        look = f"ro-is-{one.sign}"
        look += " ro-again" if before and _subject(before) == _subject(one) is not None else ""
        text = "".join(_sentence(one, self.context, self.thing, _badge))
        sign = f'<i class="ro-sign" aria-hidden="true">{CHANGE_SIGNS[one.sign]}</i>'
        return f'<li class="{look}">{sign}<div class="ro-said">{text}{self.texts(one)}</div></li>\n'

    def texts(self, one: Change) -> str:
        """The old text and the new one."""
        sides = ((self.labels.change_old, one.old, "del"), (self.labels.change_new, one.new, "ins"))
        found = [(word, text, tag) for word, text, tag in sides if text]
        if not found or not self.shape.texts:
            return ""
        inner = "".join(
            f'<{tag} class="ro-{tag}"><b>{escape(self.labels.colon.format(label=word))}</b> '
            f"{self.context.block(text)}</{tag}>"
            for word, text, tag in found
        )
        if len(found) == 1 and len(found[0][1]) <= _SHORT:
            return f'<div class="ro-told">{inner}</div>'
        label = escape(self.labels.joined([found[0][0], *(word.lower() for word, _, _ in found[1:])]))
        return f'<details class="ro-more"><summary>{label}</summary><div>{inner}</div></details>'

    def thing(self, thing: Value, parts: list[list[str]]) -> list[str]:
        """The parts of a thing; what the sentence is about is where the eye looks first."""
        if thing.key in _SUBJECTS:
            return ["<b>", *parts[0], "</b>"]
        return enumerated(parts, self.labels.and_last, self.context)


def _subject(one: Change) -> Value | None:
    return next((thing for thing in one.things if thing.key in _SUBJECTS), None)


def _badge(letter: LetterRef, word: str) -> str:
    """Return the letter as it is drawn in a matrix, and its name."""
    drawn = f'<b class="{look(letter)}" data-ro="{escape(letter.letter)}"></b>'
    return f'<span class="ro-key">{drawn}{escape(word)}</span>'


def changes_nodes(report: ChangesReport, shape: ChangesShape, context: NodeContext) -> list[nodes.Node]:
    """Return the caption, how much changed, and a list for each group."""
    made: list[nodes.Node] = [nodes.rubric("", _caption(report, context))]
    if not report.groups:
        made.append(paragraph(_empty(report, context)))
    elif shape.counts:
        found = _counts(report, context)
        made.append(paragraph("; ".join(f"{context.labels.colon.format(label=w)} {n}" for w, n in found)))
    for group in report.groups:
        made.append(paragraph(nodes.strong("", _head(group, context))))
        made.append(bullets(_change(one, shape, context) for one in group.changes))
    return made


def _change(one: Change, shape: ChangesShape, context: NodeContext) -> list[nodes.Node]:
    """A sentence with its links, and a text as it was and as it is."""
    labels = context.labels
    made: list[nodes.Node] = [
        paragraph(*_sentence(one, context, lambda _, parts: enumerated(parts, labels.and_last, context)))
    ]
    for word, text in ((labels.change_old, one.old), (labels.change_new, one.new)) if shape.texts else ():
        made += _text(word, text, context) if text else []
    return made


def _text(word: str, text: Text, context: NodeContext) -> list[nodes.Node]:
    label = nodes.emphasis("", context.labels.colon.format(label=word))
    blocks = context.block(text)
    if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
        return [paragraph(label, " ", *blocks[0].children)]
    return [paragraph(label), *blocks]
