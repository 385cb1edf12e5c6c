"""References that lead nowhere, told with the nearest name."""

from __future__ import annotations

from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.util import logging

from sphinx_roles.domain import OrgDomain
from sphinx_roles.problems import Code

__all__ = ["tell"]

_LOGGER = logging.getLogger(__name__)


def tell(app: Sphinx, domain: Domain, node: pending_xref) -> bool | None:
    """Tell our own missing references, for `warn-missing-reference`; leave others to Sphinx."""
    if not isinstance(domain, OrgDomain):
        return None
    message = domain.why_missing(node["reftype"], node["reftarget"])
    _LOGGER.warning("%s", message, location=node, type="roles", subtype=str(Code.REF))
    return True
