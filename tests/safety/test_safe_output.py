"""Whatever stands in the data, no output runs it, loads it, obeys it or is broken by it."""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from safety import checks
from safety.corpus import ALL, SAMPLE, TEX
from safety.handbook import catalog, files

LONG = bool(os.environ.get("LONG_TESTS"))
STRINGS = ALL if LONG else SAMPLE
# (markup of the pages, markup of the data)
HTML = [("rst", "markdown"), ("md", "rst")]
OTHERS = [("rst", "markdown")]
if LONG:
    OTHERS = HTML
    HTML = [(page, data) for page in ("rst", "md") for data in ("markdown", "rst")]
HARMLESS = (
    "*em* **strong** `code` [web](https://example.com/a?b=c&d) <https://example.com> {sub}`2`{sup}`3` {kbd}`x`",
    "*em* **strong** ``code`` `web <https://example.com/a>`__ :abbr:`X (y)` :guilabel:`x` :file:`a{b}`",
    "- a\n- b\n\n1. c\n2. d\n\n> said\n\n```\nx\n```\n\n## Head\n\na\\\nb\n\n{abbr}`X (y)`",
    "- a\n- b\n\n1. c\n2. d\n\n  said\n\n::\n\n  x\n\n| a\n| b\n\nterm\n  definition",
)


@pytest.fixture(scope="module")
def built(shared_project: Callable[..., Any]) -> Callable[..., Any]:
    """Return what a builder makes of the handbook with hostile strings, or with harmless ones."""
    made: dict[tuple[str, ...], Any] = {}
    projects: dict[tuple[str, ...], Any] = {}

    def build(builder: str, page: str, data: str, strings: tuple[str, ...] = STRINGS) -> Any:
        kind = (page, data, "harmless" if strings is HARMLESS else "hostile")
        if kind not in projects:
            found, conf = files(strings, page)
            projects[kind] = shared_project(found, **conf, roles_markup=data)
        if (builder, *kind) not in made:
            made[builder, *kind] = projects[kind].build(builder)
        return made[builder, *kind]

    return build


def pages(built: Any, pattern: str = "*.html") -> Iterator[tuple[str, str]]:
    """Each page with the string that it shows; the search page is all Sphinx's."""
    for path in sorted(Path(built.out).glob(pattern)):
        number = path.stem.removeprefix("p")
        if path.stem != "search":
            shown = f" {STRINGS[int(number)]!r}" if number.isdecimal() else ""
            yield f"{path.name}{shown}", path.read_text("utf-8")


def unseen(html: str) -> list[str]:
    return sorted(set(checks.unseen(html)))


@pytest.mark.parametrize(("page", "data"), HTML)
def test_a_site_holds_nothing_that_a_view_does_not_make(built: Any, page: str, data: str) -> None:
    """One test, as two workers would build the site twice: elements, characters, turned texts, files, formulas."""
    found = built("html", page, data)
    whole = list(pages(found))
    assert len(whole) > len(STRINGS)
    for check in (checks.html_faults, unseen, checks.open_directions):
        assert {name: faults for name, html in whole if (faults := check(html))} == {}
    assert [name for name, html in whole if "TOP SECRET" in html] == []
    out = Path(found.out)
    names = [path.name for folder in ("_images", "_downloads") for path in out.glob(f"{folder}/**/*.*")]
    assert set(names) == {"x.png", *(name for name in names if name.endswith(".csv"))}
    tables = sorted(out.glob("_downloads/**/*.csv"))
    assert len(tables) > 2 * len(STRINGS)
    assert {one.name: bad for one in tables if (bad := checks.formulas(one.read_bytes().decode()))} == {}


@pytest.mark.parametrize(("page", "data"), OTHERS)
def test_latex_obeys_no_command_of_the_data(built: Any, page: str, data: str) -> None:
    tex = built("latex", page, data).page("handbook.tex")
    usual = checks.bare_commands(built("latex", page, data, HARMLESS).page("handbook.tex"))
    # What Sphinx and Pygments write for a character, where a long word can break, and what parts the index.
    escape = re.compile(r"\\(?:[${}%&#_ -]|PYG\w*|text\w+|sphinx\w+|roleslongword|indexspace)")
    assert [one for one in sorted(checks.bare_commands(tex) - usual) if not escape.fullmatch(one)] == []
    assert [
        one for one in usual if re.fullmatch(r"\\(?:input|include|write|openin|csname|def|\^)", one)
    ] == []
    # Sphinx itself writes a \catcode for the "#" of an address.
    assert [text for text in TEX if "\\" in text and tex.count(text) != (text == "\\end{document}")] == []
    assert checks.unbalanced(tex) == []
    assert list(checks.unseen(tex)) == []


