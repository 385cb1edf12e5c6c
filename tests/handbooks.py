"""Handbooks with views of one kind each, read from the files in ``sphinx_builds/views``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pages import as_myst

from sphinx_roles.cli.quickstart import demo_data

__all__ = ["DAY", "FAMILIES", "files_of", "settings_of"]

DAY = "1777507200"
"""When they are built: 2026-04-30."""
FAMILIES: dict[str, dict[str, Any]] = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "sphinx_builds/views").glob("*.yaml"))
}


def files_of(name: str, suffix: str = "rst") -> dict[str, str]:
    """The pages in one markup, and the data; ``demo`` is that of the quickstart."""
    files = {file: demo_data() if text == "demo" else text for file, text in FAMILIES[name]["files"].items()}
    if suffix == "rst":
        return files
    return {
        f"{file[:-4]}.md" if file.endswith(".rst") else file: as_myst(text) if file.endswith(".rst") else text
        for file, text in files.items()
    }


def settings_of(name: str, suffix: str = "rst") -> dict[str, Any]:
    """The settings of a handbook."""
    conf = {"project": "Handbook", "copyright": "us", "version": "1", **FAMILIES[name].get("conf", {})}
    extensions = [*conf.get("extensions", ["sphinx_roles"]), *(["myst_parser"] if suffix == "md" else [])]
    return {**conf, "extensions": extensions}
