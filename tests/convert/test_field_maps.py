"""Field maps reach whatever holds records: trees, front matter and blocks of pages, rows of tables."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.catalog.field_maps import parse_pairs
from sphinx_roles.catalog.sources import Settings
from sphinx_roles.convert.inputs import Inputs, Taken, read_inputs
from sphinx_roles.convert.plain_data import plain_catalog


def taken(folder: Path, files: Mapping[str, str], maps: str) -> Taken:
    """Read files by a map of several lines."""
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    inputs = Inputs(maps=tuple(parse_pairs(maps.split("; "))))
    return read_inputs([(folder / name, name) for name in files], inputs, Settings())


def roles(read: Taken) -> Any:
    """The roles that were read, as a file of ours has them."""
    return plain_catalog(read.catalog).data.get("roles")


PEOPLE = "Team,Person,Function\nCore,Ann,Lead\nCore,Bob,Dev\nDocs,Ann,Dev\nCore,Ann,Dev\nCore,Ann,Dev\n"
PEOPLE_MAP = "roles=.; roles.name=Team; roles.holders=.; roles.holders.name=Person; roles.holders.as=Function"
PEOPLE_ROLES = {
    "core": {
        "name": "Core",
        "holders": [
            {"name": "Ann", "as": "Lead"},
            {"name": "Bob", "as": "Dev"},
            {"name": "Ann", "as": "Dev"},
        ],
    },
    "docs": {"name": "Docs", "holders": [{"name": "Ann", "as": "Dev"}]},
}
CAREER = (
    "Role,Level,Skill,Proficiency\nEng,L1,Go,Basic\nEng,L1,SQL,\nEng,L2,Go,Advanced\nLead,L5,Go,Advanced\n"
)
CAREER_MAP = (
    "roles=.; roles.name=Role; roles.levels=.; roles.levels.id=Level; roles.levels.skills=.; "
    "roles.levels.skills.{Skill}=Proficiency"
)
CAREER_ROLES = {
    "eng": {
        "name": "Eng",
        "levels": {"L1": {"skills": [{"Go": "Basic"}, "SQL"]}, "L2": {"skills": {"Go": "Advanced"}}},
    },
    "lead": {"name": "Lead", "levels": {"L5": {"skills": {"Go": "Advanced"}}}},
}


def _piped(text: str) -> str:
    """A table of CSV as one of Markdown."""
    head, *rows = (f"| {line.replace(',', ' | ')} |" for line in text.splitlines())
    return "\n".join([head, "|" + "---|" * (head.count("|") - 1), *rows]) + "\n"


@pytest.mark.parametrize(
    ("files", "maps", "expected"),
    [
        pytest.param({"a.csv": PEOPLE}, PEOPLE_MAP, PEOPLE_ROLES, id="people in CSV"),
        pytest.param({"a.tsv": PEOPLE.replace(",", "\t")}, PEOPLE_MAP, PEOPLE_ROLES, id="in TSV"),
        pytest.param({"a.csv": f"Our teams,,\n{PEOPLE}"}, PEOPLE_MAP, PEOPLE_ROLES, id="below a title"),
        pytest.param({"a.md": _piped(PEOPLE)}, PEOPLE_MAP, PEOPLE_ROLES, id="in Markdown"),
        pytest.param({"a.csv": CAREER}, CAREER_MAP, CAREER_ROLES, id="skills and levels"),
        pytest.param(
            {"a.md": f"{_piped(PEOPLE)}\n{_piped('Task,Core,Docs' + chr(10) + 'Ship,A/R,I')}"},
            PEOPLE_MAP,
            PEOPLE_ROLES,
            id="beside a matrix",
        ),
        pytest.param(
            {"a.toml": 'name = "alpha"', "b.toml": 'name = "beta"\n[[roles]]\nid = "sheriff"'},
            "roles=.; roles.id=name",
            {"alpha": {}, "beta": {}},
            id="a key that is called as ours",
        ),
        pytest.param(
            {"a.md": "---\nteams: {a: {lead: Ann}}\n---\n\n```yaml\nteams: {b: {lead: Bo}}\n```\n"},
            "roles=teams.*; roles.id=@; roles.holders=lead",
            {"a": {"holders": ["Ann"]}, "b": {"holders": ["Bo"]}},
            id="front matter and a block",
        ),
        pytest.param(
            {"a.md": "---\nname: alpha\nroles: {sheriff: {}}\n---\n"},
            "roles=.; roles.id=name",
            {"alpha": {}},
            id="front matter with a key of ours",
        ),
        pytest.param(
            {"a.yaml": "alpha: {pm: Ann, em: Ann}"},
            "roles=*; roles.id=@; roles.holders=pm; roles.holders=em; roles.holders.name=.; roles.holders.as=@",
            {"alpha": {"holders": [{"name": "Ann", "as": "pm"}, {"name": "Ann", "as": "em"}]}},
            id="the key of a plain name",
        ),
        pytest.param(
            {"a.yaml": "alpha: [ann]"},
            "roles=*; roles.id=@; roles.holders=.; roles.holders.handle=.",
            {"alpha": {"holders": [{"name": "ann", "handle": "ann"}]}},
            id="a plain name as a handle",
        ),
        pytest.param(
            {"a.yaml": "aliases: {core: [ann, bob], docs: [cy]}"},
            "roles=aliases.*; roles.id=@; roles.holders=.",
            {"core": {"holders": ["ann", "bob"]}, "docs": {"holders": ["cy"]}},
            id="names of people under the name of a role",
        ),
        pytest.param(
            {"a.json": '[{"t": "x", "tag": "a", "s": "Go"}, {"t": "x", "tag": "b", "s": "C"}, {"t": "x"}]'},
            "roles=.; roles.name=t; roles.tags=tag; roles.skills=s",
            {"x": {"skills": ["Go", "C"], "tags": ["a", "b"]}},
            id="lists of a flat table add up",
        ),
        pytest.param(
            {"a.yaml": "teams: [{name: a, can: [{id: x, level: 2}, {id: y}]}]"},
            "roles=teams; roles.name=name; roles.skills=can; roles.skills.id=id; roles.skills.step=level",
            {"a": {"skills": [{"x": "2"}, "y"]}},
            id="records of skills",
        ),
        pytest.param(
            {"a.yaml": "teams: [{name: a, can: {id: x, level: 2}}]"},
            "roles=teams; roles.name=name; roles.skills.id=can.id; roles.skills.level=can.level",
            {"a": {"skills": {"x": "2"}}},
            id="a record of a skill",
        ),
        pytest.param(
            {"a.yaml": "roles: {dev: {name: Dev}}", "b.csv": "Chore,Dev\nBuild,A/R\n"},
            "name=Chore",
            {"dev": {"name": "Dev"}},
            id="a map of columns leaves a file of ours as it is",
        ),
    ],
)
def test_a_map_rules(files: dict[str, str], maps: str, expected: Any, tmp_path: Path) -> None:
    read = taken(tmp_path, files, maps)
    assert roles(read) == expected
    assert not [line for line in read.left_out if "finds nothing" in line]


def test_a_map_reaches_a_workbook(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for line in PEOPLE.splitlines():
        book.active.append(line.split(","))
    book.save(tmp_path / "a.xlsx")
    inputs = Inputs(maps=tuple(parse_pairs(PEOPLE_MAP.split("; "))))
    assert roles(read_inputs([(tmp_path / "a.xlsx", "a.xlsx")], inputs, Settings())) == PEOPLE_ROLES


def test_records_of_one_name_that_disagree_are_reported(tmp_path: Path) -> None:
    text = '[{"t": "x", "s": "One."}, {"t": "x", "s": "Two."}]'
    read = taken(tmp_path, {"a.json": text}, "roles=.; roles.name=t; roles.summary=s")
    assert roles(read) == {"x": {"summary": "One."}}
    assert read.left_out == ["of roles.summary, 'One.' counts, and not 'Two.'"]


@pytest.mark.parametrize("ours", ["skills.id", "holders.name", "summary"])
def test_one_of_several_values_is_reported(ours: str, tmp_path: Path) -> None:
    text = "teams: [{name: a, can: [{id: x}, {id: y}]}]"
    read = taken(tmp_path, {"a.yaml": text}, f"roles=teams; roles.name=name; roles.{ours}=can.id")
    assert read.left_out == [f"roles.{ours}=can.id finds 'x', 'y' in one record: the first counts"]


def test_a_line_that_finds_nothing_in_any_file_is_reported_once(tmp_path: Path) -> None:
    files = {"a.json": '[{"t": "x", "mail": "a"}]', "b.json": '[{"t": "y"}]', "c.csv": "t,u\nz,1\n"}
    read = taken(tmp_path, files, "roles=.; roles.name=t; roles.email=mail; roles.summary=sumary")
    assert list(roles(read)) == ["x", "y", "z"]
    assert read.left_out == ["the map 'roles.summary=sumary' finds nothing"]


@pytest.mark.parametrize(
    ("name", "text", "offered"),
    [
        ("a.yaml", "teams: {a: {}}", True),
        ("a.json", '{"teams": {"a": {}}}', True),
        ("a.json", '[{"teams": "a"}]', True),
        ("a.json", "[1, 2]", False),
        ("a.md", "---\nteams: {a: {}}\n---\n", True),
        ("a.md", "# Words only\n", False),
        ("a.md", "<table><tr><td>R</td></tr></table>\n", False),
        ("a.csv", "", False),
        ("a.yaml", "", False),
    ],
)
def test_a_map_is_offered_where_one_can_help(
    name: str,
    text: str,
    offered: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(text, "utf-8")
    assert import_module("sphinx_roles.cli").main(["convert", name, "-"]) == 2
    error = capsys.readouterr().err
    assert ("--map roles=KEY" in error) == offered
    assert ("(teams)" in error) == offered
