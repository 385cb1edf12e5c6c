"""``sphinx-roles quickstart``: a working handbook, or one page more in a project that is there.

The pages come from the templates beside this module.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import subprocess
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from string import Template
from tempfile import TemporaryDirectory

from msgspec import Struct

from sphinx_roles.catalog.formats import FORMATS, SPREADSHEETS, WORKBOOKS, format_of
from sphinx_roles.catalog.letters import DEFAULT_SCHEME
from sphinx_roles.catalog.load import read_body, read_catalog, read_file
from sphinx_roles.catalog.owners import codeowners_top
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.catalog.tables import Grid, TableOptions
from sphinx_roles.catalog.tables.interpret import is_matrix
from sphinx_roles.cli.convert import take, unread
from sphinx_roles.cli.io import (
    CLEAN,
    DOCUMENTS,
    FINDINGS,
    CommandError,
    check_free,
    counted,
    echo,
    existing,
    pick,
    readable,
    same_file,
    shown,
    write,
)
from sphinx_roles.cli.project import CONF_FOLDERS
from sphinx_roles.convert.inputs import CellCheck
from sphinx_roles.convert.output import columns_of, written
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location

DATA = "roles.yaml"
_FOLDER = "handbook"
PAGE = "who-does-what"
"""The name of the page with the matrix; it holds nothing that another page would be called."""
MEETING = "where-roles-meet"
OWNERS = "CODEOWNERS"
DECISIONS = ("0001-teams-answer-their-own-alerts.md", "0002-one-way-to-production.md")
DEMO_PAGES = ("index", PAGE, MEETING, "how-we-grow", "who-we-are", "runbooks/alerts", "runbooks/deployments")
SHARED_DATA, OURS = "three-roles.yaml", "what-is-ours"
"""With ``--own``, the file that holds the demo's roles, and the page with what a team does differently."""

_MATRIX = {"md": "```{{responsibility-matrix}}\n{}```", "rst": ".. responsibility-matrix::\n{}"}
_TOCTREE = {
    "md": "```{{toctree}}\n:hidden:\n\n{}\n```\n",
    "rst": ".. toctree::\n   :hidden:\n\n   {}\n",
}
_OPTION = {"md": ":matrix: {}\n", "rst": "   :matrix: {}\n"}


def demo_data() -> str:
    """Return the catalog of the demo."""
    return _read("demo", DATA)


def demo_page(name: str, markup: str) -> str:
    """Return a page of the demo; ``markup`` is ``md`` or ``rst``."""
    return _read("demo", f"{name}.{markup}")


def _read(folder: str, name: str) -> str:
    return files(__package__).joinpath(folder, name).read_text(encoding="utf-8")


_COMPARED = 3
_WIDE = 4


class OwnData(Struct, frozen=True):
    """A file of the author's with its catalog, and what conf.py says of it (``options``)."""

    name: str
    content: bytes
    catalog: Catalog
    options: Mapping[str, str | bool]

    @property
    def value(self) -> str:
        """What names it in ``roles_catalog``."""
        named = _quoted(self.name)
        more = "".join(
            f', "{key}": {_quoted(one) if isinstance(one, str) else one}' for key, one in self.options.items()
        )
        return f'{{"path": {named}{more}}}' if more else named

    @property
    def is_document(self) -> bool:
        """True where Sphinx could take the file for a page of its own."""
        return format_of(self.name) in DOCUMENTS

    @property
    def is_wide(self) -> bool:
        """True where a matrix has more columns than themes have room for."""
        return any(len(columns_of(self.catalog, key)) > _WIDE for key in self.catalog.matrices)

    @property
    def pages(self) -> tuple[str, ...]:
        """The names of the pages that show it: the first has its matrices, or of roles alone their cards."""
        if not self.catalog.rows:
            return ("roles",)
        return ("index", MEETING) if len(self.compared) > 1 else ("index",)

    def page(self, folder: str, name: str, markup: str) -> str:
        """Return a page that shows it, from a template."""
        used = dict.fromkeys(row.matrix for row in self.catalog.rows)
        # A row that names no matrix can only be shown together with all the others.
        names = used if all(used) and len(used) > 1 else [""] if used else []
        matrices = (_MATRIX[markup].format(_OPTION[markup].format(one) if one else "") for one in names)
        others = [_TOCTREE[markup].format(one) for one in self.pages[1:]]
        return Template(_read(folder, f"{name}.{markup}")).substitute(
            data=self.name,
            matrices="\n\n".join(text.rstrip() for text in matrices),
            roles=" ".join(self.compared),
            toctree="".join(others),
        )

    @property
    def compared(self) -> list[str]:
        """The few roles that take part in most rows of the first scheme: they have most to be compared."""
        schemes = [self.catalog.scheme_of(row).id for row in self.catalog.rows]
        rows = (row for row, scheme in zip(self.catalog.rows, schemes, strict=True) if scheme == schemes[0])
        taking_part = ({one.role: one for one in row.assign if one.letters} for row in rows)
        counts = Counter(role for roles in taking_part for role in roles)
        return sorted(counts, key=counts.__getitem__, reverse=True)[:_COMPARED]


