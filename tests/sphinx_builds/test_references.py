"""Links to roles and responsibilities: what they show, where they lead, and what is told of those that do not."""

from __future__ import annotations

import json
import operator
import re
from typing import Any

import pytest
from conftest import Build, Built, Maker
from sphinx.util.inventory import InventoryFile

DATA = """\
roles:
  sre: {name: Site Reliability Engineer, abbr: SRE, aliases: [Toolsmith], family: Operations}
  devops: {name: DevOps Engineer}
  hidden: {name: Hidden Role}
responsibilities:
  deploys: {name: Deployments, assign: {sre: A/R, devops: C}}
  Delivery:
    rows:
      alerts: {name: Alerts, matrix: delivery, assign: {sre: A, devops: R}}
      costs: {name: Costs, matrix: delivery, assign: {devops: A/R}}
  Running:
    rows:
      costs: {name: Costs, matrix: running, assign: {devops: A/R}}
matrices:
  delivery: {name: Delivery}
  running: {name: Running}
"""
SHOWN = """\
Roles
=====

.. role-cards:: sre, devops

.. responsibility-matrix:: All
"""
INDEX = "Handbook\n========\n\n.. toctree::\n\n   roles\n   page\n"


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


def both(name: str, target: str) -> list[Any]:
    return [pytest.param(f":org:{name}:`{target}`", "rst"), pytest.param(f"{{org:{name}}}`{target}`", "md")]


# What they show, and where they lead


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_role_by_any_of_its_names(suffix: str, linked: Build) -> None:
    names = ["sre", "SRE", "Site Reliability Engineer", "site-reliability engineer", "Toolsmith"]
    role = ":org:role:" if suffix == "rst" else "{org:role}"
    built = linked(" ".join(f"{role}`{name}`" for name in names), suffix)
    assert built.warnings == []
    assert links(sentence(built.page("page.html"))) == [
        ("roles.html#role-sre", "Site Reliability Engineer")
    ] * len(names)


def test_a_responsibility_by_its_names(linked: Build) -> None:
    names = ["deploys", "Deployments", "delivery/alerts", "Alerts"]
    built = linked(" ".join(f":org:responsibility:`{name}`" for name in names))
    assert built.warnings == []
    deploys = ("roles.html#responsibility-deploys", "Deployments")
    alerts = ("roles.html#responsibility-alerts", "Alerts")
    assert links(sentence(built.page("page.html"))) == [deploys, deploys, alerts, alerts]


@pytest.mark.parametrize(("text", "suffix"), both("role", "those who keep it up <sre>"))
def test_an_explicit_title(text: str, suffix: str, linked: Build) -> None:
    assert links(sentence(linked(text, suffix).page("page.html"))) == [
        ("roles.html#role-sre", "those who keep it up")
    ]


@pytest.mark.parametrize(("text", "suffix"), both("role", "!nobody at all"))
def test_an_exclamation_mark_makes_no_link(text: str, suffix: str, linked: Build) -> None:
    built = linked(text, suffix)
    assert built.warnings == []
    assert links(sentence(built.page("page.html"))) == []
    assert ">nobody at all<" in sentence(built.page("page.html"))


def test_any_finds_roles_and_responsibilities(linked: Build) -> None:
    built = linked(":any:`sre` :any:`Site Reliability Engineer` :any:`deploys`")
    assert built.warnings == []
    sre = ("roles.html#role-sre", "Site Reliability Engineer")
    assert links(sentence(built.page("page.html"))) == [
        sre,
        sre,
        ("roles.html#responsibility-deploys", "Deployments"),
    ]


def test_links_of_the_data_keep_all_their_words(linked: Build) -> None:
    data = DATA.replace(
        "abbr: SRE,",
        'abbr: SRE, summary: "Ask [Site **Reliability** Engineer](page.rst), {org:role}`DevOps <devops>`",',
    )
    built = linked("x", files={"roles.yaml": data})
    assert built.warnings == []
    found = links(built.page("roles.html"))
    assert ("page.html", "Site Reliability Engineer") in found
    assert ("#role-devops", "DevOps") in found


