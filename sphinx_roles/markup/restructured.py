"""reStructuredText of the data: docutils' parser, with its own states, inliner and messages."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

from docutils import nodes
from docutils.parsers.rst import languages, states
from docutils.statemachine import StringList, TransitionCorrection, string2lines
from docutils.utils import column_width

from sphinx_roles.markup.links import Links
from sphinx_roles.markup.restructured_inline import DataInliner
from sphinx_roles.markup.roles import Roles
from sphinx_roles.markup.telling import Teller

__all__ = ["ReStructuredText"]

_DIRECTIVE = re.compile(r"\.\.[ ]+([\w:.+-]+?)[ ]?::(?:[ ]|$)")
_DEFINITION = re.compile(r"(?:\.\.[ ]+)?([_[|])")
_KINDS = {"_": "target", "[": "footnote", "|": "substitution"}


class ReStructuredText:
    """The parser of one page for reStructuredText of the data."""

    def __init__(self, teller: Teller, links: Links, roles: Roles, scratch: nodes.document) -> None:
        self._inliner = DataInliner(teller, links, roles)
        self._inliner.init_customizations(scratch.settings)
        self._language = languages.get_language(scratch.settings.language_code, scratch.reporter)
        self._machine = states.NestedStateMachine(state_classes=_STATES, initial_state="Body")
        self._teller = teller
        self._idle: list[Any] = []

    def inline(self, text: str, scratch: nodes.document) -> list[nodes.Node]:
        """Return the inline nodes of ``text``."""
        found, _ = self._inliner.parse(text, 1, self._memo(scratch), nodes.Element())
        return list(found)

    def block(self, text: str, scratch: nodes.document) -> list[nodes.Node]:
        """Return the body nodes of ``text``."""
        container = nodes.Element()
        lines = StringList(string2lines(text, tab_width=8, convert_whitespace=True), "")
        self._machine.run(lines, 0, self._memo(scratch), container, match_titles=False)
        return list(container.children)

    def _memo(self, scratch: nodes.document) -> Any:
        # What docutils hands from parser to parser; the teller goes with it.
        return SimpleNamespace(
            document=scratch,
            reporter=scratch.reporter,
            language=self._language,
            title_styles=[],
            section_level=0,
            section_bubble_up_kludge=False,
            inliner=self._inliner,
            teller=self._teller,
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
        """Idle parsers. docutils keeps them for all documents at once; ours are not for its pages."""
        return cast("list[Any]", self.memo.idle)


class _GuardedBody(_Guarded, states.Body):
    """Knows no directives, targets, substitutions, footnotes, sections and tables."""

    def explicit_markup(self, match: re.Match[str], context: Any, next_state: Any) -> Any:
        """Refuse what begins with two dots; a comment is passed over, as on a page."""
        machine: Any = self.state_machine
        lines, *_ = machine.get_first_known_indented(0, strip_indent=False)
        if directive := _DIRECTIVE.match(lines[0]):
            kind, name = "directive", directive[1]
            self._refuse(f"{kind} {name}", f"the {kind} {name!r}", lines, "directives belong on pages")
        elif definition := _DEFINITION.match(lines[0]):
            kind = _KINDS[definition[1]]
            self._refuse(kind, f"the {kind} {lines[0]!r}", lines)
        return [], next_state, []

    anonymous = explicit_markup

    def line(self, match: re.Match[str], context: Any, next_state: Any) -> Any:
        """Pass over the line above a heading; refuse one that divides."""
        line, machine = match.string.strip(), cast("Any", self.state_machine)
        if len(line) < 4:  # docutils' measure
            raise TransitionCorrection("text")
        below = [found.strip() for found in machine.input_lines[machine.line_offset + 1 :][:2]]
        if len(below) < 2 or not below[0] or below[1] != line:
            self.memo.teller.refuse("rule", f"the line {line!r}")
            self.parent += nodes.paragraph("", line)
        return [], next_state, []

    def table(self, isolate_function: Any, parser_class: Any) -> Any:
        """Refuse a table; docutils keeps the lines of a malformed one in its message."""
        lines, messages, blank_finish = isolate_function()
        if lines:
            self._refuse("table", "a table", lines)
        return messages, blank_finish

    def _refuse(self, kind: str, thing: str, lines: Any, *instead: str) -> None:
        self.memo.teller.refuse(kind, thing, *instead)
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