def read_own_data(given: Namespace, taken: frozenset[str]) -> OwnData:
    """Read the file of ``--from``, and see that pages can show all of it. ``taken`` are names of other files.

    What is read with a map, by an importer or from a workbook becomes one of our catalogs. CommandError where
    there is nothing to show, or where a cell of a table would not be shown.
    """
    path = Path(given.source)
    if path.suffix.lower() in SPREADSHEETS - WORKBOOKS:
        raise CommandError(f"{path} is a spreadsheet; save it as CSV or .xlsx, and start from that")
    readable(given.source)
    name = f"table-{path.name}" if path.name in taken else path.name
    source = Source(path, name, scheme=given.scheme, transpose=given.transpose or None)
    catalog, problems = read_catalog([source], Settings())
    if given.maps or not catalog.roles:
        return _converted(path, given)
    scheme = pick("scheme", given.scheme, catalog.schemes).id if given.scheme is not None else ""
    options: dict[str, str | bool] = {"scheme": scheme, "transpose": given.transpose}
    own = OwnData(name, path.read_bytes(), catalog, {key: one for key, one in options.items() if one})
    # What is reported is shown with its warning.
    lines = {problem.location.line for problem in problems}
    _check_cells(own, read_file(source, Settings()).grids, lines, shown(path))
    return own


def _check_cells(own: OwnData, grids: list[Grid], lines: set[int], file: str) -> None:
    """Compare the tables of a file with what pages will show, cell by cell; but for some lines."""
    scheme, turned = str(own.options.get("scheme") or DEFAULT_SCHEME), "transpose" in own.options
    options, check = TableOptions(default=scheme, transpose=turned or None), CellCheck(own.catalog)
    for grid in grids if len(grids) == 1 else [grid for grid in grids if is_matrix(grid, options)]:
        unread = [cell for cell in check.unread(grid, own.name) if cell.at >> 12 not in lines]
        if unread:
            listed = ", ".join(repr(cell.text) for cell in unread[:_COMPARED])
            hint = "" if turned else "; --transpose says that the roles are the rows"
            place = f"{file}:{unread[0].at >> 12}"
            raise CommandError(f"{place}: of the table, {listed} would not be shown{hint}")


def _converted(path: Path, given: Namespace) -> OwnData:
    """Read what only `convert` reads."""
    taken = take([path], given, Settings(columns_by="--map"))
    if not taken.catalog.roles:
        missing = "role" if taken.catalog.rows else "role and no responsibility"
        raise CommandError("\n  ".join([f"no {missing} could be read from {path}", *unread(taken, given, 5)]))
    for sentence in (*map(str, taken.problems), *taken.left_out, *taken.not_asked):
        echo(f"  {sentence}", to=sys.stderr)
    return OwnData(DATA, written(taken.catalog, "yaml", Settings()).text.encode(), taken.catalog, {})


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


