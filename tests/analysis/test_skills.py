"""What roles, levels and people can do, the matrix of it, and the way from one to another."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sphinx_roles.analysis.levels import GapQuery, LadderQuery, PathQuery, PathReport
from sphinx_roles.analysis.skills import (
    Asked,
    SkillCardsQuery,
    SkillIndex,
    SkillMatrixQuery,
    difference,
    fit,
    heat,
    share,
    skill_csv,
    weight,
)
from sphinx_roles.analysis.who import find_named
from sphinx_roles.catalog.load import read_body
from sphinx_roles.cli.quickstart import demo_data
from sphinx_roles.model import Catalog, Prose, Role, Text
from sphinx_roles.problems import Location

DATA = """\
scales: {craft: [Low, Mid, High]}
skills:
  run: {name: Running, scale: craft, family: Ops, summary: Keeps it up, levels: {High: All, Low: One}}
  talk: {name: Talking, family: People}
  count: {}
  spare: {family: Ops}
roles:
  dev: {family: Core, skills: {run: Low, talk: Well, count: 2}, next: [ops]}
  ops:
    skills: {count: 5}
    levels:
      one: {skills: {run: Low}, duties: [a, b]}
      two: {skills: {run: High, talk: [Listens, Asks]}, duties: [b, c]}
    holders: [{name: Ana Lopez, handle: "@ana", skills: {run: Mid, count: 7}}, Bo]
  lead: {tags: [x], skills: [talk], holders: [{name: Ana Lopez, skills: {talk: }}]}
  none: {}
responsibilities:
  go: {assign: {dev: A/R, ops: C}}
  come: {assign: {ops: R, dev: I}}
  stay: {assign: {ops: R, dev: A}}
