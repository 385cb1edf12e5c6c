"""A build that is killed at any change of the disk, then run again, gives what a clean build gives."""

from __future__ import annotations

import copy
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from freshness.edited import EDITS, Handbook, setting
from freshness.test_model import LONG, Site

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a build is killed as a process of its own"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

# Another setting makes Sphinx read all pages, and hides what is looked for here.
EDITS_OF_DATA = [edit for edit in EDITS if edit is not setting]
MOST = 120
"""A build after an edit changes the disk about eighty times."""


def killed(site: Site, at: int | str, *, torn: bool) -> bool:
    """Build in a process of its own, and kill it before a change of the disk; return whether it came to that.

    ``at`` is the number of that change, or the name of the file that was changed before. A ``torn`` file is opened,
    and nothing of it written.
    """
    sys.stdout.flush()
    child = os.fork()
    if not child:
        changed: list[str] = []
        opened = False

        def kill(event: str, given: tuple[Any, ...]) -> None:
            nonlocal opened
            changes = event in {"os.rename", "os.remove", "os.mkdir"} or (
                event == "open" and isinstance(given[1], str) and given[1][0] in "wax"
            )
            if changes and isinstance(given[0], (str, Path)):
                changed.append(Path(given[0]).name)
            dies = opened or (changes and at in {len(changed), *changed[:-1]})
            if dies and torn and event == "open" and not opened:
                opened = True
            elif dies:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(kill)
            site.project.build()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    # Sphinx ends in an IndexError where this file was opened and nothing written yet, with or without our views (9.0.4).
    for buildinfo in site.project.folder.rglob(".buildinfo"):
        if not buildinfo.stat().st_size:
            buildinfo.unlink()
    # Files are dated by a coarser clock than the one by which Sphinx tells whether they are newer.
    time.sleep(0.05)
    return os.WIFSIGNALED(status)


@pytest.mark.parametrize("name", ["sphinx-roles.css", "environment.pickle", "page0.doctree", "page0.html"])
def test_a_build_killed_after_a_file(tmp_path: Path, name: str) -> None:
    """Pages link the stylesheet by a digest: those that show the same as before are written for that alone."""
    site = Site(tmp_path, Handbook(random.Random(0), shuffled=True))
    site.book.pages["page0"], site.book.pages["page1"] = ("md", ["card"]), ("md", ["skills"])
    site.write()
    site.project.build()
    site.book.roles["sre"]["color"] = "#123456"
    site.write()
    assert killed(site, name, torn=False)
    site.step("html", 1)


@pytest.mark.parametrize("seed", range(60 if LONG else 3))
def test_a_killed_build(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), Handbook(chance, shuffled=bool(seed % 2)))
        site.write()
        if seed % 3:
            site.project.build()
        for _ in range(3):
            was = copy.deepcopy(site.book)
            for edit in chance.choices(EDITS_OF_DATA, k=2):
                edit(site.book, chance)
            site.write()
            killed(site, chance.randrange(1, MOST), torn=chance.random() < 0.3)
            if chance.random() < 0.4:
                # Whoever stops a build may also take back what began it.
                site.book = was
            site.shown = {}
            if chance.random() < 0.7:
                site.step("html", 1)
        site.step("html", 1)