def find_project(folder: Path) -> Project:
    """Find the conf.py of the project in ``folder``; CommandError where there is none."""
    if not existing(str(folder)).is_dir():
        raise CommandError(f"{folder} is a file; the folder of a project is expected")
    for name in ("", *CONF_FOLDERS):
        path = folder / name / "conf.py"
        if path.is_file():
            return Project(folder=path.parent, values=read_conf(path))
    if (folder / "_toc.yml").is_file() and (folder / "_config.yml").is_file():
        raise CommandError(
            f"{folder} is a Jupyter Book without a conf.py; "
            "put a roles.yaml into it, and add to _config.yml:\n\n"
            "    sphinx:\n      extra_extensions: [sphinx_roles]"
        )
    looked = ", ".join(shown(folder / name) for name in ("", *CONF_FOLDERS))
    hint = "name the folder that has it, or start a handbook without --into"
    raise CommandError(f"no conf.py in {looked}; {hint}")


def read_conf(path: Path) -> dict[str, list[ast.expr]]:
    """Return what a conf.py puts into each name; CommandError for what is not Python."""
    try:
        tree = ast.parse(path.read_bytes())
    except (SyntaxError, ValueError) as error:
        line, why = (error.lineno, error.msg) if isinstance(error, SyntaxError) else (None, error)
        at = f", line {line}" if line else ""
        raise CommandError(f"{shown(path)} is not Python that can be read{at}: {why}") from None
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
        case ast.AnnAssign() | ast.AugAssign() if isinstance(node.target, ast.Name) and node.value:
            return [(node.target.id, node.value)]
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr), args=args) if attr in _CHANGES:
            return [(name, value) for value in args]
    return []


def join(given: Namespace) -> None:
    """Write the catalog and a page, and say which lines to add; no file of the project is changed.

    ``--force`` overwrites the two files that this writes.
    """
    project = find_project(Path(given.into))
    markup = "rst" if given.rst else project.markup
    page = f"{PAGE}.{markup}"
    own = read_own_data(given, frozenset({page, "conf.py"})) if given.source is not None else _demo()
    contents: dict[str, bytes | str] = {own.name: own.content, page: own.page("into", PAGE, markup)}
    _leave_source(given, project.folder, own.name, contents)
    there = [name for name in contents if (project.folder / name).exists()]
    check_free(project.folder, contents, force=given.force)
    write(project.folder, contents)
    written = " and ".join(shown(project.folder / name) for name in contents)
    demo = "" if given.source is not None else " They hold a demo, to be replaced by your own roles."
    others = "no other file" if there else "no file that was there"
    echo(f"Wrote {written}; {others} has changed.{demo}")
    _report_lines(project, own, own.name in contents)


def _leave_source(given: Namespace, folder: Path, data: str, contents: dict[str, bytes | str]) -> None:
    """Take the data out of what is written, where its file lies in the folder already."""
    if given.source is not None and same_file(Path(given.source), folder / data):
        del contents[data]


def _report_lines(project: Project, own: OwnData, copied: bool) -> None:
    conf = shown(project.folder / "conf.py")
    lines = (f"    {line}" for line in _conf_lines(project, own, copied))
    echo("\n".join([f"\n1. Add to the end of {conf}:\n", *lines]))
    echo(f"\n2. Add to a toctree, in {_root(project)} for instance:\n\n    {PAGE}")
    echo("\nThen build the project as you always do.")


def _conf_lines(project: Project, own: OwnData, copied: bool) -> list[str]:
    lines = []
    if "sphinx_roles" not in project.words("extensions"):
        lines.append(_extension(project))
    if own.name not in project.words("roles_catalog"):
        named = [*map(_quoted, project.words("roles_catalog")), own.value]
        several = f"[{', '.join(named)}]"
        lines.append(f"roles_catalog = {several if named[1:] else own.value}")
    # Sphinx always reads reStructuredText. A table on a page of the project leaves the page a page.
    if copied and own.is_document and (project.markup == "md" or own.name.lower().endswith(".rst")):
        adds = "+=" if "exclude_patterns" in project.values else "="
        lines.append(f'exclude_patterns {adds} ["{own.name}"]')
    return lines or ["(nothing: it loads sphinx_roles and names the catalog already)"]


def _extension(project: Project) -> str:
    values = project.values.get("extensions")
    if not values:
        return 'extensions = ["sphinx_roles"]'
    added = '("sphinx_roles",)' if isinstance(values[0], ast.Tuple) else '["sphinx_roles"]'
    return f"extensions += {added}"


