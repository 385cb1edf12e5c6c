"""The main rules against a naive second opinion, which knows nothing but the plain letters of each row.

It is slow and simple: sets of rows and roles, without an index. It must find just what the audit finds, in random
catalogs and in tables that people wrote: nothing false, nothing missed, and each number right.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from catalogs import REAL_DATA
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct, structs
from random_catalogs import as_found, catalogs, some

from sphinx_roles.analysis.audit.engine import audit, findings_of
from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.rule import CatalogIndex, load_rules
from sphinx_roles.analysis.audit.rules import FINDERS
from sphinx_roles.analysis.audit.settings import active_rules
from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Source
from sphinx_roles.model import Catalog, Participation, Responsibility, Role, Scheme, fold

TODAY = datetime.date(2026, 11, 23)
Found = tuple[Any, ...]


class Plain(Struct):
    """A row: under each condition, the letters of each role."""

    row: Responsibility
    scheme: Scheme
    held: dict[str, dict[str, set[str]]]
    complete: bool

    def roles(self, condition: str, letters: Iterable[Participation]) -> set[str]:
        wanted = {p.letter for p in letters}
        return {role for role, some_ in self.held[condition].items() if some_ & wanted}

    def anywhere(self, letters: Iterable[Participation]) -> set[str]:
        return {role for condition in self.held for role in self.roles(condition, letters)}

    def parts(self, *meant: str) -> list[Participation]:
        return [p for p in self.scheme.participations if any(getattr(p, name) for name in meant)]

    @property
    def letters(self) -> list[Participation]:
        return [p for p in self.scheme.participations if not p.omitted or p in self.parts(*MEANS)]

    @property
    def subject(self) -> Found:
        return ("row", *self.row.key)


MEANS = ("decides", "does", "advises", "informed")


class Opinion:
    """All that the naive opinion finds, by rule: what it is about, and its number."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.rows = [self.plain(row) for row in catalog.rows]
        self.limits = {name: rule.thresholds for name, rule in active_rules(catalog.rules).items()}
        self.sure = not catalog.incomplete and not any("" in row.unsure for row in catalog.rows)
        self.sure &= not any(p.code == "unknown-scheme" for p in catalog.problems)
        own = [r for r in catalog.roles.values() if not catalog.files or r.location.file in catalog.files]
        self.judged = [role for role in own if role.kind == "role"]
        self.unsure = {a.role for row in catalog.rows for a in row.assign if not self.counts(a)}
        self.unsure |= {role for row in catalog.rows for role in row.unsure}

    def counts(self, a: Any) -> bool:
        return bool(a.letters) and not (a.until and self.catalog.today and a.until < self.catalog.today)

    def plain(self, row: Responsibility) -> Plain:
        known = [a for a in row.assign if self.counts(a)]
        held: dict[str, dict[str, set[str]]] = {}
        for condition in {fold(a.when) for a in known if a.when} or {""}:
            for a in known:
                if not a.when or fold(a.when) == condition:
                    held.setdefault(condition, {}).setdefault(a.role, set()).update(a.letters)
            held.setdefault(condition, {})
        whole = len(known) == len(row.assign) and not row.partial
        whole &= not any(p.code == "unknown-scheme" for p in self.catalog.problems)
        return Plain(row, self.catalog.scheme_of(row), held, whole)

    # Rows

    def no_accountable(self) -> Iterator[Found]:
        for row in self.rows:
            deciding = row.parts("decides")
            if row.complete and any(p.min for p in deciding):
                if any(not row.roles(c, deciding) for c in row.held):
                    yield row.subject, None
                else:
                    for p in deciding:
                        least = min(len(row.roles(c, [p])) for c in row.held)
                        yield from [(row.subject, least)] if least < p.min else []

    def several_accountable(self) -> Iterator[Found]:
        for row in self.rows:
            for p in row.parts("decides"):
                most = max(len(row.roles(c, [p])) for c in row.held)
                yield from [(row.subject, most)] if p.max is not None and most > p.max else []

    def idle(self, row: Plain) -> bool:
        both = any(p.decides and p.does for p in row.scheme.participations)
        return any(
            row.roles(c, row.letters)
            and not row.roles(c, row.parts("does"))
            and (row.roles(c, row.parts("decides")) or not both)
            for c in row.held
        )

    def no_responsible(self) -> Iterator[Found]:
        limits = self.limits["no-responsible"]
        for matrix in self.catalog.matrices:
            rows = [r for r in self.rows if r.row.matrix == matrix and r.complete]
            rows = [r for r in rows if any(p.min for p in r.parts("does"))]
            idle = [r for r in rows if self.idle(r)]
            decided = [r for r in idle if r.anywhere(r.parts("decides"))]
            if len(rows) >= limits["rows"] and len(decided) > limits["share"] * len(rows):
                idle = [r for r in idle if r not in decided]
            yield from ((r.subject, None) for r in idle)

    def only_passive(self) -> Iterator[Found]:
        for row in self.rows:
            needed = any(p.min for p in row.parts("decides", "does"))
            passive = {p.letter for p in row.parts("advises", "informed")}
            active = {p.letter for p in row.parts("decides", "does")}
            here = [{x for held in row.held[c].values() for x in held} for c in row.held]
            here = [held & {p.letter for p in row.letters} for held in here]
            if row.complete and needed and passive and any(h and h <= passive - active for h in here):
                yield row.subject, None

    def many(self, rule: str, means: str) -> Iterator[Found]:
        for row in self.rows:
            most = max(len(row.roles(c, row.parts(means))) for c in row.held)
            yield from [(row.subject, most)] if most > self.limits[rule]["most"] else []

    def many_responsible(self) -> Iterator[Found]:
        return self.many("many-responsible", "does")

    def many_consulted(self) -> Iterator[Found]:
        return self.many("many-consulted", "advises")

    def many_informed(self) -> Iterator[Found]:
        return self.many("many-informed", "informed")

    def everyone_involved(self) -> Iterator[Found]:
        used = {row.row.matrix for row in self.rows}
        for row in self.rows:
            here = {
                r
                for other in self.rows
                if other.row.matrix == row.row.matrix
                for r in other.anywhere(other.letters)
            }
            columns = self.catalog.matrices[row.row.matrix].roles
            here |= set(columns or (self.catalog.roles if len(used) == 1 else ()))
            taking = row.anywhere(row.letters)
            if taking == here and len(here) >= self.limits["everyone-involved"]["roles"]:
                yield row.subject, len(here)

    def nobody_consulted_or_informed(self) -> Iterator[Found]:
        for row in self.rows:
            passive = row.parts("advises", "informed")
            needed = any(p.min for p in row.scheme.participations if p.decides or p.does)
            if passive and needed and row.complete and row.anywhere(row.parts("decides", "does")):
                others = len(row.anywhere(row.letters)) < len(self.catalog.roles)
                yield from [(row.subject, None)] if others and not row.anywhere(passive) else []

    def two_letters(self) -> Iterator[Found]:
        for row in self.rows:
            for a in row.row.assign:
                pairs = combinations(a.letters, 2)
                together = [set(pair) for pair in row.scheme.together]
                if self.counts(a) and any(set(pair) not in together for pair in pairs):
                    yield row.subject, None

    def agent_decides(self) -> Iterator[Found]:
        return self.deciders(lambda role: role.kind == "agent")

    def vacant_accountable(self) -> Iterator[Found]:
        return self.deciders(lambda role: self.is_away(role) and not self.is_covered(role, [role]))

    def deciders(self, wanted: Callable[[Role], bool]) -> Iterator[Found]:
        for row in self.rows:
            for p in row.parts("decides"):
                for role in row.anywhere([p]):
                    yield from [(row.subject, None)] if wanted(self.catalog.roles[role]) else []

    def is_away(self, role: Role) -> bool:
        return role.status in ("vacant", "absent", "deprecated") or role.holders == ()

    def is_covered(self, role: Role, seen: list[Role]) -> bool:
        if any(role.id in one.names for one in self.catalog.problems if one.code == "cover-in-a-circle"):
            # It has been reported.
            return True
        cover = self.catalog.roles.get(role.covered_by or "")
        if cover is None or cover in seen:
            return False
        return not self.is_away(cover) or self.is_covered(cover, [*seen, cover])

    # Roles

    def decided(self, role: str, matrices: Iterable[str], *means: str) -> int:
        rows = [row for row in self.rows if row.row.matrix in matrices]
        return sum(role in row.anywhere(row.parts(*means)) for row in rows)

    def overloaded_accountable(self) -> Iterator[Found]:
        limits = self.limits["overloaded-accountable"]
        for role in self.judged:
            matrices = [m for m in self.catalog.matrices if self.decided(role.id, [m], "decides")]
            count = self.decided(role.id, matrices, "decides")
            total = sum(row.row.matrix in matrices for row in self.rows)
            others = [self.decided(o, matrices, "decides") for o in self.catalog.roles if o != role.id]
            second = max(others, default=0)
            ahead = second > 0 and count > limits["times"] * second
            if count > limits["most"] and (count > limits["share"] * total or ahead):
                yield ("role", role.id), count

    def overloaded_responsible(self) -> Iterator[Found]:
        for role in self.judged:
            count = self.decided(role.id, self.catalog.matrices, "does")
            if count > self.limits["overloaded-responsible"]["most"]:
                yield ("role", role.id), count

    def held(self, role: Role) -> set[tuple[str, str]]:
        """Return what a role holds, by scheme and letter."""
        cells = (
            (row, held) for row in self.rows for some_ in row.held.values() for held in [some_.get(role.id)]
        )
        return {(row.row.matrix, letter) for row, held in cells if held for letter in held}

    def unused_role(self) -> Iterator[Found]:
        for role in self.judged if self.rows and self.sure else ():
            quiet = role.status in ("deprecated", "draft") or role.id in self.unsure
            yield from [(("role", role.id), None)] if not quiet and not self.held(role) else []

    def only(self, *allowed: str) -> Iterator[Found]:
        for role in self.judged if self.sure else ():
            letters = [self.catalog.schemes[self.catalog.matrices[m].scheme][x] for m, x in self.held(role)]
            meant = [{name for name in MEANS if getattr(p, name)} for p in letters]
            meant = [m for m, p in zip(meant, letters, strict=True) if m or not p.omitted]
            if meant and role.id not in self.unsure and all(m and m <= set(allowed) for m in meant):
                yield ("role", role.id), None

    def never_decides_or_does(self) -> Iterator[Found]:
        return self.only("advises", "informed")

    def only_informed(self) -> Iterator[Found]:
        return self.only("informed")

    def always_involved(self) -> Iterator[Found]:
        for matrix in self.catalog.matrices:
            rows = [row for row in self.rows if row.row.matrix == matrix]
            for role in self.judged if len(rows) >= self.limits["always-involved"]["rows"] and rows else ():
                if all(role.id in row.anywhere(row.letters) for row in rows):
                    yield ("role", role.id, matrix), len(rows)

    # Between roles

    def contested(self) -> Iterator[Found]:
        most, roles = self.limits["contested"]["most"], self.catalog.roles
        for scheme in self.catalog.schemes.values():
            rows = [row for row in self.rows if row.scheme.id == scheme.id]
            for p in scheme.participations if rows else ():
                slots = {(r.subject, c): r.roles(c, [p]) for r in rows for c in r.held if p.decides or p.does}
                groups = {}
                for pair in combinations(roles, 2):
                    one, other = (roles[role] for role in pair)
                    shared = {slot: held for slot, held in slots.items() if set(pair) <= held}
                    apart = one.part_of != other.id and other.part_of != one.id
                    if apart and len({subject for subject, _ in shared}) > most:
                        group = set.intersection(*shared.values())
                        groups[frozenset(group)] = len({subject for subject, _ in shared})
                yield from ((("roles", *sorted(group)), count) for group, count in groups.items())

    def same_row_other_owner(self) -> Iterator[Found]:
        named: dict[str, list[tuple[Plain, set[str]]]] = {}
        for row in self.rows:
            if row.complete and (deciding := row.anywhere(row.parts("decides"))):
                named.setdefault(fold(row.row.name), []).append((row, deciding))
        for entries in named.values():
            differ = [
                other.subject
                for (one, mine), (other, theirs) in combinations(entries, 2)
                if one.row.matrix != other.row.matrix and not mine & theirs
            ]
            yield from [(differ[0], None)] if differ else []

    def gap_between_roles(self) -> Iterator[Found]:
        for key in self.catalog.sections:
            rows = [row for row in self.rows if row.row.key[:2] == key]
            needed = all(any(p.min for p in row.parts("decides", "does")) for row in rows)
            idle = all(row.complete and not row.anywhere(row.parts("decides", "does")) for row in rows)
            if rows and needed and idle and not self.catalog.incomplete:
                yield ("section", *key), len(rows)


