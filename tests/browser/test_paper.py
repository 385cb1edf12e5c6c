"""On paper, from 3 to 40 roles, nothing is cut off: printed as a reader prints, and read back from the PDF."""

from __future__ import annotations

import base64
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser.chromium import Browser
from browser.looks import SETTINGS, Look, build

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed"),
]

NAMES = (
    "Head of Infrastructure", "Platform Engineer", "Site Reliability Engineer", "Product Manager", "Security Officer",
    "Data Protection Officer", "Release Manager", "Service Desk", "Legal", "Finance",
)  # fmt: skip
SIZES = {"A4": (8.27, 11.69), "Letter": (8.5, 11)}
FORMS = [
    ("", 3),
    ("", 8),
    ("", 10),
    ("", 15),
    ("", 25),
    ("", 40),
    (":layout: letters\n", 40),
    (":transpose:\n", 8),
]


def names(count: int) -> list[str]:
    return [f"{NAMES[n % 10]} {n // 10 + 1}" if n >= 10 else NAMES[n] for n in range(count)]


def page(options: str, count: int) -> str:
    rows = ""
    for number in range(12):
        letters = [
            "A/R" if n == number % count else "C (at night)" if (n + number) % 5 == 1 else "C"
            for n in range(count)
        ]
        cells = ", ".join(f"{name}: {letter}" for name, letter in zip(names(count), letters, strict=True))
        rows += f"  - {{name: Approve change {number}, assign: {{{cells}}}}}\n"
    body = f"---\n{options}---\n" if options else ""
    return f"# Page\n\n```{{responsibility-matrix}} All\n{body}\nresponsibilities:\n{rows}```\n\nThe end.\n"


def write_pages(theme: str, folder: Path) -> None:
    """Build a page of each form."""
    for number, form in enumerate(FORMS):
        (folder / f"p{number}.md").write_text(page(*form), "utf-8")
    pages = "\n".join(f"p{number}" for number in range(len(FORMS)))
    (folder / "index.md").write_text(f"# Index\n\n```{{toctree}}\n{pages}\n```\n", "utf-8")
    conf = 'extensions = ["myst_parser", "sphinx_roles"]\nroles_catalog = []\n'
    (folder / "conf.py").write_text(f"{conf}html_theme = {theme!r}\n{SETTINGS.get(theme, '')}")
    build(theme, "", folder / "built", folder)


def printed(browser: Browser, width: float, height: float) -> str:
    """Return what is read on the sheets, without spaces and hyphens."""
    pdf = browser.command("Page.printToPDF", paperWidth=width, paperHeight=height)
    read = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", "-raw", "-", "-"],
        input=base64.b64decode(pdf["data"]), capture_output=True, check=True,
    ).stdout.decode()  # fmt: skip
    return re.sub(r"[\s\-\u2010]", "", read)


def test_nothing_is_cut_off(look: Look, chromium: Browser, once: Callable[..., Path]) -> None:
    folder = once(f"paper-{look.theme}", lambda folder: write_pages(look.theme, folder))
    lost: dict[Any, Any] = {}
    for number, (options, count) in enumerate(FORMS):
        chromium.open(folder / "built" / "html" / f"p{number}.html", look, 1400)
        conditions = sum((n + row) % 5 == 1 and n != row % count for row in range(12) for n in range(count))
        wanted = [*names(count), *(f"Approve change {row}" for row in range(12)), "The end."]
        for size, (width, height) in SIZES.items():
            flat = printed(chromium, width, height)
            missing = [word for word in wanted if word.replace(" ", "") not in flat]
            if missing or flat.count("atnight") != conditions:
                lost[size, options, count] = missing, conditions - flat.count("atnight")
    assert lost == {}


_ACROSS = """
const table = document.querySelector("table.ro-turned");
table.classList.add("ro-many", "ro-most");
for (const row of table.rows) {
    const last = [...row.cells].at(-1);
    if (last.colSpan > 1) last.colSpan += 24;
    else for (let n = 0; n < 24; n++) row.append(last.cloneNode(true));
}
const heads = [...[...table.tHead.rows].at(-1).querySelectorAll(":is(summary, .ro-head)")];
return heads.map((head) => {
    head.textContent = "Backup, restore and disaster recovery exercises";
    const range = document.createRange();
    range.selectNodeContents(head);
    return range.getBoundingClientRect();
}).map((box, at, all) => at ? all[at - 1].right - box.left : 0);
"""


def test_names_of_many_responsibilities_across_do_not_cover_each_other(look: Look, surf: Any) -> None:
    assert max(surf(look, "turned", 800, media="print").run(_ACROSS)) <= 1


def test_what_belongs_together_is_on_one_sheet(look: Look, surf: Any) -> None:
    """No title is alone at the end of a sheet, no legend is cut in two, and what ends a view keeps no title with it."""
    browser = surf(look, "compare", media="print")
    titles = ".ro-caption, .ro-summing-up, .ro-legend:not(.ro-verdicts), section:has(.ro)>:is(h1, h2)"
    for kept, places in (("avoid", titles), ("auto", ".ro-verdicts, .ro-verdicts dt")):
        style = f"all('{places}').map((e) => getComputedStyle(e).breakAfter)"
        assert set(browser.run(f"return {style}")) == {kept}
    assert set(browser.run("return all('.ro-legend').map((e) => getComputedStyle(e).breakInside)")) == {
        "avoid"
    }


def test_a_view_that_is_alone_on_its_page_has_the_width_of_the_sheet(look: Look, surf: Any) -> None:
    """What floats is as wide as its content, and what is a container for its inner widths has none."""
    browser = surf(look, "compare", 800, media="print")
    browser.run(
        "all('p, ul, ol, dl, table, .ro:not(.ro-map)').forEach((e) => e.closest('.ro-map') || e.remove())"
    )
    wide = "document.querySelector('.ro-map').getBoundingClientRect().width / innerWidth"
    assert browser.run(f"return {wide}") > 0.5
