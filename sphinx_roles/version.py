"""The version of the distribution, which any module may read, and the one that cannot be beside it."""

from __future__ import annotations

import sys

__version__ = "0.1.0"

_OTHER = "sphinx-roles"
_SENTENCE = (
    f"the distribution {_OTHER!r} is installed; it is another project, and overwrites files of "
    "'sphinx-role-cards': uninstall both, then install 'sphinx-role-cards' again"
)


def conflict(installed: bool = True) -> str:
    """Return what is wrong where the other distribution of nearly our name is there, or was; else ``""``.

    Its package has our name, so that files of one overwrite those of the other. ``installed`` asks for
    its metadata as well, which takes an import; that its `__init__` is in the place of ours is seen at once.
    """
    if not hasattr(sys.modules["sphinx_roles"], "load_catalog"):
        return _SENTENCE
    if not installed:
        return ""
    from importlib import metadata

    try:
        metadata.distribution(_OTHER)
    except metadata.PackageNotFoundError:
        return ""
    return _SENTENCE