RULES = [name for name in load_rules() if hasattr(Opinion, name.replace("-", "_"))]
"""The rules that there is an opinion about: those that look at letters."""
NUMBERS = {"several-accountable": "held"}


def number(found: Finding) -> int | None:
    """Return the number that a finding tells."""
    key = NUMBERS.get(found.rule, "count")
    return next((int(value.parts[0]) for value in found.values if value.key == key), None)


def agree(catalog: Catalog) -> None:
    """Compare both opinions of a catalog, rule by rule; then what is reported with what is found."""
    opinion, index, active = Opinion(catalog), CatalogIndex(catalog), active_rules(catalog.rules)
    every: list[Finding] = []
    for name in RULES:
        found = list(FINDERS[name].find(index, active[name]))
        expected = Counter(getattr(opinion, name.replace("-", "_"))())
        assert Counter((one.subject, number(one)) for one in found) == expected, name
        every += found
    near_duplicates(
        opinion, list(FINDERS["near-duplicate-roles"].find(index, active["near-duplicate-roles"]))
    )
    reported = [one for one in audit(catalog).findings if one.rule in RULES]
    silent = Counter((one.rule, one.subject) for one in every)
    silent.subtract((one.rule, one.subject) for one in reported)
    assert not -silent, "nothing is reported that no rule has found"
    causes = [one for one in audit(catalog).findings if load_rules()[one.rule].replaces]
    for rule, subject in +silent:
        assert any(rule in load_rules()[one.rule].replaces and covers(one, subject, index) for one in causes)
    for one in findings_of(catalog):
        counts = {value.key: int(value.parts[0]) for value in one.values if value.key in ("count", "total")}
        assert "{total}" not in one.text or counts["count"] <= counts["total"]


