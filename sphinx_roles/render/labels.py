"""Every word that a reader sees and that the data does not hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from functools import cache, lru_cache
from gettext import NullTranslations
from html import escape
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from msgspec import Struct
from sphinx.locale import get_translator

from sphinx_roles.fields import FIELDS
from sphinx_roles.model import Holder, Responsibility, Role, Text

if TYPE_CHECKING:
    # A page without a view does not import the analysis.
    from sphinx_roles.analysis.matrix import Cell
    from sphinx_roles.analysis.selection import Letter, Part
    from sphinx_roles.analysis.sentence import LetterRef

_FROM_THE_RIGHT = ("ar", "fa", "he", "ur")


class Labels(Struct, frozen=True, kw_only=True):
    """The words in English; `translated` gives those of another language."""

    matrix: str = "Responsibility matrix"
    responsibility: str = "Responsibility"
    section: str = "Section"
    role: str = "Role"
    roles: str = "Roles"
    none: str = "no part"
    nobody: str = "nobody"
    total: str = "Total"
    legend: str = "Letters"
    unread: str = "not understood"
    until: str = "until {date}"
    download: str = "Download as CSV"
    edit: str = "Edit {name}"
    link: str = "Link to {name}"
    done_when: str = "Done when"
    frequency: str = "How often"
    links: str = "Links"
    covers: str = "Covers"
    notes: str = "Notes"
    details: str = "What the rows mean"
    past: str = "no longer there"
    nobody_holds: str = "nobody at present"
    acting: str = "acting"
    since: str = "since {date}"
    open: str = "This role is open: get in touch."
    vacant: str = "vacant"
    absent: str = "absent"
    draft: str = "draft"
    deprecated: str = "deprecated"
    covered_by: str = "covered by {name}"
    assigned: str = "{letters} for {count}: {rows}"
    covering: str = ", for the {status} {name}"
    covering_also: str = ", also for the {status} {name}"
    and_more: str = ", "
    and_apart: str = "; "
    and_last: str = " and "
    and_said: str = ": "
    decimal: str = "."
    # How a day and a month are written (Unicode TR 35, date format patterns), and in which language.
    # Spaces do not break, or a line would end inside a date.
    day_pattern: str = "d\u00a0MMM\u00a0y"
    month_pattern: str = "MMM\u00a0y"
    language: str = "en"
    team: str = "team"
    person: str = "person"
    external: str = "external"
    agent: str = "agent"
    colon: str = "{label}:"
    # The index and the search
    index_of_roles: str = "Index of roles"
    organisation: str = "Organisation"
    # What the script adds to a matrix
    filter_rows: str = "Filter the rows"
    my_role: str = "My role"
    all_rows: str = "All rows"
    takes_part: str = "Takes part"
    as_written: str = "As written"
    by_name: str = "A to Z"
    shown_of: str = "{0} of {1} rows"
    copied: str = "Link copied"
    # Roles side by side
    comparison: str = "Comparison of {names}"
    about_roles: str = "About the roles"
    verdict: str = "Verdict"
    verdicts: str = "What the verdicts mean"
    same: str = "the same"
    unsaid: str = "not said"
    of_rows: str = "Of {count} responsibilities: {parts}."
    of_row: str = "Of 1 responsibility: {parts}."
    no_rows: str = "No responsibility differs."
    rows_left_out: str = "Left out as the same for all: {count}."
    shared: str = "shared"
    only: str = "only {name}"
    only_one: str = "only one"
    contested: str = "contested"
    handed_over: str = "handed over"
    passive: str = "involved"
    shared_means: str = "two or more of the roles do it or answer for it"
    only_means: str = "one of the roles does it or answers for it"
    contested_means: str = "two or more of the roles hold the same letter that decides"
    handed_over_means: str = "some of the roles do it, and others answer for it"
    passive_means: str = "none of the roles does it or answers for it, but one or more have a part"
    nobody_means: str = "none of the roles has a part"
    in_common: str = "In common"
    in_common_pair: str = (
        "{left} and {right}: {shared} in common, {only_left} only {left}, {only_right} only {right}; "
        "Jaccard index {index}"
    )
    in_common_table: str = "how many responsibilities each pair has in common, and its Jaccard index"
    # Where roles overlap
    overlap: str = "Overlap of {names}"
    overlap_letters: str = "What counts: {letters}."
    overlap_key: str = (
        "In each region: the ringed number of its list below, and how many responsibilities are in it."
    )
    overlap_region: str = "{number}: {names} ({count})"
    overlap_count: str = "({count})"
    overlap_others: str = "None of them: {count}."
    overlap_none: str = "none"
    rows: str = "Responsibilities"
    list_number: str = "List"
    overlap_total: str = "In all"
    overlap_in: str = "yes"
    overlap_out: str = "no"

    # Skills
    skill_matrix: str = "Skill matrix"
    skill_head: str = "Skill"
    skill_family: str = "Family"
    skill_needed: str = "asked for"
    skill_criteria: str = "criteria ({count})"
    skill_unneeded: str = "not asked for"
    skill_steps: str = "Steps"
    skill_meanings: str = "What the skills mean"
    skill_span: str = "{low} to {high}"
    skill_family_none: str = "Others"
    path_way: str = "From {start} to {goal}"
    path_between: str = "The way between {names}"
    path_percent: str = "{percent}% of what {goal} asks for is there."
    path_leading: str = "What makes the difference: {skills}."
    path_unskilled: str = "No skills are recorded for {name}."
    path_shared: str = "Shared"
    path_deepen: str = "To deepen"
    path_learn: str = "To learn"
    path_let_go: str = "To let go"
    path_step: str = "{before} → {after}"
    path_rows_come: str = "Responsibilities that come"
    path_rows_stay: str = "Responsibilities that stay"
    path_rows_go: str = "Responsibilities that go"
    path_duties_come: str = "Duties that come"
    path_duties_go: str = "Duties that go"
    path_nearest: str = "Nearest from {names}"
    path_there: str = "Already there"
    path_enough: str = "{before}; {after} is enough"
    path_next: str = "next step"
    ladder_of: str = "Levels of {names}"
    skill_list: str = "Skills"
    ladder_after: str = "after {name}"
    ladder_equals: str = "of the rank of {names}"
    ladder_extends: str = "As {name}, and:"
    ladder_dropped: str = "No longer"
    ladder_skipped: str = "There is no {names}."
    skill_needed_by: str = "Needed by"
    level_added: str = "Added"
    level_deepened: str = "Deepened"
    level_dropped: str = "Dropped"
    level_same: str = "The same"

    # How fresh it is
    overdue: str = "overdue"
    day_by: str = "{date}, by {name}"

    # Who holds what
    holders: str = "Who holds what"
    holder_person: str = "Person"
    holder_team: str = "Team"
    holder_no_team: str = "Without a team"
    holder_roles: str = "Holds"
    holder_people: str = "People"
    holder_deputies: str = "Deputies and cover"
    holder_cover: str = "Cover"
    holder_vacancies: str = "Open posts"
    holder_past: str = "Held before"
    holder_former: str = "Formerly"
    holder_unrecorded: str = "not recorded"
    holder_meanwhile: str = "meanwhile for {names}"
    holder_leaving: str = "Falls free on leaving"
    holder_leaving_none: str = "nothing: others are there for all of it"
    holder_leaving_role: str = "no other holder"
    # A role as a whole
    index_all: str = "All"
    profile_tools: str = "Tools and measures"
    profile_overlaps: str = "Overlaps with other roles"
    profile_findings: str = "Open findings"
    profile_variant: str = "What differs from the role that it extends"
    profile_changes: str = "What changed"
    profile_answers: str = "Answer for its work"
    profile_does: str = "Do what it answers for"
    profile_works: str = "Work on the same"
    profile_asked: str = "Are asked by it"
    profile_told: str = "Are told by it"
    profile_asks: str = "Ask it"
    profile_tells: str = "Tell it"
    profile_covered_by: str = "Stands in for"
    profile_reports_to: str = "Report to it"
    profile_part_of: str = "Are part of it"
    profile_interactions: str = "In their words"

    # What the audit finds
    error: str = "Error"
    warning: str = "Warning"
    hint: str = "Hint"
    errors: str = "Errors"
    warnings: str = "Warnings"
    hints: str = "Hints"
    audit_rows: str = "Responsibilities"
    audit_clean: str = "No findings: all that the rules looked at is in order."
    audit_more: str = "More findings: {count}"
    audit_items: str = "All {count}"
    audit_accepted: str = "Accepted"
    accepted_until: str = "accepted until {date}"
    accepted_for_good: str = "accepted for good"
    lapsed: str = "accepted until {date}, and no longer"
    or_last: str = " or "
    and_rest: str = "{names} and {count} more"
    # What changed
    changes_between: str = "Changes from {old} to {new}"
    changes_since: str = "Changes since {old}"
    changes_none: str = "Nothing has changed."
    changes_letters: str = "Letters"
    changes_rows: str = "Responsibilities"
    changes_roles: str = "Roles"
    changes_people: str = "People"
    changes_fields: str = "Descriptions"
    changes_skills: str = "Skills"
    changes_schemes: str = "Schemes"
    changes_order: str = "Order"
    change_old: str = "Before"
    change_new: str = "Now"
    # Where people disagree
    agreement: str = "Where people disagree"
    agreement_head: str = "Agreement"
    agreement_figure: str = "Krippendorff's alpha: {alpha} (1: all agree; 0: no more than by chance)."
    agreement_undefined: str = (
        "Krippendorff's alpha is not defined: there are no two different answers to compare."
    )
    agreement_counts: str = "People: {people}. Responsibilities: {count}; the same from all: {agreed}."
    agreement_unanswered: str = "Answered by nobody: {count}."
    agreement_left_out: str = "Not shown: {count}."
    agreement_numbers: str = "Each number is a person; their order tells nothing of who they are."
    percent: str = "{percent}%"
    agreement_alone: str = "one answer"
    agreement_answered: str = "answered by {count} of {people}"
    agreement_all: str = "all"
    # Who reports to whom, and who works with whom
    role_map: str = "Map of roles"
    map_about: str = "Roles: {count}. Pairs that work together: {ties}. The list says what the picture shows."
    map_key_reports: str = "A line leads down to who reports there."
    map_key_parts: str = "A broken line leads to what something is part of."
    map_key_teams: str = "The list names the teams of those who report elsewhere."
    map_key_ties: str = "A curved line joins two who work together; its number is that of the list."
    map_key_more: str = "Of {ties} such pairs, {drawn} are in the picture."
    map_others: str = "More pairs: {count}"
    map_reports: str = "reports to {name}"
    map_part_of: str = "part of {name}"
    map_ties: str = "Who works with whom"
    map_pair: str = "{one} and {other}"
    map_common: str = "Responsibilities in common: {count}"

    heads: Mapping[str, str] = {}
    """The heads of fields, as `fields` has them: by key, those of rows with ``row`` before it."""
    authored: Mapping[str, str] = {}
    """Translations of short texts of the author: conditions, statuses, labels of fields."""

    def translated(self, translate: Callable[[str], str]) -> Labels:
        """Return the words in the language of ``translate`` (a gettext function)."""
        own: dict[str, Any] = {
            name: str(translate(getattr(self, name))) for name in self.__struct_fields__[:-2]
        }
        heads = {key: str(translate(one.label)) for key, one in FIELDS[Role].items() if one.label}
        rows = FIELDS[Responsibility].items()
        heads |= {f"row {key}": str(translate(one.label)) for key, one in rows if one.label}
        return Labels(**own, heads=heads)

    def head(self, key: str) -> str:
        """Return the head of a field of a role; the key itself where there is none."""
        return self.heads.get(key, key)

    def figure(self, number: str) -> str:
        """Return a number with the decimal sign of the language."""
        return number.replace(".", self.decimal)

    def day(self, given: date | str) -> str:
        """Return a day or a month (``2026-03``) as the language writes it; another text as it is."""
        return _written(str(given), self.day_pattern, self.month_pattern, self.language)

    def row_head(self, key: str, own: str = "") -> str:
        """Return the head of a field of a row; ``own`` is that of a field of the team's own."""
        return self.word(own) if own else self.head(f"row {key}") if f"row {key}" in self.heads else key

    def named(self, key: str) -> str:
        """Return the word for a status or kind of the data; the author's own where there is none."""
        return getattr(self, key) if key in self.__struct_fields__[:-2] else self.word(key)

    def marked(self, head: str, status: str) -> str:
        """Return what a head says with its mark, which is a bit wider than its word."""
        return f"{head} {self.named(status)}--" if status else head

    def word(self, text: str) -> str:
        """Return a short text of the author in the page's language."""
        return self.authored.get(text, str(text))

    def joined(self, parts: Iterable[str]) -> str:
        """Join names as the language does: commas, and a word before the last."""
        *names, last = parts
        return self.and_last.join(filter(None, (self.and_more.join(names), last)))


