"""Every view as the first thing in everything that can hold it, in both markups, under every builder."""

from __future__ import annotations

import re
from textwrap import indent
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import Maker
from pages import BUILDERS, directive, title, toctree

VIEWS = {
    "role-card": "{token}", "role-cards": "", "responsibility-matrix": "", "role-comparison": "who other",
    "role-overlap": "who other", "skill-matrix": "", "role-path": "who other", "role-ladder": "who", "skill-cards": "",
    "role-profile": "who", "role-index": "", "role-holders": "",
    "skill-gap": "Ana, who", "responsibility-audit": "", "responsibility-changes": "base {token}",
    "responsibility-agreement": "/answers/{token}/*.csv", "role-map": "",
}  # fmt: skip
DATA = """\
roles: {who: {name: TOKEN, holders: [{name: Ana, skills: {one: 1}}, Bo], skills: {one: 2},
  levels: {TOKEN: {duties: [TOKEN]}}}, other: {skills: {one: 1, two: , TOKEN: }}}
responsibilities: {TOKEN: {assign: {who: R, other: C}}}
"""
MARKUP = {
    "bullets": ("* @\n\n* Text", "- @\n\n- Text"),
    "numbers": ("1. @", "1. @"),
    "nested": ("* * @", "- - @"),
    "definition": ("Term\n   @", "Term\n: @"),
    "field": (":Field:\n   @", ":Field:\n  @"),
    "option": ("-o\n   @", ""),
    "quote": ("Text\n\n   @", "> @"),
    "footnote": ("Text [#{token}]_\n\n.. [#{token}]\n   @", "Text[^{token}]\n\n[^{token}]:\n    @"),
    "citation": ("Text [{token}]_\n\n.. [{token}]\n   @", ""),
    "box": (f"+{'-' * 60}+\n| @{' ' * 58}|\n+{'-' * 60}+", ""),
}
"""What each markup has signs for; a view takes the place of ``@``."""
DIRECTIVES = {
    "cell": ("list-table", "* - @\n  - Text"),
    "headed": ("list-table\n:header-rows: 1\n:class: longtable", "* - @\n* - Text"),
    "note": ("note", "@"),
    "admonition": ("admonition Title", "@"),
    "tab": ("tab-set", "tab-item One", "@"),
    "dropdown": ("dropdown More", "@"),
    "grid": ("grid 2", "grid-item", "@"),
    "card": ("card Title", "@"),
    "sidebar": ("sidebar Title", "@"),
    "topic": ("topic Title", "@"),
    "legend": ("figure dot.png", "Caption\n\n@"),
    "glossary": ("glossary", "{token}\n  @"),
    "epigraph": ("epigraph", "@"),
    "columns": ("hlist", "* @\n* Text"),
    "compound": ("compound", "@"),
    "object": ("describe {token}", "@"),
    "version": ("versionadded 1.0", "@"),
    "only": ("only not nothing", "@"),
}
"""Directives with what they hold."""
SUFFIXES = {
    "text": ".txt", "latex": ".tex", "man": ".1", "texinfo": ".texi", "gettext": ".pot", "xml": ".xml",
    "pseudoxml": ".pseudoxml", "epub": ".xhtml",
}  # fmt: skip


OF_MARKDOWN = ("html", "latex", "epub", "text")
"""The builders that also write the pages of MyST, whose trees differ in their parts alone."""


def nest(words: tuple[str, ...], suffix: str) -> str:
    """Put the directives into each other, in the signs of a markup."""
    if len(words) == 1:
        return words[0]
    head, _, options = words[0].partition("\n")
    name, _, argument = head.partition(" ")
    inner = f"{options}\n\n{nest(words[1:], suffix)}".strip()
    if suffix == "md":
        fence = ":" * (len(words) + 2)
        return f"{fence}{{{name}}} {argument}\n{inner}\n{fence}"
    return f".. {name}:: {argument}\n" + indent("\n" * (not options) + inner, "   ")


