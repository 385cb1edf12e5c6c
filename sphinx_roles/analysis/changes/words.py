"""The sentences of changes, and what fields are called in them: the same on a page and in a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

TOPICS = ("letters", "rows", "roles", "people", "fields", "skills", "schemes", "order")
"""What a change can be about."""


class Sentence(Struct, frozen=True):
    """A sentence with slots, what it is about, and the sign before it."""

    topic: str
    sign: str
    text: str


def _of(topic: str, sentences: Mapping[str, tuple[str, str]]) -> dict[str, Sentence]:
    return {kind: Sentence(topic, sign, text) for kind, (sign, text) in sentences.items()}


SENTENCES: Mapping[str, Sentence] = {
    **_of(
        "letters",
        {
            "letters-moved": ("moved", "{row}: {letters} moved from {old} to {new}"),
            "letters-changed": ("changed", "{row}: {role} went from {old} to {new}"),
            "letters-gained": ("added", "{row}: {roles} became {letters}"),
            "letters-lost": ("removed", "{row}: {roles} no longer {letters}"),
            "condition-changed": (
                "changed",
                "{row}: condition of {role} ({letters}) changed from {old} to {new}",
            ),
            "condition-added": ("changed", "{row}: condition of {role} ({letters}) added: {new}"),
            "condition-removed": ("changed", "{row}: condition of {role} ({letters}) removed: {old}"),
        },
    ),
    **_of(
        "rows",
        {
            "row-added": ("added", "{row} added"),
            "row-added-with": ("added", "{row} added: {who}"),
            "row-removed": ("removed", "{row} removed"),
            "row-removed-with": ("removed", "{row} removed: {who}"),
            "row-renamed": ("changed", "{old} renamed to {row}"),
            "row-moved": ("moved", "{row} moved from {old} to {new}"),
            "section-added": ("added", "Section {section} added"),
            "section-removed": ("removed", "Section {section} removed"),
            "section-renamed": ("changed", "Section {old} renamed to {section}"),
            "matrix-added": ("added", "Matrix {matrix} added"),
            "matrix-removed": ("removed", "Matrix {matrix} removed"),
            "matrix-renamed": ("changed", "Matrix {old} renamed to {matrix}"),
        },
    ),
    **_of(
        "roles",
        {
            "role-added": ("added", "{role} added"),
            "role-removed": ("removed", "{role} removed"),
            "role-renamed": ("changed", "{old} renamed to {role}"),
        },
    ),
    **_of(
        "people",
        {
            "person-joined": ("added", "{person} joined {role}"),
            "person-left": ("removed", "{person} left {role}"),
            "person-moved": ("moved", "{person} moved from {old} to {new}"),
            "person-changed": ("changed", "{role}: {field} of {person} changed from {old} to {new}"),
            "person-gained": ("added", "{role}: {field} of {person} added: {new}"),
            "person-lost": ("removed", "{role}: {field} of {person} removed: {old}"),
            "person-silent": ("changed", "{role}: {field} of {person} changed"),
            "holders-recorded": ("changed", "{role}: held by nobody; formerly not recorded"),
            "holders-unrecorded": ("changed", "{role}: holders not recorded; formerly nobody"),
        },
    ),
    **_of(
        "fields",
        {
            "value-changed": ("changed", "{thing}: {field} changed from {old} to {new}"),
            "value-added": ("added", "{thing}: {field} added: {new}"),
            "value-removed": ("removed", "{thing}: {field} removed: {old}"),
            "text-changed": ("changed", "{thing}: {field} changed"),
            "text-added": ("added", "{thing}: {field} added"),
            "text-removed": ("removed", "{thing}: {field} removed"),
            "items-order": ("moved", "{thing}: {field} in another order"),
            "part-changed": ("changed", "{thing}: {field} of {part} changed from {old} to {new}"),
            "part-added": ("added", "{thing}: {field} of {part} added: {new}"),
            "part-removed": ("removed", "{thing}: {field} of {part} removed: {old}"),
            "part-text-changed": ("changed", "{thing}: {field} of {part} changed"),
            "part-text-added": ("added", "{thing}: {field} of {part} added"),
            "part-text-removed": ("removed", "{thing}: {field} of {part} removed"),
            "part-items-order": ("moved", "{thing}: {field} of {part} in another order"),
        },
    ),
    **_of(
        "skills",
        {
            "skill-added": ("added", "Skill {skill} added"),
            "skill-removed": ("removed", "Skill {skill} removed"),
            "skill-renamed": ("changed", "Skill {old} renamed to {skill}"),
            "scale-added": ("added", "Scale {scale} added: {steps}"),
            "scale-removed": ("removed", "Scale {scale} removed: {steps}"),
            "scale-changed": ("changed", "Scale {scale} changed from {old} to {new}"),
        },
    ),
    **_of(
        "schemes",
        {
            "scheme-added": ("added", "Scheme {scheme} added"),
            "scheme-removed": ("removed", "Scheme {scheme} removed"),
            "letter-added": ("added", "{scheme}: letter {letter} added ({name})"),
            "letter-removed": ("removed", "{scheme}: letter {letter} removed ({name})"),
        },
    ),
    **_of(
        "order",
        {
            "rows-order": ("moved", "Responsibilities in another order"),
            "sections-order": ("moved", "Sections in another order"),
            "matrices-order": ("moved", "Matrices in another order"),
            "roles-order": ("moved", "Roles in another order"),
            "skills-order": ("moved", "Skills in another order"),
        },
    ),
}
"""Every kind of change."""

NO_SECTION = "no section"

FIELDS: Mapping[str, str] = {
    "id": "id",
    "kind": "kind",
    "abbr": "abbreviation",
    "aliases": "other names",
    "part_of": "team",
    "family": "family",
    "grade": "grade",
    "tagline": "tagline",
    "summary": "purpose",
    "description": "description",
    "duties": "responsibilities",
    "requirements": "requirements",
    "decisions": "decisions",
    "skills": "skills",
    "step": "proficiency",
    "tools": "tools",
    "metrics": "measures",
    "interactions": "“works with”",
    "reports_to": "“reports to”",
    "extends": "“builds on”",
    "next": "next steps",
    "levels": "levels",
    "past_holders": "former holders",
    "open": "invitation",
    "status": "status",
    "covered_by": "cover",
    "contact": "contact",
    "icon": "icon",
    "image": "image",
    "alt": "text for the image",
    "color": "colour",
    "links": "links",
    "tags": "tags",
    "maintainer": "maintainer",
    "reviewed": "day of the last review",
    "review_by": "day of the next review",
    "done_when": "“done when”",
    "frequency": "frequency",
    "notes": "notes",
    "separate": "separation of duties",
    "until": "last day",
    "note": "note",
    "name": "name",
    "scheme": "scheme",
    "roles": "columns",
    "scale": "scale",
    "criteria": "criteria",
    "after": "level before",
    "track": "track",
    "handle": "handle",
    "capacity": "capacity",
    "since": "first day",
    "acting": "acting",
    "link": "link",
    "org": "organisation",
    "email": "e-mail",
    "meaning": "meaning",
    "words": "words",
    "min": "minimum",
    "max": "maximum",
    "decides": "“decides”",
    "does": "“does the work”",
    "advises": "“is asked”",
    "informed": "“is told”",
    "omitted": "“is left out”",
    "shape": "shape",
    "together": "letters that go together",
    "letters": "letters",
}
"""What the fields of the model are called in a sentence."""
