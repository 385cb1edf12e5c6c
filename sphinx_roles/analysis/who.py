"""Who holds a letter of a responsibility: the answer inside a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from msgspec import Struct

from sphinx_roles.analysis.people import PeopleIndex, Person
from sphinx_roles.analysis.report import Report
from sphinx_roles.model import Assignment, Catalog, Responsibility, Role, Skill, Text, level_title

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


class NameQuery(Struct, frozen=True):
    """The name of a role or of a responsibility that a reference means."""

    kind: str
    text: str

    def report(self, catalog: Catalog) -> NameReport:
        """Find it by any of its names."""
        level = catalog.find_level(self.text) if self.kind == "role" else None
        finders: Mapping[str, Callable[[str], Role | Responsibility | Skill | Person | None]]
        finders = {
            "role": catalog.find_role,
            "skill": catalog.find_skill,
            "person": lambda text: PeopleIndex.of(catalog).find(text),
        }
        found = finders.get(self.kind, catalog.find_row)(self.text)
        if found is None and level is not None:
            return NameReport(name=Text(level_title(level[1].name, level[0].name), level[1].name.location))
        return NameReport(name=found.name) if found is not None else NameReport()


class WhoReport(Report, frozen=True, kw_only=True):
    """The answers in the order of the matrix. Nothing else is shown, so nothing else is a fact.

    ``unread`` says that there is none, and that somebody's letters could not be read.
    """

    answers: tuple[Answer, ...] = ()
    unread: bool = False


class WhoQuery(Struct, frozen=True):
    """``deploys``: who holds the deciding letter. ``R:deploys``: who holds that letter."""

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
        if row is None and colon:
            letters = tuple(letter.strip().upper() for letter in before.replace("/", ",").split(","))
            return after.strip() or self.text, letters
        scheme = catalog.scheme_of(row) if row is not None else None
        return self.text, (scheme.deciding or scheme.doing) if scheme else ()


def holding(catalog: Catalog, row: Responsibility, letters: Iterable[str]) -> tuple[tuple[Answer, ...], bool]:
    """Return who holds one of some letters in a row, in the order of the matrix.

    The second value says that there is none, and that somebody's letters could not be read.
    """
    order = {role: number for number, role in enumerate(catalog.matrices[row.matrix].roles)}
    found = [a for a in row.assign if set(letters).intersection(a.letters)]
    found.sort(key=lambda a: order.get(a.role, len(order)))
    return tuple(_answer(catalog, a) for a in found), not found and any(a.unread for a in row.assign)


def absent(status: str | None) -> bool:
    """Return True for a status in which a role cannot be asked."""
    return status in _AWAY


def _answer(catalog: Catalog, assignment: Assignment) -> Answer:
    role = catalog.roles[assignment.role]
    away = absent(role.status) or role.holders == ()
    cover = catalog.roles.get(role.covered_by) if away and role.covered_by else None
    return Answer(
        role=role.id,
        name=role.name,
        when=assignment.when,
        until=assignment.until,
        status=(str(role.status) if absent(role.status) else "vacant") if away else "",
        cover=cover.id if cover else "",
        cover_name=cover.name if cover else None,
    )
