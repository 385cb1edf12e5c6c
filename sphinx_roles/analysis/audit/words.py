"""The words that rules look at, by language. A team adds its own: ``rules: {generic-role: {words: […]}}``."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["ABBREVIATIONS", "GENERIC", "NOT_VAGUE", "PLURALS", "VAGUE", "every"]

GENERIC: Mapping[str, tuple[str, ...]] = {
    "en": (
        "all", "anybody", "anyone", "business", "colleagues", "company", "department", "employee",
        "employees", "everybody", "everyone", "group", "leadership", "management", "member", "members",
        "nobody",
        "organisation", "organization", "other", "others", "owner", "people", "person", "project team",
        "resource", "resources", "role", "somebody", "someone", "staff", "stakeholder", "stakeholders",
        "team", "team member", "team members", "teams", "the business", "the team", "user", "users",
    ),
    "de": (
        "abteilung", "alle", "andere", "beteiligte", "führung", "gruppe", "jeder", "kollegen", "leitung",
        "mitarbeiter", "mitarbeitende", "mitglieder", "niemand", "personal", "projektteam", "rolle",
        "stakeholder", "teammitglied", "teammitglieder", "unternehmen",
    ),
    "fr": (
        "autres", "collègues", "direction", "entreprise", "équipe", "équipe projet", "groupe", "l'équipe",
        "membre", "membres", "parties prenantes", "personne", "personnel", "tous", "tout le monde",
    ),
    "es": (
        "dirección", "empresa", "equipo", "equipo de proyecto", "grupo", "interesados", "miembros", "nadie",
        "otros", "personal", "todos",
    ),
}  # fmt: skip
"""Names that are nobody's in particular."""

VAGUE: Mapping[str, tuple[str, ...]] = {
    "en": (
        "aid", "assist", "assistance", "assisting", "attend", "attendance", "attending", "be aware",
        "be involved", "contribute", "contribution", "help", "helping", "involvement", "liaise",
        "participate", "participation", "stay informed", "strive", "take part", "try",
    ),
    "de": (
        "assistenz", "assistieren", "beiwohnen", "helfen", "hilfe", "mithelfen", "mithilfe", "mitwirken",
        "mitwirkung", "sich beteiligen", "teilnahme", "teilnehmen", "unterstützen",
    ),
    "fr": (
        "aider", "assister", "contribuer", "contribution", "participation", "participer", "prendre part",
    ),
    "es": (
        "asistencia", "asistir", "ayuda", "ayudar", "colaborar", "contribuir", "participación", "participar",
    ),
}  # fmt: skip
"""Beginnings of a responsibility that do not say what is done."""

NOT_VAGUE: Mapping[str, tuple[str, ...]] = {
    "en": (
        "attendance list", "attendance record", "attendance records", "attendance tracking",
        "help center", "help centre", "help desk", "help page", "help pages", "help system", "help text",
        "help texts",
    ),
    "de": ("hilfe seite", "hilfe seiten", "hilfe text", "hilfe texte"),
}  # fmt: skip
"""Things whose name begins like one of those."""

ABBREVIATIONS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "admin": "administrator", "arch": "architect", "asst": "assistant", "dev": "developer",
        "dir": "director", "eng": "engineer", "engr": "engineer", "exec": "executive",
        "infra": "infrastructure", "jr": "junior",
        "mgmt": "management", "mgr": "manager", "mktg": "marketing", "ops": "operations",
        "org": "organisation", "organization": "organisation", "prod": "product", "proj": "project",
        "rep": "representative", "sec": "security", "sr": "senior", "sys": "system", "tech": "technical",
        "vp": "vice president",
    },
    "de": {"ltg": "leitung", "mitarb": "mitarbeiter", "stv": "stellvertretend"},
    "fr": {"dir": "directeur", "ing": "ingénieur", "resp": "responsable"},
    "es": {"dir": "director", "ing": "ingeniero", "resp": "responsable"},
}  # fmt: skip
"""Words that stand for a longer one in the name of a role."""

PLURALS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (("ies", "y"), ("sses", "ss"), ("s", "")),
    "de": (("innen", "in"), ("leute", "mann")),
    "es": (("ores", "or"), ("s", "")),
}
"""Endings of many, and of one."""


def every(words: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the words of all languages: a catalog does not say which it is in."""
    return frozenset(word for some in words.values() for word in some)
