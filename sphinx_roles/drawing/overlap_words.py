"""The overlap in words, the same in every builder."""

from __future__ import annotations

from collections.abc import Sequence

from sphinx_roles.analysis.overlap import OverlapReport, Region
from sphinx_roles.drawing.pen import Pen
from sphinx_roles.drawing.venn_svg import Told
from sphinx_roles.drawing.words import Words

__all__ = ["about", "is_drawn", "told", "who"]

_DRAWN = (2, 3)


def is_drawn(report: OverlapReport, layout: str) -> bool:
    """Return True where the overlap is a picture of circles."""
    return layout == "picture" and len(report.sets) in _DRAWN


def who(region: Region, names: Sequence[str], words: Words) -> str:
    """Name the roles of a region."""
    if len(region.roles) == 1:
        return words.only.format(name=names[region.roles[0]])
    return words.joined(names[place] for place in region.roles)


def told(report: OverlapReport, pen: Pen) -> Told:
    """Tell the whole overlap: its title, and each region with its number and count."""
    words = pen.words
    names = tuple(pen.plain(found.name) for found in report.sets)
    regions = (
        words.overlap_region.format(number=r.number, names=who(r, names, words), count=len(r.items))
        for r in report.regions
    )
    return Told(names, words.overlap.format(names=words.joined(names)), "; ".join(regions))


def about(report: OverlapReport, pen: Pen) -> str:
    """Say which letters count, and how many rows none of the roles does."""
    words = pen.words
    said = [words.overlap_letters.format(letters=words.joined(map(pen.plain, report.letters)))]
    if report.others:
        said.append(words.overlap_others.format(count=report.others))
    return " ".join(said if report.letters else said[1:])