# What is told of those that lead nowhere


MISSING = [
    ("role", "sree", "no role 'sree'; did you mean 'sre'?"),
    ("role", "x <100% wrong>", "no role '100% wrong'"),
    ("role", "hidden", "role 'hidden' is in the data, but no page shows it"),
    ("responsibility", "deploy", "no responsibility 'deploy'; did you mean 'deploys'?"),
    ("responsibility", "costs", "several responsibilities are called 'costs'; expected one of delivery/costs, running/costs"),
]  # fmt: skip


@pytest.mark.parametrize("nitpicky", [False, True])
def test_a_missing_target_is_told_once(nitpicky: bool, linked: Build) -> None:
    text = "\n\n".join(f"See\nthe :org:{name}:`{target}`." for name, target, _ in MISSING)
    built = linked(text, nitpicky=nitpicky)
    assert len(built.warnings) == len(MISSING)
    for number, (warning, (_, _, reported)) in enumerate(zip(built.warnings, MISSING, strict=True)):
        assert warning.startswith(f"page.rst:{3 * number + 5}:")
        assert f": WARNING: {reported}" in warning
        assert warning.endswith("[roles.ref]")


@pytest.mark.parametrize(
    ("name", "location"), [("page.rst", "page.rst:5:16"), ("roles.yaml", "roles.yaml:2:74")]
)
def test_a_missing_target_is_told_at_its_line_and_column(name: str, location: str, linked: Build) -> None:
    files = {"page.rst": title("See\nthe :org:role:`sree`.")}
    if name == "roles.yaml":
        data = DATA.replace("abbr: SRE,", 'abbr: SRE, summary: "{org:role}`devop`",')
        files = {"page.rst": title("x"), "roles.yaml": data}
    (warning,) = linked("", files=files).warnings
    assert warning.startswith(f"{location}: WARNING: ")


def test_a_missing_target_in_markdown(linked: Build) -> None:
    built = linked("Text.\n\nSee {org:role}`sree`.", "md")
    (warning,) = built.warnings
    assert warning == "page.md:5:16: WARNING: no role 'sree'; did you mean 'sre'? [roles.ref]"


@pytest.mark.parametrize(("suffix", "column"), [("rst", 19), ("md", 19)])
def test_the_name_is_found_behind_its_role(suffix: str, column: int, linked: Build) -> None:
    role = ":org:role:" if suffix == "rst" else "{org:role}"
    (warning,) = linked(f"A role, {role}`role`.", suffix).warnings
    assert warning.startswith(
        f"page.{suffix}:{4 if suffix == 'rst' else 3}:{column + 1}: WARNING: no role 'role'"
    )


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


def test_a_missing_target_in_the_data_is_told_at_the_data(linked: Build) -> None:
    data = DATA.replace("abbr: SRE,", 'abbr: SRE, summary: "See {org:role}`devop`.",')
    built = linked("x", files={"roles.yaml": data})
    (warning,) = built.warnings
    assert warning == "roles.yaml:2:78: WARNING: no role 'devop'; did you mean 'devops'? [roles.ref]"


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
{org:role}`nobody`, {org:responsibility}`nothing`, {org:who}`nothing`, {org:who}`Q:deploys`, {org:role}`sree`.
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
        "index.md roles.ref]", "index.md roles.ref]", "index.md roles.ref]", "index.md roles.ref]",
        "index.md roles.unknown-letter]", "links.md roles.ref]",
    ]  # fmt: skip
    assert sorted(mended) == sorted(made.build(fresh=True).warnings)


