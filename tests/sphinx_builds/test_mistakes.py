"""Whatever is wrong is told once, at its place, and costs only itself."""

from __future__ import annotations

import re
from typing import Any

import pytest
from conftest import Built, Maker
from pages import unmarked

# In this data, `§` stands before each mistake. It is taken out, and its place is where a warning is expected.
ROLES = """\
roles:
  devops:
    name: DevOps Engineer
    §sumary: Joins development and operations
    color: §bleu
    reviewed: §2026-13-01
    summary: §Ask <b>Ana</b>, 100 % of {the} time
    skills: {terraform: 3, §observabilty: 2}
    links: [{text: Wiki, url: §"javascript:alert(1)"}, {text: Fine, url: "https://example.com/fine"}]
    image: §pictures/none.png
  sre:
    name: Site Reliability Engineer
    kind: §rolle
    tagline: §"See {download}`secret.txt`"
    holders: [Ana, {name: Bo, link: §"javascript:alert(2)"}, {name: Cy, acting: §maybe}]
    covered_by: §devop
    duties: [Keep it up, §{Ensure: quality}, §"Gone {org:rol}`sre`"]
    image: §../outside.png
  platform:
    name: Platform Engineer
    summary: Builds the ground
    extends: §platfrom
    §name: Another name
    image: §roles.yaml
skills:
  terraform: {name: Terraform, scale: uk}
  observability: {name: Observability, scale: §uq}
scales:
  uk: [Awareness, Working, Practitioner, Expert]
§matrixes: {}
"""
ROWS = """\
responsibilities:
  deploys:
    name: Deployments
    done_when: §<script>alert(3)</script> is not done
    links: [{text: Passwords, url: §/etc/passwd.txt}]
    assign: {devops: A/R, §platfrom: R, sre: C}
  alerts:
    name: Alerts
    separate: §perhaps
    assign:
      sre: §Q
      devops: {letters: R, until: §someday}
      §Ana: I
  backups: {name: Backups, assign: §everyone}
matrices:
  delivery: {scheme: §RASCIX}
"""
TABLE = """\
Task,DevOps Engineer,Platform Engineer
Reviews,A/R,C
Releases,§Z,A
"""
PAGE = """\
Page
====

.. role-cards::

.. responsibility-matrix:: Work
"""

# The code, the value it names, and the near name.
TOLD = [
    ("unknown-key", "'sumary'", "summary"),
    ("wrong-value", "'bleu'", "blue"),
    ("wrong-value", "'2026-13-01'", ""),
    ("markup", "'<b>'", ""),
    ("unknown-skill", "'observabilty'", "observability"),
    ("markup", "'javascript:alert(1)'", ""),
    ("image", "'pictures/none.png'", ""),
    ("wrong-value", "'rolle'", "role"),
    ("markup", "{download}", ""),
    ("markup", "'javascript:alert(2)'", ""),
    ("wrong-value", "'maybe'", ""),
    ("unknown-role", "'devop'", "devops"),
    ("wrong-type", "'Ensure'", ""),
    ("markup", "{org:rol}", "org:role"),
    ("image", "'../outside.png'", ""),
    ("unknown-role", "'platfrom'", "platform"),
    ("repeated-key", "'name'", ""),
    ("image", "'roles.yaml'", ""),
    ("wrong-value", "'uq'", ""),
    ("unknown-key", "'matrixes'", "matrices"),
    ("markup", "'<script>alert(3)", ""),
    ("markup", "'/etc/passwd.txt'", ""),
    ("unknown-role", "'platfrom'", "platform"),
    ("wrong-value", "'perhaps'", ""),
    ("unknown-letter", "'Q'", ""),
    ("wrong-value", "'someday'", ""),
    ("person-as-role", "'Ana'", ""),
    ("wrong-type", "'everyone'", ""),
    ("unknown-scheme", "'RASCIX'", "RASCI"),
    ("unknown-letter", "'Z'", ""),
]


WRONG = {"roles.yaml": ROLES, "rows.yaml": ROWS, "table.csv": TABLE}
LOCATIONS = [location for one in WRONG.items() for location in unmarked(*one)[1]]


@pytest.fixture(scope="module", params=[1, 4])
def wrong(request: Any, shared_project: Maker) -> Built:
    """A build of the handbook with thirty mistakes, on six pages so that it is read side by side."""
    files = {name: unmarked(name, text)[0] for name, text in WRONG.items()}
    files |= {f"p{number}.rst": f":orphan:\n\nP{number}\n==\n" for number in range(8)}
    made = shared_project({**files, "index.rst": PAGE, "secret.txt": "secret"}, roles_catalog=list(WRONG))
    return made.build(parallel=request.param)


