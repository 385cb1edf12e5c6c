"""Random data files, as plain data: what a catalog may hold, in any combination."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from msgspec import Struct

from sphinx_roles.catalog.load import read_body
from sphinx_roles.model import Catalog, Responsibility
from sphinx_roles.problems import Location

__all__ = ["LONG", "as_found", "catalogs", "nearly_tables", "plain_catalogs", "some"]

LONG = bool(os.environ.get("LONG_TESTS"))


def some(few: int, many: int = 1000) -> Callable[[Any], Any]:
    """Run a test on a few examples, and on many where time is given (``LONG_TESTS``)."""
    return settings(max_examples=many if LONG else few)


# Texts that mean something in one of the formats.
_TRAPS = (
    "no", "on", "Yes", "~", "null", "true", "1e3", "0x1f", "007", "1_000", "12:30", "2026-02-01", "2026.10",
    "-5", "- a", "a: b", "a #b", "#x", "'q'", '"q"', "=1+1", "+1", "@ana", "C++", "*bold*", "a | b", "[x](y)",
    "<b>", "&amp;", "{a}", "%", "`c`", "a, b", "x;y", "\\", "<br>", "né", "管理者", "a\u2028b", "a\u00a0b",
    "Team", "Notes", "R", "A/R", "=", "<<", "...", "---", "--- a", "?", "! x", "key:", "(a)", "a_b", "__x__",
    "'=1", "x: [y", "\ufeffx", "a\u200db", "$x$", "RACI",
)  # fmt: skip
_WORDS = st.text("abcdefgh ABC-é", min_size=1, max_size=12).filter(str.strip)
words = st.one_of(_WORDS, _WORDS, st.sampled_from(_TRAPS))
_LINES = st.one_of(
    words, st.sampled_from(["", "- item", "  indented", "> quote", "```", '"""', "| a |", "x  "])
)
prose = st.one_of(
    words,
    words,
    st.lists(_LINES, min_size=2, max_size=4).map("\n".join),
    st.lists(words, min_size=20, max_size=30).map(" ".join),
)
ids = st.text("abcdefgh12-", min_size=1, max_size=5).filter(lambda text: text.strip("-"))
days = st.dates().map(lambda day: day.isoformat()).filter(lambda day: day > "1000")


_NOT_SAID = {"location", "at", "file", "unsure", "files", "problems", "today"}


def few(of: Any, most: int = 3) -> Any:
    """A list of a few."""
    return st.lists(of, max_size=most)


def record(**fields: Any) -> Any:
    """A mapping with any of some fields."""
    return st.fixed_dictionaries({}, optional=fields)


urls = st.sampled_from(["https://example.com/a_b?c=1,2", "mailto:a@example.com", "runbooks/a", "x y"])
links = few(st.one_of(urls, st.fixed_dictionaries({"text": words, "url": urls})))
holders = few(
    st.one_of(
        words,
        st.fixed_dictionaries(
            {"name": words},
            optional={"handle": words, "as": words, "since": words, "acting": st.booleans(), "email": words},
        ),
    )
)
asked = st.one_of(
    words, st.none(), few(prose), st.fixed_dictionaries({"step": words, "criteria": few(prose)})
)
skills = st.one_of(few(ids), st.dictionaries(ids, asked, max_size=3))
own = {"cost_center": words, "x-own": few(prose), "Own Key": words}
levels = st.dictionaries(
    ids,
    record(
        name=words,
        track=words,
        after=ids,
        summary=prose,
        duties=few(prose),
        skills=skills,
        extends=ids,
        equals=few(ids),
    ),
    max_size=3,
)


def roles(names: list[str]) -> Any:
    """Records of roles, some of which name each other."""
    other = st.sampled_from(names) if names else st.nothing()
    fields = {
        "name": words, "abbr": words, "aliases": few(words), "family": words, "grade": words, "tagline": prose,
        "kind": st.sampled_from(["role", "team", "person", "external", "agent"]), "summary": prose, "duties": few(prose),
        "description": prose, "decisions": few(prose), "skills": skills, "tools": few(words), "levels": levels,
        "holders": holders, "past_holders": holders, "open": st.one_of(prose, st.just(True)), "status": words,
        "interactions": st.one_of(few(prose), st.dictionaries(other, prose, max_size=2)),
        "links": links, "tags": few(words), "color": st.sampled_from(["#abc", "teal"]), "reviewed": days,
        "review_by": days, "reports_to": st.one_of(words, other), "extends": other, "covered_by": other,
        "next": few(st.one_of(words, other)), "assign": st.just("inherit"), **own,
    }  # fmt: skip
    one = st.lists(st.sampled_from(sorted(fields)), max_size=5, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({name: fields[name] for name in chosen})
    )
    heir = one.flatmap(lambda role: record(extends=other).map(lambda more: {**role, **more}))
    return st.fixed_dictionaries(dict.fromkeys(names, heir))


