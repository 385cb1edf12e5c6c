"""Reports as a notebook shows them: what a page of the documentation would, with the same stylesheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from warnings import warn

from docutils import nodes
from msgspec import Struct
from sphinx.application import Sphinx
from sphinx.locale import translators
from sphinx.util.docutils import additional_nodes, docutils_namespace, register_node

from sphinx_roles.analysis.cards import Cards
from sphinx_roles.analysis.comparison import ComparisonReport
from sphinx_roles.analysis.matrix import MatrixReport
from sphinx_roles.analysis.overlap import OverlapReport
from sphinx_roles.analysis.report import Report, digest
from sphinx_roles.analysis.skills import SkillReport
from sphinx_roles.ext.assets import stylesheet
from sphinx_roles.ext.config import MARKUPS
from sphinx_roles.ext.directives.base import ViewDirective
from sphinx_roles.ext.directives.options import OptionSpec
from sphinx_roles.render.cards import draw_cards
from sphinx_roles.render.comparison import draw_comparison
from sphinx_roles.render.matrix import draw_matrix
from sphinx_roles.render.overlap import draw_overlap
from sphinx_roles.render.shapes import CardsShape, MatrixShape, OverlapShape, SkillShape
from sphinx_roles.render.skill_matrix import draw_skill_matrix
from sphinx_roles.render.view import Drawing

_VIEWS: dict[type[Report], tuple[Struct, Drawing]] = {
    MatrixReport: (MatrixShape(), draw_matrix),
    Cards: (CardsShape(), draw_cards),
    SkillReport: (SkillShape(), draw_skill_matrix),
    ComparisonReport: (MatrixShape(), draw_comparison),
    OverlapReport: (OverlapShape(), draw_overlap),
}


class Shown:
    """A report as HTML, which notebooks show in the place of a value."""

    def __init__(self, html: str) -> None:
        self._html = html

    def _repr_html_(self) -> str:
        return self._html


@contextmanager
def _build_of_its_own() -> Iterator[None]:
    """Let a build have its language, nodes and log, and give a build around it its own back.

    sphinx-gallery, plots and doctests run code while Sphinx builds, in its process.
    """
    log = getLogger("sphinx")
    languages, known, handlers = dict(translators), set(additional_nodes), log.handlers[:]
    # Sphinx asks the first one of a process before all others.
    translators.clear()
    try:
        with docutils_namespace():
            yield
    finally:
        translators.clear()
        translators.update(languages)
        for node in known:
            register_node(node)
        log.handlers[:] = handlers


def show(
    report: Report, shape: Struct | None = None, *, language: str = "en", markup: str = "markdown"
) -> Shown:
    """Return a report for the end of a cell: of a matrix, cards, skills, a comparison or an overlap.

    ``shape`` has options of drawing that are not in the query, such as ``MatrixShape(layout="letters")``.
    ``markup`` is that of the data's texts (`roles_markup`), ``language`` that of the words around them.
    Names that the catalog has not are a UserWarning. TypeError for any other report, and a shape of another
    view; ValueError for another markup.
    """
    _check(report, shape, markup)
    lacks_roles = (isinstance(report, ComparisonReport) and not report.roles) or (
        isinstance(report, OverlapReport) and not report.sets
    )
    if lacks_roles or report.shows_nothing:
        return Shown("")
    default, drawing = _VIEWS[type(report)]
    bodies: list[str] = []

    class _View(ViewDirective, module=""):
        option_spec: ClassVar[OptionSpec] = OptionSpec()

        def run(self) -> list[nodes.Node]:
            self.written = {}
            node = self.node(report, shape or default, drawing)
            # Several cells are on one page, and no two things on a page have one id.
            node["serial"] = digest(report)[:8]
            return [node]

    def keep(app: Sphinx, name: str, template: str, context: dict[str, Any], doctree: nodes.document) -> None:
        bodies.append(context.get("body", ""))

    with TemporaryDirectory() as room, _build_of_its_own():
        folder = Path(room)
        (folder / "index.rst").write_text(".. shown::\n", "utf-8")
        settings = {
            "extensions": ["sphinx_roles"],
            "language": language,
            "roles_markup": markup,
            "html_permalinks": False,
            "html_theme": "basic",
        }
        outputs = folder / "html", folder / "trees"
        app = Sphinx(folder, None, *outputs, "html", settings, status=None, warning=None)
        app.add_directive("shown", _View)
        app.connect("html-page-context", keep)
        app.build()
        styles = stylesheet(app)
    body = next(body for body in bodies if body)
    return Shown(f"<style>{styles}</style>\n{body}")


def _check(report: Report, shape: Struct | None, markup: str) -> None:
    """Refuse what `show` cannot show, and warn of names that lead nowhere."""
    if type(report) not in _VIEWS:
        known = ", ".join(kind.__name__ for kind in _VIEWS)
        raise TypeError(f"{type(report).__name__} cannot be shown; expected one of {known}")
    default, _ = _VIEWS[type(report)]
    if shape is not None and type(shape) is not type(default):
        raise TypeError(f"the shape is {type(shape).__name__}; expected {type(default).__name__}")
    if markup not in MARKUPS:
        raise ValueError(f"markup is {markup!r}; expected one of {', '.join(MARKUPS)}")
    if unknown := report.not_found:
        warn(f"the catalog has no {', '.join(map(repr, unknown))}", stacklevel=3)
