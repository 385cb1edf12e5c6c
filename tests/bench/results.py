"""What has been measured, as tables to print, as a page and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from .measure import Cost


class Bound(Struct, frozen=True):
    """A limit that we have set ourselves, and what was found."""

    what: str
    found: float
    bound: float | None
    unit: str = ""

    @property
    def holds(self) -> bool:
        """True where the bound is kept; what could not be measured is not."""
        return self.bound is None or self.found <= self.bound


class Part(Struct, frozen=True):
    """One table of figures."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


class Result(Struct):
    """All that a measurement has found; ``seconds`` are for JSON, and compare only within one run."""

    parts: list[Part] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)

    def add(self, other: Result) -> None:
        """Take over what another measurement has found."""
        self.parts += other.parts
        self.bounds += other.bounds
        self.seconds.update(other.seconds)

    def note(self, title: str, costs: Mapping[str, Sequence[Cost]]) -> None:
        """Keep the seconds of builds, by who made them."""
        self.seconds.update({f"{title}: {name}": [one.cpu for one in some] for name, some in costs.items()})


def number(value: float) -> str:
    """Return a ratio in as many figures as it deserves; a dash for what could not be measured."""
    if math.isnan(value):
        return "–"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.0f}"


def markdown(result: Result, level: str = "##") -> str:
    """Return all tables, the bounds first."""
    rows = [(b.what, f"{b.found:.3g}{b.unit}", *_kept(b)) for b in result.bounds]
    reported = []
    if rows:
        reported += [f"{level} The bounds", "", *_table(("what", "found", "bound", "holds"), rows), ""]
    for part in result.parts:
        reported += [f"{level} {part.title}", ""]
        reported += [part.note, ""] if part.note else []
        reported += [*_table(part.heads, part.rows), ""]
    return "\n".join(reported)


def _kept(bound: Bound) -> tuple[str, str]:
    if bound.bound is None:
        return "–", "–"
    return f"{bound.bound:g}{bound.unit}", "yes" if bound.holds else "**no**"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [list(heads), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    drawn = [
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in lines
    ]
    rule = [
        f"|{'|'.join('-' * (width + 2) if not column else '-' * (width + 1) + ':' for column, width in enumerate(widths))}|"
    ]
    return [drawn[0], *rule, *drawn[1:]]
