"""One role as a whole: its facts, what it owns, whom it works with, and what there is to say beside that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from sphinx_roles.analysis.assignments import AssignmentIndex, ListedRow, Owned, Similarity
from sphinx_roles.analysis.audit import names_found
from sphinx_roles.analysis.audit.rule import external_rules
from sphinx_roles.analysis.cards import Card, Cards, CardsQuery
from sphinx_roles.analysis.field_values import Field, Prosaic, Ref, Refs
from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.selection import FREE_TEXTS, dependencies_of
from sphinx_roles.fields import FIELDS, PROFILE
from sphinx_roles.model import Catalog, Prose, Role, Text

if TYPE_CHECKING:
    from sphinx_roles.analysis.audit.query import AuditReport
    from sphinx_roles.analysis.comparison import ComparisonReport
    from sphinx_roles.analysis.diff.query import ChangesReport
    from sphinx_roles.analysis.levels import LadderReport
    from sphinx_roles.analysis.skills import SkillReport
else:
    # Imported only for roles with such a section; whoever asks for annotations finds what they share.
    AuditReport = ChangesReport = ComparisonReport = LadderReport = SkillReport = Report


class Peer(Struct, frozen=True):
    """Another role, and the rows that both work on."""

    role: Ref
    rows: tuple[ListedRow, ...]


class Relation(Struct, frozen=True):
    """Those who are related to the role in one way (one of `RELATIONS`); most rows first."""

    kind: str
    peers: tuple[Peer, ...]


RELATIONS = ("answers", "does", "works", "asked", "told", "asks", "tells")
"""They answer for what the role does, do what it answers for, work on the same; are asked or informed by it,
ask or tell it."""


class Neighbour(Similarity, frozen=True):
    """A role with rows in common: how many both do or answer for, and how many only one of them."""

    role: Ref


class Chapter(Report, frozen=True, kw_only=True):
    """A section of a profile: fields of the role, what is computed, and the report of another view."""

    key: str
    """One of those in `fields.PROFILE`."""
    name: Text
    """The name of the role."""
    fields: tuple[Field, ...] = ()
    owned: tuple[Owned, ...] = ()
    relations: tuple[Relation, ...] = ()
    referring: tuple[Refs, ...] = ()
    """By a field, the roles that name this one there: those that it stands in for, that report to it."""
    cover: Ref | None = None
    """The role that stands in for this one."""
    neighbours: tuple[Neighbour, ...] = ()
    cards: Cards | None = None
    comparison: ComparisonReport | None = None
    """What differs from the role that this one extends, which comes first."""
    skills: SkillReport | None = None
    ladder: LadderReport | None = None
    audit: AuditReport | None = None
    changes: ChangesReport | None = None

    @property
    def shows_nothing(self) -> bool:
        """True where there is nothing to say."""
        return self == Chapter(key=self.key, name=self.name)

    @property
    def about(self) -> tuple[Text, ...]:
        """The summary of the role, else its tagline."""
        cards = self.cards.cards if self.cards is not None else ()
        fields = [field for card in cards for field in card.fields]
        summaries = (one.text for one in fields if isinstance(one, Prosaic) and one.key == "summary")
        found = [text for text in (*summaries, *(card.tagline for card in cards)) if text]
        return tuple(found[:1])


class ProfileReport(Report, frozen=True, kw_only=True):
    """The sections of a role that have something to say, and the first one.

    ``role`` is its id, empty where there is no such role.
    """

    role: str = ""
    name: Text = Text()
    aliases: tuple[str, ...] = ()
    """Each has an anchor of its own."""
    chapters: tuple[Chapter, ...] = ()

    @property
    def shows_nothing(self) -> bool:
        """True where no section has anything to say."""
        return all(chapter.shows_nothing for chapter in self.chapters)

    @property
    def about(self) -> tuple[Text, ...]:
        """That of the first section that says it."""
        return next((chapter.about for chapter in self.chapters if chapter.about), ())


class ProfileQuery(Struct, frozen=True, gc=False, kw_only=True):
    """Which role, and which sections in which order."""

    role: str
    sections: tuple[str, ...] = tuple(PROFILE)
    fields: tuple[str, ...] = PROFILE["glance"]
    """Those of the first section."""
    own: tuple[tuple[str, str], ...] = ()
    """The team's own fields and their labels."""
    neighbours: int = 3
    """So many roles with rows in common are shown."""
    email: bool = False
    edit: bool = False
    anchors: bool = False
    """Links lead to the profile, by other names of the role, too."""

    def report(self, catalog: Catalog) -> ProfileReport:
        """Draw up the sections of the role."""
        return self.changes(None, catalog)

    def part(self, catalog: Catalog) -> tuple[Any, ...] | None:
        """Return all but the free texts of roles that the profile does not show."""
        role = catalog.find_role(self.role)
        # An edit link has a line, which moves with any text; rules of others may look at everything.
        if role is None or self.edit or external_rules():
            return None
        shown = [role, *filter(None, [catalog.roles.get(role.extends or "")])]
        return dependencies_of(catalog, shown, FREE_TEXTS)

    def changes(self, before: Catalog | None, after: Catalog) -> ProfileReport:
        """Draw up the sections, with what changed from ``before``."""
        role = after.find_role(self.role)
        if role is None:
            return ProfileReport(unknown_roles=(self.role,))
        drafts = _Chapters(self, role, after, before)
        chapters = (drafts.chapter(key) for key in self.sections)
        return ProfileReport(
            role=role.id,
            name=role.name,
            aliases=after.other_names(role) if self.anchors else (),
            chapters=tuple(one for one in chapters if one is not None),
        )


