"""On paper a table breaks over pages, is as small as it must be, and takes what its author says of it."""

from __future__ import annotations

import pytest
from conftest import Maker

DATA = "roles: {{}}\nresponsibilities: {{r: {{assign: {{{}}}}}}}\n"
LONG = "Donaudampfschifffahrtsgesellschaft"


def source(project: Maker, page: str, roles: tuple[str, ...]) -> str:
    data = DATA.format(", ".join(f"{role}: {'C' if number else 'A/R'}" for number, role in enumerate(roles)))
    data = data.replace("{}\n", f"[{', '.join(roles)}]\n", 1)
    built = project({"index.rst": f"T\n=\n\n{page}", "roles.yaml": data}).build("latex", strict=True)
    return str(built.page("projectnamenotset.tex"))


@pytest.mark.parametrize(
    "classes", ["booktabs nocolorrows", "booktabs, nocolorrows", "booktabs\n      nocolorrows"]
)
def test_columns_and_classes_of_the_author_reach_the_table(classes: str, project: Maker) -> None:
    page = f".. tabularcolumns:: |l|c|r|\n\n.. responsibility-matrix:: Who\n   :class: {classes}\n"
    made = source(project, page, ("Ana", "Bo"))
    assert r"\begin{longtable}{|l|c|r|}" in made
    assert r"\X{" not in made
    assert r"\sphinxthistablewithbooktabsstyle" in made
    assert r"\sphinxthistablewithnocolorrowsstyle" in made


@pytest.mark.parametrize(("count", "size"), [(2, ""), (5, r"\footnotesize"), (8, r"\scriptsize")])
def test_a_wide_table_is_set_smaller(count: int, size: str, project: Maker) -> None:
    made = source(project, ".. responsibility-matrix::\n", tuple(f"Infrastructure{n}" for n in range(count)))
    begins = [part for part in (r"\footnotesize", r"\scriptsize") if rf"\begingroup{part}" in made]
    assert begins == ([size] if size else [])
    assert made.count(r"\begingroup") == made.count(r"\endgroup") > 0
    # No words far apart in a narrow column, whether its cells are boxes or not.
    assert r"\@@vwid@minipagerestore\raggedright" in made
    assert r"\begin{longtable}{>{\raggedright\arraybackslash}\X{" in made


def test_a_long_word_can_break(project: Maker) -> None:
    made = source(project, ".. responsibility-matrix::\n", (LONG, "Bo"))
    assert r"Dona\-udam\-pfsc\-" in made
    assert made.replace(r"\-", "").count(LONG) >= 1


def test_a_table_makes_a_page_of_two_columns_one_of_one(project: Maker) -> None:
    """LaTeX: "longtable not in 1-column mode", and no PDF."""
    made = source(project, ".. responsibility-matrix::\n", ("Ana", "Bo"))
    before, _, _ = made.partition(r"\begin{longtable}")
    assert r"\begingroup\makeatletter\if@twocolumn\onecolumn\aftergroup\twocolumn\fi" in before


def test_a_title_of_a_part_is_not_alone_at_the_foot_of_a_page(project: Maker) -> None:
    made = source(project, ".. responsibility-matrix:: Who\n   :split: 1\n", ("Ana", "Bo"))
    assert made.count(r"\ifdim10\baselineskip>") == 1
    assert r"\sphinxstylestrong{Who (2/2)}" in made.partition(r"\newpage\fi")[2]


@pytest.mark.parametrize("between", ["", ".. _here:\n\n", ".. index:: who\n\n"])
def test_a_heading_right_above_a_table_is_not_alone_either(between: str, project: Maker) -> None:
    page = f"One\n---\n\nTwo\n~~~\n\n{between}.. responsibility-matrix:: Who\n\nThree\n-----\n\nWords.\n\n"
    made = source(project, f"{page}.. responsibility-matrix:: Who else\n", ("Ana", "Bo"))
    assert made.count(r"\ifdim10\baselineskip>") == 1
    assert "{One}" in made.partition(r"\newpage\fi")[2]


@pytest.mark.parametrize("view", ["role-overlap:: a, b", "role-map::"])
def test_a_heading_above_a_drawing_is_not_alone_either(view: str, project: Maker) -> None:
    """The drawing is made before the heading, so that LaTeX knows how high it is."""
    data = "roles: {a: {name: Ana, reports_to: b}, b: Bo}\nresponsibilities: {r: {assign: {a: A, b: R}}}\n"
    page = f"T\n=\n\nOne\n---\n\nWords.\n\nTwo\n~~~\n\n.. {view}\n"
    built = project({"index.rst": page, "roles.yaml": data}).build("latex", strict=True)
    before, _, after = built.page("projectnamenotset.tex").partition(r"\end{tikzpicture}")
    assert "{Two}" in after.partition(r"\box\rolespicture\end{center}")[0]
    assert "{Two}" not in before


def test_the_name_of_a_section_is_not_the_last_row_of_a_page(project: Maker) -> None:
    rows = "{name: First, rows: {r: {assign: {a: A, b: R}}}}, {name: Second, rows: {s: {assign: {a: A}}}}"
    data = f"roles: {{a: Ana, b: Bo}}\nresponsibilities: [{rows}]\n"
    page = "T\n=\n\n.. responsibility-matrix:: Who\n"
    built = project({"index.rst": page, "roles.yaml": data}).build("latex", strict=True)
    made = built.page("projectnamenotset.tex")
    assert made.count(r"\noalign{\nobreak}") == 2
    for name in ("First", "Second"):
        row = made.partition(f"sphinxstylestrong{{{name}}}")[2].partition(r"\noalign{\nobreak}")[0]
        assert row.count("\\\\\n") == 1, name


def test_a_heading_in_a_view_is_not_alone_either(project: Maker) -> None:
    data = "roles: {a: {name: Ana, skills: {Go: Much}, levels: {b: {skills: {Go: Some}}}}}\n"
    page = ".. role-profile:: a\n   :heading: no\n   :sections: skills\n"
    built = project({"index.rst": f"T\n=\n\n{page}", "roles.yaml": data}).build("latex", strict=True)
    before, _, after = built.page("projectnamenotset.tex").partition(r"\newpage\fi")
    assert "Skills}" in after
    assert "Skills}" not in before


def test_paper_says_what_an_abbreviation_in_a_head_is_short_for(project: Maker) -> None:
    data = "roles: {a: {name: Ana Lund, abbr: AL}, b: Bo}\nresponsibilities: {r: {assign: {a: A, b: R}}}\n"
    page = "T\n=\n\n.. responsibility-matrix::\n   :short:\n"
    for more in ("", "   :transpose:\n"):
        built = project({"index.rst": page + more, "roles.yaml": data}).build("latex", strict=True)
        made = built.page("projectnamenotset.tex")
        assert r"\sphinxstylestrong{AL} Ana Lund" in made
        assert r"\sphinxstylestrong{Bo}" not in made
