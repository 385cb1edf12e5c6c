"""Who reports to whom, which role is part of which, and who works with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import combinations

from msgspec import Struct, structs

from sphinx_roles.addresses import person_name
from sphinx_roles.analysis.assignments import AssignmentIndex
from sphinx_roles.analysis.report import Report
from sphinx_roles.analysis.selection import RoleSelection, shown_status
from sphinx_roles.model import Catalog, Interaction, Role, Text, fold

SHOWN = ("reports", "parts", "works-with")
"""What a map can show."""


class Place(Struct, frozen=True, kw_only=True):
    """A role in the map, or a text that a role reports to or is part of: that has no ``role``.

    ``above`` is the number of the place that it is under, -1 for none, and ``relation`` says why: it
    ``reports`` there, or it is one of its ``parts``. ``part_of`` is another place that it is a part of.
    """

    role: str
    name: Text
    kind: str = "role"
    status: str = ""
    cover: Text | None = None
    """The name of the role that stands in while this one is not filled."""
    above: int = -1
    relation: str = ""
    part_of: int = -1


class Tie(Struct, frozen=True, kw_only=True):
    """Two places that work together.

    ``contacts`` are what the data says of that, without the role; ``rows`` counts the rows that both do or
    decide.
    """

    one: int
    other: int
    contacts: tuple[Interaction, ...] = ()
    rows: int = 0


class MapReport(Report, frozen=True, kw_only=True):
    """The places, each after the one that it is under, and the ties between them.

    Those that the data names come first, then those with the most rows in common. ``shown`` is what was
    asked for.
    """

    places: tuple[Place, ...] = ()
    ties: tuple[Tie, ...] = ()
    shown: tuple[str, ...] = ()

    CONTENTS = ("places",)


class MapQuery(RoleSelection, frozen=True, kw_only=True):
    """Which roles, and what of them."""

    root: str = ""
    """A role: only it and what is below it."""
    depth: int | None = None
    """So many levels below the top are shown."""
    show: tuple[str, ...] = SHOWN
    least: int = 1
    """So many rows two roles must have in common to be shown as working together."""

    def report(self, catalog: Catalog) -> MapReport:
        """Find the selected roles, put each under its manager or its team, and find who works with whom."""
        catalog = catalog.current
        unknown = self.unknown_in(catalog)
        root = catalog.find_role(self.root) if self.root else None
        shown = tuple(one for one in SHOWN if one in map(str.casefold, self.show))
        if self.root and root is None:
            return MapReport(unknown=unknown, shown=shown, unknown_roles=(self.root,))
        tree = _Tree(catalog, {role.id: role for role in self.selected(catalog)}, shown)
        places = tree.places(root.id if root else "", self.depth)
        ties = tuple(_ties(catalog, places, self.least)) if "works-with" in shown else ()
        return MapReport(places=places, ties=ties, shown=shown, unknown=unknown)


class _Tree:
    """The selected roles by what each is under; the key of a text begins with a blank."""

    def __init__(self, catalog: Catalog, roles: dict[str, Role], shown: Collection[str]) -> None:
        self.catalog, self.roles = catalog, roles
        self.names: dict[str, Text] = {}
        self.above: dict[str, tuple[str, str]] = {}
        self.parts: dict[str, str] = {}
        for key, role in roles.items():
            if "reports" in shown and (manager := self._key(role.reports_to)):
                self.above[key] = manager, "reports"
            if "parts" in shown and (whole := self._key(role.part_of)):
                self.parts[key] = whole
        for key, whole in [*self.parts.items()]:
            # A lead may be part of the team that reports to it: then the team is under the lead.
            if key not in self.above and key not in self._line(whole):
                self.above[key] = whole, "parts"
                del self.parts[key]

    def _key(self, word: Text | None) -> str:
        """Return what a role refers to: a selected role, or a text; empty for a role that is not selected."""
        if word is None or word in self.catalog.roles:
            return str(word or "") if word in self.roles else ""
        name = person_name(word)
        self.names.setdefault(f" {fold(name)}", name)
        return f" {fold(name)}"

    def _line(self, key: str) -> Iterator[str]:
        """Yield a place and all above it."""
        while key:
            yield key
            key, _ = self.above.get(key, ("", ""))

    def places(self, root: str, depth: int | None) -> tuple[Place, ...]:
        """Return the places below a root, or all, each before those under it."""
        below: dict[str, list[str]] = {}
        for key in (*self.roles, *self.names):
            below.setdefault(self.above.get(key, ("", ""))[0], []).append(key)
        order: dict[str, int] = {}
        todo = [(key, 0) for key in reversed([root] if root else below.get("", []))]
        while todo:
            key, level = todo.pop()
            if key in self.roles or key in self.names:
                order[key] = len(order)
            if depth is None or level < depth:
                todo += [(one, level + 1) for one in reversed(below.get(key, []))]
        return tuple(self._place(key, order) for key in order)

    def _place(self, key: str, order: dict[str, int]) -> Place:
        if key in self.names:
            return Place(role="", name=self.names[key])
        role, (above, relation) = self.roles[key], self.above.get(key, ("", ""))
        acting = not role.status and role.holders and all(holder.acting for holder in role.holders)
        status = "acting" if acting else shown_status(role)
        stands_in = self.catalog.roles.get(role.covered_by or "")
        return Place(
            role=role.id,
            name=role.name,
            kind=role.kind,
            status=status,
            cover=stands_in.name if stands_in is not None and status else None,
            above=order.get(above, -1),
            relation=relation if above in order else "",
            part_of=order.get(self.parts.get(key, ""), -1),
        )


def _ties(catalog: Catalog, places: tuple[Place, ...], least: int) -> list[Tie]:
    number = {place.role: at for at, place in enumerate(places) if place.role}
    found: dict[tuple[int, int], Tie] = {}
    for key, at in number.items():
        for one in catalog.roles[key].interactions:
            other = number.get(one.role or "", -1)
            if other >= 0 and other != at:
                pair = min(at, other), max(at, other)
                tie = found.setdefault(pair, Tie(one=pair[0], other=pair[1]))
                contact = structs.replace(one, role=None)
                # Two roles may say the same of each other.
                if contact != Interaction() and contact not in tie.contacts:
                    found[pair] = structs.replace(tie, contacts=(*tie.contacts, contact))
    common: Counter[tuple[int, int]] = Counter()
    for owners in catalog.derived(AssignmentIndex).owners:
        common.update(combinations(sorted(number[role] for role in owners if role in number), 2))
    for pair, rows in sorted(common.items(), key=lambda one: (-one[1], one[0])):
        if pair in found or rows >= least:
            tie = found.setdefault(pair, Tie(one=pair[0], other=pair[1]))
            found[pair] = structs.replace(tie, rows=rows)
    return [*found.values()]
