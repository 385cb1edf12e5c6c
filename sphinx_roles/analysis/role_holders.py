"""Who holds what: an entry for each person, role or team, with what they decide and what depends on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct, structs

from sphinx_roles.addresses import without_addresses
from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.selection import RoleSelection, condition, counted, shown_status, unknown_letters
from sphinx_roles.analysis.who import PeopleIndex, Person, Post, away, holders_of, stand_in
from sphinx_roles.model import Catalog, Holder, Link, Prose, Role, Scheme, Text, fold

PERSON, ROLE, TEAM = "person", "role", "team"


class RoleAt(Struct, frozen=True, gc=False):
    """A role by name, and what is unusual about it. ``role`` is empty for a team that is only a word."""

    role: str
    name: Text
    kind: str = "role"
    status: str = ""


class Held(Struct, frozen=True, gc=False):
    """One person in one role: ``person`` is the id, ``holder`` what the data says of it."""

    person: str
    holder: Holder
    role: RoleAt


class Deputies(Struct, frozen=True):
    """Whom to turn to in the place of a role's holder: other holders, and the role that stands in."""

    role: RoleAt
    others: tuple[Held, ...] = ()
    cover: RoleAt | None = None
    covering: tuple[Held, ...] = ()


class Contact(Struct, frozen=True):
    """How a role is reached: in words, and by its links."""

    role: RoleAt
    contact: Prose | None
    links: tuple[Link, ...]


class Vacancy(Struct, frozen=True, gc=False):
    """A role that nobody holds; ``open`` is the invitation, empty for the standard wording."""

    role: RoleAt
    open: Prose | None


class RowAt(Struct, frozen=True, gc=False):
    """A row, and through which roles, under which condition and with which letters one takes part."""

    key: str
    name: Text
    roles: tuple[RoleAt, ...] = ()
    when: str = ""
    until: str = ""
    letters: tuple[Text, ...] = ()
    status: Text | None = None
    meanwhile: tuple[RoleAt, ...] = ()
    """The roles that are away, and in whose place one takes part."""


class LetterRows(Struct, frozen=True):
    """The rows in which somebody holds just these letters, by their names; what decides comes first."""

    names: tuple[Text, ...]
    rows: tuple[RowAt, ...]


class Leaving(Struct, frozen=True):
    """What is without anybody once a person has left: roles, and rows with the letters that nobody holds."""

    roles: tuple[RoleAt, ...] = ()
    rows: tuple[RowAt, ...] = ()