letters = st.sampled_from(
    ["R", "A", "C", "I", "A/R", "C, I", "A (production), C (staging)", "R (a, b)", "Q", "ca"]
)
cells = st.one_of(
    letters,
    letters,
    st.fixed_dictionaries({"letters": letters}, optional={"when": words, "until": days, "note": prose}),
    st.just([{"letters": "A", "when": "day"}, {"letters": "R", "when": "night"}]),
)


def rows(names: list[str], matrices: list[str]) -> Any:
    """Rows and sections of rows."""
    assign = st.dictionaries(st.sampled_from(names), cells, max_size=4) if names else st.just({})
    fields = {
        "name": words, "kind": words, "summary": prose, "done_when": prose, "links": links, "frequency": words,
        "tags": few(words), "assign": assign, "notes": few(prose), "separate": st.booleans(), "status": words,
        "review_by": days, "reviewed": days, "maintainer": words, "aliases": few(words), **own,
    }  # fmt: skip
    one = st.lists(st.sampled_from(sorted(fields)), max_size=4, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({"assign": assign, **{name: fields[name] for name in chosen}})
    )
    where = {"matrix": st.sampled_from(matrices)} if matrices else {}
    loose = one.flatmap(lambda row: record(section=ids, **where).map(lambda more: {**row, **more}))
    section = st.fixed_dictionaries(
        {"rows": st.dictionaries(ids, one, max_size=4)}, optional={"name": words, "summary": prose, **where}
    )
    return st.lists(st.tuples(ids, st.one_of(loose, loose, section)), max_size=6).map(_listed)


