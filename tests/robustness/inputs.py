"""Inputs: texts that are made from the words of each format, and files that are there, mutated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from sphinx_roles.catalog.records import known_keys
from sphinx_roles.catalog.schema import TOP_KEYS
from sphinx_roles.model import Holder, Level, Participation, Responsibility, Role, Skill

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
_LARGEST = 60_000
"""Of larger files, a window is taken."""
_READ = {".yaml", ".yml", ".json", ".toml", ".csv", ".tsv", ".md", ".rst", ".txt"}

_KEYS = [*TOP_KEYS, *known_keys(Role), *known_keys(Responsibility), *known_keys(Holder), *known_keys(Level),
         *known_keys(Participation), *known_keys(Skill), "rows", "letters", "when", "steps", "<<", "x"]  # fmt: skip

NASTY = (
    "\x00", "\ufeff", "\u2028", "\x85", "\u200b", "\ue000", "\r", "\r\n", "\t", "\x1b[31m", "\x7f", "\u202e",
    "1e400", "9" * 400, "-0", ".inf", "NaN", "0x", "1_000", "2027-13-45", "0000-00-00", "99999999999999-01",
    "&a", "*a", "<<: *a", "&a [*a]", "{" * 90, "[" * 120, "- " * 120, "? ", ": ", "!!python/object:os.system ",
    "!!binary ", "%YAML 9.9", "---", "...", "|", ">", "'", '"', "\\", "\\u0000", "\\ud800", '"\\x"', "#",
    "| - |", "|---|", "|:-:|", "\\|", "<br>", "<!-- roles -->", "[^1]", "[^1]: x", "```", "~~~", "+---+", "=== ===",
    ".. list-table::", "   * - x", "sep=;", '"""', "'''", "[[x]]", "[x.y]", "a = ", "\N{CYRILLIC CAPITAL LETTER A}",
    "A/R", "R, A (x)", "(((((", "=cmd()", "a" * 5000, "é\u0301" * 50, "\U0001f469\u200d\U0001f4bb", "\ud7ff",
)  # fmt: skip
_JOINTS = ("", " ", "\n", "\n  ", "\n    ", ": ", ", ", "\n- ", " | ", "\t", ";", ",")

_words = st.one_of(
    st.sampled_from(_KEYS), st.sampled_from(NASTY), st.sampled_from(["sre", "devops", "A/R", "R", "C", "I", "", "1"]),
    st.text(max_size=8),
)  # fmt: skip


def made() -> st.SearchStrategy[str]:
    """Texts of the words and signs that mean something in a format."""
    pairs = st.lists(st.tuples(_words, st.sampled_from(_JOINTS)), max_size=40)
    return pairs.map(lambda found: "".join(word + joint for word, joint in found))


_leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(["A/R", "sre", "R (x)", "2027-03-31", ""]),
    st.sampled_from(NASTY), st.text(max_size=6),
)  # fmt: skip


def shaped() -> st.SearchStrategy[str]:
    """Catalogs in which anything may stand anywhere, as JSON: a subset of YAML."""
    keys = st.one_of(
        st.sampled_from(_KEYS), st.sampled_from(["sre", "devops", "A", "R"]), st.text(max_size=3)
    )
    values = st.recursive(
        _leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
        max_leaves=25,
    )
    return st.dictionaries(st.sampled_from([*TOP_KEYS]), values, max_size=4).map(_dumped)


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _folder_files(folder: Path) -> list[Path]:
    found = (path for path in sorted(folder.rglob("*")) if path.suffix in _READ and path.is_file())
    return [path for path in found if "_build" not in path.parts and ".git" not in path.parts]


@cache
def own_files() -> Sequence[Path]:
    """Our own examples, in every format."""
    folders = ("docs", "sphinx_roles/cli/demo", "sphinx_roles/cli/own")
    return [path for folder in folders for path in _folder_files(ROOT / folder)]


@cache
def real_files() -> Sequence[Path]:
    """Other people's files, where the folder with them is there."""
    return (
        [path for path in _folder_files(SHARED) if path.stat().st_size < 2_000_000] if SHARED.is_dir() else []
    )


@cache
def _content(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


@st.composite
def mutated_text(draw: st.DrawFn, texts: Sequence[str]) -> str:
    """A text with a few things gone, doubled, swapped or put in."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 6))):
        text = _mutated(draw, text)
    return text


@st.composite
def mutated(draw: st.DrawFn, files: Sequence[Path]) -> tuple[str, str]:
    """A file with a few things gone, doubled, swapped or put in; and its suffix."""
    path = draw(st.sampled_from(files))
    text = _content(path)
    if len(text) > _LARGEST:
        start = draw(st.integers(0, len(text) - _LARGEST))
        text = text[start : start + draw(st.sampled_from([500, 5_000, _LARGEST]))]
    for _ in range(draw(st.integers(1, 6))):
        text = _mutated(draw, text)
    return text, path.suffix


def _mutated(draw: st.DrawFn, text: str) -> str:
    at, length = draw(st.integers(0, len(text))), draw(st.sampled_from([0, 1, 2, 7, 40, 300]))
    before, part, after = text[:at], text[at : at + length], text[at + length :]
    how = draw(st.sampled_from(["out", "twice", "in", "for", "end", "indent", "lines"]))
    word = draw(_words)
    if how == "lines":
        lines = text.split("\n")
        one, other = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        lines[one], lines[other] = lines[other], lines[one]
        return "\n".join(lines)
    return {
        "out": before + after,
        "twice": before + part + part + after,
        "in": before + word + part + after,
        "for": before + word + after,
        "end": before,
        "indent": before + part.replace("\n", "\n  ") + after,
    }[how]


@st.composite
def encoded(draw: st.DrawFn, text: str) -> bytes:
    """The bytes of a text, mostly as UTF-8; sometimes broken."""
    how = draw(st.sampled_from(["utf-8"] * 6 + ["utf-8-sig", "utf-16", "utf-16-be", "broken", "crlf"]))
    if how == "crlf":
        return text.replace("\n", "\r\n").encode("utf-8", "surrogatepass")
    data = text.encode("utf-8" if how == "broken" else how, "surrogatepass")
    if how == "utf-16-be":
        data = b"\xfe\xff" + data
    if how == "broken":
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.binary(min_size=1, max_size=3)) + data[at:]
    return data
