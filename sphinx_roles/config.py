"""The settings of conf.py: declared once, here, and read from here by the docs."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.config import Config

from sphinx_roles.problems import Code, Place, Problem, nearest
from sphinx_roles.reading import Settings, limits_of

__all__ = ["OPTIONS", "Option", "check", "register", "settings"]


class Option(Struct, frozen=True):
    """A value of conf.py. ``rebuild`` is Sphinx's word for what its change makes stale."""

    name: str
    default: Any
    rebuild: Literal["", "env", "html"]
    types: tuple[type, ...]
    help: str


OPTIONS = (
    Option("roles_catalog", None, "", (str, list, tuple, dict, type(None)),
           "Where the data is: a path, a glob, a list of them, a mapping with `path`, or a mapping from "
           "names of catalogs to any of these. By default `roles.yaml` beside conf.py, if it is there."),
    Option("roles_scheme", "RACI", "env", (str,), "The scheme of tables and rows that name none."),
    Option("roles_markup", "markdown", "env", (str,),
           "The markup of texts in the data: `markdown` or `rst`."),
    Option("roles_fields", {}, "env", (dict,), "Fields of your own and their labels."),
    Option("roles_max_columns", 8, "env", (int,),
           "The widest grid outside HTML; a wider matrix is shown by its letters."),
    Option("roles_edit_url", None, "env", (str, type(None)),
           "The address of an edit link, with `{path}` and `{line}`."),
    Option("roles_rules", {}, "", (dict,),
           "The rules of the audit: for each a severity (`error`, `warning`, `hint`), `\"off\"`, or a "
           "mapping with `severity` and the rule's limits. It goes before the `rules` in the data."),
    Option("roles_findings_warn_from", None, "", (str, type(None)),
           "From which severity on findings of the audit are Sphinx warnings as well: `error`, `warning` or "
           "`hint`."),
    Option("roles_export", False, "", (bool,),
           "Write `roles.json` into the website, beside `objects.inv`: all catalogs with what follows from "
           "them, for other programs."),
    Option("roles_limits", {}, "", (dict,),
           "How much is read: `size` in bytes, `depth` in nested levels and `nodes` in values are for one "
           "file, `walk` is how many files and folders a glob may look at."),
)  # fmt: skip

_MARKUPS = ("markdown", "rst")


def register(app: Sphinx) -> None:
    """Declare every setting."""
    for option in OPTIONS:
        # What may be None has many shapes, and is checked where it is read, with more to say.
        types = option.types if option.default is not None else ()
        app.add_config_value(option.name, option.default, option.rebuild, types)


def check(config: Config) -> list[Problem]:
    """Put the default in the place of each value that a setting cannot take, and tell of it."""
    problems = []
    if config.roles_markup not in _MARKUPS:
        text = f"roles_markup is {config.roles_markup!r}; expected one of {', '.join(_MARKUPS)}"
        problems.append(
            Problem(Code.CONFIG, text + nearest(str(config.roles_markup), _MARKUPS), Place("conf.py"))
        )
        config.roles_markup = "markdown"
    if not isinstance(config.roles_max_columns, int) or config.roles_max_columns < 1:
        text = f"roles_max_columns is {config.roles_max_columns!r}; expected a whole number from 1 on"
        problems.append(Problem(Code.CONFIG, text, Place("conf.py")))
        config.roles_max_columns = 8
    try:
        str(config.roles_edit_url).format(path="", line=1)
    except (AttributeError, KeyError, IndexError, TypeError, ValueError):
        text = f"roles_edit_url is {config.roles_edit_url!r}; expected only {{path}} and {{line}} in braces"
        problems.append(Problem(Code.CONFIG, text, Place("conf.py")))
        config.roles_edit_url = None
    if not isinstance(config.roles_fields, dict):
        # Sphinx has told of the type.
        config.roles_fields = {}
    if not all(isinstance(word, str) for pair in config.roles_fields.items() for word in pair):
        text = f"roles_fields is {config.roles_fields!r}; expected a mapping from fields to their labels"
        problems.append(Problem(Code.CONFIG, text, Place("conf.py")))
        config.roles_fields = {}
    problems += _check_audit(config)
    if isinstance(config.roles_limits, dict):
        problems += limits_of(config.roles_limits, Place("conf.py"))[1]
    return problems


def _check_audit(config: Config) -> list[Problem]:
    if not isinstance(config.roles_rules, dict):
        # Sphinx has told of the type.
        config.roles_rules = {}
    given = config.roles_findings_warn_from
    if not config.roles_rules and given is None:
        return []
    # Imported here, as the rules are many, and most projects leave them as they are.
    from sphinx_roles.analysis.audit.finding import Severity
    from sphinx_roles.analysis.audit.settings import check_rules, severity_of

    problems = check_rules(config.roles_rules)
    if given is not None and severity_of(given) is None:
        known = [str(severity) for severity in Severity]
        text = f"roles_findings_warn_from is {given!r}; expected one of {', '.join(known)}"
        problems.append(Problem(Code.CONFIG, text + nearest(str(given), known), Place("conf.py")))
        config.roles_findings_warn_from = None
    return problems


def settings(config: Config) -> Settings:
    """Return what reading needs to know of conf.py."""
    limits, _ = limits_of(config.roles_limits, Place("conf.py"))
    return Settings(scheme=config.roles_scheme, fields=dict(config.roles_fields), limits=limits)
