"""Every word of ours that a reader sees. The words of the data are the data's."""

from __future__ import annotations

from collections.abc import Callable

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

    def translated(self, translate: Callable[[str], str]) -> Words:
        """Return the words in the language of ``translate`` (a gettext function)."""
        return Words(**{name: str(translate(getattr(self, name))) for name in self.__struct_fields__})

    def named(self, key: str) -> str:
        """Return the word for a field or status of the data; the key itself where there is none."""
        return getattr(self, key) if key in self.__struct_fields__ else key