@pytest.mark.parametrize("number", range(len(TOLD)), ids=[f"{code}-{value}" for code, value, _ in TOLD])
def test_each_mistake_is_told_once_at_its_place(number: int, wrong: Built) -> None:
    code, value, near = TOLD[number]
    (warning,) = (one for one in wrong.warnings if one.startswith(f"{LOCATIONS[number]}: WARNING: "))
    assert warning.endswith(f"[roles.{code}]")
    assert value in warning
    assert (f"did you mean {near!r}?" in warning) if near else ("did you mean" not in warning)


def test_nothing_else_is_told(wrong: Built) -> None:
    assert len(LOCATIONS) == len(TOLD) == 30
    assert sorted(one.partition(": WARNING")[0] for one in wrong.warnings) == sorted(LOCATIONS)


def test_all_that_is_right_is_shown(wrong: Built) -> None:
    html = wrong.page()
    text = " ".join(re.sub(r"<[^>]*>", " ", html).split())
    for right in (
        "DevOps Engineer", "Site Reliability Engineer", "Ask &lt;b&gt;Ana&lt;/b&gt;, 100 % of {the} time",
        "Terraform Practitioner", "observabilty", "Ana", "Bo", "Cy", "Keep it up", "Platform Engineer",
        "Builds the ground", "Deployments", "Alerts", "Backups", "Reviews", "Releases",
        "&lt;script&gt;alert(3)&lt;/script&gt; is not done",
    ):  # fmt: skip
        assert right in text, right
    assert 'href="https://example.com/fine"' in html
    assert 'href="javascript' not in html
    assert "<script>alert" not in html
    assert not [name for name in wrong.files() if name.startswith(("_images", "_downloads"))]


# Files that cannot be read

GOOD = "roles: {sre: {name: Site Reliability Engineer}}\nresponsibilities: {deploys: {assign: {sre: A/R}}}\n"


FILES = [
    pytest.param(None, "1:1", "missing-file", False, id="missing"),
    pytest.param("a folder", "1:1", "unreadable-file", False, id="folder"),
    pytest.param(b"responsibilities:\n  pm: M\xfcller\n", "2:8", "encoding", False, id="encoding"),
    pytest.param(b"responsibilities:\n  x:\n\tname: Tab\n", "3:1", "syntax", True, id="tab"),
    pytest.param(b"", "1:1", "no-data", False, id="empty"),
    pytest.param(
        b"responsibilities: {x: {assign: {sre: A/R}}, x: {name: Y}}\n",
        "1:45",
        "repeated-key",
        True,
        id="repeated",
    ),
    pytest.param(
        b"responsibilities: {x: {assign: {sre: A/R}}, y: {name: Y\n", "2:1", "syntax", True, id="broken"
    ),
]


@pytest.mark.parametrize(("data", "location", "code", "some"), FILES)
def test_a_file_of_the_catalog_that_cannot_be_read_is_one_warning(
    data: bytes | str | None, location: str, code: str, some: bool, project: Maker
) -> None:
    built = with_bad_file(
        project({"index.rst": PAGE, "roles.yaml": GOOD}, roles_catalog=["roles.yaml", "bad.yaml"]), data
    )
    (warning,) = built.warnings
    named = code in ("missing-file", "unreadable-file")
    expected = "conf.py:5:32" if named else f"bad.yaml:{location}"
    assert warning.startswith(f"{expected}: WARNING: ")
    assert warning.endswith(f"[roles.{code}]")
    assert "Site Reliability Engineer" in built.page()
    assert "deploys" in built.page()
    assert (">x</th>" in built.page()) == some


@pytest.mark.parametrize(("data", "location", "code", "some"), FILES)
def test_a_file_of_a_view_that_cannot_be_read_is_one_warning(
    data: bytes | str | None, location: str, code: str, some: bool, project: Maker
) -> None:
    view = PAGE + "   :file: bad.yaml\n\n.. responsibility-matrix::\n"
    built = with_bad_file(project({"index.rst": view, "roles.yaml": GOOD}), data)
    (warning,) = built.warnings
    expected = "index.rst:7:11" if code in ("missing-file", "unreadable-file") else f"bad.yaml:{location}"
    assert warning.startswith(f"{expected}: WARNING: ")
    assert warning.endswith(f"[roles.{code}]")
    assert "deploys" in built.page()
    assert (">x</th>" in built.page()) == some


