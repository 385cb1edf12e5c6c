"""The themes in their modes, and the handbook built in one of them."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

HANDBOOK = Path(__file__).parent / "handbook"
PAGES = (
    "cards", "matrix", "layouts", "turned", "wide", "twice", "compare", "skills", "profile", "texts", "audit", "changes",
)  # fmt: skip

_DATA_THEME = "document.documentElement.dataset.theme = document.documentElement.dataset.mode = '{mode}'"
_CLASS = (
    "document.documentElement.classList.remove('light', 'dark');"
    "document.documentElement.classList.add('{mode}')"
)
SWITCHES = {
    "alabaster": "",
    "furo": "document.body.dataset.theme = '{mode}'",
    "pydata_sphinx_theme": _DATA_THEME,
    "sphinx_book_theme": _DATA_THEME,
    "sphinx_rtd_theme": "",
    "shibuya": _CLASS + "; document.documentElement.dataset.colorMode = '{mode}'",
    "sphinx_immaterial": "document.body.dataset.mdColorScheme = {{light: 'default', dark: 'slate'}}.{mode}",
    "sphinxawesome_theme": _CLASS,
}
"""How a reader's choice of a mode is made by script; a theme that has only one has nothing to switch."""
BUTTONS = {
    "furo": ".theme-toggle-content .theme-toggle",
    "pydata_sphinx_theme": ".theme-change-button[data-mode=dark]",
    "sphinx_book_theme": ".theme-change-button[data-mode=dark]",
    "shibuya": ".js-theme",
    "sphinx_immaterial": "[data-md-component=palette] label:not([hidden])",
    "sphinxawesome_theme": "header button[\\@click*=darkMode]",
}
"""What a reader presses, once or twice, for a dark page."""
SETTINGS = {
    # Else it fetches fonts from the network.
    "sphinx_immaterial": 'extensions.append("sphinx_immaterial")\nhtml_theme_options = {"font": False}\n'
}
"""What a theme needs in conf.py."""
USUAL = ("alabaster", "furo", "pydata_sphinx_theme")


class Look(NamedTuple):
    """A theme in a mode."""

    theme: str
    mode: str

    def __str__(self) -> str:
        return f"{self.theme}-{self.mode}"

    @property
    def switch(self) -> str:
        return SWITCHES[self.theme].format(mode=self.mode)


def asked() -> list[Look]:
    """Return every look that `HANDBOOK_THEMES` asks for."""
    named = os.environ.get("HANDBOOK_THEMES", "")
    themes = tuple(SWITCHES) if named == "all" else tuple(named.split()) or USUAL
    return [
        Look(theme, mode)
        for theme in themes
        for mode in (("light", "dark") if SWITCHES[theme] else ("light",))
    ]


def is_installed(look: Look) -> bool:
    """Whether the theme is there."""
    return importlib.util.find_spec(look.theme) is not None


def looks(mode: str = "") -> list[object]:
    """Return every look that is asked for, or those in a mode; one whose theme is not installed is skipped."""
    return [
        pytest.param(look, marks=[] if is_installed(look) else [_missing(look)])
        for look in asked()
        if mode in ("", look.mode)
    ]


def _missing(look: Look) -> pytest.MarkDecorator:
    return pytest.mark.skip(reason=f"the theme {look.theme} is not installed")


def build(theme: str, extensions: str, folder: Path, source: Path = HANDBOOK) -> Path:
    """Build in a process of its own: some themes change Sphinx for good. No theme warns of what is ours."""
    environment = {**os.environ, "HANDBOOK_THEME": theme, "HANDBOOK_EXTENSIONS": extensions}
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", str(folder / "trees")]
    command += [str(source), str(folder / "html")]
    built = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    assert [line for line in built.stderr.splitlines() if "WARNING: " in line and "[roles." not in line] == []
    return folder / "html"
