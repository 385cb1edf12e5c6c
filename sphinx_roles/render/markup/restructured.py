"""The inline markup of reStructuredText in the data: no targets, substitutions or footnotes, few roles."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

from docutils import nodes
from docutils.parsers.rst import languages, states
from docutils.statemachine import StringList, TransitionCorrection, string2lines
from docutils.utils import column_width, unescape

from sphinx_roles.render.markup.allowed import Diagnostics, Links, Roles


class DataInliner(states.Inliner):
    """docutils' inliner; what it may not draw is reported, and stays as it is written."""

    def __init__(self, diagnostics: Diagnostics, links: Links, roles: Roles) -> None:
        super().__init__()
        self._diagnostics, self._links, self._roles = diagnostics, links, roles
        # docutils calls these with the inliner before the match.
        cls = type(self)
        self.dispatch: Any = {
            **states.Inliner.dispatch,
            "_`": cls.refuse_object,
            "|": cls.refuse_object,
            "]_": cls.refuse_whole,
            "_": cls.refuse_whole,
            "__": cls.refuse_whole,
        }

    def init_customizations(self, settings: Any) -> None:
        """Take docutils' patterns: it makes them only for a class of its own."""
        plain: Any = states.Inliner()
        plain.init_customizations(settings)
        self.patterns = plain.patterns
        self.start_string_prefix = plain.start_string_prefix
        self.end_string_suffix = plain.end_string_suffix
        # "PEP 8" in a sentence is no link, whatever a docutils.conf says of pages.
        self.implicit_dispatch: Any = [(self.patterns.uri, self.standalone_uri)]

    def interpreted(self, rawsource: str, text: str, role: str, lineno: int) -> Any:
        """Run an allowed role. A text without one is a title, whatever the page's default role is."""
        found = self._roles.run(role or "title-reference", rawsource, text, self, self.language)
        return found, []

    def problematic(self, text: str, rawsource: str, message: nodes.system_message) -> Any:
        """Keep as text what cannot be read; the message has been reported."""
        return nodes.Text(unescape(text, True))

    def phrase_ref(self, before: str, after: str, rawsource: str, escaped: str, text: Any = None) -> Any:
        """Draw ```text <address>`_``; there are no targets for other references to lead to."""
        match = self.patterns.embedded_link.search(escaped)
        if not match:
            return before, self._refuse("reference", unescape(rawsource, True)), after, []
        label = unescape(escaped[: match.start(0)])
        address = unescape(match.group(2))
        if address.endswith("_") and not self.patterns.uri.match(address):
            return before, self._refuse("reference", unescape(rawsource, True)), after, []
        address = self.adjust_uri("".join(address.split()))
        inner: list[nodes.Node] = [nodes.Text(label)] if label else []
        if not inner and ":" in address:
            inner = [nodes.Text(address)]
        return before, self._links.link(address, inner), after, []

    def standalone_uri(self, match: re.Match[str], lineno: int) -> Any:
        """Draw an address in the text as a link if it is of the web or mail: "data:x" is no link."""
        found: Any = super().standalone_uri(match, lineno)
        address = found[0]["refuri"]
        if address.lower().startswith(("http://", "https://", "mailto:", "tel:")):
            return self._links.link(address, found[0].children)
        return [nodes.Text(unescape(match.group("whole"), True))]

    def refuse_whole(self, match: re.Match[str], lineno: int) -> Any:
        """Refuse what one match is: ``name_``, ``name__``, ``[1]_``."""
        whole = match.group("whole")
        kind = "footnote" if whole.startswith("[") else "reference"
        string = match.string
        return string[: match.start("whole")], self._refuse(kind, whole), string[match.end("whole") :], []

    def refuse_object(self, match: re.Match[str], lineno: int) -> Any:
        """Refuse ``_`name``` and ``|name|``."""
        known: dict[str, tuple[str, Any, Any]] = {
            "_`": ("target", self.patterns.target, nodes.target),
            "|": ("substitution", self.patterns.substitution_ref, nodes.substitution_reference),
        }
        kind, end, node = known[match["start"]]
        found: Any
        before, found, remaining, _, _ = self.inline_obj(match, lineno, end, node)
        if found and isinstance(found[0], node):
            found = self._refuse(kind, found[0].rawsource)
        return before, found, remaining, []

    def _refuse(self, kind: str, source: str) -> list[nodes.Node]:
        # A footnote and its mark are one mistake, as are a substitution and its definition.
        key = f"{kind} {source}" if kind == "reference" else kind
        self._diagnostics.refuse(key, "the {kind} {source}", source, kind=kind)
        return [nodes.Text(source)]


_DIRECTIVE = re.compile(r"\.\.[ ]+([\w:.+-]+?)[ ]?::(?:[ ]|$)")
_DEFINITION = re.compile(r"(?:\.\.[ ]+)?([_[|])")
_KINDS = {"_": "target", "[": "footnote", "|": "substitution"}


