"""What an editor gets is what `check` and a build report, also of what is not saved, and whatever the input."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli.lsp.projects import ROLES, write
from conftest import Project
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_roles.cli.check import check
from sphinx_roles.cli.lsp.workspace import Workspace

ROWS = """\
responsibilities:
  deploys: {name: Deployments, assign: {sre: A/R}}
"""
CATALOG = f"roles: {{sre: {{name: SRE}}, ops: {{name: Operations}}}}\n{ROWS}"
MARKDOWN = """\
# Page

{org:role}`nobody`, {org:role}`sre` and {org:role}`nobodi`, {org:who}`Q:deploys`, {org:skill}`cooking`.

```{role-cards}
:kinds: team, rol
:colums: 2
```

````{note}
```{role-comparison} sre opz
```
````

```{responsibility-matrix}
:rows: deplois
```

```{responsibility-matrix}
more: {assign: {sre: A/X, opz: R}}
```

```{responsibility-matrix}
:file: gone.csv
```
"""
RST = """\
Page
====

:org:role:`nobody` and 😀 :org:responsibility:`deploy`

.. role-card:: opz
   :fields: tagline, sumary

.. responsibility-matrix::

   | Work | SRE |
   |------|-----|
   | x    | Z   |
"""


@pytest.fixture(autouse=True)
def _own_docutils(tmp_path: Path) -> Iterator[None]:
    with patch_docutils(), docutils_namespace():
        yield


def reported(files: Workspace) -> list[str]:
    return [
        f"{one.path.name}:{one.line}:{one.column}: {one.text} [{one.code}]"
        for found in files.diagnostics().values()
        for one in found
    ]


@pytest.mark.parametrize(("name", "text"), [("index.md", MARKDOWN), ("index.rst", RST)])
def test_a_page_is_reported_what_its_build_reports(
    project: Callable[..., Project], name: str, text: str
) -> None:
    suffixes = {".rst": "restructuredtext", ".md": "markdown"}
    extensions = ["myst_parser", "sphinx_roles"]
    made = project({name: text, "roles.yaml": CATALOG}, extensions=extensions, source_suffix=suffixes)
    with patch_docutils(), docutils_namespace():
        built = [line for line in made.build("text").warnings if "[roles." in line]
    files = Workspace([])
    # What is not saved counts, and so does its place.
    (made.source / name).write_text("Page\n====\n", "utf-8")
    files.change(made.source.resolve() / name, text)
    expected = {line.replace(": WARNING:", ":").replace("[roles.", "[") for line in built}
    found = reported(files)
    assert len(expected) > 4
    assert {one for one in found if one.startswith(name)} == expected
    assert len(found) == len({*found})


def test_data_is_reported_what_check_finds(tmp_path: Path) -> None:
    text = ROLES.replace("covered_by: sre", "covered_by: nobody")
    folder = write(tmp_path, **{"roles.yaml": text})
    found = {
        f"{one.path.name}:{one.line}:{one.column}: {one.text} [{one.rule}]"
        for one in check([str(folder)]).issues
    }
    write(tmp_path)
    files = Workspace([])
    files.change(folder / "roles.yaml", text)
    assert {*reported(files)} == found
    assert any("nobody" in one for one in found)
    files.change(folder / "roles.yaml", None)
    assert reported(files) == []


def test_a_word_is_underlined(tmp_path: Path) -> None:
    folder = write(tmp_path)
    files = Workspace([folder])
    files.change(folder / "roles.yaml", ROLES.replace("reports_to", "report_to"))
    found = files.diagnostics()[folder / "roles.yaml"]
    assert [(one.line, one.column, one.end, one.severity) for one in found if one.code == "unknown-key"] == [
        (7, 5, 14, "error")
    ]


def test_what_conf_py_says_holds(tmp_path: Path) -> None:
    folder = write(tmp_path, **{"page.md": MARKDOWN})
    conf = (folder / "conf.py").read_text("utf-8")
    (folder / "conf.py").write_text(conf + 'suppress_warnings = ["roles.option"]\nroles_scheme = "DACI"\n')
    files = Workspace([])
    files.change(folder / "page.md", MARKDOWN)
    codes = {one.code for one in files.diagnostics()[folder / "page.md"]}
    assert codes >= {"ref", "unknown-role"}
    assert "option" not in codes
    (folder / "conf.py").write_text(conf + 'suppress_warnings = ["roles.*"]\n')
    files.forget()
    assert folder / "page.md" not in files.diagnostics()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("roles.yaml", b"roles: {sre: {na"),
        ("roles.yaml", b"roles:\n\tsre: \xff\xfe\x00"),
        ("roles.yaml", b""),
        ("roles.yaml", b"- - - [{"),
        ("conf.py", b"roles_catalog = [\n"),
        ("conf.py", b"\xff\x00"),
        ("conf.py", b'roles_catalog = "gone/*.yaml"\nroles_pages = 7\nmyst_enable_extensions = 3\n'),
        ("page.md", b"```{role-card\n"),
        ("page.md", b"\xff```{role-card}\n---\nx: [\n```"),
        ("page.md", b"````{responsibility-matrix}\n:layout:\n```{role-card} x"),
        ("other.rst", b".. role-card:: sre\n   :fields: a\n     b\n  :c\n .. role-card::"),
    ],
)
def test_nothing_that_is_wrong_ends_it(tmp_path: Path, name: str, data: bytes) -> None:
    folder = write(tmp_path)
    (folder / name).write_bytes(data)
    files = Workspace([folder])
    for one in ("roles.yaml", "page.md", "other.rst", "conf.py", "gone.md", "gone.yaml"):
        path = folder / one
        files.change(path, path.read_text("utf-8", "replace") if path.exists() else "roles: {}")
    files.diagnostics()
    for path in map(Path, files.unsaved):
        found = files.document(path, fresh=True)
        assert found is None or found[1].tokens() is not None
    for path in folder.iterdir():
        path.unlink()
    files.forget()
    assert files.diagnostics() == {}


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    files, path = Workspace([tmp_path]), tmp_path.resolve() / "compose.yaml"
    path.write_text("services: {web: {}}")
    files.change(path, "services: {web: {}}")
    assert files.project(path) is None
    path.write_text(CATALOG)
    files.change(path, CATALOG)
    assert files.project(path) is not None


def test_data_that_comes_later_is_read(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (folder / "roles.yaml").unlink()
    files = Workspace([])
    files.change(folder / "page.md", "{org:role}`sre`")
    assert files.project(folder / "page.md") is None
    (folder / "roles.yaml").write_text(CATALOG)
    files.change(folder / "roles.yaml", CATALOG)
    assert [one for one in reported(files) if one.startswith("page")] == []
    first = files.project(folder / "page.md")
    files.change(folder / "page.md", "{org:role}`sree`")
    assert len([one for one in reported(files) if one.startswith("page")]) == 1
    # What is typed in a page reads no data again.
    assert first is not None
    assert files.project(folder / "page.md") is first
