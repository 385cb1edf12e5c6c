"""A label leads to a view by its title and number, and the numbers are those of the printed book."""

from __future__ import annotations

import re

import pytest
from conftest import Maker

CONF = 'extensions = ["myst_parser", "sphinx_roles"]\nnumfig = True\n'
DATA = """\
roles: {sre: SRE, dev: Developer}
responsibilities:
  Nights: {assign: {sre: A/R, dev: C}}
"""
TWO = """\
roles: {sre: SRE, dev: Developer}
matrices: {run: {name: Run, summary: "By night, too."}, build: {name: Build}}
responsibilities:
  - {name: Alerts, matrix: run, rows: [{name: Wake up, assign: {sre: A/R, dev: C}}]}
  - {name: Merge, matrix: build, assign: {dev: A/R}}
"""


def view(name: str, argument: str = "", label: str = "", options: str = "") -> str:
    named = f":name: {label}\n" if label else ""
    return f"```{{{name}}} {argument}\n{named}{options}```\n"


def table(label: str) -> str:
    return f"```{{list-table}} Plain\n:name: {label}\n\n* - a\n```\n"


NUMBERED = (
    "# T\n\n{numref}`one` {numref}`two` {numref}`three` {numref}`four`\n\n"
    + view("responsibility-matrix", "Who does what", "one", ":split: 1\n")
    + "\n" + table("two") + "\n" + view("responsibility-matrix", options=":layout: list\n")
    + "\n" + view("role-comparison", "sre, dev", "three") + "\n" + table("four")
)  # fmt: skip


@pytest.mark.parametrize("builder", ["html", "latex", "singlehtml"])
def test_matrices_and_comparisons_are_counted_as_tables(builder: str, project: Maker) -> None:
    built = project({"index.md": NUMBERED, "roles.yaml": DATA, "conf.py": CONF}).build(builder, strict=True)
    if builder == "latex":
        # LaTeX counts itself: each table that can break steps the counter.
        source = built.page("projectnamenotset.tex")
        steps = source.count(r"\begin{longtable}") - source.count(r"\addtocounter{table}{-1}")
        assert (steps, source.count(r"\begin{tabulary}") + source.count(r"\begin{tabular}")) == (2, 2)
        assert all(
            re.search(rf"\\caption{{[^\n]*\\label{{\\detokenize{{index:{name}}}}}", source)
            for name in ("one", "three")
        )
        return
    page = built.page("index.html")
    words = " ".join(re.sub("<[^>]*>", "", page).split())
    assert "Table 1 Table 2 Table 3 Table 4" in words
    shown = re.findall(r'caption-number">(Table \d) </span>(.{8})', page)
    assert shown[0] == ("Table 1", "Who does")
    assert [number for number, _ in shown] == [f"Table {number}" for number in (1, 2, 3, 4)]


@pytest.mark.parametrize("builder", ["html", "text"])
@pytest.mark.parametrize("options", ["", ":layout: list\n", ":split: sections\n", ":transpose:\n"])
def test_rows_of_several_matrices_are_under_their_own(builder: str, options: str, project: Maker) -> None:
    page = f"# T\n\n{view('responsibility-matrix', options=options)}"
    built = project({"index.md": page, "roles.yaml": TWO, "conf.py": CONF}).build(builder, strict=True)
    text = built.page("index.txt" if builder == "text" else "index.html")
    assert "Run: Alerts" in text
    assert "Responsibility matrix" in text or "split" in options
    if options != ":transpose:\n" or builder == "text":
        places = [text.index(word) for word in ("Run: Alerts", "Wake up", "Build", "Merge")]
        assert places == sorted(places)
    if "split" not in options and "transpose" not in options:
        assert re.search(r"By[\s|]+night,", text)
