"""Pages: the names in one, what a cursor there is in, and what a build would report of it, without a build.

For that, a page is read by Sphinx, alone. conf.py is not run, and no other extension of the project is loaded
than those that Markdown takes.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from docutils import nodes
from msgspec import Struct, structs
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx

from sphinx_roles.catalog.load import format_of_body
from sphinx_roles.catalog.schema import TOP_KEYS
from sphinx_roles.catalogs import Store
from sphinx_roles.cli.lsp.data import Token, data_tokens, named
from sphinx_roles.cli.project import Opened
from sphinx_roles.ext.config import Literals
from sphinx_roles.ext.directives import DIRECTIVES
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.domain import OrgDomain
from sphinx_roles.ext.references import warn_missing_reference
from sphinx_roles.model import Catalog
from sphinx_roles.problems import CONF, Location

ROLES = (*OrgDomain.roles, "who", "owner")
"""The roles of our domain."""


@cache
def views() -> Mapping[str, type[ViewDirective]]:
    """Return our directives by name."""
    return {one.directive: one for one in DIRECTIVES}


class Slot(Struct, frozen=True):
    """A part of a page that a person fills in, at a place as in `Token`.

    ``what`` is ``view`` (the name of a directive), ``argument``, ``option`` (its name), ``value``, ``body``,
    ``role`` (the name of one of our roles) or ``text`` (its text). ``name`` is that of the option or role.
    """

    what: str
    text: str
    line: int
    column: int
    view: str = ""
    name: str = ""
    catalog: str = ""

    def covers(self, line: int, column: int) -> bool:
        """Return whether a cursor is in it."""
        lines = self.text.split("\n")
        if self.what == "body":
            return self.line <= line < self.line + len(lines)
        return self.line == line and self.column <= column <= self.column + len(self.text)

    @property
    def around(self) -> tuple[str, ...]:
        """Where the keys of a body are, as in `data_tokens`."""
        if self.view == "role-card":
            return ("roles", self.view)
        keys = re.findall(r"^([\w$]+):", self.text, re.MULTILINE)
        return () if any(key in TOP_KEYS for key in keys) else ("responsibilities",)


_NAMES = {
    "argument": {
        **dict.fromkeys(
            ("role-card", "role-cards", "role-profile", "role-holders", "role-index", "role-comparison"),
            "role",
        ),
        **dict.fromkeys(("role-overlap", "role-path", "role-ladder", "skill-gap"), "role"),
        "skill-cards": "skill",
    },
    "value": {
        **dict.fromkeys(("roles", "without", "role", "root"), "role"),
        "rows": "responsibility",
        **{name: name for name in ("matrix", "scheme")},
        "letters": "letter",
        "skills": "skill",
    },
    "text": {"role": "role", "responsibility": "responsibility", "skill": "skill", "who": "responsibility"},
}
"""What the text of a slot names, by its view, option or role."""


def kind_of(slot: Slot) -> str:
    """Return what the text of a slot names, as in `Token`; empty where it is none of these."""
    return _NAMES.get(slot.what, {}).get(slot.view if slot.what == "argument" else slot.name, "")


_FENCE = re.compile(r"(\s*)(`{3,}|~{3,}|:{3,})(?:\{([\w:-]*)\}?)?")
_HEAD = re.compile(r"(\s*)\.\. ([\w-]+)(?:::(?:[ ](.*))?)?$")
_OPTION = re.compile(r"(\s*):([\w-]*)(?::(?:[ ](.*))?)?$")
_ENTRY = re.compile(r"(\s*)([\w-]*)(?::(?:[ ](.*))?)?$")
_CODE = re.compile(r"(?:code|sourcecode|parsed-literal|literalinclude)\b")
_MYST = re.compile(r"\{org:(\w*)\}?(?:`([^`]*))?|\]\(#(role|responsibility|skill)-([^)\s]*)")
_RST = re.compile(r"(?<![\w:{]):org:(\w*):?(?:`([^`]*))?")


class _Page:
    """The lines of a page. Whatever is between is other people's text."""

    def __init__(self, text: str, *, markdown: bool) -> None:
        self.lines = text.split("\n")
        self.markdown = markdown

    def slots(self) -> Iterator[Slot]:
        number, open_fences = 0, list[str]()
        while number < len(self.lines):
            text = self.lines[number]
            fence = _FENCE.match(text) if self.markdown else None
            head = _HEAD.match(text) if fence is None else None
            name = (fence[3] if fence else head[2] if head else "") or ""
            if fence and open_fences and _closes(text, open_fences[-1]):
                open_fences.pop()
            elif fence and (fence[3] is None or _CODE.match(name)):
                number, fence = self._closed(number, fence[2]), None
            elif head and _CODE.match(name):
                number = self._dedented(number, len(head[1]))
            elif name in views() and (fence or "::" in text):
                yield from self._view(number, name, fence)
            elif fence or (head and "::" not in text):
                yield Slot("view", name, number + 1, text.index(name, text.find("{") + 1) + 1)
            if fence and fence[3] is not None:
                # Its body is looked at, too: there may be a view in it.
                open_fences.append(fence[2])
            if number < len(self.lines):
                yield from self._roles(number)
            number += 1

    def _closed(self, number: int, fence: str) -> int:
        """Return the line that closes a fence, else the end of the page."""
        rest = range(number + 1, len(self.lines))
        return next((at for at in rest if _closes(self.lines[at], fence)), len(self.lines))

    def _dedented(self, number: int, indent: int) -> int:
        """Return the last line of what is indented more."""
        rest = range(number + 1, len(self.lines))
        ends = (at for at in rest if self.lines[at].strip() and _indent(self.lines[at]) <= indent)
        return next(ends, len(self.lines)) - 1

    def _view(self, number: int, name: str, fence: re.Match[str] | None) -> Iterator[Slot]:
        text = self.lines[number]
        end = self._closed(number, fence[2]) if fence else self._dedented(number, _indent(text)) + 1
        at = text.index(name)
        behind = at + len(name) + (1 if fence else 2)
        argument = text[behind:].strip()
        start = text.index(argument, behind) if argument else min(len(text), behind + 1)
        found = [
            Slot("view", name, number + 1, at + 1),
            Slot("argument", argument, number + 1, start + 1, name),
        ]
        first, options = self._options(number + 1, end, name)
        body = "\n".join(self.lines[first:end])
        found += [*options, Slot("body", body, first + 1, 1, name)]
        of = next((one.text.strip() for one in options if one.name == "catalog" and one.what == "value"), "")
        yield from (structs.replace(one, catalog=of) for one in found)

    def _options(self, start: int, end: int, view: str) -> tuple[int, list[Slot]]:
        """Return the options of a directive, and the line behind them."""
        found: list[Slot] = []
        # In Markdown, they may be YAML between two lines.
        block = self.markdown and start < end and self.lines[start].strip() == "---"
        pattern, number, name, indent = (_ENTRY if block else _OPTION), start + block, "", 0
        while number < end and (text := self.lines[number]).strip() not in ("", "---"):
            if match := pattern.match(text):
                name, indent = match[2], _indent(text)
                found.append(Slot("option", name, number + 1, match.start(2) + 1, view))
                if match[3] is not None:
                    found.append(Slot("value", match[3], number + 1, match.start(3) + 1, view, name))
            elif name and _indent(text) > indent:
                found.append(Slot("value", text, number + 1, 1, view, name))
            else:
                break
            number += 1
        return number + (block and number < end), found

    def _roles(self, number: int) -> Iterator[Slot]:
        for pattern in (_MYST, _RST) if self.markdown else (_RST,):
            for match in pattern.finditer(self.lines[number]):
                if pattern is _MYST and match[3]:
                    yield Slot("text", match[4], number + 1, match.start(4) + 1, name=match[3])
                    continue
                yield Slot("role", match[1], number + 1, match.start(1) + 1)
                if match[2] is not None:
                    yield from _text(match[1], match[2], number + 1, match.start(2) + 1)


