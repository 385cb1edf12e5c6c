"""Cards: which roles, which fields, and whose e-mail."""

from __future__ import annotations

from typing import Any

import catalogs
import pytest

from sphinx_roles.analysis.cards import CardsQuery
from sphinx_roles.analysis.field_values import Assigned, Chips, Field, People, Refs
from sphinx_roles.analysis.report import digest
from sphinx_roles.fields import card_fields
from sphinx_roles.model import Catalog, Holder, Interaction, Link, Proficiency, Prose, Role, Skill, Text


def fields(role: Role, *names: str, **more: Any) -> dict[str, Field]:
    """The fields of a role's card."""
    others = (catalogs.role("devops", name="DevOps Engineer"),)
    skills = {"slo": Skill(id="slo", name=Text("SLO design"))}
    data = Catalog(roles={r.id: r for r in (role, *others)}, skills=skills)
    card = CardsQuery(roles=(role.id,), fields=names or card_fields(), **more).report(data).cards[0]
    return {field.key: field for field in card.fields}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (CardsQuery(), ["b", "a", "c"]),
        (CardsQuery(roles=("c", "A")), ["c", "a"]),
        (CardsQuery(roles=("c", "c", "nobody")), ["c"]),
        (CardsQuery(without=("b",)), ["a", "c"]),
        (CardsQuery(tags=("on call",)), ["a"]),
        (CardsQuery(families=("Infra",)), ["b"]),
        (CardsQuery(kinds=("team",)), ["c"]),
        (CardsQuery(statuses=("active",)), ["a", "c"]),
        (CardsQuery(statuses=("vacant",)), ["b"]),
        (CardsQuery(sort="name"), ["a", "b", "c"]),
        (CardsQuery(sort="family"), ["b", "a", "c"]),
    ],
)
def test_selection(query: CardsQuery, expected: list[str]) -> None:
    roles = (
        catalogs.role("b", family=Text("infra"), status=Text("vacant")),
        catalogs.role("a", tags=(Text("On-call"),)),
        catalogs.role("c", kind="team"),
    )
    report = query.report(Catalog(roles={r.id: r for r in roles}))
    assert [card.role for card in report.cards] == expected
    assert report.unknown == (("nobody",) if "nobody" in query.roles else ())


def test_fields_stand_in_the_order_asked_for() -> None:
    role = catalogs.role("sre", duties=(Prose("Watch"),), summary=Prose("Why"), tools=(Text("Git"),))
    assert list(fields(role, "tools", "summary", "duties")) == ["tools", "summary", "duties"]
    assert list(fields(role, "tools", "metrics")) == ["tools"]


def test_nobodys_e_mail_leaves_the_data_unasked() -> None:
    role = catalogs.role("sre", holders=(Holder(name=Text("Ana"), email=Text("ana@example.com")),))
    people = fields(role, "holders")["holders"]
    assert isinstance(people, People)
    assert people.holders[0].email is None
    asked = fields(role, "holders", email=True)["holders"]
    assert isinstance(asked, People)
    assert asked.holders[0].email == "ana@example.com"


def test_no_holder_is_told_and_no_record_is_not() -> None:
    assert fields(catalogs.role("sre", holders=()), "holders")["holders"] == People("holders", ())
    assert fields(catalogs.role("sre"), "holders") == {}


def test_names_are_told_in_place_of_ids() -> None:
    role = catalogs.role(
        "sre",
        skills=(Proficiency("slo", Text("4")), Proficiency("unknown")),
        reports_to=Text("devops"),
        next=(Text("devops"), Text("Principal")),
        interactions=(Interaction("devops", Prose("on alerts")), Interaction(None, Prose("the press"))),
    )
    found = fields(role)
    skills, following = found["skills"], found["next"]
    assert isinstance(skills, Chips)
    assert [(chip.name, chip.detail) for chip in skills.items] == [("SLO design", "4"), ("unknown", None)]
    assert isinstance(following, Refs)
    assert [(ref.role, ref.name) for ref, _ in following.refs] == [
        ("devops", "DevOps Engineer"),
        ("", "Principal"),
    ]
    interactions = found["interactions"]
    assert isinstance(interactions, Refs)
    assert [(ref.name, remark) for ref, remark in interactions.refs] == [
        ("DevOps Engineer", "on alerts"),
        ("", "the press"),
    ]


def test_own_fields_have_the_label_of_the_configuration() -> None:
    role = catalogs.role("sre", own={"cost": Prose("7"), "sites": (Prose("Oslo"), Prose("Rome"))})
    found = fields(role, "cost", "sites", own=(("cost", "Cost centre"),))
    assert (found["cost"].label, found["sites"].label) == ("Cost centre", "sites")


@pytest.mark.parametrize(
    "fields", [{"status": Text("vacant")}, {"holders": ()}], ids=["said", "held by nobody"]
)
def test_the_cover_of_a_vacant_role(fields: dict[str, Any]) -> None:
    vacant = catalogs.role("platform", covered_by="devops", **fields)
    data = Catalog(roles={r.id: r for r in (vacant, catalogs.role("devops"))})
    assert [one.role for one in CardsQuery(statuses=("vacant",)).report(data).cards] == ["platform"]
    assert [one.role for one in CardsQuery(statuses=("active",)).report(data).cards] == ["devops"]
    card = CardsQuery().report(data).cards[0]
    assert card.status == "vacant"
    assert card.cover is not None
    assert card.cover.role == "devops"
    assert CardsQuery().report(data).cards[1].status == ""


def test_what_a_role_does_in_the_matrix_is_shown_for_duties() -> None:
    rows = [catalogs.row("deploy", {"a": "A/R", "b": "A"}), catalogs.row("watch", {"a": "A/R", "b": "C"})]
    duties = catalogs.role("b", duties=(Prose("Plans"),))
    data = catalogs.catalog(*rows, catalogs.row("sell", {"a": "I"}), roles=(catalogs.role("a"), duties))
    first, second = CardsQuery().report(data).cards
    (field,) = first.fields
    assert isinstance(field, Assigned)
    # What it is only asked or told about is not there.
    assert [[[p.letter for p in one.letters], [row.name for row in one.rows]] for one in field.owned] == [
        [["A", "R"], ["Deploy", "Watch"]]
    ]
    assert [one.key for one in second.fields] == ["duties"]
    (_, second) = CardsQuery(fields=("assign", "duties"), asked=True).report(data).cards
    assert [one.key for one in second.fields] == ["assign", "duties"]


def test_a_field_that_is_not_shown_is_no_fact() -> None:
    query = CardsQuery(fields=("tagline", "links"))
    plain = catalogs.role(
        "sre", tagline=Prose("Calm"), links=(Link(Text("Guide"), Text("https://x.example")),)
    )
    before = digest(query.report(Catalog(roles={"sre": plain})))
    more = catalogs.role("sre", tagline=plain.tagline, links=plain.links, summary=Prose("Why"))
    assert digest(query.report(Catalog(roles={"sre": more}))) == before
    other = catalogs.role("sre", tagline=Prose("Calmer"), links=plain.links)
    assert digest(query.report(Catalog(roles={"sre": other}))) != before