class _Chapters:
    """The work of one query."""

    def __init__(self, query: ProfileQuery, role: Role, catalog: Catalog, before: Catalog | None) -> None:
        self.query, self.role, self.catalog, self.before = query, role, catalog, before
        self.index = catalog.derived(AssignmentIndex)
        own = tuple(name for name, _ in query.own if name not in query.fields)
        self.glance = (*query.fields, *own)
        asked = CardsQuery(
            roles=(role.id,),
            fields=_fields_of(self.glance, query.sections),
            own=query.own,
            email=query.email,
            edit=query.edit,
            criteria=True,
        )
        self.cards = asked.report(catalog)
        self.fields = {field.key: field for field in self.cards.cards[0].fields}

    def chapter(self, key: str) -> Chapter | None:
        """Return a section; None where it has nothing to say. The first has the name."""
        fields = self._named(PROFILE[key]) if key != "glance" else ()
        # What is computed of it besides its fields: the values of fields of `Chapter`. A page asks for all
        # sections, and most roles have few of them.
        more: dict[str, Any] = getattr(self, f"_{key}", dict)()
        if not fields and key != "glance" and not any(more.values()):
            return None
        return Chapter(**{"key": key, "name": self.role.name, "fields": fields, **more})

    def _named(self, names: Iterable[str]) -> tuple[Field, ...]:
        return tuple([self.fields[name] for name in names if name in self.fields])

    def _glance(self) -> dict[str, Any]:
        card = structs.replace(self.cards.cards[0], fields=self._named(self.glance))
        # What is above the sections has the name.
        said = structs.replace(card, role="", name=Text(), color="", edit=None)
        shown = said != Card(role="", name=Text())
        return {"cards": structs.replace(self.cards, cards=(card,)) if shown else None}

    def _responsibilities(self) -> dict[str, Any]:
        return {"owned": self.index.owned_by(self.role.id)}

    def _counterparts(self) -> dict[str, Any]:
        found: dict[str, dict[str, list[ListedRow]]] = {}
        for row in {row.key: row for row, _ in self.index.held(self.role.id)}.values():
            mine = self.index.means(row, self.role.id)
            for other in dict.fromkeys(one.role for one in row.assign if one.role != self.role.id):
                for kind in _relations(mine, self.index.means(row, other)):
                    found.setdefault(kind, {}).setdefault(other, []).append(self.index.listed(row))

        def order(rows: dict[str, list[ListedRow]]) -> list[tuple[str, list[ListedRow]]]:
            return sorted(rows.items(), key=lambda one: (-len(one[1]), self.index.places[one[0]]))

        return {
            "referring": self._referring("interactions", "reports_to", "part_of"),
            "relations": tuple(
                Relation(kind, tuple(Peer(self._ref(role), tuple(rows)) for role, rows in order(found[kind])))
                for kind in RELATIONS
                if kind in found
            ),
        }

    def _skills(self) -> dict[str, Any]:
        if not any(level.skills for level in self.role.levels):
            return {}
        # This and what follows is imported where a role has such a section: few have all.
        from sphinx_roles.analysis.skills import SkillMatrixQuery

        report = SkillMatrixQuery(role=self.role.id, group=False, details=False).report(self.catalog)
        # What the levels ask for has all skills of the role.
        fields = self._named(name for name in PROFILE["skills"] if name != "skills")
        return {} if report.shows_nothing else {"skills": report, "fields": fields}

    def _ladder(self) -> dict[str, Any]:
        if not self.role.levels:
            return {}
        from sphinx_roles.analysis.levels import LadderQuery

        return {"ladder": LadderQuery(role=self.role.id).report(self.catalog)}

    def _holders(self) -> dict[str, Any]:
        cover = self.role.covered_by
        return {
            "cover": self._ref(cover) if cover and cover in self.catalog.roles else None,
            "referring": self._referring("covered_by"),
        }

    def _referring(self, *fields: str) -> tuple[Refs, ...]:
        """Return the roles that name this one in these fields, with what they say of working with it."""
        found = ((field, self._namers(field)) for field in fields)
        return tuple(Refs(field, namers) for field, namers in found if namers)

    def _namers(self, field: str) -> tuple[tuple[Ref, Prose | None], ...]:
        roles = self.index.referring.get((field, self.role.id), ())
        if field != "interactions":
            return tuple((self._ref(role), None) for role in roles)
        said = ((role, one) for role in roles for one in self.catalog.roles[role].interactions)
        return tuple(
            (structs.replace(self._ref(role), mode=one.mode, until=one.until), one.text)
            for role, one in said
            # Two roles may say the same of each other.
            if one.role == self.role.id and structs.replace(one, role=role) not in self.role.interactions
        )

    def _overlaps(self) -> dict[str, Any]:
        index, mine = self.index, self.index.owned.get(self.role.id, ())
        shared = Counter(other for number in mine for other in index.owners[number])
        del shared[self.role.id]
        near = [
            Neighbour(
                self.role.id, other, both, len(mine) - both, len(index.owned[other]) - both, self._ref(other)
            )
            for other, both in shared.items()
        ]
        near.sort(key=lambda one: (-one.index, -one.shared, index.places[one.role.role]))
        return {"neighbours": tuple(near[: self.query.neighbours])}

    def _findings(self) -> dict[str, Any]:
        if self.role.id not in self.catalog.derived(names_found):
            return {}
        from sphinx_roles.analysis.audit.query import AuditQuery

        query = AuditQuery(roles=(self.role.id,), accepted=False, edit=self.query.edit)
        report = query.report(self.catalog)
        # How much was looked at is no fact of one role.
        return {"audit": structs.replace(report, rows=0, roles=0) if report.findings else None}

    def _variant(self) -> dict[str, Any]:
        parent = self.catalog.roles.get(self.role.extends or "")
        if parent is None or parent is self.role:
            return {}
        from sphinx_roles.analysis.comparison import DEFAULT_FIELDS, ComparisonQuery

        own = self.query.own
        # What no role takes over, as those who hold it, differs anyway.
        inherited = (key for key in DEFAULT_FIELDS if FIELDS[Role][key].inherited)
        report = ComparisonQuery(
            roles=(parent.id, self.role.id),
            fields=(*inherited, *(name for name, _ in own)),
            own=own,
            only_differences=True,
        ).report(self.catalog)
        # How many rows are the same is a fact of both roles, and none of what differs.
        report = structs.replace(report, left_out=0, similarities=())
        return {"comparison": report if report.attributes or report.blocks else None}

    def _changes(self) -> dict[str, Any]:
        if self.before is None:
            return {}
        from sphinx_roles.analysis.diff.query import ChangesQuery

        query = ChangesQuery(roles=(self.role.id,), own=self.query.own)
        report = query.changes(self.before, self.catalog)
        return {"changes": report if report.count else None}

    def _ref(self, role: str) -> Ref:
        return Ref(role, self.catalog.roles[role].name)


@cache
def _fields_of(glance: tuple[str, ...], sections: tuple[str, ...]) -> tuple[str, ...]:
    """Return the fields of all sections: a handbook asks for the same ones of every role."""
    further = (PROFILE[key] for key in sections if key != "glance")
    return tuple(dict.fromkeys(chain(glance, *further)))


def _relations(mine: frozenset[str], theirs: frozenset[str]) -> Iterator[str]:
    """Yield how a role is related to another in a row, by what the letters of both mean."""
    own, other = mine & {"decides", "does"}, theirs & {"decides", "does"}
    if own and other:
        if "decides" in own and "decides" not in other:
            yield "does"
        elif "decides" in other and "decides" not in own:
            yield "answers"
        else:
            yield "works"
    elif own:
        yield from (kind for kind, word in (("asked", "advises"), ("told", "informed")) if word in theirs)
    elif other:
        yield from (kind for kind, word in (("asks", "advises"), ("tells", "informed")) if word in mine)