def running_text(sentences: Iterable[str]) -> str:
    """Return sentences, of which some may be empty, as one text, with no blank behind a full-width stop."""
    return " ".join(filter(None, sentences)).replace("。 ", "。")


def isolated(text: str, language: str) -> str:
    """Return a text that turns nothing around it, whichever its direction and that of the page."""
    others = {"L"} if language in _FROM_THE_RIGHT else {"R", "AL"}
    turns = any(unicodedata.bidirectional(char) in others for char in text)
    return f"\u2068{text}\u2069" if turns else text


def holder_words(holder: Holder, labels: Labels) -> str:
    """Return what qualifies a holder: handle, capacity, acting, period, organisation."""
    words = [labels.word(part) for part in (holder.handle, holder.capacity) if part]
    if holder.acting:
        words.append(labels.acting)
    if holder.since:
        words.append(labels.since.format(date=labels.day(holder.since)))
    if holder.until:
        words.append(labels.until.format(date=labels.day(holder.until)))
    words += [labels.word(part) for part in (holder.org, holder.email) if part]
    return labels.and_more.join(words)


def mode_words(how: Text | None, until: Text | None, labels: Labels) -> str:
    """Return how, and until when, two roles work together."""
    parts = [labels.word(how)] if how else []
    return labels.and_more.join([*parts, *([labels.until.format(date=labels.day(until))] if until else [])])


