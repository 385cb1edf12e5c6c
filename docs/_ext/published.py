"""The JSON Schemas as files of the website, each under a name that stays."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from sphinx_roles.export.facts import written
from sphinx_roles.export.schemas import catalog_schema, facts_schema, role_schema

SCHEMAS = {"catalog": catalog_schema, "role": role_schema, "export": facts_schema}


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write the schemas beside the first page."""
    if exception is None and app.builder.name == "html":
        for name, schema in SCHEMAS.items():
            Path(app.outdir, f"{name}.schema.json").write_text(written(schema()), "utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write them when all pages are there."""
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