class ReStructuredText:
    """The parser of one page for reStructuredText of the data."""

    def __init__(self, diagnostics: Diagnostics, links: Links, roles: Roles, scratch: nodes.document) -> None:
        self._inliner = DataInliner(diagnostics, links, roles)
        self._inliner.init_customizations(scratch.settings)
        self._language = languages.get_language(scratch.settings.language_code, scratch.reporter)
        self._machine = states.NestedStateMachine(state_classes=_STATES, initial_state="Body")
        self._diagnostics = diagnostics
        self._idle: list[Any] = []

    def block(self, text: str, scratch: nodes.document) -> list[nodes.Node]:
        """Return the body nodes of ``text``."""
        container = nodes.Element()
        lines = StringList(string2lines(text, tab_width=8, convert_whitespace=True), "")
        self._machine.run(lines, 0, self._memo(scratch), container, match_titles=False)
        return list(container.children)

    def _memo(self, scratch: nodes.document) -> Any:
        # What docutils hands from parser to parser; the diagnostics goes with it.
        return SimpleNamespace(
            document=scratch,
            reporter=scratch.reporter,
            language=self._language,
            title_styles=[],
            section_level=0,
            section_bubble_up_kludge=False,
            inliner=self._inliner,
            diagnostics=self._diagnostics,
            idle=self._idle,
        )


class _Guarded(states.RSTState):
    """A state whose nested parsers are guarded, too."""

    def __init__(self, state_machine: Any, debug: bool = False) -> None:
        super().__init__(state_machine, debug)
        nested = {"state_classes": _STATES, "initial_state": "Body"}
        self.nested_sm_kwargs = self.indent_sm_kwargs = self.known_indent_sm_kwargs = nested

    @property
    def nested_sm_cache(self) -> list[Any]:  # type: ignore[override]
        """Idle parsers. docutils keeps them for all documents at once; those here are not for its pages."""
        return cast("list[Any]", self.memo.idle)


class _GuardedBody(_Guarded, states.Body):
    """Knows no directives, targets, substitutions, footnotes, sections and tables."""

    def explicit_markup(self, match: re.Match[str], context: Any, next_state: Any) -> Any:
        """Refuse what begins with two dots; a comment is passed over, as on a page."""
        machine: Any = self.state_machine
        lines, *_ = machine.get_first_known_indented(0, strip_indent=False)
        if directive := _DIRECTIVE.match(lines[0]):
            name, instead = directive[1], "directives belong on pages"
            self._refuse(lines, f"directive {name}", "the directive {source}", name, instead)
        elif definition := _DEFINITION.match(lines[0]):
            kind = _KINDS[definition[1]]
            self._refuse(lines, kind, "the {kind} {source}", lines[0], kind=kind)
        return [], next_state, []

    anonymous = explicit_markup

    def line(self, match: re.Match[str], context: Any, next_state: Any) -> Any:
        """Pass over the line above a heading; refuse one that divides."""
        line, machine = match.string.strip(), cast("Any", self.state_machine)
        if len(line) < 4:  # docutils' measure
            raise TransitionCorrection("text")
        below = [found.strip() for found in machine.input_lines[machine.line_offset + 1 :][:2]]
        if len(below) < 2 or not below[0] or below[1] != line:
            self.memo.diagnostics.refuse("rule", "the line {source}", line)
            self.parent += nodes.paragraph("", line)
        return [], next_state, []

    def table(self, isolate_function: Any, parser_class: Any) -> Any:
        """Refuse a table; docutils keeps the lines of a malformed one in its message."""
        lines, messages, blank_finish = isolate_function()
        if lines:
            self._refuse(lines, "table", "a table")
        return messages, blank_finish

    def _refuse(self, lines: Any, *about: str, **values: str) -> None:
        self.memo.diagnostics.refuse(*about, **values)
        text = "\n".join(lines).rstrip()
        self.parent += nodes.literal_block(text, text, language="none")


class _GuardedText(_Guarded, states.Text):
    """Draws headings as strong paragraphs: the page's outline is the page's."""

    def underline(self, match: re.Match[str], context: Any, next_state: Any) -> Any:
        """Draw a heading, where docutils would see one."""
        title, underline = context[0].strip(), match.string.rstrip()
        if column_width(title) > len(underline) < 4:
            raise TransitionCorrection("text")
        found, _ = self.inline_text(title, self.state_machine.abs_line_number())
        self.parent += nodes.paragraph(title, "", nodes.strong(title, "", *found))
        return [], next_state, []


def _guard(state: type[states.RSTState]) -> type[states.RSTState]:
    # docutils finds states by the names of their classes.
    base = {states.Body: _GuardedBody, states.Text: _GuardedText}.get(state, _Guarded)
    bases = (base,) if issubclass(base, state) else (base, state)
    return type(state.__name__, bases, {})


_STATES = tuple(_guard(state) for state in states.state_classes)
