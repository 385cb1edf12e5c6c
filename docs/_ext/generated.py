"""Parts of the reference that are made from the package itself, so that they cannot drift.

``{settings}`` lists the settings of conf.py, ``{schemes}`` the built-in schemes, ``{warnings}``
all that can be wrong, each with its example in ``mistakes.yaml`` and what is reported of that,
``{gallery}`` the directives, each with its picture, ``{formats}`` what is read, and ``{fields} Role``
those fields of a record of which the page itself says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes
from docutils.statemachine import StringList
from msgspec import structs
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.typing import ExtensionMetadata

from sphinx_roles.catalog.formats import FORMATS
from sphinx_roles.catalog.letters import BUILT_IN
from sphinx_roles.ext.config import OPTIONS, Option
from sphinx_roles.ext.directives import DIRECTIVES
from sphinx_roles.fields import FIELDS
from sphinx_roles.model import Participation, Prose, Scheme, Text
from sphinx_roles.problems import Code

_LOGGER = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_MISTAKES = _HERE / "mistakes.yaml"
_REPORTED = _HERE / "reported.yaml"
_SETTINGS = _HERE / "settings.yaml"


class Generated(SphinxDirective):
    """A part of a page that is written in Markdown by the program."""

    def parsed(self, text: str) -> list[nodes.Node]:
        """Return the nodes of a text without headings."""
        found = nodes.container()
        self.state.nested_parse(StringList(text.splitlines(), self.get_source_info()[0]), 0, found)
        return list(found.children)

    def section(self, title: nodes.title, ident: str, text: str) -> nodes.section:
        """Return a section with a label of its own: ``{ref}`IDENT` leads to it."""
        section = nodes.section("", title, ids=[ident], names=[ident])
        self.state.document.note_explicit_target(section)
        section += self.parsed(text)
        return section


class Settings(Generated):
    """Every setting, as `OPTIONS` declares it, with an example."""

    def run(self) -> list[nodes.Node]:
        """Describe them one after the other."""
        self.env.note_dependency(str(_SETTINGS))
        examples = yaml.safe_load(_SETTINGS.read_text("utf-8"))
        return [node for option in OPTIONS for node in self.parsed(_setting(option, examples))]


def _setting(option: Option, examples: dict[str, str]) -> str:
    types = ", ".join(kind.__name__ for kind in option.kinds if kind is not type(None))
    example = examples[option.name].rstrip()
    fence = "`" * 4
    return (
        f"{fence}{{confval}} {option.name}\n:type: {types}\n:default: `{option.default!r}`\n\n"
        f"{option.help}\n\n```python\n{example}\n```\n{fence}\n"
    )


class Gallery(Generated):
    """Every directive with a picture of the first example on its page."""

    def run(self) -> list[nodes.Node]:
        """Make a card of each."""
        cards = "".join(_gallery_card(directive.directive) for directive in DIRECTIVES)
        return self.parsed(f":::::{{grid}} 1 1 2 2\n:gutter: 3\n\n{cards}:::::\n")


def _gallery_card(name: str) -> str:
    picture = f"pictures/views/{name}.webp"
    options = {
        "link": f"directives/{name}",
        "link-type": "doc",
        "img-bottom": picture,
        "img-alt": f"What {name} draws",
    }
    listed = "".join(f":{key}: {value}\n" for key, value in options.items())
    return f"::::{{grid-item-card}} `{name}`\n{listed}::::\n\n"


class Schemes(Generated):
    """Every built-in scheme with its letters."""

    def run(self) -> list[nodes.Node]:
        """Make a section of each."""
        return [
            self.section(nodes.title("", scheme.id), f"scheme-{scheme.id.lower()}", _scheme(scheme))
            for scheme in BUILT_IN.values()
        ]


def _scheme(scheme: Scheme) -> str:
    head = "| letter | name | meaning | in a row | words that are read as it |\n|---|---|---|---|---|"
    text = "\n".join([head, *map(_letter, scheme.participations), ""])
    if scheme.together:
        pairs = " and ".join(f"`{one}/{other}`" for one, other in scheme.together)
        text += f"\nTwo letters that go together in one cell: {pairs}.\n"
    return text


def _letter(part: Participation) -> str:
    words = ", ".join(part.words)
    return f"| **{part.letter}** | {part.name} | {part.meaning} | {_limits(part)} | {words} |"


def _limits(part: Participation) -> str:
    if part.max is not None and part.max == part.min:
        return f"exactly {part.min}"
    message = [f"at least {part.min}"] if part.min else []
    message += [f"at most {part.max}"] if part.max is not None else []
    return ", ".join(message) or "any number"


class Warnings(Generated):
    """Every code with its sentence, an example, what is reported and what helps."""

    def run(self) -> list[nodes.Node]:
        """Make a section of each."""
        mistakes, reported = (self._loaded(path) for path in (_MISTAKES, _REPORTED))
        made: list[nodes.Node] = []
        for code in Code:
            if code not in mistakes or code not in reported:
                _LOGGER.warning("no example for %s in %s", code, _MISTAKES.name, location=self.get_location())
                continue
            title = nodes.title("", "", nodes.literal("", f"roles.{code}"))
            made.append(
                self.section(title, f"warning-{code}", _mistake(code, mistakes[code], reported[code]))
            )
        return made

    def _loaded(self, path: Path) -> dict[str, Any]:
        self.env.note_dependency(str(path))
        found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
        return found


def _mistake(code: Code, mistake: dict[str, Any], reported: str) -> str:
    parts = [code.sentence, *_files(mistake)]
    parts.append(f"```{{code-block}} none\n:class: reported\n\n{reported.rstrip()}\n```")
    parts.append(mistake["helps"].strip())
    return "\n\n".join(parts) + "\n"


def _files(mistake: dict[str, Any]) -> Iterable[str]:
    if "conf" in mistake:
        settings = "\n".join(f"{name} = {value!r}" for name, value in mistake["conf"].items())
        yield f"```{{code-block}} python\n:caption: conf.py\n\n{settings}\n```"
    for name, text in mistake.get("files", {}).items():
        language = {"yaml": "yaml", "md": "md"}.get(name.rpartition(".")[2], "none")
        shown = mistake.get("shown", text).rstrip("\n")
        # A file whose mistake is a blank has to look like one, not like code with an error in it.
        language = "none" if mistake.get("broken") else language
        yield f"`````{{code-block}} {language}\n:caption: {name}\n\n{shown}\n`````"


class Formats(Generated):
    """Every format that is read, with the suffixes of its files."""

    def run(self) -> list[nodes.Node]:
        """Make a table of them."""
        rows = [
            f"| `{name}` | {', '.join(f'`{suffix}`' for suffix in form.suffixes)} "
            f"| {'the keys of this page' if form.tree else 'tables'} |"
            for name, form in FORMATS.items()
        ]
        return self.parsed("\n".join(["| format | suffixes | holds |", "|---|---|---|", *rows]))


class Fields(Generated):
    """The fields of a record that no line of the page is about, from ``fields.json``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Make a table of them, where there are any."""
        (record,) = (one for one in FIELDS if one.__name__ == self.arguments[0])
        types = {one.name: one.type for one in structs.fields(record)}
        page = Path(self.env.doc2path(self.env.docname)).read_text("utf-8")
        lines = [
            f"| `{name}` | {_TAKES.get(types.get(name), 'text')} | {field.help} |"
            for name, field in FIELDS[record].items()
            if f"`{name}`" not in page
        ]
        return self.parsed("\n".join(["| field | takes | for |", "|---|---|---|", *lines])) if lines else []


_TAKES = {
    kind: takes
    for of, takes in (
        (Text, "plain text"),
        (Prose, "markup"),
        (tuple[Text, ...], "list of names"),
        (tuple[Prose, ...], "list of markup"),
        (bool, "`true` or `false`"),
        (date, "a day"),
    )
    for kind in (of, of | None)
}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("fields", Fields)
    app.add_directive("formats", Formats)
    app.add_directive("gallery", Gallery)
    app.add_directive("settings", Settings)
    app.add_directive("schemes", Schemes)
    app.add_directive("warnings", Warnings)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
