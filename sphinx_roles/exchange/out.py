"""A catalog as text of any format, and what that format could not carry."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path as FilePath

from msgspec import Struct

from sphinx_roles.catalog.load import read_catalog
from sphinx_roles.catalog.sources import Settings, Source
from sphinx_roles.exchange.comparing import differences
from sphinx_roles.exchange.csv_out import csv_text
from sphinx_roles.exchange.json_out import json_text
from sphinx_roles.exchange.markdown_out import markdown_text
from sphinx_roles.exchange.plain import Path, Plain, plain_catalog
from sphinx_roles.exchange.toml_out import toml_text
from sphinx_roles.exchange.yaml_out import yaml_text
from sphinx_roles.model import Catalog

SUFFIXES: Mapping[str, str] = {
    "yaml": ".yaml",
    "json": ".json",
    "toml": ".toml",
    "csv": ".csv",
    "tsv": ".tsv",
    "markdown": ".md",
}
"""The formats that are written, with the suffix of each."""
_DELIMITERS = {"csv": ",", "tsv": "\t"}


class Written(Struct, frozen=True):
    """A text, and what of the catalog does not come back when it is read."""

    text: str
    lost: tuple[str, ...]


def written(
    catalog: Catalog,
    form: str,
    settings: Settings,
    *,
    stem: str = "roles",
    plain: Plain | None = None,
    comments: Mapping[Path, Iterable[str]] | None = None,
    head: Iterable[str] = (),
) -> Written:
    """Write a catalog in one of `SUFFIXES`, and read it back to see that nothing is lost.

    ``stem`` is the name of the file that it is for, without its suffix. A CSV holds the first matrix
    that has rows. ``comments`` and ``head`` are for YAML only, which has a place for them.
    """
    text = _text(catalog, form, stem, plain, comments, head)
    with tempfile.TemporaryDirectory() as folder:
        name = f"{stem}{SUFFIXES[form]}"
        path = FilePath(folder, f"written{SUFFIXES[form]}")
        path.write_bytes(text.encode())
        again, _ = read_catalog([Source(path, name)], settings)
    return Written(text, tuple(differences(catalog, again)))


def _text(
    catalog: Catalog,
    form: str,
    stem: str,
    plain: Plain | None,
    comments: Mapping[Path, Iterable[str]] | None,
    head: Iterable[str],
) -> str:
    if form in _DELIMITERS:
        matrix = next((row.matrix for row in catalog.rows), "")
        return csv_text(catalog, matrix, stem=stem, delimiter=_DELIMITERS[form])
    if form == "markdown":
        return markdown_text(catalog, stem=stem)
    data = (plain or plain_catalog(catalog)).data
    if form == "yaml":
        return yaml_text(data, comments, head)
    return json_text(data) if form == "json" else toml_text(data)
