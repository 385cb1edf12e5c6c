"""What a rule is, and what it looks at.

A rule is a record in ``rules.yaml``, and a function that finds. It looks at an index of the catalog: one pass
over the assignments, which notes who holds which letter. What could not be read, and an assignment whose time
is over, counts as neither present nor absent: no finding follows from it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from importlib.metadata import EntryPoint, entry_points
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import msgspec
from msgspec import Struct, structs

from sphinx_roles import model
from sphinx_roles.analysis.audit.finding import LISTED, Finding, Severity, Subject, sentence
from sphinx_roles.analysis.sentence import Value, row_ref, value
from sphinx_roles.analysis.who import PeopleIndex
from sphinx_roles.problems import Location, Phrase, Problem

DECIDES, DOES, ADVISES, INFORMED, OTHER, OMITTED = (1 << n for n in range(6))
ACTIVE = DECIDES | DOES
PASSIVE = ADVISES | INFORMED


class SchemeFlags:
    """What the letters of a matrix mean to the rules, and who holds them."""

    def __init__(self, scheme: model.Scheme) -> None:
        parts = self.participations = scheme.participations
        self.scheme = scheme.id
        self.parts = {p.letter: p for p in parts}
        self.deciding = tuple(p for p in parts if p.decides)
        self.doing = tuple(p for p in parts if p.does)
        self.advising = tuple(p for p in parts if p.advises)
        self.informed = tuple(p for p in parts if p.informed)
        self.active = tuple(p for p in parts if p.decides or p.does)
        self.passive = tuple(p for p in parts if p.advises or p.informed)
        self.needs_decider = any(p.min for p in self.deciding)
        self.needs_doer = any(p.min for p in self.doing)
        self.together = {frozenset(pair) for pair in scheme.together}
        self.go_together = cache(
            lambda letters: all(frozenset(pair) in self.together for pair in combinations(letters, 2))
        )
        """Whether letters may share a cell: thousands of cells have the same few."""
        self.flags = {p.letter: _flags(p) for p in parts}
        self.holders: dict[str, set[str]] = {}
        """By letter, the roles that hold it in any row of the matrix."""

    def flag(self, letters: Iterable[str]) -> int:
        """Return what letters mean, taken together."""
        flags = 0
        for letter in letters:
            flags |= self.flags[letter]
        return flags


def _flags(p: model.Participation) -> int:
    flags = DECIDES * p.decides | DOES * p.does | ADVISES * p.advises | INFORMED * p.informed
    return flags or (OMITTED if p.omitted else OTHER)


class RowIndex(Struct, gc=False):
    """A row: who holds which letter, under each condition.

    A letter without a condition counts under each. A row without conditions has one, the empty one.
    """

    row: model.Responsibility
    scheme: SchemeFlags
    held: dict[str, dict[str, list[str]]]
    """Condition → letter → roles."""
    taking: dict[str, None]
    """The roles that take part."""
    complete: bool = True
    """Nothing is unreadable or over, so what is missing is missing."""

    @property
    def subject(self) -> tuple[str, ...]:
        """The row as the subject of a finding."""
        return ("row", *self.row.key)

    @property
    def is_active(self) -> bool:
        """Whether anybody decides or does it, under any condition."""
        return any(self.flags(condition) & ACTIVE for condition in self.held)

    def flags(self, condition: str) -> int:
        """Return what is done under a condition, by anybody."""
        return self.scheme.flag(self.held[condition])

    def above(self, p: model.Participation) -> dict[str, int]:
        """Return the conditions under which more roles hold a letter than may, with how many."""
        if p.max is None:
            return {}
        return {c: n for c, held in self.held.items() if (n := len(held.get(p.letter, ()))) > p.max}

    def below(self, p: model.Participation) -> dict[str, int]:
        """Return the conditions under which fewer roles hold a letter than must, with how many."""
        return {c: n for c, held in self.held.items() if (n := len(held.get(p.letter, ()))) < p.min}

    def is_held(self, parts: Iterable[model.Participation]) -> bool:
        """Return whether anybody has any of some letters, under any condition."""
        return any(p.letter in held for p in parts for held in self.held.values())

    def holding(self, parts: Iterable[model.Participation], condition: str | None = None) -> list[str]:
        """Return the roles with any of some letters, under one condition or any of them."""
        found: dict[str, None] = {}
        for held in self.held.values() if condition is None else (self.held[condition],):
            for p in parts:
                found.update(dict.fromkeys(held.get(p.letter, ())))
        return list(found)

    def always(self, parts: Iterable[model.Participation]) -> set[str]:
        """Return the roles with any of some letters that no condition limits, nor a day that is over."""
        wanted = {p.letter for p in parts}
        bare = {one.role for one in self.row.assign if not one.when and wanted & set(one.letters)}
        return bare.intersection(*(self.holding(parts, condition) for condition in self.held))

    def location_of(self, role: str, parts: Iterable[model.Participation]) -> Location:
        """Return the place where a role has one of some letters, else that of the row."""
        wanted = {p.letter for p in parts}
        found = (a.location for a in self.row.assign if a.role == role and wanted & set(a.letters))
        return next(found, self.row.location)


class CatalogIndex:
    """All that the rules ask of a catalog."""

    def __init__(self, catalog: model.Catalog) -> None:
        self.catalog = catalog
        self.today: date | None = catalog.today
        self.problems: dict[str, list[Problem]] = {}
        """What reading the data has reported, by code."""
        for problem in catalog.problems:
            self.problems.setdefault(str(problem.code), []).append(problem)
        self.incomplete = catalog.incomplete
        # A file beside the catalog may name its roles: what is wrong with those is reported there.
        files = catalog.files
        self.own = [role for role in catalog.roles.values() if not files or role.location.file in files]
        self.judged = [role for role in self.own if role.kind == "role"]
        """Rules about roles pass over teams, people and others outside: what they do is meant."""
        self.rows: list[RowIndex] = []
        self.over: list[tuple[RowIndex, model.Assignment]] = []
        """Assignments whose time has passed."""
        self.unsure_roles: set[str] = set()
        self.flags: dict[str, int] = dict.fromkeys(catalog.roles, 0)
        self.decides: defaultdict[str, list[int]] = defaultdict(list)
        self.does: defaultdict[str, list[int]] = defaultdict(list)
        """By role, the rows by their place in ``rows``."""
        self.unmatched: list[tuple[model.Acceptance, Phrase]] = []
        """Acceptances that match nothing, and why, once that is known."""
        self.schemes = {key: SchemeFlags(catalog.schemes[m.scheme]) for key, m in catalog.matrices.items()}
        for row in catalog.rows:
            self._add(row, self.schemes[row.matrix])
        # What a role does anywhere follows from the letters that it holds; there are few of those.
        for scheme in self.schemes.values():
            for letter, holders in scheme.holders.items():
                for role in holders:
                    self.flags[role] |= scheme.flags[letter]
        self.partial = self.incomplete or "" in self.unsure_roles
        """A role that seems to have no letter may have one that could not be read."""

    def _add(self, row: model.Responsibility, scheme: SchemeFlags) -> None:
        entry = RowIndex(row, scheme, {}, {}, not row.partial)
        self.unsure_roles.update(row.unsure)
        # In a list, as a generator takes longer, and there are tens of thousands.
        special = [a for a in row.assign if a.when or a.until is not None or not a.letters]
        counting = self._counting(entry) if special else row.assign
        if self.catalog.matrices[row.matrix].unsure:
            # A letter has a meaning only in its own scheme: nothing follows from those of an unknown one.
            counting = ()
        if not special and len({a.role for a in counting}) == len(counting):
            held: dict[str, list[str]] = {}
            for a in counting:
                for letter in a.letters:
                    if letter in held:
                        held[letter].append(a.role)
                    else:
                        held[letter] = [a.role]
            entry.held = {"": held}
        else:
            entry.held = _by_condition(counting)
        self._note(entry)
        self.rows.append(entry)

    def _counting(self, entry: RowIndex) -> Sequence[model.Assignment]:
        """Return the assignments that count: those that could be read, and are not over."""
        counting = []
        for a in entry.row.assign:
            if a.letters and not self.catalog.is_past(a.until):
                counting.append(a)
                continue
            entry.complete = False
            self.unsure_roles.add(a.role)
            if a.letters:
                self.over.append((entry, a))
        return counting

    def age(self, day: date | None) -> int:
        """Return how many days ago a day was."""
        return (self.today - day).days if self.today is not None and day is not None else 0

    def _note(self, entry: RowIndex) -> None:
        """Note what the roles of a row do in it."""
        number, flags = len(self.rows), entry.scheme.flags
        kinds = ((DECIDES, self.decides), (DOES, self.does))
        for held in entry.held.values():
            for letter, roles in held.items():
                flag = flags[letter]
                entry.scheme.holders.setdefault(letter, set()).update(roles)
                if flag != OMITTED:
                    entry.taking.update(dict.fromkeys(roles))
                for mask, lists in kinds:
                    if flag & mask:
                        for role in roles:
                            rows = lists[role]
                            # Two letters, or two conditions, are one row.
                            if not rows or rows[-1] != number:
                                rows.append(number)

    # What several rules ask

    @cached_property
    def row_counts(self) -> Mapping[str | None, int]:
        """How many rows each matrix has."""
        return Counter(row.matrix for row in self.catalog.rows)

    @cached_property
    def taking_part(self) -> Mapping[str, dict[str, None]]:
        """The roles of each matrix: its columns; else those with a letter, and in an only matrix all."""
        found: dict[str, dict[str, None]] = {}
        for entry in self.rows:
            found.setdefault(entry.row.matrix, {}).update(entry.taking)
        for key, roles in found.items():
            columns = self.catalog.matrices[key].roles
            if columns:
                roles.update(dict.fromkeys(columns))
            elif len(found) == 1:
                roles.update(dict.fromkeys(self.catalog.roles))
        return found

    @cached_property
    def persons(self) -> Mapping[str, list[model.Role]]:
        """The roles of each person, by the person's id; a role of the kind person is held by nobody else."""
        posts = {one.id: one.posts for one in self.people.people.values()}
        held = {key: {p.role.id: p.role for p in some if p.role.holders} for key, some in posts.items()}
        return {key: list(roles.values()) for key, roles in held.items() if roles}

    @property
    def people(self) -> PeopleIndex:
        """Who is who."""
        return self.catalog.derived(PeopleIndex)

    def holders(self, role: model.Role) -> Mapping[str, model.Holder]:
        """Return who holds a role and has not left it, by the ids of the people."""
        held = [one for one in role.holders or () if not self.catalog.has_left(one)]
        return {self.people.person(one).id: one for one in reversed(held)}

    def named(self, ids: Iterable[str]) -> list[model.Role]:
        """Return the records of roles."""
        return [self.catalog.roles[role] for role in ids]

    def in_order(self, ids: Iterable[str]) -> list[model.Role]:
        """Return the records of roles, once each, in the order of the catalog."""
        return self.named(sorted({*ids}, key=self._order.__getitem__))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {role: place for place, role in enumerate(self.catalog.roles)}


