"""What changed between two catalogs, in sentences."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from catalogs import assign, catalog, role, row
from msgspec import defstruct, structs

from sphinx_roles.analysis.diff import TOPICS
from sphinx_roles.analysis.diff.change import SENTENCES, lowered, sentence
from sphinx_roles.analysis.diff.matching import LIKE, dice
from sphinx_roles.analysis.diff.query import ChangesQuery
from sphinx_roles.analysis.report import digest
from sphinx_roles.catalog.letters import BUILT_IN
from sphinx_roles.model import (
    Catalog,
    Holder,
    Interaction,
    Level,
    Link,
    Matrix,
    Participation,
    Proficiency,
    Prose,
    Responsibility,
    Role,
    Scale,
    Scheme,
    Section,
    Skill,
    SkillLevel,
    Text,
)

WHO = (
    role("devops", name="DevOps Engineer"),
    role("platform", name="Platform Engineer"),
    role("support", name="Support"),
)


def reported(old: Catalog, new: Catalog, **asked: Any) -> list[str]:
    """The sentences, in their order."""
    report = ChangesQuery(undeclared=True, **asked).changes(old, new)
    return [sentence(one) for group in report.groups for one in group.changes]


def rows(*found: Responsibility, **more: Any) -> Catalog:
    return catalog(*found, **{"roles": WHO, **more})


def letters(old: dict[str, str] | tuple[Any, ...], new: dict[str, str] | tuple[Any, ...]) -> list[str]:
    return reported(rows(row("deploys", old)), rows(row("deploys", new)))


def of_role(old: dict[str, Any], new: dict[str, Any], **more: Any) -> list[str]:
    found = (catalog(roles=(role("sre", name="SRE", **about), role("boss")), **more) for about in (old, new))
    return reported(*found)


def of_row(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return reported(*(rows(row("deploys", {"devops": "A"}, **about)) for about in (old, new)))


# Letters


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ({"devops": "A"}, {"platform": "A"}, ["accountable moved from DevOps Engineer to Platform Engineer"]),
        ({"devops": "R/A"}, {"platform": "R/A"},
         ["accountable and responsible moved from DevOps Engineer to Platform Engineer"]),
        ({"devops": "A/R", "platform": "R"}, {"devops": "R", "platform": "A/R"},
         ["accountable moved from DevOps Engineer to Platform Engineer"]),
        ({"devops": "R"}, {"devops": "R", "platform": "I", "support": "I"},
         ["Platform Engineer and Support became informed"]),
        ({"devops": "R", "support": "C"}, {"devops": "R"}, ["Support no longer consulted"]),
        ({"support": "C"}, {"support": "R"}, ["Support went from consulted to responsible"]),
        ({"devops": "A", "platform": "C"}, {"devops": "C", "platform": "A"},
         ["accountable moved from DevOps Engineer to Platform Engineer",
          "consulted moved from Platform Engineer to DevOps Engineer"]),
    ],
)  # fmt: skip
def test_letters(old: dict[str, str], new: dict[str, str], sentences: list[str]) -> None:
    assert letters(old, new) == [f"Deploys: {one}" for one in sentences]


def test_conditions() -> None:
    def one(**about: Any) -> tuple[Any, ...]:
        return (assign("devops", "A/R", **about),)

    assert letters(one(), one(when="staging")) == [
        "Deploys: condition of DevOps Engineer (accountable and responsible) added: staging"
    ]
    assert letters(one(when="staging"), one(when="production")) == [
        "Deploys: condition of DevOps Engineer (accountable and responsible) changed from staging to production"
    ]
    assert letters(one(when="staging"), one()) == [
        "Deploys: condition of DevOps Engineer (accountable and responsible) removed: staging"
    ]
    assert letters(one(when="staging"), (assign("platform", "A/R", when="staging"),)) == [
        "Deploys (staging): accountable and responsible moved from DevOps Engineer to Platform Engineer"
    ]
    # What is lost with a condition is lost under it, as it is gained under it the other way round.
    less = (assign("devops", "A"),)
    assert letters(less, one(when="staging"))[1:] == ["Deploys (staging): DevOps Engineer became responsible"]
    assert letters(one(when="staging"), less)[1:] == [
        "Deploys (staging): DevOps Engineer no longer responsible"
    ]


def test_the_end_and_the_note_of_an_assignment() -> None:
    day = datetime.date(2027, 3, 31)
    old, new = (assign("devops", "A"),), (assign("devops", "A", until=day, note=Prose("until then")),)
    assert letters(old, new) == [
        "Deploys: last day of DevOps Engineer added: 2027-03-31",
        "Deploys: note of DevOps Engineer added",
    ]


def test_what_could_not_be_read_is_told_as_it_stands() -> None:
    unread = (structs.replace(assign("devops", ""), letters=(), unread="maybe"),)
    assert letters({"devops": "R"}, unread) == ["Deploys: DevOps Engineer went from responsible to “maybe”"]


def test_another_scheme_has_its_own_words() -> None:
    old, new = rows(row("deploys", {"devops": "R"})), rows(row("deploys", {"devops": "D"}))
    new = structs.replace(new, matrices={"": Matrix("", Text(), "DACI")})
    assert reported(old, new) == [
        "Responsibilities: scheme changed from RACI to DACI",
        "Deploys: DevOps Engineer went from responsible to driver",
    ]


# Rows, sections and matrices


def test_rows_that_came_and_left_name_who_takes_part() -> None:
    old, new = (
        rows(row("builds", {"devops": "R"})),
        rows(row("zoo", {"support": "C", "platform": "A"}), row("empty")),
    )
    assert reported(old, new) == [
        "Zoo added: Platform Engineer (accountable) and Support (consulted)",
        "Empty added",
        "Builds removed: DevOps Engineer (responsible)",
    ]


def test_a_row_is_known_by_its_id_its_name_and_by_what_it_is_like() -> None:
    held = {"devops": "A/R", "support": "I"}
    before = rows(row("deploys", held))
    assert reported(before, rows(structs.replace(row("deploys", held), name=Text("Releases")))) == [
        "Deploys renamed to Releases"
    ]
    assert reported(before, rows(structs.replace(row("x1", held), name=Text("Deploys")))) == [
        "Deploys: id changed from deploys to x1"
    ]
    assert reported(before, rows(structs.replace(row("x1", held), name=Text("Deploying")))) == [
        "Deploys renamed to Deploying", "Deploying: id changed from deploys to x1"
    ]  # fmt: skip
    # An alias says what it was, whatever it holds now.
    others = {"a1": ("deploys",), "a2": ("Deploys",)}
    for ident, aliases in others.items():
        now = row(ident, {"platform": "A"}, aliases=tuple(map(Text, aliases)))
        assert (
            reported(before, rows(structs.replace(now, name=Text("Rollouts"))))[0]
            == "Deploys renamed to Rollouts"
        )
    # Many rows have the same letters: without a like name, it is another one.
    assert reported(before, rows(structs.replace(row("x1", held), name=Text("On-call")))) == [
        "On-call added: DevOps Engineer (accountable, responsible) and Support (informed)",
        "Deploys removed: DevOps Engineer (accountable, responsible) and Support (informed)",
    ]


def test_a_row_moves_between_sections_and_keeps_its_letters() -> None:
    old = rows(row("a", {"devops": "A"}, section="one"), row("b", section="one"), row("c", section="two"))
    new = rows(row("b", section="one"), row("a", {"devops": "A"}, section="two"), row("c", section="two"))
    assert reported(old, new) == ["A moved from One to Two"]
    assert reported(rows(row("a", section="one")), rows(row("a"))) == [
        "A moved from One to no section", "Section One removed"
    ]  # fmt: skip


def test_a_section_is_known_by_its_name_and_by_its_rows() -> None:
    old = rows(*(row(name, section="run") for name in "abc"))
    assert reported(old, rows(*(row(name, section="operate") for name in "abc"))) == [
        "Section Run renamed to Operate", "Operate: id changed from run to operate"
    ]  # fmt: skip
    named = structs.replace(
        rows(*(row(name, section="x1") for name in "abc")), sections={("", "x1"): Section("x1", Text("Run"))}
    )
    assert reported(old, named) == ["Run: id changed from run to x1"]
    moved = rows(*(row(name, section="run", matrix="m") for name in "abc"))
    assert reported(old, moved) == ["Matrix m added", "Run moved from Responsibilities to m"]


def test_matrices() -> None:
    def of(ident: str, name: str, **more: Any) -> Catalog:
        found = rows(*(row(letter, matrix=ident) for letter in "abc"))
        return structs.replace(
            found, matrices={"": Matrix("", Text(), "RACI"), ident: Matrix(ident, Text(name), "RACI", **more)}
        )

    assert reported(of("m", "Release"), of("m", "Delivery")) == ["Matrix Release renamed to Delivery"]
    assert reported(of("m", "Release"), of("n", "Release")) == ["Release: id changed from m to n"]
    assert reported(of("m", "Release"), of("n", "Zoo")) == [
        "Matrix Release renamed to Zoo", "Zoo: id changed from m to n"
    ]  # fmt: skip
    assert reported(of("m", "Release"), of("m", "Release", summary=Prose("All of it"))) == [
        "Release: purpose added"
    ]
    assert reported(rows(), of("m", "Release"))[0] == "Matrix Release added"
    assert reported(of("m", "Release"), rows())[0] == "Matrix Release removed"


def test_columns_that_are_first_named_are_no_news_but_those_without_a_letter() -> None:
    def named(*roles: str) -> Catalog:
        found = catalog(row("deploy", {"dev": "A", "ops": "R"}), roles=tuple(map(role, ("dev", "ops", "qa"))))
        return structs.replace(found, matrices={"": Matrix("", Text(), "RACI", roles=roles)})

    assert reported(named(), named("ops", "dev")) == reported(named("ops", "dev"), named()) == []
    assert reported(named(), named("qa", "ops")) == ["Responsibilities: columns added: QA"]
    assert reported(named("qa", "ops"), named()) == ["Responsibilities: columns removed: QA"]


def test_the_order_of_what_stayed() -> None:
    a, b, c = (row(name, section="s") for name in "abc")
    assert reported(rows(a, b), rows(b, a)) == ["Responsibilities in another order"]
    assert reported(rows(a, b), rows(a, c, b)) == ["C added"]
    assert reported(catalog(roles=WHO), catalog(roles=WHO[::-1])) == ["Roles in another order"]
    named: dict[str, list[Any]] = {
        "matrices": [Matrix(name, Text(name), "RACI") for name in "mn"],
        "skills": [Skill(name, Text(name)) for name in ("go", "git")],
    }
    for records, found in named.items():
        old, new = (
            structs.replace(catalog(), **{records: {one.id: one for one in order}})
            for order in (found, found[::-1])
        )
        assert reported(old, new) == [f"{records.capitalize()} in another order"]


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ({}, {"kind": Text("decision")}, ["kind added: decision"]),
        ({"frequency": Text("daily")}, {"frequency": Text("weekly")}, ["frequency changed from daily to weekly"]),
        ({"status": Text("draft")}, {}, ["status removed: draft"]),
        ({}, {"separate": True}, ["separation of duties changed from no to yes"]),
        ({"summary": Prose("One")}, {"summary": Prose("Two")}, ["purpose changed"]),
        ({}, {"done_when": Prose("it is")}, ["“done when” added"]),
        ({}, {"links": (Link(Text("Wiki"), Text("https://a.example")),)}, ["links added: Wiki (https://a.example)"]),
        ({"tags": (Text("x"), Text("y"))}, {"tags": (Text("y"), Text("z"))}, ["tags removed: x", "tags added: z"]),
        ({"tags": (Text("x"), Text("y"))}, {"tags": (Text("y"), Text("x"))}, ["tags in another order"]),
        ({"notes": (Prose("It is so and so"),)}, {"notes": (Prose("It was so and so"),)}, ["notes changed"]),
        ({"notes": (Prose("It is so"),)}, {"notes": (Prose("Quite different"),)}, ["notes removed", "notes added"]),
        ({"own": {"cost": Prose("1")}}, {"own": {"cost": (Prose("1"), Prose("2"))}}, ["cost added"]),
    ],
)  # fmt: skip
def test_fields_of_rows(old: dict[str, Any], new: dict[str, Any], sentences: list[str]) -> None:
    assert of_row(old, new) == [f"Deploys: {one}" for one in sentences]


def test_long_texts_stand_beside_the_sentence() -> None:
    old, new = (rows(row("deploys", summary=Prose(text))) for text in ("One", "Two"))
    (group,) = ChangesQuery().changes(old, new).groups
    assert (group.changes[0].old, group.changes[0].new) == ("One", "Two")


# Roles and people


def test_roles_that_came_and_left() -> None:
    assert reported(catalog(roles=(role("a"),)), catalog(roles=(role("zoo"),))) == ["ZOO added", "A removed"]


def test_a_role_is_known_by_its_names_and_by_what_it_holds() -> None:
    held = {"a": "R", "b": "R", "c": "A"}

    def of(found: Role) -> Catalog:
        return catalog(*(row(name, {found.id: letter}) for name, letter in held.items()), roles=(found,))

    before = of(role("ops", name="Operator"))
    assert reported(before, of(role("sre", name="SRE", aliases=(Text("operator"),)))) == [
        "Operator renamed to SRE", "SRE: id changed from ops to sre", "SRE: other names added: operator"
    ]  # fmt: skip
    bare = catalog(roles=(role("ops", name="Operator"),))
    now = catalog(roles=(role("zz", name="Wizard", aliases=(Text("ops"),)),))
    assert reported(bare, now)[0] == "Operator renamed to Wizard"
    assert reported(before, of(role("zz", name="Wizard"))) == [
        "Operator renamed to Wizard", "Wizard: id changed from ops to zz"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        ({}, {"family": Text("Delivery")}, ["family added: Delivery"]),
        ({"reports_to": Text("boss")}, {"reports_to": Text("someone")}, ["“reports to” changed from BOSS to someone"]),
        ({}, {"covered_by": "boss"}, ["cover added: BOSS"]),
        ({}, {"next": (Text("boss"), Text("Else"))}, ["next steps added: BOSS and Else"]),
        ({"tools": (Text("a"),)}, {"tools": ()}, ["tools removed: a"]),
        ({"duties": (Prose("Does this and that"),)}, {"duties": (Prose("Does this or that"),)}, ["duties changed"]),
        ({"reviewed": datetime.date(2026, 1, 2)}, {}, ["day of the last review removed: 2026-01-02"]),
        ({}, {"interactions": (Interaction("boss", Prose("asks")),)}, ["“works with” of BOSS added"]),
        ({}, {"interactions": (Interaction("boss"),)}, ["“works with” added: BOSS"]),
        ({"past_holders": (Holder(Text("Bo")),)}, {}, ["former holders removed: Bo"]),
    ],
)  # fmt: skip
def test_fields_of_roles(old: dict[str, Any], new: dict[str, Any], sentences: list[str]) -> None:
    assert of_role(old, new) == [f"SRE: {one}" for one in sentences]


def test_skills_and_levels_of_a_role() -> None:
    skills = {"go": Skill("go", Text("Golang"))}
    asked = (Proficiency("go", Text("Working")),)
    assert of_role({}, {"skills": asked}, skills=skills) == ["SRE: skills added: Golang (Working)"]
    assert of_role({"skills": asked}, {"skills": (Proficiency("go", Text("Expert")),)}, skills=skills) == [
        "SRE: proficiency of Golang changed from Working to Expert"
    ]
    senior = Level("senior", Text("Senior"))
    assert of_role({}, {"levels": (senior,)}) == ["SRE: levels added: Senior"]
    assert of_role({"levels": (senior,)}, {"levels": (structs.replace(senior, track=Text("People")),)}) == [
        "SRE: track of Senior added: People"
    ]
    asking = structs.replace(senior, skills=asked)
    assert of_role({"levels": (senior,)}, {"levels": (asking,)}, skills=skills) == [
        "SRE: skills of Senior added: Golang (Working)"
    ]


def people(**held: tuple[Holder, ...] | None) -> Catalog:
    return catalog(roles=tuple(role(ident, holders=holders) for ident, holders in held.items()))


def test_people() -> None:
    ana, bo = Holder(Text("Ana")), Holder(Text("Bo"))
    assert reported(people(a=(ana,), b=()), people(a=(ana, bo), b=())) == ["Bo joined A"]
    assert reported(people(a=(ana,)), people(a=())) == ["Ana left A"]
    assert reported(people(a=(ana,), b=(bo,)), people(a=(), b=(bo, ana))) == ["Ana moved from A to B"]
    assert reported(people(a=(ana,)), people(a=(structs.replace(ana, acting=True),))) == [
        "A: acting of Ana changed from no to yes"
    ]
    assert reported(people(a=(ana,)), people(a=(structs.replace(ana, since=Text("2026")),))) == [
        "A: first day of Ana added: 2026"
    ]
    assert reported(people(a=None), people(a=())) == ["A: held by nobody; formerly not recorded"]
    assert reported(people(a=()), people(a=None)) == ["A: holders not recorded; formerly nobody"]


def test_nobodys_email_leaves_the_data() -> None:
    old, new = (people(a=(Holder(Text("Ana"), email=Text(mail)),)) for mail in ("old@x", "new@x"))
    report = ChangesQuery().changes(old, new)
    assert reported(old, new) == ["A: e-mail of Ana changed"]
    assert "@x" not in repr(report)


# Skills and schemes


def test_skills_and_scales() -> None:
    scale = Scale("uk", (Text("Low"), Text("High")))
    old = catalog(skills={"go": Skill("go", Text("Go"))}, scales={"uk": scale})
    level = SkillLevel(Text("Low"), (Prose("reads it"),))
    new = catalog(
        skills={"go": Skill("go", Text("Golang"), scale="uk", levels=(level,))},
        scales={"uk": Scale("uk", (Text("Low"), Text("Mid"), Text("High")))},
    )
    assert reported(old, new) == [
        "Skill Go renamed to Golang", "Golang: scale added: uk", "Golang: criteria of Low added",
        "Scale uk changed from Low and High to Low, Mid and High",
    ]  # fmt: skip
    assert reported(old, catalog()) == ["Skill Go removed", "Scale uk removed: Low and High"]
    assert reported(catalog(), catalog(scales={"uk": Scale("uk", ())})) == ["Scale uk added: –"]


def test_schemes() -> None:
    old = catalog()
    raci = old.schemes["RACI"]
    owner = structs.replace(raci["A"], name=Text("Owner"), max=2)
    parts = tuple(owner if p.letter == "A" else p for p in raci.participations if p.letter != "I")
    new = structs.replace(old, schemes={**old.schemes, "RACI": structs.replace(raci, participations=parts)})
    assert reported(old, new) == [
        "RACI: name of A changed from Accountable to Owner", "RACI: maximum of A changed from 1 to 2",
        "RACI: letter I removed (Informed)",
    ]  # fmt: skip
    with_own = catalog(schemes={**BUILT_IN, "S": own_scheme()})
    assert reported(old, with_own) == ["Scheme Own added"]
    assert reported(with_own, old) == ["Scheme Own removed"]


# The whole


def test_equal_catalogs_have_no_changes_wherever_they_stand() -> None:
    old = rows(row("a", {"devops": "A/R"}, section="s"), row("b"))
    assert reported(old, old) == []
    assert ChangesQuery().changes(old, old).count == 0


def test_groups_follow_the_new_catalog() -> None:
    old = rows(row("a", section="x"), row("b", section="gone"), row("c", section="y"))
    new = rows(
        row("c", {"devops": "A"}, section="y"),
        row("a", {"devops": "A"}, section="x"),
        roles=(*WHO, role("zoo")),
    )
    groups = ChangesQuery().changes(old, new).groups
    assert [(group.kind, group.section) for group in groups] == [
        ("rows", None), ("rows", "Y"), ("rows", "X"), ("rows", "Gone"), ("roles", None)
    ]  # fmt: skip


def test_selections() -> None:
    old = rows(
        row("a", {"devops": "A"}, section="x", tags=(Text("daily"),)), row("b", {"support": "R"}, section="y")
    )
    new = rows(
        row("a", {"platform": "A"}, section="x", tags=(Text("daily"),)), row("b", {"support": "C"}, section="y"),
        row("d", section="y"), roles=(role("zoo"), *WHO),
    )  # fmt: skip
    moved = "A: accountable moved from DevOps Engineer to Platform Engineer"
    changed = "B: Support went from responsible to consulted"
    assert reported(old, new) == [moved, changed, "D added", "ZOO added"]
    assert reported(old, new, only=("letters",)) == [moved, changed]
    assert reported(old, new, sections=("Y",)) == [changed, "D added"]
    assert reported(old, new, roles=("Support",)) == [changed]
    assert reported(old, new, roles=("devops",)) == [moved]
    assert reported(old, new, tags=("Daily",)) == [moved]
    wrong = ChangesQuery(roles=("nobody",), sections=("z",), matrix="m").changes(old, new)
    assert wrong.unknown == ("nobody", "z", "m")


def test_fields_of_the_teams_own_are_told_where_they_are_declared() -> None:
    old, new = (rows(row("a", own={"cost": Prose(text)})) for text in ("one", "2"))
    assert ChangesQuery().changes(old, new).count == 0
    (group,) = ChangesQuery(own=(("cost", "Cost centre"),)).changes(old, new).groups
    assert [sentence(one) for one in group.changes] == ["A: Cost centre removed", "A: Cost centre added"]


def test_all_that_is_drawn_is_in_the_digest() -> None:
    old, query = rows(row("a", {"devops": "A"})), ChangesQuery()
    first = query.changes(old, rows(row("a", {"platform": "A"})))
    assert digest(first) == digest(query.changes(old, rows(row("a", {"platform": "A"}))))
    assert digest(first) != digest(query.changes(old, rows(row("a", {"support": "A"}))))
    moved = structs.replace(old.rows[0], location=structs.replace(old.rows[0].location, line=9))
    assert digest(query.changes(structs.replace(old, rows=(moved,)), old)) == digest(query.changes(old, old))


def test_every_sentence_has_a_topic_and_a_sign() -> None:
    assert tuple(dict.fromkeys(one.topic for one in SENTENCES.values())) == TOPICS
    assert {one.sign for one in SENTENCES.values()} == {"added", "removed", "moved", "changed"}


def with_a_new_field(record: Any, value: Any) -> Any:
    """Return a record of the model with one more field, which nothing in the package knows."""
    kind = defstruct("New", [("some_field", Any, None)], bases=(type(record),), frozen=True, kw_only=True)
    fields = {name: getattr(record, name) for name in record.__struct_fields__}
    return kind(**fields, some_field=value)


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (None, Text("x"), "added: x"),
        (Text("x"), Text("y"), "changed from x to y"),
        (False, True, "changed from no to yes"),
        (1, None, "removed: 1"),
        (None, Prose("x"), "added"),
        ((), (Text("x"), Text("y")), "added: x and y"),
        ((Prose("x"),), (), "removed"),
        ({}, {"x": "y"}, "added"),
        ((Matrix("x", Text(), ""),), (Matrix("y", Text(), ""),), "changed"),
    ],
)
def test_a_new_field_of_the_model_is_reported(old: Any, new: Any, change: str) -> None:
    one = role("sre", name="SRE")
    found = (catalog(roles=(with_a_new_field(one, value),)) for value in (old, new))
    assert reported(*found) == [f"SRE: some field {change}"]


def own_scheme(*parts: Participation) -> Scheme:
    return Scheme(id="S", name=Text("Own"), participations=parts)


@pytest.mark.parametrize(
    ("record", "place", "change"),
    [
        (row("deploys"), lambda one: rows(one), "Deploys: some field"),
        (assign("devops", "A"), lambda one: rows(row("deploys", (one,))), "Deploys: some field of DevOps Engineer"),
        (Holder(Text("Ana")), lambda one: people(a=(one,)), "A: some field of Ana"),
        (Level("senior", Text("Senior")), lambda one: catalog(roles=(role("a", levels=(one,)),)), "A: some field of Senior"),
        (Proficiency("go"), lambda one: catalog(roles=(role("a", skills=(one,)),)), "A: some field of go"),
        (Interaction("b"), lambda one: catalog(roles=(role("a", interactions=(one,)), role("b"))), "A: some field of B"),
        (Scale("uk", ()), lambda one: catalog(scales={"uk": one}), "uk: some field"),
        (
            SkillLevel(Text("Low")),
            lambda one: catalog(skills={"go": Skill("go", Text("Go"), levels=(one,))}),
            "Go: some field of Low",
        ),
        (Matrix("", Text(), "RACI"), lambda one: catalog(matrices={"": one}), "Responsibilities: some field"),
        (Section("x", Text("Run")), lambda one: catalog(sections={("", "x"): one}), "Run: some field"),
        (Skill("go", Text("Go")), lambda one: catalog(skills={"go": one}), "Go: some field"),
        (own_scheme(), lambda one: catalog(schemes={**BUILT_IN, "S": one}), "Own: some field"),
        (
            Participation(letter="X", name=Text("Ex")),
            lambda one: catalog(schemes={**BUILT_IN, "S": own_scheme(one)}),
            "Own: some field of X",
        ),
    ],
)  # fmt: skip
def test_each_record_may_have_a_new_field(record: Any, place: Any, change: str) -> None:
    old, new = (place(with_a_new_field(record, value)) for value in (None, Text("x")))
    assert reported(old, new) == [f"{change} added: x"]
    assert reported(old, old) == []


@pytest.mark.parametrize(
    ("name", "inside"), [("Accountable", "accountable"), ("QA", "QA"), ("", ""), ("Ä b", "Ä b")]
)
def test_names_of_letters_inside_a_sentence(name: str, inside: str) -> None:
    assert lowered(name) == inside


def test_likeness_of_names() -> None:
    assert round(dice("Deployments", "deployment!"), 2) == 0.87
    assert dice("Deployments", "On-call") < LIKE
    assert dice("", "") == dice("管理", "管理") == 1


def test_whether_the_scheme_of_a_matrix_is_known_is_no_change() -> None:
    old = rows(row("a"))
    unsure = {key: structs.replace(matrix, unsure=True) for key, matrix in old.matrices.items()}
    assert reported(structs.replace(old, matrices=unsure), old) == []