def test_nobody_holds_a_letter_is_not_said_where_letters_could_not_be_read(project: Maker) -> None:
    data = "roles: {sre: {}}\nresponsibilities: {deploys: {assign: {sre: Q}}}\n"
    made = project({"index.rst": "Page\n====\n\nAsk :org:who:`deploys`.\n", "roles.yaml": data})
    (warning,) = made.build().warnings
    assert warning.endswith("[roles.unknown-letter]")
    made.write("roles.yaml", data.replace("Q", "C"))
    (warning,) = made.build().warnings
    assert warning.endswith("[roles.nobody]")


@pytest.mark.parametrize("parallel", [1, 4])
def test_a_missing_target_is_told_once_however_it_is_built(parallel: int, project: Maker) -> None:
    pages = {f"p{number}.rst": title(":org:role:`sree`") for number in range(8)}
    index = title(".. toctree::\n   :glob:\n\n   p*")
    built = project({"index.rst": index, "roles.yaml": DATA, **pages}).build(parallel=parallel)
    reported = "no role 'sree'; did you mean 'sre'? [roles.ref]"
    assert sorted(built.warnings) == [f"p{number}.rst:4:12: WARNING: {reported}" for number in range(8)]


# Which of several places


CARD = ".. role-card:: sre\n"
MATRIX = ".. responsibility-matrix::\n"


def handbook(project: Maker, order: list[str], **pages: str) -> Any:
    index = title(".. toctree::\n\n" + "".join(f"   {name}\n" for name in order))
    files = {f"{name}.rst": title(text) for name, text in pages.items()}
    return project({"index.rst": index, "roles.yaml": DATA, **files})


@pytest.mark.parametrize("order", [["aa", "zz"], ["zz", "aa"]])
def test_the_first_card_in_the_toctree_wins(order: list[str], project: Maker) -> None:
    made = handbook(project, [*order, "page"], aa=CARD, zz=CARD, page=":org:role:`sre`")
    assert links(sentence(made.build(strict=True).page("page.html")))[0][0] == f"{order[0]}.html#role-sre"


def test_the_toctree_is_followed_in_depth(project: Maker) -> None:
    made = handbook(
        project, ["one", "aa"], one=".. toctree::\n\n   zz\n", zz=CARD, aa=CARD + "\n:org:role:`sre`\n"
    )
    assert "zz.html#role-sre" in made.build(strict=True).page("aa.html")


def test_a_card_without_index_is_no_target(project: Maker) -> None:
    made = handbook(
        project, ["aa", "zz", "page"], aa=CARD + "   :no-index:\n", zz=CARD, page=":org:role:`sre`"
    )
    built = made.build(strict=True)
    assert links(sentence(built.page("page.html")))[0][0] == "zz.html#role-sre"
    assert 'id="role-sre"' not in built.page("aa.html")


@pytest.mark.parametrize(
    ("first", "second", "winner"),
    [
        (MATRIX, MATRIX, "aa"),
        (MATRIX + "   :rows: deploys\n", MATRIX, "zz"),  # a selection comes after a whole matrix
        (MATRIX, MATRIX + "   :target:\n", "zz"),
        (MATRIX + "   :no-index:\n", MATRIX + "   :rows: deploys\n", "zz"),
    ],
)
def test_which_matrix_a_responsibility_leads_to(first: str, second: str, winner: str, project: Maker) -> None:
    made = handbook(project, ["aa", "zz", "page"], aa=first, zz=second, page=":org:responsibility:`deploys`")
    href = links(sentence(made.build(strict=True).page("page.html")))[0][0]
    assert href == f"{winner}.html#responsibility-deploys"


