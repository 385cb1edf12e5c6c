"""Every word of ours that a reader sees. The words of the data are the data's."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec import Struct

__all__ = ["Words"]


class Words(Struct, frozen=True, kw_only=True):
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
    notes: str = "Notes"
    details: str = "What the rows mean"
    summary: str = "Purpose"
    description: str = "Description"
    duties: str = "Responsibilities"
    requirements: str = "Requirements"
    decisions: str = "Decides"
    skills: str = "Skills"
    tools: str = "Tools"
    metrics: str = "Measures"
    interactions: str = "Works with"
    reports_to: str = "Reports to"
    part_of: str = "Part of"
    next: str = "Next step"
    extends: str = "Builds on"
    levels: str = "Levels"
    holders: str = "Held by"
    past_holders: str = "Formerly held by"
    nobody_holds: str = "nobody at present"
    acting: str = "acting"
    since: str = "since {date}"
    contact: str = "Contact"
    family: str = "Family"
    grade: str = "Grade"
    tags: str = "Tags"
    aliases: str = "Also called"
    maintainer: str = "Maintained by"
    open: str = "This role is open: get in touch."
    vacant: str = "vacant"
    absent: str = "absent"
    draft: str = "draft"
    deprecated: str = "deprecated"
    covered_by: str = "covered by {name}"
    covering: str = ", for the {status} {name}"
    and_more: str = ", "
    and_last: str = " and "
    team: str = "team"
    person: str = "person"
    external: str = "external"
    colon: str = "{label}:"
    # Roles side by side
    comparison: str = "Comparison of {names}"
    tagline: str = "Tagline"
    open_label: str = "Open"
    about_roles: str = "About the roles"
    verdict: str = "Verdict"
    verdicts: str = "What the verdicts mean"
    differs: str = "differs"
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
    passive: str = "asked or told"
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

    def translated(self, translate: Callable[[str], str]) -> Words:
        """Return the words in the language of ``translate`` (a gettext function)."""
        return Words(**{name: str(translate(getattr(self, name))) for name in self.__struct_fields__})

    def named(self, key: str) -> str:
        """Return the word for a field or status of the data; the key itself where there is none."""
        return getattr(self, key) if key in self.__struct_fields__ else key

    def joined(self, parts: Iterable[str]) -> str:
        """Join names as the language does: commas, and a word before the last."""
        *names, last = parts
        return self.and_last.join(filter(None, (self.and_more.join(names), last)))
