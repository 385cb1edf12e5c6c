"""``sphinx-roles who``: who answers for files, by the data and by owners files."""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec import structs

from sphinx_roles.addresses import person_name
from sphinx_roles.analysis.owner import Coverage, answers_of, is_entity, normal_path
from sphinx_roles.catalog.owners import codeowners_top, read_owners, repository_top
from sphinx_roles.catalog.sources import Limits
from sphinx_roles.cli.io import CLEAN, FINDINGS, CommandError, echo, is_there, nearest_path, readable
from sphinx_roles.cli.project import NoCatalog, opened
from sphinx_roles.cli.report import echo_problems, harmless, placed
from sphinx_roles.model import Catalog
from sphinx_roles.problems import Location, Problem, mistaken


def run(given: Namespace) -> int:
    """Answer for each path; end with 1 where nobody does, or where something could not be read."""
    asked = _Asked(given)
    answers = [asked.answer(path) for path in given.paths]
    if given.format == "json":
        echo(json.dumps({"format": 1, "paths": answers}, indent=2, ensure_ascii=False))
    else:
        echo("\n".join(harmless(line) for answer in answers for line in _lines(answer)))
    echo_problems(placed(asked.problems, asked.root))
    answered = all(answer["roles"] or answer["owners"] for answer in answers)
    return CLEAN if answered and not mistaken(asked.problems) else FINDINGS


class _Asked:
    """The catalog that is asked, what is wrong with it, and the top of the repository."""

    def __init__(self, given: Namespace) -> None:
        self.root, self.problems = Path.cwd(), list[Problem]()
        catalog = Catalog()
        try:
            found = opened(given.data)
            catalog, self.root, self.problems = found.registry.main, found.root, [*found.problems]
        except NoCatalog:
            # Owners files alone have an answer, too.
            if not given.owners:
                raise
        self.top = repository_top(Path.cwd())
        if given.owners:
            path = readable(given.owners).absolute()
            files = read_owners(path, self.root.absolute(), Limits())
            catalog = structs.replace(catalog, owners=files.owners)
            self.problems += files.problems
            self.top = self.top or codeowners_top(path)
        self.coverage = catalog.derived(Coverage)

    def answer(self, given: str) -> dict[str, Any]:
        """Return all that answers for a path, as the JSON report has it."""
        path = given if is_entity(given) else self._from_top(given)
        rows = self.coverage.rows_of(path)
        return {
            "path": path.rstrip(" "),
            "responsibilities": [
                {"id": row.id, "name": str(row.name), "matrix": row.matrix, **self._place(row.location)}
                for row in rows
            ],
            "roles": [*self._roles(rows)],
            "owners": [*self._owners(path)],
        }

    def _from_top(self, given: str) -> str:
        """Return a path as it leads from the top of the repository."""
        top = self.top or Path.cwd()
        path = Path(os.path.relpath(os.path.realpath(given), os.path.realpath(top))).as_posix()
        if path.startswith("../"):
            raise CommandError(f"{given} is not in the repository, which begins at {top}")
        if not is_there(given):
            echo(f"{given} is not there{self._row(given) or nearest_path(given)}", to=sys.stderr)
        return normal_path(f"{path}/" if given.endswith("/") or Path(given).is_dir() else path)

    def _row(self, given: str) -> str:
        """Return a hint where a responsibility is asked for, as by `{org:who}` on a page, or nothing."""
        rows = self.coverage.catalog.find_rows(given.rpartition(":")[2])
        hint = "; it is a responsibility ({}:{}), and what is asked for here is a file"
        return hint.format(*self._place(rows[0].location).values()) if rows else ""

    def _place(self, location: Location) -> dict[str, Any]:
        return {"file": Path(os.path.relpath(self.root / location.file)).as_posix(), "line": location.line}

    def _roles(self, rows: Any) -> Iterator[dict[str, Any]]:
        catalog = self.coverage.catalog
        for row in rows:
            for one in answers_of(catalog, row)[0]:
                holders = catalog.current.roles[one.cover or one.role].holders or ()
                yield {
                    "id": one.role,
                    "name": str(one.name),
                    "responsibility": row.id,
                    "when": one.when,
                    "until": one.until.isoformat() if one.until else None,
                    "status": one.status,
                    "cover": one.cover or None,
                    "people": [str(person_name(holder.name)) for holder in holders],
                }

    def _owners(self, path: str) -> Iterator[dict[str, Any]]:
        for rule in self.coverage.rules_of(path):
            for owner in rule.owners:
                known = self.coverage.names.known(owner)
                yield {
                    "name": owner.shown,
                    **self._place(rule.location),
                    "section": rule.section or None,
                    "optional": rule.optional,
                    "roles": [*dict.fromkeys(one.role.id for one in known)],
                    "people": [*dict.fromkeys(str(one.person) for one in known if one.person)],
                }


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    rows = [f"{row['name']} ({row['file']}:{row['line']})" for row in answer["responsibilities"]]
    # Several rules may lead to one role.
    roles = dict.fromkeys(map(_role, answer["roles"]))
    by = f", by {' and '.join(rows)}" if rows else ""
    if roles:
        yield f"{answer['path'] or '.'}: {', '.join(roles)}{by}"
    else:
        none = "nobody decides" if rows else "no responsibility covers it" if answer["owners"] else "nobody"
        yield f"{answer['path'] or '.'}: {none}{by}"
    for owner in answer["owners"]:
        who = ", ".join((*owner["people"], *owner["roles"]))
        section = f" [{owner['section']}]" if owner["section"] else ""
        yield f"  {owner['file']}:{owner['line']}{section}: {owner['name']}{f' ({who})' if who else ''}"


def _role(role: dict[str, Any]) -> str:
    about = [role["when"], f"until {role['until']}" if role["until"] else "", role["status"]]
    about += [f"covered by {role['cover']}" if role["cover"] else "", *role["people"]]
    said = ", ".join(filter(None, about))
    return f"{role['name']} ({said})" if said else str(role["name"])
