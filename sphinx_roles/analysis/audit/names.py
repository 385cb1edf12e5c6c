"""Of what the audit finds something: a build keeps it for the next one, which need not look again."""

from __future__ import annotations

from sphinx_roles.model import Catalog


def names_found(catalog: Catalog) -> frozenset[str]:
    """Return every name that a finding has, or is about; those of our own rules follow from no free text."""
    # Imported here, as it may be known from the build before.
    from sphinx_roles.analysis.audit.engine import places_of_names

    return frozenset(catalog.derived(places_of_names))
