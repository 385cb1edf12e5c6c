"""``role-overlap`` under every builder: a picture that has words, numbered lists, and mistakes told once."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import Build, Maker
from pages import IN_EACH_BUILDER, directive, others_than, read_after, title, toctree

from sphinx_roles.cli.quickstart import demo_data

VIEWS = [
    ("devops sre platform", {}),
    ("devops, Site Reliability Engineer", {"letters": "R, accountable"}),
    ("devops sre platform", {"layout": "table"}),
    ("r0 r1 r2 r3", {"catalog": "many"}),
    ("devops sre", {"layout": "list", "sections": "delivery"}),
]
MANY = """\
roles: {r0: Product & Owner, r1: Tech <Lead>, r2: Designer, r3: Tester}
responsibilities:
  one: {name: One, assign: {r0: A/R, r1: R}}
  two: {name: Two, assign: {r0: A/R, r1: R}}
  three: {name: Three, status: draft, assign: {r2: A/R}}
  four: {name: Four, assign: {r3: C}}
"""
MATRIX = {"rst": ".. responsibility-matrix::\n\n.. role-cards::\n", "md": "```{responsibility-matrix}\n```\n"}


def sources(suffix: str = "rst", views: list[tuple[str, dict[str, str]]] = VIEWS) -> dict[str, str]:
    """A page with the views and what their links lead to, and one with the views alone."""
    shown = "".join(directive("role-overlap", *view, suffix) for view in views)
    return {
        f"index.{suffix}": title("Overlap", suffix) + toctree("again", suffix) + shown + MATRIX[suffix],
        f"again.{suffix}": title("Again", suffix) + shown,
        "roles.yaml": demo_data(),
        "many.yaml": MANY,
    }


SETTINGS: dict[str, Any] = {
    "project": "Handbook", "copyright": "us", "version": "1",
    "roles_catalog": {"today": "roles.yaml", "many": "many.yaml"},
}  # fmt: skip


class Views(HTMLParser):
    """The tags of a page, and the text of each view."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def views(html: str) -> list[str]:
    """The markup of each overlap on a page."""
    return re.findall(r'<div class="ro ro-matrix ro-overlap">.*?</dl></div>\n', html, re.DOTALL)


@IN_EACH_BUILDER
def test_it_builds_without_a_warning(builder: str, suffix: str, built: Build) -> None:
    assert built(builder, suffix).files()


def test_both_markups_give_the_same(built: Build) -> None:
    one, other = (views(built("html", suffix).page()) for suffix in ("rst", "md"))
    assert len(one) == len(VIEWS)
    # One page shows cards as well, which roles link to.
    plain = [[re.sub(r"<a [^>]*>|</a>", "", view) for view in page] for page in (one, other)]
    assert plain[0] == plain[1]


def test_the_lists_have_the_numbers_of_the_picture(built: Build) -> None:
    view = views(built("html").page())[0]
    drawn = re.findall(r'font-size="12.5">(\d)</text><text [^>]*>(\d+)<', view)
    listed = re.findall(r'<dt [^>]*><b class="ro-ring">(\d)</b>.*?\((\d+)\)</span>', view)
    assert (
        drawn
        == listed
        == [("1", "2"), ("2", "2"), ("3", "2"), ("4", "0"), ("5", "3"), ("6", "4"), ("7", "4")]
    )
    items = [re.findall(r"<li>(?:<a [^>]*>)?([^<]*)", part) for part in view.split("<dt ")[1:]]
    assert items[:4] == [
        ["Continuous monitoring &amp; alerting", "Continuous improvement"],
        ["Deployment automation", "Cloud infrastructure management"],
        ["Capacity planning", "Performance optimisation"],
        [],
    ]
    assert view.count('<span class="ro-nobody">none</span>') == 1


def test_rows_and_roles_are_links(built: Build) -> None:
    again = built("html").page("again.html")
    assert 'href="index.html#responsibility-monitoring"' in again
    assert 'href="index.html#role-sre"' in again


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub"])
def test_ids_are_unique_and_named(builder: str, built: Build) -> None:
    for name, data in built(builder).files(".html", ".xhtml").items():
        tags = Views(data.decode()).tags
        ids = Counter(attrs["id"] for _, attrs in tags if attrs.get("id"))
        assert [ident for ident, count in ids.items() if count > 1] == [], name
        named = [word for _, attrs in tags for word in (attrs.get("aria-labelledby") or "").split()
                 if "ro-" in word]  # fmt: skip
        linked = [(attrs["href"] or "")[1:] for tag, attrs in tags
                  if "ro-ring" in (attrs.get("class") or "") and tag == "a"]  # fmt: skip
        assert [ident for ident in (*named, *linked) if ident not in ids] == [], name


