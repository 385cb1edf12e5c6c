"""The findings of an audit, and the changes between two catalogs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import chain
from typing import Generic, NamedTuple

from docutils import nodes

from sphinx_roles.analysis.audit.query import AcceptedShown, AuditReport, Shown, by_rule
from sphinx_roles.analysis.diff import TOPICS
from sphinx_roles.analysis.diff.change import SENTENCES, Change, ChangePart, Holding, lowered
from sphinx_roles.analysis.diff.query import ChangesReport
from sphinx_roles.analysis.sentence import (
    DayRef,
    LetterRef,
    Message,
    OwnerRef,
    RoleRef,
    RowRef,
    SectionRef,
    Value,
    fill,
    plain,
)
from sphinx_roles.model import IN_THE_DATA, Text
from sphinx_roles.problems import Phrase
from sphinx_roles.render.context import Context, Inline, Item
from sphinx_roles.render.labels import Labels, badge_classes
from sphinx_roles.render.shapes import AuditShape, ChangesShape

SEVERITY_SIGNS = {"error": "✖", "warning": "▲", "hint": "●"}
"""A sign beside the word of a severity: none is shown by its colour alone."""


def _facts(report: AuditReport, labels: Labels) -> list[tuple[str, str, int]]:
    """Return (class, word, number): what was looked at, and how much was found."""
    counts = Counter(finding.severity for finding in report.findings)
    severities = (("error", labels.errors), ("warning", labels.warnings), ("hint", labels.hints))
    found = [(f"ro-{name}", word, counts[name]) for name, word in severities if counts[name]]
    looked = ("ro-fact", labels.audit_rows, report.rows), ("ro-fact", labels.roles, report.roles)
    return [*looked, *found]


def _accepted(one: AcceptedShown, context: Context[Inline]) -> str:
    """Return until when findings are accepted, and why."""
    labels = context.labels
    day = labels.day(one.until)
    until = labels.accepted_until.format(date=day) if day else labels.accepted_for_good
    return labels.and_said.join((until, context.plain(one.reason))) if one.reason else until


_ABOUT = re.compile(r"\{(\w+)\}\s*[::]\s*")
"""How a sentence begins that says what it is about."""


_CODE = re.compile(r"`([^`]+)`")


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


def draw_audit(report: AuditReport, shape: AuditShape, context: Context[Inline]) -> list[Inline]:
    """Return what was looked at, the findings as a list, and what the team has accepted."""
    draw, labels = _Audit(shape, context), context.labels
    made = context.caption([context.text(report.name)]) if report.name else []
    made += context.facts(_facts(report, labels)) if shape.counted else []
    most = report.most if context.html else None
    if report.findings:
        first, rest = (list(map(draw.group, part)) for part in _groups(report, most))
        made += draw.folded(first, rest, len(report.findings) - report.most)
    else:
        sign = context.either('<span aria-hidden="true">✓</span> ')
        made += context.line([*sign, context.words(labels.audit_clean)], "ro-clean")
    if report.accepted:
        head, found = labels.audit_accepted, list(map(draw.accepted, report.accepted))
        made += context.head(context.either(escape(head), labels.colon.format(label=head)))
        made += draw.folded(found[:most], found[most:] if most is not None else [], len(found) - report.most)
    return context.view("ro-audit", made)


class _Audit(Generic[Inline]):
    """Draws findings, and what is accepted, as items of lists."""

    def __init__(self, shape: AuditShape, context: Context[Inline]) -> None:
        self.shape, self.context, self.labels = shape, context, context.labels

    def folded(self, first: Sequence[Item[Inline]], rest: Sequence[Item[Inline]], more: int) -> list[Inline]:
        """A list; what goes beyond the first screen is folded."""
        start, others = (self.context.listed(part, "ro-findings simple") for part in (first, rest))
        return [
            *start,
            *self.context.fold([self.context.words(self.labels.audit_more.format(count=more))], others),
        ]

    def group(self, group: _Group) -> Item[Inline]:
        """A severity with a sign, and the sentence; of several, what they have in common first."""
        first, context = group.findings[0], self.context
        word, look = self.labels.named(first.severity), f"ro-is-{first.severity}"
        sign = f'<i aria-hidden="true">{SEVERITY_SIGNS[first.severity]}</i>'
        shown = context.either(f"{sign} {escape(word)}", self.labels.colon.format(label=word))
        severity = [*context.strong(shown, "ro-severity"), context.words(" ")]
        if len(group.findings) < 2:
            return [], self.message(first, severity), look
        about = group.about(context.say)
        lines: Iterator[Item[Inline]] = (
            ([*self.subject(one, about), *self.line(one)], ())
            if about
            else ([], self.message(one, ruled=False))
            for one in group.findings
        )
        head = context.element("b", self.head(group, about), "ro-in-all")
        head += context.detail(first.rule, "ro-rule")
        return [], context.said(severity, head, context.listed(lines, "simple ro-those")), look

    def head(self, group: _Group, about: str) -> list[Inline]:
        """What several findings have in common: their sentence, else that of their rule; and their number."""
        first = group.findings[0]
        if not about:
            return [*self.words(self.context.say(first.head)), self.context.words(f" · {group.of_total}")]
        said = _ABOUT.sub("", self.context.say(first.text), count=1)
        drawn = self.drawn(said[:1].upper() + said[1:], first)
        return [*drawn, self.context.words(f" · {group.of_total}")]

    def subject(self, one: Shown, about: str) -> list[Inline]:
        """What a finding is about, where its sentence is above it."""
        made = self.drawn(f"{{{about}}}", one)
        return [*made, self.context.words(f" ({self.context.plain(one.where)})")] if one.where else made

    def accepted(self, one: AcceptedShown) -> Item[Inline]:
        """What is accepted, and until when."""
        messages = chain.from_iterable(map(self.message, one.findings))
        why = [self.context.words(_accepted(one, self.context))]
        quiet = self.context.element("div", why, "ro-why", nodes.paragraph, nodes.emphasis)
        return [], [*messages, *quiet], "ro-quiet"

    def message(self, one: Shown, severity: Sequence[Inline] = (), *, ruled: bool = True) -> list[Inline]:
        """The sentence with its links, its rule if ``ruled``, the line to mend, and all that it covers."""
        context, labels = self.context, self.labels
        text = self.sentence(one)
        if one.lapsed:
            text += context.aside(labels.lapsed.format(date=labels.day(one.lapsed)), "ro-when")
        line = [*context.element("span", text), *(context.detail(one.rule, "ro-rule") if ruled else [])]
        items = context.listed(([*self.sentence(item), *self.line(item)], ()) for item in one.items)
        more = context.fold([context.words(labels.audit_items.format(count=len(one.items)))], items)
        return context.said(severity, [*line, *self.line(one)], more)

    def line(self, one: Shown) -> list[Inline]:
        """The link to the line in the data, where there are edit links."""
        if not one.edit or not (url := self.context.edit_url(one.edit)):
            return []
        words = self.context.words(f"{one.edit.path}:{one.edit.line}")
        reference = nodes.reference("", "", refuri=url, classes=["ro-line"])
        return [self.context.words(" "), self.context.linked(reference, words)]

    def sentence(self, one: Shown) -> list[Inline]:
        said = self.drawn(self.context.say(one.text), one)
        where = self.context.plain(one.where) if one.where else ""
        return [self.context.words(f"{where}{self.labels.and_said}"), *said] if where else said

    def words(self, text: str) -> list[Inline]:
        """Words of ours, in which names of fields are between backticks."""
        made: list[Inline] = []
        for place, part in enumerate(_CODE.split(text)):
            shown = [self.context.words(part)] if part else []
            made += self.context.element("code", shown, "", nodes.literal) if place % 2 else shown
        return made

    def drawn(self, text: str, one: Shown) -> list[Inline]:
        """A sentence with its links."""
        context, labels = self.context, self.labels

        def draw(value: Value) -> list[Inline]:
            parts = [draw_part(p, context, linked=self.shape.linked, letters=True) for p in value.parts]
            if not value.more:
                return context.joined(parts, last=labels.or_last if value.either else labels.and_last)
            return context.rest(context.joined(parts), value.more)

        return list(chain.from_iterable(fill(text, one.values, self.words, draw)))


def draw_part(
    part: ChangePart, context: Context[Inline], *, linked: bool = True, letters: bool = False
) -> list[Inline]:
    """Return one thing; rows are links if ``linked``, letters come before their names if ``letters``.

    Else HTML has the letter as a matrix draws it.
    """
    match part:
        case Holding(role=role, letters=held, when=when):
            inner = [draw_part(letter, context) for letter in held]
            inner += [[context.words(context.labels.word(when))]] if when else []
            within = context.joined(inner)
            return [*draw_part(role, context), context.words(" ("), *within, context.words(")")]
        case RowRef(name=name, when=when):
            row = context.row(part.key, context.text(name)) if linked else context.text(name)
            limits = context.labels.and_more.join(map(context.labels.word, when))
            return [row, *([context.words(f" ({limits})")] if limits else [])]
        case RoleRef(role=key, name=name):
            return [context.role(key, context.text(name))]
        case OwnerRef(owner=owner, roles=roles, people=people):
            behind = context.joined(draw_part(one, context) for one in roles)
            behind += [context.words(context.labels.and_said)] if roles and people else []
            behind += context.joined([context.text(one)] for one in people)
            around = [context.words(" ("), *behind, context.words(")")] if behind else []
            return [context.words(owner), *around]
        case LetterRef(letter=letter, name=name):
            word = context.plain(name)
            if letters:
                return [context.words(f"{letter} ({word})")]
            word = lowered(word)
            drawn = f'<b class="{badge_classes(part)}" data-ro="{escape(letter)}"></b>' if part.means else ""
            key = f'<span class="ro-key">{drawn}{escape(word)}</span>'
            return context.either(key if drawn else escape(word), word)
        case SectionRef(name=name):
            return [context.text(name)]
        case DayRef(day=day):
            return [context.words(context.labels.day(day))]
        case Phrase() | Message():
            return [context.words(plain(part, context.say))]
        case _:
            return [context.text(Text(part, IN_THE_DATA))]


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


def _counts(report: ChangesReport, labels: Labels) -> list[tuple[str, str, int]]:
    """Return how many changes there are about what, but for topics without any."""
    found = Counter(SENTENCES[one.kind].topic for group in report.groups for one in group.changes)
    return [("ro-fact", labels.named(f"changes_{topic}"), found[topic]) for topic in TOPICS if found[topic]]


def draw_changes(report: ChangesReport, shape: ChangesShape, context: Context[Inline]) -> list[Inline]:
    """Return the caption, how much changed, and a list for each group."""
    made = context.caption([context.words(_caption(report, context))])
    if not report.groups:
        empty = context.text(report.empty) if report.empty else context.words(context.labels.changes_none)
        made += context.line([empty], "ro-clean")
    elif shape.counts:
        made += context.facts(_counts(report, context.labels))
    for group in report.groups:
        # Its matrix and section, or what kind of things it is about.
        head = context.named(group.matrix, group.section) or context.labels.named(f"changes_{group.kind}")
        made += context.head([context.words(head)])
        pairs = zip(group.changes, chain([None], group.changes), strict=False)
        made += context.listed((_change(*pair, shape, context) for pair in pairs), "ro-moves simple")
    return context.view("ro-changes", made)


def _subject(one: Change) -> Value | None:
    return next((thing for thing in one.things if thing.key in _SUBJECTS), None)


def _change(
    one: Change, before: Change | None, shape: ChangesShape, context: Context[Inline]
) -> Item[Inline]:
    """A sentence with its links; what it is about is where the eye looks first, unless it is there again."""
    again = " ro-again" if before and _subject(before) == _subject(one) is not None else ""

    def draw(thing: Value) -> list[Inline]:
        parts = [draw_part(part, context) for part in thing.parts]
        if thing.key in _SUBJECTS:
            return context.element("b", parts[0])
        return context.joined(parts, last=context.labels.and_last)

    filled = fill(context.say(one.text), one.things, lambda words: [context.words(words)], draw)
    sign = context.either(f'<i class="ro-sign" aria-hidden="true">{CHANGE_SIGNS[one.sign]}</i>')
    texts = _texts(one, context) if shape.texts else []
    return [], context.said(sign, list(chain.from_iterable(filled)), texts), f"ro-is-{one.sign}{again}"


def _texts(one: Change, context: Context[Inline]) -> list[Inline]:
    """The old text and the new one, folded unless there is one that is short."""
    labels = context.labels
    sides = ((labels.change_old, one.old, "del"), (labels.change_new, one.new, "ins"))
    found = [(word, text, tag) for word, text, tag in sides if text]
    inner: list[Inline] = []
    for word, text, tag in found:
        label = context.element("b", [context.words(labels.colon.format(label=word))], "", nodes.emphasis)
        inner += context.led(label, context.blocks(text), tag, f"ro-{tag}")
    if not found:
        return []
    if len(found) == 1 and len(found[0][1]) <= _SHORT:
        return context.element("div", inner, "ro-told")
    words = labels.joined(word.lower() if number else word for number, (word, *_) in enumerate(found))
    return context.fold([context.words(words)], inner)
