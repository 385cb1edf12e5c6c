"""Decision records: one record, one row; who decided, who was consulted and who was informed.

Sources: adr.github.io/madr, the templates of MADR 4 (front matter with ``decision-makers``), 3 (``deciders``)
and 2 (a list under the title); npm has the first as ``madr``. github.com/npryce/adr-tools, with the template
of M. Nygard (``## Status``, "superceded").
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from sphinx_roles.catalog.field_maps import Mapped
from sphinx_roles.catalog.formats.markdown import read_front_matter
from sphinx_roles.catalog.importers import ImportContext, Part, Row, mapped, mapping, people_in, text_at
from sphinx_roles.catalog.nodes import TOP, MappingNode, Node, ScalarNode, SequenceNode, pack
from sphinx_roles.inline import plain
from sphinx_roles.owners import DECIDED, Owner, OwnerRule, Ownership
from sphinx_roles.problems import Code, misspelt

_PEOPLE: dict[str, Part] = {
    "decision-makers": "decides",
    "deciders": "decides",
    "consulted": "advises",
    "informed": "informed",
}
_KEYS = (*_PEOPLE, "status", "date", "title")
_STATUS = ("proposed", "rejected", "deprecated", "superseded", "draft", *DECIDED)
_LINE = re.compile(
    r"^(?:[*+-][ \t]+)?[*_]{0,2}(?P<key>[A-Za-z][A-Za-z -]{1,20})[*_]{0,2}:[*_]{0,2}[ \t]*(?P<value>.*)$"
)
_ITEM = re.compile(r"^[ \t]*(?:(?:[*+-]|\d+[.)])[ \t]+)?")
_HEADING = re.compile(r"^(?P<level>#{1,6})[ \t]+(?P<text>.*)$")
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)")
_NUMBER = re.compile(r"(?:adr-?)?0*[1-9]", re.I)
_PLACEHOLDER = re.compile(r"\[list everyone .*\]", re.I)
"""Whom MADR 2 asks for; adr-tool 0.3.0 and pyadr 0.19.0 make records of which nobody has filled that in."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LINK = re.compile(r"\[(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]*)\)")
_COMMENT = re.compile(r"<!--.*?-->")


def read_decisions(documents: list[Node], context: ImportContext) -> Mapped | None:
    """Return the row of a record; None for a page that is none, such as a README or a template of a glob."""
    if not context.named:
        return None
    text = documents[0].text if isinstance(documents[0], ScalarNode) else ""
    path = context.reading.file
    name = path.rpartition("/")[2].rpartition(".")[0]
    fields, title = _fields(text, context)
    known = {"status", *_PEOPLE} & {*fields}
    title = fields.get("title") if isinstance(fields.get("title"), ScalarNode) else title
    if not known or _is_template(name, title, context):
        return None
    at = title.at if isinstance(title, ScalarNode) else TOP
    held = [(who, part) for key, part in _PEOPLE.items() for who in people_in(context, key, fields.get(key))]
    status, rest = _status(fields.get("status"), context)
    day = _day(fields.get("date"), context)
    row = Row(text_at(name, at), title if isinstance(title, ScalarNode) else text_at(name, at), held)
    row.fields |= {"covers": [text_at(f"decision:{name}", at)], "status": status}
    own = mapping(at, text=f"{name}, {day}" if day else name, url=f"/{path}")
    row.fields["links"] = [*([own] if _is_inside(path) else []), *_successors(rest, path, at)]
    owners = tuple(
        Owner(who.text, context.reading.location(who.at)) for who, part in held if part == "decides"
    )
    rule = OwnerRule(
        location=context.reading.location(at),
        owners=owners,
        entity=f"decision:{name}",
        status=status.text if status is not None else "",
    )
    record = Ownership(kind="decisions", rules=(rule,), source=rule.location)
    matrix = context.folder or "decisions"
    return mapped(context, at, [row], parties="person", matrix=matrix, date=day, owners=record)


def _is_template(name: str, title: Node | None, context: ImportContext) -> bool:
    """Return whether a page is the template of records; one with a number decides on templates."""
    if "template" not in name or _NUMBER.match(name):
        return False
    return context.found or not isinstance(title, ScalarNode) or title.text.startswith(("[", "{"))


def _fields(text: str, context: ImportContext) -> tuple[dict[str, Node], Node | None]:
    """Return the metadata of a record, from its front matter and from its text, and the title."""
    reading = context.reading
    documents, lines = read_front_matter(text, reading)
    fields, title = _in_text(text, lines)
    for document in documents[:1]:
        pairs = document.pairs if isinstance(document, MappingNode) else []
        fields |= {key.text.strip().lower(): value for key, value in pairs}
        for key, _ in pairs:
            near = misspelt(key.text.lower(), _KEYS) if key.text.lower() not in _KEYS else None
            if near:
                message = "{key!r} is no key of a decision record"
                reading.report(Code.UNKNOWN_KEY, message, key.at, {"key": key.text}, nearest=near)
    return fields, title


