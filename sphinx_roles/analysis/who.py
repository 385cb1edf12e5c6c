"""Who: the answer inside a sentence to who holds a letter, and the people of a catalog with their roles.

A person is known by the handle, else by the name. An entry without a handle means the person who has that
handle or name elsewhere; where people with several handles share the name, it is one more person.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from datetime import date
from itertools import count

from msgspec import Struct

from sphinx_roles.addresses import hide_addresses, person_name
from sphinx_roles.analysis.assignments import AssignmentIndex
from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.selection import find_letter
from sphinx_roles.model import (
    Assignment,
    Catalog,
    Holder,
    Responsibility,
    Role,
    Text,
    fold,
    identify,
    level_title,
)

_AWAY = ("vacant", "absent", "deprecated")


class Answer(Struct, frozen=True):
    """A role that holds the letter, and on which condition.

    ``status`` is set for a role that is not there to ask; ``cover`` stands in for it.
    """

    role: str
    name: Text
    when: str = ""
    until: date | None = None
    status: str = ""
    cover: str = ""
    cover_name: Text | None = None


class NameReport(Report, frozen=True, kw_only=True):
    """What a reference shows; empty where it leads to nothing in the data."""

    name: Text = Text()


class NameQuery(Struct, frozen=True, gc=False):
    """The name of a role or of a responsibility that a reference means."""

    kind: str
    text: str

    def report(self, catalog: Catalog) -> NameReport:
        """Find it by any of its names."""
        found = find_named(catalog, self.kind, self.text)
        return NameReport(name=found[1]) if found is not None else NameReport()


def find_named(catalog: Catalog, kind: str, text: str) -> tuple[str, Text] | None:
    """Return the key and the name of what a text names; None where it names nothing, or several things."""
    if kind == "role":
        role = catalog.find_role(text)
        if role is None and (level := catalog.find_level(text)) is not None:
            of, one = level
            return f"{of.id}/{one.id}", Text(level_title(one.name, of.name), one.name.location)
        return (role.id, role.name) if role is not None else None
    if kind == "responsibility":
        row = catalog.find_row(text)
        return (row.target, row.name) if row is not None else None
    found = catalog.find_skill(text) if kind == "skill" else catalog.derived(PeopleIndex).find(text)
    return (found.id, found.name) if found is not None else None


class WhoReport(Report, frozen=True, kw_only=True):
    """The answers in the order of the matrix. Nothing else is shown, so nothing else is a fact.

    ``unread`` says that there is none, and that some of who takes part could not be read.
    """

    answers: tuple[Answer, ...] = ()
    unread: bool = False


class WhoQuery(Struct, frozen=True):
    """``deploys``: who holds the deciding letter. ``R:deploys``: who has that letter, or name."""

    text: str

    def report(self, catalog: Catalog) -> WhoReport:
        """Find the row by id or name, then the roles with the letter."""
        name, letters = self.asked(catalog)
        row = catalog.find_row(name)
        if row is None:
            return WhoReport(unknown=(name,))
        known = catalog.scheme_of(row).letters
        unknown = tuple(letter for letter in letters if letter not in known)
        if unknown:
            return WhoReport(unknown_letters=unknown)
        answers, unread = holding(catalog, row, letters)
        return WhoReport(answers=answers, unread=unread)

    def asked(self, catalog: Catalog) -> tuple[str, tuple[str, ...]]:
        """Return the name of the row and the letters that are asked for: a row's name may hold a colon."""
        row = catalog.find_row(self.text)
        before, colon, after = self.text.partition(":")
        # A letter that is a sign is no part of a name, so the row may be found with it, too.
        if colon and (row is None or row is catalog.find_row(after.strip())):
            given, row = before.replace("/", ",").split(","), catalog.find_row(after.strip())
            parts = [find_letter(one, catalog.scheme_of(row)) if row is not None else None for one in given]
            letters = tuple(p.letter if p else one.strip() for p, one in zip(parts, given, strict=True))
            return after.strip() or self.text, letters
        scheme = catalog.scheme_of(row) if row is not None else None
        return self.text, (scheme.deciding or scheme.doing) if scheme else ()


