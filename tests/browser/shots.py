"""Pictures of our views, to be looked at: ``tox -e shots``.

``python -m browser.shots FOLDER`` builds the handbook of the browser tests in each theme of ``HANDBOOK_THEMES``, and takes a
picture of each of its views, in light and dark, at each width. ``--gallery`` takes those of the gallery of the
documentation instead, from a build of it: the first view on the page of each directive.
"""

from __future__ import annotations

import argparse
import base64
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from browser.chromium import Browser, start
from browser.looks import PAGES, Look, asked, build, is_installed

WIDTHS = (1400, 800, 390)
_GALLERY = Look("furo", "light")
_SMALL = {"format": "webp", "quality": 85}
_GALLERY_SIZE = {"width": 760, "height": 460}
_VIEWS = """
    return [...document.querySelectorAll(arguments[0])]
        .filter((view) => !view.parentElement.closest('.ro'))
        .map((view) => view.getBoundingClientRect())
        .map((box) => ({x: box.x + scrollX - 8, y: box.y + scrollY - 8, width: box.width + 16, height: box.height + 16}))
"""

_DRAWN = """
    const done = arguments[0];
    document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done())));
"""


def take(browser: Browser, selector: str, format: dict[str, Any], **limits: float) -> Iterator[bytes]:
    """Take a picture of each view on the page that is open; ``limits`` cut them off on the right and below."""
    browser.driver.execute_async_script(_DRAWN)
    # A picture of what is below the window is laid out anew in some themes, so that all is in the window.
    browser.resize(*browser.run("return [innerWidth, document.documentElement.scrollHeight]"))
    for box in browser.run(_VIEWS, selector):
        clip = {**box, **{side: min(box[side], size) for side, size in limits.items()}, "scale": 1}
        taken = browser.command("Page.captureScreenshot", clip=clip, **format)
        yield base64.b64decode(taken["data"])


def write_shots(browser: Browser, folder: Path, look: Look, site: Path) -> None:
    """Write the pictures of a theme in a mode."""
    for width in WIDTHS:
        for page in PAGES:
            browser.open(site / f"{page}.html", look, width)
            for number, picture in enumerate(take(browser, ".ro", {"format": "png"}), start=1):
                path = folder / str(look) / f"{page}-{number}-{width}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(picture)


def write_gallery(browser: Browser, site: Path, folder: Path) -> None:
    """Write the pictures of the gallery, from the built documentation."""
    for path in sorted((site / "directives").glob("*.html")):
        browser.open(path, _GALLERY, 1200)
        picture = next(take(browser, ".example-result :is(.ro-profile, .ro)", _SMALL, **_GALLERY_SIZE), None)
        if picture is not None:
            folder.joinpath(f"{path.stem}.webp").write_bytes(picture)


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write them")
    parser.add_argument("--gallery", type=Path, metavar="HTML", help="the documentation, as it was built")
    given = parser.parse_args()
    browser = start()
    try:
        if given.gallery is not None:
            write_gallery(browser, given.gallery.resolve(), given.folder)
            return
        sites: dict[str, Path] = {}
        with TemporaryDirectory() as room:
            for look in filter(is_installed, asked()):
                if look.theme not in sites:
                    sites[look.theme] = build(look.theme, "sphinx_design", Path(room, look.theme))
                write_shots(browser, given.folder, look, sites[look.theme])
                print(look, flush=True)
    finally:
        browser.driver.quit()


if __name__ == "__main__":
    main()
