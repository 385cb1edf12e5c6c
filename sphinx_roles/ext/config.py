"""The settings of conf.py: one table, one check, and where each is written down.

A build takes the values that Sphinx got by running conf.py. A command must be safe on anybody's
checkout, and takes what is written down there: literals, names of earlier literals, and ``+`` and
``|`` of those. What is computed has its default, which is reported where it decides what is read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, structs

from sphinx_roles.catalog.sources import Limits, Settings, limits_of
from sphinx_roles.fields import FIELDS
from sphinx_roles.model import Role, Text, location_of
from sphinx_roles.problems import CONF, Code, Given, Location, Phrase, Problem, closest

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Option(Struct, frozen=True):
    """A setting. ``rebuild`` is Sphinx's word for what its change makes stale.

    A value of one of the ``types`` (by default that of the default) that ``fits`` is taken; ``inside``
    reports what is wrong in it, and ``part`` leaves that out. ``expected`` says in messages what is taken,
    and they name the nearest of ``words``. ``data`` marks a setting that decides what is read and found.
    """

    name: str
    default: Any
    expected: str
    help: str
    rebuild: Literal["", "env", "html"] = ""
    types: tuple[type, ...] = ()
    words: tuple[str, ...] = ()
    fits: Callable[[Any], bool] = lambda value: True
    inside: Callable[[Any, Location], list[Problem]] = lambda value, location: []
    part: Callable[[Any], Any] = lambda value: value
    data: bool = False
    slots: Mapping[str, Given] = {}
    """What fills those of ``expected``."""

    @property
    def kinds(self) -> tuple[type, ...]:
        """The types that are taken."""
        return self.types or (type(self.default),)

    def takes(self, value: Any) -> bool:
        """Return True for a value that can be used."""
        # Sphinx takes 0 and 1 for a bool; a bool is no number to anybody who writes a conf.py.
        if bool in self.kinds or isinstance(value, bool):
            return bool in self.kinds and isinstance(value, int) and value in (0, 1)
        return isinstance(value, self.kinds) and self.fits(value)


def _is_severity(value: str | None) -> bool:
    if value is None:
        return True
    # Imported here and below, as the rules are many, and most projects leave them as they are.
    from sphinx_roles.analysis.audit.settings import severity_of

    return severity_of(value) is not None


def _in_rules(value: Mapping[str, Any], location: Location) -> list[Problem]:
    if not value:
        return []
    from sphinx_roles.analysis.audit.settings import check_rules

    return check_rules(value, location)


def _in_fields(value: Mapping[Any, Any], location: Location) -> list[Problem]:
    problems = []
    for name, label in value.items():
        if isinstance(name, str) and name in FIELDS[Role]:
            message = "roles_fields: {field} is a field of the data format, and has its label"
        elif not _is_field(name, label):
            message = "roles_fields: {field} has the label {label}; expected two texts"
        else:
            continue
        at = location_of((name, label)) or location
        problems.append(Problem.of(Code.CONFIG, message, at, field=repr(name), label=repr(label)))
    return problems


def _is_field(name: object, label: object) -> bool:
    words = isinstance(name, str) and isinstance(label, str) and name.strip() and label.strip()
    return bool(words) and name not in FIELDS[Role]


def _in_owners(value: Any, location: Location) -> list[Problem]:
    if value is None:
        return []
    # Only a project that names owners files waits for their readers.
    from sphinx_roles.catalog.owners import check_owners

    return check_owners(value, location)


# Not by filling it in: a command may look at the conf.py of somebody who means harm.
_ADDRESS = r"([^{}]|{{|}}|{path}|{line})*"
_SOURCE = r"([^{}]|{{|}})*{path}([^{}]|{{|}})*"
MARKUPS = ("markdown", "rst")
_SEVERITIES = ("error", "warning", "hint")
_SUFFIXES = (".html", ".md", ".rst", ".txt")
_NO_NAME = r'[\\:*?"<>|{}\x00-\x1f\x7f]|//|^[/ ]|[/ ]$|(^|/)\.'


def _is_page(value: str | None) -> bool:
    """Return whether a text makes names of documents when something takes the place of ``{id}``."""
    if not value:
        return True
    rest = value.replace("{id}", "x", 1)
    return rest != value and not re.search(_NO_NAME, rest) and not rest.endswith(_SUFFIXES)


def _pages(name: str, default: str, help: str) -> Option:
    expected = "the name of a page in the source folder, without a suffix and with {{id}}: {default}"
    slots = {"default": f'"{default}"'}
    return Option(name, None, expected, help, types=(str, NoneType), fits=_is_page, slots=slots)


OPTIONS = (
    Option(
        "roles_catalog",
        None,
        "a path, a glob, a list of those, {path, …} or a mapping of names to those",
        "Where the data is: a path, a glob, a list of them, a mapping with `path`, or a mapping from "
        "names of catalogs to any of these. By default `roles.yaml` beside conf.py, if it is there.",
        types=(str, list, tuple, dict, PathLike, NoneType),
        data=True,
    ),
    Option(
        "roles_scheme",
        Settings().scheme,
        "a text",
        "The scheme of tables and rows that name none.",
        rebuild="env",
        data=True,
    ),
    Option(
        "roles_markup",
        "markdown",
        "one of {known}",
        "The markup of texts in the data: `markdown` or `rst`.",
        rebuild="env",
        words=MARKUPS,
        slots={"known": MARKUPS},
        fits=lambda value: value in MARKUPS,
    ),
    Option(
        "roles_fields",
        {},
        "a mapping from fields to their labels",
        "Fields of your own and their labels.",
        rebuild="env",
        inside=_in_fields,
        part=lambda value: {name: label for name, label in value.items() if _is_field(name, label)},
        data=True,
    ),
    Option(
        "roles_max_columns",
        8,
        "a whole number from 1 on",
        "The widest grid outside HTML; a wider matrix is shown by its letters.",
        rebuild="env",
        fits=lambda value: value >= 1,
    ),
    Option(
        "roles_edit_url",
        None,
        "an address with {path} and {line}, and nothing else in braces",
        "The address of an edit link, with `{path}` and `{line}`.",
        rebuild="env",
        types=(str, NoneType),
        fits=lambda value: (
            not value or (re.fullmatch(_ADDRESS, value) is not None and bool({*value} & {*"/{"}))
        ),
    ),
    Option(
        "roles_owners",
        None,
        "a path, {path, kind} or a list of those",
        "Owners files, with which the data is compared: a path, such as `../CODEOWNERS`, a mapping with "
        "`path` and `kind`, or a list of those.",
        types=(str, list, tuple, dict, PathLike, NoneType),
        inside=_in_owners,
        data=True,
    ),
    Option(
        "roles_source_url",
        None,
        "an address with {path}, and nothing else in braces",
        "The address of a file of the repository, with `{path}`: links of what a responsibility covers.",
        rebuild="env",
        types=(str, NoneType),
        fits=lambda value: not value or re.fullmatch(_SOURCE, value) is not None,
    ),
    Option(
        "roles_rules",
        {},
        "a mapping from rules to what is said of them",
        'The rules of the audit: for each a severity (`error`, `warning`, `hint`), `"off"`, or a '
        "mapping with `severity` and the rule's limits. It goes before the `rules` in the data.",
        inside=_in_rules,
        data=True,
    ),
    Option(
        "roles_findings_warn_from",
        None,
        "one of {known}",
        "From which severity on findings of the audit are Sphinx warnings as well: `error`, `warning` "
        "or `hint`.",
        types=(str, NoneType),
        words=_SEVERITIES,
        slots={"known": _SEVERITIES},
        fits=_is_severity,
    ),
    Option(
        "roles_export",
        False,
        "True or False",
        "Write `roles.json` into the website, beside `objects.inv`: all catalogs with what follows from "
        "them, for other programs.",
    ),
    _pages(
        "roles_pages",
        "roles/{id}",
        "The name of a page that each role of the main catalog gets, with `{id}`. A page of your own by that "
        "name takes its place, and so does the file of a role wherever it is.",
    ),
    _pages("roles_people_pages", "people/{id}", "The same for each person who holds or held a role."),
    _pages("roles_skill_pages", "skills/{id}", "The same for each skill."),
    Option(
        "roles_script",
        True,
        "True or False",
        "Add a small script to pages with a matrix: it filters and sorts rows, and keeps the reader's role. "
        "Without it, all is there to be read.",
        rebuild="html",
    ),
    Option(
        "roles_limits",
        {},
        "a mapping with some of {known}",
        "How much is read: `size` in bytes, `depth` in nested levels and `nodes` in values are for one "
        "file, `walk` is how many files and folders a glob may look at.",
        inside=lambda value, location: limits_of(value, location)[1],
        data=True,
        slots={"known": Limits.__struct_fields__},
    ),
)
_NEAR = 0.9
"""So alike to a setting is a name that is one misspelt; helpers of conf.py may be called `roles_file`."""
_DEFAULTS = {option.name: option.default for option in OPTIONS}


class Conf(Struct, frozen=True, kw_only=True):
    """The settings of a project: each has a value that it can take, by its name.

    ``values`` and ``locations`` are those written down, ``problems`` what was wrong with them, and
    ``unknown`` says of a setting why its value is not known.
    """

    values: Mapping[str, Any] = {}
    locations: Mapping[str, Location] = {}
    problems: tuple[Problem, ...] = ()
    unknown: Mapping[str, Problem] = {}
    suppressed: frozenset[str] = frozenset()
    """The words of ``suppress_warnings``."""
    excluded: tuple[str, ...] = ()
    """The patterns of ``exclude_patterns``: what fits them is no page."""
    unsaved: Mapping[str, str] = {}
    """Texts that stand for those of files, by their real paths: what an editor has not written yet."""

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name, _DEFAULTS[name])

    def location(self, name: str) -> Location:
        """Return where a setting is written down; the top of conf.py, where that is not known."""
        return self.locations.get(name, CONF)

    @property
    def settings(self) -> Settings:
        """What reading needs to know."""
        limits, _ = limits_of(self["roles_limits"], CONF)
        settings = Settings(self["roles_scheme"], dict(self["roles_fields"]), limits)
        return structs.replace(settings, unsaved=self.unsaved)


def register(app: Sphinx) -> None:
    """Declare every setting. Sphinx does not check their types, as it would not say where they are."""
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, option.rebuild, Any, option.help)


def conf_of_build(app: Sphinx) -> Conf:
    """Return the settings of a build; in Sphinx's own ``config``, those that are wrong get their default."""
    given = {option.name: app.config[option.name] for option in OPTIONS}
    try:
        source = (Path(app.confdir) / CONF.file).read_bytes()
        # Most have no name of ours, and need not be looked at.
        literals = Literals(source if re.search(rb"\brole", source) else b"")
    except (OSError, SyntaxError, ValueError, RecursionError):
        # There is none, or it has been changed since Sphinx ran it.
        literals = Literals(b"")
    # What the command line says instead is not what conf.py says.
    same = {name: text for name, text in literals.values.items() if name in given and text == given[name]}
    known = {name: at for name, at in literals.locations.items() if name in same or name in literals.unknown}
    conf = _conf({**given, **same}, known)
    for name, value in given.items():
        if conf[name] != value:
            app.config[name] = conf[name]
    others = {name: at for name, at in literals.locations.items() if name not in app.config}
    return structs.replace(conf, problems=(*conf.problems, *_misspelt(others)))