def _text(role: str, text: str, line: int, column: int) -> Iterator[Slot]:
    """Yield the target in the text of a role: ``Title <sre>``; of a question, also its letters."""
    before, opened, target = text.rpartition("<")
    start = len(before) + 1 if opened else 0
    target = (target if opened else text).rstrip(">")
    if role == "who" and ":" in target:
        letters, _, _ = target.partition(":")
        yield Slot("value", letters, line, column + start, name="letters")
        start, target = start + len(letters) + 1, target[len(letters) + 1 :]
    mark = len(target) - len(target.lstrip("~!"))
    yield Slot("text", target[mark:], line, column + start + mark, name=role)


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _closes(text: str, fence: str) -> bool:
    plain = text.strip()
    return len(plain) >= len(fence) and set(plain) == {fence[0]}


def page_slots(text: str, *, markdown: bool) -> list[Slot]:
    """Return what is ours in a page, in the order of the page."""
    return [*_Page(text, markdown=markdown).slots()]


def page_tokens(text: str, catalogs: Mapping[str, Catalog], main: Catalog, *, markdown: bool) -> list[Token]:
    """Return the names in a page, each of the catalog that its directive shows."""
    found: list[Token] = []
    for slot in page_slots(text, markdown=markdown):
        catalog = catalogs.get(slot.catalog, main) if slot.catalog else main
        if slot.what == "body":
            found += _in_body(slot, catalog)
        elif kind := kind_of(slot):
            blanks = slot.what == "argument"
            found += named(catalog, (kind,), slot.text, slot.line, slot.column, blanks=blanks)
    return [*dict.fromkeys(found)]


