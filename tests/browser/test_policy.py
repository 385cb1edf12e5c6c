"""Pages served under a strict Content-Security-Policy: no part of a view is against it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from browser.chromium import Browser
from browser.looks import HANDBOOK, build

pytestmark = pytest.mark.browser

_NOTE = """
window.against = [];
document.addEventListener("securitypolicyviolation", (event) => {
  const at = event.target instanceof Element ? event.target : null;
  window.against.push([event.violatedDirective, event.sourceFile, event.sample, at ? at.outerHTML.slice(0, 90) : "",
    Boolean(at && at.closest(".ro"))]);
});
"""
PAGES = sorted(path.stem for path in HANDBOOK.glob("*.rst"))


class _Strict(SimpleHTTPRequestHandler):
    """Serves files as a careful server does."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *given: object) -> None:
        """Be silent."""


@pytest.fixture(scope="module")
def strict(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], list[Any]]]:
    """Return what opens a page under the policy, and returns what was against it."""
    site = build("alabaster", "sphinx_design", tmp_path_factory.mktemp("policy"))
    _plant(site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Strict, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    added = chromium.command("Page.addScriptToEvaluateOnNewDocument", source=_NOTE)

    def look(page: str) -> list[Any]:
        chromium.driver.get(f"http://127.0.0.1:{server.server_port}/{page}.html")
        chromium.run("document.querySelectorAll('.ro details').forEach((fold) => { fold.open = true; })")
        return list(chromium.run("return window.against"))

    yield look
    chromium.command("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])
    server.shutdown()


def _plant(site: Path) -> None:
    """Add a page with mistakes that the policy forbids."""
    page = (site / "cards.html").read_text("utf-8")
    wrong = '<p style="color: red">x</p><script>1</script>'
    (site / "planted.html").write_text(
        page.replace('<div class="sd-card-body">', f'<div class="sd-card-body">{wrong}', 1), "utf-8"
    )


def _ours(against: list[Any]) -> list[Any]:
    """Leave out what the theme and Sphinx do."""
    return [one for one in against if one[4] or "sphinx-roles" in (one[1] or "")]


@pytest.mark.parametrize("page", PAGES)
def test_no_view_is_against_the_policy(
    strict: Callable[[str], list[Any]], chromium: Browser, page: str
) -> None:
    assert _ours(strict(page)) == []
    assert chromium.run("return document.querySelectorAll('.ro').length") > 0 or page in ("index",)
    # The stylesheet is at work.
    assert chromium.run("return document.styleSheets.length") > 0


def test_what_is_against_it_would_be_seen(strict: Callable[[str], list[Any]]) -> None:
    assert {one[0] for one in _ours(strict("planted"))} == {"style-src-attr", "script-src-elem"}
