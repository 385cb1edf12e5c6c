"""After any sequence of edits, pages are what a clean build makes, and only those were read that show a change."""

from __future__ import annotations

import os
import random
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from conftest import Built, Project
from freshness.edited import EDITS, Handbook
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

# An edit link tells a line of the data, which is a fact that is read again.
_LINK = re.compile(r'<(?:a(?![^>]*href="https://example)|span)\b[^>]*>|</(?:a|span)>')
LONG = bool(os.environ.get("LONG_TESTS"))


class Site:
    """A handbook on disk, built again and again, and beside it clean builds of the same sources."""

    def __init__(self, folder: Path, book: Handbook) -> None:
        self.project = Project(folder, {}, {})
        self.folder = folder
        self.book = book
        self.sources: dict[str, str] = {}
        self.shown: dict[str, str] = {}

    def write(self) -> bool:
        """Write what has changed; return whether conf.py has."""
        conf = dict(self.project.conf)
        self.project.configure(**self.book.settings())
        files = self.book.files()
        for name in self.sources.keys() - files.keys():
            (self.project.source / name).unlink()
        for name, text in files.items():
            if self.sources.get(name) != text:
                self.project.write(name, text)
        self.before, self.sources = self.sources, files
        return conf != self.project.conf

    def step(self, builder: str, parallel: int) -> None:
        """Build again, and compare with a clean build."""
        reconfigured = self.write()
        built = self.project.build(builder, parallel=parallel)
        clean = self.clean(builder)
        pages = clean.files(".html")
        found = built.files(".html")
        assert [name for name in pages if found.get(name) != pages[name]] == []
        for name in {"_static/sphinx-roles.css", "objects.inv"} & clean.files().keys():
            assert built.files()[name] == clean.files()[name], name
        shown = self.bodies(pages)
        if self.shown and not reconfigured:
            assert set(built.read) == self.changed(shown)
        self.shown = shown

    def clean(self, builder: str) -> Built:
        """Build everything anew, elsewhere."""
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        self.project.folder = self.folder / "clean"
        try:
            return self.project.build(builder)
        finally:
            self.project.folder = self.folder

    def changed(self, shown: dict[str, str]) -> set[str]:
        """The pages whose source has changed, or whose text now is another one."""
        edited = {
            Path(name).stem
            for name in self.sources
            if name.endswith((".rst", ".md")) and self.before.get(name) != self.sources[name]
        }
        return edited | {name for name in shown if shown[name] != self.shown.get(name)}

    def bodies(self, pages: dict[str, bytes]) -> dict[str, str]:
        """What each page shows, but for where its links lead, and for sentences that only link."""
        found = {}
        for name in (*self.book.pages, "index"):
            html = pages.get(f"{name}.html", pages.get(f"{name}/index.html", pages["index.html"])).decode()
            body = re.search(
                r'<div class="body" role="main">(.*?)<div class="(?:clearer|sphinxsidebar)"', html, re.DOTALL
            )
            assert body is not None, html
            text = re.sub(r"<p>Links: .*?</p>", "", body[1], flags=re.DOTALL)
            found[name] = _LINK.sub("", text)
        # The contents show titles, and are written again for them, not read.
        found["index"] = ""
        return found


def run(seed: int, steps: int, *, shuffled: bool, parallel: int = 1) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), Handbook(chance, shuffled=shuffled))
        site.step("html", parallel)
        for _ in range(steps):
            for edit in chance.choices(EDITS, k=chance.choice((1, 1, 2))):
                edit(site.book, chance)
            site.step(chance.choice(("html", "html", "dirhtml")), parallel)


# Several, so that they run side by side.
@pytest.mark.parametrize("shuffled", [True, False])
@pytest.mark.parametrize("part", range(4))
@settings(
    max_examples=30 if LONG else 1,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    # A shorter sequence of other edits tells no more, and takes minutes to find.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 6))
def test_any_sequence_of_edits(seed: int, steps: int, part: int, shuffled: bool) -> None:
    run(seed + part, steps, shuffled=shuffled)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("seed", range(6 if LONG else 1))
def test_any_sequence_of_edits_side_by_side(seed: int) -> None:
    run(seed, 3, shuffled=True, parallel=4)