def with_bad_file(made: Any, data: bytes | str | None) -> Any:
    if isinstance(data, bytes):
        made.write("bad.yaml", data)
    elif data:
        (made.source / "bad.yaml").mkdir()
    return made.build()


# Options and arguments


def indented(text: str, by: str) -> str:
    return "\n".join(by + line if line else line for line in text.split("\n"))


def written(directive: str, argument: str, options: str, body: str, suffix: str) -> str:
    """A directive in a page of that markup, with text around it."""
    given = [line.strip() for line in options.splitlines()]
    if suffix == "md":
        lines = [f"```{{{directive}}} {argument}".rstrip(), *given, *([body] if body else []), "```"]
        return "# Page\n\nBefore\n\n" + "\n".join(lines) + "\n\nAfter\n"
    lines = [f".. {directive}:: {argument}".rstrip(), *(f"   {line}" for line in given)]
    return (
        "Page\n====\n\nBefore\n\n"
        + "\n".join(lines)
        + "\n\n"
        + (f"   {body}\n\n" if body else "")
        + "After\n"
    )


OPTIONS = [
    # directive, argument, options, the word that is wrong, its code, what is said, whether something is still drawn
    ("role-cards", "", ":colums: 2", ":colums:", "option", "did you mean 'columns'?", True),
    ("role-cards", "", ":columns: many", ":columns:", "option", "'many'", True),
    ("role-cards", "", ":columns: 0", ":columns:", "option", "'0'", True),
    ("role-cards", "", ":sort: nmae", ":sort:", "option", "did you mean 'name'?", True),
    ("role-cards", "", ":fields: tagline, sumary", "sumary", "option", "did you mean 'summary'?", True),
    ("role-cards", "", ":email: perhaps", ":email:", "option", "'perhaps'", True),
    ("role-cards", "", ":roles: sre, devop", "devop", "unknown-role", "did you mean 'devops'?", True),
    ("role-cards", "sre, devop", "", "devop", "unknown-role", "did you mean 'devops'?", True),
    ("role-cards", "", ":without: devop", "devop", "unknown-role", "did you mean 'devops'?", True),
    ("role-cards", "", ":catalog: todya", ":catalog:", "unknown-catalog", "did you mean 'today'?", False),
    ("role-cards", "", ":without: sre, devops", "role-cards", "empty-view", "no role is selected", False),
    ("role-cards", "", ":tags: delivery, delivry", "delivry", "option", "no tag 'delivry'; did you mean 'delivery'?", True),
    ("role-cards", "", ":families: Plaform", "Plaform", "option", "no family 'Plaform'; did you mean 'Platform'?", False),
    ("role-cards", "", ":statuses: active, vakant", "vakant", "option", "no status 'vakant'", True),
    ("role-cards", "", ":roles: ,", ":roles:", "option", "is empty; expected names", True),
    ("role-cards", "", ":file:", ":file:", "option", "is empty; expected a text", True),
    ("role-card", "", "", "role-card", "option", "expected the id of a role", False),
    ("role-card", "ser", "", "ser", "unknown-role", "did you mean 'sre'?", False),
    ("role-card", "100%", "", "100%", "unknown-role", "'100%'", False),
    ("responsibility-matrix", "", ":layuot: grid", ":layuot:", "option", "did you mean 'layout'?", True),
    ("responsibility-matrix", "", ":layout: gird", ":layout:", "option", "did you mean 'grid'?", True),
    ("responsibility-matrix", "", ":split: section", ":split:", "option", "'section'", True),
    ("responsibility-matrix", "", ":details: unfolded", ":details:", "option", "did you mean 'folded'?", True),
    ("responsibility-matrix", "", ":roles: sre, devop", "devop", "unknown-role", "'devops'?", True),
    ("responsibility-matrix", "", ":rows: deploys, deplo%s", "deplo%s", "unknown-responsibility", "'deploys'?", True),
    ("responsibility-matrix", "", ":sections: Runing", "Runing", "option", "did you mean 'running'?", False),
    ("responsibility-matrix", "", ":matrix: mian", "mian", "unknown-matrix", "did you mean 'main'?", False),
    ("responsibility-matrix", "", ":role: ser", "ser", "unknown-role", "did you mean 'sre'?", True),
    pytest.param(
        "responsibility-matrix", "", ":letters: Q", "Q", "unknown-letter", "'Q'", False,
    ),
    pytest.param(
        "responsibility-matrix", "", ":scheme: RACY", "RACY", "unknown-scheme", "did you mean 'RACI'?", True,
    ),
    pytest.param(
        "responsibility-matrix", "", ":file: rolse.yaml", "rolse.yaml", "missing-file", "'roles.yaml'?", False,
    ),
    pytest.param(
        "responsibility-matrix", "", ":file: teams\\raci.csv", "teams", "missing-file", "no file 'teams/raci.csv'; did you mean '/data/raci.csv'?", False,
    ),
    pytest.param(
        "responsibility-matrix", "", f":file: {'x' * 300}.yaml", "xxx", "missing-file", "no file 'xxx", False, id="long name",
    ),
    pytest.param(
        "role-cards", "", ":kinds: taem", ":kinds:", "option", "did you mean 'team'?", True,
    ),
    ("responsibility-matrix", "", ":tags: daily", "daily", "option", "no tag 'daily'", False),
    ("responsibility-matrix", "", ":kinds: taks", "taks", "option", "no kind 'taks'; did you mean 'task'?", False),
    ("responsibility-matrix", "", ":when: nihgt", "nihgt", "option", "no condition 'nihgt'; did you mean 'night'?", True),
    ("responsibility-matrix", "", ":sections: running\n:rows: deploys", "responsibility-matrix", "empty-view", "selected", False),
    ("responsibility-matrix", "", ":scheme: DACI", ":scheme:", "option", "does nothing here", True),
    ("responsibility-matrix", "", ":transposed-data:", ":transposed-data:", "option", "does nothing here", True),
    ("responsibility-audit", "", ":scheme: DACI", ":scheme:", "option", "does nothing here", False),
    ("responsibility-matrix", "", ":columns: kind, Kind", "Kind", "option", "has 'Kind' twice; the first one is used", True),
    ("role-cards", "", ":kinds: role, role", "role", "option", "has 'role' twice", True),
    ("role-index", "", ":roles: sre, sre", "sre", "option", "has 'sre' twice", True),
    ("responsibility-changes", "today", ":scheme: DACI", ":scheme:", "option", "does nothing here", False),
    ("responsibility-changes", "today", ":tags: delivry", "delivry", "option", "did you mean 'delivery'?", False),
]  # fmt: skip
DATA = """\
roles:
  sre: {name: Site Reliability Engineer, family: Platform, tags: [delivery, daily]}
  devops: {name: DevOps Engineer}
responsibilities:
  deploys: {name: Deployments, kind: task, matrix: main, assign: {sre: A/R, devops: C (night)}}
  running: {rows: {alerts: {matrix: main, assign: {sre: A/R}}}}
matrices: {main: {name: Main}}
"""


