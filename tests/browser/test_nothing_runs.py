"""Pages full of hostile data, loaded in a browser: nothing runs, nothing is fetched, nothing leads astray."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.chromium import Browser
from safety.corpus import ALL, SAMPLE
from safety.handbook import files

pytestmark = pytest.mark.browser

LONG = bool(os.environ.get("LONG_TESTS"))
STRINGS = ALL if LONG else SAMPLE
KINDS = (
    [(page, data) for page in ("rst", "md") for data in ("markdown", "rst")] if LONG else [("md", "markdown")]
)

_WATCH = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "open", "print", "msgbox"]) {
  window[name] = () => { window.ran.push(name); };
}
"""
# Event handlers answer to events that no reader has to make for them.
_PROVOKE = """
for (const fold of document.querySelectorAll("details")) fold.open = true;
const of_pages = [...document.querySelectorAll(".body *, svg, svg *")];
for (const one of of_pages) {
  for (const kind of ["mouseover", "focus", "load", "error", "toggle"]) one.dispatchEvent(new Event(kind));
}
"""
_TOLD = """
const faults = [...window.ran];
for (const one of document.querySelectorAll(".body *, svg, svg *")) {
  for (const { name, value } of one.attributes) {
    if (name.startsWith("on") || name === "style" || name === "srcdoc" || name === "formaction") {
      faults.push(`${one.localName} ${name}=${value}`);
    }
  }
  const address = one.href?.baseVal ?? one.href;
  if (address !== undefined && one.localName === "a") {
    const inside = one.protocol === "file:" && one.pathname.startsWith(arguments[0]);
    if (!inside && !["http:", "https:", "mailto:"].includes(one.protocol)) faults.push(`${one.localName} ${address}`);
  }
  if (["script", "iframe", "object", "embed", "form", "input", "base", "style", "link", "meta", "foreignObject"]
      .includes(one.localName) && !one.closest(".ro-filter")) faults.push(one.localName);
}
for (const { name } of performance.getEntriesByType("resource")) {
  if (!name.startsWith("file://" + arguments[0])) faults.push(`loads ${name}`);
}
return faults;
"""


@pytest.fixture(scope="module")
def watched(chromium: Browser) -> Iterator[Callable[..., list[str]]]:
    """Return what opens a page and tells all that ran or could."""
    added = chromium.command("Page.addScriptToEvaluateOnNewDocument", source=_WATCH)

    def look(page: Path, folder: Path, plant: str = "") -> list[str]:
        chromium.driver.get(page.as_uri())
        chromium.run(plant)
        chromium.run(_PROVOKE)
        return list(chromium.run(_TOLD, folder.as_uri().removeprefix("file://") + "/"))

    yield look
    chromium.command("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])


@pytest.fixture(scope="module")
def site(shared_project: Callable[..., Any]) -> Callable[..., Path]:
    made: dict[tuple[str, str, str], Path] = {}

    def build(page: str, data: str, builder: str = "html") -> Path:
        if (page, data, builder) not in made:
            found, conf = files(STRINGS, page)
            made[page, data, builder] = Path(
                shared_project(found, **conf, roles_markup=data).build(builder).out
            )
        return made[page, data, builder]

    return build


@pytest.mark.parametrize(("page", "data"), KINDS)
def test_nothing_runs(
    watched: Callable[..., list[str]], site: Callable[..., Path], page: str, data: str
) -> None:
    folder = site(page, data)
    found = [path for path in sorted(folder.glob("*.html")) if path.stem != "search"]
    assert len(found) > len(STRINGS)
    assert {path.name: reported for path in found if (reported := watched(path, folder))} == {}


def test_nothing_runs_in_a_picture(watched: Callable[..., list[str]], site: Callable[..., Path]) -> None:
    folder = site(*KINDS[0], "epub")
    found = sorted(folder.glob("_images/*.svg"))
    assert len(found) >= len(STRINGS)
    assert {path.name: reported for path in found if (reported := watched(path, folder))} == {}


@pytest.mark.parametrize(
    ("planted", "reported"),
    [
        ("<img src=data:x onerror=alert(1)>", "alert"),
        ("<b onmouseover=alert(1)>x</b>", "b onmouseover=alert(1)"),
        ("<a href=' java\tscript:alert(1)'>x</a>", "a javascript:alert(1)"),
        ("<a href=file:///etc/passwd>x</a>", "a file:///etc/passwd"),
        ("<iframe></iframe>", "iframe"),
    ],
)
def test_a_leak_would_be_seen(
    watched: Callable[..., list[str]], site: Callable[..., Path], planted: str, reported: str
) -> None:
    folder = site(*KINDS[0])
    plant = f"document.querySelector('.body .ro').innerHTML = {planted!r}"
    assert reported in watched(folder / "p0.html", folder, plant)
