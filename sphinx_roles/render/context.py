"""What drawings ask of the page: its language, where its links lead, and the parts that views consist of.

`to_html` and `to_nodes` make these parts.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import repeat
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar
from urllib.parse import quote

from docutils import nodes
from msgspec import structs
from sphinx.builders import Builder
from sphinx.locale import get_translator

from sphinx_roles.model import Holder, Link, Prose, Text
from sphinx_roles.owners import COVERED, github_pattern
from sphinx_roles.render.labels import isolated, labels_of_build
from sphinx_roles.render.markup import simple_nodes
from sphinx_roles.render.view import roles_link, roles_rich_text

if TYPE_CHECKING:
    # A page without a matrix does not import its analysis.
    from sphinx_roles.analysis.matrix import Band as MatrixBand
    from sphinx_roles.analysis.report import Edit

Inline = TypeVar("Inline")
"""What the parts of a sentence are: HTML, or docutils nodes."""

Parts: TypeAlias = Iterable[Inline]
"""A line, or blocks."""
Pair: TypeAlias = tuple[Sequence[Inline], Sequence[Inline]]
"""A label, and the blocks under it."""
Item: TypeAlias = Pair[Inline] | tuple[Sequence[Inline], Sequence[Inline], str]
"""A line, the blocks below it, and the class of both in HTML."""
Head: TypeAlias = tuple[Sequence[Inline], str, int]
"""The head of a column, the key of the thing that has its place there, and the width on paper, as a share."""
Row: TypeAlias = tuple[Sequence[Inline], str, Sequence[tuple[Sequence[Inline], str]]]
"""The head of a row, the key of what has its place there, and the blocks and the class of each cell."""
Band: TypeAlias = tuple[str, Sequence[Row[Inline]]]
"""The head of rows, if any, and the rows."""
Heads: TypeAlias = Sequence[Head[Inline]]
Bands: TypeAlias = Iterable[Band[Inline]]


class Table(NamedTuple, Generic[Inline]):
    """A table: its class in HTML, the heads of its columns, and the bodies with its rows."""

    look: str
    heads: Sequence[Inline]
    bodies: Sequence[Inline]
    widths: Sequence[int] = ()
    """The shares of the columns on paper."""
    caption: Sequence[Inline] = ()
    rows: int = 0
    """HTML shows it whole where it has few."""
    foot: Sequence[Inline] = ()
    classes: Sequence[str] = ()
    """What it is in has these in HTML."""
    above: Sequence[Inline] = ()
    """What explains it, below its title."""
    before: Sequence[Inline] = ()
    groups: Sequence[Inline] = ()
    """A row of heads above the others, in HTML."""


CRITERIA = "simple ro-criteria"
"""The class of a list of criteria."""


class Context(ABC, Generic[Inline]):
    """The page of a view, and what the children of the view's node hold."""

    words: Callable[[str], Inline]
    """Return a text in the page's language as it is, escaped where needed."""

    def __init__(self, node: nodes.Element, builder: Builder) -> None:
        self.node, self.builder = node, builder
        self.docname: str = node["docname"]
        self.anchors: dict[str, str] = node["anchors"]
        self.domain: Any = builder.env.domains["org"]
        self.translate = get_translator("sphinx_roles").gettext
        self.translations: dict[str, str] = node["translations"]
        self.marked: dict[str, str] = node["words"]
        self._rich: dict[str, nodes.Element] = {}
        self._links: dict[str, roles_link] = {}
        self._references: dict[tuple[str, str], nodes.reference | None] = {}
        for child in node.children:
            if isinstance(child, roles_rich_text):
                self._rich[child.rawsource] = child
            elif isinstance(child, roles_link):
                self._links[child.rawsource] = child
        self.labels = structs.replace(labels_of_build(), authored=self.translations)
        self._ids, self._prefix = 0, ""

    @abstractmethod
    def linked(self, reference: nodes.reference | None, inner: Inline) -> Inline:
        """Put ``inner`` into the reference; return it alone where there is none."""

    # What views draw once for HTML and for nodes. A line is a list of parts, and so is a block of lines.

    html: bool
    """Whether there is room for what folds, for signs beside words, and for two lines about one thing."""
    for_book = False
    """Whether the page is one of an EPUB."""
    runs_script = False
    """Whether our script runs on the page."""
    in_cell = False
    """Whether the view is in a cell, where most formats can have no table."""
    narrow = False
    """Whether a table has to fit between the edges of a terminal."""

    @abstractmethod
    def element(
        self, tag: str, parts: Parts[Inline], look: str = "", *kinds: type[nodes.TextElement]
    ) -> list[Inline]:
        """Return parts in an element of HTML with the class ``look``; else in nodes, the outer kind first.

        Without a ``tag`` HTML, and without a kind of nodes other output, has the parts alone.
        """

    @abstractmethod
    def either(self, html: str, words: str = "") -> list[Inline]:
        """Return a piece of HTML, and these words in other output."""

    @abstractmethod
    def prose(self, text: Text) -> list[Inline]:
        """Return a text in markup as parts of a line."""

    @abstractmethod
    def blocks(self, text: Text) -> list[Inline]:
        """Return a text in markup as paragraphs and lists."""

    @abstractmethod
    def image(self, uri: Text) -> list[Inline]:
        """Return a picture; none where it could not be found."""

    @abstractmethod
    def listed(
        self, items: Iterable[Item[Inline]], look: str = "simple", *, numbered: bool = False
    ) -> list[Inline]:
        """Return a list of lines with the blocks below each; none for none."""

    @abstractmethod
    def fields(
        self,
        pairs: Iterable[Pair[Inline]],
        places: Sequence[str] = (),
        look: str = "ro-fields",
        heads: str = "",
    ) -> list[Inline]:
        """Return a list of labels with the blocks of each; none for none.

        HTML has each pair in a group of the class in ``places``, and ``heads`` as the class of labels.
        """

    @abstractmethod
    def begin(
        self, look: str, key: str = "", anchor: str = "", role: str = "", tag: str = "div"
    ) -> list[Inline]:
        """Return where links to ``key``, or to an anchor, lead to; HTML begins an element there."""

    @abstractmethod
    def section(
        self, key: str, title: str, blocks: Parts[Inline], *, level: int, whole: bool
    ) -> list[Inline]:
        """Return blocks under a heading that links to ``key`` lead to.

        A ``whole`` one is a section of the page; else the heading has this ``level`` in HTML, 0 for none.
        """

    @abstractmethod
    def th(self, parts: Parts[Inline], look: str = "", key: str = "") -> Inline:
        """Return the head of a column, where links to ``key`` lead to in HTML."""

    @abstractmethod
    def td(self, blocks: Parts[Inline], look: str = "") -> Inline:
        """Return a cell with blocks, which are a line in HTML."""

    @abstractmethod
    def nothing(self, word: str, look: str = "") -> Inline:
        """Return a cell in which there is nothing: for a word alone, the stylesheet draws a dash."""

    @abstractmethod
    def added(self, cell: Inline, parts: Parts[Inline]) -> Inline:
        """Return a cell with more at its end."""

    @abstractmethod
    def tr(
        self, title: Parts[Inline], cells: Parts[Inline], key: str = "", look: str = "", span: int = 1
    ) -> Inline:
        """Return a row with its head, where links to ``key`` lead to."""

    @abstractmethod
    def body(self, rows: Sequence[Inline], head: Parts[Inline], width: int, look: str = "") -> list[Inline]:
        """Return rows of so many cells under a head, if any; HTML has them in an element of their own."""

    @abstractmethod
    def table(self, table: Table[Inline]) -> list[Inline]:
        """Return a table with its title."""

    def grid(
        self,
        look: str,
        caption: str,
        heads: Heads[Inline],
        bands: Bands[Inline],
        nothing: str,
        classes: Sequence[str] = (),
        whose: Sequence[str] = (),
        above: Sequence[Inline] = (),
    ) -> list[Inline]:
        """Return a table with its rows in bands, and what explains it ``above``.

        HTML has the word ``nothing`` in an empty cell, and ``classes`` around the table. A row is a list of
        its cells on a phone, where ``whose`` has the names of their columns.
        """
        names = [
            self.either(f'<b class="ro-whose">{escape(name)}</b> ') for name in whose if not self.for_book
        ]
        first, *others = heads
        # A head is on every page of a long table, and a target once in a book.
        targets = [target for _, key, _ in heads for target in self.target(key)]
        bodies, count = list[Inline](), 0
        for name, rows in bands:
            count += len(rows)
            made = []
            for title, key, cells in rows:
                pairs = zip(cells, names or repeat([]), strict=False)
                shown = [
                    self.td([*own, *inner], look) if inner else self.nothing(nothing)
                    for (inner, look), own in pairs
                ]
                made.append(self.tr(title, shown, key))
            bodies += self.body(made, self.band_name(name) if name else [], len(heads))
        titles = [self.th(first[0], "ro-corner"), *(self.th(parts, "", key) for parts, key, _ in others)]
        widths, forms = [width for *_, width in heads], ["ro-listed", *classes] if names else classes
        title = [self.words(caption)]
        whole = Table(look, titles, bodies, widths, title, count, classes=forms, above=above)
        return [*targets, *self.table(whole)]

    def band_name(self, name: str) -> list[Inline]:
        """Return what heads the rows of a band."""
        return self.element("", [self.words(name)], "", nodes.paragraph, nodes.strong)

    def turnable(self, parts: Parts[Inline], lines: int) -> list[Inline]:
        """Return what is in a head, in HTML in a box of so many lines that paper can turn."""
        return self.element("span", parts, f"ro-head ro-head-{lines}" if lines > 1 else "ro-head")

    @abstractmethod
    def picture(
        self, kind: str, svg: Callable[[str], str], alt: str, tikz: Callable[[Callable[[str], str]], str]
    ) -> list[Inline]:
        """Return a drawing; none where the output cannot have it.

        ``svg`` draws it for a page, with ids that begin with the one given, which is of this ``kind``, and
        without one as a file of its own; ``tikz`` for LaTeX with what makes a text safe there.
        """

    def roomy(self, columns: int) -> bool:
        """Return whether there is room for a table with so many columns."""
        return True

    def narrow_widths(self, heads: Sequence[Inline], rows: Sequence[Inline]) -> tuple[list[int], bool]:
        """Return the widths of columns on a terminal, and whether it has room for them."""
        return [], True

    def target(self, key: str) -> list[Inline]:
        """Return the target of a role or row in this view: one node, or none, as in HTML."""
        return []

    def handles(
        self, key: str, name: Text, edit: Edit | None = None, *, of_row: bool = False
    ) -> list[Inline]:
        """Return the edit link of the thing called ``name``, and the link to it, which HTML alone has."""
        return []

    def permalink(self, anchor: str, name: str) -> list[Inline]:
        """Return the link to an anchor, called ``name``, which HTML alone has."""
        return []

    def definitions(self, title: str, items: Iterable[tuple[Text, list[Inline]]]) -> list[Inline]:
        """Return what names mean, under a heading; HTML has that where the names are."""
        return []

    def download(self, name: str, text: str) -> list[Inline]:
        """Return the link to a file with a text, which is beside the pages; only those have one.

        ``name`` is one that no other view of the page has.
        """
        return []

    def fold(self, label: Parts[Inline], blocks: Parts[Inline], *, opened: bool = False) -> list[Inline]:
        """Return blocks that HTML folds under a label; none for none."""
        return list(blocks)

    def led(
        self, label: Parts[Inline], blocks: Sequence[Inline], tag: str = "div", look: str = ""
    ) -> list[Inline]:
        """Return blocks with a label in the line of the first one."""
        return self.element(tag, [*label, self.words(" "), *blocks], look)

    def said(self, before: Parts[Inline], line: Parts[Inline], blocks: Parts[Inline]) -> list[Inline]:
        """Return a sentence beside its mark, and the blocks below it."""
        if self.html:
            return [*before, *self.element("div", [*line, *blocks], "ro-said")]
        return [*self.only_line([*before, *line]), *blocks]

    def entry(
        self, key: str, look: str, blocks: Parts[Inline], name: Text, edit: Edit | None = None, role: str = ""
    ) -> list[Inline]:
        """Return blocks that are what links to ``key`` lead to, where this view is.

        ``name`` is that of the thing, for the link to it and that to its line in the data.
        """
        handles = self.handles(key, name, edit)
        return [*self.begin(look, key, role=role), *blocks, *handles, *self.either("</div>\n")]

    def view(self, look: str, blocks: Parts[Inline]) -> list[Inline]:
        """Return a whole view."""
        return [*self.either(f'<div class="ro {look}">'), *blocks, *self.either("</div>\n")]

    def facts(self, counts: Iterable[tuple[str, str, int]]) -> list[Inline]:
        """Return numbers in a line, each with its class and its word."""
        if not self.html:
            words = (self.labels.and_said.join((word, str(number))) for _, word, number in counts)
            return self.line([self.words(self.labels.and_apart.join(words))])
        numbers = (f'<span class="{look}">{escape(word)} <b>{n}</b></span>' for look, word, n in counts)
        return self.line(self.either(" ".join(numbers)), "ro-facts")

    def line(self, parts: Parts[Inline], look: str = "") -> list[Inline]:
        """Return a paragraph."""
        return self.element("p", parts, look, nodes.paragraph)

    def only_line(self, parts: Parts[Inline]) -> list[Inline]:
        """Return a paragraph that is alone in what holds it."""
        return self.element("", parts, "", nodes.paragraph)

    def caption(self, parts: Parts[Inline]) -> list[Inline]:
        """Return what a view is called."""
        return self.element("p", parts, "ro-caption", nodes.rubric)

    def head(self, parts: Parts[Inline], look: str = "ro-band-name") -> list[Inline]:
        """Return what a group in a view is called."""
        return self.element("p", parts, look, nodes.paragraph, nodes.strong)

    def strong(self, parts: Parts[Inline], look: str = "", tag: str = "b") -> list[Inline]:
        """Return parts in bold; the class of what is around them may do that in HTML, without a ``tag``."""
        return self.element(tag, parts, look, nodes.strong)

    def cell(self, words: str) -> list[Inline]:
        """Return words as a block of a cell: HTML draws a word alone there as a dash."""
        return self.element("span", [self.words(words)], "", nodes.paragraph)

    def marks(self, words: Sequence[str], tag: str = "span", look: str = "ro-mark") -> list[Inline]:
        """Return what is unusual about the thing before it; none for none."""
        html = "".join(f' <{tag} class="{look}">{escape(word)}</{tag}>' for word in words)
        return self.either(html, f" ({self.labels.and_more.join(words)})") if words else []

    def status_marks(self, status: str | None) -> list[Inline]:
        """Return the mark of a status; none for none."""
        return self.marks([self.labels.named(status)], "small") if status else []

    def overdue(self, *, late: bool, tag: str = "small") -> list[Inline]:
        """Return the mark of what is overdue; none for what is not."""
        return self.marks([self.labels.overdue] if late else [], tag, "ro-mark ro-overdue")

    def detail(self, words: str, look: str = "ro-detail") -> list[Inline]:
        """Return what qualifies the words before it; none for none."""
        return self.either(f' <span class="{look}">{escape(words)}</span>', f" ({words})") if words else []

    def aside(self, words: str, look: str = "ro-detail") -> list[Inline]:
        """Return the same, with brackets in HTML, too."""
        return self.either(f' <span class="{look}">({escape(words)})</span>', f" ({words})") if words else []

    def joined(
        self, parts: Iterable[Sequence[Inline]], between: str = "", html: str = "", last: str = ""
    ) -> list[Inline]:
        """Return the parts of all with a text between two: the comma of the language, or another one.

        Before the ``last``, there may be a word.
        """
        between, made = between or self.labels.and_more, list[Inline]()
        html, every = html or escape(between), list(parts)
        for number, part in enumerate(every):
            if number and last and number == len(every) - 1:
                made.append(self.words(last))
            elif number:
                made += self.either(html, between)
            made += part
        return made

    def shortened(self, short: str, name: str) -> Inline:
        """Return a name as it is shown; HTML says what an abbreviation is short for."""
        html = escape(name) if short == name else f'<abbr title="{escape(name)}">{escape(short)}</abbr>'
        return self.either(html, short)[0]

    def criteria(self, criteria: Iterable[Prose]) -> list[Inline]:
        """Return criteria, or duties, as a list; none for none."""
        return self.listed(((self.prose(one), ()) for one in criteria), CRITERIA)

    def sentence(self, text: str, **slots: Sequence[Inline]) -> list[Inline]:
        """Return a sentence of this package with what its slots hold."""
        made: list[Inline] = []
        for number, part in enumerate(re.split(r"\{(\w+)\}", text)):
            if number % 2:
                made += slots[part] if self.html else self.copied(slots[part])
            elif part:
                made.append(self.words(part))
        return made

    def rest(self, names: Sequence[Inline], more: int) -> list[Inline]:
        """Return names, and how many more there are."""
        return self.sentence(self.labels.and_rest, names=names, count=[self.words(str(more))])

    def unique(self, name: str) -> str:
        """Return an id that no other view, and in a single page no other document, has."""
        self._ids += 1
        return f"{self._prefix}ro-{self.node['serial']}-{name}-{self._ids}"

    def copied(self, parts: Parts[Inline]) -> list[Inline]:
        """Return parts that may be in a sentence twice: a node has one place."""
        return [part.deepcopy() if isinstance(part, nodes.Node) else part for part in parts]

    def plain(self, text: Text) -> str:
        """Return a plain text in the page's language."""
        found = self.translations.get(text) or (self.marked.get(text) if isinstance(text, Prose) else None)
        # What is in no file is ours: the letters of the built-in schemes.
        return found if found is not None else self.say(text) if text.location is None else str(text)

    def inside(self, text: Text) -> str:
        """Return a plain text for a sentence of ours, or beside a sign, which it does not turn."""
        shown = self.plain(text)
        return isolated(shown, self.labels.language) if self.html else shown

    def named(self, *names: Text | None) -> str:
        """Return the names that are there as one, the wider before the narrower."""
        return self.labels.and_said.join(self.plain(name) for name in names if name)

    def band(self, band: MatrixBand) -> str | None:
        """Return the name of a band; None where nothing has to set it apart from the others."""
        if band.unsaid:
            return self.labels.unsaid
        if band.name is None and band.title is None:
            return None
        name = self.named(band.title, band.name)
        # What has no place in the data is the value of a field, by which the rows are grouped.
        grouped = band.name is not None and band.name.location is None
        return (self.labels.day(name) if grouped else name) or self.labels.rows

    def say(self, text: str) -> str:
        """Return a sentence of this package in the page's language."""
        return str(self.translate(text))

    def text(self, text: Text) -> Inline:
        """Return a plain text, translated."""
        return self.words(self.plain(text))

    def role(self, role: str, inner: Inline) -> Inline:
        """Link ``inner`` to the role, where there is a target other than ``inner`` itself."""
        if not role or self.is_target("role", role):
            # Most cards are the target of their role; no link leads from a thing to itself.
            return inner
        return self._to("role", role, inner)

    def anchor(self, key: str) -> str:
        """Return the id of a role, row or the like in this view, ``""`` where it is no target."""
        return self.anchors.get(key, "")

    def is_target(self, kind: str, key: str) -> bool:
        """Return whether links to a thing lead to this view."""
        own = self.anchors.get(key)
        found = self.domain.targets.get((kind, key)) if own else None
        return found is not None and found[0] == self.docname and found[1].anchor == own

    def row(self, key: str, inner: Inline) -> Inline:
        """Link ``inner`` to the row ("matrix, section, id" on three lines), where there is a target."""
        return self._to("responsibility", key, inner)

    def skill(self, skill: str, inner: Inline) -> Inline:
        """Link ``inner`` to the skill, where it has a target."""
        return self._to("skill", skill, inner)

    def _to(self, kind: str, key: str, inner: Inline) -> Inline:
        if (kind, key) not in self._references:
            self._references[kind, key] = self.domain.reference(self.builder, self.docname, kind, key)
        return self.linked(self._references[kind, key], inner)

    def link(self, link: Link) -> Inline:
        """Return a link of the data; a day behind a comma at its end is one of the page's language."""
        before, comma, last = self.plain(link.text).rpartition(", ")
        return self.linked(self._url(link.url), self.words(f"{before}{comma}{self.labels.day(last)}"))

    def person(self, holder: Holder, ident: str = "") -> Inline:
        """Return the name of a person, linked to the entry of that id, else where the data says where to."""
        if ("person", ident) in self.domain.targets:
            return self._to("person", ident, self.text(holder.name))
        return self.linked(self._url(holder.link) if holder.link else None, self.text(holder.name))

    def edit_url(self, edit: Edit | None) -> str:
        """Return the address at which a line of the data is edited, or ``""``."""
        address = self.builder.config.roles_edit_url
        return str(address).format(path=quote(edit.path), line=edit.line) if edit and address else ""

    def source(self, covered: str) -> nodes.reference | None:
        """Return a reference to the files that a pattern covers: the folder or file with which they begin."""
        address = self.builder.config.roles_source_url
        pattern = github_pattern(covered) if address else None
        if pattern is None or not pattern.start or covered.partition(":")[0].casefold() in COVERED:
            return None
        return nodes.reference("", "", refuri=str(address).format(path=quote(pattern.start)))

    def _url(self, url: str) -> nodes.reference | None:
        node = self._links[url][0]
        return node if isinstance(node, nodes.reference) else None

    def _parsed(self, text: Text) -> nodes.Element | None:
        """Return a text in markup as body nodes; None for a plain one."""
        found = self._rich.get(text)
        if found is None and text in self.marked and text not in self.translations:
            found = self._rich[text] = nodes.Element("", nodes.paragraph("", "", *(simple_nodes(text) or ())))
        return found

    def _image(self, uri: Text) -> nodes.image | None:
        found = (child for child in self.node.children if isinstance(child, nodes.image))
        return next((child for child in found if child["roles-image"] == uri), None)
