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

__all__ = ["PROBES", "Browser", "Missing", "start", "version"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# A headless browser has no pointer; these give it a mouse, so that what shows under one can be seen.
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
)  # fmt: skip
PROBES = Path(__file__).parent / "probes.js"


class Missing(Exception):
    """There is no browser; the message says what was looked for."""


class Browser:
    """A page at a time."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def open(self, page: Path, look: Look, width: int, media: str = "", system: str = "light") -> None:
        """Open a page in a look, as wide as said; on a dark system it has the look that the theme chooses."""
        self.resize(width)
        self.media(media, prefers_color_scheme=system)
        self.driver.get(page.as_uri())
        self.run(look.switch if system == "light" else "")
        self.settle()
        self.run(PROBES.read_text("utf-8"))

    def resize(self, width: int, height: int = 900) -> None:
        """Make the window as large as said."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.command("Emulation.setDeviceMetricsOverride", **size)

    def settle(self) -> None:
        """End what fades: some themes go from one colour to the other by and by."""
        ends = "document.getAnimations().filter((one) => one.timeline === document.timeline)"
        self.run(f"{ends}.forEach((fading) => fading.finish())")

    def media(self, media: str = "", **features: str) -> None:
        """Emulate print, or a feature of the reader's system."""
        asked = {"prefers_color_scheme": "light", **features}
        pairs = [{"name": name.replace("_", "-"), "value": value} for name, value in asked.items()]
        self.command("Emulation.setEmulatedMedia", media=media, features=pairs)

    def command(self, name: str, **given: Any) -> Any:
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
        """Press a key as a reader does; ``command`` is what the system makes of it: ``copy``, ``paste``."""
        for _ in range(times):
            for kind in ("rawKeyDown", "keyUp"):
                event: dict[str, Any] = {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code}
                event["commands"] = [command] if command and kind == "rawKeyDown" else []
                self.command("Input.dispatchKeyEvent", **event)

    def point(self, x: float, y: float) -> None:
        """Move the pointer."""
        self.command("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def axe(self, *without: str) -> list[dict[str, Any]]:
        """Return what axe finds wrong inside our views, but for some of its rules."""
        self.run(f"window.axe || (() => {{ {_axe()} }})()")
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
    driver.set_script_timeout(60)
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
