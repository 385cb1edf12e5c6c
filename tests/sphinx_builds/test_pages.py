"""A page for each role and skill with no file in the source folder: found, read and written as any other."""

from __future__ import annotations

import html
import json
import pickle
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from conftest import Maker
from pages import BUILDERS
from sphinx.project import Project as SphinxProject

ROLES = yaml.safe_load((Path(__file__).parent / "cases/pages.yaml").read_text("utf-8"))["files"]["roles.yaml"]
LINKS = "See {org:role}`sre`, {org:skill}`slo`, {doc}`roles/cto` and {doc}`the list <roles/index>`."
INDEX = {
    "rst": "Handbook\n========\n\n" + LINKS.replace("{", ":").replace("}", ":")
    + "\n\n.. toctree::\n\n   roles/index\n   skills/index\n",
    "md": f"# Handbook\n\n{LINKS}\n\n```{{toctree}}\nroles/index\nskills/index\n```\n",
}  # fmt: skip
CONF = {"roles_pages": "roles/{id}", "roles_skill_pages": "skills/{id}", "version": "1", "copyright": "us"}
MARKDOWN = {"extensions": ["myst_parser", "sphinx_roles"], "source_suffix": {".md": "markdown"}}
MADE = {"roles/cto", "roles/devops", "roles/index", "roles/sre", "skills/index", "skills/slo"}


@pytest.fixture
def handbook(project: Maker) -> Maker:
    def make(files: dict[str, str] | None = None, *, markup: str = "rst", **conf: Any) -> Any:
        own = MARKDOWN if markup == "md" else {}
        return project(
            {f"index.{markup}": INDEX[markup], "roles.yaml": ROLES, **(files or {})},
            **{**CONF, **own, **conf},
        )

    return make


def heading(page: str) -> str:
    """The words of the first heading, without its link."""
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found is not None
    return re.sub("<a .*?</a>|<[^>]*>", "", found[1])


@pytest.mark.parametrize("markup", INDEX)
def test_each_role_and_skill_has_a_page(handbook: Maker, markup: str) -> None:
    made = handbook(markup=markup)
    built = made.build(strict=True)
    assert set(built.read) == {"index", *MADE}
    page = built.page()
    for name in (
        "roles/sre.html#role-sre",
        "skills/slo.html#skill-slo",
        "roles/cto.html",
        "roles/index.html",
    ):
        assert f'href="{name}"' in page
    assert heading(built.page("roles/sre.html")) == "Site *Reliability* Engineer"
    listed = built.page("roles/index.html")
    assert 'id="role-index-by-delivery"' in listed
    assert 'href="sre.html#role-sre"' in listed
    assert '<li class="toctree-l2"><a class="reference internal" href="sre.html">' in listed
    assert "Site *Reliability* Engineer" in built.page("searchindex.js")
    # No file is left beside the author's.
    assert {path.name for path in made.source.iterdir()} == {"conf.py", f"index.{markup}", "roles.yaml"}
    assert (built.out / f"_sources/roles/sre.{markup}.txt").is_file()


@pytest.mark.parametrize(
    ("markup", "builder"), [("md", "html"), ("md", "latex"), *(("rst", one) for one in (*BUILDERS, "json"))]
)
def test_every_builder_has_them(handbook: Maker, builder: str, markup: str) -> None:
    built = handbook(markup=markup).build(builder, strict=True)
    if builder != "epub":
        # The trees that Sphinx keeps have the folders of the machine in them, and so has the XML of any page.
        files = {
            name: text
            for name, text in built.files().items()
            if "doctree" not in name and "pickle" not in name
        }
        text = b"".join(files.values()).decode(errors="replace")
        assert "Service level objectives" in text
        assert builder in ("xml", "pseudoxml") or str(built.out.parent.parent) not in text


def test_each_person_has_a_page(handbook: Maker) -> None:
    held = ROLES.replace(
        "{name: CTO}", "{name: CTO, holders: [Ana, {name: Bo Ek, handle: bo, email: b@example.com}]}"
    )
    held = held.replace("name: DevOps Engineer", "name: DevOps Engineer, past_holders: [安娜]")
    files = {"roles.yaml": held, "more.rst": ":orphan:\n\nMore\n====\n\n:org:person:`Ana`\n"}
    index = INDEX["rst"] + "   people/index\n"
    made = handbook({**files, "index.rst": index}, roles_people_pages="people/{id}")
    built = made.build(strict=True)
    people = {"people/ana": "Ana", "people/bo": "Bo Ek", "people/安娜": "安娜"}
    assert {one for one in built.read if one.startswith("people")} == {*people, "people/index"}
    assert {page: heading(built.page(f"{page}.html")) for page in people} == people
    assert 'href="people/ana.html#person-ana"' in built.page("more.html")
    assert "example.com" not in "".join(built.page(f"{page}.html") for page in people)
    made.write("roles.yaml", held.replace("Bo Ek", "Bo Eks"))
    read = set(made.build(strict=True).read)
    assert {"people/bo", "roles/cto"} <= read
    assert not read & {"people/安娜", "people/index", "roles/sre"}


