"""From files to a Catalog: the formats, the schema, and the merging of many files.

Nothing here raises for what a user wrote: each mistake is one `Problem`, and everything else
is still read.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from sphinx_roles.model import Catalog
from sphinx_roles.problems import Place, Problem
from sphinx_roles.reading.settings import Limits, Settings, limits_of
from sphinx_roles.reading.sources import Source, find_sources

if TYPE_CHECKING:
    from sphinx_roles.reading.schema.drafts import FileDraft

__all__ = [
    "Limits", "Settings", "Source", "catalog_of", "find_sources", "limits_of", "read_body", "read_catalog",
    "read_island", "read_role",
]  # fmt: skip

_DEFAULTS = Settings()


def read_catalog(
    sources: Iterable[Source], settings: Settings = _DEFAULTS
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read the files of a catalog, in order, and all that is wrong with them."""
    with _without_collector():
        # What was read on the way is gone when this returns, before the collector would look at it.
        return _read(sources, settings)


def _read(sources: Iterable[Source], settings: Settings) -> tuple[Catalog, tuple[Problem, ...]]:
    from sphinx_roles.reading.files import read_file

    problems: list[Problem] = []
    drafts = [read_file(source, settings, problems) for source in sources]
    return _merged(drafts, settings, problems, None)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the collector of cycles: it looks at new records again and again, and a catalog has no cycle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def catalog_of(
    drafts: list[FileDraft], settings: Settings, problems: list[Problem]
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Merge what was read from files, in order, with the problems that were told of them."""
    return _merged(drafts, settings, problems, None)


def read_island(
    source: Source, settings: Settings = _DEFAULTS, roles: Catalog | None = None
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read one file as a catalog of its own, which may name the roles of another one."""
    from sphinx_roles.reading.files import read_file

    problems: list[Problem] = []
    draft = read_file(source, settings, problems)
    return _merged([draft], settings, problems, roles)


def read_body(
    text: str,
    place: Place,
    settings: Settings = _DEFAULTS,
    *,
    format: str | None = None,
    roles: Catalog | None = None,
    scheme: str | None = None,
    transpose: bool | None = None,
    columns: Mapping[str, str] | None = None,
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read the body of a directive as a catalog of its own.

    ``place`` is where its first character stands; every line of it is shifted by that column.
    ``format`` is ``yaml``, ``json``, ``toml``, ``csv``, ``tsv``, ``markdown`` or ``rst``; without it,
    the body is looked at. ``roles`` is the catalog whose roles it may name.
    """
    from sphinx_roles.reading.bodies import body_draft

    problems: list[Problem] = []
    if scheme is not None:
        settings = replace(settings, scheme=scheme)
    draft = body_draft(text, place, settings, problems, form=format, transpose=transpose, columns=columns)
    return _merged([draft], settings, problems, roles, place)


def read_role(
    text: str, place: Place, settings: Settings = _DEFAULTS, *, roles: Catalog | None = None
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Read the body of a card as a catalog of one role, which may name the roles of another catalog."""
    from sphinx_roles.reading.bodies import role_draft

    problems: list[Problem] = []
    draft = role_draft(text, place, settings, problems)
    catalog, told = _merged([draft], settings, problems, roles, place)
    return replace(catalog, roles={one.id: catalog.roles[one.id] for one in draft.roles}), told


def _merged(
    drafts: list[FileDraft],
    settings: Settings,
    problems: list[Problem],
    known: Catalog | None,
    body: Place | None = None,
) -> tuple[Catalog, tuple[Problem, ...]]:
    """Merge drafts; the problems come once each, in the order of the files and their lines."""
    from sphinx_roles.reading.merging.merge import merge

    catalog = merge(drafts, settings, problems, known=known, scheme_at=body)
    order = {draft.sheet.file: index for index, draft in enumerate(drafts)}
    once = dict.fromkeys(problems)
    told = sorted(once, key=lambda one: (order.get(one.place.file, -1), one.place.line, one.place.column))
    return replace(catalog, problems=tuple(told)), tuple(told)
