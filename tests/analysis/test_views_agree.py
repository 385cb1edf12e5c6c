"""All views of one catalog say the same of who does what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from typing import Any

from hypothesis import given
from msgspec import structs
from random_catalogs import catalogs, some

from sphinx_roles.analysis.assignments import Owned
from sphinx_roles.analysis.audit.engine import findings_of
from sphinx_roles.analysis.cards import CardsQuery
from sphinx_roles.analysis.comparison import ComparisonQuery
from sphinx_roles.analysis.diff.query import ChangesQuery
from sphinx_roles.analysis.levels import PathQuery
from sphinx_roles.analysis.matrix import MatrixQuery
from sphinx_roles.analysis.overlap import OverlapQuery
from sphinx_roles.analysis.profile import ProfileQuery
from sphinx_roles.analysis.role_holders import HoldersQuery
from sphinx_roles.analysis.role_map import MapQuery
from sphinx_roles.analysis.sentence import RowRef
from sphinx_roles.analysis.who import WhoQuery, away
from sphinx_roles.export.facts import facts
from sphinx_roles.model import Catalog, Responsibility, Role

Held = dict[str, dict[str, frozenset[str]]]
"""By row and role, the letters that the data gives and that have not ended."""


class Expected:
    """What follows from the letters of a catalog, as one would count it by hand."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.rows = {row.target: row for row in catalog.rows}
        self.held: Held = {row.target: {} for row in catalog.rows}
        for row in catalog.rows:
            for one in row.assign:
                if one.until is None or catalog.today is None or one.until >= catalog.today:
                    before = self.held[row.target].get(one.role, frozenset())
                    self.held[row.target][one.role] = before.union(one.letters)

    def letters(self, row: str, role: str) -> frozenset[str]:
        return self.held[row].get(role, frozenset())

    def counting(self, row: Responsibility) -> set[str]:
        """Letters that make a role one of those who work on a row."""
        scheme = self.catalog.schemes[self.catalog.matrices[row.matrix].scheme]
        counted = {p.letter for p in scheme.participations if p.does or p.decides}
        return counted or {p.letter for p in scheme.participations}

    def works(self, row: str, role: str) -> bool:
        return bool(self.counting(self.rows[row]) & self.letters(row, role))

    def worked(self, role: str) -> set[str]:
        return {row for row in self.rows if self.works(row, role)}

    def in_place_of(self, role: str) -> set[str]:
        """Roles that are away, and whose cover, or the cover of that, is this one, the first that is there."""

        def is_away(one: str) -> bool:
            found = self.catalog.roles[one]
            return found.status in ("vacant", "absent", "deprecated") or found.holders == ()

        def answers(one: str, seen: tuple[str, ...]) -> str | None:
            cover = self.catalog.roles[one].covered_by
            if cover is None or cover not in self.catalog.roles or cover in seen:
                return None
            return answers(cover, (*seen, cover)) if is_away(cover) else cover

        return {one for one in self.catalog.roles if is_away(one) and answers(one, (one,)) == role}

    def deciding(self, row: str) -> set[str]:
        scheme = self.catalog.scheme_of(self.rows[row])
        return {role for role, held in self.held[row].items() if held & {*scheme.deciding}}


def on_a_day(catalog: Catalog) -> Catalog:
    """Some of what is random has ended by then, and some has not."""
    return structs.replace(catalog, today=date(2020, 1, 1))


def letters_of(owned: Iterable[Owned]) -> Iterator[tuple[str, frozenset[str]]]:
    for one in owned:
        for row in one.rows:
            yield row.key, frozenset(letter.letter for letter in one.letters)