def holding(catalog: Catalog, row: Responsibility, letters: Iterable[str]) -> tuple[tuple[Answer, ...], bool]:
    """Return who holds one of some letters in a row today, in the order of the matrix.

    The second value says that there is none, and that some of who takes part could not be read.
    """
    order = {role: number for number, role in enumerate(catalog.matrices[row.matrix].roles)}
    current = [a for a in row.assign if not catalog.is_past(a.until)]
    found = [a for a in current if set(letters).intersection(a.letters)]
    found.sort(key=lambda a: order.get(a.role, len(order)))
    unread = not found and (row.partial or any(a.unread for a in current))
    return tuple(_answer(catalog.current, a) for a in found), unread


def away(role: Role) -> str:
    """Return why a role is not there to ask: its status, or "vacant"; ``""`` where it is there."""
    if role.status in _AWAY:
        return str(role.status)
    return "vacant" if role.holders == () else ""


def covers(catalog: Catalog, role: Role) -> Iterator[Role]:
    """Yield who covers a role, then who covers that one, and so on."""
    seen, cover = {role.id}, catalog.roles.get(role.covered_by or "")
    while cover is not None and cover.id not in seen:
        yield cover
        seen.add(cover.id)
        cover = catalog.roles.get(cover.covered_by or "")


def stand_in(catalog: Catalog, role: Role) -> Role | None:
    """Return the first of those who cover a role that is there to ask; None where nobody is."""
    return next((cover for cover in covers(catalog, role) if not away(cover)), None)


def _answer(catalog: Catalog, assignment: Assignment) -> Answer:
    role = catalog.roles[assignment.role]
    status = away(role)
    cover = stand_in(catalog, role) if status else None
    return Answer(
        role=role.id,
        name=role.name,
        when=hide_addresses(assignment.when),
        until=assignment.until,
        status=status,
        cover=cover.id if cover else "",
        cover_name=cover.name if cover else None,
    )


# The people of a catalog


class Post(Struct, frozen=True, gc=False):
    """A role, and what the data says of one person in it."""

    role: Role
    holder: Holder


class Person(Struct, frozen=True):
    """A person: ``id`` is what links and pages use. ``past`` are posts that are over."""

    id: str
    name: Text
    handle: Text | None = None
    posts: tuple[Post, ...] = ()
    past: tuple[Post, ...] = ()


def holders_of(role: Role) -> tuple[Holder, ...] | None:
    """Return who holds a role, None where that is not recorded; a role of the kind person is one."""
    if role.holders is None and role.kind == "person":
        return (Holder(person_name(role.name)),)
    return role.holders


