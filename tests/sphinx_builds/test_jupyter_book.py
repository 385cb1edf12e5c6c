"""Jupyter Book 1 makes a book with our views: its Sphinx and its MyST are old, and it has no conf.py."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

FILES = {
    "_config.yml": """\
title: Handbook
execute: {execute_notebooks: "off"}
sphinx:
  extra_extensions: [sphinx_roles]
  config: {roles_catalog: team.yaml, roles_fields: {cost: Cost centre}, html_theme: sphinx_book_theme}
""",
    "_toc.yml": "format: jb-book\nroot: index\nchapters: [{file: work}]\n",
    "index.md": "# Handbook\n\nAsk {org:role}`sre`; {org:who}`deploy` decides.\n\n```{role-cards}\n:fields: tagline, cost\n```\n",
    "work.md": "# Work\n\n```{responsibility-matrix} Who does what\n```\n\nSee [the team](index.md#role-sre).\n",
    "team.yaml": """\
roles:
  sre: {name: Site Reliability Engineer, tagline: Keeps *it* up, cost: 42}
  dev: {name: Developer}
responsibilities: {deploy: {name: Deployments, assign: {sre: A/R, dev: C (by night)}}}
""",
}


def test_a_book_is_built_without_a_warning(tmp_path: Path) -> None:
    pytest.importorskip("jupyter_book.cli.main")
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "jupyter_book.cli.main", "build", "-W", "--keep-going", str(tmp_path)]
    code = "import sys; from jupyter_book.cli.main import main; sys.argv[0] = 'jupyter-book'; main()"
    command[1:3] = ["-c", code]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    index, work = ((tmp_path / f"_build/html/{name}.html").read_text("utf-8") for name in ("index", "work"))
    assert "Keeps <em>it</em> up" in index
    assert "Cost centre" in index
    assert 'href="#role-sre"' in index
    assert re.search(r"Who does what.*Deployments.*by night", work, re.DOTALL)
    assert 'href="index.html#role-sre"' in work


NOTEBOOK = """\
---
file_format: mystnb
kernelspec: {name: python3}
---

# Notes

```{code-cell}
from sphinx_roles import load_catalog
from sphinx_roles.analysis.matrix import MatrixQuery
from sphinx_roles.notebook import show

catalog, _ = load_catalog("team.yaml")
show(MatrixQuery().report(catalog))
```

```{responsibility-matrix}
```
"""


def test_a_cell_of_a_notebook_shows_what_a_page_does(tmp_path: Path) -> None:
    pytest.importorskip("myst_nb")
    pytest.importorskip("ipykernel")
    conf = 'extensions = ["myst_nb", "sphinx_roles"]\nroles_catalog = "team.yaml"\n'
    for name, text in {"conf.py": conf, "team.yaml": FILES["team.yaml"], "index.md": NOTEBOOK}.items():
        (tmp_path / name).write_text(text, "utf-8")
    command = [sys.executable, "-m", "sphinx", "-qW", "--keep-going", str(tmp_path), str(tmp_path / "html")]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    page = (tmp_path / "html/index.html").read_text("utf-8")
    # The one of the cell has no links to rows, which are only in the other one.
    rows = re.findall(r"<tbody.*?</tbody>", page, re.DOTALL)
    assert len(rows) == 2
    assert re.sub("<[^>]*>|¶", "", rows[0]) == re.sub("<[^>]*>|¶", "", rows[1])
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