def options_of(number: int) -> tuple[Any, ...]:
    return getattr(OPTIONS[number], "values", OPTIONS[number])


@pytest.fixture(scope="module")
def with_wrong_options(shared_project: Maker) -> Any:
    """A handbook with a page for each wrong option, in both markups."""
    pages = {
        f"page{number}-{suffix}.{suffix}": written(directive, argument, options, "", suffix)
        for number in range(len(OPTIONS))
        for directive, argument, options in [options_of(number)[:3]]
        for suffix in ("rst", "md")
    }
    index = "Pages\n=====\n\n.. toctree::\n   :glob:\n\n   page*\n"
    made = shared_project(
        {"index.rst": index, "roles.yaml": DATA, "data/raci.csv": "", **pages},
        extensions=["myst_parser", "sphinx_roles"], roles_catalog={"today": "roles.yaml"},
    )  # fmt: skip
    return made.build()


@pytest.mark.parametrize("suffix", ["rst", "md"])
@pytest.mark.parametrize(
    "number",
    [
        pytest.param(
            number, id=f"{options_of(number)[0]} {options_of(number)[2]}", marks=getattr(one, "marks", ())
        )
        for number, one in enumerate(OPTIONS)
    ],
)
def test_a_wrong_option_is_told_at_its_place(number: int, suffix: str, with_wrong_options: Any) -> None:
    directive, argument, options, word, code, message, drawn = options_of(number)
    name = f"page{number}-{suffix}"
    lines = written(directive, argument, options, "", suffix).split("\n")
    line = next(n for n, text in enumerate(lines, 1) if word in text)
    (warning,) = (one for one in with_wrong_options.warnings if one.startswith(name))
    assert warning.startswith(f"{name}.{suffix}:{line}:{lines[line - 1].index(word) + 1}: WARNING: ")
    assert warning.endswith(f"[roles.{code}]")
    assert message in warning
    html = with_wrong_options.page(f"{name}.html")
    assert "Before" in html
    assert "After" in html
    assert ("Site Reliability Engineer" in html) == drawn