def _root(project: Project) -> str:
    name = next(iter([*project.words("root_doc"), *project.words("master_doc")]), "index")
    for suffix in (".md", ".rst", ".txt", ".ipynb"):
        path = project.folder / f"{name}{suffix}"
        if path.is_file():
            return shown(path)
    return "the first page"


_ALABASTER = """\
html_theme_options = {"page_width": "96%", "body_max_width": "none", "sidebar_width": "180px"}
"""


def start(folder: Path, given: Namespace) -> int:
    """Write a handbook into a folder, from the demo or from ``--from``, and build it.

    Returns the number of warnings of the build.
    """
    markup = "rst" if given.rst else "md"
    if given.source is not None:
        names = frozenset({"conf.py", *(f"{name}.{markup}" for name in DEMO_PAGES)})
        own = read_own_data(given, names)
        data, contents = own.name, _contents(own, markup)
        _leave_source(given, folder, data, contents)
    else:
        data, contents = DATA, _demo_contents(folder, markup, variant=given.own)
    check_free(folder, contents, force=given.force)
    write(folder, contents)
    name = theme()
    more = "" if name == "furo" else "; for a more modern one, install furo and name it in conf.py"
    echo(f"Wrote {', '.join(contents)} to {shown(folder)} (theme: {name}{more}).")
    warnings = 0 if given.no_build else _build(folder)
    _next_steps(folder, data, built=not given.no_build, warnings=warnings)
    return warnings


def theme() -> str:
    """Return the theme for a new handbook: Furo where it is installed, else Sphinx's own."""
    return "furo" if find_spec("furo") else "alabaster"


def _demo() -> OwnData:
    text = demo_data()
    return OwnData(DATA, text.encode(), read_body(text, Location(DATA), format="yaml")[0], {})


def _conf(catalog: str, excluded: list[str], markup: str) -> str:
    return _read("own", "conf.txt").format(
        theme=theme(),
        extensions=_quoted(["myst_parser", "sphinx_roles"] if markup == "md" else ["sphinx_roles"]),
        catalog=catalog,
        excluded=_quoted(["_build", ".*", *excluded]),
    )


_RECORDS = '{"path": "decisions/*.md", "kind": "decisions"}'
_VARIANT = """\
{{
    "ours": [{{"path": "{0}", "extends": "{1}"}}, {3}],
    "{1}": "{2}",
}}"""


_COVERED = re.compile(r"(?<=[\[`/])(?=runbooks/)")
"""Where a path of the demo begins that is seen from the top of the repository."""


def _demo_contents(folder: Path, markup: str, *, variant: bool) -> dict[str, bytes | str]:
    """Return the demo; for a variant, as a catalog that a file of ours changes, with a page about that."""
    pages = {f"{name}.{markup}": demo_page(name, markup) for name in DEMO_PAGES}
    catalog, data = f"[{_quoted(DATA)}, {_RECORDS}]", {DATA: demo_data()}
    if variant:
        first = f"index.{markup}"
        pages[first] = re.sub(r"^( *)who-we-are$", rf"\g<0>\n\1{OURS}", pages[first], flags=re.MULTILINE)
        pages[f"{OURS}.{markup}"] = _read("variant", f"{OURS}.{markup}")
        catalog = _VARIANT.format(DATA, Path(SHARED_DATA).stem, SHARED_DATA, _RECORDS)
        data = {DATA: _read("variant", DATA), SHARED_DATA: demo_data()}
    # Records are Markdown, and no pages where nothing reads that.
    conf = _conf(catalog, ["decisions"] if markup == "rst" else [], markup) + _read("demo", "conf.txt")
    beside = {name: _read("demo", name) for name in (OWNERS, *(f"decisions/{one}" for one in DECISIONS))}
    there = folder.resolve()
    inside = "".join(f"{part}/" for part in there.relative_to(codeowners_top(there / OWNERS)).parts)
    return {
        name: _COVERED.sub(inside, text)
        for name, text in {"conf.py": conf, **data, **beside, **pages}.items()
    }


