"""What other tools make of our pages, by the tools themselves; one that is not installed is skipped, and says so."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.chromium import Browser, Missing, start
from browser.looks import Look
from tagged_pdf import cells_with_text
from ways_out.views import LETTERS, ROLES, TABLES, VIEWS, checked, files, missing

from sphinx_roles import load_catalog
from sphinx_roles.cli import main

pytestmark = pytest.mark.ways_out

CONF = "# conf.py is whole\n"


def needs(*tools: str) -> None:
    for tool in tools:
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed")


def module(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed")


def read(pdf: bytes, *flags: str) -> str:
    needs("pdftotext")
    done = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *flags, "-", "-"], input=pdf, capture_output=True, check=True
    )
    return done.stdout.decode()


# TeX


SIZES = {
    # roles, rows, what a role is called, and what its letter has for a condition
    "few": (3, 14, "Head of Few", ""),
    "many": (8, 40, "Head of Many", " (only in regulated markets and after hours)"),
    "long": (8, 40, "Donaudampfschifffahrtsgesellschaftskapitän of Long", " (only in regulated markets)"),
    "tall": (3, 120, "Head of Tall", " (for the holidays)"),
    "wide": (15, 40, "Head of Wide", ""),
    "widest": (40, 14, "Head of Widest", " (EU)"),
}


def sized(name: str) -> str:
    """Return a catalog of some size."""
    roles, rows, called, when = SIZES[name]
    names = [f"{called} {n}" for n in range(roles)]
    lines = [f"roles: [{', '.join(names)}]", "responsibilities:"]
    for row in range(rows):
        held = (f"{role}: {'A/R' if n == row % roles else f'C{when}'}" for n, role in enumerate(names))
        lines.append(f"  - {{name: Approve {name} number {row}, assign: {{{', '.join(held)}}}}}")
    return "\n".join(lines) + "\n"


def typeset(built: Any, engine: str) -> str:
    """Return the text of a PDF that TeX makes without an error, and without a box that is too full."""
    needs("latexmk", engine)
    flag = {"pdflatex": "-pdf", "lualatex": "-pdflua", "xelatex": "-pdfxe"}[engine]
    command = ["latexmk", flag, "-interaction=nonstopmode", "ways.tex"]
    subprocess.run(command, cwd=built.out, capture_output=True, check=False)
    log = (built.out / "ways.log").read_text("utf-8", "replace")
    assert re.findall(r"^! .*|^Missing character: .*", log, re.MULTILINE) == []
    assert [size for size in re.findall(r"Overfull \\[hv]box \(([\d.]+)pt", log) if float(size) > 1] == []
    return read((built.out / "ways.pdf").read_bytes(), "-raw")


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex", "xelatex"])
def test_latex_prints_every_row_and_every_role(engine: str, project: Callable[..., Any]) -> None:
    needs("latexmk", engine)
    source = files()
    source["grid.md"] += "".join(
        f"\n## {name}\n\n```{{responsibility-matrix}} {name}\n:file: {name}.yaml\n```\n" for name in SIZES
    )
    source["conf.py"] += f"latex_engine = {engine!r}\n"
    if engine != "pdflatex":
        source["conf.py"] += "latex_elements = {'fontpkg': '%'}\n"
    source |= {f"{name}.yaml": sized(name) for name in SIZES}
    text = typeset(project(source).build("latex"), engine)
    assert missing(text) == []
    flat = "".join(re.sub(r"-\n", "", text).split())
    for name, (roles, rows, called, _) in SIZES.items():
        heads = [n for n in range(roles) if f"{called} {n}".replace(" ", "") not in flat]
        lines = [n for n in range(rows) if not re.search(rf"{name}number{n}(?!\d)", flat)]
        assert (name, heads, lines) == (name, [], [])


def test_latex_prints_every_role_on_small_paper(project: Callable[..., Any]) -> None:
    """A row that is taller than a page goes on in other rows."""
    held = ", ".join(f"Role {n}: C (at night)" for n in range(60))
    data = (
        f"roles: {[f'Role {n}' for n in range(60)]}\nresponsibilities: {{Deploy: {{assign: {{{held}}}}}}}\n"
    )
    conf = files()["conf.py"] + "roles_catalog = 'roles.yaml'\nlatex_elements = {'papersize': 'a5paper'}\n"
    source = {"index.md": "# T\n\n```{responsibility-matrix}\n```\n", "roles.yaml": data, "conf.py": conf}
    text = " ".join(typeset(project(source).build("latex"), "pdflatex").split())
    assert [n for n in range(60) if f"Role {n} (at night)" not in text] == []


@pytest.mark.parametrize("split", ["", ":split: 1\n"], ids=["one", "parts"])
def test_latex_leaves_no_heading_and_no_empty_table_at_the_foot_of_a_page(
    split: str, project: Callable[..., Any]
) -> None:
    """LaTeX breaks between a heading and a table that can break, and sets the foot of the table there."""
    data = "roles: [Ana, Bo]\nresponsibilities:\n" + "".join(
        f"  Deploy {row}: {{assign: {{Ana: A, Bo: R}}}}\n" for row in range(6)
    )
    # From a table that is whole on its page to one that begins the next.
    parts = (
        "```{raw} latex\n\\newpage\n```\n"
        + "Line.\n\n" * lines
        + f"## Part {lines}\n\n```{{responsibility-matrix}} Who {lines}\n{split}```\n"
        for lines in range(18, 44)
    )
    conf = files()["conf.py"] + "roles_catalog = 'roles.yaml'\n"
    source = {"index.md": "# T\n\n" + "".join(parts), "roles.yaml": data, "conf.py": conf}
    built = project(source).build("latex")
    typeset(built, "pdflatex")
    pages = read((built.out / "ways.pdf").read_bytes(), "-layout").split("\f")
    alone = [page for page in pages if re.search(r"Part \d+\s*(continues on next page)?\s*[^\n]*\s*$", page)]
    assert alone == []


def test_latex_breaks_long_words_between_syllables(project: Callable[..., Any]) -> None:
    """Where the patterns of the language know none, a word is broken before it is too wide."""
    number = "9876543210" * 4
    roles = [f"{word} {n}" for n in range(5) for word in ("Internationalization", number)]
    # Too wide for its place above a circle.
    roles.append("Electroencephalographically")
    held = ", ".join(f"{role}: R" for role in roles)
    source = files() | {
        "roles.yaml": f"roles: [{', '.join(roles)}]\nresponsibilities: {{Deploy: {{assign: {{{held}}}}}}}\n",
        "index.md": f"# T\n\n```{{responsibility-matrix}}\n```\n\n```{{role-overlap}} {', '.join(roles[:1] + roles[-1:])}\n```\n",
    }
    source["conf.py"] += "roles_catalog = 'roles.yaml'\nroles_max_columns = 11\n"
    text = typeset(project(source).build("latex"), "pdflatex")
    parts = {part for word in re.findall(r"In[a-z]+(?:-\n[a-z]+)*", text) for part in word.split("-\n")}
    assert len(parts) > 2
    assert [
        part for part in parts if not re.fullmatch("(In)?(ter)?(na)?(tion)?(al)?(iza)?(tion)?", part)
    ] == []
    assert text.replace("-\n", "").count(number) >= 5


def test_xelatex_prints_chinese_and_japanese(project: Callable[..., Any]) -> None:
    needs("latexmk", "xelatex", "fc-list")
    roles = [f"基盤責任者{n}号" for n in range(8)]
    rows = [f"第{n}回の変更を承認して関係者全員に知らせる" for n in range(40)]
    # Fonts of one of the languages may lack signs of the other.
    signs = " ".join(f"{ord(sign):x}" for sign in sorted({*"".join(roles + rows), *"規制市場のみ責表—"}))
    command = ["fc-list", "--format", "%{family[0]}\n", f":charset={signs}"]
    fonts = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")
    # "Mono" is longer.
    font = min(filter(None, fonts), key=len, default="")
    if not font:
        pytest.skip("no font has Chinese and Japanese signs")
    held = ", ".join(f"{role}: C (規制市場のみ)" for role in roles)
    data = [
        f"roles: [{', '.join(roles)}]",
        "responsibilities:",
        *(f"  {row}: {{assign: {{{held}}}}}" for row in rows),
    ]
    chosen = "".join(rf"\set{kind}font{{{font}}}" for kind in ("main", "sans", "mono"))
    breaks = r'\XeTeXlinebreaklocale "zh" \XeTeXlinebreakskip=0pt plus 1pt'
    conf = files()["conf.py"] + f"latex_elements = {{'fontpkg': {chosen!r}, 'preamble': {breaks!r}}}\n"
    conf += "latex_engine = 'xelatex'\nroles_catalog = 'roles.yaml'\n"
    source = {
        "conf.py": conf,
        "roles.yaml": "\n".join(data),
        "index.md": "# 責任\n\n```{responsibility-matrix} 表\n```\n",
    }
    flat = "".join(typeset(project(source).build("latex"), "xelatex").split())
    assert [word for word in (*roles, *rows, "規制市場のみ") if word not in flat] == []


# Books


def test_epubcheck_finds_nothing(project: Callable[..., Any]) -> None:
    jar = os.environ.get("EPUBCHECK", "")
    if not jar:
        needs("epubcheck")
    built = project(files()).build("epub")
    # Also on a file that is marked as a program, as Debian has it.
    command = ["java", "-jar", jar or str(Path(shutil.which("epubcheck") or "").resolve())]
    done = subprocess.run(
        [*command, str(built.out / "Ways.epub")], capture_output=True, text=True, check=False
    )
    assert re.findall(r"^(?:ERROR|FATAL|WARNING).*", done.stdout + done.stderr, re.MULTILINE) == []
    assert done.returncode == 0, done.stderr


# Foreign builders


def test_markdown_has_every_word_and_letter(project: Callable[..., Any]) -> None:
    module("sphinx_markdown_builder")
    built = project(files("sphinx_markdown_builder")).build("markdown")
    for view in VIEWS:
        page = built.page(f"{view}.md")
        assert (view, missing(re.sub(r"\[(.*?)\]\([^()]*\)|[*|\\]", r"\1", page), (view,), flat=True)) == (
            view,
            [],
        )
        if view in TABLES:
            lines = [line.strip().strip("|") for line in page.splitlines() if line.strip().startswith("|")]
            rows = [[re.sub(r"<[^>]*>|[*]", "", cell).strip() for cell in line.split("|")] for line in lines]
            rows = [
                [re.sub(r"\[(.*?)\]\(.*?\)", r"\1", cell) for cell in row]
                for row in rows
                if "--" not in row[0]
            ]
            assert (view, checked(rows, view)) == (view, [])


def test_confluence_has_every_word_and_letter(project: Callable[..., Any]) -> None:
    module("sphinxcontrib.confluencebuilder")
    built = project(files("sphinxcontrib.confluencebuilder")).build("confluence")
    for view in VIEWS:
        page = built.page(f"{view}.conf")
        assert (view, missing(re.sub(r"<[^>]*>", " ", page), (view,), flat=True)) == (view, [])
        if view in TABLES:
            rows = [
                [
                    re.sub(r"<[^>]*>|responsibility-\w+", "", cell).strip()
                    for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)
                ]
                for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
            ]
            assert (view, checked(rows, view)) == (view, [])


def test_weasyprint_prints_every_word(project: Callable[..., Any]) -> None:
    module("weasyprint")
    built = project(files()).build("html")
    for view in VIEWS:
        command = [sys.executable, "-m", "weasyprint", str(built.out / f"{view}.html"), "-"]
        done = subprocess.run(command, capture_output=True, check=True)
        # In the order of the file: lines of two columns side by side are no sentence.
        assert (view, missing(read(done.stdout, "-raw"), (view,))) == (view, [])
        assert b"Inline grids" not in done.stderr


# Chromium


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    try:
        browser = start()
    except Missing as found:
        pytest.skip(str(found))
    yield browser
    browser.driver.quit()


COPIED = """
const range = document.createRange(), box = document.createElement("div");
if (document.querySelector(".ro-table")) range.selectNode(document.querySelector(".ro-table"));
else {
  range.setStartBefore(document.querySelector(".ro-band-name, .ro-list"));
  range.setEndAfter(document.querySelector(".ro").lastElementChild);
}
getSelection().removeAllRanges(); getSelection().addRange(range);
box.contentEditable = true; box.id = "pasted";
box.addEventListener("paste", (event) => { window.pasted = event.clipboardData.getData("text/plain"); });
document.body.append(box);
"""
ROWS = """
return [...(document.querySelector(arguments[0])?.rows ?? [])]
  .map(row => [...row.cells].map(cell => cell.innerText.trim()));
