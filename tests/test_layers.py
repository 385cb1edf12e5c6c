"""The layers of the package: each of its parts imports only from those below."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import sphinx_roles

PACKAGE = "sphinx_roles"
FOLDER = Path(sphinx_roles.__file__).parent

LAYERS = (
    {"addresses", "csv_cells", "fields", "inline", "problems", "model", "owners", "version"},
    {"catalog"},
    {"analysis"},
    {"catalogs", "log"},
    {"render"},
    {"convert", "export"},
    {"ext"},
    {"__init__", "cli", "notebook"},
    {"__main__"},
)
LAYER = {part: number for number, parts in enumerate(LAYERS) for part in parts}

FORBIDDEN = {
    # part: what it must not import, though the order of the layers would allow it
    "problems": {"docutils", "sphinx"},
    "addresses": {"docutils", "sphinx"},
    "model": {"docutils", "sphinx"},
    "owners": {"docutils", "sphinx", "model"},
    "catalog": {"docutils", "sphinx"},
    "analysis": {"docutils", "sphinx", "catalog"},
    "catalogs": {"docutils", "sphinx"},
    "render": {"catalog"},
    "export": {"docutils", "sphinx", "render"},
    "convert": {"docutils", "sphinx", "render"},
}
# Parsers of tables and text, which only who reads such a table or text waits for.
PARSERS = {"docutils", "markdown_it", "mdit_py_plugins", "myst_parser"}
LATE = {("catalog.formats.restructured", "docutils")}
# On these layers parts may know each other, as long as none leads back to itself.
OPEN_LAYERS = {0}
# A view is a function that draws one. No other module may know its own.
VIEW = re.compile(r"^def [a-z]\w+\(view: ViewDirective\) -> list\[nodes.Node\]", re.MULTILINE)


def modules() -> Mapping[str, str]:
    """Return the source of each module, by its name: `views.base`, `cli`, `__init__`."""
    found = {}
    for path in sorted(FOLDER.rglob("*.py")):
        parts = path.relative_to(FOLDER).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)] = path.read_text(
            encoding="utf-8"
        )
    return found


MODULES = modules()
PARTS_WITH_MODULES = {name.rpartition(".")[0] for name in MODULES} - {""}


def imports(name: str, source: str) -> Iterator[str]:
    """Yield all that a module imports, wherever it does so; names of ours without the package's."""
    is_package = name in ("__init__", *PARTS_WITH_MODULES)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (_ours(alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = node.module or ""
            if node.level:
                up = [PACKAGE, *([] if name == "__init__" else name.split("."))]
                up = up[: len(up) - node.level + is_package]
                origin = ".".join([*up, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{origin}.{alias.name}"
                yield _ours(whole if _ours(whole) in MODULES else origin)


def _ours(name: str) -> str:
    if name == PACKAGE:
        return "__init__"
    return name.removeprefix(f"{PACKAGE}.") if name.startswith(f"{PACKAGE}.") else f"/{name}"


def part_of(module: str) -> str:
    return module.split(".")[0]


def breaches(name: str, source: str) -> list[str]:
    """Return what a module imports and must not."""
    part = part_of(name)
    return [
        f"{name} imports {other.lstrip('/')}" for other in imports(name, source) if _breach(name, part, other)
    ]


def _breach(name: str, part: str, other: str) -> bool:
    forbidden = FORBIDDEN.get(part, set())
    if other.startswith("/"):
        package = other[1:].split(".")[0]
        return package in forbidden and (name, package) not in LATE
    there = part_of(other)
    if there == part:
        return bool(VIEW.search(MODULES.get(other, "")))
    if there in forbidden or LAYER[there] > LAYER[part]:
        return True
    if LAYER[there] == LAYER[part]:
        # `__init__` is above all that it sets up; its version number may be read there.
        return LAYER[part] not in OPEN_LAYERS and (part, there) != ("cli", "__init__")
    return False


def test_every_part_has_a_layer() -> None:
    assert {part_of(name) for name in MODULES} - set(LAYER) == set()


@pytest.mark.parametrize("name", MODULES)
def test_imports_lead_down(name: str) -> None:
    assert breaches(name, MODULES[name]) == []


def early(name: str, source: str) -> set[str]:
    """Return the parsers that a module below the pages imports as it is imported itself."""
    statements = [one for one in ast.parse(source).body if isinstance(one, ast.Import | ast.ImportFrom)]
    found = {other[1:].split(".")[0] for other in imports(name, "\n".join(map(ast.unparse, statements)))}
    return found & PARSERS if LAYER[part_of(name)] < LAYER["render"] or part_of(name) == "convert" else set()


@pytest.mark.parametrize("name", MODULES)
def test_parsers_of_tables_are_imported_when_the_first_one_is_read(name: str) -> None:
    assert early(name, MODULES[name]) == set()


def test_an_early_import_of_a_parser_is_caught() -> None:
    assert early("convert.inputs", "from markdown_it import MarkdownIt") == {"markdown_it"}
    assert early("inline", "def late():\n    from markdown_it import MarkdownIt") == set()


def test_no_part_leads_back_to_itself() -> None:
    graph: dict[str, set[str]] = {}
    for name, source in MODULES.items():
        others = {part_of(other) for other in imports(name, source) if not other.startswith("/")}
        graph.setdefault(part_of(name), set()).update(others - {part_of(name), "__init__"})
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(f"these parts import each other: {circle.args[1]}")


def test_no_module_leads_back_to_itself() -> None:
    graph = {
        name: {other for other in imports(name, source) if other != name} for name, source in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(f"these modules import each other: {circle.args[1]}")


@pytest.mark.parametrize(
    ("name", "source", "caught"),
    [
        ("problems", "from sphinx_roles.model import Text", False),
        ("problems", "from sphinx_roles.catalog.load import Source", True),
        ("model", "import docutils.nodes", True),
        ("catalog.load", "from sphinx.util import logging", True),
        ("catalog.load", "from docutils import nodes", True),
        ("catalog.formats.restructured", "from docutils import utils", False),
        ("catalog.load", "from sphinx_roles import log", True),
        ("catalog.load", "from sphinx_roles.analysis import matrix", True),
        ("catalog.formats.trees", "from sphinx_roles.problems import Location", False),
        ("analysis.matrix", "from sphinx_roles.catalog.load import Settings", True),
        ("analysis.matrix", "from ..catalog import load", True),
        ("analysis.matrix", "from .report import Report", False),
        ("analysis", "from . import report", False),
        ("analysis", "from .. import catalog", True),
        ("export.facts", "from sphinx_roles.analysis.audit.engine import findings_of", False),
        ("export.facts", "from sphinx_roles.render import labels", True),
        ("convert.output", "from sphinx_roles.catalog.load import Settings", False),
        ("convert.output", "from sphinx.util import logging", True),
        ("convert.output", "from sphinx_roles.export import facts", True),
        ("convert.output", "from sphinx_roles.cli.io import echo", True),
        ("render.matrix", "from docutils import nodes", False),
        ("render.matrix", "from sphinx_roles.ext.domain import OrgDomain", True),
        ("render.matrix", "def lazily():\n    from sphinx_roles import ext", True),
        ("ext.domain", "from sphinx_roles.catalogs import CatalogRegistry", False),
        ("ext.directives.cards", "from sphinx_roles.ext.directives.options import listed", False),
        ("ext.directives.cards", "from sphinx_roles.ext.directives.people import role_map", True),
        ("ext.directives.base", "from sphinx_roles.ext.directives import cards", True),
        ("render.view", "from sphinx_roles import __version__", True),
        ("cli.quickstart", "from sphinx_roles import __version__", False),
        ("cli.quickstart", "from sphinx_roles.ext.directives import discover", False),
    ],
)
def test_a_planted_import_is_caught(name: str, source: str, caught: bool) -> None:
    assert bool(breaches(name, source)) == caught
