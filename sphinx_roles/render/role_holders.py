"""Who holds what, as HTML and as nodes: cards or a table, with the same lines under the same labels."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Generic, TypeAlias

from docutils import nodes
from msgspec import structs

from sphinx_roles.analysis.role_holders import (
    PERSON,
    ROLE,
    TEAM,
    Contact,
    Deputies,
    Held,
    HoldersEntry,
    HoldersReport,
    Leaving,
    RoleAt,
    RowAt,
    Vacancy,
)
from sphinx_roles.model import Holder, Text
from sphinx_roles.render.cards import card_grid
from sphinx_roles.render.context import (
    NARROW,
    Context,
    HoldersShape,
    HtmlContext,
    Inline,
    NodeContext,
    bullets,
    paragraph,
)
from sphinx_roles.render.labels import Labels, about, status
from sphinx_roles.render.skill_matrix import scroll_table

Line: TypeAlias = list[Inline]
"""What is on one line: parts of HTML, or docutils nodes."""


class _Lines(ABC, Generic[Inline]):
    """What an entry says, line by line."""

    def __init__(self, report: HoldersReport, context: Context[Inline]) -> None:
        self.report, self.context = report, context
        self.labels: Labels = context.labels

    @abstractmethod
    def anchored(self, key: str) -> bool:
        """Return whether this view is where links to the person lead."""

    def words(self, text: str) -> Inline:
        return self.context.words(text)

    @property
    def caption(self) -> str:
        """What the list is called; one person is called by name."""
        return self.labels.holders

    @property
    def corner(self) -> str:
        """What an entry is."""
        labels = self.labels
        return {PERSON: labels.holder_person, ROLE: labels.role, TEAM: labels.holder_team}[self.report.by]

    def name(self, entry: HoldersEntry) -> Inline:
        """Return the name of an entry, linked where it has a place elsewhere."""
        if entry.holder:
            ident = "" if self.anchored(entry.key) else entry.key
            return self.context.person(entry.holder, ident)
        if not entry.name:
            return self.words(self.labels.holder_no_team)
        name = self.context.text(entry.name)
        return self.context.role(entry.key, name) if entry.key else name

    def marks(self, entry: HoldersEntry) -> list[str]:
        """Return what is unusual about an entry; of a person, handle and organisation."""
        if entry.holder:
            return list(filter(None, [about(entry.holder, self.labels)]))
        return status(entry.kind, entry.status, self.labels)

    def fields(self, entry: HoldersEntry) -> Iterator[tuple[str, list[Line[Inline]]]]:
        """Yield what there is to say, in lines under a label."""
        labels = self.labels
        heads = {PERSON: labels.holder_roles, ROLE: labels.head("holders"), TEAM: labels.holder_people}
        before = {PERSON: labels.holder_past, ROLE: labels.head("past_holders"), TEAM: labels.holder_former}
        yield heads[self.report.by], self.held(entry)
        deputies = labels.holder_deputies if entry.kind == PERSON else labels.holder_cover
        yield deputies, [self.deputies(one, named=entry.kind == PERSON) for one in entry.deputies]
        yield labels.profile_covers, [self.role(one) for one in entry.stands_in]
        if self.report.by == ROLE:
            # That nobody holds it is said already.
            calls = [self.vacancy(one, named=False) for one in entry.vacancies if one.open is not None]
            yield labels.head("open"), calls
        else:
            yield labels.holder_vacancies, [self.vacancy(one) for one in entry.vacancies]
        yield labels.head("contact"), [self.contact(one, entry) for one in entry.contacts]
        for one in entry.letters:
            yield self.context.plain(one.name), [self.row(row, entry) for row in one.rows]
        if entry.leaving:
            yield labels.holder_leaving, self.leaving(entry.leaving)
        yield before[self.report.by], self.people_or_roles(entry.past)

    def held(self, entry: HoldersEntry) -> list[Line[Inline]]:
        """Return the roles of a person, the holders of a role, or the people of a team with their roles."""
        if entry.held is None:
            # Neither a person who is a role nor a team needs holders.
            gap = entry.kind == "role" and not entry.holder
            return [[self.words(self.labels.holder_unrecorded)]] if gap else []
        if not entry.held and not entry.holder:
            return [[self.words(self.labels.nobody_holds)]] if self.report.by == ROLE else []
        return self.people_or_roles(entry.held)

    def people_or_roles(self, held: Sequence[Held]) -> list[Line[Inline]]:
        if self.report.by == ROLE:
            return [self.person(one) for one in held]
        if self.report.by == PERSON:
            return [self.post(one) for one in held]
        people: dict[str, list[Held]] = {}
        for one in held:
            people.setdefault(one.person, []).append(one)
        return [self.member(some) for some in people.values()]

    def member(self, held: Sequence[Held]) -> Line[Inline]:
        """Return a person with the roles in the team; a member of the team alone has none."""
        person = structs.replace(held[0].holder, capacity=None, since=None, until=None, acting=False)
        first: Line[Inline] = [self.context.person(person, held[0].person)]
        # Members of the team itself, and people who are roles, have no role to be named.
        named = [one for one in held if one.role.kind not in (TEAM, PERSON)]
        roles = [self.post(one) for one in named]
        own = [self.in_role(one.holder) for one in held if one.role.kind == TEAM]
        for detail in own:
            first += detail
        return [*first, *([self.words(": ")] if roles else []), *self.joined(roles)]

    def post(self, one: Held) -> Line[Inline]:
        """Return a role with what is so of its holder there; that both are acting is one fact."""
        once = one.holder.acting and one.role.status == "acting"
        role = structs.replace(one.role, status="") if once else one.role
        return [*self.role(role), *self.in_role(one.holder)]

    def in_role(self, holder: Holder) -> Line[Inline]:
        """Return what is so in this role alone: as what, and since when."""
        said = about(structs.replace(holder, handle=None, org=None, email=None), self.labels)
        return self.context.detail(said)

    def person(self, held: Held) -> Line[Inline]:
        said = about(held.holder, self.labels)
        shown = self.context.person(held.holder, held.person)
        return [shown, *self.context.detail(said)]

    def role(self, role: RoleAt) -> Line[Inline]:
        name = self.context.text(role.name)
        marks = ", ".join(status(role.kind if role.kind != TEAM else "role", role.status, self.labels))
        shown = self.context.role(role.role, name) if role.role else name
        return [shown, *self.context.detail(marks)]

    def joined(self, parts: Sequence[Line[Inline]]) -> Line[Inline]:
        made: Line[Inline] = []
        for part in parts:
            made += [self.words(self.labels.and_more), *part] if made else part
        return made

    def labelled(self, role: RoleAt, parts: Line[Inline], *, named: bool) -> Line[Inline]:
        """Put the name of a role before what is said of it, where several may be meant."""
        if not named or role.kind == PERSON:
            return parts
        name = self.context.text(role.name)
        return [self.context.role(role.role, name) if role.role else name, self.words(": "), *parts]

    def deputies(self, one: Deputies, *, named: bool) -> Line[Inline]:
        parts = [self.person(other) for other in one.others]
        if one.cover:
            # The sentence goes around a link.
            before, _, after = self.labels.covered_by.partition("{name}")
            cover = self.context.role(one.cover.role, self.context.text(one.cover.name))
            people = self.joined(
                [[self.context.person(other.holder, other.person)] for other in one.covering]
            )
            shown = [self.words(" ("), *people, self.words(")")] if people else []
            parts.append([self.words(before), cover, self.words(after), *shown])
        return self.labelled(one.role, self.joined(parts), named=named)

    def vacancy(self, one: Vacancy, *, named: bool = True) -> Line[Inline]:
        """Return the call of a role that is open; without one, that it is vacant."""
        if one.open is None:
            return self.labelled(one.role, [self.words(self.labels.vacant)], named=named)
        call = self.context.prose(one.open) if one.open else [self.words(self.labels.open)]
        return self.labelled(one.role, call, named=named)

    def contact(self, one: Contact, entry: HoldersEntry) -> Line[Inline]:
        parts = [self.context.prose(one.contact)] if one.contact else []
        parts += [[self.context.link(link)] for link in one.links]
        return self.labelled(one.role, self.joined(parts), named=one.role.role != entry.key)

    def row(self, row: RowAt, entry: HoldersEntry) -> Line[Inline]:
        """Return a row, with the condition, and through which role where there may be several."""
        said = [self.labels.word(row.when)] if row.when else []
        said += [self.labels.until.format(date=row.until)] if row.until else []
        said += map(self.context.plain, row.letters)
        roles = {one.role.role for one in entry.held or ()}
        if len(roles) > 1 and self.report.by != ROLE:
            said += [self.context.plain(role.name) for role in row.roles if role.kind != PERSON]
        name = self.context.row(row.key, self.context.text(row.name))
        return [name, *self.context.detail(", ".join(said))]

    def leaving(self, leaving: Leaving) -> list[Line[Inline]]:
        nobody = self.context.detail(self.labels.holder_leaving_role)
        lines = [[*self.role(role), *nobody] for role in leaving.roles]
        entry = HoldersEntry(key="", name=Text())
        lines += [self.row(row, entry) for row in leaving.rows]
        return lines or [[self.words(self.labels.holder_leaving_none)]]

    @property
    def groups(self) -> Iterator[tuple[str, Sequence[HoldersEntry]]]:
        """Yield the entries, and under a head those who hold nothing any more."""
        if self.report.entries:
            yield "", self.report.entries
        if self.report.former:
            yield self.labels.holder_former, self.report.former


def _columns(drawer: _Lines[Inline], entries: Iterable[HoldersEntry]) -> list[str]:
    """Return the labels under which any of the entries says something."""
    return list(dict.fromkeys(label for one in entries for label, lines in drawer.fields(one) if lines))


def role_holders_html(report: HoldersReport, shape: HoldersShape, context: HtmlContext) -> str:
    """Return cards or a table, and what is vacant."""
    drawer = _Html(report, context)
    inner = drawer.table() if shape.layout == "table" else drawer.cards(shape)
    return f'<div class="ro ro-holders{" ro-matrix" if shape.layout == "table" else ""}">{inner}</div>\n'


class _Html(_Lines[str]):
    context: HtmlContext

    def anchored(self, key: str) -> bool:
        found = self.context.domain.targets.get(("person", key))
        own = self.context.anchor(key)
        return bool(own and found and found[0] == self.context.node["docname"] and found[1].anchor == own)

    def lines(self, lines: Sequence[Line[str]]) -> str:
        """One line as it is, several as a list."""
        shown = ["".join(line) for line in lines]
        if len(shown) < 2:
            return "".join(shown)
        return f'<ul class="simple">{"".join(f"<li>{line}</li>" for line in shown)}</ul>'

    def cards(self, shape: HoldersShape) -> str:
        made = []
        for head, entries in self.groups:
            cards = [self.card(entry, titled=shape.titled) for entry in entries]
            grid = card_grid(cards, shape.columns) if shape.grid else "".join(cards)
            made.append((f'<p class="ro-caption">{escape(head)}</p>' if head else "") + grid)
        return "".join(made) + self.vacancies()

    def card(self, entry: HoldersEntry, *, titled: bool) -> str:
        anchor = self.context.anchor(entry.key) if entry.holder else ""
        ident = f' id="{anchor}"' if anchor else ""
        marks = "".join(f' <span class="ro-mark">{escape(mark)}</span>' for mark in self.marks(entry))
        pairs = "".join(
            f"<dt>{escape(label)}</dt><dd>{self.lines(lines)}</dd>"
            for label, lines in self.fields(entry)
            if lines
        )
        tools, name = self.context.tools(None, self.context.text(entry.name), anchor), self.name(entry)
        return (
            f'<div class="ro-card sd-card sd-sphinx-override sd-w-100 sd-shadow-sm"{ident}>'
            '<div class="sd-card-body">'
            + (f'<p class="ro-title sd-card-title sd-font-weight-bold">{name}</p>' if titled else "")
            + (f'<p class="ro-marks">{marks.strip()}</p>' if marks else "")
            + (f'<dl class="simple ro-fields">{pairs}</dl>' if pairs else "")
            + f"</div>{tools}</div>"
        )

    def vacancies(self) -> str:
        """What nobody of the people holds, below their cards."""
        lines = [self.vacancy(one) for one in self.report.vacancies]
        if not lines:
            return ""
        items = "".join(f"<li>{''.join(line)}</li>" for line in lines)
        head = f'<p class="ro-caption">{escape(self.labels.holder_vacancies)}</p>'
        return f'{head}<ul class="simple ro-open-posts">{items}</ul>'

    def table(self) -> str:
        """A row for each entry, a column for each label."""
        groups = list(self.groups)
        columns = _columns(self, (entry for _, entries in groups for entry in entries))
        heads = "".join(f'<th scope="col">{escape(label)}</th>' for label in columns)
        body = ""
        for head, entries in groups:
            band = (
                f'<tr class="ro-band"><th scope="rowgroup" colspan="{len(columns) + 1}">'
                f"<span>{escape(head)}</span></th></tr>\n"
            )
            rows = "".join(self.row_of(entry, columns) for entry in entries)
            body += f"<tbody>{band if head else ''}{rows}</tbody>\n"
        head = f'<tr><th scope="col" class="ro-corner">{escape(self.corner)}</th>{heads}</tr>'
        count = sum(len(entries) for _, entries in groups)
        if not count:
            return self.vacancies()
        return scroll_table("ro-people", self.caption, head, body, count, self.context) + self.vacancies()

    def row_of(self, entry: HoldersEntry, columns: Sequence[str]) -> str:
        anchor = self.context.anchor(entry.key) if entry.holder else ""
        ident = f' id="{anchor}"' if anchor else ""
        marks = "".join(f' <small class="ro-mark">{escape(mark)}</small>' for mark in self.marks(entry))
        found = {label: self.lines(lines) for label, lines in self.fields(entry) if lines}
        nothing = f"<td>{escape(self.labels.none)}</td>"
        # A word alone in a cell would be drawn as a dash.
        cells = (f"<td><div>{found[label]}</div></td>" if label in found else nothing for label in columns)
        tools = self.context.tools(None, self.context.text(entry.name), anchor)
        return f'<tr{ident}><th scope="row">{self.name(entry)}{marks}{tools}</th>{"".join(cells)}</tr>\n'


def role_holders_nodes(report: HoldersReport, shape: HoldersShape, context: NodeContext) -> list[nodes.Node]:
    """Return headed blocks, or a table where it is asked for and there is room."""
    drawer = _Nodes(report, context)
    columns = _columns(drawer, (*report.entries, *report.former))
    roomy = not context.in_cell and context.format not in NARROW and len(columns) < context.max_columns
    return drawer.table(columns) if shape.layout == "table" and columns and roomy else drawer.blocks(shape)


class _Nodes(_Lines[nodes.Node]):
    context: NodeContext

    def anchored(self, key: str) -> bool:
        return key in self.context.node["anchors"]

    def lines(self, lines: Sequence[Line[nodes.Node]]) -> list[nodes.Node]:
        made = [[paragraph(*line)] for line in lines]
        return [bullets(made)] if len(made) > 1 else [node for line in made for node in line]

    def title(self, entry: HoldersEntry) -> list[nodes.Node]:
        marks = self.marks(entry)
        return [self.name(entry), *self.context.detail(", ".join(marks))]

    def blocks(self, shape: HoldersShape) -> list[nodes.Node]:
        made: list[nodes.Node] = []
        for head, entries in self.groups:
            made += [paragraph(nodes.strong("", head))] if head else []
            for entry in entries:
                made += self.context.target(entry.key) if entry.holder else []
                if shape.titled:
                    made.append(nodes.rubric("", "", *self.title(entry)))
                elif marks := self.marks(entry):
                    made.append(paragraph(", ".join(marks)))
                fields = [
                    nodes.field("", nodes.field_name("", label), nodes.field_body("", *self.lines(lines)))
                    for label, lines in self.fields(entry)
                    if lines
                ]
                made += [nodes.field_list("", *fields)] if fields else []
        return [*made, *self.vacancies()]

    def vacancies(self) -> list[nodes.Node]:
        found = [[paragraph(*self.vacancy(one))] for one in self.report.vacancies]
        head = paragraph(nodes.strong("", self.labels.holder_vacancies))
        return [head, bullets(found)] if found else []

    def table(self, columns: list[str]) -> list[nodes.Node]:
        heads: list[list[nodes.Node]] = [[nodes.Text(one)] for one in (self.corner, *columns)]
        rows = []
        for head, entries in self.groups:
            if head:
                first = nodes.entry("", paragraph(nodes.strong("", head)))
                rows.append(nodes.row("", first, *(nodes.entry() for _ in columns)))
            rows += [self.row_of(entry, columns) for entry in entries]
        made = self.context.table(self.caption, heads, rows, [16, *(20 for _ in columns)])
        return [*made, *self.vacancies()]

    def row_of(self, entry: HoldersEntry, columns: Sequence[str]) -> nodes.row:
        found = {label: self.lines(lines) for label, lines in self.fields(entry) if lines}
        target = self.context.target(entry.key) if entry.holder else []
        cells = (nodes.entry("", *(found.get(label) or [paragraph("–")])) for label in columns)
        return nodes.row("", nodes.entry("", paragraph(*target, *self.title(entry))), *cells)
