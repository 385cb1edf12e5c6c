"""A catalog with what follows from it, as plain data: the export that other programs read.

Left out are e-mail addresses, the reasons of accepted findings, fields that conf.py does not declare,
and places: which line something stands on is no fact of the organisation. What is not given is not
there; what is computed always is.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, TypeAlias

from sphinx_roles.model import Assignment, Catalog, Responsibility, Role, Scheme, without_addresses
from sphinx_roles.publishing.found import accepted, findings, found_counts
from sphinx_roles.publishing.given import given, holder, own_fields, plain

Facts: TypeAlias = dict[str, Any]

FORMAT = 1
"""Raised when something is taken out or means something else; additions do not count."""


def facts(catalogs: Mapping[str, Catalog], fields: Mapping[str, str]) -> Facts:
    """Return the export of some catalogs by name, the main one first.

    ``fields`` are the team's own fields as declared, with their labels.
    """
    return {
        "format": FORMAT,
        "catalogs": [{"name": name, **_Export(one, fields).catalog()} for name, one in catalogs.items()],
    }


def written(document: Facts) -> str:
    """Return an export as the text of its file, which ends in a line feed."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    # Half of a character pair is no text that a file could hold.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


class _Export:
    def __init__(self, catalog: Catalog, fields: Mapping[str, str]) -> None:
        self._catalog = catalog
        self._fields = fields
        self._held: dict[str, Counter[tuple[str, str]]] = {role: Counter() for role in catalog.roles}
        """By role, in how many rows it has each letter of each scheme."""
        self._taking: Counter[str] = Counter()
        self._deciding: Counter[str] = Counter()
        self._doing: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        order = {role: number for number, role in enumerate(catalog.roles)}
        for row in catalog.rows:
            self._count(row, catalog.scheme_of(row), order)

    def _count(self, row: Responsibility, scheme: Scheme, order: Mapping[str, int]) -> None:
        omitted = {p.letter for p in scheme.participations if p.omitted}
        deciding, doing = _holding(row, scheme.deciding), _holding(row, scheme.doing)
        letters: dict[str, set[str]] = {}
        for one in row.assign:
            letters.setdefault(one.role, set()).update(one.letters)
        for role, held in letters.items():
            if role in self._held:
                self._held[role].update((scheme.id, letter) for letter in held)
        self._taking.update(role for role, held in letters.items() if held - omitted)
        self._deciding.update(deciding)
        self._doing.update(doing)
        acting = sorted({*deciding, *doing} & order.keys(), key=order.__getitem__)
        self._pairs.update(combinations(acting, 2))

    def catalog(self) -> Facts:
        """Return all facts, in the order of the data."""
        catalog = self._catalog
        used = {matrix.scheme for matrix in catalog.matrices.values()}
        return {
            "counts": self._counts(),
            "roles": [self._role(role) for role in catalog.roles.values()],
            "responsibilities": [self._row(row) for row in catalog.rows],
            "sections": [given(one, keeping=("matrix",)) for one in catalog.sections.values()],
            "matrices": [given(one) for one in catalog.matrices.values() if one.id or self._has_rows("")],
            "schemes": [_scheme(one) for one in catalog.schemes.values() if one.id in used],
            "skills": [given(one) for one in catalog.skills.values()],
            "scales": [given(one) for one in catalog.scales.values()],
            "shared": self._shared(),
            "findings": findings(catalog),
            "accepted": accepted(catalog),
        }

    def _has_rows(self, matrix: str) -> bool:
        return any(row.matrix == matrix for row in self._catalog.rows)

    def _counts(self) -> Facts:
        catalog = self._catalog
        return {
            "roles": len(catalog.roles),
            "responsibilities": len(catalog.rows),
            "letters": self._letters(sum(self._held.values(), Counter())),
            "findings": found_counts(catalog),
        }

    def _letters(self, counts: Mapping[tuple[str, str], int]) -> list[Facts]:
        """Return how often each letter is held, in the order of the schemes."""
        return [
            {"scheme": scheme.id, "letter": p.letter, "name": p.name, "count": counts[scheme.id, p.letter]}
            for scheme in self._catalog.schemes.values()
            for p in scheme.participations
            if counts.get((scheme.id, p.letter))
        ]

    def _role(self, role: Role) -> Facts:
        # An empty invitation stands for the standard wording.
        invites = ("open",) if role.open is not None else ()
        made = given(
            without_addresses(role, self._catalog.roles),
            leaving=("own", "holders", "past_holders"),
            keeping=invites,
        )
        for name in ("holders", "past_holders"):
            people = getattr(role, name)
            # Nobody holds it, or it is not recorded: two different things.
            if people or (name == "holders" and people is not None):
                made[name] = [holder(one) for one in people]
        return {
            **made,
            **own_fields(role.own, self._fields),
            "counts": {
                "responsibilities": self._taking[role.id],
                "decides": self._deciding[role.id],
                "does": self._doing[role.id],
                "letters": self._letters(self._held[role.id]),
            },
        }

    def _row(self, row: Responsibility) -> Facts:
        scheme = self._catalog.scheme_of(row)
        return {
            **given(row, leaving=("own", "assign", "partial"), keeping=("matrix", "section")),
            **own_fields(row.own, self._fields),
            "scheme": scheme.id,
            "assign": [_assignment(one, scheme) for one in row.assign],
            "decides": _holding(row, scheme.deciding),
            "does": _holding(row, scheme.doing),
        }

    def _shared(self) -> list[Facts]:
        """Return the pairs of roles that decide or do the same rows, those with most of them first."""
        pairs = sorted(self._pairs.items(), key=lambda pair: -pair[1])
        return [{"roles": list(roles), "responsibilities": count} for roles, count in pairs]


def _holding(row: Responsibility, letters: Iterable[str]) -> list[str]:
    """Return the roles that have one of some letters, on whichever condition."""
    wanted = set(letters)
    return list(dict.fromkeys(one.role for one in row.assign if not wanted.isdisjoint(one.letters)))


def _assignment(one: Assignment, scheme: Scheme) -> Facts:
    """Return an assignment with its letters as they are shown: those that decide come first."""
    made = given(one, leaving=("at", "file"), keeping=("letters",))
    return {**made, "letters": sorted(one.letters, key=lambda letter: letter not in scheme.deciding)}


def _scheme(scheme: Scheme) -> Facts:
    letters = [
        {**given(one, leaving=("words", "color", "shape")), "min": one.min} for one in scheme.participations
    ]
    return {"id": scheme.id, "name": plain(scheme.name), "letters": letters}