def conf_of_folder(folder: Path) -> Conf:
    """Return what the conf.py in ``folder`` writes down; without one, everything has its default."""
    if not (folder / CONF.file).is_file():
        return Conf()
    try:
        literals = Literals((folder / CONF.file).read_bytes())
    except (SyntaxError, ValueError, RecursionError) as error:
        at, reason = CONF, str(error)
        if isinstance(error, SyntaxError):
            at, reason = Location(CONF.file, error.lineno or 1, error.offset or 1), error.msg
        message = "conf.py is not Python that can be read: {reason}; every setting has its default"
        return Conf(problems=(Problem.of(Code.CONFIG, message, at, reason=reason),))
    conf = _conf(literals.values, literals.locations)
    conf = structs.replace(conf, problems=(*conf.problems, *_misspelt(literals.locations)))
    unknown = {}
    for name in (option.name for option in OPTIONS if option.data and option.name in literals.unknown):
        message = (
            "{setting} is computed ({text}), which only running conf.py would show; "
            "{default} is used, so write it down as a plain value"
        )
        text, at = literals.unknown[name]
        default = repr(_DEFAULTS[name])
        unknown[name] = Problem.of(Code.CONFIG, message, at, setting=name, text=text, default=default)
    if literals.stars and not unknown and not any(name.startswith("roles_") for name in literals.values):
        module, location = literals.stars[0]
        message = (
            "conf.py takes all names of {module!r}; a roles_ setting there is not seen without running it"
        )
        unknown["roles_catalog"] = Problem.of(Code.CONFIG, message, location, module=module)
    words = literals.values.get("suppress_warnings")
    suppressed = frozenset(map(str, words if isinstance(words, list | tuple) else ()))
    patterns = literals.values.get("exclude_patterns")
    excluded = tuple(map(str, patterns if isinstance(patterns, list | tuple) else ()))
    return structs.replace(conf, unknown=unknown, suppressed=suppressed, excluded=excluded)


