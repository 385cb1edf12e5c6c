"""The stylesheet and script, only on pages that show a view, and only in outputs that have one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_roles.catalogs import content, fingerprint
from sphinx_roles.ext.domain import OrgDomain
from sphinx_roles.render.labels import color_class
from sphinx_roles.render.view import is_book, is_single_page

_COMMENT = r"(?s:/\*.*?\*/)"
_FOLDER = "_static"
_OURS = "sphinx-roles.css"
_SCRIPT = "sphinx-roles.js"
_DESIGN_SOURCES = ("static/sphinx-design.min.css", "compiled/style.min.css")
"""Where sphinx-design keeps its stylesheet, newest version first."""


def write_assets(app: Sphinx) -> set[str]:
    """Put the stylesheet into the output, before pages are written; return the pages that link an old one.

    A link to a stylesheet holds a digest of it: where it has changed, pages with views are written again.
    """
    views: dict[str, Any] = OrgDomain.of(app.env).data["views"]
    if app.builder.format != "html" or not views:
        return set()
    folder = Path(app.outdir) / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    changed = [_put(folder / _OURS, stylesheet(app))]
    if _has_script(app, views):
        script = (resources.files("sphinx_roles") / "static" / _SCRIPT).read_text("utf-8")
        changed.append(_put(folder / _SCRIPT, script))
    return {*views} if any(changed) else set()


def stylesheet(app: Sphinx) -> str:
    """Return the stylesheet of our views."""
    ours = (resources.files("sphinx_roles") / "static" / _OURS).read_text("utf-8")
    # Readers load neither what is said to those who change it nor its indentation: a quarter of what is sent.
    ours = re.sub(r"\n\s+", "\n", re.sub(_COMMENT, "", ours))
    ours = (for_books(ours) if is_book(app.builder) else ours) + _colors(app.env)
    if "sphinx_design" in app.extensions:
        return ours
    places = (resources.files("sphinx_design") / name for name in _DESIGN_SOURCES)
    return _of_cards(next(path for path in places if path.is_file()).read_text("utf-8")) + ours


_CARDS = "card row col container sphinx-override d-flex-row w-100 g-3 mb-4 shadow-sm font-weight-bold"
"""What the classes begin with that cards have of sphinx-design."""


def _of_cards(css: str) -> str:
    """Return the rules of sphinx-design that cards need, which are a quarter of its stylesheet.

    Sphinx looks on the disk for every stylesheet of every page, so these have no file of their own.
    """
    heads = tuple(f".sd-{name}" for name in _CARDS.split())
    kept, variables, condition = "", "", ""
    for rule in css.split("}"):
        head, opened, body = rule.rpartition("{")
        if "{" in head:
            condition, _, head = head.partition("{")
        if not opened:
            condition = ""
        elif head == ":root":
            variables = body
        elif head.startswith(heads):
            kept += f"{condition}{{{head}{{{body}}}}}\n" if condition else f"{head}{{{body}}}\n"
    used = [one for one in variables.split(";") if f"var({one.partition(':')[0]})" in kept]
    return f":root{{{';'.join(used)}}}\n{kept}"


# Compiled for the first book, as most projects make none.
_ANY_OF = r"([\w.#\]\[=*-]*):is\(([^()]*)\)"
_NONE_OF = r":not\(([^()]*,[^()]*)\)"
_APART = r",(?![^(]*\))"
_NEWER = r":has\(|:where\(|:dir\(|:not\(:|:not\([^()]*[ >+~]|nth-last-child|::details-content"


def for_books(css: str) -> str:
    """Return a stylesheet, which has no comments, in older selectors: books and epubcheck 4 know no others.

    ``:is()`` becomes a list. A selector with another newer class is left out, and so is a property that
    EPUB 3.3 forbids (6.3.1.2).
    """
    css = css.replace("td:not(:has(*))", "td.ro-none").replace(":not(:has(*))", ".ro-none")
    return "".join(_rules(css))


def _rules(css: str) -> Iterator[str]:
    place = 0
    while (found := css.find("{", place)) >= 0:
        head, end, depth = css[place:found].strip(), found + 1, 1
        while depth:
            depth += {"{": 1, "}": -1}.get(css[end], 0)
            end += 1
        body, place = css[found + 1 : end - 1], end
        if head.startswith(("@supports (animation-timeline", "@supports (content-visibility")):
            # A book does not scroll.
            continue
        if head.startswith("@"):
            yield f"{head} {{\n{''.join(_rules(body))}}}\n"
        elif re.search(r"(?<![\w-])direction:", body):
            # A book says its direction itself.
            continue
        elif selectors := [one for part in re.split(_APART, head) for one in _alternatives(part)]:
            # Nor is a variable without a value, a switch of ours, known to every reader.
            left = (part for part in body.split(";") if "unicode-bidi" not in part)
            kept = ";".join(part for part in left if not part.rstrip().endswith(":"))
            yield f"{', '.join(selectors)} {{{kept}}}\n"


def _alternatives(selector: str) -> list[str]:
    """Return a selector for each of what ``:is()`` allows; none where it holds what is newer."""
    selector = re.sub(
        _NONE_OF, lambda m: "".join(f":not({one.strip()})" for one in m[1].split(",")), selector.strip()
    )
    if not (found := re.search(_ANY_OF, selector)):
        return [] if re.search(_NEWER, selector) else [selector]
    made, before = [], found[1]
    for one in found[2].split(","):
        # The name of an element comes first: `.ring:is(a)` is `a.ring`.
        inner = one.strip()
        if inner[0].isalpha() and before[:1].isalpha():
            inner = inner.removeprefix(before) if inner == before else ":has()"
        whole = inner + before if inner[:1].isalpha() and before else before + inner
        made += _alternatives(selector[: found.start()] + whole + selector[found.end() :])
    return made


def link(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Link the stylesheet from a page that shows a view."""
    views = app.env.domains["org"].data["views"]
    # A single page is all pages. Pages as data have one list for all of them, whichever is written last.
    together = is_single_page(app.builder) or hasattr(app.builder, "globalcontext_filename")
    if pagename in views or (views and together):
        shown = views if together else [pagename]
        app.add_css_file(_OURS)
        if _has_script(app, shown):
            app.add_js_file(_SCRIPT, loading_method="defer")