def status_words(kind: str, state: str, labels: Labels) -> list[str]:
    """Return the words for what is unusual about a role: its kind and its status."""
    return [labels.named(word) for word in (kind if kind != "role" else "", state) if word]


def limit_words(part: Part, labels: Labels) -> str:
    """Return under which condition, and until when, an assignment holds."""
    until = labels.until.format(date=labels.day(part.until)) if part.until else ""
    return labels.and_more.join(filter(None, (labels.word(part.when), until)))


def limits_of(cells: Iterable[Cell], labels: Labels) -> list[list[str]]:
    """Return under which conditions the assignments of each cell hold."""
    return [[limit_words(part, labels) for part in cell.parts] for cell in cells]


def color_class(color: str) -> str:
    """Return the class for a colour of the data (``#0b63b5``, ``teal``)."""
    return f"ro-tone-{color.lstrip('#').lower()}"


_SHAPES = {"does": "square", "decides": "circle", "advises": "outline", "informed": "dashed"}
"""The shape that the stylesheet gives to what a letter means; the others are squares."""


def badge_classes(letter: Letter | LetterRef) -> str:
    """The classes of a badge: what it means, and what is unusual about it."""
    usual = _SHAPES.get(letter.means, "square") == letter.shape
    colored = f" {color_class(letter.color)}" if letter.color else ""
    return f"ro-{letter.means}{'' if usual else f' ro-{letter.shape}'}{colored}"


