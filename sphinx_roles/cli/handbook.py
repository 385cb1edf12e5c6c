"""The pages that are written for a new user, from the templates beside this module."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from string import Template

from msgspec import Struct

from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.cli.io import CLEAN, FINDINGS, CommandError, check_free, same_file, say, shown, write

DEMO_DATA = "roles.yaml"
PAGE = "who-does-what"
PAGES = ("index", PAGE)
DEMO_PAGES = (*PAGES, "where-roles-meet", "how-we-grow")
"""The name of the page with the matrix; it holds nothing that another page would be called."""

_MATRIX = {"md": "```{{responsibility-matrix}}\n{options}```", "rst": ".. responsibility-matrix::\n{options}"}
_OPTION = {"md": ":matrix: {}\n", "rst": "   :matrix: {}\n"}


def demo_data() -> str:
    """Return the catalog of the demo."""
    return _read("demo", DEMO_DATA)


def demo_page(name: str, markup: str) -> str:
    """Return a page of the demo; ``markup`` is ``md`` or ``rst``."""
    return _read("demo", f"{name}.{markup}")


def page_text(folder: str, name: str, markup: str, *, data: str, names: Sequence[str] = ()) -> str:
    """Return a page that shows the author's own ``data``, with a matrix for each of ``names``."""
    template = Template(_read(folder, f"{name}.{markup}"))
    return template.substitute(data=data, matrices=matrices(names, markup))


def matrices(names: Sequence[str], markup: str) -> str:
    """Return a directive for each matrix; where there is only one, it needs no name."""
    shown = names if len(names) > 1 else [""]
    made = (_MATRIX[markup].format(options=_OPTION[markup].format(name) if name else "") for name in shown)
    return "\n\n".join(text.rstrip() for text in made)


def _read(folder: str, name: str) -> str:
    return files(__package__).joinpath(folder, name).read_text(encoding="utf-8")


_SPREADSHEETS = frozenset({".xlsx", ".xls", ".ods", ".numbers", ".gsheet"})


class OwnData(Struct, frozen=True):
    """A file of the author's, and what the pages must know of it."""

    name: str
    content: bytes
    matrices: tuple[str, ...]

    @property
    def is_document(self) -> bool:
        """True where Sphinx could take the file for a page of its own."""
        return self.name.lower().endswith((".md", ".markdown"))


def read_own_data(path: Path, taken: frozenset[str]) -> OwnData:
    """Read the file, and see that it has roles and rows. ``taken`` are names that it must not have."""
    if path.suffix.lower() in _SPREADSHEETS:
        raise CommandError(f"{path} is a spreadsheet; save it as CSV, and start from that")
    if not path.is_file():
        raise CommandError(f"{path} is {'a folder' if path.is_dir() else 'not there'}; a file is expected")
    name = f"table-{path.name}" if path.name in taken else path.name
    catalog, problems = read_catalog([Source(path=path, shown=name)], Settings())
    if not (catalog.roles and catalog.rows):
        missing = "role" if catalog.rows else "responsibility"
        reported = "".join(f"\n  {problem}" for problem in problems[:5])
        raise CommandError(f"no {missing} could be read from {path}{reported}")
    used = dict.fromkeys(row.matrix for row in catalog.rows)
    # A row that names no matrix can only be shown together with all the others.
    return OwnData(name, path.read_bytes(), tuple(used) if all(used) else ())


_PLACES = ("docs", "docs/source", "doc", "doc/source", "source")
"""Where a project has its conf.py, if it has none at the top."""
_MENTIONED = re.compile(rb"\bsphinx_roles\b|\broles_[a-z]")
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
    for location in ("", *_PLACES):
        path = folder / location / "conf.py"
        if path.is_file():
            return Project(folder=path.parent, values=read_conf(path))
    if (folder / "_toc.yml").is_file() and (folder / "_config.yml").is_file():
        raise CommandError(
            f"{folder} is a Jupyter Book without a conf.py; "
            "put a roles.yaml into it, and add to _config.yml:\n\n"
            "    sphinx:\n      extra_extensions: [sphinx_roles]"
        )
    looked = ", ".join(shown(folder / location) for location in ("", *_PLACES))
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