def _listed(found: list[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    return [{"id": ident, **entry} for ident, entry in found]


scheme = st.fixed_dictionaries(
    {"letters": st.dictionaries(st.sampled_from(["R", "A", "Z", "QA"]), record(
        name=words, meaning=words, words=few(words), min=st.integers(0, 2), max=st.integers(2, 9),
        decides=st.booleans(), does=st.booleans(), color=st.just("#123456"), shape=st.just("dashed"),
    ), min_size=1, max_size=3)},
    optional={"name": words, "together": st.just(["R/A"])},
)  # fmt: skip
rules = st.dictionaries(
    st.sampled_from(["no-backup", "stale", "limit"]),
    st.one_of(st.sampled_from(["off", "error"]), record(severity=st.just("hint"), most=st.integers(0, 99),
              share=st.floats(0, 1), words=few(words))),
    max_size=2,
)  # fmt: skip


@st.composite
def plain_catalogs(draw: Any) -> dict[str, Any]:
    """All that a file may hold."""
    names = draw(st.lists(ids, max_size=4, unique=True))
    matrices = draw(st.lists(ids, max_size=2, unique=True))
    chosen = st.sampled_from(["RACI", "DACI", "RASCI", "OWN"])
    columns = few(st.sampled_from(names)) if names else st.just([])
    matrix = record(name=words, scheme=chosen, roles=columns, summary=prose)
    parts = {
        "roles": roles(names),
        "matrices": st.fixed_dictionaries(dict.fromkeys(matrices, matrix)),
        "responsibilities": rows(names, matrices),
        "skills": st.dictionaries(ids, record(name=words, summary=prose, scale=st.just("craft"),
                                              levels=st.dictionaries(words, few(prose), max_size=2)), max_size=2),
        "scales": st.dictionaries(st.sampled_from(["craft", "uk 1"]), few(words, 4), max_size=2),
        "schemes": st.dictionaries(st.sampled_from(["OWN", "RACI", "DACI"]), scheme, max_size=2),
        "rules": rules,
        "accepted": few(st.fixed_dictionaries({"rule": words, "on": words},
                                              optional={"reason": words, "until": days})),
    }  # fmt: skip
    kept = draw(st.sets(st.sampled_from(sorted(set(parts) - {"roles", "responsibilities"}))))
    return {
        key: draw(value)
        for key, value in parts.items()
        if key in kept or key in ("roles", "responsibilities")
    }


def as_found(data: dict[str, Any]) -> Catalog:
    """Read plain data: what the reader makes of it is a catalog that can be."""
    catalog, _ = read_body(json.dumps(data), Location("random.json"), format="json")
    return catalog


def without_locations(value: Any) -> Any:
    """Return a catalog or a part of it without places and problems, as something that can be compared."""
    if isinstance(value, Struct):
        bare = {
            name: without_locations(getattr(value, name))
            for name in value.__struct_fields__
            if name not in _NOT_SAID
        }
        if isinstance(value, Catalog):
            # A section is where its first row is, whatever was said of it before.
            bare["sections"].sort(key=repr)
        if isinstance(value, Responsibility):
            # What a role holds is together, though two of its names may have led to it.
            order = list(dict.fromkeys(one.role for one in value.assign))
            bare["assign"].sort(key=lambda one: order.index(one["role"]))
        return bare
    if isinstance(value, Mapping):
        return [(without_locations(key), without_locations(one)) for key, one in value.items()]
    return [without_locations(one) for one in value] if isinstance(value, (tuple, list)) else value


def catalogs() -> Any:
    """Catalogs of any content."""
    return plain_catalogs().map(as_found)


_THINGS = ("builds", "costs", "access", "updates", "plans")
_NAMES = st.sampled_from([f"{a} {b}" for a in ("Plan", "Check", "Ship", "Watch") for b in _THINGS])
_JOBS = ("Engineer", "Lead", "Analyst")
_TITLES = st.sampled_from([f"{a} {b}" for a in ("Product", "Site", "Data", "Team") for b in _JOBS])
_CLEAN = st.sampled_from(["R", "A", "C", "I", "A/R", "C/I", "A (production), C (staging)", "R (on call)"])
_SENTENCES = st.sampled_from(
    [
        "a | b",
        'It says "go".',
        *["Keeps *the way* short.", "A, b and c; d", "=1+1 is two", "One\ntwo", "-", "+x"],
    ]
)


@st.composite
def tables(draw: Any) -> dict[str, Any]:
    """What a table can say: one matrix, whose roles have names, whose rows have letters and fields."""
    titles = draw(st.lists(_TITLES, min_size=2, max_size=5, unique=True))
    roles = {title.lower().replace(" ", "-"): {"name": title} for title in titles}
    names = draw(st.lists(_NAMES, min_size=1, max_size=8, unique=True))
    sections = draw(st.lists(st.sampled_from(["Before", "During", "After: all"]), max_size=3, unique=True))
    entries: list[dict[str, Any]] = []
    for number, name in enumerate(names):
        row: dict[str, Any] = {"name": name, "matrix": "roles"}
        if sections:
            row["section"] = sections[number * len(sections) // len(names)]
        # A table without any letter is none of ours.
        row["assign"] = draw(
            st.dictionaries(st.sampled_from(sorted(roles)), _CLEAN, min_size=not number, max_size=5)
        )
        row |= draw(record(
            id=ids.map(lambda text: f"x{text}"), summary=_SENTENCES, done_when=_SENTENCES, frequency=st.just("weekly"),
            tags=st.lists(st.sampled_from(["on call", "a", "+b"]), max_size=2, unique=True), kind=st.just("decision"),
            links=st.lists(st.sampled_from([{"text": "Runbook", "url": "https://example.com/a"}, "https://b.example/c",
                                            {"text": "here", "url": "runbooks/a.md"}]), max_size=2),
            notes=st.lists(_SENTENCES, max_size=2), review_by=days, status=st.just("draft"),
            reviewed=days, maintainer=_TITLES, aliases=st.lists(st.sampled_from(["old one", "b"]), max_size=2, unique=True),
        ))  # fmt: skip
        entries.append(row)
    scheme = draw(st.sampled_from(["RACI", "RASCI"]))
    matrix = {"name": "roles", "scheme": scheme, "roles": list(roles)}
    return {"roles": roles, "matrices": {"roles": matrix}, "responsibilities": entries}


@st.composite
def nearly_tables(draw: Any) -> dict[str, Any]:
    """A table, one row of which may have something that a table cannot say, or must say with care."""
    data: dict[str, Any] = draw(tables())
    row = draw(st.sampled_from(data["responsibilities"]))
    row |= draw(record(name=words, kind=words, summary=prose, done_when=prose, status=words, tags=few(words),
                       links=links, notes=few(prose), separate=st.booleans()))  # fmt: skip
    row["assign"] |= draw(st.dictionaries(st.sampled_from(sorted(data["roles"])), cells, max_size=2))
    return data


def tables_as_found() -> Any:
    """Catalogs that a table can carry whole."""
    return tables().map(as_found)
