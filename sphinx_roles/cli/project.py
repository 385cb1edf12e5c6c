"""What can be seen of a Sphinx project without running its conf.py."""

from __future__ import annotations

import ast
from pathlib import Path

from msgspec import Struct

from sphinx_roles.cli.files import shown
from sphinx_roles.cli.outcome import CommandError

__all__ = ["Project", "find_project", "read_conf"]

_PLACES = ("", "docs", "docs/source", "source", "doc", "doc/source")
_MARKDOWN = frozenset({"myst_parser", "myst_nb"})
_CHANGES = frozenset({"append", "extend", "insert"})


class Project(Struct, frozen=True, kw_only=True):
    """A project as its conf.py writes it down; what is computed there is not seen."""

    folder: Path
    values: dict[str, list[ast.expr]]
    """All that conf.py puts into a name, by assignment or by adding to it."""

    def words(self, name: str) -> list[str]:
        """Return the strings that make up a value."""
        nodes = (node for value in self.values.get(name, ()) for node in ast.walk(value))
        found = (node.value for node in nodes if isinstance(node, ast.Constant))
        return [word for word in found if isinstance(word, str)]

    @property
    def markup(self) -> str:
        """The markup for a new page: ``md`` where the project reads Markdown, else ``rst``."""
        suffixes = self.words("source_suffix")
        reads = _MARKDOWN.intersection(self.words("extensions")) and (not suffixes or ".md" in suffixes)
        return "md" if reads else "rst"

    @property
    def root(self) -> str:
        """The name of the first page."""
        return next(iter([*self.words("root_doc"), *self.words("master_doc")]), "index")


def find_project(folder: Path) -> Project:
    """Find the conf.py of the project in ``folder``."""
    if not folder.is_dir():
        what = "a file" if folder.exists() else "not there"
        raise CommandError(f"{folder} is {what}; the folder of a project is expected")
    for place in _PLACES:
        path = folder / place / "conf.py"
        if path.is_file():
            return Project(folder=path.parent, values=read_conf(path))
    if (folder / "_toc.yml").is_file() and (folder / "_config.yml").is_file():
        raise CommandError(
            f"{folder} is a Jupyter Book without a conf.py; "
            "put a roles.yaml into it, and add to _config.yml:\n\n"
            "    sphinx:\n      extra_extensions: [sphinx_roles]"
        )
    looked = ", ".join(shown(folder / place) for place in _PLACES)
    hint = "name the folder that has it, or start a handbook without --into"
    raise CommandError(f"no conf.py in {looked}; {hint}")


def read_conf(path: Path) -> dict[str, list[ast.expr]]:
    """Return what a conf.py puts into each name."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        line = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        raise CommandError(f"{shown(path)} is not Python that can be read{line}: {error}") from None
    values: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        for name, value in _put(node):
            values.setdefault(name, []).append(value)
    return values


def _put(node: ast.AST) -> list[tuple[str, ast.expr]]:
    """Return (name, value) for each value that a statement or call puts into a name."""
    match node:
        case ast.Assign(targets=targets, value=value):
            return [(target.id, value) for target in targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            return [(name, value)]
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            return [(name, value)]
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=args) if attr in _CHANGES:
            return [(name, value) for value in args]
    return []