class Badges:
    """Draws the badges of one scheme; equal ones are made once.

    A large matrix has tens of thousands of cells, so their markup is short: the word is the
    text, for ears and for whoever reads without our stylesheet, which draws the letter for eyes.
    ``numbers`` are those of conditions, which are shown where their words have no room.
    """

    def __init__(
        self,
        legend: tuple[Letter, ...],
        labels: Labels,
        name: Mapping[str, str],
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        self.labels, self.numbers = labels, numbers or {}
        opened = {p.letter: f'<b class="{badge_classes(p)}" data-ro="{escape(p.letter)}">' for p in legend}
        self.badge = {key: f"{tag}{name[key]}</b>" for key, tag in opened.items()}
        self.key = {key: f'<span class="ro-key">{tag}</b> {name[key]}</span>' for key, tag in opened.items()}

    def plain_cell(self, cell: Cell) -> str:
        """Return a table cell that is the badge of its first letter itself: a page has fewer elements."""
        if any(part.unread or limit_words(part, self.labels) for part in cell.parts):
            return f'<td class="ro-full">{" ".join(map(self.part, cell.parts))} </td>'
        first, *others = (self.badge[letter] for part in cell.parts for letter in part.letters)
        opened, _, word = first.removesuffix("</b>").partition(">")
        return f"<td{opened[2:]}>{' '.join([word, *others])} </td>"

    def part(self, part: Part) -> str:
        """Return the badges of one assignment, with its condition and its end."""
        badges = " ".join(self.badge[letter] for letter in part.letters)
        if part.unread:
            badges = (
                f'<span class="ro-unread">{escape(part.unread)}'
                f'<span class="ro-hidden"> ({escape(self.labels.unread)})</span></span>'
            )
        if not (text := limit_words(part, self.labels)):
            return badges
        when = f"({escape(text)})"
        step = f' data-ro-step="{self.numbers[text]}"' if text in self.numbers else ""
        return f'<span class="ro-part">{badges} <span class="ro-when"{step}>{when}</span></span>'


def labels_of_build() -> Labels:
    """Return the words in the language of the build."""
    return _labels(get_translator("sphinx_roles"))


# A page may have many views, and each has use for some of the words.
@lru_cache(maxsize=1)
def _labels(translator: NullTranslations) -> Labels:
    return Labels().translated(translator.gettext)


_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")


@cache
def _written(text: str, day: str, month: str, language: str) -> str:
    if (found := _DAY.fullmatch(text)) is not None:
        with suppress(ValueError):
            known = date.fromisoformat(text if found[1] else f"{text}-01")
            return format_date(known, day if found[1] else month, locale=language)
    return text
