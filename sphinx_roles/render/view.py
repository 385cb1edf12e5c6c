"""The nodes of a view: one that holds the report, and few children with its texts and links.

All texts of a view that are plain, or hold no more than a few words in marks, share one
node, however many they are: what is only read needs no tree of its own, over which Sphinx
would walk some forty times. Any other text in markup is parsed while the page is read.
What a reader can follow is a reference of its own.
"""

from __future__ import annotations

import pickle
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeAlias, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder

from sphinx_roles.model import Prose, Text
from sphinx_roles.problems import Location
from sphinx_roles.render.labels import labels_of_build
from sphinx_roles.render.markup import is_plain, renderer_for, simple_nodes


class roles_texts(addnodes.translatable, nodes.Element):
    """All texts of a view that need no tree of their own.

    Their form in the tree::

        <roles_texts messages="{text: (file, line, column)}" prose="{text}"
               words="{text: text without its marks}" translations="{text: translation}">
            the texts, one a line, as search finds them
    """

    uid: str = ""

    def preserve_original_messages(self) -> None:
        """Do nothing: ``messages`` are the originals, and stay."""

    def extract_original_messages(self) -> Sequence[str]:
        """Return every text."""
        # Sphinx passes a node over once one of its messages is marked as translated; here are many.
        self["translated"] = False
        return list(self["messages"])

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Keep a translation; one with markup becomes a `roles_rich_text` beside this node."""
        if original_message in self["prose"] and not is_plain(translated_message, self["markup"]):
            location = Location(*self["messages"][original_message])
            document = cast("nodes.document", self.document)
            # The sections of a profile share their texts.
            shared = self["translations"]
            for view in (one for one in document.findall(roles_view) if one["translations"] is shared):
                node = roles_rich_text(
                    original_message, markup=self["markup"], location=location, silent=True
                )
                node.source, node.line, node.document = self.source, location.line, document
                view.append(node)
                node.apply_translated_message(original_message, translated_message)
        else:
            self["translations"][original_message] = translated_message
        known = {**self["words"], **self["translations"]}
        self.children = [nodes.Text("\n".join(known.get(text, text) for text in self["messages"]))]
        self.setup_child(self.children[0])

    def serve(self, views: Iterable[roles_view]) -> None:
        """Take over the texts of other views: many small nodes cost Sphinx more than a large one."""
        for view in views:
            if (other := view.texts) is not None:
                self["messages"] = other["messages"] | self["messages"]
                self["words"] |= other["words"]
                self["prose"] |= other["prose"]
                view.remove(other)
            view["translations"], view["words"] = self["translations"], self["words"]
        self.children = [nodes.Text("\n".join(self["words"].get(text, text) for text in self["messages"]))]
        self.setup_child(self.children[0])

    def each(self, root: Path) -> Iterable[roles_texts]:
        """Yield a node for each text, at its own place: as a ``.pot`` file lists them."""
        for message, (file, line, _) in self["messages"].items():
            node = roles_texts("", messages={message: (file, line, 1)}, prose=(), words={}, translations={})
            node.source, node.line = str(root / file), line
            # The message catalogs of Sphinx leave out what has no such id.
            node.uid = self.uid
            yield node


class roles_rich_text(addnodes.translatable, nodes.Element):
    """A text in the data's markup, parsed: ``rawsource`` is the text, the children its body nodes.

    A ``silent`` one is the translation of a plain text, whose message `roles_texts` holds.
    """

    def preserve_original_messages(self) -> None:
        """Do nothing: ``rawsource`` is the original, and stays."""

    def extract_original_messages(self) -> Sequence[str]:
        """Return the text."""
        return [] if self.get("silent") else [self.rawsource]

    def apply_translated_message(self, original_message: str, translated_message: str) -> None:
        """Parse the translation in the data's markup, and put it in the place of the original."""
        translation = Prose(translated_message, self["location"])
        self.children = []
        document = cast("nodes.document", self.document)
        self += renderer_for(document, self["markup"]).block(translation)
        self["translated"] = True


class roles_link(nodes.Element):
    """An address of the data: its reference without words, and what a builder sets behind it.

    An EPUB shows the address of a link after it; that node becomes a child of this one.
    """


def note_id(document: nodes.document, stem: str, node: nodes.Element) -> str:
    """Return an id that nothing else on the page has, and note that it leads to ``node``."""
    anchor, number = stem, 1
    while anchor in document.ids:
        number += 1
        anchor = f"{stem}-{number}"
    document.ids[anchor] = node
    return anchor


Title: TypeAlias = tuple[str, tuple[Text, ...]]
"""What a view is called: the name of a sentence in `Labels`, if any, and the names that are in it."""


class roles_title(nodes.caption):
    """What a view is called, for references to it.

    Its form in the tree, without a text that would be searched and translated twice::

        <roles_title title="(the name of our sentence, names)" translations="those of the view's texts">
    """

    def astext(self) -> str:
        """Return the title in the language of the page."""
        key, names = self["title"]
        labels = labels_of_build()
        shown = labels.joined(self["translations"].get(name, str(name)) for name in names) if names else ""
        return labels.named(key).format(names=shown) if key else shown


NODES = (roles_title, roles_texts, roles_rich_text, roles_link)
"""To be registered: docutils visits a node by the name of its class, which must be nobody else's."""