def test_islands_and_other_catalogs_are_no_targets(project: Maker) -> None:
    body = ".. role-card::\n\n   id: sre\n   name: Someone else\n\n.. role-cards::\n   :catalog: old\n\n"
    body += ".. responsibility-matrix::\n\n   Task,SRE\n   deploys,A/R\n"
    files = {
        "index.rst": title(body + "\n:org:role:`sre`\n:org:role:`gone`\n"),
        "roles.yaml": DATA,
        "old.yaml": "roles: {sre: {name: Operator}, gone: }\n",
    }
    built = project(files, roles_catalog={"now": "roles.yaml", "old": "old.yaml"}).build()
    assert [line.partition("WARNING: ")[2] for line in built.warnings] == [
        "role 'sre' is in the data, but no page shows it (with role-card, for instance) [roles.ref]",
        "no role 'gone' in the first catalog, to which links lead; 'old' has one [roles.ref]",
    ]


def test_the_same_role_twice_on_a_page(project: Maker) -> None:
    page = project({"index.rst": title(CARD + "\n" + CARD), "roles.yaml": DATA}).build(strict=True).page()
    assert page.count('id="role-sre"') == 1
    assert page.count('id="role-sre-2"') == 1
    assert page.count('href="#role-sre"') >= 1  # the second card leads to the first


@pytest.mark.parametrize("view", [CARD, MATRIX])
def test_a_view_with_a_name_is_a_target_of_the_author(view: str, project: Maker) -> None:
    files = {
        "index.rst": title(".. toctree::\n\n   page\n\n:ref:`there <mine>`"),
        "page.rst": title("Text\n\n" + view + "   :name: mine\n"),
        "roles.yaml": DATA,
    }
    built = project(files).build(strict=True)
    ((href, _),) = [link for link in links(built.page()) if link[1] == "there"]
    assert href == "page.html#mine"
    assert 'id="mine"' in built.page("page.html")


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_reference_in_a_title_is_a_name_wherever_the_title_is_shown(suffix: str, project: Maker) -> None:
    title = {
        "md": "All about {org:role}`sre`, {org:role}`Ops <devops>` and {org:responsibility}`deploys`",
        "rst": "All about :org:role:`sre`, :org:role:`Ops <devops>` and :org:responsibility:`deploys`",
    }[suffix]
    head = f"# {title}\n" if suffix == "md" else f"{title}\n{'=' * 100}\n"
    index = "Index\n=====\n\n.. toctree::\n\n   page\n   roles\n"
    files = {"index.rst": index, f"page.{suffix}": head, "roles.rst": SHOWN, "roles.yaml": DATA}
    made = project(files, extensions=["myst_parser", "sphinx_roles"])
    built = made.build(strict=True)
    shown = "All about Site Reliability Engineer, Ops and Deployments"
    assert f"<title>{shown}" in built.page("page.html")
    assert shown in built.page("roles.html")
    assert shown in built.page("searchindex.js")
    assert made.build(strict=True).read == []
    made.write("roles.yaml", DATA.replace("Site Reliability", "Reliability"))
    built = made.build(strict=True)
    assert "page" in built.read
    assert "All about Reliability Engineer" in built.page("roles.html")
    assert "All about Reliability Engineer" in built.page("index.html")
    made.write(
        "roles.yaml",
        DATA.replace("Site Reliability", "Reliability").replace("family: Operations", "family: Ops"),
    )
    assert "page" not in made.build(strict=True).read


@pytest.mark.parametrize(
    ("builder", "conf", "there"),
    [
        ("html", {"html_domain_indices": False}, False),
        ("html", {"html_domain_indices": ["py-modindex"]}, False),
        ("html", {"html_domain_indices": ["org-roles"]}, True),
        ("html", {}, True),
        ("latex", {"latex_domain_indices": False}, False),
    ],
)
def test_a_link_to_an_index_that_is_not_made_is_told(
    builder: str, conf: dict[str, Any], there: bool, project: Maker
) -> None:
    made = project(
        {"index.rst": "Index\n=====\n\n.. role-cards::\n\n:ref:`org-roles`\n", "roles.yaml": DATA}, **conf
    )
    for _ in range(2):
        built = made.build(builder)
        assert [one.rpartition("[")[2] for one in built.warnings] == ([] if there else ["ref.ref]"])
        made.write("index.rst", "Index\n=====\n\n:ref:`org-roles`\n\n.. role-cards::\n")
    if builder == "html":
        assert (built.out / "org-roles.html").is_file() == there


