"""A catalog of a library, which is read when somebody asks for it, and kept for the next build.

Reading YAML takes ten times as long as decoding what was read, and most builds need neither:
what is wrong with the files is kept on its own, as every build tells it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from sphinx_roles.library.store import Store, fingerprint
from sphinx_roles.model import Catalog, Responsibility, Role
from sphinx_roles.problems import Problem
from sphinx_roles.reading import Source

__all__ = ["Shelf", "Volume", "content", "sources_key"]

Told = tuple[Problem, ...]


class _Head(Struct, frozen=True, array_like=True):
    """What every build needs of a catalog."""

    key: str
    told: Told


class _Body(Struct, frozen=True, array_like=True):
    """What a build needs that reads a page."""

    key: str
    catalog: Catalog


class Volume:
    """A catalog; ``key`` is a digest of everything that it is made from, ``read`` makes it.

    ``told`` is what is wrong with it, where that is known without reading.
    """

    def __init__(
        self,
        name: str,
        key: str,
        read: Callable[[], tuple[Catalog, Told]],
        store: Store | None,
        told: Told | None = None,
    ) -> None:
        self.key = key
        self.files = tuple(f"{part}-{fingerprint(name)}" for part in ("told", "catalog"))
        self._read = read
        self._store = store
        self._catalog: Catalog | None = None
        self.told: Told = self._known() if told is None else told

    @property
    def catalog(self) -> Catalog:
        """The catalog: as it was kept, else read from its files."""
        return self.open()

    def open(self) -> Catalog:
        """Decode or read the catalog, unless that has been done."""
        if self._catalog is None:
            body = self._store.load(self.files[1], _Body) if self._store else None
            self._catalog = _whole(body.catalog) if body and body.key == self.key else self._read_now()[0]
        return self._catalog

    def _known(self) -> Told:
        head = self._store.load(self.files[0], _Head) if self._store else None
        return head.told if head is not None and head.key == self.key else self._read_now()[1]

    def _read_now(self) -> tuple[Catalog, Told]:
        self._catalog, told = self._read()
        if self._store:
            self._store.save(self.files[1], _Body(self.key, self._catalog))
            # The head comes last: whoever finds it finds the rest.
            self._store.save(self.files[0], _Head(self.key, told))
        return self._catalog, told


def _whole(catalog: Catalog) -> Catalog:
    """Give fields of the team's own their tuples back: nothing says there that a list is one."""
    everything: list[Role | Responsibility] = [*catalog.roles.values(), *catalog.rows]
    for own in (thing.own for thing in everything):
        for key, value in own.items():
            if isinstance(value, list):
                # Nobody has seen this record yet, so it may still change.
                own[key] = tuple(value)  # type: ignore[index]
    return catalog


class Shelf(Mapping[str, Catalog]):
    """The catalogs of volumes, by name; a catalog that nobody asks for is not decoded."""

    def __init__(self, volumes: Mapping[str, Volume]) -> None:
        self._volumes = volumes

    def __getitem__(self, name: str) -> Catalog:
        return self._volumes[name].catalog

    def __iter__(self) -> Iterator[str]:
        return iter(self._volumes)

    def __len__(self) -> int:
        return len(self._volumes)


def sources_key(sources: Iterable[Source], *around: Any) -> str:
    """Return a digest of files and of all that is said of how to read them."""
    sources = list(sources)
    said = [
        [getattr(source, name) for name in Source.__struct_fields__ if name != "path"] for source in sources
    ]
    return fingerprint(*around, repr(said), [content(one.path) for one in sources])


# Reading refuses a file that is larger; its bytes are not needed to see that it is another one.
_LARGE = 32_000_000


def content(path: Path) -> str:
    """Return a digest of what a file holds; empty for what is no file, or cannot be read."""
    try:
        if not path.is_file():
            return ""
        found = path.stat()
        if found.st_size > _LARGE:
            return f"{found.st_size} {found.st_mtime_ns}"
        return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    except (OSError, ValueError):
        return ""
