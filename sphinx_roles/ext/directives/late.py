"""Directives that are imported when a page first uses one: a project that shows nothing pays for none."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from sphinx_roles.ext.directives.options import Spec

if TYPE_CHECKING:
    from sphinx_roles.ext.directives.base import ViewDirective


class LateDirective(SphinxDirective):
    """Stands for the directive of a module: takes what all of ours take, and lets it run."""

    module: ClassVar[str]

    # It lets every option through; were it empty, docutils would look for none.
    option_spec: ClassVar = Spec({"catalog": directives.unchanged})
    optional_arguments = 1
    final_argument_whitespace = True
    has_content = True

    @classmethod
    def real(cls) -> type[ViewDirective]:
        """Import the module, and return its directive."""
        from sphinx_roles.ext.directives.base import ViewDirective

        name = cls.module.rpartition(".")[2].replace("_", "-")
        for value in vars(import_module(cls.module)).values():
            if isinstance(value, type) and issubclass(value, ViewDirective) and value.directive == name:
                return value
        raise LookupError(f"{cls.module} has no directive {name!r}")

    def run(self) -> list[nodes.Node]:
        """Let the directive itself run."""
        return self.real()(
            self.name,
            self.arguments,
            self.options,
            self.content,
            self.lineno,
            self.content_offset,
            self.block_text,
            self.state,
            self.state_machine,
        ).run()


def late(module: str) -> type[LateDirective]:
    """Return the directive that stands for the one in a module."""
    return type(LateDirective.__name__, (LateDirective,), {"module": module})
