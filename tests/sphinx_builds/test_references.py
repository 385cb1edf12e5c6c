"""Links to roles and responsibilities: what they show, where they lead, and what is told of those that do not."""

from __future__ import annotations

import json
import operator
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Build, Built, Maker
from sphinx.util.inventory import InventoryFile

FILES = yaml.safe_load((Path(__file__).parent / "cases/references.yaml").read_text("utf-8"))["files"]
DATA, SHOWN, INDEX = (FILES[name] for name in ("roles.yaml", "roles.rst", "index.rst"))


def title(text: str) -> str:
    return f"Page\n====\n\n{text}\n"


@pytest.fixture
def linked(project: Maker) -> Build:
    """Build a handbook with a page that holds ``text``."""

    def build(text: str, suffix: str = "rst", files: dict[str, str] | None = None, **conf: Any) -> Built:
        page = {"page.md": f"# Page\n\n{text}\n"} if suffix == "md" else {"page.rst": title(text)}
        extensions = ["myst_parser", "sphinx_roles"] if suffix == "md" else ["sphinx_roles"]
        made = project(
            {"index.rst": INDEX, "roles.rst": SHOWN, "roles.yaml": DATA, **page, **(files or {})},
            **{"extensions": extensions, **conf},
        )
        return made.build()

    return build


def sentence(html: str) -> str:
    """The first paragraph of a page."""
    found = re.search(r"</h1>\s*<p>(.*?)</p>", html, re.DOTALL)
    return found[1] if found else ""


def links(html: str) -> list[tuple[str, str]]:
    """Every link with its words."""
    found = re.findall(r'<a class="reference [^"]*" href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return [(href, re.sub(r"<[^>]*>", "", words)) for href, words in found]


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_target_of_hardly_a_name_is_told_at_its_place(suffix: str, linked: Build) -> None:
    text, reported = "", []
    for kind, thing in (("role", "role"), ("responsibility", "responsibility"), ("who", "responsibility")):
        sign = f"{{org:{kind}}}`" if suffix == "md" else f":org:{kind}:`"
        for written, target in (("x <>", ""), ("x <~>", "~"), ("~", "~"), ("!", "!"), ("/", "/"), (":", ":")):
            name = written if kind == "who" else target
            line = text.count("\n") + (4 if suffix == "rst" else 3)
            column = len(sign) + written.rindex(name or ">") + 1
            reported.append(f"page.{suffix}:{line}:{column}: WARNING: no {thing} {name!r} [roles.ref]")
            text += f"{sign}{written}`\n\n"
    built = linked(text, suffix)
    assert sorted(built.warnings) == sorted(reported)


# What they show, and where they lead


# What is told of those that lead nowhere


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[x](pgae.rst)", "no document 'pgae'; did you mean 'page'?"),
        ("[x](nowhere.md#a)", "no document 'nowhere'"),
        ("[x](page.rst#a)", "the document 'page' has no anchor 'a'"),
        ("[x](#nope)", "no target 'nope'"),
        ("{term}`nope`", "no term 'nope'"),
        ("{ref}`x <nope>`", "no label 'nope'"),
        ("{ref}`gnindex`", "no label 'gnindex'; did you mean 'genindex'?"),
        ("{org:role}`devop`", "no role 'devop'; did you mean 'devops'?"),
    ],
)
def test_what_the_data_links_to_in_vain_is_told_at_each_place(text: str, said: str, linked: Build) -> None:
    target = re.search(r"(?<=[(<`])[^`()<>]+(?=[)>`]+\Z)", text)
    assert target is not None
    fields = f"tagline: 'See {text} there.'\n    summary: |\n      Once {text}, twice {text}.\n\n      - And {text}.\n"
    data = DATA.replace(" {name: DevOps Engineer}", f"\n    name: DevOps Engineer\n    {fields}")
    assert sorted(linked("Words.", files={"roles.yaml": data}).warnings) == [
        f"roles.yaml:{number}:{found.start() + 1 + target.start()}: WARNING: {said} [roles.ref]"
        for number, line in enumerate(data.split("\n"), 1)
        for found in re.finditer(re.escape(text), line)
    ]


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_each_of_several_wrong_links_in_a_paragraph_is_told_at_its_place(suffix: str, linked: Build) -> None:
    signs = [f"{{org:{kind}}}`" if suffix == "md" else f":org:{kind}:`" for kind in ("role", "who")]
    # The last one only begins with the others' name, which is somewhere else in the text, too.
    names = ("devv", "devv", "a <devv>", "devv", "devvv")
    lines = [(f"x devv {sign}", name) for name in names for sign in signs]
    built = linked("\n".join(f"{sign}{name}`" for sign, name in lines), suffix)
    first = 4 if suffix == "rst" else 3
    expected = [
        f"page.{suffix}:{first + number}:{len(sign) + (1 if 'who' in sign else name.index('d') + 1)}"
        for number, (sign, name) in enumerate(lines)
    ]
    assert [one.partition(": ")[0] for one in sorted(built.warnings)] == sorted(expected)


