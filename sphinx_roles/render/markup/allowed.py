"""What a text of the data may hold: links and roles. What else it holds is reported once, at its place."""

from __future__ import annotations

import os.path
import posixpath
import re
import textwrap
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from docutils import nodes
from docutils.parsers.rst import roles
from docutils.utils import Reporter
from msgspec import Struct, structs
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from sphinx_roles.log import report
from sphinx_roles.model import LINKS, NO_DOCUMENT, WEB, Text
from sphinx_roles.problems import Code, Given, Location, Phrase, Problem, closest

_OF_PAGE = (
    "{thing} is shown on the role's own page only; other pages show the description of the role without it"
)
_PLAIN = "{thing} is shown as plain text; {instead}"
_ALLOWED = "text in the data may hold paragraphs, lists, quotes, code, emphasis, links and roles"


def _phrase(message: str, source: str, values: Mapping[str, str | list[str]]) -> Phrase:
    given = {"source": repr(source), **values}
    return Phrase.of(
        message, **{key: " ".join(v.split()) if isinstance(v, str) else v for key, v in given.items()}
    )


class Diagnostics:
    """Knows which text is being read, and reports what is wrong with it.

    The same problem is reported once for a page, and each kind of thing once for a text: the two
    tags of ``<b>bold</b>`` are one mistake.
    """

    def __init__(self, env: BuildEnvironment, docname: str, report: Callable[[Problem], None]) -> None:
        self._srcdir = str(env.srcdir)
        self._page = Location(str(env.doc2path(docname, False)).replace(os.path.sep, "/"))
        self._report = report
        self._reported: set[Problem] = set()
        self._once: set[str] = set()
        self._alike: Counter[str] = Counter()
        self.location = self._page
        self.source = self._text = ""
        self.of_page = False
        """The text is that of a role's page, shown on another page; it may hold more than the data."""
        self._file: str | None = None

    def begin(self, text: str) -> None:
        """Begin the next text. One without a location belongs to the page itself."""
        self.location = (text.location if isinstance(text, Text) else None) or self._page
        self.of_page = self.location.column == 1 and self.location.file.casefold().endswith(".role.md")
        # Absolute, as Sphinx has it on all nodes: it would take a relative one from where it was started.
        # Texts come file by file, thousands of them.
        if self.location.file != self._file:
            self._file = self.location.file
            self.source = os.path.normpath(Path(self._srcdir, self._file))
        self._once.clear()
        self._alike.clear()
        self._text = str(text)

    def refuse(
        self,
        once: str,
        thing: str,
        source: str = "",
        instead: str = _ALLOWED,
        *,
        line: int = 0,
        nearest: str = "",
        **values: str | list[str],
    ) -> None:
        """Report that a thing is not allowed, and what is: ``once`` in a text for whatever is called so.

        ``thing`` and ``instead`` are templates; the slot ``{source}`` is for the thing as it is written.
        Of the text of a page, only the first thing is reported, in the ``line`` of the text that it is in.
        """
        if self.of_page:
            if not self._once:
                self._once.add(once)
                at = structs.replace(self.location, line=self.location.line + line)
                self.report(_OF_PAGE, at, thing=_phrase(thing, source, values), nearest=nearest)
            return
        if once not in self._once:
            self._once.add(once)
            parts = {"thing": _phrase(thing, source, values), "instead": _phrase(instead, source, values)}
            self.report(_PLAIN, **parts, nearest=nearest)

    def report(self, message: str, at: Location | None = None, /, **values: Given) -> None:
        """Report what is wrong with the text, or with a place in it."""
        flat = {key: " ".join(v.split()) if isinstance(v, str) else v for key, v in values.items()}
        problem = Problem.of(Code.MARKUP, message, at or self.location, **flat)
        if problem not in self._reported:
            self._reported.add(problem)
            self._report(problem)

    def quote(self, message: str) -> None:
        """Report the message of a parser, with the beginning of the text that it means."""
        beginning = textwrap.shorten(self._text, 50, placeholder=" …") or self._text[:50]
        self.report("{words}, in {beginning}", words=message.rstrip("."), beginning=repr(beginning))

    def link(self, written: str) -> LinkPlace:
        """Return where a link is that is written so; of several alike in a text, the next one."""
        self._alike[written] += 1
        return LinkPlace(
            self.location, self.source, written, self._alike[written] - 1, len("".join(self._text.split()))
        )

    def stamp(self, node: nodes.Node) -> None:
        """Let a node point at the data, for what Sphinx reports of it later."""
        node.source, node.line = self.source, self.location.line


