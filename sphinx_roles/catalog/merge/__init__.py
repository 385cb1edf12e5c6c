"""Merges the drafts of all files to one Catalog: names, references, duplicates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from msgspec import structs

from sphinx_roles.catalog.merge.matrices import Matrices, Schemes
from sphinx_roles.catalog.merge.merging import FIRST, Merging
from sphinx_roles.catalog.merge.roles import Roles
from sphinx_roles.catalog.merge.rows import Rows
from sphinx_roles.catalog.merge.skills import Skills
from sphinx_roles.catalog.nodes import pack
from sphinx_roles.catalog.schema import FileDraft, Rule
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.model import Catalog, Role, Section, Text, fold
from sphinx_roles.owners import Ownership
from sphinx_roles.problems import Code, Location, Problem

if TYPE_CHECKING:
    from sphinx_roles.catalog.tables import Table

_LOST = frozenset(
    (Code.MISSING_FILE, Code.UNREADABLE_FILE, Code.UNKNOWN_FORMAT, Code.ENCODING, Code.TOO_LARGE)
)
_VALUES = frozenset((Code.WRONG_TYPE, Code.WRONG_VALUE, Code.SYNTAX))
_LISTS = {
    "roles": Code.UNKNOWN_ROLE,
    "matrices": Code.UNKNOWN_MATRIX,
    "schemes": Code.UNKNOWN_SCHEME,
    "skills": Code.UNKNOWN_SKILL,
    "scales": Code.UNKNOWN_PROFICIENCY,
}
"""Keys of a file that define what others name, and what is unknown where one is misspelt.

Of one that is there twice, the second is not read.
"""


def merge(
    drafts: list[FileDraft],
    settings: Settings,
    problems: Iterable[Problem] = (),
    *,
    known: Catalog | None = None,
    scheme_at: Location | None = None,
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Merge files, in order; return what is wrong with them, too. ``problems`` are those of further files.

    ``known`` is the catalog around a standalone one, whose roles it may name.

    ``scheme_at`` is where the scheme of the settings is named: a directive, else conf.py.
    """
    problems = tuple(problems)
    if any(draft.grids for draft in drafts):
        # Imported here, as most catalogs hold no table.
        from sphinx_roles.catalog.assignments import take_assignments

        take_assignments(drafts, settings.scheme, define=known is None or not known.roles)
    found = (*problems, *(one for draft in drafts for one in draft.context.problems))
    twice = (one for one in found if one.code == Code.REPEATED_KEY)
    lost = any(one.code in _LOST for one in found) or any(set(one.names) <= _LISTS.keys() for one in twice)
    meant = {one.top_key for one in found}
    # Behind the last column that a place can hold, all places are one.
    at = (one.location for one in found if one.code in _VALUES)
    wrong = frozenset(one for one in at if one.column < pack(0, one.column + 1))
    layers = {draft.context.file: draft.source.layer for draft in drafts}
    layers = layers if any(layers.values()) else {}
    doubtful = frozenset(code for key, code in _LISTS.items() if key in meant)
    merging = Merging(drafts, settings, known, scheme_at, lost, wrong, doubtful, layers)
    schemes = Schemes(merging, doubtful=not meant.isdisjoint(("scheme", "schemes")))
    skills = Skills(merging)
    letters = None
    if any(role.rest for draft in drafts for role in draft.roles):
        # Imported here, as in most catalogs letters are with the rows.
        from sphinx_roles.catalog.merge.role_letters import RoleLetters

        letters = RoleLetters(merging, schemes)
    roles = Roles(merging, skills)
    if any(draft.parties for draft in drafts):
        # Imported here, as few catalogs read files of other tools.
        from sphinx_roles.catalog.foreign import follow_parties

        follow_parties(drafts, roles)
    matrices = Matrices(merging, schemes, roles)
    rows = Rows(merging, roles, matrices)
    matrices.take_sources()
    tables = [(file, table) for file in drafts for table in _tables(file, matrices, roles)]
    keys = matrices.name_tables(tables)
    named = list(zip(tables, keys, strict=True))
    for file in drafts:
        rows.read_file(file)
        for (owner, table), key in named:
            if owner is file:
                rows.read_table(file, table, key)
    if letters is not None:
        letters.read(rows, roles)
    records = roles.build()
    if any(role.levels for role in records.values()):
        # Imported here, as few catalogs have ladders.
        from sphinx_roles.catalog.merge.levels import finish_levels

        records = finish_levels(records, merging, skills, roles.find)
    owned = _owned(drafts)
    catalog = Catalog(
        roles=records,
        rows=rows.build(),
        sections=rows.sections.sections,
        matrices=matrices.build(),
        schemes=schemes.schemes,
        skills=skills.skills,
        scales=skills.scales,
        rules=_rules(merging),
        accepted=tuple(one for draft in drafts for one in draft.accepted),
        files=tuple(dict.fromkeys(draft.context.file for draft in drafts)),
        owners=tuple(one for one in owned if one.kind == "decisions"),
        covering=tuple(one for one in owned if one.kind != "decisions"),
    )
    for word, source in {word: draft.source for draft in drafts for word in draft.source.without}.items():
        catalog = _leave_out(catalog, Text(word, source.location_of(word)), source.layer, merging)
    read = (one for draft in drafts for one in draft.context.problems)
    reported = _in_order((*problems, *read, *merging.problems), [draft.context.file for draft in drafts])
    return structs.replace(catalog, sections=_as_shown(catalog), problems=reported), reported


def _as_shown(catalog: Catalog) -> dict[tuple[str, str], Section]:
    """Return the sections in the order of their first rows; those without rows come last."""
    begun = dict.fromkeys((row.matrix, row.section) for row in catalog.rows)
    return {**{key: catalog.sections[key] for key in begun if key in catalog.sections}, **catalog.sections}


