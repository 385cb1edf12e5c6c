"""What kind of output a builder makes, by its class: others derive from it under names of their own."""

from __future__ import annotations

from sphinx.builders import Builder


def is_single_page(builder: Builder) -> bool:
    """Return whether all pages become one."""
    # Imported here, as only what writes HTML asks.
    from sphinx.builders.singlehtml import SingleFileHTMLBuilder

    return isinstance(builder, SingleFileHTMLBuilder)


def is_book(builder: Builder) -> bool:
    """Return whether the pages go into an EPUB."""
    from sphinx.builders._epub_base import EpubBuilder

    return isinstance(builder, EpubBuilder)
