"""Where a link in the data may lead: the web, mail, documents of the project and their anchors."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from sphinx_roles.markup.telling import Teller

__all__ = ["Links", "resolve_anchor"]

_LOGGER = logging.getLogger(__name__)

_EXPECTED = "a link leads to http://, https://, mailto: or a document of the project"
_WEB = re.compile(r"https?://[^/\s]|mailto:[^/\s]", re.IGNORECASE)
# A scheme, a server, a path of Windows and what hides in control characters are no documents.
_NO_DOCUMENT = re.compile(r'[:\\<>"|?*\x00-\x1f\x7f]|^//')
_ANCHOR_TYPE = "sphinx_roles_anchor"


class Links:
    """Makes the nodes of links; each text's links start at the folder of its file."""

    def __init__(self, env: BuildEnvironment, docname: str, teller: Teller) -> None:
        self._env = env
        self._docname = docname
        self._teller = teller
        self._suffixes = (*env.config.source_suffix, ".md", ".rst")

    def link(self, target: str, inner: list[nodes.Node], title: str = "") -> list[nodes.Node]:
        """Return the link to ``target`` around ``inner``, or just ``inner`` where it may not lead there."""
        if _WEB.match(target):
            reference = nodes.reference("", "", *inner, refuri=target)
            if title:
                reference["reftitle"] = title
            return [reference]
        path, _, anchor = target.partition("#")
        path, anchor = unquote(path), unquote(anchor)
        if _NO_DOCUMENT.search(path) or not (path or anchor):
            return self._refuse(target, f"the link to {target!r}", inner)
        if not path:
            return self._reference("", "any", anchor, inner, anchor)
        document = self._document(path)
        if document is None:
            return self._refuse(target, f"the link to the local file {path!r}", inner)
        if anchor:
            return self._reference("", _ANCHOR_TYPE, f"{document}#{anchor}", inner, target)
        return self._reference("std", "doc", f"/{document}", inner, path)

    def _refuse(self, target: str, thing: str, inner: list[nodes.Node]) -> list[nodes.Node]:
        self._teller.refuse(f"link {target}", thing, _EXPECTED)
        return inner or [nodes.Text(target)]

    def _document(self, path: str) -> str | None:
        """Return the name of the document that ``path`` means, None where it is another sort of file."""
        folder = posixpath.dirname(self._teller.place.file)
        if path.startswith("/") or folder.startswith(("/", "..")):
            folder = ""
        name = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
        for suffix in self._suffixes:
            if name.endswith(suffix) and name != suffix:
                name = name.removesuffix(suffix)
                break
        else:
            if "." in posixpath.basename(name) and name not in self._env.found_docs:
                return None
        return None if name.startswith("..") else name

    def _reference(
        self, domain: str, kind: str, target: str, inner: list[nodes.Node], shown: str
    ) -> list[nodes.Node]:
        reference = addnodes.pending_xref(
            "",
            refdoc=self._docname,
            refdomain=domain,
            reftype=kind,
            reftarget=target,
            refexplicit=bool(inner),
            refwarn=True,
        )
        # Only the first child outlives the resolving, so one holds all.
        reference += nodes.inline("", "", *(inner or [nodes.Text(shown)]), classes=["xref"])
        return [reference]


def resolve_anchor(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, contnode: nodes.Element
) -> nodes.Element | None:
    """Resolve ``[text](document.md#anchor)``; to be connected to ``missing-reference``.

    The anchor is a label of the document, a heading's slug of MyST, or an id in it.
    """
    if node["reftype"] != _ANCHOR_TYPE:
        return None
    docname, _, anchor = node["reftarget"].partition("#")
    node["refwarn"] = False
    if docname not in env.all_docs:
        _LOGGER.warning("unknown document: %r", docname, location=node, type="ref", subtype="doc")
        return None
    found = _find_anchor(env, docname, anchor)
    if found is None:
        _LOGGER.warning(
            "the document %r has no anchor %r", docname, anchor, location=node, type="ref", subtype="ref"
        )
    if not node["refexplicit"]:
        title = env.titles[docname].astext() if docname in env.titles else docname
        contnode = nodes.inline("", title)
    return make_refnode(app.builder, node["refdoc"], docname, found or "", contnode)


def _find_anchor(env: BuildEnvironment, docname: str, anchor: str) -> str | None:
    labels = env.domaindata["std"]["anonlabels"]
    if anchor.lower() in labels and labels[anchor.lower()][0] == docname:
        return str(labels[anchor.lower()][1])
    slugs = env.metadata.get(docname, {}).get("myst_slugs", {})
    if anchor in slugs:
        return str(slugs[anchor][1])
    for element in env.get_doctree(docname).findall(nodes.Element):
        if anchor in element.get("ids", ()):
            return anchor
    return None
