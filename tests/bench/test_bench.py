"""The measurements run, and all contenders show the same: nothing here is timed."""

from __future__ import annotations

import io
import os
import re
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from . import against, browser, children, finished, handbook, role_pages, turns, views
from .__main__ import MEASUREMENTS
from .cards import CARDS
from .contenders import Contender, present
from .data import Book, Cards, Roles, Table
from .measure import Cost, above, ratio, run
from .page import BEGIN, END, PAGE, write_page
from .projects import Size, put
from .results import Bound, Part, Result, markdown
from .tables import OURS, TABLES
from .turns import Options

TABLE, BOOK = Table(6, 4), Table(8, 3, sections=2, pages=5)


def built(folder: Path) -> str:
    """Build in this process, without a warning; return the first page's own part."""
    warnings = io.StringIO()
    with patch_docutils(folder), docutils_namespace():
        app = Sphinx(folder, folder, folder / "out", folder / "trees", "html", status=None, warning=warnings)
        app.build()
    assert warnings.getvalue() == ""
    page = (folder / "out/index.html").read_text("utf-8")
    return page[page.index('<div class="body"') :]


def contenders(all_: tuple[Contender, ...]) -> list[Any]:
    found = present(all_[1:], 0, rivals=True, slow=True)
    return [pytest.param(contender, id=contender.name) for contender in found]


@pytest.mark.parametrize("contender", contenders(TABLES))
def test_a_table_shows_the_same_facts(contender: Contender, tmp_path: Path) -> None:
    contender.write(tmp_path / "it", TABLE)
    page = built(tmp_path / "it")
    wanted = [letter for _, cells in TABLE.full() for letter in cells if letter != "–"]
    # Ours has the letters of a cell one by one, and once more in the legend.
    own = "ro-matrix" in page
    body = page[page.index("<tbody") :] if own else page
    found = re.findall(r'data-ro="(.)"' if own else r">(A/R|[RACI])<", body)
    assert found == ([part for letter in wanted for part in letter.split("/")] if own else wanted)
    assert {name for name, _ in TABLE.full()} <= set(re.findall(r"Responsibility number \d+", page))
    assert set(TABLE.heads()) <= set(re.findall(r"Role number \d+", page))


@pytest.mark.parametrize("contender", contenders(CARDS))
def test_cards_show_the_same_facts(contender: Contender, tmp_path: Path) -> None:
    cards = Cards(3)
    contender.write(tmp_path / "it", cards)
    page = built(tmp_path / "it")
    for name, line, purpose, duties, skills in cards.each():
        assert all(text in page for text in (name, line, purpose, *duties, *skills))


@pytest.mark.parametrize("contender", contenders(handbook.HANDBOOKS))
def test_one_letter_changes_one_slice(contender: Contender, tmp_path: Path) -> None:
    pages = []
    for table in (BOOK, structs.replace(BOOK, changed=5)):
        contender.write(tmp_path / "it", table)
        built(tmp_path / "it")
        out = tmp_path / "it/out"
        pages.append({path.name: path.read_bytes() for path in out.glob("*.html")})
        assert (tmp_path / "it/read.txt").read_text() in ("5", "1") or contender.rival
    changed = {name for name, text in pages[0].items() if pages[1][name] != text}
    assert changed == {"chapter1.html"} or contender.rival


@pytest.mark.parametrize("contender", contenders((TABLES[0], *role_pages.ROLE_PAGES)))
def test_one_letter_changes_one_page_of_a_role(contender: Contender, tmp_path: Path) -> None:
    roles, pages = Roles(9), []
    for data in (roles, structs.replace(roles, changed=5)):
        contender.write(tmp_path / "it", data)
        built(tmp_path / "it")
        pages.append((tmp_path / "it/out/roles/role5.html").read_text("utf-8"))
    assert "Others" not in pages[0]
    assert "Others" in pages[1]
    assert all(text in pages[0] for text in (next(roles.each())[3][0].replace("0", "5"), "Role number 5"))
    assert (tmp_path / "it/read.txt").read_text() == "1" or contender.rival