class HoldersEntry(Struct, frozen=True, kw_only=True):
    """A person, a role or a team. ``key`` is the id, empty for a team that is only a word, or none."""

    key: str
    name: Text
    kind: str = "role"
    status: str = ""
    holder: Holder | None = None
    """Of a person, what is true of all roles: handle, address, organisation."""
    held: tuple[Held, ...] | None = ()
    """None: nobody has recorded it."""
    past: tuple[Held, ...] = ()
    deputies: tuple[Deputies, ...] = ()
    stands_in: tuple[RoleAt, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()
    contacts: tuple[Contact, ...] = ()
    letters: tuple[LetterRows, ...] = ()
    leaving: Leaving | None = None


class HoldersReport(Report, frozen=True, kw_only=True):
    """Entries in the order shown; ``former`` are people who hold nothing any more."""

    by: str
    entries: tuple[HoldersEntry, ...]
    former: tuple[HoldersEntry, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()
    """Of a list of people, the roles that nobody of them holds."""
    unknown_people: tuple[str, ...] = ()

    CONTENTS = ("entries", "former", "vacancies")

    @property
    def about(self) -> tuple[Text, ...]:
        """The roles of the only person."""
        held = self.entries[0].held if self.by == PERSON and len(self.entries) == 1 else ()
        return tuple(dict.fromkeys(one.role.name for one in held or ()))


class HoldersQuery(RoleSelection, frozen=True, kw_only=True):
    """Who holds which of the selected roles."""

    by: str = PERSON
    """`PERSON`, `ROLE` or `TEAM`."""
    person: tuple[str, ...] = ()
    """Only these people."""
    past: bool = False
    letters: tuple[str, ...] = ()
    responsibilities: bool = False
    """The rows, by letter; of ``letters`` left empty, those that decide or do."""
    leaving: bool = False
    """What is without anybody once a person has left."""
    email: bool = False

    def report(self, catalog: Catalog) -> HoldersReport:
        """Draw up the entries."""
        catalog = catalog.current
        work = _Holders(catalog, self)
        named = {name: work.index.find(name) for name in self.person}
        people = {one.id: one for one in named.values() if one} if self.person else work.index.people
        entries = {PERSON: lambda: work.people(people.values()), ROLE: work.roles, TEAM: work.teams}[
            self.by
        ]()
        former = [one for one in entries if self.by == PERSON and one.held == ()]
        schemes = [catalog.schemes[one.scheme] for one in catalog.matrices.values()]
        return HoldersReport(
            by=self.by,
            entries=tuple(one for one in entries if one not in former),
            former=tuple(former),
            vacancies=work.vacancies(work.selected) if self.by == PERSON and not self.person else (),
            unknown=self.unknown_in(catalog),
            unknown_letters=unknown_letters(self.letters, schemes) if schemes else (),
            unknown_people=tuple(name for name, one in named.items() if one is None),
        )


class _Holders:
    """The work of one query."""

    def __init__(self, catalog: Catalog, query: HoldersQuery) -> None:
        self.catalog, self.query = catalog, query
        self.index = catalog.derived(PeopleIndex)
        self.selected = query.selected(catalog)

    # Entries

    def people(self, people: Iterable[Person]) -> list[HoldersEntry]:
        """Return an entry for each of the people who holds a selected role, or held one."""
        place = {role.id: number for number, role in enumerate(self.selected)}
        found = [(one, self._posts(one.posts, place), self._posts(one.past, place)) for one in people]
        past = self.query.past or bool(self.query.person)
        found = [one for one in found if one[1] or (past and one[2])]
        if not self.query.person:
            found.sort(key=lambda one: min(place[post.role.id] for post in one[1] or one[2]))
        if self.query.sort == "name":
            found.sort(key=lambda one: fold(one[0].name))
        return [self._person(one, posts, held if past else []) for one, posts, held in found]

    def _posts(self, posts: Iterable[Post], place: dict[str, int]) -> list[Post]:
        return sorted((one for one in posts if one.role.id in place), key=lambda one: place[one.role.id])

    def _person(self, person: Person, posts: list[Post], past: list[Post]) -> HoldersEntry:
        roles = list({post.role.id: post.role for post in posts}.values())
        # A role of the kind person is the person, and nothing that is held.
        held = tuple(self._held(post) for post in posts if post.role.holders is not None)
        deputies = (self._deputies(role, person) for role in roles)
        own = {role.id for role in roles}
        away_now = {role.id for role in self._stood_in_for(roles)}
        covered = [r for r in self.catalog.roles.values() if r.covered_by in own or r.id in away_now]
        return HoldersEntry(
            key=person.id,
            name=person.name,
            kind=PERSON,
            holder=self._whole(person),
            held=held or (None if posts else ()),
            past=tuple(map(self._held, past)),
            deputies=tuple(one for one in deputies if one.others or one.cover),
            stands_in=tuple(map(self._at, covered)),
            contacts=self._contacts(roles),
            letters=self._letters(roles) if self.query.responsibilities else (),
            leaving=self._leaving(person) if self.query.leaving and posts else None,
        )

    def roles(self) -> list[HoldersEntry]:
        """Return an entry for each selected role; a role of the kind person only where it is named."""
        named = bool(self.query.roles or self.query.kinds)
        return [self._role(role) for role in self.selected if named or role.kind != PERSON]

    def _role(self, role: Role) -> HoldersEntry:
        at, deputies, asked = self._at(role), self._deputies(role, None), [role]
        holders = () if _vacant(role) else holders_of(role)
        held = tuple(self._held(Post(role, one)) for one in holders or ())
        if away(role) and deputies.cover:
            # Whoever calls at night wants the one who is there.
            asked.append(self.catalog.roles[deputies.cover.role])
        past = role.past_holders if self.query.past else ()
        return HoldersEntry(
            key=at.role,
            name=at.name,
            kind=at.kind,
            status=at.status,
            held=held if holders is not None else None,
            past=tuple(self._held(Post(role, one)) for one in past),
            deputies=(deputies,) if deputies.cover else (),
            vacancies=self.vacancies([role]),
            contacts=self._contacts(asked),
            letters=self._letters([role]) if self.query.responsibilities else (),
        )

    def teams(self) -> list[HoldersEntry]:
        """Return an entry for each team: the members of the roles that are part of it, and its own."""
        groups: dict[str, tuple[RoleAt, list[Role]]] = {}
        for role in self.selected:
            team = role if role.kind == TEAM else self.catalog.roles.get(role.part_of or "")
            word = Text() if team else (role.part_of or Text())
            at = self._at(team) if team else RoleAt("", word, TEAM)
            groups.setdefault(at.role or f"\n{fold(word)}", (at, []))[1].append(role)
        # What is in no team comes last.
        ordered = sorted(groups.values(), key=lambda one: not one[0].name)
        return [self._team(at, roles) for at, roles in ordered]

    def _team(self, team: RoleAt, roles: list[Role]) -> HoldersEntry:
        members = [Post(role, one) for role in roles for one in holders_of(role) or ()]
        past = [Post(role, one) for role in roles for one in role.past_holders if self.query.past]
        return HoldersEntry(
            key=team.role,
            name=team.name,
            kind=team.kind if team.kind != TEAM else "role",
            status=team.status,
            held=tuple(map(self._held, members)),
            past=tuple(map(self._held, past)),
            vacancies=self.vacancies(roles),
            contacts=self._contacts([self.catalog.roles[team.role]] if team.role else []),
            letters=self._letters(roles) if self.query.responsibilities else (),
        )

    # Parts of them

    def vacancies(self, roles: Iterable[Role]) -> tuple[Vacancy, ...]:
        """Return the roles that nobody holds, and those that say that they are open."""
        found = (role for role in roles if role.open is not None or _vacant(role))
        return tuple(Vacancy(self._at(role), self._shown(role).open) for role in found)

    def _shown(self, role: Role) -> Role:
        """Return a role as it may be shown: nobody's e-mail leaves the data unasked."""
        return role if self.query.email else without_addresses(role, self.catalog.roles)

    def _at(self, role: Role) -> RoleAt:
        return RoleAt(role.id, self._shown(role).name, role.kind, shown_status(role))

    def _held(self, post: Post) -> Held:
        holder = structs.replace(post.holder, skills=())
        if not self.query.email:
            holder = without_addresses(structs.replace(holder, email=None))
        return Held(self.index.person(post.holder).id, holder, self._at(post.role))

    def _whole(self, person: Person) -> Holder:
        """Return what all entries of a person say of it, without what belongs to one role."""
        entries = [self._held(post).holder for post in (*person.posts, *person.past)]
        first: dict[str, Any] = {
            name: next((value for one in entries if (value := getattr(one, name))), None)
            for name in ("handle", "link", "org", "email")
        }
        return Holder(person.name, **first)

    def _deputies(self, role: Role, person: Person | None) -> Deputies:
        others = [
            Post(role, one)
            for one in (holders_of(role) or () if person else ())
            if self.index.person(one) is not person
        ]
        # Who covers a role that is away may be away, too, and cannot be asked.
        there = stand_in(self.catalog, role) if away(role) else None
        cover = there or self.catalog.roles.get(role.covered_by or "")
        covering = [Post(cover, one) for one in holders_of(cover) or ()] if cover else []
        return Deputies(
            self._at(role),
            tuple(map(self._held, others)),
            self._at(cover) if cover else None,
            tuple(map(self._held, covering)),
        )

    def _contacts(self, roles: Iterable[Role]) -> tuple[Contact, ...]:
        """Return how roles are reached, where there is anything to say of it."""
        shown = ((self._at(role), self._shown(role)) for role in roles)
        return tuple(Contact(at, one.contact, one.links) for at, one in shown if one.contact or one.links)

    def _letters(self, roles: list[Role]) -> tuple[LetterRows, ...]:
        """Return the rows by the letters held together; a row that is there through several roles is once."""
        held: dict[tuple[str, ...], tuple[RowAt, Scheme, set[str]]] = {}
        for role in (*roles, *(away_now := self._stood_in_for(roles))):
            for row, one in self.index.rows_of(role.id):
                scheme = self.catalog.scheme_of(row)
                if not (wanted := counted(self.query.letters, scheme) & {*one.letters}):
                    continue
                # What one does oneself is another thing than what one does for somebody.
                how = "meanwhile" if role in away_now else "roles"
                until = one.until.isoformat() if one.until else ""
                key = (row.target, fold(one.when), until, how)
                new = RowAt(row.target, row.name, (), condition(one), until, status=row.status)
                before, _, letters = held.get(key, (new, scheme, set[str]()))
                at = structs.replace(before, **{how: (*getattr(before, how), self._at(role))})
                held[key] = at, scheme, letters | wanted
        groups: dict[tuple[Text, ...], list[RowAt]] = {}
        places: dict[tuple[Text, ...], list[tuple[bool, int]]] = {}
        for at, scheme, letters in held.values():
            known = (p for p in scheme.participations if p.letter in letters)
            ordered = sorted(known, key=lambda p: not p.decides)
            names = tuple(p.name for p in ordered)
            groups.setdefault(names, []).append(at)
            # Another scheme may have them in other places. What answers for a row comes before what does it.
            places.setdefault(names, [(not p.decides, scheme.participations.index(p)) for p in ordered])
        return tuple(
            LetterRows(names, tuple(groups[names])) for names in sorted(groups, key=places.__getitem__)
        )

    def _stood_in_for(self, roles: Sequence[Role]) -> list[Role]:
        """Return the other roles that are away, and for which one of these answers meanwhile."""
        own = {role.id for role in roles}
        gone = (role for role in self.catalog.roles.values() if away(role) and role.id not in own)
        found = ((role, stand_in(self.catalog, role)) for role in gone)
        return [role for role, cover in found if cover is not None and cover.id in own]

    def _leaving(self, person: Person) -> Leaving:
        roles = (role for role in self.index.orphaned_roles(person) if role.kind != PERSON)
        rows = []
        for row, letters in self.index.orphaned_rows(person):
            scheme = self.catalog.scheme_of(row)
            names = tuple(scheme[letter].name for letter in scheme.deciding_first(letters))
            rows.append(RowAt(row.target, row.name, letters=names, status=row.status))
        return Leaving(tuple(map(self._at, roles)), tuple(rows))


def _vacant(role: Role) -> bool:
    """Whether the data says that nobody holds a role."""
    return role.holders == () or (role.holders is None and role.status == "vacant")