"""


def catalog(data: str = DATA) -> Catalog:
    read, problems = read_body(data, Location("roles.yaml"))
    assert problems == ()
    return read


def matrix(**query: Any) -> dict[str, list[str]]:
    """What each column asks for, by skill."""
    report = SkillMatrixQuery(**query).report(catalog())
    shown = [
        "" if not cell.asked else "-".join(str(s) for s in (cell.step, cell.top) if s) or "+"
        for cell in report.cells
    ]
    heads = [column.end.key for column in report.columns]
    return {"": heads, **{row.skill: [shown[number] for number in row.cells] for row in report.rows}}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"": ["dev", "ops", "lead"], "run": ["Low", "Low-High", ""], "talk": ["Well", "+", "+"],
              "count": ["2", "5", ""]}),
        ({"role": "ops"}, {"": ["ops/one", "ops/two"], "run": ["Low", "High"], "talk": ["", "+"],
                           "count": ["5", "5"]}),
        ({"roles": ("ops/Two", "dev"), "skills": ("Running", "spare")},
         {"": ["ops/two", "dev"], "run": ["High", "Low"], "spare": ["", ""]}),
        ({"families": ("core",)}, {"": ["dev"], "run": ["Low"], "talk": ["Well"], "count": ["2"]}),
        ({"tags": ("x",)}, {"": ["lead"], "talk": ["+"]}),
        ({"skill_families": ("OPS",), "empty": True},
         {"": ["dev", "ops", "lead", "none"], "run": ["Low", "Low-High", "", ""], "spare": ["", "", "", ""]}),
        ({"without": ("ops", "lead"), "skills": ("talk",)}, {"": ["dev"], "talk": ["Well"]}),
    ],
)  # fmt: skip
def test_the_matrix_has_what_is_asked_for(query: dict[str, Any], shown: dict[str, list[str]]) -> None:
    assert matrix(**query) == shown


def test_the_matrix_tells_names_that_lead_nowhere() -> None:
    query = SkillMatrixQuery(roles=("dev", "ops/three"), skills=("rum",), skill_families=("Opp",))
    report = query.report(catalog())
    assert (report.unknown, report.unknown_skills) == (("ops/three",), ("rum",))
    assert report.unknown_families == ("Opp",)
    assert report.shows_nothing


def test_bands_steps_and_shades() -> None:
    report = SkillMatrixQuery().report(catalog())
    assert [band.name for band in report.bands] == ["Ops", "People", None]
    (run,) = report.bands[0].rows
    assert [(one.step, one.criteria) for one in run.steps] == [("Low", ("One",)), ("High", ("All",))]
    assert [step for one in report.legend for step in one.steps] == [("Low", 1), ("Mid", 3), ("High", 5)]
    heats = {(cell.step, cell.top): cell.heat for cell in report.cells if cell.asked}
    assert heats == {("Low", None): 1, ("Low", "High"): 5, ("Well", None): 0, (None, None): 0,
                     ("2", None): 2, ("5", None): 5}  # fmt: skip
    assert [heat(n, 4) for n in range(5)] == [0, 1, 2, 4, 5]
    assert (heat(1, 1), heat(1, 2), heat(2, 2)) == (5, 1, 5)


def test_as_csv() -> None:
    heads = ("Family", "Skill", "Role", "asked for", "criteria ({count})")
    report = SkillMatrixQuery(roles=("ops/two", "lead"), skills=("run", "talk")).report(catalog())
    assert skill_csv(report, heads) == (
        "Family,Skill,two,lead\nOps,Running,High,\nPeople,Talking,Listens; Asks,asked for\n"
    )
    assert skill_csv(report, heads, transpose=True) == (
        "Role,Running,Talking\ntwo,High,Listens; Asks\nlead,,asked for\n"
    )


def moves(report: PathReport) -> dict[str, list[tuple[str, str, str]]]:
    return {
        one.kind: [(move.skill, str(move.before or ""), str(move.after or "")) for move in one.skills]
        for one in report.moves
        if one.skills
    }


def test_the_way_from_role_to_role() -> None:
    report = PathQuery(ends=("dev ops",)).report(catalog())
    assert moves(report) == {
        "shared": [("run", "Low", "Low")],
        "deepen": [("count", "2", "5"), ("talk", "Well", "")],
    }
    rows = [
        [
            (row.name, *("".join(p.letter for p in letters) for letters in (row.before, row.after)))
            for row in kind
        ]
        for kind in (report.rows_stay, report.rows_come, report.rows_go)
    ]
    assert rows == [[("stay", "A", "R")], [("come", "", "R")], [("go", "AR", "")]]
    # 1/3 of running is there, 2/5 of counting, and half of talking.
    assert report.percent == int(100 * (1 / 3 + 2 / 5 + 1 / 2) / (1 / 3 + 1 + 1))
    assert report.leading == ("count", "Talking")
    assert [(near.end.key, near.percent, near.next) for near in report.nearest] == [
        ("lead", 100, False), ("ops", 52, True)
    ]  # fmt: skip


def test_the_way_from_level_to_level() -> None:
    report = PathQuery(ends=("ops/one", "ops/two")).report(catalog())
    assert moves(report) == {
        "shared": [("count", "5", "5")], "deepen": [("run", "Low", "High")], "learn": [("talk", "", "")]
    }  # fmt: skip
    assert (report.duties_come, report.duties_go) == (("c",), ("a",))
    assert (report.rows_come, report.rows_stay, report.rows_go) == ((), (), ())
    criteria = {move.skill: move.criteria for one in report.moves for move in one.skills}
    assert criteria == {"count": (), "run": ("All",), "talk": ("Listens", "Asks")}
    assert "ops/two" in [near.end.key for near in report.nearest]


@pytest.mark.parametrize(
    ("ends", "asked", "unknown"),
    [
        ((), 0, ()), (("dev", "dev"), 1, ()), (("dev", "ops", "lead"), 3, ()), (("dev opz",), 2, ("opz",)),
        (("dev ops lead",), 3, ()),
        (("nosuch",), 1, ("nosuch",)), (("dev", "ops/three"), 2, ("ops/three",)),
    ],
)  # fmt: skip
def test_ends_that_are_none(ends: tuple[str, ...], asked: int, unknown: tuple[str, ...]) -> None:
    report = PathQuery(ends=ends).report(catalog())
    assert (report.start, report.asked, report.unknown_roles) == (None, asked, unknown)
    assert report.shows_nothing


@pytest.mark.parametrize("ends", [("Ana Lopez ops/two",), ("@ana", "ops/two"), ("ana lopez", "ops / two")])
def test_what_a_person_lacks(ends: tuple[str, ...]) -> None:
    report = GapQuery(ends=ends).report(catalog())
    assert moves(report) == {
        "shared": [("count", "7", "5")], "deepen": [("talk", "", ""), ("run", "Mid", "High")]
    }  # fmt: skip
    assert report.start is not None
    assert (report.start.name, report.start.key) == ("Ana Lopez", "")


def test_a_person_or_role_that_is_unknown() -> None:
    report = GapQuery(ends=("Anna", "opz")).report(catalog())
    assert (report.unknown, report.unknown_roles, report.asked) == (("Anna",), ("opz",), 2)
    assert GapQuery(ends=("Bo", "ops")).report(catalog()).unskilled == ("Bo",)


def test_the_demo_says_what_makes_the_difference() -> None:
    report = PathQuery(ends=("devops platform",)).report(catalog(demo_data()))
    assert report.leading == ("Cloud infrastructure", "Observability")
    assert report.nearest[0].end.role == "platform"


# The formula

STEPS = st.builds(
    lambda of, part: Asked(Text(f"step {part % of + 1} of {of}"), None, part % of + 1, of, part % of + 1),
    st.integers(1, 6), st.integers(0, 5),
)  # fmt: skip
WORDS = st.builds(
    Asked, st.sampled_from([None, Text("Well"), Text("Very well")]),
    criteria=st.sampled_from([(), (Prose("Asks"),), (Prose("Asks"), Prose("Listens"))]),
)  # fmt: skip
ASKED = st.one_of(STEPS, WORDS)
SKILLS = st.dictionaries(st.sampled_from("abcdef"), ASKED, max_size=6)
quick = settings(deadline=None)  # a busy machine is no fault


@quick
@given(SKILLS, SKILLS)
def test_a_fit_is_a_part_of_the_whole(has: dict[str, Asked], needs: dict[str, Asked]) -> None:
    found = fit(has, needs)
    assert (found is None) == (not needs)
    assert found is None or 0 <= found <= 1
    missing = {skill for skill in needs if difference(has.get(skill), needs[skill]) != "shared"}
    assert found is None or (found == 1) == (not missing)


@quick
@given(SKILLS, SKILLS, st.sampled_from("abcdef"), ASKED)
def test_what_is_not_needed_does_not_count(
    has: dict[str, Asked], needs: dict[str, Asked], skill: str, more: Asked
) -> None:
    needs.pop(skill, None)
    assert fit({**has, skill: more}, needs) == fit(has, needs)


@quick
@given(SKILLS, SKILLS, st.sampled_from("abcdef"), ASKED)
def test_a_new_skill_never_makes_a_role_less_near(
    has: dict[str, Asked], needs: dict[str, Asked], skill: str, more: Asked
) -> None:
    has.pop(skill, None)
    before, after = fit(has, needs), fit({**has, skill: more}, needs)
    assert before is None or (after is not None and after >= before)


@quick
@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=4), st.lists(st.integers(0, 4), min_size=4, max_size=4)
)
def test_on_one_scale_it_is_the_sum_of_steps(needed: list[int], held: list[int]) -> None:
    def at(height: int) -> Asked:
        return Asked(Text(str(height)), None, height, 4, height)

    needs = {str(number): at(height) for number, height in enumerate(needed)}
    has = {str(number): at(height) for number, height in enumerate(held) if height}
    there = sum(min(held[number], height) for number, height in enumerate(needed))
    assert fit(has, needs) == Fraction(there, sum(needed))


@quick
@given(ASKED, ASKED)
def test_a_share_is_no_more_than_what_is_needed(has: Asked, needs: Asked) -> None:
    assert 0 < share(has, needs) <= weight(needs) <= 1
    assert share(None, needs) == 0


def test_an_index_takes_the_higher_step_of_a_person() -> None:
    data = DATA.replace(
        "holders: [{name: Ana Lopez, skills: {talk: }}]", "holders: [{name: ana lopez, skills: {run: High}}]"
    )
    person = SkillIndex(catalog(data)).person("Ana Lopez")
    assert person is not None
    assert person.skills["run"].step == "High"


# Ladders and entries

LADDER = """\
skills: {run: {levels: {High: [All of it]}}, talk: {}}
roles:
  dev:
    skills: {run: Low}
    levels:
      ic5: {after: ic3, extends: ic3, duties: [-Types, +Leads], skills: {run: High, -talk: }}
      ic1: {name: One, track: craft}
      ic3: {name: Three, after: One, extends: ic1, duties: [Types], skills: {talk: [Asks]}}
      m1: {track: people, equals: [ic5, boss/top], skills: {talk: Well}}
  boss: {levels: {top: {}}}
