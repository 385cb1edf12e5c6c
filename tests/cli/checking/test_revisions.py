"""The data of a project at a git revision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sphinx_roles.cli.git import tree_at
from sphinx_roles.cli.io import CommandError


def test_a_tree_has_the_data_as_it_was(here: Any) -> None:
    here.write(docs__roles_yaml="one", docs__conf_py="", docs__notes_txt="page", data__a_csv="outside")
    here.write(docs__äö_yaml="name")
    here.commit()
    here.write(docs__roles_yaml="two")
    with tree_at("HEAD", here.folder / "docs") as tree:
        found = sorted(path.relative_to(tree.parent).as_posix() for path in tree.parent.rglob("*.*"))
        assert (tree / "roles.yaml").read_text() == "one"
        assert (tree / "../data/a.csv").read_text() == "outside"
    assert found == [".git", "data/a.csv", "docs/conf.py", "docs/roles.yaml", "docs/äö.yaml"]
    assert not tree.exists()
    assert (here.folder / "docs/roles.yaml").read_text() == "two"


def test_what_archives_leave_out_is_there(here: Any) -> None:
    here.write(docs__roles_yaml="one")
    (here.folder / ".gitattributes").write_text("docs export-ignore\n")
    here.commit()
    with tree_at("HEAD", here.folder / "docs") as tree:
        assert (tree / "roles.yaml").is_file()


def test_links_stay_inside(here: Any, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("secret")
    here.write(data__a_yaml="one")
    (here.folder / "in.yaml").symlink_to("data/a.yaml")
    (here.folder / "out.yaml").symlink_to("../outside.yaml")
    (here.folder / "far.yaml").symlink_to(tmp_path / "outside.yaml")
    here.commit()
    with tree_at("HEAD", here.folder) as tree:
        assert (tree / "in.yaml").read_text() == "one"
        assert not (tree / "out.yaml").is_symlink()
        assert not (tree / "far.yaml").is_symlink()


def test_links_in_a_circle_are_reported(here: Any) -> None:
    here.write(conf_py="roles_catalog = ['a.yaml', '*.yml']", roles_yml="roles: {sre: {name: SRE}}")
    for name, target in (("a", "b"), ("b", "c"), ("c", "a"), ("self", "self")):
        (here.folder / f"{name}.yaml").symlink_to(f"{target}.yaml")
    here.commit()
    code, out, _ = here.run("check")
    assert code == 1
    assert (
        out.splitlines()[0] == "conf.py:1:18: error: 'a.yaml' is a link that leads nowhere [unreadable-file]"
    )
    assert here.run("check", "--since", "HEAD")[0] == 0
    assert here.run("convert", "a.yaml", "-")[2] == "sphinx-roles: a.yaml is a link that leads nowhere\n"


def test_a_folder_that_was_not_there_is_empty(here: Any) -> None:
    here.write(a_yaml="one")
    here.commit()
    (here.folder / "new").mkdir()
    with tree_at("HEAD", here.folder / "new") as tree:
        assert list(tree.iterdir()) == []


@pytest.mark.parametrize("revision", ["nope", "--output=x", "HEAD:a.yaml", ""])
def test_a_wrong_revision_is_reported(here: Any, revision: str) -> None:
    here.write(a_yaml="one")
    here.commit()
    with (
        pytest.raises(CommandError, match="is no revision of this repository"),
        tree_at(revision, here.folder),
    ):
        pass


def test_a_shallow_clone_is_reported(here: Any, tmp_path: Path) -> None:
    here.write(a_yaml="one")
    here.commit()
    here.commit()
    here.git("clone", "-q", "--depth", "1", f"file://{here.folder}", str(tmp_path / "shallow"))
    with pytest.raises(CommandError, match="fetch-depth: 0"), tree_at("HEAD~1", tmp_path / "shallow"):
        pass


def test_without_a_repository_or_git_it_is_reported(here: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.folder.parent))
    with pytest.raises(CommandError, match="is in no git repository"), tree_at("HEAD", here.folder):
        pass
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CommandError, match="needs git"), tree_at("HEAD", here.folder):
        pass
