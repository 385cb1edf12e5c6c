"""``sphinx-roles lsp``: serves any editor that speaks the Language Server Protocol."""

from __future__ import annotations

from argparse import Namespace

from sphinx_roles.cli.io import CLEAN, CommandError


def run(given: Namespace) -> int:
    """Serve an editor over standard input and output, until it says goodbye."""
    try:
        from sphinx_roles.cli.lsp.server import serve
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise CommandError(
            "an editor is served with pygls 2, which is not installed: pip install 'sphinx-role-cards[lsp]'"
        ) from None
    serve()
    return CLEAN
