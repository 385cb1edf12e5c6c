"""Small pages for builds, in reStructuredText and in MyST from one description."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

__all__ = [
    "BUILDERS", "IN_EACH_BUILDER", "Tags", "as_myst", "built_once", "compare", "directive", "others_than", "read_after", "title", "toctree", "unmarked",
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
    mistakes: Sequence[Sequence[Any]],
    suffix: str,
    project: Callable[..., Any],
    files: Mapping[str, Any],
    drawn: str,
    settings: Mapping[str, Any],
    beside: tuple[str, str] = ("Whole.\n", "Whole."),
    links: str = "",
) -> list[str]:
    """Build a page for each mistake; return the warnings but for one each, at its place.

    A mistake is a directive, its argument and options, how its warning ends (``…`` is any text), and whether there is still a view,
    which has ``drawn`` in its markup. What is ``beside`` it, as source and as HTML, is there in any case.
    """
    pages = {
        f"page{n}": directive(one[0], one[1], one[2], suffix) + beside[0] for n, one in enumerate(mistakes)
    }
    made = {f"{name}.{suffix}": title(name, suffix) + shown for name, shown in pages.items()}
    made[f"index.{suffix}"] = title("All", suffix) + toctree("*", suffix) + links
    # Sphinx 7 shows the kind of a warning only when asked.
    known = {**settings, "extensions": ["myst_parser", "sphinx_roles"], "show_warning_types": True}
    built = project({**made, **files}, **known).build()
    rest = list(built.warnings)
    for name, (view, _, _, warning, is_drawn) in zip(pages, mistakes, strict=True):
        (reported,) = (line for line in built.warnings if line.startswith(f"{name}.{suffix}:"))
        assert fits(reported, f"…{warning}")
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


def as_myst(text: str) -> str:
    """The MyST of a page in reStructuredText that has a title, directives and roles, and nothing nested."""
    lines: list[str] = []
    fenced = False
    for line, after in pairwise([*text.rstrip().split("\n"), "."]):
        if fenced and line and not line.startswith("   "):
            while not lines[-1]:
                lines.pop()
            lines += ["```", ""]
            fenced = False
        if found := re.fullmatch(r"\.\. ([\w-]+):: ?(.*)", line):
            lines.append(f"```{{{found[1]}}} {found[2]}".rstrip())
            fenced = True
        elif re.fullmatch("=+", after) and line:
            lines.append(f"# {line}")
        elif line == ":orphan:":
            lines += ["---", "orphan: true", "---"]
        elif not re.fullmatch("=+", line):
            lines.append(line.removeprefix("   ") if fenced else line)
    if fenced:
        lines.append("```")
    return re.sub(r":([a-z:]+):(?=`)", r"{\1}", "\n".join(lines)) + "\n"


class Tags(HTMLParser):
    """Collects every start tag; ``ours`` says that it is in a view."""

    VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], bool]] = []
        self.views: list[str] = []
        self.depth = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if not self.depth and "ro" in (given.get("class") or "").split():
            self.views.append("")
            self.depth = 1
        elif self.depth and tag not in self.VOID:
            self.depth += 1
        self.found.append((tag, given, self.depth > 0))
        self.keep(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.keep(f"</{tag}>")
        if self.depth and tag not in self.VOID:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.keep(data)

    def keep(self, text: str) -> None:
        if self.depth:
            self.views[-1] += text


def fits(line: str, expected: str) -> bool:
    """Whether a line is as expected, where ``…`` is any text."""
    return re.fullmatch(".*".join(map(re.escape, expected.split("…"))), line) is not None


def words(text: str) -> str:
    """The words of a page, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def compare(built: Any, step: Mapping[str, Any], marks: Sequence[str] = ()) -> None:
    """Compare what a build left with what a step says of it."""
    places = iter(marks)
    told = [re.sub("^§", lambda _: next(places), one) for one in step.get("told", [])]
    assert len(told) == len(built.warnings) and all(map(fits, built.warnings, told)), built.warnings  # noqa: PT018
    if "read" in step:
        assert sorted(built.read) == step["read"]
    for key, there in (("shown", True), ("absent", False), ("said", True), ("unsaid", False)):
        for name, texts in step.get(key, {}).items():
            page = words(built.page(name)) if key.endswith("said") else built.page(name)
            assert [text for text in texts if (text in page) != there] == [], (key, name)
    for name, counts in step.get("counted", {}).items():
        assert {text: built.page(name).count(text) for text in counts} == counts, name
    for name, patterns in step.get("found", {}).items():
        for pattern, expected in patterns.items():
            found = re.findall(pattern, built.page(name), re.DOTALL | re.MULTILINE)
            assert [list(one) if isinstance(one, tuple) else one for one in found] == expected, (
                name,
                pattern,
            )
    files = built.files()
    assert [name for name in step.get("made", []) if name not in files] == []
    assert [name for name in step.get("unmade", []) if name in files] == []
