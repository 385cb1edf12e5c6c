"""PyPI's other project of nearly our name."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Maker
from sphinx.errors import ExtensionError

import sphinx_roles


def test_the_other_distribution_is_refused(
    project: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "site" / "sphinx_roles-0.5.dist-info"
    other.mkdir(parents=True)
    (other / "METADATA").write_text("Metadata-Version: 2.1\nName: sphinx-roles\nVersion: 0.5\n")
    monkeypatch.syspath_prepend(str(other.parent))
    with pytest.raises(ExtensionError, match="uninstall both, then install 'sphinx-role-cards' again"):
        project({"index.rst": "Title\n=====\n"}).build()


def test_the_command_refuses_where_the_other_package_lies_over_ours(tmp_path: Path) -> None:
    package = tmp_path / "sphinx_roles"
    shutil.copytree(Path(sphinx_roles.__file__).parent, package)
    (package / "__init__.py").write_text("__all__ = ['setup']\n")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from sphinx_roles.cli import main; sys.exit(main(['check']))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr.startswith("sphinx-roles: the distribution 'sphinx-roles' is installed")
    assert "Traceback" not in run.stderr