def _in_order(problems: Iterable[Problem], files: list[str]) -> tuple[Problem, ...]:
    """Return problems once each, in the order of the files and their lines."""
    order = {file: index for index, file in enumerate(files)}
    # What is wrong with a setting is found again in each file that it is about.
    once = {
        one if one.location.file in order else (one.code, one.location, one.message, one.names): one
        for one in problems
    }

    def place(one: Problem) -> tuple[int, int, int]:
        return order.get(one.location.file, -1), one.location.line, one.location.column

    return tuple(sorted(once.values(), key=place))


def _leave_out(catalog: Catalog, word: Text, layer: int, merging: Merging) -> Catalog:
    """Leave out a responsibility, or a role with all that it does, that a catalog below a layer defines."""

    def is_below(location: Location | None) -> bool:
        return location is None or merging.layers.get(location.file, 0) < layer

    meant = [row for row in catalog.find_rows(word) if is_below(row.location)]
    if len(meant) > 1:
        message = "{word!r} is the name of {count} responsibilities; say which one as matrix/id"
        merging.report(Code.WRONG_VALUE, message, word.location, {"word": word}, count=len(meant))
        return catalog
    if meant:
        rows = tuple(row for row in catalog.rows if row is not meant[0])
        # A section whose last row goes with it would be one without rows.
        gone = {(meant[0].matrix, meant[0].section)} - {(row.matrix, row.section) for row in rows}
        sections = {key: one for key, one in catalog.sections.items() if key not in gone}
        return structs.replace(catalog, rows=rows, sections=sections)
    role = catalog.find_role(word)
    if role is None or not is_below(role.location):
        below = {key: one for key, one in catalog.roles.items() if is_below(one.location)}
        known = [*structs.replace(catalog, roles=below).role_names()]
        known += [name for row in catalog.rows if is_below(row.location) for name in (row.id, row.name)]
        message = "{word!r} is to be left out, and is no role and no responsibility that is extended"
        merging.unknown(Code.WRONG_VALUE, message, word, lambda: known)
        return catalog
    others = [one.id for one in catalog.roles.values() if role.id in _named_by(one) and one is not role]
    if others:
        message = "the role {role!r} is to be left out, but is named by {others}"
        merging.report(Code.WRONG_VALUE, message, word.location, {"role": role.id}, others=others)
        return catalog
    rows = tuple(
        structs.replace(row, assign=tuple(one for one in row.assign if one.role != role.id))
        for row in catalog.rows
    )
    matrices = {
        key: structs.replace(one, roles=tuple(column for column in one.roles if column != role.id))
        for key, one in catalog.matrices.items()
    }
    roles = {key: one for key, one in catalog.roles.items() if one is not role}
    return structs.replace(catalog, rows=rows, roles=roles, matrices=matrices)


def _named_by(role: Role) -> set[str]:
    """Return the ids of the roles that a role refers to."""
    named = {role.extends, role.covered_by, role.reports_to, role.part_of, *role.next}
    return {str(one) for one in (*named, *(one.role for one in role.interactions)) if one}


def _tables(file: FileDraft, matrices: Matrices, roles: Roles) -> list[Table]:
    """Read the tables of a file, now that roles and schemes are known."""
    if not file.grids:
        return []
    # Imported here, as most catalogs hold no table.
    from sphinx_roles.catalog.tables import TableOptions
    from sphinx_roles.catalog.tables.interpret import read_grids

    names = [file.matrix or "", *(grid.name.text for grid in file.grids if grid.name), file.stem]
    declared = next((scheme for name in names if name and (scheme := matrices.declared_scheme(name))), None)
    given = matrices.given.get(file.context.file)
    unsure = file.scheme is not None and given is None
    options = TableOptions(
        scheme=declared or given,
        schemes=matrices.schemes.schemes,
        default=matrices.schemes.default,
        transpose=file.source.transpose,
        columns=file.source.columns,
        columns_by=matrices.merging.settings.columns_by,
        fill_down=file.source.fill_down,
        of_answers=file.source.of_answers,
        fields=file.context.fields,
        roles=frozenset(map(fold, roles.words())),
    )
    # Under a scheme that is not known, nothing can be said about the letters of a table.
    context = structs.replace(file.context, problems=[]) if unsure and declared is None else file.context
    return read_grids(file.grids, context, options)


def _rules(merging: Merging) -> dict[str, Any]:
    """Return what the data says about rules; of two files that disagree, the first one counts."""
    rules: dict[str, Rule] = {}
    for draft in merging.drafts:
        for name, rule in draft.rules.items():
            first = rules.setdefault(name, rule)
            if first is not rule and merging.changes(first.location, rule.location):
                rules[name] = rule
            elif first is not rule and first.value != rule.value:
                message = "the rule {rule!r} is set to {value} here and to {first} at {other}" + FIRST
                about, values = {"rule": name}, {"value": repr(rule.value), "first": repr(first.value)}
                merging.report(Code.REPEATED_KEY, message, rule.location, about, first.location, **values)
    return {Text(name, rule.location): rule.value for name, rule in rules.items()}


def _owned(drafts: list[FileDraft]) -> tuple[Ownership, ...]:
    """Return the rules of owners files and records: one of all of a kind, but each CODEOWNERS by itself."""
    kinds: dict[object, list[Ownership]] = {}
    for one in (draft.owners for draft in drafts if draft.owners is not None):
        alone = one.kind in ("github", "gitlab")
        kinds.setdefault(one.source if alone else one.kind, []).append(one)
    return tuple(
        structs.replace(
            some[0],
            rules=tuple(rule for one in some for rule in one.rules),
            closed=frozenset(folder for one in some for folder in one.closed),
        )
        for some in kinds.values()
    )