def _conf(given: Mapping[str, Any], locations: Mapping[str, Location]) -> Conf:
    """Keep the values that their settings can take, and report the others."""
    values, problems = {}, []
    for option in OPTIONS:
        value, location = given.get(option.name, option.default), locations.get(option.name, CONF)
        if option.takes(value):
            values[option.name] = option.part(value)
            problems += option.inside(value, location)
        else:
            message, near = "{setting} is {value}; expected {expected}", closest(str(value), option.words)
            expected = Phrase.of(option.expected, **option.slots)
            text = Phrase.of(message, setting=option.name, value=repr(value), expected=expected)
            problems.append(Problem.of(Code.CONFIG, text, location, nearest=near))
    return Conf(values=values, locations=locations, problems=tuple(problems))


def _misspelt(names: Mapping[str, Location]) -> Iterator[Problem]:
    """Yield a problem for each name that is nearly that of a setting: Sphinx passes over unknown ones."""
    for name, location in names.items():
        if not name.startswith("role") or name in _DEFAULTS:
            continue
        near = closest(name, _DEFAULTS, _NEAR)
        if near and near not in names:
            yield Problem.of(
                Code.CONFIG, "{name} is no setting, and does nothing", location, {"name": name}, nearest=near
            )


# What a Python file writes down at its top level, found without running it

