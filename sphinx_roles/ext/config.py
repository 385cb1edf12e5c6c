"""The settings of conf.py: declared once, here, and read from here by the docs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from sphinx.application import Sphinx

from sphinx_roles.catalog.sources import Settings, limits_of
from sphinx_roles.literals import Literals
from sphinx_roles.problems import CONF, Code, Location, Problem, nearest


class Option(Struct, frozen=True):
    """A value of conf.py. ``rebuild`` is Sphinx's word for what its change makes stale."""

    name: str
    default: Any
    rebuild: Literal["", "env", "html"]
    types: tuple[type, ...]
    help: str


OPTIONS = (
    Option(
        "roles_catalog",
        None,
        "",
        (str, list, tuple, dict, type(None)),
        "Where the data is: a path, a glob, a list of them, a mapping with `path`, or a mapping from "
        "names of catalogs to any of these. By default `roles.yaml` beside conf.py, if it is there.",
    ),
    Option("roles_scheme", "RACI", "env", (str,), "The scheme of tables and rows that name none."),
    Option(
        "roles_markup", "markdown", "env", (str,), "The markup of texts in the data: `markdown` or `rst`."
    ),
    Option("roles_fields", {}, "env", (dict,), "Fields of your own and their labels."),
    Option(
        "roles_max_columns",
        8,
        "env",
        (int,),
        "The widest grid outside HTML; a wider matrix is shown by its letters.",
    ),
    Option(
        "roles_edit_url",
        None,
        "env",
        (str, type(None)),
        "The address of an edit link, with `{path}` and `{line}`.",
    ),
    Option(
        "roles_rules",
        {},
        "",
        (dict,),
        'The rules of the audit: for each a severity (`error`, `warning`, `hint`), `"off"`, or a '
        "mapping with `severity` and the rule's limits. It goes before the `rules` in the data.",
    ),
    Option(
        "roles_findings_warn_from",
        None,
        "",
        (str, type(None)),
        "From which severity on findings of the audit are Sphinx warnings as well: `error`, `warning` or "
        "`hint`.",
    ),
    Option(
        "roles_export",
        False,
        "",
        (bool,),
        "Write `roles.json` into the website, beside `objects.inv`: all catalogs with what follows from "
        "them, for other programs.",
    ),
    Option(
        "roles_limits",
        {},
        "",
        (dict,),
        "How much is read: `size` in bytes, `depth` in nested levels and `nodes` in values are for one "
        "file, `walk` is how many files and folders a glob may look at.",
    ),
)


def register(app: Sphinx) -> None:
    """Declare every setting."""
    # Types are checked with the values: Sphinx would warn of them without a type and a place.
    anything: Any = (Any,)
    for option in OPTIONS:
        app.add_config_value(option.name, option.default, option.rebuild, anything)


class Written:
    """The settings as conf.py writes them down: texts in them know their places.

    What is computed there has none, and neither has what comes from the command line.
    """

    def __init__(self, app: Sphinx) -> None:
        self.config = app.config
        try:
            source = (Path(app.confdir) / CONF.file).read_bytes()
            # Most have nothing of ours, and need not be looked at.
            self._literals = Literals(source if b"roles_" in source else b"")
        except (OSError, SyntaxError, ValueError, RecursionError):
            # There is none, or it has been changed since Sphinx ran it.
            self._literals = Literals(b"")

    def value(self, name: str) -> Any:
        """Return a setting, with places where it is written down."""
        return self._literals.values[name] if self._is_literal(name) else getattr(self.config, name)

    def location(self, name: str) -> Location:
        """Return where a setting stands; the top of conf.py, where that is not known."""
        here = name in self._literals.unknown or self._is_literal(name)
        return self._literals.locations.get(name, CONF) if here else CONF

    def _is_literal(self, name: str) -> bool:
        values = self._literals.values
        return name in values and values[name] == getattr(self.config, name)


_DEFAULTS = {option.name: option.default for option in OPTIONS}
_MARKUPS = ("markdown", "rst")
_EXPECTED = {str: "a text", dict: "a mapping", int: "a whole number", bool: "True or False"}


def _report(written: Written, name: str, expected: str, known: Iterable[str] = ()) -> Problem:
    """Put its default in the place of a setting; return what is to be told of it."""
    given = getattr(written.config, name)
    text = f"{name} is {given!r}; expected {expected}{nearest(str(given), known)}"
    problem = Problem(Code.CONFIG, text, written.location(name))
    setattr(written.config, name, _DEFAULTS[name])
    return problem


def check(written: Written) -> list[Problem]:
    """Put the default in the place of each value that a setting cannot take, and tell of it."""
    config = written.config
    problems: list[Problem] = []

    for option in OPTIONS:
        value, types = getattr(config, option.name), option.types
        fits = value in (0, 1) if bool in types else isinstance(value, types) and not isinstance(value, bool)
        # The reader of the catalog has more to say of it.
        if not fits and option.name != "roles_catalog":
            problems.append(_report(written, option.name, _EXPECTED[types[0]]))
    if config.roles_markup not in _MARKUPS:
        problems.append(_report(written, "roles_markup", f"one of {', '.join(_MARKUPS)}", _MARKUPS))
    if config.roles_max_columns < 1:
        problems.append(_report(written, "roles_max_columns", "a whole number from 1 on"))
    try:
        (config.roles_edit_url or "").format(path="", line=1)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError):
        problems.append(_report(written, "roles_edit_url", "only {path} and {line} in braces"))
    if not all(isinstance(word, str) for pair in config.roles_fields.items() for word in pair):
        problems.append(_report(written, "roles_fields", "a mapping from fields to their labels"))
    problems += _check_audit(written)
    return problems + limits_of(written.value("roles_limits"), written.location("roles_limits"))[1]


def _check_audit(written: Written) -> list[Problem]:
    given = written.config.roles_findings_warn_from
    if not written.config.roles_rules and given is None:
        return []
    # Imported here, as the rules are many, and most projects leave them as they are.
    from sphinx_roles.analysis.audit.finding import Severity
    from sphinx_roles.analysis.audit.settings import check_rules, severity_of

    problems = check_rules(written.value("roles_rules"), written.location("roles_rules"))
    if given is not None and severity_of(given) is None:
        known = [str(severity) for severity in Severity]
        problems.append(_report(written, "roles_findings_warn_from", f"one of {', '.join(known)}", known))
    return problems


def settings(written: Written) -> Settings:
    """Return what reading needs to know of conf.py."""
    config = written.config
    limits, _ = limits_of(config.roles_limits, written.location("roles_limits"))
    return Settings(scheme=written.value("roles_scheme"), fields=dict(config.roles_fields), limits=limits)
