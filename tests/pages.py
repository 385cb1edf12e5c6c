"""Small pages for builds, in reStructuredText and in MyST from one description."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

__all__ = [
    "BUILDERS", "IN_EACH_BUILDER", "built_once", "directive", "others_than", "read_after", "title", "toctree", "unmarked",
]  # fmt: skip

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
    lines = [*given, *(["", *body.splitlines()] if body else [])]
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


def others_than(
    mistakes: Sequence[tuple[str, str, dict[str, str], str, bool]],
    suffix: str,
    project: Callable[..., Any],
    files: Mapping[str, Any],
    drawn: str,
    settings: Mapping[str, Any],
    beside: tuple[str, str] = ("Whole.\n", "Whole."),
) -> list[str]:
    """Build a page for each mistake; return the warnings but for one each, at its place.

    A mistake is a directive, its argument and options, how its warning ends, and whether there is still a view,
    which has ``drawn`` in its markup. What is ``beside`` it, as source and as HTML, is there in any case.
    """
    pages = {f"page{n}": directive(*one[:3], suffix) + beside[0] for n, one in enumerate(mistakes)}
    made = {f"{name}.{suffix}": title(name, suffix) + shown for name, shown in pages.items()}
    made[f"index.{suffix}"] = title("All", suffix) + toctree("*", suffix)
    # Sphinx 7 shows the kind of a warning only when asked.
    known = {**settings, "extensions": ["myst_parser", "sphinx_roles"], "show_warning_types": True}
    built = project({**made, **files}, **known).build()
    rest = list(built.warnings)
    for name, (view, _, _, warning, is_drawn) in zip(pages, mistakes, strict=True):
        (reported,) = (line for line in built.warnings if line.startswith(f"{name}.{suffix}:"))
        assert reported.endswith(warning)
        assert re.match(rf"{name}\.{suffix}:\d+:\d+: WARNING: {view}: ", reported)
        page = built.page(f"{name}.html")
        assert (drawn in page) == is_drawn
        assert beside[1] in page
        rest.remove(reported)
    return rest


def read_after(made: Any, files: Mapping[str, str], *edits: tuple[str, str, str, list[str]]) -> None:
    """Edit the files of a project one after another: only the pages named are read again, and all are right.

    An edit is the name of a file, an old and a new text in it, and the pages.
    """
    made.build(strict=True)
    assert made.build(strict=True).read == []
    now = {**files}
    for name, old, new, read in edits:
        assert old in now[name]
        now[name] = now[name].replace(old, new)
        made.write(name, now[name])
        again = made.build(strict=True)
        assert sorted(again.read) == read, (name, old)
    assert again.files(".html") == made.build(fresh=True, strict=True).files(".html")


def unmarked(name: str, text: Any) -> tuple[Any, list[str]]:
    """A text without its marks (``§``), and the place of each."""
    marks = []
    while isinstance(text, str) and "§" in text:
        before, _, after = text.partition("§")
        marks.append(f"{name}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}")
        text = before + after
    return text, marks
