"""What a build makes anew: pages that show a changed fact are read, pages that link to one are written."""

from sphinx_roles.freshness.read_again import answered, begun, outdated
from sphinx_roles.freshness.written_again import finished, resolved, rewritten

__all__ = ["answered", "begun", "finished", "outdated", "resolved", "rewritten"]