@pytest.mark.parametrize("markup", ["rst", "md"])
def test_no_toctree_is_made_beside_an_external_one(
    markup: str, handbook: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """sphinx-external-toc, of which Jupyter Book is made, warns of each toctree on a page."""
    name = "sphinx_external_toc"
    monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setattr(sys.modules[name], "setup", lambda app: {}, raising=False)
    extensions = ["myst_parser", "sphinx_roles"] if markup == "md" else ["sphinx_roles"]
    built = handbook(markup=markup, extensions=[*extensions, name]).build()
    assert [built.page(f"{one}/index.html").count("toctree-wrapper") for one in ("roles", "skills")] == [0, 0]
    assert 'href="slo.html"' in built.page("skills/index.html").partition("<body")[2]


def test_messages_have_the_place_of_the_data(handbook: Maker) -> None:
    built = handbook().build("gettext", strict=True)
    found = re.findall(r"^#: (.*):\d+\nmsgid \"(.*)\"", built.page("roles.pot"), re.MULTILINE)
    assert {Path(place).name for place, _ in found} == {"roles.yaml"}
    # Once, with the sign that the title had to be written with a backslash for.
    assert [text for _, text in found].count("Site *Reliability* Engineer") == 1
    assert "Delivery" in [text for _, text in found]


def test_patterns_leave_pages_out(handbook: Maker) -> None:
    made = handbook(exclude_patterns=["roles/s*", "skills"])
    built = made.build()
    assert set(built.read) == {"index", "roles/cto", "roles/devops", "roles/index"}
    # In a folder of the sources, no source is found twice.
    made.folder = made.source
    assert set(made.build(fresh=True).read) == {"index", "roles/cto", "roles/devops", "roles/index"}


HOSTILE = [
    "1. Engineer", "- x -- y ...", "=====", "*", ":orphan: x", "`code` |a| a_ [1]_ <https://x.org>",
    "# Head", "a & b &amp; c", ".. raw:: html", "~~~{role-card} sre", "<script>alert(1)</script>", "管理者 の 仕事",
    "A B", "{{ x }} {role}`x`", "$x$ \\(y\\)", "+---+", "مهندس",
]  # fmt: skip


@pytest.mark.parametrize("markup", INDEX)
def test_a_title_is_nothing_but_a_text(handbook: Maker, markup: str) -> None:
    roles = {f"r{number}": {"name": name} for number, name in enumerate(HOSTILE)}
    data = {"roles": {"sre": {}, "cto": {}, **roles}, "skills": {"slo": {}}}
    built = handbook({"roles.json": json.dumps(data)}, markup=markup, roles_catalog="roles.json").build()
    assert [one for one in built.warnings if "ambiguous-role" not in one] == []
    found = {key: html.unescape(heading(built.page(f"roles/{key}.html"))) for key in roles}
    assert found == {key: role["name"] for key, role in roles.items()}


IDS = ["a, b", ":x: y", "c++", "C#", "管理者", "d/e", "x" * 300, "é" * 200]


@pytest.mark.parametrize("markup", INDEX)
def test_an_id_of_any_signs_has_a_page(handbook: Maker, markup: str) -> None:
    named = {kind: {one: {"name": f"{kind} {n}"} for n, one in enumerate(IDS)} for kind in ("role", "skill")}
    data = {"roles": {"sre": {}, "cto": {}, **named["role"]}, "skills": {"slo": {}, **named["skill"]}}
    made = handbook({"roles.json": json.dumps(data)}, markup=markup, roles_catalog="roles.json")
    built = made.build(strict=True)
    for kind in named:
        names = [one for one in built.files(".html") if one.startswith(f"{kind}s/") and "index" not in one]
        # Of a role without any facts, the title is all.
        titles = [heading(built.page(name)) for name in names]
        assert {title for title in titles if title[-1].isdigit()} == {f"{kind} {n}" for n in range(len(IDS))}
        assert len(titles) == len(IDS) + (2 if kind == "role" else 1)
    assert made.build().read == []


def test_a_tree_seems_to_be_of_a_file_among_the_sources(handbook: Maker) -> None:
    """sphinx-codeautolink 0.20.0 takes the docname from there, and ended with the first page that is made."""
    made = handbook()
    made.build(strict=True)
    for docname in MADE:
        tree = pickle.loads((made.folder / f"trees/{docname}.doctree").read_bytes())
        assert tree["source"] == str(made.source / f"{docname}.rst")


def test_what_is_kept_is_of_sphinx(handbook: Maker) -> None:
    made = handbook()
    made.build(strict=True)
    env = pickle.loads((made.folder / "trees/environment.pickle").read_bytes())
    assert type(env.project) is SphinxProject
    # What the store has lost is made again, and nothing is read.
    (made.folder / "trees/sphinx-roles/pages").unlink()
    assert made.build(strict=True).read == []
    (made.folder / "trees/sphinx-roles/_sources/roles/sre.roles-page").unlink()
    assert made.build(strict=True).read == ["roles/sre"]


@pytest.mark.parametrize("builder", ["html", "text"])
def test_a_page_says_whose_it_is_once(project: Maker, builder: str) -> None:
    data = """\
scales: {depth: [aware, expert]}
skills: {go: {name: Golang, scale: depth, family: Languages, levels: {aware: Reads it}}}
roles: {sre: {name: SRE, holders: [Ana Lima], skills: {go: aware}}}
"""
    page = "Book\n====\n\n.. toctree::\n\n   people/index\n   skills/index\n"
    settings = {"roles_people_pages": "people/{id}", "roles_skill_pages": "skills/{id}"}
    own = "Golang and more\n===============\n\n.. skill-cards:: go\n   :no-index:\n"
    files = {"index.rst": f"{page}   own\n", "own.rst": own, "roles.yaml": data}
    built = project(files, **settings).build(builder, strict=True)
    html = builder == "html"
    for name, docname, often in (
        ("Ana Lima", "people/ana-lima", 1),
        ("Golang", "skills/go", 1),
        ("Golang", "own", 2),
    ):
        shown = built.page(f"{docname}.{'html' if html else 'txt'}")
        if html:
            body = shown.partition('role="main"')[2].partition('class="sphinxsidebar"')[0]
            shown = re.sub(r"<[^>]*>", "", body)
        assert shown.count(name) == often
    assert "Languages" in shown


def test_a_hundred_pages_are_the_same_from_several_processes(project: Maker) -> None:
    roles = "".join(
        f"  r{one}: {{name: Role {one}, tagline: Does {one}, family: F{one % 7}}}\n" for one in range(100)
    )
    rows = "".join(
        f"  w{one}: {{name: Work {one}, assign: {{r{one}: A, r{one - 1}: R}}}}\n" for one in range(1, 100)
    )
    page = "Book\n====\n\n.. toctree::\n\n   roles/index\n"
    made = project(
        {"index.rst": page, "roles.yaml": f"roles:\n{roles}responsibilities:\n{rows}"},
        roles_pages="roles/{id}", html_last_updated_fmt=None, html_sidebars={"**": ["searchbox.html"]},
    )  # fmt: skip
    one, *others = (
        made.build("html", fresh=True, strict=True, parallel=jobs).files(".html", ".js", ".inv", ".css")
        for jobs in (1, 2, 4)
    )
    assert sum(name.startswith("roles/") for name in one) == 101
    assert [[name for name in one if one[name] != other.get(name)] for other in others] == [[], []]


@pytest.mark.parametrize(
    ("builder", "theme"),
    [
        ("html", "furo"),
        *(
            (builder, "alabaster")
            for builder in ("html", "dirhtml", "singlehtml", "latex", "text", "man", "texinfo")
        ),
    ],
)
def test_what_nothing_parses_is_the_same(handbook: Maker, builder: str, theme: str) -> None:
    """A page with a title and a view is made without a parser, and its sections are in the view.

    With something of the author's on every page, the parser of its markup reads it, and the contents of the
    handbook end with the pages all the same.
    """
    pytest.importorskip(theme)
    found = []
    for more in ({}, {"rst_prolog": ".. |product| replace:: Sphinx\n"}):
        built = handbook(html_theme=theme, **more).build(builder, strict=True)
        kept = {name: text.decode(errors="replace") for name, text in built.files().items()}
        found.append({
            name: re.sub(r"(?<=\n)\n+", "", text)
            for name, text in kept.items()
            if name.endswith((".html", ".tex", ".txt", ".texi", ".1")) and "genindex" not in name
        })  # fmt: skip
    plain, parsed = found
    assert plain.keys() == parsed.keys()
    for name, text in plain.items():
        assert text == parsed[name], name
    assert any("Works with" in text for text in plain.values())
