"""A file of one role as a page: in both forms, every builder, and in builds that follow each other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Build, Maker
from pages import BUILDERS, built_once, directive, title, toctree
from tables import tables

from sphinx_roles.cli.project import opened

TABLES = tables(__file__)

FILES = yaml.safe_load((Path(__file__).parent / "cases/role_files.yaml").read_text("utf-8"))["files"]
SRE, DEV, ROWS = (FILES[name] for name in ("roles/sre.role.yaml", "roles/dev.role.md", "roles.yaml"))
MISSING = "roles/dev.role.md:9:17: WARNING: no role 'nobody' [roles.ref]"


def sources(suffix: str) -> dict[str, str]:
    """A handbook with two roles that are pages, and one that is data; no catalog lists the pages."""
    link = ":org:role:`dev`" if suffix == "rst" else "{org:role}`dev`"
    return {
        f"index.{suffix}": title("Roles", suffix) + toctree("roles/*", suffix) + f"See {link}.\n",
        f"matrix.{suffix}": (":orphan:\n\n" if suffix == "rst" else "---\norphan: true\n---\n")
        + title("Matrix", suffix)
        + directive("responsibility-matrix", "", {}, suffix),
        "roles.yaml": ROWS,
        "roles/sre.role.yaml": SRE,
        "roles/dev.role.md": DEV,
    }


SETTINGS: dict[str, Any] = {
    "rst": {"extensions": ["sphinx_roles", "sphinx.ext.autosectionlabel"]},
    "md": {
        "extensions": ["sphinx.ext.autosectionlabel", "sphinx_roles", "myst_parser"],
        "source_suffix": {".md": "markdown", ".rst": "restructuredtext"},
    },
}
COMMON: dict[str, Any] = {"project": "Handbook", "copyright": "us", "version": "1"}


@pytest.fixture(scope="module")
def built(shared_project: Maker) -> Build:
    """Return what a builder makes of the handbook in one markup."""

    def make(suffix: str) -> Any:
        found = sources(suffix)
        found["roles/dev.role.md"] = DEV.replace("{org:role}`nobody`", "it")
        return shared_project(found, **COMMON, **SETTINGS[suffix])

    return built_once(make)


@pytest.mark.parametrize("builder", BUILDERS)
@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_they_build_without_a_warning(builder: str, suffix: str, built: Build) -> None:
    assert built(builder, suffix).files()


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_page_is_the_profile_and_its_text(suffix: str, built: Build) -> None:
    page = built("html", suffix).page("roles/dev.html")
    heads = [re.sub(r"<[^>]*>", "", head) for head in re.findall(r"<h\d>(.*?)<a class=\"headerlink", page)]
    assert heads == ["DevOps Engineer", "Responsibilities", "Works with", "Description", "A day"]
    assert 'id="role-dev"' in page
    assert 'href="sre.html#role-sre"' in page
    assert re.search(r'href="sre.html">.*?the other page', page)
    contents = built("html", suffix).page()
    assert contents.index('href="roles/dev.html">DevOps') < contents.index('href="roles/sre.html">Site')
    assert 'href="roles/dev.html#role-dev"' in contents
    assert "A day" in built("html", suffix).page("searchindex.js").replace("a day", "A day")
    assert built("html", suffix).page("_sources/roles/dev.role.md.txt") == DEV.replace(
        "{org:role}`nobody`", "it"
    )


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_what_is_translated(suffix: str, built: Build) -> None:
    found = built("gettext", suffix).page("roles.pot")
    assert "../../src/roles/dev.role.md:12" in found.replace("\\", "/")
    assert 'msgid "The bridge"' in found
    assert 'msgid "Sells *it*"' in found


@pytest.mark.parametrize("catalog", TABLES["they count once"])
def test_they_count_once(project: Maker, catalog: Any) -> None:
    settings = {} if catalog is None else {"roles_catalog": catalog}
    book = project({**sources("rst"), "then.yaml": "roles: {ops: Ops}\n"}, **settings)
    first = book.build()
    assert first.warnings == [MISSING]
    assert "DevOps Engineer" in first.page("matrix.html")
    assert [*opened([str(book.source)]).registry.main.roles] == ["ops", "dev", "sre"] or catalog is not None
    assert len(opened([str(book.source)]).registry.main.roles) == 3


def test_an_edit_reads_the_page_and_those_that_show_it(project: Maker) -> None:
    files = {**sources("rst"), "plain.rst": ":orphan:\n\nPlain\n=====\n"}
    book = project(files)
    book.build()
    book.write("roles/sre.role.yaml", SRE.replace("Sells", "Buys"))
    assert book.build().read == ["roles/sre"]
    book.write("roles/sre.role.yaml", SRE.replace("Site Reliability", "Site"))
    assert sorted(book.build().read) == ["matrix", "roles/dev", "roles/sre"]
    book.write("roles/dev.role.md", DEV.replace("Coffee", "Tea"))
    again = book.build()
    assert again.read == ["roles/dev"]
    assert "Tea." in again.page("roles/dev.html")
    # A new page is a new role, and a page that is gone takes its role along.
    book.write("roles/ops.role.yaml", "{name: Operator, tagline: Runs}\n")
    book.write("roles.yaml", ROWS.partition("roles:")[0])
    again = book.build()
    assert sorted(again.read) == ["index", "matrix", "roles/dev", "roles/ops"] or sorted(again.read) == [
        "matrix", "roles/dev", "roles/ops",
    ]  # fmt: skip
    (book.source / "roles/ops.role.yaml").unlink()
    assert "matrix" in book.build().read
    assert "Operator" not in book.build().page("matrix.html")


@pytest.mark.parametrize(
    ("name", "text", "expected"), TABLES["a mistake is one warning and the rest is whole"]
)
def test_a_mistake_is_one_warning_and_the_rest_is_whole(
    project: Maker, name: str, text: str, expected: list[str]
) -> None:
    built = project({**sources("rst"), name: text}).build()
    # Sphinx 7 takes the path of a page in MyST for the name of a document.
    warnings = [line.replace(".md.rst:", ".md:") for line in built.warnings if line != MISSING]
    assert len(warnings) == len(expected), warnings
    assert all(line.startswith(start) for line, start in zip(warnings, expected, strict=True)), warnings
    assert re.search("<h1>[A-Za-z]", built.page(name.partition(".")[0] + ".html"))
    assert "Site Reliability Engineer" in built.page("roles/sre.html")


@pytest.mark.parametrize("views", [["role-card", "role-profile"], ["role-profile"]])
def test_what_only_a_page_can_hold_is_left_out_elsewhere(views: list[str], project: Maker) -> None:
    """One warning at the first of it, whatever it is; on its own page, the text is whole."""
    text = (
        "---\nname: X\n---\nBegin.\n\n```{note}\nMind\n```\n\n:::{tip}\nTip\n:::\n\n{doc}`/index`\n\nEnd.\n"
    )
    shown = "".join(directive(one, "x", {"fields": "description"}, "rst") for one in views)
    files = {"index.rst": title("Roles", "rst") + shown, "x.role.md": text}
    built = project(files, **SETTINGS["rst"]).build()
    (warning,) = built.warnings
    assert warning.startswith(
        "x.role.md:6:1: WARNING: the directive '{note}' is shown on the role's own page"
    )
    page = built.page()
    assert all(word in page for word in ("Begin.", "End."))
    assert not re.search("Mind|Tip|```|:::", page[page.index("<h1") :])
    assert 'class="admonition note"' in built.page("x.html")


@pytest.mark.parametrize("suffix", ["rst", "md"])
def test_a_page_is_translated_as_any_page(suffix: str, project: Maker) -> None:
    words = {
        "DevOps Engineer": "DevOps-Ingenieurin",
        "A day": "Ein Tag",
        "Coffee.": "*Kaffee*.",
        "The bridge": "Die Brücke",
    }
    text = "".join(f'msgid "{key}"\nmsgstr "{value}"\n\n' for key, value in words.items())
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    files = {**sources(suffix), "locale/de/LC_MESSAGES/roles/dev.po": head + text}
    files["bare.role.md"] = "---\nname: Bare\n---\nText.\n"
    book = project(files, language="de", locale_dirs=["locale"], gettext_compact=False, **SETTINGS[suffix])
    built = book.build()
    assert built.warnings == [MISSING.replace("no role 'nobody'", "Rolle 'nobody' gibt es nicht")]
    page = built.page("roles/dev.html")
    assert "<h1>DevOps-Ingenieurin<" in page
    assert "<h2>Ein Tag<" in page
    assert "<p><em>Kaffee</em>.</p>" in page
    assert "Die Brücke" in page
    assert ">DevOps-Ingenieurin</a>" in built.page()
