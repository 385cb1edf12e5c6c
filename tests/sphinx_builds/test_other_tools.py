"""What builds pages after or beside Sphinx's own builders gets whole views and links that lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from conftest import Maker
from markdown_it import MarkdownIt
from sphinx.testing import restructuredtext
from sphinx.testing.util import SphinxTestApp

DATA = """\
roles:
  sre: {name: Site Reliability Engineer, tagline: Keeps *it* up, reports_to: dev}
  dev: {name: Developer}
responsibilities: {deploy: {name: Deployments, assign: {sre: A/R, dev: C (by night)}}}
"""
ASK = "Ask {org:role}`sre` about {org:responsibility}`deploy`, and see {ref}`the table <who>`.\n"
PAGES = {
    "index.md": f"# Handbook\n\n{ASK}\n```{{toctree}}\nroles\nwork\nmore\n```\n",
    "roles.md": "# All roles\n\n```{role-cards}\n```\n",
    "work.md": f"# All work\n\n```{{responsibility-matrix}} Who does what\n:name: who\n```\n\n{ASK}",
    "more.md": (
        "# More views\n\n```{role-card} dev\n```\n\n```{role-comparison} sre, dev\n```\n\n"
        "```{role-overlap} sre, dev\n```\n\n```{responsibility-audit}\n```\n\n"
        "```{responsibility-changes} old.yaml\n```\n\n```{responsibility-matrix}\n:layout: letters\n:split: 1\n```\n"
    ),
    "old.yaml": DATA.replace("Developer", "Programmer"),
    "roles.yaml": DATA,
}
WORDS = (
    "Programmer",
    "by night",
    "Site Reliability Engineer",
    "Keeps",
    "Developer",
    "Deployments",
    "Who does what",
)


def handbook(project: Maker, *extensions: str, **conf: Any) -> Any:
    return project(PAGES, extensions=["myst_parser", *extensions, "sphinx_roles"], **conf)


def one_page(project: Maker, *extensions: str, setup: str = "") -> Any:
    made = handbook(project, *extensions)
    conf = made.source / "conf.py"
    conf.write_text(conf.read_text("utf-8") + setup, "utf-8")
    return made


def ids_of(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


OF_OUR_OWN = """
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
class OnePage(SingleFileHTMLBuilder):
    name = "onepage"