def _in_body(slot: Slot, catalog: Catalog) -> list[Token]:
    if not slot.text.strip():
        return []
    form = {"markdown": "x.md", "yaml": "x.yaml", "rst": "x.rst", "csv": "x.csv"}[format_of_body(slot.text)]
    tokens = data_tokens(slot.text, form, catalog, slot.around)
    return [structs.replace(one, line=one.line + slot.line - 1) for one in tokens]


# What a build would report of a page


Warned: TypeAlias = tuple[Location, str, str]
"""The place of one of our warnings, its code and its text."""


class PageReader:
    """Reads pages of a project, as its settings say."""

    def __init__(self, opened: Opened) -> None:
        self.settings = opened.conf.values
        self._room = TemporaryDirectory(prefix="sphinx-roles-")
        self._text = ""
        source, room = opened.root.resolve(), Path(self._room.name)
        # Pages that we would make are not needed to read others.
        ours = {name: value for name, value in self.settings.items() if not name.endswith("_pages")}
        extensions = ["myst_parser", "sphinx_design", "sphinx_roles"]
        settings = {**ours, "extensions": extensions, "myst_enable_extensions": _myst(source)}
        self.app = Sphinx(source, None, room, room / "trees", "dummy", settings, status=None, warning=None)
        self.app.connect("source-read", self._replace)
        self.app.connect("doctree-read", self._find_references)

    def read(self, opened: Opened, path: Path, text: str) -> list[Warned]:
        """Return what is wrong with a page whose text may not be saved yet."""
        app, domain = self.app, OrgDomain.of(self.app.env)
        domain.registry, domain.store, domain.builder = opened.registry, Store(None), app.builder
        docname = app.project.path2doc(path)
        if docname is None:
            return []
        self._text = text
        app.project.docnames.add(docname)
        app.env.clear_doc(docname)
        kept = _Kept()
        logger = logging.getLogger("sphinx")
        # Before those of Sphinx, which write more into the message.
        logger.handlers.insert(0, kept)
        try:
            app.builder.read_doc(docname)
        except Exception as error:
            # A page that is not there yet, or a parser that gives up: what was found before it counts.
            logging.getLogger(__name__).debug("%s: %s", docname, error)
        finally:
            logger.removeHandler(kept)
        return [*dict.fromkeys(kept.found)]

    def _replace(self, app: Sphinx, docname: str, source: list[str]) -> None:
        source[0] = self._text

    def _find_references(self, app: Sphinx, doctree: nodes.document) -> None:
        """Report references to what is not there; that no page shows something is not known here."""
        domain = OrgDomain.of(app.env)
        for node in doctree.findall(pending_xref):
            ours = node.get("refdomain") == domain.name and node.get("refwarn", True)
            if ours and domain.key(node["reftype"], node["reftarget"]) is None:
                warn_missing_reference(app, domain, node)


class _Kept(logging.Handler):
    """Keeps our warnings."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[Warned] = []

    def emit(self, record: logging.LogRecord) -> None:
        if getattr(record, "type", "") == "roles":
            _, at = record.args if isinstance(record.args, tuple) else ("", None)
            code = str(getattr(record, "subtype", ""))
            self.found.append((at if isinstance(at, Location) else CONF, code, record.getMessage()))


def _myst(folder: Path) -> list[str]:
    """Return the extensions of Markdown that conf.py writes down."""
    try:
        value = Literals((folder / CONF.file).read_bytes()).values.get("myst_enable_extensions")
    except (OSError, SyntaxError, ValueError, RecursionError):
        return []
    return [*map(str, value)] if isinstance(value, list | tuple | set) else []