def covers(cause: Finding, subject: Found, index: CatalogIndex) -> bool:
    """Tell whether a finding is about a thing, what it is part of, or all rows of its matrix."""
    if subject[0] == "role" and cause.rule == "everyone-involved":
        return bool(cause.subject[1] == subject[2])
    about = {subject, subject[:2]} | ({("section", *subject[1:3])} if subject[0] == "row" else set())
    return cause.subject in about


def near_duplicates(opinion: Opinion, found: list[Finding]) -> None:
    limits = opinion.limits["near-duplicate-roles"]
    held = {
        role.id: {
            (row.subject, c, x)
            for row in opinion.rows
            for c in row.held
            for x in row.held[c].get(role.id, ())
        }
        for role in opinion.judged
        if sum(role.id in row.anywhere(row.letters) for row in opinion.rows) >= limits["rows"]
    }
    pairs = {
        frozenset(pair): len(held[pair[0]] & held[pair[1]]) / (len(held[pair[0]] | held[pair[1]]) or 1)
        for pair in combinations(held, 2)
    }
    alike = {pair for pair, likeness in pairs.items() if likeness > limits["alike"]}
    told: set[frozenset[str]] = set()
    for one in found:
        group = [frozenset(pair) for pair in combinations(one.subject[1:], 2)]
        percent = next(int(value.parts[0]) for value in one.values if value.key == "percent")
        assert percent == int(100 * min(pairs[pair] for pair in group))
        told.update(group)
    assert told == alike


