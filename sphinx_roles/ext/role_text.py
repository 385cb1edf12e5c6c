"""The text of a role's page in Markdown; apart from `parsers`, as MyST takes long to import.

MyST is a library here: where the project has not set it up, its own settings have their defaults, and its
links are resolved as those of Sphinx.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from docutils import nodes
from myst_parser.config.main import MdParserConfig
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from sphinx.addnodes import pending_xref

from sphinx_roles.catalog.formats.markdown import front_matter
from sphinx_roles.model import Role, fold, role_names
from sphinx_roles.render.labels import labels_of_build
from sphinx_roles.render.view import note_id


class _Renderer(SphinxRenderer):
    """MyST's renderer, under a heading of the first level that is there already."""

    def setup_render(self, options: dict[str, Any], env: MutableMapping[str, Any]) -> None:
        """Begin below the section of the role."""
        super().setup_render(options, env)
        self._level_to_section = {0: self.document, 1: options["current_node"]}


class RoleText:
    """Puts the text of a page behind the profile, which is ``whole``."""

    def __init__(self, document: nodes.document, whole: nodes.section, role: Role | None) -> None:
        self.document, self.whole, self.role = document, whole, role

    def add(self, source: str) -> None:
        """Add the text under the front matter of a file."""
        start = len(self.whole)
        self._render(source)
        for section in self.document.children[self.document.index(self.whole) + 1 :]:
            if isinstance(section, nodes.section):
                self.document.remove(section)
                self._take(section)
        added = self.whole.children[start:]
        end = next((n for n, child in enumerate(added) if isinstance(child, nodes.section)), len(added))
        if any(not isinstance(child, nodes.Invisible) for child in added[:end]):
            self.whole[start : start + end] = [self._described(added[:end])]

    def _render(self, source: str) -> None:
        _, above = front_matter(source)
        # Between the two lines of dashes. What is left out stays as empty lines, so that places are right.
        lines = source.split("\n")
        # A front matter without an end has been reported where the catalog was read.
        before = above or int(lines[0].rstrip() == "---")
        text = "\n".join([*("" for _ in lines[:before]), *lines[before:]])
        render(text, self.document, _Renderer, current_node=self.whole)

    def _take(self, section: nodes.section) -> None:
        """Put a section of the first level below the role; of one called as the role, what is in it."""
        names = [self.role.id, *role_names(self.role)] if self.role is not None else []
        if fold(section[0].astext()) in map(fold, names):
            self.whole["ids"] += section["ids"]
            self.whole["names"] += section["names"]
            self.whole += section.children[1:]
        else:
            self.whole += section

    def _described(self, lead: list[nodes.Node]) -> nodes.section:
        """Return a section for what has no heading: it is no part of the last one of the profile."""
        title = labels_of_build().head("description")
        section = nodes.section()
        section["ids"] = [note_id(self.document, f"{self.whole['ids'][0]}-description", section)]
        source = f"{self.document.settings.env.docname}#{section['ids'][0]}"
        section += [nodes.title(source, title, translatable=False), *lead]
        return section


def render(
    text: str, document: nodes.document, renderer: type[SphinxRenderer] = SphinxRenderer, **options: Any
) -> None:
    """Let MyST add a text to a document."""
    config = getattr(document.settings.env, "myst_config", None)
    # MyST leaves what the parser of the profile has set, which knows no lines of this text.
    setattr(document.reporter, "get_source_and_line", lambda line=None: (document["source"], line))  # noqa: B010
    parser = create_md_parser(config or MdParserConfig(), renderer)
    parser.options.update(document=document, **options)
    parser.render(text)
    if config is None:
        # Those of MyST become such as Sphinx resolves: to a document, else to whatever has that name.
        for link in (one for one in document.findall(pending_xref) if one["reftype"] == "myst"):
            if link["refdomain"] == "doc":
                link["refdomain"], link["reftype"], link["reftarget"] = "std", "doc", f"/{link['reftarget']}"
            else:
                link["reftype"] = "any"
