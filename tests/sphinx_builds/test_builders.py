"""One handbook with everything in it, under every builder."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import Build, Maker
from pages import BUILDERS, Tags

EVERY_BUILDER = (*BUILDERS, "linkcheck", "json")
# What Sphinx writes about the build itself.
NOT_OURS = {".buildinfo", ".buildinfo.bak", "environment.pickle", "last_build"}


@pytest.fixture(autouse=True)
def _no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


@pytest.fixture(scope="module")
def built(handbook: Maker) -> Build:
    """Return what a builder makes of the handbook; each is built once for all tests."""
    made: dict[tuple[str, str], Any] = {}

    def build(builder: str, kind: str = "both") -> Any:
        if (builder, kind) not in made:
            made[builder, kind] = handbook(kind).build(builder, strict=True)
        return made[builder, kind]

    return build


def comparable(built: Any) -> dict[str, bytes]:
    """The files of an output, without what Sphinx stamps on them; an EPUB as what it holds."""
    found: dict[str, bytes] = {}
    # Sphinx names the source of a page in its tree, and has no metadata or none of it, by chance.
    folder = str(built.out.parents[1]).encode()
    for name, data in built.files().items():
        data = data.replace(folder, b"").replace(b'"meta": null', b'"meta": {}')
        if name == "output.json":
            # The link checker writes a line for each link, in the order in which its threads have the answers.
            data = b"".join(sorted(data.splitlines(keepends=True)))
        if name.endswith(".epub"):
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                found |= {f"{name}/{inner}": book.read(inner) for inner in book.namelist()}
        elif name not in NOT_OURS:
            found[name] = data
    return found


def differing(one: Any, other: Any) -> list[str]:
    """The names of files that are not the same in both outputs."""
    files, others = comparable(one), comparable(other)
    return sorted(name for name in files.keys() | others.keys() if files.get(name) != others.get(name))


def pages(built: Any) -> Iterator[tuple[str, str]]:
    """Every HTML page of an output."""
    for name, data in built.files(".html", ".xhtml").items():
        yield name, data.decode("utf-8")


@pytest.mark.parametrize("builder", EVERY_BUILDER)
def test_it_builds_without_a_warning_and_side_by_side_the_same(
    builder: str, built: Build, handbook: Maker
) -> None:
    one = built(builder)
    four = handbook("both").build(builder, parallel=4, strict=True)
    assert one.files()
    assert differing(one, four) == []


@pytest.mark.parametrize("builder", [*BUILDERS, "json"])
def test_every_output_holds_what_the_data_says(builder: str, built: Build) -> None:
    text = b"".join(comparable(built(builder)).values()).decode("utf-8", "replace").lower()
    words = "Mateo Aylin Incidents Trainer Operator Toolsmith Decisions Hope braces Approver Owner alert Lead"
    assert [word for word in words.lower().split() if word not in text] == []


def test_linkcheck_has_the_line_of_the_view(project: Maker) -> None:
    """The line of the link is one of the data, and linkcheck puts it beside the name of the page."""
    row = "{links: [https://example.com/run], assign: {dev: A/R}}"
    data = f"roles:\n  dev: {{}}\nresponsibilities:\n\n\n\n\n\n  run: {row}\n"
    page = "A\n=\n\n.. responsibility-matrix::\n"
    built = project({"index.rst": page, "roles.yaml": data}, linkcheck_ignore=[".*"]).build("linkcheck")
    (found,) = map(json.loads, built.page("output.json").splitlines())
    assert (found["filename"], found["lineno"], found["uri"]) == ("index.rst", 4, "https://example.com/run")


def test_linkcheck_has_the_data_of_a_page_without_a_file(project: Maker) -> None:
    """Where Sphinx finds such a page is of no use to anybody."""
    data = 'roles:\n  qa: {}\n  dev:\n    name: Dev\n    links: ["http://127.0.0.1:9/run"]\n'
    index = "A\n=\n\n.. toctree::\n\n   roles/index\n"
    made = project({"index.rst": index, "roles.yaml": data}, roles_pages="roles/{id}")
    for line, first in ((4, "roles:"), (5, "# A comment\nroles:")):
        made.write("roles.yaml", data.replace("roles:", first))
        built = made.build("linkcheck")
        links = map(json.loads, built.page("output.json").splitlines())
        broken = [(one["filename"], one["lineno"]) for one in links if one["status"] == "broken"]
        assert broken == [("roles.yaml", line)]
    made.build("html", strict=True)


@pytest.mark.parametrize("builder", ["html", "text"])
def test_every_output_tells_what_a_section_is(builder: str, built: Build) -> None:
    assert b"alive" in comparable(built(builder))["grid.html" if builder == "html" else "grid.txt"]


@pytest.mark.parametrize("builder", ["html", "epub", "latex", "text", "gettext"])
def test_a_project_in_restructured_text_needs_no_myst(builder: str, built: Build) -> None:
    assert not any("README" in name for name in built(builder, "rst").files())


@pytest.mark.parametrize("builder", ["html", "latex"])
def test_another_hash_seed_gives_the_same_bytes(builder: str, built: Build, handbook: Maker) -> None:
    project = handbook("both")
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-qWEb", builder, "-d", "trees", "src", f"out/{builder}"],
        check=True,
        cwd=project.folder,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    one = built(builder)
    assert differing(one, type(one)(project.folder / "out" / builder, "", [])) == []


def test_a_page_without_a_view_has_nothing_of_ours(built: Build) -> None:
    output = built("html")
    assert "sphinx-roles" in output.page("cards.html")
    for name in ("empty.html", "guide.html", "index.html", "search.html", "org-roles.html"):
        assert "sphinx-roles" not in output.page(name)


def test_a_project_without_a_view_has_nothing_of_ours(project: Maker) -> None:
    data = {"roles.yaml": "roles: {sre: {}}\n", "index.rst": "Page\n====\n\nText\n"}
    ours, plain = project(data), project(data, extensions=[])
    assert set(ours.build(strict=True).files()) == set(plain.build(strict=True).files())


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub"])
def test_no_inline_style_script_or_handler(builder: str, built: Build) -> None:
    ours = [
        (tag, attrs) for _, html in pages(built(builder)) for tag, attrs, mine in Tags(html).found if mine
    ]
    assert len(ours) > 1000
    assert [tag for tag, _ in ours if tag in ("script", "style", "link", "iframe", "object")] == []
    assert [name for _, attrs in ours for name in attrs if name == "style" or name.startswith("on")] == []


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub"])
def test_ids_are_unique_and_links_on_the_page_have_targets(builder: str, built: Build) -> None:
    for name, html in pages(built(builder)):
        tags = Tags(html).found
        ids = Counter(attrs["id"] for _, attrs, _ in tags if "id" in attrs)
        ours = [attrs["id"] for _, attrs, mine in tags if mine and "id" in attrs]
        # Sphinx gives the sections of two pages in a single page the same id.
        assert [ident for ident in ours if ids[ident] > 1] == [], name
        named = [value for _, attrs, mine in tags if mine
                 for value in (attrs.get("aria-labelledby") or "").split()]  # fmt: skip
        # In a single page, Sphinx 9 leaves "#document-page#anchor" in every link between pages.
        linked = [str(attrs["href"]).rpartition("#")[2] for tag, attrs, mine in tags
                  if mine and tag == "a" and (attrs.get("href") or "").startswith("#")]  # fmt: skip
        assert [ident for ident in (*named, *linked) if ident not in ids] == [], name


@pytest.mark.parametrize("builder", ["html", "dirhtml", "epub"])
def test_links_between_pages_have_targets(builder: str, built: Build) -> None:
    output = built(builder)
    ids = {name: {attrs.get("id") for _, attrs, _ in Tags(html).found} for name, html in pages(output)}
    names, dead = output.files().keys(), []
    for name, html in pages(output):
        for _, attrs, mine in Tags(html).found:
            href = attrs.get("href") or ""
            if not mine or not href or re.match(r"https?:|mailto:", href):
                continue
            path, _, anchor = href.partition("#")
            path = os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name
            path = path if path in names else os.path.normpath(f"{path}/index.html")
            if path not in names or (anchor and anchor not in ids[path]):
                dead.append((name, href))
    assert dead == []


def test_links_of_a_pdf_have_targets(built: Build) -> None:
    text = built("latex").page("handbook.tex")
    defined = Counter(re.findall(r"\\label\{\\detokenize\{([^}]*)\}", text))
    used = set(re.findall(r"\\hyperref\[\\detokenize\{([^}]*)\}", text))
    assert any(name.endswith("role-sre") for name in used)
    assert sorted(used - defined.keys()) == []
    assert [name for name, count in defined.items() if count > 1] == []


def test_a_caption_is_no_heading_of_a_manual(built: Build) -> None:
    (text,) = built("man").files().values()
    headings = re.findall(rb"^\.S[HS] (.*)$", text, re.MULTILINE)
    assert b"decisions" in text.lower()
    assert [line for line in headings if b"decisions" in line.lower()] == []


def test_links_of_a_manual_are_their_words(built: Build) -> None:
    """Sphinx 9.0.4 with docutils 0.22.4 prints what links lead to, as <#role-sre>."""
    (text,) = built("man").files().values()
    assert re.findall(rb"<#[^>]*>", text.replace(rb"\:", b"")) == []