def locations_of_conf(folder: Path) -> Iterator[Path]:
    """Yield the folders in which a project below ``folder`` has a conf.py that speaks of us."""
    for location in _PLACES:
        if _speaks_of_us(folder / location / "conf.py"):
            yield folder / location


def near_conf(files: Sequence[Path]) -> Path | None:
    """Return the folder of the conf.py that belongs to files: above them, or in ``docs`` beside or above.

    The way up ends at the top of the repository, or of the file system.
    """
    start = Path(os.path.commonpath([file.absolute().parent for file in files]))
    for folder in (start, *start.parents):
        if _speaks_of_us(folder / "conf.py"):
            return folder
        below = next(locations_of_conf(folder), None)
        if below is not None:
            return below
        if (folder / ".git").exists():
            return None
    return None


def _speaks_of_us(path: Path) -> bool:
    try:
        return _MENTIONED.search(path.read_bytes()) is not None
    except OSError:
        return False


def join(folder: Path, source: Path | None, *, rst: bool) -> None:
    """Write the catalog and a page, and say which lines to add; no file that is there is changed."""
    project = find_project(folder)
    markup = "rst" if rst else project.markup
    page = f"{PAGE}.{markup}"
    own = read_own_data(source, frozenset({page, "conf.py"})) if source is not None else None
    data, matrices = (own.name, own.matrices) if own is not None else (DEMO_DATA, ())
    contents: dict[str, bytes | str] = {
        data: own.content if own is not None else demo_data(),
        page: page_text("into", PAGE, markup, data=data, names=matrices),
    }
    # A table that lies in the project already stays where it is.
    if source is not None and same_file(source, project.folder / data):
        del contents[data]
    check_free(project.folder, contents, force=False, hint="move it away, or name another folder")
    write(project.folder, contents)
    written = " and ".join(shown(project.folder / name) for name in contents)
    say(f"Wrote {written}; no file that was there has changed.\n")
    _report_lines(project, own, data)


def _report_lines(project: Project, own: OwnData | None, data: str) -> None:
    conf = shown(project.folder / "conf.py")
    say(f"1. Add to the end of {conf}:\n")
    for line in _conf_lines(project, own, data):
        say(f"    {line}")
    say(f"\n2. Add to a toctree, in {_root(project)} for instance:\n\n    {PAGE}")
    say("\nThen build the project as you always do.")


def _conf_lines(project: Project, own: OwnData | None, data: str) -> list[str]:
    lines = []
    if "sphinx_roles" not in project.words("extensions"):
        lines.append(_extension(project))
    if data not in project.words("roles_catalog"):
        named = [*project.words("roles_catalog"), data]
        quoted = ", ".join(f'"{name}"' for name in named)
        lines.append(f"roles_catalog = {quoted if len(named) == 1 else f'[{quoted}]'}")
    if own is not None and own.is_document and project.markup == "md":
        adds = "+=" if "exclude_patterns" in project.values else "="
        lines.append(f'exclude_patterns {adds} ["{data}"]')
    return lines or ["(nothing: it loads sphinx_roles and names the catalog already)"]


def _extension(project: Project) -> str:
    values = project.values.get("extensions")
    if not values:
        return 'extensions = ["sphinx_roles"]'
    added = '("sphinx_roles",)' if isinstance(values[0], ast.Tuple) else '["sphinx_roles"]'
    return f"extensions += {added}"


def _root(project: Project) -> str:
    for suffix in (".md", ".rst", ".txt", ".ipynb"):
        path = project.folder / f"{project.root}{suffix}"
        if path.is_file():
            return shown(path)
    return "the first page"


_CONF = """\
# The settings of this handbook. All that Sphinx knows:
# https://www.sphinx-doc.org/en/master/usage/configuration.html

project = "Team handbook"
author = copyright = "the team"
version = release = "1"
html_title = project
html_theme = "{theme}"

extensions = {extensions}
roles_catalog = {catalog}

exclude_patterns = {excluded}
"""


