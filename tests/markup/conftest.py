"""A small Sphinx project whose pages draw given texts of the data."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from sphinx_roles.model import Prose
from sphinx_roles.render.markup import renderer_for
from sphinx_roles.render.markup.allowed import resolve_anchor

PAGE = {
    "rst": "Page\n====\n\n.. probe::\n\n.. _local:\n\nSection\n-------\n\n"
    ".. glossary::\n\n   SLO\n      An aim.\n",
    "md": "# Page\n\n```{probe}\n```\n\n(local)=\n## Section\n\n```{glossary}\nSLO\n  An aim.\n```\n",
}
OTHER = {
    "rst": ":orphan:\n\nOther page\n==========\n\n.. _deep:\n\nDeep heading\n------------\n\nText.\n",
    "md": "---\norphan: true\n---\n\n# Other page\n\n(deep)=\n## Deep heading\n\nText.\n",
}


# Only the names of the domain's roles.
CONF = """
from docutils import nodes
from sphinx.domains import Domain
from sphinx.roles import XRefRole


class Org(Domain):
    name = "org"
    label = "Org"
    roles = {name: XRefRole(warn_dangling=True) for name in ("role", "responsibility", "skill")}

    def merge_domaindata(self, docnames, otherdata):
        pass


def who(name, rawtext, text, lineno, inliner, options={}, content=[]):
    return [nodes.inline("", text, ids=["page"], names=["page"])], []


def setup(app):
    app.add_domain(Org)
    app.add_role_to_domain("org", "who", who)
"""


class Built(NamedTuple):
    """What came of a build: ``drawn`` holds the nodes of each text, as they stand in the doctree."""

    app: Sphinx
    html: str
    warnings: list[str]
    drawn: list[nodes.container]


Probe = Callable[..., Built]


@pytest.fixture
def probe(tmp_path: Path) -> Probe:
    """Build a project that draws ``texts`` on its page."""

    def build(
        texts: list[Prose],
        markup: str = "markdown",
        *,
        page: str = "rst",
        builder: str = "html",
        files: dict[str, str] | None = None,
        setup: Callable[[Sphinx], object] = bool,
        parallel: int = 0,
        **config: Any,
    ) -> Built:
        source = tmp_path / "source"
        for name, content in {
            f"index.{page}": PAGE[page],
            f"guide/other.{page}": OTHER[page],
            "secret.txt": "TOP SECRET",
            "conf.py": CONF,
            **(files or {}),
        }.items():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_text(content, encoding="utf-8")

        class ProbeDirective(Directive):
            def run(self) -> list[nodes.Node]:
                renderer = renderer_for(self.state.document, markup)
                return [_probed(*renderer.block(text)) for text in texts]

        warnings = io.StringIO()
        overrides = {
            "extensions": ["myst_parser"] if page == "md" else [],
            "master_doc": "index",
            "html_theme": "basic",
            "show_warning_types": True,
            # Not the default: that one is shared by all applications of a process.
            "source_suffix": {".rst": "restructuredtext"},
            **config,
        }
        with patch_docutils(source), docutils_namespace():
            app = Sphinx(
                source, source, tmp_path / builder, tmp_path / "doctrees", builder,
                confoverrides=overrides, status=None, warning=warnings, freshenv=True, parallel=parallel,
            )  # fmt: skip
            app.add_directive("probe", ProbeDirective)
            app.connect("missing-reference", resolve_anchor)
            setup(app)
            app.build()
        html = tmp_path / builder / "index.html"
        return Built(
            app,
            html.read_text(encoding="utf-8") if html.exists() else "",
            [line for line in re.sub("\x1b.*?m", "", warnings.getvalue()).splitlines() if line],
            [
                node
                for node in app.env.get_doctree("index").findall(nodes.container)
                if node["classes"] == ["probe"]
            ],
        )

    return build


def _probed(*drawn: nodes.Node) -> nodes.container:
    return nodes.container("", *drawn, classes=["probe"])