# Many more findings than in a catalog of any content: few roles, many letters, and low limits.
_CELLS = st.sampled_from(["R", "R", "A", "C", "I", "A/R", "A/C", "A (day), C (night)", "R (day)", "O", "?"])
_ROLES = tuple("abcdef")
_LOW = {
    "contested": {"most": 1},
    "many-responsible": {"most": 1},
    "many-consulted": {"most": 1},
    "many-informed": {"most": 1},
    "overloaded-accountable": {"most": 1, "share": 0.4, "times": 2},
    "overloaded-responsible": {"most": 2},
    "near-duplicate-roles": {"rows": 2, "alike": 0.5},
    "always-involved": {"rows": 2},
    "no-responsible": {"rows": 3},
}


_OWN = {
    "OWN": {
        "letters": {"A": {"decides": True, "does": True, "min": 1}, "R": {"does": True, "min": 1}, "I": {}}
    }
}
"""In this scheme, whoever decides does the work."""


@st.composite
def dense(draw: st.DrawFn) -> Catalog:
    """Draw a catalog of one or two matrices, in which nearly every role has a part in every row."""
    roles = {
        name: {"name": draw(st.sampled_from([name, "Everyone"])) if name == "f" else name} for name in _ROLES
    }
    kinds = st.sampled_from(["role", "role", "role", "team", "agent"])
    more = {
        "kind": kinds,
        "status": st.sampled_from(["vacant", "active"]),
        "part_of": st.sampled_from(_ROLES),
        "covered_by": st.sampled_from(_ROLES),
    }
    for role in roles.values():
        role |= draw(st.fixed_dictionaries({}, optional=more) if draw(st.booleans()) else st.just({}))
    # One name in some catalogs leads nowhere.
    used = st.sampled_from([*_ROLES[: draw(st.integers(2, 6))], *draw(st.sampled_from([[], [], ["nobody"]]))])
    matrices = ["one", "two"][: draw(st.integers(1, 2))]
    rows = [
        {
            "id": f"x{n}",
            "name": draw(st.sampled_from([f"Row {n}", "Review"])),
            "section": draw(st.sampled_from("st")),
            "matrix": draw(st.sampled_from(matrices)),
            "assign": draw(st.dictionaries(used, _CELLS, max_size=6)),
        }
        for n in range(draw(st.integers(0, 9)))
    ]
    schemes = {
        name: {"name": name.title(), "scheme": draw(st.sampled_from(["RACI", "RACI", "CAIRO", "OWN"]))}
        for name in matrices
    }
    return as_found(
        {"roles": roles, "matrices": schemes, "responsibilities": rows, "rules": _LOW, "schemes": _OWN}
    )