def _contents(own: OwnData, markup: str) -> dict[str, bytes | str]:
    conf = _conf(own.value, [own.name] if own.is_document else [], markup)
    contents: dict[str, bytes | str] = {"conf.py": conf, own.name: own.content}
    if own.is_wide:
        furo = theme() == "furo"
        contents["conf.py"] = conf + _read("own", "conf-wide.txt") + ("" if furo else _ALABASTER)
        contents["_static/wide.css"] = _read("own", "wide.css") + (
            _read("own", "wide-furo.css") if furo else ""
        )
    # Of roles alone, the first page is all.
    pages = {"index" if name == "roles" else name: own.page("own", name, markup) for name in own.pages}
    return {**contents, **{f"{name}.{markup}": text for name, text in pages.items()}}


def _quoted(value: str | list[str]) -> str:
    """Return a text, or a list of them, as conf.py has it: JSON writes them as Python does."""
    return json.dumps(value, ensure_ascii=False)


def _build(folder: Path) -> int:
    """Build HTML as ``sphinx-build -q`` does, in this process; return the number of warnings."""
    from sphinx.cmd.build import build_main

    with TemporaryDirectory() as kept:
        log = Path(kept, "warnings")
        build_main(["-q", "-w", str(log), str(folder), str(_output(folder))])
        warnings = len(_WARNING.findall(log.read_text(encoding="utf-8"))) if log.is_file() else 0
    if not (_output(folder) / "index.html").is_file():
        raise CommandError("Sphinx could not build the handbook, for the reason above")
    return warnings


_WARNING = re.compile(r"^(?:\S.*: )?(?:WARNING|ERROR|CRITICAL): ", re.MULTILINE)


def _output(folder: Path) -> Path:
    return folder / "_build" / "html"


def _next_steps(folder: Path, data: str, *, built: bool, warnings: int) -> None:
    if built:
        how = f"with {counted(warnings, 'warning')}, above" if warnings else "without a warning"
        echo(f"Built {how}. Open this page:\n\n    {shown(_output(folder) / 'index.html')}")
    again = f"{_program('sphinx-build', 'sphinx')} {_command(shown(folder), shown(_output(folder)))}"
    echo(f"\nNext: edit {shown(folder / data)}, then build {'again' if built else 'it'}:\n\n    {again}")
    if (form := format_of(data)) is not None and not FORMATS[form].tree:
        convert = _program("sphinx-roles", "sphinx_roles")
        ours = _command(shown(folder / data), shown(folder / DATA))
        echo(
            "\nA table has no place for what a role is for and who holds it. To write that, make it YAML,"
            f"\nand name {DATA} in conf.py:\n\n    {convert} convert {ours}"
        )


def _program(name: str, module: str) -> str:
    """Return the command that runs a program of this environment from here."""
    found = which(name, path=str(Path(sys.executable).parent))
    if found and which(name) == found:
        return name
    # Not `shown`: the interpreter of a virtual environment is a link that must not be followed.
    program = found or sys.executable
    near = os.path.relpath(program)
    command = _command(program if near.startswith("..") else near)
    return command if found else f"{command} -m {module}"


def _command(*words: str) -> str:
    if os.name == "nt":
        return subprocess.list2cmdline(words)
    return shlex.join(words)


def run(given: Namespace) -> int:
    """Write, build, and say what to do next."""
    if given.dir is not None and given.into is not None:
        raise CommandError("name either the folder of a new handbook, or a project with --into DIR")
    if given.own and (given.source is not None or given.into is not None):
        raise CommandError("--own starts from the demo, so --from and --into have no place beside it")
    if given.no_build and given.fail_on_warning:
        raise CommandError("--no-build builds nothing, so --fail-on-warning has no place beside it")
    for name in ("no_build", "fail_on_warning"):
        if given.into is not None and getattr(given, name):
            option = f"--{name.replace('_', '-')}"
            raise CommandError(f"--into builds nothing, so {option} has no place beside it")
    for name in ("scheme", "transpose", "maps"):
        if given.source is None and getattr(given, name):
            raise CommandError(f"--{name.replace('maps', 'map')} is about the table of --from FILE")
    if given.into is not None:
        join(given)
        return CLEAN
    # Without a name, the handbook is written here where there are only hidden files.
    used = any(not path.name.startswith(".") for path in Path().iterdir())
    folder = Path((_FOLDER if used else ".") if given.dir is None else given.dir)
    return FINDINGS if start(folder, given) and given.fail_on_warning else CLEAN