def test_without_a_catalog_it_is_said_where_one_could_be(project: Maker) -> None:
    page = "Page\n====\n\n.. role-cards::\n\n.. responsibility-matrix::\n\n   Task,Dev\n   Ship,A\n"
    made = project({"index.rst": page, "data/roles.yaml": ROLES})
    assert made.build().warnings == [
        "index.rst:4:4: WARNING: role-cards: there is no data: `roles_catalog` names no file, and 'roles.yaml' "
        "is not beside conf.py; did you mean 'data/roles.yaml'? [roles.empty-view]"
    ]


def page_of(directive: str, argument: str, lines: str, suffix: str) -> tuple[str, list[str]]:
    """A page with a directive of these lines, and the place of each `§` in it."""
    if suffix == "md":
        text = f"# Page\n\n```{{{directive}}} {argument}\n{lines}\n```\n"
    else:
        text = f"Page\n====\n\n.. {directive}:: {argument}\n{indented(lines, '   ')}\n"
    return unmarked(f"index.{suffix}", text)


VIEWS = [
    ("role-card", "sre"), ("role-cards", ""), ("responsibility-matrix", ""), ("role-comparison", "sre, devops"),
    ("role-overlap", "sre, devops"), ("responsibility-audit", ""), ("responsibility-changes", "old.yaml"),
    ("role-map", ""),
]  # fmt: skip


@pytest.mark.parametrize("suffix", ["rst", "md"])
@pytest.mark.parametrize(("directive", "argument"), VIEWS, ids=lambda one: one)
@pytest.mark.parametrize(
    "lines",
    [
        "\n§:class: wide",
        "\n\n§:clas: wide\n:name: n",
        ":class: wide,\n\n§sre",
        "§class: wide",
        "\n§class: wide\ncatalog: today",
    ],
    ids=["one", "two", "goes on", "without a colon", "two without a colon"],
)
def test_an_option_in_the_body_is_told_there_and_the_view_is_drawn(
    lines: str, directive: str, argument: str, suffix: str, project: Maker
) -> None:
    text, (at,) = page_of(directive, argument, lines, suffix)
    files = {
        f"index.{suffix}": text,
        "roles.yaml": DATA,
        "old.yaml": "roles: {sre: {name: Site Reliability Engineer}}",
    }
    built = project(files, extensions=["myst_parser", "sphinx_roles"]).build()
    (warning,) = built.warnings
    assert warning.startswith(f"{at}: WARNING: {directive}: ")
    said = "option 'class'" if "sre" in lines else "is an option" if ":clas" in lines else "expected ':class"
    assert said in warning
    assert "Deployments" in built.page() or "Engineer" in built.page()


@pytest.mark.parametrize("line", [":layout:list", "layout:list"])
def test_an_option_without_its_space_is_no_part_of_the_caption(line: str, project: Maker) -> None:
    text, (at,) = page_of("responsibility-matrix", "Who", f"§{line}", "rst")
    built = project({"index.rst": text, "roles.yaml": DATA}).build()
    said = f"responsibility-matrix: '{line}' is no option; expected ':layout: list' [roles.option]"
    assert built.warnings == [f"{at}: WARNING: {said}"]
    assert f"{line}</" not in built.page()