# A builder is registered by an extension; what setup() of a conf.py adds comes too late.
import sys, types
tool = sys.modules["onepage_tool"] = types.ModuleType("onepage_tool")
tool.setup = lambda app: app.add_builder(OnePage)
extensions += ["onepage_tool"]
del tool
"""


@pytest.mark.parametrize(("builder", "setup"), [("singlehtml", ""), ("onepage", OF_OUR_OWN)])
def test_a_single_page_under_any_name_has_our_stylesheet_and_whole_links(
    builder: str, setup: str, project: Maker
) -> None:
    check_single_page(one_page(project, setup=setup).build(builder, strict=True).page())


def check_single_page(html: str) -> None:
    assert "sphinx-roles.css" in html
    ids = ids_of(html)
    ours = [ident for ident in ids if re.match(r"(work:|roles:)?(role-|responsibility-|ro-)", ident)]
    assert len(ours) == len(set(ours)) >= 3
    for anchor in ("role-sre", "responsibility-deploy"):
        links = re.findall(rf'<a class="reference internal" href="([^"]*{anchor})"', html)
        assert set(links) == {f"#{anchor}"}
        assert anchor in ids


def test_a_single_page_links_to_no_page_that_it_has_not(project: Maker) -> None:
    """A page in no toctree is not in it; the card of a role that is leads further than its page elsewhere."""
    made = project(
        {
            "index.md": f"# Handbook\n\n{ASK.partition(', and')[0]}\n\n```{{role-index}}\n```\n\n```{{role-card}} dev\n```\n",
            "roles.yaml": DATA,
        },
        extensions=["myst_parser", "sphinx_roles"],
        roles_pages="role-{id}",
    )
    page = made.build("singlehtml").page()
    links = {link for link in re.findall('href="#([^"]+)"', page) if link.startswith(("document-", "role-"))}
    assert links - {*ids_of(page)} == set()
    assert "role-dev" in links
    assert "Site Reliability Engineer" in page
    assert 'href="role-sre.html#role-sre"' in made.build("html").page()


def test_simplepdf_gets_a_whole_page(project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        pytest.importorskip("sphinx_simplepdf.builders.simplepdf")
    except OSError as missing:
        pytest.skip(f"WeasyPrint lacks a library of the system: {missing}")
    # The page is what counts here; WeasyPrint may lack its libraries.
    monkeypatch.setattr("subprocess.check_output", lambda *given, **more: "", raising=False)
    made = one_page(project, "sphinx_simplepdf", setup="\nsimplepdf_weasyprint_flags = ['--help']\n")
    check_single_page(made.build("simplepdf").page())


def anchors(text: str) -> set[str]:
    return set(re.findall(r'<a id="([^"]+)">', text))


def test_markdown_has_the_views_and_an_anchor_for_each_link(project: Maker) -> None:
    pytest.importorskip("sphinx_markdown_builder")
    built = handbook(project, "sphinx_markdown_builder").build("markdown", strict=True)
    pages = {path.name: path.read_text("utf-8") for path in built.out.glob("*.md")}
    assert all(word in "".join(pages.values()) for word in WORDS)
    links = [
        (target or name, anchor)
        for name, text in pages.items()
        for target, anchor in re.findall(r"\]\(([\w.-]*)#([\w-]+)\)", text)
    ]
    ours = [link for link in links if link[1].startswith(("role-", "responsibility-", "who"))]
    assert {anchor for _, anchor in ours} == {"role-sre", "role-dev", "responsibility-deploy", "who"}
    assert [link for link in ours if link[1] not in anchors(pages[link[0]])] == []


def test_llm_friendly_markdown_has_the_views(project: Maker) -> None:
    pytest.importorskip("sphinx_llm_friendly")
    built = handbook(project, "sphinx_llm_friendly").build("html", strict=True)
    pages = {path.name: path.read_text("utf-8") for path in built.out.glob("*.md")}
    assert all(word in "".join(pages.values()) for word in WORDS)
    assert "[Site Reliability Engineer](roles.md)" in pages["index.md"]


@pytest.mark.parametrize(
    ("tool", "builder"), [("sphinx_markdown_builder", "markdown"), ("sphinx_llm_friendly", "html")]
)
def test_a_bar_in_a_cell_of_markdown_parts_no_cells(tool: str, builder: str, project: Maker) -> None:
    """sphinx-markdown-builder 0.6.11 and sphinx-llm-friendly 0.7.0 write it as it stands."""
    pytest.importorskip(tool)
    data = "roles: {dev: {name: Dev | Ops}, qa: {name: Lead, tagline: '`a|b`'}}\nresponsibilities:\n"
    data += "  - {name: This | that, assign: {dev: A/R (day | night), qa: C}}\n"
    views = "```{responsibility-matrix}\n```\n\n```{role-comparison} dev, qa\n```\n"
    made = project(
        {"index.md": f"# Page\n\n{views}", "roles.yaml": data},
        extensions=["myst_parser", tool, "sphinx_roles"],
    )
    page = made.build(builder, strict=True).page("index.md")
    tables = MarkdownIt("commonmark").enable("table").render(page).split("<table>")[1:]
    rows = [
        re.findall("<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in "".join(tables).split("<tr>")[1:]
    ]
    assert [len(row) for row in rows] == [3, 3, *[4] * (len(rows) - 2)]
    words = [re.sub("<.*?>|\\n", "", cell) for row in rows for cell in row]
    for word in ("Dev | Ops", "This | that", "A/R (day | night)", "a|b"):
        assert word in words


def test_the_date_of_a_page_follows_its_data_and_is_no_reason_to_read_it(
    project: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sphinx_last_updated_by_git")
    made = handbook(project, "sphinx_last_updated_by_git", html_last_updated_fmt="%Y")
    (made.source / "plain.md").write_text("---\norphan: true\n---\n# Plain\n")

    def commit(year: int) -> None:
        for name in ("AUTHOR", "COMMITTER"):
            monkeypatch.setenv(f"GIT_{name}_DATE", f"{year}-06-01T12:00:00Z")
        git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", "-C", str(made.source)]
        for words in (["add", "-A"], ["commit", "-q", "-m", "Change"]):
            subprocess.run([*git, *words], check=True)

    subprocess.run(["git", "init", "-q", str(made.source)], check=True)
    commit(2011)
    made.write("roles.yaml", DATA.replace("Keeps", "Holds"))
    commit(2021)
    built = made.build()
    years = {
        name: re.findall(r"20[12]1", built.page(f"{name}.html"))[-1] for name in ("roles", "work", "plain")
    }
    assert years == {"roles": "2021", "work": "2021", "plain": "2011"}
    # Only what shows the change is read; the rest has the date at which it was made from what it shows.
    made.write("roles.yaml", DATA.replace("Keeps", "Lifts"))
    assert sorted(made.build().read) == ["more", "roles"]


# As sphinx-llm-friendly does, with another translator: this one comes with Sphinx.
OF_A_TOOL = """
from pathlib import Path
from types import MethodType
from sphinx.writers.text import TextTranslator
def walk(app, page, template, context, doctree):
    if doctree is not None:
        visitor = TextTranslator(doctree.deepcopy(), app.builder)
        visit, _ = app.registry.translation_handlers["llm_markdown"]["roles_view"]
        visitor.visit_roles_view = MethodType(visit, visitor)
        visitor.document.walkabout(visitor)
        Path(app.outdir, page + ".tool").write_text(visitor.body, "utf-8")