def _by_condition(counting: Sequence[model.Assignment]) -> dict[str, dict[str, list[str]]]:
    conditions: dict[str, str] = {}
    for a in counting:
        if a.when:
            conditions.setdefault(model.fold(a.when), a.when)
    held: dict[str, dict[str, list[str]]] = {}
    for key, shown in (conditions or {"": ""}).items():
        letters = held[shown] = {}
        for a in counting:
            if not a.when or model.fold(a.when) == key:
                for letter in a.letters:
                    if a.role not in letters.setdefault(letter, []):
                        letters[letter].append(a.role)
    return held


Kind: TypeAlias = Literal["row", "role", "model", "between"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""What a rule can look at, in the order of the documentation."""


class Rule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record of ``rules.yaml``, where the fields are explained."""

    id: str
    kind: Kind
    severity: Severity
    build: bool = False
    title: str
    about: str
    thresholds: Mapping[str, int | float] = {}
    words: Mapping[str, tuple[str, ...]] = {}
    exceptions: Mapping[str, tuple[str, ...]] = {}
    fields: bool = False
    replaces: tuple[str, ...] = ()
    folded: str
    merged: str = ""
    owners: str = ""
    files: tuple[str, ...] = ()
    bad: str
    message: str
    good: str

    @property
    def head(self) -> str:
        """What is above several findings whose sentences differ."""
        return self.title.rstrip(".")


@cache
def load_rules() -> Mapping[str, Rule]:
    """Return every rule by its id, in the order of the documentation; those of other packages come last.

    They are read when they are first asked for: most builds need none.
    """
    import yaml

    text = Path(__file__).with_name("rules.yaml").read_text("utf-8")
    records = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    rules = {name: msgspec.convert({"id": name, **record}, Rule) for name, record in records.items()}
    return {**{name: rule for name, (rule, _) in external_rules().items() if name not in rules}, **rules}


class ActiveRule(Struct, frozen=True, kw_only=True):
    """A rule that is not off, with the severity, thresholds and words that the team chose."""

    id: str
    severity: Severity
    thresholds: Mapping[str, int | float] = {}
    words: frozenset[str] = frozenset()
    exceptions: frozenset[str] = frozenset()
    fields: Mapping[str, tuple[str, ...]] = {}
    """The fields that a role of each kind must have, and (``row``) a responsibility."""

    def __getitem__(self, threshold: str) -> float:
        return self.thresholds[threshold]

    def finding(
        self,
        about: RowIndex | model.Role | Subject,
        text: str,
        when: Iterable[str] = (),
        /,
        *,
        at: Location | None = None,
        also: Location | None = None,
        group: str = "",
        size: float = 0,
        names: tuple[str, ...] = (),
        **values: Any,
    ) -> Finding:
        """Return a finding of this rule: about a row (under some conditions), a role, or something else.

        ``values`` fill the slots of ``text``, besides ``{row}`` or ``{role}``. ``at`` is the place to
        correct; where it is left out, that of the row or role. ``also`` is another one. The one of the
        largest ``size`` is the worst of its rule.
        """
        made: list[Value] = []
        if isinstance(about, RowIndex):
            subject, home = about.subject, about.row.location
            made.append(value("row", row_ref(about.row, when)))
        elif isinstance(about, model.Role):
            subject, home = ("role", about.id), about.location
            made.append(value("role", about))
        else:
            subject, home = about, None
        made += [value(key, given, LISTED) for key, given in values.items()]
        return Finding(
            rule=self.id,
            severity=self.severity,
            text=text,
            values=tuple(made),
            subject=subject,
            location=at or home,
            also=also,
            group=group,
            size=size,
            names=names,
        )

    def problem_finding(self, problem: Problem) -> Finding:
        """Return a problem that reading the data has reported as a finding."""
        at = problem.location
        subject = ("problem", str(problem.code), at.file, problem.lasting, str(at))
        names, text = problem.names, problem.phrase
        return self.finding(subject, "{text}", at=at, group=problem.text, names=names, text=text)


Find: TypeAlias = Callable[[CatalogIndex, ActiveRule], Iterable[Finding]]
Totals: TypeAlias = Callable[[CatalogIndex], Mapping[str | None, int]]
"""Counts what a rule looks at, by matrix; None: things that are in no matrix."""


class Finder(Struct, frozen=True):
    """The function of a rule, or of several, and how much it looks at."""

    rules: tuple[str, ...]
    find: Find
    totals: Totals


def rows_by(count: Callable[[RowIndex], int]) -> Totals:
    """Return what counts in each row what a rule looks at, where that is not every row."""

    def totals(index: CatalogIndex) -> Mapping[str | None, int]:
        counts: Counter[str | None] = Counter()
        for entry in index.rows:
            counts[entry.row.matrix] += count(entry)
        return counts

    return totals


def all_roles(index: CatalogIndex) -> Mapping[str | None, int]:
    """Count the roles that rules about roles look at."""
    return {None: len(index.judged)}


def finder(*rules: str, totals: Totals = lambda index: index.row_counts) -> Callable[[Find], Finder]:
    """Make a function the finder of some rules; without any, of the one that is called as the function is."""

    def make(find: Find) -> Finder:
        return Finder(rules or (find.__name__.replace("_", "-"),), find, totals)

    return make


_FAILED = "The rule {rule} of another package ({entry}) failed: {reason}."


@cache
def external_rules() -> Mapping[str, tuple[Rule, Finder]]:
    """Return the rules of other packages by id: entry points of the group ``sphinx_roles.rules``.

    The name of an entry point is the id of its rule. Its object is a pair: a `Rule`, and what `finder` made
    of a function. One that cannot be loaded, or fails, is a finding. Of two with one id, the first counts.
    """
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group="sphinx_roles.rules"):
        found.setdefault(entry.name, entry)
    return {name: _load(entry) for name, entry in found.items()}


