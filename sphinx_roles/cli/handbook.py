"""A new handbook: its files, its first build, and what its author can do next."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from sphinx_roles.cli import pages
from sphinx_roles.cli.files import check_free, same_file, shown, write
from sphinx_roles.cli.outcome import CLEAN, FINDINGS, CommandError, say
from sphinx_roles.cli.own_data import OwnData, read_own_data

__all__ = ["start", "theme"]

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
    page_names = (f"index.{markup}", f"{pages.PAGE}.{markup}")
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
    data = own.name if own is not None else pages.DEMO_DATA
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
        data: own.content if own is not None else pages.demo_data(),
    }
    for name in pages.PAGES if own is not None else pages.DEMO_PAGES:
        contents[f"{name}.{markup}"] = (
            pages.page("own", name, markup, data=data, names=own.matrices)
            if own is not None
            else pages.demo_page(name, markup)
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
    data = own.name if own is not None else pages.DEMO_DATA
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
    from shlex import join

    return join(words)
