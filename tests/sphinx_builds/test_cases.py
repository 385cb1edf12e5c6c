"""Small handbooks as data: their files, what is done to them, and what each build reads, says and shows.

Each file in ``cases`` has ``files`` and settings (``conf``) that its cases share. A case is the first of its steps; those
in ``then`` follow it. ``take`` are those of the shared files that it has, where it has not all. ``with`` makes several of one:
each of its mappings says what takes the place of ``«name»``.

A step is done in this order, and each of its keys can be left out:
``day`` (the date or time of the build), ``files`` and ``also`` (written; null removes one), ``edit`` (a file, and texts in it with what takes
their place), ``conf`` (settings), ``builder``, ``jobs``, ``fresh``. Then it is compared:

``told``     all warnings, in order, where ``…`` is any text; without it, there are none. A ``§`` in a file is taken out, and
             each one that begins a warning is the place of the next of those
``read``     the pages that are read, sorted
``shown``    texts of a page; ``absent``: texts that it has not; ``counted``: how often it has a text
``said``     texts of a page without its markup; ``unsaid``: texts that it has not
``found``    what `re.findall` finds in a page by a pattern
``made``     files of the output; ``unmade``: files that are not in it
``clean``    every page, warning and file of ours is what a clean build makes
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Built, Maker, Project
from pages import compare, unmarked


def filled(value: Any, given: dict[str, Any]) -> Any:
    """Put what is given in the place of its names, in all texts of a case."""
    if isinstance(value, dict):
        return {filled(key, given): filled(one, given) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, given) for one in value]
    if isinstance(value, str):
        if value[:1] == "«" and value[1:-1] in given:
            return given[value[1:-1]]
        return re.sub("«(.*?)»", lambda name: str(given[name[1]]), value)
    return value


def cases() -> Iterator[Any]:
    """Every case with what it shares with the others of its file."""
    for path in sorted(Path(__file__).with_name("cases").glob("*.yaml")):
        family = yaml.safe_load(path.read_text("utf-8"))
        for name, case in family["cases"].items():
            each = case.pop("with", [{}])
            for number, given in enumerate(each, 1):
                shown = f"{path.stem}: {name}" + f", {number}" * (len(each) > 1)
                yield pytest.param(family, filled(case, given), id=shown)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize(("family", "case"), [*cases()])
def test_case(
    family: dict[str, Any], case: dict[str, Any], project: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = family.get("files", {})
    made = project({name: files[name] for name in case.get("take", files)}, **family.get("conf", {}))
    for step in [case, *case.get("then", [])]:
        marks = prepare(made, step, monkeypatch)
        builder = step.get("builder", "html")
        built = made.build(builder, parallel=step.get("jobs", 1), fresh=step.get("fresh", False))
        compare(built, step, marks)
        if step.get("clean"):
            is_clean(made, builder, built)


def prepare(made: Project, step: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make a project what a step wants it to be; return the places of its marks."""
    marks: list[str] = []
    if "day" in step:
        day = datetime.datetime.fromisoformat(str(step["day"])).replace(tzinfo=datetime.UTC)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(day.timestamp())))
    for name, text in {**step.get("files", {}), **step.get("also", {})}.items():
        if text is None:
            (made.source / name).unlink()
        else:
            plain, places = unmarked(name, text)
            made.write(name, plain)
            marks += places
    for name, edits in step.get("edit", {}).items():
        text = (made.source / name).read_text("utf-8")
        for old, new in edits.items():
            assert old in text, (name, old)
            text = text.replace(old, new)
        made.write(name, text)
    made.configure(**step.get("conf", {}))
    return marks


def is_clean(made: Project, builder: str, built: Built) -> None:
    """Every page is what a clean build makes; Sphinx leaves the files of pages that are no longer made."""
    found, kept = built.files(), made.folder
    made.folder = kept / "clean"
    clean = made.build(builder, fresh=True)
    made.folder = kept
    names = {
        *clean.files(".html", ".txt"),
        *({"_static/sphinx-roles.css", "objects.inv"} & clean.files().keys()),
    }
    assert [name for name in sorted(names) if found.get(name) != clean.files()[name]] == []
    assert sorted(built.warnings) == sorted(clean.warnings)
