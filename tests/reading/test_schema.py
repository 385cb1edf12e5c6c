"""The tree to records: every coercion of the data format, and one wrong value costing only itself."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.nodes import hex_color
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.model import Catalog, Prose, Text
from sphinx_roles.problems import Code, Location, misspelt

SETTINGS = Settings(fields={"cost_center": "Cost centre"})


def read(text: str, format: str = "yaml") -> tuple[Catalog, list[str]]:
    catalog, problems = read_body(text, Location("f"), SETTINGS, format=format)
    return catalog, [f"{one.location.line}:{one.location.column} {one.code}: {one.text}" for one in problems]


def role(fields: str) -> tuple[Any, list[str]]:
    catalog, reported = read("roles:\n  x: {" + fields + "}\n  other: {name: Other Role}\n")
    return catalog.roles["x"], reported


def row(fields: str) -> tuple[Any, list[str]]:
    catalog, reported = read("roles: {x: , other: }\nresponsibilities:\n  r: {" + fields + "}\n")
    return catalog.rows[0], reported


@pytest.mark.parametrize(
    ("fields", "attribute", "value"),
    [
        ("tags: a", "tags", ("a",)),
        ("tags: [a, ~, b]", "tags", ("a", "b")),
        ("tags: []", "tags", ()),
        ("tags: ~", "tags", ()),
        ("grade: 2026.20", "grade", "2026.20"),
        ("status: no", "status", "no"),
        ("family: [Core]", "family", "Core"),
        ("family: []", "family", None),
        ("family: ''", "family", None),
        ("family: ~", "family", None),
        ("purpose: why", "summary", "why"),
        ("responsibilities: [one, two]", "duties", ("one", "two")),
        ("name: 'Two\n\n    lines'", "name", "Two lines"),
        ("name: Null Person", "name", "Null Person"),
        ("kind: Team", "kind", "team"),
        ("holders: ~", "holders", None),
        ("holders: []", "holders", ()),
        ("holders: TBD", "holders", ()),
        ("holders: [Applications open]", "holders", ()),
        ("holders: [Applications open]", "open", ""),
        ("holders: [Ana, 'Position is open: get in touch!']", "open", "get in touch!"),
        ("holders: [{name: Ana}, {name: Applications open, since: Get in touch!}]", "open", "Get in touch!"),
        ("holders: {Ana: lead, 'POST OPEN, APPLY': }", "open", "APPLY"),
        ("holders: [Get in touch!, '(open)', We are hiring]", "open", "Get in touch! We are hiring"),
        ("holders: [Open post], open: Ask *Ana*", "open", "Ask *Ana*"),
        ("holders: [Apply to jobs@example.com]", "open", "Apply to [e-mail]"),
        ("holders: [Apply to jobs@example.com]", "contact", "jobs@example.com"),
        (
            "holders: [{name: Post open, email: a@example.com}], contact: '#ops'",
            "contact",
            "#ops, a@example.com",
        ),
        (
            "holders: [{name: Post open, email: a@example.com}], contact: a@example.com",
            "contact",
            "a@example.com",
        ),
        ("holders: [{name: Post open, email: a@example.com}]", "open", ""),
        ("open: true", "open", ""),
        ("open: false", "open", None),
        ("open: Write to us", "open", "Write to us"),
        ("review_by: 2027-03-31", "review_by", date(2027, 3, 31)),
        ("review_by: 2028-02", "review_by", date(2028, 2, 29)),
        ("reviewed: 2028-02", "reviewed", date(2028, 2, 1)),
        ("color: '#AbC'", "color", "#aabbcc"),
        ("color: Tomato", "color", "#ff6347"),
        ("decisions: Hires people", "decisions", ("Hires people",)),
        ("reports_to: OTHER-role", "reports_to", "other"),
        ("reports_to: the board", "reports_to", "the board"),
        ("next: [other, a new life]", "next", ("other", "a new life")),
        ("part_of: Other role", "part_of", "other"),
        ("covered_by: Other Role", "covered_by", "other"),
        ("cost_center: 4711", "own", {"cost_center": "4711"}),
        ("hobby: [a, b: c]", "own", {"hobby": ("a", "b: c")}),
        ("hobby: {a: 1, b: [x, y]}", "own", {"hobby": ("a: 1", "b: x, y")}),
    ],
)
def test_fields_of_a_role(fields: str, attribute: str, value: Any) -> None:
    record, reported = role(fields)
    assert getattr(record, attribute) == value
    assert not reported


@pytest.mark.parametrize(
    ("fields", "invitation", "reported"),
    [
        ("past_holders: [Ana, Applications open]", None, "2:27 wrong-value: past_holders takes people"),
        ("past_holders: [{name: Position open, since: Apply}]", None, "2:29 wrong-value: past_holders takes"),
        (
            "holders: ['Post open: ask Bo'], open: Ask *Ana*",
            "Ask *Ana*",
            "2:17 wrong-value: the role has an 'open'",
        ),
    ],
)
def test_an_invitation_that_is_not_shown_is_reported(
    fields: str, invitation: str | None, reported: str
) -> None:
    record, (problem,) = role(fields)
    assert (record.open, problem[: len(reported)]) == (invitation, reported)


@pytest.mark.parametrize(
    "cover",
    ["bad:thing", "C:\\x", "/abs/../up", "../up", "./x", "a//b", "", " ", "component:", "compnent:api", "!x"],
)
def test_a_cover_that_can_be_nothing_is_reported(cover: str) -> None:
    catalog, reported = read(f"responsibilities: {{x: {{covers: ['src/**', '{cover}', '/foo:bar', api:x]}}}}")
    assert catalog.rows[0].covers == ("src/**", "/foo:bar", "api:x")
    assert [one.split(":", 2)[:2] for one in reported] == [["1", "43 wrong-value"]]


def test_texts_know_their_place_and_markup() -> None:
    record, _ = role("summary: A *b*, abbr: X")
    assert type(record.summary) is Prose
    assert type(record.abbr) is Text
    assert (str(record.summary.location), str(record.abbr.location)) == ("f:2:16", "f:2:29")


@pytest.mark.parametrize(
    ("written", "steps", "reported"),
    [
        ("[{name: Go, level: 2}, {id: c, criteria: [x]}, {skill: sql}]", ["2", None, None], 0),
        ("{name: Go, level: 2}", ["2"], 0),
        ("{name: 1, go: 2}", ["1", "2"], 0),
        ("[{name: Go, level: 2, years: 4}]", ["2"], 1),
    ],
)
def test_records_of_skills(written: str, steps: list[str | None], reported: int) -> None:
    record, found = role(f"skills: {written}")
    assert ([one.step for one in record.skills], len(found)) == (steps, reported)


def test_a_block_keeps_its_lines() -> None:
    catalog, _ = read("roles:\n  x:\n    summary: |\n      one\n        - two\n\n    name: X\n")
    assert catalog.roles["x"].summary == "one\n  - two"


@pytest.mark.parametrize(
    ("written", "holder"),
    [
        ("Ana", {"name": "Ana"}),
        ("Bo (Acting)", {"name": "Bo", "acting": True}),
        ("{name: Bo, since: 2026-02, acting: true}", {"name": "Bo", "since": "2026-02", "acting": True}),
        ("{name: Bo, as: deputy, email: b@example.org}", {"capacity": "deputy", "email": "b@example.org"}),
        ("{handle: bo}", {"name": "bo", "handle": "bo"}),
        ("{Ana: {org: Us}}", {"name": "Ana", "org": "Us"}),
        ("{Ana: lead}", {"name": "Ana", "capacity": "lead"}),
        # No address is part of what is shown.
        ("Bo <bo@x.org>", {"name": "Bo", "email": "bo@x.org", "acting": False}),
        ("Bo (Acting) mailto:bo@x.org?subject=a", {"name": "Bo", "email": "bo@x.org", "acting": True}),
        ("'Bo (lead, bo@x.org)'", {"name": "Bo (lead)", "email": "bo@x.org"}),
        ("'\"Li, Bo\" <bo@x.org>'", {"name": "Li, Bo", "email": "bo@x.org"}),
        ("bo@x.org (Bo)", {"name": "Bo", "email": "bo@x.org"}),
        ("'Ana <a@x.org>, Bo <b@x.org>'", {"name": "Ana, Bo", "email": "a@x.org, b@x.org"}),
        ("cy@x.org", {"name": "cy", "email": "cy@x.org"}),
        ("{cy@x.org: lead}", {"name": "cy", "capacity": "lead", "email": "cy@x.org"}),
        ("{handle: cy@x.org}", {"name": "cy", "handle": None, "email": "cy@x.org"}),
        ("{name: Bo <bo@x.org>, email: b@x.org}", {"name": "Bo", "email": "b@x.org, bo@x.org"}),
        (
            "{name: Bo, link: 'mailto:bo@x.org', org: X i@x.org}",
            {"link": None, "org": "X", "email": "bo@x.org, i@x.org"},
        ),
        (
            "{name: Bo, handle: '@bo@x.org', link: 'https://x.org/@bo@x.org'}",
            {"handle": "@bo@x.org", "email": None},
        ),
    ],
)
def test_holders(written: str, holder: dict[str, Any]) -> None:
    several = written.startswith("'Ana <")
    for text in [written] * (not several) + [f"[{written}]"] * (not written.startswith(("{Ana", "{cy"))):
        record, reported = role(f"holders: {text}")
        assert not reported
        (one,) = record.holders
        assert {key: getattr(one, key) for key in holder} == holder


@pytest.mark.parametrize(
    ("written", "links"),
    [
        ("https://example.org", [("https://example.org", "https://example.org")]),
        ("'[Wiki](guide/wiki)'", [("Wiki", "guide/wiki")]),
        ("{text: Wiki, url: w}", [("Wiki", "w")]),
        ("{url: w}", [("w", "w")]),
        ("{Wiki: w, Code: c}", [("Wiki", "w"), ("Code", "c")]),
        ("[{Wiki: w}, c]", [("Wiki", "w"), ("c", "c")]),
    ],
)
def test_links(written: str, links: list[tuple[str, str]]) -> None:
    record, reported = role(f"links: {written}")
    assert [(link.text, link.url) for link in record.links] == links
    assert not reported


@pytest.mark.parametrize(
    ("written", "skills"),
    [
        ("{a: 4, b: Expert, c: }", [("a", "4"), ("b", "Expert"), ("c", None)]),
        ("[a, {b: 2}]", [("a", None), ("b", "2")]),
        ("Stakeholder care", [("stakeholder-care", None)]),
    ],
)
def test_skills(written: str, skills: list[tuple[str, str | None]]) -> None:
    record, reported = role(f"skills: {written}")
    assert [(one.skill, one.step) for one in record.skills] == skills
    assert not reported


def test_interactions() -> None:
    record, reported = role(
        "interactions: [Other role, Anybody, {other: weekly}, {role: other, text: daily}]"
    )
    assert [(one.role, one.text) for one in record.interactions] == [
        ("other", None),
        (None, "Anybody"),
        ("other", "weekly"),
        ("other", "daily"),
    ]
    assert not reported


def test_an_unknown_role_of_an_interaction_stays_as_text() -> None:
    record, reported = role("interactions: {othr: weekly}")
    assert [(one.role, one.text) for one in record.interactions] == [(None, "othr: weekly")]
    assert reported == ["2:22 unknown-role: no role answers to 'othr'; did you mean 'other'?"]


def test_levels() -> None:
    record, reported = role(
        "levels: {junior: , senior: {name: Senior, after: Junior, duties: x}, lead: Team Lead}".replace(
            "lead: Team Lead", "lead: {after: senior}"
        )
    )
    assert [(one.id, one.name, one.after) for one in record.levels] == [
        ("junior", "junior", None),
        ("senior", "Senior", "junior"),
        ("lead", "lead", "senior"),
    ]
    assert not reported


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("[QA Lead, Dev]", ["qa-lead", "dev"]),
        ("[{name: QA Lead}, {id: Dev}]", ["qa-lead", "Dev"]),
        ("[{QA Lead: {abbr: QL}}, {Dev: }]", ["qa-lead", "Dev"]),
        ("{QA Lead: , C++: {}, 管理者: Boss}", ["qa-lead", "C++", "管理者"]),
        ("{name: QA Lead}", ["qa-lead"]),
        ("QA Lead", ["qa-lead"]),
        ("{x: {id: y}}", ["y"]),
    ],
)
def test_entries_in_all_shapes(written: str, ids: list[str]) -> None:
    catalog, reported = read(f"roles: {written}\n")
    assert list(catalog.roles) == ids
    assert not reported


def test_a_row_and_a_section() -> None:
    catalog, reported = read(
        "roles: {a: , b: }\n"
        "responsibilities:\n"
        "  one: {assign: {a: A}}\n"
        "  Big Things:\n"
        "    summary: Why\n"
        "    rows:\n"
        "      - two\n"
        "      - {name: Three, separate: true}\n"
        "  four: {section: big things, name: Four}\n"
    )
    assert not reported
    assert [row.key for row in catalog.rows] == [
        ("", "", "one"),
        ("", "big-things", "two"),
        ("", "big-things", "three"),
        ("", "big-things", "four"),
    ]
    (section,) = catalog.sections.values()
    assert (section.id, section.name, section.summary) == ("big-things", "Big Things", "Why")
    assert catalog.rows[2].separate


def test_sections_do_not_nest_but_lose_nothing() -> None:
    catalog, reported = read("responsibilities: {S: {rows: {T: {rows: {x: }}, y: }}}\n")
    assert [row.key for row in catalog.rows] == [("", "T", "x"), ("", "S", "y")]
    assert [one.split(":", 2)[1].split()[1] for one in reported] == ["wrong-type"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("A/R", [(("R", "A"), "", None)]),
        ("A (production)", [(("A",), "production", None)]),
        ("'A (production), C (staging)'", [(("A",), "production", None), (("C",), "staging", None)]),
        ("{letters: A, when: staging, until: 2027-02}", [(("A",), "staging", date(2027, 2, 28))]),
        ("{letters: [A, R]}", [(("R", "A"), "", None)]),
        ("[A, R]", [(("R", "A"), "", None)]),
        ("[A (x), {letters: C, when: y}]", [(("A",), "x", None), (("C",), "y", None)]),
        ("~", []),
        ("'-'", []),
        ("n/a", []),
        ("responsible", [(("R",), "", None)]),
    ],
)
def test_assignments(written: str, expected: list[Any]) -> None:
    record, reported = row(f"assign: {{x: {written}}}")
    assert [(one.letters, one.when, one.until) for one in record.assign] == expected
    assert not reported


def test_an_assignment_knows_its_place() -> None:
    record, _ = row("assign: {x: A, other: {note: so, letters: R}}")
    assert [str(one.location) for one in record.assign] == ["f:3:19", "f:3:49"]
    assert record.assign[1].note == "so"


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("roles: {x: {summary: [a, b]}}", "1:22 wrong-type: summary takes a text, not a list of 2"),
        ("roles: {x: {tags: [a, {b: c}]}}", ("1:23 wrong-type: tags takes a text, not a mapping with 'b'; "
         "a text that holds ': ' needs quotes")),
        ("roles: {x: [a]}", "1:12 wrong-type: a role is a mapping of its fields, and 'x' is a list of 1"),
        ("roles: [[a]]", "1:9 wrong-type: a role is a name or a mapping, not a list of 1"),
        ("roles: [{abbr: X}]", ("1:9 wrong-value: a role in a list needs an id or a name: "
         "a mapping with 'abbr' has neither")),
        ("roles: {x: {assign: y}}", ("1:21 wrong-value: assign takes 'inherit' or a mapping of letters to "
         "responsibilities in a role, not 'y'")),
        ("roles: {x: {purpose: a, summary: b}}", ("1:25 repeated-key: 'summary' means the same as 'purpose' "
         "at f:1:13, which is used")),
        ("roles: {x: {tgas: a}}", ("1:13 unknown-key: 'tgas' is no key of a role; did you mean 'tags'? "
         "(declare your own fields in roles_fields)")),
        ('scales: {"\\n": [[a, b]]}', "1:17 wrong-type: '\\n' takes a text, not a list of 2"),
        (f"scales: {{{'x' * 90}: [[a, b]]}}", f"1:103 wrong-type: '{'x' * 60}…' takes a text, not a list of 2"),
        ('rules: {"a b": 1e400}', "1:16 wrong-value: 'a b' takes a finite number, not '1e400'"),
        ("roles: {x: {cost_centre: a}}", ("1:13 unknown-key: 'cost_centre' is no key of a role; did you mean "
         "'cost_center'? (declare your own fields in roles_fields)")),
        ("roles: {x: {links: [{text: a, href: b}]}}", ("1:31 unknown-key: 'href' is no key of a link; "
         "it takes text, url")),
        ("schemes: {S: {letters: {A: Approves, a: assists}}}",
         "1:38 repeated-key: the letter 'a' is 'A' at f:1:25, which is used; case does not count"),
        ("roles: {x: {levels: [a, a]}}", "1:25 repeated-key: the level 'a' is there twice; the first one is used"),
        ("roles: {x: {review_by: 2026-02-30}}", ("1:24 wrong-value: review_by takes a day such as 2027-03-31 or "
         "a month such as 2027-03, not '2026-02-30'")),
        ("roles: {x: {color: '#12345'}}", ("1:20 wrong-value: color takes #rgb, #rrggbb (in quotes, as # begins "
         "a comment) or a CSS colour word, not '#12345'")),
        ("rolls: {}\nroles: {}", "1:1 unknown-key: 'rolls' is no key at the top of a file; did you mean 'roles'?"),
        ("format: 2", "1:9 format: format is '2'; this version reads format 1"),
        ("rules: {overloaded: {threshold: .inf}}", "1:33 wrong-value: threshold takes a finite number, not '.inf'"),
        ("rules: {overloaded: 1e400}", "1:21 wrong-value: overloaded takes a finite number, not '1e400'"),
        ("rules: [a]", "1:8 wrong-type: rules takes a mapping of rules to severities, not a list of 1"),
        ("scales: {uk: {a: b}}", ("1:14 wrong-type: the scale 'uk' takes a list of steps, lowest first, not "
         "a mapping with 'a'")),
        ("accepted: [x]", "1:12 wrong-type: an accepted finding is a mapping with rule and on, not 'x'"),
        ("schemes: {X: {letters: {A: {min: -1}}}}", "1:34 wrong-value: min takes a whole number from 0 on, not '-1'"),
        ("schemes: {X: {letters: {A: {min: .nan}}}}", ("1:34 wrong-value: min takes a whole number from 0 on, "
         "not '.nan'")),
        ("schemes: {X: {letters: {A: {min: 2, max: 1}}}}", ("1:25 wrong-value: the letter 'A' has at least 2 and "
         "at most 1: none can be right")),
        ("schemes: {X: {letters: [A], together: A/Z}}", ("1:39 wrong-value: together names 'Z', which is no letter "
         "of 'X'")),
        ('skills: {a: {levels: {X: [], "X ": []}}}',
         "1:30 repeated-key: the step 'X' is there twice; the first one is used"),
        ("skills: {a: {levels: [x]}}", ("1:22 wrong-type: levels takes a mapping of steps to criteria, "
         "not a list of 1")),
    ],
)  # fmt: skip
def test_wrong_shapes(text: str, reported: str) -> None:
    assert read(text)[1] == [reported]


def test_a_wrong_value_costs_only_itself() -> None:
    record, reported = role(
        "color: 7, review_by: soon, holders: [{x: 1}, Ana], name: Right, tags: [a, [b, d], c]"
    )
    assert [one.split(" ")[0] for one in reported] == ["2:14", "2:28", "2:45", "2:81"]
    assert (record.name, record.tags, [one.name for one in record.holders]) == ("Right", ("a", "c"), ["Ana"])


def test_a_scheme_changes_only_what_it_names() -> None:
    catalog, reported = read(
        "schemes:\n"
        "  raci: {letters: {A: {name: Owner, words: [Boss], color: red}, X: Extra}}\n"
        "  HOUSE: {name: House rules, letters: {L: {name: Lead, max: 1, decides: true, shape: circle}, D: Does}}\n"
    )
    assert not reported
    raci, house = catalog.schemes["RACI"], catalog.schemes["HOUSE"]
    assert raci.letters == ("R", "A", "C", "I", "X")
    assert (raci["A"].name, raci["A"].words, raci["A"].color, raci["A"].max, raci["A"].decides) == (
        "Owner", ("Boss",), "#ff0000", 1, True,
    )  # fmt: skip
    assert raci["X"].name == "Extra"
    assert (house.name, house.letters, house.deciding) == ("House rules", ("L", "D"), ("L",))


def test_rules_are_plain_values() -> None:
    catalog, reported = read(
        "rules: {a: off, b: {threshold: 5, share: 0.5, on: true}, c: '5', d: 2026.2.1}\n"
    )
    assert catalog.rules == {
        "a": "off", "b": {"threshold": 5, "share": 0.5, "on": True}, "c": "5", "d": "2026.2.1",
    }  # fmt: skip
    assert not reported


@pytest.mark.parametrize("format", ["json", "toml"])
def test_other_formats_give_the_same_records(format: str) -> None:
    texts = {
        "json": '{"roles": {"x": {"name": "X", "holders": [{"name": "Ana", "acting": true}]}},'
        ' "responsibilities": {"r": {"assign": {"x": "A"}}}}',
        "toml": '[roles.x]\nname = "X"\n[[roles.x.holders]]\nname = "Ana"\nacting = true\n'
        '[responsibilities.r.assign]\nx = "A"\n',
    }
    catalog, reported = read(texts[format], format)
    assert not reported
    assert catalog.roles["x"].name == "X"
    assert catalog.roles["x"].holders is not None
    assert catalog.roles["x"].holders[0].acting
    assert [(one.role, one.letters) for one in catalog.rows[0].assign] == [("x", ("A",))]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("sumary", "summary"),
        ("nmae", "name"),
        ("done-wen", "done_when"),
        ("goals", None),
        ("x", None),
        ("ab", None),
    ],
)
def test_slips_of_the_pen(word: str, meant: str | None) -> None:
    assert misspelt(word, ("summary", "name", "tools", "done_when", "as", "abbr")) == meant


@pytest.mark.parametrize(
    ("text", "value"), [("#ABC", "#aabbcc"), ("#12", None), ("Grey", "#808080"), ("", None)]
)
def test_colors(text: str, value: str | None) -> None:
    assert hex_color(text) == value


def test_every_problem_of_the_enum_has_a_sentence() -> None:
    assert all(code.sentence.endswith(".") for code in Code)


@pytest.mark.parametrize(
    ("fields", "field", "value", "problem"),
    [
        ("status: Vacant", "status", "vacant", ""),
        ("status: on leave", "status", "on leave", ""),
        ("status: vacnt", "status", "vacnt", "status takes active, vacant, absent, acting, draft, deprecated or a text "),
        ("icon: 🛟", "icon", "🛟", ""),
        ("icon: Q", "icon", "Q", ""),
        ("icon: fa-user", "icon", None, "icon takes a character such as an emoji, not 'fa-user'"),
        ("icon: ':rocket:'", "icon", None, "icon takes a character such as an emoji, not ':rocket:'"),
    ],
)  # fmt: skip
def test_words_of_a_field_are_known_however_they_are_written(
    fields: str, field: str, value: str | None, problem: str
) -> None:
    record, reported = role(fields)
    assert getattr(record, field) == value
    assert [one.partition(": ")[2][: len(problem)] for one in reported] == ([problem] if problem else [])


def test_a_misspelt_kind_of_responsibility_is_reported_and_kept() -> None:
    record, reported = row("kind: descision")
    assert record.kind == "descision"
    assert "did you mean 'decision'?" in reported[0]
    assert row("kind: ritual")[1] == []
