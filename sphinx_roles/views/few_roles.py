"""What the views of a few roles have in common: the roles, the rows, and what can be wrong with them."""

from __future__ import annotations

from typing import Any, ClassVar

from sphinx_roles.analysis.compared import LEAST
from sphinx_roles.analysis.comparison import ComparisonReport
from sphinx_roles.analysis.overlap import OverlapReport
from sphinx_roles.library import Data
from sphinx_roles.problems import Code
from sphinx_roles.views.base import ViewDirective
from sphinx_roles.views.names import tell_letter, tell_unknown
from sphinx_roles.views.options import Options, Reader, names, text

__all__ = ["FewRolesDirective"]

_SELECTION: dict[str, Reader] = {
    "matrix": text, "rows": names, "sections": names, "tags": names, "letters": names
}  # fmt: skip


class FewRolesDirective(ViewDirective):
    """A view whose argument names from two up to ``most`` roles."""

    most: ClassVar[int]
    readers: ClassVar[dict[str, Reader]] = _SELECTION

    def roles(self) -> tuple[str, ...]:
        """Return the names in the argument: with commas, or as one text with blanks between them."""
        said = " ".join(self.arguments).replace("\n", " ").strip()
        return names(said) if "," in said else (said,) if said else ()

    def selection(self, options: Options) -> dict[str, Any]:
        """Return which rows and letters the options ask for."""
        return {name: value for name in _SELECTION if (value := options(name)) is not None}

    def enough(self, report: ComparisonReport | OverlapReport, data: Data, options: Options) -> bool:
        """Tell what leads nowhere; return True where there are enough roles left, and not too many."""
        catalog, _ = self.domain.library.catalog(data)
        assert catalog is not None
        if not LEAST <= report.asked <= self.most:
            said = f"expected the names of two to {self.most} roles, found {report.asked}"
            self.tell(Code.OPTION, f"{self.name}: {said}")
            return False
        for name in report.unknown_roles:
            tell_unknown(self, name, Options({}), catalog)
        if not (report.roles if isinstance(report, ComparisonReport) else report.sets):
            return False
        for name in report.unknown:
            tell_unknown(self, name, options, catalog)
        for name in report.unknown_letters:
            tell_letter(self, name, catalog)
        return True
