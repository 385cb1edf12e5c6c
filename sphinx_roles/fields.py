"""The fields of roles and responsibilities: what is known of each beside its type, in one table.

The annotation in `model` says how a field is read, compared, exported and translated; a record here says the
rest. The schema, cards, comparisons, the sentences of a diff and the export read it from here.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from sphinx_roles.model import Responsibility, Role


class Field(Struct, frozen=True):
    """One key of a record as a user writes it."""

    help: str
    """What editors say of it while it is written."""
    label: str = ""
    """The head of the field on a card and in a comparison, translated with the other labels."""
    noun: str = ""
    """What a sentence about a change calls it; empty: the key."""
    card: bool = False
    """A card can show it, and a comparison."""
    shown: bool = False
    """A card shows it where nothing else is asked for."""
    compared: bool = False
    """A comparison shows it where nothing else is asked for."""
    inherited: bool = True
    """A role takes it over from the one that it extends."""
    refers: bool = False
    """Its texts name roles where a role answers to them."""
    apart: bool = False
    """It has a place of its own on a card, outside the list of fields."""


FIELDS: Mapping[type[Struct], Mapping[str, Field]] = {
    Role: {
        "id": Field("What references use; by default the key."),
        "name": Field("What it is called; by default the key.", inherited=False),
        "abbr": Field("The short form.", noun="abbreviation", inherited=False),
        "aliases": Field(
            "What it is also called, in tables for instance.",
            label="Also called",
            noun="other names",
            card=True,
            inherited=False,
        ),
        "kind": Field("What sort of thing it is; by default `role`."),
        "part_of": Field(
            "The team that it is part of: a role, or any text.",
            label="Part of",
            noun="team",
            card=True,
            refers=True,
        ),
        "tagline": Field(
            "A line under the name. Markup.",
            label="Tagline",
            card=True,
            apart=True,
            shown=True,
            compared=True,
        ),
        "family": Field(
            "By which roles can be selected and sorted.", label="Family", card=True, compared=True
        ),
        "grade": Field("By which roles can be selected and sorted.", label="Grade", card=True, compared=True),
        "summary": Field(
            "What the role is for. Markup.",
            label="Purpose",
            noun="purpose",
            card=True,
            shown=True,
            compared=True,
        ),
        "purpose": Field("The same as `summary`."),
        "holders": Field(
            "Who holds it; `[]` says that nobody does.",
            label="Held by",
            card=True,
            shown=True,
            compared=True,
            inherited=False,
        ),
        "description": Field("A longer text. Markup.", label="Description", card=True),
        "duties": Field(
            "What it does, in free words. A list of markup.",
            label="Duties",
            noun="responsibilities",
            card=True,
            shown=True,
            compared=True,
        ),
        "responsibilities": Field("The same as `duties`."),
        "assign": Field(
            "Its letters and what they are for; `inherit` takes over those of the role that it `extends`.",
            label="Responsibilities",
            card=True,
            shown=True,
        ),
        "not_duties": Field(
            "What it does not do, and others may take for its work. A list of markup.",
            label="Does not do",
            noun="“does not do”",
            card=True,
        ),
        "requirements": Field("What one brings along. A list of markup.", label="Requirements", card=True),
        "decisions": Field("What it decides. A list of markup.", label="Decides", card=True),
        "skills": Field(
            "What it can do, and how well.", label="Skills", card=True, shown=True, compared=True
        ),
        "tools": Field("Tools that it works with.", label="Tools", card=True, shown=True, compared=True),
        "metrics": Field(
            "What its success is measured by. A list of markup.",
            label="Measures",
            noun="measures",
            card=True,
            shown=True,
            compared=True,
        ),
        "interactions": Field(
            "Whom it works with, and on what: roles to markup, or a list of markup.",
            label="Works with",
            noun="“works with”",
            card=True,
        ),
        "reports_to": Field(
            "Whom it reports to: a role, or any text.",
            label="Reports to",
            noun="“reports to”",
            card=True,
            refers=True,
        ),
        "extends": Field(
            "The role that it builds on, whose fields it takes over.",
            label="Builds on",
            noun="“builds on”",
            card=True,
            refers=True,
            inherited=False,
        ),
        "next": Field(
            "What may come next: roles, or any text.",
            label="Next step",
            noun="next steps",
            card=True,
            refers=True,
        ),
        "levels": Field("The steps of its ladder, lowest first.", label="Levels", card=True),
        "past_holders": Field(
            "Who held it.", label="Formerly held by", noun="former holders", card=True, inherited=False
        ),
        "open": Field(
            "An invitation to get in touch; `true` for the standard wording. Markup.",
            label="Open",
            noun="invitation",
            card=True,
            apart=True,
            shown=True,
            inherited=False,
        ),
        "status": Field("Shown beside the name, but for `active`.", inherited=False),
        "covered_by": Field("The role that stands in.", noun="cover", inherited=False),
        "contact": Field("How to reach it. Markup.", label="Contact", card=True, inherited=False),
        "handles": Field(
            "What owners files call it, such as `@acme/sre` or `group:default/sre`.",
            label="Handles",
            card=True,
            inherited=False,
        ),
        "icon": Field("A character beside the name."),
        "image": Field("A picture, by its path in the source folder."),
        "alt": Field("What the picture shows.", noun="text for the image"),
        "color": Field(
            'The edge of its card: "#rgb", "#rrggbb" (in quotes) or a CSS colour word.', noun="colour"
        ),
        "links": Field("Where to read on.", label="Links", card=True, apart=True, shown=True),
        "tags": Field("Words by which roles are selected.", label="Tags", card=True),
        "maintainer": Field("Who looks after the entry.", label="Maintained by", card=True),
        "reviewed": Field(
            "When it was last looked at: a day or a month.",
            label="Reviewed",
            noun="day of the last review",
            card=True,
            inherited=False,
        ),
        "review_by": Field(
            "When it should be looked at again: a day or a month.",
            label="Review due",
            noun="day of the next review",
            card=True,
            inherited=False,
        ),
    },
    Responsibility: {
        "id": Field("What references use; by default the key."),
        "name": Field("What it is called; by default the key."),
        "aliases": Field(
            "What it was or is also called: links by these names still lead to it.",
            label="Also called",
            noun="other names",
        ),
        "matrix": Field("The matrix that it belongs to."),
        "section": Field("The section, where the row is not in one."),
        "kind": Field("`task`, `decision`, `deliverable`, or a word of your own.", label="Kind"),
        "summary": Field("What it is. Markup.", label="Purpose", noun="purpose"),
        "done_when": Field("When it is done. Markup.", label="Done when", noun="“done when”"),
        "links": Field("Where to read on, the runbook first.", label="Links"),
        "frequency": Field("How often.", label="How often"),
        "covers": Field(
            "What it is about: globs of files, as in CODEOWNERS, and entities such as `component:api`.",
            label="Covers",
        ),
        "tags": Field("Words by which rows are selected.", label="Tags"),
        "assign": Field("Who takes part: roles to letters."),
        "notes": Field("What else there is to say. A list of markup.", label="Notes"),
        "separate": Field("Deciding and doing must not be in one hand.", noun="separation of duties"),
        "status": Field("Shown beside the name.", label="Status"),
        "maintainer": Field("Who looks after the entry.", label="Maintained by"),
        "reviewed": Field(
            "When it was last looked at: a day or a month.", label="Reviewed", noun="day of the last review"
        ),
        "review_by": Field(
            "When it should be looked at again: a day or a month.",
            label="Review due",
            noun="day of the next review",
        ),
    },
}
"""By record, then by key, in the order in which they are documented."""


PROFILE: Mapping[str, tuple[str, ...]] = {
    "glance": (
        *("tagline", "summary", "aliases", "family", "grade", "part_of", "reports_to", "extends", "next"),
        *("contact", "tags", "reviewed", "maintainer", "review_by", "open", "links"),
    ),
    "description": ("description",),
    "responsibilities": ("duties",),
    "counterparts": ("interactions",),
    "decisions": ("decisions",),
    "not-duties": ("not_duties",),
    "skills": ("requirements", "skills"),
    "ladder": (),
    "tools": ("tools", "metrics"),
    "holders": ("holders", "past_holders"),
    "overlaps": (),
    "findings": (),
    "variant": (),
    "changes": (),
}
"""The sections of a role's profile in their order, each with the fields that it begins with."""


