"""The data as the rest of the package sees it: one frozen Catalog.

Reading fills these records field by field; nothing here reads, draws or knows
Sphinx. Every string that a person wrote is a `Text`, which knows its place.
"""

from sphinx_roles.model.catalog import Catalog
from sphinx_roles.model.records import (
    Acceptance,
    Assignment,
    Holder,
    Interaction,
    Level,
    Link,
    Matrix,
    Participation,
    Proficiency,
    Responsibility,
    Role,
    Scale,
    Scheme,
    Section,
    Skill,
    SkillLevel,
    role_names,
)
from sphinx_roles.model.text import Prose, Text, fold, identify, place_of

__all__ = [
    "Acceptance", "Assignment", "Catalog", "Holder", "Interaction", "Level", "Link", "Matrix",
    "Participation", "Proficiency", "Prose", "Responsibility", "Role", "Scale", "Scheme",
    "Section", "Skill", "SkillLevel", "Text", "fold", "identify", "place_of",
    "role_names",
]  # fmt: skip