def setup(app):
    app.connect("html-page-context", walk)
"""


HANDLED_BY_NAME = """
from docutils import nodes
class theirs(nodes.Element): pass
def setup(app):
    app.add_node(theirs, singlehtml=(print, print), html=(print, print))
"""


def test_another_extension_may_have_handlers_by_the_name_of_a_builder(project: Maker) -> None:
    """As sphinx-exercise 1.2.1: Sphinx then asks for none that is there for HTML."""
    check_single_page(one_page(project, setup=HANDLED_BY_NAME).build("singlehtml", strict=True).page())


FROM_A_TEXT = """
from docutils import nodes
from docutils.parsers.rst import Directive
from docutils.statemachine import StringList
class Made(Directive):
    has_content = True
    def run(self):
        holder = nodes.container()
        self.state.nested_parse(StringList(list(self.content), source=""), 0, holder)
        return holder.children
def setup(app):
    app.add_directive("made", Made)
"""


def test_what_a_tool_makes_of_no_file_is_reported_on_its_page(project: Maker) -> None:
    """As sphinx-jinja 2.0.2 does; its line is one of the text that was made."""
    made = one_page(project, setup=FROM_A_TEXT)
    lines = (
        "role-card:: nobody",
        "role-card:: sre\n      :nope: x",
        "responsibility-matrix::\n\n      Task,Dev\n      A,Z",
    )
    views = "\n\n".join(f"   .. {line}" for line in lines)
    made.write("folder/page.rst", f":orphan:\n\nPage\n====\n\n.. made::\n\n{views}\n")
    found = [line.partition(":")[0] for line in made.build().warnings]
    assert found == ["folder/page.rst"] * 3


def test_the_words_of_a_view_have_its_line(project: Maker) -> None:
    """sphinxcontrib-spelling 8.0.2 named the line of the section, which is all that it found above them."""
    setup = """
def lines(app, doctree, docname):
    from docutils.utils import get_source_line
    from docutils import nodes
    if docname == "work":
        places = {get_source_line(one) for one in doctree.findall(nodes.entry)}
        print(*(f"{source}:{line}" for source, line in places), file=open(app.outdir / "places", "w"))
def setup(app):
    app.connect("doctree-resolved", lines)
