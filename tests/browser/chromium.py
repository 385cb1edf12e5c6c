"""A browser without a window, and the little that the tests ask of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from browser.looks import Look

__all__ = ["PATIENCE", "PROBES", "Browser", "Missing", "start", "version"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# A headless browser has no pointer; these give it a mouse, so that what shows under one can be seen.
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
)  # fmt: skip
# Most of the time of axe goes into reading the same few colours, each some thousand times.
_KNOWN_COLORS = """
const { prototype } = axe.commons.color.Color, read = prototype.parseString, known = new Map();
prototype.parseString = function (text) {
    if (!known.has(text)) {
        read.call(this, text);
        known.set(text, [this.r, this.g, this.b, this.alpha]);
    }
    [this.r, this.g, this.b, this.alpha] = known.get(text);
    return this;
};
"""
_ENDS = """
document.getAnimations().filter((one) => one.timeline === document.timeline).forEach((fading) => fading.finish())
"""
_RESTS = f"""
const done = arguments[0];
const places = () => JSON.stringify([scrollX, scrollY, document.documentElement.scrollHeight,
    [...document.querySelectorAll("header, .ro-scroll, .ro-scroll thead")]
        .map((e) => [e.scrollLeft, e.scrollTop, ...Object.values(e.getBoundingClientRect().toJSON())])]);
let last = "", same = 0;
const look = () => {{
    {_ENDS};
    const now = places();
    same = now === last ? same + 1 : 0;
    last = now;
    if (same < 3) requestAnimationFrame(look); else done();
}};
requestAnimationFrame(look);
"""
PATIENCE = 120
"""After so many seconds a script hangs; on a busy machine, one takes thirty."""
PROBES = Path(__file__).parent / "probes.js"


class Missing(Exception):
    """There is no browser; the message says what was looked for."""


class Browser:
    """A page at a time; one that is asked for again, and that nobody has changed, is not loaded again."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver
        self._open: object = None
        self._set: dict[str, Any] = {}

    def open(self, page: Path, look: Look, width: int, media: str = "", system: str = "light") -> None:
        """Open a page in a look, as wide as said; on a dark system it has the look that the theme chooses."""
        asked = page, page.stat().st_mtime_ns, look, system
        again = self._open == asked and self.run("return window.untouched?.()")
        changes = [self.resize(width), self.media(media, prefers_color_scheme=system)]
        if again and any(changes):
            self.rest()
            # Some themes change a page when its window has another size.
            again = self.run("return untouched()")
        if again:
            return
        self.driver.get(page.as_uri())
        self.run(f"{look.switch if system == 'light' else ''}; {_ENDS}; {PROBES.read_text('utf-8')}")
        self._open = asked

    def forget(self) -> None:
        """Forget what pages have kept, so that the next one is as at a first visit.

        What is open meanwhile has no script: some themes keep a choice again as soon as it is gone.
        """
        self.driver.get(PROBES.as_uri())
        self.run("localStorage.clear()")
        self._open = None

    def resize(self, width: int, height: int = 900) -> bool:
        """Make the window as large as said; return whether it was not."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        return self._emulate("Emulation.setDeviceMetricsOverride", size)

    def settle(self) -> None:
        """End what fades: some themes go from one colour to the other by and by."""
        self.run(_ENDS)

    def rest(self) -> None:
        """Wait until nothing moves any more: what scrolls, what comes into view, and what a theme does then."""
        self.driver.execute_async_script(_RESTS)

    def wait(self, condition: str) -> None:
        """Wait until something is so on the page; where it never is, the test fails."""
        self.driver.execute_async_script(
            f"const done = arguments[0], look = () => ({condition}) ? done() : requestAnimationFrame(look); look()"
        )

    def media(self, media: str = "", **features: str) -> bool:
        """Emulate print, or a feature of the reader's system; return whether it was not so."""
        asked = {"prefers_color_scheme": "light", **features}
        pairs = [{"name": name.replace("_", "-"), "value": value} for name, value in asked.items()]
        return self._emulate("Emulation.setEmulatedMedia", {"media": media, "features": pairs})

    def _emulate(self, name: str, given: dict[str, Any]) -> bool:
        if self._set.get(name) == given:
            return False
        self.driver.execute_cdp_cmd(name, given)
        self._set[name] = given
        return True

    def command(self, name: str, **given: Any) -> Any:
        # It may change what a page is when it is loaded.
        self._open = None
        return self.driver.execute_cdp_cmd(name, given)

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)

    def ask(self, probe: str, *given: Any) -> Any:
        """Return what a probe of ``probes.js`` tells of the page."""
        return self.run("return probe[arguments[0]](...[...arguments].slice(1))", probe, *given)

    def count(self, selector: str) -> int:
        """Return how many elements there are."""
        return int(self.run("return all(arguments[0]).length", selector))

    def press(self, key: str, code: int, times: int = 1, *, command: str = "") -> None:
        """Press a key, or hold it down that many times; ``command`` is what the system makes of it: ``copy``, ``paste``."""
        for kind in (*["rawKeyDown"] * times, "keyUp"):
            event: dict[str, Any] = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}
            event["commands"] = [command] if command and kind == "rawKeyDown" else []
            self.command("Input.dispatchKeyEvent", **event)

    def point(self, x: float, y: float) -> None:
        """Move the pointer."""
        self.command("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def axe(self, *without: str) -> list[dict[str, Any]]:
        """Return what axe finds wrong inside our views, but for some of its rules."""
        self.run(f"window.axe || (() => {{ {_axe()}; {_KNOWN_COLORS} }})()")
        found: list[dict[str, Any]] = self.driver.execute_async_script(
            "const done = [...arguments].at(-1), rules = Object.fromEntries(arguments[0].map((id) => [id, {enabled: false}]));"
            "axe.run({include: [['.ro']]}, {resultTypes: ['violations'], rules}).then((found) => done(found.violations))",
            without,
        )
        return found


def start(*flags: str) -> Browser:
    """Start Chromium, with flags beside the usual ones."""
    try:
        from selenium import webdriver
        from selenium.common.exceptions import WebDriverException
    except ImportError:
        raise Missing("selenium is not installed; run: tox -e browser") from None
    binary = _binary()
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    for flag in (*_FLAGS, *flags):
        options.add_argument(flag)
    try:
        driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    except WebDriverException as error:
        raise Missing(f"{binary} does not start: {error.msg}") from error
    driver.set_script_timeout(PATIENCE)
    # Without it, a window without a screen may lose the focus to nobody, and nothing is `:focus` any more.
    driver.execute_cdp_cmd("Emulation.setFocusEmulationEnabled", {"enabled": True})
    return Browser(driver)


def version() -> str:
    """Return the version of Chromium, such as 156.0.8078.108."""
    return subprocess.run([_binary(), "--version"], capture_output=True, text=True).stdout.split()[1]


def _binary() -> str:
    binary = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if binary is None:
        raise Missing(f"none of {', '.join(_NAMES)} is on the path, and CHROMIUM names none")
    return binary


@cache
def _axe() -> str:
    # The package drives another browser tool; only the newest axe that it brings is used.
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
