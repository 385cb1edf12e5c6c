"""``roles.json`` beside ``objects.inv``: the same bytes as ``sphinx-roles export`` writes."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from sphinx_roles.domain import OrgDomain
from sphinx_roles.library.store import fingerprint
from sphinx_roles.library.volumes import content

__all__ = ["NAME", "write"]

NAME = "roles.json"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the export into a website where conf.py asks for it, and the data or the file has changed."""
    if exception is not None or not app.config.roles_export or not _is_website(app):
        return
    # Imported here, as most projects export nothing.
    from sphinx_roles.publishing.facts import facts, written

    domain: OrgDomain = app.env.domains["org"]  # type: ignore[assignment]
    library, store, path = domain.library, domain.store, Path(app.outdir) / NAME
    name = f"export-{fingerprint(str(path))}"
    if store.load(name, str) == f"{library.whole} {content(path)}":
        # A large catalog is not decoded and audited for a file that is right.
        return
    path.write_bytes(written(facts(library.catalogs, library.settings.fields)).encode())
    store.save(name, f"{library.whole} {content(path)}")


def _is_website(app: Sphinx) -> bool:
    """Tell whether the output is one that has an ``objects.inv``: HTML, and not in a book."""
    from sphinx.builders._epub_base import EpubBuilder

    return app.builder.format == "html" and not isinstance(app.builder, EpubBuilder)