"""
    built = one_page(project, setup=setup).build("text", strict=True)
    assert built.page("places").strip() == f"{built.out.parents[1] / 'src' / 'work.md'}:3"


def test_a_tool_that_walks_the_tree_of_a_website_gets_tables(project: Maker) -> None:
    built = one_page(project, setup=OF_A_TOOL).build("html", strict=True)
    found = "".join(path.read_text("utf-8") for path in built.out.glob("*.tool"))
    assert all(word in found for word in WORDS)


def test_a_bar_in_a_cell_is_written_for_a_tool_that_makes_markdown(project: Maker) -> None:
    made = one_page(project, setup=OF_A_TOOL)
    made.write("roles.yaml", DATA.replace("by night", "night | noon"))
    text = (made.build("html", strict=True).out / "work.tool").read_text("utf-8")
    assert text.count("&#124;") == 1


@pytest.fixture
def app_of(project: Maker) -> Iterator[Callable[..., SphinxTestApp]]:
    """Return a maker of applications that live as long as the test, as those of editors do."""
    apps: list[SphinxTestApp] = []

    def make(files: dict[str, str]) -> SphinxTestApp:
        apps.append(SphinxTestApp(srcdir=project(files).source))
        return apps[-1]

    yield make
    for app in apps:
        app.cleanup()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (".. role-card:: sre\n", "Keeps it up"),
        (":org:who:`deploy`\n", "Site Reliability Engineer (by night)"),
        (":org:role:`sre`\n", "sre"),
        (":org:role:`sre`\n===============\n", "Site Reliability Engineer"),
    ],
)
def test_a_text_is_parsed_without_a_build(
    text: str, shown: str, app_of: Callable[..., SphinxTestApp]
) -> None:
    """As tests of other extensions do."""
    data = DATA.replace("dev: C (by night)", "dev: C").replace("sre: A/R", "sre: A/R (by night)")
    app = app_of({"index.rst": "Nothing\n=======\n", "roles.yaml": data})
    assert shown in restructuredtext.parse(app, text).astext()


def test_a_page_that_one_build_of_a_process_wrote_is_owed_by_the_next(
    app_of: Callable[..., SphinxTestApp],
) -> None:
    card, nothing = ".. role-card:: sre\n", "Nothing.\n"
    head = ":orphan:\n\nPage\n====\n\n"
    files = {"one": card, "two": nothing, "index": ":org:role:`sre`\n"}
    app = app_of({"roles.yaml": DATA, **{f"{name}.rst": head + text for name, text in files.items()}})
    app.build()
    assert 'href="one.html#role-sre"' in (app.outdir / "index.html").read_text("utf-8")
    for name, text in (("one", nothing), ("two", card)):
        (app.srcdir / f"{name}.rst").write_text(head + text, "utf-8")
    app.build(filenames=[app.srcdir / "two.rst"])
    app.build()
    assert 'href="two.html#role-sre"' in (app.outdir / "index.html").read_text("utf-8")


SHOWN_MEANWHILE = """
def show(app):
    from sphinx_roles import load_catalog
    from sphinx_roles.analysis.matrix import MatrixQuery
    from sphinx_roles.notebook import show
    app.env.shown = show(MatrixQuery().report(load_catalog(app.srcdir / "roles.yaml")[0]))._repr_html_()
def setup(app):
    app.connect("builder-inited", show)
"""


def test_code_that_a_build_runs_may_show_a_report(project: Maker) -> None:
    """As an example of sphinx-gallery 0.22.1 does: the build ended, and before that reported nothing."""
    made = one_page(project, setup=SHOWN_MEANWHILE)
    made.write("work.md", f"{PAGES['work.md']}\n- {{org:role}}`nobody`\n")
    (warning,) = made.build("html").warnings
    assert "nobody" in warning


CUTTING = """
from sphinx.builders.text import TextBuilder
class Restructured(TextBuilder):
    name = format = "rst"
import sys, types
tool = sys.modules["rst_tool"] = types.ModuleType("rst_tool")
tool.setup = lambda app: app.add_builder(Restructured)
extensions += ["rst_tool"]
del tool
"""


def test_a_builder_that_cuts_off_cells_of_tables_gets_lists(project: Maker) -> None:
    """Of a row of a table, sphinxcontrib-restbuilder 0.3 writes as many lines as its lowest cell has."""
    page = one_page(project, setup=CUTTING).build("rst").page("work.txt")
    assert "+--" not in page
    assert "**Deployments**" in page


def test_opengraph_is_given_what_a_page_is_about(project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes fields of a page first (sphinxext-opengraph 0.13.0); this has its name, and shows them."""

    def show(app: Any, pagename: str, template: str, context: dict[str, Any], doctree: Any) -> None:
        fields = context["meta"] if doctree else {}
        context["metatags"] = f"{context.get('metatags', '')}<p>{fields.get('og:description')}</p>"

    module = types.ModuleType("sphinxext.opengraph")
    module.setup = lambda app: app.connect("html-page-context", show) and None  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    made = handbook(project, module.__name__, roles_pages="roles/{id}")
    made.write("roles/dev.md", "---\n'og:description': Ours\n---\n# Dev\n\n```{role-profile} dev\n```\n")
    made.write("roles.yaml", DATA.replace("Keeps *it* up", '"Keeps *it* & \\"us\\""'))
    built = made.build()
    assert [
        re.findall("<p>(.*?)</p>.*</head>", built.page(f"roles/{one}.html"), re.DOTALL)
        for one in ("sre", "dev")
    ] == [
        ["Keeps it &amp; “us”"],
        ["Ours"],
    ]