def test_a_stylesheet_of_a_book_is_one_that_a_book_may_have(built: Build) -> None:
    sheets = [built(builder).files()["_static/sphinx-roles.css"].decode() for builder in ("html", "epub")]
    assert ["unicode-bidi" in context for context in sheets] == [True, False]
    # What is for who changes it is not sent to readers.
    assert not [context for context in sheets if "/*" in context or "\n " in context]
    # Rules do not nest: neither `&`, nor a brace in the braces of a rule.
    assert not [
        context
        for context in sheets
        if "&" in context or re.search(r"^ *[.][^{@}]*[{][^}]*[{]", context, re.M)
    ]


def test_every_table_can_break_over_pages(built: Build) -> None:
    """LaTeX loses the rows of any other table that is higher than a page."""
    tex = "".join(text.decode() for name, text in built("latex").files().items() if name.endswith(".tex"))
    assert "begin{longtable}" in tex
    assert "{tabular" not in tex


def test_an_epub_is_valid_xhtml_without_controls(built: Build) -> None:
    for name, html in pages(built("epub")):
        root = ElementTree.fromstring(html.replace("&nbsp;", "&#160;").replace("&copy;", "&#169;"))
        local = {element.tag.rpartition("}")[2] for element in root.iter() if isinstance(element.tag, str)}
        assert local & {"form", "input", "button", "select", "textarea", "script", "svg", "label"} == set(), (
            name
        )