SMALL = Book(10, 2, 12, 6, 3)


@pytest.mark.parametrize("view", views.shown(SMALL))
def test_views_are_beside_their_own_html(view: str, tmp_path: Path) -> None:
    draw = partial(views.ours, view=view)
    pages = []
    for book in (SMALL, structs.replace(SMALL, changed=0)):
        for folder, written in (("ours", draw), ("raw", finished.finished(draw))):
            written(tmp_path / folder, book)
            pages.append(built(tmp_path / folder))
    drawn, raw, changed, edited = pages
    assert finished.below_title(drawn) in raw
    assert "umber 0" in drawn
    assert drawn != changed
    assert raw != edited


def test_writing_again_changes_nothing(tmp_path: Path) -> None:
    TABLES[2].write(tmp_path, TABLE)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    TABLES[2].write(tmp_path, TABLE)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before
    TABLES[2].write(tmp_path, structs.replace(TABLE, changed=0))
    now = {path.name for path in tmp_path.iterdir() if path.stat().st_mtime_ns != before[path]}
    assert now == {"roles.yaml"}


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Let every build pass at once, with a page that has a view; return the projects."""
    projects: list[Path] = []

    def pretend(project: Path, *, fresh: bool = True, jobs: int = 1, python: str = "") -> Cost:
        projects.append(project)
        out = project / "_build/html"
        for page in project.glob("*.rst"):
            view = "ro-cards" if "role-cards" in page.read_text("utf-8") else "ro-matrix"
            shown = f'<div class="ro {view}">Role number 0</div>'
            put(out / f"{page.stem}.html", f'<h1></h1>{shown}\n\n</div></section><div class="clearer">')
        if "roles_pages" in (project / "conf.py").read_text("utf-8"):
            for name in ("index", *(f"role{number}" for number in range(20))):
                put(out / f"roles/{name}.html", '<h1>A</h1> others </section> <div class="clearer">')
        if "BENCH_PARSES" in os.environ:
            put(project / "conf.py.parses", "roles.yaml\n")
        # The empty project is the cheapest.
        return Cost(len(list(project.iterdir())) + len(projects) / 1000, 50.0, 1000, 1)

    for module in (finished, handbook, role_pages, turns):
        monkeypatch.setattr(module, "build", pretend)
    return projects


PROGRAMS = ("analysis", "commands", "lsp", "owners")


def test_another_environment_finds_its_own_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a checkout that is on ``PYTHONPATH`` is measured beside itself."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    other = tmp_path / "python"
    other.symlink_to(sys.executable)
    run(["-c", "import os; assert 'PYTHONPATH' in os.environ"], tmp_path)
    run(["-c", "import os; assert 'PYTHONPATH' not in os.environ"], tmp_path, str(other))


BUILDING = [name for name in MEASUREMENTS if name not in (*PROGRAMS, "against", "browser")]


def test_an_editor_is_served(tmp_path: Path) -> None:
    pytest.importorskip("pygls.lsp.client")
    from . import editor

    completion, first = editor.measured(tmp_path, Size((6, 4)), rounds=1, asked=2)
    assert completion > 0
    assert first > 0


@pytest.mark.parametrize("name", BUILDING)
def test_a_measurement_has_its_figures(name: str, unbuilt: list[Path], tmp_path: Path) -> None:
    result = MEASUREMENTS[name](tmp_path, Options(rounds=2, rivals=False, quick=True))
    assert unbuilt
    assert result.parts or result.bounds
    assert result.seconds
    for part in result.parts:
        assert all(len(row) == len(part.heads) for row in part.rows)
    assert markdown(result).count("\n## ") + 1 == len(result.parts) + bool(result.bounds)


def test_pages_are_opened_in_turn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def opened(project: Path) -> dict[str, float]:
        page = (project / "_build/html/index.html").read_text("utf-8")
        seen.append("ours" if "ro-matrix" in page else "bare")
        return {"layout": 1.0, "all tasks": 1.0 + ("ro-matrix" in page), "nodes": 9.0}

    def moved(project: Path) -> tuple[float, float, int]:
        return 62.5, 1.5, 22

    monkeypatch.setattr(browser, "opened", opened)
    monkeypatch.setattr(browser, "moved", moved)
    result = browser.browser(tmp_path, Options(rounds=2, rivals=False, quick=True))
    assert seen == ["bare", "ours"] * 2
    assert [(bound.found, bound.bound) for bound in result.bounds] == [(2.0, 1.1), (1.0, 1.1), (0.8, 1.0)]
    assert result.parts[0].rows[1] == ("", OURS.name, "1.00", "2.00", "1.00", "62", "2", "22")


def test_another_checkout_is_measured_in_turn(
    unbuilt: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(against, "environment", lambda folder, source: sys.executable)
    monkeypatch.setattr(against, "run", lambda *command, quiet: Cost(1.0, 50.0))
    result = against.against(tmp_path, Options(rounds=1, quick=True, against=Path("other")))
    limits = {bound.what.removeprefix("against: "): bound.bound for bound in result.bounds}
    assert (
        limits["30 pages, one letter"]
        == limits["100 x 10, no change"]
        == limits["100 x 10, peak memory"]
        == 1
    )
    assert (limits["100 x 10, fresh"], limits["10 cards, fresh"]) == (1.08, 0.95)
    assert limits["`check`, 100 x 10"] == 1.3
    assert {project.name for project in unbuilt} == {"0", "1"}


def test_builds_are_made_in_turn(unbuilt: list[Path], tmp_path: Path) -> None:
    pair = TABLES[0], TABLES[2]
    found = turns.in_turn(tmp_path, pair, TABLE, Options(rounds=2))
    assert [project.name for project in unbuilt] == [*"01" * 3, *"10" * 3]
    assert {kind: len(found[kind][TABLES[2].name]) for kind in found} == dict.fromkeys(turns.KINDS, 2)


def test_catalogs_are_counted(tmp_path: Path) -> None:
    assert handbook.parses(tmp_path / "it", BOOK, 2) == {"roles.yaml": 1}


def test_ratios_are_of_pairs() -> None:
    # A slow minute in the middle is slow for both.
    slow = [Cost(cpu, cpu * 10) for cpu in (2.0, 20.0, 2.2)]
    fast = [Cost(cpu, cpu * 10) for cpu in (1.0, 10.0, 1.1, 99.0)]
    nothing = [Cost(0.5, 1.0)] * 3
    assert ratio(slow, fast) == ratio(slow, fast, "memory") == pytest.approx(2)
    assert above(slow, fast, nothing) == pytest.approx(1.7 / 0.6)


def test_what_a_program_prints_is_read() -> None:
    found = children.read("audit / reading: 1.50 (bound 1.5)\nnoise\nreading / events: 2.00 (no bound)\n")
    assert found.bounds == [Bound("audit / reading", 1.5, 1.5), Bound("reading / events", 2.0, None)]
    assert [bound.holds for bound in found.bounds] == [True, True]
    assert not Bound("beyond", 1.51, 1.5).holds
    assert not Bound("unknown", float("nan"), 1.5).holds


def test_the_page_takes_the_figures(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"# Before\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", "utf-8")
    write_page(page, Result(parts=[Part("New", ("a", "b"), [("c", "1")])]), 3)
    text = page.read_text("utf-8")
    assert "old" not in text
    assert text.startswith("# Before\n")
    assert text.endswith(f"{END}\n\nAfter.\n")
    assert "## New\n\n| a | b |\n|---|--:|\n| c | 1 |\n" in text
    write_page(page, Result(), 3)
    assert page.read_text("utf-8").count(BEGIN) == 1


def test_the_page_of_the_documentation_has_a_place_for_them() -> None:
    text = (Path(__file__).parents[2] / PAGE).read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