_CHANGES = frozenset({"append", "clear", "extend", "insert", "pop", "remove", "setdefault", "update"})
_LONGEST = 60
_COLLECTIONS = {ast.List: list, ast.Tuple: tuple, ast.Set: set}


class Literals:
    """What each name of a module holds at its end: ``values`` and their ``locations``.

    Of what is computed, ``unknown`` has the words of the source and their place. ``stars`` are the
    modules of ``from … import *``. SyntaxError, ValueError or RecursionError for invalid Python.
    """

    def __init__(self, source: bytes) -> None:
        self._lines = source.splitlines()
        self.values: dict[str, Any] = {}
        self.unknown: dict[str, tuple[str, Location]] = {}
        self.locations: dict[str, Location] = {}
        self.stars: list[tuple[str, Location]] = []
        for statement in ast.parse(source).body:
            self._follow(statement)

    def _follow(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Assign(targets=targets, value=value) if all(isinstance(t, ast.Name) for t in targets):
                for target in targets:
                    self._put(target, value)
            case ast.AnnAssign(target=ast.Name() as target, value=ast.expr() as value):
                self._put(target, value)
            case ast.AugAssign(target=ast.Name(id=name) as target, op=op, value=value):
                both = ast.copy_location(ast.BinOp(ast.Name(name), op, value), value)
                self._put(target, both, shown=statement)
            case ast.ImportFrom(names=[ast.alias(name="*")], module=module):
                self.stars.append((module or ".", self._location(statement)))
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                # What runs there runs later, if at all. Sphinx does not see a value set by setup(app) either.
                self._forget(statement.name, statement)
            case _:
                # A branch, a loop, a call: whatever it could change is no longer known.
                for name, node in _touched(statement):
                    self._forget(name, node)

    def _put(self, target: ast.expr, value: ast.expr, shown: ast.AST | None = None) -> None:
        assert isinstance(target, ast.Name)
        self.locations[target.id] = self._location(value)
        try:
            self.values[target.id] = self._value(value)
            self.unknown.pop(target.id, None)
        except (KeyError, TypeError, ValueError, RecursionError):
            self._forget(target.id, shown or value)

    def _forget(self, name: str, node: ast.AST) -> None:
        self.values.pop(name, None)
        words = " ".join(ast.unparse(node).split())
        words = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
        self.unknown[name] = words, self._location(node)

    def _location(self, node: ast.AST) -> Location:
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        # Python counts the bytes of UTF-8.
        before = self._lines[line - 1][:column].decode("utf-8", "replace") if line <= len(self._lines) else ""
        return Location(CONF.file, line, len(before) + 1)

    def _value(self, node: ast.expr) -> Any:
        """Return the value of an expression; raise an error of looking up or adding where it has none."""
        match node:
            case ast.Name(id=name):
                return self.values[name]
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                return _COLLECTIONS[type(node)](self._items(items))
            case ast.Dict(keys=keys, values=values):
                return self._mapping(keys, values)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._value(left) + self._value(right)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return self._value(left) | self._value(right)
            case ast.Constant(value=str() as text):
                return Text(text, self._location(node))
            case ast.JoinedStr(values=parts):
                return "".join(self._piece(part) for part in parts)
            case _:
                return ast.literal_eval(node)

    def _items(self, items: list[ast.expr]) -> Iterator[Any]:
        for item in items:
            if isinstance(item, ast.Starred):
                yield from self._value(item.value)
            else:
                yield self._value(item)

    def _mapping(self, keys: list[ast.expr | None], values: list[ast.expr]) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for key, value in zip(keys, values, strict=True):
            if key is None:
                made.update(self._value(value))
            else:
                made[self._value(key)] = self._value(value)
        return made

    def _piece(self, part: ast.expr) -> str:
        match part:
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return str(self._value(value))
            case ast.Constant(value=str() as text):
                return text
        raise ValueError(type(part).__name__)


def _touched(statement: ast.stmt) -> Iterator[tuple[str, ast.AST]]:
    """Yield the names that a statement could bind or change, and what does it."""
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name, statement
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                yield name, statement
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if attr in _CHANGES:
                yield name, statement
            case ast.alias(name=name, asname=other):
                yield other or name, statement
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, statement
