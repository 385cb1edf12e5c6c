"""What a path means: a project, a folder of data, or files."""

from __future__ import annotations

from pathlib import Path

import pytest

from sphinx_roles.cli.io import CommandError
from sphinx_roles.cli.project import NoCatalog, Opened, opened

ROLES = "roles: {sre: {name: SRE}}\nresponsibilities: {deploys: {assign: {sre: A/R}}}\n"


def rows(found: Opened) -> dict[str, list[str]]:
    return {name: [row.id for row in one.rows] for name, one in found.registry.catalogs.items()}


def write(folder: Path, name: str, text: str = ROLES) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.fixture(autouse=True)
def _top(tmp_path: Path) -> None:
    # Whoever looks upward stops here.
    (tmp_path / ".git").mkdir()


def test_a_folder_with_a_conf_has_its_catalogs_and_settings(tmp_path: Path) -> None:
    write(tmp_path, "conf.py", "roles_catalog = {'now': 'a.yaml', 'then': 'b.yaml'}\nroles_scheme = 'DACI'\n")
    write(tmp_path, "a.yaml")
    write(tmp_path, "b.yaml", "responsibilities: {old: {assign: {sre: D}}}\n")
    found = opened([str(tmp_path)])
    assert rows(found) == {"now": ["deploys"], "then": ["old"]}
    assert found.registry.settings.scheme == "DACI"
    assert found.root == tmp_path
    # DACI has no R.
    assert [str(problem.code) for problem in found.problems] == ["unknown-letter"]


def test_a_folder_without_a_conf_has_its_roles_yaml(tmp_path: Path) -> None:
    write(tmp_path, "roles.yaml")
    write(tmp_path, "more.yaml", "roles: {}\n")
    assert rows(opened([str(tmp_path)])) == {"": ["deploys"]}


@pytest.mark.parametrize("location", ["docs", "docs/source", "doc", "source"])
def test_else_the_project_below(tmp_path: Path, location: str) -> None:
    write(tmp_path, f"{location}/conf.py", "extensions = ['sphinx_roles']\n")
    write(tmp_path, f"{location}/roles.yaml")
    assert opened([str(tmp_path)]).root == tmp_path / location


def test_the_project_below_goes_first_where_it_has_the_same_file(tmp_path: Path) -> None:
    write(tmp_path, "roles.yaml")
    write(tmp_path, "docs/conf.py", "roles_catalog = ['../roles.yaml', 'b.yaml']\n")
    write(tmp_path, "docs/b.yaml", "responsibilities: {more: {assign: {sre: A/R}}}\n")
    assert rows(opened([str(tmp_path)])) == {"": ["deploys", "more"]}
    write(tmp_path, "docs/conf.py", "roles_catalog = ['b.yaml']\n")
    assert rows(opened([str(tmp_path)])) == {"": ["deploys"]}


def test_else_all_files_with_keys_of_ours(tmp_path: Path) -> None:
    write(tmp_path, "data/a.yaml")
    write(tmp_path, "data/b.json", '{"responsibilities": {"b": {"assign": {"sre": "A/R"}}}}')
    write(tmp_path, "data/c.toml", "[responsibilities.c]\nassign = {sre = 'A/R'}\n")
    write(tmp_path, "other.yaml", "services: {a: 1}\n")
    write(tmp_path, "nested.yaml", "x:\n  roles: {a: 1}\n")
    write(tmp_path, ".hidden/x.yaml")
    write(tmp_path, "_build/x.yaml")
    write(tmp_path, "node_modules/x.yaml")
    write(tmp_path, "env/pyvenv.cfg", "")
    write(tmp_path, "env/x.yaml")
    found = opened([str(tmp_path)])
    assert rows(found) == {"": ["deploys", "b", "c"]}
    assert not found.problems


def test_files_take_their_rules_from_the_conf_near_them(tmp_path: Path) -> None:
    write(
        tmp_path, "docs/conf.py",
        "roles_catalog = [f(), 'nothing.yaml']\nroles_scheme = 'DACI'\nroles_rules = {'no-backup': 'off'}\n",
    )  # fmt: skip
    file = write(tmp_path, "docs/data/a.csv", "Task,SRE\nDeploys,D\n")
    found = opened([str(file)])
    assert rows(found) == {"": ["deploys"]}
    assert found.registry.settings.scheme == "DACI"
    assert found.registry.rules == {"no-backup": "off"}
    # Which files belong to the catalog is known, so it is no matter what conf.py computes.
    assert not found.problems
    beside = write(tmp_path, "raci.csv", "Task,SRE\nDeploys,D\n")
    assert opened([str(beside)]).root == tmp_path / "docs"


def test_files_keep_what_the_conf_says_of_them(tmp_path: Path) -> None:
    write(tmp_path, "conf.py", "roles_catalog = {'path': 'a.csv', 'transpose': True, 'matrix': 'ops'}\n")
    file = write(tmp_path, "a.csv", "Role,Deploys\nSRE,A/R\n")
    (row,) = opened([str(file)]).registry.main.rows
    assert (row.name, row.matrix) == ("Deploys", "ops")


def test_a_conf_of_something_else_is_not_looked_at(tmp_path: Path) -> None:
    write(tmp_path, "conf.py", "f(\n")
    assert not opened([str(write(tmp_path, "data/a.yaml"))]).problems


def test_several_files_are_one_catalog(tmp_path: Path) -> None:
    one = write(tmp_path, "a/a.yaml")
    two = write(tmp_path, "b/b.yaml", "responsibilities: {b: {assign: {sre: A/R}}}\n")
    found = opened([str(one), str(two)])
    assert rows(found) == {"": ["deploys", "b"]}
    assert found.root == tmp_path


def test_no_path_is_this_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "roles.yaml")
    monkeypatch.chdir(tmp_path)
    assert rows(opened([])) == {"": ["deploys"]}


def test_a_missing_path_names_its_neighbour(tmp_path: Path) -> None:
    write(tmp_path, "roles.yaml")
    with pytest.raises(CommandError, match=r"roels\.yaml is not there; did you mean 'roles\.yaml'\?"):
        opened([str(tmp_path / "roels.yaml")])
    with pytest.raises(CommandError, match="is not there"):
        opened(["a\0b"])
    with pytest.raises(CommandError, match=r"a path is empty; write \. for this folder"):
        opened([""])


def test_files_and_folders_do_not_mix(tmp_path: Path) -> None:
    file = write(tmp_path, "roles.yaml")
    with pytest.raises(CommandError, match="one folder"):
        opened([str(tmp_path), str(file)])


def test_where_there_is_no_catalog_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoCatalog, match="no catalog in"):
        opened([str(tmp_path)])
    write(tmp_path, "conf.py", "roles_catalog = f()\n")
    with pytest.raises(NoCatalog, match=r"names no roles_catalog(.|\n)*roles_catalog is computed"):
        opened([str(tmp_path)])


@pytest.mark.parametrize(("pattern", "read"), [(".*", True), ("team", False), ("team/*.yaml", False)])
def test_a_pattern_of_hidden_files_leaves_the_source_folder_in(
    tmp_path: Path, pattern: str, read: bool
) -> None:
    write(tmp_path, "roles.yaml")
    write(tmp_path, "conf.py", f"extensions = ['sphinx_roles']\nexclude_patterns = [{pattern!r}]\n")
    write(tmp_path, "team/ops.role.yaml", "name: Operations\n")
    assert ("ops" in opened([str(tmp_path)]).registry.main.roles) == read