UNREAD = """\
{org:role}`nobody`, {org:responsibility}`nothing`, {org:who}`nothing`, {org:who}`Q:deploys`, {org:role}`sree`,
{org:role}`sre-engineer`.
"""


def test_a_page_is_quiet_about_what_may_stand_in_an_unread_file_and_warns_once_it_is_read(
    project: Maker,
) -> None:
    files: dict[str, Any] = {
        "index.md": f"# Page\n\n{UNREAD}\n```{{role-cards}}\n```\n", "links.md": "# Links\n\n{org:role}`nobody`\n",
        "roles.yaml": DATA, "more.yaml": b"# \xff\nroles: {more: {}}\n",
    }  # fmt: skip
    conf = {"extensions": ["myst_parser", "sphinx_roles"], "roles_catalog": ["roles.yaml", "more.yaml"]}
    made = project({**files, "index.md": files["index.md"] + "\n```{toctree}\nlinks\n```\n"}, **conf)
    codes = [one.rpartition("roles.")[2] for one in made.build().warnings]
    assert codes == ["encoding]", "ref]"]
    assert [one.rpartition("roles.")[2] for one in made.build().warnings] == ["encoding]"]
    made.write("more.yaml", "roles: {more: {}}\n")
    mended = made.build().warnings
    assert sorted(re.sub(r":.*(?=roles)", " ", one) for one in mended) == [
        *["index.md roles.ref]"] * 5,
        "index.md roles.unknown-letter]", "links.md roles.ref]",
    ]  # fmt: skip
    assert sorted(mended) == sorted(made.build(fresh=True).warnings)


@pytest.mark.parametrize("parallel", [1, 4])
def test_a_missing_target_is_told_once_however_it_is_built(parallel: int, project: Maker) -> None:
    pages = {f"p{number}.rst": title(":org:role:`sree`") for number in range(8)}
    index = title(".. toctree::\n   :glob:\n\n   p*")
    built = project({"index.rst": index, "roles.yaml": DATA, **pages}).build(parallel=parallel)
    reported = "no role 'sree'; did you mean 'sre'? [roles.ref]"
    assert sorted(built.warnings) == [f"p{number}.rst:4:12: WARNING: {reported}" for number in range(8)]


# Which of several places


MATRIX = ".. responsibility-matrix::\n"


# Inventory, index and search


def test_the_inventory_names_what_can_be_linked_to(project: Maker) -> None:
    built = project({"index.rst": SHOWN, "roles.yaml": DATA}).build(strict=True)
    with (built.out / "objects.inv").open("rb") as file:
        inventory = dict(InventoryFile.load(file, "", operator.add))
    found = {
        kind: {name: (item[2], item[3]) for name, item in inventory.get(kind, {}).items()}
        for kind in ("org:role", "org:responsibility")
    }
    assert found["org:role"] == {
        "sre": ("index.html#role-sre", "Site Reliability Engineer"),
        "devops": ("index.html#role-devops", "DevOps Engineer"),
    }
    assert found["org:responsibility"]["deploys"] == ("index.html#responsibility-deploys", "Deployments")
    assert set(found["org:responsibility"]) == {"deploys", "alerts", "delivery/costs", "running/costs"}


