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
from browser.looks import PAGES, Look

pytestmark = pytest.mark.browser

_NOTE = """
window.against = [];
document.addEventListener("securitypolicyviolation", (event) => {
  const at = event.target instanceof Element ? event.target : null;
  window.against.push([event.violatedDirective, event.sourceFile, event.sample, at ? at.outerHTML.slice(0, 90) : "",
    Boolean(at && at.closest(".ro"))]);
});
"""


class _Strict(SimpleHTTPRequestHandler):
    """Serves files as a careful server does."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *given: object) -> None:
        """Be silent."""


@pytest.fixture(scope="module")
def strict(chromium: Browser, handbook: Callable[[str, str], Path]) -> Iterator[Callable[..., list[Any]]]:
    """Return what opens a page of a theme under the policy, and returns what of ours was against it."""
    root = handbook("alabaster", "sphinx_design").parent.parent
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Strict, directory=str(root)))
    Thread(target=server.serve_forever, daemon=True).start()
    added = chromium.command("Page.addScriptToEvaluateOnNewDocument", source=_NOTE)

    def look(theme: str, page: str) -> list[Any]:
        path = (handbook(theme, "sphinx_design") / f"{page}.html").relative_to(root)
        chromium.driver.get(f"http://127.0.0.1:{server.server_port}/{path.as_posix()}")
        chromium.run("document.querySelectorAll('.ro details').forEach((fold) => { fold.open = true; })")
        against = chromium.run("return window.against")
        # What the theme and Sphinx do is left out.
        return [one for one in against if one[4] or "sphinx-roles" in (one[1] or "")]

    yield look
    chromium.command("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])
    server.shutdown()


def test_no_view_is_against_the_policy(
    strict: Callable[..., list[Any]], chromium: Browser, theme: Look
) -> None:
    shown = "return [...document.querySelectorAll('.ro')].map((e) => getComputedStyle(e).getPropertyValue('--ro-radius'))"
    against = {}
    for page in PAGES:
        against[page] = strict(theme.theme, page)
        # The stylesheet is at work.
        assert set(chromium.run(shown)) == {"8px"}, page
    assert {page: found for page, found in against.items() if found} == {}
    # And so is the script.
    strict(theme.theme, "matrix")
    assert chromium.run("return document.querySelectorAll('.ro-filter > button').length") == 1


def test_what_is_against_it_would_be_seen(
    strict: Callable[..., list[Any]], handbook: Callable[[str, str], Path]
) -> None:
    folder = handbook("alabaster", "sphinx_design")
    page = (folder / "cards.html").read_text("utf-8")
    wrong = '<p style="color: red">x</p><script>1</script>'
    planted = page.replace('<div class="sd-card-body">', f'<div class="sd-card-body">{wrong}', 1)
    (folder / "planted.html").write_text(planted, "utf-8")
    assert {one[0] for one in strict("alabaster", "planted")} == {"style-src-attr", "script-src-elem"}