"""


def test_a_ladder_is_in_order_and_says_what_is_added() -> None:
    report = LadderQuery(role="dev").report(catalog(LADDER))
    rungs = {rung.end.level: rung for rung in report.rungs}
    assert list(rungs) == ["ic1", "ic3", "ic5", "m1"]
    top = rungs["ic5"]
    assert (top.duties, top.dropped, top.let_go) == (("Leads",), ("Types",), ("talk",))
    assert [(one.skill, one.before, one.step, one.criteria) for one in top.skills] == [
        ("run", "Low", "High", ("All of it",))
    ]  # fmt: skip
    assert top.extends is not None
    assert top.extends.key == "dev/ic3"
    assert {key: rung.skipped for key, rung in rungs.items() if rung.skipped} == {
        "ic3": ("ic2",),
        "ic5": ("ic4",),
    }
    assert {key: [end.key for end in rung.equals] for key, rung in rungs.items() if rung.equals} == {
        "ic5": ["dev/m1"], "m1": ["dev/ic5", "boss/top"]
    }  # fmt: skip
    (boss,) = LadderQuery(role="boss").report(catalog(LADDER)).rungs
    assert [end.key for end in boss.equals] == ["dev/m1"]


@pytest.mark.parametrize(
    ("levels", "skipped"),
    [
        (("ic1", "ic5"), {}),
        (("ic5",), {}),
        (("ic3", "ic5"), {"ic5": ("ic4",)}),
        (("ic1", "ic3", "ic5"), {"ic3": ("ic2",), "ic5": ("ic4",)}),
    ],
)
def test_a_gap_is_between_levels_that_are_shown(levels: tuple[str, ...], skipped: object) -> None:
    """Between IC1 and IC5 was "There is no ic4.", as if there were IC2 and IC3, or neither."""
    rungs = LadderQuery(role="dev", levels=levels).report(catalog(LADDER)).rungs
    assert {rung.end.level: rung.skipped for rung in rungs if rung.skipped} == skipped


LISTS = """
roles:
  dev:
    levels:
      - {id: one, skills: {talk: [Asks, Listens], run: [Starts it]}}
      - {id: two, extends: one, skills: {talk: ["+ Explains", "- Asks"], run: [Stops it]}}
  ops: {skills: {talk: [Asks], run: [Stops it]}}
  lead: {extends: ops, skills: {talk: ["+ Explains"]}}
  chief: {extends: ops, skills: {"+ walk": , "+ talk": ["- Asks", "+ Sings"], "- run": }}