def test_a_table_has_heads_and_bars_by_class(built: Build) -> None:
    view = views(built("html").page())[3]
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', view)
    assert [re.sub("<[^>]*>", "", head) for head in heads] == [
        "List", "Product &amp; Owner", "Tech &lt;Lead&gt;", "Designer", "Tester", "Responsibilities"
    ]  # fmt: skip
    # The number is before its bar, which is never in its way.
    bars = r'<span class="ro-much">(\d+)</span><span class="ro-bar ro-n(\d+)"></span>'
    assert re.findall(bars, view) == [("2", "20"), ("1", "10")]
    assert "None of them: 1." in view
    assert view.count('<th scope="row">') == 3
    assert " style=" not in view
    body = view.partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r'<td(?: class="([^"]*)")?>(?:yes|no)<', body)
    assert found[:4] == ["ro-in ro-over ro-first", "ro-in ro-over ro-last", "", ""]
    assert found[4:] == ["", "", "ro-in", ""]


def test_a_book_has_the_picture_as_a_file(built: Build) -> None:
    output = built("epub")
    pictures = output.files(".svg")
    assert len(pictures) == 4
    for page in ("index.xhtml", "again.xhtml"):
        html = output.page(page)
        assert "<svg" not in html
        sources = re.findall(r'<img alt="Overlap of [^"]*1: DevOps [^"]*" src="([^"]*)"', html)
        assert len(sources) == 2
        assert set(sources) < set(pictures)
    for picture in pictures.values():
        ElementTree.fromstring(picture)
    assert output.page("content.opf").count("image/svg+xml") == 4


def test_a_pdf_has_the_picture_as_tikz(built: Build, project: Maker) -> None:
    tex = built("latex").page("handbook.tex")
    assert tex.count(r"\begin{tikzpicture}") == 4
    assert tex.count(r"\usepackage{tikz}") == 1
    assert tex.index(r"\usepackage{tikz}") < tex.index(r"\begin{document}")
    lists = project(sources(views=VIEWS[2:]), **SETTINGS).build("latex", strict=True)
    assert "tikz" not in lists.page("handbook.tex")


def test_a_terminal_has_numbered_lists(built: Build) -> None:
    text = built("text").page("index.txt")
    assert (
        "1. **DevOps Engineer and Site Reliability Engineer** (2)\n\n   * Continuous monitoring & alerting"
        in text
    )
    assert "   *none*" in text
    assert "5. **only DevOps Engineer** (3)" in text


# What a directive is given, what is told of it, and whether there is still something to draw.
MISTAKES: list[tuple[str, str, dict[str, str], str, bool]] = [
    ("role-overlap", "devops sree platform", {}, "no role 'sree'; did you mean 'sre'? [roles.unknown-role]", True),
    ("role-overlap", "devops sree", {}, "no role 'sree'; did you mean 'sre'? [roles.unknown-role]", False),
    ("role-overlap", "sre", {}, "expected the names of two to 12 roles, found 1 [roles.option]", False),
    ("role-overlap", "", {}, "expected the names of two to 12 roles, found 0 [roles.option]", False),
    ("role-overlap", " ".join(f"r{n}" for n in range(13)), {}, "names of two to 12 roles, found 13 [roles.option]", False),
    ("role-overlap", "devops sre", {"letters": "R, Acountable"},
     "no letter 'Acountable'; expected some of R, A, C, I; did you mean 'Accountable'? [roles.unknown-letter]", True),
    ("role-overlap", "devops sre", {"sections": "delivry"}, "no section 'delivry'; did you mean 'delivery'? [roles.option]", False),
    ("role-overlap", "devops sre", {"matrix": "x"}, "no matrix 'x' [roles.unknown-matrix]", False),
    ("role-overlap", "devops sre", {"layout": "venn"},
     "the option 'layout' is 'venn'; expected one of picture, table, list [roles.option]", True),
    ("role-overlap", "devops sre", {"leters": "R"}, "did you mean 'letters'? [roles.option]", True),
    ("role-overlap", "devops sre", {"tags": "none"}, "no tag 'none'; expected some of delivery, foundations, operations [roles.option]", False),
    ("role-overlap", "devops sre", {"sections": "delivery", "rows": "monitoring"}, "no responsibility is selected [roles.empty-view]", False),
    ("role-overlap", "devops sre", {"catalog": "tody"}, "no catalog 'tody'; did you mean 'today'? [roles.unknown-catalog]", False),
]  # fmt: skip


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_mistake_is_one_warning_and_the_page_stays_whole(suffix: str, project: Maker) -> None:
    files = {"roles.yaml": demo_data(), "many.yaml": MANY}
    beside = MATRIX[suffix], "ro-grid"
    assert others_than(MISTAKES, suffix, project, files, "ro-overlap", SETTINGS, beside) == []


def test_a_page_is_read_again_when_what_it_shows_changes(project: Maker) -> None:
    files = sources()
    read_after(
        project(files, **SETTINGS),
        files,
        # That somebody is told of it shows in the matrix, and not in the overlap.
        ("roles.yaml", "{devops: A/R, platform: C}", "{devops: A/R, platform: I}", ["index"]),
        ("roles.yaml", "{devops: A/R, platform: I}", "{devops: A/R, platform: R}", ["again", "index"]),
    )


@pytest.mark.parametrize("builder", ["html", "epub", "latex"])
def test_side_by_side_it_is_the_same(builder: str, project: Maker, built: Build) -> None:
    suffixes = (".html", ".xhtml", ".svg", ".tex")
    four = project(sources(), **SETTINGS).build(builder, parallel=4, strict=True)
    assert four.files(*suffixes) == built(builder).files(*suffixes)
