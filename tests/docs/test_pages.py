"""The documentation builds without a warning, and says all that there is to say."""

from __future__ import annotations

import io
import re
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_roles.analysis.cards import DEFAULT_FIELDS
from sphinx_roles.catalog.formats import FORMATS, SUFFIXES
from sphinx_roles.catalog.letters import BUILT_IN
from sphinx_roles.catalog.load import read_body
from sphinx_roles.catalog.records import known_keys
from sphinx_roles.catalog.schema import TOP_KEYS
from sphinx_roles.catalog.sources import SOURCE_OPTIONS
from sphinx_roles.catalog.tables.columns import KINDS
from sphinx_roles.cli import COMMANDS
from sphinx_roles.cli.formats import FORMATS as REPORTS
from sphinx_roles.ext.config import OPTIONS
from sphinx_roles.ext.directives import DIRECTIVES as CLASSES
from sphinx_roles.fields import FIELDS, card_fields
from sphinx_roles.model import (
    Acceptance,
    Holder,
    Level,
    Matrix,
    Participation,
    Responsibility,
    Role,
    Section,
    Skill,
)
from sphinx_roles.problems import Code, Location

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {
    path.relative_to(DOCS).with_suffix("").as_posix(): path.read_text("utf-8")
    for path in sorted(DOCS.rglob("*.md"))
    if path.relative_to(DOCS).parts[0] not in ("examples", "_build")
}
EXAMPLES = {path.stem for path in (DOCS / "examples").glob("*.md")}
DIRECTIVES = {directive.directive: directive for directive in CLASSES}