def put(view: str, template: str) -> str:
    """Put a view in the place of ``@``, with what stands around it on each of its lines."""
    lines = []
    for line in template.splitlines():
        before, mark, after = line.partition("@")
        for number, text in enumerate(view.strip().splitlines() if mark else [""]):
            begin = re.sub(r"[^>|]", " ", before) if number else before
            lines.append(f"{begin}{text}".ljust(len(line) - 1) + "|" if after else begin + text)
    return "\n".join(lines) + "\n\n"


@pytest.fixture(scope="module")
def handbook(request: pytest.FixtureRequest, shared_project: Maker) -> tuple[Any, dict[str, str]]:
    """Return a page for each container with every view, and by which word to know each of them."""
    suffix = request.param
    templates = {name: forms[suffix == "md"] for name, forms in MARKUP.items() if forms[suffix == "md"]}
    templates |= {name: nest(words, suffix) for name, words in DIRECTIVES.items()}
    catalogs = {"main": "roles.yaml", "base": "base.yaml"}
    tokens: dict[str, Any] = {}
    files: dict[str, Any] = {f"index.{suffix}": title("Index", suffix) + toctree("*", suffix)}
    for container, template in templates.items():
        page = title(container, suffix)
        for view, argument in VIEWS.items():
            token = f"Q{len(tokens):03}"
            tokens[token] = f"{view} in {container}"
            options = {"name": f"n{token}", "class": "wide"}
            # Cards are targets, and so of the main catalog.
            if view != "role-card":
                options |= {"catalog": token} if view != "responsibility-changes" else {}
                catalogs[token] = f"data/{token}.yaml"
                files[catalogs[token]] = DATA.replace("TOKEN", token)
            if view == "responsibility-agreement":
                files |= {f"answers/{token}/{n}.csv": f"Task,who,other\n{token},{n},R\n" for n in "AC"}
            shown = directive(view, argument.format(token=token), options, suffix)
            page += put(shown, template.replace("{token}", f"t{token}"))
        files[f"{container}.{suffix}"] = page
    cards = [token for token, where in tokens.items() if where.startswith("role-card in")]
    files |= {"roles.yaml": "".join(["roles:\n", *(f"  {token}: {{}}\n" for token in cards)])}
    files |= {"base.yaml": "roles: {other: {}}\n", "dot.png": b"\x89PNG\r\n\x1a\n"}
    project = shared_project(
        files, project="Containers", copyright="us", version="1", roles_catalog=catalogs,
        extensions=["myst_parser", "sphinx_design", "sphinx_roles"], exclude_patterns=["data"],
        source_suffix={".rst": "restructuredtext", ".md": "markdown"},
        myst_enable_extensions=["colon_fence", "deflist", "fieldlist"],
        # They name every card.
        html_domain_indices=False, latex_domain_indices=False, texinfo_domain_indices=False,
    )  # fmt: skip
    return project, tokens


@pytest.mark.parametrize(
    ("handbook", "builder"),
    [*(("rst", one) for one in BUILDERS), *(("md", one) for one in OF_MARKDOWN)],
    indirect=["handbook"],
)
def test_every_view_in_every_container(builder: str, handbook: tuple[Any, dict[str, str]]) -> None:
    project, tokens = handbook
    pages = project.build(builder, strict=True, fresh=True).files(SUFFIXES.get(builder, ".html"))
    if builder == "epub":
        # The tabs of sphinx-design itself are no XHTML.
        del pages["tab.xhtml"]
        tokens = {token: where for token, where in tokens.items() if not where.endswith("in tab")}
        for page in pages.values():
            ElementTree.fromstring(page.replace(b"&nbsp;", b" ").replace(b"&copy;", b""))
    shown = b"\n".join(pages.values()).decode()
    assert [where for token, where in tokens.items() if not re.search(rf"\b{token}\b", shown)] == []