"""


def test_criteria_are_a_list_that_adds_and_cuts() -> None:
    """The signs were taken for bullets, and what was to be cut was asked for."""
    read = catalog(LISTS)
    found = {key: {one.skill: one.criteria for one in role.skills} for key, role in read.roles.items()}
    assert found["lead"] == {"talk": ("Asks", "Explains")}
    assert found["chief"] == {"talk": ("Sings",), "walk": ()}
    two = {one.skill: one.criteria for one in read.roles["dev"].levels[1].skills}
    assert two == {"talk": ("Listens", "Explains"), "run": ("Stops it",)}


def test_of_lists_what_is_new_is_shown() -> None:
    read = catalog(LISTS)
    second = LadderQuery(role="dev").report(read).rungs[1]
    assert {one.skill: one.criteria for one in second.skills} == {"talk": ("Explains",), "run": ("Stops it",)}
    # A list with nothing of the other one is in other words.
    assert second.dropped == ("Asks",)
    whole = LadderQuery(role="dev", whole=True).report(read).rungs[1]
    assert (whole.skills[0].criteria, whole.dropped) == (("Listens", "Explains"), ())
    report = PathQuery(ends=("dev/one", "dev/two")).report(read)
    assert {one.skill: one.criteria for one in report.moves[1].skills} == {
        "talk": ("Explains",),
        "run": ("Stops it",),
    }
    # Half of running, and half and a quarter of talking.
    assert report.percent == 62
    assert moves(PathQuery(ends=("lead", "ops")).report(read)) == {
        "shared": [("talk", "", "")],
        "learn": [("run", "", "")],
    }


CRITERIA = """\
roles:
  dev:
    levels:
      l4: {after: l3, skills: {talk: [Four], run: [Fast]}}
      l1: {skills: {talk: [One, And one], run: [Slow]}}
      l2: {after: l1, skills: {talk: [Two], run: [Well]}}
      l3: {after: l2, skills: {talk: [Three], run: [Better]}}
      m4: {after: l3, skills: {talk: [Lead], run: [Others]}}
