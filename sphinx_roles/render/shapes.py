"""How views are drawn: what the options of directives say that no query needs."""

from __future__ import annotations

from msgspec import Struct

from sphinx_roles.model import Text


class MatrixShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `responsibility-matrix`."""

    layout: str = "grid"
    """``grid`` (columns are roles), ``letters`` (columns are letters) or ``list``."""
    when: str = ""
    """The condition that is chosen, which the title has."""
    split: str = ""
    """``sections``, or a number of columns; empty: one table."""
    transpose: bool = False
    legend: bool = True
    header: str = ""
    """The head of the first column; empty: the word for a responsibility."""
    short: bool = False
    """Heads are abbreviations where roles have one."""
    unfolded: bool = False
    """What a row means is open from the start."""
    download: str = ""
    """The name of a CSV file with the matrix, to which HTML has a link; empty: none."""


class CardsShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-card` and `role-cards`."""

    grid: bool = True
    """False for the single card."""
    columns: tuple[int, ...] = (1, 1, 2, 3)
    """Cards side by side on a phone, a tablet, a laptop and a wide screen."""
    titled: bool = True
    """False for a card under a heading with the name of the role."""
    fields: tuple[str, ...] = ()
    """Their order, in which those of cards side by side are in one line."""


class SkillShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `skill-matrix`."""

    transpose: bool = False
    """Roles down, skills across."""
    short: bool = False
    """Heads are abbreviations where roles have one."""
    heat: bool = True
    """A high step has a stronger colour."""
    legend: bool = True
    unfolded: bool = False
    """What a skill means is open from the start."""
    download: str = ""
    """The name of a CSV file that HTML links to."""


class LadderShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-ladder`."""

    layout: str = "sections"
    """``sections`` (level by level) or ``table`` (levels across, what they ask for down)."""
    titled: bool = True
    """False for levels under a heading of the page."""


class IndexShape(Struct, frozen=True):
    """The drawing options of `role-index`."""

    words: bool = True
    """Words above the groups lead to them."""


class ProfileShape(Struct, frozen=True):
    """How the sections of `role-profile` are drawn."""

    chapter: str = ""
    """The key of the section that is drawn; empty for all, in one view."""
    since: str = ""
    """What the catalog is called that the role is compared with."""
    linked: bool = True
    """Rows are links: those of another catalog have no targets."""
    level: int = 0
    """That of the headings, where they are in the view; 0: they are no headings of the page."""
    titled: bool = False
    """The view begins with the name of the role."""
    sections: bool = False
    """The sections are those of the page, which has nothing else."""


class SkillCardsShape(Struct, frozen=True):
    """How the entries of `skill-cards` are drawn."""

    titled: bool = True
    """False where the heading above is the name of the only one."""


class HoldersShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-holders`."""

    layout: str = "cards"
    """``cards`` or ``table``."""
    grid: bool = True
    """False for the entry of one person."""
    titled: bool = True
    """False where the heading above is that person's name."""
    columns: tuple[int, ...] = (1, 1, 2, 3)
    """As in `CardsShape`."""


class PathShape(Struct, frozen=True, kw_only=True):
    """How `role-path`, `skill-gap` and a comparison of levels are drawn."""

    levels: bool = False
    """Two levels are compared: added, deepened, dropped."""
    same: bool = True
    """What does not change is there, too."""


class AuditShape(Struct, frozen=True):
    """How `responsibility-audit` is drawn."""

    linked: bool = True
    """Rows are links: those of a file beside the catalog have no targets."""
    counted: bool = True
    """How much was looked at, and how much was found, is above the list."""


class ChangesShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `responsibility-changes`."""

    counts: bool = True
    """How many changes there are of each sort is above the list."""
    texts: bool = True
    """Texts that changed are below the sentence, as they were and as they are."""


class OverlapShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-overlap`."""

    layout: str = "picture"
    """``picture`` (circles, and a table from four roles on), ``table`` or ``list``."""


class AgreementShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `responsibility-agreement`."""

    layout: str = "table"
    """``table`` (roles across), or ``list``, which other formats than HTML always have."""
    legend: bool = True
    caption: Text | None = None


class MapShape(Struct, frozen=True, kw_only=True):
    """The drawing options of `role-map`."""

    layout: str = "picture"
    """``picture`` (up to `MOST` roles, with the list below it), or ``list``."""
    caption: Text | None = None
