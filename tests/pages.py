"""Small pages for builds, in reStructuredText and in MyST from one description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

__all__ = ["BUILDERS", "IN_EACH_BUILDER", "built_once", "directive", "title", "toctree"]

BUILDERS = (
    "html", "dirhtml", "singlehtml", "epub", "latex", "text", "man", "texinfo", "gettext", "xml", "pseudoxml",
)  # fmt: skip
IN_EACH_BUILDER = pytest.mark.parametrize(
    ("builder", "suffix"),
    [(one, "rst") for one in BUILDERS] + [(one, "md") for one in ("html", "latex", "text", "gettext")],
)
"""A test with every builder, some of them with pages in MyST as well."""


def title(text: str, suffix: str) -> str:
    """The heading of a page."""
    return f"# {text}\n\n" if suffix == "md" else f"{text}\n{'=' * len(text)}\n\n"


def toctree(entries: str, suffix: str) -> str:
    """A toctree of one entry; one with a star is a pattern."""
    return directive("toctree", "", {"glob": ""} if "*" in entries else {}, suffix, entries)


def directive(name: str, argument: str, options: Mapping[str, str], suffix: str, body: str = "") -> str:
    """A directive with its options."""
    given = [f":{option}: {value}".rstrip() for option, value in options.items()]
    lines = [*given, *(["", body] if body else [])]
    if suffix == "md":
        return "\n".join([f"```{{{name}}} {argument}".rstrip(), *lines, "```"]) + "\n\n"
    return (
        "\n".join([f".. {name}:: {argument}".rstrip(), *(f"   {line}".rstrip() for line in lines)]) + "\n\n"
    )


def built_once(make: Callable[[str], Any]) -> Callable[..., Any]:
    """Return what builds ``make(suffix)``, each builder once for all tests."""
    made: dict[tuple[str, str], Any] = {}

    def build(builder: str, suffix: str = "rst") -> Any:
        if (builder, suffix) not in made:
            made[builder, suffix] = make(suffix).build(builder, strict=True)
        return made[builder, suffix]

    return build
