"""What the views of a few roles share: which roles their argument names, and what can be wrong with them."""

from __future__ import annotations

from sphinx_roles.analysis.comparison import ComparisonReport
from sphinx_roles.analysis.overlap import OverlapReport
from sphinx_roles.analysis.selection import LEAST
from sphinx_roles.catalogs import Data
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.options import names
from sphinx_roles.problems import Code


def roles(view: ViewDirective) -> tuple[str, ...]:
    """Return the names in the argument: with commas, or as one text with blanks between them."""
    message = " ".join(view.arguments).replace("\n", " ").strip()
    return names(message) if "," in message else (message,) if message else ()


def enough(view: ViewDirective, report: ComparisonReport | OverlapReport, data: Data, most: int) -> bool:
    """Report what leads nowhere; return True where there are enough roles left, and not too many."""
    if not LEAST <= report.asked <= most:
        message = f"expected the names of two to {most} roles, found {report.asked}"
        view.report(Code.OPTION, f"{view.name}: {message}")
        return False
    catalog, _ = view.domain.registry.catalog(data)
    assert catalog is not None
    for name in report.unknown_roles:
        view.unknown(Code.UNKNOWN_ROLE, "role", name, catalog.role_names())
    if not (report.roles if isinstance(report, ComparisonReport) else report.sets):
        return False
    view.check_names(report.unknown, data)
    for name in report.unknown_letters:
        view.unknown_letter(name, [catalog])
    return True