def _load(entry: EntryPoint) -> tuple[Rule, Finder]:
    reason: object = "expected a pair of Rule and Finder, with the id of the entry point"
    try:
        match entry.load():
            case (Rule(id=entry.name, severity=Severity()) as rule, Finder() as made) if rule.kind in KINDS:
                return rule, _guarded(entry, rule, made)
    except Exception as error:
        reason = error
    title = "A rule of another package cannot be loaded."
    rule = Rule(
        id=entry.name,
        kind="model",
        severity=Severity.ERROR,
        title=title,
        about=f"{title} Update or remove the package, or mend it.",
        folded=title,
        bad="",
        message="",
        good="",
    )

    def find(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
        yield _failure(entry, rule, reason)

    return rule, Finder((entry.name,), find, lambda index: {})


def _guarded(entry: EntryPoint, record: Rule, finder: Finder) -> Finder:
    """Return a finder that reports as a finding what another one raises."""

    def find(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
        try:
            findings = list(finder.find(index, rule))
            for finding in findings:
                # What is wrong here would only fail where findings are joined and shown.
                values = (*finding.values, value("count", 1))
                sentence(structs.replace(finding, text=finding.text + record.merged, values=values))
                if finding.rule != rule.id:
                    raise ValueError(f"a finding of {finding.rule}")
        except Exception as error:
            findings = [_failure(entry, rule, error)]
        yield from findings

    def totals(index: CatalogIndex) -> Mapping[str | None, int]:
        try:
            return dict(finder.totals(index))
        except Exception:
            # Without counts, findings are only not folded.
            return {}

    return Finder(finder.rules, find, totals)


def _failure(entry: EntryPoint, rule: ActiveRule, why: object) -> Finding:
    reason = f"{type(why).__name__}: {why}" if isinstance(why, Exception) else str(why)
    return rule.finding(("rule", rule.id), _FAILED, rule=rule.id, entry=entry.value, reason=reason)
