"""How a view is written: by the HTML translators as it is, for other builders as docutils nodes."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, NoReturn

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.gettext import I18nBuilder
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_roles.ext.domain import OrgDomain
from sphinx_roles.render.labels import labels_of_build
from sphinx_roles.render.view import roles_table, roles_texts, roles_view


def visit_view(visitor: Any, node: roles_view) -> NoReturn:
    """Write the whole view, in one pass over its report."""
    # Imported here and below, as a project without a view draws nothing.
    from sphinx_roles.render.to_html import HtmlContext

    # The names and classes that the author gave the view are on elements of their own.
    before = [f'<span id="{ident}"></span>' for ident in node["ids"]]
    drawn = node.html(HtmlContext(node, visitor))
    if node["classes"]:
        drawn = f'<div class="{" ".join(node["classes"])}">{drawn}</div>\n'
    visitor.body += [*before, drawn]
    raise nodes.SkipNode


def depart_view(visitor: Any, node: roles_view) -> None:
    """Do nothing: all has been written."""


def visit_markdown(visitor: Any, node: roles_view) -> NoReturn:
    """Write what other builders get: sphinx-llm-friendly makes Markdown of the pages of a website.

    It has no anchors; its links lead to pages.
    """
    from sphinx_roles.render.to_nodes import NodeContext

    holder = nodes.container("", *_with_bars(node.lower(NodeContext(node, visitor.builder))))
    holder.parent = node.parent
    holder.walkabout(visitor)
    raise nodes.SkipNode


def _with_bars(drawn: list[nodes.Node]) -> list[nodes.Node]:
    """Return a view with the bars in its cells written for Markdown, where they would part cells.

    Neither sphinx-markdown-builder 0.6.11 nor sphinx-llm-friendly 0.7.0 does so.
    """
    for cell in (cell for one in drawn for cell in one.findall(nodes.entry)):
        for text in [text for text in cell.findall(nodes.Text) if "|" in text]:
            bar = r"\|" if isinstance(text.parent, nodes.literal) else "&#124;"
            text.parent.replace(text, nodes.Text(str(text).replace("|", bar)))
    return drawn


class Lowering(SphinxPostTransform):
    """Replace each view by tables and lists; for message catalogs, by its texts, each at its place."""

    # After links and pictures have been resolved.
    default_priority = 500

    def run(self, **kwargs: Any) -> None:
        """Leave HTML alone: there a view is written as it is."""
        # Sphinx 9 no longer lets a transform ask the application.
        builder = OrgDomain.of(self.env).builder
        if builder.format == "html":
            return
        if isinstance(builder, I18nBuilder):
            root = Path(self.env.srcdir)
            for found in list(self.document.findall(roles_texts)):
                found.replace_self(list(found.each(root)))
            return
        self._name_data()
        for node in list(self.document.findall(roles_view)):
            from sphinx_roles.render.to_nodes import NodeContext, lead_headings

            context = NodeContext(node, builder)
            drawn = node.lower(context)
            if builder.format == "markdown":
                _with_bars(drawn)
            if builder.name == "linkcheck":
                # It reports a link by its line alone, and takes that for one of the page.
                for link in (link for one in drawn for link in one.findall(nodes.reference)):
                    link.line = node.line
            for one in drawn:
                # What reads the words of the view finds it on the page (sphinxcontrib-spelling 8.0.2).
                one.source, one.line = one.source or node.source, one.line or node.line
            # An element hands its ids to what replaces it, unless a table of the view has them by now.
            self._number(drawn)
            made = [*context.targets(node["ids"]), *drawn]
            node["ids"] = []
            node.replace_self(made or [nodes.comment()])
            if builder.format == "latex":
                lead_headings(drawn)

    def _number(self, drawn: list[nodes.Node]) -> None:
        """Number the sections in a view: Sphinx knows only those in its contents of a page.

        Its text builder gives each of the others the number of the page.
        """
        numbers = self.env.toc_secnumbers.get(self.env.docname, {})
        if above := numbers.get(""):
            sections = (one for one in drawn if isinstance(one, nodes.section))
            for place, section in enumerate(sections, 1):
                numbers[f"#{section['ids'][0]}"] = (*above, place)

    def _name_data(self) -> None:
        """Let what is reported of a page without a file of its author name the data."""
        page = getattr(self.env.project, "pages", {}).get(self.env.docname)
        if page is not None and page.file:
            for node in self.document.findall(lambda one: isinstance(one, nodes.title | roles_view)):
                node.source = str(Path(self.env.srcdir, page.location.file))
                node.line = page.location.line


def describe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Describe a page as the view does with which it begins, unless its author has described it.

    Search engines show it, and sphinxext-opengraph 0.13.0, which else takes the words of all nodes in a row.
    """
    section = doctree.next_node(nodes.section) if doctree is not None else None
    view = section[1] if section is not None and len(section) > 1 else None
    if not isinstance(view, roles_view) or 'name="description"' in context["metatags"]:
        return
    if said := labels_of_build().and_more.join(map(view.plain, view["about"])):
        context["metatags"] += f'<meta name="description" content="{escape(said)}" />\n'
        if "sphinxext.opengraph" in app.extensions:
            # It escapes quotes, and nothing else.
            context["meta"] = {"og:description": escape(said, quote=False), **(context["meta"] or {})}


VISITORS: dict[str, Any] = {"html": (visit_view, depart_view), "llm_markdown": (visit_markdown, depart_view)}
"""How each format that walks the node itself writes it.

The second one is no format of Sphinx's: sphinx-llm-friendly looks for handlers under that name.
"""


def visit_under_name(app: Sphinx) -> None:
    """Write views where another extension has handlers under the name of the builder.

    Sphinx then asks for none under the format (sphinx-exercise 1.2.1 has some under "singlehtml").
    """
    handlers = app.registry.translation_handlers.get(app.builder.name)
    if handlers is not None and app.builder.format == "html":
        for node in (roles_view, roles_table):
            handlers.setdefault(node.__name__, VISITORS["html"])
