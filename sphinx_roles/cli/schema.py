"""``sphinx-roles schema``: the JSON Schema by which editors complete and check the data."""

from __future__ import annotations

from argparse import Namespace

from sphinx_roles.cli.io import CLEAN, put
from sphinx_roles.export.catalog_schema import catalog_schema, role_schema
from sphinx_roles.export.facts import written
from sphinx_roles.export.facts_schema import facts_schema


def run(given: Namespace) -> int:
    """Print or write the schema."""
    schema = {"catalog": catalog_schema, "role": role_schema, "export": facts_schema}[given.of]
    put(written(schema()), given.output)
    return CLEAN