def joined(found: Iterable[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """Put the letters of a row under several conditions together."""
    rows: dict[str, frozenset[str]] = {}
    for row, letters in found:
        rows[row] = rows.get(row, frozenset()) | letters
    return rows


@some(25)
@given(catalogs())
def test_a_role_that_is_away_is_marked_wherever_it_is_shown(catalog: Catalog) -> None:
    marked = {one.role: one.status for one in CardsQuery().report(catalog).cards}
    assert {one.role: one.status for one in MapQuery().report(catalog).places if one.role} == {
        **marked,
        **{key: "acting" for key, role in catalog.roles.items() if not marked[key] and _is_acting(role)},
    }
    for ident in filter(None, catalog.matrices):
        for column in MatrixQuery(matrix=ident).report(catalog).columns:
            assert column.status == marked[column.role]
    said = {key for key, role in catalog.roles.items() if role.status == "active"}
    assert {key for key, role in catalog.roles.items() if away(role) and not marked[key]} <= said


def _is_acting(role: Role) -> bool:
    return not role.status and bool(role.holders) and all(one.acting for one in role.holders or ())


@some(25)
@given(catalogs())
def test_a_matrix_has_the_letters_of_the_data_and_its_totals_count_them(found: Catalog) -> None:
    expected = Expected(catalog := on_a_day(found))
    for ident in filter(None, catalog.matrices):
        report = MatrixQuery(matrix=ident, totals=True).report(catalog)
        for row in report.rows:
            shown = {
                column.role: frozenset(
                    letter for part in report.cells[cell].parts if not part.ended for letter in part.letters
                )
                for column, cell in zip(report.columns, row.cells, strict=True)
            }
            assert {role: held for role, held in shown.items() if held} == {
                role: held for role, held in expected.held[row.key].items() if held
            }
        for column, totals in zip(report.columns, report.totals, strict=True):
            held = Counter(x for row in report.rows for x in expected.letters(row.key, column.role))
            assert totals == tuple(held[letter.letter] for letter in report.legend)


@some(25)
@given(catalogs())
def test_comparison_overlap_path_and_profile_agree_on_who_works_on_what(found: Catalog) -> None:
    expected = Expected(catalog := on_a_day(found))
    for one, other in combinations(catalog.roles, 2):
        mine, theirs = expected.worked(one), expected.worked(other)
        compared = ComparisonQuery(roles=(one, other)).report(catalog)
        (similarity,) = compared.similarities
        assert (similarity.shared, similarity.only_left, similarity.only_right) == (
            len(mine & theirs), len(mine - theirs), len(theirs - mine),
        )  # fmt: skip
        verdicts = {
            row.key: (verdict.kind, verdict.role)
            for block in compared.blocks
            for row, verdict in zip(block.matrix.rows, block.verdicts, strict=True)
        }
        both = {row for row, (kind, _) in verdicts.items() if kind in ("shared", "contested", "handed-over")}
        assert both == mine & theirs
        assert {row for row, verdict in verdicts.items() if verdict == ("only", 0)} == mine - theirs
        assert {row for row, verdict in verdicts.items() if verdict == ("only", 1)} == theirs - mine
        overlap = OverlapQuery(roles=(one, other)).report(catalog)
        regions = {region.roles: {row.key for row in region.items} for region in overlap.regions}
        assert regions == {(0, 1): mine & theirs, (0,): mine - theirs, (1,): theirs - mine}
        assert overlap.others == len(expected.rows) - len(mine | theirs)
        path = PathQuery(ends=(one, other)).report(catalog)
        assert {row.key for row in path.rows_stay} == mine & theirs
        assert {row.key for row in path.rows_go} == mine - theirs
        assert {row.key for row in path.rows_come} == theirs - mine


@some(25)
@given(catalogs())
def test_profile_holders_map_and_export_say_what_a_role_has(found: Catalog) -> None:
    expected = Expected(catalog := on_a_day(found))
    roles = [*catalog.roles]
    (document,) = facts({"": catalog}, {})["catalogs"]
    exported: dict[str, Any] = {record["id"]: record["counts"] for record in document["roles"]}
    for role in roles:
        chapters = {one.key: one for one in ProfileQuery(role=role, neighbours=99).report(catalog).chapters}
        owned = chapters["responsibilities"].owned if "responsibilities" in chapters else ()
        shown = {row: held for row, held in joined(letters_of(owned)).items() if held}
        assert shown == {row: held[role] for row, held in expected.held.items() if held.get(role)}
        near = chapters["overlaps"].neighbours if "overlaps" in chapters else ()
        common = {
            other: len(expected.worked(role) & expected.worked(other)) for other in roles if other != role
        }
        assert {one.role.role: one.shared for one in near} == {key: n for key, n in common.items() if n}
        assert exported[role]["decides"] == sum(role in expected.deciding(row) for row in expected.rows)
        entries = HoldersQuery(roles=(role,), by="role", responsibilities=True).report(catalog).entries
        lines = [row for one in entries for letter in one.letters for row in letter.rows]
        assert {row.key for row in lines if row.roles} == expected.worked(role)
        meanwhile = {(row.key, one.role) for row in lines for one in row.meanwhile}
        assert meanwhile == {(row, one) for one in expected.in_place_of(role) for row in expected.worked(one)}
    report = MapQuery(show=("works-with",)).report(catalog)
    places = [place.role for place in report.places]
    for tie in report.ties:
        one, other = places[tie.one], places[tie.other]
        assert tie.rows == len(expected.worked(one) & expected.worked(other))


@some(25)
@given(catalogs())
def test_an_answer_in_a_sentence_and_the_audit_agree_on_who_decides(found: Catalog) -> None:
    expected = Expected(catalog := on_a_day(found))
    findings = findings_of(catalog)
    single = [item for one in findings for item in one.items or (one,)]
    nobody = [
        one for one in single if (one.rule, one.text) == ("no-accountable", "{row}: nobody holds {letter}")
    ]
    rows = [
        part for one in nobody for value in one.values for part in value.parts if isinstance(part, RowRef)
    ]
    # Under one condition nobody may decide where somebody does under another.
    undecided = {(row.matrix, row.section, row.row) for row in rows if not row.when}
    named = {row for one in findings for row in one.rows}
    whole = {one.subject[1:] for one in single if one.subject[:1] == ("section",)}
    (document,) = facts({"": catalog}, {})["catalogs"]
    for record, row in zip(document["responsibilities"], catalog.rows, strict=True):
        deciding = expected.deciding(row.target)
        assert {*record["decides"]} == deciding
        if row.key in undecided:
            assert not deciding
        complete = not row.partial and not any(one.unread for one in row.assign)
        needed = any(p.min and p.decides for p in catalog.scheme_of(row).participations)
        if complete and needed and not deciding:
            assert row.key in named or (row.matrix, row.section) in whole
        if catalog.find_row(row.id) is row and catalog.scheme_of(row).deciding:
            answer = WhoQuery(row.id).report(catalog)
            assert {one.role for one in answer.answers} == deciding


@some(15)
@given(catalogs())
def test_nothing_has_changed_against_itself(found: Catalog) -> None:
    catalog = on_a_day(found)
    assert not ChangesQuery().changes(catalog, catalog).count