@some(250)
@given(dense())
def test_a_second_opinion_of_a_dense_catalog(catalog: Catalog) -> None:
    agree(structs.replace(catalog, today=TODAY))


@some(60)
@given(catalogs())
def test_a_second_opinion_of_any_catalog(catalog: Catalog) -> None:
    # Rules that are off are none of this test.
    agree(structs.replace(catalog, today=TODAY, rules={}, accepted=()))


FILES = sorted(path for path in REAL_DATA.rglob("*") if path.suffix in (".md", ".yaml", ".yml", ".json"))


@pytest.mark.skipif(not FILES, reason="the data of other people is not part of the project")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("low", [False, True])
def test_a_second_opinion_of_what_people_wrote(path: Path, low: bool) -> None:
    catalog, _ = read_catalog([Source(path=path, shown=path.name)])
    catalog = structs.replace(catalog, today=TODAY)
    agree(structs.replace(catalog, rules=_LOW) if low else catalog)


def test_the_opinion_is_asked_about_every_rule_that_looks_at_letters() -> None:
    others = {
        "near-duplicate-roles",  # compared by itself
        "ended-holder",
        "expired-assignment",
        "undecided-record",
        "limit",
        "duties-not-separated",
        "no-backup",
        "one-person-many-hats",
        "same-role-twice",
        "generic-role",
        "person-as-role",
        "vague-responsibility",
        "unknown-manager",
        "stale",
        "missing-field",
        "accepted-nothing",
        *(rule.id for rule in load_rules().values() if rule.build or rule.owners),
    }
    how = "a rule about letters needs a function in RULES, which recomputes it; any other is named here"
    assert (set(load_rules()) - set(RULES)) ^ others == set(), how