@pytest.mark.parametrize(("argument", "options"), [("rows.csv", ":file: rows.csv"), ("Version 2.csv", "")])
def test_a_title_that_is_no_name_of_a_file_or_has_one_is_not_reported(
    argument: str, options: str, project: Maker
) -> None:
    text, _ = page_of("responsibility-matrix", argument, options, "rst")
    files = {"index.rst": text, "roles.yaml": DATA, "rows.csv": "Task,Dev\nDeploy,A\n"}
    assert project(files).build().warnings == []


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_file_that_is_named_as_the_title_is_reported(suffix: str, project: Maker) -> None:
    text, (at,) = page_of("responsibility-matrix", "§rows.csv", "", suffix)
    files = {f"index.{suffix}": text, "roles.yaml": DATA, "rows.csv": "Task,Dev\nDeploy,A\n"}
    built = project(files, extensions=["myst_parser", "sphinx_roles"]).build()
    said = "responsibility-matrix: 'rows.csv' is the title; to read a file, write ':file: rows.csv' [roles.option]"
    assert built.warnings == [f"{at}: WARNING: {said}"]


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_view_that_takes_no_body_reports_one(suffix: str, project: Maker) -> None:
    text, (at,) = page_of("role-profile", "sre", "\n§Whatever this is.", suffix)
    built = project(
        {f"index.{suffix}": text, "roles.yaml": DATA}, extensions=["myst_parser", "sphinx_roles"]
    ).build()
    assert [one.partition("; ")[0] for one in built.warnings] == [
        f"{at}: WARNING: role-profile: takes no body"
    ]
    assert "Engineer" in built.page()


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (".. role-crads::\n", "role-cards"), ("```{role-crads}\n```\n", "role-cards"),
        (":org:rle:`sre`\n", "org:role"), ("{role}`sre`\n", "org:role"), (".. flow-chart::\n", ""),
    ],
)  # fmt: skip
def test_a_misspelt_directive_or_role_is_reported_with_the_nearest(
    text: str, near: str, project: Maker
) -> None:
    suffix = "rst" if text[0] in ".:" else "md"
    files = {f"index.{suffix}": "Title\n=====\n\n" + text, "roles.yaml": DATA}
    # docutils adds the lines of the directive.
    warning, *_ = project(files, extensions=["myst_parser", "sphinx_roles"]).build().warnings
    assert f"index.{suffix}:4: " in warning
    assert warning.partition("; did you mean ")[2].startswith(f"'{near}'?" if near else "")
    assert ("did you mean" in warning) == bool(near)


TWO_SOURCES = [
    ("responsibility-matrix", "", ":file: rows.csv\n\n§Task,Dev\nTest,A", "Deploy"),
    ("responsibility-matrix", "", "§:catalog: todya\n\nTask,Dev\nTest,A", "Test"),
    ("responsibility-matrix", "", "§:catalog: today\n:file: rows.csv", "Deploy"),
    ("responsibility-audit", "", "§:catalog: todya\n:file: rows.csv", "Deploy"),
    ("role-cards", "", "§:catalog: today\n\nroles: {both: {}}", "both"),
    ("role-card", "§devops", "\nname: both", "both"),
]


@pytest.mark.parametrize("suffix", ["rst", "md"])
@pytest.mark.parametrize(("directive", "argument", "lines", "shown"), TWO_SOURCES)
def test_of_two_sources_one_is_shown_and_the_other_told(
    directive: str, argument: str, lines: str, shown: str, suffix: str, project: Maker
) -> None:
    text, (at,) = page_of(directive, argument, lines, suffix)
    files = {f"index.{suffix}": text, "roles.yaml": DATA, "rows.csv": "Task,Dev,Ops\nDeploy,A,A\n"}
    conf = {"extensions": ["myst_parser", "sphinx_roles"], "roles_catalog": {"today": "roles.yaml"}}
    built = project(files, **conf).build()
    (warning,) = built.warnings
    assert warning.startswith(f"{at}: WARNING: {directive}: ")
    assert warning.endswith("[roles.option]")
    assert shown in built.page()


# Bodies

BODIES = {
    "csv": ("responsibility-matrix", "Task,SRE,Ops\nDeploy,A/R,§Z"),
    "pipes": ("responsibility-matrix", "| Task | SRE | Ops |\n|------|-----|-----|\n| Deploy | A | §Z |"),
    "yaml": ("responsibility-matrix", "deploys:\n  name: Deployments\n  assign:\n    sre: A\n    devops: §Z"),
    "card": ("role-card", "name: Someone\nkind: §rolle\nsummary: Words"),
    "late": ("role-card", "name: Someone\n\n\nsummary: §<b>bold</b>"),
}


def in_rst(directive: str, body: str, around: str) -> str:
    text = f".. {directive}::\n   :class: wide\n\n{indented(body, '   ')}\n"
    if around == "list":
        text = f"- One\n\n{indented(text, '  ')}"
    elif around == "admonition":
        text = f".. note::\n\n   Look:\n\n{indented(text, '   ')}"
    return f"Page\n====\n\nBefore\n\n{text}\nAfter\n"


