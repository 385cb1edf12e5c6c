"""The options of directives: what reads their values, and a directive that reports each mistake at its place.

What reads a value takes a text, and raises ValueError with a `Phrase`. Options that are where they do
nothing, in the body or the argument, are reported and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, ClassVar, NoReturn, TypeAlias

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_roles.ext.domain import OrgDomain
from sphinx_roles.ext.source_locations import body_location, lines_of, shown
from sphinx_roles.log import warn
from sphinx_roles.model import fold
from sphinx_roles.problems import Code, Given, Location, Phrase, Problem, closest

Reader: TypeAlias = Callable[[str], Any]
"""Takes the text of an option, returns its value, raises ValueError with what was expected."""


def each(reader: Reader, *options: str) -> dict[str, Reader]:
    """Return several options that are read alike."""
    return dict.fromkeys(options, reader)


class OptionSpec(dict[str, Reader]):
    """The options of a directive, as docutils wants them; it gets each value as it is written.

    docutils drops the whole directive for an unknown option or a wrong value. Here a mistake costs
    only itself: the directive reads the values, with what `items` and `get` show to every tool.
    """

    def __init__(self, **own: Reader) -> None:
        super().__init__(**each(text, "catalog", "name"), **{"class": classes}, **own)

    def __getitem__(self, name: str) -> Reader:
        return directives.unchanged


def text(value: str) -> str:
    """Take any text."""
    if not value.strip():
        raise ValueError("empty; expected a text")
    return value.strip()


def flag(value: str) -> bool:
    """Take nothing, or a yes or no."""
    word = value.strip().casefold()
    if word in ("", "true", "yes", "on"):
        return True
    if word in ("false", "no", "off"):
        return False
    raise ValueError(Phrase.of("{value!r}; expected nothing, or yes or no", value=value))


def listed(value: str) -> tuple[str, ...]:
    """Return what is between commas or line ends."""
    parts = (part.strip() for line in value.splitlines() for part in line.split(","))
    return tuple(part for part in parts if part)


def names(value: str) -> tuple[str, ...]:
    """Take names separated by commas or line ends."""
    if not (found := listed(value)):
        raise ValueError("empty; expected names")
    return found


def classes(value: str) -> tuple[str, ...]:
    """Take names of classes, which blanks part, too, as in directives of docutils."""
    return names(",".join(value.split()))


def _wrong(message: str, value: str, word: str, known: tuple[str, ...]) -> ValueError:
    return ValueError(Phrase.of(message, value=value, known=known, nearest=closest(word, known)))


class choice:
    """Takes one of a few ``known`` words."""

    def __init__(self, *known: str) -> None:
        self.known = known

    def __call__(self, value: str) -> Any:
        word = value.strip().casefold()
        if word not in self.known:
            raise _wrong("{value!r}; expected one of {known}", value, word, self.known)
        return word


class some(choice):
    """Takes any of a few words, separated by commas."""

    def __call__(self, value: str) -> Any:
        found = names(value)
        for word in found:
            if word.casefold() not in self.known:
                raise _wrong("{value!r}; expected some of {known}", word, word, self.known)
        return tuple(word.casefold() for word in found)


_DIGITS = 18


def _whole(value: str, least: int) -> int:
    """Take a whole number; one that is larger than what a report can hold is as good as the largest."""
    digits = value.strip()
    # Python reads no number of thousands of digits.
    found = -1 if not digits.isdecimal() else 10**_DIGITS if len(digits) > _DIGITS else int(digits)
    if found < least:
        message = "{value!r}; expected a whole number from {least} on"
        raise ValueError(Phrase.of(message, value=value, least=least))
    return found


count, number = partial(_whole, least=1), partial(_whole, least=0)
"""They take a whole number from 1 or from 0 on."""


def counts(sizes: int, most: int) -> Reader:
    """Take one number, or one for each of several sizes of screen."""

    def read(value: str) -> tuple[int, ...]:
        parts = value.replace(",", " ").split()
        numbers = (_whole(part, 0) for part in parts if part.isdecimal())
        found = tuple(one for one in numbers if 1 <= one <= most)
        if len(found) != len(parts) or len(parts) not in (1, sizes):
            message = "{value!r}; expected one number from 1 to {most}, or {sizes} of them"
            raise ValueError(Phrase.of(message, value=value, most=most, sizes=sizes))
        return found

    return read


def side_by_side(columns: tuple[int, ...] | None) -> tuple[int, ...]:
    """Return the cards in a row by the size of the screen.

    One number is meant for wide screens: a phone has one column, and a tablet at most two.
    """
    if columns is None:
        return (1, 1, 2, 3)
    return columns if len(columns) == 4 else (1, min(2, *columns), *columns, *columns)


def split(value: str) -> str:
    """Take ``sections``, or a number of columns."""
    word = value.strip().casefold()
    if word == "sections" or word.isdecimal():
        return word if word == "sections" else str(_whole(word, 1))
    raise ValueError(Phrase.of("{value!r}; expected 'sections' or a number of columns", value=value))


# Compiled for the first view.
_OPTION = r"\s*:([A-Za-z][\w-]*):(?=\s|$)"
_OWN_LINE = r"\s*(?!\.\.\s|[`~:]{3,}\s*\{)\S"
_KEY = r"(?::(?=[\w-]+:\S))?([A-Za-z][\w-]*):\s*"
_ALSO_KEYS = {"name", "roles", "rules", "skills"}
"""Options that are keys of the data as well."""


class NoViewError(Exception):
    """There is nothing to draw; whatever is wrong has been reported."""


class ReportingDirective(SphinxDirective):
    """Whatever is wrong with an option costs only that option."""

    directive: ClassVar[str]
    """Its name, which is that of the class: ``role-card`` of ``RoleCard``."""
    module: ClassVar[str]
    takes_body: ClassVar[bool]
    option_spec: ClassVar[OptionSpec]

    def __init_subclass__(cls, *, module: str, takes_body: bool = True) -> None:
        cls.module, cls.takes_body = module, takes_body
        cls.directive = re.sub(r"\B([A-Z])", r"-\1", cls.__name__).casefold()

    @cached_property
    def domain(self) -> OrgDomain:
        """The domain ``org`` of this build."""
        return OrgDomain.of(self.env)

    def read_options(self) -> None:
        """Read the options; those as they are ``written`` are kept beside their values."""
        self.written, self.options = self.options, {}
        self._take_options_out_of_body()
        self._take_keys_out_of_body()
        for name, value in self.written.items():
            reader = self.option_spec.get(name)
            try:
                if reader is None:
                    known = sorted(self.option_spec)
                    unknown = "not known; expected some of {known}"
                    raise ValueError(Phrase.of(unknown, known=known, nearest=closest(name, known)))
                self.options[name] = self._once(name, reader(value or ""))
            except ValueError as error:
                self.report("the option {option!r} is {found}", name, option=name, found=error.args[0])

    def _once(self, option: str, value: Any) -> Any:
        """Return the value of an option with each name once; report those that are there again."""
        if not isinstance(value, tuple) or not all(isinstance(one, str) for one in value):
            return value
        found: dict[str, str] = {}
        for one in value:
            if fold(one) in found:
                message = "the option {option!r} has {value!r} twice; the first one is used"
                self.report(message, one, option=option, value=one)
            found.setdefault(fold(one), one)
        return tuple(found.values())

    def _take_options_out_of_body(self) -> None:
        """Report options in the first paragraph of the body, or in the argument, and leave that out.

        Behind an empty line, or behind a value that goes on in a line of its own, neither markup takes
        them for options. Those below the name of another directive, such as `list-table`, are its own.
        """
        lines = list(self.content)
        start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
        end = next((at for at in range(start, len(lines)) if not re.match(_OWN_LINE, lines[at])), len(lines))
        lists = (name for name, value in self.written.items() if (value or "").rstrip().endswith(","))
        open_list = next(reversed([*lists]), None)
        for text in self.arguments:
            if found := re.match(_OPTION, text):
                self._report_misplaced(found[1], self.location(f":{found[1]}:"))
                self.arguments = []
        for number in range(start, end):
            if found := re.match(_OPTION, lines[number]):
                at = body_location(self)
                column = at.column + len(lines[number]) - len(lines[number].lstrip())
                self._report_misplaced(found[1], Location(at.file, at.line + number, column))
                break
            if open_list is not None:
                message = (
                    "the option {option!r} ends with a comma, and does not go on here; "
                    "its value is one line, or lines that are indented (in Markdown: between lines of ---)"
                )
                self.report_at(message, body_location(self), option=open_list)
                break
        else:
            return
        self.content = self.content[end:]

    def _take_keys_out_of_body(self) -> None:
        """Report a body, or an argument below the name, that is options without their first colon.

        Any other body is reported where none is taken.
        """
        own = 0 if self.block_text.partition("\n")[0].rstrip().endswith("::") else 1
        argument = [line for text in self.arguments for line in text.splitlines()]
        body = [line for line in self.content if line.strip()]
        for lines, is_body in ((argument[own:], False), (body, True)):
            if not lines:
                continue
            first = lines[0].strip()
            keys = {found[1] if (found := re.match(_KEY, line)) else "" for line in lines}
            if keys <= {*self.option_spec} and not (self.takes_body and keys & _ALSO_KEYS):
                message = "{text!r} is no option; expected {right!r}"
            elif is_body and not self.takes_body:
                message = "takes no body; its argument and options say what is shown"
            else:
                continue
            where = body_location(self) if is_body else self.location(first)
            self.report_at(message, where, text=first, right=re.sub(_KEY, r":\1: ", first).rstrip())
            if is_body:
                self.content = self.content[len(self.content) :]
            else:
                self.arguments = argument[:own]

    def _report_misplaced(self, option: str, where: Location) -> None:
        near = "" if option in self.option_spec else closest(option, self.option_spec)
        message = (
            "':{option}:' is an option, and does nothing here; "
            "options are the first lines under the directive's name, with no other line between them"
        )
        self.report_at(message, where, option=option, nearest=near)

    # Problems

    def report_idle(self, option: str, *, beside: str | Phrase) -> None:
        """Report an option that does nothing beside something else."""
        message = "the option {option!r} does nothing beside {beside}"
        self.report(message, option, option=option, beside=beside)

    def refuse(self, message: str, **values: Given) -> NoReturn:
        """Report what is wrong with the directive, of which nothing can be drawn."""
        self.report(message, **values)
        raise NoViewError

    def report(self, message: str, word: str = "", code: Code = Code.OPTION, /, **values: Given) -> None:
        """Report a problem at the line and column of an option, or of the directive's own name."""
        self.report_at(message, self.location(word), code, **values)

    def report_at(self, message: str, at: Location, code: Code = Code.OPTION, **values: Given) -> None:
        """Report a problem at a place."""
        found = Phrase.of(message, **values)
        warn([Problem.of(code, "{directive}: {found}", at, directive=self.name, found=found)])

    @cached_property
    def here(self) -> Location:
        """The place of the directive."""
        return self.location()

    def location(self, word: str = "") -> Location:
        """Return the place of an option, or of a word in one; without it, of the directive's name."""
        source, first = self.get_source_info()
        path, line = source or "", first or 1
        # The options are before the body, one or more lines each, and may be fenced in Markdown.
        reach = 3 + sum(str(value).count("\n") + 1 for value in self.written.values())
        option = re.compile(rf":{re.escape(word)}:" if word else re.escape(self.name))
        anywhere = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        lines = lines_of(self.env, path)[line - 1 :][:reach]
        for pattern in (option, anywhere):
            for number, text in enumerate(lines, line):
                if found := pattern.search(text):
                    return Location(shown(self.env, path), number, found.start() + 1)
        return Location(shown(self.env, path), line, 1)
