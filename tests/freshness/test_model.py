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

# An edit link tells a line of the data, which is a fact that is read again.
_LINK = re.compile(r'<(?:a(?![^>]*href="https://example)|span(?! id=))\b[^>]*>|</(?:a|span)>')
LONG = bool(os.environ.get("LONG_TESTS"))
# As for Hypothesis: in CI the same sequences in each run, elsewhere others. A failure shows the seed.
FIRST_SEED = 0 if "SAME_EXAMPLES" in os.environ else random.SystemRandom().randrange(2**32)


class Site:
    """A handbook on disk, built again and again, and beside it clean builds of the same sources."""

    def __init__(self, folder: Path, book: Handbook) -> None:
        self.project = Project(folder, {}, {})
        self.folder = folder
        self.book = book
        self.broken = book.broken
        self.sources: dict[str, str] = {}
        self.shown: dict[str, list[str]] = {}

    def write(self) -> bool:
        """Write what has changed; return whether conf.py has."""
        conf = dict(self.project.conf)
        self.broken = self.book.broken
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
        """Build again, on the day of the handbook, and compare with a clean build."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SOURCE_DATE_EPOCH", str(self.book.day * 86_400))
            self._step(builder, parallel)

    def _step(self, builder: str, parallel: int) -> None:
        broken, reconfigured = self.broken, self.write()
        built = self.project.build(builder, parallel=parallel)
        clean = self.clean(builder)
        pages = clean.files(".html")
        found = built.files(".html")
        assert [name for name in pages if found.get(name) != pages[name]] == []
        for name in {"_static/sphinx-roles.css", "objects.inv"} & clean.files().keys():
            assert built.files()[name] == clean.files()[name], name
        shown = self.bodies(pages, clean.warnings)
        if self.shown and not reconfigured:
            changed, read = self.changed(shown), set(built.read)
            assert changed <= read
            # What is missing from a file that cannot be read is warned of in other words, or not at all.
            # A list of pages has them in the order of the data, too, which only their neighbours show.
            lists = {name for name in read if name.endswith("/index")}
            assert broken != self.broken or read - lists == changed - lists
        self.shown = shown

    def clean(self, builder: str) -> Built:
        """Build everything anew, elsewhere."""
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        self.project.folder = self.folder / "clean"
        try:
            return self.project.build(builder)
        finally:
            self.project.folder = self.folder

    def changed(self, shown: dict[str, list[str]]) -> set[str]:
        """The pages whose source has changed, or which show or warn of something else now."""
        edited = {
            name.partition(".")[0]
            for name in self.sources
            if name.endswith((".rst", ".md", ".role.yaml")) and self.before.get(name) != self.sources[name]
        }
        return edited | {name for name in shown if shown[name] != self.shown.get(name)}

    def bodies(self, pages: dict[str, bytes], warnings: list[str]) -> dict[str, list[str]]:
        """What each page shows but for links, and the places and types of what its views warn of.

        The words of a warning are free: the nearest name may be another one, while nothing else is.
        """
        found = {}
        roles = [name.partition(".")[0] for name in self.sources if ".role." in name]
        for name in (*self.book.pages, *roles, *_made(pages), "index"):
            html = pages.get(f"{name}.html", pages.get(f"{name}/index.html", pages["index.html"])).decode()
            body = re.search(
                r'<div class="body" role="main">(.*?)<div class="(?:clearer|sphinxsidebar)"', html, re.DOTALL
            )
            assert body is not None, html
            text = re.sub(r"<p>Links: .*?</p>", "", body[1], flags=re.DOTALL)
            # What is wrong in a file of a role is reported of the data, whether its page is read or not.
            views = re.compile(rf"({name}\.(?:rst|md):[\d:]*).*(\[roles\.(?!ref\]).*)")
            warned = (views.match(warning) for warning in warnings)
            found[name] = [_LINK.sub("", text), *sorted(" ".join(one.groups()) for one in warned if one)]
        # The contents and the lists of people and skills show titles, and are written again for them, not read.
        return found | {name: [] for name in ("index", "people/index", "skills/index") if name in found}


def _made(pages: dict[str, bytes]) -> list[str]:
    """The pages of roles, people and skills, of which the author has written none or few."""
    names = (
        name.removesuffix(".html") for name in pages if name.startswith(("roles/", "people/", "skills/"))
    )
    return [name if name.count("/") == 1 else name.removesuffix("/index") for name in names]


def run(seed: int, steps: int, *, shuffled: bool, parallel: int = 1) -> None:
    chance = random.Random(seed)
    # pytest shows it where a sequence fails.
    print(f"seed {seed}, {steps} steps, shuffled: {shuffled}")
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), Handbook(chance, shuffled=shuffled))
        site.step("html", parallel)
        for _ in range(steps):
            for edit in chance.choices(EDITS, k=chance.choice((1, 1, 2))):
                edit(site.book, chance)
            site.step(chance.choice(("html", "html", "dirhtml")), parallel)


# Not drawn by Hypothesis, whose first example is always the shortest: one edit.
@pytest.mark.parametrize("number", range(240 if LONG else 12))
def test_any_sequence_of_edits(number: int) -> None:
    run(FIRST_SEED + number, 1 + number // 2 % 6, shuffled=bool(number % 2))


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("number", range(6 if LONG else 1))
def test_any_sequence_of_edits_side_by_side(number: int) -> None:
    run(FIRST_SEED + number, 3, shuffled=True, parallel=4)
