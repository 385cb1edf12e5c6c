"""The importers that there are: ours, and those of packages outside."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from pathlib import PurePath

_GROUP = "sphinx_roles.importers"
# Also in pyproject.toml; a checkout that is not installed has no entry points.
_OURS = {
    "agenraci": "sphinx_roles.catalog.importers.services:read_agenraci",
    "backstage": "sphinx_roles.catalog.importers.backstage:read_backstage",
    "codeowners": "sphinx_roles.catalog.importers.owners:read_any",
    "datadog": "sphinx_roles.catalog.importers.services:read_datadog",
    "decisions": "sphinx_roles.catalog.importers.decisions:read_decisions",
    "github": "sphinx_roles.catalog.importers.owners:read_github",
    "gitlab": "sphinx_roles.catalog.importers.owners:read_gitlab",
    "kubernetes": "sphinx_roles.catalog.importers.owners:read_kubernetes",
    "needs": "sphinx_roles.catalog.importers.needs:read_needs",
    "opslevel": "sphinx_roles.catalog.importers.services:read_opslevel",
    "people": "sphinx_roles.catalog.importers.people:read_people",
    "rota": "sphinx_roles.catalog.importers.rota:read_rota",
}
_FILES = {"CODEOWNERS": "codeowners", "OWNERS": "kubernetes", "OWNERS_ALIASES": "kubernetes"}
TEXTS = frozenset({"codeowners", "decisions", "github", "gitlab", "kubernetes", "rota"})
"""Those that are handed a text, whatever the suffix of its file."""


def importer_of(path: PurePath) -> str | None:
    """Return the importer of a file whose name alone says whose it is."""
    return _FILES.get(path.name) or ("rota" if path.suffix.lower() == ".ics" else None)


def importers() -> dict[str, EntryPoint]:
    """Return all importers by name, ours first; of two with one name, the first."""
    found = {name: EntryPoint(name, value, _GROUP) for name, value in _OURS.items()}
    for one in entry_points(group=_GROUP):
        found.setdefault(one.name, one)
    return found
