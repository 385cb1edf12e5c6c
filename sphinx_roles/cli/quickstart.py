"""``sphinx-roles quickstart``: a working handbook, or one page more in a project that is there."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from sphinx_roles.cli.handbook import join, start
from sphinx_roles.cli.io import CLEAN, CommandError


def run(given: Namespace) -> int:
    """Write, build, and say what to do next."""
    if (given.dir is None) == (given.into is None):
        raise CommandError("name either the folder of a new handbook, or a project with --into DIR")
    if given.into is not None and given.force:
        raise CommandError("--into changes no file that is there, so --force has no place beside it")
    source = Path(given.source) if given.source is not None else None
    if given.into is not None:
        join(Path(given.into), source, rst=given.rst)
        return CLEAN
    return start(Path(given.dir), source, rst=given.rst, force=given.force, build=not given.no_build)