class DataReporter(Reporter):
    """Takes the messages of parsers and roles to the diagnostics of the data, not to the page."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        # Nothing is printed, and nothing stops the build.
        super().__init__("", report_level=Reporter.SEVERE_LEVEL + 1, halt_level=Reporter.SEVERE_LEVEL + 1)
        self._diagnostics = diagnostics

    def get_source_and_line(self, lineno: int | None = None) -> tuple[str, int]:
        """Return the location in the data, whatever line of the text is meant."""
        return self._diagnostics.source, self._diagnostics.location.line

    def system_message(self, level: int, message: Any, *children: Any, **kwargs: Any) -> nodes.system_message:
        """Report warnings and errors; what is less is no mistake."""
        if level >= self.WARNING_LEVEL:
            self._diagnostics.quote(str(message))
        return super().system_message(level, message, *children, **kwargs)


class LinkPlace(Struct, frozen=True):
    """What finds a link of the data in its file: of a text, no more is known than where it begins.

    ``nth`` counts, from 0, the links of the text that are written alike; ``length`` is that of the text
    without blanks, which a file may have more of.
    """

    text: Location
    path: str
    written: str
    nth: int
    length: int

    def location(self) -> Location:
        """Return the place of what the link leads to, else of the text."""
        try:
            lines = Path(self.path).read_text("utf-8-sig").split("\n")[self.text.line - 1 :]
        except (OSError, UnicodeDecodeError):
            return self.text
        rest = "\n".join(lines)[self.text.column - 1 :]
        if rest.lstrip("'\"").startswith(self.written):
            return self.text
        counted = accumulate(not character.isspace() for character in rest)
        # Quotes and the sign of a block are before it.
        end = next((at for at, count in enumerate(counted) if count > self.length + 8), len(rest))
        starts = [
            found.end() for found in re.finditer(rf"(?:\]\(<?|[<`])(?={re.escape(self.written)})", rest[:end])
        ]
        if self.nth >= len(starts):
            return self.text
        *above, before = rest[: starts[self.nth]].split("\n")
        return Location(
            self.text.file, self.text.line + len(above), len(before) + (1 if above else self.text.column)
        )


PLACE = "roles-place"
"""The attribute of a reference of the data that holds its `LinkPlace`."""
_ANCHOR_TYPE = "sphinx_roles_anchor"


class Links:
    """Makes the nodes of links; each text's links start at the folder of its file."""

    def __init__(self, env: BuildEnvironment, docname: str, diagnostics: Diagnostics) -> None:
        self._env = env
        self._docname = docname
        self._diagnostics = diagnostics
        self._suffixes = (*env.config.source_suffix, ".md", ".rst")

    def link(self, target: str, inner: list[nodes.Node], title: str = "") -> list[nodes.Node]:
        """Return the link to ``target`` around ``inner``, or just ``inner`` where it may not lead there."""
        if WEB.match(target):
            reference = nodes.reference("", "", *inner, refuri=target)
            if title:
                reference["reftitle"] = title
            return [reference]
        path, _, anchor = target.partition("#")
        path, anchor = unquote(path), unquote(anchor)
        if NO_DOCUMENT.search(path) or not (path or anchor):
            return self._refuse(target, "the link to {source}", target, inner)
        if not path:
            return self._reference("", "any", anchor, inner, anchor, target)
        document = self._document(path)
        if document is None:
            return self._refuse(target, "the link to the local file {source}", path, inner)
        if anchor:
            return self._reference("", _ANCHOR_TYPE, f"{document}#{anchor}", inner, target, target)
        return self._reference("std", "doc", f"/{document}", inner, path, target)

    def _refuse(self, target: str, thing: str, source: str, inner: list[nodes.Node]) -> list[nodes.Node]:
        values = {"thing": _phrase(thing, source, {}), "instead": Phrase(LINKS)}
        self._diagnostics.report(_PLAIN, self._diagnostics.link(target).location(), **values)
        return inner or [nodes.Text(target)]

    def _document(self, path: str) -> str | None:
        """Return the name of the document that ``path`` means, None where it is another sort of file."""
        folder = posixpath.dirname(self._diagnostics.location.file)
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
        self, domain: str, kind: str, target: str, inner: list[nodes.Node], shown: str, written: str
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
        reference[PLACE] = self._diagnostics.link(written)
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
        near, about = closest(docname, env.found_docs), {"name": docname}
        message, at = "no {kind} {name!r}", node[PLACE].location()
        report(Problem.of(Code.REF, message, at, about, kind="document", nearest=near))
        return None
    found = _find_anchor(env, docname, anchor)
    if found is None:
        message = "the document {name!r} has no anchor {anchor!r}"
        report(Problem.of(Code.REF, message, node[PLACE].location(), {"name": docname}, anchor=anchor))
    if not node["refexplicit"]:
        title = env.titles[docname].astext() if docname in env.titles else docname
        contnode = nodes.inline("", title)
    return reference_to(app.builder, node["refdoc"], docname, found or "", contnode)