def _has_script(app: Sphinx, docnames: Iterable[str]) -> bool:
    """Return whether some of these pages has a matrix, whose heads stay in the window, or a comparison."""
    if not app.config.roles_script or is_book(app.builder):
        return False
    views = app.env.domains["org"].data["views"]
    # By its name, as what does not show a matrix does not import its analysis.
    asked = (type(request.query).__name__ for docname in docnames for request, _, _ in views[docname])
    return any(name.endswith(("MatrixQuery", "ComparisonQuery")) for name in asked)


def _colors(env: BuildEnvironment) -> str:
    """The colours that the data chose, as classes: no page has an inline style."""
    used = {color for found in env.domains["org"].data["colors"].values() for color in found}
    return "".join(f".ro .{color_class(color)} {{ --ro-tone: {color}; }}\n" for color in sorted(used))


def _put(path: Path, text: str) -> bool:
    """Write a file, unless it is as it should be; return whether it has changed."""
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.write_text(text, "utf-8")
    return True


NAME = "roles.json"


def write_catalog(app: Sphinx, exception: Exception | None) -> None:
    """Write the export into a website where conf.py asks for it, and the data or the file has changed."""
    # A website has an ``objects.inv``: HTML, and not in a book.
    asked = app.config.roles_export and exception is None
    if not asked or app.builder.format != "html" or is_book(app.builder):
        return
    # Imported here, as most projects export nothing.
    from sphinx_roles.export.facts import facts, written

    domain = OrgDomain.of(app.env)
    registry, store, path = domain.registry, domain.store, Path(app.outdir) / NAME
    name = f"export-{fingerprint(str(path))}"
    if store.load(name, str) == f"{registry.whole} {content(path)}":
        # A large catalog is not decoded and audited for a file that is right.
        return
    path.write_bytes(written(facts(registry.catalogs, registry.settings.fields)).encode())
    store.save(name, f"{registry.whole} {content(path)}")
