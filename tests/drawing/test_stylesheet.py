"""The stylesheet, as a text."""

from __future__ import annotations

import re
from pathlib import Path

import sphinx_roles


def test_sizes_of_paragraphs_are_not_reset() -> None:
    """What themes set of paragraphs is taken back by two classes and an element: a rule of ours needs more."""
    folder = Path(sphinx_roles.__file__).parent
    drawn = "".join(path.read_text("utf-8") for path in (folder / "render").rglob("*.py"))
    found = re.findall(r'<(?:p|li|dt|dd|details|summary) class="([^"{]+)"', drawn)
    ours = {name for names in found for name in names.split() if name.startswith("ro-")} - {"ro-detail"}
    css = re.sub(
        r"/\*.*?\*/", "", (folder / "static" / "sphinx-roles.css").read_text("utf-8"), flags=re.DOTALL
    )
    weak = []
    for selectors, body in re.findall(r"([^{}@]+)\{([^{}]*)\}", css):
        for one in (
            re.split(r",(?![^(]*\))", selectors) if re.search(r"(font-size|line-height):", body) else ()
        ):
            last = re.split(r"[\s>+~]+", one.strip())[-1]
            if last.removeprefix(".") in ours and len(re.findall(r"[.\[:]", one)) < 3:
                weak.append(one.strip())
    assert weak == []


def test_no_side_is_left_or_right() -> None:
    """What has four sides of its own is not the same from right to left: such sides are `inline`."""
    css = (Path(sphinx_roles.__file__).parent / "static" / "sphinx-roles.css").read_text("utf-8")
    found = re.findall(r"(?:padding|margin|inset|border-width|--ro-m): ([^;}]+)", css)
    sides = [re.findall(r"(?:\([^)]*\)|[^\s(])+", one) for one in found]
    assert max(map(len, sides)) == 4
    # The border of a square that is turned is the same in either direction.
    ours = [one for one in sides if len(one) == 4 and one[1] != one[3]]
    assert ours == [["0", "1.5px", "1.5px", "0"]]


def test_links_of_headings_that_are_none_wait_for_the_pointer() -> None:
    css = (Path(sphinx_roles.__file__).parent / "static" / "sphinx-roles.css").read_text("utf-8")
    shown = dict(re.findall(r"(p\.rubric\S*headerlink) \{[^}]*visibility: (\w+)", css))
    assert shown == {"p.rubric>.headerlink": "hidden", "p.rubric:hover>.headerlink": "visible"}


def test_links_to_rows_are_away_where_no_pointer_can_hover() -> None:
    """They would cover the ends of names; so this rule goes before all that show them in another way."""
    css = (Path(sphinx_roles.__file__).parent / "static" / "sphinx-roles.css").read_text("utf-8")
    (away,) = re.findall(r"@media \(hover: none\) \{ (\S.*?) \{ display: none; \} \}", css)
    others = re.findall(r"^\s*(\S[^{}\n]*\.ro-tools>a[\w:-]*) \{[^}]*display: (?!none)", css, re.MULTILINE)
    assert others
    assert [one for one in others if one.count(".") + one.count(":") >= away.count(".")] == []


def test_nothing_is_computed_for_each_letter_that_is_the_same_for_all() -> None:
    """Chromium shares no style of a letter, nor one with parts of a container: a tenth of a small matrix each."""
    css = (Path(sphinx_roles.__file__).parent / "static" / "sphinx-roles.css").read_text("utf-8")
    rules = re.findall(r"([^{}@;]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    found = [selectors.strip() for selectors, body in rules if "color(from" in body]
    assert found == [".ro", ".ro [data-ro][class*=ro-tone-], .ro .ro-severity>i, .ro .ro-sign"]
    cells = [selectors for selectors, body in rules if "cqi" in body.replace("--ro-cqi", "")]
    assert [
        one for one in cells if "ro-free>table.ro-table>" in one or ".ro.ro table.ro-table>*>tr" in one
    ] == []
