"""The domain ``org``: what roles and responsibilities links lead to."""

from sphinx_roles.domain.org import OrgDomain
from sphinx_roles.domain.records import EVERYTHING, Listing, Target

__all__ = ["EVERYTHING", "Listing", "OrgDomain", "Target"]
