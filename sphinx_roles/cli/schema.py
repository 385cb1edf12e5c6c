"""``sphinx-roles schema``: the JSON Schema by which editors complete and check the data."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from sphinx_roles.cli.io import CLEAN

DESCRIPTION = (
    "Print the JSON Schema (2020-12) of a catalog file, by which editors complete and check YAML, JSON and "
    "TOML while it is written."
)


def arguments(parser: ArgumentParser) -> None:
    """Declare what the sub-command takes."""
    parser.add_argument(
        "--of",
        choices=("catalog", "role", "export"),
        default="catalog",
        help="of a catalog, by default; of a file that is one role (sre.role.yaml); of what `export` writes",
    )
    parser.add_argument("--output", metavar="FILE", help="write it to a file")


def run(given: Namespace) -> int:
    """Print or write the schema."""
    from sphinx_roles.cli.io import put
    from sphinx_roles.publishing.catalog_schema import catalog_schema, role_schema
    from sphinx_roles.publishing.facts import written
    from sphinx_roles.publishing.facts_schema import facts_schema

    schema = {"catalog": catalog_schema, "role": role_schema, "export": facts_schema}[given.of]
    put(written(schema()), given.output)
    return CLEAN
