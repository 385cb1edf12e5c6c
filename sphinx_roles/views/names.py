"""Names in options that lead nowhere, told with the nearest one."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx_roles.analysis.cards import FIELDS
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code, nearest
from sphinx_roles.views.base import ViewDirective, unread
from sphinx_roles.views.options import Options

__all__ = ["check_fields", "tell_letter", "tell_unknown"]


def check_fields(view: ViewDirective, names: Iterable[str]) -> None:
    """Tell of each field that no role can have."""
    known = {*FIELDS, *view.config.roles_fields}
    for name in names:
        if name in known:
            continue
        # The data declares a field by using it.
        used = any(name in role.own for role in view.domain.library.main.roles.values())
        near = nearest(name, known)
        if not used and (near or not unread(view.domain.library.main)):
            expected = f"expected some of {', '.join(sorted(known))}"
            view.tell(Code.OPTION, f"{view.name}: no field {name!r}; {expected}{near}", name)


def tell_unknown(view: ViewDirective, name: str, options: Options, catalog: Catalog) -> None:
    """Tell of a name of a matrix, section, responsibility or role, or of a letter."""
    if name == options("matrix"):
        view.unknown(Code.UNKNOWN_MATRIX, "matrix", name, [m.id for m in catalog.matrices.values() if m.id])
    elif name in options("sections", ()):
        view.unknown(Code.OPTION, "section", name, [s.id for s in catalog.sections.values()])
    elif name in options("letters", ()):
        tell_letter(view, name, catalog)
    elif name in options("rows", ()):
        rows = [word for row in catalog.rows for word in (row.id, str(row.name))]
        view.unknown(Code.UNKNOWN_RESPONSIBILITY, "responsibility", name, rows)
    else:
        view.unknown(Code.UNKNOWN_ROLE, "role", name, list(catalog.role_names()))


def tell_letter(view: ViewDirective, name: str, catalog: Catalog) -> None:
    """Tell of a letter that no scheme of the catalog's rows has."""
    schemes = dict.fromkeys(catalog.matrices[row.matrix].scheme for row in catalog.rows)
    parts = [part for scheme in schemes for part in catalog.schemes[scheme].participations]
    letters = ", ".join(dict.fromkeys(part.letter for part in parts))
    near = nearest(name, [word for part in parts for word in (part.letter, str(part.name))])
    view.tell(Code.UNKNOWN_LETTER, f"{view.name}: no letter {name!r}; expected some of {letters}{near}", name)