@pytest.mark.parametrize("parallel", [1, 4])
@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_markdown_links_to_an_anchor_of_a_view(suffix: str, parallel: int, project: Maker) -> None:
    other = {"rst": "Roles\n=====\n\n.. role-cards::\n", "md": "# Roles\n\n## Two\n\n```{role-cards}\n```\n"}[
        suffix
    ]
    links = (
        f"[text](roles.{suffix}#role-sre) [](roles.{suffix}#role-sre) [more](#role-devops) [](#role-devops)"
    )
    here = f"# Page\n\n{links}\n\n```{{role-card}} devops\n```\n\n```{{toctree}}\nroles\n```\n"
    files = {"index.md": here, f"roles.{suffix}": other, "roles.yaml": DATA}
    made = project(files, extensions=["myst_parser", "sphinx_roles"], myst_heading_anchors=3)
    page = made.build(strict=True, parallel=parallel).page()
    found = re.findall(r'<a class="reference internal" href="([^"]*#role-[^"]*)"[^>]*>(.*?)</a>', page)
    texts = [(where, re.sub("<[^>]*>", "", text)) for where, text in found]
    assert texts[:2] == [
        ("roles.html#role-sre", "text"),
        ("roles.html#role-sre", "Site Reliability Engineer"),
    ]
    assert texts[2] == ("#role-devops", "more")


@pytest.mark.parametrize("name", ["role", "responsibility"])
def test_a_single_page_links_within_itself(name: str, project: Maker) -> None:
    page = title(f":org:{name}:`{'sre' if name == 'role' else 'deploys'}`")
    built = project({"index.rst": INDEX, "roles.rst": SHOWN, "roles.yaml": DATA, "page.rst": page}).build(
        "singlehtml"
    )
    html = built.page()
    (href,) = {href for href, words in links(html) if words in ("Site Reliability Engineer", "Deployments")
               and href.endswith((f"{name}-sre", f"{name}-deploys"))}  # fmt: skip
    assert href in ("#role-sre", "#responsibility-deploys")
    assert f'id="{href[1:]}"' in html


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


def test_the_index_of_roles(linked: Build) -> None:
    built = linked(":ref:`org-roles`", files={"roles.rst": SHOWN.replace("sre, devops", "devops, sre")})
    assert built.warnings == []
    html = built.page("org-roles.html")
    entries = re.findall(r'<a href="(roles.html#role-[^"]*)"><code[^>]*>(.*?)</code></a>', html)
    assert entries == [
        ("roles.html#role-devops", "DevOps Engineer"),
        ("roles.html#role-sre", "Site Reliability Engineer"),
    ]
    assert "Operations" in html
    assert links(sentence(built.page("page.html")))[0][0] == "org-roles.html"


def test_levels_are_under_their_role_in_the_index(project: Maker) -> None:
    data = "roles:\n  z: {name: Zoe, levels: {b: Senior, a: Junior}}\n  y: {name: Ann, levels: {c: Senior}}\n"
    text = "Index\n=====\n\n.. role-profile:: z\n\n.. role-ladder:: y\n"
    html = project({"index.rst": text, "roles.yaml": data}).build(strict=True).page("org-roles.html")
    rows = re.findall(r'id="cap-(\w)"|(&#160;&#160;&#160;)?\s*<a [^>]*><code[^>]*>(.*?)</code>', html)
    assert [(letter or name, bool(under)) for letter, under, name in rows] == [
        ("S", False), ("Senior (Ann)", False), ("Z", False), ("Zoe", False), ("Junior (Zoe)", True), ("Senior (Zoe)", True)
    ]  # fmt: skip


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
