"""Who holds what: cards or a table, with the same lines under the same labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Generic, TypeAlias

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
from sphinx_roles.render.cards import card_frame, card_grid, card_title
from sphinx_roles.render.context import Context, Inline, Row
from sphinx_roles.render.labels import holder_words, status_words
from sphinx_roles.render.shapes import HoldersShape

Line: TypeAlias = list[Inline]
"""What is on one line: parts of HTML, or docutils nodes."""


class _Holders(Generic[Inline]):
    """What an entry says, line by line, and the entries as cards or as a table."""

    def __init__(self, report: HoldersReport, context: Context[Inline]) -> None:
        self.report, self.context = report, context
        self.labels, self.words = context.labels, context.words
        roles, people = self.labels.holder_roles, self.labels.holder_people
        self.heads = {PERSON: roles, ROLE: self.labels.head("holders"), TEAM: people}

    @property
    def corner(self) -> str:
        """What an entry is."""
        labels = self.labels
        return {PERSON: labels.holder_person, ROLE: labels.role, TEAM: labels.holder_team}[self.report.by]

    def name(self, entry: HoldersEntry) -> Inline:
        """Return the name of an entry, linked where it has a place elsewhere."""
        if entry.holder:
            here = self.context.is_target("person", entry.key)
            return self.context.person(entry.holder, "" if here else entry.key)
        if not entry.name:
            return self.words(self.labels.holder_no_team)
        return self.context.role(entry.key, self.context.text(entry.name))

    def marks(self, entry: HoldersEntry) -> list[str]:
        """Return what is unusual about an entry; of a person, handle and organisation."""
        if entry.holder:
            return list(filter(None, [holder_words(entry.holder, self.labels)]))
        return status_words(entry.kind, entry.status, self.labels)

    def fields(self, entry: HoldersEntry) -> Iterator[tuple[str, list[Line[Inline]]]]:
        """Yield what there is to say, in lines under a label."""
        labels = self.labels
        before = {PERSON: labels.holder_past, ROLE: labels.head("past_holders"), TEAM: labels.holder_former}
        yield self.heads[self.report.by], self.held(entry)
        deputies = labels.holder_deputies if entry.kind == PERSON else labels.holder_cover
        yield deputies, [self.deputies(one, named=entry.kind == PERSON) for one in entry.deputies]
        yield labels.profile_covered_by, [self.role(one) for one in entry.stands_in]
        if self.report.by == ROLE:
            # That nobody holds it is said already.
            calls = [self.vacancy(one, named=False) for one in entry.vacancies if one.open is not None]
            yield labels.head("open"), calls
        else:
            yield labels.holder_vacancies, [self.vacancy(one) for one in entry.vacancies]
        yield labels.head("contact"), [self.contact(one, entry) for one in entry.contacts]
        for one in entry.letters:
            names = labels.and_more.join(map(self.context.plain, one.names))
            yield names, [self.row(row, entry) for row in one.rows]
        if entry.leaving:
            yield labels.holder_leaving, self.leaving(entry.leaving)
        # What a role is today is not what it was then.
        past = [structs.replace(one, role=structs.replace(one.role, status="")) for one in entry.past]
        yield before[self.report.by], self.people_or_roles(past)

    def held(self, entry: HoldersEntry) -> list[Line[Inline]]:
        """Return the roles of a person, the holders of a role, or the people of a team with their roles."""
        if entry.held is None:
            # Neither a person who is a role nor a team needs holders.
            gap = entry.kind not in (PERSON, TEAM) and not entry.holder
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
        first = self.context.person(person, held[0].person)
        # Members of the team itself, and people who are roles, have no role to be named.
        named = [one for one in held if one.role.kind not in (TEAM, PERSON)]
        roles = [self.post(one) for one in named]
        teams = (self.in_role(one.holder) for one in held if one.role.kind == TEAM)
        own = chain.from_iterable(map(self.context.detail, teams))
        said = [self.words(self.labels.and_said), *self.context.joined(roles)] if roles else []
        return [first, *own, *said]

    def post(self, one: Held) -> Line[Inline]:
        """Return a role with what is so of its holder there; that both are acting is one fact."""
        once = one.holder.acting and one.role.status == "acting"
        role = structs.replace(one.role, status="") if once else one.role
        return self.role(role, self.in_role(one.holder))

    def in_role(self, holder: Holder) -> str:
        """Return what is so in this role alone: as what, and since when."""
        return holder_words(structs.replace(holder, handle=None, org=None, email=None), self.labels)

    def person(self, held: Held) -> Line[Inline]:
        said = holder_words(held.holder, self.labels)
        shown = self.context.person(held.holder, held.person)
        return [shown, *self.context.detail(said)]

    def role(self, role: RoleAt, said: str = "") -> Line[Inline]:
        """Return a role with what is unusual about it, and what else is ``said``."""
        marks = status_words(role.kind if role.kind != TEAM else "role", role.status, self.labels)
        words = self.labels.and_more.join(filter(None, (*marks, said)))
        return [self.context.role(role.role, self.context.text(role.name)), *self.context.detail(words)]

    def labelled(self, role: RoleAt, parts: Line[Inline], *, named: bool) -> Line[Inline]:
        """Put the name of a role before what is said of it, where several may be meant."""
        if not named:
            return parts
        name = self.context.role(role.role, self.context.text(role.name))
        return [name, self.words(self.labels.and_said), *parts]

    def deputies(self, one: Deputies, *, named: bool) -> Line[Inline]:
        parts = [self.person(other) for other in one.others]
        if one.cover:
            cover = self.context.role(one.cover.role, self.context.text(one.cover.name))
            people = self.context.joined(
                [[self.context.person(other.holder, other.person)] for other in one.covering]
            )
            shown = [self.words(" ("), *people, self.words(")")] if people else []
            parts.append([*self.context.sentence(self.labels.covered_by, name=[cover]), *shown])
        # The entry of a person who is a role has its name already.
        named = named and one.role.kind != PERSON
        return self.labelled(one.role, self.context.joined(parts), named=named)

    def vacancy(self, one: Vacancy, *, named: bool = True) -> Line[Inline]:
        """Return the call of a role that is open; without one, that it is vacant."""
        if one.open is None:
            return self.labelled(one.role, [self.words(self.labels.vacant)], named=named)
        call = self.context.prose(one.open) if one.open else [self.words(self.labels.open)]
        return self.labelled(one.role, call, named=named)

    def contact(self, one: Contact, entry: HoldersEntry) -> Line[Inline]:
        parts = [self.context.prose(one.contact)] if one.contact else []
        parts += [[self.context.link(link)] for link in one.links]
        named = one.role.kind != PERSON and one.role.role != entry.key
        return self.labelled(one.role, self.context.joined(parts), named=named)

    def row(self, row: RowAt, entry: HoldersEntry) -> Line[Inline]:
        """Return a row, with the condition, and through which role where there may be several."""
        said = [self.labels.word(row.when)] if row.when else []
        said += [self.labels.until.format(date=self.labels.day(row.until))] if row.until else []
        said += map(self.context.plain, row.letters)
        roles = {one.role.role for one in entry.held or ()}
        if len(roles) > 1 and self.report.by != ROLE:
            said += [self.context.plain(role.name) for role in row.roles if role.kind != PERSON]
        if row.meanwhile:
            names = self.labels.joined(self.context.plain(role.name) for role in row.meanwhile)
            said.append(self.labels.holder_meanwhile.format(names=names))
        name = self.context.row(row.key, self.context.text(row.name))
        return [
            name,
            *self.context.status_marks(row.status),
            *self.context.detail(self.labels.and_more.join(said)),
        ]

    def leaving(self, leaving: Leaving) -> list[Line[Inline]]:
        lines = [self.role(role, self.labels.holder_leaving_role) for role in leaving.roles]
        entry = HoldersEntry(key="", name=Text())
        lines += [self.row(row, entry) for row in leaving.rows]
        return lines or [[self.words(self.labels.holder_leaving_none)]]

    @property
    def groups(self) -> Iterator[tuple[str, Sequence[HoldersEntry]]]:
        """Yield the entries, and under a head those who hold nothing any more."""
        if self.report.entries:
            yield "", self.report.entries
        if self.report.former:
            yield self.labels.holder_former if self.report.entries else "", self.report.former

    def blocks(self, lines: Sequence[Line[Inline]]) -> list[Inline]:
        """One line as it is, several as a list."""
        if len(lines) == 1:
            return self.context.only_line(lines[0])
        return self.context.listed((line, ()) for line in lines)

    def cards(self, shape: HoldersShape) -> Iterator[Inline]:
        for head, entries in self.groups:
            yield from self.context.head([self.words(head)], "ro-caption") if head else []
            cards = (self.card(entry, titled=shape.titled) for entry in entries)
            yield from card_grid(cards, shape.columns, self.context) if shape.grid else chain(*cards)

    def card(self, entry: HoldersEntry, *, titled: bool) -> list[Inline]:
        context, marks = self.context, self.marks(entry)
        label, said = self.heads[self.report.by], [one for one in self.fields(entry) if one[1]]
        if not said and entry.kind != PERSON:
            # A team needs no holders of its own; a card that is empty would leave open whether it has any.
            said = [(label, [[self.words(self.labels.holder_unrecorded)]])]
        fields = context.fields(([self.words(label)], self.blocks(lines)) for label, lines in said)
        title = card_title([self.name(entry)] if titled else [], marks, context)
        return card_frame(entry.key if entry.holder else "", [*title, *fields], entry.name, context)

    def vacancies(self) -> list[Inline]:
        """What nobody of the people holds, below their cards."""
        lines = [(self.vacancy(one), ()) for one in self.report.vacancies]
        head = self.context.head([self.words(self.labels.holder_vacancies)], "ro-caption")
        return [*head, *self.context.listed(lines, "simple ro-open-posts")] if lines else []

    def columns(self) -> list[str]:
        """Return the labels under which any of the entries says something, in the order of a card."""
        order, said = list[str](), set[str]()
        # Only letters may be missing in an entry: the one with most of them says how they follow each other.
        entries = (*self.report.entries, *self.report.former)
        for entry in sorted(entries, key=lambda one: -len(one.letters)):
            place = len(order)
            for label, lines in reversed([*self.fields(entry)]):
                if label not in order:
                    order.insert(place, label)
                place = order.index(label)
                said |= {label} if lines else set()
        return [label for label in order if label in said]

    def table(self, columns: list[str]) -> list[Inline]:
        """A row for each entry, a column for each label."""
        heads = [([self.words(self.corner)], "", 16), *(([self.words(one)], "", 20) for one in columns)]
        bands = [(head, [self.row_of(entry, columns) for entry in entries]) for head, entries in self.groups]
        if not bands:
            return []
        nothing = self.labels.none
        return self.context.grid("ro-people", self.labels.holders, heads, bands, nothing, whose=columns)

    def row_of(self, entry: HoldersEntry, columns: Sequence[str]) -> Row[Inline]:
        context, key = self.context, entry.key if entry.holder else ""
        found = {label: self.blocks(lines) for label, lines in self.fields(entry) if lines}
        # A word alone in a cell would be drawn as a dash.
        cells = [(context.element("div", found[one]) if one in found else [], "") for one in columns]
        marks = context.marks(self.marks(entry), "small")
        return [self.name(entry), *marks, *context.handles(key, entry.name)], key, cells


def draw_holders(report: HoldersReport, shape: HoldersShape, context: Context[Inline]) -> list[Inline]:
    """Return cards, or a table where it is asked for and there is room, and what is vacant."""
    drawer = _Holders(report, context)
    columns = drawer.columns()
    if shape.layout == "table" and (context.html or columns) and context.roomy(len(columns) + 1):
        return context.view("ro-holders ro-matrix", [*drawer.table(columns), *drawer.vacancies()])
    return context.view("ro-holders", [*drawer.cards(shape), *drawer.vacancies()])