def row_fields() -> tuple[str, ...]:
    """Return the keys of a responsibility that a matrix can show beside the letters."""
    return tuple(key for key, field in FIELDS[Responsibility].items() if field.label)


def card_fields() -> tuple[str, ...]:
    """Return the keys of a role that a card can show."""
    return tuple(key for key, field in FIELDS[Role].items() if field.card)


SHORT = ("tagline", "summary", "holders", "open")
"""What the word `short` is for in a list of fields; `full` is for all of them."""


FOREIGN: Mapping[type[Struct], Mapping[str, str]] = {
    Role: {
        "members": "holders",
        "people": "holders",
        "mission": "summary",
        "mandate": "summary",
        "about": "summary",
        "title": "name",
        "manager": "reports_to",
        "supervisor": "reports_to",
        "team": "part_of",
        "handle": "handles",
        "accountabilities": "duties",
    },
    Responsibility: {
        "title": "name",
        "description": "summary",
        "details": "summary",
        "comment": "notes",
        "comments": "notes",
        "remarks": "notes",
        "labels": "tags",
        "definition_of_done": "done_when",
        "acceptance_criteria": "done_when",
        "assignments": "assign",
        "participants": "assign",
        "roles": "assign",
        "raci": "assign",
    },
}
"""Words of other formats that are read as a key, where that is not given itself and they are not declared."""

MEANT: Mapping[type[Struct], Mapping[str, str]] = {
    Role: {
        **dict.fromkeys(("lead", "leads", "leader", "person", "employees", "staff"), "holders"),
        **dict.fromkeys(("owner", "owners"), "maintainer"),
        **dict.fromkeys(("email", "e_mail", "mail"), "contact"),
        **dict.fromkeys(("backup", "backups", "deputy", "deputies", "substitute", "alternate"), "covered_by"),
        **dict.fromkeys(("former_holders", "previous_holders", "former_members", "emeritus"), "past_holders"),
        "parent": "part_of",
    },
    Responsibility: {
        **dict.fromkeys(("owner", "owners", "lead", "who", "people", "members", "team", "holders"), "assign"),
        **dict.fromkeys(("assignee", "assignees", "assigned_to", "when", "condition"), "assign"),
    },
}
"""Words of other formats that hold people, but leave open how: they are reported with the key to take."""
