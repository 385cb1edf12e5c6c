"""Rules about rows: who answers for them, who does the work, and what several roles share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import chain, combinations, islice

from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.rule import (
    ACTIVE,
    OMITTED,
    OTHER,
    ActiveRule,
    CatalogIndex,
    Finder,
    RowIndex,
    SchemeFlags,
    all_roles,
    finder,
    rows_by,
)
from sphinx_roles.analysis.comparison import masks, similarities
from sphinx_roles.analysis.sentence import AnyOf, Message
from sphinx_roles.analysis.who import away, covers, stand_in
from sphinx_roles.model import Holder, Participation, Role, fold
from sphinx_roles.owners import DECIDED


@finder()
def no_accountable(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for entry in index.rows:
        deciding = entry.scheme.deciding
        if not (entry.scheme.needs_decider and entry.complete):
            continue
        missing = [c for c, held in entry.held.items() if not any(p.letter in held for p in deciding)]
        if missing:
            # Where it is so under all conditions, none of them matters.
            when = missing if len(missing) < len(entry.held) else ()
            yield rule.finding(entry, "{row}: nobody holds {letter}", when, letter=AnyOf(deciding))
        else:
            for p in deciding:
                yield from too_few(entry, rule, p)


def too_few(entry: RowIndex, rule: ActiveRule, p: Participation) -> Iterator[Finding]:
    """Find a letter that fewer hold than its scheme asks for, unless nobody does the work at all."""
    below = entry.below(p) if p.min else {}
    short = {c: count for c, count in below.items() if not _is_missing_anyway(entry, c, p)}
    if short:
        text = "{row}: {count} hold {letter}, where {least} must"
        yield rule.finding(entry, text, short, count=min(short.values()), letter=p, least=p.min)


def _is_missing_anyway(entry: RowIndex, condition: str, p: Participation) -> bool:
    """Return True where another rule reports the lack of a letter: nobody does the work, or takes part."""
    if p.decides:
        return False
    idle = p.does and not any(d.letter in entry.held[condition] for d in entry.scheme.doing)
    return idle or not entry.flags(condition) & ~OMITTED


@finder()
def several_accountable(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text = "{row}: {role} hold {letter}, where {most} may"
    for entry in index.rows:
        for p in entry.scheme.deciding:
            over = entry.above(p)
            if over:
                holding = dict.fromkeys(role for c in over for role in entry.held[c][p.letter])
                roles, held = index.named(holding), max(over.values())
                # In a row without conditions, there is none that could be left out of the sentence.
                when = () if "" not in over and len(entry.always((p,))) > (p.max or 0) else over
                yield rule.finding(entry, text, when, size=held, role=roles, letter=p, most=p.max, held=held)


@finder()
def no_responsible(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    found: dict[str, list[tuple[RowIndex, list[str]]]] = {}
    for entry in index.rows:
        if entry.scheme.needs_doer and entry.complete:
            found.setdefault(entry.row.matrix, []).append(
                (entry, [c for c in entry.held if _is_idle(entry, c)])
            )
    for entries in found.values():
        decided = sum(bool(missing) and entry.is_held(entry.scheme.deciding) for entry, missing in entries)
        # Whoever writes hardly any doing letter means that who decides does it, too.
        meant = len(entries) >= rule["rows"] and decided > rule["share"] * len(entries)
        for entry, missing in entries:
            if missing and not (meant and entry.is_held(entry.scheme.deciding)):
                letter = AnyOf(entry.scheme.doing)
                yield rule.finding(entry, "{row}: nobody holds {letter}", missing, letter=letter)


def _is_idle(entry: RowIndex, condition: str) -> bool:
    """Return True where nobody does the work, though somebody takes part.

    Where the letter that decides does as well, it is missing only once.
    """
    scheme, held = entry.scheme, entry.held[condition]
    if not entry.flags(condition) & ~OMITTED or any(p.letter in held for p in scheme.doing):
        return False
    decided = any(p.letter in held for p in scheme.deciding)
    return decided or not any(p.does for p in scheme.deciding)


@finder()
def only_passive(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text = "{row}: nobody decides or does it, there is only {letter}"
    for entry in index.rows:
        scheme = entry.scheme
        if scheme.passive and entry.complete and (scheme.needs_decider or scheme.needs_doer):
            flags = {c: entry.flags(c) & ~OMITTED for c in entry.held}
            where = [c for c, flag in flags.items() if flag and not flag & (ACTIVE | OTHER)]
            if where:
                held = [p for p in scheme.passive if any(p.letter in entry.held[c] for c in where)]
                yield rule.finding(entry, text, where, letter=held)


def _records(entry: RowIndex) -> int:
    """Return 1 for the row of a decision record whose decision holds."""
    own = any(text.casefold().startswith("decision:") and "*" not in text for text in entry.row.covers)
    return int(own and (entry.row.status or "").casefold() in DECIDED)


@finder(totals=rows_by(_records))
def undecided_record(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text = "{row}: the record is {status}, and nobody is named who decided"
    for entry in index.rows:
        if _records(entry) and entry.complete and not entry.is_held(entry.scheme.deciding):
            yield rule.finding(entry, text, status=entry.row.status)


@finder()
def agent_decides(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    agents = {role.id: role for role in index.catalog.roles.values() if role.kind == "agent"}
    for entry in index.rows if agents else ():
        for p in entry.scheme.deciding:
            for role in filter(agents.__contains__, entry.holding([p])):
                text, at = "{row}: {role}, with {letter}, is an AI agent", entry.location_of(role, [p])
                yield rule.finding(entry, text, at=at, role=agents[role], letter=p, group=role)


@finder()
def vacant_accountable(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    catalog, roles = index.catalog, index.catalog.roles
    # That those who cover each other in a circle cover nobody has been reported.
    around = {name for problem in index.problems.get("cover-in-a-circle", ()) for name in problem.names}
    gone = {
        role.id: why
        for role in roles.values()
        if (why := away(role))
        and not stand_in(catalog, role)
        and around.isdisjoint((role.id, *(cover.id for cover in covers(catalog, role))))
    }
    if not gone:
        return
    text = "{row}: {role}, with {letter}, is {state}, and nobody covers"
    for entry in index.rows:
        for p in entry.scheme.deciding:
            for role in entry.holding([p]):
                if role in gone:
                    at, state = entry.location_of(role, [p]), Message(gone[role])
                    yield rule.finding(
                        entry, text, at=at, role=roles[role], letter=p, state=state, group=role
                    )


@finder(totals=rows_by(lambda entry: len([a for a in entry.row.assign if a.until is not None])))
def expired_assignment(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text = "{row}: {letter} of {role} ended on {day}"
    for entry, gone in index.over:
        letters = [entry.scheme.parts[letter] for letter in gone.letters]
        role = index.catalog.roles[gone.role]
        at, when, day = gone.location, (gone.when,), gone.until
        yield rule.finding(entry, text, when, at=at, size=index.age(day), letter=letters, role=role, day=day)


@finder()
def two_letters(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    text = "{row}: {role} holds {letter}, which do not go together"
    for entry in index.rows:
        # Most cells have one letter; where none counts, the scheme is not known.
        for cell in [cell for cell in entry.row.assign if len(cell.letters) > 1 and entry.taking]:
            if not entry.scheme.go_together(cell.letters) and not index.catalog.is_past(cell.until):
                parts = [entry.scheme.parts[letter] for letter in cell.letters]
                role = index.catalog.roles[cell.role]
                yield rule.finding(entry, text, (cell.when,), at=cell.location, role=role, letter=parts)


@finder(totals=rows_by(lambda entry: entry.row.separate))
def duties_not_separated(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for entry in index.rows:
        if entry.row.separate:
            found = (one for condition in entry.held for one in _shared(index, rule, entry, condition))
            # One is enough: the row is to be split anyway.
            yield from islice(found, 1)


def _shared(index: CatalogIndex, rule: ActiveRule, entry: RowIndex, condition: str) -> Iterator[Finding]:
    """Find the roles, then the people, that both decide and do a row under a condition."""
    scheme = entry.scheme
    always = entry.always(scheme.deciding), entry.always(scheme.doing)
    deciders = index.named(entry.holding(scheme.deciding, condition))
    doers = index.named(entry.holding(scheme.doing, condition))
    for role in deciders:
        if role in doers:
            at = entry.location_of(role.id, scheme.deciding)
            when = () if role.id in always[0] & always[1] else (condition,)
            yield rule.finding(entry, "{row}: {role} both decides and does it", when, at=at, role=role)
    text = "{row}: {person} decides it as {role} and does it as {doer}"
    for role in deciders:
        people = index.holders(role)
        for doer in doers:
            same = next((h.name for key, h in index.holders(doer).items() if key in people), None)
            if same is not None and doer != role:
                when = () if role.id in always[0] and doer.id in always[1] else (condition,)
                yield rule.finding(entry, text, when, person=same, role=role, doer=doer, names=(same,))


@finder()
def no_backup(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    alone = {
        role.id: holder for role in index.catalog.roles.values() if (holder := _only_holder(index, role))
    }
    if not alone:
        return
    text = "{row}: only {role} does it, and only {person} holds that role"
    for entry in index.rows:
        doers = entry.holding(entry.scheme.doing)
        if len(doers) == 1 and entry.complete and (holder := alone.get(doers[0])):
            role, at = index.catalog.roles[doers[0]], entry.location_of(doers[0], entry.scheme.doing)
            name = holder.name
            yield rule.finding(entry, text, at=at, role=role, person=name, group=role.id, names=(name,))


def _only_holder(index: CatalogIndex, role: Role) -> Holder | None:
    """Return the one person who holds a role, unless it is a person itself, or another role covers."""
    if role.kind != "role" or role.covered_by:
        return None
    holders = [*index.holders(role).values()]
    return holders[0] if len(holders) == 1 else None


def _many(name: str, letters: Callable[[SchemeFlags], tuple[Participation, ...]]) -> Finder:
    """Make a rule about rows in which more than ``most`` roles hold some letters of the scheme."""

    def find(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
        text, most = "{row}: {count} roles hold {letter}, more than {most}", int(rule["most"])
        meant = {key: letters(scheme) for key, scheme in index.schemes.items()}
        for entry in index.rows:
            parts = meant[entry.row.matrix]
            count = max([_count(held, parts) for held in entry.held.values()])
            if count > most:
                these = AnyOf([p for p in parts if any(p.letter in held for held in entry.held.values())])
                yield rule.finding(entry, text, size=count, count=count, letter=these, most=most)

    return finder(name)(find)


many_responsible = _many("many-responsible", lambda scheme: scheme.doing)
many_consulted = _many("many-consulted", lambda scheme: scheme.advising)
many_informed = _many("many-informed", lambda scheme: scheme.informed)


def _count(held: dict[str, list[str]], parts: tuple[Participation, ...]) -> int:
    """Count the roles with any of some letters: mostly, there is one such letter."""
    if len(parts) == 1:
        return len(held.get(parts[0].letter, ()))
    return len({role for p in parts for role in held.get(p.letter, ())})


@finder()
def everyone_involved(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for entry in index.rows:
        count = len(index.taking_part[entry.row.matrix])
        if count >= rule["roles"] and len(entry.taking) == count:
            active = len(entry.holding(entry.scheme.active))
            text = (
                "{row}: all {count} roles take part, {passive} of them without deciding or doing it"
                if 0 < active < count
                else "{row}: all {count} roles take part"
            )
            yield rule.finding(entry, text, size=count - active, count=count, passive=count - active)


@finder()
def limit(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    for entry in index.rows:
        for p in entry.scheme.participations:
            if not p.decides and (p.min or p.max is not None):
                yield from _beyond(entry, rule, p)


def _beyond(entry: RowIndex, rule: ActiveRule, p: Participation) -> Iterator[Finding]:
    over = entry.above(p)
    if over:
        text, count = "{row}: {count} roles hold {letter}, where {most} may", max(over.values())
        yield rule.finding(entry, text, over, size=count, count=count, letter=p, most=p.max)
    elif entry.complete:
        yield from too_few(entry, rule, p)


@finder()
def nobody_consulted_or_informed(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    everybody = len(index.catalog.roles)
    passive = {key: dict.fromkeys((*s.advising, *s.informed)) for key, s in index.schemes.items()}
    for entry in index.rows:
        parts = passive[entry.row.matrix]
        needed = entry.scheme.needs_decider or entry.scheme.needs_doer
        if not (parts and needed and entry.is_active and entry.complete) or len(entry.taking) >= everybody:
            continue
        if not entry.is_held(parts):
            yield rule.finding(entry, "{row}: nobody holds {letter}", letter=AnyOf(parts))


@finder(totals=all_roles)
def contested(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    # The roles of each row and condition that hold the letter; the same letter of two schemes is two.
    holding: dict[tuple[str, str], list[tuple[int, list[str]]]] = {}
    meant: dict[tuple[str, str], Participation] = {}
    for number, entry in enumerate(index.rows):
        for p in entry.scheme.active:
            key = entry.scheme.scheme, p.letter
            meant[key] = p
            several = [h[p.letter] for h in entry.held.values() if len(h.get(p.letter, ())) > 1]
            holding.setdefault(key, []).extend((number, roles) for roles in several)
    for key, held in holding.items():
        yield from _contests(index, rule, meant[key], held)


def _contests(
    index: CatalogIndex, rule: ActiveRule, p: Participation, held: list[tuple[int, list[str]]]
) -> Iterator[Finding]:
    """Find the pairs that hold a letter together; all who hold it in each row of a pair are one finding."""
    having = masks(dict.fromkeys(role for _, roles in held for role in roles), (roles for _, roles in held))
    numbers, known = [number for number, _ in held], list(index.catalog.roles.values())
    bit = {role.id: 1 << place for place, role in enumerate(known)}
    members = [sum(map(bit.__getitem__, roles)) for _, roles in held]
    # A row with several conditions is one row.
    repeated = len({*numbers}) < len(numbers)
    text, most = "{role} hold {letter} together in {count} rows", rule["most"]
    seen = set[int]()
    for (left, mine), (right, theirs) in combinations(_meeting(index, having, most), 2):
        shared = mine & theirs
        count = shared.bit_count()
        # All who hold it in just these rows are one group, whichever two of them are met first.
        if count <= most or shared in seen or _is_part_of(index, left, right):
            continue
        seen.add(shared)
        count = len({numbers[place] for place in _places(shared)}) if repeated else count
        if count > most:
            roles = [known[place] for place in _places(_together(members, shared, bit[left] | bit[right]))]
            subject = ("roles", *sorted([role.id for role in roles]))
            at = index.rows[numbers[next(_places(shared))]].row.location
            yield rule.finding(subject, text, at=at, size=count, role=roles, letter=p, count=count)


def _meeting(index: CatalogIndex, having: Mapping[str, int], most: float) -> list[tuple[str, int]]:
    """Return the roles that may meet in more than so many rows: of those that have the same rows, two do.

    Not so of a role that is part of another one, or has parts: it is meant to share with those.
    """
    teams = {role.part_of for role in index.catalog.roles.values()}
    alike, found = Counter[int](), []
    for role, bits in having.items():
        related = role in teams or index.catalog.roles[role].part_of is not None
        if bits.bit_count() > most and (related or alike[bits] < 2):
            alike[bits] += not related
            found.append((role, bits))
    return found


def _together(members: list[int], shared: int, pair: int) -> int:
    """Return who is among the members of each of some rows: a pair, and maybe others. All are bits."""
    group = -1
    for place in _places(shared):
        group &= members[place]
        if group == pair:
            break
    return group


def _places(bits: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _is_part_of(index: CatalogIndex, left: str, right: str) -> bool:
    """Return True for a role and the team that it is part of, who are meant to share."""
    one, other = index.catalog.roles[left], index.catalog.roles[right]
    return one.part_of == right or other.part_of == left


@finder(totals=all_roles)
def near_duplicate_roles(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    counts = Counter(chain.from_iterable(entry.taking for entry in index.rows))
    judged = [r.id for r in index.judged if counts[r.id] >= rule["rows"]]
    things = (roles for entry in index.rows for held in entry.held.values() for roles in held.values())
    # Roles with just the same letters are one: of two that are alike, all that are the same as either are.
    same: dict[int, list[str]] = {}
    for role, mask in masks(judged, things).items():
        same.setdefault(mask, []).append(role)
    twins = {roles[0]: roles for roles in same.values()}
    alike = similarities({roles[0]: mask for mask, roles in same.items()})
    groups = [
        ([*twins[one.left], *twins[one.right]], one.index) for one in alike if one.index > rule["alike"]
    ]
    joined = {role for roles, _ in groups for role in roles}
    groups += [(roles, 1.0) for roles in twins.values() if len(roles) > 1 and roles[0] not in joined]
    text = "{role} hold nearly the same letters ({percent}% alike)"
    for group, likeness in groups:
        named, percent = index.in_order(group), int(100 * likeness)
        subject, at = ("roles", *sorted(group)), named[0].location
        yield rule.finding(subject, text, at=at, size=likeness, role=named, percent=percent)


def _sections(index: CatalogIndex) -> Mapping[str | None, int]:
    sections = {(row.matrix, row.section) for row in index.catalog.rows if row.section}
    return Counter(matrix for matrix, _ in sections)


@finder(totals=_sections)
def gap_between_roles(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    rows: dict[tuple[str, str], list[int]] = {}
    idle: dict[tuple[str, str], bool] = {}
    for number, entry in enumerate(index.rows):
        key = entry.row.matrix, entry.row.section
        if key in index.catalog.sections:
            rows.setdefault(key, []).append(number)
            needed = entry.scheme.needs_decider or entry.scheme.needs_doer
            idle[key] = idle.get(key, True) and needed and entry.complete and not entry.is_active
    for key, numbers in rows.items():
        if idle[key] and not index.incomplete:
            section = index.catalog.sections[key]
            at = section.location or index.rows[numbers[0]].row.location
            text, count = "{section}: nobody decides or does any of it ({count} in all)", len(numbers)
            yield rule.finding(("section", *key), text, at=at, size=count, section=section, count=count)


@finder()
def same_row_other_owner(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    named: dict[str, list[tuple[RowIndex, set[str]]]] = {}
    for entry in index.rows if len(index.row_counts) > 1 else ():
        deciding = set(entry.holding(entry.scheme.deciding))
        if deciding and entry.complete:
            named.setdefault(fold(entry.row.name), []).append((entry, deciding))
    for entries in named.values():
        for (first, mine), (second, theirs) in combinations(entries, 2):
            if first.row.matrix != second.row.matrix and mine.isdisjoint(theirs):
                matrix = index.catalog.matrices[first.row.matrix]
                where = matrix.name or matrix.id
                text = "{row} is decided by {role}, but in {matrix} by {other}"
                text = text if where else "{row} is decided by {role}, but in another matrix by {other}"
                role, other = index.in_order(theirs), index.in_order(mine)
                yield rule.finding(second, text, role=role, matrix=where, other=other)
                break
