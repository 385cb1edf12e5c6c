"""Rules that compare the data with owners files: there is nothing to compare with until one is named."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from sphinx_roles.addresses import person_name
from sphinx_roles.analysis.audit.finding import Finding
from sphinx_roles.analysis.audit.rule import ActiveRule, CatalogIndex, RowIndex, finder
from sphinx_roles.analysis.owner import Coverage, is_entity
from sphinx_roles.analysis.sentence import OwnerRef, RoleRef, row_ref
from sphinx_roles.analysis.who import away, stand_in
from sphinx_roles.model import Responsibility, Role, Text
from sphinx_roles.owners import DECIDED, Owner, OwnerRule, Ownership
from sphinx_roles.problems import Location, closest


def _source(location: Location) -> str:
    """Return an owners file as a sentence names it: its line is where the finding is, and may move."""
    return re.sub(r"^(?:\.\./)+", "", location.file)


class _Side:
    """The roles that decide on a row, with those who stand in for one."""

    def __init__(self, index: CatalogIndex, entry: RowIndex) -> None:
        scheme = entry.scheme
        ids = entry.holding(scheme.deciding or scheme.doing)
        self.roles = index.named(ids)
        covers = (stand_in(index.catalog, role) for role in self.roles if away(role))
        self.ids = {*ids, *(cover.id for cover in covers if cover is not None)}
        self.people = _people(self.roles)


def _people(roles: Iterable[Role]) -> list[Text]:
    return [*dict.fromkeys(person_name(holder.name) for role in roles for holder in role.holders or ())]


def _given(index: CatalogIndex, coverage: Coverage) -> Iterator[tuple[RowIndex, str, list[OwnerRule]]]:
    """Yield each row with a file or entity that it answers for, and the rules of one owners file for that."""
    entries = {entry.row.key: entry for entry in index.rows}
    for owners in index.catalog.owners:
        for file, rows in coverage.by_file(owners).items():
            yield from ((entries[row.key], file, [*owners.rules_of(file)]) for row in rows)
        for entry in index.rows:
            for text in filter(is_entity, entry.row.covers):
                # Who owns a record counts only while its decision holds.
                for one in owners.rules_of_entity(text):
                    if owners.kind != "decisions" or one.status in DECIDED:
                        yield entry, one.entity, [one]


def _covered(index: CatalogIndex) -> Mapping[str | None, int]:
    """Count the responsibilities that cover something, where there is an owners file."""
    return Counter(entry.row.matrix for entry in index.rows if entry.row.covers and index.catalog.owners)


@finder(totals=_covered)
def owner_differs(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    coverage = index.catalog.derived(Coverage)
    found: dict[tuple[tuple[str, str, str], Location], tuple[RowIndex, list[OwnerRule], list[str]]] = {}
    sides: dict[tuple[str, str, str], _Side] = {}
    for entry, covered, rules in _given(index, coverage):
        key = entry.row.key
        side = sides.get(key) or sides.setdefault(key, _Side(index, entry))
        if entry.complete and side.ids and _differ(coverage, rules, side):
            place = next(one.location for one in rules if one.owners)
            found.setdefault((key, place), (entry, rules, []))[2].append(covered)
    for (key, place), (entry, rules, several) in found.items():
        side = sides[key]
        text = "{row}: {role} decides on {covered}, which {source} gives to {owner}"
        if side.people:
            text = "{row}: {role} ({person}) decides on {covered}, which {source} gives to {owner}"
        owners = [owner for one in rules for owner in one.owners]
        yield rule.finding(
            entry,
            text,
            at=place,
            also=entry.row.location,
            size=len(several),
            names=tuple(owner.name for owner in owners if not owner.is_address),
            role=side.roles,
            person=side.people,
            covered=_listed(several),
            source=_source(place),
            owner=[_named(coverage, owner) for owner in owners],
        )


def _differ(coverage: Coverage, rules: list[OwnerRule], side: _Side) -> bool:
    """Return whether all owners are known, and none of them decides."""
    known = [coverage.names.known(owner) for one in rules for owner in one.owners]
    if not known or not all(known):
        return False
    # That an owner has left is another finding.
    present = [[one.role.id for one in some if not one.past] for some in known]
    return any(present) and not any(side.ids.intersection(ids) for ids in present)


def _listed(covered: list[str]) -> str:
    """Return what is covered: the only one, else the folder that all are in, with their number."""
    if len(covered) == 1:
        return covered[0]
    folder = posixpath.commonpath([posixpath.dirname(file) for file in covered])
    return f"{folder or '.'}/ ({len(covered)})"


def _named(coverage: Coverage, owner: Owner) -> OwnerRef:
    """Return an owner with the roles and people behind it: ``@acme/sre (SRE: Ana, Bo)``."""
    known = coverage.names.known(owner)
    roles = [*{one.role.id: one.role for one in known}.values()]
    people = [*dict.fromkeys(one.person for one in known if one.person)] or _people(roles)
    return OwnerRef(owner.shown, tuple(RoleRef(role.id, role.name) for role in roles), tuple(people))


class _Folders:
    """How many files are in each folder and below, and how many of them nobody covers."""

    def __init__(self, owners: Ownership, is_covered: Callable[[str], bool]) -> None:
        self.files: Counter[str] = Counter()
        self.bare: Counter[str] = Counter()
        self.direct: Counter[str] = Counter()
        """Files that are in the folder itself, and that nobody covers."""
        for file in owners.files:
            folder = file.rpartition("/")[0]
            bare = not is_covered(file)
            self.direct[folder] += bare
            while True:
                self.files[folder] += 1
                self.bare[folder] += bare
                if not folder:
                    break
                folder = folder.rpartition("/")[0]

    def uncovered(self) -> Iterator[tuple[str, int, int]]:
        """Yield (folder, files that nobody covers, files), the largest first.

        A folder of which all are bare stands for those inside; of another one, its own files count.
        """
        found = []
        for folder, count in self.bare.items():
            above = folder.rpartition("/")[0]
            if not count or (folder and self._is_bare(above)):
                continue
            number = count if self._is_bare(folder) else self.direct[folder]
            if number:
                found.append((folder, number, self.files[folder]))
        return iter(sorted(found, key=lambda one: (-one[1], one[0])))

    def _is_bare(self, folder: str) -> bool:
        return self.bare[folder] == self.files[folder]


def _repository(index: CatalogIndex) -> Ownership | None:
    """Return the first owners file: decision records are no files that somebody owns."""
    return next((one for one in index.catalog.owners if one.kind != "decisions"), None)


def _all_folders(index: CatalogIndex) -> Mapping[str | None, int]:
    owners = _repository(index)
    return {None: len({file.rpartition("/")[0] for file in owners.files}) if owners else 0}


@finder(totals=_all_folders)
def covered_by_nobody(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    owners = _repository(index)
    if index.incomplete or owners is None:
        return
    coverage = index.catalog.derived(Coverage)
    covered = coverage.by_file(owners)
    folders = _Folders(owners, lambda file: file in covered or bool(coverage.owners_of(file)))
    for folder, count, total in folders.uncovered():
        if count >= rule["files"]:
            name = f"{folder}/"
            yield rule.finding(
                ("folder", name),
                "{folder}: no responsibility and no owner covers {count} of {total} files",
                at=owners.source,
                size=count,
                names=(name,),
                folder=name,
                count=count,
                total=total,
            )


@finder(totals=_covered)
def covered_twice(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    owners = _repository(index)
    if owners is None:
        return
    coverage = index.catalog.derived(Coverage)
    entries = {entry.row.key: entry for entry in index.rows}
    found: dict[tuple[tuple[str, str, str], ...], list[str]] = {}
    for file, rows in coverage.by_file(owners).items():
        # Several lines of one owners file may count for a file: those of sections, or of the folders above.
        if len(rows) > 1 and not coverage.ruled.issuperset(row.key for row in rows):
            found.setdefault(tuple(row.key for row in rows), []).append(file)
    for keys, files in found.items():
        several = [entries[key] for key in keys]
        deciding = {tuple(sorted(_Side(index, entry).ids)) for entry in several}
        if len(deciding) > 1 and all(entry.complete for entry in several):
            last, others = several[-1], [one.row for one in several[:-1]]
            yield rule.finding(
                last,
                "{row} covers {covered}, and so does {other}, where others decide",
                at=_place(last.row),
                also=_place(others[0]),
                size=len(files),
                names=tuple(files[:1]),
                covered=_listed(files),
                other=[row_ref(row) for row in others],
            )


def _place(row: Responsibility) -> Location:
    return row.covers[0].location or row.location


def _all_owners(index: CatalogIndex) -> Mapping[str | None, int]:
    return {None: len({owner.key for owner in _named_owners(index)})}


def _named_owners(index: CatalogIndex) -> list[Owner]:
    """Return all owners, each as often as it is named; who decided may have left, and reading knows them."""
    files = (one for one in index.catalog.owners if one.kind != "decisions")
    return [owner for one in files for owner in one.owners()]


def _owners(index: CatalogIndex) -> Iterator[tuple[Owner, int]]:
    """Yield each owner at its first place, and how often it is named."""
    owners = _named_owners(index)
    counts = Counter(owner.key for owner in owners)
    first = {owner.key: owner for owner in reversed(owners)}
    return ((first[key], count) for key, count in counts.items())


@finder(totals=_all_owners)
def unknown_owner(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    if index.incomplete or not index.catalog.owners:
        return
    names = index.catalog.derived(Coverage).names
    for owner, count in _owners(index):
        if names.known(owner) or owner.name.startswith("@@"):
            continue
        near = "" if owner.is_address else closest(owner.name, names.names())
        text = "{owner} is no role, holder or handle"
        if near:
            text = "{owner} is no role, holder or handle; is it {near}?"
        yield rule.finding(
            _subject(owner),
            text,
            at=owner.location,
            size=count,
            names=() if owner.is_address else (owner.name,),
            owner=owner.shown,
            count=count,
            near=near,
        )


def _subject(owner: Owner) -> tuple[str, str]:
    return "owner", str(owner.location) if owner.is_address else owner.key


@finder(totals=_all_owners)
def gone_owner(index: CatalogIndex, rule: ActiveRule) -> Iterator[Finding]:
    names = index.catalog.derived(Coverage).names if index.catalog.owners else None
    for owner, count in _owners(index) if names else ():
        known = names.known(owner) if names else ()
        if known and all(one.past for one in known):
            person = known[0].person or owner.name
            yield rule.finding(
                _subject(owner),
                "{person} owns files, and has left; formerly {role}",
                at=owner.location,
                size=count,
                names=(str(person),),
                person=owner.shown if owner.is_address and not known[0].person else person,
                count=count,
                role=[one.role for one in known],
            )
