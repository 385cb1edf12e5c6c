"""Whatever is wrong is told once, at its place, and costs only itself."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Built, Maker
from pages import unmarked

CASES = yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text("utf-8"))
WRONG, TOLD, DATA, OPTIONS = (CASES[key] for key in ("wrong", "told", "data", "options"))
PAGE = """\
Page
====

.. role-cards::

.. responsibility-matrix:: Work
"""


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


@pytest.fixture(scope="module")
def with_wrong_options(shared_project: Maker) -> Any:
    """A handbook with a page for each wrong option, in both markups."""
    pages = {
        f"page{number}-{suffix}.{suffix}": written(directive, argument, options, "", suffix)
        for number, (directive, argument, options, *_) in enumerate(OPTIONS)
        for suffix in ("rst", "md")
    }
    index = "Pages\n=====\n\n.. toctree::\n   :glob:\n\n   page*\n"
    made = shared_project(
        {"index.rst": index, "roles.yaml": DATA, "data/raci.csv": "", **pages},
        extensions=["myst_parser", "sphinx_roles"], roles_catalog={"today": "roles.yaml"},
    )  # fmt: skip
    return made.build()


@pytest.mark.parametrize("suffix", ["rst", "md"])
@pytest.mark.parametrize("number", range(len(OPTIONS)), ids=[f"{one[0]} {one[2][:40]}" for one in OPTIONS])
def test_a_wrong_option_is_told_at_its_place(number: int, suffix: str, with_wrong_options: Any) -> None:
    directive, argument, options, word, code, message, drawn = OPTIONS[number]
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


LINES = [
    "\n§:class: wide", "\n\n§:clas: wide\n:name: n", ":class: wide,\n\n§sre", "§class: wide",
    "\n§class: wide\ncatalog: today",
]  # fmt: skip


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_an_option_in_the_body_is_told_there_and_the_view_is_drawn(suffix: str, project: Maker) -> None:
    files, expected = {"roles.yaml": DATA, "old.yaml": "roles: {sre: {name: Site Reliability Engineer}}"}, {}
    for number, (lines, (directive, argument)) in enumerate(product(LINES, VIEWS)):
        text, (at,) = page_of(directive, argument, lines, suffix)
        files[f"p{number}.{suffix}"] = text
        said = (
            "option 'class'" if "sre" in lines else "is an option" if ":clas" in lines else "expected ':class"
        )
        expected[f"p{number}"] = (f"{at.replace('index', f'p{number}')}: WARNING: {directive}: ", said)
    index = "Pages\n=====\n\n.. toctree::\n   :glob:\n\n   p*\n"
    built = project({"index.rst": index, **files}, extensions=["myst_parser", "sphinx_roles"]).build()
    assert len(built.warnings) == len(expected)
    for name, (start, said) in expected.items():
        (warning,) = (one for one in built.warnings if one.startswith(f"{name}."))
        assert warning.startswith(start)
        assert said in warning
        page = built.page(f"{name}.html").partition('role="main"')[2].partition("sphinxsidebar")[0]
        assert "Deployments" in page or "Engineer" in page


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


# Settings


def test_a_picture_that_is_a_link_to_itself(project: Maker) -> None:
    made = project(
        {"index.rst": "Title\n=====\n\n.. role-cards::\n", "roles.yaml": "roles: {x: {image: loop.png}}"}
    )
    (made.source / "loop.png").symlink_to("loop.png")
    (warning,) = made.build().warnings
    assert "no picture 'loop.png'" in warning


@pytest.mark.parametrize(
    ("run_in", "source", "before"), [("", "src", "src/"), ("src", ".", ""), ("out", "../src", "{source}/")]
)
def test_places_begin_where_the_build_runs(project: Maker, run_in: str, source: str, before: str) -> None:
    """Editors, CI and whoever clicks on them look from there; Sphinx prints whole paths (9.0.4)."""
    files = {
        "index.rst": "Home\n====\n\n.. role-card:: srx\n",
        "roles.yaml": "roles:\n  sre: {name: SRE, sumary: x}\n",
        "people.csv": "Name,Role,Salary\nKim,SRE,9\n",
    }
    sources = ["roles.yaml", {"path": "people.csv", "kind": "people"}]
    made = project(files, roles_catalog=sources, roles_scheme=None)
    (made.folder / "out").mkdir()
    command = [sys.executable, "-m", "sphinx", "-N", "-j", "2", source, f"{made.folder}/out"]
    done = subprocess.run(command, cwd=made.folder / run_in, capture_output=True, text=True, check=True)
    found = re.findall(r"^(\S+):\d+:\d+: .*\[roles\.\S+\]$", done.stdout + done.stderr, re.M)
    names = ("conf.py", "index.rst", "people.csv", "roles.yaml")
    assert sorted(found) == [before.format(source=made.source) + name for name in names]