@pytest.fixture(scope="module")
def near(shared_project: Maker) -> Any:
    """Two pages whose names differ by a slash, with a table each."""

    def view(task: str) -> str:
        body = f"   :download:\n\n   Task,One,Two\n   {task},A/R,C\n"
        return page_of(f".. responsibility-matrix::\n{body}")

    files = {
        "index.rst": page_of(".. toctree::\n\n   a/b\n   a-b\n"),
        "a/b.rst": view("x"),
        "a-b.rst": view("y"),
    }
    return shared_project(files)


def page_of(text: str) -> str:
    return f"Page\n====\n\n{text}"


def test_pages_of_nearly_the_same_name_have_downloads_of_their_own(near: Any) -> None:
    tables = near.build("html", fresh=True).files(".csv").values()
    assert len(tables) == 2


def test_pages_of_nearly_the_same_name_have_ids_of_their_own(near: Any) -> None:
    tags = Tags(near.build("singlehtml", fresh=True).page()).found
    ids = Counter(attrs["id"] for _, attrs, mine in tags if mine and "id" in attrs)
    assert len(ids) > 1
    assert [ident for ident, count in ids.items() if count > 1] == []


def test_beside_autosectionlabel(handbook: Maker) -> None:
    extensions = ["myst_parser", "sphinx.ext.autosectionlabel", "sphinx_roles"]
    handbook("both", extensions=extensions, autosectionlabel_prefix_document=True).build(strict=True)


def test_beside_sphinx_design_its_stylesheet_comes_once(handbook: Maker) -> None:
    output = handbook("rst", extensions=["sphinx_design", "sphinx_roles"]).build(strict=True)
    html = output.page("cards.html")
    assert len(re.findall(r"<link[^>]*sphinx-design", html)) == 1
    assert ".sd-card{" not in (output.out / "_static/sphinx-roles.css").read_text("utf-8")