"""
HELD = {
    "Deploy": {"operator": "A/R"},
    "Review": {"developer": "C (big ones)", "tester": "A/R"},
}


def clipboard(browser: Browser) -> tuple[str, list[list[str]]]:
    """Copy the table of the page and paste it: as text, and as the rows of a table."""
    browser.run(COPIED)
    browser.press("c", 67, command="copy")
    browser.run("document.querySelector('#pasted').focus()")
    browser.press("v", 86, command="paste")
    return browser.run("return window.pasted"), browser.run(ROWS, "#pasted table")


def read_back(text: str, folder: Path) -> dict[str, dict[str, str]]:
    """Return what `convert` reads from what was copied."""
    (folder / "pasted.tsv").write_text(text, "utf-8")
    main(["convert", str(folder / "pasted.tsv"), str(folder / "made.yaml"), "--scheme", "RACI"])
    found, problems = load_catalog("made.yaml", root=folder)
    # The numbers of a row of totals are no letters, and reported.
    assert [problem for problem in problems if problem.code != "unknown-letter"] == []
    held = {
        str(row.name): {
            a.role: "/".join(sorted(a.letters)) + (f" ({a.when})" if a.when else "") for a in row.assign
        }
        for row in found.rows
    }
    return {name: roles for name, roles in held.items() if name in LETTERS}


@pytest.mark.parametrize("theme", ["alabaster", "furo"])
@pytest.mark.parametrize("view", ["grid", "totals", "letters", "list", "transposed", "sections", "split"])
def test_what_is_copied_reads_back(
    view: str, theme: str, chromium: Browser, project: Callable[..., Any], tmp_path: Path
) -> None:
    """As text and as HTML, with the real clipboard: a line for each row, and `convert` reads its letters."""
    module(theme)
    built = project(files(), html_theme=theme).build("html")
    chromium.open(built.out / f"{view}.html", Look(theme, "light"), 1400)
    text, rows = clipboard(chromium)
    lines = [line.split("\t") for line in text.splitlines()]
    roles = ROLES[:2] if view == "split" else ROLES
    names = roles if view == "transposed" else tuple(LETTERS)
    width = 1 + len(LETTERS if view in ("transposed", "letters") else roles) + (view == "letters")
    # In a list, letters of the same roles are together.
    widths = {"Deploy": 2, "Review": 3} if view == "list" else dict.fromkeys(names, width)
    assert [(line[0], len(line)) for line in lines if line[0] in names] == [*widths.items()]
    if view in TABLES and view != "split":
        start = next(n for n, line in enumerate(lines) if len(line) == width)
        assert checked(lines[start:]) == []
        assert checked([row for row in rows if len(row) == width]) == []
    held = {name: dict(held) for name, held in HELD.items()}
    if view == "split":
        held["Review"].pop("tester")
    if view in ("letters", "list"):
        # Behind the name of a role, a condition may as well be a part of the name.
        held["Review"] = {"tester": "A/R", "developer-big-ones": "C"}
    assert read_back(text, tmp_path) == held


def test_a_copied_comparison_has_a_line_for_each_row(chromium: Browser, project: Callable[..., Any]) -> None:
    built = project(files()).build("html")
    chromium.open(built.out / "comparison.html", Look("alabaster", "light"), 1400)
    text, _ = clipboard(chromium)
    lines = {line.split("\t")[0]: line.split("\t") for line in text.splitlines()}
    assert lines["Tagline"][-2:] == ["Writes it", "not said"]
    assert [len(line) for name, line in lines.items() if name in ("Responsibility", "Review")] == [4, 4]
    assert lines["Review"][-2:] == ["Consulted (big ones)", "Accountable Responsible"]


@pytest.mark.parametrize("view", VIEWS)
def test_a_printed_page_is_tagged_with_every_word(
    view: str, chromium: Browser, project: Callable[..., Any]
) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    built = project(files()).build("html")
    chromium.open(built.out / f"{view}.html", Look("alabaster", "light"), 1400)
    printed = b64decode(chromium.command("Page.printToPDF", generateTaggedPDF=True)["data"])
    assert missing(read(printed, "-raw"), (view,)) == []
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        cells = list(cells_with_text(pdf.Root.StructTreeRoot))
    # The corner above the roles has nothing to say.
    corners = built.page(f"{view}.html").count('"ro-corner"></td>')
    assert cells.count(False) == corners, f"of {len(cells)} cells"
