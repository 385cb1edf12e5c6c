"""``--in-place``: the tables of pages become directives."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sphinx_roles.cli.converting.places import readable, text_in
from sphinx_roles.cli.files import shown
from sphinx_roles.cli.outcome import CLEAN, FINDINGS, CommandError, say
from sphinx_roles.exchange.in_place import changed_page
from sphinx_roles.reading import Settings

__all__ = ["change_pages"]

_FORMS = {".md": "markdown", ".markdown": "markdown", ".rst": "rst"}


def change_pages(names: Sequence[str], form: str | None) -> int:
    """Change pages where they lie; each is written only if a table of it has changed."""
    pages = [(path := readable(name), text_in(path), _form(path, form)) for name in names]
    kept = False
    for path, text, its_form in pages:
        page = changed_page(text, shown(path), its_form, Settings())
        if page.changed:
            path.write_bytes(page.text.encode())
        for sentence in (*page.changed, *page.kept):
            say(sentence)
        if not (page.changed or page.kept):
            say(f"{shown(path)}: no responsibility table")
        kept = kept or bool(page.kept)
    return FINDINGS if kept else CLEAN


def _form(path: Path, form: str | None) -> str:
    found = form or _FORMS.get(path.suffix.lower(), "")
    if found not in _FORMS.values():
        raise CommandError(f"{path} is no page: --in-place changes .md and .rst")
    return found
