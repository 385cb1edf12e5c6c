"""PyPI's other project of nearly our name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sphinx.errors import ExtensionError


def test_the_other_distribution_is_refused(
    project: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "site" / "sphinx_roles-0.5.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: sphinx-roles\nVersion: 0.5\n")
    monkeypatch.syspath_prepend(str(other.parent))
    with pytest.raises(ExtensionError, match="uninstall both, then install 'sphinx-role-cards' again"):
        project({"index.rst": "Title\n=====\n"}).build()