def start(folder: Path, source: Path | None, *, rst: bool, force: bool, build: bool) -> int:
    """Write a handbook into ``folder``, from the demo or from ``source``, and build it."""
    markup = "rst" if rst else "md"
    page_names = (f"index.{markup}", f"{PAGE}.{markup}")
    own = read_own_data(source, frozenset({"conf.py", *page_names})) if source is not None else None
    contents = _contents(own, markup)
    # A table that lies in the folder already stays where it is.
    if source is not None and own is not None and same_file(source, folder / own.name):
        del contents[own.name]
    check_free(folder, contents, force=force, hint="--force overwrites it")
    write(folder, contents)
    say(f"Wrote {', '.join(contents)} to {shown(folder)} (theme: {_why(theme())}).")
    code = _build(folder) if build else CLEAN
    _next_steps(folder, own, built=build, code=code)
    return code


def theme() -> str:
    """Return the theme for a new handbook: Furo where it is installed, else Sphinx's own."""
    return "furo" if find_spec("furo") else "alabaster"


def _why(name: str) -> str:
    return name if name == "furo" else f"{name}; for a more modern one, install furo and name it in conf.py"


def _contents(own: OwnData | None, markup: str) -> dict[str, bytes | str]:
    data = own.name if own is not None else DEMO_DATA
    excluded = ["_build", ".*"]
    if own is not None and own.is_document:
        excluded.append(own.name)
    contents: dict[str, bytes | str] = {
        "conf.py": _CONF.format(
            theme=theme(),
            extensions=_listed(["myst_parser", "sphinx_roles"] if markup == "md" else ["sphinx_roles"]),
            catalog=_quoted(data),
            excluded=_listed(excluded),
        ),
        data: own.content if own is not None else demo_data(),
    }
    for name in PAGES if own is not None else DEMO_PAGES:
        contents[f"{name}.{markup}"] = (
            page_text("own", name, markup, data=data, names=own.matrices)
            if own is not None
            else demo_page(name, markup)
        )
    return contents


def _quoted(text: str) -> str:
    # JSON's strings are Python's, but for what no file is called.
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _listed(words: list[str]) -> str:
    return f"[{', '.join(_quoted(word) for word in words)}]"


def _build(folder: Path) -> int:
    """Build HTML as ``sphinx-build -q -W --keep-going`` does, in this process."""
    from sphinx.cmd.build import build_main

    code = build_main(["-q", "-W", "--keep-going", str(folder), str(_output(folder))])
    if not (_output(folder) / "index.html").is_file():
        raise CommandError("Sphinx could not build the handbook, for the reason above")
    return FINDINGS if code else CLEAN


def _output(folder: Path) -> Path:
    return folder / "_build" / "html"


def _next_steps(folder: Path, own: OwnData | None, *, built: bool, code: int) -> None:
    data = own.name if own is not None else DEMO_DATA
    if built:
        how = "Built without a warning." if code == CLEAN else "Built, with the warnings above."
        say(f"{how} Open this page:\n\n    {shown(_output(folder) / 'index.html')}")
    again = f"{_sphinx_build()} {_command(shown(folder), shown(_output(folder)))}"
    say(f"\nNext: edit {shown(folder / data)}, then build {'again' if built else 'it'}:\n\n    {again}")


def _sphinx_build() -> str:
    """Return the command that runs the Sphinx of this environment from here."""
    found = which("sphinx-build", path=str(Path(sys.executable).parent))
    if found and which("sphinx-build") == found:
        return "sphinx-build"
    # Not `shown`: the interpreter of a virtual environment is a link that must not be followed.
    program = found or sys.executable
    near = os.path.relpath(program)
    command = _command(program if near.startswith("..") else near)
    return command if found else f"{command} -m sphinx"


def _command(*words: str) -> str:
    if os.name == "nt":
        return subprocess.list2cmdline(words)
    return shlex.join(words)
