"""The words of the package in other languages: ``python tests/translations.py`` brings their catalogs up to date.

It writes every message of the package into ``sphinx_roles/locale/sphinx_roles.pot``, merges them into the ``.po``
file of each language, where new ones wait for a translation, and compiles those.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import sphinx_roles
from sphinx_roles.analysis.diff.change import compared, noun
from sphinx_roles.catalog.letters import BUILT_IN
from sphinx_roles.fields import FIELDS
from sphinx_roles.model import (
    Holder,
    Level,
    Matrix,
    Participation,
    Responsibility,
    Role,
    Scale,
    Scheme,
    Section,
    Skill,
)
from sphinx_roles.render.labels import Labels

PACKAGE = Path(sphinx_roles.__file__).parent
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / "sphinx_roles.pot"


def messages() -> Iterator[tuple[str, str]]:
    """Yield every text that a reader of a page may see, and the file that holds it."""
    for name in Labels.__struct_fields__:
        if isinstance(text := getattr(Labels(), name), str):
            yield text, "render/labels.py"
    yield from (
        (field.label, "fields.json") for fields in FIELDS.values() for field in fields.values() if field.label
    )
    for scheme in BUILT_IN.values():
        for letter in scheme.participations:
            yield from ((str(text), "catalog/schemes.json") for text in (letter.name, letter.meaning) if text)
    path = "analysis/diff/sentences.json"
    for group in json.loads((PACKAGE / path).read_text("utf-8")).values():
        yield from ((sentence, path) for _, sentence in group.values())
    path = "analysis/audit/rules.yaml"
    for rule in yaml.safe_load((PACKAGE / path).read_text("utf-8")).values():
        yield from ((rule[key], path) for key in ("folded", "merged") if key in rule)
    for module in sorted((PACKAGE / "analysis/audit/rules").glob("*.py")):
        yield from sentences(module)
    for path in PROBLEMS:
        yield from sentences(PACKAGE / path)
    yield from ((noun, "analysis/diff/change.py") for noun in (*nouns(), "no section"))


PROBLEMS = (
    *("problems.py", "catalog/formats/__init__.py", "catalog/nodes.py", "ext/domain.py"),
    *("catalog/merge/matrices.py", "catalog/merge/roles.py"),
)
"""Modules whose sentences about mistakes are translated: those that are met most."""


def sentences(module: Path) -> Iterator[tuple[str, str]]:
    """Yield the sentences of a module: a sentence has slots, and is no docstring and no part of a longer one."""
    tree = ast.parse(module.read_text("utf-8"))
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr | ast.BinOp | ast.JoinedStr)
        for part in ast.iter_child_nodes(node)
    }
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in parts else None
        if isinstance(text, str) and re.search(r"\{[a-z_]+(![rs])?\}", text):
            yield text, module.relative_to(PACKAGE).as_posix()


_APART = {"id", "matrix", "own", "partial", "participations", "section"}
"""Fields that are no change by themselves."""


def nouns() -> Iterator[str]:
    """Yield what sentences call the fields that have no head."""
    heads = {
        field.noun or key.replace("_", " ")
        for fields in FIELDS.values()
        for key, field in fields.items()
        if field.label
    }
    for record in (Role, Holder, Level, Responsibility, Section, Matrix, Skill, Scale, Scheme, Participation):
        yield from (noun(key) for key in compared(record)[0] if noun(key) not in heads and key not in _APART)


def template() -> Catalog:
    """Return the messages, without translations."""
    found = Catalog(project="sphinx-role-cards", fuzzy=False)
    for text, path in messages():
        found.add(text, locations=[(path, 0)])
    return found


def read(path: Path) -> Catalog:
    """Return a catalog of a language."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3] if path != TEMPLATE else None)


def write(catalog: Catalog, path: Path) -> None:
    """Write a catalog with a head, without which the tools of gettext cannot tell how it is encoded."""
    catalog.project, catalog.version, catalog.fuzzy = "sphinx-role-cards", "", False
    catalog.header_comment = "# The words of sphinx-role-cards."
    catalog.last_translator = catalog.language_team = catalog.msgid_bugs_address = "sphinx-role-cards"
    # The day of the run would make another file each time, and so would the version of Babel.
    catalog.creation_date = catalog.revision_date = datetime(1970, 1, 1, tzinfo=UTC)
    for message in catalog:
        # A per cent sign in a sentence is none of Python's: our slots have braces.
        message.flags.discard("python-format")
    with BytesIO() as made:
        write_po(made, catalog, width=100, ignore_obsolete=True)
        lines = made.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if b"Generated-By" not in line))


def main() -> None:
    """Bring all catalogs up to date."""
    found = template()
    write(found, TEMPLATE)
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/sphinx_roles.po")):
        catalog = read(path)
        catalog.update(found, no_fuzzy_matching=True)
        write(catalog, path)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))


if __name__ == "__main__":
    main()