class PeopleIndex:
    """Answers who is who in a catalog today, in the order of the data."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog = catalog.current
        entries = [(role, one, False) for role in catalog.roles.values() for one in holders_of(role) or ()]
        entries += [(role, one, True) for role in catalog.roles.values() for one in role.past_holders]
        self._handles: dict[str, set[str]] = {}
        """By folded name, the folded handles that it is given with."""
        for _, one, _ in entries:
            if one.handle:
                self._handles.setdefault(fold(one.name), set()).add(fold(one.handle))
        self._known = {handle for handles in self._handles.values() for handle in handles}
        posts: dict[str, tuple[list[Post], list[Post]]] = {}
        for role, one, past in entries:
            posts.setdefault(self._key(one), ([], []))[past].append(Post(role, one))
        self._people = dict(_people(posts))
        self.people = {one.id: one for one in self._people.values()}
        """By id."""

    def _key(self, holder: Holder) -> str:
        name = fold(holder.handle or holder.name)
        handles = self._handles.get(name, ())
        return name if holder.handle or name in self._known or len(handles) != 1 else next(iter(handles))

    def person(self, holder: Holder) -> Person:
        """Return the person that an entry of the data means."""
        return self._people[self._key(holder)]

    def find(self, text: str) -> Person | None:
        """Find a person by id, handle or name; None where there is none, or where several have the name."""
        found = self.people.get(text) or self._people.get(fold(text))
        if found is None and len(namesakes := self.namesakes(text)) == 1:
            found = namesakes[0]
        if found is None and (role := self.catalog.find_role(text)) is not None and role.kind == "person":
            found = next((self.person(one) for one in holders_of(role) or ()), None)
        return found

    def namesakes(self, text: str) -> list[Person]:
        """Return all people who have this name in any of their entries."""
        handles = self._handles.get(fold(text), ())
        return [one for key, one in self._people.items() if key in handles]

    def words(self) -> Iterator[str]:
        """Yield what people answer to, for "did you mean"."""
        for one in self._people.values():
            yield from (str(name) for name in (one.name, one.handle) if name)

    def rows_of(self, role: str) -> list[tuple[Responsibility, Assignment]]:
        """Return where a role has letters."""
        held = self.catalog.derived(AssignmentIndex).held(role)
        return [(row, one) for row, one in held if one.letters]

    def orphaned_roles(self, person: Person) -> list[Role]:
        """Return the roles that nobody holds once the person has left."""
        held = {post.role.id: post.role for post in person.posts}
        return [role for role in held.values() if not self._others(role, person)]

    def _others(self, role: Role, person: Person) -> bool:
        """Whether somebody else holds the role; where holders are not recorded, somebody may."""
        holders = holders_of(role)
        return holders is None or any(self.person(one) is not person for one in holders)

    def orphaned_rows(self, person: Person) -> list[tuple[Responsibility, tuple[str, ...]]]:
        """Return the rows that lose all who decide or do them once the person has left, and these letters.

        Who stands in for a role counts, so what the person alone stands in for is lost, too. Letters under
        a condition are looked at under each of them.
        """
        held = {post.role.id for post in person.posts}
        theirs = (
            role
            for role in self.catalog.roles.values()
            if role.id in held or any(cover.id in held for cover in covers(self.catalog, role))
        )
        free = {role.id for role in theirs if not self._filled(role.id, person)}
        rows = {row.key: row for role in free for row, _ in self.rows_of(role)}
        # In the order of the data.
        ordered = [row for row in self.catalog.rows if row.key in rows]
        found = ((row, self._lost_letters(row, free, person)) for row in ordered)
        return [(row, letters) for row, letters in found if letters]

    def _lost_letters(self, row: Responsibility, free: set[str], person: Person) -> tuple[str, ...]:
        scheme, lost = self.catalog.scheme_of(row), []
        if any(one.unread for one in row.assign):
            # What could not be read may be what remains.
            return ()
        for p in scheme.participations:
            holding = [one for one in row.assign if p.letter in one.letters]
            for when in {fold(one.when) for one in holding} if p.decides or p.does else ():
                roles = {one.role for one in holding if fold(one.when) in ("", when)}
                if roles & free and not any(self._filled(role, person) for role in roles - free):
                    lost.append(p.letter)
                    break
        return tuple(lost)

    def _filled(self, role: str, person: Person) -> bool:
        record = self.catalog.roles[role]
        return any(self._others(one, person) for one in (record, *covers(self.catalog, record)))


def _people(posts: dict[str, tuple[list[Post], list[Post]]]) -> Iterator[tuple[str, Person]]:
    """Yield each person with the key of its entries; the first name and handle that are given are shown."""
    taken: set[str] = set()
    for key, (held, past) in posts.items():
        holders = [post.holder for post in (*held, *past)]
        handle = next((one.handle for one in holders if one.handle), None)
        ident = free_id(identify(handle or holders[0].name) or "x", taken)
        taken.add(ident)
        yield key, Person(ident, holders[0].name, handle, tuple(held), tuple(past))


def free_id(ident: str, taken: Container[str]) -> str:
    """Return an id, with a number where it is taken."""
    numbered: Iterable[str] = (ident if n == 1 else f"{ident}-{n}" for n in count(1))
    return next(one for one in numbered if one not in taken)