def text_nodes(
    found: Iterable[Text], document: nodes.document, markup: str, root: Path, page: Location
) -> list[nodes.Element]:
    """Return the nodes for the texts of a view: one for all that are simple, one for each other.

    ``root`` is the folder that the places of texts start from. A text from no file of the data (the
    letters of a built-in scheme) has the place of the ``page``.
    """
    # Tuples, as thousands of them are pickled with the page.
    messages: dict[str, tuple[str, int, int]] = {}
    prose: set[str] = set()
    words: dict[str, str] = {}
    rich: dict[str, roles_rich_text] = {}
    for text in found:
        if not text or text in rich or text in prose:
            continue
        location = text.location or page
        inner: list[nodes.Node] | None = []
        if isinstance(text, Prose) and not is_plain(text, markup):
            inner = simple_nodes(text) if markup == "markdown" else None
        if inner is None:
            node = rich[str(text)] = roles_rich_text(str(text), markup=markup, location=location)
            node.source, node.line = str(root / location.file), location.line
            node += renderer_for(document, markup).block(text)
        else:
            # Interned, as a name is on many pages, and Sphinx keeps the trees of all until it writes them.
            plain = sys.intern(str(text))
            messages.setdefault(plain, (location.file, location.line, location.column))
            if isinstance(text, Prose):
                prose.add(str(text))
            if inner:
                words[str(text)] = "".join(node.astext() for node in inner)
    if not messages:
        return list(rich.values())
    simple = roles_texts(
        "",
        nodes.Text("\n".join(words.get(text, text) for text in messages)),
        messages=messages,
        prose=frozenset(prose),
        words=words,
        translations={},
        markup=markup,
    )
    file, line, _ = next(iter(messages.values()))
    simple.source, simple.line = str(root / file), line
    return [simple, *rich.values()]


Drawing: TypeAlias = Callable[[Any, Any, Any], list[Any]]
"""What draws a report in a shape and a context; a page is pickled with its name."""

_ONLY_WORD = "<td>([^<]*)</td>"


def is_single_page(builder: Builder) -> bool:
    """Return whether all pages become one."""
    # Imported here, as only what writes HTML asks.
    from sphinx.builders.singlehtml import SingleFileHTMLBuilder

    return isinstance(builder, SingleFileHTMLBuilder)


def is_book(builder: Builder) -> bool:
    """Return whether the pages go into an EPUB."""
    from sphinx.builders._epub_base import EpubBuilder

    return isinstance(builder, EpubBuilder)


class Folded:
    """What is pickled with its page as one piece, which stays folded until it is drawn.

    Sphinx loads the first page of a project in every build, for its toctrees. What loads a page but
    does not draw it is not to make tens of thousands of records, nor to import what draws them.
    """

    __slots__ = ("_pickled", "_value")

    def __init__(self, value: Any) -> None:
        self._value, self._pickled = value, b""

    def load(self) -> Any:
        """Return the value."""
        if self._pickled:
            # As trusted as the page that it came with.
            self._value, self._pickled = pickle.loads(self._pickled), b""  # noqa: S301
        return self._value

    def __getstate__(self) -> bytes:
        return self._pickled or pickle.dumps(self._value, pickle.HIGHEST_PROTOCOL)

    def __setstate__(self, folded: bytes) -> None:
        self._value, self._pickled = None, folded


class roles_view(nodes.General, nodes.Element):
    """A view of the data: one class for all, as docutils knows node classes by their own names.

    Its form in the tree::

        <roles_view report="Folded" drawing="what draws it, and its shape, Folded"
               about="what a page is about that begins with it"
               anchors="..." aliases="the anchors of other names, by the key of what has them"
               translations="those of its texts" words="the same">
            <roles_texts> every plain text, for search and translation
            <roles_rich_text> a text in markup, already parsed
            <roles_link> the reference of an address, already resolved when it is written

    Every one of Sphinx's forty-odd walks over the tree pays for each node in it, so the
    letters are data in the report, and `html` writes the view in one pass.
    """

    @property
    def texts(self) -> roles_texts | None:
        """The node of its plain texts, where it has any."""
        return next((child for child in self.children if isinstance(child, roles_texts)), None)

    def plain(self, text: Text) -> str:
        """Return a text in the language of the page, without marks; of several paragraphs, the first."""
        rich = (child for child in self.children if isinstance(child, roles_rich_text))
        found = next((child.astext() for child in rich if child.rawsource == text), None)
        found = found or self["translations"].get(text) or self["words"].get(text, text)
        return " ".join(found.strip().partition("\n\n")[0].split())

    def html(self, context: Any) -> str:
        """Return the whole view as HTML."""
        drawn = "".join(self.lower(context))
        # The stylesheet of a book cannot ask for cells that hold only a word.
        return re.sub(_ONLY_WORD, r'<td class="ro-none">\1</td>', drawn) if context.for_book else drawn

    def lower(self, context: Any) -> list[Any]:
        """Return the view as what the context makes: plain docutils nodes, or pieces of HTML."""
        drawing, shape = self["drawing"].load()
        made: list[Any] = drawing(self["report"].load(), shape, context)
        return made

    def starttag(self, quoteattr: Any = None) -> str:
        """Name the node without its report, which is no text."""
        return f"<{self.tagname}>"


class roles_table(roles_view):
    """A view that is counted among the tables of a book, as Sphinx counts by the class of a node."""
