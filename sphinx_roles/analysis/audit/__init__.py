"""The audit: rules that look at a catalog, and what they find.

A rule is a record in ``rules.yaml`` and a function in `rules`, which looks at an index of the
catalog (both in `rule`). What the rules find is reported once for each fault (`engine`), unless
the team has accepted it (`settings`).
"""

from __future__ import annotations

from sphinx_roles.model import Catalog


def names_found(catalog: Catalog) -> frozenset[str]:
    """Return every name that a finding has, or is about; those of our own rules follow from no free text.

    A build keeps them for the next one, which need not look again.
    """
    # Imported here, as it may be known from the build before.
    from sphinx_roles.analysis.audit.engine import places_of_names

    return frozenset(catalog.derived(places_of_names))
