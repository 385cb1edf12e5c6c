"""Which pages are written again, though nothing on them was read again.

Sphinx compares the time of a page in the output with that of its source, and the
environment with its sources. So it does not see a page that only links to what has moved,
nor a page that was read for another output of the same doctrees, nor one that a build was
killed over. For each output we keep when its pages were read and where their links led.
"""

from __future__ import annotations

import os
from typing import Any

from docutils import nodes
from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from sphinx_roles.domain import EVERYTHING, Listing, OrgDomain
from sphinx_roles.library.store import fingerprint

__all__ = ["finished", "resolved", "rewritten"]


class _Output(Struct):
    """What an output holds."""

    unfinished: bool = False
    """A build has begun to write, and has not come to its end."""
    owed: list[str] = []
    """Pages that were to be written again by a build that was asked for others only."""
    state: str = ""
    """A digest of the pages and of the data."""
    listing: Listing = Listing()
    """What the index and the inventory list in that state."""
    read: dict[str, int] = {}
    """When each page was read, in Sphinx's microseconds, as it is written there."""
    links: dict[str, str] = {}
    """A digest of where the links of a page lead, and of the names that they show."""
    any: dict[str, list[str]] = {}
    """What a page refers to by ``{any}``, as only the writing of a page tells."""
    titles: dict[str, str] = {}
    """A digest of the headings of each page that shows answers in sentences."""


def rewritten(app: Sphinx, env: BuildEnvironment) -> set[str]:
    """Return the pages that this output shows as they were, and not as they are."""
    domain: OrgDomain = env.domains["org"]  # type: ignore[assignment]
    if not domain.used or not _page_by_page(app):
        return set()
    output = domain.store.load(_name(app), _Output) or _Output()
    again = _outdated(env, domain, output)
    output.unfinished, output.owed = True, sorted(again)
    domain.store.save(_name(app), output)
    return again


def _outdated(env: BuildEnvironment, domain: OrgDomain, output: _Output) -> set[str]:
    if output.unfinished:
        return set(env.found_docs)
    again = set(output.owed)
    if output.state == _state(env, domain):
        domain.listing = output.listing
        return again & env.found_docs
    titles = _titles(env, domain)
    if any(output.titles.get(docname, title) != title for docname, title in titles.items()):
        # Sidebars, contents and links to the next page show it, and Sphinx does not look there.
        return set(env.found_docs)
    links = _links(domain, output.any)
    again |= {docname for docname, when in env.all_docs.items() if output.read.get(docname) != when}
    again |= {docname for docname, where in links.items() if output.links.get(docname) != where}
    return again & env.found_docs


def resolved(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Note a page that is written now."""
    app.env.domains["org"].note_resolved(docname)  # type: ignore[attr-defined]


def finished(app: Sphinx, exception: Exception | None) -> None:
    """Keep what the output holds now, once all has gone well."""
    env = app.env
    domain: OrgDomain = env.domains["org"]  # type: ignore[assignment]
    if exception is not None or not domain.used or not _page_by_page(app):
        return
    before = domain.store.load(_name(app), _Output) or _Output()
    names = before.any | {docname: [*asked] for docname, asked in domain.resolved.items()}
    names = {docname: asked for docname, asked in names.items() if asked and docname in env.all_docs}
    output = _Output(
        owed=[docname for docname in before.owed if docname not in domain.resolved],
        state=_state(env, domain),
        listing=domain.listing,
        read=env.all_docs,
        links=_links(domain, names) if domain.resolved else before.links,
        any=names,
        titles=_titles(env, domain),
    )
    domain.store.save(_name(app), output)


def _page_by_page(app: Sphinx) -> bool:
    """Tell whether the builder writes only pages that have changed; the others write all, always."""
    return not isinstance(app.builder.get_outdated_docs(), str)


def _name(app: Sphinx) -> str:
    """The name under which an output is known: it stays when both folders move together."""
    where = os.path.relpath(app.outdir, app.doctreedir) if _one_drive(app) else str(app.outdir)
    return f"output-{app.builder.name}-{fingerprint(where)}"


def _one_drive(app: Sphinx) -> bool:
    return os.path.splitdrive(app.outdir)[0] == os.path.splitdrive(app.doctreedir)[0]


def _state(env: BuildEnvironment, domain: OrgDomain) -> str:
    return fingerprint(sorted(env.all_docs.items()), domain.library.whole)


def _links(domain: OrgDomain, names: dict[str, list[str]]) -> dict[str, str]:
    """Return for each page with links a digest of where they lead."""
    targets = domain.targets
    everything = fingerprint(
        [(*key, docname, one.anchor, one.shown) for key, (docname, one) in targets.items()]
    )
    found: dict[str, str] = {}
    linking: dict[str, dict[tuple[str, str], None]] = domain.data["linking"]
    for docname in linking.keys() | names.keys():
        said = linking.get(docname, {})
        # A name may be an alias, which can lead elsewhere while no target has moved.
        asked = [one for one in said if one != EVERYTHING]
        asked += [(kind, name) for name in names.get(docname, ()) for kind in domain.object_types]
        ends = [_end(domain, kind, name) for kind, name in asked]
        found[docname] = fingerprint(ends, everything if EVERYTHING in said else "")
    return found


def _end(domain: OrgDomain, kind: str, name: str) -> tuple[Any, ...]:
    """Where a link leads, and what it shows."""
    key = domain.key(kind, name)
    end = domain.targets.get((kind, key)) if key is not None else None
    return (end[0], end[1].anchor, end[1].shown) if end is not None else ()


def _titles(env: BuildEnvironment, domain: OrgDomain) -> dict[str, str]:
    return {
        docname: fingerprint(
            env.titles[docname].astext(), env.longtitles[docname].astext(), env.tocs[docname].astext()
        )
        for docname in domain.data["questions"]
    }
