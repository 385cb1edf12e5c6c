"""Whatever stands in a file or body: no exception, no hang, and every problem has a place in it.

The default run takes a few hundred inputs; the tox environment `long` takes 12,000, and other ones each
time. ``ROBUSTNESS_INPUTS`` names another number.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from convert.test_foreign_shapes import CASES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planted import PLANTED
from robustness.checking import BODIES, SUFFIXES, check_places, read_as_body, read_as_file, read_as_role
from robustness.inputs import SHARED, encoded, made, mutated, mutated_text, own_files, real_files, shaped

from sphinx_roles.catalog.sources import find_sources, importers
from sphinx_roles.problems import Code, Location, Problem

LONG = os.environ.get("LONG_TESTS") == "1"
WANTED = int(os.environ.get("ROBUSTNESS_INPUTS", "12000" if LONG else "400"))
KINDS = 8
some = settings(
    max_examples=max(1, WANTED // KINDS),
    derandomize=WANTED <= 400,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)
NO_DATA = f"{SHARED.name} with other people's files is not beside the checkout"


@some
@given(st.data(), st.sampled_from(SUFFIXES))
def test_our_own_files_mutated(data: Any, suffix: str) -> None:
    text, own = data.draw(mutated(own_files()))
    read_as_file(
        data.draw(encoded(text)), data.draw(st.sampled_from([own, suffix])) if own != ".rst" else suffix
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason=NO_DATA)
@some
@given(st.data(), st.sampled_from(SUFFIXES))
def test_real_files_mutated(data: Any, suffix: str) -> None:
    text, own = data.draw(mutated(real_files()))
    read_as_file(
        data.draw(encoded(text)), data.draw(st.sampled_from([own, suffix])) if own != ".rst" else suffix
    )


@some
@given(st.data(), made(), st.sampled_from(SUFFIXES))
def test_files_made_of_words(data: Any, text: str, suffix: str) -> None:
    read_as_file(data.draw(encoded(text)), suffix)


@some
@given(st.data(), st.sampled_from(sorted(importers())))
def test_files_of_other_tools(data: Any, kind: str) -> None:
    theirs = [text for known, text in PLANTED.values() if known == kind]
    theirs += ["Name,Role,Manager\nAna,SRE; Dev,Bo\nBo,Head,\n"]
    theirs += [text for case in CASES.values() for text in case["files"].values()]
    text = data.draw(st.one_of(made(), shaped(), mutated_text(theirs)))
    suffix = data.draw(st.sampled_from((".yaml", ".json", ".csv", ".md", ".ics")))
    problems = read_as_file(data.draw(encoded(text)), suffix, kind)
    assert not any(" failed: " in one.text for one in problems)


@some
@given(shaped(), st.sampled_from((".yaml", ".json", ".role.yaml")))
def test_catalogs_of_any_shape(text: str, suffix: str) -> None:
    read_as_file(text.encode("utf-8", "surrogatepass"), suffix)


@some
@given(st.one_of(made(), shaped(), mutated(own_files()).map(lambda found: found[0])), st.sampled_from(BODIES))
def test_bodies(text: str, form: str | None) -> None:
    read_as_body(text, form)


@some
@given(st.one_of(made(), shaped(), mutated(own_files()).map(lambda found: found[0])))
def test_roles(text: str) -> None:
    read_as_role(text)


_paths = st.one_of(
    st.sampled_from(["a.yaml", "**", "**/*.yaml", "../*", "*/../*", "[", "[!]", "a/**/**/*", "/", "//", ".", "..", "~", "x" * 5000,
                     "a\x00b", "a.yaml/", "**/..", "?" * 300, "\x00/?", "\ud800/*", "\ud800", "*/" * 50 + "*", "%s{}", "C:\\x", "b.json"]),
    st.text(alphabet="ab./*?[]!\\-\x00é\u2028", max_size=12),
)  # fmt: skip
_values = st.recursive(
    st.one_of(_paths, st.none(), st.integers(), st.binary(max_size=3), st.just(Path("a.yaml"))),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["path", "paht", "scheme", "matrix", "transpose", "columns", "", 7]), inner, max_size=3),
    ),
    max_leaves=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    for name in ("a.yaml", "b.json", "a/a.yaml", "a/b/c.yaml"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("roles: {sre: {}}\n")
    (folder / "a" / "b" / "up").symlink_to(folder)
    (folder / "nowhere.yaml").symlink_to(folder / "gone.yaml")
    return folder


@some
@given(value=_values)
def test_whatever_roles_catalog_is(project: Path, value: Any) -> None:
    found, problems = find_sources(value, project)
    assert all(source.path.is_file() for sources in found.values() for source in sources)
    assert all(problem.text and problem.location.line == 1 for problem in problems)


def test_a_place_outside_is_caught() -> None:
    for location in (
        Location("x.yaml", 3, 1),
        Location("x.yaml", 1, 9),
        Location("y.yaml"),
        Location("x.yaml", 0, 1),
    ):
        with pytest.raises(AssertionError):
            check_places((Problem(Code.SYNTAX, "x", location),), b"roles: \n", Location("x.yaml"))
    check_places((Problem(Code.SYNTAX, "x", Location("x.yaml", 1, 8)),), b"roles: \n", Location("x.yaml"))
