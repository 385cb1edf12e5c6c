"""The words in the head of a column that say what the column is, in four languages."""

from __future__ import annotations

from sphinx_roles.model import fold

__all__ = ["KIND_OF_HEAD"]

_HEADS = {
    "name": (
        "activity, activities, task, tasks, responsibility, responsibilities, deliverable, "
        "deliverables, decision, decisions, process, processes, work item, work package, item, step, "
        "milestone, what, function, duty, duties, area of responsibility, aufgabe, aufgaben, tätigkeit, "
        "tätigkeiten, aktivität, aktivitäten, verantwortlichkeit, arbeitspaket, entscheidung, activité, "
        "activités, tâche, tâches, livrable, livrables, actividad, actividades, tarea, tareas, "
        "entregable, entregables"
    ),
    "section": (
        "section, phase, area, category, group, stage, workstream, process area, process group, theme, "
        "epic, project phase, bereich, abschnitt, kategorie, gruppe, domaine, catégorie, étape, fase, "
        "sección, categoría, área"
    ),
    "number": (
        "#, no, nr, number, num, n, s no, sl no, sr no, item no, item #, step no, pos, lfd nr, ref, núm"
    ),
    "role": (
        "role, roles, team, teams, person, people, who, stakeholder, stakeholders, position, actor, "
        "team member, job title, project role, rolle, rollen, rôle, rôles, rol, equipo, équipe"
    ),
    "letters": (
        "letter, letters, code, participation, involvement, assignment, raci, raci code, raci letter"
    ),
    "when": "when, condition, if, wann, bedingung",
    "summary": (
        "summary, description, details, explanation, definition, what it means, beschreibung, descripción"
    ),
    "notes": (
        "note, notes, comment, comments, remark, remarks, bemerkung, bemerkungen, anmerkung, "
        "anmerkungen, kommentar, kommentare, hinweis, remarque, remarques, commentaire, commentaires, "
        "notas, comentarios, observaciones"
    ),
    "frequency": "frequency, cadence, how often, häufigkeit, turnus, rhythmus, fréquence, frecuencia",
    "links": "link, links, runbook, runbooks, reference, references, url, enlace, enlaces, lien, liens",
    "done_when": "done when, definition of done, acceptance criteria",
    "kind": "kind, type",
    "tags": "tag, tags, label, labels",
    "status": "status",
    "review_by": "review by",
    "id": "id, key",
}

KIND_OF_HEAD = {fold(head): kind for kind, heads in _HEADS.items() for head in heads.split(", ")}
"""The kind of column by the folded text of its head."""