def reference_to(
    builder: Builder, page: str, docname: str, anchor: str, inner: nodes.Node | list[nodes.Node]
) -> nodes.reference:
    """Return a reference on a page to an anchor; `NoUri` where the other page is not in the book.

    A manual has no addresses; Sphinx 9.0.4 with docutils 0.22 would print an empty one behind the words.
    """
    return make_refnode(builder, docname if builder.format == "man" else page, docname, anchor, inner)


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


_ORG = ("org:role", "org:responsibility", "org:skill", "org:person", "org:who")
_LINKS = (*_ORG, "ref", "term", "pep", "rfc", "envvar")
_WORDS = (
    "abbr",
    "kbd",
    "sub",
    "sup",
    "guilabel",
    "menuselection",
    "program",
    "command",
    "file",
    "samp",
)
# What reStructuredText needs a role for, where Markdown has a mark. `code` would take options.
_MARKS = ("emphasis", "strong", "literal", "subscript", "superscript", "title-reference")

_MARKUP = {"markdown": "{{{}}}`{}`", "rst": ":{}:`{}`"}


class Roles:
    """The roles of a project that text in the data may use: of this package, plain ones, and extlinks."""

    def __init__(self, config: Config, diagnostics: Diagnostics, markup: str) -> None:
        self._reported = sorted((*_LINKS, *_WORDS, *getattr(config, "extlinks", ())))
        self._names = frozenset((*self._reported, *_MARKS))
        self._diagnostics = diagnostics
        self._written = _MARKUP[markup]

    def run(self, name: str, rawsource: str, text: str, inliner: Any, language: Any) -> list[nodes.Node]:
        """Return what the role makes of ``text``; just the text where it is not allowed or not known."""
        # Names of extlinks have capitals where conf.py gives them some.
        known = name if name in self._names else name.lower()
        if known not in self._names:
            self._refuse(name)
            return [nodes.Text(_unescaped(text))]
        function: Any = roles.role(known, language, 0, inliner.reporter)[0]
        if function is None:
            self._diagnostics.refuse(
                f"role {name}", "the role {source}, which the project does not have,", name
            )
            return [nodes.Text(_unescaped(text))]
        try:
            made, _ = function(known, rawsource, text, 0, inliner)
        except Exception as error:
            # Sphinx fails at "{menuselection}`Save &`". A mistake of our own is no mistake in the data.
            if known.startswith("org:"):
                raise
            thing = "the role in {source}, which fails ({error}),"
            self._diagnostics.refuse(f"role {rawsource}", thing, rawsource, error=str(error))
            return [nodes.Text(_unescaped(text))]
        return list(made)

    def _refuse(self, name: str) -> None:
        written, instead = self._written.format(name, "…"), "text in the data may use {known}"
        near = closest(name, self._names)
        thing = "the role in {source}"
        self._diagnostics.refuse(f"role {name}", thing, written, instead, known=self._reported, nearest=near)


