"""Names in options that lead nowhere, told with the nearest one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from sphinx_roles.analysis.cards import FIELDS
from sphinx_roles.analysis.compared import LEAST
from sphinx_roles.analysis.comparison import ComparisonReport
from sphinx_roles.analysis.overlap import OverlapReport
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective, unread
from sphinx_roles.ext.directives.options import Options, Reader, names, text
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Code, nearest


def check_fields(view: ViewDirective, names: Iterable[str]) -> None:
    """Tell of each field that no role can have."""
    known = {*FIELDS, *view.config.roles_fields}
    for name in names:
        if name in known:
            continue
        # The data declares a field by using it.
        used = any(name in role.own for role in view.domain.registry.main.roles.values())
        near = nearest(name, known)
        if not used and (near or not unread(view.domain.registry.main)):
            expected = f"expected some of {', '.join(sorted(known))}"
            view.report(Code.OPTION, f"{view.name}: no field {name!r}; {expected}{near}", name)


def report_unknown(view: ViewDirective, name: str, options: Options, catalog: Catalog) -> None:
    """Tell of a name of a matrix, section, responsibility or role, or of a letter."""
    if name == options("matrix"):
        view.unknown(Code.UNKNOWN_MATRIX, "matrix", name, [m.id for m in catalog.matrices.values() if m.id])
    elif name in options("sections", ()):
        view.unknown(Code.OPTION, "section", name, [s.id for s in catalog.sections.values()])
    elif name in options("letters", ()):
        report_letter(view, name, catalog)
    elif name in options("rows", ()):
        rows = [word for row in catalog.rows for word in (row.id, str(row.name))]
        view.unknown(Code.UNKNOWN_RESPONSIBILITY, "responsibility", name, rows)
    else:
        view.unknown(Code.UNKNOWN_ROLE, "role", name, list(catalog.role_names()))


def report_letter(view: ViewDirective, name: str, catalog: Catalog) -> None:
    """Tell of a letter that no scheme of the catalog's rows has."""
    schemes = dict.fromkeys(catalog.matrices[row.matrix].scheme for row in catalog.rows)
    parts = [part for scheme in schemes for part in catalog.schemes[scheme].participations]
    letters = ", ".join(dict.fromkeys(part.letter for part in parts))
    near = nearest(name, [word for part in parts for word in (part.letter, str(part.name))])
    view.report(
        Code.UNKNOWN_LETTER, f"{view.name}: no letter {name!r}; expected some of {letters}{near}", name
    )


_SELECTION: dict[str, Reader] = {
    "matrix": text,
    "rows": names,
    "sections": names,
    "tags": names,
    "letters": names,
}


class FewRolesDirective(ViewDirective):
    """A view whose argument names from two up to ``most`` roles."""

    most: ClassVar[int]
    readers: ClassVar[dict[str, Reader]] = _SELECTION

    def roles(self) -> tuple[str, ...]:
        """Return the names in the argument: with commas, or as one text with blanks between them."""
        message = " ".join(self.arguments).replace("\n", " ").strip()
        return names(message) if "," in message else (message,) if message else ()

    def selection(self, options: Options) -> dict[str, Any]:
        """Return which rows and letters the options ask for."""
        return {name: value for name in _SELECTION if (value := options(name)) is not None}

    def enough(self, report: ComparisonReport | OverlapReport, data: Data, options: Options) -> bool:
        """Tell what leads nowhere; return True where there are enough roles left, and not too many."""
        catalog, _ = self.domain.registry.catalog(data)
        assert catalog is not None
        if not LEAST <= report.asked <= self.most:
            message = f"expected the names of two to {self.most} roles, found {report.asked}"
            self.report(Code.OPTION, f"{self.name}: {message}")
            return False
        for name in report.unknown_roles:
            report_unknown(self, name, Options({}), catalog)
        if not (report.roles if isinstance(report, ComparisonReport) else report.sets):
            return False
        for name in report.unknown:
            report_unknown(self, name, options, catalog)
        for name in report.unknown_letters:
            report_letter(self, name, catalog)
        return True