@pytest.mark.parametrize(("page", "data"), OTHERS)
def test_a_book_is_well_formed(built: Any, page: str, data: str) -> None:
    found = built("epub", page, data)
    (path,) = Path(found.out).glob("*.epub")
    with zipfile.ZipFile(path) as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".svg", ".opf", ".ncx"))]
        reported = {
            name: reported for name in names if (reported := checks.xml_faults(book.read(name).decode()))
        }
        held = {Path(name).suffix for name in book.namelist()} - {""}
    assert reported == {}
    assert sum(name.endswith(".svg") for name in names) >= len(STRINGS)
    assert held == {".xhtml", ".svg", ".opf", ".ncx", ".xml", ".css", ".png"}


@pytest.mark.parametrize(("page", "data"), OTHERS)
def test_a_manual_obeys_no_request_of_the_data(built: Any, page: str, data: str) -> None:
    (man,) = pages_of(built("man", page, data), "*.1")
    (usual,) = pages_of(built("man", page, data, HARMLESS), "*.1")
    assert checks.roff_requests(man) - checks.roff_requests(usual) == set()
    assert list(checks.unseen(man)) == []


@pytest.mark.parametrize(("page", "data"), OTHERS)
def test_a_terminal_is_told_nothing_but_text(built: Any, page: str, data: str) -> None:
    texts = pages_of(built("text", page, data), "*.txt")
    assert len(texts) > len(STRINGS)
    assert [found for text in texts if (found := list(checks.unseen(text)))] == []


@pytest.mark.skipif(not LONG, reason="LONG_TESTS is not set")
@pytest.mark.parametrize(("page", "data"), OTHERS)
def test_texinfo_and_xml(built: Any, page: str, data: str) -> None:
    (info,) = pages_of(built("texinfo", page, data), "*.texi")
    (usual,) = pages_of(built("texinfo", page, data, HARMLESS), "*.texi")
    commands = [set(re.findall(r"@(?:[a-zA-Z]+|.)", text)) for text in (info, usual)]
    # Sphinx itself writes a link to an address as @email, and a comma in it as @comma.
    assert commands[0] - commands[1] <= {"@@", "@{", "@}", "@email", "@comma"}
    for text in pages_of(built("xml", page, data), "*.xml"):
        assert checks.xml_faults(text) == []


# Asked for, not shown: a colour or picture that is none, an address, what no view shows.
NOT_SHOWN = {
    "roles.r0.color", "roles.r0.icon", "roles.r0.links.url", "roles.r0.holders.link", "roles.r0.past_holders.link",
    "roles.r1.image", "roles.r0.levels.<key>", "roles.r0.levels.<key>.after", "roles.r0.levels.<key>.equals",
    "roles.r0.levels.top.equals", "roles.r0.levels.top.extends", "roles.r2.kind",
    *(f"roles.r0.{who}.skills.{what}" for who in ("holders", "past_holders")
      for what in ("s", "<key>.step", "<key>.criteria")),
    "responsibilities.w0.kind", "responsibilities.w0.links.url",
    "responsibilities.w0.tags", "responsibilities.w0.aliases", "responsibilities.w0.cost_center",
    "responsibilities.w0.maintainer", "responsibilities.sec.rows.w4.links.url", "schemes.own.letters.A.words", "schemes.own.letters.A.color",
    "schemes.own.letters.A.shape", "schemes.own.letters.<key>.meaning", "accepted.<second>.reason",
}  # fmt: skip


def test_the_strings_do_come_into_the_pages(project: Callable[..., Any]) -> None:
    """Else none of the tests above could fail: each field has a text of its own here."""
    marks: dict[str, str] = {}
    found, conf = files(("X",))
    found["c0.json"] = json.dumps(marked(catalog("X"), (), marks))
    html = project(found, **conf).build().page("p0.html")
    shown = set(re.findall("zq[0-9]+q", html))
    assert sorted({path for mark, path in marks.items() if mark not in shown} ^ NOT_SHOWN) == []


def marked(value: Any, path: tuple[str, ...], marks: dict[str, str]) -> Any:
    """Return the data with a word of its own in each place of an X; ``marks`` gets the places."""
    if isinstance(value, dict):
        return {
            marked(key, (*path, "<key>"), marks): marked(one, (*path, "<key>" if key == "X" else key), marks)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [
            marked(one, (*path, "<second>") if path == ("accepted",) and number else path, marks)
            for number, one in enumerate(value)
        ]
    if not isinstance(value, str) or "X" not in value:
        return value
    mark = f"zq{len(marks)}q"
    marks[mark] = ".".join(path)
    return value.replace("X", mark)


def pages_of(built: Any, pattern: str) -> list[str]:
    return [path.read_text("utf-8") for path in sorted(Path(built.out).glob(pattern))]