# Not once a module, to which a worker of xdist may come back: autodoc of Sphinx 7.4 warns in a second build of a process.
@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the HTML of every page; the build must have no warning."""
    folder, warnings = tmp_path_factory.mktemp("site"), io.StringIO()
    # The theme is no part of what is tested, and not installed everywhere.
    theme = {} if find_spec("furo") else {"html_theme": "alabaster"}
    with patch_docutils(DOCS), docutils_namespace():
        app = Sphinx(
            DOCS, DOCS, folder / "out", folder / "trees", "html", {"nitpicky": True, **theme},
            status=None, warning=warnings,
        )  # fmt: skip
        app.build()
    assert warnings.getvalue() == ""
    return {name: (folder / "out" / f"{name}.html").read_text("utf-8") for name in PAGES}


def missing(names: Iterable[Any], page: str, shape: str, pages: Mapping[str, str] = PAGES) -> list[str]:
    """Return what a page does not say of these names, each with the file that has to say it."""
    text = pages.get(page, "")
    wanted = map(shape.format, names)
    return [f"docs/{page}.md has no {one.strip()!r}" for one in wanted if one not in text]


def test_the_first_page_shows_three_cards_and_a_matrix(site: dict[str, str]) -> None:
    assert site["index"].count('class="ro-card ') == 3
    assert site["index"].count('class="ro ro-matrix"') == 1


@pytest.mark.parametrize(
    ("page", "names", "shape"),
    [
        ("warnings", Code, 'id="warning-{}"'),
        ("configuration", [option.name for option in OPTIONS], 'id="confval-{}"'),
        ("schemes", [name.lower() for name in BUILT_IN], 'id="scheme-{}"'),
        ("data-format", [*FORMATS, *SUFFIXES], '<span class="pre">{}</span>'),
    ],
)
def test_a_page_is_made_of_all_that_there_is(
    site: dict[str, str], page: str, names: Iterable[Any], shape: str
) -> None:
    assert missing(names, page, shape, site) == []


@pytest.mark.parametrize(
    ("page", "names", "shape"),
    [
        ("views", [*DIRECTIVES, "directives/references"], "{}`"),
        ("directives/references", ("role", "responsibility", "skill", "who", "owner"), "{{org:{}}}"),
        ("data-format", TOP_KEYS, "`{}`"),
        ("data-format", ["letters", "when", "until", "note", *SOURCE_OPTIONS], "\n| `{}` |"),
        ("tables", KINDS, "`{}`"),
    ],
)
def test_a_page_names_all_that_there_is(page: str, names: Iterable[Any], shape: str) -> None:
    assert missing(names, page, shape) == []


def test_every_output_format_is_in_the_row_of_its_option() -> None:
    # Elsewhere on the page the same word may be a key of JSON.
    (row,) = re.findall(r"^\| `--format` \| .*`sarif`.*", PAGES["command-line"], re.MULTILINE)
    lacking = [name for name in REPORTS if f"`{name}`" not in row]
    assert lacking == [], "docs/command-line.md does not name them at --format of check"


def test_every_directive_has_a_picture() -> None:
    pictures = {path.stem for path in (DOCS / "pictures" / "views").glob("*.webp")}
    how = "docs/pictures/views has no picture of it; docs/development.md names the command that takes them"
    assert set(DIRECTIVES) - pictures == set(), how


@pytest.mark.parametrize("name", DIRECTIVES)
def test_every_option_is_on_the_page_of_its_directive(name: str) -> None:
    assert missing(DIRECTIVES[name].option_spec, f"directives/{name}", "\n| `:{}:` |") == []


@pytest.mark.parametrize("name", DIRECTIVES)
def test_a_page_tells_of_no_option_that_is_not_there(name: str) -> None:
    reported = re.findall(r"^\| `:([\w-]+):` \|", PAGES.get(f"directives/{name}", ""), re.MULTILINE)
    assert set(reported) <= set(DIRECTIVES[name].option_spec)


def test_the_page_of_a_card_says_what_it_shows_by_default_and_what_cannot_be_named() -> None:
    text = PAGES["directives/role-card"].partition("By default, these are shown: ")[2]
    shown, never = (re.findall(r"`(\w+)`", part) for part in text.split("\n\n")[:2])
    assert shown == list(DEFAULT_FIELDS)
    assert set(never) == set(FIELDS[Role]).intersection(Role.__struct_fields__) - set(card_fields())


@pytest.mark.parametrize("record", [Role, Responsibility])
def test_every_field_is_on_the_page_that_is_made_of_the_table_of_fields(
    record: type, site: dict[str, str]
) -> None:
    assert f"```{{fields}} {record.__name__}" in PAGES["data-format"]
    assert missing(known_keys(record), "data-format", '<span class="pre">{}</span>', site) == []


@pytest.mark.parametrize("record", [Section, Matrix, Skill, Holder, Level, Participation, Acceptance])
def test_every_field_of_the_data_is_on_its_page(record: type) -> None:
    # Two names may share a line of a table.
    assert missing(known_keys(record), "data-format", "`{}`") == []


def test_every_option_of_the_command_is_on_its_page() -> None:
    parser = ArgumentParser(add_help=False)
    COMMANDS["quickstart"][1](parser)
    options = [word for action in parser._actions for word in action.option_strings]
    assert missing(options, "command-line", "\n| `{}") == []


def test_every_example_is_on_a_page() -> None:
    shown = re.compile(r"^```\{example\} (\S+)", re.MULTILINE)
    assert {name for text in PAGES.values() for name in shown.findall(text)} == EXAMPLES


def blocks() -> list[Any]:
    """Every piece of data that a page shows."""
    found = []
    for page, text in PAGES.items():
        for match in re.finditer(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
            line = text.count("\n", 0, match.start()) + 2
            found.append(pytest.param(match[1], Location(f"{page}.md", line), id=f"{page}:{line}"))
    return found


@pytest.mark.parametrize(("text", "location"), blocks())
def test_data_on_pages_has_no_mistake(text: str, location: Location) -> None:
    catalog, problems = read_body(text, location)
    assert [str(problem) for problem in problems] == []
    assert catalog.roles or catalog.schemes