def _unescaped(text: str) -> str:
    # docutils marks escaped characters by a NUL before them.
    return re.sub(r"\x00(.)", r"\1", text, flags=re.DOTALL)


MOST_DEEP = 40
"""So many nodes may be nested. Sphinx's writers end a build at some hundreds."""

_LINK_NODES = (nodes.reference, addnodes.pending_xref)
# What roles leave beside their text: an index entry, whose target is the page's to give.
_BESIDE = (addnodes.index, nodes.comment, nodes.pending, nodes.substitution_definition)
# What only parts of a text are kept of: a raw node's words, not its HTML.
_UNWRAPPED = (
    nodes.raw,
    nodes.image,
    nodes.problematic,
    nodes.target,
    nodes.footnote_reference,
    nodes.citation_reference,
    nodes.substitution_reference,
    addnodes.download_reference,
    nodes.math,
)


def finish(found: Sequence[nodes.Node], diagnostics: Diagnostics) -> list[nodes.Node]:
    """Return the nodes, cleaned and stamped with the place of the data."""
    container = nodes.Element("", *found)
    # A page's own role can make anything, and parsers leave messages: nothing is taken on trust.
    for node in list(container.findall()):
        if isinstance(node, nodes.system_message):
            _replace(node, [child for child in node.children if isinstance(child, nodes.literal_block)])
        elif isinstance(node, _BESIDE):
            _replace(node, [])
        elif isinstance(node, _UNWRAPPED):
            text = node.astext()
            _replace(node, [nodes.Text(text)] if text else [])
        elif isinstance(node, _LINK_NODES):
            # Sphinx resolves one of two references in one another, and then ends the build at the other.
            for inner in list(node.findall(lambda one: isinstance(one, _LINK_NODES)))[1:]:
                thing, instead = "the link {source} in a link", "a link holds no other link"
                diagnostics.refuse("link in a link", thing, inner.astext(), instead)
                _replace(inner, inner.children)
    for node in list(container.findall())[1:]:
        diagnostics.stamp(node)
        if isinstance(node, addnodes.pending_xref):
            # docutils has no place for a column.
            node[PLACE] = node.get(PLACE) or diagnostics.link(_written(node))
        if isinstance(node, nodes.Element):
            _release(node)
    for child in container.children:
        child.parent = None
    return list(container.children)


def _written(node: addnodes.pending_xref) -> str:
    """Return the target of a role as it is written: ``{ref}`Text <target>```."""
    inside = node.rawsource.partition("`")[2].rpartition("`")[0]
    title, _, target = inside.removesuffix(">").rpartition("<")
    return (target if title and inside.endswith(">") else inside) or str(node["reftarget"])


def is_too_deep(found: Sequence[nodes.Node]) -> bool:
    """Return True where more nodes are nested than any reader could follow."""
    level: list[nodes.Node] = list(found)
    for _ in range(MOST_DEEP):
        level = [child for node in level for child in node.children]
        if not level:
            return False
    return True


def _replace(node: nodes.Node, others: Sequence[nodes.Node]) -> None:
    # Not docutils' own way: that hands ids on.
    if (parent := node.parent) is not None:
        index = parent.index(node)
        parent[index : index + 1] = list(others)


def _release(node: nodes.Element) -> None:
    if node["ids"] or node["names"]:
        node["ids"], node["names"] = [], []
    if isinstance(node, nodes.TextElement) and not isinstance(node, nodes.Inline):
        # The text is translated as a whole, in its own markup; Sphinx would read this in the page's.
        node["translatable"] = False
    if isinstance(node, nodes.literal_block):
        node.setdefault("language", "none")
