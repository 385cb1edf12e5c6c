"""A build that is killed at any moment, then run again, gives what a clean build gives."""

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

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a build is killed as a process of its own")

# Another setting makes Sphinx read all pages, and hides what is looked for here.
EDITS_OF_DATA = [edit for edit in EDITS if edit is not setting]


def killed(site: Site, after: float) -> None:
    """Build in a process of its own, and kill it after some seconds."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        try:
            site.project.build()
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    # Sphinx ends in an IndexError where this file was opened and nothing written yet, with or without our views (9.0.4).
    for torn in site.project.folder.rglob(".buildinfo"):
        if not torn.stat().st_size:
            torn.unlink()
    # Files are dated by a coarser clock than the one by which Sphinx tells whether they are newer.
    time.sleep(0.05)


def killed_once_written(site: Site, name: str) -> None:
    """Build in a process of its own, and kill it before what it does to the disk after writing a file of that name."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        written = False

        def kill(event: str, seen: Any) -> None:
            nonlocal written
            changes = event in {"os.rename", "os.remove", "os.mkdir"} or (
                event == "open" and set("wax") & set(seen[1] or "")
            )
            if written and changes:
                os.kill(os.getpid(), signal.SIGKILL)
            written = written or bool(changes and Path(os.fsdecode(seen[0])).name == name)

        try:
            sys.addaudithook(kill)
            site.project.build()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"nothing was written after {name}"
    time.sleep(0.05)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("name", ["sphinx-roles.css", "environment.pickle", "page0.doctree", "page0.html"])
def test_a_build_killed_after_a_file(tmp_path: Path, name: str) -> None:
    """Pages link the stylesheet by a digest: those that show the same as before are written for that alone."""
    site = Site(tmp_path, Handbook(random.Random(0), shuffled=True))
    site.book.pages["page0"], site.book.pages["page1"] = ("md", ["card"]), ("md", ["skills"])
    site.write()
    site.project.build()
    site.book.roles["sre"]["color"] = "#123456"
    site.write()
    killed_once_written(site, name)
    site.step("html", 1)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("seed", range(60 if LONG else 3))
def test_a_killed_build(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), Handbook(chance, shuffled=bool(seed % 2)))
        site.write()
        begun = time.monotonic()
        if seed % 3:
            site.project.build()
        else:
            site.clean("html")
        lasts = time.monotonic() - begun
        for _ in range(3):
            was = copy.deepcopy(site.book)
            for edit in chance.choices(EDITS_OF_DATA, k=2):
                edit(site.book, chance)
            site.write()
            killed(site, chance.random() * lasts)
            if chance.random() < 0.4:
                # Whoever stops a build may also take back what began it.
                site.book = was
            site.shown = {}
            if chance.random() < 0.7:
                site.step("html", 1)
        site.step("html", 1)