def _in_text(text: str, first: int) -> tuple[dict[str, Node], Node | None]:
    """Return what lines under the title and headings such as ``## Status`` say, and the title."""
    found: dict[str, list[ScalarNode]] = {}
    title: Node | None = None
    section, fenced = "", False
    for number, line in enumerate(text.split("\n")[first:], first + 1):
        fenced ^= bool(_FENCE.match(line))
        heading, listed = _HEADING.match(line), _LINE.match(line) if not section else None
        if fenced:
            continue
        if heading and len(heading["level"]) > 1:
            section = _key(heading["text"].rstrip("#"))
        elif heading and title is None:
            words = plain(_COMMENT.sub("", heading["text"]).rstrip(" \t#"))
            title = text_at(words, pack(number, heading.start("text") + 1)) if words else None
        elif listed and _key(listed["key"]) in _KEYS:
            value = _value(_key(listed["key"]), listed["value"])
            found.setdefault(
                _key(listed["key"]), [ScalarNode(value, pack(number, listed.start("value") + 1))]
            )
        elif section in _KEYS and (value := _value(section, _ITEM.sub("", line))):
            at = pack(number, len(line) - len(_ITEM.sub("", line)) + 1)
            found.setdefault(section, []).append(ScalarNode(value, at))
    several = {key: SequenceNode([*nodes], nodes[0].at) for key, nodes in found.items() if key in _PEOPLE}
    firsts = {key: nodes[0] for key, nodes in found.items()}
    for node in found.get("status", []):
        # "Supersedes [2. Old](0002-old.md)" may be above the status: adr-tools-python 1.0.3 puts it there.
        if _first_word(node.text) in _STATUS or not _LINK.search(node.text):
            firsts["status"] = node
            break
    return {**firsts, **several}, title


def _key(text: str) -> str:
    return "-".join(text.lower().split())


def _value(key: str, text: str) -> str:
    """Return a value without comments; of people, the text that their links and the like show."""
    text = _COMMENT.sub("", text).strip()
    if key in _PEOPLE:
        return "" if _PLACEHOLDER.fullmatch(text) else plain(text)
    return text.strip("*_ ")


def _status(node: Node | None, context: ImportContext) -> tuple[ScalarNode | None, str]:
    """Return the status, and what follows it: ``superseded by [ADR-5](0005-x.md)``. "On hold" is whole."""
    if node is None or (isinstance(node, ScalarNode) and node.absent):
        return None, ""
    if not isinstance(node, ScalarNode):
        context.reading.report_shape("status takes a text, not {found}", node)
        return None, ""
    word, rest = _first_word(node.text), node.text.strip().partition(" ")[2]
    near = misspelt(word, _STATUS) if word not in _STATUS else None
    if near:
        message = "{word!r} is no status of a decision record"
        context.reading.report(Code.WRONG_VALUE, message, node.at, {"word": word}, nearest=near)
    elif word not in _STATUS:
        word, rest = node.text.strip().lower(), ""
    return text_at(word, node.at), rest


def _first_word(text: str) -> str:
    return text.strip().partition(" ")[0].strip(",.;:*_").lower().replace("superceded", "superseded")


def _day(node: Node | None, context: ImportContext) -> str:
    if not isinstance(node, ScalarNode) or node.absent:
        return ""
    with suppress(ValueError):
        return str(date.fromisoformat(found[0] if (found := _DATE.search(node.text)) else ""))
    context.reading.report_shape("date takes a day such as 2026-05-01, not {found}", node, Code.WRONG_VALUE)
    return ""


def _successors(rest: str, path: str, at: int) -> list[Node]:
    """Return links to the records that take the place of this one."""
    folder = path.rpartition("/")[0]
    found: list[Node] = []
    for link in _LINK.finditer(rest):
        url = link["url"]
        if "://" not in url and not url.startswith(("/", "#", "../", "mailto:")):
            url = f"/{folder}/{url}".replace("//", "/")
        if "://" in url or (url.startswith("/") and _is_inside(path)):
            found.append(mapping(at, text=f"{link['text']} →" if link["text"] else "→", url=url))
    return found


def _is_inside(path: str) -> bool:
    """Return whether a record is in the source folder, where a link may lead to it."""
    return not path.startswith(("../", "/")) and path.endswith((".md", ".markdown"))