def test_another_project_links_in_by_intersphinx(project: Maker) -> None:
    theirs = project({"index.rst": SHOWN, "roles.yaml": DATA}).build(strict=True)
    data = """\
    roles: {sre: {name: Site Reliability Engineer}, writer: {name: Writer}}
    responsibilities: {pages: {name: Pages, assign: {writer: A/R, sre: C}}}
    """
    text = "See :org:role:`sre`, :external:org:role:`devops` and :org:responsibility:`deploys`.\n\n" + MATRIX
    made = project(
        {"index.rst": title(text), "roles.yaml": data},
        extensions=["sphinx.ext.intersphinx", "sphinx_roles"],
        intersphinx_mapping={"handbook": ("https://example.com/", str(theirs.out / "objects.inv"))},
        intersphinx_disabled_reftypes=[],
    )
    built = made.build(strict=True)
    found = {shown: href for href, shown in links(built.page())}
    assert found["DevOps Engineer"] == "https://example.com/index.html#role-devops"
    assert found["Deployments"] == "https://example.com/index.html#responsibility-deploys"
    # In the sentence, and at the head of the column.
    assert built.page().count('href="https://example.com/index.html#role-sre"') == 2
    tex = made.build("latex", fresh=True).page("projectnamenotset.tex")
    # A table that can go over pages has its head twice in LaTeX.
    assert tex.count(r"{https://example.com/index.html\#role-sre}") == 3


def test_the_search_finds_names_and_texts_of_views(project: Maker) -> None:
    data = """\
    roles: {sre: {name: Lighthousekeeper, summary: Keeps the *zeppelin* aloft, holders: [Wilhelmina]}}
    responsibilities: {x: {name: Quuxification, summary: fizzbuzzing, assign: {sre: A/R}}}
    """
    built = project({"index.rst": SHOWN.replace("sre, devops", ""), "roles.yaml": data}).build(strict=True)
    text = built.page("searchindex.js")
    index = json.loads(text[text.index("(") + 1 : text.rindex(")")])
    for stem in ("lighthousekeep", "zeppelin", "wilhelmina", "quuxif", "fizzbuzz"):
        assert stem in index["terms"], stem
    assert {entry[-1] for group in index["objects"].values() for entry in group} >= {
        "Lighthousekeeper",
        "Quuxification",
    }


def test_no_link_leads_to_what_the_output_leaves_out(project: Maker) -> None:
    """One environment serves outputs that have other parts of its pages."""
    ask = "Ask :org:role:`sre` or :org:role:`devops`."
    page = title(f"{ask}\n\n.. role-card:: devops\n\n.. responsibility-matrix::")
    roles = "Roles\n=====\n\n.. only:: latex\n\n   .. role-cards:: sre, devops\n"
    made = project({"index.rst": INDEX, "roles.rst": roles, "page.rst": page, "roles.yaml": DATA})
    html = made.build(strict=True)
    first = sentence(html.page("page.html"))
    assert links(first) == [("#role-devops", "DevOps Engineer")]
    assert "Site Reliability Engineer" in first
    assert "role-sre" not in html.page("page.html") + html.page("org-roles.html")
    with (html.out / "objects.inv").open("rb") as file:
        assert list(dict(InventoryFile.load(file, "", operator.add))["org:role"]) == ["devops"]
    (tex,) = made.build("latex", strict=True).files(".tex").values()
    for role in (b"sre", b"devops"):
        assert rb"{\hyperref[\detokenize{roles:role-%b}]{\sphinxcrossref" % role in tex.split(b"Ask")[1][:400]
    # What is then shown on no page of a website is linked nowhere there.
    made.write("roles.rst", roles.replace("only:: latex", "only:: html"))
    assert links(sentence(made.build(strict=True).page("page.html")))[0][0] == "roles.html#role-sre"
    made.write("roles.rst", roles)
    assert links(sentence(made.build(strict=True).page("page.html"))) == links(first)
