"""All that knows Sphinx: settings, domain, directives, incremental builds and output."""

from __future__ import annotations

from importlib import metadata

from sphinx.errors import ExtensionError

_OTHER = "sphinx-roles"


def check_conflicting_distribution() -> None:
    """Stop where the other distribution that installs a package of our name is there: files overwrite each other.

    It can only be told while our files were written last; the README says how to tell else.
    """
    try:
        metadata.distribution(_OTHER)
    except metadata.PackageNotFoundError:
        return
    raise ExtensionError(
        f"the distribution {_OTHER!r} is installed; it is another project, and overwrites files of "
        "'sphinx-role-cards': uninstall both, then install 'sphinx-role-cards' again"
    )