def in_md(directive: str, body: str, around: str) -> str:
    fence = ":::" if around.startswith("colon") else "```"
    options = ":class: wide" if around != "fenced options" else "---\nclass: wide\n---"
    text = f"{fence}{{{directive}}}\n{options}\n\n{body}\n{fence}"
    if around == "list":
        text = f"- One\n\n{indented(text, '  ')}"
    elif around == "admonition":
        text = f"````{{note}}\nLook:\n\n{text}\n````"
    elif around == "colon admonition":
        text = f"::::{{note}}\nLook:\n\n{text}\n::::"
    elif around == "no blank":
        text = f"{fence}{{{directive}}}\n{body}\n{fence}"
    return f"# Page\n\nBefore\n\n{text}\n\nAfter\n"


AROUND = [
    *(("rst", around) for around in ("page", "list", "admonition")),
    *(("md", around) for around in
      ("page", "list", "admonition", "colon", "colon admonition", "fenced options", "no blank")),
]  # fmt: skip


def body_page(kind: str, suffix: str, around: str) -> tuple[str, str, list[str]]:
    """The name of a page, its text, and the place of its mistake."""
    name = f"{kind}-{around.replace(' ', '-')}-{suffix}.{suffix}"
    write = in_md if suffix == "md" else in_rst
    return (name, *unmarked(name, write(*BODIES[kind], around)))


@pytest.fixture(scope="module")
def with_wrong_bodies(shared_project: Maker) -> Any:
    """A handbook with a page for each way to write a body."""
    found = [body_page(kind, *where) for kind in BODIES for where in AROUND]
    index = "Pages\n=====\n\n.. toctree::\n   :glob:\n\n   *-*\n"
    made = shared_project(
        {"index.rst": index, "roles.yaml": "roles: {sre: {name: SRE}, devops: {name: Ops}}\n",
         **{name: text for name, text, _ in found}},
        extensions=["myst_parser", "sphinx_roles"], myst_enable_extensions=["colon_fence"],
    )  # fmt: skip
    return made.build()


@pytest.mark.parametrize(("suffix", "around"), AROUND, ids=lambda v: v)
@pytest.mark.parametrize("kind", BODIES)
def test_a_mistake_in_a_body_is_told_at_its_place_on_the_page(
    kind: str, suffix: str, around: str, with_wrong_bodies: Any
) -> None:
    name, _, (location,) = body_page(kind, suffix, around)
    (warning,) = (one for one in with_wrong_bodies.warnings if one.startswith(name))
    assert warning.startswith(f"{location}: WARNING: ")


def test_the_same_line_in_two_bodies_is_told_at_each(project: Maker) -> None:
    body = ".. responsibility-matrix::\n\n   Task,One,Two\n   Deploy,A,§Z\n\n"
    text, locations = unmarked("index.rst", "Page\n====\n\n" + body + body)
    warnings = project({"index.rst": text}).build().warnings
    assert [one.partition(": WARNING")[0] for one in warnings] == locations


@pytest.mark.parametrize("part", ["part.txt", "part.md"])
def test_a_body_in_an_included_file_is_told_there(part: str, project: Maker) -> None:
    """By its own name, also where its suffix is that of a page and not the first one."""
    text, (location,) = unmarked(
        part, "Words\n\n.. responsibility-matrix::\n\n   Task,One,Two\n   Deploy,A,§Z\n"
    )
    files = {"index.rst": f"Page\n====\n\n.. include:: {part}\n", part: text}
    extensions = ["myst_parser", "sphinx_roles"]
    (warning,) = project(files, extensions=extensions, exclude_patterns=[part]).build().warnings
    assert warning.startswith(f"{location}: WARNING: ")


@pytest.mark.parametrize("digits", [30, 5000])
def test_a_number_that_no_report_can_hold_is_as_good_as_a_large_one(digits: int, project: Maker) -> None:
    """And what no file can be called is no file, wherever it is named."""
    number, name = "9" * digits, "x" * digits
    views = (
        ("role-map", "", f":depth: {number}"),
        ("role-profile", "sre", f":neighbours: {number}"),
        ("role-path", "sre", f":nearest: {number}"),
        ("responsibility-audit", "", f":most: {number}"),
        ("responsibility-matrix", "", f":split: {number}"),
    )
    page = "".join(f".. {view}:: {argument}\n   {options}\n\n" for view, argument, options in views)
    data = DATA.replace("name: DevOps", "skills: [go], name: DevOps").replace(
        "family:", "skills: [go], family:"
    )
    data += f"  linked: {{name: Linked, matrix: main, links: ['/{name}.md'], assign: {{sre: A/R}}}}\n"
    data = data.replace("matrices: {main: {name: Main}}\n", "") + "matrices: {main: {name: Main}}\n"
    files = {"index.rst": f"Page\n====\n\n{page}", "roles.yaml": data}
    (warning,) = project(files, roles_catalog=["roles.yaml"]).build().warnings
    assert f"'{name[:10]}" in warning or f"/{name[:10]}" in warning


