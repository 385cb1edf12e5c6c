"""What a drawing asks of the page. The implementations know Sphinx; drawings do not."""

from __future__ import annotations

from typing import Protocol

from docutils import nodes
from msgspec import Struct

from sphinx_roles.analysis.report import Edit
from sphinx_roles.model import Holder, Link, Text
from sphinx_roles.render.labels import Labels


class Context(Protocol):
    """What both kinds of pen know."""

    labels: Labels

    def plain(self, text: Text) -> str:
        """Return a plain text as the page's language has it."""
        ...

    def say(self, text: str) -> str:
        """Return a sentence of ours as the page's language has it."""
        ...

    def edit_url(self, edit: Edit) -> str:
        """Return the address at which a place of the data is edited, or ``""``."""
        ...


class HtmlContext(Context, Protocol):
    """Everything as finished HTML."""

    permalinks: bool

    def text(self, text: Text) -> str:
        """Return a plain text, translated and escaped."""
        ...

    def inline(self, text: Text) -> str:
        """Return a text in markup, without a paragraph around it where it is only one."""
        ...

    def block(self, text: Text) -> str:
        """Return a text in markup as paragraphs and lists."""
        ...

    def role(self, role: str, inner: str) -> str:
        """Link ``inner`` to the role, where the role has a target other than ``inner`` itself."""
        ...

    def row(self, key: str, inner: str) -> str:
        """Link ``inner`` to the row ("matrix, section, id" on three lines), where it has a target."""
        ...

    def link(self, link: Link) -> str:
        """Return a link of the data."""
        ...

    def person(self, holder: Holder) -> str:
        """Return the name of a person, linked where the data says where to."""
        ...

    def image(self, uri: Text, alt: str) -> str:
        """Return a picture, or ``""`` where it could not be found."""
        ...

    def download(self, suffix: str, text: str) -> str:
        """Write a file beside the pages and return its address; ``""`` where the output has none."""
        ...

    def drawing(self, inline: str, file: str, alt: str) -> str:
        """Return an SVG drawing: ``inline`` in a page, ``file`` as a picture where a page cannot hold it."""
        ...

    def anchor(self, key: str) -> str:
        """Return the HTML id of a role or row in this view, ``""`` where it is no target."""
        ...

    def unique(self, name: str) -> str:
        """Return an HTML id that no other view, and in a single page no other document, has."""
        ...


class NodeContext(Context, Protocol):
    """Everything as docutils nodes, for builders other than HTML."""

    format: str
    """``latex``, ``text``, ``man`` …: what the builder makes."""
    max_columns: int
    in_cell: bool
    """The view is in a cell of a table or in a column, where most formats can have no table."""

    def text(self, text: Text) -> nodes.Node:
        """Return a plain text, translated."""
        ...

    def inline(self, text: Text) -> list[nodes.Node]:
        """Return a text in markup as inline nodes."""
        ...

    def block(self, text: Text) -> list[nodes.Node]:
        """Return a text in markup as body nodes."""
        ...

    def role(self, role: str, text: str) -> nodes.Node:
        """Return ``text`` as a link to the role, where there is a target."""
        ...

    def row(self, key: str, text: str) -> nodes.Node:
        """Return ``text`` as a link to the row, where there is a target."""
        ...

    def link(self, link: Link) -> nodes.Node:
        """Return a link of the data."""
        ...

    def person(self, holder: Holder) -> nodes.Node:
        """Return the name of a person, linked where the data says where to."""
        ...

    def image(self, uri: Text, alt: str) -> nodes.Node | None:
        """Return a picture, or None where it could not be found."""
        ...

    def target(self, key: str) -> list[nodes.Node]:
        """Return the target of a role or row in this view: one node, or none."""
        ...

    def columns(self, widths: list[int]) -> list[nodes.Node]:
        """Return what must stand before a table for its columns to have these shares of the width."""
        ...

    def tex(self, text: str) -> str:
        """Return a text as LaTeX has it."""
        ...

    def tikz(self, source: str) -> nodes.Node:
        """Return a drawing in TikZ, for the format ``latex`` alone."""
        ...


class MatrixShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `responsibility-matrix`."""

    layout: str = "grid"
    """``grid`` (columns are roles), ``letters`` (columns are letters) or ``list``."""
    split: str = ""
    """``sections``, or a number of columns; empty: one table."""
    transpose: bool = False
    legend: bool = True
    header: str = ""
    """The head of the first column; empty: the word for a responsibility."""
    short: bool = False
    """Heads are abbreviations where roles have one."""
    unfolded: bool = False
    """What a row means is open from the start."""
    download: bool = False
    """A link to the matrix as CSV, in HTML."""


class CardsShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-card` and `role-cards`."""

    grid: bool = True
    """False for the single card."""
    columns: tuple[int, ...] = (1, 1, 2, 3)
    """Cards side by side on a phone, a tablet, a laptop and a wide screen."""


class AuditShape(Struct, frozen=True):
    """How `responsibility-audit` is drawn."""

    linked: bool = True
    """Rows are links: those of a file beside the catalog have no targets."""


class ChangesShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `responsibility-changes`."""

    counts: bool = True
    """How many changes there are of each sort stands above the list."""
    texts: bool = True
    """Texts that changed stand below the sentence, as they were and as they are."""


class OverlapShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-overlap`."""

    layout: str = "picture"
    """``picture`` (circles, and a table from four roles on), ``table`` or ``list``."""
