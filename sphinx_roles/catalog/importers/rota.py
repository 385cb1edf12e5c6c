"""The rota of a role, in iCalendar: its name and its address. Who is on call is never taken over.

Sources: RFC 5545, 7986 (``NAME``, ``URL``, ``SOURCE``). Read with icalendar (well kept, knows all of that);
ics.py and vobject were weighed: the one is no longer kept, the other knows no RFC 7986.
"""

from __future__ import annotations

from importlib.util import find_spec

from sphinx_roles.catalog.field_maps import Mapped
from sphinx_roles.catalog.importers import ImportContext
from sphinx_roles.catalog.importers.plain import mapped, mapping, safe_url, text_at
from sphinx_roles.catalog.nodes import Node, ScalarNode, pack
from sphinx_roles.problems import Code

_NAMES = ("NAME", "X-WR-CALNAME")
_LINKS = ("URL", "SOURCE", "X-ORIGINAL-URL")


def read_rota(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return the role that the file is called as, with a link to its rota."""
    text = documents[0].text if isinstance(documents[0], ScalarNode) else ""
    reading, at = context.reading, pack(1, 1)
    if not context.named and "BEGIN:VCALENDAR" not in text[:1000].upper():
        return None
    if find_spec("icalendar") is None:
        message = "reading a rota needs icalendar: pip install 'sphinx-role-cards[ics]'"
        reading.report(Code.UNKNOWN_FORMAT, message, at)
        return mapped(context, at, [])
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError, TypeError):
        # What the library says of it holds the line, which may name people.
        reading.report(Code.SYNTAX, "the file is no calendar by RFC 5545", at)
        return mapped(context, at, [])
    role = text_at(reading.file.rpartition("/")[2].rpartition(".")[0], at)
    name = next((str(calendar[key]) for key in _NAMES if calendar.get(key)), "")
    found = (safe_url(str(calendar[key])) for key in _LINKS if calendar.get(key))
    url = next(filter(None, found), "")
    if not url:
        message = "the calendar has no address under 'URL' or 'SOURCE' to which a link could lead"
        reading.report(Code.WRONG_VALUE, message, at)
        return mapped(context, at, [])
    link = mapping(at, text=name or role.text, url=url)
    return mapped(context, at, [], [(role, mapping(at, links=[link]))], joins=True)
