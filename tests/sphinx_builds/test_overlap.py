"""``role-overlap`` under every builder: a picture that has words, numbered lists, and mistakes told once."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import pytest
from conftest import Build, Maker
from handbooks import files_of, settings_of
from pages import Tags

HANDBOOK = "overlap"


def views(html: str) -> list[str]:
    """The markup of each overlap on a page."""
    return re.findall(r'<div class="ro ro-matrix ro-overlap">.*?</dl></div>\n', html, re.DOTALL)


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


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub"])
def test_ids_are_unique_and_named(builder: str, built: Build) -> None:
    for name, data in built(builder).files(".html", ".xhtml").items():
        tags = [(tag, attrs) for tag, attrs, _ in Tags(data.decode()).found]
        ids = Counter(attrs["id"] for _, attrs in tags if attrs.get("id"))
        assert [ident for ident, count in ids.items() if count > 1] == [], name
        named = [word for _, attrs in tags for word in (attrs.get("aria-labelledby") or "").split()
                 if "ro-" in word]  # fmt: skip
        linked = [(attrs["href"] or "")[1:] for tag, attrs in tags
                  if "ro-ring" in (attrs.get("class") or "") and tag == "a"]  # fmt: skip
        assert [ident for ident in (*named, *linked) if ident not in ids] == [], name


def test_a_table_has_heads_and_bars_by_class(built: Build) -> None:
    view = views(built("html").page())[3]
    heads = re.findall(r'<th scope="col"[^>]*>(.*?) </th>', view)
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
    found = re.findall(r'<td(?: class="([^"]*)")?>(?:yes|no) <', body)
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
    # Narrow pages have narrow pictures.
    assert tex.count(r"\resizebox{\linewidth}{!}{\box\rolespicture}") == 4
    assert tex.index(r"\usepackage{tikz}") < tex.index(r"\begin{document}")
    files = files_of(HANDBOOK)
    for name in ("index.rst", "again.rst"):
        before, *views = files[name].split(".. role-overlap::")
        files[name] = ".. role-overlap::".join([before, *views[2:]])
    lists = project(files, **settings_of(HANDBOOK)).build("latex", strict=True)
    assert "tikz" not in lists.page("handbook.tex")


def test_a_terminal_has_numbered_lists(built: Build) -> None:
    text = built("text").page("index.txt")
    assert (
        "1. **DevOps Engineer and Site Reliability Engineer** (2)\n\n   * Continuous monitoring & alerting"
        in text
    )
    assert "   *none*" in text
    assert "5. **only DevOps Engineer** (3)" in text
