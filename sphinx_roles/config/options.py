"""The settings of conf.py: declared once, here, and read from here by the docs."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct
from sphinx.application import Sphinx

__all__ = ["OPTIONS", "Option", "register"]


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


def register(app: Sphinx) -> None:
    """Declare every setting."""
    for option in OPTIONS:
        # What may be None has many shapes, and is checked where it is read, with more to say.
        types = option.types if option.default is not None else ()
        app.add_config_value(option.name, option.default, option.rebuild, types)
