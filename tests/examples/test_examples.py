"""Every documented example, in both markups and several builders: one result, and no warning.

`pytest tests/examples --regen` writes the snapshots of the text builder anew.
"""

from __future__ import annotations

import re
import runpy
import shutil
from collections.abc import Callable
from difflib import unified_diff
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from conftest import Project

DOCS = Path(__file__).parents[2] / "docs"
SNAPSHOTS = Path(__file__).parent / "snapshots"
EXAMPLES = sorted(path.stem for path in (DOCS / "examples").glob("*.md"))
DATA = sorted(path.relative_to(DOCS) for path in DOCS.rglob("*") if path.suffix in (".yaml", ".csv"))
BUILDERS = {
    # What each builder calls the file of a page.
    "html": "{}.html",
    "text": "{}.txt",
    "latex": "{}.tex",
    "man": "{}.7",
    "texinfo": "{}.texi",
    "xml": "{}.xml",
}
# An RST project does without myst_parser.
EXTENSIONS = {"md": ["myst_parser", "sphinx_roles"], "rst": ["sphinx_roles"]}

Results = Callable[[str, str], Any]


def settings(markup: str) -> dict[str, Any]:
    """The settings of a project in which each example is a page, and a document of its own."""
    conf = runpy.run_path(str(DOCS / "conf.py"))
    return {
        "extensions": EXTENSIONS[markup],
        "roles_catalog": conf["roles_catalog"],
        "exclude_patterns": ["out", "trees"],
        # The builders share what was read, and those for a terminal leave quotes straight.
        "smartquotes": False,
        "latex_documents": [(name, f"{name}.tex", name, "us", "howto") for name in EXAMPLES],
        "man_pages": [(name, name, name, "us", 7) for name in EXAMPLES],
        "texinfo_documents": [(name, name, name, "us", name, name, "Misc") for name in EXAMPLES],
    }


def pages(markup: str) -> dict[str, str]:
    """Each example as a page, and the first page, which names them all."""
    toctree = {
        "md": "```{toctree}\n" + "".join(f"{name}\n" for name in EXAMPLES) + "```\n",
        "rst": ".. toctree::\n\n" + "".join(f"   {name}\n" for name in EXAMPLES),
    }
    found = {"index": toctree[markup]}
    for name in EXAMPLES:
        found[name] = (DOCS / "examples" / f"{name}.{markup}").read_text("utf-8")
    return {f"{name}.{markup}": f"{name}\n{'=' * 40}\n\n{text}" for name, text in found.items()}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    """Return what a builder made of all examples in a markup; each is built once."""

    @cache
    def project(markup: str) -> Project:
        made = Project(tmp_path_factory.mktemp(markup), {}, settings(markup))
        for name, text in pages(markup).items():
            (made.source / name).write_text(text, "utf-8")
        for path in DATA:
            (made.source / path).parent.mkdir(exist_ok=True)
            shutil.copyfile(DOCS / path, made.source / path)
        return made

    @cache
    def build(markup: str, builder: str) -> Any:
        return project(markup).build(builder)

    return build


def body(results: Results, name: str, markup: str, builder: str) -> str:
    """What a builder made of an example, without what names the file or the day."""
    text: str = results(markup, builder).page(BUILDERS[builder].format(name))
    if builder == "html":
        # Of the page, what the example makes; the rest is the theme's.
        found = re.search(r"<section id=.*?</h1>(.*)</section>", text, re.DOTALL)
        assert found is not None
        return found[1].strip()
    if builder == "xml":
        return re.sub(r'\s(?:source|translation_progress)="[^"]*"', "", text)
    return text


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("markup", EXTENSIONS)
def test_examples_build_without_a_warning(results: Results, markup: str, builder: str) -> None:
    assert results(markup, builder).warnings == []


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("name", EXAMPLES)
def test_both_markups_give_the_same(results: Results, name: str, builder: str) -> None:
    markdown, restructured = (body(results, name, markup, builder) for markup in EXTENSIONS)
    # pytest would take minutes to compare thousands of lines.
    differences = unified_diff(
        markdown.splitlines(), restructured.splitlines(), "Markdown", "reStructuredText", lineterm="", n=0
    )
    assert list(islice(differences, 20)) == []
    assert markdown


@pytest.mark.parametrize("name", EXAMPLES)
def test_cells_and_terms_are_words_of_their_own(results: Results, name: str) -> None:
    # What takes the text of a page out of its tags, as a search does, has nothing else between two cells.
    between = r"(?:</?(?:t[rhd]|thead|tbody|tfoot|d[tdl])\b[^<>]*>)*(?:<(?:a|b|span|small)\b[^<>]*>)*"
    shown = body(results, name, "md", "html")
    ends = r"[^\s<>](?:</\w+>)*</(?:t[hd]|d[td]|caption|summary)>"
    assert re.findall(rf"{ends}{between}[^\s<]+", shown) == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_text_is_what_it_was(results: Results, name: str, request: pytest.FixtureRequest) -> None:
    text = body(results, name, "md", "text").strip() + "\n"
    path = SNAPSHOTS / f"{name}.txt"
    if request.config.getoption("--regen", default=False):
        SNAPSHOTS.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_no_snapshot_is_left_over() -> None:
    assert sorted(path.stem for path in SNAPSHOTS.iterdir()) == EXAMPLES


def test_each_example_is_there_in_both_markups() -> None:
    assert sorted(path.stem for path in (DOCS / "examples").glob("*.rst")) == EXAMPLES
