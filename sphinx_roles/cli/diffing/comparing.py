"""Two sides opened and compared."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from msgspec import Struct

from sphinx_roles.analysis.changes.query import ChangesQuery, ChangesReport
from sphinx_roles.analysis.changes.words import TOPICS
from sphinx_roles.cli.diffing.sides import Side, open_side, sides_of
from sphinx_roles.cli.opening import Opened
from sphinx_roles.cli.outcome import CommandError, say
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code, nearest
from sphinx_roles.reading.schemes import BUILT_IN

__all__ = ["Compared", "compared"]

_UNREAD = {
    Code.MISSING_FILE, Code.UNREADABLE_FILE, Code.UNKNOWN_FORMAT, Code.ENCODING, Code.SYNTAX,
    Code.TOO_LARGE, Code.FORMAT, Code.TABLE,
}  # fmt: skip
"""Where one of these is told, what seems to be gone may only be unread."""


class Compared(Struct, frozen=True):
    """What was compared, and what changed. ``incomplete`` says that not all could be read."""

    old: Side
    new: Side
    report: ChangesReport
    incomplete: bool = False


def compared(words: Sequence[str], only: str | None, catalog: str | None) -> Compared:
    """Compare what the words name. CommandError where there is nothing to compare."""
    topics = _topics(only)
    old, new = sides_of(words)
    with open_side(old) as before, open_side(new) as after:
        if before is None and after is None:
            raise CommandError(f"there is no catalog at {old.name}, nor at {new.name}")
        known = {name: None for one in (before, after) if one is not None for name in one.library.catalogs}
        if catalog is not None and catalog not in known:
            raise CommandError(f"no catalog {catalog!r}{nearest(catalog, filter(None, known))}")
        was, now = _catalog(before, old, catalog), _catalog(after, new, catalog)
        told = [_tell(opened, side) for opened, side in ((before, old), (after, new))]
        # The schemes that are built in are no change.
        nothing = Catalog(schemes=BUILT_IN)
        fields = {**_fields(before), **_fields(after)}
        query = ChangesQuery(only=topics, own=tuple(sorted(fields.items())), undeclared=True)
        return Compared(old, new, query.changes(was or nothing, now or nothing), any(told))


def _topics(only: str | None) -> tuple[str, ...]:
    topics = tuple(word.strip().casefold() for word in (only or "").split(",") if word.strip())
    for topic in topics:
        if topic not in TOPICS:
            raise CommandError(
                f"no topic {topic!r}; expected some of {', '.join(TOPICS)}{nearest(topic, TOPICS)}"
            )
    return topics


def _catalog(opened: Opened | None, side: Side, name: str | None) -> Catalog | None:
    if opened is None or (name is not None and name not in opened.library.catalogs):
        say(
            f"sphinx-roles: there is no catalog at {side.name}: all of the other side counts as changed",
            sys.stderr,
        )
        return None
    return opened.library.main if name is None else opened.library.catalogs[name]


def _fields(opened: Opened | None) -> dict[str, str]:
    return dict(opened.library.settings.fields) if opened is not None else {}


def _tell(opened: Opened | None, side: Side) -> bool:
    """Tell of files that could not be read; return True where there are any."""
    problems = [one for one in opened.problems if one.code in _UNREAD] if opened is not None else []
    for problem in problems:
        say(f"sphinx-roles: at {side.name}: {problem}", sys.stderr)
    if problems:
        say("sphinx-roles: what could not be read may seem to be gone, or to be new", sys.stderr)
    return bool(problems)