@pytest.mark.parametrize(
    ("options", "shown", "left_out"),
    [
        ("", "Plan", "'Decisions'"),
        (":rows: pick", "Pick", ""),
        (":matrix: work", "Plan", ""),
        (":sections: s", "Pick", ""),
    ],
)
def test_rows_that_are_left_out_for_their_letters_are_told(
    options: str, shown: str, left_out: str, project: Maker
) -> None:
    """Letters have a meaning inside one scheme: a view of rows of several shows those of the first."""
    data = (
        "roles: {dev: {}}\nmatrices: {work: {}, decisions: {name: Decisions, scheme: DACI}}\n"
        "responsibilities:\n  plan: {name: Plan, matrix: work, assign: {dev: A/R}}\n"
        "  s: {rows: {pick: {name: Pick, matrix: decisions, assign: {dev: D}}}}\n"
    )
    page = written("responsibility-matrix", "", options, "", "rst")
    built = project({"index.rst": page, "roles.yaml": data}).build()
    assert [one.partition("rows of ")[2].partition(" have")[0] for one in built.warnings] == (
        [left_out] if left_out else []
    )
    assert {word for word in ("Plan", "Pick") if word in built.page()} == {shown}


# Settings


def test_signs_of_formats_in_the_data_are_only_signs(project: Maker) -> None:
    data = """\
    roles:
      sre:
        name: "100% {name} %s %(x)d \\\\ <b>"
        color: blue
        status: "{0} %d"
        covered_by: ops
        holders: [{name: "%s {x}", since: "{date}", as: "<i>"}]
        own_field: "%%"
      ops: {name: "{name}", abbr: "{}"}
    responsibilities:
      x: {name: "{name} %s </td>", status: "%d", assign: {sre: {letters: A/R, when: "</td> {x} %s"}, ops: C}}
    """
    page = PAGE + "   :edit:\n   :download:\n\n.. responsibility-matrix:: {} %s <b>\n   :layout: letters\n"
    made = project(
        {"index.rst": page, "roles.yaml": data}, roles_edit_url="https://example.com/{path}#L{line}"
    )
    for builder in ("html", "latex", "text"):
        built = made.build(builder, fresh=True, strict=True)
        if builder == "html":
            html = built.page()
            assert "100% {name} %s %(x)d \\ &lt;b&gt;" in html
            assert "{name} %s &lt;/td&gt;" in html
            assert "covered by" in html
            assert "<i>%" not in html


def test_a_picture_that_is_a_link_to_itself(project: Maker) -> None:
    made = project(
        {"index.rst": "Title\n=====\n\n.. role-cards::\n", "roles.yaml": "roles: {x: {image: loop.png}}"}
    )
    (made.source / "loop.png").symlink_to("loop.png")
    (warning,) = made.build().warnings
    assert "no picture 'loop.png'" in warning


@pytest.mark.parametrize(
    "directive",
    ["responsibility-matrix::\n   :file: more.yaml", "responsibility-changes:: more.yaml more.yaml"],
)
def test_a_path_in_an_included_file_begins_at_the_page(project: Maker, directive: str) -> None:
    files = {
        "roles.yaml": "roles: {sre: {}}\n",
        "parts/more.yaml": "roles: {sre: {}}\n",
        "parts/inc.txt": f".. {directive}\n",
        "index.rst": "X\n=\n\n.. toctree::\n\n   guide/page\n",
        "guide/page.rst": "P\n=\n\n.. include:: ../parts/inc.txt\n",
    }
    (warning,) = project(files).build().warnings
    assert warning.startswith("parts/inc.txt:")
    assert warning.endswith(
        "no file 'guide/more.yaml'; a path begins at the page that includes this, 'guide/page.rst'; "
        "did you mean '/parts/more.yaml'? [roles.missing-file]"
    )
