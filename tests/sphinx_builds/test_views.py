"""What all views have in common: every builder takes them, both markups give the same, a mistake costs only itself.

Each file in ``views`` is a handbook in reStructuredText with views of one kind, which is also built in MyST. ``words`` are in the
output of each builder (but those that ``words_but`` names), and no page has ``raw``. A line of ``mistakes`` is what a directive is
given, how its warning ends, and whether there is still a view, which has ``drawn`` in its markup. What is ``beside`` it stays.
``edits`` are done one after another, and only the pages that they name are read again. ``checks`` are as in ``test_cases.py``,
with the builder that makes what they look at.
"""

from __future__ import annotations

import pytest
from conftest import Build, Maker
from handbooks import DAY, FAMILIES, files_of, settings_of
from pages import IN_EACH_BUILDER, Tags, as_myst, compare, others_than, read_after

BUILT = [(name, key) for name, one in FAMILIES.items() for key in one.get("checks", {})]
PARALLEL = [(name, builder) for name, one in FAMILIES.items() for builder in one.get("parallel", [])]


def having(key: str) -> list[str]:
    return [name for name, one in FAMILIES.items() if key in one]


@IN_EACH_BUILDER
@pytest.mark.parametrize("name", FAMILIES)
def test_they_build_without_a_warning(name: str, builder: str, suffix: str, views: Build) -> None:
    files, family = views(name, builder, suffix).files(), FAMILIES[name]
    assert files
    text = b"".join(files.values()).decode("utf-8", "ignore")
    words = [
        *family.get("words", []),
        *(word for word, but in family.get("words_but", {}).items() if but != builder),
    ]
    assert [word for word in words if word not in text] == []
    if "raw" in family and builder not in ("text", "man", "texinfo", "gettext", "latex", "pseudoxml"):
        assert family["raw"] not in text


@pytest.mark.parametrize("name", FAMILIES)
def test_both_markups_give_the_same(name: str, views: Build) -> None:
    rst, md = (views(name, "html", suffix) for suffix in ("rst", "md"))
    assert rst.files(".html").keys() == md.files(".html").keys()
    count = 0
    for page in rst.files(".html"):
        one, other = (Tags(built.page(page)).views for built in (rst, md))
        assert one == other, page
        count += len(one)
    assert count == FAMILIES[name]["views"]
    assert views(name, "text", "rst").files(".txt") == views(name, "text", "md").files(".txt")


@pytest.mark.parametrize("suffix", ["rst", "md"])
@pytest.mark.parametrize("name", having("mistakes"))
def test_a_mistake_is_one_warning_and_the_page_stays_whole(name: str, suffix: str, project: Maker) -> None:
    family = FAMILIES[name]
    data = {file: text for file, text in files_of(name).items() if not file.endswith(".rst")}
    for old, new in family.get("without", {}).items():
        data["roles.yaml"] = data["roles.yaml"].replace(old, new)
    source, shown = family.get("beside", ["Whole.\n", "Whole."])
    link = family.get("links", "")
    if suffix == "md":
        source, link = as_myst(source), as_myst(link)
    rest = others_than(
        family["mistakes"], suffix, project, data, family["drawn"], settings_of(name), (source, shown), link
    )
    assert [line.partition("WARNING: ")[2] for line in rest] == family.get("told_of_links", [])


@pytest.mark.parametrize("name", having("edits"))
def test_a_page_is_read_again_exactly_when_what_it_shows_changes(name: str, project: Maker) -> None:
    family = FAMILIES[name]
    files = {**files_of(name), **family.get("edited", {})}
    read_after(project(files, **settings_of(name)), files, *family["edits"])


@pytest.mark.parametrize(("name", "key"), BUILT)
def test_check(name: str, key: str, views: Build) -> None:
    for check in FAMILIES[name]["checks"][key]:
        compare(views(name, check.get("builder", "html"), check.get("suffix", "rst")), check)


@pytest.mark.parametrize(("name", "builder"), PARALLEL)
def test_side_by_side_it_is_the_same(
    name: str, builder: str, project: Maker, views: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    suffixes = (".html", ".xhtml", ".svg", ".tex")
    four = project(files_of(name), **settings_of(name)).build(builder, parallel=4, strict=True)
    assert four.files(*suffixes) == views(name, builder).files(*suffixes)
