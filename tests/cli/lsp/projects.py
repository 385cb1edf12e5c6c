"""A small project for an editor, and how a cursor is written in a text: ``|``."""

from __future__ import annotations

from pathlib import Path

from sphinx_roles.cli.lsp.answers import Document
from sphinx_roles.cli.lsp.workspace import Workspace

ROLES = """\
roles:
  sre:
    name: Site Reliability Engineer
    abbr: SRE
    tagline: Keeps it up
    summary: Availability, <b>always</b>. Ask ops@example.com.
    reports_to: platform
    contact: ops@example.com
    holders: [{name: "Ana <ana@example.com>"}]
    levels: {senior: {name: Senior}}
  platform: {name: Platform Engineer, status: vacant, covered_by: sre}
skills:
  k8s: {name: Kubernetes, summary: Ships}
matrices:
  work: {name: Work, roles: [sre, platform]}
responsibilities:
  - name: Every day
    matrix: work
    rows:
      deploys: {name: Deployments, summary: Often, assign: {sre: A, platform: R (at night)}}
      alerts:
        name: Alerts
        assign: {A: "sre", R: [SRE, platform]}
"""
PAGE = """\
# Who

{org:role}`sre`, {org:role}`the senior <sre/senior>`, {org:who}`R:deploys`, [here](#role-sre), {org:role}`SRE`

```{role-comparison} sre platform
:letters: A
:rows: deploys, alerts
```

````{responsibility-matrix}
---
matrix: work
roles: sre, platform
---
````

```yaml
sre: {org:role}`sre`
```

```{code-block} yaml
sre: {org:role}`sre`
```

```text
sre
```

```{responsibility-matrix}
more:
  assign: {sre: A}
```
"""
OTHER = """\
Who
===

See :org:role:`sre` and :org:responsibility:`work/alerts`.

.. role-card:: sre
   :fields: summary

.. code-block:: rst

   .. role-card:: sre

.. responsibility-matrix::
   :roles: sre,
           platform

   more:
     assign: {sre: A, platform: R}
"""


def write(folder: Path, **more: str) -> Path:
    """Write the project, and return its real folder."""
    files = {"conf.py": 'extensions = ["myst_parser", "sphinx_roles"]\nexclude_patterns = ["_build", ".*"]\n'}
    files |= {"roles.yaml": ROLES, "page.md": PAGE, "other.rst": OTHER}
    for name, text in {**files, **more}.items():
        (folder / name).write_text(text, "utf-8")
    return folder.resolve()


def split(text: str) -> tuple[str, int, int]:
    """Take the cursor out of a text; return its line and column, from 1."""
    before, _, after = text.partition("|")
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


def document(folder: Path, name: str, text: str) -> Document:
    """Return a file of the project with another text, as an editor has it."""
    files = Workspace([folder])
    path = folder / name
    files.change(path, path.read_text("utf-8") if path.exists() else "")
    assert files.project(path) is not None
    files.unsaved[str(path)] = text
    found = files.document(path)
    assert found is not None
    return found[1]