"""


@pytest.mark.parametrize(
    ("start", "found"), [("l2", "l3 l1 l4 m4"), ("m4", "l3 l4 l2 l1"), ("l1", "l2 l3 l4 m4")]
)
def test_of_levels_that_are_as_near_the_next_comes_first(start: str, found: str) -> None:
    """Criteria in other words say nothing of which is nearer: all had the order of the data."""
    near = PathQuery(ends=(f"dev/{start}",)).report(catalog(CRITERIA)).nearest
    assert [one.end.level for one in near] == found.split()[:3]
    assert {one.percent for one in near} == {50}


def test_criteria_that_are_not_shown_are_counted() -> None:
    report = SkillMatrixQuery(role="dev", details=False).report(catalog(CRITERIA))
    heads = ("Family", "Skill", "Role", "asked for", "criteria ({count})")
    assert skill_csv(report, heads).splitlines()[1] == (
        "talk,criteria (1),criteria (2),criteria (1),criteria (1),criteria (1)"
    )


def test_a_level_has_one_pair_of_brackets() -> None:
    """It was "Senior Engineer (Individual Contributor) (Dev)"."""
    data = "roles: {dev: {name: Dev, levels: {l1: {name: Senior Engineer (Individual Contributor)}}}}\n"
    found = find_named(catalog(data), "role", "dev/l1")
    assert found == ("dev/l1", "Senior Engineer (Individual Contributor, Dev)")


def test_a_ladder_may_be_whole_and_of_some_levels() -> None:
    report = LadderQuery(role="dev", whole=True, tracks=("Craft", "x"), levels=("ic5", "One", "y")).report(
        catalog(LADDER)
    )
    assert [(rung.end.level, rung.extends) for rung in report.rungs] == [("ic1", None), ("ic5", None)]
    assert report.rungs[1].duties == ("Leads",)
    assert (report.unknown, report.unknown_tracks) == (("y",), ("x",))
    assert LadderQuery(role="nobody").report(catalog(LADDER)).unknown_roles == ("nobody",)


def test_an_entry_says_who_needs_a_step() -> None:
    report = SkillCardsQuery().report(catalog(LADDER))
    steps = {
        entry.skill: [(step.step, [one.end.key for one in step.needed_by]) for step in entry.steps]
        for entry in report.entries
    }
    assert steps == {
        "run": [("High", ["dev/ic5"]), ("Low", ["dev"])],
        "talk": [(None, ["dev/ic3"]), ("Well", ["dev/m1"])],
    }
    folded = SkillCardsQuery(skills=("talk", "tlk"), levels=False).report(catalog(LADDER))
    assert [[one.end.key for one in step.needed_by] for step in folded.entries[0].steps] == [["dev"]]
    assert folded.unknown == ("tlk",)


@pytest.mark.parametrize("word", ["prose", "-", "ops", "a/b"])
@pytest.mark.parametrize("query", [PathQuery, GapQuery])
def test_a_page_of_prose_is_no_pair_of_names_that_takes_minutes(
    query: type[PathQuery | GapQuery], word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text of so many words is no pair of names: the work is counted in letters."""
    found, tried = catalog(), [0]
    find = Catalog.find_role

    def counting(self: Catalog, text: str) -> Role | None:
        tried.append(len(text))
        return find(self, text)

    monkeypatch.setattr(Catalog, "find_role", counting)
    report = query(ends=(" ".join([word] * 2000),)).report(found)
    assert report.start is None
    assert sum(tried) < 1_000_000


@pytest.mark.parametrize(
    ("query", "text", "ends"),
    [
        (PathQuery, "dev - & - ops", ("dev", "ops")),
        (PathQuery, "dev nobody at all", ("dev", "nobody at all")),
        (PathQuery, "nobody at all dev", ("nobody at all", "dev")),
        (GapQuery, "nobody at all dev", ("nobody at all", "dev")),
    ],
)
def test_the_longest_name_is_cut_off(
    query: type[PathQuery | GapQuery], text: str, ends: tuple[str, str]
) -> None:
    assert query(ends=(text,)).report(catalog()) == query(ends=ends).report(catalog())
