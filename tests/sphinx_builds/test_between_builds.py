"""What is kept between builds: catalogs, answers, and what an output holds."""

from __future__ import annotations

import io
import os
import pickle
import re
import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Maker
from sphinx.builders import Builder
from sphinx.builders.html import StandaloneHTMLBuilder

import sphinx_roles.catalog.load
import sphinx_roles.catalogs
import sphinx_roles.ext.incremental
from sphinx_roles.analysis.audit import engine
from sphinx_roles.analysis.matrix import MatrixQuery, MatrixReport
from sphinx_roles.analysis.report import Report
from sphinx_roles.model import Catalog
from sphinx_roles.render.view import Folded


def page(title: str, text: str) -> str:
    return f"{title}\n{'=' * len(title)}\n\n{text}\n"


FILES = yaml.safe_load((Path(__file__).parent / "cases/between_builds.yaml").read_text("utf-8"))["files"]
ROLES = FILES["roles.yaml"]


@pytest.fixture
def handbook(project: Maker) -> Any:
    made = project(FILES)
    made.build(strict=True)
    return made


@pytest.fixture
def parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How often a catalog has been read from its files, in whichever process."""
    log = tmp_path / "parsed"
    read = sphinx_roles.catalog.load.read_catalog

    def noted(*given: Any) -> Any:
        with log.open("a") as stream:
            stream.write(f"{os.getpid()}\n")
        return read(*given)

    monkeypatch.setattr(sphinx_roles.catalog.load, "read_catalog", noted)
    return lambda: len(log.read_text().splitlines()) if log.is_file() else 0


# The catalog


def test_a_build_without_a_change_parses_nothing(handbook: Any, parsed: Callable[[], int]) -> None:
    assert handbook.build().read == []
    handbook.write("matrix.rst", FILES["matrix.rst"] + "\nAn edit.\n")
    assert handbook.build().read == ["matrix"]
    assert parsed() == 0


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("parallel", [1, 2, 4])
def test_a_catalog_is_parsed_once(parallel: int, project: Maker, parsed: Callable[[], int]) -> None:
    pages = {f"page{number}.rst": FILES["matrix.rst"] for number in range(12)}
    made = project({**FILES, **pages})
    made.build(parallel=parallel)
    assert parsed() == 1
    made.write("roles.yaml", ROLES.replace("sre: C", "sre: I"))
    assert len(made.build(parallel=parallel).read) == 13
    assert parsed() == 2


def test_what_is_wrong_is_told_by_a_build_that_parses_nothing(
    project: Maker, parsed: Callable[[], int]
) -> None:
    made = project({**FILES, "roles.yaml": ROLES.replace("sre: C", "sre: X")})
    reported = made.build().warnings
    assert [line for line in reported if "roles.yaml:5:" in line]
    assert made.build().warnings == reported
    assert parsed() == 1


@pytest.mark.parametrize("damage", [b"", b"\0", b"sphinx-roles 0.0.1\n"], ids=str)
def test_a_damaged_file_is_passed_over(damage: bytes, handbook: Any, parsed: Callable[[], int]) -> None:
    kept = sorted((handbook.folder / "trees" / "sphinx-roles").iterdir())
    assert len(kept) == 4
    for path in kept:
        path.write_bytes(damage + path.read_bytes()[len(damage) + 1 :])
    assert handbook.build(strict=True).read == []
    assert parsed() == 1
    handbook.build(strict=True)
    assert parsed() == 1


def fails(catalog: Catalog) -> None:
    raise AssertionError("the rules are asked")


def test_the_rules_are_not_asked_again_for_a_free_text(
    project: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = "".join(f".. role-profile:: {role}\n\n" for role in ("sre", "dev"))
    data = "roles: {sre: {name: SRE, summary: Old}, dev: {name: Developer}}\n"
    data += (
        "responsibilities: {a: {name: Alerts, assign: {sre: A/R}}, b: {name: Backups, assign: {dev: A/R}}}\n"
    )
    made = project({"index.rst": page("Home", profiles), "roles.yaml": data})
    made.build(strict=True)
    with monkeypatch.context() as patch:
        patch.setattr(engine, "_audit", fails)
        made.write("roles.yaml", data.replace("Old", "New"))
        assert "New" in made.build(strict=True).page()
        # Nor is an edit of the page a reason.
        made.write("index.rst", page("Home", f"{profiles}An edit."))
        made.build(strict=True)
    finding = "has no letter in any row"
    assert finding not in made.build().page()
    made.write("roles.yaml", data.replace("sre: A/R", "dev: C"))
    assert finding in made.build().page()


def test_a_change_that_no_page_shows_is_looked_at_once(
    handbook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    handbook.write("roles.yaml", "# A comment\n" + ROLES)
    assert handbook.build().read == []

    def asked(*given: Any) -> Any:
        raise AssertionError("a view is asked again")

    monkeypatch.setattr(sphinx_roles.catalogs.CatalogRegistry, "answer", asked)
    assert handbook.build().read == []


def test_a_page_is_read_with_the_answer_for_which_it_is_read(
    project: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project({"index.rst": FILES["matrix.rst"], "roles.yaml": ROLES})
    made.build(strict=True)
    asked: list[MatrixQuery] = []
    report = MatrixQuery.report

    def noted(query: MatrixQuery, catalog: Catalog) -> MatrixReport:
        asked.append(query)
        return report(query, catalog)

    monkeypatch.setattr(MatrixQuery, "report", noted)
    changed = ROLES.replace("Site Reliability Engineer", "Engineer of reliability")
    made.write("roles.yaml", changed)
    again = made.build(strict=True)
    assert again.read == ["index"]
    assert len(asked) == 1
    assert "Engineer of reliability" in again.page()


def test_a_view_is_unfolded_where_it_is_drawn(project: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    toctree = ".. toctree::\n\n   "
    files = {
        "index.rst": page("Handbook", f".. role-cards::\n\n{toctree}part\n"),
        "part.rst": page("Part", f"{toctree}matrix\n"),
        "matrix.rst": FILES["matrix.rst"],
        "roles.yaml": ROLES,
    }
    made = project(files)
    index = made.build(strict=True).out / "index.html"
    before = index.stat().st_mtime_ns
    unfolded: list[str] = []
    load = Folded.load

    def noted(folded: Folded) -> Any:
        found = load(folded)
        if isinstance(found, Report):
            unfolded.append(type(found).__name__)
        return found

    monkeypatch.setattr(Folded, "load", noted)
    made.write("matrix.rst", FILES["matrix.rst"] + "\nAn edit.\n")
    assert made.build(strict=True).read == ["matrix"]
    # Sphinx 7 writes the first page in every build; later versions only load it, for its toctree.
    first = [] if index.stat().st_mtime_ns == before else ["Cards"]
    assert unfolded == [*first, "MatrixReport"]
    # Another builder has the pages from their files.
    shown = made.build("singlehtml", strict=True).page()
    assert unfolded == [*first, "MatrixReport", "Cards", "MatrixReport"]
    assert "Site Reliability Engineer" in shown


# Our version


def test_another_version_of_ours_reads_its_pages_again(
    handbook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sphinx_roles.ext.incremental, "__version__", "9.9.9")
    assert sorted(handbook.build().read) == ["cards", "links", "matrix"]
    assert handbook.build().read == []


# What an output holds


def written(made: Any, builder: str = "html", **more: Any) -> set[str]:
    """Build, and return the pages of the output that have been written."""
    out = made.folder / "out" / builder
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.html")}
    made.build(builder, **more)
    names = {path for path in out.rglob("*.html") if path.stat().st_mtime_ns != before.get(path)}
    pages = {path.relative_to(out).with_suffix("").as_posix().removesuffix("/index") for path in names}
    return pages & {name.removesuffix(".rst") for name in FILES}


def test_only_pages_whose_links_have_changed_are_written(handbook: Any) -> None:
    handbook.write("plain.rst", page("Plain", "See :org:role:`sre`."))
    handbook.build()
    handbook.write("roles.yaml", ROLES.replace("DevOps Engineer", "Deliverer"))
    # Sphinx writes the first page along with any other.
    assert written(handbook) == {"index", "cards", "matrix", "links"}


def test_a_page_that_names_a_page_of_ours_is_written_when_that_has_another_title(project: Maker) -> None:
    roles = "roles:\n  sre: {name: Site, summary: one}\n  dev: {name: Dev}\n"
    index = page("H", ".. toctree::\n\n   roles/index\n   other")
    files = {"index.rst": index, "other.rst": page("Other", ":doc:`/roles/sre`"), "roles.yaml": roles}
    made = project(files, roles_pages="roles/{id}")
    before = made.build(strict=True).files(".html")["roles/index.html"]
    listed = made.folder / "out/html/roles/index.html"
    when = listed.stat().st_mtime_ns
    made.write("roles.yaml", roles.replace("one", "two"))
    assert made.build(strict=True).read == ["roles/sre"]
    # Sphinx would write it again, as it has the page in its toctree: a list of thousands takes long.
    assert listed.stat().st_mtime_ns == when
    made.write("roles.yaml", roles.replace("Site", "Sight"))
    built = made.build(strict=True)
    assert "other" not in built.read
    found = built.files(".html")
    assert b"Sight" in found["other.html"]
    assert found["roles/index.html"] == before.replace(b"Site", b"Sight")


def test_what_pages_of_ours_ask_alike_is_kept_once(project: Maker) -> None:
    roles = "roles:\n  sre: {name: Site}\n  dev: {name: Dev}\n"
    made = project({"index.rst": page("H", ".. toctree::\n\n   roles/index"), "roles.yaml": roles})
    made.configure(roles_pages="roles/{id}")
    made.build(strict=True)
    kept = pickle.loads((made.folder / "trees/environment.pickle").read_bytes())
    views = kept.domaindata["org"]["views"]
    one, other = (views[f"roles/{name}"][0][0] for name in ("sre", "dev"))
    assert one.query.role != other.query.role
    assert one.query.sections is other.query.sections
    assert one.query.fields is other.query.fields
    assert one.data is other.data


@pytest.mark.parametrize("second", ["dirhtml", "text", "singlehtml"])
def test_another_output_of_the_same_doctrees(second: str, handbook: Any) -> None:
    handbook.build(second)
    handbook.write("roles.yaml", ROLES.replace("sre: C", "sre: I"))
    handbook.build()
    built = handbook.build(second)
    assert built.read == []
    found = built.files()
    handbook.folder = handbook.folder / "clean"
    clean = handbook.build(second).files(".html", ".txt")
    # In Sphinx 7, only a second `singlehtml` knows the checksums of stylesheets.
    plain = partial(re.sub, rb"\?v=\w+", b"")
    assert {name: plain(found[name]) for name in clean} == {name: plain(clean[name]) for name in clean}


def test_a_build_of_one_page_leaves_the_others_to_the_next(handbook: Any) -> None:
    handbook.build("text")
    handbook.write("roles.yaml", ROLES.replace("DevOps Engineer", "Deliverer"))
    handbook.build()
    only = str(handbook.source / "matrix.rst")
    handbook.build("text", only=[only])
    texts = handbook.build("text").files(".txt")
    assert b"Deliverer" in texts["cards.txt"]
    assert b"Deliverer" in texts["matrix.txt"]


def test_a_build_of_one_page_leaves_the_links_to_a_new_stylesheet_to_the_next(handbook: Any) -> None:
    handbook.build()
    handbook.write("roles.yaml", ROLES + COLOR)
    handbook.build(only=[str(handbook.source / "matrix.rst")])
    is_as_a_clean_build(handbook, handbook.build(strict=True))


# A build that comes to no end


class Stopped(BaseException):
    """Somebody has killed the build. For an error, Sphinx itself begins anew."""


COLOR = "schemes: {RACI: {letters: {C: {color: '#123456'}}}}\n"


# The links lead to another name; the cards have only the address of a stylesheet that holds the colour.
@pytest.mark.parametrize("last", ["links", "cards"])
def test_a_build_that_is_stopped_while_it_writes(
    last: str, handbook: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = StandaloneHTMLBuilder.write_doc

    def stopping(builder: Any, docname: str, doctree: Any) -> None:
        write(builder, docname, doctree)
        if docname == last:
            # Half of a page is newer than its source, too.
            path = Path(builder.outdir) / f"{last}.html"
            path.write_text(path.read_text()[:200])
            raise Stopped

    renamed = ROLES.replace("Site Reliability Engineer", "Reliability Engineer")
    handbook.write("roles.yaml", renamed if last == "links" else ROLES + COLOR)
    with monkeypatch.context() as patched:
        patched.setattr(StandaloneHTMLBuilder, "write_doc", stopping)
        with pytest.raises(Stopped):
            handbook.build()
    built = handbook.build(strict=True)
    assert "plain" not in built.read
    is_as_a_clean_build(handbook, built)


def test_a_build_that_is_stopped_while_it_reads(handbook: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Builder.read_doc

    def stopping(builder: Any, docname: str, **more: Any) -> None:
        if docname == "matrix":
            raise Stopped
        read(builder, docname, **more)

    handbook.write("roles.yaml", ROLES.replace("Site Reliability Engineer", "Reliability Engineer"))
    with monkeypatch.context() as patched:
        patched.setattr(Builder, "read_doc", stopping)
        with pytest.raises(Stopped):
            handbook.build()
    # The cards have been read, and nothing but their doctree tells so.
    handbook.write("roles.yaml", ROLES)
    assert sorted(handbook.build().read) == ["cards", "matrix"]
    shutil.rmtree(handbook.folder / "out")
    is_as_a_clean_build(handbook, handbook.build(strict=True))


def is_as_a_clean_build(made: Any, built: Any) -> None:
    pages = built.files(".html")
    made.folder = made.folder / "clean"
    assert made.build().files(".html") == pages


# Titles


def test_a_page_keeps_no_dependency_on_the_data_that_it_is_lent(project: Maker) -> None:
    seen = "def setup(app):\n    app.connect('env-updated', lambda app, env: print('seen', dict(env.dependencies)))\n"
    made = project({"index.rst": "Title\n=====\n\n.. role-cards::\n", "roles.yaml": "roles: {sre: {}}\n"})
    conf = made.source / "conf.py"
    conf.write_text(conf.read_text("utf-8") + seen, "utf-8")
    out = io.StringIO()
    with redirect_stdout(out):
        made.build(strict=True)
    assert out.getvalue() == "seen {'index': {'roles.yaml'}}\n"
    environment = pickle.loads((made.folder / "trees/environment.pickle").read_bytes())
    assert dict(environment.dependencies) == {}
